/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task_run.h: one run of a task, from task_start to the end of its thread. Its events come through
 * the inbox; a run that does not end in time is abandoned and heard no more.
 */
#ifndef TASK_RUN_H
#define TASK_RUN_H

#include "pipeline/pipeline.h"
#include "worker/timers.h"

struct herder;
struct task_slot;
struct task_ear;

struct task_run {
    struct task *task;
    struct task_slot *slot;
    struct task_ear *ear;  /* what the task's thread holds */
    bool stopping;         /* asked to end */
    bool over;             /* it has said that it ends */
    bool paused;
    struct timer deadline; /* of its end */
    struct timer look;     /* whether the thread has ended */
    int64_t look_ms;
};

void task_run_start(struct task_slot *slot, const struct weir_props *props, bool paused);
void task_run_stop(struct task_run *run);
void task_run_pause(struct task_run *run, bool paused);

#endif
