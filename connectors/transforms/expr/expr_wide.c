/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_wide.c: whole numbers of a few limbs come in, their sum, product, quotient and order goes
 * out. What java.math.BigDecimal makes of them is in expr_decimal.c.
 */
#include "expr_wide.h"

#include <weir/arena.h>

#define TEN_19 10000000000000000000u

static void trim(struct wide *wide)
{
    while (wide->n && wide->at[wide->n - 1] == 0) {
        wide->n--;
    }
    wide->minus = wide->minus && wide->n;
}

/* ---- in and out ---- */

void wide_of_i64(struct wide *out, int64_t x)
{
    out->at[0] = x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
    out->n = 1;
    out->minus = x < 0;
    trim(out);
}

bool wide_of_bytes(struct wide *out, struct weir_str bytes)
{
    bool minus = bytes.n && (uint8_t)bytes.p[0] >= 0x80;
    if (bytes.n > WIDE_BYTES_IN) {
        return false;
    }
    *out = (struct wide){.n = bytes.n / 8 + 1, .minus = minus};
    for (size_t i = 0; i < bytes.n; i++) {
        uint8_t byte = (uint8_t)bytes.p[bytes.n - 1 - i];
        out->at[i / 8] |= (uint64_t)(minus ? (uint8_t)~byte : byte) << 8 * (i % 8);
    }
    for (size_t i = 0; minus && i < out->n; i++) {
        if (++out->at[i]) {
            break;
        }
    }
    trim(out);
    return true;
}

struct weir_str wide_bytes(struct weir_arena *arena, const struct wide *wide)
{
    size_t bits = wide->n ? 64 * wide->n - (size_t)__builtin_clzll(wide->at[wide->n - 1]) : 0;
    size_t n = bits / 8 + 1; /* room for a sign bit */
    uint8_t *bytes = (uint8_t *)weir_arena_bytes(arena, n);
    bool carry = wide->minus;
    for (size_t i = 0; i < n; i++) {
        uint8_t byte = i / 8 < wide->n ? (uint8_t)(wide->at[i / 8] >> 8 * (i % 8)) : 0;
        byte = wide->minus ? (uint8_t)(~byte + carry) : byte;
        carry = carry && byte == 0;
        bytes[n - 1 - i] = byte;
    }
    bool spare =
        n > 1 && ((bytes[0] == 0 && bytes[1] < 0x80) || (bytes[0] == 0xff && bytes[1] >= 0x80));
    return weir_str_n(bytes + spare, n - spare);
}

/* ---- order ---- */

int wide_compare_magnitude(const struct wide *a, const struct wide *b)
{
    if (a->n != b->n) {
        return a->n < b->n ? -1 : 1;
    }
    for (size_t i = a->n; i > 0; i--) {
        if (a->at[i - 1] != b->at[i - 1]) {
            return a->at[i - 1] < b->at[i - 1] ? -1 : 1;
        }
    }
    return 0;
}

int wide_compare(const struct wide *a, const struct wide *b)
{
    if (a->minus != b->minus) {
        return a->minus ? -1 : 1;
    }
    return a->minus ? wide_compare_magnitude(b, a) : wide_compare_magnitude(a, b);
}

/* ---- sums and products ---- */

/* a - b, where a is not the smaller. */
static void take_magnitude(struct wide *out, const struct wide *a, const struct wide *b)
{
    bool borrow = false;
    for (size_t i = 0; i < a->n; i++) {
        uint64_t left = a->at[i];
        uint64_t right = i < b->n ? b->at[i] : 0;
        out->at[i] = left - right - borrow;
        borrow = left < right || (left == right && borrow);
    }
    out->n = a->n;
}

static bool add_magnitude(struct wide *out, const struct wide *a, const struct wide *b)
{
    size_t n = a->n > b->n ? a->n : b->n;
    unsigned __int128 sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += (i < a->n ? a->at[i] : 0);
        sum += (i < b->n ? b->at[i] : 0);
        out->at[i] = (uint64_t)sum;
        sum >>= 64;
    }
    out->n = n;
    if (sum && n < WIDE_LIMBS) {
        out->at[out->n++] = (uint64_t)sum;
        sum = 0;
    }
    return sum == 0;
}

