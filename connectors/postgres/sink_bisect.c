/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_bisect.c: a batch that PostgreSQL refused comes in; its rows are tried again in halves, in
 * one transaction, until each that is to blame stands alone. Those get verdicts, all others are
 * written. Halves of halves keep the order of the log, so what only failed for being gathered
 * (unique values that change hands) succeeds on the way down.
 */
#include "sink.h"

static bool is_state(const struct sink *sink, const char *sqlstate)
{
    return strcmp(pg_session_error(sink->session)->sqlstate, sqlstate) == 0;
}

/* Of the classes that are for people, these can come from one row's value or table. */
bool sink_is_about_rows(const struct sink *sink, enum weir_verdict verdict)
{
    return verdict == WEIR_BAD_DATA ||
           ((verdict == WEIR_BAD_CONFIG || verdict == WEIR_FATAL) &&
            (is_state(sink, "42804") || is_state(sink, "42846") || is_state(sink, "21000") ||
             is_state(sink, "428C9") || is_state(sink, "42P10")));
}

static bool is_over(const struct sink *sink, uint32_t row)
{
    return row >= sink->n_rows; /* one before it was bad, and errors.tolerance is none */
}

static enum weir_verdict attempt(struct sink *sink, uint32_t from, uint32_t to,
                                 struct weir_err *err)
{
    if (from == to || is_over(sink, from)) {
        return WEIR_OK;
    }
    enum weir_verdict verdict = sink_write_rows(sink, from, to, END_KEEP, err);
    if (!sink_is_about_rows(sink, verdict)) {
        return verdict;
    }
    if (to - from == 1) {
        return sink_blame(sink, &sink->rows[from], err);
    }
    uint32_t middle = from + (to - from) / 2;
    verdict = attempt(sink, from, middle, err);
    return verdict == WEIR_OK ? attempt(sink, middle, to, err) : verdict;
}

enum weir_verdict sink_bisect(struct sink *sink, struct weir_err *err)
{
    weir_debug(sink->log, "a batch was refused, its rows are tried in parts: %s", err->text);
    uint32_t middle = sink->n_rows / 2;
    enum weir_verdict verdict = sink->n_rows == 1 ? attempt(sink, 0, 1, err)
                                                  : attempt(sink, 0, middle, err);
    if (verdict == WEIR_OK && sink->n_rows > 1) {
        verdict = attempt(sink, middle, sink->n_rows, err);
    }
    return verdict;
}
