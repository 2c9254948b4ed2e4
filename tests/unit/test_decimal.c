/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <weir/decimal.h>

static struct weir_buf buf;

static const char *text(void)
{
    const char *p = weir_buf_cstr(&buf);
    weir_buf_reset(&buf);
    return p;
}

static void test_texts(void **state)
{
    (void)state;
    static const struct {
        struct weir_str unscaled;
        int32_t scale;
        const char *text;
        const char *plain;
    } rows[] = {
        {WEIR_STR("\x30\x39"), 2, "123.45", "123.45"},
        {WEIR_STR("\x9c"), 2, "-1.00", "-1.00"},
        {WEIR_STR("\x6e"), 2, "1.10", "1.10"},
        {WEIR_STR("\x01"), -3, "1E+3", "1000"},
        {WEIR_STR("\x01"), 9, "1E-9", "0.000000001"},
        {WEIR_STR("\x01"), 6, "0.000001", "0.000001"},
        {WEIR_STR("\x01"), 7, "1E-7", "0.0000001"},
        {WEIR_STR("\x7b"), 8, "0.00000123", "0.00000123"},
        {WEIR_STR("\x7b"), 9, "1.23E-7", "0.000000123"},
        {WEIR_STR("\x7b"), -1, "1.23E+3", "1230"},
        {WEIR_STR("\0"), 0, "0", "0"},
        {WEIR_STR("\0"), 3, "0.000", "0.000"},
        {WEIR_STR("\0"), 7, "0E-7", "0.0000000"},
        {WEIR_STR("\0"), -3, "0E+3", "0"},
        {WEIR_STR(""), 1, "0.0", "0.0"},
        {WEIR_STR("\0\0\0\0\0\0\0\0\0\x05"), 0, "5", "5"},
        {WEIR_STR("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfb"), 1, "-0.5", "-0.5"},
        {WEIR_STR("\x80\0\0\0\0\0\0\0"), 0, "-9223372036854775808", "-9223372036854775808"},
        {WEIR_STR("\0\x80\0\0\0\0\0\0\0"), 0, "9223372036854775808", "9223372036854775808"},
        {WEIR_STR("\x80\0\0\0\0\0\0\0\0"), 0, "-2361183241434822606848", "-2361183241434822606848"},
        {WEIR_STR("\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), 10,
         "-17014118346046923173168730371.5884105728", "-17014118346046923173168730371.5884105728"},
        {WEIR_STR("\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), 0,
         "340282366920938463463374607431768211456", "340282366920938463463374607431768211456"},
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        weir_decimal_text(&buf, rows[i].unscaled, rows[i].scale);
        assert_string_equal(rows[i].text, text());
        weir_decimal_plain(&buf, rows[i].unscaled, rows[i].scale);
        assert_string_equal(rows[i].plain, text());
    }
}

static void test_reads(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        struct weir_str unscaled;
        int32_t scale;
    } rows[] = {
        {"123.45", WEIR_STR("\x30\x39"), 2},
        {"-1.00", WEIR_STR("\x9c"), 2},
        {"1E+3", WEIR_STR("\x01"), -3},
        {"+.5e-1", WEIR_STR("\x05"), 2},
        {"7.", WEIR_STR("\x07"), 0},
        {"0", WEIR_STR("\0"), 0},
        {"-0.00", WEIR_STR("\0"), 2},
        {"000128", WEIR_STR("\0\x80"), 0},
        {"-128", WEIR_STR("\x80"), 0},
        {"-129", WEIR_STR("\xff\x7f"), 0},
        {"9223372036854775807", WEIR_STR("\x7f\xff\xff\xff\xff\xff\xff\xff"), 0},
        {"9223372036854775808", WEIR_STR("\0\x80\0\0\0\0\0\0\0"), 0},
        {"-9223372036854775808", WEIR_STR("\x80\0\0\0\0\0\0\0"), 0},
        {"-18446744073709551616", WEIR_STR("\xff\0\0\0\0\0\0\0\0"), 0},
        {"340282366920938463463374607431768211456", WEIR_STR("\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
         0},
        {"1e-2147483647", WEIR_STR("\x01"), 2147483647},
        {"1.0e2147483649", WEIR_STR("\x0a"), -2147483648},
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        int32_t scale = 99;
        assert_true(weir_decimal_parse(weir_str_of(rows[i].text), NULL, &buf, &scale));
        assert_true(weir_str_eq(rows[i].unscaled, weir_buf_view(&buf)));
        assert_int_equal(rows[i].scale, scale);
        weir_buf_reset(&buf);
    }
}

static void test_wanted_scale(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int32_t scale;
        const char *result; /* NULL: refused */
    } rows[] = {
        {"1.5", 3, "1.500"},     {"1.500", 1, "1.5"},   {"1.500", 0, NULL},
        {"1000", -3, "1E+3"},    {"1e3", 0, "1000"},    {"0.0", 5, "0.00000"},
        {"0.00000", 0, "0"},     {"5", -1, NULL},       {"1e999999999", 0, NULL},
        {"0e999999999", 0, "0"}, {"-100", -2, "-1E+2"},
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        int32_t scale = 99;
        bool fits = weir_decimal_parse(weir_str_of(rows[i].text), &rows[i].scale, &buf, &scale);
        assert_int_equal(rows[i].result != NULL, fits);
        if (fits) {
            assert_int_equal(rows[i].scale, scale);
            char unscaled[32];
            size_t n = buf.n;
            memcpy(unscaled, buf.p, n);
            weir_buf_reset(&buf);
            weir_decimal_text(&buf, weir_str_n(unscaled, n), scale);
            assert_string_equal(rows[i].result, text());
        }
        weir_buf_reset(&buf);
    }
}

static void test_refuses(void **state)
{
    (void)state;
    static const char *const rows[] = {"",
                                       "-",
                                       ".",
                                       "1e",
                                       "1e+",
                                       "1 ",
                                       " 1",
                                       "1.2.3",
                                       "0x1",
                                       "NaN",
                                       "--1",
                                       "1e2147483649",
                                       "1e99999999999999999999"};
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        int32_t scale = 0;
        assert_false(weir_decimal_parse(weir_str_of(rows[i]), NULL, &buf, &scale));
        assert_int_equal(0, buf.n);
    }
}

