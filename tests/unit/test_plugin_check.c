/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdlib.h>

#include "plugin/connector_check.h"

/* ---- a plugin with one of each ---- */

struct demo_conf {
    struct weir_str host, password;
    int32_t port;
    bool exactly_once;
};

static const char *const port_dependents[] = {"demo.host", NULL};
static const struct weir_conf_key demo_keys[] = {
    {"demo.host", WEIR_CONF_STRING, WEIR_AT(struct demo_conf, host), .group = "Connection",
     .flags = WEIR_KEY_REQUIRED, .alias = "demo.hostname", .doc = "Where."},
    {"demo.port", WEIR_CONF_INT, WEIR_AT(struct demo_conf, port), .def = "1", .group = "Connection",
     .dependents = port_dependents, .doc = "Port."},
    {"demo.password", WEIR_CONF_PASSWORD, WEIR_AT(struct demo_conf, password), .doc = "Secret."},
    {"demo.eos", WEIR_CONF_BOOLEAN, WEIR_AT(struct demo_conf, exactly_once), .def = "false",
     .doc = "Exactly once.", .flags = WEIR_KEY_INTERNAL},
    {"demo.select.{table}", WEIR_CONF_MATCHES, WEIR_CONF_NOWHERE, .doc = "A query a table."},
    WEIR_CONF_END,
};

static void demo_validate(const struct weir_connector *connector, const void *conf,
                          int64_t deadline_ms, struct weir_report *report)
{
    const struct demo_conf *demo = conf;
    (void)connector;
    (void)deadline_ms;
    if (weir_str_is(demo->host, "down")) {
        weir_report_error(report, "demo.host", "cannot reach %.*s as %.*s",
                          WEIR_STR_ARG(demo->host), WEIR_STR_ARG(demo->password));
        weir_report_recommend(report, "demo.host", WEIR_STR("up"));
        weir_report_warning(report, "demo.port", "is not looked at");
        weir_report_hide(report, "demo.port");
    }
}

static bool demo_exactly_once(const void *conf)
{
    return ((const struct demo_conf *)conf)->exactly_once;
}

static enum weir_verdict open_nothing(const struct weir_open *open, void **self,
                                      struct weir_err *err)
{
    (void)open;
    (void)err;
    *self = NULL;
    return WEIR_OK;
}

static const struct weir_source_ops source_ops = {
    .size = sizeof(source_ops),
    .connector = {.validate = demo_validate},
    .exactly_once_support = demo_exactly_once,
};
static const struct weir_sink_ops sink_ops = {.size = sizeof(sink_ops)};
static const struct weir_transform_ops transform_ops = {.size = sizeof(transform_ops),
                                                        .open = open_nothing};
static const struct weir_predicate_ops predicate_ops = {.size = sizeof(predicate_ops),
                                                        .open = open_nothing};
static const struct weir_converter_ops converter_ops = {.size = sizeof(converter_ops),
                                                        .open = open_nothing};

static const struct weir_conf_key mask_keys[] = {
    {"fields", WEIR_CONF_LIST, WEIR_CONF_NOWHERE, .flags = WEIR_KEY_REQUIRED | WEIR_KEY_UNIQUE,
     .doc = "Which."},
    WEIR_CONF_END,
};

static const struct weir_component source = {
    sizeof(source), WEIR_SOURCE, "a.DemoSourceConnector",  NULL,       NULL,
    "Demo.",        demo_keys,   sizeof(struct demo_conf), &source_ops};
static const struct weir_component sink = {
    sizeof(sink), WEIR_SINK, "a.DemoSinkConnector", NULL, NULL, "Demo.", NULL, 0, &sink_ops};
static const struct weir_component mask = {
    sizeof(mask),  WEIR_TRANSFORMATION, "a.Mask$Value", NULL, NULL, "M.", mask_keys, 0,
    &transform_ops};
static const struct weir_component tombstone = {
    sizeof(tombstone), WEIR_PREDICATE, "a.IsTombstone", NULL, NULL, "P.", NULL, 0, &predicate_ops};
static const struct weir_component json = {
    sizeof(json), WEIR_CONVERTER, "a.JsonConverter", NULL, NULL, "J.", NULL, 0, &converter_ops};
static const struct weir_component header = {
    sizeof(header), WEIR_HEADER_CONVERTER, "a.PlainHeaderConverter", NULL, NULL, "H.", NULL, 0,
    &converter_ops};
