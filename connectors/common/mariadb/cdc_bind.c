/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_bind.c: a table map's wire type and metadata meet the column's declared type; what reads the
 * cells goes out. A pair that no server writes means that the table's definition is not the one the
 * rows were written by.
 */
#include "cdc_decode.h"

static cdc_decode *integer_reader(const struct cdc_column *col, uint8_t wire)
{
    bool is_unsigned = col->column->is_unsigned;
    switch (wire) {
    case BINLOG_TYPE_TINY:
        return is_unsigned ? cdc_binlog_uint1 : cdc_binlog_int1;
    case BINLOG_TYPE_SHORT:
        return is_unsigned ? cdc_binlog_uint2 : cdc_binlog_int2;
    case BINLOG_TYPE_INT24:
        return is_unsigned ? cdc_binlog_uint3 : cdc_binlog_int3;
    case BINLOG_TYPE_LONG:
        return is_unsigned ? cdc_binlog_uint4 : cdc_binlog_int4;
    case BINLOG_TYPE_LONGLONG:
        return col->type == WEIR_DECIMAL ? cdc_binlog_uint8_precise : cdc_binlog_int8;
    default:
        return NULL;
    }
}

static cdc_decode *decimal_reader(struct cdc_column *col, const struct binlog_column *wire)
{
    unsigned scale = wire->meta & 0xff;
    unsigned precision = wire->meta >> 8;
    if (wire->type != BINLOG_TYPE_NEWDECIMAL || precision < scale || precision > 65 ||
        scale != col->scale) {
        return NULL;
    }
    col->precision = (uint16_t)precision;
    col->width = cdc_binlog_decimal_width(precision, scale);
    cdc_binlog_decimal_bind(col);
    return col->type == WEIR_DECIMAL  ? cdc_binlog_decimal
           : col->type == WEIR_STRING ? cdc_binlog_decimal_text
                                      : cdc_binlog_decimal_double;
}

static cdc_decode *time_reader(uint8_t wire)
{
    switch (wire) {
    case BINLOG_TYPE_DATE:
    case BINLOG_TYPE_NEWDATE:
        return cdc_binlog_date;
    case BINLOG_TYPE_TIME:
        return cdc_binlog_time;
    case BINLOG_TYPE_TIME2:
        return cdc_binlog_time2;
    case BINLOG_TYPE_DATETIME:
        return cdc_binlog_datetime;
    case BINLOG_TYPE_DATETIME2:
        return cdc_binlog_datetime2;
    case BINLOG_TYPE_TIMESTAMP:
        return cdc_binlog_timestamp;
    case BINLOG_TYPE_TIMESTAMP2:
        return cdc_binlog_timestamp2;
    default:
        return NULL;
    }
}

static bool is_varying(uint8_t wire)
{
    return wire == BINLOG_TYPE_VARCHAR || wire == BINLOG_TYPE_VAR_STRING || wire == BINLOG_TYPE_STRING ||
           wire == BINLOG_TYPE_BLOB || wire == BINLOG_TYPE_TINY_BLOB || wire == BINLOG_TYPE_MEDIUM_BLOB ||
           wire == BINLOG_TYPE_LONG_BLOB;
}

/* Of texts and bytes; what a compressed cell holds is read by col->inner. */
static cdc_decode *varying_reader(struct cdc_column *col, uint8_t wire, cdc_decode *reader)
{
    if (wire == BINLOG_TYPE_BLOB_COMPRESSED || wire == BINLOG_TYPE_VARCHAR_COMPRESSED) {
        col->inner = reader;
        return cdc_binlog_compressed;
    }
    return is_varying(wire) ? reader : NULL;
}

static cdc_decode *only(uint8_t wire, uint8_t want, cdc_decode *reader)
{
    return wire == want ? reader : NULL;
}

