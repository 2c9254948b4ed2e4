/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_gstring.c: a text with expressions in it ("a ${value.b} $topic") comes in, its tree goes
 * out: the pieces of text and the expressions in turn.
 */
#include "expr_parts.h"

static enum weir_verdict parse_part(struct expr_parser *parser, struct weir_str text,
                                    struct expr **out)
{
    struct expr_parser inner = {.lexer = {.text = text, .arena = parser->arena, .err = parser->err},
                                .arena = parser->arena,
                                .err = parser->err,
                                .depth = parser->depth + 1};
    expr_lexer_next(&inner.lexer);
    *out = expr_parse_any(&inner);
    if (*out && inner.lexer.token != TOKEN_END) {
        *out = expr_refuse_word(&inner);
    }
    return *out ? WEIR_OK : parser->err->class;
}

/* The end of $name.name, without the $. */
static size_t path_length(struct weir_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                      (n && c >= '0' && c <= '9');
        if (!letter && !(c == '.' && n)) {
            break;
        }
        n = letter ? i + 1 : n;
    }
    return n;
}

static void add_text(struct expr_parser *parser, struct expr *expr, struct weir_str text)
{
    if (text.n) {
        struct expr *part = expr_node(parser, EXPR_LITERAL, NULL, NULL);
        part->val = weir_string(expr_unescape(parser->arena, text));
        expr_add_arg(expr, part);
    }
}

enum weir_verdict expr_parse_gstring(struct expr_parser *parser, struct weir_str text,
                                     struct expr **out)
{
    struct expr *expr = expr_node(parser, EXPR_JOIN, NULL, NULL);
    expr->args = WEIR_NEW_ARRAY(parser->arena, struct expr *, text.n + 1);
    size_t begin = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\\') {
            i++;
            continue;
        }
        if (text.p[i] != '$') {
            continue;
        }
        struct weir_str rest = weir_str_from(text, i + 1);
        bool braces = rest.n && rest.p[0] == '{';
        ptrdiff_t end = braces ? weir_str_chr(rest, '}') : (ptrdiff_t)path_length(rest);
        if (end <= 0) {
            return weir_err_set(parser->err, WEIR_BAD_CONFIG, "a $ in a text leads nowhere");
        }
        struct weir_str path =
            braces ? weir_str_n(rest.p + 1, (size_t)end - 1) : weir_str_n(rest.p, (size_t)end);
        struct expr *part;
        add_text(parser, expr, weir_str_n(text.p + begin, i - begin));
        if (parse_part(parser, path, &part) != WEIR_OK) {
            return parser->err->class;
        }
        expr_add_arg(expr, part);
        i += (size_t)end + (braces ? 1 : 0);
        begin = i + 1;
    }
    add_text(parser, expr, weir_str_n(text.p + begin, text.n - begin));
    *out = expr;
    return WEIR_OK;
}