static const struct weir_component *const components[] = {&source, &sink,   &mask, &tombstone,
                                                          &json,   &header, NULL};
static const struct weir_plugin plugin = {WEIR_ABI_NOW(struct weir_plugin), "demo", "1.2",
                                          components};

/* ---- fixture ---- */

static struct weir_arena arena;
static struct registry *registry;
static struct worker_conf worker;
static struct providers *providers;
static struct weir_props worker_props, raw;
static struct config_infos infos;
static struct weir_err err;

static int setup(void **state)
{
    (void)state;
    setenv("WEIR_TEST_SECRET", "hunter2hunter2", 1);
    weir_arena_init(&arena, 65536);
    weir_props_init(&worker_props, &arena);
    weir_props_init(&raw, &arena);
    weir_props_set_c(&worker_props, "key.converter", "a.JsonConverter");
    weir_props_set_c(&worker_props, "value.converter", "Json");
    weir_props_set_c(&worker_props, "header.converter", "a.PlainHeaderConverter");
    weir_props_set_c(&worker_props, "config.providers", "env");
    weir_props_set_c(&worker_props, "config.providers.env.class", "EnvVarConfigProvider");
    weir_props_set_c(&raw, "name", "demo");
    return registry_open(NULL, &registry, &err) == WEIR_OK &&
                   registry_add(registry, &plugin, "/x/demo.so", &err) == WEIR_OK &&
                   providers_open(&worker_props, &providers, &err) == WEIR_OK
               ? 0
               : -1;
}

static int teardown(void **state)
{
    (void)state;
    providers_close(providers);
    registry_close(registry);
    weir_arena_free(&arena);
    return 0;
}

static void set(const char *name, const char *value)
{
    weir_props_set_c(&raw, name, value);
}

static enum weir_verdict check(void)
{
    assert_int_equal(worker_conf_read(&worker_props, &arena, &worker, &err), WEIR_OK);
    const struct connector_check ask = {
        .registry = registry, .worker = &worker, .providers = providers, .raw = &raw};
    return connector_check(&ask, &arena, &infos, &err);
}

static const struct config_info *info(const char *name)
{
    for (size_t i = 0; i < infos.n; i++) {
        if (weir_str_is(infos.items[i].name, name)) {
            return &infos.items[i];
        }
    }
    fail_msg("%s has no entry", name);
    return NULL;
}

/* All errors, or all warnings, joined. */
static const char *joined(const struct weir_str *texts, size_t n)
{
    char *all = weir_arena_cstr(&arena, "");
    for (size_t i = 0; i < n; i++) {
        all = weir_arena_printf(&arena, "%s%s%.*s", all, *all ? "\n" : "", WEIR_STR_ARG(texts[i]));
    }
    return all;
}

static const char *errors(void)
{
    const char *all = "";
    for (size_t i = 0; i < infos.n; i++) {
        const char *own = joined(infos.items[i].errors, infos.items[i].n_errors);
        all = weir_arena_printf(&arena, "%s%s%s", all, *all && *own ? "\n" : "", own);
    }
    return all;
}

static void source_config(void)
{
    set("connector.class", "DemoSource");
    set("demo.host", "h");
}

/* ---- tests ---- */

static void test_good(void **state)
{
    (void)state;
    source_config();
    set("demo.port", " 007 ");
    set("demo.password", "p");
    assert_int_equal(check(), WEIR_OK);
    assert_string_equal(errors(), "");
    assert_int_equal(infos.error_count, 0);
    assert_int_equal(infos.n_warnings, 0);
    assert_true(weir_str_is(info("demo.port")->value, "7"));
    assert_true(weir_str_is(info("demo.password")->value, "[hidden]"));
    assert_string_equal(info("demo.password")->definition.type, "PASSWORD");
    assert_int_equal(info("demo.port")->definition.order_in_group, 2);
    assert_int_equal(info("demo.password")->definition.order_in_group, -1);
    assert_true(weir_str_is(info("demo.port")->definition.dependents[0], "demo.host"));
    assert_true(weir_str_is(info("value.converter")->value, "a.JsonConverter"));
    assert_true(weir_str_is(infos.groups[infos.n_groups - 1], "Connection"));
    for (size_t i = 0; i < infos.n; i++) {
        assert_false(weir_str_is(infos.items[i].name, "demo.eos"));
        assert_null(strchr(infos.items[i].name.p, '{'));
    }
}

