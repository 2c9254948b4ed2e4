/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_put.c: a converted batch comes in, the plugin puts it, and the positions that sink_commit
 * may commit move on. RETRY means the same batch again, after a pause; after several in a row the
 * breaker opens and the target is only probed. Bad records go to error_policy.
 */
#include <stdio.h>

#include <weir/time.h>

#include "pipeline/sink_task.h"

/* ---- again later ---- */

static void show_trouble(struct sink_task *task, const struct weir_err *err)
{
    char what[sizeof(err->text) + 32];
    snprintf(what, sizeof(what), "waiting for the target: %s", err->text);
    task_metrics_trouble(task->task.metrics, what);
}

static int64_t retry_wait_ms(struct sink_task *task)
{
    struct sink_put *put = &task->put;
    int64_t asked_ms = put->retry_after_ms;
    put->retry_after_ms = -1;
    put->open = task->conf.breaker && put->attempt >= task->conf.breaker_failures;
    if (put->open) {
        return task->conf.breaker_wait_ms;
    }
    return asked_ms >= 0 ? asked_ms : error_policy_backoff_ms(&task->policy, put->attempt - 1);
}

static void schedule(struct sink_task *task, const struct weir_err *err)
{
    struct sink_put *put = &task->put;
    put->again = true;
    put->attempt++;
    show_trouble(task, err);
    int64_t ms = retry_wait_ms(task);
    put->next_ms = weir_clock_mono_ms() + ms;
    /* Whoever sees it counted finds the wait set. */
    atomic_fetch_add(&task->task.metrics->retries, 1);
    weir_warn(&task->task.api.log, "the batch could not be written, it comes again in %lld ms: %s",
              (long long)ms, err->text);
}

static void settled(struct sink_task *task)
{
    struct sink_put *put = &task->put;
    if (put->again) {
        task_metrics_trouble(task->task.metrics, "");
    }
    if (put->open) {
        weir_info(&task->task.api.log, "the target takes batches again");
    }
    *put = (struct sink_put){.retry_after_ms = -1};
}

/* ---- one call ---- */

static bool has_live(const struct weir_batch *batch, uint32_t *n, uint32_t *last)
{
    *n = 0;
    for (uint32_t i = 0; i < batch->n; i++) {
        if (batch->recs[i].state == WEIR_REC_LIVE) {
            *last = i;
            ++*n;
        }
    }
    return *n > 0;
}

static enum weir_verdict call(struct sink_task *task, struct weir_err *err)
{
    verdicts_reset(&task->verdicts);
    task->put.current = task->batch;
    task_enter(&task->task, "put");
    int64_t begun_ns = weir_clock_mono_ns();
    enum weir_verdict verdict = task->ops->put(task->task.self, task->batch, &task->verdicts, err);
    int64_t us = (weir_clock_mono_ns() - begun_ns) / 1000;
    task_leave(&task->task);
    task->put.current = NULL;
    task_timing_add(&task->task.metrics->put, us);
    verdicts_sort(&task->verdicts);
    return verdict;
}

static void refuse(struct sink_task *task, uint32_t i, const struct weir_err *why)
{
    error_policy_record(&task->policy, STAGE_TASK_PUT, task->task.entry->class_name, task->batch, i,
                        why);
}

/* RETRY for one record is RETRY for the batch, in which those that are bad stay out. */
static enum weir_verdict settle_verdicts(struct sink_task *task, struct weir_err *err)
{
    enum weir_verdict result = WEIR_OK;
    for (uint32_t v = 0; v < task->verdicts.n; v++) {
        const struct verdict *verdict = &task->verdicts.items[v];
        struct weir_err why;
        weir_err_set(&why, verdict->class, "%s", verdict->text);
        if (verdict->i >= task->batch->n) {
            continue;
        }
        if (verdict->class == WEIR_RETRY) {
            *err = why;
            result = WEIR_RETRY;
        } else {
            refuse(task, verdict->i, &why);
        }
    }
    return result;
}

static enum weir_verdict unrecoverable(struct weir_err *err)
{
    struct weir_err why = *err;
    weir_err_set(err, why.class,
                 "Exiting WorkerSinkTask due to unrecoverable exception.\n"
                 "Caused by: %s: %s",
                 error_class_name(STAGE_TASK_PUT, &why), why.text);
    err->code = why.code;
    return err->class;
}

/* A batch of one record is to blame by itself. */
static enum weir_verdict judge(struct sink_task *task, enum weir_verdict verdict, uint32_t n_live,
                               uint32_t last, struct weir_err *err)
{
    if (verdict == WEIR_BAD_DATA && !task->verdicts.n && n_live == 1) {
        refuse(task, last, err);
        return WEIR_OK;
    }
    if (verdict == WEIR_OK || (verdict == WEIR_BAD_DATA && task->verdicts.n)) {
        return settle_verdicts(task, err);
    }
    if (verdict == WEIR_RETRY || verdict == WEIR_WOKEN) {
        return verdict;
    }
    /* The plugin may hand back what weir_task_report told it. */
    return task->policy.cut != ERROR_NO_CUT ? error_policy_end(&task->policy, err)
                                            : unrecoverable(err);
}

/* ---- what was put ---- */

static void advance(struct sink_task *task)
{
    const struct weir_batch *batch = task->batch;
    struct sink_partition *part = NULL;
    const struct weir_record *before = NULL;
    for (uint32_t i = 0; i < batch->n && i < task->policy.cut; i++) {
        const struct weir_record *rec = &batch->recs[i];
        if (rec->origin != i) {
            continue;
        }
        if (!before || before->log_partition != rec->log_partition ||
            before->log_topic.p != rec->log_topic.p) {
            part = sink_partitions_find(&task->parts, rec->log_topic, rec->log_partition);
        }
        before = rec;
        if (part && part->seek < 0) { /* a seek during put has moved it elsewhere */
            part->next = rec->log_offset + 1;
        }
    }
}

static enum weir_verdict finish(struct sink_task *task, uint32_t n_live, struct weir_err *err)
{
    enum weir_verdict verdict = dead_letter_send(task->dlq, &task->policy, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    advance(task);
    atomic_fetch_add(&task->task.metrics->records_out, n_live);
    atomic_store(&task->task.metrics->active, 0);
    settled(task);
    sink_consume_release(task);
    return error_policy_end(&task->policy, err);
}

enum weir_verdict sink_put(struct sink_task *task, struct weir_err *err)
{
    struct sink_put *put = &task->put;
    if (put->again && (weir_clock_mono_ms() < put->next_ms || task_pause_wanted(&task->task))) {
        return WEIR_OK;
    }
    uint32_t n_live = 0;
    uint32_t last = 0;
    enum weir_verdict verdict = WEIR_OK;
    if (has_live(task->batch, &n_live, &last)) {
        verdict = judge(task, call(task, err), n_live, last, err);
    }
    if (verdict == WEIR_RETRY) {
        schedule(task, err);
        return WEIR_OK;
    }
    if (verdict == WEIR_WOKEN) { /* the task ends, or is paused: as if it had not been called */
        put->again = true;
        put->next_ms = 0;
        return WEIR_OK;
    }
    return verdict == WEIR_OK ? finish(task, n_live, err) : verdict;
}
