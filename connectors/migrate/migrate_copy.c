/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_copy.c: one chunk: a SELECT of its rows, a COPY of what they become and the note that it
 * is loaded, the two in one transaction of the target. Worker's thread.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "common/pg/pg_copy.h"
#include "common/pg/pg_sql.h"
#include "common/pg/pg_type.h"
#include "migrate.h"
#include "migrate_row.h"

#define SQL_MAX   ((size_t)1 << 20)
#define OUT_MAX   ((size_t)1 << 30)
#define OUT_SEND  ((size_t)128 * 1024)
#define OUT_KEEP  ((size_t)1 << 20)

struct copying {
    struct migrate_worker *worker;
    struct migrate_table *table;
    struct migrate_rows *rows;
    struct my_select *select;
    struct weir_str *cells;
    struct weir_buf out;
    int64_t bytes;
    int64_t told_rows; /* what the table's counters have of this chunk */
    int64_t told_bytes;
};

/* ---- statements ---- */

static void select_sql(const struct migrate_table *table, const struct migrate_chunk *chunk,
                       struct weir_buf *sql)
{
    weir_buf_text(sql, "SELECT ");
    cdc_table_select(table->cdc, sql);
    weir_buf_text(sql, " FROM ");
    my_quote_name(sql, table->db);
    weir_buf_char(sql, '.');
    my_quote_name(sql, table->name);
    if (chunk->where.p) {
        weir_buf_text(sql, " WHERE ");
        weir_buf_str(sql, chunk->where);
    }
}

static void put_name(const struct migrate_table *table, uint32_t i, struct weir_buf *sql)
{
    pg_sql_name(sql, table->fields[i].bind.column->name);
}

static void column_list(const struct migrate_table *table, struct weir_buf *sql)
{
    for (uint32_t i = 0; i < table->plan->n_columns; i++) {
        weir_buf_text(sql, i ? ", " : "");
        put_name(table, i, sql);
    }
}

#define STAGE "weir_migrate_stage"

/* A table beside with the types that travel; casts, and what becomes of rows that are there
 * already, are done from there. */
static void stage_sql(const struct migrate_table *table, struct weir_buf *sql)
{
    weir_buf_text(sql, "CREATE TEMP TABLE " STAGE " (");
    for (uint32_t i = 0; i < table->plan->n_columns; i++) {
        const struct sink_bind *bind = &table->fields[i].bind;
        weir_buf_text(sql, i ? ", " : "");
        pg_sql_name(sql, bind->column->name);
        weir_buf_printf(sql, " %s", pg_type_name(bind->wire));
    }
    weir_buf_text(sql, ") ON COMMIT DROP");
}

/* The later read counts. A row that is all key is written again too: its chunk is known by that. */
static void conflict_sql(const struct migrate_table *table, struct weir_buf *sql)
{
    uint32_t n_keys = table->plan->n_keys, n = table->plan->n_columns;
    uint32_t first = n_keys < n ? n_keys : 0;
    weir_buf_text(sql, " ON CONFLICT (");
    for (uint32_t i = 0; i < n_keys; i++) {
        weir_buf_text(sql, i ? ", " : "");
        put_name(table, i, sql);
    }
    weir_buf_text(sql, ") DO UPDATE SET ");
    for (uint32_t i = first; i < n; i++) {
        weir_buf_text(sql, i > first ? ", " : "");
        put_name(table, i, sql);
        weir_buf_text(sql, " = EXCLUDED.");
        put_name(table, i, sql);
    }
}

static void unstage_sql(const struct migrate_table *table, struct weir_buf *sql)
{
    weir_buf_printf(sql, "INSERT INTO %.*s (", WEIR_STR_ARG(table->words));
    column_list(table, sql);
    weir_buf_text(sql, ") OVERRIDING SYSTEM VALUE SELECT ");
    for (uint32_t i = 0; i < table->plan->n_columns; i++) {
        const struct sink_bind *bind = &table->fields[i].bind;
        weir_buf_text(sql, i ? ", " : "");
        pg_sql_name(sql, bind->column->name);
        weir_buf_text(sql, bind->cast);
    }
    weir_buf_text(sql, " FROM " STAGE);
    if (table->merged) {
        conflict_sql(table, sql);
    }
}

static enum weir_verdict begin(struct copying *copying, struct weir_err *err)
{
    const struct migrate_table *table = copying->table;
    struct pg_session *pg = copying->worker->pg;
    struct weir_buf sql;
    weir_buf_init(&sql, SQL_MAX);
    enum weir_verdict verdict = pg_exec(pg, "BEGIN", err);
    if (verdict == WEIR_OK && table->staged) {
        stage_sql(table, &sql);
        verdict = pg_exec(pg, weir_buf_cstr(&sql), err);
    }
    if (verdict == WEIR_OK) {
        weir_buf_reset(&sql);
        weir_buf_text(&sql, "COPY ");
        weir_buf_str(&sql, table->staged ? WEIR_STR(STAGE) : table->words);
        weir_buf_text(&sql, " (");
        column_list(table, &sql);
        weir_buf_text(&sql, ") FROM STDIN (FORMAT binary)");
        verdict = pg_copy_begin(pg, weir_buf_cstr(&sql), err);
    }
    weir_buf_free(&sql);
    return verdict;
}

