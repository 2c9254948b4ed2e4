/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_java_string.c: a text up to a line break and another one behind it, through what
 * java.lang.String says of them: cut anywhere and put together again a text is itself, what is found
 * stands there, and every answer is within its text.
 */
#include <stdlib.h>

#include "common/java_string.h"

#define ROOM ((size_t)1 << 22)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
    if (!good) {
        abort();
    }
}

static void cut_and_join(struct weir_arena *arena, struct weir_str text, struct weir_buf *buf)
{
    size_t length = java_string_length(text);
    for (size_t at = 0; at <= length; at += 1 + length / 16) {
        struct weir_str head = java_string_sub(arena, text, 0, at);
        struct weir_str tail = java_string_sub(arena, text, at, length);
        check(java_string_length(head) == at && java_string_length(tail) == length - at);
        weir_buf_reset(buf);
        java_string_add(buf, head);
        java_string_add(buf, tail);
        check(weir_str_eq(weir_buf_view(buf), text.n ? text : WEIR_STR("")) || !text.n);
        check(weir_utf8_valid(java_string_encoded(arena, tail)));
    }
}

static void find(struct weir_arena *arena, struct weir_str text, struct weir_str what)
{
    int64_t length = (int64_t)java_string_length(text);
    int64_t n = (int64_t)java_string_length(what);
    int64_t first = java_string_find(text, what, 0);
    int64_t last = java_string_find_last(text, what, length);
    check((first < 0) == (last < 0) && first <= last && (last < 0 || last + n <= length));
    if (first >= 0 && what.n) {
        check(weir_str_eq(what, java_string_sub(arena, text, (size_t)first, (size_t)(first + n))));
        check(weir_str_eq(what, java_string_sub(arena, text, (size_t)last, (size_t)(last + n))));
    }
    check(java_string_compare(text, what) == -java_string_compare(what, text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_str what = weir_str_n(data, size);
    struct weir_str text = WEIR_STR("");
    struct weir_arena arena;
    struct weir_buf buf;
    (void)weir_str_split(&what, '\n', &text);
    if (size > 4000 || !weir_utf8_valid(text) || !weir_utf8_valid(what)) {
        return 0;
    }
    weir_arena_init(&arena, 4096);
    weir_buf_init(&buf, ROOM);
    cut_and_join(&arena, text, &buf);
    find(&arena, text, what);
    weir_buf_reset(&buf);
    java_string_replace(&buf, text, what, what);
    check(weir_str_eq(weir_buf_view(&buf), text) || !text.n || !what.n);
    weir_buf_reset(&buf);
    java_string_upper(&buf, text);
    check(buf.n <= 3 * text.n && weir_utf8_valid(weir_buf_view(&buf)));
    weir_buf_reset(&buf);
    java_string_lower(&buf, text);
    check(buf.n <= 3 * text.n && weir_utf8_valid(weir_buf_view(&buf)));
    check(java_string_equal_nocase(text, text) && java_string_strip(text, true, true).n <= text.n);
    weir_buf_free(&buf);
    weir_arena_free(&arena);
    return 0;
}
