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
    if (sink->lost) {
        return false;
    }
    return verdict == WEIR_BAD_DATA ||
           ((verdict == WEIR_BAD_CONFIG || verdict == WEIR_FATAL) &&
            (is_state(sink, "42804") || is_state(sink, "42846") || is_state(sink, "21000") ||
             is_state(sink, "428C9") || is_state(sink, "42P10")));
}

static bool is_over(const struct sink *sink, uint32_t row)
{
    return row >= sink->n_rows; /* one before it was bad, and errors.tolerance is none */
}

/* What it points to may come later in the batch, from another partition. */
static bool may_wait(const struct sink *sink, const struct sink_row *row)
{
    return is_state(sink, "23503") && !row->waits;
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
    if (to - from == 1 && may_wait(sink, &sink->rows[from])) {
        sink->rows[from].waits = true;
        return WEIR_OK;
    }
    if (to - from == 1) {
        bool again;
        verdict = sink_blame(sink, &sink->rows[from], &again, err);
        return verdict == WEIR_OK && again ? attempt(sink, from, to, err) : verdict;
    }
    uint32_t middle = from + (to - from) / 2;
    verdict = attempt(sink, from, middle, err);
    return verdict == WEIR_OK ? attempt(sink, middle, to, err) : verdict;
}

static enum weir_verdict attempt_waiting(struct sink *sink, struct weir_err *err)
{
    for (uint32_t i = 0; i < sink->n_rows; i++) {
        if (sink->rows[i].waits && !sink_is_overtaken(sink, i) &&
            attempt(sink, i, i + 1, err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

static enum weir_verdict attempt_all(struct sink *sink, struct weir_err *err)
{
    uint32_t n = sink->n_rows, middle = n / 2;
    for (uint32_t i = 0; i < n; i++) {
        sink->rows[i].waits = false;
    }
    enum weir_verdict verdict = attempt(sink, 0, middle, err);
    if (verdict == WEIR_OK) {
        verdict = attempt(sink, middle, n, err);
    }
    return verdict == WEIR_OK ? attempt_waiting(sink, err) : verdict;
}

enum weir_verdict sink_bisect(struct sink *sink, struct weir_err *err)
{
    uint32_t n;
    enum weir_verdict verdict;
    weir_debug(sink->log, "a batch was refused, its rows are tried in parts: %s", err->text);
    do {
        n = sink->n_rows;
        verdict = attempt_all(sink, err);
        /* One that waited was bad after all: what was written behind it must go again. */
        if (verdict == WEIR_OK && sink->n_rows < n && !sink->held) {
            sink_roll_back(sink);
        }
    } while (verdict == WEIR_OK && sink->n_rows && sink->n_rows < n && !sink->held);
    return verdict;
}
