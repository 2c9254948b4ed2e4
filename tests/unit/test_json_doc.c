/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <weir/json.h>

static struct weir_arena arena;

static int open_arena(void **state)
{
    (void)state;
    weir_arena_init(&arena, 4096);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    weir_arena_free(&arena);
    return 0;
}

static const char *written(const struct weir_json *doc)
{
    struct weir_buf buf;
    weir_buf_init(&buf, 1 << 20);
    weir_json_write(&buf, doc);
    const char *text = weir_arena_str(&arena, weir_buf_view(&buf)).p;
    weir_buf_free(&buf);
    return text;
}

static struct weir_json *parsed(const char *text)
{
    struct weir_json *doc = NULL;
    struct weir_err err;
    assert_int_equal(WEIR_OK, weir_json_parse(&arena, weir_str_of(text), &doc, &err));
    return doc;
}

static void test_comes_out_as_it_went_in(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {" null ", "null"},
        {"{\"z\":1.50,\"a\":1E3,\"n\":123456789012345678901234567890}", NULL},
        {"[true, false, null, \"\\u00e9\", [], {}]", "[true,false,null,\"\xc3\xa9\",[],{}]"},
        {"{\"a\":{\"b\":[{\"c\":\"\\n\"}]},\"\":\"\"}", NULL},
        {"\"\\ud83d\\ude00\"", "\"\\uD83D\\uDE00\""},
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        assert_string_equal(rows[i][1] ? rows[i][1] : rows[i][0], written(parsed(rows[i][0])));
    }
}

static void test_last_of_a_name_at_the_firsts_place(void **state)
{
    (void)state;
    struct weir_json *doc = parsed("{\"a\":1,\"b\":{\"x\":0,\"x\":1},\"a\":2,\"c\":3,\"a\":4}");
    assert_string_equal("{\"a\":4,\"b\":{\"x\":1},\"c\":3}", written(doc));
    assert_int_equal(3, doc->count);
    struct weir_buf buf;
    weir_buf_init(&buf, 1 << 20);
    weir_buf_char(&buf, '{');
    for (int i = 0; i < 300; i++) {
        weir_buf_printf(&buf, "%s\"k%d\":%d", i ? "," : "", i % 100, i);
    }
    weir_buf_char(&buf, '}');
    doc = parsed(weir_buf_cstr(&buf));
    weir_buf_free(&buf);
    assert_int_equal(100, doc->count);
    int at = 0;
    for (struct weir_json *node = doc->first; node; node = node->next, at++) {
        int64_t x = 0;
        assert_true(weir_str_to_i64(node->text, &x) && x == at + 200);
    }
    assert_int_equal(100, at);
}

static void test_asks(void **state)
{
    (void)state;
    struct weir_json *doc = parsed("{\"s\":\"text\",\"i\":-7,\"f\":1.5,\"n\":null}");
    int64_t x = 0;
    assert_true(weir_str_is(weir_json_get_str(doc, "s"), "text"));
    assert_null(weir_json_get_str(doc, "i").p);
    assert_null(weir_json_get_str(doc, "none").p);
    assert_true(weir_json_get_i64(doc, "i", &x) && x == -7);
    assert_false(weir_json_get_i64(doc, "f", &x));
    assert_false(weir_json_get_i64(doc, "s", &x));
    assert_int_equal(WEIR_JT_NULL, weir_json_get(doc, "n")->type);
    assert_null(weir_json_get(weir_json_get(doc, "none"), "s"));
    assert_null(weir_json_get(weir_json_get(doc, "s"), "s"));
}

static void test_builds(void **state)
{
    (void)state;
    struct weir_json *doc = weir_json_new_object(&arena);
    weir_json_add(doc, "name", weir_json_new_str(&arena, WEIR_STR("a\"b")));
    weir_json_add(doc, "none", weir_json_new_str(&arena, WEIR_STR_NULL));
    struct weir_json *list = weir_json_add(doc, "tasks", weir_json_new_array(&arena));
    weir_json_add(list, NULL, weir_json_new_i64(&arena, INT64_MIN));
    weir_json_add(list, NULL, weir_json_new_bool(&arena, true));
    assert_string_equal("{\"name\":\"a\\\"b\",\"none\":null,\"tasks\":[-9223372036854775808,true]}",
                        written(doc));
}

static void test_refuses(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", "no JSON value in an empty text"},
        {"{} {}", "there is more after the value at line 1, column 4"},
        {"{\"a\":1", "the text ends within an object at line 1, column 7"},
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        struct weir_json *doc = NULL;
        struct weir_err err;
        assert_int_equal(WEIR_BAD_DATA,
                         weir_json_parse(&arena, weir_str_of(rows[i][0]), &doc, &err));
        assert_null(doc);
        assert_string_equal(rows[i][1], err.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comes_out_as_it_went_in),
        cmocka_unit_test(test_last_of_a_name_at_the_firsts_place),
        cmocka_unit_test(test_asks),
        cmocka_unit_test(test_builds),
        cmocka_unit_test(test_refuses),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
