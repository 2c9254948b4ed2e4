/* SPDX-License-Identifier: Apache-2.0 */
/* number_text.h: a text as java.math.BigDecimal reads it, and what becomes of that number. */
#ifndef NUMBER_TEXT_H
#define NUMBER_TEXT_H

#include <weir/arena.h>

struct number_text {
    bool valid;
    int64_t low_bits; /* BigDecimal.longValue: of what stands before the point */
    double f64;
    struct weir_str unscaled; /* in the arena */
    int32_t scale;
};

void number_text_parse(struct weir_arena *arena, struct weir_str text, struct number_text *out);
/* BigDecimal.longValue of a decimal: its low 64 bits, cut towards zero. */
int64_t number_text_low_bits(struct weir_buf *scratch, struct weir_str unscaled, int32_t scale);

#endif
