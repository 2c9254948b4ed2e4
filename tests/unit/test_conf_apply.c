/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "conf/conf_apply.h"
#include "conf/conf_value.h"

struct demo {
    bool on;
    struct weir_str text;
    struct weir_str exact;
    int32_t number;
    int16_t small;
    int64_t big;
    double real;
    struct weir_conf_list list, unique;
    struct weir_str secret;
    int mode;
    struct weir_regex *regex;
    struct weir_conf_regexes regexes;
    struct weir_str url;
    struct weir_conf_map map;
    struct weir_conf_matches masks, salted, rest;
};

static const char *const modes[] = {"none", "all", NULL};
static const char *const schemes[] = {"http", "https", NULL};

static enum weir_verdict check_even(struct weir_str value, struct weir_err *err)
{
    return (value.p[value.n - 1] - '0') % 2 == 0 ? WEIR_OK
                                                 : weir_err_set(err, WEIR_BAD_CONFIG, "odd is odd");
}

#define AT(member) .at = WEIR_AT(struct demo, member)
static const struct weir_conf_key keys[] = {
    {"on", WEIR_CONF_BOOLEAN, AT(on), .def = "true"},
    {"text", WEIR_CONF_STRING, AT(text), .flags = WEIR_KEY_NONEMPTY, .alias = "old.text"},
    {"exact", WEIR_CONF_STRING, AT(exact), .def = "none", .values = modes},
    {"number", WEIR_CONF_INT, AT(number), .def = "1", .min = 1, .max = 9999,
     .flags = WEIR_KEY_HAS_MIN | WEIR_KEY_HAS_MAX},
    {"small", WEIR_CONF_SHORT, AT(small), .def = "7"},
    {"big", WEIR_CONF_DURATION, AT(big), .def = "60000", .check = check_even},
    {"real", WEIR_CONF_DOUBLE, AT(real), .def = "0.5", .max = 1, .flags = WEIR_KEY_HAS_MAX},
    {"list", WEIR_CONF_LIST, AT(list), .def = "x,y"},
    {"unique", WEIR_CONF_LIST, AT(unique), .flags = WEIR_KEY_UNIQUE},
    {"secret", WEIR_CONF_PASSWORD, AT(secret), .values = modes},
    {"mode", WEIR_CONF_ENUM, AT(mode), .def = "none", .values = modes},
    {"regex", WEIR_CONF_REGEX, AT(regex)},
    {"regexes", WEIR_CONF_REGEXES, AT(regexes), .flags = WEIR_KEY_NOCASE},
    {"url", WEIR_CONF_URL, AT(url), .values = schemes},
    {"map", WEIR_CONF_MAP, AT(map)},
    {"mask.with.{n}.chars", WEIR_CONF_MATCHES, AT(masks)},
    {"hash.{algorithm}.salt.{salt}", WEIR_CONF_MATCHES, AT(salted)},
    {"mask.*", WEIR_CONF_MATCHES, AT(rest)},
    {"must", WEIR_CONF_STRING, WEIR_CONF_NOWHERE, .flags = WEIR_KEY_REQUIRED},
    WEIR_CONF_END,
};

struct fixture {
    struct weir_arena arena;
    struct weir_props props;
    struct demo demo;
    struct weir_err err;
};

static int setup(void **state)
{
    static struct fixture fix;
    fix = (struct fixture){0};
    weir_arena_init(&fix.arena, 4096);
    weir_props_init(&fix.props, &fix.arena);
    weir_props_set_c(&fix.props, "must", "x");
    *state = &fix;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fix = *state;
    weir_arena_free(&fix->arena);
    return 0;
}

static enum weir_verdict apply(struct fixture *fix)
{
    return conf_apply(keys, &fix->props, &fix->demo, &fix->arena, &fix->err);
}

#define assert_str(s, lit)                                                                         \
    do {                                                                                           \
        assert_int_equal((s).n, strlen(lit));                                                      \
        assert_memory_equal((s).p, lit, (s).n);                                                    \
    } while (0)

