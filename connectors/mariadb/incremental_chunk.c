/* SPDX-License-Identifier: Apache-2.0 */
/*
 * incremental_chunk.c: reads the rows that come next in the order of the key, and learns where in
 * the binlog that was. MariaDB tells the place of a consistent view exactly; for MySQL it lies
 * before the place after reading, and what changes up to there replaces what was read.
 */
#include <inttypes.h>

#include "incremental_parts.h"
#include "common/mariadb/server.h"

#define SQL_MAX         ((size_t)1 << 20)
#define CHUNK_BYTES_MAX ((size_t)4 << 20)
#define CELLS_MAX       (BINLOG_COLUMNS_MAX + INCREMENTAL_KEYS)

/* ---- keys ---- */

uint64_t chunk_hash(struct weir_value key)
{
    uint64_t hash = 0xcbf29ce484222325u + key.type;
    if (key.type == WEIR_STRUCT || key.type == WEIR_ARRAY) {
        for (uint32_t i = 0; i < key.n; i++) {
            hash = (hash ^ chunk_hash(key.items[i])) * 0x100000001b3u;
        }
        return hash;
    }
    if (key.type == WEIR_STRING || key.type == WEIR_BYTES || key.type == WEIR_DECIMAL) {
        return hash ^ weir_str_hash(weir_value_str(key));
    }
    return (hash ^ (key.type == WEIR_NULL ? 0 : (uint64_t)key.i)) * 0x9e3779b97f4a7c15u;
}

static bool add_key(struct incremental *inc, const struct my_table *table, struct weir_str name)
{
    int at = my_column_find(table, name);
    if (at < 0 || inc->n_keys == INCREMENTAL_KEYS) {
        return false;
    }
    const struct my_column *column = &table->columns[at];
    inc->keys[inc->n_keys++] = (struct chunk_key){
        .name = column->name,
        .is_number = column->kind == MY_ENUM || column->kind == MY_SET || column->kind == MY_BIT,
        .is_binary = column->kind == MY_BINARY || column->kind == MY_VARBINARY ||
                     column->kind == MY_BLOB,
    };
    return true;
}

bool chunk_find_keys(struct incremental *inc, const struct my_table *table,
                     const struct incremental_table *entry)
{
    inc->n_keys = 0;
    if (entry->surrogate.p) {
        return add_key(inc, table, entry->surrogate);
    }
    for (uint32_t i = 0; i < inc->cdc->n_key; i++) {
        if (!add_key(inc, table, table->columns[inc->cdc->key_columns[i]].name)) {
            return false;
        }
    }
    return inc->n_keys > 0;
}

static void write_key(const struct chunk_key *key, struct weir_buf *sql)
{
    weir_buf_text(sql, key->is_number ? "(" : "");
    my_quote_name(sql, key->name);
    weir_buf_text(sql, key->is_number ? "+0)" : "");
}

/* What gives the value as an SQL literal. */
static void write_literal(const struct chunk_key *key, struct weir_buf *sql)
{
    if (key->is_binary) {
        weir_buf_text(sql, "IF(LENGTH(");
        my_quote_name(sql, key->name);
        weir_buf_text(sql, "),CONCAT('0x',HEX(");
        my_quote_name(sql, key->name);
        weir_buf_text(sql, ")),'''''')"); /* a 0x without digits would be a column's name */
    } else {
        weir_buf_text(sql, "QUOTE(");
        write_key(key, sql);
        weir_buf_char(sql, ')');
    }
}

/* (a > 1) OR (a = 1 AND b > 2), with a >= 1 before it for the index. */
static void write_behind(const struct incremental *inc, const struct weir_json *last,
                         struct weir_buf *sql)
{
    const struct weir_json *bound = last->first;
    write_key(&inc->keys[0], sql);
    weir_buf_text(sql, " >= ");
    weir_buf_str(sql, bound->text);
    weir_buf_text(sql, " AND (");
    for (size_t i = 0; i < inc->n_keys; i++) {
        const struct weir_json *at = bound;
        weir_buf_text(sql, i ? " OR (" : "(");
        for (size_t k = 0; k <= i && at; k++, at = at->next) {
            weir_buf_text(sql, k ? " AND " : "");
            write_key(&inc->keys[k], sql);
            weir_buf_text(sql, k == i ? " > " : " = ");
            weir_buf_str(sql, at->text);
        }
        weir_buf_char(sql, ')');
    }
    weir_buf_char(sql, ')');
}

