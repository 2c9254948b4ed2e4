/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_literal.c: one word comes in, what it stands for goes out: a number, a text, true, false,
 * null, or the name of a part of the record.
 */
#include <weir/decimal.h>

#include "common/arena_buf.h"
#include "expr_parts.h"

/* A whole number that a double can hold. */
static bool is_safe(struct weir_str word)
{
    int64_t x;
    return weir_str_to_i64(word, &x) && x <= (int64_t)1 << 53;
}

/* Groovy's: an int, a long where that is too small or an L follows, else a decimal, unless D or F
 * follow. */
static bool number_value(struct expr_parser *parser, struct weir_value *val)
{
    struct weir_str word = parser->lexer.word;
    char suffix = parser->lexer.suffix;
    int64_t x = 0;
    int32_t scale;
    double f64 = 0;
    bool javascript = parser->lexer.language == EXPR_JAVASCRIPT; /* its numbers are doubles */
    if (suffix == 'D' || suffix == 'F' || (javascript && !is_safe(word))) {
        bool good = weir_str_to_double(word, &f64);
        *val = suffix == 'D' || javascript ? weir_f64(f64) : weir_f32((float)f64);
        return good;
    }
    if (suffix != 'G' && weir_str_to_i64(word, &x)) {
        bool is_int = suffix != 'L' && x <= INT32_MAX;
        *val = weir_int(is_int ? WEIR_INT32 : WEIR_INT64, x);
        val->spare = suffix == 0; /* -2147483648 is an int */
        return suffix != 'I' || is_int;
    }
    struct weir_buf bytes = arena_buf(parser->arena, word.n + 1);
    bool good = weir_decimal_parse(word, NULL, &bytes, &scale);
    *val = weir_decimal(weir_buf_view(&bytes), scale);
    val->spare = weir_str_chr(word, '.') < 0; /* a BigInteger */
    return good && suffix != 'L' && suffix != 'I';
}

static struct expr *parse_number(struct expr_parser *parser)
{
    struct expr *expr = expr_node(parser, EXPR_LITERAL, NULL, NULL);
    if (!number_value(parser, &expr->val)) {
        expr_lexer_bad_number(&parser->lexer);
        return NULL;
    }
    expr_lexer_next(&parser->lexer);
    return expr;
}

static struct expr *parse_text(struct expr_parser *parser)
{
    struct weir_str word = parser->lexer.word;
    struct expr *expr = NULL;
    bool joined = parser->lexer.token == TOKEN_GSTRING && weir_str_chr(word, '$') >= 0;
    if (joined && parser->lexer.language == EXPR_GROOVY) {
        if (expr_parse_gstring(parser, word, &expr) != WEIR_OK) {
            parser->lexer.token = TOKEN_BAD;
            return NULL;
        }
    } else {
        bool raw = parser->lexer.token == TOKEN_STRING;
        expr = expr_node(parser, EXPR_LITERAL, NULL, NULL);
        expr->val = weir_string(raw ? word : expr_unescape(parser->arena, word));
    }
    expr_lexer_next(&parser->lexer);
    return expr;
}

static struct expr *parse_name(struct expr_parser *parser)
{
    static const char *const bindings[] = {"key",         "value", "keySchema",
                                           "valueSchema", "topic", "header"};
    struct weir_str name = parser->lexer.word;
    struct expr *expr = expr_node(parser, EXPR_LITERAL, NULL, NULL);
    if (weir_str_is(name, "true") || weir_str_is(name, "false")) {
        expr->val = weir_bool(name.p[0] == 't');
    } else if (expr->javascript && weir_str_is(name, "undefined")) {
        expr->strict = true;
    } else if (!weir_str_is(name, "null")) {
        expr->op = EXPR_NAME;
        expr->at = -1;
        for (int i = 0; i < 6; i++) {
            expr->at = weir_str_is(name, bindings[i]) ? i : expr->at;
        }
        if (expr->at < 0) {
            weir_err_set(parser->err, WEIR_BAD_CONFIG,
                         "%.*s is not supported; there are key, value, keySchema, valueSchema, "
                         "topic and header",
                         WEIR_STR_ARG(name));
            parser->lexer.token = TOKEN_BAD;
            return NULL;
        }
    }
    expr_lexer_next(&parser->lexer);
    return expr;
}

struct expr *expr_parse_word(struct expr_parser *parser)
{
    switch (parser->lexer.token) {
    case TOKEN_NAME:
        return parse_name(parser);
    case TOKEN_NUMBER:
        return parse_number(parser);
    case TOKEN_STRING:
    case TOKEN_GSTRING:
        return parse_text(parser);
    case TOKEN_END:
    case TOKEN_SIGN:
    case TOKEN_BAD:
        break;
    }
    return expr_refuse_word(parser);
}