static void test_a_thousand_digits_and_no_more(void **state)
{
    (void)state;
    char digits[WEIR_DECIMAL_DIGITS_MAX + 2];
    memset(digits, '9', sizeof(digits));
    int32_t scale = 0;
    digits[WEIR_DECIMAL_DIGITS_MAX] = 0;
    assert_true(weir_decimal_parse(weir_str_of(digits), NULL, &buf, &scale));
    char unscaled[500];
    size_t n = buf.n;
    memcpy(unscaled, buf.p, n);
    weir_buf_reset(&buf);
    weir_decimal_text(&buf, weir_str_n(unscaled, n), 0);
    assert_string_equal(digits, text());
    assert_true(weir_decimal_parse(WEIR_STR("1e999"), &scale, &buf, &scale));
    weir_buf_reset(&buf);
    assert_false(weir_decimal_parse(WEIR_STR("1e1000"), &scale, &buf, &scale));
    digits[WEIR_DECIMAL_DIGITS_MAX] = '9';
    digits[WEIR_DECIMAL_DIGITS_MAX + 1] = 0;
    assert_false(weir_decimal_parse(weir_str_of(digits), NULL, &buf, &scale));
    memset(unscaled, 1, sizeof(unscaled));
    weir_decimal_text(&buf, weir_str_n(unscaled, 417), 0);
    assert_true(buf.full);
    weir_buf_reset(&buf);
    weir_decimal_plain(&buf, WEIR_STR("\1"), INT32_MIN);
    assert_true(buf.full);
    weir_buf_reset(&buf);
}

static void test_longs_and_doubles(void **state)
{
    (void)state;
    static const int64_t rows[] = {0,   1,     -1,     127,       128,       -128,      -129,
                                   255, 32768, -32769, INT32_MIN, INT32_MAX, INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        uint8_t bytes[9];
        int64_t back = 0;
        struct weir_str s = weir_str_n(bytes, weir_decimal_of_i64(rows[i], bytes));
        assert_true(weir_decimal_to_i64(s, &back) && back == rows[i]);
    }
    uint8_t bytes[9];
    assert_int_equal(1, weir_decimal_of_i64(-128, bytes));
    assert_int_equal(2, weir_decimal_of_i64(128, bytes));
    assert_int_equal(8, weir_decimal_of_i64(INT64_MAX, bytes));
    int64_t x = 0;
    assert_false(weir_decimal_to_i64(WEIR_STR("\0\x80\0\0\0\0\0\0\0"), &x));
    assert_true(weir_decimal_to_double(WEIR_STR("\x30\x39"), 2) == 123.45);
    assert_true(weir_decimal_to_double(WEIR_STR("\x9c"), -2) == -10000.0);
    assert_true(weir_decimal_to_double(WEIR_STR("\x01"), 400) == 0.0);
    assert_true(weir_decimal_to_double(WEIR_STR("\1\0\0\0\0\0\0\0\0"), 0) == 0x1p64);
}

static int close_buf(void **state)
{
    (void)state;
    weir_buf_free(&buf);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_reads),
        cmocka_unit_test(test_wanted_scale),
        cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_a_thousand_digits_and_no_more),
        cmocka_unit_test(test_longs_and_doubles),
    };
    weir_buf_init(&buf, 8192);
    return cmocka_run_group_tests(tests, NULL, close_buf);
}
