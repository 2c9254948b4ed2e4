/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_lex.c: the text of an expression comes in, its words go out one by one. What the operators
 * are is expr_signs.c's.
 */
#include "expr_parts.h"

static char peek(const struct expr_lexer *lexer, size_t ahead)
{
    return lexer->at + ahead < lexer->text.n ? lexer->text.p[lexer->at + ahead] : 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int hex_digit(char c)
{
    return is_digit(c)                              ? c - '0'
           : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                    : -1;
}

/* \uXXXX behind the backslash; false: it is none, or half of a pair. */
static bool code_point(struct weir_str text, uint32_t *point)
{
    *point = 0;
    for (size_t i = 1; i <= 4; i++) {
        int digit = i < text.n ? hex_digit(text.p[i]) : -1;
        if (digit < 0) {
            return false;
        }
        *point = *point << 4 | (uint32_t)digit;
    }
    return *point > 0 && (*point < 0xd800 || *point > 0xdfff);
}

static char letter_of(char c)
{
    static const char letters[] = "ntrbf";
    static const char meant[] = "\n\t\r\b\f";
    const char *at = strchr(letters, c);
    return at && c ? meant[at - letters] : c;
}

/* What stands behind a backslash. */
static bool is_escape(struct weir_str text)
{
    uint32_t point;
    return text.n && (text.p[0] == 'u' ? code_point(text, &point)
                                       : memchr("ntrbf\\'\"$/", text.p[0], 11) != NULL);
}

struct weir_str expr_unescape(struct weir_arena *arena, struct weir_str text)
{
    char *out = weir_arena_bytes(arena, text.n + 1);
    size_t n = 0;
    uint32_t point;
    for (size_t i = 0; i < text.n; i++) {
        struct weir_str rest = weir_str_from(text, i + 1);
        if (text.p[i] != '\\' || !rest.n) {
            out[n++] = text.p[i];
        } else if (rest.p[0] == 'u' && code_point(rest, &point)) {
            n += weir_utf8_put(out + n, point);
            i += 5;
        } else {
            out[n++] = letter_of(text.p[++i]);
        }
    }
    return weir_str_n(out, n);
}

static void bad(struct expr_lexer *lexer, const char *what)
{
    lexer->token = TOKEN_BAD;
    weir_err_set(lexer->err, WEIR_BAD_CONFIG, "%s at position %zu", what, lexer->begin);
}

/* To the quote that ends it; a backslash takes the next letter with it. */
static void read_quoted(struct expr_lexer *lexer, char quote)
{
    if (peek(lexer, 1) == quote && peek(lexer, 2) == quote) {
        bad(lexer, "a text of several lines is not supported");
        return;
    }
    size_t begin = ++lexer->at;
    while (lexer->at < lexer->text.n && lexer->text.p[lexer->at] != quote) {
        bool escape = lexer->text.p[lexer->at] == '\\';
        if (escape && !is_escape(weir_str_from(lexer->text, lexer->at + 1))) {
            lexer->begin = lexer->at;
            bad(lexer, "this escape in a text is not supported");
            return;
        }
        lexer->at += escape ? 2 : 1;
    }
    if (lexer->at >= lexer->text.n) {
        bad(lexer, "a text does not end");
        return;
    }
    lexer->word = weir_str_n(lexer->text.p + begin, lexer->at - begin);
    lexer->at++;
    lexer->token = quote == '"' ? TOKEN_GSTRING : TOKEN_STRING;
    if (quote == '\'') {
        lexer->word = expr_unescape(lexer->arena, lexer->word);
    }
}

/* /regular expression/: only \/ is an escape. */
static void read_slashed(struct expr_lexer *lexer)
{
    char *out = weir_arena_bytes(lexer->arena, lexer->text.n - lexer->at);
    size_t n = 0;
    for (lexer->at++; lexer->at < lexer->text.n && peek(lexer, 0) != '/'; lexer->at++) {
        lexer->at += peek(lexer, 0) == '\\' && peek(lexer, 1) == '/';
        out[n++] = peek(lexer, 0);
    }
    if (lexer->at >= lexer->text.n) {
        bad(lexer, "a /pattern/ does not end");
        return;
    }
    lexer->at++;
    lexer->token = TOKEN_STRING;
    lexer->word = weir_str_n(out, n);
}

void expr_lexer_bad_number(struct expr_lexer *lexer)
{
    lexer->token = TOKEN_BAD;
    weir_err_set(lexer->err, WEIR_BAD_CONFIG,
                 "the expression uses the number `%.*s` at position %zu, which is not supported: "
                 "write it in decimal digits",
                 WEIR_STR_ARG(weir_str_n(lexer->text.p + lexer->begin, lexer->at - lexer->begin)),
                 lexer->begin);
}

static void read_number(struct expr_lexer *lexer)
{
    size_t begin = lexer->at;
    while (is_digit(peek(lexer, 0)) || (peek(lexer, 0) == '.' && is_digit(peek(lexer, 1)))) {
        lexer->at++;
    }
    lexer->token = TOKEN_NUMBER;
    lexer->word = weir_str_n(lexer->text.p + begin, lexer->at - begin);
    lexer->suffix = 0;
    if (peek(lexer, 0) && strchr("LlIiGgDdFf", peek(lexer, 0))) {
        lexer->suffix = (char)(peek(lexer, 0) & ~0x20);
        lexer->at++;
    }
    bool octal = lexer->word.n > 1 && lexer->word.p[0] == '0' && is_digit(lexer->word.p[1]);
    if (octal || expr_begins_name(peek(lexer, 0))) {
        while (expr_begins_name(peek(lexer, 0)) || is_digit(peek(lexer, 0))) {
            lexer->at++;
        }
        expr_lexer_bad_number(lexer);
    }
}

static void read_sign(struct expr_lexer *lexer)
{
    const char *refusal = NULL;
    struct weir_str sign =
        expr_sign_at(weir_str_from(lexer->text, lexer->at), lexer->language, &refusal);
    if (!sign.n) {
        bad(lexer, "a character that is no part of an expression");
        return;
    }
    lexer->token = refusal ? TOKEN_BAD : TOKEN_SIGN;
    lexer->word = sign;
    lexer->at += sign.n;
    if (refusal) {
        weir_err_set(lexer->err, WEIR_BAD_CONFIG,
                     "the expression uses `%s` at position %zu, which is not supported: %s", sign.p,
                     lexer->begin, refusal);
    }
}

static void read_token(struct expr_lexer *lexer)
{
    char c = peek(lexer, 0);
    lexer->begin = lexer->at;
    if (lexer->at >= lexer->text.n) {
        lexer->token = TOKEN_END;
        lexer->word = WEIR_STR("");
    } else if (expr_begins_name(c)) {
        while (expr_begins_name(peek(lexer, 0)) || is_digit(peek(lexer, 0))) {
            lexer->at++;
        }
        lexer->token = TOKEN_NAME;
        lexer->word = weir_str_n(lexer->text.p + lexer->begin, lexer->at - lexer->begin);
    } else if (is_digit(c)) {
        read_number(lexer);
    } else if (c == '\'' || c == '"') {
        read_quoted(lexer, c);
    } else if (c == '/' && !lexer->operand_before) {
        read_slashed(lexer);
    } else {
        read_sign(lexer);
    }
}

/* Blanks and comments. False: a comment does not end. */
static bool skip_blanks(struct expr_lexer *lexer)
{
    while (lexer->at < lexer->text.n) {
        struct weir_str rest = weir_str_from(lexer->text, lexer->at);
        size_t n = (uint8_t)rest.p[0] <= ' ';
        if (weir_str_starts(rest, WEIR_STR("//"))) {
            ptrdiff_t end = weir_str_chr(rest, '\n');
            n = end < 0 ? rest.n : (size_t)end;
        } else if (weir_str_starts(rest, WEIR_STR("/*"))) {
            ptrdiff_t end = weir_str_find(weir_str_from(rest, 2), WEIR_STR("*/"));
            n = end < 0 ? 0 : (size_t)end + 4;
        }
        if (n == 0) {
            return !weir_str_starts(rest, WEIR_STR("/*"));
        }
        lexer->at += n;
    }
    return true;
}

/* Behind these words a / begins a text. */
static bool is_operator_word(struct weir_str word)
{
    return weir_str_is(word, "in") || weir_str_is(word, "return");
}

void expr_lexer_next(struct expr_lexer *lexer)
{
    size_t begin = lexer->at;
    bool ended = skip_blanks(lexer);
    lexer->begins_line =
        begin > 0 && weir_str_chr(weir_str_n(lexer->text.p + begin, lexer->at - begin), '\n') >= 0;
    if (!ended) {
        lexer->begin = lexer->at;
        bad(lexer, "a comment does not end");
        return;
    }
    read_token(lexer);
    lexer->operand_before =
        (lexer->token == TOKEN_NAME && !is_operator_word(lexer->word)) ||
        lexer->token == TOKEN_NUMBER || lexer->token == TOKEN_STRING ||
        lexer->token == TOKEN_GSTRING ||
        (lexer->token == TOKEN_SIGN && (lexer->word.p[0] == ')' || lexer->word.p[0] == ']'));
}
