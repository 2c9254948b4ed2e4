/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_txn.c: exactly-once on Kafka. A batch's bytes come in and are sent within a transaction,
 * which the source offsets join before it is committed: after each poll, at an interval, or where
 * the connector marked its own boundaries. A transaction that the bus gives up is sent again from
 * the batches, which are kept until the commit; if it has outgrown them, the task starts again from
 * its last offset.
 */
#include <weir/time.h>

#include "pipeline/source_task.h"

#define ABORTS_MAX 5

static int64_t timeout_ms(const struct source_task *task)
{
    return task->task.pipeline->worker->offset_flush_timeout_ms;
}

static enum weir_verdict begin(struct source_task *task, struct weir_err *err)
{
    struct source_txn *txn = &task->txn;
    if (txn->open) {
        return WEIR_OK;
    }
    enum weir_verdict verdict = task_may(&task->task, err);
    if (verdict == WEIR_OK) {
        verdict = bus_txn_begin(task->producer, err);
    }
    txn->open = verdict == WEIR_OK;
    txn->replayable = true;
    txn->since_ms = weir_clock_mono_ms();
    return verdict;
}

/* ---- when the bus gives a transaction up ---- */

/* What the bus would refuse again is looked at once and left out of the next try. */
static enum weir_verdict leave_out_bad(struct source_task *task, struct source_batch *slot,
                                       struct weir_err *err)
{
    if (slot->checked) {
        return WEIR_OK;
    }
    for (uint32_t out = 0; out < slot->n_records; out++) {
        /* Purged with the transaction, through no fault of their own. */
        slot->results[out] = slot->results[out] == WEIR_BAD_DATA ? WEIR_BAD_DATA : WEIR_OK;
    }
    enum weir_verdict verdict = source_commit_check(task, slot, err);
    uint32_t kept = 0;
    for (uint32_t out = 0; out < slot->n_records; out++) {
        slot->out[kept] = slot->out[out];
        slot->out_rec[kept] = slot->out_rec[out];
        kept += slot->results[out] == WEIR_OK;
    }
    slot->n_out = slot->n_records = kept;
    return verdict;
}

static enum weir_verdict abort_txn(struct source_task *task, struct weir_err *err)
{
    task->txn.open = false;
    enum weir_verdict verdict = task_may(&task->task, err);
    if (verdict == WEIR_OK) {
        verdict = bus_txn_abort(task->producer, timeout_ms(task), err);
    }
    return verdict;
}

static enum weir_verdict send_again(struct source_task *task, struct weir_err *err)
{
    enum weir_verdict verdict = begin(task, err);
    for (struct source_batch *slot = task->pool.head; slot && verdict == WEIR_OK;
         slot = slot->next) {
        if (slot->in_txn) {
            verdict = source_produce_wait(task, slot, err);
            verdict = verdict == WEIR_OK ? leave_out_bad(task, slot, err) : verdict;
            verdict = verdict == WEIR_OK ? source_produce_send(task, slot, err) : verdict;
        }
    }
    return verdict;
}

/* err says why it was given up. */
static enum weir_verdict replay(struct source_task *task, struct weir_err *err)
{
    struct source_txn *txn = &task->txn;
    weir_warn(&task->task.api.log, "the bus gave a transaction up, it is sent again: %s",
              err->text);
    enum weir_verdict verdict = WEIR_ABORT_TXN;
    txn->gone = true;
    while (verdict == WEIR_ABORT_TXN) {
        if (!txn->replayable || txn->aborts++ >= ABORTS_MAX) {
            struct weir_err ignored;
            abort_txn(task, &ignored);
            err->class = WEIR_RETRY; /* the task may be started again */
            return weir_err_wrap(err, "Failed to flush offsets and/or records for task %s-%d",
                                 task->task.api.connector, task->task.api.id);
        }
        verdict = abort_txn(task, err);
        if (verdict == WEIR_OK) {
            verdict = task_sleep(&task->task,
                                 error_policy_backoff_ms(&task->policy, txn->aborts - 1), err);
        }
        if (verdict == WEIR_OK) {
            verdict = send_again(task, err);
        }
    }
    txn->gone = verdict != WEIR_OK;
    return verdict;
}

