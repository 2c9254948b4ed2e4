/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_state.c: a table beside the targets, weir_migrate, remembers what was planned and which
 * chunks are loaded: a row a chunk, and a row a table (chunk -1) with the place of the first run. A
 * chunk's row is written in the transaction that loads its rows, whose number it keeps: the rows
 * that still have that number in xmin are the chunk, whatever became of the rest (a crash empties an
 * UNLOGGED table).
 */
#include <inttypes.h>
#include <stdio.h>

#include <weir/json.h>

#include "migrate.h"

#define SQL_MAX ((size_t)64 * 1024)

static struct weir_str source_of(const struct migrate *migrate, const struct migrate_table *table,
                                 char *to, size_t size)
{
    snprintf(to, size, "%.*s/%.*s", WEIR_STR_ARG(migrate->options.database),
             WEIR_STR_ARG(table->id));
    return weir_str_of(to);
}

static struct weir_str number(char to[24], int64_t x)
{
    snprintf(to, 24, "%" PRId64, x);
    return weir_str_of(to);
}

/* A statement about weir_migrate, whose name stands for the %s in format. */
static enum weir_verdict ask(const struct migrate *migrate, struct pg_session *pg,
                             const char *format, const struct weir_str *args, size_t n,
                             struct pg_rows **rows, struct weir_err *err)
{
    struct weir_buf sql;
    struct pg_rows *own = NULL;
    struct weir_str rest = weir_str_of(format);
    ptrdiff_t at;
    weir_buf_init(&sql, SQL_MAX);
    while ((at = weir_str_find(rest, WEIR_STR("%s"))) >= 0) {
        weir_buf_add(&sql, rest.p, (size_t)at);
        weir_buf_str(&sql, migrate->state_words);
        rest = weir_str_from(rest, (size_t)at + 2);
    }
    weir_buf_str(&sql, rest);
    enum weir_verdict verdict = pg_query(pg, weir_buf_cstr(&sql), args, n, rows ? rows : &own, err);
    weir_buf_free(&sql);
    pg_rows_free(own);
    return verdict;
}

/* Held by the main thread's session for as long as the run. */
static enum weir_verdict keep_others_out(struct migrate *migrate, struct weir_err *err)
{
    struct pg_rows *rows = NULL;
    if (pg_query(migrate->pg, "SELECT pg_try_advisory_lock(hashtext('weir migrate'), hashtext($1))",
                 &migrate->options.database, 1, &rows, err) != WEIR_OK) {
        return err->class;
    }
    bool mine = pg_rows_true(rows, 0, 0);
    pg_rows_free(rows);
    return mine ? WEIR_OK
                : weir_err_set(err, WEIR_BAD_CONFIG, "another weir migrate --database %.*s is running",
                               WEIR_STR_ARG(migrate->options.database));
}

/* Earlier versions remembered there what a mark at the table says now. */
static enum weir_verdict drop_created(struct migrate *migrate, struct weir_err *err)
{
    struct pg_rows *rows = NULL;
    if (pg_query(migrate->pg,
                 "SELECT 1 FROM pg_catalog.pg_attribute WHERE attrelid = $1::regclass AND attname = "
                 "'created'",
                 &migrate->state_words, 1, &rows, err) != WEIR_OK) {
        return err->class;
    }
    bool is_there = pg_rows_count(rows) > 0;
    pg_rows_free(rows);
    return is_there ? ask(migrate, migrate->pg, "ALTER TABLE %s DROP COLUMN created", NULL, 0, NULL, err)
                    : WEIR_OK;
}

