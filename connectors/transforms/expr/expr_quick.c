/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_quick.c: the common case, a field of a struct seen before beside a literal, comes in; how
 * the two compare goes out, without a step of expr_eval.c.
 */
#include "expr_parts.h"

#define DEPTH_MAX 8

/* A field whose place is known, and that ends at no default; NULL: it has to be looked for. */
static const struct weir_value *step(const struct weir_value *of, const struct expr *expr,
                                     const struct weir_schema **sch)
{
    if (of->type != WEIR_STRUCT || !*sch || (*sch)->serial != expr->seen ||
        (uint32_t)expr->place >= of->n) {
        return NULL;
    }
    const struct weir_value *val = &of->items[expr->place];
    *sch = (*sch)->fields[expr->place].schema;
    return val->type == WEIR_NULL && (*sch)->has_default ? NULL : val;
}

/* The value itself where an operand is a literal or a path of such fields; NULL: it has to be run. */
static const struct weir_value *peek(const struct weir_record *rec, const struct expr *expr)
{
    const struct expr *path[DEPTH_MAX];
    size_t n = 0;
    if (expr->op == EXPR_LITERAL) {
        return &expr->val;
    }
    for (; expr->op == EXPR_PROPERTY && n < DEPTH_MAX; expr = expr->a) {
        path[n++] = expr;
    }
    if (expr->op != EXPR_NAME || expr->at > EXPR_VALUE) {
        return NULL;
    }
    bool of_key = expr->at == EXPR_KEY;
    const struct weir_schema *sch = of_key ? rec->key_schema : rec->value_schema;
    const struct weir_value *val = of_key ? &rec->key : &rec->value;
    while (val && n > 0) {
        val = step(val, path[--n], &sch);
    }
    return val;
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

bool expr_compare_quick(const struct weir_record *rec, const struct expr *expr, bool *yes)
{
    const struct weir_value *a = peek(rec, expr->a);
    const struct weir_value *b = a ? peek(rec, expr->b) : NULL;
    return b && compare_plain(expr->op, a, b, yes);
}
