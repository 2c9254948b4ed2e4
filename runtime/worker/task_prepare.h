/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task_prepare.h: what must be done before tasks start and may block: their variables are resolved,
 * the connector's own offsets topic is there and read.
 */
#ifndef TASK_PREPARE_H
#define TASK_PREPARE_H

#include "worker/connector.h"

#define TASK_PREPARE_MS 60000

struct prepared_task {
    int id;
    struct weir_props raw, resolved;
};

struct task_prepare_job {
    struct job job; /* first */
    struct weir_str name;
    bool is_sink;
    const struct providers *providers;
    struct offset_store *offsets;
    struct prepared_task *tasks;
    size_t n;
};

struct job *task_prepare_job_new(struct connector *connector, size_t n,
                                 void (*done)(struct job *job));
void task_prepare_add(struct task_prepare_job *prepare, const struct config_connector *cc,
                      int task);

#endif
