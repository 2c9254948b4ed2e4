/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_columns.c: a plan comes in, the SQL that creates its table or adds what it lacks goes out:
 * names, types, defaults, the key.
 */
#include <math.h>
#include <stdlib.h>

#include <weir/decimal.h>
#include <weir/json.h>
#include <weir/mem.h>
#include <weir/time.h>

#include "common/pg/pg_sql.h"
#include "common/pg/pg_table.h"
#include "sink_plan.h"

/* ---- defaults ---- */

static void put_instant(struct weir_buf *buf, const struct sink_type *type, int64_t at)
{
    int64_t us = type->per_us < 0 ? at * -(int64_t)type->per_us : at / type->per_us;
    struct weir_civil civil;
    int64_t seconds = us / 1000000 - (us % 1000000 < 0);
    weir_civil_from_ms(seconds * 1000, &civil);
    weir_buf_char(buf, '\'');
    if (type->kind == KIND_TIMESTAMP) {
        weir_buf_printf(buf, "%04d-%02d-%02d ", civil.year, civil.month, civil.day);
    }
    weir_buf_printf(buf, "%02d:%02d:%02d", civil.hour, civil.minute, civil.second);
    int micros = (int)(us - seconds * 1000000);
    if (micros) {
        weir_buf_printf(buf, ".%06d", micros);
    }
    weir_buf_char(buf, '\'');
}

static void put_bytes(struct weir_buf *buf, struct weir_str bytes)
{
    weir_buf_text(buf, "'\\x");
    for (size_t i = 0; i < bytes.n; i++) {
        weir_buf_printf(buf, "%02x", (uint8_t)bytes.p[i]);
    }
    weir_buf_char(buf, '\'');
}

/* Debezium's sources hand over the DDL's own text: there a quote may be doubled already. */
static void put_text(struct weir_buf *buf, struct weir_str text)
{
    struct weir_buf once;
    weir_buf_init(&once, text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        weir_buf_char(&once, text.p[i]);
        i += text.p[i] == '\'' && i + 1 < text.n && text.p[i + 1] == '\'';
    }
    pg_sql_literal(buf, weir_buf_view(&once));
    weir_buf_free(&once);
}

static void put_date(struct weir_buf *buf, int64_t days)
{
    weir_buf_char(buf, '\'');
    weir_time_date(buf, days);
    weir_buf_char(buf, '\'');
}

/* false: such a default is not written (bits, geometry, containers). */
static bool put_default(struct weir_buf *buf, const struct sink_type *type, struct weir_value val)
{
    switch (val.type) {
    case WEIR_BOOLEAN:
        weir_buf_text(buf, val.b ? "TRUE" : "FALSE");
        return true;
    case WEIR_FLOAT32:
        weir_java_float(buf, val.f32);
        return isfinite(val.f32);
    case WEIR_FLOAT64:
        weir_java_double(buf, val.f64);
        return isfinite(val.f64);
    case WEIR_STRING:
        put_text(buf, weir_value_str(val));
        return true;
    case WEIR_BYTES:
        put_bytes(buf, weir_value_str(val));
        return true;
    case WEIR_DECIMAL:
        weir_decimal_plain(buf, weir_value_str(val), val.scale);
        return true;
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        break;
    default:
        return false;
    }
    if (type->kind == KIND_DATE) {
        put_date(buf, val.i);
    } else if (type->kind == KIND_TIME || type->kind == KIND_TIMESTAMP) {
        put_instant(buf, type, val.i);
    } else {
        weir_buf_i64(buf, val.i);
    }
    return true;
}

static bool has_default(const struct weir_schema *sch, const struct sink_type *type, bool plain)
{
    bool is_bits = type->kind == KIND_BITS || (!plain && sink_type_is_bit(sch));
    return sch->has_default && sch->def.type != WEIR_NULL && !is_bits;
}

/* ---- columns ---- */

static enum weir_verdict no_type(struct weir_str table, const struct sink_column *column,
                                 struct weir_err *err)
{
    struct weir_buf words;
    weir_buf_init(&words, 1024);
    sink_type_words(&words, column->schema);
    weir_err_set(err, WEIR_BAD_DATA, "table %.*s: there is no column type for the field %.*s of %.*s",
                 WEIR_STR_ARG(table), WEIR_STR_ARG(column->field),
                 WEIR_STR_ARG(weir_buf_view(&words)));
    weir_buf_free(&words);
    return WEIR_BAD_DATA;
}

enum weir_verdict sink_column_sql(const struct sink_conf *conf, const struct sink_column *column,
                                  bool is_key, struct weir_str table, struct weir_buf *buf,
                                  struct weir_err *err)
{
    struct sink_type type = sink_column_type(conf, column);
    pg_sql_name(buf, column->name);
    weir_buf_char(buf, ' ');
    if (column->per_us) {
        weir_buf_text(buf, "timestamp");
    } else if (!sink_type_column(buf, column->schema, conf->plain_types, conf->geometry_schema)) {
        return no_type(table, column, err);
    }
    size_t before = buf->n;
    if (has_default(column->schema, &type, conf->plain_types)) {
        weir_buf_text(buf, " DEFAULT ");
        if (!put_default(buf, &type, column->schema->def)) {
            buf->n = before;
        }
    }
    bool says_default = buf->n > before;
    if (!conf->plain_types || !says_default) { /* Confluent's has one or the other */
        weir_buf_text(buf, is_key || !column->schema->optional ? " NOT NULL" : " NULL");
    }
    return WEIR_OK;
}

