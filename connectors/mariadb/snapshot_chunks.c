/* SPDX-License-Identifier: Apache-2.0 */
/*
 * snapshot_chunks.c: the captured tables, in the order of the include list, become chunks that
 * threads read side by side. A large table whose key begins with an integer is cut into ranges of
 * it; any other is one chunk.
 */
#include <inttypes.h>
#include <stdlib.h>

#include <weir/mem.h>

#include "common/mariadb/cdc_filter.h"
#include "snapshot_parts.h"

#define ROWS_WORTH_CUTTING 50000

/* ---- which tables, in which order ---- */

static struct weir_str select_of(const struct mariadb_conf *conf, const struct my_table *table)
{
    for (size_t i = 0; i < conf->select_statements.n; i++) {
        const struct weir_conf_match *match = &conf->select_statements.items[i];
        struct weir_str id = match->captures[0];
        ptrdiff_t dot = weir_str_chr(id, '.');
        if (dot > 0 && weir_str_eq(weir_str_n(id.p, (size_t)dot), table->db) &&
            weir_str_eq(weir_str_from(id, (size_t)dot + 1), table->name)) {
            return match->value;
        }
    }
    return WEIR_STR_NULL;
}

static enum weir_verdict estimate(struct source_snapshot *snapshot, struct snapshot_table *table,
                                  struct weir_err *err)
{
    struct weir_buf sql;
    struct my_rows rows;
    weir_buf_init(&sql, 4096);
    weir_buf_text(&sql, "SELECT TABLE_ROWS FROM information_schema.TABLES WHERE TABLE_SCHEMA=");
    my_quote_text(&sql, table->db);
    weir_buf_text(&sql, " AND TABLE_NAME=");
    my_quote_text(&sql, table->name);
    enum weir_verdict verdict = my_session_rows(snapshot->source->session, weir_buf_cstr(&sql),
                                                &snapshot->arena, &rows, err);
    weir_buf_free(&sql);
    table->estimate = -1;
    if (verdict == WEIR_OK && rows.n_rows && rows.cells[0].p &&
        !weir_str_to_i64(rows.cells[0], &table->estimate)) {
        table->estimate = -1;
    }
    return verdict;
}

static int by_place(const void *a, const void *b)
{
    const struct snapshot_table *x = a;
    const struct snapshot_table *y = b;
    if (x->order != y->order) {
        return x->order < y->order ? -1 : 1;
    }
    int db = weir_str_cmp(x->db, y->db);
    return db ? db : weir_str_cmp(x->name, y->name);
}

static int by_few_rows(const void *a, const void *b)
{
    const struct snapshot_table *x = a;
    const struct snapshot_table *y = b;
    return x->estimate == y->estimate ? by_place(a, b) : x->estimate < y->estimate ? -1 : 1;
}

static int by_many_rows(const void *a, const void *b)
{
    const struct snapshot_table *x = a;
    const struct snapshot_table *y = b;
    return x->estimate == y->estimate ? by_place(a, b) : x->estimate > y->estimate ? -1 : 1;
}

/* Of a blocking snapshot; NULL: the table is not in it. */
static const struct snapshot_only *only_of(const struct snapshot_plan *plan,
                                           const struct my_table *table)
{
    for (size_t i = 0; i < plan->n_only; i++) {
        const struct snapshot_only *only = &plan->only[i];
        if (weir_str_eq(only->db, table->db) && weir_str_eq(only->name, table->name)) {
            return only;
        }
    }
    return NULL;
}

static bool is_wanted(const struct source_snapshot *snapshot, const struct my_table *table)
{
    const struct snapshot_plan *plan = &snapshot->plan;
    return plan->only ? only_of(plan, table) != NULL
                      : cdc_filter_snapshot(snapshot->source->conf, table->db, table->name);
}

