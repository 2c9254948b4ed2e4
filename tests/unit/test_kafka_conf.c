/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdlib.h>
#include <unistd.h>

#include "bus/kafka_conf.h"
#include "bus/kafka_keystore.h"

#define P        KAFKA_PRODUCER
#define C        KAFKA_CONSUMER
#define A        KAFKA_ADMIN
#define PLAIN    "org.apache.kafka.common.security.plain.PlainLoginModule required "
#define SCRAM    "org.apache.kafka.common.security.scram.ScramLoginModule required "
#define OAUTH    "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required "
#define KRB      "com.sun.security.auth.module.Krb5LoginModule required "
#define ASSIGNOR "org.apache.kafka.clients.consumer."

/* Properties are "name=value" joined by '|', so that a case is a line. */
static void split(struct weir_props *props, struct weir_arena *arena, const char *text)
{
    struct weir_str rest = weir_str_of(text);
    weir_props_init(props, arena);
    for (struct weir_str part; text && weir_str_split(&rest, '|', &part);) {
        ptrdiff_t at = weir_str_chr(part, '=');
        assert_true(at > 0);
        weir_props_set(props, weir_str_n(part.p, (size_t)at), weir_str_from(part, (size_t)at + 1));
    }
}

static enum weir_verdict translate(struct weir_arena *arena, enum kafka_role role,
                                   const char *worker, const char *own, struct kafka_conf *conf,
                                   struct weir_err *err)
{
    struct weir_props worker_props, own_props;
    split(&worker_props, arena, worker ? worker : "bootstrap.servers=k:9092");
    split(&own_props, arena, own);
    struct kafka_ask ask = {.role = role,
                            .worker = &worker_props,
                            .own = own ? &own_props : NULL,
                            .group = role == C ? "g" : NULL};
    return kafka_conf_translate(arena, &ask, conf, err);
}

struct good {
    enum kafka_role role;
    const char *worker; /* NULL: bootstrap.servers alone */
    const char *own;
    const char *rd;      /* these must come out; "x=-" that x must not */
    const char *ignored; /* this one must be named as ignored, and no other */
};

