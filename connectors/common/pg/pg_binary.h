/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_binary.h: values in PostgreSQL's binary form, each with its length before it, as arrays and
 * COPY hold them. What does not fit the buffer sets its flag.
 */
#ifndef PG_BINARY_H
#define PG_BINARY_H

#include <weir/buf.h>

/* An array of one dimension: begin, put its elements, end. Returns what end wants. */
size_t pg_array_begin(struct weir_buf *buf, uint32_t element_oid);
void pg_array_end(struct weir_buf *buf, size_t at, uint32_t n, bool has_null);

void pg_put_null(struct weir_buf *buf);
void pg_put_bool(struct weir_buf *buf, bool b);
void pg_put_int2(struct weir_buf *buf, int64_t i);
void pg_put_int4(struct weir_buf *buf, int64_t i);
void pg_put_int8(struct weir_buf *buf, int64_t i);
void pg_put_float4(struct weir_buf *buf, float x);
void pg_put_float8(struct weir_buf *buf, double x);
void pg_put_bytes(struct weir_buf *buf, struct weir_str bytes); /* text, bytea, json */
void pg_put_jsonb(struct weir_buf *buf, struct weir_str text);
/* false, with nothing put: more digits than PostgreSQL's numeric has. */
bool pg_put_numeric(struct weir_buf *buf, struct weir_str unscaled, int32_t scale) WEIR_MUST_CHECK;
/* Microseconds since 1970; false: out of PostgreSQL's range. */
bool pg_put_timestamp(struct weir_buf *buf, int64_t us) WEIR_MUST_CHECK;
bool pg_put_date(struct weir_buf *buf, int64_t days) WEIR_MUST_CHECK; /* since 1970 */
void pg_put_time(struct weir_buf *buf, int64_t us);
void pg_put_interval(struct weir_buf *buf, int64_t us);
/* n_bits of an integer that is given as little-endian bytes, highest bit first. */
void pg_put_bits(struct weir_buf *buf, struct weir_str little, uint32_t n_bits);

#endif
