/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_functions.c: the functions an expression may call, and no others: the getters of structs,
 * maps, headers and schemas are here, those of texts in expr_texts.c.
 */
#include "common/java_string.h"
#include "expr_call.h"

/* ---- of texts and what holds others ---- */

static bool holds_others(const struct expr_val *val)
{
    return val->kind == EXPR_IS_VALUE && (val->val.type == WEIR_ARRAY || val->val.type == WEIR_MAP);
}

static enum weir_verdict size(const struct expr_call *call, struct expr_val *out)
{
    if (call->of->kind == EXPR_IS_HEADERS) {
        return call_number(out, call->of->val.i);
    }
    if (holds_others(call->of)) {
        return call_number(out, call->of->val.n);
    }
    return call_is_text(call->of)
               ? call_number(out, (int64_t)java_string_length(weir_value_str(call->of->val)))
               : call_refused(call);
}

static enum weir_verdict is_empty(const struct expr_call *call, struct expr_val *out)
{
    return call_is_text(call->of) || holds_others(call->of) ? call_truth(out, call->of->val.n == 0)
                                                            : call_refused(call);
}

static enum weir_verdict contains(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    if (!holds_others(call->of)) {
        return call_texts(call, &s, &arg) ? call_truth(out, weir_str_find(s, arg) >= 0)
                                          : call_refused(call);
    }
    return call_truth(out, expr_contains(call->of, &call->args[0]));
}

static enum weir_verdict contains_key(const struct expr_call *call, struct expr_val *out)
{
    struct expr_val found;
    bool headers = call->of->kind == EXPR_IS_HEADERS;
    if (!headers && (!holds_others(call->of) || call->of->val.type != WEIR_MAP)) {
        return call_refused(call);
    }
    if (!headers) {
        return contains(call, out);
    }
    struct weir_str name = expr_text(call->batch, &call->args[0]);
    enum weir_verdict verdict =
        expr_member(call->expr, call->batch, call->of, name, &found, call->err);
    return verdict == WEIR_OK ? call_truth(out, !expr_is_null(&found)) : verdict;
}

/* ---- of anything ---- */

static enum weir_verdict compare_to(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    return call_texts(call, &s, &arg) ? call_number(out, java_string_compare(s, arg))
                                      : call_refused(call);
}

static enum weir_verdict to_whole(const struct expr_call *call, struct expr_val *out)
{
    int64_t x = 0;
    struct weir_str s, arg;
    bool is_long = weir_str_is(call->expr->text, "toLong");
    if (expr_is_number(call->of)) {
        *out = expr_of(expr_whole_number(call->of->val, is_long));
        return WEIR_OK;
    }
    if (!call_texts(call, &s, &arg)) {
        return call_refused(call);
    }
    bool good = java_string_to_long(weir_str_trim(s), &x) &&
                (is_long || (x >= INT32_MIN && x <= INT32_MAX));
    *out = expr_of(weir_int(is_long ? WEIR_INT64 : WEIR_INT32, x));
    return good ? WEIR_OK
                : weir_err_set(call->err, WEIR_BAD_DATA, "For input string: \"%.*s\"",
                               WEIR_STR_ARG(s));
}

static enum weir_verdict equals(const struct expr_call *call, struct expr_val *out)
{
    const struct expr_val *arg = &call->args[0];
    if (expr_is_null(call->of)) { /* of Groovy's null alone it can be asked */
        return call_truth(out, expr_is_null(arg));
    }
    bool values = call->of->kind == EXPR_IS_VALUE && arg->kind == EXPR_IS_VALUE;
    return call_truth(
        out, call->of->character == arg->character &&
                 (values ? weir_value_equal(call->of->val, arg->val) : expr_equal(call->of, arg)));
}

static enum weir_verdict to_text(const struct expr_call *call, struct expr_val *out)
{
    return call_text(out, expr_text(call->batch, call->of));
}

static enum weir_verdict get(const struct expr_call *call, struct expr_val *out)
{
    if (expr_is_null(call->of)) {
        return call_refused(call);
    }
    return expr_member(call->expr, call->batch, call->of, expr_text(call->batch, &call->args[0]),
                       out, call->err);
}

