/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_javascript.c: one value or two and the operator come in, what JavaScript makes of them goes
 * out: every number is a double, == makes numbers of what is not alike, what is not there is
 * undefined. Of objects (structs, lists) it knows truth and identity alone; the rest is refused.
 */
#include <math.h>

#include <weir/decimal.h>

#include "common/java_string.h"
#include "expr_parts.h"

#define SAFE_MAX 9007199254740992.0 /* up to here a double counts by ones */

struct expr_val expr_undefined(void)
{
    struct expr_val val = expr_of(weir_null());
    val.flavor = EXPR_UNDEFINED;
    return val;
}

static bool is_undefined(const struct expr_val *val)
{
    return val->kind == EXPR_IS_VALUE && val->val.type == WEIR_NULL &&
           (val->flavor == EXPR_UNDEFINED || val->flavor == EXPR_SKIPPED);
}

/* As what an operator sees it. */
enum sort { SORT_NOTHING, SORT_TRUTH, SORT_NUMBER, SORT_TEXT, SORT_DECIMAL, SORT_OBJECT };

static enum sort sort_of(const struct expr_val *val)
{
    if (expr_is_null(val)) {
        return SORT_NOTHING;
    }
    if (val->kind != EXPR_IS_VALUE) {
        return SORT_OBJECT;
    }
    switch ((enum weir_type)val->val.type) {
    case WEIR_BOOLEAN:
        return SORT_TRUTH;
    case WEIR_STRING:
        return SORT_TEXT;
    case WEIR_DECIMAL: /* Java's BigDecimal, which is no number of JavaScript's */
        return SORT_DECIMAL;
    default:
        return expr_is_number(val) ? SORT_NUMBER : SORT_OBJECT;
    }
}

static enum weir_verdict refused(const struct expr_val *a, const struct expr_val *b,
                                 const char *sign, struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_DATA, "%s %s %s is not supported under jsr223.graal.js",
                        expr_kind_name(a), sign, expr_kind_name(b));
}

/* ---- numbers ---- */

static double number_of_text(struct weir_str text)
{
    double x = 0;
    text = java_string_strip(text, true, true);
    for (size_t i = 0; i < text.n; i++) {
        if (!strchr("0123456789+-.eE", text.p[i])) {
            return NAN; /* and 0x10, Infinity, for which nobody asks */
        }
    }
    return text.n == 0 ? 0 : weir_str_to_double(text, &x) ? x : NAN;
}

static double number_of(const struct expr_val *val)
{
    switch (sort_of(val)) {
    case SORT_NOTHING:
        return is_undefined(val) ? NAN : 0;
    case SORT_TRUTH:
        return val->val.b;
    case SORT_TEXT:
        return number_of_text(weir_value_str(val->val));
    case SORT_DECIMAL:
        return weir_decimal_to_double(weir_value_str(val->val), val->val.scale);
    case SORT_NUMBER:
    case SORT_OBJECT:
        break;
    }
    return val->val.type == WEIR_FLOAT64   ? val->val.f64
           : val->val.type == WEIR_FLOAT32 ? (double)val->val.f32
                                           : (double)val->val.i;
}

static struct expr_val number(double x)
{
    bool whole = x >= -SAFE_MAX && x <= SAFE_MAX && x == floor(x);
    bool small = whole && x >= INT32_MIN && x <= INT32_MAX;
    return expr_of(small   ? weir_int(WEIR_INT32, (int64_t)x)
                   : whole ? weir_int(WEIR_INT64, (int64_t)x)
                           : weir_f64(x));
}

/* ---- texts ---- */

/* Numbers that JavaScript and Java write differently are refused. */
static enum weir_verdict text_of(struct weir_batch *batch, const struct expr_val *val,
                                 struct weir_str *out, struct weir_err *err)
{
    enum sort sort = sort_of(val);
    double x = sort == SORT_NUMBER ? number_of(val) : 0;
    bool wide = fabs(x) > SAFE_MAX || (x != 0 && fabs(x) < 1e-3);
    if (sort == SORT_OBJECT || wide || (x != floor(x) && fabs(x) >= 1e7)) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "%s as a text is not supported under jsr223.graal.js",
                            expr_kind_name(val));
    }
    const struct expr_val plain = sort == SORT_NUMBER ? number(x) : *val;
    *out = is_undefined(val) ? WEIR_STR("undefined")
           : x != x          ? WEIR_STR("NaN")
                             : expr_text(batch, &plain);
    return WEIR_OK;
}

