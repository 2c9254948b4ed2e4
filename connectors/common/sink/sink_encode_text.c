/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_encode_text.c: values that travel as texts, for PostgreSQL's own input functions to read,
 * and the one text that is read here: a moment with its zone.
 */
#include <endian.h>
#include <math.h>
#include <stdio.h>

#include <weir/decimal.h>
#include <weir/reader.h>
#include <weir/time.h>

#include "common/pg/pg_binary.h"
#include "sink_encode.h"

/* ---- plain ---- */

static void add_without_nul(struct weir_buf *buf, struct weir_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i]) {
            weir_buf_char(buf, text.p[i]);
        }
    }
}

/* What follows at `at` has its length put in the four bytes before it. */
static void set_length(struct weir_buf *buf, size_t at)
{
    uint32_t n = htobe32((uint32_t)(buf->n - at));
    if (!buf->full) {
        memcpy(buf->p + at - 4, &n, 4);
    }
}

static size_t begin_length(struct weir_buf *buf)
{
    weir_buf_be32(buf, 0);
    return buf->n;
}

static bool put_text(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf,
                     bool version)
{
    struct weir_str text = weir_value_str(val);
    if (val.type != WEIR_STRING) {
        return false;
    }
    bool nul = text.n && memchr(text.p, 0, text.n);
    if (!nul) {
        (version ? pg_put_jsonb : pg_put_bytes)(buf, text);
        return true;
    }
    size_t at = begin_length(buf);
    if (version) {
        weir_buf_char(buf, 1);
    }
    add_without_nul(buf, text);
    set_length(buf, at);
    ++*bind->n_nul;
    return !bind->reject_nul;
}

bool sink_put_text(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    return put_text(bind, val, buf, false);
}

bool sink_put_jsonb(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    return put_text(bind, val, buf, true);
}

/* ---- a moment ---- */

static bool digits(struct weir_reader *rd, int n, int *out)
{
    *out = 0;
    for (int i = 0; i < n; i++) {
        uint8_t c = weir_reader_u8(rd);
        if (c < '0' || c > '9') {
            return false;
        }
        *out = *out * 10 + (c - '0');
    }
    return true;
}

static bool accept(struct weir_reader *rd, char c)
{
    if (rd->p < rd->end && *rd->p == (uint8_t)c) {
        rd->p++;
        return true;
    }
    return false;
}

/* To the nearest microsecond, as the server reads such a text. */
static int fraction_us(struct weir_reader *rd)
{
    int us = 0, n = 0;
    bool up = false;
    if (!accept(rd, '.')) {
        return 0;
    }
    for (; rd->p < rd->end && *rd->p >= '0' && *rd->p <= '9'; rd->p++, n++) {
        us = n < 6 ? us * 10 + (*rd->p - '0') : us;
        up = up || (n == 6 && *rd->p >= '5');
    }
    for (; n < 6; n++) {
        us *= 10;
    }
    return us + up;
}

/* "+12345", "-0044" or four digits. */
static bool year(struct weir_reader *rd, int *out)
{
    bool negative = accept(rd, '-');
    bool is_long = !negative && accept(rd, '+');
    int n = 0;
    *out = 0;
    while (rd->p < rd->end && *rd->p >= '0' && *rd->p <= '9' && n < 7) {
        *out = *out * 10 + (*rd->p++ - '0');
        n++;
    }
    if (negative) {
        *out = -*out;
    }
    return n >= 4 && (n == 4 || is_long || negative) && accept(rd, '-');
}

static bool zone_seconds(struct weir_reader *rd, int *out)
{
    int hour = 0, minute = 0, second = 0;
    *out = 0;
    if (accept(rd, 'Z')) {
        return rd->p == rd->end;
    }
    int sign = accept(rd, '-') ? -1 : accept(rd, '+') ? 1 : 0;
    if (!sign || !digits(rd, 2, &hour)) {
        return false;
    }
    if (accept(rd, ':') && !digits(rd, 2, &minute)) {
        return false;
    }
    if (accept(rd, ':') && !digits(rd, 2, &second)) {
        return false;
    }
    *out = sign * (hour * 3600 + minute * 60 + second);
    return rd->p == rd->end && hour <= 18;
}

static bool parse_moment(struct weir_str text, int64_t *us)
{
    struct weir_reader rd = weir_reader_of(text);
    int y, month, day, hour, minute, second = 0, zone;
    bool good = year(&rd, &y) && digits(&rd, 2, &month) && accept(&rd, '-') &&
                digits(&rd, 2, &day) && (accept(&rd, 'T') || accept(&rd, ' ')) &&
                digits(&rd, 2, &hour) && accept(&rd, ':') && digits(&rd, 2, &minute) &&
                (!accept(&rd, ':') || digits(&rd, 2, &second));
    int micros = good ? fraction_us(&rd) : 0;
    if (!good || !zone_seconds(&rd, &zone) || month < 1 || month > 12 || day < 1 || day > 31 ||
        hour > 23 || minute > 59 || second > 59) {
        return false;
    }
    int64_t seconds = weir_civil_to_days(y, month, day) * 86400 + hour * 3600 + minute * 60 +
                      second - zone;
    return !__builtin_mul_overflow(seconds, INT64_C(1000000), us) &&
           !__builtin_add_overflow(*us, micros, us);
}

