/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_number.c: numbers come in, their order, what + - * / % and abs() make of them, and what they
 * are as another type goes out, as Groovy has it: what is whole stays whole and wraps, a quotient
 * is a decimal, decimals are exact, and next to a float everything is a double.
 */
#include <weir/decimal.h>

#include <math.h>

#include "common/arena_buf.h"
#include "expr_decimal.h"
#include "expr_parts.h"
#include "kafka/number_text.h"

static bool is_whole(struct weir_value val)
{
    return val.type >= WEIR_INT8 && val.type <= WEIR_INT64;
}

static bool is_float(struct weir_value val)
{
    return val.type == WEIR_FLOAT32 || val.type == WEIR_FLOAT64;
}

bool expr_is_number(const struct expr_val *val)
{
    return val->kind == EXPR_IS_VALUE &&
           (is_whole(val->val) || is_float(val->val) || val->val.type == WEIR_DECIMAL);
}

static double double_of(struct weir_value val)
{
    return val.type == WEIR_FLOAT32   ? (double)val.f32
           : val.type == WEIR_FLOAT64 ? val.f64
           : val.type == WEIR_DECIMAL ? weir_decimal_to_double(weir_value_str(val), val.scale)
                                      : (double)val.i;
}

/* Double.compare: NaN comes last and is like itself, -0.0 comes before 0.0. */
static int compare_doubles(double a, double b)
{
    if (a < b || a > b) {
        return a < b ? -1 : 1;
    }
    if (a == b) {
        return (signbit(a) == 0) - (signbit(b) == 0);
    }
    return (a != a) - (b != b);
}

int expr_compare_numbers(struct weir_value a, struct weir_value b)
{
    struct exact x, y;
    if (is_whole(a) && is_whole(b)) {
        return (a.i > b.i) - (a.i < b.i);
    }
    if (!is_float(a) && !is_float(b) && exact_of(a, &x) && exact_of(b, &y)) {
        int order = exact_compare(&x, &y);
        if (order != 2) {
            return order;
        }
    }
    return compare_doubles(double_of(a), double_of(b));
}

/* ---- + - * / % ---- */

static struct weir_value whole(bool is_long, uint64_t x)
{
    return is_long ? weir_int(WEIR_INT64, (int64_t)x) : weir_int(WEIR_INT32, (int32_t)(uint32_t)x);
}

static struct weir_value of_wholes(enum expr_op op, struct weir_value a, struct weir_value b)
{
    bool is_long = a.type == WEIR_INT64 || b.type == WEIR_INT64;
    uint64_t x = (uint64_t)a.i;
    uint64_t y = (uint64_t)b.i;
    uint64_t rest = b.i == -1 ? 0 : (uint64_t)(a.i % (b.i ? b.i : 1));
    return whole(is_long, op == EXPR_ADD   ? x + y
                          : op == EXPR_SUB ? x - y
                          : op == EXPR_MUL ? x * y
                                           : rest);
}

static struct weir_value of_doubles(enum expr_op op, double a, double b)
{
    return weir_f64(op == EXPR_ADD   ? a + b
                    : op == EXPR_SUB ? a - b
                    : op == EXPR_MUL ? a * b
                    : op == EXPR_DIV ? a / b
                                     : fmod(a, b));
}

/* A BigInteger: a decimal of which spare is 1. */
static bool is_integer(struct weir_value val)
{
    return is_whole(val) || (val.type == WEIR_DECIMAL && val.spare == 1);
}

/* BigInteger.mod: never below zero. */
static bool modulo(struct exact *out, const struct exact *a, const struct exact *b)
{
    struct wide quotient;
    out->scale = 0;
    wide_divide(&a->unscaled, &b->unscaled, &quotient, &out->unscaled);
    return !out->unscaled.minus || wide_add(&out->unscaled, &out->unscaled, &b->unscaled);
}

static bool of_decimals(enum expr_op op, bool integers, const struct exact *a, struct exact *b,
                        struct exact *out)
{
    switch (op) {
    case EXPR_MUL:
        return exact_multiply(out, a, b);
    case EXPR_DIV:
        return exact_divide(out, a, b);
    case EXPR_REM:
        return integers ? modulo(out, a, b) : exact_rest(out, a, b);
    case EXPR_SUB:
        b->unscaled.minus = !b->unscaled.minus && b->unscaled.n;
        break;
    default:
        break;
    }
    return exact_add(out, a, b);
}

