/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any decimal's text, plain or not, reads back as the same number.
 */
#include "unit.h"

#include <weir/decimal.h>

#include "gen.h"

/* The shortest form of some bytes, as toByteArray makes it. */
static struct weir_str shortest(struct weir_str s)
{
    while (s.n > 1 && ((s.p[0] == 0 && (uint8_t)s.p[1] < 0x80) ||
                       ((uint8_t)s.p[0] == 0xff && (uint8_t)s.p[1] >= 0x80))) {
        s = weir_str_from(s, 1);
    }
    return s;
}

static void reads_back(struct weir_str text, const int32_t *want, struct weir_str unscaled,
                       int32_t scale)
{
    struct weir_buf back;
    int32_t back_scale = -1;
    weir_buf_init(&back, 1000);
    assert_true(weir_decimal_parse(text, want, &back, &back_scale));
    assert_true(weir_str_eq(unscaled, weir_buf_view(&back)));
    assert_int_equal(scale, back_scale);
    weir_buf_free(&back);
}

static void prop_texts_read_back(void **state)
{
    (void)state;
    struct gen gen;
    struct weir_arena arena;
    struct weir_buf buf;
    gen_open(&gen);
    weir_arena_init(&arena, 1 << 16);
    weir_buf_init(&buf, 1 << 20);
    for (int i = gen_runs(20000); i > 0; i--) {
        size_t n = 1 + gen_below(&gen, gen_chance(&gen, 90) ? 20 : 400);
        struct weir_str unscaled = shortest(gen_bytes(&gen, &arena, n));
        int32_t scale = (int32_t)gen_below(&gen, 60) - 20;
        weir_decimal_text(&buf, unscaled, scale);
        reads_back(weir_buf_view(&buf), NULL, unscaled, scale);
        weir_buf_reset(&buf);
        weir_decimal_plain(&buf, unscaled, scale);
        assert_int_equal(-1, weir_str_chr(weir_buf_view(&buf), 'E'));
        reads_back(weir_buf_view(&buf), &scale, unscaled, scale);
        weir_buf_reset(&buf);
        weir_arena_reset(&arena);
    }
    weir_buf_free(&buf);
    weir_arena_free(&arena);
}

static void prop_longs(void **state)
{
    (void)state;
    struct gen gen;
    struct weir_buf buf;
    gen_open(&gen);
    weir_buf_init(&buf, 100);
    for (int i = gen_runs(100000); i > 0; i--) {
        int64_t x = gen_i64(&gen);
        int64_t back = 0;
        uint8_t bytes[9];
        char want[32];
        struct weir_str unscaled = weir_str_n(bytes, weir_decimal_of_i64(x, bytes));
        assert_int_equal(unscaled.n, shortest(unscaled).n);
        assert_true(weir_decimal_to_i64(unscaled, &back) && back == x);
        weir_decimal_text(&buf, unscaled, 0);
        snprintf(want, sizeof(want), "%lld", (long long)x);
        assert_string_equal(want, weir_buf_cstr(&buf));
        weir_buf_reset(&buf);
        assert_true(weir_decimal_to_double(unscaled, 0) == (double)x);
    }
    weir_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prop_texts_read_back),
        cmocka_unit_test(prop_longs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
