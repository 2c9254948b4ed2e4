/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_parse.c: the words of an expression come in, its tree goes out. One function a level of
 * binding, from ? : down to names; how deep it may go is limited.
 */
#include <weir/decimal.h>

#include "common/arena_buf.h"
#include "expr_parts.h"

struct parser {
    struct expr_lexer lexer;
    struct weir_arena *arena;
    struct weir_err *err;
    int depth;
};

static struct expr *parse_any(struct parser *parser);
static enum weir_verdict parse_joined(struct parser *parser, struct weir_str text,
                                      struct expr **out);

/* ---- helpers ---- */

static struct expr *node(struct parser *parser, enum expr_op op, struct expr *a, struct expr *b)
{
    struct expr *expr = WEIR_NEW(parser->arena, struct expr);
    expr->op = op;
    expr->a = a;
    expr->b = b;
    return expr;
}

static struct expr *refuse(struct parser *parser, const char *what)
{
    if (parser->lexer.token != TOKEN_BAD) {
        weir_err_set(parser->err, WEIR_BAD_CONFIG, "%s at position %zu", what, parser->lexer.begin);
        parser->lexer.token = TOKEN_BAD;
    }
    return NULL;
}

/* What stands there fits nowhere. */
static struct expr *refuse_word(struct parser *parser)
{
    const struct expr_lexer *lexer = &parser->lexer;
    if (lexer->token == TOKEN_END) {
        return refuse(parser, "the expression ends too early");
    }
    if (lexer->token != TOKEN_BAD) {
        weir_err_set(
            parser->err, WEIR_BAD_CONFIG, "`%.*s` cannot stand at position %zu",
            WEIR_STR_ARG(weir_str_n(lexer->text.p + lexer->begin, lexer->at - lexer->begin)),
            lexer->begin);
        parser->lexer.token = TOKEN_BAD;
    }
    return NULL;
}

static bool at_sign(const struct parser *parser, const char *sign)
{
    return parser->lexer.token == TOKEN_SIGN && weir_str_is(parser->lexer.word, sign);
}

static bool at_word(const struct parser *parser, const char *word)
{
    return parser->lexer.token == TOKEN_NAME && weir_str_is(parser->lexer.word, word);
}

static bool take(struct parser *parser, const char *sign)
{
    bool there = at_sign(parser, sign);
    if (there) {
        expr_lexer_next(&parser->lexer);
    }
    return there;
}

static void free_regex(void *regex)
{
    weir_regex_free(regex);
}

