/* SPDX-License-Identifier: Apache-2.0 */
/* predicate.h: the named conditions of `predicates` that stages refer to. */
#ifndef PREDICATE_H
#define PREDICATE_H

#include "pipeline/task.h"
#include "plugin/component.h"

struct predicate {
    struct weir_str alias;
    struct component component;
    const struct weir_predicate_ops *ops;
};

struct predicates {
    struct predicate *items;
    size_t n;
};

enum weir_verdict predicates_open(struct predicates *predicates, struct task *task,
                                  const struct connector_conf *conf, bool is_sink,
                                  struct weir_err *err);
const struct predicate *predicates_find(const struct predicates *predicates, struct weir_str alias);
/* run[i]: whether record i is live and the predicate's answer is not `negate`. */
enum weir_verdict predicate_mask(const struct predicate *predicate, bool negate,
                                 const struct weir_batch *batch, bool *run, struct weir_err *err);
void predicates_close(struct predicates *predicates);

#endif
