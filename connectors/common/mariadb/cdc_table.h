/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_table.h: everything derived once from a captured table and the connector's configuration, so
 * that a row costs no lookup: its topic, its schemas, and for each column how bytes become a value.
 * A table's definition changing makes a new one.
 */
#ifndef WEIR_CDC_TABLE_H
#define WEIR_CDC_TABLE_H

#include <weir/batch.h>

#include "binlog_types.h"
#include "cdc_maker.h"
#include "common/mysql/my_table.h"

struct cdc_column; /* cdc_column.h: from wire bytes and from text to a value */
struct cdc_step;   /* cdc_row.c: one cell of a row */

struct cdc_table {
    const struct my_table *table;
    struct weir_str id;    /* db.table */
    struct weir_str topic;
    const struct weir_schema *key_schema; /* NULL: no key */
    const struct weir_schema *row_schema; /* <topic>.Value */
    const struct weir_schema *envelope_schema;
    struct cdc_column *columns; /* of every table column, in the table's order */
    uint32_t n_columns;
    uint32_t n_fields;           /* of row_schema */
    const uint32_t *key_columns; /* table column of each key field */
    uint32_t n_key;

    /* cdc_*.c only */
    struct cdc_maker *maker;
    const struct weir_value *source; /* the source block's constant part */
    struct weir_str key_identity;    /* a last key field of the regex strategies; p NULL: none */
    struct cdc_step *cell_steps; /* since cdc_table_bind */
    const struct cdc_step *text_steps;
    uint32_t n_steps;
    struct weir_arena arena;
    atomic_uint holds;
};

/*
 * table has to live as long as rows are decoded, maker until the free. Free gives the caller's hold
 * up: batches with records of the table keep it until they are reset, on whatever thread.
 */
enum weir_verdict cdc_table_make(struct cdc_maker *maker, const struct my_table *table,
                                 struct cdc_table **out, struct weir_err *err);
void cdc_table_free(struct cdc_table *cdc); /* NULL is fine */
/* batch holds cdc and its schemas until it is reset; cheap when it does already. */
void cdc_table_keep(struct cdc_table *cdc, struct weir_batch *batch);

/* Binds the columns to a table map (wire types, hidden columns), or says why they do not fit. */
enum weir_verdict cdc_table_bind(struct cdc_table *cdc, const struct binlog_table_map *map,
                                 struct weir_err *err);

/*
 * A row's struct value and its key's, from cells of the binlog or of a snapshot's SELECT (cells in
 * the order of cdc_table_select's list). All is copied to arena, nothing points into the cells.
 * key may be NULL.
 */
enum weir_verdict cdc_table_row(const struct cdc_table *cdc, const struct weir_str *cells,
                                struct weir_arena *arena, struct weir_value *row,
                                struct weir_value *key, struct weir_err *err);
enum weir_verdict cdc_table_row_of_text(const struct cdc_table *cdc, const struct weir_str *cells,
                                        struct weir_arena *arena, struct weir_value *row,
                                        struct weir_value *key, struct weir_err *err);
/* Likewise of a row that was `before`, of these cells, which is decoded already: the values of cells
 * that are the same are the same, in the same arena. */
enum weir_verdict cdc_table_row_after(const struct cdc_table *cdc, const struct weir_str *cells,
                                      const struct weir_str *cells_before,
                                      struct weir_value before, struct weir_arena *arena,
                                      struct weir_value *row, struct weir_value *key,
                                      struct weir_err *err);
/* Appends the column list of a SELECT whose text form keeps every bit of every value. */
void cdc_table_select(const struct cdc_table *cdc, struct weir_buf *sql);

#endif