bool wide_add(struct wide *out, const struct wide *a, const struct wide *b)
{
    bool minus = a->minus;
    bool good = true;
    if (a->minus == b->minus) {
        good = add_magnitude(out, a, b);
    } else if (wide_compare_magnitude(a, b) >= 0) {
        take_magnitude(out, a, b);
    } else {
        minus = b->minus;
        take_magnitude(out, b, a);
    }
    out->minus = minus;
    trim(out);
    return good;
}

bool wide_multiply(struct wide *out, const struct wide *a, const struct wide *b)
{
    struct wide made = {.n = a->n + b->n, .minus = a->minus != b->minus};
    if (made.n > WIDE_LIMBS) {
        return false;
    }
    for (size_t i = 0; i < a->n; i++) {
        unsigned __int128 sum = 0;
        for (size_t j = 0; j < b->n || sum; j++) {
            sum += made.at[i + j];
            sum += (unsigned __int128)a->at[i] * (j < b->n ? b->at[j] : 0);
            made.at[i + j] = (uint64_t)sum;
            sum >>= 64;
        }
    }
    trim(&made);
    *out = made;
    return true;
}

static bool multiply_small(struct wide *wide, uint64_t by)
{
    unsigned __int128 sum = 0;
    for (size_t i = 0; i < wide->n; i++) {
        sum += (unsigned __int128)wide->at[i] * by;
        wide->at[i] = (uint64_t)sum;
        sum >>= 64;
    }
    if (sum && wide->n < WIDE_LIMBS) {
        wide->at[wide->n++] = (uint64_t)sum;
        sum = 0;
    }
    return sum == 0;
}

bool wide_raise(struct wide *wide, int tens)
{
    bool good = true;
    for (; wide->n && good && tens >= 19; tens -= 19) {
        good = multiply_small(wide, TEN_19);
    }
    for (; wide->n && good && tens > 0; tens--) {
        good = multiply_small(wide, 10);
    }
    return good;
}

/* ---- quotients ---- */

static uint64_t divide_small(struct wide *wide, uint64_t by)
{
    unsigned __int128 rest = 0;
    for (size_t i = wide->n; i > 0; i--) {
        rest = rest << 64 | wide->at[i - 1];
        wide->at[i - 1] = (uint64_t)(rest / by);
        rest %= by;
    }
    trim(wide);
    return (uint64_t)rest;
}

/* rest = 2 * rest + bit; rest is smaller than what it is divided by, so it fits. */
static void shift_in(struct wide *rest, unsigned bit)
{
    uint64_t carry = bit;
    for (size_t i = 0; i < rest->n; i++) {
        uint64_t limb = rest->at[i];
        rest->at[i] = limb << 1 | carry;
        carry = limb >> 63;
    }
    if (carry && rest->n < WIDE_LIMBS) {
        rest->at[rest->n++] = carry;
    }
}

static void divide_magnitude(const struct wide *a, const struct wide *b, struct wide *quotient,
                             struct wide *rest)
{
    *rest = (struct wide){0};
    *quotient = (struct wide){.n = a->n};
    for (size_t i = 64 * a->n; i > 0; i--) {
        shift_in(rest, a->at[(i - 1) / 64] >> ((i - 1) % 64) & 1);
        if (wide_compare_magnitude(rest, b) >= 0) {
            take_magnitude(rest, rest, b);
            trim(rest);
            quotient->at[(i - 1) / 64] |= (uint64_t)1 << ((i - 1) % 64);
        }
    }
}

void wide_divide(const struct wide *a, const struct wide *b, struct wide *quotient,
                 struct wide *rest)
{
    if (b->n == 1) {
        *quotient = *a;
        wide_of_i64(rest, 0);
        rest->at[0] = divide_small(quotient, b->at[0]);
        rest->n = rest->at[0] != 0;
    } else {
        divide_magnitude(a, b, quotient, rest);
    }
    quotient->minus = a->minus != b->minus;
    rest->minus = a->minus;
    trim(quotient);
    trim(rest);
}

int wide_strip(struct wide *wide, uint64_t by, int most)
{
    int times = 0;
    while (wide->n && times < most) {
        struct wide smaller = *wide;
        if (divide_small(&smaller, by) != 0) {
            break;
        }
        *wide = smaller;
        times++;
    }
    return times;
}

int wide_digits(const struct wide *wide)
{
    struct wide rest = *wide;
    int digits = 0;
    while (rest.n > 1) {
        (void)divide_small(&rest, TEN_19);
        digits += 19;
    }
    for (uint64_t x = rest.n ? rest.at[0] : 0; x; x /= 10) {
        digits++;
    }
    return digits ? digits : 1;
}
