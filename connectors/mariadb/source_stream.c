/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_stream.c: the loop of streaming: event after event of the binlog, until the batch is full
 * or nothing more has come. A lost connection is no loss: the place knows what was sent, and the
 * next poll opens the stream there.
 */
#include <weir/time.h>

#include "incremental.h"
#include "signal.h"
#include "snapshot.h"
#include "source.h"

#define BESIDE_MS   20 /* a stream without pause leaves time for other things that often */
#define CLOCK_EVERY 32 /* events that are there already take so little time */

/* A batch of what is old already waits for more: that is cheaper for the bus than many small ones. */
#define GATHER_FROM   64  /* records: not for a few */
#define GATHER_TO     512 /* more would be memory for little */
#define GATHER_AGE_MS 2000
#define GATHER_MS     10

static bool is_word(struct weir_str sql, const char *word)
{
    sql = weir_str_trim(sql);
    if (sql.n && sql.p[sql.n - 1] == ';') {
        sql.n--;
    }
    return weir_str_eq_nocase(sql, weir_str_of(word));
}

static bool begins_with(struct weir_str sql, const char *word)
{
    size_t n = strlen(word);
    return sql.n >= n && weir_str_eq_nocase(weir_str_n(sql.p, n), weir_str_of(word));
}

/* ---- events ---- */

static enum weir_verdict on_commit(struct source *source, struct weir_batch *batch,
                                   struct weir_err *err)
{
    source_place_commit(&source->place);
    return source_txn_end(source, batch, err);
}

static enum weir_verdict on_gtid(struct source *source, const struct binlog_event *event,
                                 struct weir_batch *batch, struct weir_err *err)
{
    if (event->gtid.is_anonymous) {
        source->place.has_gtid = false;
        return WEIR_OK;
    }
    source_place_gtid(&source->place, &event->gtid);
    source->txn.filtered =
        source->conf->gtid_filter_dml &&
        !cdc_gtid_passes(&event->gtid, &source->conf->gtid_includes, &source->conf->gtid_excludes);
    if (event->gtid.is_mysql) {
        return WEIR_OK; /* its BEGIN comes next */
    }
    source_place_begin(&source->place);
    return source_txn_begin(source, event, batch, err);
}

static enum weir_verdict on_dml(struct source *source, struct weir_str sql, struct weir_err *err)
{
    weir_err_set(err, WEIR_FATAL,
                 "Received DML '%.*s' for processing, binlog probably contains events generated "
                 "with statement or mixed based replication format: SET GLOBAL binlog_format=ROW",
                 (int)(sql.n < 200 ? sql.n : 200), sql.p);
    if (source->conf->event_failure == FAILURE_FAIL) {
        return err->class;
    }
    if (source->conf->event_failure == FAILURE_WARN) {
        weir_warn(source->log, "%s", err->text);
    }
    return WEIR_OK;
}

static enum weir_verdict on_query(struct source *source, const struct binlog_event *event,
                                  struct weir_batch *batch, struct weir_err *err)
{
    struct weir_str sql = event->query.sql;
    bool is_xa = begins_with(sql, "XA START ") && !source->place.in_txn; /* MySQL's BEGIN of one */
    if (is_word(sql, "BEGIN") || is_xa) {
        if (!source->place.in_txn) {
            source_place_begin(&source->place);
        }
        if (is_xa) {
            source_txn_begin_untold(source, event);
            return WEIR_OK;
        }
        return source_txn_begin(source, event, batch, err);
    }
    if (is_word(sql, "COMMIT") || is_word(sql, "ROLLBACK")) {
        return on_commit(source, batch, err);
    }
    if (begins_with(sql, "XA ") || begins_with(sql, "SAVEPOINT ")) {
        return WEIR_OK;
    }
    if (begins_with(sql, "INSERT ") || begins_with(sql, "UPDATE ") || begins_with(sql, "DELETE ")) {
        return on_dml(source, sql, err);
    }
    return source_ddl(source, event, batch, err);
}

static void on_annotate(struct source *source, struct weir_str text)
{
    weir_buf_reset(&source->txn.query);
    if (source->conf->include_query) {
        weir_buf_str(&source->txn.query, text);
    }
}