static void test_nothing_to_check(void **state)
{
    (void)state;
    set("x.password", "hunter2");
    assert_int_equal(check(), WEIR_BAD_CONFIG);
    assert_string_equal(
        err.text, "Connector config {name=demo, x.password=[hidden]} contains no connector type");
    set("connector.class", "nope");
    assert_int_equal(check(), WEIR_BAD_CONFIG);
    assert_string_equal(err.text, "Failed to find any class that implements Connector and which "
                                  "name matches nope, available connectors are: "
                                  "a.DemoSinkConnector, a.DemoSourceConnector");
}

static void test_validate_of_the_connector(void **state)
{
    (void)state;
    source_config();
    set("demo.host", "down");
    set("demo.password", "${env:WEIR_TEST_SECRET}");
    assert_int_equal(check(), WEIR_OK);
    assert_string_equal(errors(), "cannot reach down as ${env:WEIR_TEST_SECRET}");
    assert_string_equal(joined(infos.warnings, infos.n_warnings), "demo.port: is not looked at");
    assert_true(weir_str_is(info("demo.host")->recommended[0], "up"));
    assert_false(info("demo.port")->visible);
    set("demo.port", "x");
    assert_int_equal(check(), WEIR_OK);
    assert_string_equal(errors(),
                        "Invalid value x for configuration demo.port: Not a number of type INT");
}

static void test_variables_are_not_shown(void **state)
{
    (void)state;
    source_config();
    set("demo.host", "${env:WEIR_TEST_SECRET}.example");
    set("tasks.max", "${env:WEIR_TEST_SECRET}");
    assert_int_equal(check(), WEIR_OK);
    assert_true(weir_str_is(info("demo.host")->value, "${env:WEIR_TEST_SECRET}.example"));
    assert_string_equal(errors(),
                        "Invalid value ${env:WEIR_TEST_SECRET} for configuration tasks.max: Not a "
                        "number of type INT\nInvalid value null for configuration tasks.max: Value "
                        "must be non-null");
}

static void assert_silent(struct weir_str text)
{
    assert_true(weir_str_find(text, WEIR_STR("hunter2")) < 0);
}

static void test_aliases_of_variables_are_not_shown(void **state)
{
    (void)state;
    source_config();
    set("transforms", "plain,${env:WEIR_TEST_SECRET}");
    set("transforms.plain.type", "a.Mask$Value");
    set("transforms.hunter2hunter2.type", "a.Mask$Value");
    set("transforms.hunter2hunter2.negate", "true");
    set("predicates", "${env:WEIR_TEST_SECRET}");
    assert_int_equal(check(), WEIR_OK);
    assert_true(infos.error_count >= 4);
    for (size_t i = 0; i < infos.n; i++) {
        const struct config_info *at = &infos.items[i];
        const struct weir_str texts[] = {at->name,
                                         at->value,
                                         at->definition.name,
                                         at->definition.documentation,
                                         at->definition.group,
                                         at->definition.display_name};
        for (size_t t = 0; t < UNIT_COUNT(texts); t++) {
            assert_silent(texts[t]);
        }
        for (size_t d = 0; d < at->definition.n_dependents; d++) {
            assert_silent(at->definition.dependents[d]);
        }
    }
    assert_silent(weir_str_of(errors()));
    assert_silent(weir_str_of(joined(infos.groups, infos.n_groups)));
    assert_silent(weir_str_of(joined(infos.warnings, infos.n_warnings)));
    assert_non_null(info("transforms.plain.fields"));
    assert_true(weir_str_is(info("transforms.${env:WEIR_TEST_SECRET}.fields")->definition.group,
                            "Transforms: ${env:WEIR_TEST_SECRET}"));
    assert_non_null(info("predicates.${env:WEIR_TEST_SECRET}.type"));
}

static void test_variables_are_not_shown_without_a_report(void **state)
{
    (void)state;
    set("connector.class", "${env:WEIR_TEST_SECRET}");
    assert_int_equal(check(), WEIR_BAD_CONFIG);
    assert_non_null(strstr(err.text, "which name matches ${env:WEIR_TEST_SECRET}, available"));
    source_config();
    set("connector.plugin.version", "[${env:WEIR_TEST_SECRET}");
    assert_int_equal(check(), WEIR_BAD_CONFIG);
    assert_string_equal(err.text, "Unbounded range: [${env:WEIR_TEST_SECRET}");
}

