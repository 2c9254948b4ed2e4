/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_compare.c: one value or two come in, whether it is true, whether they are the same, which of
 * them is first and whether one is in the other goes out, as Groovy has it.
 */
#include <weir/decimal.h>

#include "common/java_string.h"
#include "expr_parts.h"

/* ---- truth, equality, order ---- */

bool expr_truth(const struct expr_val *val)
{
    if (val->kind == EXPR_IS_SCHEMA) {
        return val->sch != NULL;
    }
    if (val->kind == EXPR_IS_HEADERS || val->kind == EXPR_IS_FIELDS) {
        return val->val.i > 0;
    }
    if (val->kind != EXPR_IS_VALUE) {
        return true;
    }
    switch ((enum weir_type)val->val.type) {
    case WEIR_NULL:
        return false;
    case WEIR_BOOLEAN:
        return val->val.b;
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
        return val->val.i != 0;
    case WEIR_FLOAT32:
        return val->val.f32 != 0;
    case WEIR_FLOAT64:
        return val->val.f64 != 0;
    case WEIR_DECIMAL:
        return weir_decimal_to_double(weir_value_str(val->val), val->val.scale) != 0;
    case WEIR_STRING:
    case WEIR_BYTES:
    case WEIR_ARRAY:
    case WEIR_MAP:
        return val->val.n > 0;
    case WEIR_STRUCT:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        break;
    }
    return true;
}

/* A number, or beside one the code of the one character that a text has, as in Groovy. */
static bool as_number(const struct expr_val *val, const struct expr_val *other,
                      struct weir_value *out)
{
    struct weir_str text = val->val.type == WEIR_STRING ? weir_value_str(val->val) : WEIR_STR_NULL;
    if (text.n > 0 && text.n < 4 && expr_is_number(other) && java_string_length(text) == 1) {
        size_t at = 0;
        *out = weir_int(WEIR_INT32, (int32_t)java_string_point(text, &at));
        return true;
    }
    *out = val->val;
    return expr_is_number(val);
}

static bool equal_lists(struct weir_value a, struct weir_value b)
{
    bool same = a.n == b.n;
    for (uint32_t i = 0; same && i < a.n; i++) {
        const struct expr_val left = expr_of(a.items[i]);
        const struct expr_val right = expr_of(b.items[i]);
        same = expr_equal(&left, &right);
    }
    return same;
}

static bool equal_maps(struct weir_value a, struct weir_value b)
{
    const struct expr_val other = expr_of(b);
    bool same = a.n == b.n;
    for (uint32_t i = 0; same && i < a.n; i++) {
        const struct expr_val key = expr_of(a.items[2 * i]);
        const struct expr_val left = expr_of(a.items[2 * i + 1]);
        const struct expr_val right = expr_entry(&other, &key);
        same = expr_contains(&other, &key) && expr_equal(&left, &right);
    }
    return same;
}

bool expr_equal(const struct expr_val *a, const struct expr_val *b)
{
    struct weir_value x, y;
    if (expr_is_null(a) || expr_is_null(b)) {
        return expr_is_null(a) && expr_is_null(b);
    }
    if (a->kind == EXPR_IS_TYPE && b->kind == EXPR_IS_TYPE) {
        return a->sch->type == b->sch->type;
    }
    if (a->kind != b->kind || a->kind != EXPR_IS_VALUE) {
        return a->kind == b->kind && a->sch == b->sch; /* the same schema, field, header */
    }
    if (a->val.type == WEIR_STRING && b->val.type == WEIR_STRING) {
        return weir_str_eq(weir_value_str(a->val), weir_value_str(b->val));
    }
    if (a->val.type == WEIR_ARRAY && b->val.type == WEIR_ARRAY) {
        return equal_lists(a->val, b->val);
    }
    if (a->val.type == WEIR_MAP && b->val.type == WEIR_MAP) {
        return equal_maps(a->val, b->val);
    }
    return as_number(a, b, &x) && as_number(b, a, &y) ? expr_compare_numbers(x, y) == 0
                                                      : weir_value_equal(a->val, b->val);
}

