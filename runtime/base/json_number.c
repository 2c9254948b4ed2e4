/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_number.c: numbers in, their Java texts out: plain from 10^-3 to below 10^7, else with an
 * exponent, always with a point and a digit after it. What JSON cannot say (NaN, Infinity) becomes
 * a string, as Jackson writes it.
 */
#include <weir/json.h>

#include <math.h>

#include "base/digits.h"
#include "base/shortest.h"

#define TEXT_MAX 32 /* -2.2250738585072014E-308 has 24 */

static char *zeros(char *to, int n)
{
    memset(to, '0', (size_t)n);
    return to + n;
}

/* 0.<zeros><digits>, 12.5, 120.0: the point stands after `point` digits. */
static char *plain(char *to, const char *digits, int n, int point)
{
    if (point <= 0) {
        memcpy(to, "0.", 2);
        to = zeros(to + 2, -point);
        memcpy(to, digits, (size_t)n);
        return to + n;
    }
    int whole = n < point ? n : point;
    memcpy(to, digits, (size_t)whole);
    to = zeros(to + whole, point - whole);
    *to++ = '.';
    if (n <= point) {
        *to++ = '0';
        return to;
    }
    memcpy(to, digits + point, (size_t)(n - point));
    return to + (n - point);
}

static char *scientific(char *to, const char *digits, int n, int exponent)
{
    *to++ = digits[0];
    *to++ = '.';
    if (n == 1) {
        *to++ = '0';
    }
    memcpy(to, digits + 1, (size_t)n - 1);
    to += n - 1;
    *to++ = 'E';
    return to + i64_text(to, exponent);
}

static void put_shortest(struct weir_buf *buf, struct shortest x, bool minus)
{
    char text[TEXT_MAX];
    char digits[I64_TEXT_MAX];
    bool fits = buf->cap - buf->n >= TEXT_MAX && !buf->full;
    char *begin = fits ? buf->p + buf->n : text;
    char *to = begin;
    if (minus) {
        *to++ = '-';
    }
    int n = (int)u64_text(digits, x.digits);
    int point = n + x.exponent;
    to = point > -3 && point <= 7 ? plain(to, digits, n, point)
                                  : scientific(to, digits, n, point - 1);
    if (fits) {
        buf->n += (size_t)(to - begin);
    } else {
        weir_buf_add(buf, text, (size_t)(to - text));
    }
}

/* The texts that have no digits; NULL for an ordinary number. */
static const char *special_text(double x)
{
    if (isnan(x)) {
        return "NaN";
    }
    if (isinf(x)) {
        return x < 0 ? "-Infinity" : "Infinity";
    }
    return x != 0 ? NULL : signbit(x) ? "-0.0" : "0.0";
}

void weir_java_double(struct weir_buf *buf, double x)
{
    const char *special = special_text(x);
    if (special) {
        weir_buf_text(buf, special);
    } else {
        put_shortest(buf, shortest_double(fabs(x)), x < 0);
    }
}

void weir_java_float(struct weir_buf *buf, float x)
{
    const char *special = special_text(x);
    if (special) {
        weir_buf_text(buf, special);
    } else {
        put_shortest(buf, shortest_float(fabsf(x)), x < 0);
    }
}

void weir_json_i64(struct weir_buf *buf, int64_t x)
{
    weir_buf_i64(buf, x);
}

void weir_json_double(struct weir_buf *buf, double x)
{
    const char *quote = isfinite(x) ? "" : "\"";
    weir_buf_text(buf, quote);
    weir_java_double(buf, x);
    weir_buf_text(buf, quote);
}

void weir_json_float(struct weir_buf *buf, float x)
{
    const char *quote = isfinite(x) ? "" : "\"";
    weir_buf_text(buf, quote);
    weir_java_float(buf, x);
    weir_buf_text(buf, quote);
}