/* ---- order ---- */

/* Confluent's tables have the value's order: the key is first only where it is so there. */
static uint32_t place_of(const struct sink_plan *plan, const struct sink_column *column)
{
    const struct weir_schema *sch = plan->row_schema;
    if (column->side == SIDE_PLACE) {
        return weir_str_starts(column->field, WEIR_STR("__connect_")) ? 0 : UINT32_MAX;
    }
    if (!sch || plan->is_text) {
        return column->side == SIDE_VALUE ? 1 : UINT32_MAX;
    }
    int at = weir_schema_field(sch, column->field);
    return at < 0 ? UINT32_MAX : (uint32_t)at + 1;
}

static bool comes_before(const struct sink_plan *plan, const struct sink_column *a,
                         const struct sink_column *b)
{
    uint32_t x = place_of(plan, a), y = place_of(plan, b);
    return x != y ? x < y : x == UINT32_MAX && weir_str_cmp(a->field, b->field) < 0;
}

static void order(const struct sink_conf *conf, const struct sink_plan *plan,
                  const struct sink_column **columns)
{
    for (uint32_t i = 0; i < plan->n_columns; i++) {
        const struct sink_column *column = &plan->columns[i];
        uint32_t at = i;
        while (conf->plain_types && at > 0 && comes_before(plan, column, columns[at - 1])) {
            columns[at] = columns[at - 1];
            at--;
        }
        columns[at] = column;
    }
}

static bool is_of_key(const struct sink_plan *plan, const struct sink_column *column)
{
    return column < plan->columns + plan->n_keys;
}

enum weir_verdict sink_create_sql(const struct sink_conf *conf, const struct sink_plan *plan,
                                  struct weir_str table, bool with_key, struct weir_buf *buf,
                                  struct weir_err *err)
{
    const struct sink_column **columns = weir_xcalloc(plan->n_columns + 1, sizeof(*columns));
    enum weir_verdict verdict = WEIR_OK;
    order(conf, plan, columns);
    weir_buf_printf(buf, "CREATE TABLE %.*s (", WEIR_STR_ARG(table));
    for (uint32_t i = 0; i < plan->n_columns && verdict == WEIR_OK; i++) {
        weir_buf_text(buf, i ? ", " : "");
        verdict = sink_column_sql(conf, columns[i], is_of_key(plan, columns[i]), table, buf, err);
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < plan->n_columns && with_key; i++) {
        if (is_of_key(plan, columns[i])) {
            weir_buf_text(buf, n++ ? ", " : ", PRIMARY KEY(");
            pg_sql_name(buf, columns[i]->name);
        }
    }
    weir_buf_text(buf, n ? "))" : ")");
    free(columns);
    return verdict == WEIR_OK ? weir_buf_check(buf, WEIR_BAD_DATA, "CREATE TABLE", err) : verdict;
}

/* ---- more columns ---- */

static bool is_missing(const struct sink_conf *conf, const struct pg_table *table,
                       const struct sink_column *column)
{
    return pg_table_column(table, column->name, !conf->quote) < 0;
}

bool sink_lacks_columns(const struct sink_conf *conf, const struct sink_plan *plan,
                        const struct pg_table *table)
{
    for (uint32_t i = 0; i < plan->n_columns; i++) {
        if (is_missing(conf, table, &plan->columns[i])) {
            return true;
        }
    }
    return false;
}

enum weir_verdict sink_alter_sql(const struct sink_conf *conf, const struct sink_plan *plan,
                                 const struct pg_table *table, struct weir_str words,
                                 struct weir_buf *buf, struct weir_err *err)
{
    const char *sep = "";
    weir_buf_printf(buf, "ALTER TABLE %.*s ", WEIR_STR_ARG(words));
    for (uint32_t i = 0; i < plan->n_columns; i++) {
        const struct sink_column *column = &plan->columns[i];
        if (!is_missing(conf, table, column)) {
            continue;
        }
        if (!column->schema->optional && !column->schema->has_default) {
            return weir_err_set(err, WEIR_BAD_DATA,
                                "table %.*s: the field %.*s is required and has no default, so its "
                                "column cannot be added to a table that exists",
                                WEIR_STR_ARG(words), WEIR_STR_ARG(column->field));
        }
        weir_buf_printf(buf, "%sADD COLUMN ", sep);
        sep = ", ";
        if (sink_column_sql(conf, column, false, words, buf, err) != WEIR_OK) {
            return err->class;
        }
    }
    return weir_buf_check(buf, WEIR_BAD_DATA, "ALTER TABLE", err);
}
