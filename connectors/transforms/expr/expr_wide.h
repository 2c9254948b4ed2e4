/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_wide.h: whole numbers of up to 1536 bits, for what java.math reckons with exactly. What
 * comes in has at most 512 bits, so that products of two fit, and quotients that do not end; what
 * does not fit is refused, never cut.
 */
#ifndef EXPR_WIDE_H
#define EXPR_WIDE_H

#include <weir/value.h>

#define WIDE_LIMBS    24
#define WIDE_BYTES_IN 64

struct wide {
    size_t n; /* limbs; none of them leads with zero */
    bool minus;
    uint64_t at[WIDE_LIMBS]; /* the least significant first */
};

void wide_of_i64(struct wide *out, int64_t x);
/* Of two's complement bytes, the highest first. False: more than WIDE_BYTES_IN. */
bool wide_of_bytes(struct wide *out, struct weir_str bytes) WEIR_MUST_CHECK;
/* As few bytes as hold it, the highest first. */
struct weir_str wide_bytes(struct weir_arena *arena, const struct wide *wide);

/* -1, 0, 1; of the magnitudes, or with their signs. */
int wide_compare_magnitude(const struct wide *a, const struct wide *b);
int wide_compare(const struct wide *a, const struct wide *b);

/* False: too large. out may be one of the operands. */
bool wide_add(struct wide *out, const struct wide *a, const struct wide *b) WEIR_MUST_CHECK;
bool wide_multiply(struct wide *out, const struct wide *a, const struct wide *b) WEIR_MUST_CHECK;
bool wide_raise(struct wide *wide, int tens) WEIR_MUST_CHECK; /* by 10^tens */

/* Towards zero, the rest with a's sign. b is not 0; neither output is an operand. */
void wide_divide(const struct wide *a, const struct wide *b, struct wide *quotient,
                 struct wide *rest);
/* Divides by a small number as long as no rest is left: how often, up to most. */
int wide_strip(struct wide *wide, uint64_t by, int most);
/* How many decimal digits; of 0 one. */
int wide_digits(const struct wide *wide);

#endif
