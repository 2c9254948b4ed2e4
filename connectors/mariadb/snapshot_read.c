/* SPDX-License-Identifier: Apache-2.0 */
/*
 * snapshot_read.c: the threads that read. Each takes the next chunk, streams its rows into batches
 * and queues them for the task's thread; a batch is queued when the next row is there, so that the
 * last row of a table is known as such.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "snapshot_parts.h"

#define SQL_MAX ((size_t)4 << 20)
#define CELLS   4096
#define WAIT_MS 100
#define ROOM_MS 2 /* the task's thread, while it waits for us, does not see what the bus has settled */

/* What one thread is at. */
struct reading {
    struct source_snapshot *snapshot;
    struct my_session *session;
    struct snapshot_chunk *chunk;
    struct weir_batch *batch; /* NULL: none begun */
    struct cdc_origin origin;
    bool kept; /* the batch holds the texts of origin */
    int64_t rows;
    struct weir_str cells[CELLS];
};

static bool ending(struct source_snapshot *snapshot)
{
    return atomic_load(&snapshot->closing) || weir_task_stopping(snapshot->source->task);
}

/* ---- batches ---- */

static enum weir_verdict stopped(struct weir_err *err)
{
    return weir_err_set(err, WEIR_WOKEN, "the snapshot was stopped");
}

static void ask_for_room(struct source_snapshot *snapshot)
{
    pthread_mutex_lock(&snapshot->lock);
    atomic_store(&snapshot->starved, true);
    pthread_cond_broadcast(&snapshot->changed);
    pthread_mutex_unlock(&snapshot->lock);
}

static enum weir_verdict get_batch(struct reading *reading, struct weir_err *err)
{
    struct source_snapshot *snapshot = reading->snapshot;
    while (!reading->batch) {
        if (ending(snapshot)) {
            return stopped(err);
        }
        reading->batch = weir_task_batch_get(snapshot->source->task);
        if (!reading->batch) {
            ask_for_room(snapshot);
            weir_task_batch_wait(snapshot->source->task, ROOM_MS);
        }
    }
    reading->kept = false;
    weir_batch_offset(reading->batch, snapshot->source->partition, snapshot->offset_text);
    return WEIR_OK;
}

static enum weir_verdict queue(struct reading *reading, struct snapshot_chunk *chunk, bool ended,
                               struct weir_err *err)
{
    struct source_snapshot *snapshot = reading->snapshot;
    bool room = false;
    pthread_mutex_lock(&snapshot->lock);
    while (!room && !ending(snapshot)) {
        room = snapshot->n_queue < SNAPSHOT_QUEUE;
        if (!room) {
            weir_clock_wait(&snapshot->changed, &snapshot->lock, weir_clock_mono_ms() + WAIT_MS);
        }
    }
    if (room) {
        snapshot->queue[snapshot->n_queue++] =
            (struct snapshot_filled){.batch = reading->batch, .chunk = chunk, .ended = ended};
        reading->batch = NULL;
    }
    pthread_cond_broadcast(&snapshot->changed);
    pthread_mutex_unlock(&snapshot->lock);
    return room ? WEIR_OK : stopped(err);
}

/* ---- marks ---- */

static struct weir_value *snapshot_mark(const struct weir_record *rec)
{
    int source = rec->value_schema ? weir_schema_field(rec->value_schema, WEIR_STR("source")) : -1;
    if (source < 0 || rec->value.type != WEIR_STRUCT) {
        return NULL;
    }
    int mark = weir_schema_field(rec->value_schema->fields[source].schema, WEIR_STR("snapshot"));
    const struct weir_value *block = &rec->value.items[source];
    return mark < 0 || block->type != WEIR_STRUCT ? NULL : (struct weir_value *)&block->items[mark];
}

void snapshot_mark_last(struct weir_batch *batch, enum cdc_snapshot mark)
{
    struct weir_value *value = batch->n ? snapshot_mark(&batch->recs[batch->n - 1]) : NULL;
    if (!value || value->type != WEIR_STRING) {
        return;
    }
    if (mark == CDC_SNAPSHOT_LAST) {
        *value = weir_string(WEIR_STR("last"));
    } else if (!weir_str_is(weir_value_str(*value), "first")) {
        *value = weir_string(WEIR_STR("last_in_data_collection"));
    }
}

