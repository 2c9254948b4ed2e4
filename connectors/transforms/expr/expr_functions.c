/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_functions.c: the functions an expression may call, and no others: those of texts, and the
 * getters of structs, maps, headers and schemas.
 */
#include "expr_parts.h"

struct call {
    struct expr *expr;
    struct weir_batch *batch;
    const struct expr_val *of;
    const struct expr_val *args;
    struct weir_err *err;
};

typedef enum weir_verdict function(const struct call *call, struct expr_val *out);

/* ---- helpers ---- */

static enum weir_verdict cannot(const struct call *call)
{
    return expr_is_null(call->of)
               ? weir_err_set(call->err, WEIR_BAD_DATA,
                              "Cannot invoke method %.*s() on null object",
                              WEIR_STR_ARG(call->expr->text))
               : weir_err_set(call->err, WEIR_BAD_DATA, "%s has no %.*s()",
                              expr_kind_name(call->of), WEIR_STR_ARG(call->expr->text));
}

static bool is_text(const struct expr_val *val)
{
    return val->kind == EXPR_IS_VALUE && val->val.type == WEIR_STRING;
}

/* The text it is called of, and the first argument as text. */
static bool texts(const struct call *call, struct weir_str *text, struct weir_str *arg)
{
    *text = is_text(call->of) ? weir_value_str(call->of->val) : WEIR_STR_NULL;
    *arg = WEIR_STR_NULL;
    if (call->expr->n_args && text->p) {
        *arg = is_text(&call->args[0]) ? weir_value_str(call->args[0].val) : WEIR_STR_NULL;
        return arg->p != NULL;
    }
    return text->p != NULL;
}

static enum weir_verdict truth(struct expr_val *out, bool yes)
{
    *out = expr_of(weir_bool(yes));
    return WEIR_OK;
}

static enum weir_verdict text(struct expr_val *out, struct weir_str s)
{
    *out = expr_of(weir_string(s));
    return WEIR_OK;
}

static enum weir_verdict number(struct expr_val *out, int64_t x)
{
    *out = expr_of(weir_int(WEIR_INT32, x));
    return WEIR_OK;
}

/* ---- of texts ---- */

static enum weir_verdict starts_with(const struct call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    return texts(call, &s, &arg) ? truth(out, weir_str_starts(s, arg)) : cannot(call);
}

static enum weir_verdict ends_with(const struct call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    return texts(call, &s, &arg) ? truth(out, weir_str_ends(s, arg)) : cannot(call);
}

static enum weir_verdict equals_ignore_case(const struct call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    if (is_text(call->of) && expr_is_null(&call->args[0])) {
        return truth(out, false);
    }
    return texts(call, &s, &arg) ? truth(out, weir_str_eq_nocase(s, arg)) : cannot(call);
}

static enum weir_verdict matches(const struct call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    return texts(call, &s, &arg) ? truth(out, weir_regex_matches(call->expr->regex, s))
                                 : cannot(call);
}

static enum weir_verdict index_of(const struct call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    return texts(call, &s, &arg) ? number(out, weir_str_find(s, arg)) : cannot(call);
}

static enum weir_verdict is_blank(const struct call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    return texts(call, &s, &arg) ? truth(out, weir_str_trim(s).n == 0) : cannot(call);
}

static enum weir_verdict trim(const struct call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    return texts(call, &s, &arg) ? text(out, weir_str_trim(s)) : cannot(call);
}

/* Letters of ASCII only. */
static enum weir_verdict cased(const struct call *call, struct expr_val *out, char from, char to)
{
    struct weir_str s, arg;
    if (!texts(call, &s, &arg)) {
        return cannot(call);
    }
    char *made = weir_arena_bytes(&call->batch->arena, s.n + 1);
    for (size_t i = 0; i < s.n; i++) {
        bool turns = s.p[i] >= from && s.p[i] <= from + 25;
        made[i] = turns ? (char)(s.p[i] - from + to) : s.p[i];
    }
    return text(out, weir_str_n(made, s.n));
}

static enum weir_verdict to_lower(const struct call *call, struct expr_val *out)
{
    return cased(call, out, 'A', 'a');
}

