/* SPDX-License-Identifier: Apache-2.0 */
/*
 * component.h: opens a converter, header converter, transformation or predicate from
 * configuration: finds it, applies its key table, calls open. The pipeline keeps the result for
 * the life of a task.
 */
#ifndef COMPONENT_H
#define COMPONENT_H

#include "conf/worker_keys.h"
#include "plugin/registry.h"

struct component {
    const struct weir_component *component;
    void *self;
};

/*
 * role: "key.converter", "value.converter" or "header.converter". The connector's own setting (with
 * its sub-properties only) wins over the worker's (with the worker's sub-properties).
 */
enum weir_verdict component_open_converter(const struct registry *registry, const char *role,
                                           const struct worker_conf *worker,
                                           const struct weir_props *connector,
                                           struct weir_arena *arena, const struct weir_log *log,
                                           const bool *cancelled, struct component *out,
                                           struct weir_err *err);
/* kind TRANSFORMATION ("transforms.<alias>.") or PREDICATE ("predicates.<alias>."). */
enum weir_verdict component_open_aliased(const struct registry *registry, enum weir_kind kind,
                                         struct weir_str alias, const struct weir_props *connector,
                                         bool is_sink, struct weir_arena *arena,
                                         const struct weir_log *log, struct component *out,
                                         struct weir_err *err);
/*
 * What open would refuse in a transformation, when it can be asked without a task; OK where the keys
 * themselves are wrong. *key: which one is, NULL: it does not say.
 */
enum weir_verdict component_check_transform(const struct registry_entry *entry,
                                            struct weir_str alias,
                                            const struct weir_props *connector, bool is_sink,
                                            struct weir_arena *arena, const struct weir_log *log,
                                            const char **key, struct weir_err *err);
void component_close(struct component *component); /* also of one that was never opened */

/* What these components are configured with: sub-properties without what the runtime itself reads
 * (type, predicate, negate, plugin.version), and converter.type. The check asks for the same. */
void component_converter_props(const char *role, const struct weir_props *from,
                               struct weir_props *out);
void component_aliased_props(enum weir_kind kind, struct weir_str alias,
                             const struct weir_props *from, struct weir_props *out);

#endif
