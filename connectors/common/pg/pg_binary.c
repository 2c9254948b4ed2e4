/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_binary.c: values come in, PostgreSQL's binary forms go out, as its *_recv functions read
 * them. Numbers of arbitrary size have a file of their own, pg_numeric.c.
 */
#include "common/pg/pg_binary.h"

#define US_1970_TO_2000   INT64_C(946684800000000)
#define DAYS_1970_TO_2000 10957
/* From 4713 BC to 294276 AD, in microseconds since 2000; dates to 5874897 AD. */
#define TIMESTAMP_MIN INT64_C(-211813488000000000)
#define TIMESTAMP_END INT64_C(9223371331200000000)
#define DATE_MIN      (-2451545)
#define DATE_END      (2147483494 - 2451545)

size_t pg_array_begin(struct weir_buf *buf, uint32_t element_oid)
{
    size_t at = buf->n;
    weir_buf_be32(buf, 1); /* dimensions */
    weir_buf_be32(buf, 0); /* has nulls */
    weir_buf_be32(buf, element_oid);
    weir_buf_be32(buf, 0); /* length */
    weir_buf_be32(buf, 1); /* first index */
    return at;
}

static void set_be32(char *to, uint32_t x)
{
    const uint8_t bytes[4] = {(uint8_t)(x >> 24), (uint8_t)(x >> 16), (uint8_t)(x >> 8),
                              (uint8_t)x};
    memcpy(to, bytes, 4);
}

void pg_array_end(struct weir_buf *buf, size_t at, uint32_t n, bool has_null)
{
    if (!buf->full) {
        set_be32(buf->p + at + 4, has_null);
        set_be32(buf->p + at + 12, n);
    }
}

void pg_put_null(struct weir_buf *buf)
{
    weir_buf_be32(buf, UINT32_MAX);
}

void pg_put_bool(struct weir_buf *buf, bool b)
{
    weir_buf_be32(buf, 1);
    weir_buf_char(buf, b ? 1 : 0);
}

void pg_put_int2(struct weir_buf *buf, int64_t i)
{
    weir_buf_be32(buf, 2);
    weir_buf_be16(buf, (uint16_t)i);
}

void pg_put_int4(struct weir_buf *buf, int64_t i)
{
    weir_buf_be32(buf, 4);
    weir_buf_be32(buf, (uint32_t)i);
}

void pg_put_int8(struct weir_buf *buf, int64_t i)
{
    weir_buf_be32(buf, 8);
    weir_buf_be64(buf, (uint64_t)i);
}

void pg_put_float4(struct weir_buf *buf, float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof(bits));
    weir_buf_be32(buf, 4);
    weir_buf_be32(buf, bits);
}

void pg_put_float8(struct weir_buf *buf, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof(bits));
    weir_buf_be32(buf, 8);
    weir_buf_be64(buf, bits);
}

void pg_put_bytes(struct weir_buf *buf, struct weir_str bytes)
{
    weir_buf_be32(buf, (uint32_t)bytes.n);
    weir_buf_add(buf, bytes.p, bytes.n);
}

void pg_put_jsonb(struct weir_buf *buf, struct weir_str text)
{
    weir_buf_be32(buf, (uint32_t)text.n + 1);
    weir_buf_char(buf, 1); /* version */
    weir_buf_add(buf, text.p, text.n);
}

bool pg_put_timestamp(struct weir_buf *buf, int64_t us)
{
    int64_t at;
    if (us == INT64_MIN || us == INT64_MAX) { /* -infinity, infinity */
        pg_put_int8(buf, us);
        return true;
    }
    if (__builtin_sub_overflow(us, US_1970_TO_2000, &at) || at < TIMESTAMP_MIN ||
        at >= TIMESTAMP_END) {
        return false;
    }
    pg_put_int8(buf, at);
    return true;
}

bool pg_put_date(struct weir_buf *buf, int64_t days)
{
    if (days < DATE_MIN + DAYS_1970_TO_2000 || days >= DATE_END + DAYS_1970_TO_2000) {
        return false;
    }
    pg_put_int4(buf, days - DAYS_1970_TO_2000);
    return true;
}

void pg_put_time(struct weir_buf *buf, int64_t us)
{
    pg_put_int8(buf, us);
}

void pg_put_interval(struct weir_buf *buf, int64_t us)
{
    weir_buf_be32(buf, 16);
    weir_buf_be64(buf, (uint64_t)us);
    weir_buf_be32(buf, 0); /* days */
    weir_buf_be32(buf, 0); /* months */
}

void pg_put_bits(struct weir_buf *buf, struct weir_str little, uint32_t n_bits)
{
    uint32_t n_bytes = (n_bits + 7) / 8;
    weir_buf_be32(buf, 4 + n_bytes);
    weir_buf_be32(buf, n_bits);
    for (uint32_t byte = 0; byte < n_bytes; byte++) {
        unsigned out = 0;
        for (uint32_t bit = 8 * byte; bit < 8 * byte + 8; bit++) {
            uint32_t from = n_bits - 1 - bit; /* counted from the lowest */
            bool set = bit < n_bits && from / 8 < little.n &&
                       ((uint8_t)little.p[from / 8] >> (from % 8) & 1);
            out = out << 1 | set;
        }
        weir_buf_char(buf, (char)out);
    }
}