enum weir_verdict migrate_state_open(struct migrate *migrate, struct weir_err *err)
{
    const struct migrate_table *first = migrate->tables;
    while (first->state == TABLE_FAILED) {
        first++; /* there is one that has not */
    }
    if (keep_others_out(migrate, err) != WEIR_OK ||
        migrate_target_schema(migrate, first, err) != WEIR_OK) {
        return err->class;
    }
    migrate->state_words =
        sink_name_words(first->schema, WEIR_STR("weir_migrate"), &migrate->arena);
    if (ask(migrate, migrate->pg,
            "CREATE TABLE IF NOT EXISTS %s (source text NOT NULL, chunk integer NOT NULL, "
            "range text, state text NOT NULL, rows bigint NOT NULL DEFAULT 0, bytes bigint NOT NULL "
            "DEFAULT 0, xid text, changed timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (source, "
            "chunk))",
            NULL, 0, NULL, err) != WEIR_OK) {
        return err->class;
    }
    return drop_created(migrate, err);
}

/* ---- writing ---- */

static struct weir_str place_text(const struct migrate *migrate, struct weir_buf *buf)
{
    const struct migrate_place *place = &migrate->place;
    weir_buf_text(buf, "{\"file\":");
    weir_json_string(buf, place->file);
    weir_buf_printf(buf, ",\"pos\":%" PRId64 ",\"ts_sec\":%" PRId64, place->pos, place->now_sec);
    if (place->gtids.p) {
        weir_buf_text(buf, ",\"gtids\":");
        weir_json_string(buf, place->gtids);
    }
    weir_buf_char(buf, '}');
    return weir_buf_view(buf);
}

static enum weir_verdict put(struct migrate *migrate, struct weir_str source, int64_t chunk,
                             struct weir_str range, struct weir_err *err)
{
    char text[24];
    const struct weir_str args[] = {source, number(text, chunk), range};
    return ask(migrate, migrate->pg,
               "INSERT INTO %s (source, chunk, range, state) VALUES ($1, $2::int, $3, 'planned')",
               args, 3, NULL, err);
}

enum weir_verdict migrate_state_forget(struct migrate *migrate, const struct migrate_table *table,
                                       struct weir_err *err)
{
    char name[512];
    struct weir_str source = source_of(migrate, table, name, sizeof(name));
    return ask(migrate, migrate->pg, "DELETE FROM %s WHERE source = $1", &source, 1, NULL, err);
}

static enum weir_verdict plan_table(struct migrate *migrate, const struct migrate_table *table,
                                    struct weir_str place, struct weir_err *err)
{
    char name[512];
    struct weir_str source = source_of(migrate, table, name, sizeof(name));
    enum weir_verdict verdict = put(migrate, source, -1, place, err);
    for (uint32_t i = 0; verdict == WEIR_OK && i < table->n_chunks; i++) {
        verdict = put(migrate, source, i, table->chunks[i].where, err);
    }
    return verdict;
}

enum weir_verdict migrate_state_plan(struct migrate *migrate, struct weir_err *err)
{
    struct weir_buf place;
    weir_buf_init(&place, SQL_MAX);
    struct weir_str text = place_text(migrate, &place);
    enum weir_verdict verdict = pg_exec(migrate->pg, "BEGIN", err);
    for (size_t i = 0; verdict == WEIR_OK && i < migrate->n_tables; i++) {
        if (!migrate->tables[i].resumed && migrate->tables[i].state != TABLE_FAILED) {
            verdict = plan_table(migrate, &migrate->tables[i], text, err);
        }
    }
    verdict = verdict == WEIR_OK ? pg_exec(migrate->pg, "COMMIT", err) : verdict;
    weir_buf_free(&place);
    return verdict;
}

enum weir_verdict migrate_state_chunk(struct migrate *migrate, struct pg_session *pg,
                                      const struct migrate_table *table, uint32_t chunk,
                                      int64_t rows, int64_t bytes, struct weir_err *err)
{
    char name[512], texts[3][24];
    const struct weir_str args[] = {source_of(migrate, table, name, sizeof(name)),
                                    number(texts[0], chunk), number(texts[1], rows),
                                    number(texts[2], bytes)};
    return ask(migrate, pg,
               "UPDATE %s SET state = 'loaded', rows = $3::bigint, bytes = $4::bigint, changed = "
               "now(), xid = pg_current_xact_id()::xid::text WHERE source = $1 AND chunk = $2::int",
               args, 4, NULL, err);
}

