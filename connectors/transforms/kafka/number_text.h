/* SPDX-License-Identifier: Apache-2.0 */
/* number_text.h: a text as java.math.BigDecimal or Double reads it, and what becomes of it. */
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
/* Double.parseDouble and Float.parseFloat: blanks around it, a letter d or f behind it, 0x1.8p3. */
bool number_text_double(struct weir_str text, double *out) WEIR_MUST_CHECK;
bool number_text_float(struct weir_str text, float *out) WEIR_MUST_CHECK;
/* BigDecimal.longValue of a decimal: its low 64 bits, cut towards zero. */
int64_t number_text_low_bits(struct weir_buf *scratch, struct weir_str unscaled, int32_t scale);

#endif
