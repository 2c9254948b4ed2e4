/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_type.h: PostgreSQL's own types by number, as the catalogue of every server has them.
 */
#ifndef PG_TYPE_H
#define PG_TYPE_H

#include <stdint.h>

enum pg_oid {
    PG_BOOL = 16,
    PG_BYTEA = 17,
    PG_INT8 = 20,
    PG_INT2 = 21,
    PG_INT4 = 23,
    PG_TEXT = 25,
    PG_JSON = 114,
    PG_XML = 142,
    PG_POINT = 600,
    PG_FLOAT4 = 700,
    PG_FLOAT8 = 701,
    PG_BPCHAR = 1042,
    PG_VARCHAR = 1043,
    PG_DATE = 1082,
    PG_TIME = 1083,
    PG_TIMESTAMP = 1114,
    PG_TIMESTAMPTZ = 1184,
    PG_INTERVAL = 1186,
    PG_TIMETZ = 1266,
    PG_BIT = 1560,
    PG_VARBIT = 1562,
    PG_NUMERIC = 1700,
    PG_UUID = 2950,
    PG_JSONB = 3802,
};

/* The array type over one of those; 0: not known. */
uint32_t pg_type_array(uint32_t oid);
/* As SQL writes it, without length: "character varying"; NULL: not known. */
const char *pg_type_name(uint32_t oid);

#endif