static void write_from(const struct incremental_table *table, struct weir_buf *sql)
{
    weir_buf_text(sql, " FROM ");
    my_quote_name(sql, table->db);
    weir_buf_char(sql, '.');
    my_quote_name(sql, table->name);
}

static enum weir_verdict write_select(struct incremental *inc, struct weir_buf *sql,
                                      struct weir_err *err)
{
    const struct incremental_table *table = &inc->queue->table;
    struct weir_json *last = NULL;
    weir_buf_text(sql, "SELECT ");
    cdc_table_select(inc->cdc, sql);
    for (size_t i = 0; i < inc->n_keys; i++) {
        weir_buf_text(sql, ", ");
        write_literal(&inc->keys[i], sql);
    }
    write_from(table, sql);
    if (inc->last.n) {
        if (weir_json_parse(&inc->arena, weir_buf_view(&inc->last), &last, err) != WEIR_OK) {
            return err->class;
        }
    }
    bool behind = last && last->type == WEIR_JT_ARRAY && last->count == inc->n_keys;
    weir_buf_text(sql, behind || table->filter.p ? " WHERE " : "");
    if (behind) {
        write_behind(inc, last, sql);
    }
    if (table->filter.p) {
        weir_buf_text(sql, behind ? " AND (" : "(");
        weir_buf_str(sql, table->filter);
        weir_buf_char(sql, ')');
    }
    for (size_t i = 0; i < inc->n_keys; i++) {
        weir_buf_text(sql, i ? ", " : " ORDER BY ");
        write_key(&inc->keys[i], sql);
    }
    weir_buf_printf(sql, " LIMIT %" PRId32, inc->source->conf->chunk_size);
    return weir_buf_check(sql, WEIR_BAD_DATA, "the SELECT of a chunk", err);
}

/* ---- rows ---- */

static void keep_bound(const struct incremental *inc, const struct weir_str *literals,
                       struct weir_buf *to)
{
    weir_buf_reset(to);
    for (size_t i = 0; i < inc->n_keys; i++) {
        weir_buf_char(to, i ? ',' : '[');
        weir_json_string(to, literals[i]);
    }
    weir_buf_char(to, ']');
}

static enum weir_verdict take_rows(struct incremental *inc, struct my_select *select,
                                   uint32_t n_columns, struct weir_str *cells, struct weir_err *err)
{
    bool more = true;
    size_t max = (size_t)inc->source->conf->chunk_size;
    inc->rows = WEIR_NEW_ARRAY(&inc->arena, struct chunk_row, max);
    while (inc->n_rows < max && weir_arena_used(&inc->arena) < CHUNK_BYTES_MAX) {
        enum weir_verdict verdict = my_select_next(select, cells, &more, err);
        if (verdict != WEIR_OK || !more) {
            inc->is_last = true;
            return verdict;
        }
        struct chunk_row *row = &inc->rows[inc->n_rows];
        if (cdc_table_row_of_text(inc->cdc, cells, &inc->arena, &row->row, &row->key, err) !=
            WEIR_OK) {
            return err->class;
        }
        row->hash = chunk_hash(row->key);
        inc->n_rows++;
        keep_bound(inc, cells + n_columns - inc->n_keys, &inc->upto);
    }
    return WEIR_OK;
}

static enum weir_verdict select_rows(struct incremental *inc, struct weir_err *err)
{
    struct weir_buf sql;
    struct my_select *select = NULL;
    uint32_t n_columns = 0;
    weir_buf_init(&sql, SQL_MAX);
    enum weir_verdict verdict = write_select(inc, &sql, err);
    if (verdict == WEIR_OK) {
        verdict = my_select_open(inc->source->session, weir_buf_cstr(&sql), &select, &n_columns,
                                 err);
    }
    weir_buf_free(&sql);
    if (verdict == WEIR_OK) {
        struct weir_str *cells = WEIR_NEW_ARRAY(&inc->arena, struct weir_str, CELLS_MAX);
        verdict = n_columns <= CELLS_MAX
                      ? take_rows(inc, select, n_columns, cells, err)
                      : weir_err_set(err, WEIR_BAD_DATA, "%u columns are too many", n_columns);
    }
    my_select_close(select);
    return verdict;
}