static enum cdc_snapshot mark_of_next(struct reading *reading)
{
    if (reading->rows || !reading->chunk->first) {
        return CDC_SNAPSHOT_TRUE;
    }
    /* With an empty first table no record is the very first, as Debezium has it. */
    return reading->chunk->table == reading->snapshot->tables ? CDC_SNAPSHOT_FIRST
                                                              : CDC_SNAPSHOT_FIRST_IN_COLLECTION;
}

/* ---- rows ---- */

static enum weir_verdict add_row(struct reading *reading, struct weir_err *err)
{
    struct weir_batch *batch = reading->batch;
    struct cdc_change change = {.op = CDC_READ};
    reading->origin.snapshot = mark_of_next(reading);
    if (!reading->kept) {
        reading->origin.file = reading->snapshot->offset.file;
        cdc_origin_keep(&reading->origin, batch);
        reading->kept = true;
    }
    if (cdc_table_row_of_text(reading->chunk->cdc, reading->cells, &batch->arena, &change.after,
                              &change.key, err) != WEIR_OK) {
        return err->class;
    }
    change.now_ns = weir_clock_wall_ns();
    reading->rows++;
    return cdc_envelope_add(reading->chunk->cdc, &reading->origin, NULL, &change,
                            batch->n_offsets - 1, batch, err);
}

static bool is_full(const struct reading *reading)
{
    const struct mariadb_conf *conf = reading->snapshot->source->conf;
    return weir_batch_full(reading->batch) ||
           reading->batch->n >= (uint32_t)conf->max_batch_size;
}

static void tell_progress(struct reading *reading, int64_t rows)
{
    struct snapshot_table *table = reading->chunk->table;
    char what[512];
    int64_t done = atomic_fetch_add(&table->rows, rows) + rows;
    snprintf(what, sizeof(what), "snapshot of %.*s.%.*s", WEIR_STR_ARG(table->db),
             WEIR_STR_ARG(table->name));
    weir_task_progress(reading->snapshot->source->task, what, done,
                       table->estimate >= done ? table->estimate : -1);
}

static enum weir_verdict take_rows(struct reading *reading, struct my_select *select,
                                   struct weir_err *err)
{
    bool more = false;
    for (;;) {
        enum weir_verdict verdict = my_select_next(select, reading->cells, &more, err);
        if (verdict != WEIR_OK || !more) {
            return verdict;
        }
        if (reading->batch && is_full(reading)) {
            tell_progress(reading, reading->batch->n);
            if (queue(reading, reading->chunk, false, err) != WEIR_OK) {
                return err->class;
            }
        }
        if (!reading->batch && get_batch(reading, err) != WEIR_OK) {
            return err->class;
        }
        if (add_row(reading, err) != WEIR_OK) {
            return weir_err_wrap(err, "the snapshot of %.*s.%.*s",
                                 WEIR_STR_ARG(reading->chunk->table->db),
                                 WEIR_STR_ARG(reading->chunk->table->name));
        }
    }
}

static void write_select(const struct reading *reading, struct weir_buf *sql)
{
    const struct snapshot_table *table = reading->chunk->table;
    weir_buf_text(sql, "SELECT ");
    cdc_table_select(reading->chunk->cdc, sql);
    weir_buf_text(sql, " FROM ");
    if (table->select.p) {
        weir_buf_char(sql, '(');
        weir_buf_str(sql, table->select);
        weir_buf_text(sql, ") AS weir_override");
    } else {
        my_quote_name(sql, table->db);
        weir_buf_char(sql, '.');
        my_quote_name(sql, table->name);
    }
    if (reading->chunk->where.p) {
        weir_buf_text(sql, " WHERE ");
        weir_buf_str(sql, reading->chunk->where);
    }
}

static enum weir_verdict select_rows(struct reading *reading, struct weir_err *err)
{
    struct weir_buf sql;
    struct my_select *select = NULL;
    uint32_t n_columns = 0;
    weir_buf_init(&sql, SQL_MAX);
    write_select(reading, &sql);
    enum weir_verdict verdict = weir_buf_check(&sql, WEIR_BAD_CONFIG, "the SELECT", err);
    if (verdict == WEIR_OK) {
        verdict = my_select_open(reading->session, weir_buf_cstr(&sql), &select, &n_columns, err);
    }
    weir_buf_free(&sql);
    if (verdict == WEIR_OK && n_columns > CELLS) {
        verdict = weir_err_set(err, WEIR_FATAL, "the SELECT has %u columns", n_columns);
    }
    if (verdict == WEIR_OK) {
        verdict = take_rows(reading, select, err);
    }
    my_select_close(select);
    return verdict;
}

