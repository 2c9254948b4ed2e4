/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_functions.c: the functions an expression may call, and no others: those of what holds
 * others, and of anything, are here, the rest in the files of the tables at the end.
 */
#include "common/java_string.h"
#include "expr_call.h"

/* ---- of what holds others, and of texts ---- */

static bool holds_others(const struct expr_val *val)
{
    return val->kind == EXPR_IS_VALUE && (val->val.type == WEIR_ARRAY || val->val.type == WEIR_MAP);
}

/* How many are in it; -1: it holds none. */
static int64_t count(const struct expr_call *call)
{
    bool many = call->of->kind == EXPR_IS_HEADERS || call->of->kind == EXPR_IS_FIELDS;
    return many                                                     ? call->of->val.i
           : holds_others(call->of) || call_is_of(call, WEIR_BYTES) ? call->of->val.n
           : call_is_text(call->of) && call->of->flavor != EXPR_CHAR
               ? (int64_t)java_string_length(weir_value_str(call->of->val))
               : -1;
}

static enum weir_verdict size(const struct expr_call *call, struct expr_val *out)
{
    int64_t n = count(call);
    return n >= 0 ? call_number(out, n) : call_refused(call);
}

static enum weir_verdict length(const struct expr_call *call, struct expr_val *out)
{
    return call_is_text(call->of) ? size(call, out) : call_refused(call);
}

static enum weir_verdict is_empty(const struct expr_call *call, struct expr_val *out)
{
    bool array = call_is_of(call, WEIR_BYTES) || call->of->strict;
    int64_t n = array ? -1 : count(call);
    return n >= 0 ? call_truth(out, n == 0) : call_refused(call);
}

static enum weir_verdict contains(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    if (call_is_of(call, WEIR_ARRAY)) {
        return call_truth(out, expr_contains(call->of, &call->args[0]));
    }
    return call_texts(call, &s, &arg) ? call_truth(out, weir_str_find(s, arg) >= 0)
                                      : call_refused(call);
}

static enum weir_verdict contains_key(const struct expr_call *call, struct expr_val *out)
{
    struct expr_val found;
    if (call_is_of(call, WEIR_MAP)) {
        return call_truth(out, expr_contains(call->of, &call->args[0]));
    }
    if (call->of->kind != EXPR_IS_HEADERS) {
        return call_refused(call);
    }
    if (!call_is_text(&call->args[0]) || call->args[0].flavor) {
        return call_truth(out, false);
    }
    enum weir_verdict verdict = expr_member(call->expr, call->batch, call->of,
                                            weir_value_str(call->args[0].val), &found, call->err);
    return verdict == WEIR_OK ? call_truth(out, !expr_is_null(&found)) : verdict;
}

/* ---- of anything ---- */

/* The difference of the first units that differ, or of the lengths. */
static enum weir_verdict compare_to(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    const struct expr_val *other = &call->args[0];
    if (expr_is_number(call->of) && expr_is_number(other)) {
        return call_number(out, expr_compare_numbers(call->of->val, other->val));
    }
    if (call_is_of(call, WEIR_BOOLEAN) && other->kind == EXPR_IS_VALUE &&
        other->val.type == WEIR_BOOLEAN) {
        return call_number(out, call->of->val.b - other->val.b);
    }
    return call_texts(call, &s, &arg) && other->flavor != EXPR_CHAR
               ? call_number(out, java_string_difference(s, arg))
               : call_refused(call);
}

static enum weir_verdict equals(const struct expr_call *call, struct expr_val *out)
{
    const struct expr_val *arg = &call->args[0];
    if (expr_is_null(call->of)) { /* of Groovy's null alone it can be asked */
        return call_truth(out, expr_is_null(arg));
    }
    bool values = call->of->kind == EXPR_IS_VALUE && arg->kind == EXPR_IS_VALUE;
    return call_truth(
        out, call->of->flavor == arg->flavor &&
                 (values ? weir_value_equal(call->of->val, arg->val) : expr_equal(call->of, arg)));
}

static enum weir_verdict to_text(const struct expr_call *call, struct expr_val *out)
{
    return call_text(out, expr_text(call->batch, call->of));
}

/* get(), which a list asks for places alone, from its beginning. */
static enum weir_verdict get(const struct expr_call *call, struct expr_val *out)
{
    const struct expr_val *arg = &call->args[0];
    if (call_is_of(call, WEIR_STRUCT) && call_is_text(arg)) {
        return expr_field(call->of, weir_value_str(arg->val), true, out, call->err);
    }
    if (call_is_of(call, WEIR_MAP)) {
        *out = expr_entry(call->of, arg);
        return WEIR_OK;
    }
    bool place = arg->kind == EXPR_IS_VALUE && arg->val.type == WEIR_INT32;
    if ((call_is_of(call, WEIR_ARRAY) && !call->of->strict) || call->of->kind == EXPR_IS_FIELDS) {
        if (!place || arg->val.i < 0 || arg->val.i >= count(call)) {
            return call_refused(call);
        }
        return expr_at(call->expr, call->batch, call->of, arg, out, call->err);
    }
    return call->of->kind == EXPR_IS_HEADERS
               ? expr_at(call->expr, call->batch, call->of, arg, out, call->err)
               : call_refused(call);
}

