/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_produce.c: a batch's bytes come in and are handed to the bus in one append with one
 * acknowledgement, together with their source offset where the bus keeps both or none. What comes
 * of it is seen by source_commit.
 */
#include <weir/time.h>

#include "pipeline/source_task.h"

#define BACKOFF_MAX_MS 10000

/* A bus that is away is no reason to fail: again until it works or the task shall end. */
enum weir_verdict source_produce_back_off(struct source_task *task, const char *what, int *attempt,
                                          struct weir_err *err)
{
    struct task *base = &task->task;
    int64_t ms = error_policy_backoff_ms(&task->policy, (*attempt)++);
    weir_warn(&base->api.log, "%s. Backing off before retrying: %s", what, err->text);
    task_metrics_trouble(base->metrics, err->text);
    atomic_fetch_add(&base->metrics->retries, 1);
    return task_sleep(base, ms < BACKOFF_MAX_MS ? ms : BACKOFF_MAX_MS, err);
}

static void trouble_is_over(struct source_task *task, int attempts)
{
    if (attempts) {
        task_metrics_trouble(task->task.metrics, "");
    }
}

static enum weir_verdict meet_topic(struct source_task *task, struct weir_str topic,
                                    struct weir_err *err)
{
    int attempt = 0;
    for (;;) {
        enum weir_verdict verdict = topic_create_ensure(&task->create, topic, err);
        if (verdict == WEIR_RETRY) {
            verdict = source_produce_back_off(task, "Failed to create a topic", &attempt, err);
            if (verdict == WEIR_OK) {
                continue;
            }
        }
        trouble_is_over(task, attempt);
        return verdict;
    }
}

/* ---- records for the bus ---- */

static void fill_one(struct source_batch *slot, const struct weir_record *rec, uint32_t i)
{
    slot->out_rec[slot->n_out] = i;
    slot->out[slot->n_out++] = (struct bus_record){
        .topic = rec->topic,
        .partition = rec->partition,
        .timestamp = rec->timestamp,
        .key = rec->raw_key,
        .value = rec->raw_value,
        .headers = rec->raw_headers,
        .n_headers = rec->n_raw_headers,
    };
}

enum weir_verdict source_produce_fill(struct source_task *task, struct source_batch *slot,
                                      uint32_t from, uint32_t to, struct weir_err *err)
{
    struct weir_batch *batch = slot->batch;
    source_batch_reserve(slot, to - from + batch->n_offsets);
    slot->n_out = 0;
    slot->checked = true; /* as long as nothing is sent there is nothing to wait for */
    atomic_store(&slot->settled, true);
    for (uint32_t i = from; i < to; i++) {
        struct weir_record *rec = &batch->recs[i];
        if (rec->state != WEIR_REC_LIVE) {
            continue;
        }
        if (topic_set_add(&task->task.topics, rec->topic)) {
            enum weir_verdict verdict = meet_topic(task, rec->topic, err);
            if (verdict != WEIR_OK) {
                return verdict;
            }
        }
        fill_one(slot, rec, i);
    }
    slot->n_records = slot->n_out;
    return WEIR_OK;
}

static void add_offsets(struct source_task *task, struct source_batch *slot)
{
    const struct pipeline *pipeline = task->task.pipeline;
    struct weir_offset *offsets = NULL;
    size_t n = source_offsets(slot->batch, task->policy.cut, false, &offsets);
    for (size_t i = 0; i < n; i++) {
        offset_store_record(pipeline->offsets, weir_str_of(task->task.api.connector), &offsets[i],
                            &slot->batch->arena, &slot->out[slot->n_out++]);
    }
}

/* ---- the offsets that a batch has reached ---- */

static bool has_partition(const struct weir_offset *offsets, size_t n, struct weir_str partition)
{
    for (size_t i = 0; i < n; i++) {
        if (weir_str_eq(offsets[i].partition, partition)) {
            return true;
        }
    }
    return false;
}

/* Newest first, the newest of each partition only. */
static size_t newest_of_each(struct weir_batch *batch, const bool *reached,
                             struct weir_offset *out)
{
    size_t n = 0;
    for (uint32_t k = batch->n_offsets; k-- > 0;) {
        const struct weir_offset *offset = &batch->offsets[k];
        if ((!reached || reached[k]) && !has_partition(out, n, offset->partition)) {
            out[n++] = *weir_batch_offset_at(batch, k);
        }
    }
    return n;
}

/*
 * An offset holds when every record that bears it, and every one of an older offset, comes before
 * upto. One that no record bears belongs to the batch's end. Where a transaction ends, the offset of
 * its last record holds, whoever else bears it.
 */
static void find_reached(const struct weir_batch *batch, uint32_t upto, bool txn_ends,
                         bool *reached)
{
    uint32_t first_open = batch->n_offsets;
    uint32_t ended = txn_ends ? batch->recs[upto - 1].offset : UINT32_MAX;
    for (uint32_t i = upto; i < batch->n; i++) {
        uint32_t k = batch->recs[i].offset;
        first_open = k < first_open && k != ended ? k : first_open;
    }
    memset(reached, 0, batch->n_offsets * sizeof(*reached));
    for (uint32_t i = 0; i < upto; i++) {
        uint32_t k = batch->recs[i].offset;
        if (k < first_open) {
            reached[k] = true;
        }
    }
}

