/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_task.c: the sequence of a source and nothing else:
 * poll -> transform_chain -> convert -> produce -> [bus]; acks -> commit.
 */
#include "pipeline/source_task.h"

static enum weir_verdict send(struct source_task *task, struct source_batch *slot,
                              struct weir_err *err)
{
    enum weir_verdict verdict =
        transform_chain_apply(&task->chain, &task->policy, slot->batch, err);
    uint32_t from = 0;
    do {
        uint32_t to = from;
        if (verdict == WEIR_OK) {
            verdict = source_convert(task, slot->batch, from, &to, err);
        }
        if (verdict == WEIR_OK) {
            verdict = source_produce(task, slot, from, to, err);
        }
        from = to;
    } while (verdict == WEIR_OK && from < slot->batch->n);
    return verdict == WEIR_OK ? error_policy_end(&task->policy, err) : verdict;
}

static enum weir_verdict once(struct source_task *task, struct weir_err *err)
{
    struct source_batch *slot = NULL;
    task_forget_topics(&task->task);
    enum weir_verdict verdict = source_commit_due(task, err);
    if (verdict == WEIR_OK) {
        verdict = source_poll(task, &slot, err);
    }
    if (verdict != WEIR_OK || !slot) {
        return verdict;
    }
    error_policy_begin(&task->policy);
    slot->in_hand = true;
    verdict = send(task, slot, err);
    slot->in_hand = false;
    if (slot->state == BATCH_HELD) { /* it came to nothing */
        batch_pool_drop(&task->pool, slot);
    }
    return verdict;
}

static enum weir_verdict run(struct task *base, struct weir_err *err)
{
    struct source_task *task = (struct source_task *)base;
    enum weir_verdict verdict = source_open(task, err);
    if (verdict == WEIR_OK) {
        task_tell_open(base);
    }
    while (verdict == WEIR_OK && !task_stopping(base)) {
        verdict = once(task, err);
        if (verdict == WEIR_OK) {
            task_tell_running(base);
        }
    }
    if (task->producer) {
        verdict = source_commit_final(task, verdict, err);
    }
    source_close(task);
    return verdict;
}

const struct task_kind source_task_kind = {
    .size = sizeof(struct source_task),
    .ops = &source_task_ops,
    .run = run,
};
