/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "plugin/config_mask.h"

static enum weir_verdict open_nothing(const struct weir_open *open, void **self,
                                      struct weir_err *err)
{
    (void)open;
    (void)err;
    *self = NULL;
    return WEIR_OK;
}

static const struct weir_conf_key source_keys_[] = {
    {"db.password", WEIR_CONF_PASSWORD, WEIR_CONF_NOWHERE, .doc = "P."},
    {"db.pin", WEIR_CONF_STRING, WEIR_CONF_NOWHERE, .flags = WEIR_KEY_SECRET, .doc = "P."},
    {"password.file", WEIR_CONF_STRING, WEIR_CONF_NOWHERE, .doc = "A path."},
    {"hash.{algorithm}.salt.{salt}", WEIR_CONF_MATCHES, WEIR_CONF_NOWHERE,
     .flags = WEIR_KEY_SECRET_CAPTURE, .doc = "H."},
    WEIR_CONF_END,
};
static const struct weir_conf_key part_keys[] = {
    {"key", WEIR_CONF_PASSWORD, WEIR_CONF_NOWHERE, .doc = "K."},
    {"open", WEIR_CONF_STRING, WEIR_CONF_NOWHERE, .doc = "O."},
    WEIR_CONF_END,
};
static const struct weir_source_ops source_ops = {.size = sizeof(source_ops)};
static const struct weir_transform_ops transform_ops = {.size = sizeof(transform_ops),
                                                        .open = open_nothing};
static const struct weir_converter_ops converter_ops = {.size = sizeof(converter_ops),
                                                        .open = open_nothing};
static const struct weir_component source = {
    sizeof(source), WEIR_SOURCE, "a.Source", NULL, NULL, "S.", source_keys_, 0, &source_ops};
static const struct weir_component transform = {
    sizeof(transform), WEIR_TRANSFORMATION, "a.Crypt", NULL, NULL, "C.", part_keys, 0,
    &transform_ops};
static const struct weir_component converter = {
    sizeof(converter), WEIR_CONVERTER, "a.Crypter", NULL, NULL, "C.", part_keys, 0, &converter_ops};
static const struct weir_component *const components[] = {&source, &transform, &converter, NULL};
static const struct weir_plugin plugin = {WEIR_ABI_NOW(struct weir_plugin), "mask", "1",
                                          components};

static void test_mask(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"connector.class", "Source", NULL},
        {"db.password", "x", "[hidden]"},
        {"db.url", "http://u:x@h/?a=b&password=y", "http://u:[hidden]@h/?a=b&password=[hidden]"},
        {"db.urls", "http://h/a@b,ftp://h:1", NULL},
        {"other.Passphrase", "x", "[hidden]"},
        {"other.access.key.id", "x", "[hidden]"},
        {"other.credentials.source", "x", NULL},
        {"db.pin", "1234", "[hidden]"},
        {"password.file", "/etc/x", NULL},
        {"not.known.password", "x", "[hidden]"},
        {"not.known", "x", NULL},
        {"transforms", "my.t", NULL},
        {"transforms.my.t.type", "Crypt", NULL},
        {"transforms.my.t.key", "x", "[hidden]"},
        {"transforms.my.t.open", "x", NULL},
        {"value.converter", "a.Crypter", NULL},
        {"value.converter.key", "x", "[hidden]"},
        {"producer.override.sasl.jaas.config", "x", "[hidden]"},
        {"producer.override.linger.ms", "5", NULL},
        {"db.secret.empty", "", NULL},
        {"db.token", "${env:TOKEN}", NULL},
        {"db.token.more", "${env:TOKEN}x", "[hidden]"},
        {"db.token.two", "${env:A}${env:B}", "[hidden]"},
    };
    struct weir_arena arena;
    struct weir_props raw, shown;
    struct registry *registry = NULL;
    struct weir_err err;
    weir_arena_init(&arena, 8192);
    weir_props_init(&raw, &arena);
    weir_props_init(&shown, &arena);
    assert_int_equal(registry_open(NULL, &registry, &err), WEIR_OK);
    assert_int_equal(registry_add(registry, &plugin, "/x/mask.so", &err), WEIR_OK);
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        weir_props_set_c(&raw, cases[i][0], cases[i][1]);
    }
    weir_props_set_c(&raw, "hash.SHA-256.salt.pepper", "a.b");
    config_mask(registry, &raw, &shown);
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        const char *wanted = cases[i][2] ? cases[i][2] : cases[i][1];
        struct weir_str got = weir_props_get(&shown, cases[i][0]);
        if (!weir_str_is(got, wanted)) {
            fail_msg("%s is %.*s, not %s", cases[i][0], WEIR_STR_ARG(got), wanted);
        }
    }
    assert_true(weir_str_is(weir_props_get(&shown, "hash.***.salt.***"), "a.b"));
    assert_int_equal(shown.n, raw.n);
    registry_close(registry);
    weir_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_mask)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