static enum weir_verdict to_upper(const struct call *call, struct expr_val *out)
{
    return cased(call, out, 'a', 'A');
}

static enum weir_verdict concat(const struct call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    if (!texts(call, &s, &arg)) {
        return cannot(call);
    }
    char *made = weir_arena_bytes(&call->batch->arena, s.n + arg.n + 1);
    memcpy(made, s.p, s.n);
    memcpy(made + s.n, arg.p, arg.n);
    return text(out, weir_str_n(made, s.n + arg.n));
}

/* The place of character n in bytes; past the end: the length plus one. */
static size_t place_of(struct weir_str s, int64_t n)
{
    size_t at = 0;
    for (; n > 0 && at < s.n; n--) {
        at++;
        while (at < s.n && ((uint8_t)s.p[at] & 0xc0) == 0x80) {
            at++;
        }
    }
    return n == 0 ? at : s.n + 1;
}

static bool is_whole(const struct expr_val *val)
{
    return val->kind == EXPR_IS_VALUE && val->val.type >= WEIR_INT8 && val->val.type <= WEIR_INT64;
}

static enum weir_verdict substring(const struct call *call, struct expr_val *out)
{
    bool has_end = call->expr->n_args > 1;
    if (!is_text(call->of) || !is_whole(&call->args[0]) || (has_end && !is_whole(&call->args[1]))) {
        return cannot(call);
    }
    struct weir_str s = weir_value_str(call->of->val);
    size_t begin = place_of(s, call->args[0].val.i);
    size_t end = has_end ? place_of(s, call->args[1].val.i) : s.n;
    if (begin > end || end > s.n) {
        return weir_err_set(call->err, WEIR_BAD_DATA, "String index out of range");
    }
    return text(out, weir_str_n(s.p + begin, end - begin));
}

static enum weir_verdict replace(const struct call *call, struct expr_val *out)
{
    struct weir_str s, what;
    struct weir_buf buf;
    if (!texts(call, &s, &what) || !is_text(&call->args[1])) {
        return cannot(call);
    }
    if (!what.n) {
        return weir_err_set(call->err, WEIR_BAD_DATA, "an empty text cannot be replaced");
    }
    struct weir_str with = weir_value_str(call->args[1].val);
    weir_buf_init(&buf, EXPR_RESULT_MAX);
    for (ptrdiff_t at; (at = weir_str_find(s, what)) >= 0;) {
        weir_buf_add(&buf, s.p, (size_t)at);
        weir_buf_str(&buf, with);
        s = weir_str_from(s, (size_t)at + what.n);
    }
    weir_buf_str(&buf, s);
    enum weir_verdict verdict = weir_buf_check(&buf, WEIR_BAD_DATA, "the text", call->err);
    text(out, weir_arena_str(&call->batch->arena, weir_buf_view(&buf)));
    weir_buf_free(&buf);
    return verdict;
}

static enum weir_verdict replace_pattern(const struct call *call, bool all, struct expr_val *out)
{
    struct weir_str s, arg;
    struct weir_buf buf;
    if (!texts(call, &s, &arg) || !is_text(&call->args[1])) {
        return cannot(call);
    }
    weir_buf_init(&buf, EXPR_RESULT_MAX);
    enum weir_verdict verdict = weir_regex_replace(
        call->expr->regex, s, weir_value_str(call->args[1].val), all, &buf, call->err);
    text(out, weir_arena_str(&call->batch->arena, weir_buf_view(&buf)));
    weir_buf_free(&buf);
    return verdict;
}

static enum weir_verdict replace_all(const struct call *call, struct expr_val *out)
{
    return replace_pattern(call, true, out);
}

static enum weir_verdict replace_first(const struct call *call, struct expr_val *out)
{
    return replace_pattern(call, false, out);
}

