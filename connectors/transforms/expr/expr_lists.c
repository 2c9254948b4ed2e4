/* SPDX-License-Identifier: Apache-2.0 */
/* expr_lists.c: the functions of lists that an expression may call: the first, the last, all as one
 * text. */
#include "common/java_string.h"
#include "expr_call.h"

static bool is_list(const struct expr_call *call)
{
    return call->of->kind == EXPR_IS_VALUE && call->of->val.type == WEIR_ARRAY;
}

static enum weir_verdict end_of(const struct expr_call *call, bool last, struct expr_val *out)
{
    uint32_t n = call->of->val.n;
    if (!is_list(call)) {
        return call_refused(call);
    }
    if (n == 0) {
        return weir_err_set(call->err, WEIR_BAD_DATA,
                            "Cannot access %.*s() element from an empty List",
                            WEIR_STR_ARG(call->expr->text));
    }
    *out = expr_of(call->of->val.items[last ? n - 1 : 0]);
    out->sch = call->of->sch ? call->of->sch->value_schema : NULL;
    return WEIR_OK;
}

static enum weir_verdict first(const struct expr_call *call, struct expr_val *out)
{
    return end_of(call, false, out);
}

static enum weir_verdict last(const struct expr_call *call, struct expr_val *out)
{
    return end_of(call, true, out);
}

static enum weir_verdict join(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str between = WEIR_STR("");
    if (!is_list(call) || (call->expr->n_args && !call_is_text(&call->args[0]))) {
        return call_refused(call);
    }
    between = call->expr->n_args ? weir_value_str(call->args[0].val) : between;
    struct weir_buf buf;
    weir_buf_init(&buf, EXPR_RESULT_MAX);
    for (uint32_t i = 0; i < call->of->val.n; i++) {
        const struct expr_val item = {.val = call->of->val.items[i],
                                      .sch = call->of->sch ? call->of->sch->value_schema : NULL};
        java_string_add(&buf, i ? between : WEIR_STR(""));
        java_string_add(&buf, expr_text(call->batch, &item));
    }
    enum weir_verdict verdict = weir_buf_check(&buf, WEIR_BAD_DATA, "the text", call->err);
    call_text(out, weir_arena_str(&call->batch->arena, weir_buf_view(&buf)));
    weir_buf_free(&buf);
    return verdict;
}

const struct expr_function expr_list_functions[] = {
    {"first", 0, 0, first, OF_LISTS, OF_VALUE},
    {"head", 0, 0, first, OF_LISTS, OF_VALUE},
    {"last", 0, 0, last, OF_LISTS, OF_VALUE},
    {"join", 0, 1, join, OF_LISTS, OF_TEXT},
    {NULL, 0, 0, NULL, 0, 0},
};
