/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transform_chain.h: the stages of `transforms`, in order, each over the whole batch, each only on
 * the records its predicate allows. Task's thread.
 */
#ifndef TRANSFORM_CHAIN_H
#define TRANSFORM_CHAIN_H

#include "pipeline/error_policy.h"
#include "pipeline/predicate.h"

struct transform_stage {
    struct component component;
    struct weir_str alias;
    const struct weir_transform_ops *ops;
    const char *class_name;
    const struct predicate *predicate; /* NULL: always */
    bool negate;
};

struct transform_chain {
    struct transform_stage *stages;
    size_t n;
    struct predicates predicates;
    struct weir_verdicts verdicts;
    bool *run; /* one flag a record */
    uint32_t run_cap;
    /* What each stage is about to get (run NULL: all), for a look at a configuration; NULL: none. */
    void (*look)(void *looker, const struct transform_stage *stage, const struct weir_batch *batch,
                 const bool *run);
    void *looker;
};

enum weir_verdict transform_chain_open(struct transform_chain *chain, struct task *task,
                                       const struct connector_conf *conf, bool is_sink,
                                       struct weir_err *err);
/* Records that could not be transformed were handed to the policy. Otherwise: RETRY past its time,
 * WOKEN, or an error that ends the task. */
enum weir_verdict transform_chain_apply(struct transform_chain *chain, struct error_policy *policy,
                                        struct weir_batch *batch, struct weir_err *err);
void transform_chain_close(struct transform_chain *chain);

#endif
