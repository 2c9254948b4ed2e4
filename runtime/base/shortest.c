/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shortest.c: a binary number in, its shortest decimal out, by Raffaello Giulietti's Schubfach
 * ("The Schubfach way to render doubles"): the number and the ends of its rounding interval are
 * scaled by one power of ten from a table, then at most four candidates are compared. No loop, no
 * big numbers. Names are the paper's: v = c 2^q, candidates s and t = s + 1 times 10^k. Numbers of
 * few digits are seen before.
 */
#include "base/shortest.h"

#include <stdbool.h>
#include <string.h>

#define K_MIN   (-324)
#define MASK_63 (((uint64_t)1 << 63) - 1)

static const uint64_t powers[][2] = {
#include "base/pow10_table.h"
};

/* What tells float from double. */
struct format {
    uint64_t c_min; /* of a normal number */
    int q_min;
    uint64_t c_tiny; /* below it a subnormal has but one digit: it is asked for two */
};

static const struct format doubles = {(uint64_t)1 << 52, -1074, 3};
static const struct format floats = {(uint64_t)1 << 23, -149, 8};

/* floor(log10(2^e)), floor(log10(3/4 2^e)), floor(log2(10^e)) for the exponents we have. */
static int log10_pow2(int e)
{
    return (int)(e * INT64_C(661971961083) >> 41);
}

static int log10_three_quarters_pow2(int e)
{
    return (int)((e * INT64_C(661971961083) - INT64_C(274743187321)) >> 41);
}

static int log2_pow10(int e)
{
    return (int)(e * INT64_C(913124641741) >> 38);
}

static uint64_t high(uint64_t a, uint64_t b)
{
    return (uint64_t)((unsigned __int128)a * b >> 64);
}

/* g cp / 2^127, its lowest bit set if anything was cut off ("round to odd"). */
static uint64_t scale(const uint64_t g[2], uint64_t cp)
{
    uint64_t x1 = high(g[1], cp);
    uint64_t y0 = g[0] * cp;
    uint64_t z = (y0 >> 1) + x1;
    uint64_t w = high(g[0], cp) + (z >> 63);
    return w | (((z & MASK_63) + MASK_63) >> 63);
}

#define STRIP(power, zeros)                                                                        \
    if (digits % (power) == 0) {                                                                   \
        digits /= (power);                                                                         \
        exponent += (zeros);                                                                       \
    }

/* At most 19 of them, by halves; division by constants is multiplication. */
static struct shortest strip_zeros(uint64_t digits, int exponent)
{
    if (digits % 10 == 0) {
        STRIP(10000000000000000u, 16)
        STRIP(100000000u, 8)
        STRIP(10000u, 4)
        STRIP(100u, 2)
        STRIP(10u, 1)
    }
    return (struct shortest){.digits = digits, .exponent = exponent};
}

static struct shortest nearest(const struct format *format, int q, uint64_t c, int dk)
{
    bool regular = c != format->c_min || q == format->q_min;
    uint64_t out = c & 1; /* the interval's ends belong to it when c is even */
    int k = regular ? log10_pow2(q) : log10_three_quarters_pow2(q);
    int h = q + log2_pow10(-k) + 2;
    const uint64_t *g = powers[k - K_MIN];
    uint64_t v = scale(g, (c << 2) << h);
    uint64_t left = scale(g, ((c << 2) - (regular ? 2 : 1)) << h) + out;
    uint64_t right = scale(g, ((c << 2) + 2) << h) - out;

    uint64_t s = v >> 2;
    if (s >= 100) {
        uint64_t shorter = s / 10 * 10;
        bool below_in = left <= shorter << 2;
        bool above_in = (shorter + 10) << 2 <= right;
        if (below_in != above_in) {
            return strip_zeros(below_in ? shorter : shorter + 10, k);
        }
    }
    uint64_t t = s + 1;
    bool s_in = left <= s << 2;
    bool t_in = t << 2 <= right;
    if (s_in == t_in) {
        uint64_t middle = (s + t) << 1;
        s_in = v < middle || (v == middle && (s & 1) == 0);
    }
    return strip_zeros(s_in ? s : t, k + dk);
}

/* c: the fraction's bits; bq: the exponent's, below the one of infinities. */
static struct shortest of_parts(const struct format *format, uint64_t c, int bq)
{
    if (bq == 0) {
        return c < format->c_tiny ? nearest(format, format->q_min, 10 * c, -1)
                                  : nearest(format, format->q_min, c, 0);
    }
    c |= format->c_min;
    int q = format->q_min - 1 + bq;
    if (q < 0 && -q < 64 && c >> -q << -q == c) {
        return strip_zeros(c >> -q, 0); /* a whole number is its own decimal */
    }
    return nearest(format, q, c, 0);
}

/*
 * Numbers that people write have few digits. Whole billionths of less than 10^15 are exact in a
 * double, so is 10^9, and a quotient is rounded once: if it is x, these digits are x. No others of
 * up to 15 are, for so many survive the way to a double and back.
 */
static bool in_billionths(double x, struct shortest *out)
{
    if (x >= 1e6) {
        return false;
    }
    uint64_t digits = (uint64_t)(x * 1e9 + 0.5);
    if ((double)digits / 1e9 != x) {
        return false;
    }
    *out = strip_zeros(digits, -9);
    return true;
}

struct shortest shortest_double(double x)
{
    uint64_t bits = 0;
    struct shortest few;
    if (in_billionths(x, &few)) {
        return few;
    }
    memcpy(&bits, &x, sizeof(bits));
    return of_parts(&doubles, bits & (doubles.c_min - 1), (int)(bits >> 52));
}

struct shortest shortest_float(float x)
{
    uint32_t bits = 0;
    memcpy(&bits, &x, sizeof(bits));
    return of_parts(&floats, bits & (floats.c_min - 1), (int)(bits >> 23));
}