void chunk_find_maximum(struct incremental *inc)
{
    const struct incremental_table *table = &inc->queue->table;
    struct weir_buf sql;
    struct my_rows rows;
    struct weir_err ignored;
    weir_buf_reset(&inc->maximum);
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_text(&sql, "SELECT ");
    for (size_t i = 0; i < inc->n_keys; i++) {
        weir_buf_text(&sql, i ? ", " : "");
        write_literal(&inc->keys[i], &sql);
    }
    write_from(table, &sql);
    if (table->filter.p) {
        weir_buf_text(&sql, " WHERE (");
        weir_buf_str(&sql, table->filter);
        weir_buf_char(&sql, ')');
    }
    for (size_t i = 0; i < inc->n_keys; i++) {
        weir_buf_text(&sql, i ? ", " : " ORDER BY ");
        write_key(&inc->keys[i], &sql);
        weir_buf_text(&sql, " DESC");
    }
    weir_buf_text(&sql, " LIMIT 1");
    const char *text = weir_buf_cstr(&sql);
    if (text && source_session(inc->source, &ignored) == WEIR_OK &&
        my_session_rows(inc->source->session, text, &inc->arena, &rows, &ignored) == WEIR_OK &&
        rows.n_rows) {
        keep_bound(inc, rows.cells, &inc->maximum);
    }
    weir_buf_free(&sql);
}

/* ---- the place ---- */

static enum weir_verdict learn_place(struct incremental *inc, const struct server_place *view,
                                     bool known, struct weir_err *err)
{
    struct server_place now;
    if (server_place(inc->source->session, &inc->arena, &now, err) != WEIR_OK ||
        cdc_gtids_read(inc->high_gtids, now.gtids, err) != WEIR_OK) {
        return err->class;
    }
    inc->high_file = known ? view->file : now.file;
    inc->high_pos = known ? view->pos : now.pos;
    return WEIR_OK;
}

static enum weir_verdict read_in_view(struct incremental *inc, struct weir_err *err)
{
    struct my_session *session = inc->source->session;
    struct server_place view;
    bool known = false;
    if (my_session_run(session, "START TRANSACTION WITH CONSISTENT SNAPSHOT", err) != WEIR_OK ||
        server_view_place(session, &inc->arena, &view, &known, err) != WEIR_OK ||
        select_rows(inc, err) != WEIR_OK) {
        return err->class;
    }
    if (my_session_run(session, "COMMIT", err) != WEIR_OK) {
        return err->class;
    }
    return learn_place(inc, &view, known, err);
}

enum weir_verdict chunk_read(struct incremental *inc, struct weir_err *err)
{
    weir_arena_reset(&inc->arena);
    inc->n_rows = inc->next_row = 0;
    inc->is_last = false;
    weir_buf_reset(&inc->upto);
    if (source_session(inc->source, err) != WEIR_OK) {
        return err->class;
    }
    enum weir_verdict verdict = read_in_view(inc, err);
    if (verdict != WEIR_OK) {
        source_session_close(inc->source);
        return verdict;
    }
    inc->waiting = true;
    return WEIR_OK;
}

enum weir_verdict chunk_wait(struct incremental *inc, struct weir_err *err)
{
    if (source_session(inc->source, err) != WEIR_OK ||
        learn_place(inc, NULL, false, err) != WEIR_OK) {
        return err->class;
    }
    inc->waiting = true;
    return WEIR_OK;
}

bool chunk_is_reached(const struct incremental *inc)
{
    const struct source_place *place = &inc->source->place;
    if (!cdc_gtids_empty(inc->high_gtids) && cdc_gtids_contains(place->gtids, inc->high_gtids)) {
        return true;
    }
    return cdc_offset_compare_files(weir_buf_view(&place->file), (int64_t)place->next_pos,
                                    inc->high_file, inc->high_pos) >= 0;
}
