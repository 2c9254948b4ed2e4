/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_column.c: a column's definition and the configuration come in; its schema, and what reads its
 * texts, go out. cdc_bind.c chooses what reads its bytes.
 */
#include "cdc_column.h"

#include "cdc_converter.h"
#include "cdc_decode.h"
#include "cdc_default.h"
#include "cdc_field.h"
#include "cdc_members.h"
#include "cdc_rules.h"

/* ---- what reads a text of a SELECT ---- */

static cdc_decode *decimal_reader(int mode)
{
    static cdc_decode *const readers[] = {[DECIMAL_PRECISE] = cdc_text_decimal,
                                          [DECIMAL_STRING] = cdc_text_decimal_text,
                                          [DECIMAL_DOUBLE] = cdc_text_decimal_double};
    return readers[mode];
}

static cdc_decode *text_reader(const struct cdc_maker *maker, const struct cdc_column *col)
{
    switch (col->column->kind) {
    case MY_UNKNOWN:
        break;
    case MY_BIT:
        return col->type == WEIR_BYTES ? cdc_binlog_bits : cdc_binlog_bit;
    case MY_BOOLEAN:
        return cdc_text_boolean;
    case MY_TINYINT:
        return col->type == WEIR_BOOLEAN ? cdc_text_boolean : cdc_text_int;
    case MY_SMALLINT:
    case MY_MEDIUMINT:
    case MY_INT:
    case MY_YEAR:
        return cdc_text_int;
    case MY_BIGINT:
        return col->type == WEIR_INT64 ? cdc_text_int : cdc_text_uint8_precise;
    case MY_FLOAT:
    case MY_DOUBLE:
        return cdc_text_float;
    case MY_DECIMAL:
        return decimal_reader(maker->conf->decimal_mode);
    case MY_CHAR:
    case MY_VARCHAR:
    case MY_TEXT:
        return my_charset_is_binary(col->charset) ? cdc_binlog_binary : cdc_text_string;
    case MY_BINARY:
        return cdc_binlog_fixed_binary;
    case MY_VARBINARY:
    case MY_BLOB:
        return cdc_binlog_binary;
    case MY_ENUM:
    case MY_SET:
    case MY_JSON:
    case MY_UUID:
    case MY_INET4:
    case MY_INET6:
        return cdc_text_string;
    case MY_VECTOR:
        return cdc_vector;
    case MY_DATE:
        return cdc_text_date;
    case MY_TIME:
        return cdc_text_time;
    case MY_DATETIME:
        return cdc_text_datetime;
    case MY_TIMESTAMP:
        return cdc_text_timestamp;
    case MY_POINT:
        return cdc_point;
    case MY_GEOMETRY:
        return cdc_geometry;
    }
    return NULL;
}

/* ---- what decoding reads ---- */

static enum cdc_time_form time_form(const struct mariadb_conf *conf, const struct my_column *column)
{
    switch ((enum mariadb_time_mode)conf->time_mode) {
    case TIME_ADAPTIVE_MICROS:
        return column->kind == MY_DATE                                ? CDC_TIME_DAYS
               : column->kind == MY_TIME                              ? CDC_TIME_US
               : column->length != MY_NONE && column->length > 3 ? CDC_TIME_US
                                                                      : CDC_TIME_MS;
    case TIME_CONNECT:
        return CDC_TIME_CONNECT;
    case TIME_ISOSTRING:
        return CDC_TIME_ISO;
    case TIME_MICROS:
        return column->kind == MY_DATE ? CDC_TIME_DAYS : CDC_TIME_US;
    case TIME_NANOS:
        return column->kind == MY_DATE ? CDC_TIME_DAYS : CDC_TIME_NS;
    }
    return CDC_TIME_DAYS;
}

/* The type of the values: Connect's logical ones have their own. */
static enum weir_type value_type(const struct weir_schema *sch)
{
    switch ((enum weir_logical)sch->logical) {
    case WEIR_LOGICAL_NONE:
        break;
    case WEIR_LOGICAL_DECIMAL:
        return WEIR_DECIMAL;
    case WEIR_LOGICAL_DATE:
        return WEIR_DATE;
    case WEIR_LOGICAL_TIME:
        return WEIR_TIME;
    case WEIR_LOGICAL_TIMESTAMP:
        return WEIR_TIMESTAMP;
    }
    return (enum weir_type)sch->type;
}