size_t source_offsets(struct weir_batch *batch, uint32_t upto, bool txn_ends,
                      struct weir_offset **offsets)
{
    *offsets = WEIR_NEW_ARRAY(&batch->arena, struct weir_offset, batch->n_offsets);
    if (upto >= batch->n) {
        return newest_of_each(batch, NULL, *offsets);
    }
    bool *reached = WEIR_NEW_ARRAY(&batch->arena, bool, batch->n_offsets);
    find_reached(batch, upto, txn_ends, reached);
    return newest_of_each(batch, reached, *offsets);
}

/* ---- the append ---- */

/* Before anything is sent behind a failure: a bus that keeps offsets with records must not be given
 * a later offset while an earlier batch may be lost. */
static enum weir_verdict look_behind(struct source_task *task, struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    for (struct source_batch *slot = task->pool.head; slot && verdict == WEIR_OK;
         slot = task->atomic_offsets ? slot->next : NULL) {
        verdict = source_produce_wait(task, slot, err);
    }
    return verdict == WEIR_OK ? source_commit_reap(task, err) : verdict;
}

static enum weir_verdict send_later(struct source_task *task, int *attempt, struct weir_err *err)
{
    struct weir_err why = *err;
    enum weir_verdict verdict = task->transactional ? WEIR_OK : look_behind(task, err);
    if (verdict == WEIR_OK) {
        verdict = source_produce_back_off(task, "Failed to send records", attempt, &why);
    }
    return verdict;
}

/* One attempt. OK: the bus has it and will settle it. */
enum weir_verdict source_produce_try(struct source_task *task, struct source_batch *slot,
                                     struct weir_err *err)
{
    enum weir_verdict verdict = task_may(&task->task, err);
    if (verdict == WEIR_OK) {
        source_batch_arm(slot);
        verdict = bus_append(task->producer, slot->out, slot->n_out, &slot->ack, err);
    }
    if (verdict != WEIR_OK) { /* there is nothing to wait for */
        slot->checked = true;
        atomic_store(&slot->settled, true);
    }
    return verdict;
}

enum weir_verdict source_produce_send(struct source_task *task, struct source_batch *slot,
                                      struct weir_err *err)
{
    int attempt = 0;
    enum weir_verdict verdict = WEIR_OK;
    while (slot->n_out) {
        verdict = source_produce_try(task, slot, err);
        if (verdict != WEIR_RETRY) {
            break;
        }
        verdict = send_later(task, &attempt, err);
        if (verdict != WEIR_OK) {
            break;
        }
    }
    trouble_is_over(task, attempt);
    return verdict;
}

enum weir_verdict source_produce_wait(struct source_task *task, const struct source_batch *slot,
                                      struct weir_err *err)
{
    while (!atomic_load(&slot->settled)) {
        if (task_stopping(&task->task)) {
            return weir_err_set(err, WEIR_WOKEN, "the task shall end");
        }
        task_wait(&task->task, INT64_MAX);
    }
    return WEIR_OK;
}

/*
 * A bus that keeps all or nothing has refused the whole append for the sake of a record, before
 * anything else was sent: that one is skipped, or the batch ends before it. Whether there was one.
 */
static bool leave_out_refused(struct source_task *task, struct source_batch *slot)
{
    if (!task->atomic_offsets || !atomic_load(&slot->settled) || !slot->ack.n_failed) {
        return false;
    }
    bool any = false;
    for (uint32_t out = 0; out < slot->n_records; out++) {
        if (slot->results[out] == WEIR_BAD_DATA) {
            error_policy_record(&task->policy, STAGE_KAFKA_PRODUCE, SOURCE_PRODUCER_CLASS,
                                slot->batch, slot->out_rec[out], &slot->ack.err);
            any = true;
        }
    }
    return any;
}

static enum weir_verdict send_piece(struct source_task *task, struct source_batch *slot,
                                    uint32_t from, uint32_t to, struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    do {
        verdict = source_produce_fill(task, slot, from, to, err);
        if (verdict == WEIR_OK && to == slot->batch->n && task->atomic_offsets) {
            add_offsets(task, slot);
        }
        if (verdict == WEIR_OK) {
            verdict = source_produce_send(task, slot, err);
        }
    } while (verdict == WEIR_OK && leave_out_refused(task, slot));
    return verdict;
}

enum weir_verdict source_produce(struct source_task *task, struct source_batch *slot, uint32_t from,
                                 uint32_t to, struct weir_err *err)
{
    if (task->transactional) {
        return source_txn_produce(task, slot, from, to, err);
    }
    bool last = to == slot->batch->n;
    enum weir_verdict verdict = send_piece(task, slot, from, to, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    slot->complete = last;
    slot->upto = task->policy.cut;
    if (slot->state == BATCH_HELD) {
        batch_pool_sent(&task->pool, slot);
    }
    if (!last) {
        verdict = source_produce_wait(task, slot, err);
    }
    return verdict == WEIR_OK && !last ? source_commit_reap(task, err) : verdict;
}
