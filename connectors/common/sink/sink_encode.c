/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_encode.c: one value comes in, its binary form in the type that travels goes out. One small
 * function for each meaning and type; the table at the end says which. Values that are texts in
 * PostgreSQL's eyes have a file of their own, sink_encode_text.c.
 */
#include <endian.h>

#include <weir/decimal.h>

#include "common/pg/pg_binary.h"
#include "common/pg/pg_type.h"
#include "sink_encode.h"

/* ---- numbers ---- */

static bool put_bool(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    (void)bind;
    pg_put_bool(buf, val.b);
    return val.type == WEIR_BOOLEAN;
}

static bool put_bool_int4(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    (void)bind;
    pg_put_int4(buf, val.b);
    return val.type == WEIR_BOOLEAN;
}

static bool put_bool_bit(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    (void)bind;
    pg_put_bits(buf, val.b ? WEIR_STR("\1") : WEIR_STR("\0"), 1);
    return val.type == WEIR_BOOLEAN;
}

static bool put_int2(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    (void)bind;
    pg_put_int2(buf, val.i);
    return val.i >= INT16_MIN && val.i <= INT16_MAX;
}

static bool put_int4(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    (void)bind;
    pg_put_int4(buf, val.i);
    return val.i >= INT32_MIN && val.i <= INT32_MAX;
}

static bool put_int8(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    (void)bind;
    pg_put_int8(buf, val.i);
    return true;
}

static bool put_int_bool(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    (void)bind;
    pg_put_bool(buf, val.i != 0);
    return true;
}

static bool put_int_bits(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    uint64_t bits = htole64((uint64_t)val.i);
    uint32_t n = bind->column->length > 0 ? (uint32_t)bind->column->length : 64;
    pg_put_bits(buf, weir_str_n(&bits, sizeof(bits)), n);
    return n >= 64 || (uint64_t)val.i >> n == 0;
}

static bool put_float4(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    (void)bind;
    pg_put_float4(buf, val.f32);
    return val.type == WEIR_FLOAT32;
}

static bool put_float8(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    (void)bind;
    pg_put_float8(buf, val.f64);
    return val.type == WEIR_FLOAT64;
}

static bool put_decimal(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    (void)bind;
    return val.type == WEIR_DECIMAL && pg_put_numeric(buf, weir_value_str(val), val.scale);
}

/* struct {scale, value} */
static bool put_variable_decimal(struct sink_bind *bind, struct weir_value val,
                                 struct weir_buf *buf)
{
    int scale = weir_schema_field(bind->schema, WEIR_STR("scale"));
    int value = weir_schema_field(bind->schema, WEIR_STR("value"));
    if (val.type != WEIR_STRUCT || scale < 0 || value < 0) {
        return false;
    }
    return pg_put_numeric(buf, weir_value_str(val.items[value]), (int32_t)val.items[scale].i);
}

/* ---- bytes and bits ---- */

static bool put_bytes(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    (void)bind;
    pg_put_bytes(buf, weir_value_str(val));
    return val.type == WEIR_BYTES;
}

static bool put_bytes_bool(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    bool set = false;
    (void)bind;
    for (uint32_t i = 0; val.type == WEIR_BYTES && i < val.n; i++) {
        set = set || val.p[i];
    }
    pg_put_bool(buf, set);
    return val.type == WEIR_BYTES;
}

static bool put_bytes_uuid(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    return put_bytes(bind, val, buf) && val.n == 16;
}

static bool put_bits(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    uint32_t n = bind->type.length > 0 ? (uint32_t)bind->type.length : 8 * val.n;
    pg_put_bits(buf, weir_value_str(val), n);
    return val.type == WEIR_BYTES;
}

static bool put_bits_int8(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    uint64_t number = 0;
    (void)bind;
    for (uint32_t i = 0; val.type == WEIR_BYTES && i < val.n && i < 8; i++) {
        number |= (uint64_t)(uint8_t)val.p[i] << (8 * i);
    }
    pg_put_int8(buf, (int64_t)number);
    return val.type == WEIR_BYTES && val.n <= 8;
}

/* ---- dates and times ---- */

static bool put_date(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    (void)bind;
    return pg_put_date(buf, val.i);
}

static bool to_us(const struct sink_bind *bind, int64_t at, int64_t *us)
{
    int64_t per = bind->type.per_us;
    if (per < 0) {
        return !__builtin_mul_overflow(at, -per, us);
    }
    *us = at / per - (at % per < 0);
    *us += (at - *us * per) * 2 >= per; /* to the nearest, as the JDBC driver does */
    return true;
}

static bool put_timestamp(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    int64_t us;
    return to_us(bind, val.i, &us) && us != INT64_MIN && us != INT64_MAX &&
           pg_put_timestamp(buf, us);
}

static bool put_time(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    int64_t us;
    if (!to_us(bind, val.i, &us) || us < 0 || us > INT64_C(86400000000)) {
        return false;
    }
    pg_put_time(buf, us);
    return true;
}

static bool put_interval(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    int64_t us;
    if (!to_us(bind, val.i, &us)) {
        return false;
    }
    pg_put_interval(buf, us);
    return true;
}

/* ---- places ---- */

static bool put_point(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    int x = weir_schema_field(bind->schema, WEIR_STR("x"));
    int y = weir_schema_field(bind->schema, WEIR_STR("y"));
    if (val.type != WEIR_STRUCT || x < 0 || y < 0) {
        return false;
    }
    uint64_t bits[2];
    memcpy(&bits[0], &val.items[x].f64, 8);
    memcpy(&bits[1], &val.items[y].f64, 8);
    weir_buf_be32(buf, 16);
    weir_buf_be64(buf, bits[0]);
    weir_buf_be64(buf, bits[1]);
    return true;
}

