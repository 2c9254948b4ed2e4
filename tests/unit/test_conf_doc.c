/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "conf/conf_doc.h"
#include "conf/conf_nearest.h"

static const char *const modes[] = {"a", "b", NULL};
static const struct weir_conf_key keys[] = {
    {"first.key", WEIR_CONF_INT, WEIR_CONF_NOWHERE, .def = "5", .min = 1, .max = 9,
     .flags = WEIR_KEY_HAS_MIN | WEIR_KEY_HAS_MAX, .group = "One", .doc = "A | number."},
    {"mode", WEIR_CONF_ENUM, WEIR_CONF_NOWHERE, .flags = WEIR_KEY_REQUIRED, .values = modes,
     .alias = "old.mode", .doc = "Which."},
    {"secret", WEIR_CONF_STRING, WEIR_CONF_NOWHERE, .def = "hunter2", .flags = WEIR_KEY_SECRET,
     .importance = WEIR_LOW, .group = "One", .doc = "Hidden."},
    {"table.{name}", WEIR_CONF_MATCHES, WEIR_CONF_NOWHERE, .doc = "One a table."},
    {"unsaid", WEIR_CONF_STRING, WEIR_CONF_NOWHERE, .flags = WEIR_KEY_INTERNAL},
    WEIR_CONF_END,
};

static void expect(enum conf_doc_style style, const char *wanted)
{
    struct weir_buf out;
    weir_buf_init(&out, 65536);
    conf_doc(&out, "a.B", "Does it.", keys, style);
    assert_string_equal(weir_buf_cstr(&out), wanted);
    weir_buf_free(&out);
}

static void test_text(void **state)
{
    (void)state;
    expect(CONF_DOC_TEXT, "a.B\nDoes it.\n"
                          "\nOne\n"
                          "\n  first.key\n"
                          "      INT, default 5, at least 1, at most 9, importance high\n"
                          "      A | number.\n"
                          "\n  secret\n"
                          "      PASSWORD, importance low\n"
                          "      Hidden.\n"
                          "\n  mode\n"
                          "      STRING, required, one of a|b, importance high, also called "
                          "old.mode\n"
                          "      Which.\n"
                          "\n  table.{name}\n"
                          "      any number of keys, importance high\n"
                          "      One a table.\n");
}

static void test_markdown(void **state)
{
    (void)state;
    expect(CONF_DOC_MARKDOWN,
           "## a.B\n\nDoes it.\n"
           "\n### One\n\n| key | value | what for |\n|---|---|---|\n"
           "| `first.key` | INT, default 5, at least 1, at most 9, importance high | A \\| number. "
           "|\n"
           "| `secret` | PASSWORD, importance low | Hidden. |\n"
           "\n| key | value | what for |\n|---|---|---|\n"
           "| `mode` | STRING, required, one of a\\|b, importance high, also called old.mode | "
           "Which. |\n"
           "| `table.{name}` | any number of keys, importance high | One a table. |\n");
}

static void test_nearest(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"frist.key", "first.key"},
        {"first.ky", "first.key"},
        {"moed", "mode"},
        {"modes", "mode"},
        {"x", NULL},
        {"something.else", NULL},
        {"unsaif", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        const char *found = conf_nearest(keys, weir_str_of(cases[i][0]));
        assert_true(weir_str_eq(weir_str_of(found), weir_str_of(cases[i][1])));
    }
    assert_int_equal(conf_distance(WEIR_STR("abcd"), WEIR_STR("acbd")), 1);
    assert_int_equal(conf_distance(WEIR_STR("abc"), WEIR_STR("")), 3);
    assert_int_equal(conf_distance(WEIR_STR("kitten"), WEIR_STR("sitting")), 3);
    char longer[200];
    memset(longer, 'x', sizeof(longer));
    assert_int_equal(conf_distance(weir_str_n(longer, sizeof(longer)), WEIR_STR("")), 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_markdown),
        cmocka_unit_test(test_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