static void test_warnings(void **state)
{
    (void)state;
    set("connector.class", "DemoSource");
    set("demo.hostname", "h");
    set("demo.select.shop.orders", "SELECT 1");
    set("demo.prot", "1");
    set("taks.max", "1");
    set("nothing.like.it", "1");
    set("key.converter.schemas.enable", "false");
    set("transforms", "m");
    set("transforms.m.type", "a.Mask$Value");
    set("transforms.m.fields", "a");
    set("transforms.m.field", "a");
    set("transforms.n.type", "a.Mask$Value");
    set("predicates.p.type", "IsTombstone");
    set("weir.task.restart", "off");
    set("topic.creation.default.partitions", "-1");
    set("topic.creation.default.replication.factor", "-1");
    set("producer.override.lingerms", "5");
    assert_int_equal(check(), WEIR_OK);
    assert_string_equal(errors(), "");
    assert_string_equal(
        joined(infos.warnings, infos.n_warnings),
        "producer.override.lingerms: Kafka's clients in Java know no such setting\n"
        "demo.hostname is the old name of demo.host\n"
        "demo.prot is unknown and has no effect; did you mean demo.port?\n"
        "taks.max is unknown and has no effect; did you mean tasks.max?\n"
        "nothing.like.it is unknown and has no effect\n"
        "key.converter.schemas.enable has no effect without key.converter, which would be the "
        "connector's own converter\n"
        "transforms.m.field is unknown and has no effect; did you mean transforms.m.fields?\n"
        "transforms.n.type has no effect: no such alias is in transforms\n"
        "predicates.p.type has no effect: no such alias is in predicates");
}

static void test_transforms(void **state)
{
    (void)state;
    static const char *const cases[][4] = {
        {"transforms.m.fields", "a,b,a", NULL,
         "Configuration 'fields' values must not be "
         "duplicated."},
        {"transforms.m.negate", "true", NULL,
         "Config 'transforms.m.negate' was provided but there is no config "
         "'transforms.m.predicate' "
         "defining a predicate to be negated."},
        {"transforms.m.predicate", "q", NULL,
         "Invalid value q for configuration transforms.m.predicate: there is no such alias in "
         "predicates"},
        {"transforms.m.type", "a.IsTombstone", NULL,
         "Class class a.IsTombstone does not implement the Transformation interface"},
        {"transforms.m.plugin.version", "[2,)", NULL,
         "Plugin a.Mask$Value not found that matches the version range [2,), available versions: "
         "[1.2]\n"
         "Plugin a.Mask$Value not found that matches the version range [2,), available versions: "
         "[1.2]"},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        weir_props_init(&raw, &arena);
        set("name", "demo");
        source_config();
        set("transforms", "m");
        set("transforms.m.type", "a.Mask$Value");
        set("transforms.m.fields", "a");
        set("predicates", "p");
        set("predicates.p.type", "IsTombstone");
        set(cases[i][0], cases[i][1]);
        assert_int_equal(check(), WEIR_OK);
        assert_string_equal(errors(), cases[i][3]);
    }
}

static void test_policies(void **state)
{
    (void)state;
    static const struct {
        const char *policy, *key, *error;
    } cases[] = {
        {"All", "linger.ms", ""},
        {"None", "linger.ms",
         "The 'None' policy does not allow 'linger.ms' to be overridden in "
         "the connector configuration."},
        {"Principal", "sasl.mechanism", ""},
        {"Principal", "acks",
         "The 'Principal' policy does not allow 'acks' to be overridden in "
         "the connector configuration."},
        {"Allowlist", "acks", ""},
        {"Allowlist", "linger.ms",
         "The 'Allowlist' policy does not allow 'linger.ms' to be "
         "overridden in the connector configuration."},
    };
    weir_props_set_c(&worker_props, "connector.client.config.override.allowlist", "acks");
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        weir_props_init(&raw, &arena);
        set("name", "demo");
        source_config();
        char *key = weir_arena_printf(&arena, "producer.override.%s", cases[i].key);
        set(key, "1");
        weir_props_set_c(&worker_props, "connector.client.config.override.policy", cases[i].policy);
        assert_int_equal(check(), WEIR_OK);
        assert_string_equal(errors(), cases[i].error);
        assert_true(weir_str_is(info(key)->value, "1"));
    }
}

