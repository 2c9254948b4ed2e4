/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_eval.c: a tree and a record come in, what the expression says of the record goes out.
 * Members are in expr_member.c, functions in expr_functions.c, operators in expr_operate.c.
 */
#include "expr_parts.h"

struct eval {
    struct weir_batch *batch;
    const struct weir_record *rec;
    struct weir_err *err;
};

static enum weir_verdict run(const struct eval *eval, struct expr *expr, struct expr_val *out);

static struct expr_val binding(const struct weir_record *rec, enum expr_binding at)
{
    switch (at) {
    case EXPR_KEY:
        return (struct expr_val){.val = rec->key, .sch = rec->key_schema};
    case EXPR_VALUE:
        return (struct expr_val){.val = rec->value, .sch = rec->value_schema};
    case EXPR_KEY_SCHEMA:
        return (struct expr_val){.kind = EXPR_IS_SCHEMA, .sch = rec->key_schema};
    case EXPR_VALUE_SCHEMA:
        return (struct expr_val){.kind = EXPR_IS_SCHEMA, .sch = rec->value_schema};
    case EXPR_TOPIC:
        return expr_of(weir_string(rec->topic));
    case EXPR_HEADER:
        break;
    }
    return (struct expr_val){.kind = EXPR_IS_HEADERS,
                             .header = rec->headers,
                             .val = weir_int(WEIR_INT64, rec->n_headers)};
}

/* ---- operators ---- */

static enum weir_verdict run_pair(const struct eval *eval, struct expr *expr, struct expr_val *out)
{
    struct expr_val a, b;
    if (run(eval, expr->a, &a) != WEIR_OK || run(eval, expr->b, &b) != WEIR_OK) {
        return eval->err->class;
    }
    if (expr->javascript) {
        return expr->op == EXPR_INDEX
                   ? expr_javascript_at(expr, eval->batch, &a, &b, out, eval->err)
                   : expr_javascript(expr, eval->batch, &a, &b, out, eval->err);
    }
    return expr->op == EXPR_INDEX ? expr_at(expr, eval->batch, &a, &b, out, eval->err)
                                  : expr_operate(expr->op, eval->batch, &a, &b, out, eval->err);
}

/* ---- ranges ---- */

static enum weir_verdict run_range(const struct eval *eval, struct expr *expr,
                                   struct expr_range *out)
{
    struct expr_val from, to;
    if (run(eval, expr->a, &from) != WEIR_OK || run(eval, expr->b, &to) != WEIR_OK) {
        return eval->err->class;
    }
    bool wholes = from.kind == EXPR_IS_VALUE && to.kind == EXPR_IS_VALUE &&
                  from.val.type >= WEIR_INT8 && from.val.type <= WEIR_INT64 &&
                  to.val.type >= WEIR_INT8 && to.val.type <= WEIR_INT64;
    if (!wholes) {
        return weir_err_set(eval->err, WEIR_BAD_DATA, "a range from %s to %s is not supported",
                            expr_kind_name(&from), expr_kind_name(&to));
    }
    *out = (struct expr_range){.from = from.val.i,
                               .to = to.val.i,
                               .ints = from.val.type == WEIR_INT32 && to.val.type == WEIR_INT32,
                               .open = expr->at == 1};
    return WEIR_OK;
}

/* a in b..c, a[b..c] */
static enum weir_verdict run_with_range(const struct eval *eval, struct expr *expr,
                                        struct expr_val *out)
{
    struct expr_val of;
    struct expr_range range;
    if (run(eval, expr->a, &of) != WEIR_OK || run_range(eval, expr->b, &range) != WEIR_OK) {
        return eval->err->class;
    }
    if (expr->op == EXPR_IN) {
        *out = expr_of(weir_bool(expr_is_in_range(eval->batch, &of, &range)));
        return WEIR_OK;
    }
    if (expr->safe && expr_is_null(&of)) {
        *out = of;
        return WEIR_OK;
    }
    return expr_slice(eval->batch, &of, &range, out, eval->err);
}

static enum weir_verdict run_index(const struct eval *eval, struct expr *expr, struct expr_val *out)
{
    return expr->b->op == EXPR_RANGE ? run_with_range(eval, expr, out) : run_pair(eval, expr, out);
}

/* ---- comparing ---- */

static enum weir_verdict run_compared(const struct eval *eval, struct expr *expr,
                                      struct expr_val *out)
{
    bool yes = false;
    if (!expr_compare_quick(eval->rec, expr, &yes)) {
        return run_pair(eval, expr, out);
    }
    *out = expr_of(weir_bool(yes));
    return WEIR_OK;
}