static enum weir_verdict find_tables(struct source_snapshot *snapshot, struct weir_err *err)
{
    static int (*const orders[])(const void *, const void *) = {by_place, by_few_rows,
                                                                by_many_rows};
    struct source *source = snapshot->source;
    const struct mariadb_conf *conf = source->conf;
    const struct my_table **known;
    size_t n = cdc_schema_list(source->schema, &snapshot->arena, &known);
    snapshot->tables = WEIR_NEW_ARRAY(&snapshot->arena, struct snapshot_table, n);
    for (size_t i = 0; i < n; i++) {
        const struct my_table *table = known[i];
        const struct source_table *own = source_table_find(source, table->db, table->name);
        if (!own || !own->is_data || !is_wanted(snapshot, table)) {
            continue;
        }
        struct snapshot_table *to = &snapshot->tables[snapshot->n_tables++];
        to->db = table->db;
        to->name = table->name;
        to->id = weir_str_of(weir_arena_printf(&snapshot->arena, "%.*s.%.*s",
                                               WEIR_STR_ARG(table->db), WEIR_STR_ARG(table->name)));
        to->table = table;
        to->select = snapshot->plan.only ? only_of(&snapshot->plan, table)->select
                                         : select_of(conf, table);
        to->order = cdc_filter_match(&conf->table_include, table->db, table->name);
        if (estimate(snapshot, to, err) != WEIR_OK) {
            return err->class;
        }
    }
    qsort(snapshot->tables, snapshot->n_tables, sizeof(*snapshot->tables),
          orders[conf->order_by_rows]);
    return WEIR_OK;
}

/* ---- chunks ---- */

static enum weir_verdict add_chunk(struct source_snapshot *snapshot, struct snapshot_table *table,
                                   struct weir_str where, bool done, struct weir_err *err)
{
    if (snapshot->n_chunks == snapshot->cap_chunks) {
        snapshot->cap_chunks = snapshot->cap_chunks ? 2 * snapshot->cap_chunks : 64;
        snapshot->chunks =
            weir_xrealloc(snapshot->chunks, snapshot->cap_chunks, sizeof(*snapshot->chunks));
    }
    struct snapshot_chunk *chunk = &snapshot->chunks[snapshot->n_chunks];
    *chunk = (struct snapshot_chunk){.table = table,
                                     .where = where,
                                     .done = done,
                                     .first = atomic_load(&table->chunks_left) == 0};
    if (done) {
        table->n_done++;
        snapshot->n_chunks++;
        return WEIR_OK;
    }
    if (cdc_table_make(snapshot->source->maker, table->table, &chunk->cdc, err) != WEIR_OK) {
        return err->class;
    }
    snapshot->n_chunks++;
    atomic_fetch_add(&table->chunks_left, 1);
    return WEIR_OK;
}

static const struct my_column *integer_key(const struct snapshot_table *table)
{
    int at = table->table->n_key ? my_column_find(table->table, table->table->key[0]) : -1;
    if (at < 0) {
        return NULL;
    }
    const struct my_column *column = &table->table->columns[at];
    return column->kind >= MY_TINYINT && column->kind <= MY_BIGINT && !column->optional ? column
                                                                                       : NULL;
}

static enum weir_verdict key_range(struct source_snapshot *snapshot,
                                   const struct snapshot_table *table,
                                   const struct my_column *key, int64_t *low, int64_t *high,
                                   bool *known, struct weir_err *err)
{
    struct weir_buf sql;
    struct my_rows rows;
    weir_buf_init(&sql, 4096);
    weir_buf_text(&sql, "SELECT MIN(");
    my_quote_name(&sql, key->name);
    weir_buf_text(&sql, "), MAX(");
    my_quote_name(&sql, key->name);
    weir_buf_text(&sql, ") FROM ");
    my_quote_name(&sql, table->db);
    weir_buf_char(&sql, '.');
    my_quote_name(&sql, table->name);
    enum weir_verdict verdict = my_session_rows(snapshot->source->session, weir_buf_cstr(&sql),
                                                &snapshot->arena, &rows, err);
    weir_buf_free(&sql);
    *known = verdict == WEIR_OK && rows.n_rows && rows.cells[0].p && rows.cells[1].p &&
             weir_str_to_i64(rows.cells[0], low) && weir_str_to_i64(rows.cells[1], high);
    return verdict;
}

