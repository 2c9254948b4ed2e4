/* SPDX-License-Identifier: Apache-2.0 */
/* test_migrate_env.c: .env and the variables of a configuration, as the runbook reads them. */
#include "unit.h"

#include "migrate_env.h"

static struct weir_props parse(struct weir_arena *arena, const char *text)
{
    struct weir_props env;
    weir_props_init(&env, arena);
    migrate_env_parse(weir_str_of(text), &env);
    return env;
}

static void values_are_taken_as_they_stand(void **state)
{
    static const struct {
        const char *text, *key, *value; /* value NULL: there is no such key */
    } cases[] = {
        {"A=b", "A", "b"},
        {"A = b c \t", "A", "b c"},
        {"  export  A=b\r\n", "A", "b"},
        {"exportA=b", "exportA", "b"},
        {"A=", "A", ""},
        {"A=\"b \"", "A", "b "},
        {"A='b'", "A", "b"},
        {"A='b\"", "A", "'b\""},
        {"A=\"", "A", "\""},
        {"A=\"\"", "A", ""},
        {"A=\"\"b\"\"", "A", "\"b\""},
        {"A=b # c", "A", "b # c"},
        {"A=a\"b'c\\d$e ${F}", "A", "a\"b'c\\d$e ${F}"},
        {"A=b=c", "A", "b=c"},
        {"A=1\nA=2", "A", "2"},
        {"#A=b", "A", NULL},
        {"2A=b", "2A", NULL},
        {"A-B=c", "A-B", NULL},
        {"=b", "", NULL},
        {"A", "A", NULL},
        {"\xef\xbb\xbf" "A=b", "A", "b"},
        {"a_1=x\nB=y", "B", "y"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct weir_arena arena;
        weir_arena_init(&arena, 1024);
        struct weir_props env = parse(&arena, cases[i].text);
        struct weir_str value = weir_props_get(&env, cases[i].key);
        if (cases[i].value) {
            assert_non_null(value.p);
            assert_string_equal(weir_arena_str(&arena, value).p, cases[i].value);
        } else {
            assert_null(value.p);
        }
        weir_arena_free(&arena);
    }
}

static void only_such_variables_are_filled(void **state)
{
    static const struct {
        const char *value, *filled; /* NULL: something is missing */
        bool jaas;
    } cases[] = {
        {"${A}", "x", false},
        {"<${A}${B2_C}>", "<xy\"\\>", false},
        {"<${A}${B2_C}>", "<xy\\\"\\\\>", true},
        {"\"${A}\"", "\"x\"", true},
        {"${topic} ${env:A} $A ${} ${A ${1} ${_A}", "${topic} ${env:A} $A ${} ${A ${1} ${_A}", false},
        {"${D}", "${A}", false},
        {"$${A}", "$x", false},
        {"${EMPTY}", "", false},
        {"${MISSING}", NULL, false},
        {"", "", false},
    };
    struct weir_arena arena;
    (void)state;
    weir_arena_init(&arena, 1024);
    struct weir_props env = parse(&arena, "A=x\nB2_C=y\"\\\nD=${A}\nEMPTY=\n");
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct weir_buf out;
        struct weir_str missing = WEIR_STR_NULL;
        weir_buf_init(&out, 4096);
        bool done = migrate_env_fill(weir_str_of(cases[i].value), &env, cases[i].jaas, &out,
                                     &missing);
        assert_int_equal(done, cases[i].filled != NULL);
        if (done) {
            assert_string_equal(weir_buf_cstr(&out) ? weir_buf_cstr(&out) : "", cases[i].filled);
        } else {
            assert_true(weir_str_is(missing, "MISSING"));
        }
        weir_buf_free(&out);
    }
    weir_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_taken_as_they_stand),
        cmocka_unit_test(only_such_variables_are_filled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