static enum weir_verdict run_pattern(const struct eval *eval, struct expr *expr,
                                     struct expr_val *out)
{
    if (run(eval, expr->a, out) != WEIR_OK) {
        return eval->err->class;
    }
    bool null = expr_is_null(out);
    struct weir_str text = expr_text(eval->batch, out);
    *out = expr_of(
        weir_bool(!null && (expr->op == EXPR_MATCHES ? weir_regex_matches(expr->regex, text)
                                                     : weir_regex_finds(expr->regex, text))));
    return WEIR_OK;
}

/* ---- lists, texts and calls ---- */

/* A list's items, or a map's keys and values in turn. */
static enum weir_verdict run_list(const struct eval *eval, struct expr *expr, struct expr_val *out)
{
    struct weir_value *items =
        weir_arena_alloc(&eval->batch->arena, (expr->n_args + 1) * sizeof(*items));
    for (size_t i = 0; i < expr->n_args; i++) {
        struct expr_val item;
        if (run(eval, expr->args[i], &item) != WEIR_OK) {
            return eval->err->class;
        }
        if (item.kind != EXPR_IS_VALUE) {
            return weir_err_set(eval->err, WEIR_BAD_DATA, "%s cannot be in a list",
                                expr_kind_name(&item));
        }
        items[i] = item.val;
    }
    *out = expr_of(expr->op == EXPR_MAP ? weir_items(WEIR_MAP, items, expr->n_args / 2)
                                        : weir_items(WEIR_ARRAY, items, expr->n_args));
    return WEIR_OK;
}

static enum weir_verdict run_join(const struct eval *eval, struct expr *expr, struct expr_val *out)
{
    struct expr_val sum = expr_of(weir_string(WEIR_STR("")));
    for (size_t i = 0; i < expr->n_args; i++) {
        struct expr_val part;
        struct expr_val left = sum;
        if (run(eval, expr->args[i], &part) != WEIR_OK ||
            expr_operate(EXPR_ADD, eval->batch, &left, &part, &sum, eval->err) != WEIR_OK) {
            return eval->err->class;
        }
    }
    *out = sum;
    out->flavor = EXPR_GSTRING;
    return WEIR_OK;
}

/* Numbers as JavaScript writes and compares them, places as it counts them. */
static bool call_differs(const struct expr *expr, const struct expr_val *of)
{
    bool list = of->kind == EXPR_IS_VALUE && of->val.type == WEIR_ARRAY;
    bool finds = weir_str_is(expr->text, "includes") || weir_str_is(expr->text, "indexOf");
    return (finds && list && expr->n_args == 1) ||
           (weir_str_is(expr->text, "substring") && of->kind == EXPR_IS_VALUE &&
            of->val.type == WEIR_STRING) ||
           (weir_str_is(expr->text, "toString") && expr_is_number(of));
}

static enum weir_verdict run_javascript_call(const struct eval *eval, const struct expr *expr,
                                             const struct expr_val *of, const struct expr_val *args,
                                             struct expr_val *out)
{
    if (weir_str_is(expr->text, "toString")) {
        return expr_javascript_text(eval->batch, of, out, eval->err);
    }
    if (weir_str_is(expr->text, "substring")) {
        return expr_javascript_substring(eval->batch, of, args, expr->n_args, out, eval->err);
    }
    int64_t at = expr_javascript_find(of, &args[0]);
    *out = expr_of(weir_str_is(expr->text, "includes") ? weir_bool(at >= 0)
                                                       : weir_int(WEIR_INT32, at));
    return WEIR_OK;
}

static enum weir_verdict run_call(const struct eval *eval, struct expr *expr, struct expr_val *out)
{
    struct expr_val of;
    struct expr_val args[EXPR_ARGS_MAX];
    if (run(eval, expr->a, &of) != WEIR_OK) {
        return eval->err->class;
    }
    if (expr_is_null(&of) && (expr->safe || of.flavor == EXPR_SKIPPED)) {
        *out = expr_of(weir_null());
        out->flavor = expr->javascript ? EXPR_SKIPPED : EXPR_STRING;
        return WEIR_OK;
    }
    for (size_t i = 0; i < expr->n_args; i++) {
        if (run(eval, expr->args[i], &args[i]) != WEIR_OK) {
            return eval->err->class;
        }
    }
    return expr->javascript && call_differs(expr, &of)
               ? run_javascript_call(eval, expr, &of, args, out)
               : expr_call(expr, eval->batch, &of, args, out, eval->err);
}