static enum weir_verdict dispatch(struct source *source, const struct binlog_event *event,
                                  struct weir_batch *batch, struct weir_err *err)
{
    switch (event->kind) {
    case BINLOG_GTID:
        return on_gtid(source, event, batch, err);
    case BINLOG_QUERY:
        return on_query(source, event, batch, err);
    case BINLOG_XID:
    case BINLOG_XA_PREPARE:
        return on_commit(source, batch, err);
    case BINLOG_TABLE_MAP:
        return source_table_map(source, event->table_map, err);
    case BINLOG_ROWS:
        return source_rows_begin(source, event, err);
    case BINLOG_ANNOTATE:
        on_annotate(source, event->text);
        return WEIR_OK;
    case BINLOG_INCIDENT:
        weir_warn(source->log, "the server says that its binlog lacks events at %.*s:%llu",
                  WEIR_STR_ARG(weir_buf_view(&source->place.file)),
                  (unsigned long long)event->pos);
        return WEIR_OK;
    case BINLOG_IGNORED:
    case BINLOG_FORMAT:
    case BINLOG_ROTATE:
    case BINLOG_GTID_LIST:
    case BINLOG_HEARTBEAT:
        return WEIR_OK;
    }
    return WEIR_OK;
}

/* Said in words of the event, for whoever has to find it with mariadb-binlog. */
static enum weir_verdict failed(struct source *source, const struct binlog_event *event,
                                struct weir_err *err)
{
    if (err->class == WEIR_RETRY || err->class == WEIR_WOKEN) {
        return err->class;
    }
    weir_err_wrap(err, "the event at %.*s:%llu", WEIR_STR_ARG(weir_buf_view(&source->place.file)),
                  (unsigned long long)event->pos);
    bool is_data = err->class == WEIR_BAD_DATA;
    if (!is_data || source->conf->event_failure == FAILURE_FAIL) {
        return err->class = is_data ? WEIR_FATAL : err->class;
    }
    if (source->conf->event_failure == FAILURE_WARN) {
        weir_warn(source->log, "%s; it is left out", err->text);
    }
    source->rows.active = false;
    return WEIR_OK;
}

/* Nothing is due before the clock was looked at again; the poll's end looks in any case. */
static enum weir_verdict heartbeat(struct source *source, struct weir_batch *batch,
                                   struct weir_err *err)
{
    if (source->now_ms == source->heartbeat_seen_ms && !source->known.changed) {
        return WEIR_OK;
    }
    source->heartbeat_seen_ms = source->now_ms;
    return source_heartbeat(source, batch, err);
}

static enum weir_verdict finish(struct source *source, struct weir_batch *batch,
                                struct weir_err *err)
{
    if (source->rows.active) {
        return WEIR_OK;
    }
    source_place_done(&source->place);
    return heartbeat(source, batch, err);
}

static bool counts(const struct binlog_event *event)
{
    return event->kind != BINLOG_FORMAT && event->kind != BINLOG_ROTATE &&
           event->kind != BINLOG_GTID_LIST && event->kind != BINLOG_HEARTBEAT;
}

static enum weir_verdict handle(struct source *source, const struct binlog_event *event,
                                struct weir_batch *batch, struct weir_err *err)
{
    source->moved = true;
    if (event->kind == BINLOG_ROTATE && event->rotate.artificial) {
        source_place_file(&source->place, event->rotate.file);
    } else if (event->kind == BINLOG_ROTATE) {
        source_place_rotate(&source->place, event->rotate.file, event->rotate.pos);
    }
    if (!counts(event)) {
        return heartbeat(source, batch, err);
    }
    source_place_event(&source->place, event);
    if (dispatch(source, event, batch, err) != WEIR_OK && failed(source, event, err) != WEIR_OK) {
        return err->class;
    }
    return finish(source, batch, err);
}

/* ---- the loop ---- */

static bool is_full(const struct source *source, const struct weir_batch *batch)
{
    return weir_batch_full(batch) || batch->n >= (uint32_t)source->conf->max_batch_size;
}

static enum weir_verdict go_on_with_rows(struct source *source, struct weir_batch *batch,
                                         struct weir_err *err)
{
    if (source_rows_add(source, batch, err) != WEIR_OK &&
        failed(source, &source->rows.event, err) != WEIR_OK) {
        return err->class;
    }
    return finish(source, batch, err);
}

