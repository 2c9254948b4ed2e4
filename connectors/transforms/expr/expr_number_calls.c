/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_number_calls.c: the functions of numbers that an expression may call, and those that read a
 * text as a number.
 */
#include <weir/decimal.h>

#include "common/arena_buf.h"
#include "common/java_string.h"
#include "expr_call.h"
#include "kafka/number_text.h"

static enum weir_verdict no_number(const struct expr_call *call, struct weir_str s)
{
    return weir_err_set(call->err, WEIR_BAD_DATA, "For input string: \"%.*s\"", WEIR_STR_ARG(s));
}

static enum weir_verdict as(const struct expr_call *call, enum weir_type type, struct expr_val *out)
{
    *out = expr_of(expr_number_as(&call->batch->arena, call->of->val, type));
    return WEIR_OK;
}

/* ---- intValue() and the like ---- */

static enum weir_verdict value_of(const struct expr_call *call, struct expr_val *out)
{
    static const struct {
        const char *name;
        enum weir_type type;
    } names[] = {{"intValue", WEIR_INT32},      {"longValue", WEIR_INT64},
                 {"doubleValue", WEIR_FLOAT64}, {"floatValue", WEIR_FLOAT32},
                 {"shortValue", WEIR_INT16},    {"byteValue", WEIR_INT8}};
    for (size_t i = 0; expr_is_number(call->of) && i < sizeof(names) / sizeof(names[0]); i++) {
        if (weir_str_is(call->expr->text, names[i].name)) {
            return as(call, names[i].type, out);
        }
    }
    return call_refused(call);
}

/* ---- toInteger() and the like, of texts too ---- */

static bool text_of(const struct expr_call *call, struct weir_str *s)
{
    *s = call_is_text(call->of) ? weir_value_str(call->of->val) : WEIR_STR_NULL;
    return s->p && call->of->flavor != EXPR_CHAR;
}

static enum weir_verdict to_whole(const struct expr_call *call, struct expr_val *out)
{
    int64_t x = 0;
    struct weir_str s;
    bool is_long = weir_str_is(call->expr->text, "toLong");
    if (expr_is_number(call->of)) {
        return as(call, is_long ? WEIR_INT64 : WEIR_INT32, out);
    }
    if (!text_of(call, &s)) {
        return call_refused(call);
    }
    bool good = java_string_to_long(weir_str_trim(s), &x) &&
                (is_long || (x >= INT32_MIN && x <= INT32_MAX));
    *out = expr_of(weir_int(is_long ? WEIR_INT64 : WEIR_INT32, x));
    return good ? WEIR_OK : no_number(call, s);
}

static enum weir_verdict to_double(const struct expr_call *call, struct expr_val *out)
{
    double x = 0;
    struct weir_str s;
    if (expr_is_number(call->of)) {
        return as(call, WEIR_FLOAT64, out);
    }
    if (!text_of(call, &s)) {
        return call_refused(call);
    }
    bool good = number_text_double(s, &x);
    *out = expr_of(weir_f64(x));
    return good ? WEIR_OK : no_number(call, s);
}

static enum weir_verdict to_float(const struct expr_call *call, struct expr_val *out)
{
    float x = 0;
    struct weir_str s;
    if (expr_is_number(call->of)) {
        return as(call, WEIR_FLOAT32, out);
    }
    if (!text_of(call, &s)) {
        return call_refused(call);
    }
    bool good = number_text_float(s, &x);
    *out = expr_of(weir_f32(x));
    return good ? WEIR_OK : no_number(call, s);
}

static enum weir_verdict to_decimal(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s;
    struct weir_str plain;
    if (!expr_is_number(call->of) && !text_of(call, &s)) {
        return call_refused(call);
    }
    s = weir_str_trim(expr_text(call->batch, call->of));
    plain = java_string_plain_digits(weir_arena_bytes(&call->batch->arena, s.n), s);
    struct weir_buf bytes = arena_buf(&call->batch->arena, plain.n + 1);
    int32_t scale = 0;
    bool good =
        weir_decimal_parse(plain, NULL, &bytes, &scale) && scale >= INT16_MIN && scale <= INT16_MAX;
    *out = expr_of(weir_decimal(weir_buf_view(&bytes), scale));
    return good ? WEIR_OK : no_number(call, s);
}

