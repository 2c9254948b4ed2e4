/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text as Java's parsers of numbers read it: whatever it is, it is read or refused, and what has
 * hex digits is the number that the C library makes of it.
 */
#include <math.h>
#include <stdlib.h>

#include "common/java_string.h"
#include "kafka/number_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
    if (!good) {
        abort();
    }
}

static bool has_hex(struct weir_str text)
{
    size_t at = text.n && (text.p[0] == '-' || text.p[0] == '+');
    return text.n > at + 2 && text.p[at] == '0' && (text.p[at + 1] | 0x20) == 'x';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_str text = weir_str_n(data, size);
    struct number_text number;
    struct weir_arena arena;
    double x = 0;
    float y = 0;
    int64_t whole;
    if (size > 2000) {
        return 0;
    }
    weir_arena_init(&arena, 4096);
    number_text_parse(&arena, text, &number);
    bool good = number_text_double(text, &x);
    check(good == number_text_float(text, &y));
    text = weir_str_trim(text);
    if (good && has_hex(text)) {
        const char *copy = weir_arena_str(&arena, text).p;
        check(x == strtod(copy, NULL) && y == strtof(copy, NULL));
    }
    if (java_string_to_long(text, &whole) && number_text_double(text, &x)) {
        check(x == (double)whole);
    }
    weir_arena_free(&arena);
    return 0;
}
