/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_schema_calls.c: the functions of schemas, their types and fields: name(), version(),
 * isPrimitive(). What they say is what expr_about.c says of the property.
 */
#include "expr_call.h"

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
    if (call_is_of(call, WEIR_STRUCT) && weir_str_is(name, "schema")) {
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

const struct expr_function expr_schema_functions[] = {
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