enum weir_verdict migrate_state_done(struct migrate *migrate, struct pg_session *pg,
                                     const struct migrate_table *table, struct weir_err *err)
{
    char name[512], texts[2][24];
    const struct weir_str args[] = {source_of(migrate, table, name, sizeof(name)),
                                    number(texts[0], atomic_load(&table->rows)),
                                    number(texts[1], atomic_load(&table->bytes))};
    return ask(migrate, pg,
               "UPDATE %s SET state = 'done', rows = $2::bigint, bytes = $3::bigint, changed = now() "
               "WHERE source = $1 AND chunk = -1",
               args, 3, NULL, err);
}

/* ---- reading ---- */

/* Within a second the files' numbers and positions tell which came first. */
static bool is_before(const struct migrate_place *a, const struct migrate_place *b)
{
    if (a->now_sec != b->now_sec) {
        return a->now_sec < b->now_sec;
    }
    if (a->file.n != b->file.n) {
        return a->file.n < b->file.n;
    }
    int order = weir_str_cmp(a->file, b->file);
    return order != 0 ? order < 0 : a->pos < b->pos;
}

/* The earliest place of all tables that go on. */
static void keep_place(struct migrate *migrate, struct weir_str text)
{
    struct weir_json *doc;
    struct weir_err err;
    struct migrate_place place = {0};
    if (!text.p || weir_json_parse(&migrate->arena, weir_arena_str(&migrate->arena, text), &doc,
                                   &err) != WEIR_OK) {
        return;
    }
    place.file = weir_json_get_str(doc, "file");
    place.gtids = weir_json_get_str(doc, "gtids");
    if (place.file.p && weir_json_get_i64(doc, "pos", &place.pos) &&
        weir_json_get_i64(doc, "ts_sec", &place.now_sec) &&
        (!migrate->first_place.file.p || is_before(&place, &migrate->first_place))) {
        migrate->first_place = place;
    }
}

static int64_t rows_of(const struct pg_rows *present, struct weir_str xid)
{
    for (size_t i = 0; xid.p && i < pg_rows_count(present); i++) {
        if (weir_str_eq(pg_rows_get(present, i, 0), xid)) {
            return pg_rows_int(present, i, 1);
        }
    }
    return 0;
}

static enum weir_verdict count_by_xid(struct migrate *migrate, const struct migrate_table *table,
                                      struct pg_rows **rows, struct weir_err *err)
{
    struct weir_buf sql;
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_printf(&sql, "SELECT xmin::text, count(*) FROM %.*s GROUP BY xmin::text",
                    WEIR_STR_ARG(table->words));
    enum weir_verdict verdict = pg_query(migrate->pg, weir_buf_cstr(&sql), NULL, 0, rows, err);
    weir_buf_free(&sql);
    return verdict;
}

static enum weir_verdict remove_rows(struct migrate *migrate, const struct migrate_table *table,
                                     struct weir_str xid, struct weir_err *err)
{
    struct weir_buf sql;
    struct pg_rows *rows = NULL;
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_printf(&sql, "DELETE FROM %.*s WHERE xmin::text = $1", WEIR_STR_ARG(table->words));
    enum weir_verdict verdict = pg_query(migrate->pg, weir_buf_cstr(&sql), &xid, 1, &rows, err);
    weir_buf_free(&sql);
    pg_rows_free(rows);
    return verdict;
}

