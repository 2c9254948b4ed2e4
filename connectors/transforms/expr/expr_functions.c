/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_functions.c: the functions an expression may call, and no others: the getters of structs,
 * maps, headers and schemas are here, those of texts in expr_texts.c.
 */
#include "common/java_string.h"
#include "expr_call.h"

/* ---- of what holds others, and of texts ---- */

static bool is_of(const struct expr_call *call, enum weir_type type)
{
    return call->of->kind == EXPR_IS_VALUE && call->of->val.type == type;
}

static bool holds_others(const struct expr_val *val)
{
    return val->kind == EXPR_IS_VALUE && (val->val.type == WEIR_ARRAY || val->val.type == WEIR_MAP);
}

/* How many are in it; -1: it holds none. */
static int64_t count(const struct expr_call *call)
{
    bool many = call->of->kind == EXPR_IS_HEADERS || call->of->kind == EXPR_IS_FIELDS;
    return many                                                ? call->of->val.i
           : holds_others(call->of) || is_of(call, WEIR_BYTES) ? call->of->val.n
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
    bool array = is_of(call, WEIR_BYTES) || call->of->strict;
    int64_t n = array ? -1 : count(call);
    return n >= 0 ? call_truth(out, n == 0) : call_refused(call);
}

static enum weir_verdict contains(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    if (is_of(call, WEIR_ARRAY)) {
        return call_truth(out, expr_contains(call->of, &call->args[0]));
    }
    return call_texts(call, &s, &arg) ? call_truth(out, weir_str_find(s, arg) >= 0)
                                      : call_refused(call);
}

