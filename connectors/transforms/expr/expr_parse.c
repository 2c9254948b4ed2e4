/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_parse.c: the words of an expression come in, its tree goes out. One function a level of
 * binding, from ? : down to the operands of expr_operand.c; how deep it may go is limited.
 */
#include "expr_parts.h"

/* ---- helpers ---- */

struct expr *expr_node(struct expr_parser *parser, enum expr_op op, struct expr *a, struct expr *b)
{
    struct expr *expr = WEIR_NEW(parser->arena, struct expr);
    expr->op = op;
    expr->a = a;
    expr->b = b;
    expr->javascript = parser->lexer.language == EXPR_JAVASCRIPT;
    return expr;
}

struct expr *expr_refuse(struct expr_parser *parser, const char *what)
{
    if (parser->lexer.token != TOKEN_BAD) {
        weir_err_set(parser->err, WEIR_BAD_CONFIG, "%s at position %zu", what, parser->lexer.begin);
        parser->lexer.token = TOKEN_BAD;
    }
    return NULL;
}

/* What stands there fits nowhere. */
struct expr *expr_refuse_word(struct expr_parser *parser)
{
    const struct expr_lexer *lexer = &parser->lexer;
    if (lexer->token == TOKEN_END) {
        return expr_refuse(parser, "the expression ends too early");
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

bool expr_at_sign(const struct expr_parser *parser, const char *sign)
{
    return parser->lexer.token == TOKEN_SIGN && weir_str_is(parser->lexer.word, sign);
}

static bool at_word(const struct expr_parser *parser, const char *word)
{
    return parser->lexer.token == TOKEN_NAME && weir_str_is(parser->lexer.word, word);
}

bool expr_take(struct expr_parser *parser, const char *sign)
{
    bool there = expr_at_sign(parser, sign);
    if (there) {
        expr_lexer_next(&parser->lexer);
    }
    return there;
}

/* ---- operators ---- */

static struct expr *parse_unary(struct expr_parser *parser)
{
    enum expr_op op = expr_at_sign(parser, "!")   ? EXPR_NOT
                      : expr_at_sign(parser, "+") ? EXPR_PLUS
                                                  : EXPR_MINUS;
    if (op == EXPR_MINUS && !expr_at_sign(parser, "-")) {
        return expr_parse_operand(parser);
    }
    if (++parser->depth > EXPR_DEPTH_MAX) {
        return expr_refuse(parser, "nested too deeply");
    }
    expr_lexer_next(&parser->lexer);
    struct expr *of = parse_unary(parser);
    parser->depth--;
    if (of && op == EXPR_MINUS && of->op == EXPR_LITERAL && of->val.type == WEIR_INT64 &&
        of->val.spare && of->val.i == -(int64_t)INT32_MIN) {
        of->val = weir_int(WEIR_INT32, INT32_MIN);
        return of;
    }
    return of ? expr_node(parser, op, of, NULL) : NULL;
}

struct level {
    const char *sign;
    enum expr_op op;
};

static const struct level products[] = {
    {"*", EXPR_MUL}, {"/", EXPR_DIV}, {"%", EXPR_REM}, {NULL, EXPR_LITERAL}};
static const struct level sums[] = {{"+", EXPR_ADD}, {"-", EXPR_SUB}, {NULL, EXPR_LITERAL}};
static const struct level ranges[] = {
    {"..<", EXPR_RANGE}, {"..", EXPR_RANGE}, {NULL, EXPR_LITERAL}};
static const struct level orders[] = {{"<", EXPR_LT},  {"<=", EXPR_LE},  {">", EXPR_GT},
                                      {">=", EXPR_GE}, {"!in", EXPR_IN}, {NULL, EXPR_LITERAL}};
static const struct level equals[] = {
    {"==", EXPR_EQ},    {"!=", EXPR_NE},       {"===", EXPR_EQ},    {"!==", EXPR_NE},
    {"=~", EXPR_FINDS}, {"==~", EXPR_MATCHES}, {NULL, EXPR_LITERAL}};
static const struct level ands[] = {{"&&", EXPR_AND}, {NULL, EXPR_LITERAL}};
static const struct level ors[] = {{"||", EXPR_OR}, {NULL, EXPR_LITERAL}};
static const struct level *const levels[] = {ors, ands, equals, orders, ranges, sums, products};
#define LEVELS (sizeof(levels) / sizeof(levels[0]))

static const struct level *find_level(const struct expr_parser *parser, const struct level *level)
{
    while (level->sign && !expr_at_sign(parser, level->sign)) {
        level++;
    }
    return level->sign ? level : NULL;
}

static struct expr *parse_level(struct expr_parser *parser, size_t at)
{
    if (at == LEVELS) {
        return parse_unary(parser);
    }
    struct expr *left = parse_level(parser, at + 1);
    int steps = 0;
    while (left) {
        const struct level *level = find_level(parser, levels[at]);
        bool in =
            levels[at] == orders && at_word(parser, "in") && parser->lexer.language == EXPR_GROOVY;
        if (!level && !in) {
            return left;
        }
        if (++steps > EXPR_DEPTH_MAX) {
            return expr_refuse(parser, "too long a chain");
        }
        bool not_in = level && level->op == EXPR_IN;
        if (parser->lexer.begins_line && levels[at] == sums) {
            return expr_refuse(parser, "a line cannot begin with + or -");
        }
        expr_lexer_next(&parser->lexer);
        struct expr *right = parse_level(parser, at + 1);
        left = right ? expr_node(parser, in ? EXPR_IN : level->op, left, right) : NULL;
        if (left && (left->op == EXPR_FINDS || left->op == EXPR_MATCHES) &&
            !expr_compile(parser, left, right)) {
            return NULL;
        }
        if (left && left->op == EXPR_RANGE) {
            left->at = level == &ranges[0];
        }
        if (left && level) {
            left->strict = level == &equals[2] || level == &equals[3];
        }
        left = left && not_in ? expr_node(parser, EXPR_NOT, left, NULL) : left;
    }
    return NULL;
}

static struct expr *parse_choice(struct expr_parser *parser)
{
    struct expr *expr = parse_level(parser, 0);
    if (expr && expr_take(parser, "?:")) {
        struct expr *other = expr_parse_any(parser);
        return other ? expr_node(parser, EXPR_ELSE, expr, other) : NULL;
    }
    if (!expr || !expr_take(parser, "?")) {
        return expr;
    }
    struct expr *yes = expr_parse_any(parser);
    if (yes && !expr_take(parser, ":")) {
        return expr_refuse(parser, "a : is missing");
    }
    struct expr *no = yes ? expr_parse_any(parser) : NULL;
    struct expr *choice = no ? expr_node(parser, EXPR_IF, expr, yes) : NULL;
    if (choice) {
        choice->c = no;
    }
    return choice;
}

struct expr *expr_parse_any(struct expr_parser *parser)
{
    if (++parser->depth > EXPR_DEPTH_MAX) {
        return expr_refuse(parser, "nested too deeply");
    }
    struct expr *expr = parse_choice(parser);
    parser->depth--;
    return expr;
}

enum weir_verdict expr_parse(struct weir_arena *arena, enum expr_language language,
                             struct weir_str text, struct expr **out, struct weir_err *err)
{
    struct expr_parser parser = {
        .lexer = {.text = text, .language = language, .arena = arena, .err = err},
        .arena = arena,
        .err = err};
    if (text.n > EXPR_TEXT_MAX) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "an expression may have %zu bytes",
                            EXPR_TEXT_MAX);
    }
    expr_lexer_next(&parser.lexer);
    if (language == EXPR_GROOVY && at_word(&parser, "return")) {
        expr_lexer_next(&parser.lexer);
    }
    *out = expr_parse_any(&parser);
    while (*out && expr_take(&parser, ";")) {
    }
    if (*out && parser.lexer.token != TOKEN_END) {
        if (parser.lexer.token == TOKEN_NAME) {
            return weir_err_set(err, WEIR_BAD_CONFIG, "%.*s is not supported at position %zu",
                                WEIR_STR_ARG(parser.lexer.word), parser.lexer.begin);
        }
        *out = expr_refuse_word(&parser);
    }
    return *out ? expr_check(*out, language, err) : err->class;
}