/* Loaded chunks whose rows are not all there any more are planned again. */
static enum weir_verdict check_chunk(struct migrate *migrate, struct migrate_table *table,
                                     struct migrate_chunk *chunk, struct weir_str xid,
                                     const struct pg_rows *present, struct weir_err *err)
{
    int64_t there = present ? rows_of(present, xid) : 0;
    if (chunk->state == CHUNK_LOADED && there == chunk->rows) {
        atomic_fetch_add(&table->rows, chunk->rows);
        atomic_fetch_add(&table->bytes, chunk->bytes);
        table->n_loaded++;
        return WEIR_OK;
    }
    chunk->state = CHUNK_PLANNED;
    chunk->rows = chunk->bytes = 0;
    return there ? remove_rows(migrate, table, xid, err) : WEIR_OK;
}

static enum weir_verdict load_chunks(struct migrate *migrate, struct migrate_table *table,
                                     const struct pg_rows *rows, struct weir_err *err)
{
    size_t n = pg_rows_count(rows);
    struct pg_rows *present = NULL;
    if (table->existing && count_by_xid(migrate, table, &present, err) != WEIR_OK) {
        return err->class;
    }
    table->chunks = WEIR_NEW_ARRAY(&migrate->arena, struct migrate_chunk, n);
    enum weir_verdict verdict = WEIR_OK;
    for (size_t i = 0; verdict == WEIR_OK && i < n; i++) {
        if (pg_rows_int(rows, i, 0) < 0) {
            continue;
        }
        struct migrate_chunk *chunk = &table->chunks[table->n_chunks++];
        struct weir_str where = pg_rows_get(rows, i, 1);
        chunk->where = where.p ? weir_arena_str(&migrate->arena, where) : WEIR_STR_NULL;
        chunk->state = weir_str_is(pg_rows_get(rows, i, 2), "loaded") ? CHUNK_LOADED : CHUNK_PLANNED;
        chunk->rows = pg_rows_int(rows, i, 3);
        chunk->bytes = pg_rows_int(rows, i, 4);
        verdict = check_chunk(migrate, table, chunk, pg_rows_get(rows, i, 5), present, err);
    }
    pg_rows_free(present);
    return verdict;
}

/* A finished table is LOGGED; no crash empties it. It has no chunks, and is finished once more. */
static void take_done(struct migrate_table *table, int64_t rows, int64_t bytes)
{
    atomic_store(&table->rows, rows);
    atomic_store(&table->bytes, bytes);
    table->done = true;
}

static enum weir_verdict load_table(struct migrate *migrate, struct migrate_table *table,
                                    const struct pg_rows *rows, struct weir_err *err)
{
    /* ordered by chunk: the table's own row is the first */
    bool done = weir_str_is(pg_rows_get(rows, 0, 2), "done");
    keep_place(migrate, pg_rows_get(rows, 0, 1));
    table->resumed = true;
    if (done && table->existing && !table->created) {
        take_done(table, pg_rows_int(rows, 0, 3), pg_rows_int(rows, 0, 4));
        return WEIR_OK;
    }
    return load_chunks(migrate, table, rows, err);
}

enum weir_verdict migrate_state_load(struct migrate *migrate, struct weir_err *err)
{
    for (size_t i = 0; i < migrate->n_tables; i++) {
        struct migrate_table *table = &migrate->tables[i];
        struct pg_rows *rows = NULL;
        char name[512];
        struct weir_str source = source_of(migrate, table, name, sizeof(name));
        if (table->state == TABLE_FAILED) {
            continue;
        }
        if (ask(migrate, migrate->pg,
                "SELECT chunk, range, state, rows, bytes, xid FROM %s WHERE source = $1 "
                "ORDER BY chunk",
                &source, 1, &rows, err) != WEIR_OK) {
            return err->class;
        }
        enum weir_verdict verdict = WEIR_OK;
        if (pg_rows_count(rows) > 1) {
            verdict = load_table(migrate, table, rows, err);
        }
        pg_rows_free(rows);
        if (verdict != WEIR_OK) {
            return weir_err_wrap(err, "%.*s", WEIR_STR_ARG(table->id));
        }
    }
    return WEIR_OK;
}
