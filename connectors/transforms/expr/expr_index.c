/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_index.c: a list, text, map or struct and what stands between [ ] come in, what is there goes
 * out: an item, a letter, an entry, or from one to another.
 */
#include "common/arena_buf.h"
#include "common/java_string.h"
#include "expr_parts.h"

static enum weir_verdict no_index(const struct expr_val *of, const struct expr_val *index,
                                  struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_DATA, "%s has no [%s]", expr_kind_name(of),
                        expr_kind_name(index));
}

static enum weir_verdict out_of_bounds(int64_t at, uint32_t n, struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_DATA, "Index %lld out of bounds for length %u", (long long)at,
                        n);
}

/* A place from the end is below zero. False: it is no number. */
static bool place_of(struct weir_batch *batch, const struct expr_val *index, uint32_t n,
                     int64_t *at)
{
    if (!expr_is_number(index)) {
        return false;
    }
    *at = expr_number_as(&batch->arena, index->val, WEIR_INT32).i;
    *at += *at < 0 ? n : 0;
    return true;
}

static enum weir_verdict item_at(struct weir_batch *batch, const struct expr_val *of,
                                 const struct expr_val *index, struct expr_val *out,
                                 struct weir_err *err)
{
    int64_t at;
    if (!place_of(batch, index, of->val.n, &at)) {
        return no_index(of, index, err);
    }
    bool there = at >= 0 && at < of->val.n;
    if (!there && (of->strict || at < 0)) {
        return out_of_bounds(at, of->val.n, err);
    }
    *out = expr_of(there ? of->val.items[at] : weir_null());
    out->sch = of->sch ? of->sch->value_schema : NULL;
    return WEIR_OK;
}

static enum weir_verdict byte_at(struct weir_batch *batch, const struct expr_val *of,
                                 const struct expr_val *index, struct expr_val *out,
                                 struct weir_err *err)
{
    int64_t at;
    if (!place_of(batch, index, of->val.n, &at)) {
        return no_index(of, index, err);
    }
    if (at < 0 || at >= of->val.n) {
        return out_of_bounds(at, of->val.n, err);
    }
    *out = expr_of(weir_int(WEIR_INT8, (int8_t)of->val.p[at]));
    return WEIR_OK;
}

/* Java's ints alone count letters. */
static enum weir_verdict letter_at(struct weir_batch *batch, const struct expr_val *of,
                                   const struct expr_val *index, struct expr_val *out,
                                   struct weir_err *err)
{
    struct weir_str text = weir_value_str(of->val);
    int64_t length = (int64_t)java_string_length(text);
    if (index->kind != EXPR_IS_VALUE || index->val.type < WEIR_INT8 ||
        index->val.type > WEIR_INT32) {
        return no_index(of, index, err);
    }
    int64_t at = index->val.i + (index->val.i < 0 ? length : 0);
    if (at < 0 || at >= length) {
        return weir_err_set(err, WEIR_BAD_DATA, "String index out of range: %lld",
                            (long long)index->val.i);
    }
    *out = expr_of(weir_string(java_string_sub(&batch->arena, text, (size_t)at, (size_t)at + 1)));
    return WEIR_OK;
}

static enum weir_verdict field_at(struct weir_batch *batch, const struct expr_val *of,
                                  const struct expr_val *index, struct expr_val *out,
                                  struct weir_err *err)
{
    int64_t at;
    if (!place_of(batch, index, of->sch->n_fields, &at)) {
        return no_index(of, index, err);
    }
    if (at < 0) {
        return out_of_bounds(at, of->sch->n_fields, err);
    }
    *out = at >= of->sch->n_fields ? expr_of(weir_null())
                                   : (struct expr_val){.kind = EXPR_IS_FIELD,
                                                       .field = &of->sch->fields[at],
                                                       .val = weir_int(WEIR_INT64, at)};
    return WEIR_OK;
}