enum weir_verdict expr_reckon(enum expr_op op, struct weir_arena *arena, struct weir_value a,
                              struct weir_value b, struct weir_value *out, struct weir_err *err)
{
    struct exact x, y, made;
    bool by_zero = op == EXPR_DIV || op == EXPR_REM;
    if (is_float(a) || is_float(b)) {
        *out = of_doubles(op, double_of(a), double_of(b));
        return WEIR_OK;
    }
    if (is_whole(a) && is_whole(b) && op != EXPR_DIV && (op != EXPR_REM || b.i != 0)) {
        *out = of_wholes(op, a, b);
        return WEIR_OK;
    }
    bool integers = is_integer(a) && is_integer(b);
    bool good = exact_of(a, &x) && exact_of(b, &y);
    if (good && by_zero && y.unscaled.n == 0) {
        return weir_err_set(err, WEIR_BAD_DATA, "Division by zero");
    }
    if (good && op == EXPR_REM && integers && y.unscaled.minus) {
        return weir_err_set(err, WEIR_BAD_DATA, "BigInteger: modulus not positive");
    }
    if (!good || !of_decimals(op, integers, &x, &y, &made) || made.scale > INT16_MAX ||
        made.scale < INT16_MIN) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "a number has more than the %d digits that are "
                            "reckoned with here",
                            WIDE_BYTES_IN * 8 * 30103 / 100000);
    }
    *out = weir_decimal(wide_bytes(arena, &made.unscaled), made.scale);
    out->spare = integers && op != EXPR_DIV;
    return WEIR_OK;
}

/* ---- -x, abs(), intdiv() ---- */

static struct weir_value negated_decimal(struct weir_arena *arena, struct weir_value val)
{
    struct wide wide;
    if (!wide_of_bytes(&wide, weir_value_str(val))) {
        return weir_null();
    }
    wide.minus = !wide.minus && wide.n;
    struct weir_value out = weir_decimal(wide_bytes(arena, &wide), val.scale);
    out.spare = val.spare;
    return out;
}

enum weir_verdict expr_negate(struct weir_arena *arena, struct weir_value val,
                              struct weir_value *out, struct weir_err *err)
{
    static const unsigned bits[] = {[WEIR_INT8] = 8, [WEIR_INT16] = 16, [WEIR_INT32] = 32};
    if (val.type == WEIR_FLOAT32) {
        *out = weir_f32(-val.f32);
    } else if (val.type == WEIR_FLOAT64) {
        *out = weir_f64(-val.f64);
    } else if (val.type == WEIR_DECIMAL) {
        *out = negated_decimal(arena, val);
    } else {
        unsigned above = val.type == WEIR_INT64 ? 0 : 64 - bits[val.type];
        *out =
            weir_int((enum weir_type)val.type, (int64_t)((0 - (uint64_t)val.i) << above) >> above);
    }
    return out->type != WEIR_NULL
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_DATA, "a number has too many digits");
}

bool expr_is_negative(struct weir_value val)
{
    return is_float(val)              ? signbit(double_of(val)) != 0
           : val.type == WEIR_DECIMAL ? val.n && (uint8_t)val.p[0] >= 0x80
                                      : val.i < 0;
}

/* ---- as another type ---- */

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

/* BigDecimal.longValue: what stands before the point, its low bits. */
static int64_t low_bits(struct weir_value val)
{
    struct exact x;
    struct wide ten, quotient, rest;
    int raise = val.scale < 0 ? -val.scale : val.scale;
    wide_of_i64(&ten, 1);
    if (exact_of(val, &x) && wide_raise(&ten, raise)) {
        if (val.scale >= 0) {
            wide_divide(&x.unscaled, &ten, &quotient, &rest);
        } else if (!wide_multiply(&quotient, &x.unscaled, &ten)) {
            return 0; /* of so many zeros at the end */
        }
        uint64_t low = quotient.n ? quotient.at[0] : 0;
        return (int64_t)(quotient.minus ? 0 - low : low);
    }
    struct weir_buf digits;
    weir_buf_init(&digits, EXPR_RESULT_MAX);
    int64_t low = number_text_low_bits(&digits, weir_value_str(val), val.scale);
    weir_buf_free(&digits);
    return low;
}

static struct weir_value whole_number(struct weir_value val, enum weir_type type)
{
    int64_t x = val.type == WEIR_DECIMAL ? low_bits(val)
                : is_float(val)          ? truncated(double_of(val), type == WEIR_INT64)
                                         : val.i;
    return weir_int(type, type == WEIR_INT64   ? x
                          : type == WEIR_INT32 ? (int32_t)(uint32_t)(uint64_t)x
                          : type == WEIR_INT16 ? (int16_t)(uint16_t)(uint64_t)x
                                               : (int8_t)(uint8_t)(uint64_t)x);
}

/* The nearest float, not that of the nearest double. */
static float float_of(struct weir_arena *arena, struct weir_value val)
{
    float x = 0;
    if (val.type != WEIR_DECIMAL) {
        return is_whole(val) ? (float)val.i : (float)double_of(val);
    }
    struct weir_buf text = arena_buf(arena, WEIR_DECIMAL_DIGITS_MAX + 16);
    weir_decimal_text(&text, weir_value_str(val), val.scale);
    return number_text_float(weir_buf_view(&text), &x) ? x : (float)double_of(val);
}

struct weir_value expr_number_as(struct weir_arena *arena, struct weir_value val,
                                 enum weir_type type)
{
    return type == WEIR_FLOAT64   ? weir_f64(double_of(val))
           : type == WEIR_FLOAT32 ? weir_f32(float_of(arena, val))
                                  : whole_number(val, type);
}