/* ---- choices ---- */

static bool is_true(const struct expr *expr, const struct expr_val *val)
{
    return expr->javascript ? expr_javascript_truth(val) : expr_truth(val);
}

static enum weir_verdict run_choice(const struct eval *eval, struct expr *expr,
                                    struct expr_val *out)
{
    if (run(eval, expr->a, out) != WEIR_OK) {
        return eval->err->class;
    }
    bool truth = is_true(expr, out);
    switch (expr->op) {
    case EXPR_NOT:
        *out = expr_of(weir_bool(!truth));
        return WEIR_OK;
    case EXPR_IF:
        return run(eval, truth ? expr->b : expr->c, out);
    case EXPR_ELSE:
        return truth ? WEIR_OK : run(eval, expr->b, out);
    default:
        break;
    }
    if (truth == (expr->op == EXPR_AND)) {
        if (run(eval, expr->b, out) != WEIR_OK) {
            return eval->err->class;
        }
        truth = is_true(expr, out);
    }
    if (!expr->javascript) { /* where it is the operand itself */
        *out = expr_of(weir_bool(truth));
    }
    return WEIR_OK;
}

/* ---- operands ---- */

static enum weir_verdict run_literal(const struct eval *eval, struct expr *expr,
                                     struct expr_val *out)
{
    (void)eval;
    *out = expr->strict ? expr_undefined() : expr_of(expr->val);
    return WEIR_OK;
}

static enum weir_verdict run_name(const struct eval *eval, struct expr *expr, struct expr_val *out)
{
    *out = binding(eval->rec, (enum expr_binding)expr->at);
    return WEIR_OK;
}

static enum weir_verdict run_property(const struct eval *eval, struct expr *expr,
                                      struct expr_val *out)
{
    struct expr_val of;
    if (run(eval, expr->a, &of) != WEIR_OK) {
        return eval->err->class;
    }
    return expr_member(expr, eval->batch, &of, expr->text, out, eval->err);
}

static enum weir_verdict run_sign(const struct eval *eval, struct expr *expr, struct expr_val *out)
{
    struct expr_val of;
    if (run(eval, expr->a, &of) != WEIR_OK) {
        return eval->err->class;
    }
    if (expr->javascript && expr->op == EXPR_MINUS) {
        return expr_javascript_minus(&of, out, eval->err);
    }
    if (!expr_is_number(&of)) {
        return weir_err_set(eval->err, WEIR_BAD_DATA, "%s has no sign", expr_kind_name(&of));
    }
    *out = of;
    return expr->op == EXPR_PLUS ? WEIR_OK
                                 : expr_negate(&eval->batch->arena, of.val, &out->val, eval->err);
}

typedef enum weir_verdict runner(const struct eval *eval, struct expr *expr, struct expr_val *out);

static runner *const runners[] = {
    [EXPR_LITERAL] = run_literal, [EXPR_NAME] = run_name,     [EXPR_LIST] = run_list,
    [EXPR_MAP] = run_list,        [EXPR_RANGE] = NULL,        [EXPR_PROPERTY] = run_property,
    [EXPR_INDEX] = run_index,     [EXPR_CALL] = run_call,     [EXPR_NOT] = run_choice,
    [EXPR_MINUS] = run_sign,      [EXPR_PLUS] = run_sign,     [EXPR_AND] = run_choice,
    [EXPR_OR] = run_choice,       [EXPR_EQ] = run_compared,   [EXPR_NE] = run_compared,
    [EXPR_LT] = run_compared,     [EXPR_LE] = run_compared,   [EXPR_GT] = run_compared,
    [EXPR_GE] = run_compared,     [EXPR_ADD] = run_pair,      [EXPR_SUB] = run_pair,
    [EXPR_MUL] = run_pair,        [EXPR_DIV] = run_pair,      [EXPR_REM] = run_pair,
    [EXPR_IN] = run_index,        [EXPR_FINDS] = run_pattern, [EXPR_MATCHES] = run_pattern,
    [EXPR_IF] = run_choice,       [EXPR_ELSE] = run_choice,   [EXPR_JOIN] = run_join,
};

static enum weir_verdict run(const struct eval *eval, struct expr *expr, struct expr_val *out)
{
    return runners[expr->op](eval, expr, out);
}

enum weir_verdict expr_eval(struct expr *expr, struct weir_batch *batch,
                            const struct weir_record *rec, struct expr_val *out,
                            struct weir_err *err)
{
    struct eval eval = {.batch = batch, .rec = rec, .err = err};
    return run(&eval, expr, out);
}
