/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_type.h: what a field's schema means (plain, Connect's logical or Debezium's semantic type)
 * and which column would be created for it.
 */
#ifndef SINK_TYPE_H
#define SINK_TYPE_H

#include <weir/schema.h>

enum sink_kind {
    KIND_NONE, /* no column can hold it */
    KIND_BOOL,
    KIND_INT16,
    KIND_INT32,
    KIND_INT64,
    KIND_FLOAT32,
    KIND_FLOAT64,
    KIND_TEXT,
    KIND_BYTES,
    KIND_DECIMAL,
    KIND_VARIABLE_DECIMAL, /* struct {scale, value} */
    KIND_DATE,             /* days */
    KIND_TIME,             /* in units of a microsecond, see sink_type */
    KIND_TIMESTAMP,
    KIND_ZONED_TIMESTAMP, /* text */
    KIND_ZONED_TIME,      /* text */
    KIND_DURATION,        /* as TIME, of any length */
    KIND_BITS,
    KIND_JSON,
    KIND_UUID,
    KIND_XML,
    KIND_GEOMETRY, /* struct {wkb, srid} */
    KIND_POINT,    /* struct {x, y, wkb, srid} */
    KIND_FLOAT_VECTOR,
    KIND_DOUBLE_VECTOR,
    KIND_SPARSE_VECTOR,
    KIND_MAP,
    KIND_ARRAY,
    KIND_COUNT,
};

struct sink_type {
    enum sink_kind kind;
    int32_t per_us; /* TIME, TIMESTAMP, DURATION: >0 so many units a microsecond, <0 microseconds a unit */
    int32_t length; /* BITS; -1: unknown */
};

/* plain: io.debezium.* names are not looked at. */
struct sink_type sink_type_of(const struct weir_schema *sch, bool plain);
/* For messages: "STRING", "io.debezium.time.Date (INT32)". */
void sink_type_words(struct weir_buf *buf, const struct weir_schema *sch);
/* A boolean that is a BIT(1) in its source, and becomes one again. */
bool sink_type_is_bit(const struct weir_schema *sch);
/* The column's type in CREATE and ALTER; false: none. postgis: schema of the geometry type. */
bool sink_type_column(struct weir_buf *buf, const struct weir_schema *sch, bool plain,
                      struct weir_str postgis);

#endif
