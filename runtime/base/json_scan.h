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

/* Whether none of these bytes is special or begins what is beyond the BMP. */
static inline bool json_words_plain(uint64_t a, uint64_t b)
{
    __m128i x = _mm_set_epi64x((int64_t)a, (int64_t)b);
    __m128i hit = _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(0x1f)), x);
    hit = _mm_or_si128(hit, _mm_cmpeq_epi8(x, _mm_set1_epi8('"')));
    hit = _mm_or_si128(hit, _mm_cmpeq_epi8(x, _mm_set1_epi8('\\')));
    hit = _mm_or_si128(hit, _mm_cmpeq_epi8(_mm_max_epu8(x, _mm_set1_epi8((char)0xf0)), x));
    return _mm_movemask_epi8(hit) == 0;
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

static inline bool json_words_plain(uint64_t a, uint64_t b)
{
    return !(json_word_specials(a) | json_word_specials(b) | json_word_beyond(a) |
             json_word_beyond(b));
}

#endif

static inline void json_store(char *to, uint64_t x)
{
    memcpy(to, &x, sizeof(x));
}

/*
 * Copies up to WEIR_JSON_SHORT bytes whole when all are plain and none is beyond the BMP, by loads and stores
 * that overlap; false: nothing is said about which is not.
 */
static inline bool json_copy_short(char *to, const char *p, size_t n)
{
    if (n >= 8) {
        uint64_t a = json_load(p, 8);
        uint64_t b = json_load(p + n - 8, 8);
        bool plain = json_words_plain(a, b);
        if (n > 16) {
            uint64_t second = json_load(p + 8, 8);
            uint64_t last_but_one = json_load(p + n - 16, 8);
            json_store(to + 8, second);
            json_store(to + n - 16, last_but_one);
            plain = plain && json_words_plain(second, last_but_one);
        }
        json_store(to, a);
        json_store(to + n - 8, b);
        return plain;
    }
    if (n >= 4) {
        uint64_t a = json_load(p, 4);
        uint64_t b = json_load(p + n - 4, 4);
        memcpy(to, &a, 4);
        memcpy(to + n - 4, &b, 4);
        a |= b << 32;
        return json_words_plain(a, a);
    }
    if (n == 0) {
        return true;
    }
    /* The first, the middle and the last of up to three are all of them. */
    uint64_t a = (uint8_t)p[0] | (uint64_t)(uint8_t)p[n / 2] << 8 |
                 (uint64_t)(uint8_t)p[n - 1] << 16 | JSON_ONES * ' ' << 24;
    to[0] = p[0];
    to[n / 2] = p[n / 2];
    to[n - 1] = p[n - 1];
    return json_words_plain(a, a);
}

#endif
