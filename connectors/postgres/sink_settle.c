/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_settle.c: what becomes of a batch's transaction: committed at once; or held open until the
 * next flush, because its offsets lead past records whose dead letters are durable only then; or
 * lost, with what must be read again.
 */
#include "sink.h"

bool sink_must_hold(const struct sink *sink)
{
    if (!sink->conf->exactly_once) {
        return false;
    }
    bool rejects = sink->held || (sink->n_bad > 0 && !sink->stop_at_bad);
    for (uint32_t i = 0; i < sink->batch->n && !rejects; i++) {
        rejects = sink->batch->recs[i].state == WEIR_REC_FAILED;
    }
    return rejects;
}

enum weir_verdict sink_settle(struct sink *sink, struct weir_err *err)
{
    if (!sink->in_txn) {
        return WEIR_OK;
    }
    if (!sink_must_hold(sink)) {
        return sink_commit(sink, err);
    }
    sink_offsets_advance(sink);
    sink->held = true;
    weir_task_request_commit(sink->task);
    return WEIR_OK;
}

bool sink_is_stale(struct sink *sink, enum weir_verdict verdict)
{
    const char *sqlstate = pg_session_error(sink->session)->sqlstate;
    bool stale = verdict == WEIR_BAD_CONFIG &&
                 (strcmp(sqlstate, "42P01") == 0 || strcmp(sqlstate, "42703") == 0);
    if (stale) {
        sink_targets_forget(sink);
    }
    return stale;
}

enum weir_verdict sink_give_up(struct sink *sink, struct weir_err *err)
{
    struct weir_err why;
    if (sink->in_txn) {
        sink_roll_back(sink);
    }
    if (!sink->held) {
        sink_offsets_retreat(sink);
        if (err->class == WEIR_RETRY && sink->conf->retry_wait_ms >= 0) {
            weir_task_retry_after(sink->task, sink->conf->retry_wait_ms);
        }
        return err->class;
    }
    /* Earlier batches went with it: the bus brings them again, and this one after them. */
    weir_warn(sink->log, "a transaction that waited for dead letters is lost, its records are read "
                         "again: %s",
              err->text);
    if (sink_rewind(sink, &why) != WEIR_OK) {
        *err = why;
    }
    return err->class == WEIR_RETRY || err->class == WEIR_WOKEN ? WEIR_OK : err->class;
}
