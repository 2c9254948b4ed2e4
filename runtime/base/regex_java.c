/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regex_java.c: a Java pattern in, one for PCRE2 out. The dialects are close, so most is copied;
 * what PCRE2 has and Java has not, such as verbs and recursion, is refused as Java refuses it.
 */
#include "base/regex_java.h"

#include <stdarg.h>
#include <stdio.h>

#define REPEAT_MAX INT32_MAX

/* How many characters, which is what Java counts, stand before the byte at. */
static size_t java_index(struct weir_str pattern, size_t at)
{
    size_t index = 0;
    while (at < pattern.n && at > 0 && ((uint8_t)pattern.p[at] & 0xc0) == 0x80) {
        at--; /* within a character: the index of that character */
    }
    for (size_t i = 0; i < at && i < pattern.n; i++) {
        index += ((uint8_t)pattern.p[i] & 0xc0) != 0x80;
    }
    return index;
}

static size_t java_length(struct weir_str pattern)
{
    size_t units = 0;
    for (size_t i = 0; i < pattern.n; i++) {
        uint8_t byte = (uint8_t)pattern.p[i];
        units += (byte & 0xc0) != 0x80;
        units += byte >= 0xf0;
    }
    return units;
}

bool regex_refuse(struct regex_java *jx, size_t at, const char *fmt, ...)
{
    struct weir_buf text;
    char what[256];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof(what), fmt, args);
    va_end(args);
    weir_buf_init(&text, sizeof(jx->err->text) - 1);
    weir_buf_text(&text, what);
    if (at != REGEX_NOWHERE) {
        weir_buf_printf(&text, " near index %zu", java_index(jx->pattern, at));
    }
    weir_buf_char(&text, '\n');
    weir_buf_str(&text, jx->pattern);
    size_t index = java_index(jx->pattern, at);
    if (at != REGEX_NOWHERE && index < java_length(jx->pattern)) {
        weir_buf_char(&text, '\n');
        for (size_t i = 0; i < index; i++) {
            weir_buf_char(&text, i < jx->pattern.n && jx->pattern.p[i] == '\t' ? '\t' : ' ');
        }
        weir_buf_char(&text, '^');
    }
    weir_err_set(jx->err, WEIR_BAD_CONFIG, "%.*s", WEIR_STR_ARG(weir_buf_view(&text)));
    weir_buf_free(&text);
    return false;
}

void regex_copy(struct regex_java *jx, size_t n)
{
    weir_buf_add(jx->out, jx->pattern.p + jx->at, n);
    jx->at += n;
}

/* ---- quantifiers ---- */

/* Digits of a repetition; false when they are more than Java counts. */
static bool take_count(struct regex_java *jx, int64_t *count)
{
    for (*count = 0; regex_peek(jx, 0) >= '0' && regex_peek(jx, 0) <= '9'; jx->at++) {
        *count = *count * 10 + (regex_peek(jx, 0) - '0');
        if (*count > REPEAT_MAX) {
            return regex_refuse(jx, jx->at, "Illegal repetition range");
        }
    }
    return true;
}

static bool counted(struct regex_java *jx)
{
    int64_t min = 0;
    int64_t max = INT64_MAX;
    size_t begin = jx->at++;
    if (regex_peek(jx, 0) < '0' || regex_peek(jx, 0) > '9') {
        return regex_refuse(jx, jx->at, "Illegal repetition");
    }
    if (!take_count(jx, &min)) {
        return false;
    }
    if (regex_peek(jx, 0) == ',') {
        jx->at++;
        bool bounded = regex_peek(jx, 0) >= '0' && regex_peek(jx, 0) <= '9';
        if (bounded && !take_count(jx, &max)) {
            return false;
        }
    }
    if (regex_peek(jx, 0) != '}') {
        return regex_refuse(jx, jx->at, "Unclosed counted closure");
    }
    if (max < min) {
        return regex_refuse(jx, jx->at, "Illegal repetition range");
    }
    jx->at++;
    if (!jx->atom) {
        weir_buf_text(jx->out, "(?:)"); /* nothing, so many times */
    }
    weir_buf_add(jx->out, jx->pattern.p + begin, jx->at - begin);
    return true;
}