/* clang-format off */
static const struct good goods[] = {
    /* defaults: as Java's connector clients */
    {P, NULL, NULL, "acks=all|max.in.flight.requests.per.connection=-|enable.idempotence=true|linger.ms=5"
                    "|delivery.timeout.ms=2147483647|partitioner=murmur2_random|message.max.bytes=1048576"
                    "|security.protocol=plaintext|transactional.id=-|group.id=-", NULL},
    {C, NULL, NULL, "isolation.level=read_uncommitted|auto.offset.reset=earliest|enable.auto.commit=false"
                    "|group.id=g|partition.assignment.strategy=range|acks=-|partitioner=-", NULL},
    {A, NULL, NULL, "allow.auto.create.topics=false|acks=-|group.id=-", NULL},
    /* who says what */
    {P, "bootstrap.servers=k:9092|client.id=w|group.id=cluster|acks=1|key.converter=x|request.timeout.ms=7000",
        NULL, "client.id=weir|acks=all|socket.timeout.ms=7000|request.timeout.ms=7000|group.id=-", NULL},
    {C, "bootstrap.servers=k:9092|session.timeout.ms=10000|heartbeat.interval.ms=1", NULL,
        "session.timeout.ms=-|heartbeat.interval.ms=-", NULL},
    {P, "bootstrap.servers=k:9092", "client.id= mine |bootstrap.servers=k:9092", "client.id=mine", NULL},
    {P, "bootstrap.servers=k:9092|security.protocol=SSL", "bootstrap.servers=other:1",
        "bootstrap.servers=other:1|security.protocol=plaintext", NULL},
    {P, "bootstrap.servers=k:9092|security.protocol=SSL", "linger.ms=1",
        "security.protocol=ssl|ssl.endpoint.identification.algorithm=-", NULL},
    {C, NULL, "group.id=theirs", "group.id=theirs", NULL},
    {P, NULL, "librdkafka.debug=msg", "debug=msg", NULL},
    {P, NULL, "no.such.property=1", "no.such.property=-", "no.such.property"},
    {P, "bootstrap.servers=k:9092|no.such.property=1", NULL, "no.such.property=-", NULL},
    /* names and values */
    {P, NULL, "buffer.memory=1000|max.block.ms=1|key.serializer=x|metric.reporters=y", "acks=all", NULL},
    {P, NULL, "max.request.size=5000000|batch.size=0|retries=3", "message.max.bytes=5000000|batch.size=1|retries=3", NULL},
    {P, NULL, "compression.type=ZSTD|compression.zstd.level=5", "compression.type=zstd|compression.level=5", NULL},
    {P, NULL, "request.timeout.ms=900000|metadata.max.age.ms=99999999", "socket.timeout.ms=300000|topic.metadata.refresh.interval.ms=3600000", NULL},
    {P, NULL, "send.buffer.bytes=-1|connections.max.idle.ms=-1", "socket.send.buffer.bytes=0|connections.max.idle.ms=0", NULL},
    {P, NULL, "reconnect.backoff.ms=5000", "reconnect.backoff.ms=5000|reconnect.backoff.max.ms=5000", NULL},
    {P, NULL, "interceptor.classes=x", "acks=all", "interceptor.classes"},
    {P, NULL, "partitioner.class=x", "partitioner=murmur2_random", "partitioner.class"},
    {C, NULL, "group.protocol=consumer", "group.protocol=-", "group.protocol"},
    /* order */
    {P, NULL, "enable.idempotence=TRUE", "enable.idempotence=true|max.in.flight.requests.per.connection=-", NULL},
    {P, NULL, "enable.idempotence=false", "enable.idempotence=false|max.in.flight.requests.per.connection=1", NULL},
    {P, NULL, "max.in.flight.requests.per.connection=5", "enable.idempotence=true|max.in.flight.requests.per.connection=5", NULL},
    {P, NULL, "max.in.flight.requests.per.connection=6", "enable.idempotence=false|max.in.flight.requests.per.connection=6", NULL},
    {P, NULL, "acks=1", "acks=1|enable.idempotence=false|max.in.flight.requests.per.connection=1", NULL},
    {P, NULL, "retries=0", "retries=0|enable.idempotence=false", NULL},
    /* consumers */
    {C, NULL, "partition.assignment.strategy=" ASSIGNOR "RoundRobinAssignor", "partition.assignment.strategy=roundrobin", NULL},
    {C, NULL, "partition.assignment.strategy=" ASSIGNOR "CooperativeStickyAssignor", "partition.assignment.strategy=cooperative-sticky", NULL},
    {C, NULL, "partition.assignment.strategy=" ASSIGNOR "RangeAssignor, " ASSIGNOR "CooperativeStickyAssignor", "partition.assignment.strategy=range", NULL},
    {C, NULL, "isolation.level=read_committed|auto.offset.reset=none", "isolation.level=read_committed|auto.offset.reset=error", NULL},
    {C, NULL, "auto.offset.reset=latest|max.poll.interval.ms=2147483647", "auto.offset.reset=latest|max.poll.interval.ms=86400000", NULL},
    {C, NULL, "session.timeout.ms=6000", "session.timeout.ms=6000|heartbeat.interval.ms=2000", NULL},
    {C, NULL, "fetch.max.bytes=500000|max.partition.fetch.bytes=4000|fetch.max.wait.ms=9", "fetch.max.bytes=500000|message.max.bytes=500000|fetch.message.max.bytes=4000|fetch.wait.max.ms=9", NULL},
    {C, NULL, NULL, "fetch.message.max.bytes=2097152|fetch.max.bytes=4194304|queued.max.messages.kbytes=3072", NULL},
    {C, NULL, "max.partition.fetch.bytes=9000000", "fetch.message.max.bytes=9000000|fetch.max.bytes=18000000", NULL},
    {C, NULL, "max.partition.fetch.bytes=2147483647", "fetch.message.max.bytes=1000000000|fetch.max.bytes=2000000000", NULL},
    {C, NULL, "max.poll.records=3|enable.auto.commit=true", "max.poll.records=-|enable.auto.commit=false", NULL},
    /* security */
    {P, NULL, "security.protocol=sasl_ssl|sasl.mechanism=PLAIN|sasl.jaas.config=" PLAIN "username=\"u\" password=\"p;q\";",
        "security.protocol=sasl_ssl|sasl.mechanism=PLAIN|sasl.username=u|sasl.password=p;q", NULL},
    {P, NULL, "security.protocol=SASL_PLAINTEXT|sasl.mechanism=SCRAM-SHA-512|sasl.jaas.config=" SCRAM "username=u password=p;",
        "security.protocol=sasl_plaintext|sasl.mechanism=SCRAM-SHA-512|sasl.username=u|sasl.password=p", NULL},
    {P, NULL, "security.protocol=SASL_PLAINTEXT|sasl.jaas.config=" KRB "useKeyTab=true keyTab=\"/k\" principal=\"a/b@C\" serviceName=kk;",
        "sasl.mechanism=GSSAPI|sasl.kerberos.keytab=/k|sasl.kerberos.principal=a/b@C|sasl.kerberos.service.name=kk", NULL},
    {P, NULL, "security.protocol=SASL_PLAINTEXT|sasl.mechanism=OAUTHBEARER|sasl.jaas.config=" OAUTH "unsecuredLoginStringClaim_sub=\"me\";",
        "sasl.mechanism=OAUTHBEARER|enable.sasl.oauthbearer.unsecure.jwt=true|sasl.oauthbearer.config=principal=me", NULL},
    {P, NULL, "security.protocol=SSL|ssl.endpoint.identification.algorithm=", "ssl.endpoint.identification.algorithm=none", NULL},
    {P, NULL, "security.protocol=SSL|ssl.cipher.suites=x", "ssl.cipher.suites=-", "ssl.cipher.suites"},
    {P, NULL, "security.protocol=SSL|ssl.truststore.type=PEM|ssl.truststore.certificates=-----BEGIN CERTIFICATE----- QUJD REVG -----END CERTIFICATE-----",
        "ssl.ca.pem=-----BEGIN CERTIFICATE-----\nQUJDREVG\n-----END CERTIFICATE-----\n", NULL},
    {P, NULL, "security.protocol=SSL|ssl.keystore.key=-----BEGIN PRIVATE KEY----- QQ== -----END PRIVATE KEY-----|ssl.keystore.certificate.chain=-----BEGIN CERTIFICATE----- Qg== -----END CERTIFICATE-----|ssl.key.password=pw",
        "ssl.key.pem=-----BEGIN PRIVATE KEY-----\nQQ==\n-----END PRIVATE KEY-----\n|ssl.certificate.pem=-----BEGIN CERTIFICATE-----\nQg==\n-----END CERTIFICATE-----\n|ssl.key.password=pw", NULL},
    {P, NULL, "ssl.truststore.location=/no/such/file", "ssl.ca.location=-", NULL},
};
/* clang-format on */