/* ---- rows ---- */

static void tell(struct copying *copying)
{
    int64_t rows = migrate_rows_written(copying->rows);
    atomic_fetch_add(&copying->table->rows, rows - copying->told_rows);
    atomic_fetch_add(&copying->table->bytes, copying->bytes - copying->told_bytes);
    copying->told_rows = rows;
    copying->told_bytes = copying->bytes;
}

/* Nothing of the chunk counts. */
static void untell(const struct copying *copying)
{
    atomic_fetch_sub(&copying->table->rows, copying->told_rows);
    atomic_fetch_sub(&copying->table->bytes, copying->told_bytes);
}

static enum weir_verdict send(struct copying *copying, struct weir_err *err)
{
    if (weir_buf_check(&copying->out, WEIR_BAD_DATA, "a row", err) != WEIR_OK) {
        return err->class;
    }
    struct weir_str bytes = weir_buf_view(&copying->out);
    if (bytes.n && pg_copy_put(copying->worker->pg, bytes, err) != WEIR_OK) {
        return err->class;
    }
    copying->bytes += (int64_t)bytes.n;
    weir_buf_shrink(&copying->out, OUT_KEEP);
    tell(copying);
    return WEIR_OK;
}

static enum weir_verdict all_rows(struct copying *copying, struct weir_err *err)
{
    bool more = true;
    while (my_select_next(copying->select, copying->cells, &more, err) == WEIR_OK) {
        if (!more) {
            return migrate_rows_flush(copying->rows, &copying->out, err) == WEIR_OK
                       ? send(copying, err)
                       : err->class;
        }
        if (migrate_rows_add(copying->rows, copying->cells, &copying->out, err) != WEIR_OK) {
            return err->class;
        }
        bool due = copying->out.n >= OUT_SEND || copying->out.full;
        if (due && send(copying, err) != WEIR_OK) {
            return err->class;
        }
    }
    return err->class;
}

/* ---- */

static enum weir_verdict open_select(struct copying *copying, const struct migrate_chunk *chunk,
                                     struct weir_err *err)
{
    struct weir_buf sql;
    uint32_t n = 0;
    weir_buf_init(&sql, SQL_MAX);
    select_sql(copying->table, chunk, &sql);
    enum weir_verdict verdict =
        my_select_open(copying->worker->my, weir_buf_cstr(&sql), &copying->select, &n, err);
    weir_buf_free(&sql);
    copying->cells = weir_xcalloc(n + 1, sizeof(*copying->cells));
    return verdict;
}

static enum weir_verdict finish(struct copying *copying, uint32_t at, struct weir_err *err)
{
    struct migrate_worker *worker = copying->worker;
    struct migrate_table *table = copying->table;
    struct weir_buf sql;
    int64_t rows = migrate_rows_written(copying->rows);
    weir_buf_init(&sql, SQL_MAX);
    enum weir_verdict verdict = pg_copy_end(worker->pg, err);
    if (verdict == WEIR_OK && table->staged) {
        unstage_sql(table, &sql);
        verdict = pg_exec(worker->pg, weir_buf_cstr(&sql), err);
    }
    weir_buf_free(&sql);
    if (verdict == WEIR_OK) {
        verdict = migrate_state_chunk(worker->migrate, worker->pg, table, at, rows, copying->bytes,
                                      err);
    }
    if (verdict == WEIR_OK) {
        verdict = pg_exec(worker->pg, "COMMIT", err);
    }
    if (verdict == WEIR_OK) {
        struct migrate_chunk *chunk = &table->chunks[at];
        chunk->rows = rows;
        chunk->bytes = copying->bytes;
        chunk->state = CHUNK_LOADED;
        atomic_fetch_add(&table->n_nul, migrate_rows_nul(copying->rows));
    }
    return verdict;
}

/* What is left of the SELECT is read: closing it early would cost the session, and its view. */
static void drain(struct copying *copying)
{
    struct weir_err err;
    bool more = copying->select != NULL;
    while (more && !atomic_load(&copying->worker->migrate->stop)) {
        if (my_select_next(copying->select, copying->cells, &more, &err) != WEIR_OK) {
            return;
        }
    }
}

enum weir_verdict migrate_copy(struct migrate_worker *worker, struct migrate_table *table,
                               uint32_t at, struct weir_err *err)
{
    struct copying copying = {.worker = worker, .table = table};
    weir_buf_init(&copying.out, OUT_MAX);
    enum weir_verdict verdict = migrate_rows_open(worker->migrate, table, &copying.rows, err);
    verdict = verdict == WEIR_OK ? open_select(&copying, &table->chunks[at], err) : verdict;
    if (verdict == WEIR_OK) {
        verdict = begin(&copying, err);
        verdict = verdict == WEIR_OK ? all_rows(&copying, err) : verdict;
        verdict = verdict == WEIR_OK ? finish(&copying, at, err) : verdict;
    }
    if (verdict != WEIR_OK) {
        untell(&copying);
        drain(&copying);
        pg_session_drop(worker->pg);
    }
    my_select_close(copying.select);
    migrate_rows_close(copying.rows);
    weir_buf_free(&copying.out);
    free(copying.cells);
    return verdict;
}