/* ---- commit ---- */

/* The wake of a stop may still be waiting for an append to give up: this one shall not. */
static enum weir_verdict send_offsets(struct source_task *task, struct weir_err *err)
{
    const struct pipeline *pipeline = task->task.pipeline;
    struct weir_arena *arena = &task->txn.arena;
    weir_arena_reset(arena);
    struct weir_offset *offsets = NULL;
    size_t n = offset_map_dirty(&task->offsets, arena, &offsets);
    struct bus_record *recs = WEIR_NEW_ARRAY(arena, struct bus_record, n);
    for (size_t i = 0; i < n; i++) {
        offset_store_record(pipeline->offsets, weir_str_of(task->task.api.connector), &offsets[i],
                            arena, &recs[i]);
    }
    enum weir_verdict verdict = WEIR_OK;
    for (int i = 0; i < 2 && n && (i == 0 || verdict == WEIR_WOKEN); i++) {
        verdict = task_may(&task->task, err);
        if (verdict == WEIR_OK) {
            verdict = bus_append_wait(task->producer, recs, n, timeout_ms(task), err);
        }
    }
    return verdict;
}

static enum weir_verdict try_commit(struct source_task *task, struct weir_err *err)
{
    enum weir_verdict verdict = begin(task, err);
    if (verdict == WEIR_OK) {
        verdict = send_offsets(task, err);
    }
    while (verdict == WEIR_OK) {
        verdict = task_may(&task->task, err);
        if (verdict == WEIR_OK) {
            verdict = bus_txn_commit(task->producer, timeout_ms(task), err);
        }
        if (verdict != WEIR_RETRY || task_stopping(&task->task)) {
            break;
        }
        weir_warn(&task->task.api.log, "the transaction is not committed yet: %s", err->text);
        verdict = task_sleep(&task->task, error_policy_backoff_ms(&task->policy, 0), err);
    }
    return verdict;
}

static void committed(struct source_task *task)
{
    task->txn.open = false;
    task->txn.aborts = 0;
    offset_map_stored(&task->offsets);
    atomic_fetch_add(&task->task.metrics->commits_ok, 1);
    for (struct source_batch *slot = task->pool.head; slot; slot = slot->next) {
        slot->in_txn = false;
    }
}

static enum weir_verdict commit(struct source_task *task, struct weir_err *err)
{
    if (task->txn.gone || (!task->txn.open && !task->offsets.n_dirty)) {
        return WEIR_OK;
    }
    int64_t begun_ns = weir_clock_mono_ns();
    enum weir_verdict verdict = try_commit(task, err);
    while (verdict == WEIR_ABORT_TXN) {
        verdict = replay(task, err);
        verdict = verdict == WEIR_OK ? try_commit(task, err) : verdict;
    }
    task_timing_add(&task->task.metrics->commit, (weir_clock_mono_ns() - begun_ns) / 1000);
    if (verdict != WEIR_OK) {
        atomic_fetch_add(&task->task.metrics->commits_failed, 1);
        return verdict;
    }
    committed(task);
    return source_commit_reap(task, err);
}

/* ---- a batch, in pieces that end at the connector's marks ---- */

/* Nothing of it is sent again, whatever becomes of the next transaction. */
static enum weir_verdict forget_sent(struct source_task *task, struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    for (struct source_batch *slot = task->pool.head; slot && verdict == WEIR_OK;
         slot = slot->next) {
        if (slot->in_txn) {
            verdict = source_produce_wait(task, slot, err);
            slot->checked = true;
            slot->n_out = slot->n_records = 0;
        }
    }
    return verdict;
}

/* The records of the open transaction are given up, but not met again: their offsets go on. */
static enum weir_verdict give_up(struct source_task *task, struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    if (task->txn.open) {
        weir_info(&task->task.api.log, "aborting the transaction as the connector asked");
        verdict = abort_txn(task, err);
        verdict = verdict == WEIR_OK ? forget_sent(task, err) : verdict;
    }
    return verdict == WEIR_OK ? commit(task, err) : verdict;
}

