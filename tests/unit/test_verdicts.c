/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "data/verdicts.h"

static void test_last_of_a_record_stays(void **state)
{
    (void)state;
    struct weir_verdicts verdicts;
    verdicts_init(&verdicts);
    assert_int_equal(weir_verdict_set(&verdicts, 7, WEIR_BAD_DATA, "bad %d", 1), WEIR_BAD_DATA);
    weir_verdict_set(&verdicts, 2, WEIR_RETRY, "later");
    weir_verdict_set(&verdicts, 7, WEIR_FATAL, "bad %d", 2);
    weir_verdict_set(&verdicts, 4, WEIR_BAD_DATA, "taken back");
    weir_verdict_set(&verdicts, 4, WEIR_OK, "fine");
    verdicts_sort(&verdicts);
    assert_int_equal(verdicts.n, 2);
    assert_int_equal(verdicts.items[0].i, 2);
    assert_int_equal(verdicts.items[0].class, WEIR_RETRY);
    assert_int_equal(verdicts.items[1].i, 7);
    assert_int_equal(verdicts.items[1].class, WEIR_FATAL);
    assert_string_equal(verdicts.items[1].text, "bad 2");
    verdicts_reset(&verdicts);
    assert_int_equal(verdicts.n, 0);
    verdicts_sort(&verdicts);
    verdicts_free(&verdicts);
}

static void test_many_come_out_sorted(void **state)
{
    (void)state;
    struct weir_verdicts verdicts;
    verdicts_init(&verdicts);
    for (uint32_t i = 0; i < 1000; i++) {
        weir_verdict_set(&verdicts, i * 37 % 1000, WEIR_BAD_DATA, "%u", i * 37 % 1000);
    }
    verdicts_sort(&verdicts);
    assert_int_equal(verdicts.n, 1000);
    for (uint32_t i = 0; i < 1000; i++) {
        assert_int_equal(verdicts.items[i].i, i);
        assert_int_equal(atoi(verdicts.items[i].text), (int)i);
    }
    verdicts_free(&verdicts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_last_of_a_record_stays),
        cmocka_unit_test(test_many_come_out_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
