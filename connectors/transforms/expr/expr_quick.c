/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_quick.c: the common case, a field of a struct seen before beside a literal, comes in; how
 * the two compare goes out, without a step of expr_eval.c.
 */
#include "expr_parts.h"

/* The value itself where an operand is a literal or a path of fields whose places are known and
 * that ends at no default; NULL: it has to be run. */
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

bool expr_compare_quick(const struct weir_record *rec, const struct expr *expr, bool *yes)
{
    const struct weir_schema *sch = NULL;
    const struct weir_value *a = peek(rec, expr->a, &sch);
    const struct weir_value *b = a ? peek(rec, expr->b, &sch) : NULL;
    return b && compare_plain(expr->op, a, b, yes);
}
