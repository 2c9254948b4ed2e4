/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_texts.c: the functions that make other texts of one: java.lang.String's, with its places in
 * UTF-16 units (common/java_string.h). What is asked of a text is in expr_questions.c.
 */
#include "common/arena_buf.h"
#include "common/java_string.h"
#include "expr_call.h"

/* ---- parts ---- */

static enum weir_verdict trim(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    return call_texts(call, &s, &arg) ? call_text(out, weir_str_trim(s)) : call_refused(call);
}

static enum weir_verdict stripped(const struct expr_call *call, struct expr_val *out, bool head,
                                  bool tail)
{
    struct weir_str s, arg;
    return call_texts(call, &s, &arg) ? call_text(out, java_string_strip(s, head, tail))
                                      : call_refused(call);
}

static enum weir_verdict strip(const struct expr_call *call, struct expr_val *out)
{
    return stripped(call, out, true, true);
}

static enum weir_verdict strip_leading(const struct expr_call *call, struct expr_val *out)
{
    return stripped(call, out, true, false);
}

static enum weir_verdict strip_trailing(const struct expr_call *call, struct expr_val *out)
{
    return stripped(call, out, false, true);
}

static enum weir_verdict part_of(const struct expr_call *call, struct weir_str s, int64_t begin,
                                 int64_t end, struct expr_val *out)
{
    int64_t length = (int64_t)java_string_length(s);
    if (begin < 0 || begin > end || end > length) {
        return weir_err_set(call->err, WEIR_BAD_DATA,
                            "begin %lld, end %lld, length %lld: String index out of range",
                            (long long)begin, (long long)end, (long long)length);
    }
    return call_text(out, java_string_sub(&call->batch->arena, s, (size_t)begin, (size_t)end));
}

static enum weir_verdict substring(const struct expr_call *call, struct expr_val *out)
{
    int64_t end;
    if (!call_is_text(call->of) || !call_is_whole(&call->args[0]) || !call_place(call, -1, &end)) {
        return call_refused(call);
    }
    struct weir_str s = weir_value_str(call->of->val);
    end = call->expr->n_args > 1 ? end : (int64_t)java_string_length(s);
    return part_of(call, s, call->args[0].val.i, end, out);
}

static enum weir_verdict char_at(const struct expr_call *call, struct expr_val *out)
{
    if (!call_is_text(call->of) || !call_is_whole(&call->args[0])) {
        return call_refused(call);
    }
    int64_t at = call->args[0].val.i;
    enum weir_verdict verdict =
        part_of(call, weir_value_str(call->of->val), at, at < INT64_MAX ? at + 1 : at, out);
    out->flavor = verdict == WEIR_OK ? EXPR_CHAR : EXPR_STRING;
    return verdict;
}

/* ---- other texts ---- */

static enum weir_verdict cased(const struct expr_call *call, struct expr_val *out,
                               void (*turn)(struct weir_buf *out, struct weir_str text))
{
    struct weir_str s, arg;
    if (!call_texts(call, &s, &arg)) {
        return call_refused(call);
    }
    struct weir_buf buf = arena_buf(&call->batch->arena, weir_arena_product(s.n, 3));
    turn(&buf, s);
    return call_text(out, weir_buf_view(&buf));
}

static enum weir_verdict to_lower(const struct expr_call *call, struct expr_val *out)
{
    return cased(call, out, java_string_lower);
}

static enum weir_verdict to_upper(const struct expr_call *call, struct expr_val *out)
{
    return cased(call, out, java_string_upper);
}

static enum weir_verdict concat(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, arg;
    return call_texts(call, &s, &arg) ? expr_joined(call->batch, s, arg, out, call->err)
                                      : call_refused(call);
}

/* What stands in the buffer, which is given back. */
static enum weir_verdict finished(const struct expr_call *call, struct weir_buf *buf,
                                  enum weir_verdict verdict, struct expr_val *out)
{
    if (verdict == WEIR_OK) {
        verdict = weir_buf_check(buf, WEIR_BAD_DATA, "the text", call->err);
    }
    call_text(out, weir_arena_str(&call->batch->arena, weir_buf_view(buf)));
    weir_buf_free(buf);
    return verdict;
}

