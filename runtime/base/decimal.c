/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decimal.c: Connect's decimals as the texts of Java's BigDecimal, and such texts as decimals.
 * The digits come from unscaled.c; here is where the point and the exponent go.
 */
#include <weir/decimal.h>

#include "base/digits.h"
#include "base/unscaled.h"

/* Beyond what a scale of 32 bits and the digits before the point can make of it. */
#define EXPONENT_MAX INT64_C(10000000000)

/* The digits of a number, and where its point stands: the last `scale` of them are a fraction. */
struct number {
    char digits[UNSCALED_DIGITS_MAX];
    size_t n;
    bool minus;
    int64_t scale;
};

static bool load(struct number *number, struct weir_buf *buf, struct weir_str unscaled,
                 int32_t scale)
{
    number->n = unscaled_digits(unscaled, number->digits, &number->minus);
    number->scale = scale;
    if (number->n == 0) {
        buf->full = true;
        return false;
    }
    if (number->minus) {
        weir_buf_char(buf, '-');
    }
    return true;
}

static void zeros(struct weir_buf *buf, size_t n)
{
    char *to = weir_buf_reserve(buf, n);
    if (to) {
        memset(to, '0', n);
        buf->n += n;
    }
}

/* 12.50, 0.0012; scale from 0 up. */
static void plain(struct weir_buf *buf, const struct number *number)
{
    size_t fraction = (size_t)number->scale;
    if (fraction >= number->n) {
        weir_buf_text(buf, fraction ? "0." : "");
        zeros(buf, fraction - number->n);
        weir_buf_add(buf, number->digits, number->n);
        return;
    }
    size_t whole = number->n - fraction;
    weir_buf_add(buf, number->digits, whole);
    if (fraction) {
        weir_buf_char(buf, '.');
        weir_buf_add(buf, number->digits + whole, fraction);
    }
}

/* 1.25E+3; exponent is that of the first digit. */
static void scientific(struct weir_buf *buf, const struct number *number, int64_t exponent)
{
    weir_buf_char(buf, number->digits[0]);
    if (number->n > 1) {
        weir_buf_char(buf, '.');
        weir_buf_add(buf, number->digits + 1, number->n - 1);
    }
    if (exponent) {
        weir_buf_text(buf, exponent > 0 ? "E+" : "E");
        weir_buf_i64(buf, exponent);
    }
}

void weir_decimal_text(struct weir_buf *buf, struct weir_str unscaled, int32_t scale)
{
    struct number number;
    if (!load(&number, buf, unscaled, scale)) {
        return;
    }
    int64_t exponent = (int64_t)number.n - 1 - number.scale;
    if (scale >= 0 && exponent >= -6) {
        plain(buf, &number);
    } else {
        scientific(buf, &number, exponent);
    }
}

void weir_decimal_plain(struct weir_buf *buf, struct weir_str unscaled, int32_t scale)
{
    struct number number;
    if (!load(&number, buf, unscaled, scale)) {
        return;
    }
    if (scale >= 0) {
        plain(buf, &number);
        return;
    }
    weir_buf_add(buf, number.digits, number.n);
    if (number.digits[0] != '0') {
        zeros(buf, (size_t)-number.scale);
    }
}

/* ---- reading ---- */

/* Takes digits off *s; leading zeros are not kept. False when there are too many. */
static bool take_digits(struct weir_str *s, struct number *number, size_t *taken)
{
    for (*taken = 0; s->n && (uint8_t)(s->p[0] - '0') <= 9; ++*taken) {
        if (number->n || s->p[0] != '0') {
            if (number->n == WEIR_DECIMAL_DIGITS_MAX) {
                return false;
            }
            number->digits[number->n++] = s->p[0];
        }
        *s = weir_str_from(*s, 1);
    }
    return true;
}

static bool take_exponent(struct weir_str s, int64_t *exponent)
{
    int64_t x = 0;
    bool number = weir_str_to_i64(s, &x) && x >= -EXPONENT_MAX && x <= EXPONENT_MAX;
    *exponent = x;
    return number;
}

static bool take_number(struct weir_str s, struct number *number)
{
    size_t whole = 0;
    size_t fraction = 0;
    int64_t exponent = 0;
    number->n = 0;
    number->minus = s.n && s.p[0] == '-';
    if (number->minus || (s.n && s.p[0] == '+')) {
        s = weir_str_from(s, 1);
    }
    if (!take_digits(&s, number, &whole)) {
        return false;
    }
    if (s.n && s.p[0] == '.') {
        s = weir_str_from(s, 1);
        if (!take_digits(&s, number, &fraction)) {
            return false;
        }
    }
    if (whole + fraction == 0) {
        return false;
    }
    if (s.n &&
        ((s.p[0] != 'e' && s.p[0] != 'E') || !take_exponent(weir_str_from(s, 1), &exponent))) {
        return false;
    }
    number->scale = (int64_t)fraction - exponent;
    return number->scale >= INT32_MIN && number->scale <= INT32_MAX;
}

/* Zeros are added or taken away at the end until the scale is the wanted one. */
static bool bring_to_scale(struct number *number, int32_t scale)
{
    int64_t add = scale - number->scale;
    number->scale = scale;
    if (number->n == 0 || add == 0) {
        return true;
    }
    if (add > 0) {
        if (add > (int64_t)(WEIR_DECIMAL_DIGITS_MAX - number->n)) {
            return false;
        }
        memset(number->digits + number->n, '0', (size_t)add);
        number->n += (size_t)add;
        return true;
    }
    for (; add < 0; add++) {
        if (number->n == 0 || number->digits[--number->n] != '0') {
            return false;
        }
    }
    return true;
}

bool weir_decimal_parse(struct weir_str text, const int32_t *want_scale, struct weir_buf *out,
                        int32_t *scale)
{
    struct number number;
    if (!take_number(text, &number) || (want_scale && !bring_to_scale(&number, *want_scale))) {
        return false;
    }
    uint8_t bytes[UNSCALED_BYTES_MAX];
    size_t n = unscaled_bytes(number.digits, number.n, number.minus, bytes);
    weir_buf_add(out, bytes, n);
    *scale = (int32_t)number.scale;
    return !out->full;
}

double weir_decimal_to_double(struct weir_str unscaled, int32_t scale)
{
    char text[1 + UNSCALED_DIGITS_MAX + 1 + I64_TEXT_MAX];
    bool minus = false;
    size_t n = unscaled_digits(unscaled, text + 1, &minus);
    text[0] = minus ? '-' : '+';
    text[1 + n] = 'E';
    size_t size = n + 2 + i64_text(text + n + 2, -(int64_t)scale);
    double x = 0;
    return n && weir_str_to_double(weir_str_n(text, size), &x) ? x : 0;
}
