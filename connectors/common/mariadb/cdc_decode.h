/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_decode.h: all that reads a cell, for cdc_column_make and cdc_column_bind to choose from.
 * cdc_binlog_*.c read the binlog's bytes, cdc_text_*.c the texts of a SELECT; both end in the same
 * value.
 */
#ifndef WEIR_CDC_DECODE_H
#define WEIR_CDC_DECODE_H

#include "cdc_column.h"

/* cdc_binlog_number.c */
cdc_decode cdc_binlog_int1, cdc_binlog_int2, cdc_binlog_int3, cdc_binlog_int4, cdc_binlog_int8;
cdc_decode cdc_binlog_uint1, cdc_binlog_uint2, cdc_binlog_uint3, cdc_binlog_uint4;
cdc_decode cdc_binlog_uint8_precise; /* BIGINT UNSIGNED as a Decimal */
cdc_decode cdc_binlog_boolean;       /* TINYINT */
cdc_decode cdc_binlog_float, cdc_binlog_double; /* either gives what col->type says */
cdc_decode cdc_binlog_bit, cdc_binlog_bits;
cdc_decode cdc_binlog_year;

/* cdc_binlog_decimal.c */
cdc_decode cdc_binlog_decimal, cdc_binlog_decimal_text, cdc_binlog_decimal_double;
void cdc_binlog_decimal_bind(struct cdc_column *col); /* precision, scale and width are known */
uint32_t cdc_binlog_decimal_width(unsigned precision, unsigned scale); /* bytes of a cell */

/* cdc_binlog_time.c */
cdc_decode cdc_binlog_date, cdc_binlog_time, cdc_binlog_time2, cdc_binlog_datetime;
cdc_decode cdc_binlog_datetime2, cdc_binlog_timestamp, cdc_binlog_timestamp2;

/* cdc_binlog_string.c */
cdc_decode cdc_binlog_string, cdc_binlog_binary, cdc_binlog_fixed_binary, cdc_binlog_compressed;
cdc_decode cdc_binlog_enum, cdc_binlog_set;
cdc_decode cdc_binlog_uuid, cdc_binlog_inet4, cdc_binlog_inet6;

/* cdc_binlog_json.c */
cdc_decode cdc_binlog_json;

/* cdc_geometry.c, cdc_vector.c: the same bytes on both ways */
cdc_decode cdc_geometry, cdc_point, cdc_vector;

/* cdc_text_number.c */
cdc_decode cdc_text_int, cdc_text_uint8_precise, cdc_text_boolean, cdc_text_float;
cdc_decode cdc_text_decimal, cdc_text_decimal_text, cdc_text_decimal_double;

/* cdc_text_time.c */
cdc_decode cdc_text_date, cdc_text_time, cdc_text_datetime, cdc_text_timestamp;

/* cdc_text_string.c */
cdc_decode cdc_text_string;

/* "a TINYINT of 3 bytes" and the like. */
enum cdc_decoded cdc_broken(const struct cdc_column *col, struct weir_str cell,
                            struct weir_err *err);

#endif
