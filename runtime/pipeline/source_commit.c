/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_commit.c: acknowledged batches come in, in any order; the source offsets that all older
 * records of their partition have reached are stored every flush interval, the plugin is told in
 * order, and the batches are free again.
 */
#include <weir/time.h>

#include "pipeline/source_task.h"

/* ---- topics in use ---- */

void source_commit_topics(struct source_task *task, const struct source_batch *slot)
{
    struct topic_set *topics = &task->task.topics;
    for (uint32_t out = 0; topics->n_untold && out < slot->n_records; out++) {
        struct weir_str topic = slot->out[out].topic;
        if (slot->results[out] == WEIR_OK && topic_set_tell(topics, topic)) {
            task_tell_topic(&task->task, topic);
        }
    }
}

/* ---- records that the bus refused ---- */

static bool skip_failed(struct source_task *task, struct source_batch *slot, uint32_t out)
{
    struct weir_batch *batch = slot->batch;
    struct weir_record *rec = &batch->recs[slot->out_rec[out]];
    struct weir_err why = slot->ack.err;
    if (out != slot->ack.first_failed) {
        weir_err_set(&why, slot->results[out], "the bus could not take the record");
    }
    const struct error_context context = {
        .stage = STAGE_KAFKA_PRODUCE,
        .class_name = SOURCE_PRODUCER_CLASS,
        .rec = rec,
        .offset = weir_batch_offset_at(batch, rec->offset),
        .why = &why,
    };
    rec->state = WEIR_REC_FAILED;
    return error_policy_tolerates(&task->policy, &context);
}

/* Only a record's own fault can be skipped over; a bus that lost it for another reason may have
 * kept the next ones, so the task starts again from the last offset. */
static bool skippable(const struct source_batch *slot, uint32_t out)
{
    return out < slot->n_records && slot->results[out] == WEIR_BAD_DATA;
}

static enum weir_verdict lost(struct source_task *task, struct source_batch *slot, uint32_t out,
                              struct weir_err *err)
{
    task->lost_at = slot;
    slot->upto = out < slot->n_records ? slot->out_rec[out] : 0;
    if (skippable(slot, out)) {
        *err = task->policy.doom;
        task_failed_at(&task->task, "%s", task->policy.doom_at);
    } else {
        *err = slot->ack.err;
        weir_err_wrap(err, "Unrecoverable exception from producer send callback");
    }
    return err->class;
}

/* Nothing of it is stored, nor of those behind it: none is lost as long as the task goes on. */
static enum weir_verdict send_again(struct source_task *task, struct source_batch *slot,
                                    struct weir_err *err)
{
    enum weir_verdict verdict = source_again(task, slot, err);
    if (verdict != WEIR_OK) {
        task->lost_at = slot;
    }
    return verdict == WEIR_OK || verdict == WEIR_WOKEN
               ? verdict
               : weir_err_wrap(err, "Unrecoverable exception from producer send callback");
}

enum weir_verdict source_commit_check(struct source_task *task, struct source_batch *slot,
                                      struct weir_err *err)
{
    slot->checked = true;
    source_commit_topics(task, slot);
    if (source_again_helps(task, slot)) {
        return send_again(task, slot, err);
    }
    for (uint32_t out = 0; slot->ack.n_failed && out < slot->n_out; out++) {
        if (slot->results[out] == WEIR_OK) {
            continue;
        }
        if (!skippable(slot, out) || !skip_failed(task, slot, out)) {
            return lost(task, slot, out, err);
        }
    }
    return WEIR_OK;
}

/* ---- what is done ---- */

/* Whether an older batch that is still under way has a partition of this one. */
static bool is_behind(const struct source_task *task, const struct source_batch *slot)
{
    for (const struct source_batch *old = task->pool.head; old != slot; old = old->next) {
        if (old->offsets_taken) {
            continue;
        }
        for (uint32_t k = 0; k < slot->batch->n_offsets; k++) {
            for (uint32_t o = 0; o < old->batch->n_offsets; o++) {
                if (weir_str_eq(slot->batch->offsets[k].partition,
                                old->batch->offsets[o].partition)) {
                    return true;
                }
            }
        }
    }
    return false;
}

static void take_offsets(struct source_task *task, struct source_batch *slot)
{
    slot->offsets_taken = true;
    if (task->atomic_offsets) {
        return;
    }
    struct weir_offset *offsets = NULL;
    size_t n = source_offsets(slot->batch, slot->upto, false, &offsets);
    for (size_t i = 0; i < n; i++) {
        offset_map_put(&task->offsets, &offsets[i]);
    }
    if (slot->store_soon) {
        task->next_commit_ms = weir_clock_mono_ms();
    }
}

static void tell_plugin(struct source_task *task, struct source_batch *slot)
{
    struct weir_batch *batch = slot->batch;
    if (task->ops->committed && batch->n_offsets && slot->upto >= batch->n && task->task.self) {
        task_enter(&task->task, "committed");
        task->ops->committed(task->task.self, weir_batch_offset_at(batch, batch->n_offsets - 1));
        task_leave(&task->task);
    }
}