enum weir_verdict expr_at(struct expr *expr, struct weir_batch *batch, const struct expr_val *of,
                          const struct expr_val *index, struct expr_val *out, struct weir_err *err)
{
    bool named = index->kind == EXPR_IS_VALUE && index->val.type == WEIR_STRING &&
                 index->flavor != EXPR_CHAR;
    bool value = of->kind == EXPR_IS_VALUE;
    if (expr->safe && expr_is_null(of)) {
        *out = expr_of(weir_null());
        return WEIR_OK;
    }
    if (named) {
        return expr_member(expr, batch, of, weir_value_str(index->val), out, err);
    }
    if (value && of->val.type == WEIR_ARRAY) {
        return item_at(batch, of, index, out, err);
    }
    if (value && of->val.type == WEIR_STRING) {
        return letter_at(batch, of, index, out, err);
    }
    if (value && of->val.type == WEIR_BYTES) {
        return byte_at(batch, of, index, out, err);
    }
    if (of->kind == EXPR_IS_FIELDS) {
        return field_at(batch, of, index, out, err);
    }
    bool entries = (value && of->val.type == WEIR_MAP) || of->kind == EXPR_IS_HEADERS;
    *out = value && entries ? expr_entry(of, index) : expr_of(weir_null());
    return entries ? WEIR_OK : no_index(of, index, err);
}

/* ---- from one to another ---- */

struct slice {
    int64_t begin, end;
    bool backwards;
};

/* Groovy's subListBorders. */
static struct slice borders(const struct expr_range *range, int64_t n)
{
    int64_t from = range->from + (range->from < 0 ? n : 0);
    int64_t to = range->to + (range->to < 0 ? n : 0);
    if (range->open && (from == to || range->from == range->to)) {
        return (struct slice){.begin = from, .end = from};
    }
    to += !range->open ? 0 : to > from ? -1 : 1;
    return from > to ? (struct slice){.begin = to, .end = from + 1, .backwards = true}
                     : (struct slice){.begin = from, .end = to + 1};
}

static struct weir_str turned(struct weir_batch *batch, struct weir_str text)
{
    struct weir_buf buf = arena_buf(&batch->arena, text.n);
    java_string_reverse(&buf, text);
    return weir_buf_view(&buf);
}

static enum weir_verdict slice_of_text(struct weir_batch *batch, const struct expr_val *of,
                                       const struct expr_range *range, struct expr_val *out,
                                       struct weir_err *err)
{
    struct weir_str text = weir_value_str(of->val);
    int64_t n = (int64_t)java_string_length(text);
    struct slice slice = borders(range, n);
    if (slice.begin == slice.end) {
        *out = expr_of(weir_string(WEIR_STR("")));
        return WEIR_OK;
    }
    if (slice.begin < 0 || slice.end > n) {
        return weir_err_set(err, WEIR_BAD_DATA, "begin %lld, end %lld, length %lld",
                            (long long)slice.begin, (long long)slice.end, (long long)n);
    }
    text = java_string_sub(&batch->arena, text, (size_t)slice.begin, (size_t)slice.end);
    *out = expr_of(weir_string(slice.backwards ? turned(batch, text) : text));
    return WEIR_OK;
}

static enum weir_verdict slice_of_list(struct weir_batch *batch, const struct expr_val *of,
                                       const struct expr_range *range, struct expr_val *out,
                                       struct weir_err *err)
{
    struct slice slice = borders(range, of->val.n);
    size_t n = (size_t)(slice.end - slice.begin);
    if (n && (slice.begin < 0 || slice.end > of->val.n)) {
        return weir_err_set(err, WEIR_BAD_DATA, "toIndex = %lld", (long long)slice.end);
    }
    struct weir_value *items = weir_arena_alloc(&batch->arena, (n + 1) * sizeof(*items));
    for (size_t i = 0; i < n; i++) {
        items[i] =
            of->val.items[slice.backwards ? (size_t)slice.end - 1 - i : (size_t)slice.begin + i];
    }
    *out = expr_of(weir_items(WEIR_ARRAY, items, n));
    out->sch = of->sch;
    return WEIR_OK;
}

enum weir_verdict expr_slice(struct weir_batch *batch, const struct expr_val *of,
                             const struct expr_range *range, struct expr_val *out,
                             struct weir_err *err)
{
    bool ints = range->ints && of->kind == EXPR_IS_VALUE;
    if (ints && of->val.type == WEIR_STRING && of->flavor != EXPR_CHAR) {
        return slice_of_text(batch, of, range, out, err);
    }
    if (ints && of->val.type == WEIR_ARRAY) {
        return slice_of_list(batch, of, range, out, err);
    }
    return weir_err_set(err, WEIR_BAD_DATA, "%s has no [from..to]%s", expr_kind_name(of),
                        range->ints ? "" : " of longs");
}
