/* SPDX-License-Identifier: Apache-2.0 */
/* expr_parts.h: what the parts of the expression language know of each other. */
#ifndef EXPR_PARTS_H
#define EXPR_PARTS_H

#include "expr.h"

#define EXPR_RESULT_MAX ((size_t)16 << 20) /* of a text that is made on the way */

/* ---- tokens ---- */

enum expr_token {
    TOKEN_END,
    TOKEN_NAME,
    TOKEN_NUMBER,
    TOKEN_STRING,  /* '...': text is what it says, escapes taken out */
    TOKEN_GSTRING, /* "...": text as written, between the quotes */
    TOKEN_SIGN,    /* text: the operator */
    TOKEN_BAD,     /* err is set */
};

struct expr_lexer {
    struct weir_str text;
    size_t at;
    struct weir_arena *arena;
    struct weir_err *err;
    enum expr_token token;
    struct weir_str word;
    char suffix;         /* of a number: L, G, D or F; 0: none */
    size_t begin;        /* of the token */
    bool operand_before; /* a / is an operator here, not the beginning of a text */
};

void expr_lexer_next(struct expr_lexer *lexer);
/* Refuses the number that was read. */
void expr_lexer_bad_number(struct expr_lexer *lexer);
/* The text with \n, \\, \' and the like taken out. */
struct weir_str expr_unescape(struct weir_arena *arena, struct weir_str text);

/* ---- functions ---- */

/* The function's number, -1: there is none of this name. */
int expr_function(struct weir_str name, size_t n_args, bool *wrong_count);
enum weir_verdict expr_call(struct expr *expr, struct weir_batch *batch, const struct expr_val *of,
                            const struct expr_val *args, struct expr_val *out,
                            struct weir_err *err);

/* ---- values ---- */

static inline struct expr_val expr_of(struct weir_value val)
{
    return (struct expr_val){.val = val};
}

static inline bool expr_is_null(const struct expr_val *val)
{
    return val->kind == EXPR_IS_VALUE ? val->val.type == WEIR_NULL
                                      : val->kind == EXPR_IS_SCHEMA && !val->sch;
}

/* A field of a struct, an entry of a map, a header, a part of a schema. */
enum weir_verdict expr_member(struct expr *expr, struct weir_batch *batch,
                              const struct expr_val *of, struct weir_str name, struct expr_val *out,
                              struct weir_err *err);
/* ==: an int and a long, a text and a GString are the same. */
bool expr_equal(const struct expr_val *a, const struct expr_val *b);
/* Two texts as one; BAD_DATA when it is longer than EXPR_RESULT_MAX. */
enum weir_verdict expr_joined(struct weir_batch *batch, struct weir_str a, struct weir_str b,
                              struct expr_val *out, struct weir_err *err);
bool expr_contains(const struct expr_val *list, const struct expr_val *what);
/* what in list: of a list's elements, of a map's keys, or the same itself. */
bool expr_is_in(const struct expr_val *what, const struct expr_val *list);
/* <=>: null comes first, -1, 0, 1; 2 when one of them is NaN. */
enum weir_verdict expr_order(const struct expr_val *a, const struct expr_val *b, int *order,
                             struct weir_err *err);
bool expr_is_number(const struct expr_val *val);
/* -1, 0, 1; 2 when one of them is NaN. */
int expr_compare_numbers(struct weir_value a, struct weir_value b);
struct weir_value expr_add_numbers(struct weir_arena *arena, struct weir_value a,
                                   struct weir_value b, bool minus);
/* Number.intValue or longValue. */
struct weir_value expr_whole_number(struct weir_value val, bool is_long);
/* Java's toString. */
struct weir_str expr_text(struct weir_batch *batch, const struct expr_val *val);
const char *expr_kind_name(const struct expr_val *val);

#endif
