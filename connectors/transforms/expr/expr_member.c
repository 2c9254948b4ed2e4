/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_member.c: a struct, map or other value and a name come in, what is called so goes out. Where
 * a field is in a struct is remembered for the next record of the same schema. Schemas and headers
 * are in expr_about.c; what [ ] asks for is in expr_index.c.
 */
#include "common/java_string.h"
#include "expr_parts.h"

static enum weir_verdict no_field(struct weir_str name, struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_DATA, "%.*s is not a valid field name", WEIR_STR_ARG(name));
}

enum weir_verdict expr_no_property(const struct expr_val *of, struct weir_str name,
                                   struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_DATA, "%s has no %.*s", expr_kind_name(of),
                        WEIR_STR_ARG(name));
}

static struct expr_val field_at(const struct expr_val *of, int at, bool with_default)
{
    const struct weir_schema *inner = of->sch->fields[at].schema;
    struct weir_value val = of->val.items[at];
    val = val.type == WEIR_NULL && inner->has_default && with_default ? inner->def : val;
    return (struct expr_val){.val = val, .sch = inner};
}

enum weir_verdict expr_field(const struct expr_val *of, struct weir_str name, bool with_default,
                             struct expr_val *out, struct weir_err *err)
{
    int at = of->sch ? weir_schema_field(of->sch, name) : -1;
    if (at < 0 || (uint32_t)at >= of->val.n) {
        return no_field(name, err);
    }
    *out = field_at(of, at, with_default);
    return WEIR_OK;
}

/* Groovy sees what is private in a Struct before it asks for a field. */
static bool is_private(const struct expr_val *of, struct weir_str name, struct expr_val *out)
{
    if (weir_str_is(name, "schema")) {
        *out = (struct expr_val){.kind = EXPR_IS_SCHEMA, .sch = of->sch};
        return true;
    }
    if (weir_str_is(name, "values")) {
        *out = expr_of(weir_items(WEIR_ARRAY, of->val.items, of->val.n));
        out->strict = true;
        return true;
    }
    return false;
}

static enum weir_verdict field_of(struct expr *expr, const struct expr_val *of,
                                  struct weir_str name, struct expr_val *out, struct weir_err *err)
{
    const struct weir_schema *sch = of->sch;
    if (!sch || sch->type != WEIR_STRUCT) {
        return weir_err_set(err, WEIR_BAD_DATA, "a struct has no schema");
    }
    bool property = expr->op == EXPR_PROPERTY;
    bool known = property && expr->seen == sch->serial;
    if (!known && !expr->javascript && is_private(of, name, out)) {
        return WEIR_OK;
    }
    int at = known ? expr->place : weir_schema_field(sch, name);
    if (at < 0 || (uint32_t)at >= of->val.n) {
        *out = expr_undefined();
        return expr->javascript ? WEIR_OK : no_field(name, err);
    }
    if (property) {
        expr->seen = sch->serial;
        expr->place = at;
    }
    *out = field_at(of, at, true);
    return WEIR_OK;
}

struct expr_val expr_entry(const struct expr_val *of, const struct expr_val *key)
{
    struct expr_val out = expr_of(weir_null());
    out.sch = of->sch ? of->sch->value_schema : NULL;
    for (uint32_t i = 0; i < of->val.n; i++) {
        const struct expr_val each = expr_of(of->val.items[2 * i]);
        if (expr_same(&each, key)) {
            out.val = of->val.items[2 * i + 1];
        }
    }
    return out;
}

/* ---- lists and texts ---- */

/* Of each item that is there the member of this name. */
static enum weir_verdict spread(struct expr *expr, struct weir_batch *batch,
                                const struct expr_val *of, struct weir_str name,
                                struct expr_val *out, struct weir_err *err)
{
    struct weir_value *items =
        weir_arena_alloc(&batch->arena, (of->val.n + 1) * sizeof(struct weir_value));
    uint32_t n = 0;
    for (uint32_t i = 0; i < of->val.n; i++) {
        struct expr_val part;
        const struct expr_val item = {.val = of->val.items[i],
                                      .sch = of->sch ? of->sch->value_schema : NULL};
        if (item.val.type == WEIR_NULL) {
            continue;
        }
        if (expr_member(expr, batch, &item, name, &part, err) != WEIR_OK) {
            return err->class;
        }
        if (part.kind != EXPR_IS_VALUE) {
            return weir_err_set(err, WEIR_BAD_DATA, "%s cannot be in a list",
                                expr_kind_name(&part));
        }
        items[n++] = part.val;
    }
    *out = expr_of(weir_items(WEIR_ARRAY, items, n));
    return WEIR_OK;
}