static enum weir_verdict contains_key(const struct expr_call *call, struct expr_val *out)
{
    struct expr_val found;
    if (is_of(call, WEIR_MAP)) {
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
    if (is_of(call, WEIR_BOOLEAN) && other->kind == EXPR_IS_VALUE &&
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
    if (is_of(call, WEIR_STRUCT) && call_is_text(arg)) {
        return expr_field(call->of, weir_value_str(arg->val), true, out, call->err);
    }
    if (is_of(call, WEIR_MAP)) {
        *out = expr_entry(call->of, arg);
        return WEIR_OK;
    }
    bool place = arg->kind == EXPR_IS_VALUE && arg->val.type == WEIR_INT32;
    if ((is_of(call, WEIR_ARRAY) && !call->of->strict) || call->of->kind == EXPR_IS_FIELDS) {
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
    return is_of(call, WEIR_STRUCT) && call_is_text(&call->args[0])
               ? expr_field(call->of, weir_value_str(call->args[0].val), false, out, call->err)
               : call_refused(call);
}

/* getString and the like, which only structs have: of this type, and without its default. */
static enum weir_verdict get_typed(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str type = weir_str_from(call->expr->text, strlen("get"));
    if (!is_of(call, WEIR_STRUCT) || !call_is_text(&call->args[0])) {
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

/* ---- of schemas, their types and fields: name(), version(), isPrimitive() ---- */

/* As a property is written. */
static struct weir_str property_name(struct weir_str name)
{
    static const struct {
        const char *call, *property;
    } others[] = {{"isOptional", "optional"},
                  {"isPrimitive", "primitive"},
                  {"getName", "name"},
                  {"getTime", "time"}};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (weir_str_is(name, others[i].call)) {
            return weir_str_of(others[i].property);
        }
    }
    return name;
}

static enum weir_verdict part(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str name = call->expr->text;
    bool date = call->of->kind == EXPR_IS_VALUE && call->of->val.type >= WEIR_DATE;
    bool schema = call->of->kind == EXPR_IS_SCHEMA && call->of->sch;
    if (is_of(call, WEIR_STRUCT) && weir_str_is(name, "schema")) {
        *out = (struct expr_val){.kind = EXPR_IS_SCHEMA, .sch = call->of->sch};
        return WEIR_OK;
    }
    if (call->of->kind == EXPR_IS_TYPE && weir_str_is(name, "name")) {
        return call_text(out, expr_text(call->batch, call->of));
    }
    bool typed = call->of->kind == EXPR_IS_TYPE &&
                 (weir_str_is(name, "isPrimitive") || weir_str_is(name, "getName"));
    bool dated = date && weir_str_is(name, "getTime");
    bool of_field =
        call->of->kind == EXPR_IS_FIELD &&
        (weir_str_is(name, "name") || weir_str_is(name, "index") || weir_str_is(name, "schema"));
    bool of_schema = schema && !weir_str_is(name, "isPrimitive") && !weir_str_is(name, "getName") &&
                     !weir_str_is(name, "getTime") && !weir_str_is(name, "index") &&
                     !weir_str_is(name, "schema");
    if (!typed && !dated && !of_field && !of_schema) {
        return call_refused(call);
    }
    return expr_member(call->expr, call->batch, call->of, property_name(name), out, call->err);
}

/* What only some schemas have: fields(), keySchema(), valueSchema(). */
static enum weir_verdict inner_part(const struct expr_call *call, struct expr_val *out)
{
    enum weir_verdict verdict = part(call, out);
    return verdict != WEIR_OK || !expr_is_null(out)
               ? verdict
               : weir_err_set(call->err, WEIR_BAD_DATA, "Cannot look up %.*s on %s type",
                              WEIR_STR_ARG(call->expr->text),
                              weir_type_name((enum weir_type)call->of->sch->type));
}

static enum weir_verdict schema_field(const struct expr_call *call, struct expr_val *out)
{
    const struct weir_schema *sch = call->of->sch;
    if (call->of->kind != EXPR_IS_SCHEMA || !sch || sch->type != WEIR_STRUCT) {
        return call_refused(call);
    }
    int at = weir_schema_field(sch, expr_text(call->batch, &call->args[0]));
    *out = at < 0 ? expr_of(weir_null())
                  : (struct expr_val){.kind = EXPR_IS_FIELD,
                                      .field = &sch->fields[at],
                                      .val = weir_int(WEIR_INT64, at)};
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
    {"name", 0, 0, part, OF_SCHEMA | OF_TYPE | OF_FIELD, OF_TEXT | OF_NULL},
    {"version", 0, 0, part, OF_SCHEMA, OF_NUMBER | OF_NULL},
    {"doc", 0, 0, part, OF_SCHEMA, OF_TEXT | OF_NULL},
    {"type", 0, 0, part, OF_SCHEMA, OF_TYPE},
    {"parameters", 0, 0, part, OF_SCHEMA, OF_MAP | OF_NULL},
    {"defaultValue", 0, 0, part, OF_SCHEMA, OF_VALUE},
    {"isOptional", 0, 0, part, OF_SCHEMA, OF_BOOLEAN},
    {"fields", 0, 0, inner_part, OF_SCHEMA, OF_FIELDS},
    {"keySchema", 0, 0, inner_part, OF_SCHEMA, OF_SCHEMA},
    {"valueSchema", 0, 0, inner_part, OF_SCHEMA, OF_SCHEMA},
    {"isPrimitive", 0, 0, part, OF_TYPE, OF_BOOLEAN},
    {"getName", 0, 0, part, OF_TYPE, OF_TEXT},
    {"index", 0, 0, part, OF_FIELD, OF_NUMBER},
    {"schema", 0, 0, part, OF_STRUCT | OF_FIELD, OF_SCHEMA},
    {"getTime", 0, 0, part, OF_DATE, OF_NUMBER},
    {"field", 1, 1, schema_field, OF_SCHEMA, OF_FIELD | OF_NULL},
    {NULL, 0, 0, NULL, 0, 0},
};

static const struct expr_function *const tables[] = {functions, expr_text_functions,
                                                     expr_word_functions, expr_number_functions,
                                                     expr_list_functions};
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
