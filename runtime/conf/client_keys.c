/* SPDX-License-Identifier: Apache-2.0 */
/*
 * client_keys.c: the settings of Kafka's Java clients with their types and defaults, as validate
 * shows them when a connector overrides one. What they do is the bus's matter.
 */
#include "conf/client_keys.h"

enum { P = 1 << CLIENT_PRODUCER, C = 1 << CLIENT_CONSUMER, A = 1 << CLIENT_ADMIN, ALL = P | C | A };

#define BOOLEAN WEIR_CONF_BOOLEAN
#define CLASS WEIR_CONF_CLASS
#define DOUBLE WEIR_CONF_DOUBLE
#define INT WEIR_CONF_INT
#define LIST WEIR_CONF_LIST
#define LONG WEIR_CONF_LONG
#define PASSWORD WEIR_CONF_PASSWORD
#define SHORT WEIR_CONF_SHORT
#define STRING WEIR_CONF_STRING
#define HIGH WEIR_HIGH
#define MEDIUM WEIR_MEDIUM
#define LOW WEIR_LOW

static const struct row {
    const char *name;
    enum weir_conf_type type;
    const char *def;
    enum weir_importance importance;
    int roles;
} rows[] = {
    {"acks", STRING, "all", LOW, P},
    {"allow.auto.create.topics", BOOLEAN, "true", MEDIUM, C},
    {"auto.commit.interval.ms", INT, "5000", LOW, C},
    {"auto.offset.reset", STRING, "latest", MEDIUM, C},
    {"batch.size", INT, "16384", MEDIUM, P},
    {"bootstrap.controllers", LIST, "", HIGH, A},
    {"bootstrap.servers", LIST, "", HIGH, A},
    {"bootstrap.servers", LIST, NULL, HIGH, P | C},
    {"buffer.memory", LONG, "33554432", HIGH, P},
    {"check.crcs", BOOLEAN, "true", LOW, C},
    {"client.dns.lookup", STRING, "use_all_dns_ips", MEDIUM, ALL},
    {"client.id", STRING, "", LOW, C},
    {"client.id", STRING, "", MEDIUM, P | A},
    {"client.rack", STRING, "", LOW, C},
    {"compression.gzip.level", INT, "-1", MEDIUM, P},
    {"compression.lz4.level", INT, "9", MEDIUM, P},
    {"compression.type", STRING, "none", HIGH, P},
    {"compression.zstd.level", INT, "3", MEDIUM, P},
    {"config.providers", LIST, "", LOW, ALL},
    {"connections.max.idle.ms", LONG, "300000", MEDIUM, A},
    {"connections.max.idle.ms", LONG, "540000", MEDIUM, P | C},
    {"default.api.timeout.ms", INT, "60000", MEDIUM, C | A},
    {"delivery.timeout.ms", INT, "120000", MEDIUM, P},
    {"enable.auto.commit", BOOLEAN, "true", MEDIUM, C},
    {"enable.idempotence", BOOLEAN, "true", LOW, P},
    {"enable.metrics.push", BOOLEAN, "false", LOW, A},
    {"enable.metrics.push", BOOLEAN, "true", LOW, P | C},
    {"exclude.internal.topics", BOOLEAN, "true", MEDIUM, C},
    {"fetch.max.bytes", INT, "52428800", MEDIUM, C},
    {"fetch.max.wait.ms", INT, "500", LOW, C},
    {"fetch.min.bytes", INT, "1", HIGH, C},
    {"group.id", STRING, NULL, HIGH, C},
    {"group.instance.id", STRING, NULL, MEDIUM, C},
    {"group.protocol", STRING, "classic", HIGH, C},
    {"group.remote.assignor", STRING, NULL, MEDIUM, C},
    {"heartbeat.interval.ms", INT, "3000", HIGH, C},
    {"interceptor.classes", LIST, "", LOW, P | C},
    {"isolation.level", STRING, "read_uncommitted", MEDIUM, C},
    {"key.deserializer", CLASS, NULL, HIGH, C},
    {"key.serializer", CLASS, NULL, HIGH, P},
    {"linger.ms", LONG, "5", MEDIUM, P},
    {"max.block.ms", LONG, "60000", MEDIUM, P},
    {"max.in.flight.requests.per.connection", INT, "5", LOW, P},
    {"max.partition.fetch.bytes", INT, "1048576", HIGH, C},
    {"max.poll.interval.ms", INT, "300000", MEDIUM, C},
    {"max.poll.records", INT, "500", MEDIUM, C},
    {"max.request.size", INT, "1048576", MEDIUM, P},
    {"metadata.max.age.ms", LONG, "300000", LOW, ALL},
    {"metadata.max.idle.ms", LONG, "300000", LOW, P},
    {"metadata.recovery.rebootstrap.trigger.ms", LONG, "300000", LOW, ALL},
    {"metadata.recovery.strategy", STRING, "rebootstrap", LOW, ALL},
    {"metric.reporters", LIST, "org.apache.kafka.common.metrics.JmxReporter", LOW, ALL},
    {"metrics.num.samples", INT, "2", LOW, ALL},
    {"metrics.recording.level", STRING, "INFO", LOW, ALL},
    {"metrics.sample.window.ms", LONG, "30000", LOW, ALL},
    {"partition.assignment.strategy", LIST,
     "class org.apache.kafka.clients.consumer.RangeAssignor,"
     "class org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
     MEDIUM, C},
    {"partitioner.adaptive.partitioning.enable", BOOLEAN, "true", LOW, P},
    {"partitioner.availability.timeout.ms", LONG, "0", LOW, P},
    {"partitioner.class", CLASS, NULL, MEDIUM, P},
    {"partitioner.ignore.keys", BOOLEAN, "false", MEDIUM, P},
    {"receive.buffer.bytes", INT, "65536", MEDIUM, C | A},
    {"receive.buffer.bytes", INT, "32768", MEDIUM, P},
    {"reconnect.backoff.max.ms", LONG, "1000", LOW, ALL},
    {"reconnect.backoff.ms", LONG, "50", LOW, ALL},
    {"request.timeout.ms", INT, "30000", MEDIUM, ALL},
    {"retries", INT, "2147483647", LOW, A},
    {"retries", INT, "2147483647", HIGH, P},
    {"retry.backoff.max.ms", LONG, "1000", LOW, ALL},
    {"retry.backoff.ms", LONG, "100", LOW, ALL},
    {"sasl.client.callback.handler.class", CLASS, NULL, MEDIUM, ALL},
    {"sasl.jaas.config", PASSWORD, NULL, MEDIUM, ALL},
    {"sasl.kerberos.kinit.cmd", STRING, "/usr/bin/kinit", LOW, ALL},
    {"sasl.kerberos.min.time.before.relogin", LONG, "60000", LOW, ALL},
    {"sasl.kerberos.service.name", STRING, NULL, MEDIUM, ALL},
    {"sasl.kerberos.ticket.renew.jitter", DOUBLE, "0.05", LOW, ALL},
    {"sasl.kerberos.ticket.renew.window.factor", DOUBLE, "0.8", LOW, ALL},
    {"sasl.login.callback.handler.class", CLASS, NULL, MEDIUM, ALL},
    {"sasl.login.class", CLASS, NULL, MEDIUM, ALL},
    {"sasl.login.connect.timeout.ms", INT, NULL, LOW, ALL},
    {"sasl.login.read.timeout.ms", INT, NULL, LOW, ALL},
    {"sasl.login.refresh.buffer.seconds", SHORT, "300", LOW, ALL},
    {"sasl.login.refresh.min.period.seconds", SHORT, "60", LOW, ALL},
    {"sasl.login.refresh.window.factor", DOUBLE, "0.8", LOW, ALL},
    {"sasl.login.refresh.window.jitter", DOUBLE, "0.05", LOW, ALL},
    {"sasl.login.retry.backoff.max.ms", LONG, "10000", LOW, ALL},
    {"sasl.login.retry.backoff.ms", LONG, "100", LOW, ALL},
    {"sasl.mechanism", STRING, "GSSAPI", MEDIUM, ALL},
    {"sasl.oauthbearer.assertion.algorithm", STRING, "RS256", MEDIUM, ALL},
    {"sasl.oauthbearer.assertion.claim.aud", STRING, NULL, MEDIUM, ALL},
    {"sasl.oauthbearer.assertion.claim.exp.seconds", INT, "300", LOW, ALL},
    {"sasl.oauthbearer.assertion.claim.iss", STRING, NULL, MEDIUM, ALL},
    {"sasl.oauthbearer.assertion.claim.jti.include", BOOLEAN, "false", MEDIUM, ALL},
    {"sasl.oauthbearer.assertion.claim.nbf.seconds", INT, "60", LOW, ALL},
    {"sasl.oauthbearer.assertion.claim.sub", STRING, NULL, MEDIUM, ALL},
    {"sasl.oauthbearer.assertion.file", STRING, NULL, MEDIUM, ALL},
    {"sasl.oauthbearer.assertion.private.key.file", STRING, NULL, MEDIUM, ALL},
    {"sasl.oauthbearer.assertion.private.key.passphrase", PASSWORD, NULL, MEDIUM, ALL},
    {"sasl.oauthbearer.assertion.template.file", STRING, NULL, MEDIUM, ALL},
    {"sasl.oauthbearer.client.credentials.client.id", STRING, NULL, MEDIUM, ALL},
    {"sasl.oauthbearer.client.credentials.client.secret", PASSWORD, NULL, MEDIUM, ALL},
    {"sasl.oauthbearer.clock.skew.seconds", INT, "30", LOW, ALL},
    {"sasl.oauthbearer.expected.audience", LIST, "", HIGH, ALL},
    {"sasl.oauthbearer.expected.issuer", STRING, NULL, HIGH, ALL},
    {"sasl.oauthbearer.header.urlencode", BOOLEAN, "false", LOW, ALL},
    {"sasl.oauthbearer.jwks.endpoint.refresh.ms", LONG, "3600000", LOW, ALL},
    {"sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms", LONG, "10000", LOW, ALL},
    {"sasl.oauthbearer.jwks.endpoint.retry.backoff.ms", LONG, "100", LOW, ALL},
    {"sasl.oauthbearer.jwks.endpoint.url", STRING, NULL, MEDIUM, ALL},
    {"sasl.oauthbearer.jwt.retriever.class", CLASS,
     "org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever",
     MEDIUM, ALL},
    {"sasl.oauthbearer.jwt.validator.class", CLASS,
     "org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator",
     MEDIUM, ALL},
    {"sasl.oauthbearer.scope", STRING, NULL, MEDIUM, ALL},
    {"sasl.oauthbearer.scope.claim.name", STRING, "scope", LOW, ALL},
    {"sasl.oauthbearer.sub.claim.name", STRING, "sub", LOW, ALL},
    {"sasl.oauthbearer.token.endpoint.url", STRING, NULL, MEDIUM, ALL},
    {"security.protocol", STRING, "PLAINTEXT", MEDIUM, ALL},
    {"security.providers", STRING, NULL, LOW, ALL},
    {"send.buffer.bytes", INT, "131072", MEDIUM, ALL},
    {"session.timeout.ms", INT, "45000", HIGH, C},
    {"share.acknowledgement.mode", STRING, "implicit", MEDIUM, C},
    {"share.acquire.mode", STRING, "BATCH_OPTIMIZED", MEDIUM, C},
    {"socket.connection.setup.timeout.max.ms", LONG, "30000", MEDIUM, ALL},
    {"socket.connection.setup.timeout.ms", LONG, "10000", MEDIUM, ALL},
    {"ssl.cipher.suites", LIST, "", LOW, ALL},
    {"ssl.enabled.protocols", LIST, "TLSv1.2,TLSv1.3", MEDIUM, ALL},
    {"ssl.endpoint.identification.algorithm", STRING, "https", LOW, ALL},
    {"ssl.engine.factory.class", CLASS, NULL, LOW, ALL},
    {"ssl.key.password", PASSWORD, NULL, HIGH, ALL},
    {"ssl.keymanager.algorithm", STRING, "SunX509", LOW, ALL},
    {"ssl.keystore.certificate.chain", PASSWORD, NULL, HIGH, ALL},
    {"ssl.keystore.key", PASSWORD, NULL, HIGH, ALL},
    {"ssl.keystore.location", STRING, NULL, HIGH, ALL},
    {"ssl.keystore.password", PASSWORD, NULL, HIGH, ALL},
    {"ssl.keystore.type", STRING, "JKS", MEDIUM, ALL},
    {"ssl.protocol", STRING, "TLSv1.3", MEDIUM, ALL},
    {"ssl.provider", STRING, NULL, MEDIUM, ALL},
    {"ssl.secure.random.implementation", STRING, NULL, LOW, ALL},
    {"ssl.trustmanager.algorithm", STRING, "PKIX", LOW, ALL},
    {"ssl.truststore.certificates", PASSWORD, NULL, HIGH, ALL},
    {"ssl.truststore.location", STRING, NULL, HIGH, ALL},
    {"ssl.truststore.password", PASSWORD, NULL, HIGH, ALL},
    {"ssl.truststore.type", STRING, "JKS", MEDIUM, ALL},
    {"transaction.timeout.ms", INT, "60000", LOW, P},
    {"transaction.two.phase.commit.enable", BOOLEAN, "false", LOW, P},
    {"transactional.id", STRING, NULL, LOW, P},
    {"value.deserializer", CLASS, NULL, HIGH, C},
    {"value.serializer", CLASS, NULL, HIGH, P},
};
#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