static void check(const struct kafka_conf *conf, const struct good *good)
{
    struct weir_arena arena;
    struct weir_props wanted;
    weir_arena_init(&arena, 4096);
    split(&wanted, &arena, good->rd);
    for (size_t i = 0; i < wanted.n; i++) {
        struct weir_str found = weir_props_get_s(&conf->rd, wanted.items[i].name);
        struct weir_str value = wanted.items[i].value;
        if (weir_str_is(value, "-") ? found.p != NULL : !weir_str_eq(found, value)) {
            fail_msg("%s: %.*s is %.*s", good->own, WEIR_STR_ARG(wanted.items[i].name),
                     WEIR_STR_ARG(found));
        }
    }
    assert_int_equal(good->ignored ? 1 : 0, conf->ignored.n);
    assert_true(!good->ignored || weir_props_has(&conf->ignored, good->ignored));
    weir_arena_free(&arena);
}

/* A worker with little memory reads little ahead, unless its user wants it otherwise. */
static void test_prefetch(void **state)
{
    (void)state;
    static const struct {
        size_t bytes;
        struct good want;
    } cases[] = {
        {0, {.rd = "fetch.message.max.bytes=2097152"}},
        {(size_t)1 << 40, {.rd = "fetch.message.max.bytes=2097152"}},
        {(size_t)1 << 20, {.rd = "queued.max.messages.kbytes=1024|fetch.message.max.bytes=524288"}},
        {1, {.rd = "queued.max.messages.kbytes=256|fetch.message.max.bytes=131072"}},
        {1, {.own = "max.partition.fetch.bytes=9000",
             .rd = "queued.max.messages.kbytes=256|fetch.message.max.bytes=9000"}},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        struct weir_arena arena;
        struct weir_props own, worker;
        struct kafka_conf conf;
        struct weir_err err = {.text = ""};
        weir_arena_init(&arena, 4096);
        split(&worker, &arena, "bootstrap.servers=a:1");
        split(&own, &arena, cases[i].want.own ? cases[i].want.own : "");
        struct kafka_ask ask = {.role = KAFKA_CONSUMER, .worker = &worker, .own = &own,
                                .prefetch_bytes = cases[i].bytes};
        assert_int_equal(WEIR_OK, kafka_conf_translate(&arena, &ask, &conf, &err));
        check(&conf, &cases[i].want);
        weir_arena_free(&arena);
    }
}

