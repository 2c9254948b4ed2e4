/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_number.h: the digits of a DECIMAL, gathered group by group into one integer of any size that
 * the servers allow (65 digits), and out as Connect's unscaled bytes.
 */
#ifndef WEIR_CDC_NUMBER_H
#define WEIR_CDC_NUMBER_H

#include <weir/arena.h>

#define CDC_NUMBER_WORDS  8 /* of 32 bits, the lowest first: 77 digits */
#define CDC_NUMBER_DIGITS 65

struct cdc_number {
    bool negative;
    uint32_t n; /* words in use */
    uint32_t words[CDC_NUMBER_WORDS];
};

/* number = number * 10^digits + group; digits at most 9, CDC_NUMBER_DIGITS in all. */
void cdc_number_push(struct cdc_number *number, uint32_t group, unsigned digits);
/* Two's complement, big-endian, as short as it gets. */
struct weir_str cdc_number_bytes(const struct cdc_number *number, struct weir_arena *arena);
struct weir_str cdc_number_bytes_i64(int64_t x, struct weir_arena *arena);
struct weir_str cdc_number_bytes_u64(uint64_t x, struct weir_arena *arena);

#endif
