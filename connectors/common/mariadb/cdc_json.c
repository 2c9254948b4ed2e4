/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_json.c: numbers, texts and what MySQL keeps beyond JSON (dates, decimals, bytes) become the
 * texts that Debezium prints: doubles without an exponent, bytes in base64.
 */
#include "cdc_json.h"

#include <stdio.h>

#include <weir/json.h>

#include "binlog_types.h"
#include "cdc_decode.h"

#define DOUBLE_DIGITS 1074 /* after the point, of the smallest double */

/* The double's exact decimal digits, where Java would write an exponent. */
static void put_double(struct weir_buf *out, double x)
{
    char text[DOUBLE_DIGITS + 320];
    size_t at = out->n;
    weir_java_double(out, x);
    if (!memchr(weir_buf_view(out).p + at, 'E', out->n - at)) {
        return;
    }
    out->n = at;
    size_t n = (size_t)snprintf(text, sizeof(text), "%.*f", DOUBLE_DIGITS, x);
    while (text[n - 1] == '0') {
        n--;
    }
    weir_buf_add(out, text, text[n - 1] == '.' ? n - 1 : n);
}

static bool put_literal(struct weir_buf *out, uint8_t literal)
{
    static const char *const texts[] = {"null", "true", "false"};
    if (literal > 2) {
        return false;
    }
    weir_buf_text(out, texts[literal]);
    return true;
}

/* A length in one to five bytes of seven bits. */
static size_t length(struct weir_reader *rd)
{
    uint64_t n = 0;
    for (int i = 0; i < 5; i++) {
        uint8_t b = weir_reader_u8(rd);
        n |= (uint64_t)(b & 0x7f) << (7 * i);
        if (!(b & 0x80)) {
            return (size_t)n;
        }
    }
    rd->failed = true;
    return 0;
}

