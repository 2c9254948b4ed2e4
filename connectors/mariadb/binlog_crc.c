/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_crc.c: events are small and many, and zlib's CRC-32 was a fifth of all that is done for
 * one. Where the processor multiplies polynomials, 16 bytes are folded a step (Gopal et al., "Fast
 * CRC Computation for Generic Polynomials Using PCLMULQDQ"); what is left over is zlib's.
 */
#include "binlog_crc.h"

#include <zlib.h>

#if defined(__x86_64__)

#include <immintrin.h>

#define BLOCK 16

/* x^k modulo the polynomial, bits reversed; the names are the paper's. */
#define K3   0x1751997d0 /* over 16 bytes: the lower half */
#define K4   0x0ccaa009e /* and the upper */
#define K5   0x163cd6124
#define POLY 0x1db710641
#define MU   0x1f7011641

__attribute__((target("pclmul,sse4.1"))) static __m128i load(const char *p)
{
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}

/* n is a multiple of 16, and not 0. */
__attribute__((target("pclmul,sse4.1"))) static uint32_t fold(const char *p, size_t n, uint32_t crc)
{
    const __m128i k34 = _mm_set_epi64x(K4, K3);
    const __m128i low = _mm_set_epi32(0, 0, 0, -1);
    __m128i x = _mm_xor_si128(load(p), _mm_cvtsi32_si128((int)crc));
    for (size_t i = BLOCK; i < n; i += BLOCK) {
        __m128i lower = _mm_clmulepi64_si128(x, k34, 0x00);
        __m128i upper = _mm_clmulepi64_si128(x, k34, 0x11);
        x = _mm_xor_si128(_mm_xor_si128(lower, upper), load(p + i));
    }
    /* 128 bits to 64 */
    x = _mm_xor_si128(_mm_srli_si128(x, 8), _mm_clmulepi64_si128(x, k34, 0x10));
    __m128i rest = _mm_srli_si128(x, 4);
    x = _mm_clmulepi64_si128(_mm_and_si128(x, low), _mm_set_epi64x(0, K5), 0x00);
    x = _mm_xor_si128(x, rest);
    /* 64 to 32, by Barrett */
    const __m128i poly = _mm_set_epi64x(MU, POLY);
    __m128i by = _mm_clmulepi64_si128(_mm_and_si128(x, low), poly, 0x10);
    by = _mm_clmulepi64_si128(_mm_and_si128(by, low), poly, 0x00);
    return (uint32_t)_mm_extract_epi32(_mm_xor_si128(x, by), 1);
}

static size_t by_folding(struct weir_str bytes, uint32_t *crc)
{
    size_t n = bytes.n & ~(size_t)(BLOCK - 1);
    if (n == 0 || !__builtin_cpu_supports("pclmul") || !__builtin_cpu_supports("sse4.1")) {
        return 0;
    }
    *crc = ~fold(bytes.p, n, ~*crc);
    return n;
}

#else

static size_t by_folding(struct weir_str bytes, uint32_t *crc)
{
    (void)bytes;
    (void)crc;
    return 0;
}

#endif

uint32_t binlog_crc(struct weir_str bytes)
{
    uint32_t crc = 0;
    size_t n = by_folding(bytes, &crc);
    return n == bytes.n ? crc : (uint32_t)crc32_z(crc, (const Bytef *)bytes.p + n, bytes.n - n);
}