static enum weir_verdict joined(struct weir_batch *batch, const struct expr_val *a,
                                const struct expr_val *b, struct expr_val *out,
                                struct weir_err *err)
{
    struct weir_str left, right;
    if (text_of(batch, a, &left, err) != WEIR_OK || text_of(batch, b, &right, err) != WEIR_OK) {
        return err->class;
    }
    return expr_joined(batch, left, right, out, err);
}

enum weir_verdict expr_javascript_text(struct weir_batch *batch, const struct expr_val *of,
                                       struct expr_val *out, struct weir_err *err)
{
    struct weir_str text;
    enum weir_verdict verdict = text_of(batch, of, &text, err);
    *out = expr_of(verdict == WEIR_OK ? weir_string(text) : weir_null());
    return verdict;
}

/* ---- comparing ---- */

static bool same_number(const struct expr_val *a, const struct expr_val *b)
{
    bool wholes = a->val.type <= WEIR_INT64 && b->val.type <= WEIR_INT64;
    return wholes ? a->val.i == b->val.i : number_of(a) == number_of(b);
}

bool expr_javascript_same(const struct expr_val *a, const struct expr_val *b)
{
    enum sort sort = sort_of(a);
    if (sort != sort_of(b) || sort == SORT_OBJECT) {
        return false; /* an object is itself alone, and another one each time it is asked for */
    }
    switch (sort) {
    case SORT_NOTHING:
        return is_undefined(a) == is_undefined(b);
    case SORT_TRUTH:
        return a->val.b == b->val.b;
    case SORT_TEXT:
        return weir_str_eq(weir_value_str(a->val), weir_value_str(b->val));
    case SORT_NUMBER:
        return same_number(a, b);
    case SORT_DECIMAL:
    case SORT_OBJECT:
        break;
    }
    return number_of(a) == number_of(b);
}

/* a == b */
static enum weir_verdict equal(const struct expr_val *a, const struct expr_val *b, bool *yes,
                               struct weir_err *err)
{
    enum sort x = sort_of(a);
    enum sort y = sort_of(b);
    if (x == SORT_NOTHING || y == SORT_NOTHING) {
        *yes = x == y;
        return WEIR_OK;
    }
    if (x == y) {
        *yes = expr_javascript_same(a, b);
        return WEIR_OK;
    }
    if (x == SORT_OBJECT || y == SORT_OBJECT) {
        return refused(a, b, "==", err);
    }
    *yes = number_of(a) == number_of(b);
    return WEIR_OK;
}

static enum weir_verdict ordered(enum expr_op op, const struct expr_val *a,
                                 const struct expr_val *b, bool *yes, struct weir_err *err)
{
    enum sort x = sort_of(a);
    enum sort y = sort_of(b);
    if (x == SORT_OBJECT || y == SORT_OBJECT) {
        return refused(a, b, "<", err);
    }
    double left = number_of(a);
    double right = number_of(b);
    if (x == SORT_TEXT && y == SORT_TEXT) {
        left = java_string_compare(weir_value_str(a->val), weir_value_str(b->val));
        right = 0;
    }
    *yes = op == EXPR_LT   ? left < right
           : op == EXPR_LE ? left <= right
           : op == EXPR_GT ? left > right
                           : left >= right;
    return WEIR_OK;
}

/* ---- what the tree asks ---- */

bool expr_javascript_truth(const struct expr_val *val)
{
    enum sort sort = sort_of(val);
    double x = sort == SORT_NUMBER ? number_of(val) : 1;
    return sort == SORT_NOTHING ? false
           : sort == SORT_TRUTH ? val->val.b
           : sort == SORT_TEXT  ? val->val.n > 0
                                : x == x && x != 0;
}

