/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_task.c: the sequence of a sink and nothing else:
 * [bus] -> consume -> convert -> transform_chain -> put; safe offsets -> commit.
 */
#include "pipeline/sink_task.h"

static enum weir_verdict prepare(struct sink_task *task, struct weir_err *err)
{
    error_policy_begin(&task->policy);
    enum weir_verdict verdict = sink_convert(task, err);
    if (verdict == WEIR_OK) {
        verdict = transform_chain_apply(&task->chain, &task->policy, task->batch, err);
    }
    return verdict;
}

static enum weir_verdict once(struct sink_task *task, struct weir_err *err)
{
    task_forget_topics(&task->task);
    enum weir_verdict verdict = sink_subscribe_due(task, err);
    if (verdict == WEIR_OK) {
        verdict = sink_commit_due(task, err);
    }
    sink_lag_due(task);
    bool again = task->put.again;
    if (verdict == WEIR_OK) {
        verdict = sink_consume(task, err);
    }
    if (verdict == WEIR_OK && !again && task->batch->n) {
        verdict = prepare(task, err);
    }
    if (verdict == WEIR_OK && task->batch->n) {
        verdict = sink_put(task, err);
    }
    return verdict;
}

static enum weir_verdict run(struct task *base, struct weir_err *err)
{
    struct sink_task *task = (struct sink_task *)base;
    enum weir_verdict verdict = sink_open(task, err);
    if (verdict == WEIR_OK) {
        task_tell_open(base);
    }
    while (verdict == WEIR_OK && !task_stopping(base)) {
        verdict = once(task, err);
        if (verdict == WEIR_OK) {
            task_tell_running(base);
        }
    }
    verdict = sink_close(task, verdict, err);
    return verdict;
}

const struct task_kind sink_task_kind = {
    .size = sizeof(struct sink_task),
    .ops = &sink_task_ops,
    .run = run,
};
