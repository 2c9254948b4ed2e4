/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_row.c: cells come in, COPY's binary rows go out. A table whose columns are fields of the
 * source as they are goes straight from the cell's value to its binary form; any other is made into
 * the records of the pipeline, a batch at a time, and goes through the sink's transformations.
 */
#include "migrate_row.h"

#include <stdlib.h>

#include <weir/mem.h>

#include "common/mariadb/cdc_envelope.h"
#include "common/pg/pg_binary.h"
#include "common/pg/pg_type.h"
#include "migrate_chain.h"

#define ARENA_KEEP   ((size_t)256 * 1024)
#define BATCH_RECORDS 1024
#define BATCH_BYTES  ((size_t)4 << 20)

struct migrate_rows {
    const struct migrate_table *table;
    struct cdc_table *cdc;
    struct sink_bind *binds;
    struct weir_arena arena; /* of values */
    struct migrate_chain *chain; /* NULL: straight */
    struct weir_batch *batch;
    int64_t written;
    uint64_t n_nul;
};

static bool is_text(uint32_t oid)
{
    return oid == PG_TEXT || oid == PG_VARCHAR || oid == PG_BPCHAR || oid == PG_JSON ||
           oid == PG_XML;
}

bool migrate_copies(const struct sink_bind *bind)
{
    uint32_t to = bind->column->base;
    return bind->wire == to || (bind->wire == PG_TEXT && is_text(to)) ||
           (bind->wire == PG_VARBIT && to == PG_BIT);
}

enum weir_verdict migrate_rows_open(struct migrate *migrate, struct migrate_table *table,
                                    struct migrate_rows **out, struct weir_err *err)
{
    uint32_t n = table->plan->n_columns;
    struct migrate_rows *rows = weir_xcalloc(1, sizeof(*rows));
    weir_arena_init(&rows->arena, ARENA_KEEP);
    rows->table = table;
    rows->binds = weir_xcalloc(n, sizeof(*rows->binds));
    for (uint32_t i = 0; i < n; i++) {
        rows->binds[i] = table->fields[i].bind;
        rows->binds[i].n_nul = &rows->n_nul;
    }
    enum weir_verdict verdict = cdc_table_make(migrate->maker, table->definition, &rows->cdc, err);
    if (verdict == WEIR_OK && table->through_chain) {
        rows->batch = weir_batch_new(BATCH_RECORDS, BATCH_BYTES, BATCH_BYTES);
        weir_batch_offset(rows->batch, WEIR_STR("{}"), WEIR_STR("{}"));
        verdict = migrate_chain_open(&migrate->config.sink_props, &migrate->log, &rows->chain, err);
    }
    if (verdict != WEIR_OK) {
        migrate_rows_close(rows);
        return verdict;
    }
    *out = rows;
    return WEIR_OK;
}

void migrate_rows_close(struct migrate_rows *rows)
{
    if (!rows) {
        return;
    }
    if (rows->batch) {
        weir_batch_free(rows->batch);
    }
    migrate_chain_close(rows->chain);
    cdc_table_free(rows->cdc);
    weir_arena_free(&rows->arena);
    free(rows->binds);
    free(rows);
}

int64_t migrate_rows_written(const struct migrate_rows *rows)
{
    return rows->written;
}

int64_t migrate_rows_nul(const struct migrate_rows *rows)
{
    return (int64_t)rows->n_nul;
}

/* ---- values ---- */

/* What is wrong with it, and how to find such rows; values are not told. */
static void say_why(struct weir_buf *words, const struct sink_bind *bind, struct weir_str field,
                    struct weir_value val)
{
    if (bind->reject_nul && val.type == WEIR_STRING && memchr(val.p, 0, val.n)) {
        weir_buf_text(words, ": it has U+0000 in it, and the sink's nul.characters is reject");
    } else if (bind->type.kind == KIND_TIME) {
        weir_buf_text(words, ": it is negative or beyond a day, as is in rows WHERE ");
        my_quote_name(words, field);
        weir_buf_text(words, " NOT BETWEEN '00:00:00' AND '24:00:00'");
    }
}

