/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <math.h>

#include <weir/str.h>

static struct weir_str s(const char *text)
{
    return weir_str_of(text);
}

static void test_compares(void **state)
{
    (void)state;
    assert_true(weir_str_eq(WEIR_STR_NULL, WEIR_STR_NULL));
    assert_false(weir_str_eq(WEIR_STR_NULL, s("")));
    assert_true(weir_str_cmp(s("a"), s("ab")) < 0);
    assert_true(weir_str_cmp(s("b"), s("ab")) > 0);
    assert_true(weir_str_cmp(s("\xc3"), s("z")) > 0);
    assert_int_equal(0, weir_str_cmp(s(""), WEIR_STR_NULL));
    assert_true(weir_str_eq_nocase(s("Never"), s("nEVER")));
    assert_false(weir_str_eq_nocase(s("@"), s("`")));
    assert_true(weir_str_starts(WEIR_STR_NULL, s("")));
    assert_true(weir_str_ends(s("a.sql"), s(".sql")));
    assert_false(weir_str_ends(s("sql"), s(".sql")));
}

static void test_cuts(void **state)
{
    (void)state;
    assert_true(weir_str_is(weir_str_trim(s("\t a b\n\x01")), "a b"));
    assert_true(weir_str_is(weir_str_trim(s(" \r")), ""));
    assert_int_equal(2, weir_str_find(s("abcabd"), s("ca")));
    assert_int_equal(-1, weir_str_find(s("abc"), s("x")));
    assert_int_equal(-1, weir_str_find(WEIR_STR_NULL, s("x")));
    assert_int_equal(1, weir_str_chr(s("a.b.c"), '.'));
    assert_int_equal(-1, weir_str_chr(s(""), '.'));
}

static void test_splits(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *parts[4];
    } rows[] = {
        {"a,,b", {"a", "", "b"}}, {"", {NULL}}, {"a,", {"a"}}, {",", {""}}, {"abc", {"abc"}},
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        struct weir_str rest = s(rows[i].text);
        struct weir_str part;
        size_t n = 0;
        while (weir_str_split(&rest, ',', &part)) {
            assert_non_null(rows[i].parts[n]);
            assert_true(weir_str_is(part, rows[i].parts[n++]));
        }
        assert_null(rows[i].parts[n]);
    }
}

static void test_integers(void **state)
{
    (void)state;
    int64_t i = 0;
    uint64_t u = 0;
    assert_true(weir_str_to_i64(s("-9223372036854775808"), &i) && i == INT64_MIN);
    assert_true(weir_str_to_i64(s("9223372036854775807"), &i) && i == INT64_MAX);
    assert_true(weir_str_to_i64(s("+007"), &i) && i == 7);
    assert_true(weir_str_to_u64(s("18446744073709551615"), &u) && u == UINT64_MAX);
    static const char *const bad[] = {"",
                                      "-",
                                      "+",
                                      " 1",
                                      "1 ",
                                      "1x",
                                      "--1",
                                      "0x1",
                                      "1.0",
                                      "9223372036854775808",
                                      "-9223372036854775809"};
    for (size_t k = 0; k < UNIT_COUNT(bad); k++) {
        assert_false(weir_str_to_i64(s(bad[k]), &i));
    }
    assert_false(weir_str_to_u64(s("18446744073709551616"), &u));
    assert_false(weir_str_to_u64(s("-1"), &u));
    assert_false(weir_str_to_i64(WEIR_STR_NULL, &i));
}

