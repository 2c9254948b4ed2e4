/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "conf/image_env.h"
#include "conf/worker_keys.h"

static struct weir_arena arena;
static struct weir_props props;

static void is(const char *name, const char *value)
{
    assert_true(weir_str_is(weir_props_get(&props, name), value));
}

static void read_env(const char *const *environment)
{
    struct weir_err err;
    weir_props_init(&props, &arena);
    assert_int_equal(image_env_read(environment, &props, &err), WEIR_OK);
}

static void test_image(void **state)
{
    (void)state;
    const char *const environment[] = {
        "PATH=/bin",          "BOOTSTRAP_SERVERS=k:9092",
        "GROUP_ID=g",         "CONFIG_STORAGE_TOPIC=c",
        "KEY_CONVERTER=a.K",  "CONNECT_HEADER_CONVERTER=a.V",
        "SHUTDOWN_TIMEOUT=7", "CONNECT_KEY_CONVERTER_SCHEMAS_ENABLE=false",
        "REST_PORT=9",        "CONNECT_PLUGIN_PATH=/kafka/connect",
        "CONNECT_=x",         "CONNECT_SASL_JAAS_CONFIG=a=b;",
        NULL,
    };
    assert_true(image_env_is_set(environment));
    read_env(environment);
    is("bootstrap.servers", "k:9092");
    is("group.id", "g");
    is("config.storage.topic", "c");
    is("status.storage.topic", "connect-status");
    is("key.converter", "a.K");
    is("header.converter", "a.V");
    is("key.converter.schemas.enable", "false");
    is("task.shutdown.graceful.timeout.ms", "7");
    is("offset.flush.interval.ms", "60000");
    is("sasl.jaas.config", "a=b;");
    is("listeners", "http://:9");
    assert_false(weir_props_has(&props, "plugin.path"));
    assert_false(weir_props_has(&props, "path"));
}

static void test_connect_names_alone(void **state)
{
    (void)state;
    const char *const environment[] = {"CONNECT_BOOTSTRAP_SERVERS=k:1", "CONNECT_REST_PORT=8",
                                 "CONNECT_GROUP_ID=h", NULL};
    assert_true(image_env_is_set(environment));
    read_env(environment);
    is("bootstrap.servers", "k:1");
    is("group.id", "h");
    is("listeners", "http://:8");
    assert_false(weir_props_has(&props, "rest.port"));
}

/* The image sets these from its own names, whatever CONNECT_ says; another's environment, without
 * BOOTSTRAP_SERVERS, has nothing but CONNECT_. */
static void test_short_names_win_in_the_image(void **state)
{
    (void)state;
    const char *const environment[] = {
        "BOOTSTRAP_SERVERS=k:1",    "CONNECT_BOOTSTRAP_SERVERS=other:1",
        "CONNECT_GROUP_ID=other",   "CONNECT_VALUE_CONVERTER=other",
        "STATUS_STORAGE_TOPIC=s",   "CONNECT_STATUS_STORAGE_TOPIC=other",
        "OFFSET_STORAGE_TOPIC=",    "CONNECT_OFFSET_STORAGE_TOPIC=o",
        "CONNECT_SHUTDOWN_TIMEOUT", NULL,
    };
    read_env(environment);
    is("bootstrap.servers", "k:1");
    is("group.id", "1");
    is("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    is("status.storage.topic", "s");
    is("offset.storage.topic", "o");
    read_env(environment + 1);
    is("bootstrap.servers", "other:1");
    is("group.id", "other");
    is("value.converter", "other");
    is("status.storage.topic", "other");
}

/* Else a lost variable would begin with new topics, silently. */
static void test_the_topics_have_no_default(void **state)
{
    (void)state;
    static const char *const rows[] = {"CONFIG_STORAGE_TOPIC=c", "OFFSET_STORAGE_TOPIC=o"};
    static const char *const lost[] = {"offset.storage.topic", "config.storage.topic"};
    for (size_t i = 0; i < 2; i++) {
        const char *const environment[] = {"BOOTSTRAP_SERVERS=k:1", rows[i], NULL};
        struct worker_conf conf;
        struct weir_err err;
        read_env(environment);
        assert_int_equal(worker_conf_read(&props, &arena, &conf, &err), WEIR_BAD_CONFIG);
        assert_non_null(strstr(err.text, lost[i]));
    }
}

static void test_a_value_is_a_line_of_properties(void **state)
{
    (void)state;
    const char *const environment[] = {
        "CONNECT_SASL_JAAS_CONFIG= x password=\"a\\\\\\\\b\\u00e9\"; ",
        "CONNECT_SSL_KEYSTORE_KEY=-----BEGIN\nA\\B=\n",
        "CONNECT_A=ends\\",
        NULL,
    };
    read_env(environment);
    is("sasl.jaas.config", "x password=\"a\\\\b\xc3\xa9\";");
    is("ssl.keystore.key", "-----BEGIN\nA\\B=\n");
    is("a", "ends");
    const char *const bad[] = {"CONNECT_A=\\u00", NULL};
    struct weir_err err;
    assert_int_equal(image_env_read(bad, &props, &err), WEIR_BAD_CONFIG);
    assert_non_null(strstr(err.text, "CONNECT_A: "));
}

static void test_levels_are_log4js(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"LOG_LEVEL=warn", "WARN"}, {"LOG_LEVEL=FATAL", "ERROR"}, {"LOG_LEVEL=All", "TRACE"},
        {"LOG_LEVEL=loud", NULL},   {"LOG_LEVEL=", NULL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const char *const environment[] = {"BOOTSTRAP_SERVERS=k:1", rows[i][0], NULL};
        read_env(environment);
        struct weir_str level = weir_props_get(&props, "log.level");
        assert_true(rows[i][1] ? weir_str_is(level, rows[i][1]) : level.p == NULL);
    }
}

