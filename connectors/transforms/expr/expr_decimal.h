/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_decimal.h: java.math.BigDecimal's sums, products, quotients and rests, with the scales that
 * Java gives them and the digits that Groovy keeps of a quotient that does not end.
 */
#ifndef EXPR_DECIMAL_H
#define EXPR_DECIMAL_H

#include "expr_wide.h"

struct exact {
    struct wide unscaled;
    int scale; /* unscaled x 10^-scale */
};

/* False: it is a float, or has more digits than are reckoned with. */
bool exact_of(struct weir_value val, struct exact *out) WEIR_MUST_CHECK;
/* -1, 0, 1; 2 when they are too far apart. */
int exact_compare(const struct exact *a, const struct exact *b);
/* False: too large. divide and rest: b is not 0. */
bool exact_add(struct exact *out, const struct exact *a, const struct exact *b) WEIR_MUST_CHECK;
bool exact_multiply(struct exact *out, const struct exact *a,
                    const struct exact *b) WEIR_MUST_CHECK;
bool exact_divide(struct exact *out, const struct exact *a, const struct exact *b) WEIR_MUST_CHECK;
bool exact_rest(struct exact *out, const struct exact *a, const struct exact *b) WEIR_MUST_CHECK;

#endif
