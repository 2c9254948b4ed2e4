/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pipe_rig.h: a pipeline on the fake bus for unit tests: worker configuration, registry with the
 * fake plugin, offset store, and tasks whose events are kept.
 */
#ifndef PIPE_RIG_H
#define PIPE_RIG_H

#include "fake_bus.h"
#include "fake_plugin.h"
#include "pipeline/pipeline.h"

struct pipe_rig {
    struct bus *bus;
    struct weir_arena arena;
    struct weir_props worker_props;
    struct worker_conf worker;
    struct registry *registry;
    struct topic_reader *reader;
    struct offset_store *offsets;
    struct pipeline pipeline;
};

/* pairs: worker keys and values over the rig's own, NULL-terminated; NULL: none. */
void pipe_rig_open(struct pipe_rig *rig, int features, const char *const *pairs);
void pipe_rig_close(struct pipe_rig *rig);

/* A task and what it told. */
struct pipe_task {
    struct pipe_rig *rig;
    struct task *task;
    struct task_metrics *metrics;
    pthread_mutex_t lock;
    int running, paused, stopped, failed, reconfigure;
    struct weir_err err;
    char at[256];
    char topics[512]; /* "a,b," */
};

/* class_name: test.FakeSource or another of the registry; script may be NULL. */
void pipe_task_start(struct pipe_task *task, struct pipe_rig *rig, const char *class_name,
                     const void *script, const char *const *pairs);
/* With all its properties. */
void pipe_task_start_props(struct pipe_task *task, struct pipe_rig *rig, const char *class_name,
                           const struct weir_props *props);
bool pipe_task_await_end(struct pipe_task *task); /* false after 10 s */
bool pipe_task_await_running(struct pipe_task *task);
bool pipe_task_await_paused(struct pipe_task *task);
void pipe_task_stop(struct pipe_task *task); /* asks and waits; aborts after 10 s */
void pipe_task_end(struct pipe_task *task);  /* stops if need be, frees */
void pipe_task_abandon(struct pipe_task *task);

/* The stored offset of fake source's partition s, -1: none. */
int64_t pipe_rig_offset(struct pipe_rig *rig, const char *connector, int s);
/* Waits for a condition on real time; false after 10 s. */
bool pipe_await(bool (*is)(void *arg), void *arg);

#endif