static cdc_decode *cell_reader(struct cdc_column *col, const struct binlog_column *wire)
{
    uint8_t type = wire->type;
    switch (col->column->kind) {
    case MY_UNKNOWN:
        break;
    case MY_BIT:
        return only(type, BINLOG_TYPE_BIT,
                    col->type == WEIR_BYTES ? cdc_binlog_bits : cdc_binlog_bit);
    case MY_BOOLEAN:
        return only(type, BINLOG_TYPE_TINY, cdc_binlog_boolean);
    case MY_TINYINT:
        return type != BINLOG_TYPE_TINY    ? NULL
               : col->type == WEIR_BOOLEAN ? cdc_binlog_boolean
                                           : integer_reader(col, type);
    case MY_SMALLINT:
        return type == BINLOG_TYPE_SHORT ? integer_reader(col, type) : NULL;
    case MY_MEDIUMINT:
        return type == BINLOG_TYPE_INT24 ? integer_reader(col, type) : NULL;
    case MY_INT:
        return type == BINLOG_TYPE_LONG ? integer_reader(col, type) : NULL;
    case MY_BIGINT:
        return type == BINLOG_TYPE_LONGLONG ? integer_reader(col, type) : NULL;
    case MY_FLOAT:
    case MY_DOUBLE: /* FLOAT(30) is a double to the server */
        return type == BINLOG_TYPE_FLOAT ? cdc_binlog_float
                                     : only(type, BINLOG_TYPE_DOUBLE, cdc_binlog_double);
    case MY_DECIMAL:
        return decimal_reader(col, wire);
    case MY_CHAR:
    case MY_VARCHAR:
    case MY_TEXT:
        return varying_reader(col, type,
                              my_charset_is_binary(col->charset) ? cdc_binlog_binary
                                                                 : cdc_binlog_string);
    case MY_BINARY:
        return varying_reader(col, type, cdc_binlog_fixed_binary);
    case MY_VARBINARY:
    case MY_BLOB:
        return varying_reader(col, type, cdc_binlog_binary);
    case MY_ENUM:
        return only(type, BINLOG_TYPE_ENUM, cdc_binlog_enum);
    case MY_SET:
        return only(type, BINLOG_TYPE_SET, cdc_binlog_set);
    case MY_JSON: /* MySQL's own form; MariaDB's is a text */
        if (type == BINLOG_TYPE_JSON) {
            return cdc_binlog_json;
        }
        return varying_reader(col, type, cdc_binlog_string);
    case MY_UUID:
        return only(type, BINLOG_TYPE_STRING, cdc_binlog_uuid);
    case MY_INET4:
        return only(type, BINLOG_TYPE_STRING, cdc_binlog_inet4);
    case MY_INET6:
        return only(type, BINLOG_TYPE_STRING, cdc_binlog_inet6);
    case MY_VECTOR:
        return type == BINLOG_TYPE_VECTOR ? cdc_vector : varying_reader(col, type, cdc_vector);
    case MY_DATE:
    case MY_TIME:
    case MY_DATETIME:
    case MY_TIMESTAMP:
        return time_reader(type);
    case MY_YEAR:
        return only(type, BINLOG_TYPE_YEAR, cdc_binlog_year);
    case MY_POINT:
        return only(type, BINLOG_TYPE_GEOMETRY, cdc_point);
    case MY_GEOMETRY:
        return only(type, BINLOG_TYPE_GEOMETRY, cdc_geometry);
    }
    return NULL;
}

enum weir_verdict cdc_column_bind(struct cdc_column *col, const struct binlog_column *wire,
                                  struct weir_err *err)
{
    col->of_cell = cell_reader(col, wire);
    if (!col->of_cell) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "%.*s is %.*s in the schema history, but the binlog's rows have wire "
                            "type %u (metadata 0x%04x) there",
                            WEIR_STR_ARG(col->name), WEIR_STR_ARG(col->column->type_name),
                            wire->type, wire->meta);
    }
    return WEIR_OK;
}
