/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "bus/kafka_conf.h"

#define PLAIN "org.apache.kafka.common.security.plain.PlainLoginModule"

struct good {
    const char *text;
    const char *module;
    const char *name, *value; /* one of the options */
    size_t n;
};

static const struct good goods[] = {
    {PLAIN " required username=\"u\" password=\"p\";", "PlainLoginModule", "password", "p", 2},
    {PLAIN " required username='u' password='a b;c=d';", "PlainLoginModule", "password", "a b;c=d",
     2},
    {PLAIN " required username=u password=p;", "PlainLoginModule", "username", "u", 2},
    {PLAIN " required username=u password=p", "PlainLoginModule", "password", "p", 2},
    {"\n" PLAIN "\n  REQUIRED\n  username = \"u\"\n  password\n=\n\"p\" ; \n", "PlainLoginModule",
     "password", "p", 2},
    {PLAIN " required password=\"\\\"q\\\\\\n\";", "PlainLoginModule", "password", "\"q\\\n", 1},
    {PLAIN " required password=\"\";", "PlainLoginModule", "password", "", 1},
    {"/* c */ X // y\n required # z\n a=b;", "X", "a", "b", 1},
    {"X required a=1 a=2;", "X", "a", "2", 1},
    {"ScramLoginModule sufficient;", "ScramLoginModule", "a", NULL, 0},
    {"X required k=\"ü\";", "X", "k", "ü", 1},
    {"com.x.OAuthBearerLoginModule required clientId=\"a\" extension_x=\"y\";",
     "OAuthBearerLoginModule", "extension_x", "y", 2},
};

static void test_reads_modules(void **state)
{
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(goods); i++) {
        struct weir_arena arena;
        struct kafka_jaas jaas;
        struct weir_err err = {.text = ""};
        weir_arena_init(&arena, 1024);
        if (kafka_jaas_parse(&arena, weir_str_of(goods[i].text), &jaas, &err)) {
            fail_msg("%s: %s", goods[i].text, err.text);
        }
        assert_true(weir_str_is(jaas.module, goods[i].module));
        assert_int_equal(goods[i].n, jaas.options.n);
        struct weir_str value = weir_props_get(&jaas.options, goods[i].name);
        assert_true(weir_str_eq(weir_str_of(goods[i].value), value));
        weir_arena_free(&arena);
    }
}

static const struct {
    const char *text;
    const char *says;
} bads[] = {
    {"", "login module's class"},
    {"   ", "login module's class"},
    {"X", "'required' is expected"},
    {"X username=\"SECRET\";", "'required' is expected"},
    {"X required username=\"SECRET;", "does not end"},
    {"X required username=\"SECRET\\", "does not end"},
    {"X required username;", "'=' is expected"},
    {"X required SECRET", "'=' is expected"},
    {"X required =SECRET;", "option's name"},
    {"X required username=;", "value is expected"},
    {"X required a=SECRET; Y required b=c;", "only one login module"},
    {"X required a=SECRET; }", "only one login module"},
    {"{ X required };", "login module's class"},
    {"X required \"SECRET\"=a;", "option's name"},
};

/* What is wrong and where, never a word of it. */
static void test_says_what_is_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(bads); i++) {
        struct weir_arena arena;
        struct kafka_jaas jaas;
        struct weir_err err = {.text = ""};
        weir_arena_init(&arena, 1024);
        assert_int_equal(WEIR_BAD_CONFIG,
                         kafka_jaas_parse(&arena, weir_str_of(bads[i].text), &jaas, &err));
        if (!strstr(err.text, bads[i].says) || strstr(err.text, "SECRET")) {
            fail_msg("%s: %s", bads[i].text, err.text);
        }
        weir_arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_modules),
        cmocka_unit_test(test_says_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
