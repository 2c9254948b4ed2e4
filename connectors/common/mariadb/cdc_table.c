/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_table.c: a table's definition and the maker come in; topic, schemas and the steps of its rows
 * go out. Batches hold the table while they have records with its texts.
 */
#include "cdc_table.h"

#include <stdlib.h>

#include <weir/mem.h>

#include "cdc_names.h"
#include "cdc_row.h"
#include "cdc_rules.h"
#include "cdc_source.h"
#include "cdc_struct.h"

#define KEEP_SEARCH 8u
#define ARENA_CHUNK 1024 /* there may be thousands of tables: what is left of it is little */

/* ---- names ---- */

static struct weir_str named(struct cdc_table *cdc, const char *suffix)
{
    char *name = weir_arena_printf(&cdc->arena, "%.*s.%s", WEIR_STR_ARG(cdc->topic), suffix);
    return cdc_names_schema(cdc->maker->conf, weir_str_of(name), &cdc->arena);
}

/* ---- columns ---- */

static enum weir_verdict make_columns(struct cdc_table *cdc, struct weir_err *err)
{
    const struct my_table *table = cdc->table;
    cdc->n_columns = table->n_columns;
    cdc->columns = WEIR_NEW_ARRAY(&cdc->arena, struct cdc_column, table->n_columns);
    for (uint32_t i = 0; i < table->n_columns; i++) {
        struct cdc_column *col = &cdc->columns[i];
        col->column = &table->columns[i];
        col->name = weir_str_of(weir_arena_printf(&cdc->arena, "%.*s.%.*s", WEIR_STR_ARG(cdc->id),
                                                  WEIR_STR_ARG(col->column->name)));
        if (!col->column->hidden &&
            cdc_column_make(cdc->maker, table, col, &cdc->arena, err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

/* ---- the key ---- */

static enum weir_verdict choose_key(struct cdc_table *cdc, struct weir_err *err)
{
    const struct my_table *table = cdc->table;
    uint32_t *columns = WEIR_NEW_ARRAY(&cdc->arena, uint32_t, cdc->n_columns + table->n_key);
    cdc->key_columns = columns;
    cdc->n_key = cdc_rules_key(cdc->maker->rules, cdc->columns, cdc->n_columns, columns);
    if (cdc->n_key) {
        return WEIR_OK;
    }
    for (uint32_t i = 0; i < table->n_key; i++) {
        int at = my_column_find(table, table->key[i]);
        if (at < 0) {
            return weir_err_set(err, WEIR_BAD_DATA, "%.*s has no key column %.*s",
                                WEIR_STR_ARG(cdc->id), WEIR_STR_ARG(table->key[i]));
        }
        if (cdc->columns[at].key_schema) {
            columns[cdc->n_key++] = (uint32_t)at;
        }
    }
    return WEIR_OK;
}

/* Two names that became one. */
static enum weir_verdict check_names(const struct cdc_table *cdc, const struct weir_field *fields,
                                     const uint32_t *columns, uint32_t n, struct weir_err *err)
{
    for (uint32_t i = 1; i < n; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (weir_str_eq(fields[i].name, fields[k].name)) {
                return weir_err_set(
                    err, WEIR_BAD_CONFIG,
                    "%.*s: the columns %.*s and %.*s both become the field %.*s by "
                    "field.name.adjustment.mode",
                    WEIR_STR_ARG(cdc->id), WEIR_STR_ARG(cdc->columns[columns[k]].column->name),
                    WEIR_STR_ARG(cdc->columns[columns[i]].column->name),
                    WEIR_STR_ARG(fields[i].name));
            }
        }
    }
    return WEIR_OK;
}

static const struct weir_schema *struct_of(struct weir_str name, bool optional,
                                           const struct weir_field *fields, size_t n)
{
    return weir_schema_make(&(struct weir_schema_spec){.type = WEIR_STRUCT,
                                                       .optional = optional,
                                                       .name = name,
                                                       .fields = fields,
                                                       .n_fields = n});
}

static enum weir_verdict make_key(struct cdc_table *cdc, struct weir_err *err)
{
    struct weir_field *fields = WEIR_NEW_ARRAY(&cdc->arena, struct weir_field, cdc->n_key + 1);
    uint32_t n = cdc->n_key;
    for (uint32_t i = 0; i < n; i++) {
        const struct cdc_column *col = &cdc->columns[cdc->key_columns[i]];
        fields[i].name = cdc_names_field(cdc->maker->conf, col->column->name, &cdc->arena);
        fields[i].schema = col->key_schema;
    }
    if (check_names(cdc, fields, cdc->key_columns, n, err) != WEIR_OK) {
        return err->class;
    }
    if (cdc->key_identity.p) {
        fields[n].name = cdc->maker->conf->topic_key_field;
        fields[n++].schema = weir_schema_plain(WEIR_STRING, false);
    }
    if (n) {
        cdc->key_schema = struct_of(named(cdc, "Key"), false, fields, n);
    }
    return WEIR_OK;
}

/* ---- the row and the envelope ---- */

static enum weir_verdict make_row(struct cdc_table *cdc, int32_t *field_of, struct weir_err *err)
{
    struct weir_arena *arena = &cdc->arena;
    struct weir_field *fields = WEIR_NEW_ARRAY(arena, struct weir_field, cdc->n_columns);
    uint32_t *columns = WEIR_NEW_ARRAY(arena, uint32_t, cdc->n_columns);
    uint32_t n = 0;
    for (uint32_t i = 0; i < cdc->n_columns; i++) {
        const struct cdc_column *col = &cdc->columns[i];
        field_of[i] = -1;
        if (col->schema && cdc_rules_includes(cdc->maker->conf, col->name)) {
            field_of[i] = (int32_t)n;
            columns[n] = i;
            fields[n].name = cdc_names_field(cdc->maker->conf, col->column->name, arena);
            fields[n++].schema = col->schema;
        }
    }
    cdc->n_fields = n;
    if (check_names(cdc, fields, columns, n, err) != WEIR_OK) {
        return err->class;
    }
    cdc->row_schema = struct_of(named(cdc, "Value"), true, fields, n);
    return WEIR_OK;
}

static void make_envelope(struct cdc_table *cdc)
{
    struct cdc_struct plan = {.name = named(cdc, "Envelope"), .version = 2};
    cdc_struct_field(&plan, "before", cdc->row_schema);
    cdc_struct_field(&plan, "after", cdc->row_schema);
    cdc_struct_field(&plan, "source", cdc->maker->source_schema);
    cdc_struct_field(&plan, "transaction", cdc->maker->txn_schema);
    cdc_struct_plain(&plan, "op", WEIR_STRING, false);
    cdc_struct_plain(&plan, "ts_ms", WEIR_INT64, true);
    cdc_struct_plain(&plan, "ts_us", WEIR_INT64, true);
    cdc_struct_plain(&plan, "ts_ns", WEIR_INT64, true);
    cdc->envelope_schema = cdc_struct_make(&plan);
}

/* ---- steps ---- */

static int32_t key_place(const struct cdc_table *cdc, uint32_t column)
{
    for (uint32_t i = 0; i < cdc->n_key; i++) {
        if (cdc->key_columns[i] == column) {
            return (int32_t)i;
        }
    }
    return -1;
}

static void make_steps(struct cdc_table *cdc, const int32_t *field_of)
{
    size_t size = weir_arena_product(cdc->n_columns + 1, sizeof(struct cdc_step));
    struct cdc_step *text = weir_arena_zalloc(&cdc->arena, size);
    struct cdc_step *cell = weir_arena_zalloc(&cdc->arena, size);
    uint32_t n = 0;
    for (uint32_t i = 0; i < cdc->n_columns; i++) {
        int32_t key = key_place(cdc, i);
        if (field_of[i] >= 0 || key >= 0) {
            const struct cdc_column *col = &cdc->columns[i];
            text[n] = (struct cdc_step){.decode = col->of_text,
                                        .col = col,
                                        .cell = n,
                                        .field = field_of[i],
                                        .key = key,
                                        .is_plain = key < 0 && !col->mask && !col->is_truth};
            cell[n] = text[n];
            n++;
        }
    }
    cdc->n_steps = n;
    cdc->text_steps = text;
    cdc->cell_steps = cell;
}

/* ---- ---- */

static enum weir_verdict make_parts(struct cdc_table *cdc, struct weir_err *err)
{
    struct weir_arena *arena = &cdc->arena;
    const struct my_table *table = cdc->table;
    cdc->id = weir_str_of(weir_arena_printf(arena, "%.*s.%.*s", WEIR_STR_ARG(table->db),
                                            WEIR_STR_ARG(table->name)));
    if (cdc_names_topic(cdc->maker->conf, table->db, table->name, arena, &cdc->topic, err) !=
            WEIR_OK ||
        cdc_names_identity(cdc->maker->conf, table->db, table->name, arena, &cdc->key_identity,
                           err) != WEIR_OK ||
        make_columns(cdc, err) != WEIR_OK || choose_key(cdc, err) != WEIR_OK ||
        make_key(cdc, err) != WEIR_OK) {
        return err->class;
    }
    int32_t *field_of = WEIR_NEW_ARRAY(arena, int32_t, cdc->n_columns);
    if (make_row(cdc, field_of, err) != WEIR_OK) {
        return err->class;
    }
    make_envelope(cdc);
    make_steps(cdc, field_of);
    struct weir_value *source = WEIR_NEW_ARRAY(arena, struct weir_value, CDC_SOURCE_FIELDS);
    cdc_source_constant(cdc->maker, weir_arena_str(arena, table->db),
                        weir_arena_str(arena, table->name), source);
    cdc->source = source;
    return WEIR_OK;
}

enum weir_verdict cdc_table_make(struct cdc_maker *maker, const struct my_table *table,
                                 struct cdc_table **out, struct weir_err *err)
{
    struct cdc_table *cdc = weir_xcalloc(1, sizeof(*cdc));
    weir_arena_init(&cdc->arena, ARENA_CHUNK);
    atomic_init(&cdc->holds, 1);
    cdc->maker = cdc_maker_hold(maker);
    cdc->table = table;
    if (make_parts(cdc, err) != WEIR_OK) {
        cdc_table_free(cdc);
        return err->class;
    }
    *out = cdc;
    return WEIR_OK;
}

static void release(struct cdc_table *cdc)
{
    for (uint32_t i = 0; i < cdc->n_columns; i++) {
        weir_schema_unref(cdc->columns[i].schema);
        weir_schema_unref(cdc->columns[i].key_schema);
    }
    weir_schema_unref(cdc->key_schema);
    weir_schema_unref(cdc->row_schema);
    weir_schema_unref(cdc->envelope_schema);
    cdc_maker_free(cdc->maker);
    weir_arena_free(&cdc->arena);
    free(cdc);
}

void cdc_table_free(struct cdc_table *cdc)
{
    if (cdc && atomic_fetch_sub_explicit(&cdc->holds, 1, memory_order_acq_rel) == 1) {
        release(cdc);
    }
}

static void let_go(void *p)
{
    cdc_table_free(p);
}

void cdc_table_keep(struct cdc_table *cdc, struct weir_batch *batch)
{
    uint32_t oldest = batch->n > KEEP_SEARCH ? batch->n - KEEP_SEARCH : 0;
    for (uint32_t i = batch->n; i > oldest; i--) {
        if (batch->recs[i - 1].topic.p == cdc->topic.p) {
            return;
        }
    }
    atomic_fetch_add_explicit(&cdc->holds, 1, memory_order_relaxed);
    weir_arena_hook(&batch->arena, let_go, cdc);
}

/* ---- binding ---- */

/* The cell of each step: by name where the table map has names, else by place. */
static int64_t cell_of(const struct binlog_table_map *map, const struct cdc_table *cdc,
                       const struct cdc_column *col)
{
    if (!map->has_names) {
        return col - cdc->columns;
    }
    for (uint32_t i = 0; i < map->n_columns; i++) {
        if (weir_str_eq_nocase(map->names[i], col->column->name)) {
            return i;
        }
    }
    return -1;
}

enum weir_verdict cdc_table_bind(struct cdc_table *cdc, const struct binlog_table_map *map,
                                 struct weir_err *err)
{
    struct cdc_step *steps = cdc->cell_steps;
    if (map->n_columns < cdc->n_columns && !map->has_names) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "%.*s has %u columns in the schema history, its rows in the binlog %u",
                            WEIR_STR_ARG(cdc->id), cdc->n_columns, map->n_columns);
    }
    for (uint32_t i = 0; i < cdc->n_steps; i++) {
        struct cdc_column *col = &cdc->columns[steps[i].col - cdc->columns];
        int64_t cell = cell_of(map, cdc, col);
        if (cell < 0 || cell >= map->n_columns) {
            return weir_err_set(err, WEIR_BAD_DATA, "%.*s is not in the binlog's rows",
                                WEIR_STR_ARG(col->name));
        }
        if (cdc_column_bind(col, &map->columns[cell], err) != WEIR_OK) {
            return err->class;
        }
        steps[i].cell = (uint32_t)cell;
        steps[i].decode = col->of_cell;
    }
    return WEIR_OK;
}