static void settle(struct cdc_maker *maker, const struct my_table *table, struct cdc_column *col,
                   struct weir_arena *arena)
{
    const struct my_column *column = col->column;
    const struct mariadb_conf *conf = maker->conf;
    struct weir_str charset = column->charset.p ? column->charset : table->charset;
    col->type = (uint8_t)value_type(col->schema);
    col->charset = charset.p ? my_charset_find(charset) : my_charset_utf8();
    col->adjust = conf->time_adjuster;
    col->digits = column->length > 0 && column->length <= 6 ? (int8_t)column->length : 0;
    col->width = column->length > 0 ? (uint32_t)column->length : 1;
    switch (column->kind) {
    case MY_DATE:
    case MY_TIME:
    case MY_DATETIME:
        col->form = (uint8_t)time_form(conf, column);
        break;
    case MY_BIT:
        col->width = (col->width + 7) / 8;
        break;
    case MY_DECIMAL:
        col->scale = column->scale > 0 ? (uint16_t)column->scale : 0;
        break;
    case MY_ENUM:
    case MY_SET:
        cdc_members_make(col, arena);
        break;
    default:
        col->form = (uint8_t)conf->binary_mode;
        break;
    }
    if (!col->charset) {
        weir_warn(maker->log, "%.*s: the character set %.*s is not known, taken for UTF-8",
                  WEIR_STR_ARG(col->name), WEIR_STR_ARG(charset));
        col->charset = my_charset_utf8();
    }
}

/* A converter of dates has one form, whatever the mode. */
static void take_form_of_schema(struct cdc_column *col)
{
    struct weir_str name = col->schema->name;
    col->form = weir_str_ends(name, WEIR_STR("MicroTimestamp"))   ? CDC_TIME_US
                : weir_str_ends(name, WEIR_STR("ZonedTimestamp")) ? CDC_TIME_ZONED
                : weir_str_ends(name, WEIR_STR("Timestamp"))      ? CDC_TIME_MS
                                                                  : CDC_TIME_DAYS;
    col->digits = -1;
}

enum weir_verdict cdc_column_make(struct cdc_maker *maker, const struct my_table *table,
                                  struct cdc_column *col, struct weir_arena *arena,
                                  struct weir_err *err)
{
    struct cdc_field field;
    struct weir_str table_id = weir_str_n(col->name.p, col->name.n - col->column->name.n - 1);
    (void)err;
    if (!cdc_field_of_column(maker->conf, col->column, arena, &field)) {
        weir_warn(maker->log, "%.*s: the type %.*s is not known, the column is left out",
                  WEIR_STR_ARG(col->name), WEIR_STR_ARG(col->column->type_name));
        return WEIR_OK;
    }
    struct cdc_converted converted = cdc_converters_apply(maker->converters, col, arena, &field);
    field.doc = col->column->comment;
    col->schema = cdc_field_make(&field);
    settle(maker, table, col, arena);
    col->of_text = text_reader(maker, col);
    if (converted.zero_fallback) {
        take_form_of_schema(col);
    }
    col->is_truth = converted.is_truth;
    field.def = cdc_default_value(maker, col, arena);
    if (converted.zero_fallback && field.def.type != WEIR_NULL) {
        field.def = converted.fallback;
    }
    int32_t scale = col->schema->scale;
    weir_schema_unref(col->schema);
    col->key_schema = cdc_field_make(&field);
    col->absent = converted.zero_fallback       ? converted.fallback
                  : col->column->optional       ? weir_null()
                  : field.def.type != WEIR_NULL ? field.def
                                                : cdc_default_zero(col, scale, arena);
    col->mask = cdc_rules_apply(maker, col->name, table_id, col->column, arena, &field);
    col->schema = cdc_field_make(&field);
    cdc_field_drop(&field);
    return WEIR_OK;
}