#define EWKB_HAS_SRID 0x20000000u

/* WKB and a reference system apart become PostGIS's one text of bytes. */
static bool put_geometry(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    int wkb = weir_schema_field(bind->schema, WEIR_STR("wkb"));
    int srid = weir_schema_field(bind->schema, WEIR_STR("srid"));
    if (val.type != WEIR_STRUCT || wkb < 0 || val.items[wkb].type != WEIR_BYTES ||
        val.items[wkb].n < 5) {
        return false;
    }
    struct weir_str bytes = weir_value_str(val.items[wkb]);
    if (srid < 0 || val.items[srid].type == WEIR_NULL || val.items[srid].i == 0) {
        pg_put_bytes(buf, bytes);
        return true;
    }
    bool little = bytes.p[0] == 1;
    uint32_t number = (uint32_t)val.items[srid].i, type;
    memcpy(&type, bytes.p + 1, 4);
    type |= little ? htole32(EWKB_HAS_SRID) : htobe32(EWKB_HAS_SRID);
    number = little ? htole32(number) : htobe32(number);
    weir_buf_be32(buf, (uint32_t)bytes.n + 4);
    weir_buf_char(buf, bytes.p[0]);
    weir_buf_add(buf, &type, 4);
    weir_buf_add(buf, &number, 4);
    weir_buf_str(buf, weir_str_from(bytes, 5));
    return true;
}

/* ---- which ---- */

static const struct {
    enum sink_kind kind;
    uint32_t wire;
    sink_put_fn *put;
} encoders[] = {
    {KIND_BOOL, PG_BOOL, put_bool},
    {KIND_BOOL, PG_INT4, put_bool_int4},
    {KIND_BOOL, PG_VARBIT, put_bool_bit},
    {KIND_INT16, PG_INT2, put_int2},
    {KIND_INT16, PG_BOOL, put_int_bool},
    {KIND_INT16, PG_VARBIT, put_int_bits},
    {KIND_INT32, PG_INT4, put_int4},
    {KIND_INT32, PG_BOOL, put_int_bool},
    {KIND_INT32, PG_VARBIT, put_int_bits},
    {KIND_INT64, PG_INT8, put_int8},
    {KIND_INT64, PG_BOOL, put_int_bool},
    {KIND_INT64, PG_VARBIT, put_int_bits},
    {KIND_FLOAT32, PG_FLOAT4, put_float4},
    {KIND_FLOAT64, PG_FLOAT8, put_float8},
    {KIND_DECIMAL, PG_NUMERIC, put_decimal},
    {KIND_VARIABLE_DECIMAL, PG_NUMERIC, put_variable_decimal},
    {KIND_BYTES, PG_BYTEA, put_bytes},
    {KIND_BYTES, PG_BOOL, put_bytes_bool},
    {KIND_BYTES, PG_UUID, put_bytes_uuid},
    {KIND_BITS, PG_VARBIT, put_bits},
    {KIND_BITS, PG_BOOL, put_bytes_bool},
    {KIND_BITS, PG_BYTEA, put_bytes},
    {KIND_BITS, PG_INT8, put_bits_int8},
    {KIND_DATE, PG_DATE, put_date},
    {KIND_TIME, PG_TIME, put_time},
    {KIND_TIME, PG_INTERVAL, put_interval},
    {KIND_DURATION, PG_INTERVAL, put_interval},
    {KIND_TIMESTAMP, PG_TIMESTAMP, put_timestamp},
    {KIND_TIMESTAMP, PG_TIMESTAMPTZ, put_timestamp},
    {KIND_POINT, PG_POINT, put_point},
    {KIND_POINT, PG_BYTEA, put_geometry},
    {KIND_GEOMETRY, PG_BYTEA, put_geometry},
    {KIND_ZONED_TIMESTAMP, PG_TIMESTAMPTZ, sink_put_zoned_timestamp},
    {KIND_TEXT, PG_TEXT, sink_put_text},
    {KIND_TEXT, PG_JSON, sink_put_text},
    {KIND_TEXT, PG_JSONB, sink_put_jsonb},
    {KIND_JSON, PG_TEXT, sink_put_text},
    {KIND_JSON, PG_JSON, sink_put_text},
    {KIND_JSON, PG_JSONB, sink_put_jsonb},
    {KIND_UUID, PG_TEXT, sink_put_text},
    {KIND_XML, PG_TEXT, sink_put_text},
    {KIND_ZONED_TIME, PG_TEXT, sink_put_text},
    {KIND_FLOAT_VECTOR, PG_TEXT, sink_put_vector},
    {KIND_DOUBLE_VECTOR, PG_TEXT, sink_put_vector},
    {KIND_SPARSE_VECTOR, PG_TEXT, sink_put_sparse},
    {KIND_MAP, PG_TEXT, sink_put_hstore},
    {KIND_ARRAY, PG_TEXT, sink_put_array},
};

sink_put_fn *sink_encoder(struct sink_type type, uint32_t wire)
{
    for (size_t i = 0; i < sizeof(encoders) / sizeof(encoders[0]); i++) {
        if (encoders[i].kind == type.kind && encoders[i].wire == wire) {
            return encoders[i].put;
        }
    }
    return NULL;
}
