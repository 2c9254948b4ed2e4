/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_task.c: the sequence of a batch and nothing else:
 * batch -> plan -> reduce -> fill -> sql -> bind -> exec -> PostgreSQL; what was refused -> bisect.
 */
#include "sink.h"

enum weir_verdict sink_write_rows(struct sink *sink, uint32_t from, uint32_t to, enum sink_end end,
                                  struct weir_err *err)
{
    enum weir_verdict verdict;
    do {
        sink_reduce(sink, from, to < sink->n_rows ? to : sink->n_rows);
        sink_fill(sink);
        sink_sql(sink);
        verdict = sink_bind(sink, err);
    } while (verdict == WEIR_OK && sink->again);
    if (verdict == WEIR_OK) {
        verdict = sink_catch_up(sink, err);
    }
    if (end != END_KEEP) {
        end = sink_must_hold(sink) ? END_KEEP : sink_end_of(sink);
    }
    return verdict == WEIR_OK ? sink_exec(sink, end, err) : verdict;
}

static enum weir_verdict write_batch(struct sink *sink, struct weir_err *err)
{
    if (!sink->n_rows) {
        return sink_catch_up(sink, err);
    }
    /* What waits in an open transaction must not be lost with this batch. */
    enum sink_end end = sink->in_txn ? END_KEEP : END_COMMIT;
    enum weir_verdict verdict = sink_write_rows(sink, 0, sink->n_rows, end, err);
    if (sink_is_about_rows(sink, verdict) && sink_fill_ends(sink)) {
        verdict = sink_write_rows(sink, 0, sink->n_rows, end, err);
    }
    if (sink_is_about_rows(sink, verdict)) {
        verdict = sink_bisect(sink, err);
    }
    return verdict == WEIR_OK ? sink_settle(sink, err) : verdict;
}

static enum weir_verdict put_once(struct sink *sink, struct weir_err *err)
{
    enum weir_verdict verdict = sink_plan_batch(sink, err);
    if (verdict == WEIR_OK) {
        verdict = write_batch(sink, err);
    }
    return verdict;
}

enum weir_verdict sink_put(void *self, struct weir_batch *batch, struct weir_verdicts *verdicts,
                           struct weir_err *err)
{
    struct sink *sink = self;
    sink->batch = batch;
    sink->verdicts = verdicts;
    sink->batch_max = batch->n > sink->batch_max ? batch->n : sink->batch_max;
    sink->behind = true;
    sink->lost = false;
    if (sink->careful) {
        sink->careful--;
    }
    enum weir_verdict verdict = put_once(sink, err);
    if (!sink->lost && sink_is_stale(sink, verdict)) {
        verdict = put_once(sink, err);
    }
    if (verdict == WEIR_RETRY && sink->lost) {
        return WEIR_OK;
    }
    return verdict == WEIR_OK ? WEIR_OK : sink_give_up(sink, err);
}

const struct weir_sink_ops sink_ops = {
    .size = sizeof(struct weir_sink_ops),
    .connector = {.task_configs = sink_task_configs,
                  .validate = sink_validate,
                  .alter_offsets = sink_alter_offsets},
    .open = sink_open,
    .assigned = sink_assigned,
    .revoked = sink_revoked,
    .put = sink_put,
    .flush = sink_flush,
    .wake = sink_wake,
    .close = sink_close,
};