/* A literal pattern is compiled now, and refused now. */
static bool compile(struct parser *parser, struct expr *expr, const struct expr *pattern)
{
    if (!pattern || pattern->op != EXPR_LITERAL || pattern->val.type != WEIR_STRING) {
        refuse(parser, "a pattern must be a text that stands there");
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

/* ---- texts with expressions in them ---- */

static enum weir_verdict parse_part(struct parser *parser, struct weir_str text, struct expr **out)
{
    struct parser inner = {.lexer = {.text = text, .arena = parser->arena, .err = parser->err},
                           .arena = parser->arena,
                           .err = parser->err,
                           .depth = parser->depth + 1};
    expr_lexer_next(&inner.lexer);
    *out = parse_any(&inner);
    if (*out && inner.lexer.token != TOKEN_END) {
        *out = refuse_word(&inner);
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

static void add_arg(struct expr *expr, struct expr *arg)
{
    expr->args[expr->n_args++] = arg;
}

static void add_text(struct parser *parser, struct expr *expr, struct weir_str text)
{
    if (text.n) {
        struct expr *part = node(parser, EXPR_LITERAL, NULL, NULL);
        part->val = weir_string(expr_unescape(parser->arena, text));
        add_arg(expr, part);
    }
}

static enum weir_verdict parse_joined(struct parser *parser, struct weir_str text,
                                      struct expr **out)
{
    struct expr *expr = node(parser, EXPR_JOIN, NULL, NULL);
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
        add_arg(expr, part);
        i += (size_t)end + (braces ? 1 : 0);
        begin = i + 1;
    }
    add_text(parser, expr, weir_str_n(text.p + begin, text.n - begin));
    *out = expr;
    return WEIR_OK;
}

/* ---- operands ---- */

/* Groovy's: an int, a long where that is too small or an L follows, else a decimal, unless D or F
 * follow. */
static bool number_value(struct parser *parser, struct weir_value *val)
{
    struct weir_str word = parser->lexer.word;
    char suffix = parser->lexer.suffix;
    int64_t x = 0;
    int32_t scale;
    double f64 = 0;
    if (suffix == 'D' || suffix == 'F') {
        bool good = weir_str_to_double(word, &f64);
        *val = suffix == 'D' ? weir_f64(f64) : weir_f32((float)f64);
        return good;
    }
    if (suffix != 'G' && weir_str_to_i64(word, &x)) {
        bool is_int = suffix != 'L' && x <= INT32_MAX;
        *val = weir_int(is_int ? WEIR_INT32 : WEIR_INT64, x);
        return suffix != 'I' || is_int;
    }
    struct weir_buf bytes = arena_buf(parser->arena, word.n + 1);
    bool good = weir_decimal_parse(word, NULL, &bytes, &scale);
    *val = weir_decimal(weir_buf_view(&bytes), scale);
    return good && suffix != 'L' && suffix != 'I';
}

static struct expr *parse_number(struct parser *parser)
{
    struct expr *expr = node(parser, EXPR_LITERAL, NULL, NULL);
    if (!number_value(parser, &expr->val)) {
        expr_lexer_bad_number(&parser->lexer);
        return NULL;
    }
    expr_lexer_next(&parser->lexer);
    return expr;
}

static struct expr *parse_text(struct parser *parser)
{
    struct weir_str word = parser->lexer.word;
    struct expr *expr = NULL;
    if (parser->lexer.token == TOKEN_GSTRING && weir_str_chr(word, '$') >= 0) {
        if (parse_joined(parser, word, &expr) != WEIR_OK) {
            parser->lexer.token = TOKEN_BAD;
            return NULL;
        }
    } else {
        bool raw = parser->lexer.token == TOKEN_STRING;
        expr = node(parser, EXPR_LITERAL, NULL, NULL);
        expr->val = weir_string(raw ? word : expr_unescape(parser->arena, word));
    }
    expr_lexer_next(&parser->lexer);
    return expr;
}

static struct expr *parse_name(struct parser *parser)
{
    static const char *const bindings[] = {"key",         "value", "keySchema",
                                           "valueSchema", "topic", "header"};
    struct weir_str name = parser->lexer.word;
    struct expr *expr = node(parser, EXPR_LITERAL, NULL, NULL);
    if (weir_str_is(name, "true") || weir_str_is(name, "false")) {
        expr->val = weir_bool(name.p[0] == 't');
    } else if (!weir_str_is(name, "null") && !weir_str_is(name, "undefined")) {
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

/* Up to the closing sign; the opening one was taken. */
static bool parse_args(struct parser *parser, const char *end, struct expr *expr)
{
    expr->args = WEIR_NEW_ARRAY(parser->arena, struct expr *, EXPR_ARGS_MAX);
    while (!take(parser, end)) {
        if (expr->n_args == EXPR_ARGS_MAX) {
            return refuse(parser, "too many of these") != NULL;
        }
        struct expr *arg = parse_any(parser);
        if (!arg) {
            return false;
        }
        add_arg(expr, arg);
        if (at_sign(parser, ":") && expr->op == EXPR_LIST) {
            return refuse(parser, "the expression uses a map, `[key: value]`, which is not "
                                  "supported,") != NULL;
        }
        if (!take(parser, ",") && !at_sign(parser, end)) {
            return refuse(parser, "a , or the end of a list is missing") != NULL;
        }
    }
    return true;
}

static struct expr *parse_primary(struct parser *parser)
{
    struct expr *expr = NULL;
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
    if (take(parser, "(")) {
        expr = parse_any(parser);
        return expr && !take(parser, ")") ? refuse(parser, "a ) is missing") : expr;
    }
    if (take(parser, "[")) {
        expr = node(parser, EXPR_LIST, NULL, NULL);
        return parse_args(parser, "]", expr) ? expr : NULL;
    }
    return refuse_word(parser);
}

/* ---- members and calls ---- */

static struct expr *check_call(struct parser *parser, struct expr *expr)
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
    return !pattern || compile(parser, expr, expr->args[0]) ? expr : NULL;
}

static struct expr *parse_member(struct parser *parser, struct expr *of, bool safe)
{
    struct expr *expr = node(parser, EXPR_PROPERTY, of, NULL);
    if (parser->lexer.token != TOKEN_NAME && parser->lexer.token != TOKEN_STRING) {
        return refuse(parser, safe ? "`?.` needs the name of a field or function behind it; one is "
                                     "missing"
                                   : "a name is missing");
    }
    expr->text = parser->lexer.word;
    expr->safe = safe;
    expr_lexer_next(&parser->lexer);
    if (!take(parser, "(")) {
        return expr;
    }
    expr->op = EXPR_CALL;
    return parse_args(parser, ")", expr) ? check_call(parser, expr) : NULL;
}

static struct expr *parse_postfix(struct parser *parser)
{
    struct expr *expr = parse_primary(parser);
    int steps = 0;
    while (expr) {
        bool safe = at_sign(parser, "?.");
        if (++steps > EXPR_DEPTH_MAX) {
            return refuse(parser, "nested too deeply");
        }
        if (safe || at_sign(parser, ".")) {
            expr_lexer_next(&parser->lexer);
            expr = parse_member(parser, expr, safe);
        } else if (at_sign(parser, "[") || at_sign(parser, "?[")) {
            safe = at_sign(parser, "?[");
            expr_lexer_next(&parser->lexer);
            struct expr *index = parse_any(parser);
            expr = index ? node(parser, EXPR_INDEX, expr, index) : NULL;
            if (expr) {
                expr->safe = safe;
            }
            if (expr && !take(parser, "]")) {
                return refuse(parser, "a ] is missing");
            }
        } else if (at_sign(parser, "(")) {
            return refuse(parser, "a call of its own is not supported");
        } else {
            return expr;
        }
    }
    return NULL;
}

/* ---- operators ---- */

static struct expr *parse_unary(struct parser *parser)
{
    enum expr_op op = at_sign(parser, "!") ? EXPR_NOT : EXPR_MINUS;
    if (!at_sign(parser, "!") && !at_sign(parser, "-")) {
        return parse_postfix(parser);
    }
    if (++parser->depth > EXPR_DEPTH_MAX) {
        return refuse(parser, "nested too deeply");
    }
    expr_lexer_next(&parser->lexer);
    struct expr *of = parse_unary(parser);
    parser->depth--;
    return of ? node(parser, op, of, NULL) : NULL;
}

struct level {
    const char *sign;
    enum expr_op op;
};

static const struct level sums[] = {{"+", EXPR_ADD}, {"-", EXPR_SUB}, {NULL, EXPR_LITERAL}};
static const struct level orders[] = {{"<", EXPR_LT},  {"<=", EXPR_LE},  {">", EXPR_GT},
                                      {">=", EXPR_GE}, {"!in", EXPR_IN}, {NULL, EXPR_LITERAL}};
static const struct level equals[] = {
    {"==", EXPR_EQ},    {"!=", EXPR_NE},       {"===", EXPR_EQ},    {"!==", EXPR_NE},
    {"=~", EXPR_FINDS}, {"==~", EXPR_MATCHES}, {NULL, EXPR_LITERAL}};
static const struct level ands[] = {{"&&", EXPR_AND}, {NULL, EXPR_LITERAL}};
static const struct level ors[] = {{"||", EXPR_OR}, {NULL, EXPR_LITERAL}};
static const struct level *const levels[] = {ors, ands, equals, orders, sums};
#define LEVELS (sizeof(levels) / sizeof(levels[0]))

static const struct level *find_level(const struct parser *parser, const struct level *level)
{
    while (level->sign && !at_sign(parser, level->sign)) {
        level++;
    }
    return level->sign ? level : NULL;
}

static struct expr *parse_level(struct parser *parser, size_t at)
{
    if (at == LEVELS) {
        return parse_unary(parser);
    }
    struct expr *left = parse_level(parser, at + 1);
    int steps = 0;
    while (left) {
        const struct level *level = find_level(parser, levels[at]);
        bool in = levels[at] == orders && at_word(parser, "in");
        if (!level && !in) {
            return left;
        }
        if (++steps > EXPR_DEPTH_MAX) {
            return refuse(parser, "too long a chain");
        }
        bool not_in = level && level->op == EXPR_IN;
        expr_lexer_next(&parser->lexer);
        struct expr *right = parse_level(parser, at + 1);
        left = right ? node(parser, in ? EXPR_IN : level->op, left, right) : NULL;
        if (left && (left->op == EXPR_FINDS || left->op == EXPR_MATCHES) &&
            !compile(parser, left, right)) {
            return NULL;
        }
        left = left && not_in ? node(parser, EXPR_NOT, left, NULL) : left;
    }
    return NULL;
}

static struct expr *parse_choice(struct parser *parser)
{
    struct expr *expr = parse_level(parser, 0);
    if (expr && take(parser, "?:")) {
        struct expr *other = parse_any(parser);
        return other ? node(parser, EXPR_ELSE, expr, other) : NULL;
    }
    if (!expr || !take(parser, "?")) {
        return expr;
    }
    struct expr *yes = parse_any(parser);
    if (yes && !take(parser, ":")) {
        return refuse(parser, "a : is missing");
    }
    struct expr *no = yes ? parse_any(parser) : NULL;
    struct expr *choice = no ? node(parser, EXPR_IF, expr, yes) : NULL;
    if (choice) {
        choice->c = no;
    }
    return choice;
}

static struct expr *parse_any(struct parser *parser)
{
    if (++parser->depth > EXPR_DEPTH_MAX) {
        return refuse(parser, "nested too deeply");
    }
    struct expr *expr = parse_choice(parser);
    parser->depth--;
    return expr;
}

enum weir_verdict expr_parse(struct weir_arena *arena, struct weir_str text, struct expr **out,
                             struct weir_err *err)
{
    struct parser parser = {
        .lexer = {.text = text, .arena = arena, .err = err}, .arena = arena, .err = err};
    if (text.n > EXPR_TEXT_MAX) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "an expression may have %zu bytes",
                            EXPR_TEXT_MAX);
    }
    expr_lexer_next(&parser.lexer);
    if (at_word(&parser, "return")) {
        expr_lexer_next(&parser.lexer);
    }
    *out = parse_any(&parser);
    while (*out && take(&parser, ";")) {
    }
    if (*out && parser.lexer.token != TOKEN_END) {
        if (parser.lexer.token == TOKEN_NAME) {
            return weir_err_set(err, WEIR_BAD_CONFIG, "%.*s is not supported at position %zu",
                                WEIR_STR_ARG(parser.lexer.word), parser.lexer.begin);
        }
        *out = refuse_word(&parser);
    }
    return *out ? WEIR_OK : err->class;
}