enum weir_verdict expr_order(const struct expr_val *a, const struct expr_val *b, int *order,
                             struct weir_err *err)
{
    bool a_null = expr_is_null(a);
    bool b_null = expr_is_null(b);
    if (a_null || b_null) {
        *order = b_null - a_null;
        return WEIR_OK;
    }
    if (a->kind == EXPR_IS_VALUE && b->kind == EXPR_IS_VALUE) {
        struct weir_value x, y;
        if (as_number(a, b, &x) && as_number(b, a, &y)) {
            bool doubles = x.type == WEIR_FLOAT64 && y.type == WEIR_FLOAT64;
            *order = doubles && x.f64 != x.f64   ? 2
                     : doubles && y.f64 != y.f64 ? 2
                     : doubles                   ? (x.f64 > y.f64) - (x.f64 < y.f64)
                                                 : expr_compare_numbers(x, y);
            return WEIR_OK;
        }
        if (a->val.type == WEIR_BOOLEAN && b->val.type == WEIR_BOOLEAN) {
            *order = a->val.b - b->val.b;
            return WEIR_OK;
        }
        if (a->val.type == b->val.type && a->val.type == WEIR_STRING) {
            *order = java_string_compare(weir_value_str(a->val), weir_value_str(b->val));
            return WEIR_OK;
        }
        if (a->val.type == b->val.type && a->val.type >= WEIR_DATE) {
            *order = (a->val.i > b->val.i) - (a->val.i < b->val.i);
            return WEIR_OK;
        }
    }
    return weir_err_set(err, WEIR_BAD_DATA, "Cannot compare %s with %s", expr_kind_name(a),
                        expr_kind_name(b));
}

/* ---- in ---- */

bool expr_same(const struct expr_val *a, const struct expr_val *b)
{
    bool values = a->kind == EXPR_IS_VALUE && b->kind == EXPR_IS_VALUE;
    return values ? a->flavor == b->flavor && weir_value_equal(a->val, b->val) : expr_equal(a, b);
}

/* Whether one of the elements or keys is the same object. */
bool expr_contains(const struct expr_val *list, const struct expr_val *what)
{
    bool map = list->val.type == WEIR_MAP;
    for (uint32_t i = 0; what->kind == EXPR_IS_VALUE && !what->flavor && i < list->val.n; i++) {
        if (weir_value_equal(list->val.items[map ? 2 * i : i], what->val)) {
            return true;
        }
    }
    return false;
}

/* Groovy's isCase. */
bool expr_is_in(struct weir_batch *batch, const struct expr_val *what, const struct expr_val *list)
{
    if (list->kind != EXPR_IS_VALUE || list->val.type == WEIR_NULL) {
        return expr_is_null(list) ? expr_is_null(what) : expr_same(what, list);
    }
    if (list->val.type == WEIR_ARRAY) {
        return expr_contains(list, what);
    }
    if (list->val.type == WEIR_MAP) {
        struct expr_val entry = expr_entry(list, what);
        return expr_truth(&entry);
    }
    if (list->val.type == WEIR_STRING && list->flavor != EXPR_CHAR) {
        return !expr_is_null(what) &&
               weir_str_eq(weir_value_str(list->val), expr_text(batch, what));
    }
    return expr_is_number(what) && expr_is_number(list) ? expr_equal(what, list)
                                                        : expr_same(what, list);
}

/* A range of ints holds ints alone; of others, what is == to one of its numbers. */
bool expr_is_in_range(struct weir_batch *batch, const struct expr_val *what,
                      const struct expr_range *range)
{
    int64_t low = range->from < range->to ? range->from : range->to;
    int64_t high = range->from < range->to ? range->to : range->from;
    if (range->open) {
        if (low == high) {
            return false;
        }
        low += range->from > range->to;
        high -= range->from < range->to;
    }
    if (range->ints) {
        return what->kind == EXPR_IS_VALUE && what->val.type == WEIR_INT32 && what->val.i >= low &&
               what->val.i <= high;
    }
    const struct expr_val number = expr_of(weir_int(WEIR_INT64, low));
    struct weir_value x;
    if (what->kind != EXPR_IS_VALUE || !as_number(what, &number, &x)) {
        return false;
    }
    int64_t near = expr_number_as(&batch->arena, x, WEIR_INT64).i;
    near = near < low ? low : near > high ? high : near;
    return expr_compare_numbers(x, weir_int(WEIR_INT64, near)) == 0;
}
