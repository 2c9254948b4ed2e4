/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_check.c: a tree comes in, and what would fail for every record is refused by name: a member
 * or function that what stands before it can never have. What a path into a record comes to shows
 * only there, so everything is let pass of it.
 */
#include "expr_parts.h"

struct check {
    enum expr_language language;
    struct weir_err *err;
};

/* What it may come to: enum expr_of; 0: refused. */
static uint32_t check(const struct check *self, const struct expr *expr);

/* ---- refusing ---- */

static uint32_t refuse(const struct check *self, uint32_t of, struct weir_str name,
                       const char *braces)
{
    weir_err_set(self->err, WEIR_BAD_CONFIG, "%.*s%s is not supported of %s", WEIR_STR_ARG(name),
                 braces, expr_name_of(of));
    return 0;
}

static uint32_t refuse_operator(const struct check *self, const char *sign, uint32_t of)
{
    weir_err_set(self->err, WEIR_BAD_CONFIG, "`%s` is not supported of %s", sign, expr_name_of(of));
    return 0;
}

/* ---- members ---- */

/* Groovy asks name() where name stands, JavaScript does not. */
static bool is_java(uint32_t of, struct weir_str name)
{
    const uint32_t about = OF_SCHEMA | OF_TYPE | OF_FIELDS | OF_FIELD | OF_NULL;
    return (of & ~about) == 0 ||
           ((of & ~(uint32_t)(OF_STRINGS | OF_NULL)) == 0 && !weir_str_is(name, "length"));
}

static uint32_t check_property(const struct check *self, const struct expr *expr)
{
    uint32_t of = check(self, expr->a);
    bool entries = of && (of & ~(uint32_t)(OF_HEADERS | OF_MAP)) == 0;
    if (!of) {
        return 0;
    }
    if (!entries && (weir_str_is(expr->text, "class") || weir_str_is(expr->text, "metaClass"))) {
        return refuse(self, of, expr->text, "");
    }
    if (self->language == EXPR_JAVASCRIPT && is_java(of, expr->text)) {
        weir_err_set(self->err, WEIR_BAD_CONFIG,
                     "%.*s of %s is not supported under jsr223.graal.js, where functions of Java "
                     "need ( )",
                     WEIR_STR_ARG(expr->text), expr_name_of(of));
        return 0;
    }
    uint32_t gives = expr_member_of(of, expr->text);
    if (expr->at == EXPR_JAVASCRIPT && (of & OF_TEXT) && weir_str_is(expr->text, "length")) {
        gives |= OF_NUMBER;
    }
    gives |= (of & OF_NULL) && (gives || expr->safe) ? OF_NULL : 0;
    return gives ? gives : refuse(self, of, expr->text, "");
}

static uint32_t check_args(const struct check *self, const struct expr *expr)
{
    uint32_t all = OF_NULL;
    for (size_t i = 0; all && i < expr->n_args; i++) {
        all = check(self, expr->args[i]) ? all : 0;
    }
    return all;
}

/* What JavaScript's texts and lists have and mean alike, and what schemas have. */
static bool is_javascript(struct weir_str name)
{
    static const char *const names[] = {"includes",    "startsWith",  "endsWith",    "indexOf",
                                        "lastIndexOf", "toUpperCase", "concat",      "trim",
                                        "toString",    "substring",   "toLowerCase", "name",
                                        "version",     "doc",         "isOptional",  "type",
                                        "field",       "schema",      "index"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (weir_str_is(name, names[i])) {
            return true;
        }
    }
    return false;
}

static uint32_t check_call(const struct check *self, const struct expr *expr)
{
    uint32_t of = check(self, expr->a);
    if (!of || !check_args(self, expr)) {
        return 0;
    }
    if (self->language == EXPR_JAVASCRIPT && !is_javascript(expr->text)) {
        weir_err_set(self->err, WEIR_BAD_CONFIG,
                     "the function %.*s() is not supported under jsr223.graal.js, where it means "
                     "something else or nothing",
                     WEIR_STR_ARG(expr->text));
        return 0;
    }
    if (!(of & expr_function_of(expr->at)) && !(expr->safe && (of & OF_NULL))) {
        return refuse(self, of, expr->text, "()");
    }
    return expr_function_gives(expr->at) | (expr->safe ? OF_NULL : 0);
}

/* ---- a[b] ---- */