static enum weir_verdict reckoned(enum expr_op op, struct weir_batch *batch,
                                  const struct expr_val *a, const struct expr_val *b,
                                  struct expr_val *out, struct weir_err *err)
{
    enum sort x = sort_of(a);
    enum sort y = sort_of(b);
    if (op == EXPR_ADD && (x == SORT_TEXT || y == SORT_TEXT)) {
        return joined(batch, a, b, out, err);
    }
    if (x >= SORT_DECIMAL || y >= SORT_DECIMAL) {
        return refused(a, b, op == EXPR_ADD ? "+" : op == EXPR_SUB ? "-" : "%", err);
    }
    double left = number_of(a);
    double right = number_of(b);
    *out = number(op == EXPR_ADD   ? left + right
                  : op == EXPR_SUB ? left - right
                                   : fmod(left, right));
    return WEIR_OK;
}

enum weir_verdict expr_javascript(const struct expr *expr, struct weir_batch *batch,
                                  const struct expr_val *a, const struct expr_val *b,
                                  struct expr_val *out, struct weir_err *err)
{
    bool yes = false;
    enum weir_verdict verdict = WEIR_OK;
    switch (expr->op) {
    case EXPR_ADD:
    case EXPR_SUB:
    case EXPR_REM:
        return reckoned(expr->op, batch, a, b, out, err);
    case EXPR_EQ:
    case EXPR_NE:
        yes = expr->strict && expr_javascript_same(a, b);
        verdict = expr->strict ? WEIR_OK : equal(a, b, &yes, err);
        yes = yes == (expr->op == EXPR_EQ);
        break;
    default:
        verdict = ordered(expr->op, a, b, &yes, err);
    }
    *out = expr_of(weir_bool(yes));
    return verdict;
}

enum weir_verdict expr_javascript_minus(const struct expr_val *of, struct expr_val *out,
                                        struct weir_err *err)
{
    if (sort_of(of) >= SORT_DECIMAL) {
        return weir_err_set(err, WEIR_BAD_DATA, "%s has no sign under jsr223.graal.js",
                            expr_kind_name(of));
    }
    *out = number(-number_of(of));
    return WEIR_OK;
}

int64_t expr_javascript_find(const struct expr_val *list, const struct expr_val *what)
{
    for (uint32_t i = 0; i < list->val.n; i++) {
        const struct expr_val item = expr_of(list->val.items[i]);
        if (expr_javascript_same(&item, what)) {
            return i;
        }
    }
    return -1;
}

/* A place in a text of n units, moved into it. */
static size_t place_in(const struct expr_val *val, size_t n)
{
    double x = trunc(number_of(val));
    return x > 0 ? (x < (double)n ? (size_t)x : n) : 0;
}

enum weir_verdict expr_javascript_substring(struct weir_batch *batch, const struct expr_val *of,
                                            const struct expr_val *args, size_t n_args,
                                            struct expr_val *out, struct weir_err *err)
{
    struct weir_str text = weir_value_str(of->val);
    size_t n = java_string_length(text);
    if (sort_of(&args[0]) >= SORT_DECIMAL || (n_args > 1 && sort_of(&args[1]) >= SORT_DECIMAL)) {
        return refused(of, &args[0], ".substring", err);
    }
    size_t a = place_in(&args[0], n);
    size_t b = n_args > 1 && !is_undefined(&args[1]) ? place_in(&args[1], n) : n;
    *out = expr_of(weir_string(java_string_sub(&batch->arena, text, a < b ? a : b, a < b ? b : a)));
    return WEIR_OK;
}

/* of[index]: a letter or an item where there is one, the part of that name, or undefined. */
enum weir_verdict expr_javascript_at(struct expr *expr, struct weir_batch *batch,
                                     const struct expr_val *of, const struct expr_val *index,
                                     struct expr_val *out, struct weir_err *err)
{
    if (is_undefined(of) && of->flavor == EXPR_SKIPPED) {
        *out = *of;
        return WEIR_OK;
    }
    bool places =
        of->kind == EXPR_IS_VALUE && (of->val.type == WEIR_STRING || of->val.type == WEIR_ARRAY);
    if (!places) {
        return sort_of(index) == SORT_TEXT
                   ? expr_member(expr, batch, of, weir_value_str(index->val), out, err)
                   : refused(of, index, "[]", err);
    }
    double at = sort_of(index) == SORT_NUMBER ? number_of(index) : -1;
    size_t n = of->val.type == WEIR_ARRAY ? of->val.n : java_string_length(weir_value_str(of->val));
    if (at != floor(at) || at < 0 || at >= (double)n) {
        *out = expr_undefined();
        return WEIR_OK;
    }
    return expr_at(expr, batch, of, index, out, err);
}
