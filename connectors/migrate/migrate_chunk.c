/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_chunk.c: a large table is cut into chunks that are copied side by side and remembered one
 * by one: ranges of an integer key, else years of a date column. Ranges follow one upon another over
 * the whole line and the ends are open, so that every row is in exactly one, odd dates included;
 * NULL and what lies before the first year are a chunk of their own.
 */
#include <inttypes.h>

#include "migrate.h"

#define SQL_MAX    ((size_t)64 * 1024)
#define CHUNKS_MAX 4096
#define YEARS_MAX  10000

static enum weir_verdict ask(struct migrate *migrate, struct weir_buf *sql, struct my_rows *rows,
                             struct weir_err *err)
{
    return my_session_rows(migrate->my, weir_buf_cstr(sql), &migrate->arena, rows, err);
}

static void from_table(struct weir_buf *sql, const struct migrate_table *table)
{
    weir_buf_text(sql, " FROM ");
    my_quote_name(sql, table->db);
    weir_buf_char(sql, '.');
    my_quote_name(sql, table->name);
}

static void one_chunk(struct migrate *migrate, struct migrate_table *table)
{
    table->chunks = WEIR_NEW(&migrate->arena, struct migrate_chunk);
    table->n_chunks = 1;
}

static void add(struct migrate *migrate, struct migrate_table *table, const struct weir_buf *where)
{
    table->chunks[table->n_chunks++].where = weir_arena_str(&migrate->arena, weir_buf_view(where));
}

/* ---- ranges of a key ---- */

static const struct my_column *integer_key(const struct my_table *definition)
{
    int at = definition->n_key ? my_column_find(definition, definition->key[0]) : -1;
    const struct my_column *column = at < 0 ? NULL : &definition->columns[at];
    bool is_int = column && column->kind >= MY_TINYINT && column->kind <= MY_BIGINT;
    return is_int && !column->optional ? column : NULL;
}

/* Numbers of either sign as one ascending line of 64 bits. */
static bool to_line(const struct my_column *key, struct weir_str text, uint64_t *x)
{
    int64_t number;
    if (key->is_unsigned) {
        return text.p && weir_str_to_u64(text, x);
    }
    if (!text.p || !weir_str_to_i64(text, &number)) {
        return false;
    }
    *x = (uint64_t)number ^ (UINT64_C(1) << 63);
    return true;
}

static void put_number(struct weir_buf *sql, const struct my_column *key, uint64_t x)
{
    if (key->is_unsigned) {
        weir_buf_printf(sql, "%" PRIu64, x);
    } else {
        weir_buf_printf(sql, "%" PRId64, (int64_t)(x ^ (UINT64_C(1) << 63)));
    }
}

static void cut_key(struct migrate *migrate, struct migrate_table *table,
                    const struct my_column *key, uint64_t low, uint64_t high, size_t n)
{
    struct weir_buf where;
    uint64_t step = (high - low) / n + 1;
    weir_buf_init(&where, SQL_MAX);
    table->chunks = WEIR_NEW_ARRAY(&migrate->arena, struct migrate_chunk, n);
    for (size_t i = 0; i < n; i++) {
        weir_buf_reset(&where);
        if (i > 0) {
            my_quote_name(&where, key->name);
            weir_buf_text(&where, " >= ");
            put_number(&where, key, low + i * step);
        }
        if (i + 1 < n) {
            weir_buf_text(&where, i > 0 ? " AND " : "");
            my_quote_name(&where, key->name);
            weir_buf_text(&where, " < ");
            put_number(&where, key, low + (i + 1) * step);
        }
        add(migrate, table, &where);
    }
    weir_buf_free(&where);
}

static size_t pieces(const struct migrate *migrate, const struct migrate_table *table)
{
    int64_t n = table->estimate / migrate->options.batch_size + 1;
    return n > CHUNKS_MAX ? CHUNKS_MAX : (size_t)n;
}

/* *done: the table has its chunks. */
static enum weir_verdict by_key(struct migrate *migrate, struct migrate_table *table, bool *done,
                                struct weir_err *err)
{
    const struct my_column *key = integer_key(table->definition);
    struct weir_buf sql;
    struct my_rows rows;
    uint64_t low, high;
    *done = false;
    if (!key) {
        return WEIR_OK;
    }
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_text(&sql, "SELECT MIN(");
    my_quote_name(&sql, key->name);
    weir_buf_text(&sql, "), MAX(");
    my_quote_name(&sql, key->name);
    weir_buf_text(&sql, ")");
    from_table(&sql, table);
    enum weir_verdict verdict = ask(migrate, &sql, &rows, err);
    weir_buf_free(&sql);
    if (verdict != WEIR_OK || !rows.n_rows || !to_line(key, rows.cells[0], &low) ||
        !to_line(key, rows.cells[1], &high)) {
        return verdict;
    }
    size_t n = pieces(migrate, table);
    *done = n > 1 && high - low >= n;
    if (*done) {
        cut_key(migrate, table, key, low, high, n);
    }
    return WEIR_OK;
}

/* ---- years of a date ---- */

static bool is_date(const struct my_column *column)
{
    return !column->hidden && (column->kind == MY_DATE || column->kind == MY_DATETIME ||
                               column->kind == MY_TIMESTAMP);
}