/* ---- others ---- */

static enum weir_verdict absolute(const struct expr_call *call, struct expr_val *out)
{
    if (!expr_is_number(call->of)) {
        return call_refused(call);
    }
    struct weir_value val = call->of->val;
    if (val.type == WEIR_INT8 || val.type == WEIR_INT16) {
        val.type = WEIR_INT32;
    }
    *out = expr_of(val);
    return expr_is_negative(val) ? expr_negate(&call->batch->arena, val, &out->val, call->err)
                                 : WEIR_OK;
}

static enum weir_verdict plain_text(const struct expr_call *call, struct expr_val *out)
{
    struct weir_value val = call->of->val;
    if (call->of->kind != EXPR_IS_VALUE || val.type != WEIR_DECIMAL) {
        return call_refused(call);
    }
    size_t tens = (size_t)(val.scale < 0 ? -val.scale : val.scale);
    struct weir_buf buf = arena_buf(&call->batch->arena, weir_arena_product(val.n, 3) + tens + 8);
    weir_decimal_plain(&buf, weir_value_str(val), val.scale);
    call_text(out, weir_buf_view(&buf));
    return weir_buf_check(&buf, WEIR_BAD_DATA, "the text", call->err);
}

static enum weir_verdict whole_quotient(const struct expr_call *call, struct expr_val *out)
{
    struct weir_value by = call->args[0].val;
    if (!call_is_whole(call->of) || !call_is_whole(&call->args[0])) {
        return call_refused(call);
    }
    if (by.i == 0) {
        return weir_err_set(call->err, WEIR_BAD_DATA, "/ by zero");
    }
    bool is_long = call->of->val.type == WEIR_INT64 || by.type == WEIR_INT64;
    uint64_t x = by.i == -1 ? 0 - (uint64_t)call->of->val.i : (uint64_t)(call->of->val.i / by.i);
    *out = expr_of(is_long ? weir_int(WEIR_INT64, (int64_t)x)
                           : weir_int(WEIR_INT32, (int32_t)(uint32_t)x));
    return WEIR_OK;
}

const struct expr_function expr_number_functions[] = {
    {"intValue", 0, 0, value_of, OF_NUMBER, OF_NUMBER},
    {"longValue", 0, 0, value_of, OF_NUMBER, OF_NUMBER},
    {"doubleValue", 0, 0, value_of, OF_NUMBER, OF_NUMBER},
    {"floatValue", 0, 0, value_of, OF_NUMBER, OF_NUMBER},
    {"shortValue", 0, 0, value_of, OF_NUMBER, OF_NUMBER},
    {"byteValue", 0, 0, value_of, OF_NUMBER, OF_NUMBER},
    {"toInteger", 0, 0, to_whole, OF_NUMBER | OF_STRINGS, OF_NUMBER},
    {"toLong", 0, 0, to_whole, OF_NUMBER | OF_STRINGS, OF_NUMBER},
    {"toDouble", 0, 0, to_double, OF_NUMBER | OF_STRINGS, OF_NUMBER},
    {"toFloat", 0, 0, to_float, OF_NUMBER | OF_STRINGS, OF_NUMBER},
    {"toBigDecimal", 0, 0, to_decimal, OF_NUMBER | OF_STRINGS, OF_NUMBER},
    {"toPlainString", 0, 0, plain_text, OF_NUMBER, OF_TEXT},
    {"abs", 0, 0, absolute, OF_NUMBER, OF_NUMBER},
    {"intdiv", 1, 1, whole_quotient, OF_NUMBER, OF_NUMBER},
    {NULL, 0, 0, NULL, 0, 0},
};