static void test_translates(void **state)
{
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(goods); i++) {
        struct weir_arena arena;
        struct kafka_conf conf;
        struct weir_err err = {.text = ""};
        weir_arena_init(&arena, 4096);
        if (translate(&arena, goods[i].role, goods[i].worker, goods[i].own, &conf, &err)) {
            fail_msg("%s: %s", goods[i].own, err.text);
        }
        check(&conf, &goods[i]);
        weir_arena_free(&arena);
    }
}

/* clang-format off */
static const struct {
    enum kafka_role role;
    const char *own;
    const char *says;
} bads[] = {
    {P, "linger.ms=soon", "linger.ms: 'soon' is not a whole number"},
    {P, "buffer.memory=lots", "buffer.memory"},
    {P, "transaction.two.phase.commit.enable=true", "two-phase"},
    {P, "sasl.client.callback.handler.class=x", "Java class"},
    {C, "partition.assignment.strategy=" ASSIGNOR "StickyAssignor", "StickyAssignor' is not available"},
    {C, "auto.offset.reset=by_duration:PT1H", "not one of earliest, latest, none"},
    {P, "security.protocol=TLS", "security.protocol: 'TLS' is not one of"},
    {P, "security.protocol=SASL_SSL|sasl.mechanism=AWS_MSK_IAM", "AWS_MSK_IAM is not supported"},
    {P, "security.protocol=SASL_SSL|sasl.mechanism=PLAIN", "sasl.jaas.config is needed for PLAIN"},
    {P, "security.protocol=SASL_SSL|sasl.mechanism=PLAIN|sasl.jaas.config=" PLAIN "username=u;", "password is missing"},
    {P, "security.protocol=SASL_SSL|sasl.mechanism=PLAIN|sasl.jaas.config=" PLAIN "password=SECRET;", "username is missing"},
    {P, "security.protocol=SASL_SSL|sasl.mechanism=PLAIN|sasl.jaas.config=" SCRAM "username=u password=SECRET;", "ScramLoginModule does not go with"},
    {P, "security.protocol=SASL_SSL|sasl.mechanism=SCRAM-SHA-256|sasl.jaas.config=" SCRAM "username=u password=SECRET tokenauth=true;", "tokenauth"},
    {P, "security.protocol=SASL_SSL|sasl.mechanism=OAUTHBEARER|sasl.jaas.config=" OAUTH "clientId=a clientSecret=SECRET;", "token.endpoint.url is needed"},
    {P, "security.protocol=SASL_SSL|sasl.mechanism=OAUTHBEARER|sasl.oauthbearer.token.endpoint.url=http://x|sasl.jaas.config=" OAUTH "clientId=a;", "clientSecret is missing"},
    {P, "security.protocol=SASL_SSL|sasl.mechanism=PLAIN|sasl.login.callback.handler.class=x.Y|sasl.jaas.config=" PLAIN "username=u password=SECRET;", "x.Y is a Java class"},
    {P, "security.protocol=SSL|ssl.endpoint.identification.algorithm=ldaps", "neither https nor"},
    {P, "security.protocol=SSL|ssl.keystore.key=SECRET", "without ssl.keystore.certificate.chain"},
    {P, "security.protocol=SSL|ssl.truststore.location=/no/such/file", "/no/such/file"},
};
/* clang-format on */