/* Whether an index begins with the column. */
static enum weir_verdict leads_index(struct migrate *migrate, const struct migrate_table *table,
                                     const struct my_column *column, bool *leads,
                                     struct weir_err *err)
{
    struct weir_buf sql;
    struct my_rows rows;
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_text(&sql, "SELECT 1 FROM information_schema.STATISTICS WHERE SEQ_IN_INDEX=1 AND "
                        "TABLE_SCHEMA=");
    my_quote_text(&sql, table->db);
    weir_buf_text(&sql, " AND TABLE_NAME=");
    my_quote_text(&sql, table->name);
    weir_buf_text(&sql, " AND COLUMN_NAME=");
    my_quote_text(&sql, column->name);
    enum weir_verdict verdict = ask(migrate, &sql, &rows, err);
    weir_buf_free(&sql);
    *leads = verdict == WEIR_OK && rows.n_rows > 0;
    return verdict;
}

/* An indexed date column, else the first one that is there. */
static enum weir_verdict find_date(struct migrate *migrate, const struct migrate_table *table,
                                   const struct my_column **found, bool *indexed,
                                   struct weir_err *err)
{
    *found = NULL;
    *indexed = false;
    for (uint32_t i = 0; i < table->definition->n_columns && !*indexed; i++) {
        const struct my_column *column = &table->definition->columns[i];
        bool leads;
        if (!is_date(column)) {
            continue;
        }
        if (leads_index(migrate, table, column, &leads, err) != WEIR_OK) {
            return err->class;
        }
        *found = !*found || leads ? column : *found;
        *indexed = leads;
    }
    return WEIR_OK;
}

struct years {
    int64_t items[YEARS_MAX];
    size_t n;
};

static enum weir_verdict read_years(struct migrate *migrate, const struct migrate_table *table,
                                    const struct my_column *column, struct years *years,
                                    struct weir_err *err)
{
    struct weir_buf sql;
    struct my_rows rows;
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_text(&sql, "SELECT DISTINCT YEAR(");
    my_quote_name(&sql, column->name);
    weir_buf_text(&sql, ") AS y");
    from_table(&sql, table);
    weir_buf_text(&sql, " HAVING y > 0 ORDER BY y");
    enum weir_verdict verdict = ask(migrate, &sql, &rows, err);
    weir_buf_free(&sql);
    years->n = 0;
    for (uint32_t i = 0; verdict == WEIR_OK && i < rows.n_rows && years->n < YEARS_MAX; i++) {
        if (rows.cells[i].p && weir_str_to_i64(rows.cells[i], &years->items[years->n])) {
            years->n++;
        }
    }
    return verdict;
}

static void put_bound(struct weir_buf *where, const struct my_column *column, const char *relation,
                      int64_t year)
{
    my_quote_name(where, column->name);
    weir_buf_printf(where, " %s '%04" PRId64 "-01-01'", relation, year);
}

/* Years [i, i + per) of the list are a chunk; what comes before the first, and NULL, another. */
static void cut_years(struct migrate *migrate, struct migrate_table *table,
                      const struct my_column *column, const struct years *years, size_t per)
{
    struct weir_buf where;
    weir_buf_init(&where, SQL_MAX);
    table->chunks = WEIR_NEW_ARRAY(&migrate->arena, struct migrate_chunk, years->n / per + 2);
    my_quote_name(&where, column->name);
    weir_buf_text(&where, " IS NULL OR ");
    put_bound(&where, column, "<", years->items[0]);
    add(migrate, table, &where);
    for (size_t i = 0; i < years->n; i += per) {
        weir_buf_reset(&where);
        put_bound(&where, column, ">=", years->items[i]);
        if (i + per < years->n) {
            weir_buf_text(&where, " AND ");
            put_bound(&where, column, "<", years->items[i + per]);
        }
        add(migrate, table, &where);
    }
    weir_buf_free(&where);
}

static enum weir_verdict by_year(struct migrate *migrate, struct migrate_table *table, bool *done,
                                 struct weir_err *err)
{
    const struct my_column *column;
    bool indexed;
    *done = false;
    if (find_date(migrate, table, &column, &indexed, err) != WEIR_OK) {
        return err->class;
    }
    if (!column) {
        return WEIR_OK;
    }
    struct years *years = WEIR_NEW(&migrate->arena, struct years);
    if (read_years(migrate, table, column, years, err) != WEIR_OK) {
        return err->class;
    }
    *done = years->n > 1;
    if (*done) { /* without an index each chunk reads the whole table: no more than run at a time */
        size_t workers = (size_t)migrate->options.chunk_workers;
        size_t per = indexed ? 1 : (years->n + workers - 1) / workers;
        cut_years(migrate, table, column, years, per);
    }
    return WEIR_OK;
}

enum weir_verdict migrate_chunks_plan(struct migrate *migrate, struct migrate_table *table,
                                      struct weir_err *err)
{
    bool done = false;
    if (table->estimate > migrate->options.threshold) {
        enum weir_verdict verdict = by_key(migrate, table, &done, err);
        if (verdict == WEIR_OK && !done) {
            verdict = by_year(migrate, table, &done, err);
        }
        if (verdict != WEIR_OK) {
            return weir_err_wrap(err, "%.*s: its chunks", WEIR_STR_ARG(table->id));
        }
    }
    if (!done) {
        one_chunk(migrate, table);
    }
    return WEIR_OK;
}