static void test_sink_rules(void **state)
{
    (void)state;
    weir_props_set_c(&worker_props, "bus", "embedded");
    weir_props_set_c(&worker_props, "group.id", "connect-demo");
    set("connector.class", "DemoSink");
    set("topics", "a,b");
    assert_int_equal(check(), WEIR_OK);
    assert_string_equal(errors(), "Consumer group for sink connector named demo conflicts with "
                                  "Connect worker group connect-demo");
    set("consumer.override.group.id", "other");
    set("consumer.override.max.poll.records", "5");
    assert_int_equal(check(), WEIR_OK);
    assert_string_equal(errors(), "");
    weir_props_set(&raw, WEIR_STR("tasks.max"), WEIR_STR_NULL);
    assert_int_equal(check(), WEIR_OK);
    assert_string_equal(errors(), "Invalid value null for configuration tasks.max: Value must be "
                                  "non-null\nNull value can not be supplied as the configuration "
                                  "value.");
}

static void test_source_rules(void **state)
{
    (void)state;
    source_config();
    set("exactly.once.support", "required");
    set("transaction.boundary", "connector");
    assert_int_equal(check(), WEIR_OK); /* the embedded log can */
    assert_string_equal(
        errors(),
        "The connector does not support exactly-once semantics with the provided configuration.\n"
        "The connector does not support connector-defined transaction boundaries with the given "
        "configuration. Please reconfigure it to use a different transaction boundary definition.");
    set("demo.eos", "true");
    weir_props_remove(&raw, WEIR_STR("transaction.boundary"));
    set("topic.creation.groups", "g");
    set("topic.creation.g.include", "[");
    set("topic.creation.default.partitions", "0");
    assert_int_equal(check(), WEIR_OK);
    assert_string_equal(
        errors(),
        "Missing required configuration \"topic.creation.default.replication.factor\" which has no "
        "default value.\n"
        "Invalid value 0 for configuration topic.creation.default.partitions: Number of partitions "
        "must be positive, or -1 to use the broker's default\n"
        "Invalid value [[] for configuration topic.creation.g.include: Syntax error in regular "
        "expression: Unclosed character class near index 0\n[\n^");
    set("demo.eos", "maybe");
    assert_int_equal(check(), WEIR_OK);
    assert_string_equal(errors(), "Invalid value maybe for configuration demo.eos: Expected value "
                                  "to be either true or false");
}

static void test_message(void **state)
{
    (void)state;
    source_config();
    set("tasks.max", "0");
    set("no.such", "1");
    assert_int_equal(check(), WEIR_OK);
    struct weir_str text = connector_check_message(&arena, &infos);
    assert_string_equal(
        text.p, "Connector configuration is invalid and contains the following 1 error(s):\n"
                "Invalid value 0 for configuration tasks.max: Value must be at least 1\n"
                "You can also find the above list of errors at the endpoint "
                "`/connector-plugins/{connectorType}/config/validate`");
}

static void test_plugin_config(void **state)
{
    (void)state;
    const struct config_key_info *keys = NULL;
    size_t n = 0;
    const struct registry_entry *entry =
        registry_find(registry, WEIR_SOURCE, WEIR_STR("DemoSource"));
    assert_int_equal(plugin_config_keys(entry, &arena, &keys, &n, &err), WEIR_OK);
    assert_true(weir_str_is(keys[0].name, "demo.host"));
    assert_true(keys[0].required);
    assert_true(weir_str_is(keys[3].name, "name"));
    assert_true(weir_str_is(keys[5].default_value, "1.2"));
    entry = registry_find(registry, WEIR_TRANSFORMATION, WEIR_STR("a.Mask$Value"));
    assert_int_equal(plugin_config_keys(entry, &arena, &keys, &n, &err), WEIR_OK);
    assert_int_equal(n, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_good, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_to_check, setup, teardown),
        cmocka_unit_test_setup_teardown(test_validate_of_the_connector, setup, teardown),
        cmocka_unit_test_setup_teardown(test_variables_are_not_shown, setup, teardown),
        cmocka_unit_test_setup_teardown(test_aliases_of_variables_are_not_shown, setup, teardown),
        cmocka_unit_test_setup_teardown(test_variables_are_not_shown_without_a_report, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_warnings, setup, teardown),
        cmocka_unit_test_setup_teardown(test_transforms, setup, teardown),
        cmocka_unit_test_setup_teardown(test_policies, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sink_rules, setup, teardown),
        cmocka_unit_test_setup_teardown(test_source_rules, setup, teardown),
        cmocka_unit_test_setup_teardown(test_message, setup, teardown),
        cmocka_unit_test_setup_teardown(test_plugin_config, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
