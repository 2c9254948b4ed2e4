/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_crc.c: events are small and many, and zlib's CRC-32 was a fifth of all that is done for
 * one. Where the processor multiplies polynomials, 16 bytes are folded a step (Gopal et al., "Fast
 * CRC Computation for Generic Polynomials Using PCLMULQDQ"), and what is left over in one more;
 * elsewhere it is zlib's.
 */
#include "binlog_crc.h"

#include <zlib.h>

#if defined(__x86_64__)

#include <immintrin.h>

#define BLOCK 16

/* x^k modulo the polynomial, bits reversed; the names are the paper's. */
#define K1   0x154442bd4 /* over 64 bytes: the lower half */
#define K2   0x1c6e41596 /* and the upper */
#define K3   0x1751997d0 /* over 16 bytes: the lower half */
#define K4   0x0ccaa009e /* and the upper */
#define K5   0x163cd6124
#define POLY 0x1db710641
#define MU   0x1f7011641

__attribute__((target("pclmul,sse4.1"))) static __m128i load(const char *p)
{
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}

/* x moved on to these bytes, as far behind it as k says. */
__attribute__((target("pclmul,sse4.1"))) static __m128i move(__m128i x, __m128i k, __m128i bytes)
{
    __m128i lower = _mm_clmulepi64_si128(x, k, 0x00);
    __m128i upper = _mm_clmulepi64_si128(x, k, 0x11);
    return _mm_xor_si128(_mm_xor_si128(lower, upper), bytes);
}

/* What x is behind 16 more bytes. */
__attribute__((target("pclmul,sse4.1"))) static __m128i step(__m128i x, __m128i bytes)
{
    return move(x, _mm_set_epi64x(K4, K3), bytes);
}

/*
 * Four blocks a turn from *p on, of which x is the first: none waits for the one before it. What
 * they are together goes on at *p.
 */
__attribute__((target("pclmul,sse4.1"))) static __m128i four_abreast(__m128i x, const char **p,
                                                                     const char *end)
{
    const __m128i k12 = _mm_set_epi64x(K2, K1);
    const char *at = *p;
    __m128i second = load(at + BLOCK);
    __m128i third = load(at + 2 * BLOCK);
    __m128i fourth = load(at + 3 * BLOCK);
    for (at += 4 * BLOCK; end - at >= 4 * BLOCK; at += 4 * BLOCK) {
        x = move(x, k12, load(at));
        second = move(second, k12, load(at + BLOCK));
        third = move(third, k12, load(at + 2 * BLOCK));
        fourth = move(fourth, k12, load(at + 3 * BLOCK));
    }
    *p = at;
    return step(step(step(x, second), third), fourth);
}

/*
 * The last n bytes before end, less than 16: x is shifted by as many over them. Its first n bytes
 * fall out and are folded over the others and these.
 */
__attribute__((target("pclmul,sse4.1"))) static __m128i rest(__m128i x, const char *end, size_t n)
{
    static const char shifts[3 * BLOCK] = "\x80\x80\x80\x80\x80\x80\x80\x80"
                                          "\x80\x80\x80\x80\x80\x80\x80\x80"
                                          "\x00\x01\x02\x03\x04\x05\x06\x07"
                                          "\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"
                                          "\x80\x80\x80\x80\x80\x80\x80\x80"
                                          "\x80\x80\x80\x80\x80\x80\x80";
    __m128i up = load(shifts + n);
    __m128i down = load(shifts + BLOCK + n);
    __m128i bytes = _mm_blendv_epi8(_mm_shuffle_epi8(x, down), load(end - BLOCK), down);
    return step(_mm_shuffle_epi8(x, up), bytes);
}

/* n is at least 16. */
__attribute__((target("pclmul,sse4.1"))) static uint32_t fold(const char *p, size_t n, uint32_t crc)
{
    const __m128i low = _mm_set_epi32(0, 0, 0, -1);
    const char *end = p + n;
    __m128i x = _mm_xor_si128(load(p), _mm_cvtsi32_si128((int)crc));
    if (end - p >= 8 * BLOCK) {
        x = four_abreast(x, &p, end);
    } else {
        p += BLOCK;
    }
    for (; end - p >= BLOCK; p += BLOCK) {
        x = step(x, load(p));
    }
    if (p < end) {
        x = rest(x, end, (size_t)(end - p));
    }
    /* 128 bits to 64 */
    x = _mm_xor_si128(_mm_srli_si128(x, 8), _mm_clmulepi64_si128(x, _mm_set_epi64x(K4, K3), 0x10));
    __m128i above = _mm_srli_si128(x, 4);
    x = _mm_clmulepi64_si128(_mm_and_si128(x, low), _mm_set_epi64x(0, K5), 0x00);
    x = _mm_xor_si128(x, above);
    /* 64 to 32, by Barrett */
    const __m128i poly = _mm_set_epi64x(MU, POLY);
    __m128i by = _mm_clmulepi64_si128(_mm_and_si128(x, low), poly, 0x10);
    by = _mm_clmulepi64_si128(_mm_and_si128(by, low), poly, 0x00);
    return (uint32_t)_mm_extract_epi32(_mm_xor_si128(x, by), 1);
}

static bool by_folding(struct weir_str bytes, uint32_t *crc)
{
    if (bytes.n < BLOCK || !__builtin_cpu_supports("pclmul") || !__builtin_cpu_supports("sse4.1")) {
        return false;
    }
    *crc = ~fold(bytes.p, bytes.n, ~0u);
    return true;
}

#else

static bool by_folding(struct weir_str bytes, uint32_t *crc)
{
    (void)bytes;
    (void)crc;
    return false;
}

#endif

uint32_t binlog_crc(struct weir_str bytes)
{
    uint32_t crc = 0;
    return by_folding(bytes, &crc) ? crc : (uint32_t)crc32_z(0, (const Bytef *)bytes.p, bytes.n);
}
