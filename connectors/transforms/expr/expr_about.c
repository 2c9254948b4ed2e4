/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_about.c: what is about a value and none itself, a schema, its type or fields, or headers,
 * and a name come in; what is called so goes out. Members of values are in expr_member.c.
 */
#include "expr_parts.h"

/* ---- headers and fields ---- */

/* The last of a name counts, as in the map that Debezium makes of them. */
static struct expr_val header_of(const struct expr_val *of, struct weir_str name)
{
    struct expr_val out = expr_of(weir_null());
    for (int64_t i = 0; i < of->val.i; i++) {
        if (weir_str_eq(of->header[i].name, name)) {
            out = (struct expr_val){.kind = EXPR_IS_HEADER, .header = &of->header[i]};
        }
    }
    return out;
}

static enum weir_verdict part_of_header(const struct expr_val *of, struct weir_str name,
                                        struct expr_val *out, struct weir_err *err)
{
    if (weir_str_is(name, "value")) {
        *out = (struct expr_val){.val = of->header->value, .sch = of->header->schema};
    } else if (weir_str_is(name, "schema")) {
        *out = (struct expr_val){.kind = EXPR_IS_SCHEMA, .sch = of->header->schema};
    } else {
        return weir_err_set(err, WEIR_BAD_DATA, "a header has value and schema, no %.*s",
                            WEIR_STR_ARG(name));
    }
    return WEIR_OK;
}

static enum weir_verdict part_of_field(const struct expr_val *of, struct weir_str name,
                                       struct expr_val *out, struct weir_err *err)
{
    const struct weir_field *field = of->field;
    if (weir_str_is(name, "name")) {
        *out = expr_of(weir_string(field->name));
    } else if (weir_str_is(name, "index")) {
        *out = expr_of(weir_int(WEIR_INT32, of->val.i));
    } else if (weir_str_is(name, "schema")) {
        *out = (struct expr_val){.kind = EXPR_IS_SCHEMA, .sch = field->schema};
    } else {
        return weir_err_set(err, WEIR_BAD_DATA, "a field has name, index and schema, no %.*s",
                            WEIR_STR_ARG(name));
    }
    return WEIR_OK;
}

/* ---- schemas ---- */

static struct expr_val text_or_null(struct weir_str text)
{
    return expr_of(text.p ? weir_string(text) : weir_null());
}

static struct expr_val schema_or_null(const struct weir_schema *sch)
{
    return sch ? (struct expr_val){.kind = EXPR_IS_SCHEMA, .sch = sch} : expr_of(weir_null());
}

static struct expr_val parameters_of(struct weir_batch *batch, const struct weir_schema *sch)
{
    struct weir_value *items =
        weir_arena_alloc(&batch->arena, ((size_t)sch->n_params * 2 + 1) * sizeof(*items));
    for (uint32_t i = 0; i < sch->n_params; i++) {
        items[2 * i] = weir_string(sch->params[i].key);
        items[2 * i + 1] = weir_string(sch->params[i].value);
    }
    return expr_of(sch->n_params ? weir_items(WEIR_MAP, items, sch->n_params) : weir_null());
}

static struct expr_val fields_of(const struct weir_schema *sch)
{
    return sch->type != WEIR_STRUCT ? expr_of(weir_null())
                                    : (struct expr_val){.kind = EXPR_IS_FIELDS,
                                                        .sch = sch,
                                                        .val = weir_int(WEIR_INT64, sch->n_fields)};
}