static bool quantifier(struct regex_java *jx, char c)
{
    if (c == '{') {
        if (!counted(jx)) {
            return false;
        }
    } else if (!jx->atom) {
        return regex_refuse(jx, jx->at, "Dangling meta character '%c'", c);
    } else {
        regex_copy(jx, 1);
    }
    if (regex_peek(jx, 0) == '?' || regex_peek(jx, 0) == '+') {
        regex_copy(jx, 1);
    }
    jx->atom = false;
    return true;
}

/* ---- escapes that are no characters ---- */

/* \Q to \E or the end: all of it stands for itself. */
static void quoted(struct regex_java *jx)
{
    for (jx->at += 2; jx->at < jx->pattern.n && !regex_has(jx, "\\E");) {
        regex_literal(jx->out, regex_take_point(jx));
        jx->atom = true;
    }
    jx->at += jx->at < jx->pattern.n ? 2 : 0;
}

/* A place, such as ^ or \b. Java lets it be repeated, PCRE2 only within a group. */
static void place(struct regex_java *jx, size_t n)
{
    bool repeated = regex_peek(jx, n) && strchr("*+?{", regex_peek(jx, n));
    weir_buf_text(jx->out, repeated ? "(?:" : "");
    regex_copy(jx, n);
    weir_buf_text(jx->out, repeated ? ")" : "");
    jx->atom = true;
}

static bool other_escape(struct regex_java *jx)
{
    char c = regex_peek(jx, 1);
    if (c == 'Q') {
        quoted(jx);
        return true;
    }
    jx->atom = true;
    if (c == 'k') {
        return regex_named_reference(jx);
    }
    if (c >= '1' && c <= '9') {
        regex_back_reference(jx);
        return true;
    }
    if (c && strchr("AbBGzZ", c)) {
        place(jx, 2);
        return true;
    }
    if (c == 'R' || c == 'X') {
        regex_copy(jx, 2);
        return true;
    }
    return regex_refuse(jx, jx->at + 1, "Illegal/unsupported escape sequence");
}

static bool escape(struct regex_java *jx)
{
    uint32_t point = 0;
    size_t begin = jx->out->n;
    switch (regex_escape(jx, jx->out, &point)) {
    case REGEX_REFUSED:
        return false;
    case REGEX_POINT:
        regex_literal(jx->out, point);
        break;
    case REGEX_SET:
        if (jx->out->n > begin && jx->out->p && jx->out->p[begin] == '[') {
            /* A POSIX name has to stand in brackets. */
            char name[64];
            size_t n = jx->out->n - begin < sizeof(name) ? jx->out->n - begin : sizeof(name);
            memcpy(name, jx->out->p + begin, n);
            jx->out->n = begin;
            weir_buf_char(jx->out, '[');
            weir_buf_add(jx->out, name, n);
            weir_buf_char(jx->out, ']');
        }
        break;
    case REGEX_OTHER:
        return other_escape(jx);
    }
    jx->atom = true;
    return true;
}

/* ---- the whole ---- */

/* Blanks and comments under (?x). */
static bool comment(struct regex_java *jx, char c)
{
    if (!jx->comments || !strchr(" \t\n\v\f\r#", c)) {
        return false;
    }
    ptrdiff_t end = c == '#' ? weir_str_chr(weir_str_from(jx->pattern, jx->at), '\n') : 0;
    regex_copy(jx, end < 0 ? jx->pattern.n - jx->at : (size_t)end + 1);
    return true;
}

static bool step(struct regex_java *jx)
{
    char c = regex_peek(jx, 0);
    switch (c) {
    case '\\':
        return escape(jx);
    case '[':
        jx->atom = true;
        return regex_class(jx);
    case '(':
        return regex_group(jx);
    case ')':
        return regex_group_end(jx);
    case '*':
    case '+':
    case '?':
    case '{':
        return quantifier(jx, c);
    case '^':
    case '$':
        place(jx, 1);
        return true;
    case '|':
        jx->atom = false;
        regex_copy(jx, 1);
        return true;
    case '}':
        jx->atom = true;
        regex_literal(jx->out, regex_take_point(jx));
        return true;
    default:
        if (c && comment(jx, c)) {
            return true;
        }
        jx->atom = true;
        regex_copy(jx, 1);
        return true;
    }
}

bool regex_translate(struct regex_java *jx)
{
    while (jx->at < jx->pattern.n) {
        if (!step(jx)) {
            return false;
        }
    }
    return jx->open == 0 || regex_refuse(jx, jx->pattern.n, "Unclosed group");
}
