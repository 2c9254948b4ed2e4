/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_numeric.c: Connect's Decimal (unscaled two's complement, scale) as PostgreSQL's numeric:
 * digits of base 10000 around the decimal point. Most fit 64 bits and take the short way.
 */
#include <weir/decimal.h>

#include "common/pg/pg_binary.h"

#define DIGITS_MAX 40 /* of base 10000, on the short way */
#define NUMERIC_SCALE_MAX 16383
#define NEGATIVE 0x4000

static void put_digits(struct weir_buf *buf, const uint16_t *digits, size_t n, int weight,
                       bool negative, int32_t scale)
{
    weir_buf_be32(buf, (uint32_t)(8 + 2 * n));
    weir_buf_be16(buf, (uint16_t)n);
    weir_buf_be16(buf, (uint16_t)(int16_t)weight);
    weir_buf_be16(buf, negative ? NEGATIVE : 0);
    weir_buf_be16(buf, (uint16_t)scale);
    for (size_t i = 0; i < n; i++) {
        weir_buf_be16(buf, digits[i]);
    }
}

static void put_short(struct weir_buf *buf, int64_t unscaled, int32_t scale)
{
    static const int pads[] = {1, 1000, 100, 10};
    uint16_t digits[DIGITS_MAX];
    bool negative = unscaled < 0;
    unsigned __int128 left = negative ? 0 - (uint64_t)unscaled : (uint64_t)unscaled;
    int fraction = (scale + 3) / 4; /* digits behind the point */
    size_t at = DIGITS_MAX;
    left *= (unsigned)pads[scale % 4];
    while (left > UINT64_MAX) {
        digits[--at] = (uint16_t)(left % 10000);
        left /= 10000;
    }
    for (uint64_t rest = (uint64_t)left; rest; rest /= 10000) {
        digits[--at] = (uint16_t)(rest % 10000);
    }
    size_t n = DIGITS_MAX - at;
    int weight = (int)n - fraction - 1;
    while (n && digits[at + n - 1] == 0) {
        n--;
    }
    put_digits(buf, digits + at, n, weight, negative, scale);
}

/* "-123.45": groups of four around the point. */
static bool put_text(struct weir_buf *buf, struct weir_str text, int32_t scale)
{
    bool negative = text.n && text.p[0] == '-';
    text = weir_str_from(text, negative);
    ptrdiff_t point = weir_str_chr(text, '.');
    size_t whole = point < 0 ? text.n : (size_t)point;
    size_t fraction = point < 0 ? 0 : text.n - whole - 1;
    size_t before = (whole + 3) / 4;
    size_t n = before + (fraction + 3) / 4;
    weir_buf_be32(buf, (uint32_t)(8 + 2 * n));
    weir_buf_be16(buf, (uint16_t)n);
    weir_buf_be16(buf, (uint16_t)(before - 1));
    weir_buf_be16(buf, negative ? NEGATIVE : 0);
    weir_buf_be16(buf, (uint16_t)scale);
    for (size_t i = 0; i < n; i++) {
        ptrdiff_t from = i < before ? (ptrdiff_t)whole - 4 * (ptrdiff_t)(before - i)
                                    : (ptrdiff_t)(whole + 1 + 4 * (i - before));
        int digit = 0;
        for (ptrdiff_t at = from; at < from + 4; at++) {
            bool there = at >= 0 && (size_t)at < text.n && (i >= before || (size_t)at < whole);
            digit = digit * 10 + (there ? text.p[at] - '0' : 0);
        }
        weir_buf_be16(buf, (uint16_t)digit);
    }
    return true;
}

bool pg_put_numeric(struct weir_buf *buf, struct weir_str unscaled, int32_t scale)
{
    int64_t small;
    if (scale >= 0 && scale <= 64 && weir_decimal_to_i64(unscaled, &small)) {
        put_short(buf, small, scale);
        return true;
    }
    if (scale > NUMERIC_SCALE_MAX) {
        return false;
    }
    struct weir_buf plain;
    weir_buf_init(&plain, (size_t)64 * 1024);
    weir_decimal_plain(&plain, unscaled, scale);
    bool fits = !plain.full && put_text(buf, weir_buf_view(&plain), scale < 0 ? 0 : scale);
    weir_buf_free(&plain);
    return fits;
}
