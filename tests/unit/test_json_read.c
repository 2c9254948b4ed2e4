/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <weir/json.h>

/* The tokens of a text, one letter each: { } [ ] n t f # s : . (end) ! (error). */
static const char *tokens(const char *text, bool lenient)
{
    static char out[1024];
    static const char letters[] = {
        [WEIR_JSON_END] = '.',   [WEIR_JSON_NULL] = 'n',      [WEIR_JSON_TRUE] = 't',
        [WEIR_JSON_FALSE] = 'f', [WEIR_JSON_NUMBER] = '#',    [WEIR_JSON_STRING] = 's',
        [WEIR_JSON_NAME] = ':',  [WEIR_JSON_OBJECT] = '{',    [WEIR_JSON_OBJECT_END] = '}',
        [WEIR_JSON_ARRAY] = '[', [WEIR_JSON_ARRAY_END] = ']', [WEIR_JSON_ERROR] = '!'};
    struct weir_json_reader jr;
    weir_json_open(&jr, weir_str_of(text));
    jr.lenient = lenient;
    size_t n = 0;
    enum weir_json_token token;
    do {
        token = weir_json_next(&jr);
        out[n++] = letters[token];
    } while (token != WEIR_JSON_END && token != WEIR_JSON_ERROR && n < sizeof(out) - 1);
    assert_int_equal(token, weir_json_next(&jr));
    out[n] = 0;
    return out;
}

static void test_accepts(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", "."},
        {" \r\n\t", "."},
        {"null", "n."},
        {"[true,false,null]", "[tfn]."},
        {"{\"a\" : 1 , \"b\" : {} }", "{:#:{}}."},
        {"\xef\xbb\xbf[]", "[]."},
        {"[[],{\"a\":[]},\"s\"]", "[[]{:[]}s]."},
        {"-0", "#."},
        {"0", "#."},
        {"1E+5", "#."},
        {"-12.50e-3", "#."},
        {"[0,10]", "[##]."},
        {"\"\x7f/\\/\\b\\f\\n\\r\\t\\\"\\\\\\u00E9\"", "s."},
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        assert_string_equal(rows[i][1], tokens(rows[i][0], false));
    }
}

static void test_refuses(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"nul", "!"},
        {"True", "!"},
        {"nulls", "!"},
        {"true2", "!"},
        {"+1", "!"},
        {"1.", "!"},
        {".5", "!"},
        {"-", "!"},
        {"1e", "!"},
        {"1e+", "!"},
        {"0x10", "!"},
        {"NaN", "!"},
        {"-Infinity", "!"},
        {"1,2", "!"},
        {"1]", "!"},
        {"\"a", "!"},
        {"'a'", "!"},
        {"\"\\u12\"", "!"},
        {"\"\\x\"", "!"},
        {"\"\t\"", "!"},
        {"\"\\", "!"},
        {"\"\\u00g0\"", "!"},
        {"[1,]", "[#!"},
        {"[,1]", "[!"},
        {"[1 2]", "[#!"},
        {"[1", "[#!"},
        {"{\"a\":1,}", "{:#!"},
        {"{\"a\"}", "{!"},
        {"{\"a\":}", "{:!"},
        {"{a:1}", "{!"},
        {"{\"a\":1", "{:#!"},
        {"{\"a\":1]", "{:#!"},
        {"[1}", "[#!"},
        {"{", "{!"},
        {"]", "!"},
        {"1 2", "#!"},
        {"{}x", "{}!"},
        {"// c\n1", "!"},
        {"007", "!"},
        {"-01.5", "!"},
        {"\"\xc3\"", "!"},
        {"{\"\xff\":1}", "{!"},
        {"\"12345678\xed\xa0\x80"
         "12345678\"",
         "!"},
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        assert_string_equal(rows[i][1], tokens(rows[i][0], false));
    }
}

static void test_lenient_allows_leading_zeros_only(void **state)
{
    (void)state;
    assert_string_equal("#.", tokens("007", true));
    assert_string_equal("#.", tokens("-01.5", true));
    assert_string_equal("!", tokens("1.", true));
    assert_string_equal("!", tokens("+1", true));
}