void cdc_json_text(struct weir_buf *out, struct weir_str text)
{
    static const char plain[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    weir_buf_char(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        const char *at = c ? strchr(plain, c) : NULL;
        if (at) {
            weir_buf_char(out, '\\');
            weir_buf_char(out, letters[at - plain]);
        } else if ((unsigned char)c < ' ') {
            weir_buf_printf(out, "\\u%04X", (unsigned)c);
        } else {
            weir_buf_char(out, c);
        }
    }
    weir_buf_char(out, '"');
}

static bool put_string(struct weir_buf *out, struct weir_reader *rd)
{
    struct weir_str text = weir_reader_str(rd, length(rd));
    if (rd->failed || !weir_utf8_valid(text)) {
        return false;
    }
    cdc_json_text(out, text);
    return true;
}

/* ---- opaque values ---- */

static void put_clock(struct weir_buf *out, uint64_t hms, unsigned hour, uint32_t micros)
{
    weir_buf_printf(out, "%02u:%02u:%02u", hour, (unsigned)(hms >> 6 & 63), (unsigned)(hms & 63));
    if (micros) {
        weir_buf_printf(out, ".%06u", micros);
        while (out->n && out->p[out->n - 1] == '0') {
            out->n--;
        }
    }
}

static void put_time(struct weir_buf *out, int64_t packed)
{
    uint64_t x = packed < 0 ? -(uint64_t)packed : (uint64_t)packed;
    uint64_t hms = x >> 24;
    weir_buf_text(out, packed < 0 ? "\"-" : "\"");
    put_clock(out, hms, (unsigned)(hms >> 12 & 0x3ff), (uint32_t)(x & 0xffffff));
    weir_buf_char(out, '"');
}

static void put_datetime(struct weir_buf *out, uint64_t x, bool with_time)
{
    uint64_t ymd = x >> 41;
    unsigned months = (unsigned)(ymd >> 5);
    weir_buf_printf(out, "\"%04u-%02u-%02u", months / 13, months % 13, (unsigned)(ymd & 31));
    if (with_time) {
        uint64_t hms = x >> 24;
        weir_buf_char(out, ' ');
        put_clock(out, hms, (unsigned)(hms >> 12 & 31), (uint32_t)(x & 0xffffff));
    }
    weir_buf_char(out, '"');
}

static bool put_decimal(struct weir_buf *out, struct weir_reader *rd, size_t n)
{
    static const struct my_column column = {.type_name = WEIR_STR("DECIMAL")};
    struct cdc_column col = {.column = &column, .name = WEIR_STR("JSON")};
    struct weir_arena arena;
    struct weir_value val;
    struct weir_err err;
    col.precision = weir_reader_u8(rd);
    col.scale = weir_reader_u8(rd);
    struct weir_str bytes = weir_reader_str(rd, n >= 2 ? n - 2 : 0);
    if (rd->failed || col.precision > 65 || col.scale > col.precision) {
        return false;
    }
    col.width = cdc_binlog_decimal_width(col.precision, col.scale);
    weir_arena_init(&arena, 256);
    bool good = cdc_binlog_decimal_text(&col, bytes, &arena, &val, &err) == CDC_GOOD;
    if (good) {
        weir_buf_str(out, weir_value_str(val));
    }
    weir_arena_free(&arena);
    return good;
}

static bool put_opaque(struct weir_buf *out, struct weir_reader *rd)
{
    uint8_t type = weir_reader_u8(rd);
    size_t n = length(rd);
    switch (type) {
    case 0: /* DECIMAL */
    case BINLOG_TYPE_NEWDECIMAL:
        return put_decimal(out, rd, n);
    case BINLOG_TYPE_TIME:
    case BINLOG_TYPE_TIME2:
        put_time(out, (int64_t)weir_reader_le(rd, 8));
        return !rd->failed;
    case BINLOG_TYPE_DATE:
    case BINLOG_TYPE_DATETIME:
    case BINLOG_TYPE_DATETIME2:
    case BINLOG_TYPE_TIMESTAMP:
    case BINLOG_TYPE_TIMESTAMP2:
        put_datetime(out, weir_reader_le(rd, 8), type != BINLOG_TYPE_DATE);
        return !rd->failed;
    default:
        break;
    }
    struct weir_str bytes = weir_reader_str(rd, n);
    weir_buf_char(out, '"');
    weir_buf_base64(out, bytes.p, bytes.n);
    weir_buf_char(out, '"');
    return !rd->failed;
}

bool cdc_json_scalar(struct weir_buf *out, uint8_t type, struct weir_reader *rd)
{
    double x;
    uint64_t bits;
    switch (type) {
    case CDC_JSON_LITERAL:
        return put_literal(out, weir_reader_u8(rd)) && !rd->failed;
    case CDC_JSON_INT16:
        weir_buf_i64(out, (int16_t)weir_reader_le(rd, 2));
        break;
    case CDC_JSON_UINT16:
        weir_buf_i64(out, (int64_t)weir_reader_le(rd, 2));
        break;
    case CDC_JSON_INT32:
        weir_buf_i64(out, (int32_t)weir_reader_le(rd, 4));
        break;
    case CDC_JSON_UINT32:
        weir_buf_i64(out, (int64_t)weir_reader_le(rd, 4));
        break;
    case CDC_JSON_INT64:
        weir_buf_i64(out, (int64_t)weir_reader_le(rd, 8));
        break;
    case CDC_JSON_UINT64:
        weir_buf_printf(out, "%llu", (unsigned long long)weir_reader_le(rd, 8));
        break;
    case CDC_JSON_DOUBLE:
        bits = weir_reader_le(rd, 8);
        memcpy(&x, &bits, sizeof(x));
        put_double(out, x);
        break;
    case CDC_JSON_STRING:
        return put_string(out, rd);
    case CDC_JSON_OPAQUE:
        return put_opaque(out, rd);
    default:
        return false;
    }
    return !rd->failed;
}