bool sink_read_moment(struct weir_str text, int64_t *us)
{
    if (weir_str_is(text, "infinity") || weir_str_is(text, "-infinity")) {
        *us = text.p[0] == '-' ? INT64_MIN : INT64_MAX;
        return true;
    }
    return parse_moment(text, us);
}

bool sink_put_zoned_timestamp(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    int64_t us;
    (void)bind;
    return val.type == WEIR_STRING && sink_read_moment(weir_value_str(val), &us) &&
           pg_put_timestamp(buf, us);
}

/* ---- containers ---- */

static void add_number(struct weir_buf *buf, double x, int digits_max)
{
    char text[40];
    snprintf(text, sizeof(text), "%.*g", digits_max, x);
    weir_buf_text(buf, isnan(x) ? "NaN" : isinf(x) ? (x < 0 ? "-Infinity" : "Infinity") : text);
}

bool sink_put_vector(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    (void)bind;
    if (val.type != WEIR_ARRAY) {
        return false;
    }
    size_t at = begin_length(buf);
    for (uint32_t i = 0; i < val.n; i++) {
        bool is_float = val.items[i].type == WEIR_FLOAT32;
        weir_buf_char(buf, i ? ',' : '[');
        add_number(buf, is_float ? (double)val.items[i].f32 : val.items[i].f64, is_float ? 9 : 17);
    }
    weir_buf_text(buf, val.n ? "]" : "[]");
    set_length(buf, at);
    return true;
}

bool sink_put_sparse(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    int dimensions = weir_schema_field(bind->schema, WEIR_STR("dimensions"));
    int vector = weir_schema_field(bind->schema, WEIR_STR("vector"));
    if (val.type != WEIR_STRUCT || dimensions < 0 || vector < 0 ||
        val.items[vector].type != WEIR_MAP) {
        return false;
    }
    size_t at = begin_length(buf);
    const struct weir_value *items = val.items[vector].items;
    weir_buf_char(buf, '{');
    for (uint32_t i = 0; i < val.items[vector].n; i++) {
        weir_buf_printf(buf, "%s%lld:", i ? "," : "", (long long)items[2 * i].i);
        add_number(buf, items[2 * i + 1].f64, 17);
    }
    weir_buf_printf(buf, "}/%lld", (long long)val.items[dimensions].i);
    set_length(buf, at);
    return true;
}

static void add_quoted(struct weir_buf *buf, struct weir_str text)
{
    weir_buf_char(buf, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"' || text.p[i] == '\\') {
            weir_buf_char(buf, '\\');
        }
        if (text.p[i]) {
            weir_buf_char(buf, text.p[i]);
        }
    }
    weir_buf_char(buf, '"');
}

bool sink_put_hstore(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    (void)bind;
    if (val.type != WEIR_MAP) {
        return false;
    }
    size_t at = begin_length(buf);
    for (uint32_t i = 0; i < val.n; i++) {
        struct weir_value name = val.items[2 * i], item = val.items[2 * i + 1];
        bool texts = name.type == WEIR_STRING && (item.type == WEIR_STRING || item.type == WEIR_NULL);
        if (!texts) {
            return false;
        }
        weir_buf_text(buf, i ? "," : "");
        add_quoted(buf, weir_value_str(name));
        weir_buf_text(buf, "=>");
        if (item.type == WEIR_NULL) {
            weir_buf_text(buf, "NULL");
        } else {
            add_quoted(buf, weir_value_str(item));
        }
    }
    set_length(buf, at);
    return true;
}

static bool add_item(struct weir_buf *buf, struct weir_value val);

static bool add_items(struct weir_buf *buf, struct weir_value val)
{
    weir_buf_char(buf, '{');
    for (uint32_t i = 0; i < val.n; i++) {
        weir_buf_text(buf, i ? "," : "");
        if (!add_item(buf, val.items[i])) {
            return false;
        }
    }
    weir_buf_char(buf, '}');
    return true;
}

static void add_hex(struct weir_buf *buf, struct weir_str bytes)
{
    weir_buf_text(buf, "\"\\\\x");
    for (size_t i = 0; i < bytes.n; i++) {
        weir_buf_printf(buf, "%02x", (uint8_t)bytes.p[i]);
    }
    weir_buf_char(buf, '"');
}

static bool add_item(struct weir_buf *buf, struct weir_value val)
{
    switch (val.type) {
    case WEIR_NULL:
        weir_buf_text(buf, "NULL");
        return true;
    case WEIR_BOOLEAN:
        weir_buf_char(buf, val.b ? 't' : 'f');
        return true;
    case WEIR_FLOAT32:
        add_number(buf, (double)val.f32, 9);
        return true;
    case WEIR_FLOAT64:
        add_number(buf, val.f64, 17);
        return true;
    case WEIR_STRING:
        add_quoted(buf, weir_value_str(val));
        return true;
    case WEIR_BYTES:
        add_hex(buf, weir_value_str(val));
        return true;
    case WEIR_DECIMAL:
        weir_decimal_plain(buf, weir_value_str(val), val.scale);
        return true;
    case WEIR_ARRAY:
        return add_items(buf, val);
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
        weir_buf_i64(buf, val.i);
        return true;
    default:
        return false;
    }
}

bool sink_put_array(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    (void)bind;
    size_t at = begin_length(buf);
    bool good = val.type == WEIR_ARRAY && add_items(buf, val);
    set_length(buf, at);
    return good;
}
