/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "cli/cat_format.h"

static struct weir_buf out;

static int setup(void **state)
{
    (void)state;
    weir_buf_init(&out, 65536);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    weir_buf_free(&out);
    return 0;
}

static struct bus_message message(void)
{
    static const struct weir_raw_header headers[] = {{{"a", 1}, {"1", 1}}, {{"b", 1}, {NULL, 0}}};
    return (struct bus_message){
        .topic = WEIR_STR("t\"1"),
        .partition = 3,
        .offset = 17,
        .timestamp = 1700000000123,
        .key = WEIR_STR("k"),
        .value = WEIR_STR("{\"x\":1}"),
        .headers = headers,
        .n_headers = 2,
    };
}

static void test_formats(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"%k %v\\n", "k {\"x\":1}\n"},
        {"%t/%p@%o %T", "t\"1/3@17 1700000000123"},
        {"%h", "a=1,b=NULL"},
        {"%K,%S%%\\t\\\\", "1,7%\t\\"},
        {"%", "%"},
        {"plain", "plain"},
    };
    struct bus_message full = message();
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        weir_buf_reset(&out);
        cat_format(&out, cases[i][0], &full);
        assert_string_equal(weir_buf_cstr(&out), cases[i][1]);
    }
    weir_buf_reset(&out);
    full.key = WEIR_STR_NULL;
    cat_format(&out, "[%k] %K", &full);
    assert_string_equal(weir_buf_cstr(&out), "[] -1");
}

static void test_json(void **state)
{
    (void)state;
    struct bus_message full = message();
    cat_json(&out, &full);
    assert_string_equal(weir_buf_cstr(&out),
                        "{\"topic\":\"t\\\"1\",\"partition\":3,\"offset\":17,\"tstype\":\"create\","
                        "\"ts\":1700000000123,\"headers\":[\"a\",\"1\",\"b\",null],\"key\":\"k\","
                        "\"payload\":\"{\\\"x\\\":1}\"}\n");
    weir_buf_reset(&out);
    full.n_headers = 0;
    full.key = WEIR_STR_NULL;
    full.value = WEIR_STR("\xff\x00");
    cat_json(&out, &full);
    assert_non_null(
        strstr(weir_buf_cstr(&out), "\"key\":null,\"payload\":{\"base64\":\"/wA=\"}}\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_formats, setup, teardown),
        cmocka_unit_test_setup_teardown(test_json, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
