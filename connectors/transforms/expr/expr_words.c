/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_words.c: what Groovy adds to java.lang.String: the words of a text, its beginning and end,
 * its first letter in capitals, the text backwards.
 */
#include "common/arena_buf.h"
#include "common/java_string.h"
#include "expr_call.h"

/* ---- tokenize() ---- */

static bool is_delimiter(struct weir_str delimiters, uint32_t point)
{
    for (size_t at = 0; at < delimiters.n;) {
        if (java_string_point(delimiters, &at) == point) {
            return true;
        }
    }
    return false;
}

/* The next word; false: there is none. */
static bool next_word(struct weir_str text, struct weir_str delimiters, size_t *at,
                      struct weir_str *word)
{
    size_t begin = *at;
    bool inside = false;
    while (*at < text.n) {
        size_t here = *at;
        bool delimiter = is_delimiter(delimiters, java_string_point(text, at));
        if (inside && delimiter) {
            *word = weir_str_n(text.p + begin, here - begin);
            return true;
        }
        begin = inside ? begin : here;
        inside = !delimiter;
    }
    *word = weir_str_n(text.p + begin, *at - begin);
    return inside;
}

static enum weir_verdict tokenize(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, arg, word;
    size_t n = 0;
    size_t at = 0;
    if (!call_texts(call, &s, &arg)) {
        return call_refused(call);
    }
    struct weir_str delimiters = call->expr->n_args ? arg : WEIR_STR(" \t\n\r\f");
    while (next_word(s, delimiters, &at, &word)) {
        n++;
    }
    struct weir_value *items = weir_arena_alloc(&call->batch->arena, (n + 1) * sizeof(*items));
    at = 0;
    for (size_t i = 0; i < n && next_word(s, delimiters, &at, &word); i++) {
        items[i] = weir_string(word);
    }
    *out = expr_of(weir_items(WEIR_ARRAY, items, n));
    return WEIR_OK;
}

/* ---- take() and the like, of texts and lists ---- */

/* From begin to end, both moved into it. */
static enum weir_verdict part(const struct expr_call *call, int64_t begin, int64_t end, int64_t n,
                              struct expr_val *out)
{
    begin = begin < 0 ? 0 : begin;
    end = end > n ? n : end;
    end = end < begin ? begin : end;
    if (call_is_text(call->of)) {
        return call_text(out, java_string_sub(&call->batch->arena, weir_value_str(call->of->val),
                                              (size_t)begin, (size_t)end));
    }
    *out = *call->of;
    out->val = weir_items(WEIR_ARRAY, call->of->val.items + begin, (size_t)(end - begin));
    return WEIR_OK;
}

static enum weir_verdict taken(const struct expr_call *call, struct expr_val *out)
{
    bool list = call->of->kind == EXPR_IS_VALUE && call->of->val.type == WEIR_ARRAY;
    bool text = call_is_text(call->of) && call->of->flavor != EXPR_CHAR;
    struct weir_str name = call->expr->text;
    if ((!list && !text) || !call_is_whole(&call->args[0]) ||
        call->args[0].val.type == WEIR_INT64) {
        return call_refused(call);
    }
    int64_t n = list ? call->of->val.n : (int64_t)java_string_length(weir_value_str(call->of->val));
    int64_t by = call->args[0].val.i < 0 ? 0 : call->args[0].val.i;
    by = by > n ? n : by;
    return weir_str_is(name, "take")        ? part(call, 0, by, n, out)
           : weir_str_is(name, "drop")      ? part(call, by, n, n, out)
           : weir_str_is(name, "takeRight") ? part(call, n - by, n, n, out)
                                            : part(call, 0, n - by, n, out);
}

/* ---- letters ---- */

static enum weir_verdict capitalized(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    bool small = weir_str_is(call->expr->text, "uncapitalize");
    if (!call_texts(call, &s, &arg) || call->of->flavor == EXPR_CHAR) {
        return call_refused(call);
    }
    struct weir_buf buf = arena_buf(&call->batch->arena, s.n + 4);
    java_string_capitalize(&buf, s, small);
    return call_text(out, weir_buf_view(&buf));
}

static enum weir_verdict reverse(const struct expr_call *call, struct expr_val *out)
{
    struct weir_value val = call->of->val;
    if (call_is_text(call->of) && call->of->flavor != EXPR_CHAR) {
        struct weir_buf buf = arena_buf(&call->batch->arena, val.n);
        java_string_reverse(&buf, weir_value_str(val));
        return call_text(out, weir_buf_view(&buf));
    }
    if (call->of->kind != EXPR_IS_VALUE || val.type != WEIR_ARRAY) {
        return call_refused(call);
    }
    struct weir_value *items = weir_arena_alloc(&call->batch->arena, (val.n + 1) * sizeof(*items));
    for (uint32_t i = 0; i < val.n; i++) {
        items[i] = val.items[val.n - 1 - i];
    }
    *out = *call->of;
    out->val = weir_items(WEIR_ARRAY, items, val.n);
    return WEIR_OK;
}

const struct expr_function expr_word_functions[] = {
    {"tokenize", 0, 1, tokenize, OF_STRINGS, OF_LIST},
    {"take", 1, 1, taken, OF_STRINGS | OF_LISTS, OF_TEXT | OF_LISTS},
    {"drop", 1, 1, taken, OF_STRINGS | OF_LISTS, OF_TEXT | OF_LISTS},
    {"takeRight", 1, 1, taken, OF_STRINGS | OF_LISTS, OF_TEXT | OF_LISTS},
    {"dropRight", 1, 1, taken, OF_STRINGS | OF_LISTS, OF_TEXT | OF_LISTS},
    {"capitalize", 0, 0, capitalized, OF_STRINGS, OF_TEXT},
    {"uncapitalize", 0, 0, capitalized, OF_STRINGS, OF_TEXT},
    {"reverse", 0, 0, reverse, OF_STRINGS | OF_LISTS, OF_TEXT | OF_LISTS},
    {NULL, 0, 0, NULL, 0, 0},
};
