/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <weir/props.h>

static struct weir_arena arena;

static int open_arena(void **state)
{
    (void)state;
    weir_arena_init(&arena, 1024);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    weir_arena_free(&arena);
    return 0;
}

static void test_keeps_order_and_place(void **state)
{
    (void)state;
    struct weir_props props;
    weir_props_init(&props, &arena);
    char name[] = "k00";
    for (int i = 0; i < 40; i++) {
        name[1] = (char)('0' + i / 10);
        name[2] = (char)('0' + i % 10);
        weir_props_set_c(&props, name, "v");
    }
    weir_props_set_c(&props, "k07", "new");
    assert_int_equal(40, props.n);
    assert_true(weir_str_is(props.items[7].value, "new"));
    assert_true(weir_props_remove(&props, WEIR_STR("k06")));
    assert_false(weir_props_remove(&props, WEIR_STR("k06")));
    assert_true(weir_str_is(props.items[6].name, "k07"));
    assert_int_equal(39, props.n);
}

static void test_null_is_not_absent(void **state)
{
    (void)state;
    struct weir_props props;
    weir_props_init(&props, &arena);
    weir_props_set_c(&props, "a", NULL);
    assert_true(weir_props_has(&props, "a"));
    assert_null(weir_props_get(&props, "a").p);
    assert_false(weir_props_has(&props, "b"));
    assert_null(weir_props_get(&props, "b").p);
}

static void test_sub_copy_equal(void **state)
{
    (void)state;
    struct weir_props a;
    struct weir_props b;
    struct weir_props sub;
    weir_props_init(&a, &arena);
    weir_props_init(&b, &arena);
    weir_props_init(&sub, &arena);
    weir_props_set_c(&a, "producer.acks", "all");
    weir_props_set_c(&a, "name", "x");
    weir_props_set_c(&b, "name", "x");
    assert_false(weir_props_equal(&a, &b));
    weir_props_set_c(&b, "producer.acks", "all");
    assert_true(weir_props_equal(&a, &b));
    weir_props_set_c(&b, "name", NULL);
    assert_false(weir_props_equal(&a, &b));
    weir_props_sub(&sub, &a, "producer.");
    assert_int_equal(1, sub.n);
    assert_true(weir_str_is(weir_props_get(&sub, "acks"), "all"));
    weir_props_copy(&sub, &a);
    assert_int_equal(3, sub.n);
}

/* More than a walk is made for, while it is filled, changed and emptied. */
static void test_many(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    struct weir_props props;
    struct weir_props copy;
    char name[16];
    char value[16];
    weir_props_init(&props, &arena);
    weir_props_init(&copy, &arena);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < MANY; i++) {
            snprintf(name, sizeof(name), "key.%d", i);
            snprintf(value, sizeof(value), "%d-%d", i, round);
            weir_props_set_c(&props, name, value);
        }
    }
    weir_props_copy(&copy, &props);
    assert_int_equal(MANY, copy.n);
    assert_true(weir_props_equal(&props, &copy));
    assert_true(weir_props_remove(&copy, WEIR_STR("key.7")));
    assert_false(weir_props_has(&copy, "key.7"));
    assert_false(weir_props_equal(&props, &copy));
    for (int i = 8; i < MANY; i += 1000) {
        snprintf(name, sizeof(name), "key.%d", i);
        snprintf(value, sizeof(value), "%d-1", i);
        assert_true(weir_str_is(copy.items[i - 1].name, name));
        assert_true(weir_str_is(weir_props_get(&copy, name), value));
    }
    weir_props_set_c(&copy, "key.7", "new");
    assert_true(weir_str_is(copy.items[MANY - 1].value, "new"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keeps_order_and_place),
        cmocka_unit_test(test_null_is_not_absent),
        cmocka_unit_test(test_sub_copy_equal),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
