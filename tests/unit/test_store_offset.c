/* SPDX-License-Identifier: Apache-2.0 */
/* What the offsets topic may hold, and what the store makes of it. */
#include "unit.h"

#include "pipe_rig.h"

#define TOPIC     "connect-offsets"
#define PARTITION "{\"p\":1}"

static struct pipe_rig rig;

static int set_up(void **state)
{
    (void)state;
    pipe_rig_open(&rig, 0, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    pipe_rig_close(&rig);
    return 0;
}

/* NULL: there is none. */
static const char *offset(void)
{
    struct weir_err err;
    struct weir_str found;
    assert_int_equal(WEIR_OK, offset_store_get(rig.offsets, WEIR_STR("c"), WEIR_STR(PARTITION),
                                               &rig.arena, &found, &err));
    return found.p;
}

static size_t count(void)
{
    struct weir_err err;
    struct weir_offset *offsets;
    size_t n = 0;
    assert_int_equal(WEIR_OK, offset_store_list(rig.offsets, WEIR_STR("c"), &rig.arena, &offsets,
                                                &n, &err));
    return n;
}

/* A tombstone, the text null and nothing at all take the offset away. */
static void test_values_that_are_none(void **state)
{
    (void)state;
    static const char *const nones[] = {NULL, "null", ""};
    for (size_t i = 0; i < UNIT_COUNT(nones); i++) {
        fake_bus_put(rig.bus, TOPIC, 0, "[\"c\"," PARTITION "]", "{\"n\":1}");
        assert_string_equal(offset(), "{\"n\":1}");
        assert_int_equal(count(), 1);
        fake_bus_put(rig.bus, TOPIC, 0, "[\"c\"," PARTITION "]", nones[i]);
        assert_null(offset());
        assert_int_equal(count(), 0);
    }
}

/* What cannot be an offset is passed over, and the one before stays. */
static void test_values_that_are_wrong(void **state)
{
    (void)state;
    static const char *const wrong[] = {" ", "1", "\"\"", "[]", "{", "{}{}", "true"};
    fake_bus_put(rig.bus, TOPIC, 0, "[\"c\"," PARTITION "]", "{\"n\":1}");
    for (size_t i = 0; i < UNIT_COUNT(wrong); i++) {
        fake_bus_put(rig.bus, TOPIC, 0, "[\"c\"," PARTITION "]", wrong[i]);
        assert_string_equal(offset(), "{\"n\":1}");
        assert_int_equal(count(), 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_values_that_are_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_values_that_are_wrong, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
