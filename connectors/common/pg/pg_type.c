/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_type.c: the table behind pg_type.h.
 */
#include "common/pg/pg_type.h"

#include <stddef.h>

static const struct {
    uint32_t oid;
    uint32_t array;
    const char *name;
} types[] = {
    {PG_BOOL, 1000, "boolean"},
    {PG_BYTEA, 1001, "bytea"},
    {PG_INT8, 1016, "bigint"},
    {PG_INT2, 1005, "smallint"},
    {PG_INT4, 1007, "integer"},
    {PG_TEXT, 1009, "text"},
    {PG_JSON, 199, "json"},
    {PG_XML, 143, "xml"},
    {PG_POINT, 1017, "point"},
    {PG_FLOAT4, 1021, "real"},
    {PG_FLOAT8, 1022, "double precision"},
    {PG_BPCHAR, 1014, "character"},
    {PG_VARCHAR, 1015, "character varying"},
    {PG_DATE, 1182, "date"},
    {PG_TIME, 1183, "time without time zone"},
    {PG_TIMESTAMP, 1115, "timestamp without time zone"},
    {PG_TIMESTAMPTZ, 1185, "timestamp with time zone"},
    {PG_INTERVAL, 1187, "interval"},
    {PG_TIMETZ, 1270, "time with time zone"},
    {PG_BIT, 1561, "bit"},
    {PG_VARBIT, 1563, "bit varying"},
    {PG_NUMERIC, 1231, "numeric"},
    {PG_UUID, 2951, "uuid"},
    {PG_JSONB, 3807, "jsonb"},
};

uint32_t pg_type_array(uint32_t oid)
{
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (types[i].oid == oid) {
            return types[i].array;
        }
    }
    return 0;
}

const char *pg_type_name(uint32_t oid)
{
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (types[i].oid == oid) {
            return types[i].name;
        }
    }
    return NULL;
}