static size_t pieces(const struct source_snapshot *snapshot, const struct snapshot_table *table)
{
    const struct mariadb_conf *conf = snapshot->source->conf;
    size_t most = (size_t)conf->snapshot_threads * (size_t)conf->snapshot_multiplier;
    if (table->select.p || conf->legacy_threads || table->estimate < ROWS_WORTH_CUTTING) {
        return 1;
    }
    size_t worth = (size_t)(table->estimate / ROWS_WORTH_CUTTING) + 1;
    return worth < most ? worth : most;
}

static struct weir_str range_text(struct source_snapshot *snapshot, const struct my_column *key,
                                  int64_t from, int64_t to, bool first, bool last)
{
    struct weir_buf sql;
    weir_buf_init(&sql, 4096);
    if (!first) {
        my_quote_name(&sql, key->name);
        weir_buf_printf(&sql, " >= %" PRId64, from);
    }
    if (!last) {
        weir_buf_text(&sql, first ? "" : " AND ");
        my_quote_name(&sql, key->name);
        weir_buf_printf(&sql, " < %" PRId64, to);
    }
    struct weir_str text = weir_arena_str(&snapshot->arena, weir_buf_view(&sql));
    weir_buf_free(&sql);
    return text;
}

static enum weir_verdict find_cuts(struct source_snapshot *snapshot, struct snapshot_table *table,
                                   const struct my_column *key, struct weir_err *err)
{
    size_t n = key ? pieces(snapshot, table) : 1;
    int64_t high = 0;
    bool known = false;
    table->n_chunks = 1;
    if (n > 1 && key_range(snapshot, table, key, &table->low, &high, &known, err) != WEIR_OK) {
        return err->class;
    }
    uint64_t span = known ? (uint64_t)high - (uint64_t)table->low : 0;
    if (span >= n) {
        table->n_chunks = n;
        table->step = span / n + 1;
    }
    return WEIR_OK;
}

static bool is_in(const struct weir_json *done, size_t i)
{
    for (const struct weir_json *at = done ? done->first : NULL; at; at = at->next) {
        int64_t x = -1;
        if (weir_str_to_i64(at->text, &x) && x == (int64_t)i) {
            return true;
        }
    }
    return false;
}

/* As it was cut before the snapshot was interrupted, else anew. */
static enum weir_verdict cut(struct source_snapshot *snapshot, struct snapshot_table *table,
                             struct weir_err *err)
{
    const struct my_column *key = integer_key(table);
    const struct weir_json *done = snapshot_state_table(snapshot, table);
    done = key || table->n_chunks == 1 ? done : NULL;
    if (!done && find_cuts(snapshot, table, key, err) != WEIR_OK) {
        return err->class;
    }
    int64_t from = table->low;
    size_t n = table->n_chunks;
    table->first_chunk = snapshot->n_chunks;
    for (size_t i = 0; i < n; i++) {
        int64_t to = (int64_t)((uint64_t)from + table->step);
        struct weir_str where =
            n > 1 ? range_text(snapshot, key, from, to, i == 0, i == n - 1) : WEIR_STR_NULL;
        if (add_chunk(snapshot, table, where, is_in(done, i), err) != WEIR_OK) {
            return err->class;
        }
        from = to;
    }
    return WEIR_OK;
}

enum weir_verdict snapshot_chunks(struct source_snapshot *snapshot, struct weir_err *err)
{
    enum weir_verdict verdict = find_tables(snapshot, err);
    for (size_t i = 0; verdict == WEIR_OK && i < snapshot->n_tables; i++) {
        verdict = cut(snapshot, &snapshot->tables[i], err);
    }
    return verdict;
}
