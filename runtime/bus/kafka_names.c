/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_names.c: the table of Java's client properties (Kafka 4.3) and what librdkafka 2.0.2 calls
 * them. kafka_conf.c walks it; kafka_security.c and kafka_ssl.c make the values of sasl.* and ssl.*.
 */
#include "bus/kafka_names.h"

#define P   KAFKA_PRODUCER
#define C   KAFKA_CONSUMER
#define ALL (KAFKA_PRODUCER | KAFKA_CONSUMER | KAFKA_ADMIN)

#define SAME(roles, java, rd)                                                                      \
    {                                                                                              \
        java, rd, roles, KAFKA_SAME, 0, 0                                                          \
    }
#define LOWER(roles, java, rd)                                                                     \
    {                                                                                              \
        java, rd, roles, KAFKA_LOWER, 0, 0                                                         \
    }
#define NUMBER(roles, java, rd, min, max)                                                          \
    {                                                                                              \
        java, rd, roles, KAFKA_NUMBER, min, max                                                    \
    }
#define OURS(roles, java)                                                                          \
    {                                                                                              \
        java, NULL, roles, KAFKA_OURS, 0, 0                                                        \
    }
#define IGNORE(roles, java, why)                                                                   \
    {                                                                                              \
        java, why, roles, KAFKA_IGNORE, 0, 0                                                       \
    }
#define REFUSE(roles, java, why)                                                                   \
    {                                                                                              \
        java, why, roles, KAFKA_REFUSE, 0, 0                                                       \
    }

#define JAVA_CLASS "a Java class cannot be loaded here"

