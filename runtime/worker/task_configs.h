/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task_configs.h: a connector's configuration into those of its tasks, by the connector's own code.
 */
#ifndef TASK_CONFIGS_H
#define TASK_CONFIGS_H

#include "worker/connector.h"

struct task_configs_job {
    struct job job; /* first */
    /* in */
    const char *name;
    const struct registry_entry *entry;
    bool is_sink;
    const struct providers *providers;
    struct weir_props raw;
    uint64_t config_rev;
    /* out: as they are stored, variables unresolved */
    const struct weir_props **tasks;
    size_t n_tasks;
};

struct job *task_configs_job_new(struct connector *connector, const struct config_connector *cc,
                                 void (*done)(struct job *job));

/* A connector's typed configuration, defaults and all, from its resolved texts. */
enum weir_verdict connector_typed_conf(const struct registry_entry *entry,
                                       const struct weir_props *resolved,
                                       struct weir_arena *arena, const void **conf,
                                       struct weir_err *err);
/* The part that sources and sinks have in common. */
const struct weir_connector_ops *connector_ops(const struct registry_entry *entry);

#endif
