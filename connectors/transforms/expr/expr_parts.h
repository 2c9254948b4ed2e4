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
    enum expr_language language;
    size_t at;
    struct weir_arena *arena;
    struct weir_err *err;
    enum expr_token token;
    struct weir_str word;
    char suffix;         /* of a number: L, G, D or F; 0: none */
    size_t begin;        /* of the token */
    bool operand_before; /* a / is an operator here, not the beginning of a text */
    bool begins_line;    /* the token, and not the first */
};

void expr_lexer_next(struct expr_lexer *lexer);
/* Refuses the number that was read. */
void expr_lexer_bad_number(struct expr_lexer *lexer);
/* The text with \n, \\, \' and the like taken out. */
struct weir_str expr_unescape(struct weir_arena *arena, struct weir_str text);

/* The operator that the text begins with, *refusal: what to say of one that is none here. p NULL: no
 * such sign. */
struct weir_str expr_sign_at(struct weir_str text, enum expr_language language,
                             const char **refusal);

static inline bool expr_begins_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

/* ---- parsing ---- */

struct expr_parser {
    struct expr_lexer lexer;
    struct weir_arena *arena;
    struct weir_err *err;
    int depth;
};

/* A whole expression; NULL: refused. */
struct expr *expr_parse_any(struct expr_parser *parser);
/* An operand with all that hangs on it: a.b[c].d(). */
struct expr *expr_parse_operand(struct expr_parser *parser);
struct expr *expr_node(struct expr_parser *parser, enum expr_op op, struct expr *a, struct expr *b);
/* NULL, and the error says what stands where. */
struct expr *expr_refuse(struct expr_parser *parser, const char *what);
/* What stands there fits nowhere. */
struct expr *expr_refuse_word(struct expr_parser *parser);
bool expr_at_sign(const struct expr_parser *parser, const char *sign);
bool expr_take(struct expr_parser *parser, const char *sign);
/* One word that stands for itself: a number, a text, a name. */
struct expr *expr_parse_word(struct expr_parser *parser);
/* A text with expressions in it, as written between the quotes. */
enum weir_verdict expr_parse_gstring(struct expr_parser *parser, struct weir_str text,
                                     struct expr **out);
/* The literal pattern is compiled now, and refused now. */
bool expr_compile(struct expr_parser *parser, struct expr *expr, const struct expr *pattern);

static inline void expr_add_arg(struct expr *expr, struct expr *arg)
{
    expr->args[expr->n_args++] = arg;
}

/* ---- what an expression may come to, as far as it shows ---- */

enum expr_of {
    OF_NULL = 1 << 0,
    OF_BOOLEAN = 1 << 1,
    OF_NUMBER = 1 << 2,
    OF_TEXT = 1 << 3,
    OF_GSTRING = 1 << 4,
    OF_CHAR = 1 << 5,
    OF_BYTES = 1 << 6,
    OF_LIST = 1 << 7,
    OF_ARRAY = 1 << 8, /* Java's */
    OF_MAP = 1 << 9,
    OF_STRUCT = 1 << 10,
    OF_DATE = 1 << 11,
    OF_SCHEMA = 1 << 12,
    OF_TYPE = 1 << 13,
    OF_FIELDS = 1 << 14,
    OF_FIELD = 1 << 15,
    OF_HEADERS = 1 << 16,
    OF_HEADER = 1 << 17,
    OF_ANY = (1 << 18) - 1,
    OF_STRINGS = OF_TEXT | OF_GSTRING,
    OF_LISTS = OF_LIST | OF_ARRAY,
    OF_VALUE = OF_NULL | OF_BOOLEAN | OF_NUMBER | OF_TEXT | OF_BYTES | OF_LIST | OF_MAP |
               OF_STRUCT | OF_DATE, /* of a record */
};

/* How what is all of these is called: a text, the headers. */
const char *expr_name_of(uint32_t of);
/* What the member of this name may be of one of these; 0: none has it. */
uint32_t expr_member_of(uint32_t of, struct weir_str name);
/* Refuses what fails whatever the record. */
enum weir_verdict expr_check(const struct expr *expr, enum expr_language language,
                             struct weir_err *err);

/* ---- functions ---- */

/* The function's number, -1: there is none of this name. */
int expr_function(struct weir_str name, size_t n_args, bool *wrong_count);
/* What it may be called of, and what it comes to: enum expr_of. */
uint32_t expr_function_of(int function);
uint32_t expr_function_gives(int function);
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

struct expr_range {
    int64_t from, to;
    bool ints; /* Java's int, both */
    bool open; /* to is not in it: ..< */
};

/* a.name: a field of a struct, an entry of a map, a header, a part of a schema. */
enum weir_verdict expr_member(struct expr *expr, struct weir_batch *batch,
                              const struct expr_val *of, struct weir_str name, struct expr_val *out,
                              struct weir_err *err);
