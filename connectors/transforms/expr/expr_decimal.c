/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_decimal.c: two decimals come in, what BigDecimal makes of them goes out; of a quotient what
 * Groovy's BigDecimalMath makes of it.
 */
#include "expr_decimal.h"

#include <weir/decimal.h>

#define MORE_DIGITS 10 /* of a quotient that does not end, than the operands have */
#define SCALE_MIN   10 /* to which it is rounded, unless an operand has a larger one */
#define SHIFT_MAX   400

bool exact_of(struct weir_value val, struct exact *out)
{
    if (val.type == WEIR_DECIMAL) {
        out->scale = val.scale;
        return wide_of_bytes(&out->unscaled, weir_value_str(val));
    }
    out->scale = 0;
    wide_of_i64(&out->unscaled, val.i);
    return val.type >= WEIR_INT8 && val.type <= WEIR_INT64;
}

/* Both to the larger scale. */
static bool align(struct exact *a, struct exact *b)
{
    struct exact *small = a->scale < b->scale ? a : b;
    int by = a->scale < b->scale ? b->scale - a->scale : a->scale - b->scale;
    small->scale += by;
    return by <= SHIFT_MAX && wide_raise(&small->unscaled, by);
}

int exact_compare(const struct exact *a, const struct exact *b)
{
    struct exact x = *a;
    struct exact y = *b;
    return align(&x, &y) ? wide_compare(&x.unscaled, &y.unscaled) : 2;
}

bool exact_add(struct exact *out, const struct exact *a, const struct exact *b)
{
    struct exact x = *a;
    struct exact y = *b;
    bool good = align(&x, &y);
    out->scale = x.scale;
    return good && wide_add(&out->unscaled, &x.unscaled, &y.unscaled);
}

bool exact_multiply(struct exact *out, const struct exact *a, const struct exact *b)
{
    out->scale = a->scale + b->scale;
    return wide_multiply(&out->unscaled, &a->unscaled, &b->unscaled);
}

/* ---- quotients ---- */

/* By how many tens a must be raised for b to divide it; -1: however many, it does not. */
static int tens_wanted(const struct wide *a, const struct wide *b)
{
    struct wide right = *b;
    struct wide quotient, rest;
    int twos = wide_strip(&right, 2, INT32_MAX);
    int fives = wide_strip(&right, 5, INT32_MAX);
    wide_divide(a, &right, &quotient, &rest);
    if (rest.n || !a->n) {
        return a->n ? -1 : 0;
    }
    struct wide even = *a;
    struct wide ended = *a;
    twos -= wide_strip(&even, 2, twos);
    fives -= wide_strip(&ended, 5, fives);
    return twos > fives ? twos : fives;
}

/* By half a unit and more away from zero. */
static bool round_up(struct wide *quotient, const struct wide *rest, const struct wide *by,
                     bool minus)
{
    struct wide one, twice;
    wide_of_i64(&one, minus ? -1 : 1);
    return wide_add(&twice, rest, rest) &&
           (wide_compare_magnitude(&twice, by) < 0 || wide_add(quotient, quotient, &one));
}

/* The number's last digits are rounded off. */
static bool drop_digits(struct exact *number, int digits)
{
    struct wide ten, quotient, rest;
    bool minus = number->unscaled.minus;
    wide_of_i64(&ten, 1);
    if (!wide_raise(&ten, digits)) {
        return false;
    }
    wide_divide(&number->unscaled, &ten, &quotient, &rest);
    number->unscaled = quotient;
    number->scale -= digits;
    return round_up(&number->unscaled, &rest, &ten, minus);
}

/* So many digits, the last of them rounded. */
static bool divide_to(struct exact *out, const struct exact *a, const struct exact *b, int digits)
{
    struct wide raised, rest;
    int tens = digits + wide_digits(&b->unscaled) - wide_digits(&a->unscaled);
    for (;; tens--) { /* once, or twice */
        raised = a->unscaled;
        if (!wide_raise(&raised, tens)) {
            return false;
        }
        wide_divide(&raised, &b->unscaled, &out->unscaled, &rest);
        if (wide_digits(&out->unscaled) <= digits) {
            break;
        }
    }
    out->scale = a->scale - b->scale + tens;
    if (!round_up(&out->unscaled, &rest, &b->unscaled, out->unscaled.minus)) {
        return false;
    }
    return wide_digits(&out->unscaled) <= digits || drop_digits(out, 1);
}

bool exact_divide(struct exact *out, const struct exact *a, const struct exact *b)
{
    int tens = tens_wanted(&a->unscaled, &b->unscaled);
    if (tens >= 0) {
        struct wide raised = a->unscaled;
        struct wide rest;
        out->scale = a->scale - b->scale + tens;
        if (!wide_raise(&raised, tens)) {
            return false;
        }
        wide_divide(&raised, &b->unscaled, &out->unscaled, &rest);
        return true;
    }
    int left = wide_digits(&a->unscaled);
    int right = wide_digits(&b->unscaled);
    int scale = a->scale > b->scale ? a->scale : b->scale;
    scale = scale > SCALE_MIN ? scale : SCALE_MIN;
    return divide_to(out, a, b, (left > right ? left : right) + MORE_DIGITS) &&
           (out->scale <= scale || drop_digits(out, out->scale - scale));
}

/* ---- rests ---- */

/* The scale is that of a - quotient * b, where the quotient's is a's less b's, or, when that is
 * below zero, as far below as zeros stand at its end. */
bool exact_rest(struct exact *out, const struct exact *a, const struct exact *b)
{
    struct exact x = *a;
    struct exact y = *b;
    struct wide quotient;
    if (!align(&x, &y)) {
        return false;
    }
    wide_divide(&x.unscaled, &y.unscaled, &quotient, &out->unscaled);
    out->scale = x.scale;
    int fewer = b->scale - a->scale;
    if (fewer > 0) {
        int zeros = quotient.n ? wide_strip(&quotient, 10, fewer) : fewer;
        out->scale -= zeros;
        (void)wide_strip(&out->unscaled, 10, zeros);
    }
    return true;
}