static enum weir_verdict part_of_schema(struct weir_batch *batch, const struct expr_val *of,
                                        struct weir_str name, struct expr_val *out,
                                        struct weir_err *err)
{
    const struct weir_schema *sch = of->sch;
    if (!sch) {
        return weir_err_set(err, WEIR_BAD_DATA, "Cannot get property '%.*s' on null object",
                            WEIR_STR_ARG(name));
    }
    if (weir_str_is(name, "name")) {
        *out = text_or_null(sch->name);
    } else if (weir_str_is(name, "doc")) {
        *out = text_or_null(sch->doc);
    } else if (weir_str_is(name, "version")) {
        *out = expr_of(sch->has_version ? weir_int(WEIR_INT32, sch->version) : weir_null());
    } else if (weir_str_is(name, "optional")) {
        *out = expr_of(weir_bool(sch->optional));
    } else if (weir_str_is(name, "type")) {
        *out = (struct expr_val){.kind = EXPR_IS_TYPE, .sch = sch};
    } else if (weir_str_is(name, "parameters")) {
        *out = parameters_of(batch, sch);
    } else if (weir_str_is(name, "fields")) {
        *out = fields_of(sch);
    } else if (weir_str_is(name, "keySchema")) {
        *out = schema_or_null(sch->key_schema);
    } else if (weir_str_is(name, "valueSchema")) {
        *out = schema_or_null(sch->value_schema);
    } else if (weir_str_is(name, "defaultValue")) {
        *out = (struct expr_val){.val = sch->has_default ? sch->def : weir_null(), .sch = sch};
    } else {
        return weir_err_set(err, WEIR_BAD_DATA, "a schema has no %.*s here", WEIR_STR_ARG(name));
    }
    return WEIR_OK;
}

static enum weir_verdict part_of_type(const struct expr_val *of, struct weir_str name,
                                      struct expr_val *out, struct weir_err *err)
{
    static const char *const names[] = {
        [WEIR_BOOLEAN] = "boolean", [WEIR_INT8] = "int8",   [WEIR_INT16] = "int16",
        [WEIR_INT32] = "int32",     [WEIR_INT64] = "int64", [WEIR_FLOAT32] = "float32",
        [WEIR_FLOAT64] = "float64", [WEIR_BYTES] = "bytes", [WEIR_STRING] = "string",
        [WEIR_ARRAY] = "array",     [WEIR_MAP] = "map",     [WEIR_STRUCT] = "struct"};
    if (weir_str_is(name, "name")) {
        *out = expr_of(weir_string(weir_str_of(names[of->sch->type])));
    } else if (weir_str_is(name, "primitive")) {
        *out = expr_of(weir_bool(of->sch->type < WEIR_ARRAY));
    } else {
        return expr_no_property(of, name, err);
    }
    return WEIR_OK;
}

/* All the names, or all the places. */
static enum weir_verdict part_of_fields(struct weir_batch *batch, const struct expr_val *of,
                                        struct weir_str name, struct expr_val *out,
                                        struct weir_err *err)
{
    bool names = weir_str_is(name, "name");
    uint32_t n = of->sch->n_fields;
    if (weir_str_is(name, "empty")) {
        *out = expr_of(weir_bool(n == 0));
        return WEIR_OK;
    }
    if (!names && !weir_str_is(name, "index")) {
        return expr_no_property(of, name, err);
    }
    struct weir_value *items = weir_arena_alloc(&batch->arena, (n + 1) * sizeof(struct weir_value));
    for (uint32_t i = 0; i < n; i++) {
        items[i] = names ? weir_string(of->sch->fields[i].name) : weir_int(WEIR_INT32, i);
    }
    *out = expr_of(weir_items(WEIR_ARRAY, items, n));
    return WEIR_OK;
}

enum weir_verdict expr_about(const struct expr *expr, struct weir_batch *batch,
                             const struct expr_val *of, struct weir_str name, struct expr_val *out,
                             struct weir_err *err)
{
    switch (of->kind) {
    case EXPR_IS_HEADERS:
        *out = header_of(of, name);
        return WEIR_OK;
    case EXPR_IS_HEADER:
        return part_of_header(of, name, out, err);
    case EXPR_IS_FIELD:
        return part_of_field(of, name, out, err);
    case EXPR_IS_FIELDS:
        return part_of_fields(batch, of, name, out, err);
    case EXPR_IS_TYPE:
        return part_of_type(of, name, out, err);
    default:
        break;
    }
    if (!of->sch && expr->safe) {
        *out = expr_of(weir_null());
        return WEIR_OK;
    }
    return part_of_schema(batch, of, name, out, err);
}
