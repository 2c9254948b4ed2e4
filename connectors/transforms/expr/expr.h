/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr.h: the conditions that people write in one line of Groovy or JavaScript: comparisons,
 * boolean operators, arithmetic, ? : and ?:, lists, maps and ranges that stand there, paths into
 * key, value, headers and schemas, functions of texts, numbers and lists. Nothing else: no
 * assignment, no loop, no call of anything that is not in expr_functions.c; what is not understood,
 * or could never be answered, is refused by name when it is parsed.
 */
#ifndef EXPR_H
#define EXPR_H

#include <weir/batch.h>
#include <weir/regex.h>

#define EXPR_TEXT_MAX  ((size_t)8 << 10) /* of an expression */
#define EXPR_DEPTH_MAX 64
#define EXPR_ARGS_MAX  3   /* of a function */
#define EXPR_ITEMS_MAX 256 /* of a list or map that stands there */

enum expr_op {
    EXPR_LITERAL,
    EXPR_NAME,     /* of a binding: at says which */
    EXPR_LIST,     /* args */
    EXPR_MAP,      /* args: keys and values in turn */
    EXPR_RANGE,    /* a..b, a..<b when at is 1; between [ ] and behind in */
    EXPR_PROPERTY, /* a.text */
    EXPR_INDEX,    /* a[b] */
    EXPR_CALL,     /* a.text(args) */
    EXPR_NOT,
    EXPR_MINUS,
    EXPR_PLUS,
    EXPR_AND,
    EXPR_OR,
    EXPR_EQ,
    EXPR_NE,
    EXPR_LT,
    EXPR_LE,
    EXPR_GT,
    EXPR_GE,
    EXPR_ADD,
    EXPR_SUB,
    EXPR_MUL,
    EXPR_DIV,
    EXPR_REM,
    EXPR_IN,
    EXPR_FINDS,   /* a =~ b */
    EXPR_MATCHES, /* a ==~ b */
    EXPR_IF,      /* a ? b : c */
    EXPR_ELSE,    /* a ?: b */
    EXPR_JOIN,    /* "text ${a} text": args */
};

enum expr_binding {
    EXPR_KEY,
    EXPR_VALUE,
    EXPR_KEY_SCHEMA,
    EXPR_VALUE_SCHEMA,
    EXPR_TOPIC,
    EXPR_HEADER,
};

enum expr_language {
    EXPR_GROOVY,
    EXPR_JAVASCRIPT,
};

struct expr {
    enum expr_op op;
    struct expr *a, *b, *c;
    struct expr **args;
    size_t n_args;
    struct weir_str text;
    struct weir_value val;    /* LITERAL */
    int at;                   /* NAME: enum expr_binding; CALL: which function;
                               * PROPERTY: enum expr_language */
    bool safe;                /* ?. */
    bool javascript;          /* the language that it is written in */
    bool strict;              /* === and !==; of a literal: undefined */
    struct weir_regex *regex; /* of a literal pattern */
    /* PROPERTY and the like: where the field was in the last schema seen. */
    uint64_t seen;
    int place;
};

/* BAD_CONFIG, which says what is not understood and where. The tree lives in the arena. */
enum weir_verdict expr_parse(struct weir_arena *arena, enum expr_language language,
                             struct weir_str text, struct expr **out, struct weir_err *err);

/* What an expression comes to. */
enum expr_kind {
    EXPR_IS_VALUE,
    EXPR_IS_SCHEMA,
    EXPR_IS_TYPE,   /* of a schema: Schema.Type */
    EXPR_IS_FIELDS, /* of a schema */
    EXPR_IS_FIELD,  /* one of them, val: which */
    EXPR_IS_HEADERS,
    EXPR_IS_HEADER,
};

/* What a text is in Java. */
enum expr_flavor {
    EXPR_STRING,
    EXPR_CHAR,      /* of one unit */
    EXPR_GSTRING,   /* "${...}": == to a text and never equal to one */
    EXPR_UNDEFINED, /* of a null: JavaScript's other one */
    EXPR_SKIPPED,   /* the same, and so is all that hangs on it: a?.b.c without an a */
};

struct expr_val {
    struct weir_value val; /* HEADERS: how many */
    union {
        const struct weir_schema *sch; /* of val, or the schema itself */
        const struct weir_field *field;
        const struct weir_header *header; /* HEADER, HEADERS */
    };
    uint8_t kind;   /* enum expr_kind */
    bool strict;    /* an array of Java's: there is nothing behind its end, not even null */
    uint8_t flavor; /* enum expr_flavor */
};

/* What is made on the way lives in the batch. BAD_DATA when it makes no sense for this record. */
enum weir_verdict expr_eval(struct expr *expr, struct weir_batch *batch,
                            const struct weir_record *rec, struct expr_val *out,
                            struct weir_err *err);

/* Groovy's truth: null, 0, "" and what is empty are false. */
bool expr_truth(const struct expr_val *val);

#endif