static void test_depth(void **state)
{
    (void)state;
    char text[WEIR_JSON_DEPTH_MAX + 2];
    memset(text, '[', sizeof(text));
    text[WEIR_JSON_DEPTH_MAX] = 0;
    const char *out = tokens(text, false);
    assert_int_equal(WEIR_JSON_DEPTH_MAX + 1, strlen(out));
    text[WEIR_JSON_DEPTH_MAX] = '[';
    text[WEIR_JSON_DEPTH_MAX + 1] = 0;
    assert_string_equal(out, tokens(text, false));
    struct weir_json_reader jr;
    weir_json_open(&jr, weir_str_of(text));
    while (weir_json_next(&jr) != WEIR_JSON_ERROR) {
    }
    assert_string_equal("nested too deeply", jr.error);
}

static void test_texts(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"\"\"", ""},
        {"\"plain text that is longer than eight\"", "plain text that is longer than eight"},
        {"\"\\u00e9\\u20AC\"", "\xc3\xa9\xe2\x82\xac"},
        {"\"a\\ud83d\\ude00z\"", "a\xf0\x9f\x98\x80z"},
        {"\"\\ud83d\"", "\xef\xbf\xbd"},
        {"\"\\ude00\"", "\xef\xbf\xbd"},
        {"\"\\ud83dx\"", "\xef\xbf\xbdx"},
        {"\"\\ud83d\\ud83d\\ude00\"", "\xef\xbf\xbd\xf0\x9f\x98\x80"},
        {"\"\\ud83d\\u0041\"", "\xef\xbf\xbd"
                               "A"},
        {"\"\\b\\f\\n\\r\\t\\\"\\\\\\/\"", "\b\f\n\r\t\"\\/"},
    };
    struct weir_arena arena;
    weir_arena_init(&arena, 256);
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        struct weir_json_reader jr;
        weir_json_open(&jr, weir_str_of(rows[i][0]));
        assert_int_equal(WEIR_JSON_STRING, weir_json_next(&jr));
        assert_true(weir_str_is(weir_json_unescape(&arena, &jr), rows[i][1]));
    }
    struct weir_json_reader jr;
    weir_json_open(&jr, WEIR_STR("\"\\u0000\""));
    assert_int_equal(WEIR_JSON_STRING, weir_json_next(&jr));
    assert_true(weir_str_eq(WEIR_STR("\0"), weir_json_unescape(&arena, &jr)));
    weir_arena_free(&arena);
}

static void test_numbers_say_whether_whole(void **state)
{
    (void)state;
    struct weir_json_reader jr;
    weir_json_open(&jr, WEIR_STR("[12,1.5,1E3]"));
    weir_json_next(&jr);
    assert_int_equal(WEIR_JSON_NUMBER, weir_json_next(&jr));
    assert_false(jr.fraction);
    assert_true(weir_str_is(jr.text, "12"));
    assert_int_equal(WEIR_JSON_NUMBER, weir_json_next(&jr));
    assert_true(jr.fraction);
    assert_int_equal(WEIR_JSON_NUMBER, weir_json_next(&jr));
    assert_true(jr.fraction);
    assert_true(weir_str_is(jr.text, "1E3"));
}

static void test_skips_and_passes(void **state)
{
    (void)state;
    struct weir_json_reader jr;
    struct weir_str schema = WEIR_STR("{\"type\":[{}],\"x\":\"}\"}");
    weir_json_open(&jr, WEIR_STR("{\"schema\": {\"type\":[{}],\"x\":\"}\"}, \"n\":12,\"m\":3}"));
    assert_int_equal(WEIR_JSON_OBJECT, weir_json_next(&jr));
    assert_int_equal(WEIR_JSON_NAME, weir_json_next(&jr));
    struct weir_json_reader again = jr;
    assert_true(weir_json_skip(&jr, weir_json_next(&jr)));
    assert_false(weir_json_pass(&again, WEIR_STR("{}")));
    assert_true(weir_json_pass(&again, schema));
    assert_ptr_equal(jr.p, again.p);
    assert_int_equal(WEIR_JSON_NAME, weir_json_next(&again));
    assert_false(weir_json_pass(&again, WEIR_STR("1")));
    assert_int_equal(WEIR_JSON_NUMBER, weir_json_next(&again));
    assert_true(weir_str_is(again.text, "12"));
    assert_true(weir_json_skip(&again, weir_json_next(&again)));
    assert_int_equal(WEIR_JSON_OBJECT_END, weir_json_next(&again));
    assert_int_equal(WEIR_JSON_END, weir_json_next(&again));
    weir_json_open(&jr, WEIR_STR("[[1,2"));
    assert_false(weir_json_skip(&jr, weir_json_next(&jr)));
}