static void test_defaults(void **state)
{
    struct fixture *fix = *state;
    assert_int_equal(apply(fix), WEIR_OK);
    const struct demo *demo = &fix->demo;
    assert_true(demo->on);
    assert_null(demo->text.p);
    assert_int_equal(demo->number, 1);
    assert_int_equal(demo->small, 7);
    assert_int_equal(demo->big, 60000);
    assert_true(demo->real == 0.5);
    assert_int_equal(demo->list.n, 2);
    assert_str(demo->list.items[1], "y");
    assert_null(demo->regex);
    assert_int_equal(demo->map.n, 0);
    assert_int_equal(demo->masks.n, 0);
}

static void test_values(void **state)
{
    struct fixture *fix = *state;
    static const char *const given[][2] = {
        {"on", " FALSE "},
        {"old.text", "  a b "},
        {"exact", "all"},
        {"number", "+42"},
        {"small", "-32768"},
        {"big", "9223372036854775806"},
        {"real", "-1e3"},
        {"list", " a , ,b"},
        {"unique", ""},
        {"secret", "all "},
        {"mode", "ALL"},
        {"regex", "a.c"},
        {"regexes", "shop\\.(a|b), x\\,y ,"},
        {"url", "HTTPS://example.org/x"},
        {"map", "old:new, b : c:d"},
    };
    for (size_t i = 0; i < sizeof(given) / sizeof(*given); i++) {
        weir_props_set_c(&fix->props, given[i][0], given[i][1]);
    }
    if (apply(fix) != WEIR_OK) {
        fail_msg("%s", fix->err.text);
    }
    const struct demo *demo = &fix->demo;
    assert_false(demo->on);
    assert_str(demo->text, "a b");
    assert_int_equal(demo->number, 42);
    assert_int_equal(demo->small, -32768);
    assert_int_equal(demo->big, INT64_MAX - 1);
    assert_true(demo->real == -1000);
    assert_int_equal(demo->list.n, 3);
    assert_str(demo->list.items[0], "a");
    assert_str(demo->list.items[1], "");
    assert_int_equal(demo->unique.n, 0);
    assert_str(demo->secret, "all");
    assert_int_equal(demo->mode, 1);
    assert_true(weir_regex_matches(demo->regex, WEIR_STR("abc")));
    assert_false(weir_regex_matches(demo->regex, WEIR_STR("ABC")));
    assert_int_equal(demo->regexes.n, 2);
    assert_true(weir_regex_matches(demo->regexes.items[0], WEIR_STR("SHOP.A")));
    assert_str(demo->regexes.texts[1], "x,y");
    assert_str(demo->url, "HTTPS://example.org/x");
    assert_int_equal(demo->map.n, 2);
    assert_str(demo->map.items[1].name, "b");
    assert_str(demo->map.items[1].value, "c:d");
}

static void test_maps(void **state)
{
    struct fixture *fix = *state;
    weir_props_set_c(&fix->props, "map", "shop.orders:id,region; shop.(.*)=pk ;");
    assert_int_equal(apply(fix), WEIR_OK);
    assert_int_equal(fix->demo.map.n, 2);
    assert_str(fix->demo.map.items[0].value, "id,region");
    assert_str(fix->demo.map.items[1].name, "shop.(.*)");
    weir_props_set_c(&fix->props, "map", "shop.orders:id,region");
    assert_int_equal(apply(fix), WEIR_OK);
    assert_int_equal(fix->demo.map.n, 1);
    assert_str(fix->demo.map.items[0].value, "id,region");
}

static void test_matches(void **state)
{
    struct fixture *fix = *state;
    weir_props_set_c(&fix->props, "mask.with.12.chars", "a.b");
    weir_props_set_c(&fix->props, "hash.SHA-256.salt.s.a.lt", "c");
    weir_props_set_c(&fix->props, "mask.with.x", "d");
    weir_props_set_c(&fix->props, "mask.", "too short");
    assert_int_equal(apply(fix), WEIR_OK);
    const struct demo *demo = &fix->demo;
    assert_int_equal(demo->masks.n, 1);
    assert_str(demo->masks.items[0].captures[0], "12");
    assert_str(demo->masks.items[0].value, "a.b");
    assert_int_equal(demo->salted.n, 1);
    assert_str(demo->salted.items[0].captures[0], "SHA-256");
    assert_str(demo->salted.items[0].captures[1], "s.a.lt");
    assert_int_equal(demo->rest.n, 1);
    assert_str(demo->rest.items[0].captures[0], "with.x");
    assert_ptr_equal(conf_find(keys, WEIR_STR("old.text")), &keys[1]);
    assert_null(conf_find(keys, WEIR_STR("mask.")));
    assert_ptr_equal(conf_find(keys, WEIR_STR("mask.with.1.chars")), &keys[15]);
}

