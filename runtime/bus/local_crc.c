/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_crc.c: CRC32C of stored batches, eight bytes a step with SSE 4.2 or ARM's CRC
 * instructions, else four tables made at the first use. Next: local_format.c.
 */
#include "bus/local_crc.h"

#include <pthread.h>
#include <string.h>
#if defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>
#endif

#define POLYNOMIAL 0x82f63b78u

static uint32_t tables[4][256];
static pthread_once_t tables_once = PTHREAD_ONCE_INIT;

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

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) static uint32_t crc_by_instruction(const uint8_t *at, size_t n)
{
    uint64_t crc = 0xffffffffu;
    for (; n >= 8; n -= 8, at += 8) {
        uint64_t word = 0;
        memcpy(&word, at, sizeof(word));
        crc = __builtin_ia32_crc32di(crc, word);
    }
    for (; n > 0; n--, at++) {
        crc = __builtin_ia32_crc32qi((uint32_t)crc, *at);
    }
    return ~(uint32_t)crc;
}

static int has_instruction(void)
{
    return __builtin_cpu_supports("sse4.2");
}
#elif defined(__ARM_FEATURE_CRC32)
static uint32_t crc_by_instruction(const uint8_t *at, size_t n)
{
    uint32_t crc = ~0u;
    for (; n >= 8; n -= 8, at += 8) {
        uint64_t word = 0;
        memcpy(&word, at, sizeof(word));
        crc = __crc32cd(crc, word);
    }
    for (; n > 0; n--, at++) {
        crc = __crc32cb(crc, *at);
    }
    return ~crc;
}

static int has_instruction(void)
{
    return 1;
}
#else
static uint32_t crc_by_instruction(const uint8_t *at, size_t n)
{
    return local_crc32c_table(at, n);
}

static int has_instruction(void)
{
    return 0;
}
#endif

uint32_t local_crc32c(const void *p, size_t n)
{
    return has_instruction() ? crc_by_instruction(p, n) : local_crc32c_table(p, n);
}
