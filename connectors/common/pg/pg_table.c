/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_table.c: four questions to the catalogue: which table, its columns, its unique keys, its
 * foreign keys.
 */
#include "common/pg/pg_table.h"

#include <stdlib.h>

static const char find_sql[] =
    "SELECT c.oid, n.nspname, c.relname, c.relkind, "
    "CASE WHEN c.relkind <> 'r' OR c.relhastriggers OR c.relhasrules OR c.relrowsecurity THEN false "
    "ELSE pg_catalog.pg_relation_size(c.oid) = 0 END "
    "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace, "
    "(SELECT CASE WHEN $2::text IS NOT NULL THEN ARRAY[$2::text] "
    "WHEN $3::text IS NOT NULL THEN pg_catalog.regexp_split_to_array(replace(replace($3, '\"', ''), "
    "'$user', current_user), ' *, *') "
    "ELSE pg_catalog.current_schemas(false)::text[] END AS path) p "
    "WHERE c.relkind IN ('r', 'p', 'v', 'f') AND n.nspname = ANY (p.path) "
    "AND (c.relname = $1 OR ($4 = 't' AND lower(c.relname) = lower($1))) "
    "ORDER BY array_position(p.path, n.nspname::text), c.relname = $1 DESC, c.relname LIMIT 1";

static const char columns_sql[] =
    "SELECT a.attname, a.atttypid, CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END, "
    "format_type(a.atttypid, a.atttypmod), "
    "format_type(CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END, -1), "
    "CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END, "
    "a.attnotnull OR t.typnotnull, a.atthasdef OR a.attidentity <> '', a.attgenerated <> '', "
    "a.attidentity = 'a', a.attnum, coalesce(NOT c.collisdeterministic, false) "
    "FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid "
    "LEFT JOIN pg_catalog.pg_collation c ON c.oid = a.attcollation "
    "WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

static const char keys_sql[] =
    "SELECT i.indisprimary, k.attnum, i.indexrelid, NOT i.indimmediate "
    "FROM pg_catalog.pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place) "
    "WHERE i.indrelid = $1::oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL "
    "AND i.indexprs IS NULL AND k.place <= i.indnkeyatts "
    "ORDER BY i.indisprimary DESC, i.indexrelid, k.place";

static const char parents_sql[] =
    "SELECT confrelid, condeferrable FROM pg_catalog.pg_constraint "
    "WHERE conrelid = $1::oid AND contype = 'f' AND confrelid <> conrelid";

/* Of varchar, char (both with four bytes more) and bit. */
static int32_t length_of(uint32_t type, int64_t typmod)
{
    bool is_text = type == 1042 || type == 1043;
    bool is_bit = type == 1560 || type == 1562;
    return typmod < 0 ? -1 : is_text ? (int32_t)typmod - 4 : is_bit ? (int32_t)typmod : -1;
}

static struct weir_str keep(struct weir_arena *arena, const struct pg_rows *rows, size_t row,
                            int column)
{
    return weir_arena_str(arena, pg_rows_get(rows, row, column));
}

static int64_t *read_columns(struct pg_table *table, const struct pg_rows *rows,
                             struct weir_arena *arena)
{
    table->n_columns = (uint32_t)pg_rows_count(rows);
    table->columns = WEIR_NEW_ARRAY(arena, struct pg_column, table->n_columns);
    int64_t *numbers = WEIR_NEW_ARRAY(arena, int64_t, table->n_columns);
    for (uint32_t i = 0; i < table->n_columns; i++) {
        uint32_t base = (uint32_t)pg_rows_int(rows, i, 2);
        table->columns[i] = (struct pg_column){
            .name = keep(arena, rows, i, 0),
            .type = (uint32_t)pg_rows_int(rows, i, 1),
            .base = base,
            .type_name = keep(arena, rows, i, 3),
            .cast_name = keep(arena, rows, i, 4),
            .length = length_of(base, pg_rows_int(rows, i, 5)),
            .not_null = pg_rows_true(rows, i, 6),
            .has_default = pg_rows_true(rows, i, 7),
            .generated = pg_rows_true(rows, i, 8),
            .identity_always = pg_rows_true(rows, i, 9),
            .alike = pg_rows_true(rows, i, 11),
        };
        numbers[i] = pg_rows_int(rows, i, 10);
    }
    return numbers;
}