static void test_errors(void **state)
{
    struct fixture *fix = *state;
    static const char *const cases[][3] = {
        {"on", "yes",
         "Invalid value yes for configuration on: Expected value to be either true or "
         "false"},
        {"text", " ", "Invalid value  for configuration text: String must be non-empty"},
        {"exact", "All",
         "Invalid value All for configuration exact: String must be one of: none, "
         "all"},
        {"number", "abc", "Invalid value abc for configuration number: Not a number of type INT"},
        {"number", " x ", "Invalid value  x  for configuration number: Not a number of type INT"},
        {"number", "0", "Invalid value 0 for configuration number: Value must be at least 1"},
        {"number", "10000",
         "Invalid value 10000 for configuration number: Value must be no more than 9999"},
        {"number", "2147483648",
         "Invalid value 2147483648 for configuration number: Not a number of type INT"},
        {"number", "+-1", "Invalid value +-1 for configuration number: Not a number of type INT"},
        {"small", "32768",
         "Invalid value 32768 for configuration small: Not a number of type "
         "SHORT"},
        {"big", "1.5", "Invalid value 1.5 for configuration big: Not a number of type LONG"},
        {"big", "3", "Invalid value 3 for configuration big: odd is odd"},
        {"real", "x", "Invalid value x for configuration real: Not a number of type DOUBLE"},
        {"real", "1.5", "Invalid value 1.5 for configuration real: Value must be no more than 1"},
        {"unique", "a,,b", "Configuration 'unique' values must not be empty."},
        {"secret", "hunter2",
         "Invalid value [hidden] for configuration secret: String must be one of: none, all"},
        {"mode", "some",
         "Invalid value some for configuration mode: String must be one of (case "
         "insensitive): NONE, ALL"},
        {"regex", "[",
         "Invalid value [ for configuration regex: Invalid regex: Unclosed character "
         "class near index 0\n[\n^"},
        {"url", "ftp://x",
         "Invalid value ftp://x for configuration url: this URL scheme is not "
         "supported here"},
        {"map", "a,b:c", "Invalid value a for configuration map: Expected name:value pairs"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct weir_props props;
        weir_props_init(&props, &fix->arena);
        weir_props_set_c(&props, "must", "x");
        weir_props_set_c(&props, cases[i][0], cases[i][1]);
        assert_int_equal(conf_apply(keys, &props, &fix->demo, &fix->arena, &fix->err),
                         WEIR_BAD_CONFIG);
        assert_string_equal(fix->err.text, cases[i][2]);
    }
    struct weir_props none;
    weir_props_init(&none, &fix->arena);
    assert_int_equal(conf_apply(keys, &none, &fix->demo, &fix->arena, &fix->err), WEIR_BAD_CONFIG);
    assert_string_equal(fix->err.text,
                        "Missing required configuration \"must\" which has no default value.");
}

/* Validation refuses it, a configuration that is there already runs. */
static void test_repeated(void **state)
{
    struct fixture *fix = *state;
    const struct weir_conf_key *key = conf_find(keys, WEIR_STR("unique"));
    assert_int_equal(
        conf_value_read(key, WEIR_STR("a, b,a"), NULL, &fix->arena, &fix->err), WEIR_BAD_CONFIG);
    assert_string_equal(fix->err.text, "Configuration 'unique' values must not be duplicated.");
    weir_props_set_c(&fix->props, "must", "x");
    weir_props_set_c(&fix->props, "unique", "a, b,a");
    assert_int_equal(conf_apply(keys, &fix->props, &fix->demo, &fix->arena, &fix->err), WEIR_OK);
    assert_int_equal(fix->demo.unique.n, 2);
    assert_true(weir_str_is(fix->demo.unique.items[1], "b"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_defaults, setup, teardown),
        cmocka_unit_test_setup_teardown(test_values, setup, teardown),
        cmocka_unit_test_setup_teardown(test_maps, setup, teardown),
        cmocka_unit_test_setup_teardown(test_matches, setup, teardown),
        cmocka_unit_test_setup_teardown(test_errors, setup, teardown),
        cmocka_unit_test_setup_teardown(test_repeated, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
