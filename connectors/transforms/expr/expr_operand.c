/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_operand.c: the words of an operand come in, its tree goes out: a word of expr_literal.c, a
 * list or map, and the members, indexes and calls that hang on these.
 */
#include "expr_parts.h"

static void free_regex(void *regex)
{
    weir_regex_free(regex);
}

/* A literal pattern is compiled now, and refused now. */
bool expr_compile(struct expr_parser *parser, struct expr *expr, const struct expr *pattern)
{
    if (!pattern || pattern->op != EXPR_LITERAL || pattern->val.type != WEIR_STRING) {
        expr_refuse(parser, "a pattern must be a text that stands there");
        return false;
    }
    expr->regex = weir_regex_new(weir_value_str(pattern->val), 0, parser->err);
    if (!expr->regex) {
        parser->lexer.token = TOKEN_BAD;
        return false;
    }
    weir_arena_hook(parser->arena, free_regex, expr->regex);
    return true;
}

/* Up to the closing sign; the opening one was taken. */
static bool parse_args(struct expr_parser *parser, const char *end, size_t max, struct expr *expr)
{
    expr->args = WEIR_NEW_ARRAY(parser->arena, struct expr *, max + 1);
    while (!expr_take(parser, end)) {
        if (expr->n_args == max) {
            return expr_refuse(parser, "too many of these") != NULL;
        }
        struct expr *arg = expr_parse_any(parser);
        if (!arg) {
            return false;
        }
        expr_add_arg(expr, arg);
        if (!expr_take(parser, ",") && !expr_at_sign(parser, end)) {
            return expr_refuse(parser, "a , or the end of a list is missing") != NULL;
        }
    }
    return true;
}

/* ---- [a, b] and [a: b] ---- */

/* A name that a : follows stands for itself. */
static struct expr *parse_name_of_entry(struct expr_parser *parser)
{
    struct expr_lexer before = parser->lexer;
    struct weir_str name = before.word;
    if (before.token != TOKEN_NAME) {
        return NULL;
    }
    expr_lexer_next(&parser->lexer);
    if (!expr_at_sign(parser, ":")) {
        parser->lexer = before;
        return NULL;
    }
    struct expr *key = expr_node(parser, EXPR_LITERAL, NULL, NULL);
    key->val = weir_string(name);
    return key;
}

/* The key, which a : follows, of a map; or the first of a list, which none follows. */
static struct expr *parse_key(struct expr_parser *parser)
{
    struct expr *key = parse_name_of_entry(parser);
    bool braces = expr_at_sign(parser, "(");
    if (key) {
        return key;
    }
    key = expr_parse_any(parser);
    if (key && expr_at_sign(parser, ":") && !braces && key->op != EXPR_LITERAL) {
        return expr_refuse(parser, "a key of a map is a name, a text, a number or in ( ):");
    }
    return key;
}

/* The values and the other entries; the first key was taken. */
static struct expr *parse_map(struct expr_parser *parser, struct expr *key)
{
    struct expr *expr = expr_node(parser, EXPR_MAP, NULL, NULL);
    if (parser->lexer.language == EXPR_JAVASCRIPT) {
        return expr_refuse(parser, "a map is Groovy's");
    }
    expr->args = WEIR_NEW_ARRAY(parser->arena, struct expr *, 2 * EXPR_ITEMS_MAX);
    for (bool more = true; more;) {
        if (!key || !expr_take(parser, ":")) {
            return key ? expr_refuse(parser, "a : is missing") : NULL;
        }
        struct expr *val = expr_parse_any(parser);
        if (!val || expr->n_args == 2 * EXPR_ITEMS_MAX) {
            return val ? expr_refuse(parser, "too many of these") : NULL;
        }
        expr_add_arg(expr, key);
        expr_add_arg(expr, val);
        more = expr_take(parser, ",") && !expr_at_sign(parser, "]");
        key = more ? parse_key(parser) : NULL;
    }
    return expr_take(parser, "]") ? expr
                                  : expr_refuse(parser, "a , or the end of a map is missing");
}

