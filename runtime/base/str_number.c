/* SPDX-License-Identifier: Apache-2.0 */
/*
 * str_number.c: a whole text to a number, or nothing. Short decimal fractions, which is what
 * records hold, are exact in one multiplication or division; the rest goes to strtod in the C
 * locale.
 */
#include <weir/str.h>

#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include <weir/mem.h>

static bool digits_to_u64(struct weir_str s, uint64_t *out)
{
    uint64_t x = 0;
    size_t i = 0;
    for (; i < s.n && i < 18; i++) { /* so many fit whatever they are */
        uint8_t digit = (uint8_t)(s.p[i] - '0');
        if (digit > 9) {
            return false;
        }
        x = x * 10 + digit;
    }
    for (; i < s.n; i++) {
        uint8_t digit = (uint8_t)(s.p[i] - '0');
        if (digit > 9 || __builtin_mul_overflow(x, (uint64_t)10, &x) ||
            __builtin_add_overflow(x, digit, &x)) {
            return false;
        }
    }
    *out = x;
    return s.n > 0;
}

bool weir_str_to_u64(struct weir_str s, uint64_t *out)
{
    bool plus = s.n && s.p[0] == '+';
    return digits_to_u64(plus ? weir_str_from(s, 1) : s, out);
}

bool weir_str_to_i64(struct weir_str s, int64_t *out)
{
    bool minus = s.n && s.p[0] == '-';
    bool sign = minus || (s.n && s.p[0] == '+');
    uint64_t x = 0;
    if (!digits_to_u64(sign ? weir_str_from(s, 1) : s, &x) ||
        x > (uint64_t)INT64_MAX + (minus ? 1 : 0)) {
        return false;
    }
    *out = minus ? (int64_t)(0 - x) : (int64_t)x;
    return true;
}

/* A decimal text taken apart: 19 significant digits at most, and what power of ten they lack. */
struct parts {
    bool minus;
    bool cut; /* further digits were left out */
    uint64_t digits;
    int64_t exponent;
};

static size_t take_digits(struct weir_str s, size_t at, struct parts *parts, bool fraction)
{
    for (; at < s.n && (uint8_t)(s.p[at] - '0') <= 9; at++) {
        if (parts->digits < 1000000000000000000u) {
            parts->digits = parts->digits * 10 + (uint64_t)(s.p[at] - '0');
            parts->exponent -= fraction;
        } else {
            parts->cut = parts->cut || s.p[at] != '0';
            parts->exponent += !fraction;
        }
    }
    return at;
}

static bool take_exponent(struct weir_str s, size_t at, struct parts *parts)
{
    bool minus = at < s.n && s.p[at] == '-';
    at += minus || (at < s.n && s.p[at] == '+');
    int64_t x = 0;
    size_t first = at;
    for (; at < s.n && (uint8_t)(s.p[at] - '0') <= 9; at++) {
        x = x < 1000000 ? x * 10 + (s.p[at] - '0') : x;
    }
    parts->exponent += minus ? -x : x;
    return at > first && at == s.n;
}

static bool take_apart(struct weir_str s, struct parts *parts)
{
    size_t at = s.n && (s.p[0] == '-' || s.p[0] == '+');
    parts->minus = at && s.p[0] == '-';
    size_t whole = at;
    at = take_digits(s, at, parts, false);
    size_t n = at - whole;
    if (at < s.n && s.p[at] == '.') {
        size_t point = ++at;
        at = take_digits(s, at, parts, true);
        n += at - point;
    }
    if (n == 0) {
        return false;
    }
    return at == s.n || ((s.p[at] == 'e' || s.p[at] == 'E') && take_exponent(s, at + 1, parts));
}

static locale_t c_locale;

static void make_c_locale(void)
{
    c_locale = newlocale(LC_ALL_MASK, "C", NULL);
}

static double slow_double(struct weir_str s, float *single)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_c_locale);
    char small[64];
    char *text = s.n < sizeof(small) ? small : weir_xmalloc(s.n + 1);
    memcpy(text, s.p, s.n);
    text[s.n] = 0;
    double x = 0;
    if (single) {
        *single = strtof_l(text, NULL, c_locale);
    } else {
        x = strtod_l(text, NULL, c_locale);
    }
    if (text != small) {
        free(text);
    }
    return x;
}

static bool special(struct weir_str s, double *out)
{
    bool minus = s.n && s.p[0] == '-';
    struct weir_str name = s.n && (minus || s.p[0] == '+') ? weir_str_from(s, 1) : s;
    if (weir_str_is(name, "NaN")) {
        *out = NAN;
        return true;
    }
    *out = minus ? -INFINITY : INFINITY;
    return weir_str_is(name, "Infinity");
}

bool weir_str_to_double(struct weir_str s, double *out)
{
    static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    struct parts parts = {0};
    if (!take_apart(s, &parts)) {
        return special(s, out);
    }
    if (parts.cut || parts.digits > 1ull << 53 || parts.exponent < -22 || parts.exponent > 22) {
        *out = slow_double(s, NULL);
        return true;
    }
    double x = (double)parts.digits;
    x = parts.exponent < 0 ? x / tens[-parts.exponent] : x * tens[parts.exponent];
    *out = parts.minus ? -x : x;
    return true;
}

bool weir_str_to_float(struct weir_str s, float *out)
{
    static const float tens[] = {1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f};
    struct parts parts = {0};
    if (!take_apart(s, &parts)) {
        double x = 0;
        bool known = special(s, &x);
        *out = (float)x;
        return known;
    }
    if (parts.cut || parts.digits > 1u << 24 || parts.exponent < -10 || parts.exponent > 10) {
        slow_double(s, out);
        return true;
    }
    float x = (float)parts.digits;
    x = parts.exponent < 0 ? x / tens[-parts.exponent] : x * tens[parts.exponent];
    *out = parts.minus ? -x : x;
    return true;
}