/* Between two transactions: what signals ask for, and the next rows of an incremental snapshot. */
static enum weir_verdict beside(struct source *source, struct weir_batch *batch, bool *busy,
                                struct weir_err *err)
{
    *busy = false;
    if (source->place.in_txn) {
        return WEIR_OK;
    }
    source->beside_ms = source->now_ms;
    if (source_new_step(source, batch, err) != WEIR_OK ||
        signal_poll(source, batch, err) != WEIR_OK) {
        return err->class;
    }
    return source->phase == SOURCE_STREAM ? incremental_step(source, batch, busy, err) : WEIR_OK;
}

static void look_at_clock(struct source *source, bool at_once)
{
    if (at_once || ++source->unclocked >= CLOCK_EVERY) {
        source->now_ms = weir_clock_mono_ms();
        source->wall_ns = weir_clock_wall_ns();
        source->unclocked = 0;
    }
}

/* False: there is nothing more to be had for this batch. */
static bool step(struct source *source, struct weir_batch *batch, bool ready, int64_t wait_ms,
                 enum weir_verdict *verdict, struct weir_err *err)
{
    struct binlog_event event;
    bool got = false;
    if (source->rows.active) {
        *verdict = go_on_with_rows(source, batch, err);
        return *verdict == WEIR_OK;
    }
    bool busy = false;
    if (!ready || source->now_ms - source->beside_ms >= BESIDE_MS) {
        *verdict = beside(source, batch, &busy, err);
        if (source->phase != SOURCE_STREAM) {
            return false;
        }
        if (*verdict != WEIR_OK || busy || (!ready && batch->n && !wait_ms)) {
            return *verdict == WEIR_OK && busy;
        }
    }
    *verdict = binlog_stream_next(source->binlog, wait_ms, &event, &got, err);
    if (*verdict != WEIR_OK || !got) {
        return false;
    }
    source->retries = 0;
    look_at_clock(source, !ready);
    *verdict = handle(source, &event, batch, err);
    return *verdict == WEIR_OK;
}

static enum weir_verdict lost(struct source *source, struct weir_err *err)
{
    int32_t max = source->conf->max_retries;
    source_binlog_close(source);
    source_session_close(source);
    source->phase = SOURCE_START;
    if (max >= 0 && source->retries++ >= max) {
        weir_err_wrap(err, "given up after errors.max.retries=%d", max);
        return err->class = WEIR_FATAL;
    }
    return err->class;
}

/* What the batch has goes first; the error is there the next time. */
static enum weir_verdict after(struct source *source, const struct weir_batch *batch,
                               enum weir_verdict verdict, struct weir_err *err)
{
    if (verdict == WEIR_RETRY) {
        verdict = lost(source, err);
    }
    if (verdict != WEIR_OK && (batch->n || batch->n_offsets)) {
        source->pending = *err;
        source->has_pending = true;
        return WEIR_OK;
    }
    return verdict;
}

/* How long what is not there yet is waited for. */
static int64_t patience_ms(const struct source *source, const struct weir_batch *batch,
                           int64_t began_ms, int64_t until_ms)
{
    if (batch->n == 0) {
        return until_ms - source->now_ms;
    }
    int64_t age_ms = source->wall_ns / 1000000 - source->place.ts_sec * 1000;
    bool gathers = batch->n >= GATHER_FROM && batch->n < GATHER_TO && age_ms >= GATHER_AGE_MS;
    return gathers ? began_ms + GATHER_MS - source->now_ms : 0;
}

enum weir_verdict source_stream_poll(struct source *source, struct weir_batch *batch,
                                     int64_t wait_ms, struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    look_at_clock(source, true);
    source_place_new_batch(&source->place);
    int64_t began_ms = source->now_ms;
    int64_t until_ms = began_ms + wait_ms;
    uint32_t seen = UINT32_MAX; /* records when it was last looked whether the batch is full */
    while ((batch->n == seen && !source->rows.active) || !is_full(source, batch)) {
        seen = batch->n;
        bool ready = binlog_stream_ready(source->binlog);
        if (!ready) {
            look_at_clock(source, true);
        }
        int64_t left_ms = ready && batch->n ? 0 : patience_ms(source, batch, began_ms, until_ms);
        if (!step(source, batch, ready, left_ms > 0 ? left_ms : 0, &verdict, err)) {
            break;
        }
        if (!batch->n && source->now_ms >= until_ms) {
            break;
        }
    }
    look_at_clock(source, true);
    if (verdict == WEIR_OK && !source->rows.active) {
        verdict = source_heartbeat(source, batch, err);
    }
    return after(source, batch, verdict, err);
}
