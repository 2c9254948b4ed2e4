/* SPDX-License-Identifier: Apache-2.0 */
/*
 * incremental.c: the queue of tables, one chunk after another: read, wait for the stream to come by,
 * send what is still true, move on. Progress is told as notifications.
 */
#include "incremental.h"

#include <stdlib.h>
#include <stdio.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "incremental_parts.h"
#include "known.h"
#include "notify.h"

#define ATTEMPTS_MAX 3

bool incremental_active(const struct source *source)
{
    return source->incremental && source->incremental->queue;
}

/* ---- the queue ---- */

static bool same(const struct incremental_table *a, const struct incremental_table *b)
{
    return weir_str_eq(a->db, b->db) && weir_str_eq(a->name, b->name);
}

static struct weir_str copy(char **to, struct weir_str from)
{
    struct weir_str text = weir_str_n(*to, from.n);
    if (!from.p) {
        return WEIR_STR_NULL;
    }
    memcpy(*to, from.p, from.n);
    (*to)[from.n] = '\0';
    *to += from.n + 1;
    return text;
}

void incremental_add(struct source *source, const struct incremental_table *table,
                     struct weir_str correlation_id)
{
    struct incremental *inc = incremental_of(source);
    struct incremental_entry **end = &inc->queue;
    for (; *end; end = &(*end)->next) {
        if (same(&(*end)->table, table)) {
            return;
        }
    }
    bool first = !inc->queue;
    struct incremental_entry *entry = weir_xcalloc(
        1, sizeof(*entry) + table->db.n + table->name.n + table->filter.n + table->surrogate.n + 4);
    char *text = (char *)(entry + 1);
    entry->table = (struct incremental_table){.db = copy(&text, table->db),
                                              .name = copy(&text, table->name),
                                              .filter = copy(&text, table->filter),
                                              .surrogate = copy(&text, table->surrogate),
                                              .is_new = table->is_new};
    *end = entry;
    if (first) {
        free((char *)inc->correlation_id.p);
        inc->correlation_id = WEIR_STR_NULL;
        if (correlation_id.p) {
            inc->correlation_id =
                weir_str_of(weir_xstrndup(correlation_id.p, correlation_id.n));
        }
    }
    incremental_tell(inc);
}

static void forget_chunk(struct incremental *inc)
{
    inc->waiting = false;
    inc->n_rows = inc->next_row = 0;
}

static void next_table(struct incremental *inc)
{
    struct incremental_entry *entry = inc->queue;
    inc->queue = entry->next;
    free(entry);
    cdc_table_free(inc->cdc);
    inc->cdc = NULL;
    inc->rows_sent = 0;
    weir_buf_reset(&inc->last);
    forget_chunk(inc);
    incremental_tell(inc);
    weir_task_progress(inc->source->task, "", 0, -1);
}

/* The next offset goes out soon, though nothing may be changed in the tables. */
static void tell_soon(struct incremental *inc)
{
    incremental_tell(inc);
    inc->source->moved = true;
    inc->source->told_offset_ms = 0;
}

void incremental_stop(struct source *source, bool (*matches)(void *self, struct weir_str id),
                      void *self)
{
    struct incremental *inc = incremental_of(source);
    char id[1024];
    for (struct incremental_entry **at = &inc->queue; *at;) {
        struct incremental_entry *entry = *at;
        int n = snprintf(id, sizeof(id), "%.*s.%.*s", WEIR_STR_ARG(entry->table.db),
                         WEIR_STR_ARG(entry->table.name));
        if (matches && !matches(self, weir_str_n(id, (size_t)n < sizeof(id) ? (size_t)n : 0))) {
            at = &entry->next;
        } else if (entry == inc->queue) {
            next_table(inc);
        } else {
            *at = entry->next;
            free(entry);
        }
    }
    tell_soon(inc);
}

void incremental_pause(struct source *source, bool pause)
{
    struct incremental *inc = incremental_of(source);
    inc->paused = pause;
    tell_soon(inc);
}

void incremental_reopened(struct source *source)
{
    if (source->incremental && source->incremental->next_row == 0) {
        forget_chunk(source->incremental);
    }
}

