/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_operate.c: two values and the operator between them come in, what they make goes out: sums
 * of numbers, texts and lists, or whether one is the other, before it or in it. Numbers alone are
 * reckoned in expr_number.c.
 */
#include "common/arena_buf.h"
#include "common/java_string.h"
#include "expr_parts.h"

enum weir_verdict expr_joined(struct weir_batch *batch, struct weir_str a, struct weir_str b,
                              struct expr_val *out, struct weir_err *err)
{
    if (a.n + b.n > EXPR_RESULT_MAX) {
        return weir_err_set(err, WEIR_BAD_DATA, "a text has more than %zu bytes", EXPR_RESULT_MAX);
    }
    struct weir_buf buf = arena_buf(&batch->arena, a.n + b.n);
    weir_buf_str(&buf, a);
    java_string_add(&buf, b);
    *out = expr_of(weir_string(weir_buf_view(&buf)));
    return WEIR_OK;
}

/* text - what: the first of these is taken out. */
static enum weir_verdict without(struct weir_batch *batch, struct weir_str text,
                                 struct weir_str what, struct expr_val *out, struct weir_err *err)
{
    ptrdiff_t at = weir_str_find(text, what);
    if (at < 0) {
        *out = expr_of(weir_string(text));
        return WEIR_OK;
    }
    return expr_joined(batch, weir_str_n(text.p, (size_t)at),
                       weir_str_from(text, (size_t)at + what.n), out, err);
}

/* text * times */
static enum weir_verdict repeated(struct weir_batch *batch, struct weir_str text,
                                  const struct expr_val *times, struct expr_val *out,
                                  struct weir_err *err)
{
    int64_t n = expr_number_as(&batch->arena, times->val, WEIR_INT32).i;
    if (n < 0 || (text.n && (size_t)n > EXPR_RESULT_MAX / text.n)) {
        return weir_err_set(err, WEIR_BAD_DATA, "a text cannot be had %lld times", (long long)n);
    }
    struct weir_buf buf = arena_buf(&batch->arena, text.n * (size_t)n);
    for (int64_t i = 0; i < n; i++) {
        java_string_add(&buf, text);
    }
    *out = expr_of(weir_string(weir_buf_view(&buf)));
    return WEIR_OK;
}

/* A number, or the code of a char. */
static bool operand(const struct expr_val *val, struct weir_value *out)
{
    size_t at = 0;
    *out = val->val;
    if (val->flavor == EXPR_CHAR) {
        uint32_t unit = java_string_point(weir_value_str(val->val), &at);
        *out = weir_int(WEIR_INT32, (int32_t)unit);
        return true;
    }
    return expr_is_number(val);
}

static bool is_of(const struct expr_val *val, enum weir_type type)
{
    return val->kind == EXPR_IS_VALUE && val->val.type == type;
}

static bool is_text(const struct expr_val *val)
{
    return val->kind == EXPR_IS_VALUE && val->val.type == WEIR_STRING && val->flavor != EXPR_CHAR;
}

static enum weir_verdict reckon_texts(enum expr_op op, struct weir_batch *batch,
                                      const struct expr_val *a, const struct expr_val *b,
                                      struct expr_val *out, struct weir_err *err)
{
    if (op == EXPR_SUB) {
        return without(batch, weir_value_str(a->val), expr_text(batch, b), out, err);
    }
    if (op == EXPR_MUL) {
        return repeated(batch, weir_value_str(a->val), b, out, err);
    }
    enum weir_verdict verdict =
        expr_joined(batch, expr_text(batch, a), expr_text(batch, b), out, err);
    out->flavor = a->flavor == EXPR_GSTRING ? EXPR_GSTRING : EXPR_STRING;
    return verdict;
}

/* list + list, or one more item */
static enum weir_verdict append(struct weir_batch *batch, const struct expr_val *a,
                                const struct expr_val *b, struct expr_val *out,
                                struct weir_err *err)
{
    bool list = b->kind == EXPR_IS_VALUE && b->val.type == WEIR_ARRAY;
    uint32_t more = list ? b->val.n : 1;
    if (b->kind != EXPR_IS_VALUE || b->flavor == EXPR_GSTRING) {
        return weir_err_set(err, WEIR_BAD_DATA, "%s cannot be in a list", expr_kind_name(b));
    }
    struct weir_value *items =
        weir_arena_alloc(&batch->arena, ((size_t)a->val.n + more) * sizeof(*items));
    memcpy(items, a->val.items, a->val.n * sizeof(*items));
    memcpy(items + a->val.n, list ? b->val.items : &b->val, more * sizeof(*items));
    *out = expr_of(weir_items(WEIR_ARRAY, items, (size_t)a->val.n + more));
    out->sch = a->sch;
    return WEIR_OK;
}