/* getString and the like, which only structs have: of this type, and without its default. */
static enum weir_verdict get_typed(const struct expr_call *call, struct expr_val *out)
{
    const struct weir_schema *sch = call->of->sch;
    struct weir_str type = weir_str_from(call->expr->text, strlen("get"));
    if (call->of->kind != EXPR_IS_VALUE || call->of->val.type != WEIR_STRUCT || !sch) {
        return call_refused(call);
    }
    struct weir_str name = expr_text(call->batch, &call->args[0]);
    int at = weir_schema_field(sch, name);
    if (at < 0) {
        return weir_err_set(call->err, WEIR_BAD_DATA, "%.*s is not a valid field name",
                            WEIR_STR_ARG(name));
    }
    const struct weir_schema *inner = sch->fields[at].schema;
    if (!weir_str_eq_nocase(type, weir_str_of(weir_type_name((enum weir_type)inner->type)))) {
        return weir_err_set(call->err, WEIR_BAD_DATA, "Field '%.*s' is not of type %.*s",
                            WEIR_STR_ARG(name), WEIR_STR_ARG(type));
    }
    *out = (struct expr_val){.val = call->of->val.items[at], .sch = inner};
    return WEIR_OK;
}

/* ---- of schemas and headers: name(), version(), value() ---- */

static enum weir_verdict part(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str name = call->expr->text;
    if (call->of->kind == EXPR_IS_VALUE && weir_str_is(name, "schema") &&
        call->of->val.type == WEIR_STRUCT) {
        *out = (struct expr_val){.kind = EXPR_IS_SCHEMA, .sch = call->of->sch};
        return WEIR_OK;
    }
    if (expr_is_null(call->of) || call->of->kind == EXPR_IS_VALUE ||
        call->of->kind == EXPR_IS_HEADERS) {
        return call_refused(call);
    }
    name = weir_str_is(name, "isOptional") ? WEIR_STR("optional") : name;
    return expr_member(call->expr, call->batch, call->of, name, out, call->err);
}

static enum weir_verdict schema_field(const struct expr_call *call, struct expr_val *out)
{
    const struct weir_schema *sch = call->of->sch;
    if (call->of->kind != EXPR_IS_SCHEMA || !sch || sch->type != WEIR_STRUCT) {
        return call_refused(call);
    }
    int at = weir_schema_field(sch, expr_text(call->batch, &call->args[0]));
    *out = at < 0 ? expr_of(weir_null())
                  : (struct expr_val){.kind = EXPR_IS_FIELD, .field = &sch->fields[at]};
    return WEIR_OK;
}

/* ---- the list ---- */

static const struct expr_function functions[] = {
    {"contains", 1, 1, contains},
    {"containsKey", 1, 1, contains_key},
    {"includes", 1, 1, contains},
    {"equals", 1, 1, equals},
    {"compareTo", 1, 1, compare_to},
    {"isEmpty", 0, 0, is_empty},
    {"length", 0, 0, size},
    {"size", 0, 0, size},
    {"toInteger", 0, 0, to_whole},
    {"toLong", 0, 0, to_whole},
    {"toString", 0, 0, to_text},
    {"get", 1, 1, get},
    {"getAt", 1, 1, get},
    {"getString", 1, 1, get_typed},
    {"getStruct", 1, 1, get_typed},
    {"getBoolean", 1, 1, get_typed},
    {"getInt8", 1, 1, get_typed},
    {"getInt16", 1, 1, get_typed},
    {"getInt32", 1, 1, get_typed},
    {"getInt64", 1, 1, get_typed},
    {"getFloat32", 1, 1, get_typed},
    {"getFloat64", 1, 1, get_typed},
    {"getArray", 1, 1, get_typed},
    {"getMap", 1, 1, get_typed},
    {"name", 0, 0, part},
    {"version", 0, 0, part},
    {"doc", 0, 0, part},
    {"type", 0, 0, part},
    {"isOptional", 0, 0, part},
    {"value", 0, 0, part},
    {"schema", 0, 0, part},
    {"field", 1, 1, schema_field},
    {NULL, 0, 0, NULL},
};

/* The functions of both tables in a row. */
static const struct expr_function *function_at(size_t at)
{
    size_t n = sizeof(functions) / sizeof(functions[0]) - 1;
    return at < n ? &functions[at] : &expr_text_functions[at - n];
}

int expr_function(struct weir_str name, size_t n_args, bool *wrong_count)
{
    for (size_t i = 0; function_at(i)->name; i++) {
        const struct expr_function *function = function_at(i);
        if (weir_str_is(name, function->name)) {
            *wrong_count = n_args < function->args_min || n_args > function->args_max;
            return *wrong_count ? -1 : (int)i;
        }
    }
    return -1;
}

enum weir_verdict expr_call(struct expr *expr, struct weir_batch *batch, const struct expr_val *of,
                            const struct expr_val *args, struct expr_val *out, struct weir_err *err)
{
    struct expr_call call = {.expr = expr, .batch = batch, .of = of, .args = args, .err = err};
    return function_at((size_t)expr->at)->run(&call, out);
}
