/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_number.c: two numbers come in, their order, sum or difference goes out, as Groovy has it:
 * what is whole stays whole and wraps, decimals are exact, and next to a float everything is a
 * double.
 */
#include <weir/decimal.h>

#include "expr_parts.h"
#include "kafka/number_text.h"

#define SCALE_MAX 18

/* A whole number or a decimal as unscaled x 10^-scale. */
struct exact {
    __int128 unscaled;
    int scale;
};

static bool is_whole(struct weir_value val)
{
    return val.type >= WEIR_INT8 && val.type <= WEIR_INT64;
}

bool expr_is_number(const struct expr_val *val)
{
    return val->kind == EXPR_IS_VALUE &&
           (is_whole(val->val) || val->val.type == WEIR_FLOAT32 || val->val.type == WEIR_FLOAT64 ||
            val->val.type == WEIR_DECIMAL);
}

static double double_of(struct weir_value val)
{
    return val.type == WEIR_FLOAT32   ? (double)val.f32
           : val.type == WEIR_FLOAT64 ? val.f64
           : val.type == WEIR_DECIMAL ? weir_decimal_to_double(weir_value_str(val), val.scale)
                                      : (double)val.i;
}

/* False: it is a float, or more digits than are compared exactly. */
static bool exact_of(struct weir_value val, struct exact *out)
{
    int64_t x = val.i;
    if (val.type == WEIR_DECIMAL && !weir_decimal_to_i64(weir_value_str(val), &x)) {
        return false;
    }
    *out = (struct exact){.unscaled = x, .scale = val.type == WEIR_DECIMAL ? val.scale : 0};
    return (is_whole(val) || val.type == WEIR_DECIMAL) && out->scale >= -SCALE_MAX &&
           out->scale <= SCALE_MAX;
}

/* Both to the larger scale. False: they are too far apart. */
static bool align(struct exact *a, struct exact *b)
{
    struct exact *small = a->scale < b->scale ? a : b;
    int scale = a->scale < b->scale ? b->scale : a->scale;
    if (scale - small->scale > SCALE_MAX) {
        return false;
    }
    for (; small->scale < scale; small->scale++) {
        small->unscaled *= 10;
    }
    return true;
}

int expr_compare_numbers(struct weir_value a, struct weir_value b)
{
    struct exact x, y;
    if (exact_of(a, &x) && exact_of(b, &y) && align(&x, &y)) {
        return (x.unscaled > y.unscaled) - (x.unscaled < y.unscaled);
    }
    double p = double_of(a);
    double q = double_of(b);
    return p < q ? -1 : p > q ? 1 : p == q ? 0 : 2;
}

static struct weir_value whole_sum(struct weir_value a, struct weir_value b, bool minus)
{
    uint64_t sum = minus ? (uint64_t)a.i - (uint64_t)b.i : (uint64_t)a.i + (uint64_t)b.i;
    bool is_long = a.type == WEIR_INT64 || b.type == WEIR_INT64;
    return is_long ? weir_int(WEIR_INT64, (int64_t)sum)
                   : weir_int(WEIR_INT32, (int32_t)(uint32_t)sum);
}

/* As few bytes as hold it, the highest first. */
static struct weir_value decimal_of(struct weir_arena *arena, __int128 unscaled, int scale)
{
    uint8_t *bytes = (uint8_t *)weir_arena_bytes(arena, sizeof(unscaled));
    size_t n = sizeof(unscaled);
    for (size_t i = n; i > 0; i--) {
        bytes[i - 1] = (uint8_t)((unsigned __int128)unscaled >> (8 * (n - i)));
    }
    size_t at = 0;
    while (at + 1 < n && (bytes[at] == 0 || bytes[at] == 0xff) &&
           (bytes[at] & 0x80) == (bytes[at + 1] & 0x80)) {
        at++;
    }
    return weir_decimal(weir_str_n(bytes + at, n - at), scale);
}

struct weir_value expr_add_numbers(struct weir_arena *arena, struct weir_value a,
                                   struct weir_value b, bool minus)
{
    struct exact x, y;
    if (is_whole(a) && is_whole(b)) {
        return whole_sum(a, b, minus);
    }
    if (exact_of(a, &x) && exact_of(b, &y) && align(&x, &y)) {
        return decimal_of(arena, minus ? x.unscaled - y.unscaled : x.unscaled + y.unscaled,
                          x.scale);
    }
    return weir_f64(minus ? double_of(a) - double_of(b) : double_of(a) + double_of(b));
}

/* Java's (int) and (long) of a double: towards zero, not beyond the ends, NaN is 0. */
static int64_t truncated(double x, bool is_long)
{
    double limit = is_long ? 0x1p63 : 0x1p31;
    if (x != x) {
        return 0;
    }
    return x >= limit    ? (is_long ? INT64_MAX : INT32_MAX)
           : x <= -limit ? (is_long ? INT64_MIN : INT32_MIN)
                         : (int64_t)x;
}

struct weir_value expr_whole_number(struct weir_value val, bool is_long)
{
    int64_t x = val.i;
    if (val.type == WEIR_DECIMAL) {
        struct weir_buf digits;
        weir_buf_init(&digits, EXPR_RESULT_MAX);
        x = number_text_low_bits(&digits, weir_value_str(val), val.scale);
        weir_buf_free(&digits);
    } else if (!is_whole(val)) {
        x = truncated(double_of(val), is_long);
    }
    return weir_int(is_long ? WEIR_INT64 : WEIR_INT32,
                    is_long ? x : (int32_t)(uint32_t)(uint64_t)x);
}