static uint32_t check_range(const struct check *self, const struct expr *expr)
{
    uint32_t from = check(self, expr->a);
    uint32_t to = from ? check(self, expr->b) : 0;
    if (!to) {
        return 0;
    }
    bool decimal = (expr->a->op == EXPR_LITERAL && expr->a->val.type > WEIR_INT64) ||
                   (expr->b->op == EXPR_LITERAL && expr->b->val.type > WEIR_INT64);
    return decimal || !(from & OF_NUMBER) || !(to & OF_NUMBER)
               ? refuse_operator(self, "..",
                                 decimal            ? OF_ANY
                                 : from & OF_NUMBER ? to
                                                    : from)
               : OF_NUMBER;
}

static bool is_long(const struct expr *expr)
{
    return expr->op == EXPR_LITERAL && expr->val.type == WEIR_INT64;
}

static uint32_t check_index(const struct check *self, const struct expr *expr)
{
    const uint32_t sliced = OF_STRINGS | OF_LISTS;
    const uint32_t indexed = sliced | OF_BYTES | OF_MAP | OF_STRUCT | OF_FIELDS | OF_HEADERS;
    bool range = expr->b->op == EXPR_RANGE;
    uint32_t of = check(self, expr->a);
    if (!of || !(range ? check_range(self, expr->b) : check(self, expr->b))) {
        return 0;
    }
    if (range && (is_long(expr->b->a) || is_long(expr->b->b))) {
        return refuse_operator(self, "[from..to] of longs", of);
    }
    if (!(of & (range ? sliced : indexed)) && !(expr->safe && (of & OF_NULL))) {
        return refuse_operator(self, "[]", of);
    }
    if (range) {
        return (of & OF_STRINGS ? OF_TEXT : 0) | (of & OF_LISTS ? OF_LIST : 0) | OF_NULL;
    }
    return of & (OF_MAP | OF_STRUCT | OF_LISTS) ? OF_ANY & ~(uint32_t)(OF_GSTRING | OF_CHAR)
           : of & OF_HEADERS                    ? OF_HEADER | OF_NULL
           : of & OF_FIELDS                     ? OF_FIELD | OF_NULL
           : of & OF_BYTES                      ? OF_NUMBER
                                                : OF_TEXT | OF_NULL;
}

/* ---- operators ---- */

static uint32_t check_minus(const struct check *self, const struct expr *expr)
{
    uint32_t of = check(self, expr->a);
    const char *sign = expr->op == EXPR_PLUS ? "+" : "-";
    return of && !(of & OF_NUMBER) ? refuse_operator(self, sign, of) : of ? OF_NUMBER : 0;
}

static const char *const signs[] = {
    [EXPR_ADD] = "+", [EXPR_SUB] = "-", [EXPR_MUL] = "*", [EXPR_DIV] = "/", [EXPR_REM] = "%"};

static uint32_t check_reckoned(const struct check *self, const struct expr *expr)
{
    const uint32_t numbers = OF_NUMBER | OF_CHAR;
    uint32_t a = check(self, expr->a);
    uint32_t b = a ? check(self, expr->b) : 0;
    enum expr_op op = expr->op;
    uint32_t left = op == EXPR_ADD ? numbers | OF_STRINGS | OF_NULL | OF_LIST | OF_MAP
                    : op == EXPR_SUB || op == EXPR_MUL ? numbers | OF_STRINGS | OF_LIST
                                                       : numbers;
    uint32_t right = op == EXPR_ADD && (a & (OF_STRINGS | OF_NULL | OF_LIST)) ? OF_ANY
                     : op == EXPR_ADD                                         ? numbers | OF_STRINGS
                     : op == EXPR_SUB && (a & (OF_STRINGS | OF_LIST))         ? OF_ANY
                                                                              : numbers;
    if (!b) {
        return 0;
    }
    if (self->language == EXPR_JAVASCRIPT) {
        left = right = OF_STRINGS | OF_NUMBER | OF_NULL | OF_BOOLEAN;
    }
    if (!(a & left) || !(b & right)) {
        return refuse_operator(self, signs[op], a & left ? b : a);
    }
    uint32_t text = a & OF_GSTRING ? OF_STRINGS : OF_TEXT;
    if (self->language == EXPR_JAVASCRIPT) {
        return op == EXPR_ADD ? OF_TEXT | OF_NUMBER : OF_NUMBER;
    }
    bool joins = (a & (OF_STRINGS | OF_NULL)) || (op == EXPR_ADD && (b & OF_STRINGS));
    bool reckons = (a & numbers) && (b & numbers);
    return (joins ? text : 0) | (reckons ? OF_NUMBER : 0) |
           ((left & OF_LIST) && (a & OF_LIST) ? OF_LIST : 0);
}