/* clang-format off */
static const struct kafka_name names[] = {
    /* connections */
    SAME(ALL, "bootstrap.servers", NULL),
    SAME(ALL, "client.id", NULL),
    SAME(C, "client.rack", NULL),
    OURS(ALL, "client.dns.lookup"),
    NUMBER(ALL, "connections.max.idle.ms", NULL, 0, 2147483647),
    NUMBER(ALL, "reconnect.backoff.ms", NULL, 0, 3600000),
    NUMBER(ALL, "reconnect.backoff.max.ms", NULL, 0, 3600000),
    NUMBER(ALL, "socket.connection.setup.timeout.ms", NULL, 1000, 2147483647),
    OURS(ALL, "socket.connection.setup.timeout.max.ms"),
    NUMBER(ALL, "send.buffer.bytes", "socket.send.buffer.bytes", 0, 100000000),
    NUMBER(ALL, "receive.buffer.bytes", "socket.receive.buffer.bytes", 0, 100000000),
    NUMBER(ALL, "request.timeout.ms", "socket.timeout.ms", 10, 300000),
    OURS(ALL, "default.api.timeout.ms"),
    NUMBER(ALL, "metadata.max.age.ms", "topic.metadata.refresh.interval.ms", 10, 3600000),
    OURS(ALL, "metadata.max.idle.ms"),
    OURS(ALL, "metadata.recovery.strategy"),
    OURS(ALL, "metadata.recovery.rebootstrap.trigger.ms"),
    IGNORE(ALL, "bootstrap.controllers", "only bootstrap.servers are used"),
    NUMBER(P, "retry.backoff.ms", NULL, 1, 300000),
    OURS(ALL, "retry.backoff.max.ms"),
    OURS(ALL, "metric.reporters"),
    OURS(ALL, "metrics.num.samples"),
    OURS(ALL, "metrics.sample.window.ms"),
    OURS(ALL, "metrics.recording.level"),
    OURS(ALL, "auto.include.jmx.reporter"),
    OURS(ALL, "enable.metrics.push"),
    OURS(ALL, "config.providers"),
    IGNORE(ALL, "interceptor.classes", JAVA_CLASS),
    IGNORE(ALL, "security.providers", JAVA_CLASS),

    /* producer */
    SAME(P, "acks", NULL),
    NUMBER(P, "batch.size", NULL, 1, 2147483647),
    NUMBER(P, "linger.ms", NULL, 0, 900000),
    OURS(P, "buffer.memory"),
    OURS(P, "max.block.ms"),
    NUMBER(P, "max.request.size", "message.max.bytes", 1000, 1000000000),
    NUMBER(P, "max.in.flight.requests.per.connection", NULL, 1, 1000000),
    LOWER(P, "compression.type", NULL),
    NUMBER(P, "compression.gzip.level", "compression.level", -1, 12),
    NUMBER(P, "compression.lz4.level", "compression.level", -1, 12),
    NUMBER(P, "compression.zstd.level", "compression.level", -1, 12),
    NUMBER(P, "delivery.timeout.ms", NULL, 0, 2147483647),
    NUMBER(P, "retries", NULL, 0, 2147483647),
    LOWER(P, "enable.idempotence", NULL),
    NUMBER(P, "transaction.timeout.ms", NULL, 1000, 2147483647),
    OURS(P, "transactional.id"),
    REFUSE(P, "transaction.two.phase.commit.enable", "two-phase commit is not offered; remove it"),
    IGNORE(P, "partitioner.class",
           "records with a key go where Java's default partitioner puts them"),
    IGNORE(P, "partitioner.ignore.keys",
           "records with a key go where Java's default partitioner puts them"),
    OURS(P, "partitioner.adaptive.partitioning.enable"),
    OURS(P, "partitioner.availability.timeout.ms"),
    OURS(P, "partitioner.rack.aware"),
    OURS(P, "key.serializer"),
    OURS(P, "value.serializer"),

    /* consumer */
    OURS(C, "group.id"),
    SAME(C, "group.instance.id", NULL),
    IGNORE(C, "group.protocol", "the classic group protocol is used"),
    IGNORE(C, "group.remote.assignor", "the classic group protocol is used"),
    OURS(C, "partition.assignment.strategy"),
    NUMBER(C, "session.timeout.ms", NULL, 1, 3600000),
    NUMBER(C, "heartbeat.interval.ms", NULL, 1, 3600000),
    NUMBER(C, "max.poll.interval.ms", NULL, 1, 86400000),
    OURS(C, "max.poll.records"),
    NUMBER(C, "fetch.min.bytes", NULL, 1, 100000000),
    NUMBER(C, "fetch.max.wait.ms", "fetch.wait.max.ms", 0, 300000),
    NUMBER(C, "fetch.max.bytes", NULL, 1000, 2147483135),
    NUMBER(C, "max.partition.fetch.bytes", "fetch.message.max.bytes", 1, 1000000000),
    LOWER(C, "isolation.level", NULL),
    OURS(C, "auto.offset.reset"),
    OURS(C, "enable.auto.commit"),
    OURS(C, "auto.commit.interval.ms"),
    LOWER(C, "allow.auto.create.topics", NULL),
    LOWER(C, "check.crcs", NULL),
    OURS(C, "exclude.internal.topics"),
    OURS(C, "key.deserializer"),
    OURS(C, "value.deserializer"),

    /* security: values are translated in kafka_security.c and kafka_ssl.c */
    OURS(ALL, "security.protocol"),
    OURS(ALL, "sasl.mechanism"),
    OURS(ALL, "sasl.jaas.config"),
    REFUSE(ALL, "sasl.client.callback.handler.class",
           "a Java class cannot be loaded here; only the built-in SASL mechanisms are there"),
    OURS(ALL, "sasl.login.callback.handler.class"),
    REFUSE(ALL, "sasl.login.class",
           "a Java class cannot be loaded here; only the built-in SASL logins are there"),
    OURS(ALL, "sasl.login.connect.timeout.ms"),
    OURS(ALL, "sasl.login.read.timeout.ms"),
    OURS(ALL, "sasl.login.retry.backoff.ms"),
    OURS(ALL, "sasl.login.retry.backoff.max.ms"),
    OURS(ALL, "sasl.login.refresh.buffer.seconds"),
    OURS(ALL, "sasl.login.refresh.min.period.seconds"),
    OURS(ALL, "sasl.login.refresh.window.factor"),
    OURS(ALL, "sasl.login.refresh.window.jitter"),
    OURS(ALL, "sasl.kerberos.service.name"),
    OURS(ALL, "sasl.kerberos.kinit.cmd"),
    OURS(ALL, "sasl.kerberos.min.time.before.relogin"),
    OURS(ALL, "sasl.kerberos.ticket.renew.jitter"),
    OURS(ALL, "sasl.kerberos.ticket.renew.window.factor"),
    OURS(ALL, "sasl.oauthbearer.token.endpoint.url"),
    OURS(ALL, "sasl.oauthbearer.client.credentials.client.id"),
    OURS(ALL, "sasl.oauthbearer.client.credentials.client.secret"),
    OURS(ALL, "sasl.oauthbearer.scope"),
    OURS(ALL, "sasl.oauthbearer.header.urlencode"),
    OURS(ALL, "sasl.oauthbearer.scope.claim.name"),
    OURS(ALL, "sasl.oauthbearer.sub.claim.name"),
    OURS(ALL, "sasl.oauthbearer.clock.skew.seconds"),
    IGNORE(ALL, "sasl.oauthbearer.jwt.retriever.class",
           "a Java class cannot be loaded here; client credentials and token files are supported"),
    OURS(ALL, "sasl.oauthbearer.jwt.validator.class"),
    OURS(ALL, "ssl.protocol"),
    OURS(ALL, "ssl.enabled.protocols"),
    OURS(ALL, "ssl.provider"),
    OURS(ALL, "ssl.cipher.suites"),
    OURS(ALL, "ssl.client.auth"),
    OURS(ALL, "ssl.endpoint.identification.algorithm"),
    IGNORE(ALL, "ssl.engine.factory.class", JAVA_CLASS),
    OURS(ALL, "ssl.keymanager.algorithm"),
    OURS(ALL, "ssl.trustmanager.algorithm"),
    OURS(ALL, "ssl.secure.random.implementation"),
    OURS(ALL, "ssl.keystore.type"),
    OURS(ALL, "ssl.keystore.location"),
    OURS(ALL, "ssl.keystore.password"),
    OURS(ALL, "ssl.keystore.key"),
    OURS(ALL, "ssl.keystore.certificate.chain"),
    OURS(ALL, "ssl.key.password"),
    OURS(ALL, "ssl.truststore.type"),
    OURS(ALL, "ssl.truststore.location"),
    OURS(ALL, "ssl.truststore.password"),
    OURS(ALL, "ssl.truststore.certificates"),
};
/* clang-format on */

const struct kafka_name *kafka_name_find(struct weir_str java)
{
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (weir_str_is(java, names[i].java)) {
            return &names[i];
        }
    }
    return NULL;
}