static void test_linked_brokers(void **state)
{
    (void)state;
    const char *const linked[] = {"GROUP_ID=1", "KAFKA_PORT_9092_TCP=tcp://10.0.0.7:9092",
                                  "B_PORT_9092_TCP=tcp://b:1", "C_PORT_9092_TCP_ADDR=10.0.0.7", NULL};
    const char *const told[] = {"CONNECT_BOOTSTRAP_SERVERS=k:1",
                                "KAFKA_PORT_9092_TCP=tcp://10.0.0.7:9092", NULL};
    const char *const embedded[] = {"CONNECT_BUS=embedded",
                                    "KAFKA_PORT_9092_TCP=tcp://10.0.0.7:9092", NULL};
    read_env(linked);
    is("bootstrap.servers", "10.0.0.7:9092,b:1");
    read_env(told);
    is("bootstrap.servers", "k:1");
    read_env(embedded);
    assert_false(weir_props_has(&props, "bootstrap.servers"));
}

static void test_other_environments(void **state)
{
    (void)state;
    const char *const none[] = {NULL};
    const char *const others[] = {"PATH=/bin",   "KEY_CONVERTER=x", "GROUP=1", "REST_PORT=1",
                                  "CONNECTED=1", "LOG_LEVEL=debug", NULL};
    assert_false(image_env_is_set(none));
    assert_false(image_env_is_set(others));
}

static void test_brokers_lost_in_the_environment(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "BOOTSTRAP_SERVERS=",         "GROUP_ID=1",
        "CONFIG_STORAGE_TOPIC=c",     "OFFSET_STORAGE_TOPIC=o",
        "STATUS_STORAGE_TOPIC=s",     "CONNECT_SECURITY_PROTOCOL=SASL_SSL",
        "CONNECT_BOOTSTRAP_SERVER=k",
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const char *const environment[] = {"PATH=/bin", rows[i], NULL};
        struct worker_conf conf;
        struct weir_err err;
        assert_true(image_env_is_set(environment));
        read_env(environment);
        assert_int_equal(worker_conf_read(&props, &arena, &conf, &err), WEIR_BAD_CONFIG);
        assert_non_null(strstr(err.text, "bus=embedded"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_image),
        cmocka_unit_test(test_connect_names_alone),
        cmocka_unit_test(test_short_names_win_in_the_image),
        cmocka_unit_test(test_the_topics_have_no_default),
        cmocka_unit_test(test_a_value_is_a_line_of_properties),
        cmocka_unit_test(test_levels_are_log4js),
        cmocka_unit_test(test_linked_brokers),
        cmocka_unit_test(test_other_environments),
        cmocka_unit_test(test_brokers_lost_in_the_environment),
    };
    weir_arena_init(&arena, 1024);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    weir_arena_free(&arena);
    return failed;
}