static uint32_t check_list(const struct check *self, const struct expr *expr)
{
    for (size_t i = 0; i < expr->n_args; i++) {
        uint32_t of = check(self, expr->args[i]);
        if (!of) {
            return 0;
        }
        uint32_t there = of & ~(uint32_t)OF_NULL;
        if ((of & (OF_GSTRING | OF_CHAR)) || (there && !(there & (OF_VALUE | OF_ARRAY)))) {
            weir_err_set(self->err, WEIR_BAD_CONFIG, "%s in a list or map is not supported",
                         of & OF_GSTRING ? "a \"${...}\"" : expr_name_of(there));
            return 0;
        }
    }
    return expr->op == EXPR_MAP ? OF_MAP : OF_LIST;
}

static uint32_t check_in(const struct check *self, const struct expr *expr)
{
    uint32_t of = check(self, expr->a);
    if (!of) {
        return 0;
    }
    return (expr->b->op == EXPR_RANGE ? check_range(self, expr->b) : check(self, expr->b))
               ? OF_BOOLEAN
               : 0;
}

/* Both are looked at, and either may come out. */
static uint32_t check_choice(const struct check *self, const struct expr *expr)
{
    uint32_t a = check(self, expr->a);
    uint32_t b = a ? check(self, expr->b) : 0;
    if (expr->op != EXPR_IF) {
        return b ? a | b : 0;
    }
    uint32_t c = b ? check(self, expr->c) : 0;
    return c ? b | c : 0;
}

static uint32_t check_literal(struct weir_value val)
{
    switch ((enum weir_type)val.type) {
    case WEIR_NULL:
        return OF_NULL;
    case WEIR_BOOLEAN:
        return OF_BOOLEAN;
    case WEIR_STRING:
        return OF_TEXT;
    default:
        return OF_NUMBER;
    }
}

static uint32_t check_name(enum expr_binding at)
{
    switch (at) {
    case EXPR_KEY:
    case EXPR_VALUE:
        return OF_VALUE;
    case EXPR_KEY_SCHEMA:
    case EXPR_VALUE_SCHEMA:
        return OF_SCHEMA | OF_NULL;
    case EXPR_TOPIC:
        return OF_TEXT;
    case EXPR_HEADER:
        break;
    }
    return OF_HEADERS;
}

static uint32_t check(const struct check *self, const struct expr *expr)
{
    switch (expr->op) {
    case EXPR_LITERAL:
        return check_literal(expr->val);
    case EXPR_NAME:
        return check_name((enum expr_binding)expr->at);
    case EXPR_LIST:
    case EXPR_MAP:
        return check_list(self, expr);
    case EXPR_RANGE:
        weir_err_set(self->err, WEIR_BAD_CONFIG,
                     "`..` is not supported but between [ ] and behind in");
        return 0;
    case EXPR_PROPERTY:
        return check_property(self, expr);
    case EXPR_INDEX:
        return check_index(self, expr);
    case EXPR_CALL:
        return check_call(self, expr);
    case EXPR_MINUS:
    case EXPR_PLUS:
        return check_minus(self, expr);
    case EXPR_ADD:
    case EXPR_SUB:
    case EXPR_MUL:
    case EXPR_DIV:
    case EXPR_REM:
        return check_reckoned(self, expr);
    case EXPR_IN:
        return check_in(self, expr);
    case EXPR_IF:
    case EXPR_ELSE:
        return check_choice(self, expr);
    case EXPR_JOIN:
        return check_args(self, expr) ? OF_GSTRING : 0;
    case EXPR_NOT:
    case EXPR_FINDS:
    case EXPR_MATCHES:
        return check(self, expr->a) ? OF_BOOLEAN : 0;
    case EXPR_AND:
    case EXPR_OR:
        return self->language == EXPR_JAVASCRIPT              ? check_choice(self, expr)
               : check(self, expr->a) && check(self, expr->b) ? OF_BOOLEAN
                                                              : 0;
    case EXPR_EQ:
    case EXPR_NE:
    case EXPR_LT:
    case EXPR_LE:
    case EXPR_GT:
    case EXPR_GE:
        break;
    }
    return check(self, expr->a) && check(self, expr->b) ? OF_BOOLEAN : 0;
}

enum weir_verdict expr_check(const struct expr *expr, enum expr_language language,
                             struct weir_err *err)
{
    const struct check self = {.language = language, .err = err};
    return check(&self, expr) ? WEIR_OK : err->class;
}