/* The same of what is no value. */
enum weir_verdict expr_about(const struct expr *expr, struct weir_batch *batch,
                             const struct expr_val *of, struct weir_str name, struct expr_val *out,
                             struct weir_err *err);
/* There is no such member. */
enum weir_verdict expr_no_property(const struct expr_val *of, struct weir_str name,
                                   struct weir_err *err);
/* a[index] */
enum weir_verdict expr_at(struct expr *expr, struct weir_batch *batch, const struct expr_val *of,
                          const struct expr_val *index, struct expr_val *out, struct weir_err *err);
/* a[from..to] */
enum weir_verdict expr_slice(struct weir_batch *batch, const struct expr_val *of,
                             const struct expr_range *range, struct expr_val *out,
                             struct weir_err *err);
/* The field itself, whatever it is called; with its default where it has one and none is set. */
enum weir_verdict expr_field(const struct expr_val *of, struct weir_str name, bool with_default,
                             struct expr_val *out, struct weir_err *err);
/* The entry of a key that is the same object; null: there is none. */
struct expr_val expr_entry(const struct expr_val *of, const struct expr_val *key);
/* a op b, both there */
enum weir_verdict expr_operate(enum expr_op op, struct weir_batch *batch, const struct expr_val *a,
                               const struct expr_val *b, struct expr_val *out,
                               struct weir_err *err);
/* a op b of what lies at hand in the record; false: it has to be run. */
bool expr_compare_quick(const struct weir_record *rec, const struct expr *expr, bool *yes);
/* ==: an int and a long, a text and a GString are the same. */
bool expr_equal(const struct expr_val *a, const struct expr_val *b);
/* Two texts as one; BAD_DATA when it is longer than EXPR_RESULT_MAX. */
enum weir_verdict expr_joined(struct weir_batch *batch, struct weir_str a, struct weir_str b,
                              struct expr_val *out, struct weir_err *err);
/* Java's equals: an int is no long, a char no text. */
bool expr_same(const struct expr_val *a, const struct expr_val *b);
bool expr_contains(const struct expr_val *list, const struct expr_val *what);
/* what in list: of a list's elements, true in a map, or the same itself. */
bool expr_is_in(struct weir_batch *batch, const struct expr_val *what, const struct expr_val *list);
bool expr_is_in_range(struct weir_batch *batch, const struct expr_val *what,
                      const struct expr_range *range);
/* null comes first, -1, 0, 1; 2 when one of two doubles is NaN. */
enum weir_verdict expr_order(const struct expr_val *a, const struct expr_val *b, int *order,
                             struct weir_err *err);
bool expr_is_number(const struct expr_val *val);
/* -1, 0, 1; floats as Double.compare has them. */
int expr_compare_numbers(struct weir_value a, struct weir_value b);
/* + - * / %; the decimals live in the arena. */
enum weir_verdict expr_reckon(enum expr_op op, struct weir_arena *arena, struct weir_value a,
                              struct weir_value b, struct weir_value *out, struct weir_err *err);
enum weir_verdict expr_negate(struct weir_arena *arena, struct weir_value val,
                              struct weir_value *out, struct weir_err *err);
bool expr_is_negative(struct weir_value val);
/* Number.intValue and the like; type: INT8 to INT64, FLOAT32, FLOAT64. */
struct weir_value expr_number_as(struct weir_arena *arena, struct weir_value val,
                                 enum weir_type type);
/* What Groovy makes of it beside a text. */
struct weir_str expr_text(struct weir_batch *batch, const struct expr_val *val);
const char *expr_kind_name(const struct expr_val *val);

/* ---- JavaScript's, in expr_javascript.c ---- */

struct expr_val expr_undefined(void);
/* a op b */
enum weir_verdict expr_javascript(const struct expr *expr, struct weir_batch *batch,
                                  const struct expr_val *a, const struct expr_val *b,
                                  struct expr_val *out, struct weir_err *err);
/* a[b] */
enum weir_verdict expr_javascript_at(struct expr *expr, struct weir_batch *batch,
                                     const struct expr_val *of, const struct expr_val *index,
                                     struct expr_val *out, struct weir_err *err);
enum weir_verdict expr_javascript_minus(const struct expr_val *of, struct expr_val *out,
                                        struct weir_err *err);
enum weir_verdict expr_javascript_text(struct weir_batch *batch, const struct expr_val *of,
                                       struct expr_val *out, struct weir_err *err);
/* From the lesser place to the greater. */
enum weir_verdict expr_javascript_substring(struct weir_batch *batch, const struct expr_val *of,
                                            const struct expr_val *args, size_t n_args,
                                            struct expr_val *out, struct weir_err *err);
bool expr_javascript_truth(const struct expr_val *val);
bool expr_javascript_same(const struct expr_val *a, const struct expr_val *b); /* === */
/* The place of the first item that is === to what; -1: none is. */
int64_t expr_javascript_find(const struct expr_val *list, const struct expr_val *what);

#endif