static enum weir_verdict get_at(const struct expr_call *call, struct expr_val *out)
{
    return expr_is_null(call->of)
               ? call_refused(call)
               : expr_at(call->expr, call->batch, call->of, &call->args[0], out, call->err);
}

static enum weir_verdict get_without_default(const struct expr_call *call, struct expr_val *out)
{
    return call_is_of(call, WEIR_STRUCT) && call_is_text(&call->args[0])
               ? expr_field(call->of, weir_value_str(call->args[0].val), false, out, call->err)
               : call_refused(call);
}

/* getString and the like, which only structs have: of this type, and without its default. */
static enum weir_verdict get_typed(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str type = weir_str_from(call->expr->text, strlen("get"));
    if (!call_is_of(call, WEIR_STRUCT) || !call_is_text(&call->args[0])) {
        return call_refused(call);
    }
    struct weir_str name = weir_value_str(call->args[0].val);
    if (expr_field(call->of, name, false, out, call->err) != WEIR_OK) {
        return call->err->class;
    }
    if (!weir_str_eq_nocase(type, weir_str_of(weir_type_name((enum weir_type)out->sch->type)))) {
        return weir_err_set(call->err, WEIR_BAD_DATA, "Field '%.*s' is not of type %.*s",
                            WEIR_STR_ARG(name), WEIR_STR_ARG(type));
    }
    return WEIR_OK;
}

/* ---- the list ---- */

#define GETTER(type)                                                                               \
    {                                                                                              \
        "get" type, 1, 1, get_typed, OF_STRUCT, OF_VALUE                                           \
    }

static const struct expr_function functions[] = {
    {"contains", 1, 1, contains, OF_STRINGS | OF_LISTS, OF_BOOLEAN},
    {"includes", 1, 1, contains, OF_STRINGS | OF_LISTS, OF_BOOLEAN},
    {"containsKey", 1, 1, contains_key, OF_MAP | OF_HEADERS, OF_BOOLEAN},
    {"equals", 1, 1, equals, OF_ANY, OF_BOOLEAN},
    {"compareTo", 1, 1, compare_to, OF_STRINGS | OF_NUMBER | OF_BOOLEAN, OF_NUMBER},
    {"isEmpty", 0, 0, is_empty, OF_STRINGS | OF_LIST | OF_MAP | OF_HEADERS | OF_FIELDS, OF_BOOLEAN},
    {"length", 0, 0, length, OF_STRINGS, OF_NUMBER},
    {"size", 0, 0, size, OF_STRINGS | OF_LISTS | OF_BYTES | OF_MAP | OF_HEADERS | OF_FIELDS,
     OF_NUMBER},
    {"toString", 0, 0, to_text, OF_ANY, OF_TEXT},
    {"get", 1, 1, get, OF_STRUCT | OF_MAP | OF_LIST | OF_FIELDS | OF_HEADERS,
     OF_ANY & ~(OF_GSTRING | OF_CHAR)},
    {"getAt", 1, 1, get_at,
     OF_STRINGS | OF_STRUCT | OF_MAP | OF_LISTS | OF_BYTES | OF_FIELDS | OF_HEADERS,
     OF_ANY & ~(OF_GSTRING | OF_CHAR)},
    {"getWithoutDefault", 1, 1, get_without_default, OF_STRUCT, OF_VALUE},
    GETTER("String"),
    GETTER("Struct"),
    GETTER("Boolean"),
    GETTER("Int8"),
    GETTER("Int16"),
    GETTER("Int32"),
    GETTER("Int64"),
    GETTER("Float32"),
    GETTER("Float64"),
    GETTER("Bytes"),
    GETTER("Array"),
    GETTER("Map"),
    {NULL, 0, 0, NULL, 0, 0},
};

static const struct expr_function *const tables[] = {
    functions,           expr_schema_functions, expr_text_functions, expr_question_functions,
    expr_word_functions, expr_number_functions, expr_list_functions};
#define TABLES        (sizeof(tables) / sizeof(tables[0]))
#define TABLE_ROOM    64
#define FUNCTION(at_) (&tables[(at_) / TABLE_ROOM][(at_) % TABLE_ROOM])

int expr_function(struct weir_str name, size_t n_args, bool *wrong_count)
{
    for (int at = 0; at < (int)TABLES * TABLE_ROOM; at++) {
        const struct expr_function *function = FUNCTION(at);
        if (!function->name) {
            at |= TABLE_ROOM - 1; /* on to the next table */
        } else if (weir_str_is(name, function->name)) {
            *wrong_count = n_args < function->args_min || n_args > function->args_max;
            return *wrong_count ? -1 : at;
        }
    }
    return -1;
}

uint32_t expr_function_of(int function)
{
    return FUNCTION(function)->of;
}

uint32_t expr_function_gives(int function)
{
    return FUNCTION(function)->gives;
}

enum weir_verdict expr_call(struct expr *expr, struct weir_batch *batch, const struct expr_val *of,
                            const struct expr_val *args, struct expr_val *out, struct weir_err *err)
{
    struct expr_call call = {.expr = expr, .batch = batch, .of = of, .args = args, .err = err};
    return FUNCTION(expr->at)->run(&call, out);
}
