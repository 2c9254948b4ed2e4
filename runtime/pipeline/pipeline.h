/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pipeline.h: what the worker knows of a running task. A task owns one thread; all callbacks of
 * its plugin run there, `wake` alone comes from another.
 *
 *   source: poll -> transform_chain -> convert -> produce -> [bus]; acks -> commit
 *   sink:   [bus] -> consume -> convert -> transform_chain -> put; safe offsets -> commit
 */
#ifndef PIPELINE_H
#define PIPELINE_H

#include "bus/bus.h"
#include "conf/connector_keys.h"
#include "conf/worker_keys.h"
#include "obs/metrics.h"
#include "pipeline/task_memory.h"
#include "plugin/registry.h"
#include "store/offset_store.h"

/* What every task of a worker stands on; lives longer than any task. */
struct pipeline {
    struct bus *bus;
    const struct worker_conf *worker;
    const struct registry *registry;
    struct offset_store *offsets;
    struct task_memory *memory; /* NULL: no limit */
    const char *worker_id;
};

enum task_event {
    TASK_RUNNING,  /* opened; of a retry: and once round its loop without an error */
    TASK_PAUSED,
    TASK_FAILED,   /* the thread is ending; err and trace are set */
    TASK_STOPPED,  /* the thread is ending as asked */
    TASK_RECONFIGURE, /* the plugin asks for it */
    TASK_TOPIC,    /* a topic is used for the first time */
};

struct task_spec {
    const struct pipeline *pipeline;
    const char *connector;
    int id;
    uint64_t epoch; /* of the connector's tasks; a newer epoch makes older ones refuse */
    const struct registry_entry *entry;
    const struct weir_props *props; /* task config, variables resolved; copied */
    bool paused;
    bool retry; /* it failed before and starts again by itself */
    struct task_metrics *metrics; /* the task takes a reference */
    /* Called from the task's thread; must not block nor call back into the task. topic is for
     * TASK_TOPIC; err for TASK_FAILED, with the record it failed at in at ("topic-0@17" or the
     * source offset's text; "" when unknown). */
    void (*event)(void *self, enum task_event event, struct weir_str topic,
                  const struct weir_err *err, const char *at);
    void *self;
};

struct task;

/* Starts the thread; everything that can fail fails there, as TASK_FAILED. Herder's thread. */
struct task *task_start(const struct task_spec *spec);
void task_pause(struct task *task, bool paused);
/* The list of its topics was emptied: from now on TASK_TOPIC comes again for each. Any thread. */
void task_topics_reset(struct task *task);
/* Asks it to end: commits what is acknowledged, closes. Does not wait. */
void task_stop(struct task *task);
/* Whether the thread has ended; then task_free may be called. */
bool task_ended(const struct task *task);
/* Past its deadline: its bus handles refuse from now on, its events are no longer heard; it frees
 * itself when its plugin returns. */
void task_abandon(struct task *task);
void task_free(struct task *task); /* only after task_ended */

#endif