static uint32_t place_of(const struct pg_table *table, const int64_t *numbers, int64_t number)
{
    uint32_t i = 0;
    while (i < table->n_columns && numbers[i] != number) {
        i++;
    }
    return i;
}

static void read_keys(struct pg_table *table, const struct pg_rows *rows, const int64_t *numbers,
                      struct weir_arena *arena)
{
    size_t n = pg_rows_count(rows);
    uint32_t *columns = WEIR_NEW_ARRAY(arena, uint32_t, n);
    table->keys = WEIR_NEW_ARRAY(arena, struct pg_key, n);
    for (size_t i = 0; i < n; i++) {
        bool begins = i == 0 || pg_rows_int(rows, i, 2) != pg_rows_int(rows, i - 1, 2);
        columns[i] = place_of(table, numbers, pg_rows_int(rows, i, 1));
        if (begins) {
            table->keys[table->n_keys++] =
                (struct pg_key){.columns = columns + i, .primary = pg_rows_true(rows, i, 0)};
            table->deferrable = table->deferrable || pg_rows_true(rows, i, 3);
        }
        table->keys[table->n_keys - 1].n++;
    }
}

static void read_parents(struct pg_table *table, const struct pg_rows *rows,
                         struct weir_arena *arena)
{
    table->n_parents = (uint32_t)pg_rows_count(rows);
    uint32_t *parents = WEIR_NEW_ARRAY(arena, uint32_t, table->n_parents);
    for (uint32_t i = 0; i < table->n_parents; i++) {
        parents[i] = (uint32_t)pg_rows_int(rows, i, 0);
        table->deferrable = table->deferrable || pg_rows_true(rows, i, 1);
    }
    table->parents = parents;
}

static enum weir_verdict read_parts(struct pg_session *session, struct pg_table *table,
                                    struct weir_arena *arena, struct weir_err *err)
{
    struct weir_str oid = weir_str_of(weir_arena_printf(arena, "%u", table->oid));
    struct pg_rows *rows = NULL;
    if (pg_query(session, columns_sql, &oid, 1, &rows, err) != WEIR_OK) {
        return err->class;
    }
    const int64_t *numbers = read_columns(table, rows, arena);
    pg_rows_free(rows);
    if (pg_query(session, keys_sql, &oid, 1, &rows, err) != WEIR_OK) {
        return err->class;
    }
    read_keys(table, rows, numbers, arena);
    pg_rows_free(rows);
    if (pg_query(session, parents_sql, &oid, 1, &rows, err) != WEIR_OK) {
        return err->class;
    }
    read_parents(table, rows, arena);
    pg_rows_free(rows);
    return WEIR_OK;
}

enum weir_verdict pg_table_read(struct pg_session *session, struct weir_str schema,
                                struct weir_str name, bool fold, struct weir_arena *arena,
                                struct pg_table **out, struct weir_err *err)
{
    const struct weir_str args[] = {name, schema, pg_session_search_path(session),
                                    fold ? WEIR_STR("t") : WEIR_STR("f")};
    struct pg_rows *rows = NULL;
    *out = NULL;
    if (pg_query(session, find_sql, args, 4, &rows, err) != WEIR_OK) {
        return err->class;
    }
    struct pg_table *table = NULL;
    if (pg_rows_count(rows)) {
        table = WEIR_NEW(arena, struct pg_table);
        table->oid = (uint32_t)pg_rows_int(rows, 0, 0);
        table->schema = keep(arena, rows, 0, 1);
        table->name = keep(arena, rows, 0, 2);
        table->kind = pg_rows_get(rows, 0, 3).p[0];
        table->blank = pg_rows_true(rows, 0, 4);
    }
    pg_rows_free(rows);
    if (table && read_parts(session, table, arena, err) != WEIR_OK) {
        return err->class;
    }
    *out = table;
    return WEIR_OK;
}

int pg_table_column(const struct pg_table *table, struct weir_str name, bool fold)
{
    for (uint32_t i = 0; i < table->n_columns; i++) {
        if (weir_str_eq(table->columns[i].name, name)) {
            return (int)i;
        }
    }
    for (uint32_t i = 0; fold && i < table->n_columns; i++) {
        if (weir_str_eq_nocase(table->columns[i].name, name)) {
            return (int)i;
        }
    }
    return -1;
}