static enum weir_verdict refuse(const struct migrate_rows *rows, uint32_t i, struct weir_value val,
                                struct weir_err *err)
{
    const struct sink_column *column = &rows->table->plan->columns[i];
    const struct sink_bind *bind = &rows->binds[i];
    struct weir_buf words, why;
    weir_buf_init(&words, 1024);
    weir_buf_init(&why, 1024);
    sink_type_words(&words, column->schema);
    say_why(&why, bind, column->field, val);
    weir_err_set(err, WEIR_BAD_DATA, "%.*s, column %.*s: a value of type %.*s cannot be stored as %.*s%.*s",
                 WEIR_STR_ARG(rows->table->id), WEIR_STR_ARG(column->field),
                 WEIR_STR_ARG(weir_buf_view(&words)), WEIR_STR_ARG(bind->column->type_name),
                 WEIR_STR_ARG(weir_buf_view(&why)));
    weir_buf_free(&words);
    weir_buf_free(&why);
    return WEIR_BAD_DATA;
}

static enum weir_verdict put_row(struct migrate_rows *rows, const struct weir_value *key,
                                 const struct weir_value *row, struct weir_buf *out,
                                 struct weir_err *err)
{
    const struct migrate_table *table = rows->table;
    uint32_t n = table->plan->n_columns;
    weir_buf_be16(out, (uint16_t)n);
    for (uint32_t i = 0; i < n; i++) {
        const struct migrate_field *field = &table->fields[i];
        struct sink_bind *bind = &rows->binds[i];
        struct weir_value val =
            sink_bind_value(bind, (field->in_key ? key : row)[field->at]);
        if (val.type == WEIR_NULL) {
            pg_put_null(out);
        } else if (!bind->put(bind, val, out)) {
            return refuse(rows, i, val, err);
        }
    }
    rows->written++;
    return WEIR_OK;
}

/* ---- by way of records ---- */

static enum weir_verdict put_record(struct migrate_rows *rows, const struct weir_record *rec,
                                    struct weir_buf *out, struct weir_err *err)
{
    const struct sink_plan *plan = rows->table->plan;
    if (rec->state != WEIR_REC_LIVE) {
        return WEIR_OK;
    }
    if (rec->key_schema != plan->key_schema || rec->value_schema != plan->value_schema ||
        !weir_str_eq(rec->topic, plan->topic)) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "%.*s: the sink's transformations send its rows to more than one table, "
                            "or give them more than one form",
                            WEIR_STR_ARG(rows->table->id));
    }
    struct weir_value row = plan->envelope ? rec->value.items[plan->after_at] : rec->value;
    const struct weir_value *key = rec->key.type == WEIR_STRUCT ? rec->key.items : &rec->key;
    return row.type == WEIR_STRUCT ? put_row(rows, key, row.items, out, err) : WEIR_OK;
}

enum weir_verdict migrate_rows_flush(struct migrate_rows *rows, struct weir_buf *out,
                                     struct weir_err *err)
{
    if (!rows->chain || !rows->batch->n) {
        return WEIR_OK;
    }
    enum weir_verdict verdict = migrate_chain_apply(rows->chain, rows->batch, err);
    for (uint32_t i = 0; verdict == WEIR_OK && i < rows->batch->n; i++) {
        verdict = put_record(rows, &rows->batch->recs[i], out, err);
    }
    weir_batch_reset(rows->batch);
    weir_batch_offset(rows->batch, WEIR_STR("{}"), WEIR_STR("{}"));
    return verdict;
}

static enum weir_verdict add_record(struct migrate_rows *rows, const struct weir_str *cells,
                                    struct weir_err *err)
{
    const struct cdc_origin origin = {.thread = -1, .file = WEIR_STR("")};
    struct cdc_change change = {.op = CDC_READ};
    if (cdc_table_row_of_text(rows->cdc, cells, &rows->batch->arena, &change.after, &change.key,
                              err) != WEIR_OK) {
        return err->class;
    }
    return cdc_envelope_add(rows->cdc, &origin, NULL, &change, 0, rows->batch, err);
}

/* ---- */

enum weir_verdict migrate_rows_add(struct migrate_rows *rows, const struct weir_str *cells,
                                   struct weir_buf *out, struct weir_err *err)
{
    if (rows->chain) {
        if (add_record(rows, cells, err) != WEIR_OK) {
            return err->class;
        }
        return weir_batch_full(rows->batch) ? migrate_rows_flush(rows, out, err) : WEIR_OK;
    }
    struct weir_value row, key;
    if (weir_arena_used(&rows->arena) > ARENA_KEEP / 2) {
        weir_arena_reset(&rows->arena);
    }
    if (cdc_table_row_of_text(rows->cdc, cells, &rows->arena, &row, &key, err) != WEIR_OK) {
        return err->class;
    }
    return put_row(rows, key.items, row.items, out, err);
}
