/* SPDX-License-Identifier: Apache-2.0 */
/* expr_call.h: what the functions of expressions are made of: their arguments, their answers. */
#ifndef EXPR_CALL_H
#define EXPR_CALL_H

#include "expr_parts.h"

struct expr_call {
    struct expr *expr;
    struct weir_batch *batch;
    const struct expr_val *of;
    const struct expr_val *args;
    struct weir_err *err;
};

typedef enum weir_verdict expr_function_run(const struct expr_call *call, struct expr_val *out);

struct expr_function {
    const char *name;
    size_t args_min, args_max;
    expr_function_run *run;
    uint32_t of, gives; /* enum expr_of */
};

/* Of schemas, of texts, of words in them, of numbers, of lists; each ends with a NULL name. */
extern const struct expr_function expr_schema_functions[];
extern const struct expr_function expr_text_functions[];
extern const struct expr_function expr_question_functions[];
extern const struct expr_function expr_word_functions[];
extern const struct expr_function expr_number_functions[];
extern const struct expr_function expr_list_functions[];

/* There is no such function of this. */
static inline enum weir_verdict call_refused(const struct expr_call *call)
{
    return expr_is_null(call->of)
               ? weir_err_set(call->err, WEIR_BAD_DATA,
                              "Cannot invoke method %.*s() on null object",
                              WEIR_STR_ARG(call->expr->text))
               : weir_err_set(call->err, WEIR_BAD_DATA, "%s has no %.*s()",
                              expr_kind_name(call->of), WEIR_STR_ARG(call->expr->text));
}

static inline bool call_is_of(const struct expr_call *call, enum weir_type type)
{
    return call->of->kind == EXPR_IS_VALUE && call->of->val.type == type;
}

static inline bool call_is_text(const struct expr_val *val)
{
    return val->kind == EXPR_IS_VALUE && val->val.type == WEIR_STRING;
}

static inline bool call_is_whole(const struct expr_val *val)
{
    return val->kind == EXPR_IS_VALUE && val->val.type >= WEIR_INT8 && val->val.type <= WEIR_INT64;
}

/* The argument after the first, if it is there. False: it is no whole number. */
static inline bool call_place(const struct expr_call *call, int64_t missing, int64_t *place)
{
    *place = missing;
    if (call->expr->n_args < 2) {
        return true;
    }
    *place = call->args[1].val.i;
    return call_is_whole(&call->args[1]);
}

/* The text it is called of, and the first argument as text. */
static inline bool call_texts(const struct expr_call *call, struct weir_str *text,
                              struct weir_str *arg)
{
    *text = call_is_text(call->of) ? weir_value_str(call->of->val) : WEIR_STR_NULL;
    *arg = WEIR_STR_NULL;
    if (call->expr->n_args && text->p) {
        *arg = call_is_text(&call->args[0]) ? weir_value_str(call->args[0].val) : WEIR_STR_NULL;
        return arg->p != NULL;
    }
    return text->p != NULL;
}

static inline enum weir_verdict call_truth(struct expr_val *out, bool yes)
{
    *out = expr_of(weir_bool(yes));
    return WEIR_OK;
}

static inline enum weir_verdict call_text(struct expr_val *out, struct weir_str s)
{
    *out = expr_of(weir_string(s));
    return WEIR_OK;
}

static inline enum weir_verdict call_number(struct expr_val *out, int64_t x)
{
    *out = expr_of(weir_int(WEIR_INT32, x));
    return WEIR_OK;
}

#endif
