/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_scan.h: finds what is special in a JSON string, 16 bytes at a time with SSE2, else 8 in a
 * word. For the reader and the writer of base/ only.
 */
#ifndef BASE_JSON_SCAN_H
#define BASE_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define JSON_ONES  0x0101010101010101u
#define JSON_HIGHS 0x8080808080808080u

/*
 * Eight bytes in a word: the high bit of each that is quote, backslash or a control. Right up to
 * the lowest one; above it there may be false ones.
 */
static inline uint64_t json_word_specials(uint64_t x)
{
    uint64_t quote = x ^ JSON_ONES * '"';
    uint64_t slash = x ^ JSON_ONES * '\\';
    return (((x - JSON_ONES * 0x20) & ~x) | ((quote - JSON_ONES) & ~quote) |
            ((slash - JSON_ONES) & ~slash)) &
           JSON_HIGHS;
}

static inline uint64_t json_word_beyond(uint64_t x)
{
    return x & x << 1 & x << 2 & x << 3 & JSON_HIGHS;
}

static inline uint64_t json_load(const char *p, size_t n)
{
    uint64_t x = 0;
    memcpy(&x, p, n);
    return x;
}

/*
 * Copies up to 16 bytes whole when all are plain and none is beyond the BMP, by loads and stores
 * that overlap; false: nothing is said about which is not.
 */
static inline bool json_copy_short(char *to, const char *p, size_t n)
{
    uint64_t a = 0;
    uint64_t b = 0;
    if (n >= 8) {
        a = json_load(p, 8);
        b = json_load(p + n - 8, 8);
        memcpy(to, &a, 8);
        memcpy(to + n - 8, &b, 8);
    } else if (n >= 4) {
        a = json_load(p, 4);
        b = json_load(p + n - 4, 4);
        memcpy(to, &a, 4);
        memcpy(to + n - 4, &b, 4);
        a |= b << 32;
        b = a;
    } else {
        for (size_t i = 0; i < n; i++) {
            to[i] = p[i];
            a = a << 8 | (uint8_t)p[i];
        }
        a |= JSON_ONES * ' ' << 8 * n;
        b = a;
    }
    return !(json_word_specials(a) | json_word_specials(b) | json_word_beyond(a) |
             json_word_beyond(b));
}

#if defined(__SSE2__)

#include <emmintrin.h>

#define JSON_BLOCK 16

/* One bit a byte, the first byte's the lowest. */
typedef uint32_t json_mask;

/* Quote, backslash, controls below 0x20. *high: bytes that are not ASCII. */
static inline json_mask json_specials(const char *p, json_mask *high)
{
    __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
    __m128i hit = _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(0x1f)), x);
    hit = _mm_or_si128(hit, _mm_cmpeq_epi8(x, _mm_set1_epi8('"')));
    hit = _mm_or_si128(hit, _mm_cmpeq_epi8(x, _mm_set1_epi8('\\')));
    *high = (json_mask)_mm_movemask_epi8(x);
    return (json_mask)_mm_movemask_epi8(hit);
}

/* Bytes from 0xf0 up, which begin what is beyond the BMP. */
static inline json_mask json_beyond(const char *p)
{
    __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
    return (json_mask)_mm_movemask_epi8(
        _mm_cmpeq_epi8(_mm_max_epu8(x, _mm_set1_epi8((char)0xf0)), x));
}

/* The place of the first byte in a mask that has one. */
static inline unsigned json_first(json_mask mask)
{
    return (unsigned)__builtin_ctz(mask);
}

#else

#define JSON_BLOCK 8

/* The high bit of a byte, the first byte's the lowest. Right up to the first one. */
typedef uint64_t json_mask;

static inline uint64_t json_block(const char *p)
{
    uint64_t x = json_load(p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    return x;
}

static inline json_mask json_specials(const char *p, json_mask *high)
{
    uint64_t x = json_block(p);
    *high = x & JSON_HIGHS;
    return json_word_specials(x);
}

static inline json_mask json_beyond(const char *p)
{
    return json_word_beyond(json_block(p));
}

static inline unsigned json_first(json_mask mask)
{
    return (unsigned)__builtin_ctzll(mask) / 8;
}

#endif

#endif
