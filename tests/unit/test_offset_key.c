/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys of the offset topic: which writings are one partition, numbers of any size among them.
 */
#include "unit.h"

#include "store/offset_key.h"

static struct weir_arena arena;

static struct weir_str identity(const char *text)
{
    struct offset_key key;
    struct weir_err err;
    bool ignore;
    assert_int_equal(WEIR_OK, offset_key_parse(weir_str_of(text), &arena, &key, &ignore, &err));
    assert_true(weir_str_is(key.connector, "c"));
    return key.identity;
}

static void test_identity(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"[\"c\",{\"p\":1,\"q\":2}]", "[ \"c\" , {\"q\":2, \"p\":1}]", true},
        {"[\"c\",{\"p\":1}]", "[\"c\",{\"p\":2}]", false},
        {"[\"c\",{\"p\":1}]", "[\"c\",{\"p\":\"1\"}]", false},
        {"[\"c\",{\"p\":9223372036854775808}]", "[\"c\",{\"p\": 9223372036854775808 }]", true},
        {"[\"c\",{\"p\":9223372036854775808}]", "[\"c\",{\"p\":9223372036854775809}]", false},
        {"[\"c\",{\"p\":9223372036854775807}]", "[\"c\",{\"p\":9223372036854775808}]", false},
        {"[\"c\",{\"p\":-123456789012345678901234567890}]",
         "[\"c\",{\"p\":-123456789012345678901234567891}]", false},
    };
    weir_arena_init(&arena, 4096);
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        assert_int_equal(weir_str_eq(identity(rows[i].a), identity(rows[i].b)), rows[i].same);
    }
    weir_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_identity)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