static enum weir_verdict begin_chunk(struct reading *reading, struct weir_err *err)
{
    struct my_rows now;
    struct weir_arena arena;
    int64_t seconds = 0;
    weir_arena_init(&arena, 1024);
    enum weir_verdict verdict =
        my_session_rows(reading->session, "SELECT UNIX_TIMESTAMP()", &arena, &now, err);
    if (verdict == WEIR_OK && now.n_rows && !weir_str_to_i64(now.cells[0], &seconds)) {
        seconds = reading->snapshot->offset.ts_sec;
    }
    weir_arena_free(&arena);
    reading->rows = 0;
    reading->origin = (struct cdc_origin){
        .ts_us = seconds * 1000000,
        .file = reading->snapshot->offset.file,
        .pos = (uint64_t)reading->snapshot->offset.pos,
        .thread = -1,
    };
    return verdict;
}

static enum weir_verdict read_chunk(struct reading *reading, struct weir_err *err)
{
    struct source_snapshot *snapshot = reading->snapshot;
    if (begin_chunk(reading, err) != WEIR_OK || select_rows(reading, err) != WEIR_OK) {
        return err->class;
    }
    bool last = atomic_fetch_sub(&reading->chunk->table->chunks_left, 1) == 1;
    tell_progress(reading, reading->batch ? reading->batch->n : 0);
    reading->chunk->rows = reading->rows;
    if (last) {
        weir_info(snapshot->source->log, "snapshot of %.*s.%.*s: %lld rows",
                  WEIR_STR_ARG(reading->chunk->table->db),
                  WEIR_STR_ARG(reading->chunk->table->name),
                  (long long)atomic_load(&reading->chunk->table->rows));
    }
    if (last && reading->batch) {
        snapshot_mark_last(reading->batch, CDC_SNAPSHOT_LAST_IN_COLLECTION);
    }
    return queue(reading, reading->chunk, true, err);
}

/* ---- threads ---- */

static void fail(struct source_snapshot *snapshot, const struct weir_err *err)
{
    pthread_mutex_lock(&snapshot->lock);
    if (!snapshot->failed) {
        snapshot->failed = true;
        snapshot->failure = *err;
    }
    pthread_mutex_unlock(&snapshot->lock);
    atomic_store(&snapshot->closing, true);
}

static void *read_chunks(void *self)
{
    struct snapshot_reader *reader = self;
    struct source_snapshot *snapshot = reader->snapshot;
    struct reading *reading = weir_xcalloc(1, sizeof(*reading));
    struct weir_err err;
    reading->snapshot = snapshot;
    reading->session = reader->session;
    while (!ending(snapshot)) {
        size_t i = atomic_fetch_add(&snapshot->next_chunk, 1);
        if (i >= snapshot->n_chunks) {
            break;
        }
        reading->chunk = &snapshot->chunks[i];
        if (!reading->chunk->done && read_chunk(reading, &err) != WEIR_OK) {
            fail(snapshot, &err);
            break;
        }
    }
    if (reading->batch) {
        weir_task_batch_drop(snapshot->source->task, reading->batch);
    }
    free(reading);
    pthread_mutex_lock(&snapshot->lock);
    snapshot->n_running--;
    pthread_cond_broadcast(&snapshot->changed);
    pthread_mutex_unlock(&snapshot->lock);
    return NULL;
}

enum weir_verdict snapshot_start_readers(struct source_snapshot *snapshot, struct weir_err *err)
{
    for (size_t i = 0; i < snapshot->n_readers && i < snapshot->n_chunks; i++) {
        struct snapshot_reader *reader = &snapshot->readers[i];
        pthread_mutex_lock(&snapshot->lock);
        snapshot->n_running++;
        pthread_mutex_unlock(&snapshot->lock);
        if (pthread_create(&reader->thread, NULL, read_chunks, reader) != 0) {
            pthread_mutex_lock(&snapshot->lock);
            snapshot->n_running--;
            pthread_mutex_unlock(&snapshot->lock);
            return weir_err_set(err, WEIR_RETRY, "cannot start a thread of the snapshot");
        }
        reader->running = true;
    }
    return WEIR_OK;
}

void snapshot_join_readers(struct source_snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->n_readers; i++) {
        struct snapshot_reader *reader = &snapshot->readers[i];
        if (reader->running) {
            pthread_join(reader->thread, NULL);
            reader->running = false;
        }
    }
}
