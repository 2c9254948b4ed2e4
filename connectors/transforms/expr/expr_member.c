/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_member.c: a struct, map, header or schema and a name come in, what is called so goes out.
 * Where a field is in a struct is remembered for the next record of the same schema.
 */
#include <weir/json.h>

#include "common/java_string.h"
#include "common/java_text.h"
#include "expr_parts.h"

const char *expr_kind_name(const struct expr_val *val)
{
    switch (val->kind) {
    case EXPR_IS_SCHEMA:
        return "a schema";
    case EXPR_IS_FIELD:
        return "a field";
    case EXPR_IS_HEADERS:
        return "the headers";
    case EXPR_IS_HEADER:
        return "a header";
    case EXPR_IS_VALUE:
        break;
    }
    return weir_type_name((enum weir_type)val->val.type);
}

struct weir_str expr_text(struct weir_batch *batch, const struct expr_val *val)
{
    struct weir_buf buf;
    if (val->kind == EXPR_IS_VALUE && val->val.type == WEIR_STRING) {
        return weir_value_str(val->val);
    }
    if (val->kind != EXPR_IS_VALUE) {
        return weir_str_of(expr_kind_name(val));
    }
    weir_buf_init(&buf, (size_t)64 << 20);
    java_text_value(&buf, val->sch, val->val);
    struct weir_str text = weir_arena_str(&batch->arena, weir_buf_view(&buf));
    weir_buf_free(&buf);
    return text;
}

static enum weir_verdict field_of(struct expr *expr, const struct expr_val *of,
                                  struct weir_str name, struct expr_val *out, struct weir_err *err)
{
    const struct weir_schema *sch = of->sch;
    if (!sch || sch->type != WEIR_STRUCT) {
        return weir_err_set(err, WEIR_BAD_DATA, "a struct has no schema");
    }
    bool known = expr->op == EXPR_PROPERTY && expr->seen == sch->serial;
    int at = known ? expr->place : weir_schema_field(sch, name);
    if (expr->op == EXPR_PROPERTY) {
        expr->seen = sch->serial;
        expr->place = at;
    }
    if (at < 0 || (uint32_t)at >= of->val.n) {
        return weir_err_set(err, WEIR_BAD_DATA, "%.*s is not a valid field name",
                            WEIR_STR_ARG(name));
    }
    const struct weir_schema *inner = sch->fields[at].schema;
    struct weir_value val = of->val.items[at];
    val = val.type == WEIR_NULL && inner->has_default ? inner->def : val;
    *out = (struct expr_val){.val = val, .sch = inner};
    return WEIR_OK;
}

static struct expr_val entry_of(const struct expr_val *of, struct weir_str name)
{
    struct expr_val out = expr_of(weir_null());
    out.sch = of->sch ? of->sch->value_schema : NULL;
    for (uint32_t i = 0; i < of->val.n; i++) {
        struct weir_value key = of->val.items[2 * i];
        if (key.type == WEIR_STRING && weir_str_eq(weir_value_str(key), name)) {
            out.val = of->val.items[2 * i + 1];
        }
    }
    return out;
}

static enum weir_verdict item_of(const struct expr_val *of, struct weir_str index,
                                 struct expr_val *out, struct weir_err *err)
{
    int64_t at;
    if (!weir_str_to_i64(index, &at)) {
        return weir_err_set(err, WEIR_BAD_DATA, "a list has no %.*s", WEIR_STR_ARG(index));
    }
    at += at < 0 ? of->val.n : 0;
    if (of->strict && (at < 0 || at >= of->val.n)) {
        return weir_err_set(err, WEIR_BAD_DATA, "Index %.*s out of bounds for length %u",
                            WEIR_STR_ARG(index), of->val.n);
    }
    *out = expr_of(at >= 0 && at < of->val.n ? of->val.items[at] : weir_null());
    out->sch = of->sch ? of->sch->value_schema : NULL;
    return WEIR_OK;
}

/* text[0]; from the end below zero. */
static enum weir_verdict char_of(struct weir_batch *batch, const struct expr_val *of,
                                 struct weir_str index, struct expr_val *out, struct weir_err *err)
{
    struct weir_str text = weir_value_str(of->val);
    int64_t length = (int64_t)java_string_length(text);
    int64_t at;
    if (!weir_str_to_i64(index, &at)) {
        return weir_err_set(err, WEIR_BAD_DATA, "a text has no %.*s", WEIR_STR_ARG(index));
    }
    at += at < 0 ? length : 0;
    if (at < 0 || at >= length) {
        return weir_err_set(err, WEIR_BAD_DATA, "String index out of range: %.*s",
                            WEIR_STR_ARG(index));
    }
    *out = expr_of(weir_string(java_string_sub(&batch->arena, text, (size_t)at, (size_t)at + 1)));
    return WEIR_OK;
}

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
    } else if (weir_str_is(name, "schema")) {
        *out = (struct expr_val){.kind = EXPR_IS_SCHEMA, .sch = field->schema};
    } else {
        return weir_err_set(err, WEIR_BAD_DATA, "a field has name and schema, no %.*s",
                            WEIR_STR_ARG(name));
    }
    return WEIR_OK;
}

static enum weir_verdict part_of_schema(const struct expr_val *of, struct weir_str name,
                                        struct expr_val *out, struct weir_err *err)
{
    const struct weir_schema *sch = of->sch;
    if (!sch) {
        return weir_err_set(err, WEIR_BAD_DATA, "Cannot get property '%.*s' on null object",
                            WEIR_STR_ARG(name));
    }
    if (weir_str_is(name, "name")) {
        *out = expr_of(sch->name.p ? weir_string(sch->name) : weir_null());
    } else if (weir_str_is(name, "doc")) {
        *out = expr_of(sch->doc.p ? weir_string(sch->doc) : weir_null());
    } else if (weir_str_is(name, "version")) {
        *out = expr_of(sch->has_version ? weir_int(WEIR_INT32, sch->version) : weir_null());
    } else if (weir_str_is(name, "optional")) {
        *out = expr_of(weir_bool(sch->optional));
    } else if (weir_str_is(name, "type")) {
        const char *type = weir_type_name((enum weir_type)sch->type);
        *out = expr_of(weir_string(weir_str_of(type)));
    } else {
        return weir_err_set(err, WEIR_BAD_DATA, "a schema has no %.*s here", WEIR_STR_ARG(name));
    }
    return WEIR_OK;
}

enum weir_verdict expr_member(struct expr *expr, struct weir_batch *batch,
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
    case EXPR_IS_SCHEMA:
        if (!of->sch && expr->safe) {
            *out = expr_of(weir_null());
            return WEIR_OK;
        }
        return part_of_schema(of, name, out, err);
    case EXPR_IS_VALUE:
        break;
    }
    switch ((enum weir_type)of->val.type) {
    case WEIR_NULL:
        *out = *of;
        return expr->safe
                   ? WEIR_OK
                   : weir_err_set(err, WEIR_BAD_DATA, "Cannot get property '%.*s' on null object",
                                  WEIR_STR_ARG(name));
    case WEIR_STRUCT:
        return field_of(expr, of, name, out, err);
    case WEIR_MAP:
        *out = entry_of(of, name);
        return WEIR_OK;
    case WEIR_ARRAY:
        return item_of(of, name, out, err);
    case WEIR_STRING:
        if (expr->op == EXPR_INDEX) {
            return char_of(batch, of, name, out, err);
        }
        break;
    default:
        break;
    }
    return weir_err_set(err, WEIR_BAD_DATA, "%s has no %.*s", expr_kind_name(of),
                        WEIR_STR_ARG(name));
}