static struct expr *parse_list_or_map(struct expr_parser *parser)
{
    struct expr *list = expr_node(parser, EXPR_LIST, NULL, NULL);
    if (expr_take(parser, ":")) {
        list->op = EXPR_MAP;
        return expr_take(parser, "]") ? list : expr_refuse_word(parser);
    }
    if (expr_at_sign(parser, "]")) {
        return parse_args(parser, "]", 1, list) ? list : NULL;
    }
    struct expr *first = parse_key(parser);
    if (!first || expr_at_sign(parser, ":")) {
        return first ? parse_map(parser, first) : NULL;
    }
    if (!expr_take(parser, ",") && !expr_at_sign(parser, "]")) {
        return expr_refuse(parser, "a , or the end of a list is missing");
    }
    if (!parse_args(parser, "]", EXPR_ITEMS_MAX, list)) {
        return NULL;
    }
    memmove(list->args + 1, list->args, (list->n_args) * sizeof(struct expr *));
    list->args[0] = first;
    list->n_args++;
    return list;
}

static struct expr *parse_primary(struct expr_parser *parser)
{
    if (expr_take(parser, "(")) {
        struct expr *expr = expr_parse_any(parser);
        return expr && !expr_take(parser, ")") ? expr_refuse(parser, "a ) is missing") : expr;
    }
    if (expr_take(parser, "[")) {
        return parse_list_or_map(parser);
    }
    return expr_parse_word(parser);
}

/* ---- members and calls ---- */

static struct expr *check_call(struct expr_parser *parser, struct expr *expr)
{
    bool wrong_count = false;
    expr->at = expr_function(expr->text, expr->n_args, &wrong_count);
    if (expr->at < 0) {
        weir_err_set(parser->err, WEIR_BAD_CONFIG, "the function %.*s() is not supported%s",
                     WEIR_STR_ARG(expr->text), wrong_count ? " with so many arguments" : "");
        parser->lexer.token = TOKEN_BAD;
        return NULL;
    }
    bool pattern = weir_str_is(expr->text, "matches") || weir_str_is(expr->text, "replaceAll") ||
                   weir_str_is(expr->text, "replaceFirst") || weir_str_is(expr->text, "split");
    return !pattern || expr_compile(parser, expr, expr->args[0]) ? expr : NULL;
}

static struct expr *parse_member(struct expr_parser *parser, struct expr *of, bool safe)
{
    struct expr *expr = expr_node(parser, EXPR_PROPERTY, of, NULL);
    bool quoted =
        parser->lexer.token == TOKEN_STRING ||
        (parser->lexer.token == TOKEN_GSTRING && weir_str_chr(parser->lexer.word, '$') < 0);
    if (parser->lexer.token == TOKEN_GSTRING && !quoted) {
        return expr_refuse(parser, "a name with ${...} in it is not supported");
    }
    if (parser->lexer.token != TOKEN_NAME && !quoted) {
        return expr_refuse(parser,
                           safe ? "`?.` needs the name of a field or function behind it; one is "
                                  "missing"
                                : "a name is missing");
    }
    expr->text = parser->lexer.token == TOKEN_GSTRING
                     ? expr_unescape(parser->arena, parser->lexer.word)
                     : parser->lexer.word;
    expr->safe = safe;
    expr->at = (int)parser->lexer.language;
    expr_lexer_next(&parser->lexer);
    if (!expr_take(parser, "(")) {
        return expr;
    }
    expr->op = EXPR_CALL;
    return parse_args(parser, ")", EXPR_ARGS_MAX, expr) ? check_call(parser, expr) : NULL;
}

struct expr *expr_parse_operand(struct expr_parser *parser)
{
    struct expr *expr = parse_primary(parser);
    int steps = 0;
    while (expr) {
        bool safe = expr_at_sign(parser, "?.");
        if (++steps > EXPR_DEPTH_MAX) {
            return expr_refuse(parser, "nested too deeply");
        }
        if (safe || expr_at_sign(parser, ".")) {
            expr_lexer_next(&parser->lexer);
            expr = parse_member(parser, expr, safe);
        } else if (expr_at_sign(parser, "[") && parser->lexer.begins_line) {
            return expr_refuse(parser, "a line cannot begin with [");
        } else if (expr_at_sign(parser, "[") || expr_at_sign(parser, "?[")) {
            safe = expr_at_sign(parser, "?[");
            expr_lexer_next(&parser->lexer);
            struct expr *index = expr_parse_any(parser);
            expr = index ? expr_node(parser, EXPR_INDEX, expr, index) : NULL;
            if (expr) {
                expr->safe = safe;
            }
            if (expr && !expr_take(parser, "]")) {
                return expr_refuse(parser, "a ] is missing");
            }
        } else if (expr_at_sign(parser, "(")) {
            return expr_refuse(parser, "a call of its own is not supported");
        } else {
            return expr;
        }
    }
    return NULL;
}
