/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_crc.c: CRC32C of stored batches, eight bytes a step with SSE 4.2 or ARM's CRC
 * instructions, else four tables made at the first use. The instruction's answer takes three
 * cycles: three parts are under way at once, and joined by tables. Next: local_format.c.
 */
#include "bus/local_crc.h"

#include <pthread.h>
#include <string.h>
#if defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>
#endif

#define POLYNOMIAL 0x82f63b78u

#define PART       ((size_t)256)

static uint32_t tables[4][256];
static uint32_t skips[4][256]; /* what a CRC becomes behind PART zeros, a byte of it a row */
static pthread_once_t tables_once = PTHREAD_ONCE_INIT;

static uint32_t skip_slowly(uint32_t crc)
{
    for (size_t i = 0; i < PART; i++) {
        crc = crc >> 8 ^ tables[0][crc & 0xff];
    }
    return crc;
}

static void make_tables(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t crc = i;
        for (int bit = 0; bit < 8; bit++) {
            crc = crc >> 1 ^ (crc & 1 ? POLYNOMIAL : 0);
        }
        tables[0][i] = crc;
    }
    for (uint32_t i = 0; i < 256; i++) {
        for (int t = 1; t < 4; t++) {
            uint32_t last = tables[t - 1][i];
            tables[t][i] = last >> 8 ^ tables[0][last & 0xff];
        }
    }
    for (uint32_t i = 0; i < 256; i++) {
        for (int t = 0; t < 4; t++) {
            skips[t][i] = skip_slowly(i << 8 * t);
        }
    }
}

uint32_t local_crc32c_table(const void *p, size_t n)
{
    pthread_once(&tables_once, make_tables);
    const uint8_t *at = p;
    uint32_t crc = ~0u;
    for (; n >= 4; n -= 4, at += 4) {
        crc ^=
            (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
        crc = tables[3][crc & 0xff] ^ tables[2][crc >> 8 & 0xff] ^ tables[1][crc >> 16 & 0xff] ^
              tables[0][crc >> 24];
    }
    for (; n > 0; n--, at++) {
        crc = crc >> 8 ^ tables[0][(crc ^ *at) & 0xff];
    }
    return ~crc;
}

/* ---- by the instruction ---- */

#if defined(__x86_64__)
#define WITH_INSTRUCTION __attribute__((target("sse4.2")))

WITH_INSTRUCTION static inline uint64_t step(uint64_t crc, uint64_t word)
{
    return __builtin_ia32_crc32di(crc, word);
}

WITH_INSTRUCTION static inline uint64_t step_byte(uint64_t crc, uint8_t byte)
{
    return __builtin_ia32_crc32qi((uint32_t)crc, byte);
}

static int has_instruction(void)
{
    return __builtin_cpu_supports("sse4.2");
}
#elif defined(__ARM_FEATURE_CRC32)
#define WITH_INSTRUCTION

static inline uint64_t step(uint64_t crc, uint64_t word)
{
    return __crc32cd((uint32_t)crc, word);
}

static inline uint64_t step_byte(uint64_t crc, uint8_t byte)
{
    return __crc32cb((uint32_t)crc, byte);
}

static int has_instruction(void)
{
    return 1;
}
#endif

#if defined(WITH_INSTRUCTION)
static uint64_t word_at(const uint8_t *at)
{
    uint64_t word = 0;
    memcpy(&word, at, sizeof(word));
    return word;
}

static uint64_t skip(uint64_t crc)
{
    return skips[0][crc & 0xff] ^ skips[1][crc >> 8 & 0xff] ^ skips[2][crc >> 16 & 0xff] ^
           skips[3][crc >> 24 & 0xff];
}

WITH_INSTRUCTION static uint64_t three_parts(uint64_t crc, const uint8_t *at)
{
    uint64_t second = 0, third = 0;
    for (size_t i = 0; i < PART; i += 8) {
        crc = step(crc, word_at(at + i));
        second = step(second, word_at(at + PART + i));
        third = step(third, word_at(at + 2 * PART + i));
    }
    return skip(skip(crc) ^ second) ^ third;
}

WITH_INSTRUCTION static uint32_t crc_by_instruction(const uint8_t *at, size_t n)
{
    uint64_t crc = 0xffffffffu;
    if (n >= 3 * PART) {
        pthread_once(&tables_once, make_tables);
    }
    for (; n >= 3 * PART; n -= 3 * PART, at += 3 * PART) {
        crc = three_parts(crc, at);
    }
    for (; n >= 8; n -= 8, at += 8) {
        crc = step(crc, word_at(at));
    }
    for (; n > 0; n--, at++) {
        crc = step_byte(crc, *at);
    }
    return ~(uint32_t)crc;
}

uint32_t local_crc32c(const void *p, size_t n)
{
    return has_instruction() ? crc_by_instruction(p, n) : local_crc32c_table(p, n);
}
#else
uint32_t local_crc32c(const void *p, size_t n)
{
    return local_crc32c_table(p, n);
}
#endif
