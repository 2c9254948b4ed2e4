/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <weir/err.h>
#include <weir/str.h>

static void test_sets_and_wraps(void **state)
{
    (void)state;
    struct weir_err err = {.code = 7};
    assert_int_equal(WEIR_BAD_DATA, weir_err_set(&err, WEIR_BAD_DATA, "%d of %d", 1, 2));
    assert_int_equal(0, err.code);
    assert_string_equal("1 of 2", err.text);
    assert_int_equal(WEIR_BAD_DATA, weir_err_wrap(&err, "topic %s", "a"));
    assert_string_equal("topic a: 1 of 2", err.text);
    assert_string_equal("BAD_DATA", weir_verdict_name(err.class));
}

/* Too long a text is cut between characters, whichever way it came to be too long. */
static void test_cuts_whole_characters(void **state)
{
    (void)state;
    struct weir_err err;
    char euros[3 * 1000 + 1];
    for (size_t i = 0; i < 1000; i++) {
        memcpy(euros + 3 * i, "\xe2\x82\xac", 4);
    }
    for (int pad = 0; pad < 3; pad++) {
        weir_err_set(&err, WEIR_FATAL, "%*s%s", pad, "", euros);
        assert_true(weir_utf8_valid(weir_str_of(err.text)));
        assert_in_range(strlen(err.text), sizeof(err.text) - 4, sizeof(err.text) - 1);
        weir_err_wrap(&err, "%s", "context");
        assert_true(weir_utf8_valid(weir_str_of(err.text)));
        assert_in_range(strlen(err.text), sizeof(err.text) - 4, sizeof(err.text) - 1);
    }
    weir_err_set(&err, WEIR_FATAL, "why");
    weir_err_wrap(&err, "%s", euros); /* a context that would fill it alone */
    assert_true(weir_utf8_valid(weir_str_of(err.text)));
    assert_true(weir_str_ends(weir_str_of(err.text), WEIR_STR("\xe2\x82\xac: why")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sets_and_wraps),
        cmocka_unit_test(test_cuts_whole_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