void incremental_forget(struct source *source, struct weir_str db, struct weir_str name)
{
    struct incremental *inc = source->incremental;
    if (inc && inc->queue && weir_str_eq(inc->queue->table.db, db) &&
        weir_str_eq(inc->queue->table.name, name)) {
        cdc_table_free(inc->cdc);
        inc->cdc = NULL;
        forget_chunk(inc);
    }
}

/* ---- rows that the stream has overtaken ---- */

static void evict(struct incremental *inc, struct weir_value key)
{
    uint64_t hash = chunk_hash(key);
    for (size_t i = inc->next_row; i < inc->n_rows; i++) {
        struct chunk_row *row = &inc->rows[i];
        if (row->hash == hash && weir_value_equal(row->key, key)) {
            row->gone = true;
        }
    }
}

void incremental_changed(struct source *source, const struct source_table *table,
                         const struct cdc_change *change)
{
    struct incremental *inc = source->incremental;
    if (!inc || !inc->waiting || !inc->cdc || !weir_str_eq(inc->cdc->id, table->id)) {
        return;
    }
    if (change->key.type != WEIR_NULL) {
        evict(inc, change->key);
    }
    if (change->old_key.type != WEIR_NULL) {
        evict(inc, change->old_key);
    }
}

/* ---- a table ---- */

static enum weir_verdict skip_table(struct incremental *inc, const char *status,
                                    struct weir_batch *batch, struct weir_err *err)
{
    const struct incremental_table *table = &inc->queue->table;
    weir_warn(inc->source->log, "incremental snapshot of %.*s.%.*s: %s", WEIR_STR_ARG(table->db),
              WEIR_STR_ARG(table->name), status);
    enum weir_verdict verdict =
        notify_table(inc->source, table, inc->rows_sent, status, batch, err);
    next_table(inc);
    return verdict;
}

/* *ready = false: the table was passed over. */
static enum weir_verdict begin_table(struct incremental *inc, struct weir_batch *batch, bool *ready,
                                     struct weir_err *err)
{
    struct source *source = inc->source;
    const struct incremental_table *entry = &inc->queue->table;
    const struct my_table *table = cdc_schema_table(source->schema, entry->db, entry->name);
    *ready = false;
    if (!table || !source_table_find(source, entry->db, entry->name)) {
        return skip_table(inc, "UNKNOWN_SCHEMA", batch, err);
    }
    if (cdc_table_make(source->maker, table, &inc->cdc, err) != WEIR_OK) {
        return err->class;
    }
    if (!chunk_find_keys(inc, table, entry)) {
        return skip_table(inc, "NO_PRIMARY_KEY", batch, err);
    }
    if (source->conf->notification_channels.n) {
        chunk_find_maximum(inc);
    }
    *ready = true;
    return WEIR_OK;
}

static enum weir_verdict end_table(struct incremental *inc, struct weir_batch *batch,
                                   struct weir_err *err)
{
    const struct incremental_table *table = &inc->queue->table;
    struct source *source = inc->source;
    weir_info(source->log, "incremental snapshot of %.*s.%.*s: %lld rows", WEIR_STR_ARG(table->db),
              WEIR_STR_ARG(table->name), (long long)inc->rows_sent);
    bool is_new = table->is_new;
    if (notify_table(source, table, inc->rows_sent, inc->rows_sent ? "SUCCEEDED" : "EMPTY", batch,
                     err) != WEIR_OK) {
        return err->class;
    }
    if (is_new) {
        known_add(source, table->db, table->name);
        known_tell(source, batch);
    }
    next_table(inc);
    source_offset(source, batch);
    return inc->queue ? WEIR_OK
                      : notify(source, "COMPLETED", WEIR_STR_NULL, batch, err);
}

/* ---- a chunk ---- */

static enum weir_verdict send_row(struct incremental *inc, const struct chunk_row *row,
                                  struct cdc_origin *origin, struct weir_batch *batch,
                                  struct weir_err *err)
{
    struct cdc_change change = {
        .op = CDC_READ,
        .after = weir_value_copy(&batch->arena, row->row),
        .key = weir_value_copy(&batch->arena, row->key),
        .now_ns = weir_clock_wall_ns(),
    };
    uint32_t offset = batch->n_offsets ? batch->n_offsets - 1 : source_offset(inc->source, batch);
    return cdc_envelope_add(inc->cdc, origin, NULL, &change, offset, batch, err);
}

static bool is_full(const struct source *source, const struct weir_batch *batch)
{
    return weir_batch_full(batch) || batch->n >= (uint32_t)source->conf->max_batch_size;
}