static const char *const docs[] = {
    [CLIENT_PRODUCER] = "A setting of the connector's producer, as Apache Kafka documents it.",
    [CLIENT_CONSUMER] = "A setting of the connector's consumer, as Apache Kafka documents it.",
    [CLIENT_ADMIN] = "A setting of the connector's admin client, as Apache Kafka documents it.",
};

static const char *const prefixes[] = {
    [CLIENT_PRODUCER] = "producer.override.",
    [CLIENT_CONSUMER] = "consumer.override.",
    [CLIENT_ADMIN] = "admin.override.",
};

const char *client_prefix(enum client_role role)
{
    return prefixes[role];
}

/* What every client must be given: bootstrap.servers, serializers. */
static bool is_required(const char *name)
{
    return strcmp(name, "bootstrap.servers") == 0 || strstr(name, "serializer") != NULL;
}

bool client_key_find(enum client_role role, struct weir_str name, struct weir_conf_key *key)
{
    for (size_t i = 0; i < N_ROWS; i++) {
        const struct row *row = &rows[i];
        if ((row->roles & 1 << role) && weir_str_is(name, row->name)) {
            *key = (struct weir_conf_key){
                .name = row->name,
                .type = row->type,
                .at = WEIR_CONF_NOWHERE,
                .def = row->def,
                .importance = row->importance,
                .doc = docs[role],
                .flags = !row->def && is_required(row->name) ? WEIR_KEY_REQUIRED : 0,
            };
            return true;
        }
    }
    return false;
}
