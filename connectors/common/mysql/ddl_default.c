/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ddl_default.c: a default as the schema history tells it: a literal's text without its quotes and
 * otherwise as written, the epoch for the current time, and nothing for what is computed.
 */
#include "ddl_column.h"

static void is(struct my_column *column, struct weir_str text)
{
    column->has_default = true;
    column->default_value = text;
}

static bool at_operator(const struct ddl_cursor *cur)
{
    return cur->t->kind == DDL_PUNCT && cur->t->text.p[0] != '\0' &&
           strchr("+-*/%|&^<>", cur->t->text.p[0]);
}

/* DEFAULT 1 + 1: passes over the rest; whether there was any. */
static bool past_operators(struct ddl_cursor *cur)
{
    bool any = false;
    while (at_operator(cur)) {
        any = true;
        ddl_next(cur);
        bool word = cur->t->kind == DDL_WORD;
        ddl_past(cur);
        if (word && ddl_punct(cur->t, '(')) {
            ddl_past(cur);
        }
    }
    return any;
}

static bool current_time(const struct ddl_token *token, bool *epoch)
{
    static const char *const words[] = {"LOCALTIME", "LOCALTIMESTAMP", "CURDATE", "CURTIME"};
    *epoch = ddl_is(token, "CURRENT_TIMESTAMP") ||
             (ddl_is(token, "NOW") && ddl_punct(token + 1, '('));
    bool is_time = *epoch;
    for (size_t i = 0; i < 4; i++) {
        is_time |= ddl_is(token, words[i]);
    }
    return is_time;
}

/* Text of the tokens without what stands between them. */
static struct weir_str joined(struct ddl_cursor *cur, const struct ddl_token *from)
{
    size_t size = 0;
    for (const struct ddl_token *t = from; t < cur->t; t++) {
        size += t->text.n;
    }
    char *to = weir_arena_bytes(cur->arena, size + 1);
    size_t n = 0;
    for (const struct ddl_token *t = from; t < cur->t; t++) {
        memcpy(to + n, t->text.p, t->text.n);
        n += t->text.n;
    }
    return weir_str_n(to, n);
}

static void take_time(struct ddl_cursor *cur, struct my_column *column, bool epoch)
{
    const struct ddl_token *from = cur->t;
    ddl_next(cur);
    if (ddl_punct(cur->t, '(')) {
        ddl_past(cur);
    }
    struct weir_str text = epoch ? WEIR_STR("1970-01-01 00:00:00") : joined(cur, from);
    struct ddl_cursor then = *cur;
    bool other = false;
    if (ddl_take2(&then, "ON", "UPDATE") && current_time(then.t, &other)) {
        ddl_next(&then);
        if (ddl_punct(then.t, '(')) {
            ddl_past(&then);
        }
        *cur = then;
    }
    is(column, text);
}

/* 'text', _utf8mb4'text', N'text', 'one' 'two', with a COLLATE after it or not. */
static void take_text(struct ddl_cursor *cur, struct my_column *column)
{
    const struct ddl_token *from = cur->t;
    while (cur->t->kind != DDL_END && cur->t->kind != DDL_STRING && cur->t->kind != DDL_NATIONAL) {
        ddl_next(cur);
    }
    const struct ddl_token *string = cur->t;
    do {
        ddl_next(cur);
    } while (cur->t->kind == DDL_STRING);
    struct weir_str text = joined(cur, from);
    if (ddl_is(cur->t, "COLLATE") && cur->t[1].kind != DDL_END) {
        cur->t += 2;
        text = string->text;
    }
    if (past_operators(cur)) {
        text = WEIR_STR_NULL;
    }
    is(column, text.p ? ddl_between_quotes(text) : text);
}

static bool number_follows(const struct ddl_cursor *cur)
{
    const struct ddl_token *t = cur->t;
    t += ddl_punct(t, '-') || ddl_punct(t, '+');
    return t->kind == DDL_NUMBER || t->kind == DDL_REAL;
}

static void take_number(struct ddl_cursor *cur, struct my_column *column)
{
    const struct ddl_token *from = cur->t;
    cur->t += cur->t->kind == DDL_PUNCT;
    ddl_next(cur);
    struct weir_str text = joined(cur, from);
    is(column, past_operators(cur) ? WEIR_STR_NULL : text);
}

/* A function, a parenthesis, a name: computed. A sequence's next value is no default at all. */
static void take_expression(struct ddl_cursor *cur, struct my_column *column)
{
    const struct ddl_token *t = cur->t;
    bool sequence = ((ddl_is(t, "NEXTVAL") || ddl_is(t, "LASTVAL")) && ddl_punct(t + 1, '(')) ||
                    (ddl_punct(t, '(') && (ddl_is(t + 1, "NEXT") || ddl_is(t + 1, "PREVIOUS")) &&
                     ddl_is(t + 2, "VALUE"));
    bool word = !ddl_punct(t, '(');
    bool at_sign = at_operator(cur);
    ddl_past(cur);
    if (at_sign) {
        ddl_past(cur);
    }
    if (word && ddl_punct(cur->t, '(')) {
        ddl_past(cur);
    }
    (void)past_operators(cur);
    if (!sequence) {
        is(column, WEIR_STR_NULL);
    }
}

static bool text_follows(const struct ddl_cursor *cur)
{
    const struct ddl_token *t = cur->t;
    return t->kind == DDL_STRING || t->kind == DDL_NATIONAL ||
           (t->kind == DDL_WORD && t->text.p[0] == '_' && t[1].kind == DDL_STRING);
}

void ddl_default(struct ddl_cursor *cur, struct my_column *column)
{
    bool epoch = false;
    if (ddl_at_item_end(cur)) {
        return;
    }
    if (ddl_take(cur, "NULL")) {
        return;
    }
    if (current_time(cur->t, &epoch)) {
        take_time(cur, column, epoch);
    } else if (text_follows(cur)) {
        take_text(cur, column);
    } else if (number_follows(cur)) {
        take_number(cur, column);
    } else if (cur->t->kind == DDL_BITS) {
        struct weir_str text = cur->t->text;
        is(column, weir_str_n(text.p + 2, text.n > 3 ? text.n - 3 : 0));
        ddl_next(cur);
    } else if (cur->t->kind == DDL_HEX) {
        ddl_next(cur);
    } else if (ddl_is(cur->t, "TRUE") || ddl_is(cur->t, "FALSE")) {
        is(column, cur->t->text);
        ddl_next(cur);
    } else {
        take_expression(cur, column);
    }
}

void ddl_optional(struct my_column *column, bool optional)
{
    column->optional = optional;
    if (optional && !column->has_default) {
        is(column, WEIR_STR_NULL);
    }
}