/* Cuts where a mark stands in the place of what the pattern matched; empty ends are left out. */
static enum weir_verdict split(const struct call *call, struct expr_val *out)
{
    struct expr_val marked;
    struct weir_str s, arg, part;
    struct expr_val args[2] = {call->args[0], expr_of(weir_string(WEIR_STR("\001")))};
    struct call inner = *call;
    inner.args = args;
    if (!texts(call, &s, &arg)) {
        return cannot(call);
    }
    if (weir_str_chr(s, 1) >= 0) {
        return weir_err_set(call->err, WEIR_BAD_DATA, "cannot split a text with U+0001 in it");
    }
    if (replace_pattern(&inner, true, &marked) != WEIR_OK) {
        return call->err->class;
    }
    struct weir_str rest = weir_value_str(marked.val);
    struct weir_value *items = weir_arena_alloc(&call->batch->arena, (rest.n + 1) * sizeof(*items));
    uint32_t n = 0;
    for (; weir_str_split(&rest, 1, &part); n++) {
        items[n] = weir_string(part);
    }
    while (n > 0 && items[n - 1].n == 0 && s.n > 0) {
        n--;
    }
    *out = expr_of(weir_items(WEIR_ARRAY, items, n));
    out->strict = true;
    return WEIR_OK;
}

static enum weir_verdict to_whole(const struct call *call, struct expr_val *out)
{
    int64_t x = 0;
    struct weir_str s, arg;
    bool is_long = weir_str_is(call->expr->text, "toLong");
    if (is_whole(call->of)) {
        x = call->of->val.i;
        *out = expr_of(is_long ? weir_int(WEIR_INT64, x) : weir_int(WEIR_INT32, (int32_t)x));
        return WEIR_OK;
    }
    if (!texts(call, &s, &arg)) {
        return cannot(call);
    }
    bool good =
        weir_str_to_i64(weir_str_trim(s), &x) && (is_long || (x >= INT32_MIN && x <= INT32_MAX));
    *out = expr_of(weir_int(is_long ? WEIR_INT64 : WEIR_INT32, x));
    return good ? WEIR_OK
                : weir_err_set(call->err, WEIR_BAD_DATA, "For input string: \"%.*s\"",
                               WEIR_STR_ARG(s));
}

/* ---- of texts and what holds others ---- */

static bool holds_others(const struct expr_val *val)
{
    return val->kind == EXPR_IS_VALUE && (val->val.type == WEIR_ARRAY || val->val.type == WEIR_MAP);
}

static enum weir_verdict size(const struct call *call, struct expr_val *out)
{
    if (call->of->kind == EXPR_IS_HEADERS) {
        return number(out, call->of->val.i);
    }
    if (holds_others(call->of)) {
        return number(out, call->of->val.n);
    }
    if (!is_text(call->of)) {
        return cannot(call);
    }
    int64_t n = 0;
    for (uint32_t i = 0; i < call->of->val.n; i++) {
        uint8_t byte = (uint8_t)call->of->val.p[i];
        n += (byte & 0xc0) != 0x80 ? 1 + (byte >= 0xf0) : 0; /* in UTF-16 units */
    }
    return number(out, n);
}

static enum weir_verdict is_empty(const struct call *call, struct expr_val *out)
{
    return is_text(call->of) || holds_others(call->of) ? truth(out, call->of->val.n == 0)
                                                       : cannot(call);
}

static enum weir_verdict contains(const struct call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    if (!holds_others(call->of)) {
        return texts(call, &s, &arg) ? truth(out, weir_str_find(s, arg) >= 0) : cannot(call);
    }
    return truth(out, expr_contains(call->of, &call->args[0]));
}

static enum weir_verdict contains_key(const struct call *call, struct expr_val *out)
{
    struct expr_val found;
    bool headers = call->of->kind == EXPR_IS_HEADERS;
    if (!headers && (!holds_others(call->of) || call->of->val.type != WEIR_MAP)) {
        return cannot(call);
    }
    if (!headers) {
        return contains(call, out);
    }
    struct weir_str name = expr_text(call->batch, &call->args[0]);
    enum weir_verdict verdict =
        expr_member(call->expr, call->batch, call->of, name, &found, call->err);
    return verdict == WEIR_OK ? truth(out, !expr_is_null(&found)) : verdict;
}

/* ---- of anything ---- */

static enum weir_verdict equals(const struct call *call, struct expr_val *out)
{
    const struct expr_val *arg = &call->args[0];
    if (expr_is_null(call->of)) {
        return cannot(call);
    }
    return truth(out, call->of->kind == EXPR_IS_VALUE && arg->kind == EXPR_IS_VALUE
                          ? weir_value_equal(call->of->val, arg->val)
                          : expr_equal(call->of, arg));
}

