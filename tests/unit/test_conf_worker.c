/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/log_setup.h"
#include "conf/conf_apply.h"
#include "conf/conf_file.h"
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
        {"bootstrap.servers", "k1:9092,k2:9092"},
        {"group.id", "cg"},
        {"key.converter", "a.K"},
        {"value.converter", "a.V"},
        {"config.storage.topic", "c"},
        {"offset.storage.topic", "o"},
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

static void test_a_lost_line_is_noticed(void **state)
{
    (void)state;
    static const char *const kafka_alone[] = {
        "bootstrap.server", "config.storage.replication.factor", "offset.storage.partitions",
        "producer.security.protocol", "consumer.sasl.mechanism", "producer.bootstrap.servers",
    };
    for (size_t i = 0; i < sizeof(kafka_alone) / sizeof(*kafka_alone); i++) {
        weir_props_init(&props, &arena);
        weir_props_set_c(&props, kafka_alone[i], "1");
        char words[200];
        snprintf(words, sizeof(words),
                 "%s is set, but bootstrap.servers is not: add bootstrap.servers to work with "
                 "Kafka, or bus=embedded to work without it", kafka_alone[i]);
        refused(words);
    }
    weir_props_init(&props, &arena);
    weir_props_set_c(&props, "bootstrap.servers", "");
    refused("bootstrap.servers is empty: give it brokers to work with Kafka, or set bus=embedded "
            "to work without it");
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
        {"plugin.path", "",
         "Configuration 'plugin.path' must not be empty. Valid values include: "
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

static char logged[8192];

static void keep_line(void *self, struct weir_str line)
{
    (void)self;
    size_t n = strlen(logged);
    snprintf(logged + n, sizeof(logged) - n, "%.*s\n", WEIR_STR_ARG(line));
}

static void read_logged(const char *text)
{
    weir_props_init(&props, &arena);
    assert_int_equal(properties_parse(weir_str_of(text), &props, &err), WEIR_OK);
    logged[0] = '\0';
    log_sink(keep_line, NULL);
    enum weir_verdict verdict = read_conf();
    log_sink(NULL, NULL);
    if (verdict != WEIR_OK) {
        fail_msg("%s", err.text);
    }
}

/* Every worker property of Kafka Connect 4.3, and those that were removed but are still found. */
static const char understood[] =
    "bootstrap.servers=a:1\ngroup.id=g\nkey.converter=K\nvalue.converter=V\nheader.converter=H\n"
    "key.converter.schemas.enable=false\nvalue.converter.schemas.enable=false\n"
    "config.storage.topic=c\noffset.storage.topic=o\nstatus.storage.topic=s\n"
    "config.storage.replication.factor=-1\noffset.storage.replication.factor=1\n"
    "status.storage.replication.factor=3\noffset.storage.partitions=25\n"
    "status.storage.partitions=5\noffset.flush.interval.ms=1\noffset.flush.timeout.ms=1\n"
    "task.shutdown.graceful.timeout.ms=1\nplugin.path=/a, /b\nlisteners=http://:1,https://[::1]:2\n"
    "rest.advertised.host.name=h\nrest.advertised.port=1\nrest.advertised.listener=http\n"
    "admin.listeners=http://h:1\nrest.extension.classes=\naccess.control.allow.origin=*\n"
    "access.control.allow.methods=GET\nresponse.http.headers.config=set X: y\n"
    "connector.client.config.override.policy=Allowlist\n"
    "connector.client.config.override.allowlist=acks\nconfig.providers=e\n"
    "config.providers.e.class=E\nconfig.providers.e.param.x=y\ntopic.creation.enable=false\n"
    "topic.tracking.enable=false\ntopic.tracking.allow.reset=false\n"
    "exactly.once.source.support=preparing\nsession.timeout.ms=10000\n"
    "heartbeat.interval.ms=3000\nrebalance.timeout.ms=60000\nclient.id=i\n"
    "connections.max.idle.ms=1\nmetadata.max.age.ms=1\nreceive.buffer.bytes=1\n"
    "send.buffer.bytes=1\nreconnect.backoff.ms=1\nreconnect.backoff.max.ms=1\n"
    "request.timeout.ms=1\nretry.backoff.ms=1\nretry.backoff.max.ms=1\n"
    "socket.connection.setup.timeout.ms=1\nsecurity.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n"
    "sasl.jaas.config=x\nsasl.kerberos.service.name=k\nsasl.oauthbearer.token.endpoint.url=u\n"
    "sasl.login.callback.handler.class=c\nssl.protocol=TLSv1.3\nssl.keystore.type=PEM\n"
    "ssl.keystore.location=l\nssl.keystore.password=p\nssl.key.password=p\nssl.truststore.type=x\n"
    "ssl.truststore.location=l\nssl.truststore.password=p\nssl.keystore.key=k\n"
    "ssl.endpoint.identification.algorithm=\nssl.cipher.suites=x\nssl.client.auth=none\n"
    "listeners.https.ssl.keystore.location=l\nadmin.listeners.https.ssl.client.auth=none\n"
    "producer.acks=1\nconsumer.max.poll.records=1\nadmin.retries=1\nlibrdkafka.debug=all\n"
    "producer.security.protocol=SASL_SSL\nconsumer.security.protocol=SASL_SSL\n";

static const char idle[] =
    "plugin.discovery=only_scan\nconnect.protocol=eager\nscheduled.rebalance.max.delay.ms=1\n"
    "worker.sync.timeout.ms=1\nworker.unsync.backoff.ms=1\n"
    "inter.worker.key.generation.algorithm=x\ninter.worker.key.size=1\nclient.dns.lookup=x\n"
    "metrics.num.samples=1\nmetrics.context.x=y\nmetric.reporters=x\n"
    "metadata.recovery.strategy=none\nssl.engine.factory.class=x\nssl.trustmanager.algorithm=PKIX\n"
    "key.converter.plugin.version=1\noffset.storage.file.filename=f\n"
    "internal.key.converter=x\ninternal.value.converter.schemas.enable=x\nrest.port=1\n"
    "rest.host.name=x\n";

static void test_no_key_of_connect_is_unknown(void **state)
{
    (void)state;
    read_logged(understood);
    assert_string_equal(logged, "");
    read_logged(idle);
    assert_null(strstr(logged, "unknown"));
    assert_non_null(strstr(logged, "not applicable to this worker and ignored: plugin.discovery, "
                                   "connect.protocol, "));
    for (size_t i = 0; i < props.n; i++) {
        assert_non_null(strstr(logged, props.items[i].name.p));
    }
}

static void test_clients_without_security_are_named(void **state)
{
    (void)state;
    read_logged("bootstrap.servers=a:1\ngroup.id=g\nkey.converter=K\nvalue.converter=V\n"
                "config.storage.topic=c\noffset.storage.topic=o\nstatus.storage.topic=s\n"
                "security.protocol=SSL\nproducer.security.protocol=SSL\n");
    assert_non_null(strstr(logged, "connectors' consumers will speak PLAINTEXT"));
    assert_null(strstr(logged, "producers"));
}

static void test_unknown_keys_are_named(void **state)
{
    (void)state;
    read_logged("data.dri=x\nwhatever=1\n");
    assert_non_null(strstr(logged, "unknown in the worker's configuration and ignored: data.dri "
                                   "(did you mean data.dir?), whatever"));
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
        cmocka_unit_test_setup_teardown(test_a_lost_line_is_noticed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_kafka, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bus_rules, setup, teardown),
        cmocka_unit_test_setup_teardown(test_refusals, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_key_of_connect_is_unknown, setup, teardown),
        cmocka_unit_test_setup_teardown(test_clients_without_security_are_named, setup, teardown),
        cmocka_unit_test_setup_teardown(test_unknown_keys_are_named, setup, teardown),
        cmocka_unit_test_setup_teardown(test_keys_are_sound, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
