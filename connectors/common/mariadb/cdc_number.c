/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_number.c: decimal groups in, unscaled bytes out. Numbers of 18 digits, nearly all of them, go
 * through one machine word and come in by cdc_number_bytes_i64.
 */
#include "cdc_number.h"

#include <weir/decimal.h>

static const uint32_t powers[10] = {1,      10,      100,      1000,      10000,
                                    100000, 1000000, 10000000, 100000000, 1000000000};

void cdc_number_push(struct cdc_number *number, uint32_t group, unsigned digits)
{
    uint64_t carry = group;
    for (uint32_t i = 0; i < number->n; i++) {
        carry += (uint64_t)number->words[i] * powers[digits];
        number->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry && number->n < CDC_NUMBER_WORDS) {
        number->words[number->n++] = (uint32_t)carry;
    }
}

struct weir_str cdc_number_bytes(const struct cdc_number *number, struct weir_arena *arena)
{
    uint8_t bytes[CDC_NUMBER_WORDS * 4 + 1] = {0}; /* big-endian, one byte for the sign */
    uint64_t carry = number->negative ? 1 : 0;
    size_t at = sizeof(bytes);
    for (uint32_t i = 0; i < CDC_NUMBER_WORDS; i++) {
        uint32_t word = i < number->n ? number->words[i] : 0;
        carry += number->negative ? (uint32_t)~word : word;
        for (int k = 0; k < 4; k++) {
            bytes[--at] = (uint8_t)(carry >> (8 * k));
        }
        carry >>= 32;
    }
    bytes[0] = bytes[1] & 0x80 ? 0xff : 0;
    size_t skip = 0;
    while (skip + 1 < sizeof(bytes) && bytes[skip] == (bytes[skip + 1] & 0x80 ? 0xff : 0)) {
        skip++;
    }
    size_t n = sizeof(bytes) - skip;
    return weir_str_n(memcpy(weir_arena_bytes(arena, n), bytes + skip, n), n);
}

struct weir_str cdc_number_bytes_i64(int64_t x, struct weir_arena *arena)
{
    uint8_t *to = (uint8_t *)weir_arena_bytes(arena, 9);
    return weir_str_n(to, weir_decimal_of_i64(x, to));
}

struct weir_str cdc_number_bytes_u64(uint64_t x, struct weir_arena *arena)
{
    struct cdc_number number = {.n = 2, .words = {(uint32_t)x, (uint32_t)(x >> 32)}};
    return x <= INT64_MAX ? cdc_number_bytes_i64((int64_t)x, arena)
                          : cdc_number_bytes(&number, arena);
}