static enum weir_verdict to_text(const struct call *call, struct expr_val *out)
{
    return text(out, expr_text(call->batch, call->of));
}

static enum weir_verdict get(const struct call *call, struct expr_val *out)
{
    if (expr_is_null(call->of)) {
        return cannot(call);
    }
    return expr_member(call->expr, call->batch, call->of, expr_text(call->batch, &call->args[0]),
                       out, call->err);
}

/* getString and the like, which only structs have: of this type, and without its default. */
static enum weir_verdict get_typed(const struct call *call, struct expr_val *out)
{
    const struct weir_schema *sch = call->of->sch;
    struct weir_str type = weir_str_from(call->expr->text, strlen("get"));
    if (call->of->kind != EXPR_IS_VALUE || call->of->val.type != WEIR_STRUCT || !sch) {
        return cannot(call);
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

static enum weir_verdict part(const struct call *call, struct expr_val *out)
{
    struct weir_str name = call->expr->text;
    if (call->of->kind == EXPR_IS_VALUE && weir_str_is(name, "schema") &&
        call->of->val.type == WEIR_STRUCT) {
        *out = (struct expr_val){.kind = EXPR_IS_SCHEMA, .sch = call->of->sch};
        return WEIR_OK;
    }
    if (expr_is_null(call->of) || call->of->kind == EXPR_IS_VALUE ||
        call->of->kind == EXPR_IS_HEADERS) {
        return cannot(call);
    }
    name = weir_str_is(name, "isOptional") ? WEIR_STR("optional") : name;
    return expr_member(call->expr, call->batch, call->of, name, out, call->err);
}

static enum weir_verdict schema_field(const struct call *call, struct expr_val *out)
{
    const struct weir_schema *sch = call->of->sch;
    if (call->of->kind != EXPR_IS_SCHEMA || !sch || sch->type != WEIR_STRUCT) {
        return cannot(call);
    }
    int at = weir_schema_field(sch, expr_text(call->batch, &call->args[0]));
    *out = at < 0 ? expr_of(weir_null())
                  : (struct expr_val){.kind = EXPR_IS_FIELD, .field = &sch->fields[at]};
    return WEIR_OK;
}

/* ---- the list ---- */

static const struct {
    const char *name;
    size_t args_min, args_max;
    function *fn;
} functions[] = {
    {"startsWith", 1, 1, starts_with},
    {"endsWith", 1, 1, ends_with},
    {"contains", 1, 1, contains},
    {"containsKey", 1, 1, contains_key},
    {"includes", 1, 1, contains},
    {"equals", 1, 1, equals},
    {"equalsIgnoreCase", 1, 1, equals_ignore_case},
    {"matches", 1, 1, matches},
    {"indexOf", 1, 1, index_of},
    {"isEmpty", 0, 0, is_empty},
    {"isBlank", 0, 0, is_blank},
    {"length", 0, 0, size},
    {"size", 0, 0, size},
    {"trim", 0, 0, trim},
    {"toLowerCase", 0, 0, to_lower},
    {"toUpperCase", 0, 0, to_upper},
    {"concat", 1, 1, concat},
    {"substring", 1, 2, substring},
    {"replace", 2, 2, replace},
    {"replaceAll", 2, 2, replace_all},
    {"replaceFirst", 2, 2, replace_first},
    {"split", 1, 1, split},
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
};

int expr_function(struct weir_str name, size_t n_args, bool *wrong_count)
{
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
        if (weir_str_is(name, functions[i].name)) {
            *wrong_count = n_args < functions[i].args_min || n_args > functions[i].args_max;
            return *wrong_count ? -1 : (int)i;
        }
    }
    return -1;
}

enum weir_verdict expr_call(struct expr *expr, struct weir_batch *batch, const struct expr_val *of,
                            const struct expr_val *args, struct expr_val *out, struct weir_err *err)
{
    struct call call = {.expr = expr, .batch = batch, .of = of, .args = args, .err = err};
    return functions[expr->at].fn(&call, out);
}
