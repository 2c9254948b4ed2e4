/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ddl_lex.h: SQL text as tokens: names, strings, numbers, punctuation. Comments are left out, but
 * what stands in executable ones is there as if no comment were around it: a server writes
 * those that it did not execute to the binlog as ordinary comments.
 */
#ifndef WEIR_DDL_LEX_H
#define WEIR_DDL_LEX_H

#include <weir/arena.h>

enum ddl_kind {
    DDL_END,      /* the last token; its text is the empty text at the end */
    DDL_WORD,     /* a keyword, or a name without quotes, or _utf8 before a string */
    DDL_NAME,     /* `name` */
    DDL_STRING,   /* 'text' or "text" */
    DDL_NATIONAL, /* N'text' */
    DDL_NUMBER,   /* digits */
    DDL_REAL,
    DDL_HEX,  /* x'41', 0x41 */
    DDL_BITS, /* b'101' */
    DDL_VARIABLE, /* @a, @@global.a */
    DDL_PUNCT,    /* one character */
};

struct ddl_token {
    enum ddl_kind kind;
    bool in_comment; /* an executable one */
    struct weir_str text; /* as written, quotes and all */
};

/* Tokens in arena, views into sql; n counts all but the DDL_END after them. */
struct ddl_tokens {
    const struct ddl_token *items;
    size_t n;
};

struct ddl_tokens ddl_lex(struct weir_str sql, struct weir_arena *arena);

/* A keyword, in either case; never a quoted name. */
bool ddl_is(const struct ddl_token *token, const char *word);
bool ddl_punct(const struct ddl_token *token, char c);
/* A token that can be a name: a word, `name`, or "name" and 'name' where the server allows it. */
bool ddl_is_name(const struct ddl_token *token);
/* Without quotes, and a doubled quote inside is one. */
struct weir_str ddl_name_of(const struct ddl_token *token, struct weir_arena *arena);
/* Between the quotes, as written: escapes and doubled quotes are kept. */
struct weir_str ddl_between_quotes(struct weir_str text);

#endif
