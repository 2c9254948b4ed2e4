/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_eval.c: a tree and a record come in, what the expression says of the record goes out.
 * Members are in expr_member.c, functions in expr_functions.c, what is compared in expr_compare.c.
 */
#include "common/arena_buf.h"
#include "common/java_string.h"
#include "expr_parts.h"

/* ---- operators ---- */

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
static enum weir_verdict without(const struct eval *eval, struct weir_str text,
                                 struct weir_str what, struct expr_val *out)
{
    ptrdiff_t at = weir_str_find(text, what);
    if (at < 0) {
        *out = expr_of(weir_string(text));
        return WEIR_OK;
    }
    return expr_joined(eval->batch, weir_str_n(text.p, (size_t)at),
                       weir_str_from(text, (size_t)at + what.n), out, eval->err);
}

/* text * times */
static enum weir_verdict repeated(const struct eval *eval, struct weir_str text,
                                  const struct expr_val *times, struct expr_val *out)
{
    int64_t n = expr_number_as(&eval->batch->arena, times->val, WEIR_INT32).i;
    if (n < 0 || (text.n && (size_t)n > EXPR_RESULT_MAX / text.n)) {
        return weir_err_set(eval->err, WEIR_BAD_DATA, "a text cannot be had %lld times",
                            (long long)n);
    }
    struct weir_buf buf = arena_buf(&eval->batch->arena, text.n * (size_t)n);
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

static enum weir_verdict reckon_texts(const struct eval *eval, enum expr_op op,
                                      const struct expr_val *a, const struct expr_val *b,
                                      struct expr_val *out)
{
    if (op == EXPR_SUB) {
        return without(eval, weir_value_str(a->val), expr_text(eval->batch, b), out);
    }
    if (op == EXPR_MUL) {
        return repeated(eval, weir_value_str(a->val), b, out);
    }
    enum weir_verdict verdict = expr_joined(eval->batch, expr_text(eval->batch, a),
                                            expr_text(eval->batch, b), out, eval->err);
    out->flavor = a->flavor == EXPR_GSTRING ? EXPR_GSTRING : EXPR_STRING;
    return verdict;
}

/* list + list, or one more item */
static enum weir_verdict append(const struct eval *eval, const struct expr_val *a,
                                const struct expr_val *b, struct expr_val *out)
{
    bool list = b->kind == EXPR_IS_VALUE && b->val.type == WEIR_ARRAY;
    uint32_t more = list ? b->val.n : 1;
    if (b->kind != EXPR_IS_VALUE || b->flavor == EXPR_GSTRING) {
        return weir_err_set(eval->err, WEIR_BAD_DATA, "%s cannot be in a list", expr_kind_name(b));
    }
    struct weir_value *items =
        weir_arena_alloc(&eval->batch->arena, ((size_t)a->val.n + more) * sizeof(*items));
    memcpy(items, a->val.items, a->val.n * sizeof(*items));
    memcpy(items + a->val.n, list ? b->val.items : &b->val, more * sizeof(*items));
    *out = expr_of(weir_items(WEIR_ARRAY, items, (size_t)a->val.n + more));
    out->sch = a->sch;
    return WEIR_OK;
}

static enum weir_verdict reckon(const struct eval *eval, enum expr_op op, const struct expr_val *a,
                                const struct expr_val *b, struct expr_val *out)
{
    struct weir_value x, y;
    bool joined = op == EXPR_ADD &&
                  (is_text(a) ||
                   (is_text(b) && (expr_is_null(a) || expr_is_number(a) || is_of(a, WEIR_MAP))));
    if (op == EXPR_ADD && is_of(a, WEIR_ARRAY) && !a->strict) {
        return append(eval, a, b, out);
    }
    if (joined || (is_text(a) && (op == EXPR_SUB || (op == EXPR_MUL && expr_is_number(b))))) {
        return reckon_texts(eval, op, a, b, out);
    }
    if (!operand(a, &x) || !operand(b, &y)) {
        static const char signs[] = {[EXPR_ADD] = '+',
                                     [EXPR_SUB] = '-',
                                     [EXPR_MUL] = '*',
                                     [EXPR_DIV] = '/',
                                     [EXPR_REM] = '%'};
        return weir_err_set(eval->err, WEIR_BAD_DATA, "cannot reckon %s %c %s", expr_kind_name(a),
                            signs[op], expr_kind_name(b));
    }
    *out = expr_of(weir_null());
    return expr_reckon(op, &eval->batch->arena, x, y, &out->val, eval->err);
}

static enum weir_verdict compared(const struct eval *eval, enum expr_op op,
                                  const struct expr_val *a, const struct expr_val *b,
                                  struct expr_val *out)
{
    int order = 0;
    enum weir_verdict verdict = expr_order(a, b, &order, eval->err);
    bool yes = op == EXPR_LT   ? order == -1
               : op == EXPR_LE ? order == -1 || order == 0
               : op == EXPR_GT ? order == 1
                               : order == 1 || order == 0;
    *out = expr_of(weir_bool(yes));
    return verdict;
}

/* ---- the common case: a field of a struct seen before, beside a literal ---- */

/* The value itself where an operand is a literal or a path of fields whose places are known and that
 * ends at no default; NULL: it has to be run. */
static const struct weir_value *peek(const struct weir_record *rec, const struct expr *expr,
                                     const struct weir_schema **sch)
{
    if (expr->op == EXPR_NAME && expr->at <= EXPR_VALUE) {
        *sch = expr->at == EXPR_KEY ? rec->key_schema : rec->value_schema;
        return expr->at == EXPR_KEY ? &rec->key : &rec->value;
    }
    if (expr->op != EXPR_PROPERTY) {
        return expr->op == EXPR_LITERAL ? &expr->val : NULL;
    }
    const struct weir_value *of = peek(rec, expr->a, sch);
    if (!of || of->type != WEIR_STRUCT || !*sch || (*sch)->serial != expr->seen ||
        (uint32_t)expr->place >= of->n) {
        return NULL;
    }
    const struct weir_value *val = &of->items[expr->place];
    *sch = (*sch)->fields[expr->place].schema;
    return val->type == WEIR_NULL && (*sch)->has_default ? NULL : val;
}

static bool is_whole(const struct weir_value *val)
{
    return val->type >= WEIR_INT8 && val->type <= WEIR_INT64;
}

/* False: these two are not compared so simply. */
static bool compare_plain(enum expr_op op, const struct weir_value *a, const struct weir_value *b,
                          bool *yes)
{
    bool equality = op == EXPR_EQ || op == EXPR_NE;
    if (is_whole(a) && is_whole(b)) {
        bool below = op == EXPR_LT || op == EXPR_LE;
        bool same = a->i == b->i;
        *yes = equality ? same == (op == EXPR_EQ)
                        : (same ? op == EXPR_LE || op == EXPR_GE : (a->i < b->i) == below);
        return true;
    }
    if (equality && a->type == WEIR_STRING && b->type == WEIR_STRING) {
        bool same = a->n == b->n && memcmp(a->p, b->p, a->n) == 0;
        *yes = same == (op == EXPR_EQ);
        return true;
    }
    return false;
}

static enum weir_verdict run_pair(const struct eval *eval, struct expr *expr, struct expr_val *out)
{
    struct expr_val a, b;
    if (run(eval, expr->a, &a) != WEIR_OK || run(eval, expr->b, &b) != WEIR_OK) {
        return eval->err->class;
    }
    switch (expr->op) {
    case EXPR_EQ:
    case EXPR_NE:
        *out = expr_of(weir_bool(expr_equal(&a, &b) == (expr->op == EXPR_EQ)));
        return WEIR_OK;
    case EXPR_ADD:
    case EXPR_SUB:
    case EXPR_MUL:
    case EXPR_DIV:
    case EXPR_REM:
        return reckon(eval, expr->op, &a, &b, out);
    case EXPR_IN:
        *out = expr_of(weir_bool(expr_is_in(eval->batch, &a, &b)));
        return WEIR_OK;
    case EXPR_INDEX:
        return expr_at(expr, eval->batch, &a, &b, out, eval->err);
    default:
        return compared(eval, expr->op, &a, &b, out);
    }
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

static enum weir_verdict run_compared(const struct eval *eval, struct expr *expr,
                                      struct expr_val *out)
{
    const struct weir_schema *sch = NULL;
    const struct weir_value *a = peek(eval->rec, expr->a, &sch);
    const struct weir_value *b = a ? peek(eval->rec, expr->b, &sch) : NULL;
    bool yes = false;
    if (!b || !compare_plain(expr->op, a, b, &yes)) {
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
            reckon(eval, EXPR_ADD, &left, &part, &sum) != WEIR_OK) {
            return eval->err->class;
        }
    }
    *out = sum;
    out->flavor = EXPR_GSTRING;
    return WEIR_OK;
}

static enum weir_verdict run_call(const struct eval *eval, struct expr *expr, struct expr_val *out)
{
    struct expr_val of;
    struct expr_val args[EXPR_ARGS_MAX];
    if (run(eval, expr->a, &of) != WEIR_OK) {
        return eval->err->class;
    }
    if (expr->safe && expr_is_null(&of)) {
        *out = expr_of(weir_null());
        return WEIR_OK;
    }
    for (size_t i = 0; i < expr->n_args; i++) {
        if (run(eval, expr->args[i], &args[i]) != WEIR_OK) {
            return eval->err->class;
        }
    }
    return expr_call(expr, eval->batch, &of, args, out, eval->err);
}

static enum weir_verdict run_choice(const struct eval *eval, struct expr *expr,
                                    struct expr_val *out)
{
    if (run(eval, expr->a, out) != WEIR_OK) {
        return eval->err->class;
    }
    bool truth = expr_truth(out);
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
        truth = expr_truth(out);
    }
    *out = expr_of(weir_bool(truth));
    return WEIR_OK;
}

static enum weir_verdict run_literal(const struct eval *eval, struct expr *expr,
                                     struct expr_val *out)
{
    (void)eval;
    *out = expr_of(expr->val);
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