static enum weir_verdict replace(const struct expr_call *call, struct expr_val *out)
{
    struct weir_str s, what;
    struct weir_buf buf;
    if (!call_texts(call, &s, &what) || !call_is_text(&call->args[1])) {
        return call_refused(call);
    }
    weir_buf_init(&buf, EXPR_RESULT_MAX);
    java_string_replace(&buf, s, what, weir_value_str(call->args[1].val));
    return finished(call, &buf, WEIR_OK, out);
}

static enum weir_verdict replace_pattern(const struct expr_call *call, bool all,
                                         struct expr_val *out)
{
    struct weir_str s, arg;
    struct weir_buf buf;
    if (!call_texts(call, &s, &arg) || !call_is_text(&call->args[1])) {
        return call_refused(call);
    }
    weir_buf_init(&buf, EXPR_RESULT_MAX);
    enum weir_verdict verdict = weir_regex_replace(
        call->expr->regex, s, weir_value_str(call->args[1].val), all, &buf, call->err);
    return finished(call, &buf, verdict, out);
}

static enum weir_verdict replace_all(const struct expr_call *call, struct expr_val *out)
{
    return replace_pattern(call, true, out);
}

static enum weir_verdict replace_first(const struct expr_call *call, struct expr_val *out)
{
    return replace_pattern(call, false, out);
}

/* ---- split ---- */

/* Takes the parts off a text in which what was matched stands between marks. Nothing matched at the
 * beginning makes no part, and empty parts at the end are left out. */
static uint32_t take_parts(struct weir_str rest, struct weir_value *items)
{
    struct weir_str part, matched;
    uint32_t n = 0;
    bool more = weir_str_chr(rest, 1) >= 0;
    while (more) {
        (void)weir_str_split(&rest, 1, &part);
        more = weir_str_split(&rest, 1, &matched);
        if (n > 0 || part.n > 0 || matched.n > 0) {
            items[n++] = weir_string(part);
        }
        more = weir_str_chr(rest, 1) >= 0;
    }
    bool cut = n > 0;
    items[n++] = weir_string(rest.n ? rest : WEIR_STR(""));
    while (cut && n > 0 && items[n - 1].n == 0) {
        n--;
    }
    return n;
}

static enum weir_verdict split(const struct expr_call *call, struct expr_val *out)
{
    struct expr_val marked;
    struct weir_str s, arg;
    struct expr_val args[2] = {call->args[0], expr_of(weir_string(WEIR_STR("\001$0\001")))};
    struct expr_call inner = *call;
    inner.args = args;
    if (!call_texts(call, &s, &arg)) {
        return call_refused(call);
    }
    if (weir_str_chr(s, 1) >= 0) {
        return weir_err_set(call->err, WEIR_BAD_DATA, "cannot split a text with U+0001 in it");
    }
    if (replace_pattern(&inner, true, &marked) != WEIR_OK) {
        return call->err->class;
    }
    struct weir_str rest = weir_value_str(marked.val);
    struct weir_value *items = weir_arena_alloc(&call->batch->arena, (rest.n + 2) * sizeof(*items));
    *out = expr_of(weir_items(WEIR_ARRAY, items, take_parts(rest, items)));
    out->strict = true;
    return WEIR_OK;
}

const struct expr_function expr_text_functions[] = {
    {"trim", 0, 0, trim, OF_STRINGS, OF_TEXT},
    {"strip", 0, 0, strip, OF_STRINGS, OF_TEXT},
    {"stripLeading", 0, 0, strip_leading, OF_STRINGS, OF_TEXT},
    {"stripTrailing", 0, 0, strip_trailing, OF_STRINGS, OF_TEXT},
    {"substring", 1, 2, substring, OF_STRINGS, OF_TEXT},
    {"charAt", 1, 1, char_at, OF_STRINGS, OF_CHAR},
    {"toLowerCase", 0, 0, to_lower, OF_STRINGS, OF_TEXT},
    {"toUpperCase", 0, 0, to_upper, OF_STRINGS, OF_TEXT},
    {"concat", 1, 1, concat, OF_STRINGS, OF_TEXT},
    {"replace", 2, 2, replace, OF_STRINGS, OF_TEXT},
    {"replaceAll", 2, 2, replace_all, OF_STRINGS, OF_TEXT},
    {"replaceFirst", 2, 2, replace_first, OF_STRINGS, OF_TEXT},
    {"split", 1, 1, split, OF_STRINGS, OF_ARRAY},
    {NULL, 0, 0, NULL, 0, 0},
};
