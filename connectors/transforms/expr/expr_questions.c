/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_questions.c: the functions that ask something of a text, or where in it, or in a list,
 * something stands: startsWith(), matches(), indexOf().
 */
#include "common/java_string.h"
#include "expr_call.h"

static enum weir_verdict starts_with(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    int64_t place;
    if (!call_texts(call, &s, &arg) || !call_place(call, 0, &place)) {
        return call_refused(call);
    }
    int64_t length = (int64_t)java_string_length(s);
    if (place < 0 || place > length) {
        return call_truth(out, false);
    }
    struct weir_str rest =
        place ? java_string_sub(&call->batch->arena, s, (size_t)place, (size_t)length) : s;
    return call_truth(out, weir_str_starts(rest, arg));
}

static enum weir_verdict ends_with(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    return call_texts(call, &s, &arg) ? call_truth(out, weir_str_ends(s, arg)) : call_refused(call);
}

static enum weir_verdict equals_ignore_case(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    if (call_is_text(call->of) && expr_is_null(&call->args[0])) {
        return call_truth(out, false);
    }
    return call_texts(call, &s, &arg) ? call_truth(out, java_string_equal_nocase(s, arg))
                                      : call_refused(call);
}

static enum weir_verdict matches(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    return call_texts(call, &s, &arg) ? call_truth(out, weir_regex_matches(call->expr->regex, s))
                                      : call_refused(call);
}

/* The place of the first or last of a list's items that is the same. */
static enum weir_verdict place_in_list(const struct expr_call *call, bool last,
                                       struct expr_val *out)
{
    int64_t found = -1;
    if (call->expr->n_args != 1) {
        return call_refused(call);
    }
    for (uint32_t i = 0; i < call->of->val.n && (last || found < 0); i++) {
        const struct expr_val item = expr_of(call->of->val.items[i]);
        found = expr_same(&item, &call->args[0]) ? i : found;
    }
    return call_number(out, found);
}

static bool is_list(const struct expr_call *call)
{
    return call->of->kind == EXPR_IS_VALUE && call->of->val.type == WEIR_ARRAY;
}

static enum weir_verdict index_of(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    int64_t from;
    if (is_list(call)) {
        return place_in_list(call, false, out);
    }
    return call_texts(call, &s, &arg) && call_place(call, 0, &from)
               ? call_number(out, java_string_find(s, arg, from))
               : call_refused(call);
}

static enum weir_verdict last_index_of(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    int64_t from;
    if (is_list(call)) {
        return place_in_list(call, true, out);
    }
    return call_texts(call, &s, &arg) && call_place(call, INT32_MAX, &from)
               ? call_number(out, java_string_find_last(s, arg, from))
               : call_refused(call);
}

static enum weir_verdict is_blank(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    return call_texts(call, &s, &arg) ? call_truth(out, java_string_strip(s, true, true).n == 0)
                                      : call_refused(call);
}

const struct expr_function expr_question_functions[] = {
    {"startsWith", 1, 2, starts_with, OF_STRINGS, OF_BOOLEAN},
    {"endsWith", 1, 1, ends_with, OF_STRINGS, OF_BOOLEAN},
    {"equalsIgnoreCase", 1, 1, equals_ignore_case, OF_STRINGS, OF_BOOLEAN},
    {"matches", 1, 1, matches, OF_STRINGS, OF_BOOLEAN},
    {"indexOf", 1, 2, index_of, OF_STRINGS | OF_LIST, OF_NUMBER},
    {"lastIndexOf", 1, 2, last_index_of, OF_STRINGS | OF_LIST, OF_NUMBER},
    {"isBlank", 0, 0, is_blank, OF_STRINGS, OF_BOOLEAN},
    {NULL, 0, 0, NULL, 0, 0},
};
