/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <math.h>

#include <weir/value.h>

static void test_copies_deeply(void **state)
{
    (void)state;
    char text[] = "text";
    struct weir_value fields[] = {weir_string(WEIR_STR_NULL), weir_int(WEIR_INT64, -5), weir_null(),
                                  weir_null()};
    fields[0] = weir_string(weir_str_of(text));
    struct weir_value entries[] = {weir_string(WEIR_STR("k")), weir_f64(1.5)};
    fields[2] = weir_items(WEIR_MAP, entries, 1);
    fields[3] = weir_decimal(weir_str_of(text), 2);
    struct weir_value val = weir_items(WEIR_STRUCT, fields, 4);
    struct weir_arena arena;
    weir_arena_init(&arena, 256);
    struct weir_value copy = weir_value_copy(&arena, val);
    assert_true(weir_value_equal(val, copy));
    text[0] = 'T';
    assert_false(weir_value_equal(val, copy));
    assert_memory_equal("text", copy.items[0].p, 4);
    entries[1] = weir_f64(2);
    assert_true(copy.items[2].items[1].f64 == 1.5);
    weir_arena_free(&arena);
}

static void test_equality_is_javas(void **state)
{
    (void)state;
    assert_true(weir_value_equal(weir_f64(NAN), weir_f64(-NAN)));
    assert_false(weir_value_equal(weir_f64(0.0), weir_f64(-0.0)));
    assert_false(weir_value_equal(weir_f32(1), weir_f64(1)));
    assert_true(weir_value_equal(weir_null(), weir_null()));
    assert_false(weir_value_equal(weir_int(WEIR_INT32, 1), weir_int(WEIR_DATE, 1)));
    assert_false(
        weir_value_equal(weir_decimal(WEIR_STR("\x0a"), 1), weir_decimal(WEIR_STR("\x01"), 0)));
    assert_true(weir_value_equal(weir_string(WEIR_STR("")), weir_string(WEIR_STR(""))));
    assert_false(weir_value_equal(weir_string(WEIR_STR("a")), weir_bytes(WEIR_STR("a"))));
}

static void test_maps_have_no_order(void **state)
{
    (void)state;
    struct weir_value one[] = {weir_string(WEIR_STR("a")), weir_int(WEIR_INT32, 1),
                               weir_string(WEIR_STR("b")), weir_int(WEIR_INT32, 2)};
    struct weir_value two[] = {one[2], one[3], one[0], one[1]};
    struct weir_value other[] = {one[2], one[3], one[0], one[3]};
    assert_true(weir_value_equal(weir_items(WEIR_MAP, one, 2), weir_items(WEIR_MAP, two, 2)));
    assert_false(weir_value_equal(weir_items(WEIR_MAP, one, 2), weir_items(WEIR_MAP, other, 2)));
    assert_false(weir_value_equal(weir_items(WEIR_MAP, one, 2), weir_items(WEIR_MAP, one, 1)));
    assert_false(weir_value_equal(weir_items(WEIR_ARRAY, one, 4), weir_items(WEIR_ARRAY, two, 4)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_copies_deeply),
        cmocka_unit_test(test_equality_is_javas),
        cmocka_unit_test(test_maps_have_no_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
