/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_settle.c: what becomes of a batch's transaction: committed at once; or held open until the
 * next flush, because its offsets lead past records whose dead letters are durable only then; or
 * lost, with what must be read again.
 */
#include "sink.h"

#define AHEAD_MIN_ROWS 200

static bool has_rejects(const struct sink *sink)
{
    bool rejects = sink->n_bad > 0;
    for (uint32_t i = 0; i < sink->batch->n && !rejects; i++) {
        rejects = sink->batch->recs[i].state == WEIR_REC_FAILED;
    }
    return rejects;
}

bool sink_must_hold(const struct sink *sink)
{
    return sink->conf->exactly_once &&
           (sink->held || (!sink->stop_at_bad && has_rejects(sink)));
}

/* A batch of some size means that more is waiting; how large it is depends on what the bus had
 * fetched. If nothing comes after all, the worker's flush takes the answer. */
enum sink_end sink_end_of(const struct sink *sink)
{
    bool backlog = sink->n_rows >= AHEAD_MIN_ROWS && sink->batch->n >= sink->batch_max / 4;
    return backlog && !sink->careful && !has_rejects(sink) && !weir_task_stopping(sink->task)
               ? END_AHEAD
               : END_COMMIT;
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

static enum weir_verdict catch_up(struct sink *sink, struct weir_err *err)
{
    struct weir_err why;
    bool landed = sink_land(sink, &why) == WEIR_OK;
    bool moved = false;
    if (landed && sink->conf->exactly_once &&
        sink_offsets_check(sink, &moved, err) != WEIR_OK) {
        return err->class;
    }
    if (landed && !moved) {
        return WEIR_OK;
    }
    if (!landed) {
        weir_debug(sink->log, "the batch that was sent ahead is read again: %s", why.text);
    }
    sink->lost = true;
    return sink_rewind(sink, err) == WEIR_OK
               ? weir_err_set(err, WEIR_RETRY, "the batch before this one is read again")
               : err->class;
}

enum weir_verdict sink_catch_up(struct sink *sink, struct weir_err *err)
{
    if (sink->behind) {
        sink->behind = false;
        sink->caught_up.class = WEIR_OK;
        catch_up(sink, &sink->caught_up);
    }
    *err = sink->caught_up;
    return err->class;
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
