/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <math.h>
#include <stdlib.h>

#include <weir/json.h>

static struct weir_buf buf;

static const char *text(void)
{
    const char *p = weir_buf_cstr(&buf);
    weir_buf_reset(&buf);
    return p;
}

static void test_strings(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", "\"\""},
        {"a longer plain text / with a slash\x7f", "\"a longer plain text / with a slash\x7f\""},
        {"\"\\\b\t\n\f\r", "\"\\\"\\\\\\b\\t\\n\\f\\r\""},
        {"\x01\x1f", "\"\\u0001\\u001F\""},
        {"12345678\n12345678", "\"12345678\\n12345678\""},
        {"\xc3\xa9\xe2\x82\xac\xe2\x80\xa8\xef\xbf\xbf",
         "\"\xc3\xa9\xe2\x82\xac\xe2\x80\xa8\xef\xbf\xbf\""},
        {"\xf0\x9f\x98\x80", "\"\\uD83D\\uDE00\""},
        {"1234567\xf4\x8f\xbf\xbfx", "\"1234567\\uDBFF\\uDFFFx\""},
        {"\xf0\x9f\x98", "\"\xef\xbf\xbd\x9f\x98\""},
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        weir_json_string(&buf, weir_str_of(rows[i][0]));
        assert_string_equal(rows[i][1], text());
    }
    weir_json_string(&buf, WEIR_STR("a\0b"));
    assert_string_equal("\"a\\u0000b\"", text());
}

/* Every place of a string within the eight bytes that are looked at together. */
static void test_strings_at_every_place(void **state)
{
    (void)state;
    for (size_t n = 1; n < 40; n++) {
        for (size_t at = 0; at < n; at++) {
            char in[40];
            char want[64] = "\"";
            memset(in, 'x', n);
            in[at] = '"';
            memset(want + 1, 'x', n + 1);
            memcpy(want + 1 + at, "\\\"", 2);
            memcpy(want + n + 2, "\"", 2);
            weir_json_string(&buf, weir_str_n(in, n));
            assert_string_equal(want, text());
        }
    }
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        double x;
        const char *text;
    } rows[] = {
        {0.0, "0.0"},
        {-0.0, "-0.0"},
        {1.0, "1.0"},
        {-1.5, "-1.5"},
        {100.0, "100.0"},
        {9999999.0, "9999999.0"},
        {1e7, "1.0E7"},
        {0.001, "0.001"},
        {0.00099, "9.9E-4"},
        {0.1, "0.1"},
        {123456789.125, "1.23456789125E8"},
        {4.9e-324, "4.9E-324"},
        {2e-323, "2.0E-323"},
        {1e23, "1.0E23"},
        {2e23, "2.0E23"},
        {1.7976931348623157e308, "1.7976931348623157E308"},
        {2.2250738585072014e-308, "2.2250738585072014E-308"},
        {9007199254740993.0, "9.007199254740992E15"},
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        weir_java_double(&buf, rows[i].x);
        assert_string_equal(rows[i].text, text());
    }
    weir_java_float(&buf, 0.1f);
    assert_string_equal("0.1", text());
    weir_java_float(&buf, 1.4e-45f);
    assert_string_equal("1.4E-45", text());
    weir_json_double(&buf, -INFINITY);
    assert_string_equal("\"-Infinity\"", text());
    weir_json_float(&buf, NAN);
    assert_string_equal("\"NaN\"", text());
    weir_java_double(&buf, NAN);
    assert_string_equal("NaN", text());
    weir_json_i64(&buf, INT64_MIN);
    assert_string_equal("-9223372036854775808", text());
}

/* Compares with what Java printed; returns how many rows there were. */
static int compare_golden(const char *file, bool single)
{
    char path[1024];
    snprintf(path, sizeof(path), "%s/tests/golden/converters/%s.jsonl", TEST_SOURCE_DIR, file);
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    char line[512];
    int n = 0;
    while (fgets(line, sizeof(line), in)) {
        char want[64];
        char bits[32];
        if (sscanf(line, "{\"bits\":\"%31[0-9a-f]\",\"text\":\"%63[^\"]\"", bits, want) != 2) {
            continue;
        }
        uint64_t x = strtoull(bits, NULL, 16);
        uint32_t low = (uint32_t)x;
        double d = 0;
        float f = 0;
        memcpy(&d, &x, sizeof(d));
        memcpy(&f, &low, sizeof(f));
        if (single) {
            weir_java_float(&buf, f);
        } else {
            weir_java_double(&buf, d);
        }
        assert_string_equal(want, text());
        n++;
    }
    fclose(in);
    return n;
}

static void test_what_java_printed(void **state)
{
    (void)state;
    assert_true(compare_golden("doubles", false) > 5000);
    assert_true(compare_golden("floats", true) > 2000);
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
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_strings_at_every_place),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_what_java_printed),
    };
    weir_buf_init(&buf, 4096);
    return cmocka_run_group_tests(tests, NULL, close_buf);
}