static void count(struct task_metrics *metrics, const struct weir_batch *batch)
{
    int64_t n = 0;
    int64_t bytes = 0;
    for (uint32_t i = 0; i < batch->n; i++) {
        const struct weir_record *rec = &batch->recs[i];
        if (rec->state == WEIR_REC_LIVE) {
            n++;
            bytes += (int64_t)(rec->raw_key.n + rec->raw_value.n);
        }
    }
    atomic_fetch_add(&metrics->records_out, n);
    atomic_fetch_add(&metrics->bytes_out, bytes);
}

static void finish(struct source_task *task, struct source_batch *slot)
{
    struct task_metrics *metrics = task->task.metrics;
    count(metrics, slot->batch);
    atomic_fetch_sub(&metrics->active, slot->batch->n);
    tell_plugin(task, slot);
    batch_pool_pop(&task->pool);
}

/* Takes the offsets of what is settled, wherever it stands in the queue. */
static enum weir_verdict take_settled(struct source_task *task, struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    for (struct source_batch *slot = task->pool.head; slot; slot = slot->next) {
        bool settled = atomic_load(&slot->settled) && !slot->in_txn;
        if (settled && !slot->checked && verdict == WEIR_OK) {
            verdict = source_commit_check(task, slot, err);
        }
        if (settled && slot->checked && slot->complete && !slot->offsets_taken &&
            !is_behind(task, slot)) {
            take_offsets(task, slot);
        }
        if (slot == task->lost_at) {
            break;
        }
    }
    return verdict;
}

enum weir_verdict source_commit_reap(struct source_task *task, struct weir_err *err)
{
    enum weir_verdict verdict = take_settled(task, err);
    struct source_batch *head = task->pool.head;
    while (head && head != task->lost_at && !head->in_hand && head->complete &&
           head->offsets_taken && !head->in_txn && atomic_load(&head->settled)) {
        finish(task, head);
        head = task->pool.head;
    }
    return verdict;
}

/* ---- storing ---- */

static enum weir_verdict store(struct source_task *task, struct weir_err *err)
{
    struct task *base = &task->task;
    const struct pipeline *pipeline = base->pipeline;
    if (!task->offsets.n_dirty || task->transactional) {
        return WEIR_OK;
    }
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    struct weir_offset *offsets = NULL;
    size_t n = offset_map_dirty(&task->offsets, &arena, &offsets);
    int64_t begun_ns = weir_clock_mono_ns();
    enum weir_verdict verdict = task_may(base, err);
    if (verdict == WEIR_OK) {
        verdict = offset_store_put(pipeline->offsets, weir_str_of(base->api.connector), offsets, n,
                                   pipeline->worker->offset_flush_timeout_ms, err);
    }
    weir_arena_free(&arena);
    if (verdict == WEIR_OK) {
        offset_map_stored(&task->offsets);
        atomic_fetch_add(&base->metrics->commits_ok, 1);
    } else {
        atomic_fetch_add(&base->metrics->commits_failed, 1);
    }
    task_timing_add(&base->metrics->commit, (weir_clock_mono_ns() - begun_ns) / 1000);
    return verdict;
}

enum weir_verdict source_commit_due(struct source_task *task, struct weir_err *err)
{
    enum weir_verdict verdict = source_commit_reap(task, err);
    if (verdict == WEIR_OK && task->transactional) {
        return source_txn_due(task, err);
    }
    if (verdict != WEIR_OK || weir_clock_mono_ms() < task->next_commit_ms) {
        return verdict;
    }
    task->next_commit_ms =
        weir_clock_mono_ms() + task->task.pipeline->worker->offset_flush_interval_ms;
    struct weir_err why;
    if (store(task, &why) != WEIR_OK) {
        weir_warn(&task->task.api.log, "Failed to commit offsets, will try again: %s", why.text);
    }
    return WEIR_OK;
}

/* Until the bus has settled all that was sent, or the time is up. */
static void wait_for_acks(struct source_task *task)
{
    int64_t deadline_ms =
        weir_clock_mono_ms() + task->task.pipeline->worker->offset_flush_timeout_ms;
    struct weir_err ignored;
    int64_t left = deadline_ms - weir_clock_mono_ms();
    if (task->pool.head && left > 0 && task_may(&task->task, &ignored) == WEIR_OK) {
        bus_producer_flush(task->producer, left, &ignored);
    }
}

enum weir_verdict source_commit_final(struct source_task *task, enum weir_verdict ended,
                                      struct weir_err *err)
{
    struct weir_err why;
    enum weir_verdict verdict = WEIR_OK;
    if (task->transactional) {
        verdict = ended == WEIR_OK || ended == WEIR_WOKEN || task->policy.cut != ERROR_NO_CUT
                      ? source_txn_end(task, &why)
                      : WEIR_OK;
        verdict = verdict == WEIR_OK ? source_commit_reap(task, &why) : verdict;
    } else {
        wait_for_acks(task);
        verdict = source_commit_reap(task, &why);
        struct weir_err stored;
        if (store(task, &stored) != WEIR_OK) {
            weir_warn(&task->task.api.log, "Failed to commit offsets at the end: %s", stored.text);
        }
    }
    if (verdict == WEIR_OK || (ended != WEIR_OK && ended != WEIR_WOKEN)) {
        return ended;
    }
    if (verdict == WEIR_RETRY || verdict == WEIR_WOKEN) { /* the next start sends it again */
        weir_warn(&task->task.api.log, "not all is committed at the end: %s", why.text);
        return ended;
    }
    *err = why;
    return verdict;
}