static enum weir_verdict send_piece(struct source_task *task, struct source_batch *slot,
                                    uint32_t from, uint32_t to, uint8_t mark, struct weir_err *err)
{
    enum weir_verdict verdict = source_produce_fill(task, slot, from, to, err);
    if (verdict == WEIR_OK && slot->n_out) {
        verdict = begin(task, err);
    }
    slot->in_txn = true;
    slot->complete = to == slot->batch->n;
    if (slot->state == BATCH_HELD) {
        slot->offsets_taken = true;
        batch_pool_sent(&task->pool, slot);
    }
    if (verdict == WEIR_OK) {
        verdict = source_produce_send(task, slot, err);
    }
    if (verdict == WEIR_ABORT_TXN) {
        verdict = replay(task, err);
    }
    struct weir_offset *offsets = NULL;
    uint32_t upto = to < task->policy.cut ? to : task->policy.cut;
    bool txn_ends = mark & WEIR_TXN_COMMIT;
    size_t n = verdict == WEIR_OK ? source_offsets(slot->batch, upto, txn_ends, &offsets) : 0;
    for (size_t i = 0; i < n; i++) {
        offset_map_put(&task->offsets, &offsets[i]);
    }
    return verdict;
}

static uint32_t piece_end(const struct source_task *task, const struct weir_batch *batch,
                          uint32_t from, uint32_t to, uint8_t *mark)
{
    *mark = 0;
    for (uint32_t i = from; i < to && task->txn.boundary == TXN_CONNECTOR; i++) {
        if (batch->recs[i].txn && i < task->policy.cut) {
            *mark = batch->recs[i].txn;
            return i + 1;
        }
    }
    return to;
}

static enum weir_verdict finish_piece(struct source_task *task, struct source_batch *slot,
                                      struct weir_err *err)
{
    enum weir_verdict verdict = source_produce_wait(task, slot, err);
    if (verdict == WEIR_OK) {
        source_commit_topics(task, slot);
    }
    return verdict;
}

static enum weir_verdict end_piece(struct source_task *task, struct source_batch *slot,
                                   uint8_t mark, uint32_t end, uint32_t to, struct weir_err *err)
{
    bool batch_ends = end == slot->batch->n;
    if (mark & WEIR_TXN_ABORT) {
        return give_up(task, err);
    }
    if ((mark & WEIR_TXN_COMMIT) || (batch_ends && task->txn.boundary == TXN_POLL)) {
        return commit(task, err);
    }
    if (end == to && !batch_ends) { /* the wire buffer is wanted for the next piece */
        task->txn.replayable = false;
        return finish_piece(task, slot, err);
    }
    return WEIR_OK;
}

enum weir_verdict source_txn_produce(struct source_task *task, struct source_batch *slot,
                                     uint32_t from, uint32_t to, struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    do {
        uint8_t mark = 0;
        uint32_t end = piece_end(task, slot->batch, from, to, &mark);
        verdict = send_piece(task, slot, from, end, mark, err);
        if (verdict == WEIR_OK) {
            verdict = end_piece(task, slot, mark, end, to, err);
        }
        from = end;
    } while (verdict == WEIR_OK && from < to);
    return verdict;
}

/* ---- when ---- */

enum weir_verdict source_txn_due(struct source_task *task, struct weir_err *err)
{
    const struct source_txn *txn = &task->txn;
    bool waiting = txn->open || task->offsets.n_dirty;
    bool due = weir_clock_mono_ms() >= txn->since_ms + txn->interval_ms;
    if (!waiting || !due || txn->boundary == TXN_CONNECTOR) {
        return WEIR_OK;
    }
    return commit(task, err);
}

enum weir_verdict source_txn_end(struct source_task *task, struct weir_err *err)
{
    return task->txn.boundary == TXN_CONNECTOR && task->txn.open ? abort_txn(task, err)
                                                                 : commit(task, err);
}

void source_txn_let_go(struct source_task *task)
{
    struct source_batch *head = task->pool.head;
    if (!task->txn.open || !head || !head->in_txn || !atomic_load(&head->settled) ||
        !head->complete || head->ack.n_failed) {
        return;
    }
    task->txn.replayable = false;
    head->in_txn = false;
}
