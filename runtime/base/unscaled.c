/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unscaled.c: two's complement bytes to digits and back. What fits 64 bits, nearly everything,
 * takes no detour; the rest goes through limbs of 64 bits, 19 digits a step.
 */
#include "base/unscaled.h"

#include <endian.h>

#include "base/digits.h"

#define LIMBS       (UNSCALED_BYTES_MAX / 8)
#define STEP_DIGITS 19
#define STEP        10000000000000000000u /* 10^19 */

struct limbs {
    uint64_t at[LIMBS + 1]; /* the least significant first */
    size_t n;               /* none of them leads with zero */
};

static struct weir_str strip_sign_bytes(struct weir_str s)
{
    while (s.n > 1) {
        uint8_t first = (uint8_t)s.p[0];
        uint8_t second = (uint8_t)s.p[1];
        bool spare = (first == 0 && second < 0x80) || (first == 0xff && second >= 0x80);
        if (!spare) {
            break;
        }
        s = weir_str_from(s, 1);
    }
    return s;
}

bool weir_decimal_to_i64(struct weir_str unscaled, int64_t *out)
{
    struct weir_str s = strip_sign_bytes(unscaled);
    if (s.n > 8) {
        return false;
    }
    uint64_t x = s.n && (uint8_t)s.p[0] >= 0x80 ? UINT64_MAX : 0;
    for (size_t i = 0; i < s.n; i++) {
        x = x << 8 | (uint8_t)s.p[i];
    }
    *out = (int64_t)x;
    return true;
}

size_t weir_decimal_of_i64(int64_t x, uint8_t out[9])
{
    uint64_t magnitude = x < 0 ? ~(uint64_t)x : (uint64_t)x;
    size_t bits = magnitude ? 64 - (size_t)__builtin_clzll(magnitude) : 0;
    size_t n = bits / 8 + 1; /* room for a sign bit */
    uint64_t word = htobe64((uint64_t)x << 8 * (8 - n));
    memcpy(out, &word, sizeof(word));
    return n;
}

/* ---- to digits ---- */

static void trim(struct limbs *big)
{
    while (big->n && big->at[big->n - 1] == 0) {
        big->n--;
    }
}

static void load_magnitude(struct limbs *big, struct weir_str s, bool minus)
{
    *big = (struct limbs){.n = (s.n + 7) / 8};
    for (size_t i = 0; i < s.n; i++) {
        uint8_t byte = (uint8_t)s.p[s.n - 1 - i];
        big->at[i / 8] |= (uint64_t)(minus ? (uint8_t)~byte : byte) << 8 * (i % 8);
    }
    for (size_t i = 0; minus && i <= big->n; i++) {
        if (++big->at[i]) {
            break;
        }
    }
    big->n++; /* the negation may have carried */
    trim(big);
}

static uint64_t divide_by_step(struct limbs *big)
{
    unsigned __int128 rest = 0;
    for (size_t i = big->n; i > 0; i--) {
        rest = rest << 64 | big->at[i - 1];
        big->at[i - 1] = (uint64_t)(rest / STEP);
        rest %= STEP;
    }
    trim(big);
    return (uint64_t)rest;
}

static size_t long_digits(struct weir_str s, char *digits, bool minus)
{
    uint64_t parts[LIMBS + 2];
    size_t n_parts = 0;
    struct limbs big;
    load_magnitude(&big, s, minus);
    while (big.n) {
        parts[n_parts++] = divide_by_step(&big);
    }
    size_t n = u64_text(digits, parts[--n_parts]);
    while (n_parts) {
        digits_put(digits + n, parts[--n_parts], STEP_DIGITS);
        n += STEP_DIGITS;
    }
    return n;
}

size_t unscaled_digits(struct weir_str unscaled, char digits[UNSCALED_DIGITS_MAX], bool *minus)
{
    int64_t x = 0;
    if (weir_decimal_to_i64(unscaled, &x)) {
        *minus = x < 0;
        return u64_text(digits, x < 0 ? 0 - (uint64_t)x : (uint64_t)x);
    }
    struct weir_str s = strip_sign_bytes(unscaled);
    *minus = (uint8_t)s.p[0] >= 0x80;
    return s.n > UNSCALED_BYTES_MAX ? 0 : long_digits(s, digits, *minus);
}

/* ---- to bytes ---- */

static void multiply_add(struct limbs *big, uint64_t factor, uint64_t add)
{
    unsigned __int128 carry = add;
    for (size_t i = 0; i < big->n; i++) {
        carry += (unsigned __int128)big->at[i] * factor;
        big->at[i] = (uint64_t)carry;
        carry >>= 64;
    }
    if (carry) {
        big->at[big->n++] = (uint64_t)carry;
    }
}

static uint64_t digits_value(const char *digits, size_t n)
{
    uint64_t x = 0;
    for (size_t i = 0; i < n; i++) {
        x = x * 10 + (uint64_t)(digits[i] - '0');
    }
    return x;
}

static size_t store(struct limbs *big, bool minus, uint8_t *out)
{
    for (size_t i = 0; minus && i <= big->n; i++) {
        big->at[i] = ~big->at[i];
    }
    for (size_t i = 0; minus && i <= big->n; i++) {
        if (++big->at[i]) {
            break;
        }
    }
    uint8_t bytes[sizeof(big->at)];
    size_t n = (big->n + 1) * 8;
    for (size_t i = 0; i < n; i++) {
        bytes[n - 1 - i] = (uint8_t)(big->at[i / 8] >> 8 * (i % 8));
    }
    struct weir_str s = strip_sign_bytes(weir_str_n(bytes, n));
    memcpy(out, s.p, s.n);
    return s.n;
}

size_t unscaled_bytes(const char *digits, size_t n, bool minus, uint8_t out[UNSCALED_BYTES_MAX])
{
    if (n < STEP_DIGITS) {
        int64_t x = (int64_t)digits_value(digits, n);
        return weir_decimal_of_i64(minus ? -x : x, out);
    }
    struct limbs big = {.n = 0};
    size_t at = n % STEP_DIGITS;
    multiply_add(&big, 1, digits_value(digits, at));
    for (; at < n; at += STEP_DIGITS) {
        multiply_add(&big, STEP, digits_value(digits + at, STEP_DIGITS));
    }
    return store(&big, minus, out);
}