/* What weir_json_member takes, and that nothing is taken where it does not. */
static void test_members_that_are_known(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *name;
        bool taken;
    } rows[] = {
        {"{\"a\":1}", "a", true},
        {"{\"\":1}", "", true},
        {"{\"a name of seventeen and more bytes\":1}", "a name of seventeen and more bytes", false},
        {"{\"a name of thirty-two bytes, just\":1}", "a name of thirty-two bytes, just", true},
        {"{\"a\":1}", "b", false},
        {"{\"a\":1}", "ab", false},
        {"{\"ab\":1}", "a", false},
        {"{ \"a\":1}", "a", false},
        {"{\"a\" :1}", "a", false},
        {"{\"a\":\"b\":1}", "a\":\"b", false},
        {"{\"a\\\":1}", "a\\", false},
        {"{\"a\n\":1}", "a\n", false},
        {"{\"\xc3\xa9\":1}", "\xc3\xa9", true},
        {"{\"a\"", "a", false},
        {"{}", "a", false},
        {"[\"a\":1]", "a", false},
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        struct weir_json_reader jr;
        weir_json_open(&jr, weir_str_of(rows[i].text));
        (void)weir_json_next(&jr);
        const char *before = jr.p;
        assert_int_equal(rows[i].taken, weir_json_member(&jr, weir_str_of(rows[i].name)));
        assert_true(rows[i].taken || jr.p == before);
        assert_true(!rows[i].taken || weir_json_next(&jr) == WEIR_JSON_NUMBER);
    }
}

/* After the first one there is a comma; what stands in the way is read by tokens. */
static void test_members_one_after_the_other(void **state)
{
    (void)state;
    struct weir_json_reader jr;
    weir_json_open(&jr, WEIR_STR("{\"a\":{\"b\":[]},\"c\":null, \"d\":1}"));
    assert_false(weir_json_member(&jr, WEIR_STR("a")));
    assert_int_equal(WEIR_JSON_OBJECT, weir_json_next(&jr));
    assert_true(weir_json_member(&jr, WEIR_STR("a")));
    assert_false(weir_json_member(&jr, WEIR_STR("b")));
    assert_int_equal(WEIR_JSON_OBJECT, weir_json_next(&jr));
    assert_true(weir_json_member(&jr, WEIR_STR("b")));
    assert_true(weir_json_skip(&jr, weir_json_next(&jr)));
    assert_int_equal(WEIR_JSON_OBJECT_END, weir_json_next(&jr));
    assert_true(weir_json_member(&jr, WEIR_STR("c")));
    assert_int_equal(WEIR_JSON_NULL, weir_json_next(&jr));
    assert_false(weir_json_member(&jr, WEIR_STR("d")));
    assert_int_equal(WEIR_JSON_NAME, weir_json_next(&jr));
    assert_int_equal(WEIR_JSON_NUMBER, weir_json_next(&jr));
    assert_int_equal(WEIR_JSON_OBJECT_END, weir_json_next(&jr));
    assert_int_equal(WEIR_JSON_END, weir_json_next(&jr));
}

static void test_errors_say_where(void **state)
{
    (void)state;
    struct weir_json_reader jr;
    struct weir_err err;
    weir_json_open(&jr, WEIR_STR("{\n  \"a\": tru\n}"));
    while (weir_json_next(&jr) != WEIR_JSON_ERROR) {
    }
    assert_int_equal(WEIR_BAD_DATA, weir_json_error(&jr, WEIR_BAD_DATA, &err));
    assert_string_equal("unknown word at line 2, column 8", err.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members_that_are_known),
        cmocka_unit_test(test_members_one_after_the_other),
        cmocka_unit_test(test_accepts),
        cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_lenient_allows_leading_zeros_only),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_numbers_say_whether_whole),
        cmocka_unit_test(test_skips_and_passes),
        cmocka_unit_test(test_errors_say_where),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
