/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_again.c: a batch that a bus of all-or-nothing appends could not store for now (its disk is
 * full) comes in, with those that failed behind it; they are sent again one after the other, with
 * pauses, until all are stored. Nothing overtakes them, as the task's thread stays here.
 */
#include "pipeline/source_task.h"

bool source_again_helps(const struct source_task *task, const struct source_batch *slot)
{
    if (!task->atomic_offsets || !slot->ack.n_failed || slot->ack.err.class != WEIR_RETRY) {
        return false;
    }
    for (uint32_t out = 0; out < slot->n_out; out++) {
        if (slot->results[out] != WEIR_RETRY) {
            return false;
        }
    }
    return true;
}

/* The flush is for the bus: what failed is known here, it need not be told by the next append. */
static enum weir_verdict attempt_one(struct source_task *task, struct source_batch *slot,
                                     struct weir_err *err)
{
    int64_t timeout_ms = task->task.pipeline->worker->offset_flush_timeout_ms;
    enum weir_verdict verdict = task_may(&task->task, err);
    if (verdict == WEIR_OK) {
        verdict = bus_producer_flush(task->producer, timeout_ms, err);
    }
    if (verdict == WEIR_OK) {
        verdict = source_produce_try(task, slot, err);
    }
    if (verdict == WEIR_OK) {
        verdict = source_produce_wait(task, slot, err);
    }
    if (verdict == WEIR_OK && slot->ack.n_failed) {
        *err = slot->ack.err;
        verdict = err->class;
    }
    return verdict;
}

static enum weir_verdict until_stored(struct source_task *task, struct source_batch *slot,
                                      int *attempt, struct weir_err *err)
{
    enum weir_verdict verdict = attempt_one(task, slot, err);
    while (verdict == WEIR_RETRY) {
        verdict = source_produce_back_off(task, "Failed to store records", attempt, err);
        if (verdict == WEIR_OK) {
            verdict = attempt_one(task, slot, err);
        }
    }
    slot->checked = verdict == WEIR_OK;
    if (slot->checked) {
        source_commit_topics(task, slot);
    }
    return verdict;
}

static enum weir_verdict wait_for_those_behind(struct source_task *task,
                                               const struct source_batch *slot,
                                               struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    while (verdict == WEIR_OK && (slot = slot->next)) {
        verdict = source_produce_wait(task, slot, err);
    }
    return verdict;
}

enum weir_verdict source_again(struct source_task *task, struct source_batch *slot,
                               struct weir_err *err)
{
    struct weir_err why = slot->ack.err;
    int attempt = 0;
    enum weir_verdict verdict = wait_for_those_behind(task, slot, err);
    if (verdict == WEIR_OK) {
        *err = why;
        verdict = source_produce_back_off(task, "Failed to store records", &attempt, err);
    }
    for (struct source_batch *at = slot; at && verdict == WEIR_OK; at = at->next) {
        if (at == slot || (!at->checked && source_again_helps(task, at))) {
            verdict = until_stored(task, at, &attempt, err);
        }
    }
    task_metrics_trouble(task->task.metrics, "");
    if (verdict == WEIR_WOKEN) {
        weir_err_set(err, WEIR_WOKEN, "%s", why.text); /* says more than that the task shall end */
    }
    return verdict;
}