static void test_refuses(void **state)
{
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(bads); i++) {
        struct weir_arena arena;
        struct kafka_conf conf;
        struct weir_err err = {.text = ""};
        weir_arena_init(&arena, 4096);
        assert_int_equal(WEIR_BAD_CONFIG,
                         translate(&arena, bads[i].role, NULL, bads[i].own, &conf, &err));
        if (!strstr(err.text, bads[i].says) || strstr(err.text, "SECRET")) {
            fail_msg("%s: %s", bads[i].own, err.text);
        }
        weir_arena_free(&arena);
    }
}

static void test_oauth(void **state)
{
    (void)state;
    struct weir_arena arena;
    struct kafka_conf conf;
    struct weir_err err = {.text = ""};
    weir_arena_init(&arena, 4096);
    assert_int_equal(
        WEIR_OK,
        translate(&arena, P, NULL,
                  "security.protocol=SASL_SSL|sasl.mechanism=OAUTHBEARER"
                  "|sasl.oauthbearer.token.endpoint.url=https://idp/token"
                  "|sasl.login.callback.handler.class=org.apache.kafka.common.security.oauthbearer."
                  "secured.OAuthBearerLoginCallbackHandler"
                  "|sasl.jaas.config=" OAUTH
                  "clientId=\"i\" clientSecret=\"s\" scope=\"a b\" extension_x=\"1\" "
                  "extension_y=\"2\";",
                  &conf, &err));
    assert_true(weir_str_is(conf.oauth.token_url, "https://idp/token"));
    assert_true(weir_str_is(conf.oauth.client_id, "i"));
    assert_true(weir_str_is(conf.oauth.client_secret, "s"));
    assert_true(weir_str_is(conf.oauth.scope, "a b"));
    assert_true(weir_str_is(conf.oauth.extensions, "x=1,y=2"));
    assert_null(conf.oauth.token_file.p);
    assert_int_equal(WEIR_OK, translate(&arena, P, NULL,
                                        "security.protocol=SASL_SSL|sasl.mechanism=OAUTHBEARER"
                                        "|sasl.oauthbearer.token.endpoint.url=file:///run/token",
                                        &conf, &err));
    assert_true(weir_str_is(conf.oauth.token_file, "/run/token"));
    assert_int_equal(
        WEIR_OK,
        translate(&arena, P, NULL,
                  "security.protocol=SASL_SSL|sasl.mechanism=OAUTHBEARER"
                  "|sasl.oauthbearer.token.endpoint.url=https://idp"
                  "|sasl.oauthbearer.client.credentials.client.id=i2"
                  "|sasl.oauthbearer.client.credentials.client.secret=s2|sasl.oauthbearer.scope=z",
                  &conf, &err));
    assert_true(weir_str_is(conf.oauth.client_id, "i2"));
    assert_true(weir_str_is(conf.oauth.client_secret, "s2"));
    assert_true(weir_str_is(conf.oauth.scope, "z"));
    weir_arena_free(&arena);
}

