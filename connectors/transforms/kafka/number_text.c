/* SPDX-License-Identifier: Apache-2.0 */
/* number_text.c: a text comes in, a decimal and its narrower forms go out. */
#include "number_text.h"

#include <weir/decimal.h>

#define DIGITS_MAX ((size_t)1 << 20)

int64_t number_text_low_bits(struct weir_buf *scratch, struct weir_str unscaled, int32_t scale)
{
    uint64_t x = 0;
    weir_buf_reset(scratch);
    weir_decimal_plain(scratch, unscaled, scale);
    bool negative = scratch->n && scratch->p[0] == '-';
    for (size_t i = negative; i < scratch->n && scratch->p[i] != '.'; i++) {
        x = x * 10 + (uint64_t)(scratch->p[i] - '0');
    }
    return (int64_t)(negative ? 0 - x : x);
}

void number_text_parse(struct weir_arena *arena, struct weir_str text, struct number_text *out)
{
    struct weir_buf buf;
    *out = (struct number_text){0};
    weir_buf_init(&buf, DIGITS_MAX);
    out->valid = weir_decimal_parse(text, NULL, &buf, &out->scale);
    if (out->valid) {
        out->unscaled = weir_arena_str(arena, weir_buf_view(&buf));
        out->low_bits = number_text_low_bits(&buf, out->unscaled, out->scale);
        out->f64 = weir_decimal_to_double(out->unscaled, out->scale);
    }
    weir_buf_free(&buf);
}
