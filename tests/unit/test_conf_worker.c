/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "conf/conf_apply.h"
#include "conf/worker_keys.h"

static struct weir_arena arena;
static struct weir_props props;
static struct worker_conf conf;
static struct weir_err err;

static int setup(void **state)
{
    (void)state;
    weir_arena_init(&arena, 4096);
    weir_props_init(&props, &arena);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    weir_arena_free(&arena);
    return 0;
}

static void kafka(void)
{
    static const char *const given[][2] = {
        {"bootstrap.servers", "k1:9092,k2:9092"}, {"group.id", "cg"},
        {"key.converter", "a.K"},                 {"value.converter", "a.V"},
        {"config.storage.topic", "c"},            {"offset.storage.topic", "o"},
        {"status.storage.topic", "s"},
    };
    for (size_t i = 0; i < UNIT_COUNT(given); i++) {
        weir_props_set_c(&props, given[i][0], given[i][1]);
    }
}

static enum weir_verdict read_conf(void)
{
    return worker_conf_read(&props, &arena, &conf, &err);
}

static void refused(const char *text)
{
    assert_int_equal(read_conf(), WEIR_BAD_CONFIG);
    assert_string_equal(err.text, text);
}

static void test_nothing_is_the_embedded_log(void **state)
{
    (void)state;
    assert_int_equal(read_conf(), WEIR_OK);
    assert_int_equal(conf.bus, WORKER_BUS_EMBEDDED);
    assert_null(conf.bootstrap_servers.p);
    assert_true(weir_str_is(conf.data_dir, "weir-data"));
    assert_true(weir_str_is(conf.group_id, "weir"));
    assert_true(weir_str_is(conf.key_converter, "org.apache.kafka.connect.json.JsonConverter"));
    assert_int_equal(conf.listeners.n, 1);
    assert_true(weir_str_is(conf.listeners.items[0], "http://127.0.0.1:8083"));
    assert_false(conf.admin_listeners_set);
    assert_int_equal(conf.offset_flush_interval_ms, 60000);
}

static void test_kafka(void **state)
{
    (void)state;
    kafka();
    weir_props_set_c(&props, "connector.client.config.override.policy",
                     "org.apache.kafka.connect.connector.policy."
                     "PrincipalConnectorClientConfigOverridePolicy");
    weir_props_set_c(&props, "exactly.once.source.support", "enabled");
    weir_props_set_c(&props, "admin.listeners", "");
    weir_props_set_c(&props, "key.converter.schemas.enable", "false");
    assert_int_equal(read_conf(), WEIR_OK);
    assert_int_equal(conf.bus, WORKER_BUS_KAFKA);
    assert_int_equal(conf.override_policy, POLICY_PRINCIPAL);
    assert_int_equal(conf.eos, EOS_ENABLED);
    assert_true(conf.admin_listeners_set);
    assert_int_equal(conf.admin_listeners.n, 0);
    assert_true(weir_str_is(conf.listeners.items[0], "http://:8083"));
    assert_true(weir_str_is(weir_props_get(conf.props, "key.converter.schemas.enable"), "false"));
}

static void test_bus_rules(void **state)
{
    (void)state;
    weir_props_set_c(&props, "sasl.mechanism", "PLAIN");
    refused("sasl.mechanism is set, but bootstrap.servers is not: add bootstrap.servers to work "
            "with Kafka, or bus=embedded to work without it");
    weir_props_set_c(&props, "bus", "embedded");
    assert_int_equal(read_conf(), WEIR_OK);
    weir_props_set_c(&props, "bus", "kafka");
    refused("Missing required configuration \"bootstrap.servers\" which has no default value.");
    weir_props_set_c(&props, "bootstrap.servers", "k:9092");
    refused("Missing required configuration \"group.id\" which has no default value.");
    kafka();
    assert_int_equal(read_conf(), WEIR_OK);
    weir_props_set_c(&props, "bus", "embedded");
    assert_int_equal(read_conf(), WEIR_OK);
    assert_null(conf.bootstrap_servers.p);
    assert_true(weir_str_is(conf.config_topic, "c"));
}

static void test_refusals(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"plugin.path", "", "Configuration 'plugin.path' must not be empty. Valid values include: "
                            "any non-empty value"},
        {"listeners", "localhost:8083",
         "Invalid value [localhost:8083] for configuration listeners: localhost:8083 is not of "
         "the form http://host:port or https://host:port"},
        {"heartbeat.interval.ms", "10000",
         "heartbeat.interval.ms (10000) must be less than session.timeout.ms (10000)"},
        {"rest.user", "ann", "rest.user and rest.password go together: one of them is missing"},
        {"offset.storage.partitions", "0",
         "Invalid value 0 for configuration offset.storage.partitions: Value must be positive, or "
         "-1 to use the broker's default"},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        weir_props_init(&props, &arena);
        weir_props_set_c(&props, cases[i][0], cases[i][1]);
        refused(cases[i][2]);
    }
}

static void test_keys_are_sound(void **state)
{
    (void)state;
    for (const struct weir_conf_key *key = worker_keys; key->name; key++) {
        assert_non_null(key->doc);
        assert_true(key->at == WEIR_CONF_NOWHERE || key->at < sizeof(struct worker_conf));
        assert_true(key->type == WEIR_CONF_MATCHES ||
                    conf_find(worker_keys, weir_str_of(key->name)) == key);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing_is_the_embedded_log, setup, teardown),
        cmocka_unit_test_setup_teardown(test_kafka, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bus_rules, setup, teardown),
        cmocka_unit_test_setup_teardown(test_refusals, setup, teardown),
        cmocka_unit_test_setup_teardown(test_keys_are_sound, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
