/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header_tokens.c: the text of a header in, its tokens out, with one token's look-ahead.
 */
#include "header_tokens.h"

bool header_tokens_blank(struct weir_str token)
{
    return weir_str_trim(token).n == 0;
}

static bool in_text(const struct header_tokens *tokens)
{
    return tokens->at < tokens->text.n;
}

bool header_tokens_more(const struct header_tokens *tokens)
{
    return tokens->next.p || in_text(tokens);
}

bool header_tokens_at_digit(const struct header_tokens *tokens)
{
    return !tokens->next.p && in_text(tokens) && tokens->text.p[tokens->at] >= '0' &&
           tokens->text.p[tokens->at] <= '9';
}

static struct weir_str between(const struct header_tokens *tokens, size_t start, size_t end)
{
    return weir_str_n(tokens->text.p + start, end - start);
}

static bool is_delimiter(char c)
{
    return c == ':' || c == ',' || c == '{' || c == '}' || c == '[' || c == ']' || c == '"';
}

static struct weir_str consume(struct header_tokens *tokens)
{
    bool escaped = false;
    size_t start = tokens->at;
    for (; in_text(tokens); tokens->at++) {
        char c = tokens->text.p[tokens->at];
        if (c == '\\') {
            escaped = !escaped;
            continue;
        }
        if (!escaped && is_delimiter(c)) {
            tokens->at += tokens->at == start;
            break;
        }
        escaped = false;
    }
    return between(tokens, start, tokens->at);
}

struct weir_str header_tokens_next(struct header_tokens *tokens)
{
    struct weir_str next = tokens->next;
    tokens->next = WEIR_STR_NULL;
    return next.p ? next : consume(tokens);
}

bool header_tokens_take(struct header_tokens *tokens, const char *expected)
{
    if (!tokens->next.p) {
        if (!in_text(tokens)) {
            return false;
        }
        tokens->next = consume(tokens);
    }
    while (header_tokens_blank(tokens->next) && in_text(tokens)) {
        tokens->next = consume(tokens);
    }
    if (!weir_str_is(weir_str_trim(tokens->next), expected)) {
        return false;
    }
    tokens->next = WEIR_STR_NULL;
    return true;
}

size_t header_tokens_mark(const struct header_tokens *tokens)
{
    return tokens->at - tokens->next.n;
}

void header_tokens_rewind(struct header_tokens *tokens, size_t mark)
{
    tokens->at = mark;
    tokens->next = WEIR_STR_NULL;
}
