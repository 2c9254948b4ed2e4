/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_number.c: number texts to Java's numbers. json_read.c and the header values use it.
 */
#include "json_number.h"

/* x * 10^exponent, cut toward zero, in 64 bits that wrap; digits are those of x. */
struct scaled {
    struct weir_str whole;
    struct weir_str fraction;
    int64_t exponent;
    bool minus;
};

static size_t digits_at(struct weir_str text, size_t at)
{
    size_t n = 0;
    while (at + n < text.n && text.p[at + n] >= '0' && text.p[at + n] <= '9') {
        n++;
    }
    return n;
}

static struct scaled take_apart(struct weir_str text)
{
    struct scaled number = {.minus = text.n && text.p[0] == '-'};
    size_t at = number.minus || (text.n && text.p[0] == '+');
    number.whole = weir_str_n(text.p + at, digits_at(text, at));
    at += number.whole.n;
    number.fraction = weir_str_n(text.p + at, 0);
    if (at < text.n && text.p[at] == '.') {
        number.fraction = weir_str_n(text.p + at + 1, digits_at(text, at + 1));
        at += 1 + number.fraction.n;
    }
    if (at < text.n && !weir_str_to_i64(weir_str_from(text, at + 1), &number.exponent)) {
        /* Beyond 64 bits: so is the number, one way or the other. */
        number.exponent = at + 1 < text.n && text.p[at + 1] == '-' ? INT32_MIN : INT32_MAX;
    }
    return number;
}

static uint64_t add_digits(uint64_t x, struct weir_str digits, int64_t n)
{
    for (size_t i = 0; i < digits.n && (int64_t)i < n; i++) {
        x = x * 10 + (uint64_t)(digits.p[i] - '0');
    }
    return x;
}

/* At most 19 digits and a sign, which is nearly every number there is; they fit in 64 bits. */
static bool short_integer(struct weir_str text, int64_t *out)
{
    size_t minus = text.n && text.p[0] == '-';
    uint64_t x = 0;
    if (text.n > minus + 19) {
        return false;
    }
    for (size_t i = minus; i < text.n; i++) {
        uint8_t digit = (uint8_t)(text.p[i] - '0');
        if (digit > 9) {
            return false;
        }
        x = x * 10 + digit;
    }
    *out = (int64_t)(minus ? 0 - x : x);
    return true;
}

int64_t json_number_long(struct weir_str text)
{
    int64_t easy;
    if (short_integer(text, &easy)) {
        return easy;
    }
    struct scaled number = take_apart(text);
    int64_t whole = (int64_t)number.whole.n;
    int64_t fraction = (int64_t)number.fraction.n;
    int64_t keep = number.exponent < -whole ? 0 : whole + number.exponent;
    uint64_t x = add_digits(0, number.whole, keep);
    x = add_digits(x, number.fraction, keep - whole);
    /* 10^64 is 0 in 64 bits. */
    for (int64_t i = 0; i < keep - whole - fraction && i < 64; i++) {
        x *= 10;
    }
    return (int64_t)(number.minus ? 0 - x : x);
}

bool json_number_int(struct weir_str text, int32_t *out)
{
    int64_t x;
    bool fits = weir_str_to_i64(text, &x) && x >= INT32_MIN && x <= INT32_MAX;
    *out = fits ? (int32_t)x : 0;
    return fits;
}

/* A BigDecimal of zero has no sign. */
static bool is_zero(struct weir_str text)
{
    for (size_t i = 0; i < text.n && (text.p[i] | 0x20) != 'e'; i++) {
        if (text.p[i] >= '1' && text.p[i] <= '9') {
            return false;
        }
    }
    return true;
}

double json_number_double(struct weir_str text)
{
    double x;
    if (!weir_str_to_double(text, &x) || (x == 0 && is_zero(text))) {
        return 0.0;
    }
    return x;
}

float json_number_float(struct weir_str text)
{
    float x;
    if (!weir_str_to_float(text, &x) || (x == 0 && is_zero(text))) {
        return 0.0f;
    }
    return x;
}
