/* SPDX-License-Identifier: Apache-2.0 */
/* number_text.c: a text comes in, a decimal and its narrower forms, or a float, go out. */
#include "number_text.h"

#include <math.h>

#include <weir/decimal.h>

#include "common/java_string.h"

#define DIGITS_MAX ((size_t)1 << 20)

int64_t number_text_low_bits(struct weir_buf *scratch, struct weir_str unscaled, int32_t scale)
{
    uint64_t x = 0;
    weir_buf_reset(scratch);
    weir_decimal_plain(scratch, unscaled, scale);
    bool negative = scratch->n && scratch->p[0] == '-';
    for (size_t i = negative; i < scratch->n && scratch->p[i] != '.'; i++) {
        x = x * 10 + (uint64_t)(scratch->p[i] - '0');
    }
    return (int64_t)(negative ? 0 - x : x);
}

void number_text_parse(struct weir_arena *arena, struct weir_str text, struct number_text *out)
{
    struct weir_buf buf;
    *out = (struct number_text){0};
    weir_buf_init(&buf, DIGITS_MAX);
    out->valid = weir_decimal_parse(java_string_plain_digits(weir_arena_bytes(arena, text.n), text),
                                    NULL, &buf, &out->scale);
    if (out->valid) {
        out->unscaled = weir_arena_str(arena, weir_buf_view(&buf));
        out->low_bits = number_text_low_bits(&buf, out->unscaled, out->scale);
        out->f64 = weir_decimal_to_double(out->unscaled, out->scale);
    }
    weir_buf_free(&buf);
}

/* ---- floats ---- */

#define EXPONENT_MAX 100000 /* beyond it everything is zero or infinite */

/* A number in hex digits: mantissa * 2^exponent, and whether there is more than that. */
struct hex_number {
    bool minus;
    uint64_t mantissa;
    bool more;
    int64_t exponent;
};

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'                     ? c - '0'
           : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                    : -1;
}

/* Returns how many there are. */
static size_t take_hex(struct weir_str text, size_t *at, bool fraction, struct hex_number *number)
{
    size_t first = *at;
    for (; *at < text.n && hex_digit(text.p[*at]) >= 0; (*at)++) {
        uint64_t digit = (uint64_t)hex_digit(text.p[*at]);
        if (number->mantissa >> 59 == 0) {
            number->mantissa = number->mantissa << 4 | digit;
            number->exponent -= fraction ? 4 : 0;
        } else {
            number->more = number->more || digit;
            number->exponent += fraction ? 0 : 4;
        }
    }
    return *at - first;
}

static bool take_binary_exponent(struct weir_str text, size_t at, struct hex_number *number)
{
    if (at >= text.n || (text.p[at] | 0x20) != 'p') {
        return false;
    }
    at++;
    bool minus = at < text.n && text.p[at] == '-';
    at += minus || (at < text.n && text.p[at] == '+');
    size_t first = at;
    int64_t x = 0;
    for (; at < text.n && text.p[at] >= '0' && text.p[at] <= '9'; at++) {
        x = x < EXPONENT_MAX ? x * 10 + (text.p[at] - '0') : x;
    }
    number->exponent += minus ? -x : x;
    bool digits = at > first;
    at += at < text.n && strchr("fFdD", text.p[at]) != NULL;
    return digits && at == text.n;
}

static bool parse_hex(struct weir_str text, struct hex_number *number)
{
    size_t at = text.n && (text.p[0] == '-' || text.p[0] == '+');
    *number = (struct hex_number){.minus = at && text.p[0] == '-'};
    if (text.n < at + 2 || text.p[at] != '0' || (text.p[at + 1] | 0x20) != 'x') {
        return false;
    }
    at += 2;
    size_t n = take_hex(text, &at, false, number);
    bool point = at < text.n && text.p[at] == '.';
    if (point) {
        at++;
        n += take_hex(text, &at, true, number);
    }
    return n > 0 && take_binary_exponent(text, at, number);
}

/* Rounded to so many bits, of which none is below 2^lowest; halves to even. */
static double rounded(const struct hex_number *number, int bits, int lowest)
{
    if (number->mantissa == 0) {
        return number->minus ? -0.0 : 0.0;
    }
    uint64_t x = number->mantissa;
    int64_t top = number->exponent + 64 - __builtin_clzll(x);
    int64_t last = top - bits < lowest ? lowest : top - bits;
    int64_t cut = last - number->exponent;
    if (cut > 64) {
        x = 0;
    } else if (cut > 0) {
        unsigned __int128 whole = x;
        unsigned __int128 half = (unsigned __int128)1 << (cut - 1);
        unsigned __int128 rest = whole & (2 * half - 1);
        x = (uint64_t)(whole >> cut);
        x += rest > half || (rest == half && (number->more || (x & 1)));
    } else {
        last = number->exponent;
    }
    int power = (int)(last > EXPONENT_MAX ? EXPONENT_MAX : last);
    return ldexp(number->minus ? -(double)x : (double)x, power);
}

static struct weir_str without_letter(struct weir_str text)
{
    char last = text.n > 1 ? text.p[text.n - 1] : 0;
    char before = text.n > 1 ? text.p[text.n - 2] : 0;
    bool letter = last && strchr("dDfF", last);
    text.n -= letter && ((before >= '0' && before <= '9') || before == '.');
    return text;
}

bool number_text_double(struct weir_str text, double *out)
{
    struct hex_number hex;
    text = weir_str_trim(text);
    if (parse_hex(text, &hex)) {
        *out = rounded(&hex, 53, -1074);
        return true;
    }
    return weir_str_to_double(without_letter(text), out);
}

bool number_text_float(struct weir_str text, float *out)
{
    struct hex_number hex;
    text = weir_str_trim(text);
    if (parse_hex(text, &hex)) {
        *out = (float)rounded(&hex, 24, -149);
        return true;
    }
    return weir_str_to_float(without_letter(text), out);
}