static void test_floats(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } rows[] = {
        {"0", 0.0},
        {"-0.0", -0.0},
        {"1.5", 1.5},
        {".5", 0.5},
        {"5.", 5.0},
        {"1e22", 1e22},
        {"1e23", 1e23},
        {"-12.50E-1", -1.25},
        {"123456789012345678901234567890", 123456789012345678901234567890.0},
        {"9007199254740993", 9007199254740992.0},
        {"9007199254740993.00000000000000000000000000000000000000001", 9007199254740994.0},
        {"2.2250738585072011e-308", 2.2250738585072011e-308},
        {"4.9E-324", 4.9E-324},
        {"1e999", INFINITY},
        {"-Infinity", -INFINITY},
        {"1e-999999999999999999", 0.0},
        {"0.000000000000000000000000000000000001e36", 1.0},
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        double x = NAN;
        assert_true(weir_str_to_double(s(rows[i].text), &x));
        assert_memory_equal(&x, &rows[i].value, sizeof(x));
    }
    double x = 0;
    float f = 0;
    assert_true(weir_str_to_double(s("NaN"), &x) && isnan(x));
    assert_true(weir_str_to_float(s("0.1"), &f) && f == 0.1f);
    assert_true(weir_str_to_float(s("16777217"), &f) && f == 16777216.0f);
    assert_true(weir_str_to_float(s("3.4028236e38"), &f) && isinf(f));
    assert_true(weir_str_to_float(s("1.00000017881393432617187499"), &f) && f == 0x1.000002p0f);
    static const char *const bad[] = {"",   ".",   "-",     "e5",  "1e",  "1e+", "1 ",
                                      " 1", "0x1", "1.2.3", "nan", "inf", "1f"};
    for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
        assert_false(weir_str_to_double(s(bad[i]), &x));
        assert_false(weir_str_to_float(s(bad[i]), &f));
    }
}

static void test_hash_depends_on_every_byte(void **state)
{
    (void)state;
    char text[33] = "0123456789abcdef0123456789abcdef";
    for (size_t n = 1; n <= 32; n++) {
        uint64_t hash = weir_str_hash(weir_str_n(text, n));
        assert_true(hash != weir_str_hash(weir_str_n(text, n - 1)));
        for (size_t i = 0; i < n; i++) {
            text[i] ^= 1;
            assert_true(hash != weir_str_hash(weir_str_n(text, n)));
            text[i] ^= 1;
        }
    }
}

static void test_utf8(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool valid;
    } rows[] = {
        {"", true},
        {"plain ascii, longer than a word", true},
        {"gr\xc3\xbc\xc3\x9f"
         "e",
         true},
        {"\xe2\x82\xac", true},
        {"\xf0\x9f\x98\x80", true},
        {"\xf4\x8f\xbf\xbf", true},
        {"\xed\x9f\xbf", true},
        {"\xee\x80\x80", true},
        {"\xc0\x80", false},
        {"\xc1\xbf", false},
        {"\xe0\x9f\xbf", false},
        {"\xed\xa0\x80", false},
        {"\xf0\x8f\xbf\xbf", false},
        {"\xf4\x90\x80\x80", false},
        {"\xf5\x80\x80\x80", false},
        {"\x80", false},
        {"aaaaaaaa\xc3", false},
        {"\xe2\x82", false},
        {"\xf0\x9f\x98", false},
        {"\xff", false},
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        assert_int_equal(rows[i].valid, weir_utf8_valid(s(rows[i].text)));
    }
    static const uint32_t points[] = {0, 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff};
    for (size_t i = 0; i < UNIT_COUNT(points); i++) {
        char to[4];
        assert_true(weir_utf8_valid(weir_str_n(to, weir_utf8_put(to, points[i]))));
    }
}

static void test_utf8_cut_off(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t n;
    } rows[] = {
        {"", 0},
        {"abc", 3},
        {"a\xc3\xa9", 3},
        {"a\xc3", 1},
        {"\xe2\x82\xac", 3},
        {"a\xe2\x82", 1},
        {"a\xf0\x9f\x98", 1},
        {"a\xf0\x9f\x98\x80", 5},
        {"\x80\x80\x80\x80\x80", 5}, /* no text anyway */
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        assert_int_equal(rows[i].n, weir_utf8_whole(s(rows[i].text)).n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compares), cmocka_unit_test(test_cuts),
        cmocka_unit_test(test_splits),   cmocka_unit_test(test_integers),
        cmocka_unit_test(test_floats),   cmocka_unit_test(test_hash_depends_on_every_byte),
        cmocka_unit_test(test_utf8),     cmocka_unit_test(test_utf8_cut_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
