/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_exec.c: bound groups come in and go to PostgreSQL in one transaction, all statements on
 * their way at once.
 */
#include "sink.h"

enum { TAG_FRAME = -2 };

/* Rows are found by their keys: without statistics of a table that has just been filled, a plan
 * that was made while it was small would read all of it for ever. */
static const char by_index[] = "SELECT set_config('enable_seqscan', 'off', true), "
                               "set_config('enable_hashjoin', 'off', true), "
                               "set_config('enable_mergejoin', 'off', true)";

static bool looks_up(const struct sink *sink)
{
    for (uint32_t g = 0; g < sink->n_groups; g++) {
        if (sink->groups[g].op == OP_DELETE || sink->conf->insert_mode == SINK_UPDATE) {
            return true;
        }
    }
    return false;
}

static enum weir_verdict begin(struct sink *sink, struct weir_err *err)
{
    struct weir_str path = pg_session_search_path(sink->session);
    enum weir_verdict verdict = pg_pipe_begin(sink->session, err);
    if (verdict == WEIR_OK) {
        verdict = pg_pipe_exec(sink->session, "BEGIN", TAG_FRAME, err);
    }
    if (verdict == WEIR_OK && path.p) {
        const char *sql = weir_arena_printf(&sink->batch->arena, "SET LOCAL search_path = %.*s",
                                            WEIR_STR_ARG(path));
        verdict = pg_pipe_exec(sink->session, sql, TAG_FRAME, err);
    }
    if (verdict == WEIR_OK && looks_up(sink)) {
        verdict = pg_pipe_exec(sink->session, by_index, TAG_FRAME, err);
    }
    return verdict;
}

static enum weir_verdict send(struct sink *sink, struct weir_err *err)
{
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

enum weir_verdict sink_exec(struct sink *sink, struct weir_err *err)
{
    int failed;
    enum weir_verdict verdict = begin(sink, err);
    if (verdict == WEIR_OK) {
        verdict = send(sink, err);
    }
    if (verdict == WEIR_OK) {
        verdict = pg_pipe_exec(sink->session, "COMMIT", TAG_FRAME, err);
    }
    if (verdict == WEIR_OK) {
        verdict = pg_pipe_flush(sink->session, err);
    }
    return verdict == WEIR_OK ? pg_pipe_finish(sink->session, &failed, err) : verdict;
}
