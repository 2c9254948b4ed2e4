/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A decimal as text, and the same bytes as an unscaled number: what reads back is the same number,
 * printed the same.
 */
#include <stdlib.h>

#include <weir/decimal.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
    if (!good) {
        abort();
    }
}

/* Prints a decimal, reads the text and prints that: both texts are one. */
static void round_trip(struct weir_str unscaled, int32_t scale)
{
    struct weir_buf text;
    struct weir_buf bytes;
    struct weir_buf again;
    int32_t back = 0;
    weir_buf_init(&text, 4096);
    weir_buf_init(&bytes, 4096);
    weir_buf_init(&again, 4096);
    weir_decimal_text(&text, unscaled, scale);
    /* A number of 416 bytes may have two digits more than the reader takes. */
    if (!text.full && weir_decimal_parse(weir_buf_view(&text), NULL, &bytes, &back)) {
        check(back == scale);
        weir_decimal_text(&again, weir_buf_view(&bytes), back);
        check(weir_str_eq(weir_buf_view(&text), weir_buf_view(&again)));
    } else {
        check(text.full || text.n > WEIR_DECIMAL_DIGITS_MAX);
    }
    weir_buf_free(&text);
    weir_buf_free(&bytes);
    weir_buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_str text = weir_str_n(data, size);
    struct weir_buf out;
    int32_t scale = 0;
    int32_t want = size ? (int8_t)data[0] : 0;
    int64_t x = 0;
    weir_buf_init(&out, 1024);
    if (weir_decimal_parse(text, NULL, &out, &scale)) {
        round_trip(weir_buf_view(&out), scale);
    }
    weir_buf_reset(&out);
    if (weir_decimal_parse(text, &want, &out, &scale)) {
        check(scale == want);
    }
    weir_buf_free(&out);
    round_trip(text, want);
    weir_decimal_to_double(text, want);
    if (weir_decimal_to_i64(text, &x)) {
        uint8_t bytes[9];
        int64_t again = 0;
        check(weir_decimal_to_i64(weir_str_n(bytes, weir_decimal_of_i64(x, bytes)), &again));
        check(again == x);
    }
    return 0;
}
