/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ddl_lex.c: cuts SQL text into tokens in one pass. It never fails: what is not closed goes on to
 * the end of the text, and the parser finds out what is missing.
 */
#include "ddl_lex.h"

#include <strings.h>

struct lexer {
    const char *p;
    const char *end;
    bool escapes;    /* backslashes in strings mean something */
    bool unclosed;   /* a string went on to the end */
    int executable;  /* comments whose end is still to come */
};

static bool blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool hex_digit(char c)
{
    return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool name_char(char c)
{
    return digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
           (unsigned char)c >= 0x80;
}

static char peek(const struct lexer *lex, size_t at)
{
    return at < (size_t)(lex->end - lex->p) ? lex->p[at] : '\0';
}

static void to_line_end(struct lexer *lex)
{
    while (lex->p < lex->end && *lex->p != '\n') {
        lex->p++;
    }
}

static void past_comment(struct lexer *lex)
{
    lex->p += 2;
    while (lex->p < lex->end && !(lex->p[0] == '*' && peek(lex, 1) == '/')) {
        lex->p++;
    }
    lex->p += lex->end - lex->p < 2 ? lex->end - lex->p : 2;
}

/* Past the mark and the version number of an executable comment; false: it is not one. */
static bool into_executable(struct lexer *lex)
{
    size_t at = 2;
    if (peek(lex, at) == 'M') {
        at++;
    }
    if (peek(lex, at) != '!') {
        return false;
    }
    at++;
    for (size_t digits = 0; digits < 6 && digit(peek(lex, at)); digits++) {
        at++;
    }
    lex->p += at;
    lex->executable++;
    return true;
}

/* Passes over one blank or comment, if there is one. */
static bool past_space(struct lexer *lex)
{
    char c = *lex->p;
    if (blank(c)) {
        lex->p++;
        return true;
    }
    if (c == '#' || (c == '-' && peek(lex, 1) == '-' &&
                     (lex->end - lex->p == 2 || (unsigned char)peek(lex, 2) <= ' '))) {
        to_line_end(lex);
        return true;
    }
    if (c == '/' && peek(lex, 1) == '*') {
        if (!into_executable(lex)) {
            past_comment(lex);
        }
        return true;
    }
    if (c == '*' && peek(lex, 1) == '/' && lex->executable > 0) {
        lex->executable--;
        lex->p += 2;
        return true;
    }
    return false;
}

static void past_quoted(struct lexer *lex)
{
    char quote = *lex->p++;
    while (lex->p < lex->end) {
        char c = *lex->p++;
        if (c == '\\' && quote != '`' && lex->escapes) {
            lex->p += lex->p < lex->end;
        } else if (c == quote) {
            if (peek(lex, 0) != quote) {
                return;
            }
            lex->p++;
        }
    }
    lex->unclosed = true;
}

static enum ddl_kind quoted(struct lexer *lex)
{
    enum ddl_kind kind = *lex->p == '`' ? DDL_NAME : DDL_STRING;
    past_quoted(lex);
    return kind;
}

static enum ddl_kind variable(struct lexer *lex)
{
    while (peek(lex, 0) == '@') {
        lex->p++;
    }
    char c = peek(lex, 0);
    if (c == '\'' || c == '"' || c == '`') {
        past_quoted(lex);
        return DDL_VARIABLE;
    }
    while (lex->p < lex->end && (name_char(*lex->p) || *lex->p == '.')) {
        lex->p++;
    }
    return DDL_VARIABLE;
}

static void past_digits(struct lexer *lex)
{
    while (digit(peek(lex, 0))) {
        lex->p++;
    }
}

static bool past_exponent(struct lexer *lex)
{
    size_t at = 1;
    if (peek(lex, 0) != 'e' && peek(lex, 0) != 'E') {
        return false;
    }
    if (peek(lex, at) == '+' || peek(lex, at) == '-') {
        at++;
    }
    if (!digit(peek(lex, at))) {
        return false;
    }
    lex->p += at;
    past_digits(lex);
    return true;
}

/* Digits first: a number, unless letters make a name of it (2fa, 1e5 is a number). */
static enum ddl_kind number(struct lexer *lex)
{
    const char *start = lex->p;
    if (*start == '0' && (peek(lex, 1) == 'x') && hex_digit(peek(lex, 2))) {
        lex->p += 2;
        while (hex_digit(peek(lex, 0))) {
            lex->p++;
        }
        if (!name_char(peek(lex, 0))) {
            return DDL_HEX;
        }
        lex->p = start;
    }
    past_digits(lex);
    bool real = false;
    if (peek(lex, 0) == '.') {
        real = true;
        lex->p++;
        past_digits(lex);
    }
    real |= past_exponent(lex);
    if (!name_char(peek(lex, 0))) {
        return real ? DDL_REAL : DDL_NUMBER;
    }
    for (lex->p = start; name_char(peek(lex, 0));) {
        lex->p++;
    }
    return DDL_WORD;
}

static enum ddl_kind word(struct lexer *lex)
{
    char c = *lex->p;
    if (peek(lex, 1) == '\'' && (c == 'b' || c == 'B' || c == 'x' || c == 'X' || c == 'n' || c == 'N')) {
        lex->p++;
        past_quoted(lex);
        return c == 'b' || c == 'B' ? DDL_BITS : c == 'x' || c == 'X' ? DDL_HEX : DDL_NATIONAL;
    }
    while (lex->p < lex->end && name_char(*lex->p)) {
        lex->p++;
    }
    return DDL_WORD;
}

static enum ddl_kind one_token(struct lexer *lex, bool after_dot)
{
    char c = *lex->p;
    if (c == '\'' || c == '"' || c == '`') {
        return quoted(lex);
    }
    if (c == '@') {
        return variable(lex);
    }
    if (!after_dot && (digit(c) || (c == '.' && digit(peek(lex, 1))))) {
        return number(lex);
    }
    if (name_char(c)) {
        return word(lex);
    }
    lex->p++;
    return DDL_PUNCT;
}

/* A name may begin with digits after a dot that follows a name: db.2024_log. */
static bool name_dot(const struct ddl_token *items, size_t n)
{
    return n >= 2 && ddl_punct(&items[n - 1], '.') &&
           (items[n - 2].kind == DDL_WORD || items[n - 2].kind == DDL_NAME);
}

static bool dot_of_name(const struct lexer *lex, const struct ddl_token *items, size_t n)
{
    return *lex->p == '.' && n > 0 && items[n - 1].text.p + items[n - 1].text.n == lex->p &&
           (items[n - 1].kind == DDL_WORD || items[n - 1].kind == DDL_NAME);
}

static struct ddl_tokens all_tokens(struct lexer *lex, struct weir_arena *arena)
{
    size_t cap = (size_t)(lex->end - lex->p) / 4 + 16;
    struct ddl_token *items = WEIR_NEW_ARRAY(arena, struct ddl_token, cap);
    size_t n = 0;
    while (lex->p < lex->end) {
        if (past_space(lex)) {
            continue;
        }
        if (n + 1 >= cap) {
            struct ddl_token *more = WEIR_NEW_ARRAY(arena, struct ddl_token, cap * 2);
            memcpy(more, items, n * sizeof(*items));
            items = more;
            cap *= 2;
        }
        const char *start = lex->p;
        bool name = dot_of_name(lex, items, n) || name_dot(items, n);
        items[n].in_comment = lex->executable > 0;
        items[n].kind = one_token(lex, name);
        items[n].text = weir_str_n(start, (size_t)(lex->p - start));
        n++;
    }
    items[n] = (struct ddl_token){.kind = DDL_END, .text = weir_str_n(lex->end, 0)};
    return (struct ddl_tokens){.items = items, .n = n};
}

struct ddl_tokens ddl_lex(struct weir_str sql, struct weir_arena *arena)
{
    struct lexer lex = {.p = sql.p ? sql.p : "", .escapes = true};
    lex.end = lex.p + sql.n;
    struct ddl_tokens tokens = all_tokens(&lex, arena);
    if (lex.unclosed) {
        /* A server took the text, so it read it otherwise: sql_mode NO_BACKSLASH_ESCAPES. */
        struct lexer again = {.p = lex.end - sql.n, .end = lex.end};
        struct ddl_tokens other = all_tokens(&again, arena);
        return again.unclosed ? tokens : other;
    }
    return tokens;
}

bool ddl_is(const struct ddl_token *token, const char *word)
{
    size_t n = strlen(word);
    return token->kind == DDL_WORD && token->text.n == n && !strncasecmp(token->text.p, word, n);
}

bool ddl_punct(const struct ddl_token *token, char c)
{
    return token->kind == DDL_PUNCT && token->text.p[0] == c;
}

bool ddl_is_name(const struct ddl_token *token)
{
    return token->kind == DDL_WORD || token->kind == DDL_NAME || token->kind == DDL_STRING;
}

struct weir_str ddl_between_quotes(struct weir_str text)
{
    if (text.n >= 2 && (text.p[0] == '\'' || text.p[0] == '"' || text.p[0] == '`') &&
        text.p[text.n - 1] == text.p[0]) {
        return weir_str_n(text.p + 1, text.n - 2);
    }
    return text;
}

struct weir_str ddl_name_of(const struct ddl_token *token, struct weir_arena *arena)
{
    if (token->kind != DDL_NAME && token->kind != DDL_STRING) {
        return token->text;
    }
    struct weir_str inner = ddl_between_quotes(token->text);
    char quote = token->text.p[0];
    if (weir_str_chr(inner, quote) < 0) {
        return inner;
    }
    char *to = weir_arena_bytes(arena, inner.n);
    size_t n = 0;
    for (size_t i = 0; i < inner.n; i++) {
        to[n++] = inner.p[i];
        i += inner.p[i] == quote;
    }
    return weir_str_n(to, n);
}