static void show_progress(const struct incremental *inc)
{
    char what[512];
    snprintf(what, sizeof(what), "incremental snapshot of %.*s.%.*s",
             WEIR_STR_ARG(inc->queue->table.db), WEIR_STR_ARG(inc->queue->table.name));
    weir_task_progress(inc->source->task, what, inc->rows_sent, -1);
}

/* The offset behind the chunk goes last: after a crash in the middle the chunk is read again. */
static enum weir_verdict send_chunk(struct incremental *inc, struct weir_batch *batch,
                                    struct weir_err *err)
{
    struct source *source = inc->source;
    struct cdc_origin origin = {
        .ts_us = weir_clock_wall_ms() / 1000 * 1000000,
        .snapshot = CDC_SNAPSHOT_INCREMENTAL,
        .server_id = source->place.server_id,
        .file = weir_buf_view(&source->place.file),
        .pos = source->place.pos,
        .thread = -1,
    };
    cdc_origin_keep(&origin, batch);
    while (inc->next_row < inc->n_rows) {
        if (is_full(source, batch)) {
            return WEIR_OK;
        }
        const struct chunk_row *row = &inc->rows[inc->next_row];
        if (!row->gone && send_row(inc, row, &origin, batch, err) != WEIR_OK) {
            return err->class;
        }
        inc->next_row++;
    }
    bool only_waited = !inc->n_rows && !inc->is_last;
    if (inc->upto.n) {
        weir_buf_reset(&inc->last);
        weir_buf_str(&inc->last, weir_buf_view(&inc->upto));
    }
    inc->rows_sent += (int64_t)inc->n_rows;
    forget_chunk(inc);
    if (only_waited) {
        return WEIR_OK;
    }
    show_progress(inc);
    if (inc->is_last) {
        return end_table(inc, batch, err);
    }
    incremental_tell(inc);
    source_offset(source, batch);
    return WEIR_OK;
}

/* The stream has not come to the DDL yet that the server has behind it. */
static bool is_other_definition(const struct weir_err *err, enum weir_verdict verdict)
{
    return verdict != WEIR_OK && (err->code == 1054 || err->code == 1146);
}

static enum weir_verdict read_next(struct incremental *inc, struct weir_batch *batch, bool *ready,
                                   struct weir_err *err)
{
    *ready = true;
    if (!inc->cdc && begin_table(inc, batch, ready, err) != WEIR_OK) {
        return err->class;
    }
    if (!*ready) {
        return WEIR_OK;
    }
    enum weir_verdict verdict = chunk_read(inc, err);
    if (is_other_definition(err, verdict) && inc->attempts++ < ATTEMPTS_MAX) {
        return chunk_wait(inc, err);
    }
    inc->attempts = 0;
    if (verdict == WEIR_OK && inc->n_rows) {
        return notify_progress(inc->source, weir_buf_view(&inc->maximum),
                               weir_buf_view(&inc->upto), batch, err);
    }
    if (verdict == WEIR_OK || verdict == WEIR_RETRY || verdict == WEIR_WOKEN) {
        return verdict;
    }
    weir_warn(inc->source->log, "a chunk cannot be read: %s", err->text);
    *ready = false;
    return skip_table(inc, "SQL_EXCEPTION", batch, err);
}

enum weir_verdict incremental_step(struct source *source, struct weir_batch *batch, bool *busy,
                                   struct weir_err *err)
{
    struct incremental *inc = source->incremental;
    bool ready = true;
    *busy = false;
    if (!incremental_active(source) || (inc->paused && !inc->waiting) || source->place.in_txn ||
        is_full(source, batch)) {
        return WEIR_OK;
    }
    if (!inc->waiting && read_next(inc, batch, &ready, err) != WEIR_OK) {
        return err->class;
    }
    if (!ready) {
        *busy = true;
        return WEIR_OK;
    }
    if (!chunk_is_reached(inc)) {
        return WEIR_OK;
    }
    bool room = batch->n + inc->n_rows <= (uint32_t)source->conf->max_batch_size;
    if (inc->next_row == 0 && batch->n && !room) {
        return WEIR_OK; /* a chunk goes whole, if it can: its offset comes behind it */
    }
    *busy = true;
    return send_chunk(inc, batch, err);
}
