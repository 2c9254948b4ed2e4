/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pattern of SimpleDateFormat and, after a line feed, a text: the pattern is refused or
 * understood, and then any moment can be written and any text looked at.
 */
#include <assert.h>

#include "kafka/date_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t moments[] = {INT64_MIN, -62135596800001, -12219292800001, -1,
                                      0,         1700000000123,   253402300800000, INT64_MAX};
    struct weir_str text = weir_str_n(data, size);
    struct weir_str pattern = WEIR_STR("");
    struct weir_arena arena;
    struct date_format format;
    struct weir_buf buf;
    struct weir_err err;
    (void)weir_str_split(&text, '\n', &pattern);
    if (pattern.n > 200 || !weir_utf8_valid(pattern) || memchr(pattern.p, 0, pattern.n)) {
        return 0;
    }
    weir_arena_init(&arena, 4096);
    weir_buf_init(&buf, 1 << 20);
    if (date_format_new(&arena, pattern, &format, &err) == WEIR_OK) {
        int64_t ms;
        (void)date_format_read(&format, text, &ms);
        for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
            weir_buf_reset(&buf);
            date_format_write(&format, moments[i], &buf);
            (void)date_format_read(&format, weir_buf_view(&buf), &ms);
        }
    }
    weir_buf_free(&buf);
    weir_arena_free(&arena);
    return 0;
}
