/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header_tokens.h: a header's text in tokens: one of : , { } [ ] " or what stands between them; a
 * backslash takes its meaning from the next one. As the Parser within Connect's Values.
 */
#ifndef HEADER_TOKENS_H
#define HEADER_TOKENS_H

#include <weir/str.h>

struct header_tokens {
    struct weir_str text;
    size_t at;            /* behind what was taken from the text */
    struct weir_str next; /* taken and not yet given out; p NULL: none */
};

bool header_tokens_more(const struct header_tokens *tokens);
/* Whether a digit comes next: no blank, no bracket, no word. */
bool header_tokens_at_digit(const struct header_tokens *tokens);
struct weir_str header_tokens_next(struct header_tokens *tokens);
/* Takes the next token if it is this one; blank tokens before it are passed over. */
bool header_tokens_take(struct header_tokens *tokens, const char *expected);

size_t header_tokens_mark(const struct header_tokens *tokens);
void header_tokens_rewind(struct header_tokens *tokens, size_t mark);

/* Whether there is nothing in it but what Java's String.trim takes off. */
bool header_tokens_blank(struct weir_str token);

#endif