static void test_transactions(void **state)
{
    (void)state;
    struct weir_arena arena;
    struct kafka_conf conf;
    struct weir_err err = {.text = ""};
    struct weir_props worker, own;
    weir_arena_init(&arena, 4096);
    split(&worker, &arena, "bootstrap.servers=k:1|request.timeout.ms=40000");
    split(&own, &arena, "transaction.timeout.ms=10000|transactional.id=not-this");
    struct kafka_ask ask = {.role = P, .worker = &worker, .own = &own, .transactional_id = "g-c-0"};
    assert_int_equal(WEIR_OK, kafka_conf_translate(&arena, &ask, &conf, &err));
    static const struct good good = {
        P, NULL, "transactional",
        "transactional.id=g-c-0|enable.idempotence=true|transaction.timeout.ms=10000"
        "|delivery.timeout.ms=10000|socket.timeout.ms=10000"
        "|max.in.flight.requests.per.connection=-",
        NULL};
    check(&conf, &good);
    weir_arena_free(&arena);
}

/* A JKS file is refused whatever its type is said to be, with the command that converts it. */
static void test_refuses_jks(void **state)
{
    (void)state;
    static const char jks[] = "\xFE\xED\xFE\xED\0\0\0\2";
    char path[] = "/tmp/weir-jks-XXXXXX";
    int fd = mkstemp(path);
    assert_int_equal(sizeof(jks), write(fd, jks, sizeof(jks)));
    close(fd);
    static const char *const names[] = {"truststore", "keystore"};
    for (size_t i = 0; i < 2; i++) {
        struct weir_arena arena;
        struct kafka_conf conf;
        struct weir_err err = {.text = ""};
        weir_arena_init(&arena, 4096);
        char *own = weir_arena_printf(
            &arena,
            "security.protocol=SSL|ssl.%s.location=%s|ssl.%s.type=PKCS12|ssl.%s.password=SECRET",
            names[i], path, names[i], names[i]);
        assert_int_equal(WEIR_BAD_CONFIG, translate(&arena, P, NULL, own, &conf, &err));
        assert_non_null(strstr(err.text, "keytool -importkeystore"));
        assert_non_null(strstr(err.text, names[i]));
        assert_null(strstr(err.text, "SECRET"));
        weir_arena_free(&arena);
    }
    unlink(path);
}

static void test_wraps_pem(void **state)
{
    (void)state;
    struct weir_arena arena;
    weir_arena_init(&arena, 4096);
    char body[101] = {0};
    memset(body, 'A', 100);
    char *in = weir_arena_printf(
        &arena, "-----BEGIN X----- %s\n-----END X-----\r\n  -----BEGIN Y-----\nBB\n-----END Y-----",
        body);
    char *out = weir_arena_printf(
        &arena,
        "-----BEGIN X-----\n%.64s\n%s\n-----END X-----\n-----BEGIN Y-----\nBB\n-----END Y-----\n",
        body, body + 64);
    assert_string_equal(out, kafka_pem_wrap(&arena, weir_str_of(in)).p);
    assert_string_equal(out, kafka_pem_wrap(&arena, weir_str_of(out)).p);
    assert_string_equal("-----BEGINno", kafka_pem_wrap(&arena, weir_str_of("-----BEGIN no")).p);
    weir_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_translates),
        cmocka_unit_test(test_prefetch),  cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_oauth),       cmocka_unit_test(test_transactions),
        cmocka_unit_test(test_refuses_jks), cmocka_unit_test(test_wraps_pem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