/* list - what: all that are the same as what, or as one of a list's, are left out. */
static void less(struct weir_batch *batch, const struct expr_val *a, const struct expr_val *b,
                 struct expr_val *out)
{
    bool list = b->kind == EXPR_IS_VALUE && b->val.type == WEIR_ARRAY;
    const struct weir_schema *item_sch = a->sch ? a->sch->value_schema : NULL;
    struct weir_value *items = weir_arena_alloc(&batch->arena, a->val.n * sizeof(*items));
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->val.n; i++) {
        const struct expr_val item = {.val = a->val.items[i], .sch = item_sch};
        bool gone = !list && expr_equal(&item, b);
        for (uint32_t k = 0; list && !gone && k < b->val.n; k++) {
            const struct expr_val other = {.val = b->val.items[k],
                                           .sch = b->sch ? b->sch->value_schema : NULL};
            gone = expr_equal(&item, &other);
        }
        if (!gone) {
            items[n++] = item.val;
        }
    }
    *out = expr_of(weir_items(WEIR_ARRAY, items, n));
    out->sch = a->sch;
}

/* list * times */
static enum weir_verdict multiplied(struct weir_batch *batch, const struct expr_val *a,
                                    const struct expr_val *times, struct expr_val *out,
                                    struct weir_err *err)
{
    int64_t n = expr_number_as(&batch->arena, times->val, WEIR_INT32).i;
    if (n < 0 ||
        (a->val.n && (size_t)n > EXPR_RESULT_MAX / (a->val.n * sizeof(struct weir_value)))) {
        return weir_err_set(err, WEIR_BAD_DATA, "a list cannot be had %lld times", (long long)n);
    }
    size_t all = a->val.n * (size_t)n;
    struct weir_value *items = weir_arena_alloc(&batch->arena, all * sizeof(*items));
    for (size_t i = 0; i < all; i++) {
        items[i] = a->val.items[i % a->val.n];
    }
    *out = expr_of(weir_items(WEIR_ARRAY, items, all));
    out->sch = a->sch;
    return WEIR_OK;
}

static bool takes_list(enum expr_op op, const struct expr_val *b)
{
    return op == EXPR_ADD || op == EXPR_SUB || (op == EXPR_MUL && expr_is_number(b));
}

static enum weir_verdict reckon_lists(enum expr_op op, struct weir_batch *batch,
                                      const struct expr_val *a, const struct expr_val *b,
                                      struct expr_val *out, struct weir_err *err)
{
    if (op == EXPR_SUB) {
        less(batch, a, b, out);
        return WEIR_OK;
    }
    return op == EXPR_MUL ? multiplied(batch, a, b, out, err) : append(batch, a, b, out, err);
}

static enum weir_verdict reckon(enum expr_op op, struct weir_batch *batch, const struct expr_val *a,
                                const struct expr_val *b, struct expr_val *out,
                                struct weir_err *err)
{
    struct weir_value x, y;
    bool joined = op == EXPR_ADD &&
                  (is_text(a) ||
                   (is_text(b) && (expr_is_null(a) || expr_is_number(a) || is_of(a, WEIR_MAP))));
    if (is_of(a, WEIR_ARRAY) && !a->strict && takes_list(op, b)) {
        return reckon_lists(op, batch, a, b, out, err);
    }
    if (joined || (is_text(a) && (op == EXPR_SUB || (op == EXPR_MUL && expr_is_number(b))))) {
        return reckon_texts(op, batch, a, b, out, err);
    }
    if (!operand(a, &x) || !operand(b, &y)) {
        static const char signs[] = {[EXPR_ADD] = '+',
                                     [EXPR_SUB] = '-',
                                     [EXPR_MUL] = '*',
                                     [EXPR_DIV] = '/',
                                     [EXPR_REM] = '%'};
        return weir_err_set(err, WEIR_BAD_DATA, "cannot reckon %s %c %s", expr_kind_name(a),
                            signs[op], expr_kind_name(b));
    }
    *out = expr_of(weir_null());
    return expr_reckon(op, &batch->arena, x, y, &out->val, err);
}

static enum weir_verdict compared(enum expr_op op, const struct expr_val *a,
                                  const struct expr_val *b, struct expr_val *out,
                                  struct weir_err *err)
{
    int order = 0;
    enum weir_verdict verdict = expr_order(a, b, &order, err);
    bool yes = op == EXPR_LT   ? order == -1
               : op == EXPR_LE ? order == -1 || order == 0
               : op == EXPR_GT ? order == 1
                               : order == 1 || order == 0;
    *out = expr_of(weir_bool(yes));
    return verdict;
}

enum weir_verdict expr_operate(enum expr_op op, struct weir_batch *batch, const struct expr_val *a,
                               const struct expr_val *b, struct expr_val *out, struct weir_err *err)
{
    switch (op) {
    case EXPR_EQ:
    case EXPR_NE:
        *out = expr_of(weir_bool(expr_equal(a, b) == (op == EXPR_EQ)));
        return WEIR_OK;
    case EXPR_ADD:
    case EXPR_SUB:
    case EXPR_MUL:
    case EXPR_DIV:
    case EXPR_REM:
        return reckon(op, batch, a, b, out, err);
    case EXPR_IN:
        *out = expr_of(weir_bool(expr_is_in(batch, a, b)));
        return WEIR_OK;
    default:
        return compared(op, a, b, out, err);
    }
}
