/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "plugin/component.h"

struct echo_conf {
    struct weir_str word;
    struct weir_str type;
};

static const struct weir_conf_key echo_keys[] = {
    {"word", WEIR_CONF_STRING, WEIR_AT(struct echo_conf, word), .def = "default", .doc = "W."},
    {"converter.type", WEIR_CONF_STRING, WEIR_AT(struct echo_conf, type), .doc = "T."},
    WEIR_CONF_END,
};

static struct weir_open opened;
static struct echo_conf echoed;
static int closed;

static enum weir_verdict echo_open(const struct weir_open *open, void **self, struct weir_err *err)
{
    opened = *open;
    echoed = *(const struct echo_conf *)open->conf;
    *self = &echoed;
    return weir_str_is(echoed.word, "bad") ? weir_err_set(err, WEIR_BAD_CONFIG, "no such word")
                                           : WEIR_OK;
}

static void echo_close(void *self)
{
    closed += self == &echoed;
}

static const struct weir_converter_ops converter_ops = {
    .size = sizeof(converter_ops), .open = echo_open, .close = echo_close};
static const struct weir_transform_ops transform_ops = {
    .size = sizeof(transform_ops), .open = echo_open, .close = echo_close};
static const struct weir_predicate_ops predicate_ops = {
    .size = sizeof(predicate_ops), .open = echo_open, .close = echo_close};

static const struct weir_component converter = {
    sizeof(converter), WEIR_CONVERTER,           "a.EchoConverter", NULL, NULL, "E.",
    echo_keys,         sizeof(struct echo_conf), &converter_ops};
static const struct weir_component header = {
    sizeof(header), WEIR_HEADER_CONVERTER,    "a.EchoHeaderConverter", NULL, NULL, "E.",
    echo_keys,      sizeof(struct echo_conf), &converter_ops};
static const struct weir_component transform = {
    sizeof(transform), WEIR_TRANSFORMATION,      "a.Echo",      NULL, NULL, "E.",
    echo_keys,         sizeof(struct echo_conf), &transform_ops};
static const struct weir_component predicate = {
    sizeof(predicate), WEIR_PREDICATE,           "a.EchoPredicate", NULL, NULL, "E.",
    echo_keys,         sizeof(struct echo_conf), &predicate_ops};
static const struct weir_component *const components[] = {&converter, &header, &transform,
                                                          &predicate, NULL};
static const struct weir_plugin plugin = {WEIR_ABI_NOW(struct weir_plugin), "echo", "1",
                                          components};

static struct weir_arena arena;
static struct registry *registry;
static struct worker_conf worker;
static struct weir_props worker_props, connector;
static struct weir_log context;
static struct component out;
static struct weir_err err;

static int setup(void **state)
{
    (void)state;
    weir_arena_init(&arena, 8192);
    weir_props_init(&worker_props, &arena);
    weir_props_init(&connector, &arena);
    weir_props_set_c(&worker_props, "key.converter", "a.EchoConverter");
    weir_props_set_c(&worker_props, "key.converter.word", "the worker's");
    weir_props_set_c(&worker_props, "header.converter", "EchoHeaderConverter");
    weir_log_init(&context, "test", "", -1, "");
    out = (struct component){NULL, NULL};
    closed = 0;
    return registry_open(NULL, &registry, &err) == WEIR_OK &&
                   registry_add(registry, &plugin, "/x/echo.so", &err) == WEIR_OK &&
                   worker_conf_read(&worker_props, &arena, &worker, &err) == WEIR_OK
               ? 0
               : -1;
}

static int teardown(void **state)
{
    (void)state;
    registry_close(registry);
    weir_arena_free(&arena);
    return 0;
}

static enum weir_verdict open_converter(const char *role)
{
    return component_open_converter(registry, role, &worker, &connector, &arena, &context, NULL, &out,
                                    &err);
}

static enum weir_verdict open_aliased(enum weir_kind kind, const char *alias)
{
    return component_open_aliased(registry, kind, weir_str_of(alias), &connector, true, &arena,
                                  &context, &out, &err);
}

static void test_the_workers_converter(void **state)
{
    (void)state;
    weir_props_set_c(&connector, "key.converter.word", "not without key.converter");
    assert_int_equal(open_converter("key.converter"), WEIR_OK);
    assert_true(weir_str_is(echoed.word, "the worker's"));
    assert_true(weir_str_is(echoed.type, "key"));
    assert_true(opened.is_key);
    component_close(&out);
    component_close(&out);
    assert_int_equal(closed, 1);
    assert_int_equal(open_converter("header.converter"), WEIR_OK);
    assert_true(weir_str_is(echoed.type, "header"));
    assert_true(weir_str_is(echoed.word, "default"));
    component_close(&out);
}

static void test_the_connectors_converter(void **state)
{
    (void)state;
    weir_props_set_c(&connector, "key.converter", " Echo ");
    assert_int_equal(open_converter("key.converter"), WEIR_OK);
    assert_true(weir_str_is(echoed.word, "default"));
    component_close(&out);
    weir_props_set_c(&connector, "key.converter.word", "bad");
    assert_int_equal(open_converter("key.converter"), WEIR_BAD_CONFIG);
    assert_string_equal(err.text, "key.converter a.EchoConverter: no such word");
    assert_null(out.component);
    component_close(&out);
    weir_props_set_c(&connector, "key.converter", "nope");
    assert_int_equal(open_converter("key.converter"), WEIR_BAD_CONFIG);
    assert_string_equal(
        err.text, "Invalid value nope for configuration key.converter: Class nope could not be "
                  "found.");
}

static void test_a_converter_that_is_not_here(void **state)
{
    (void)state;
    weir_props_set_c(&connector, "key.converter",
                     "io.confluent.connect.protobuf.ProtobufConverter");
    assert_int_equal(open_converter("key.converter"), WEIR_BAD_CONFIG);
    assert_non_null(strstr(err.text, "could not be found. Weir has no Protobuf converter: use "
                                     "io.confluent.connect.avro.AvroConverter"));
}

static void test_aliased(void **state)
{
    (void)state;
    weir_props_set_c(&connector, "transforms.t.type", "a.Echo");
    weir_props_set_c(&connector, "transforms.t.word", "w");
    weir_props_set_c(&connector, "transforms.t.predicate", "p");
    weir_props_set_c(&connector, "predicates.p.type", "Echo");
    assert_int_equal(open_aliased(WEIR_TRANSFORMATION, "t"), WEIR_OK);
    assert_true(weir_str_is(echoed.word, "w"));
    assert_true(opened.is_sink);
    component_close(&out);
    assert_int_equal(open_aliased(WEIR_PREDICATE, "p"), WEIR_OK);
    component_close(&out);
    assert_int_equal(closed, 2);
    assert_int_equal(open_aliased(WEIR_TRANSFORMATION, "u"), WEIR_BAD_CONFIG);
    assert_string_equal(err.text, "Missing required configuration \"transforms.u.type\" which has "
                                  "no default value.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_workers_converter, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_connectors_converter, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_converter_that_is_not_here, setup, teardown),
        cmocka_unit_test_setup_teardown(test_aliased, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