static enum weir_verdict part_of_list(struct expr *expr, struct weir_batch *batch,
                                      const struct expr_val *of, struct weir_str name,
                                      struct expr_val *out, struct weir_err *err)
{
    if (of->strict && weir_str_is(name, "length")) {
        *out = expr_of(weir_int(WEIR_INT32, of->val.n));
        return WEIR_OK;
    }
    if (!of->strict && weir_str_is(name, "empty")) {
        *out = expr_of(weir_bool(of->val.n == 0));
        return WEIR_OK;
    }
    return spread(expr, batch, of, name, out, err);
}

static enum weir_verdict part_of_text(const struct expr *expr, struct weir_batch *batch,
                                      const struct expr_val *of, struct weir_str name,
                                      struct expr_val *out, struct weir_err *err)
{
    bool javascript = expr->op == EXPR_PROPERTY && expr->at == EXPR_JAVASCRIPT;
    struct weir_str text = weir_value_str(of->val);
    bool plain = of->flavor != EXPR_CHAR;
    if (plain && weir_str_is(name, "bytes")) {
        *out = expr_of(weir_bytes(java_string_encoded(&batch->arena, text)));
    } else if (plain && weir_str_is(name, "empty")) {
        *out = expr_of(weir_bool(text.n == 0));
    } else if (plain && weir_str_is(name, "blank")) {
        *out = expr_of(weir_bool(java_string_strip(text, true, true).n == 0));
    } else if (javascript && weir_str_is(name, "length")) {
        *out = expr_of(weir_int(WEIR_INT32, (int64_t)java_string_length(text)));
    } else {
        return expr_no_property(of, name, err);
    }
    return WEIR_OK;
}

static enum weir_verdict part_of_date(const struct expr_val *of, struct weir_str name,
                                      struct expr_val *out, struct weir_err *err)
{
    if (!weir_str_is(name, "time")) {
        return expr_no_property(of, name, err);
    }
    *out =
        expr_of(weir_int(WEIR_INT64, of->val.type == WEIR_DATE ? of->val.i * 86400000 : of->val.i));
    return WEIR_OK;
}

static enum weir_verdict part_of_value(struct expr *expr, struct weir_batch *batch,
                                       const struct expr_val *of, struct weir_str name,
                                       struct expr_val *out, struct weir_err *err)
{
    const struct expr_val key = expr_of(weir_string(name));
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
        *out = expr_entry(of, &key);
        return WEIR_OK;
    case WEIR_ARRAY:
        return part_of_list(expr, batch, of, name, out, err);
    case WEIR_STRING:
        return part_of_text(expr, batch, of, name, out, err);
    case WEIR_BYTES:
        *out = expr_of(weir_int(WEIR_INT32, of->val.n));
        return weir_str_is(name, "length") ? WEIR_OK : expr_no_property(of, name, err);
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        return part_of_date(of, name, out, err);
    default:
        return expr_no_property(of, name, err);
    }
}

/* What JavaScript sees otherwise: nothing that is Java's own, and undefined for what is not there. */
static bool is_of_javascript(const struct expr *expr, const struct expr_val *of,
                             struct weir_str name, struct expr_val *out)
{
    const struct expr_val key = expr_of(weir_string(name));
    enum weir_type type = of->kind == EXPR_IS_VALUE ? (enum weir_type)of->val.type : WEIR_STRUCT;
    *out = expr_undefined();
    if (type == WEIR_NULL) {
        out->flavor = EXPR_SKIPPED;
        return expr->safe || of->flavor == EXPR_SKIPPED;
    }
    if (type == WEIR_ARRAY && weir_str_is(name, "length")) {
        *out = expr_of(weir_int(WEIR_INT32, of->val.n));
        return true;
    }
    bool length = weir_str_is(name, "length") && (type == WEIR_STRING || type == WEIR_BYTES);
    bool entry = type == WEIR_MAP && expr_contains(of, &key);
    return !(length || entry || type == WEIR_STRUCT || type >= WEIR_DATE);
}

enum weir_verdict expr_member(struct expr *expr, struct weir_batch *batch,
                              const struct expr_val *of, struct weir_str name, struct expr_val *out,
                              struct weir_err *err)
{
    if (expr->javascript && is_of_javascript(expr, of, name, out)) {
        return WEIR_OK;
    }
    if (expr->javascript && of->kind == EXPR_IS_HEADERS) {
        enum weir_verdict verdict = expr_about(expr, batch, of, name, out, err);
        *out = expr_is_null(out) ? expr_undefined() : *out;
        return verdict;
    }
    return of->kind == EXPR_IS_VALUE ? part_of_value(expr, batch, of, name, out, err)
                                     : expr_about(expr, batch, of, name, out, err);
}
