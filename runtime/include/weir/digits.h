/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digits.h: integers in, their decimal digits out, eight a step: a word is split into halves,
 * quarters and single digits at once, by multiplications (Paul Khuong's way). How many lead with
 * zero is seen in the word, so that nothing is counted beforehand. Inline for who writes numbers
 * and nearly nothing else; all others have weir_buf_i64.
 */
#ifndef WEIR_DIGITS_H
#define WEIR_DIGITS_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define WEIR_I64_TEXT_MAX 20 /* -9223372036854775808, 18446744073709551615 */
#define WEIR_EIGHT_DIGITS 100000000u
#define WEIR_ALL_ZERO     0x3030303030303030u

/* Eight digits as values of bytes, the first the lowest byte; x has no more of them. */
static inline uint64_t weir_digits_split(uint32_t x)
{
    uint64_t halves = x / 10000 | (uint64_t)(x % 10000) << 32;
    uint64_t high = halves * 10486 >> 20 & 0x7f0000007f; /* a hundredth of each */
    uint64_t quarters = high | (halves - 100 * high) << 16;
    uint64_t tens = quarters * 103 >> 10 & 0x000f000f000f000f;
    return tens | (quarters - 10 * tens) << 8;
}

static inline void weir_digits_put_word(char *to, uint64_t word)
{
    word = htole64(word);
    memcpy(to, &word, sizeof(word));
}

/* Exactly two. */
static inline void weir_digits_put_two(char *to, uint32_t x)
{
    uint32_t tens = x * 103 >> 10;
    to[0] = (char)('0' + tens);
    to[1] = (char)('0' + x - 10 * tens);
}

/* Exactly eight. */
static inline void weir_digits_put_eight(char *to, uint32_t x)
{
    weir_digits_put_word(to, weir_digits_split(x) + WEIR_ALL_ZERO);
}

/* Without leading zeros, but eight bytes are written. */
static inline size_t weir_digits_put_head(char *to, uint32_t x)
{
    uint64_t word = weir_digits_split(x);
    unsigned zeros = (unsigned)__builtin_ctzll(word | (uint64_t)1 << 56) / 8;
    weir_digits_put_word(to, (word + WEIR_ALL_ZERO) >> 8 * zeros);
    return 8 - zeros;
}

/* No NUL; returns how many. There must be room for WEIR_I64_TEXT_MAX bytes, whatever the number. */
static inline size_t weir_digits_u64(char *to, uint64_t x)
{
    if (x < 10) {
        *to = (char)('0' + x);
        return 1;
    }
    if (x < WEIR_EIGHT_DIGITS) {
        return weir_digits_put_head(to, (uint32_t)x);
    }
    uint64_t above = x / WEIR_EIGHT_DIGITS;
    size_t n = 0;
    if (above < WEIR_EIGHT_DIGITS) {
        n = weir_digits_put_head(to, (uint32_t)above);
    } else {
        n = weir_digits_put_head(to, (uint32_t)(above / WEIR_EIGHT_DIGITS));
        weir_digits_put_eight(to + n, (uint32_t)(above % WEIR_EIGHT_DIGITS));
        n += 8;
    }
    weir_digits_put_eight(to + n, (uint32_t)(x % WEIR_EIGHT_DIGITS));
    return n + 8;
}

static inline size_t weir_digits_i64(char *to, int64_t x)
{
    if (x >= 0) {
        return weir_digits_u64(to, (uint64_t)x);
    }
    *to = '-';
    return 1 + weir_digits_u64(to + 1, 0 - (uint64_t)x);
}

#endif
