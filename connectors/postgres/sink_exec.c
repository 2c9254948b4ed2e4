/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_exec.c: bound groups come in and go to PostgreSQL, all statements on their way at once.
 * Normally a batch is one transaction and one round trip; when rows are being looked for that
 * transaction stays open and each attempt has a savepoint. With a backlog the answer is taken only
 * when the next batch is bound, so that PostgreSQL works on one while the worker makes the next.
 */
#include "sink.h"

enum { TAG_FRAME = -2, TAG_OFFSETS = -3 };

/* Rows are found by their keys: without statistics of a table that has just been filled, a plan
 * that was made while it was small would read all of it for ever. */
static const char by_index[] = "SELECT set_config('enable_seqscan', 'off', true), "
                               "set_config('enable_hashjoin', 'off', true), "
                               "set_config('enable_mergejoin', 'off', true)";

static enum weir_verdict begin(struct sink *sink, struct weir_err *err)
{
    struct weir_str path = pg_session_search_path(sink->session);
    enum weir_verdict verdict = pg_pipe_exec(sink->session, "BEGIN", TAG_FRAME, err);
    if (verdict == WEIR_OK && path.p) {
        const char *sql = weir_arena_printf(&sink->batch->arena, "SET LOCAL search_path = %.*s",
                                            WEIR_STR_ARG(path));
        verdict = pg_pipe_exec(sink->session, sql, TAG_FRAME, err);
    }
    return verdict;
}

static bool looks_up(const struct sink *sink)
{
    for (uint32_t g = 0; g < sink->n_groups; g++) {
        if (sink->groups[g].op == OP_DELETE || sink->conf->insert_mode == SINK_UPDATE) {
            return true;
        }
    }
    return false;
}

static bool has_deferrable(const struct sink *sink)
{
    for (uint32_t g = 0; g < sink->n_groups; g++) {
        if (sink->groups[g].write->target->table->deferrable) {
            return true;
        }
    }
    return false;
}

static enum weir_verdict send_groups(struct sink *sink, enum sink_end end, struct weir_err *err)
{
    /* An attempt must fail by itself, not at the commit. */
    const char *when = end == END_KEEP ? "SET CONSTRAINTS ALL IMMEDIATE"
                                       : "SET CONSTRAINTS ALL DEFERRED";
    if (has_deferrable(sink) &&
        pg_pipe_exec(sink->session, when, TAG_FRAME, err) != WEIR_OK) {
        return err->class;
    }
    if (looks_up(sink) && pg_pipe_exec(sink->session, by_index, TAG_FRAME, err) != WEIR_OK) {
        return err->class;
    }
    for (uint32_t g = 0; g < sink->n_groups; g++) {
        const struct sink_group *group = &sink->groups[g];
        struct pg_statement *statement = &group->write->statements[group->op];
        if (group->n && pg_pipe_send(sink->session, statement, sink->params + group->params, (int)g,
                                     err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

static enum weir_verdict send_end(struct sink *sink, enum sink_end end, struct weir_err *err)
{
    if (end == END_KEEP) {
        return pg_pipe_exec(sink->session, "RELEASE SAVEPOINT weir", TAG_FRAME, err);
    }
    sink_offsets_advance(sink);
    enum weir_verdict verdict = sink_offsets_send(sink, TAG_OFFSETS, err);
    return verdict == WEIR_OK ? pg_pipe_exec(sink->session, "COMMIT", TAG_FRAME, err) : verdict;
}

static enum weir_verdict send_all(struct sink *sink, enum sink_end end, struct weir_err *err)
{
    enum weir_verdict verdict = pg_pipe_begin(sink->session, err);
    if (verdict == WEIR_OK && !sink->in_txn) {
        verdict = begin(sink, err);
    }
    if (verdict == WEIR_OK && end == END_KEEP) {
        verdict = pg_pipe_exec(sink->session, "SAVEPOINT weir", TAG_FRAME, err);
    }
    if (verdict == WEIR_OK) {
        verdict = send_groups(sink, end, err);
    }
    if (verdict == WEIR_OK) {
        verdict = send_end(sink, end, err);
    }
    return verdict == WEIR_OK ? pg_pipe_flush(sink->session, err) : verdict;
}

void sink_roll_back(struct sink *sink)
{
    struct weir_err why;
    sink->in_txn = false;
    if (pg_session_is_connected(sink->session) &&
        pg_exec(sink->session, "ROLLBACK", &why) != WEIR_OK) {
        pg_session_drop(sink->session);
    }
}

/* After an error: all of the transaction goes, or what came since the savepoint. */
static enum weir_verdict undo(struct sink *sink, enum sink_end end, bool framed,
                              struct weir_err *err)
{
    struct weir_err why;
    struct pg_error error = *pg_session_error(sink->session);
    bool partly = end == END_KEEP && framed && err->class != WEIR_RETRY && err->class != WEIR_WOKEN;
    if (partly && pg_session_is_connected(sink->session) &&
        pg_exec(sink->session, "ROLLBACK TO SAVEPOINT weir", &why) == WEIR_OK) {
        sink->in_txn = true;
    } else {
        sink_roll_back(sink);
    }
    pg_session_restore_error(sink->session, &error);
    return err->class;
}

static bool has_places(const struct sink_write *write)
{
    uint32_t i = 0;
    while (i < write->plan->n_columns && write->binds[i].type.kind != KIND_GEOMETRY &&
           write->binds[i].type.kind != KIND_POINT) {
        i++;
    }
    return i < write->plan->n_columns;
}

/* PostGIS calls a geometry that it cannot read an internal error, which by itself is tried again. */
static bool is_bad_place(const struct sink *sink, int failed)
{
    return failed >= 0 && (uint32_t)failed < sink->n_groups &&
           strcmp(pg_session_error(sink->session)->sqlstate, "XX000") == 0 &&
           has_places(sink->groups[failed].write);
}

static enum weir_verdict finish(struct sink *sink, enum sink_end end, struct weir_err *err)
{
    int failed = TAG_FRAME;
    enum weir_verdict verdict = pg_pipe_finish(sink->session, &failed, err);
    if (verdict == WEIR_RETRY && end != END_AHEAD && is_bad_place(sink, failed)) {
        verdict = err->class = WEIR_BAD_DATA;
    }
    if (failed == TAG_OFFSETS && strcmp(pg_session_error(sink->session)->sqlstate, "22012") == 0) {
        verdict = weir_err_set(err, WEIR_FATAL,
                               "another task has moved this one's offsets in the target");
    }
    if (verdict != WEIR_OK) {
        return undo(sink, end, failed >= 0, err);
    }
    sink->in_txn = end == END_KEEP;
    if (!sink->in_txn) {
        sink_offsets_stored(sink);
    }
    return WEIR_OK;
}

enum weir_verdict sink_exec(struct sink *sink, enum sink_end end, struct weir_err *err)
{
    enum weir_verdict verdict = send_all(sink, end, err);
    if (verdict != WEIR_OK) {
        return undo(sink, end, false, err);
    }
    if (end == END_AHEAD) {
        sink->ahead = true;
        return WEIR_OK;
    }
    return finish(sink, end, err);
}

enum weir_verdict sink_land(struct sink *sink, struct weir_err *err)
{
    if (!sink->ahead) {
        return WEIR_OK;
    }
    sink->ahead = false;
    return finish(sink, END_AHEAD, err); /* its groups are gone by now */
}

enum weir_verdict sink_commit(struct sink *sink, struct weir_err *err)
{
    sink->n_groups = 0;
    return sink_exec(sink, END_COMMIT, err);
}
