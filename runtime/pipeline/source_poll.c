/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_poll.c: asks the plugin for a batch, when the task is not paused and not too much is in
 * flight. A batch with records or a new offset goes on to the transform chain.
 */
#include <stdio.h>

#include <weir/time.h>

#include "pipeline/source_task.h"

#define WAIT_MAX_MS 1000

/* Nothing may lie about for longer than until the next commit. */
static int64_t wait_ms(const struct source_task *task)
{
    int64_t now = weir_clock_mono_ms();
    int64_t due = task->next_commit_ms;
    if (task->txn.open && task->txn.since_ms + task->txn.interval_ms < due) {
        due = task->txn.since_ms + task->txn.interval_ms;
    }
    int64_t ms = due - now;
    return ms < 0 ? 0 : ms > WAIT_MAX_MS ? WAIT_MAX_MS : ms;
}

/* Whether poll may be called now; if not, it has waited for something to change. */
static bool may_poll(struct source_task *task)
{
    struct task *base = &task->task;
    if (task_pause_wanted(base)) {
        task_tell_running(base);
        task_wait(base, weir_clock_mono_ms() + wait_ms(task));
        return false;
    }
    return true;
}

static enum weir_verdict retry_later(struct source_task *task, struct weir_err *err)
{
    struct task *base = &task->task;
    char what[sizeof(err->text) + 32];
    snprintf(what, sizeof(what), "waiting for the source: %s", err->text);
    task_metrics_trouble(base->metrics, what);
    weir_warn(&base->api.log, "failed to poll records. Will retry operation: %s", err->text);
    atomic_fetch_add(&base->metrics->retries, 1);
    return task_sleep(base, error_policy_backoff_ms(&task->policy, task->poll_retry.attempt++),
                      err);
}

static enum weir_verdict call(struct source_task *task, struct weir_batch **batch,
                              struct weir_err *err)
{
    struct task *base = &task->task;
    task_enter(base, "poll");
    int64_t begun_ns = weir_clock_mono_ns();
    enum weir_verdict verdict = task->ops->poll(base->self, batch, wait_ms(task), err);
    int64_t us = (weir_clock_mono_ns() - begun_ns) / 1000;
    task_leave(base);
    if (verdict == WEIR_OK && (*batch)->n) {
        task_timing_add(&base->metrics->poll, us);
    }
    return verdict;
}

/* Not while anything is under way: more is likely to come. */
static void rest(struct source_task *task)
{
    if (!task->pool.head && task_may_rest(&task->task)) {
        batch_pool_shrink(&task->pool);
        bus_producer_shrink(task->producer);
        task_trim();
    }
}

static void count(struct task_metrics *metrics, const struct weir_batch *batch)
{
    atomic_fetch_add(&metrics->records_in, batch->n);
    atomic_fetch_add(&metrics->active, batch->n);
    atomic_fetch_add(&metrics->batches, 1);
    if (batch->n > atomic_load(&metrics->batch_max)) {
        atomic_store(&metrics->batch_max, batch->n);
    }
}

/* The plugin may have filled ours or handed over one of its helpers'. */
static enum weir_verdict take(struct source_task *task, struct source_batch *own,
                              struct weir_batch *batch, struct source_batch **slot,
                              struct weir_err *err)
{
    if (task->poll_retry.attempt) {
        task_metrics_trouble(task->task.metrics, "");
    }
    task->poll_retry = (struct error_retry){0};
    struct source_batch *got = batch == own->batch ? own : batch_pool_find(&task->pool, batch);
    if (got != own) {
        batch_pool_drop(&task->pool, own);
    }
    if (!got) {
        return weir_err_set(err, WEIR_FATAL, "poll returned a batch that is not of this task");
    }
    if (!batch->n && !batch->n_offsets) {
        batch_pool_drop(&task->pool, got);
        rest(task);
        return WEIR_OK;
    }
    task_busy(&task->task);
    count(task->task.metrics, batch);
    got->store_soon = task->commit_wanted;
    task->commit_wanted = false;
    *slot = got;
    return WEIR_OK;
}

enum weir_verdict source_poll(struct source_task *task, struct source_batch **slot,
                              struct weir_err *err)
{
    struct task *base = &task->task;
    if (!may_poll(task)) {
        rest(task);
        return WEIR_OK;
    }
    struct source_batch *own = batch_pool_get_own(&task->pool);
    if (!own) {
        source_txn_let_go(task);
        task_wait(base, weir_clock_mono_ms() + wait_ms(task));
        return WEIR_OK;
    }
    struct weir_batch *batch = own->batch;
    enum weir_verdict verdict = call(task, &batch, err);
    if (verdict == WEIR_OK) {
        return take(task, own, batch, slot, err);
    }
    batch_pool_drop(&task->pool, own);
    rest(task);
    if (verdict == WEIR_RETRY) {
        return retry_later(task, err);
    }
    return verdict == WEIR_WOKEN ? WEIR_OK : verdict;
}
