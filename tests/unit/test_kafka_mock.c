/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_kafka_mock.c: the Kafka engine when brokers fail, on librdkafka's mock cluster.
 */
#include "unit.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdlib.h>
#include <unistd.h>

#include <weir/time.h>

#include "bus_help.h"

#define TOPIC "mocked"

/* Kafka's numbers of requests. */
enum { PRODUCE = 0, OFFSET_COMMIT = 8, JOIN_GROUP = 11 };

struct fixture {
    struct weir_arena arena;
    rd_kafka_t *rk;
    rd_kafka_mock_cluster_t *cluster;
    struct bus *bus;
};

static int setup(void **state)
{
    struct fixture *fix = calloc(1, sizeof(*fix));
    struct weir_props props;
    struct weir_err err;
    char text[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    weir_arena_init(&fix->arena, 4096);
    rd_kafka_conf_set(conf, "client.id", "mock", text, sizeof(text));
    fix->rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, text, sizeof(text));
    fix->cluster = rd_kafka_mock_cluster_new(fix->rk, 3);
    rd_kafka_mock_topic_create(fix->cluster, TOPIC, 1, 3);
    rd_kafka_mock_partition_set_leader(fix->cluster, TOPIC, 0, 1);
    rd_kafka_mock_coordinator_set(fix->cluster, "group", "group", 2);
    help_props(&props, &fix->arena, "bootstrap.servers",
               rd_kafka_mock_cluster_bootstraps(fix->cluster), "request.timeout.ms", "2000", NULL);
    *state = fix;
    return bus_open_kafka(&props, &fix->bus, &err);
}

static int teardown(void **state)
{
    struct fixture *fix = *state;
    bus_close(fix->bus);
    rd_kafka_mock_cluster_destroy(fix->cluster);
    rd_kafka_destroy(fix->rk);
    weir_arena_free(&fix->arena);
    free(fix);
    return 0;
}

static struct bus_producer *producer_open(struct fixture *fix, const char *name, const char *value)
{
    struct weir_props props;
    struct bus_producer *producer = NULL;
    help_props(&props, &fix->arena, name, value, NULL);
    struct bus_producer_conf conf = {.props = &props, .client_id = "test"};
    HELP_OK(bus_producer_open(fix->bus, &conf, &producer, err));
    return producer;
}

static struct bus_consumer *reader_open(struct fixture *fix)
{
    struct bus_consumer_conf conf = {.client_id = "reader"};
    struct bus_consumer *reader = NULL;
    struct weir_topic_partition part = {.topic = WEIR_STR(TOPIC), .offset = BUS_BEGINNING};
    HELP_OK(bus_consumer_open(fix->bus, &conf, &reader, err));
    HELP_OK(bus_consumer_assign(reader, &part, 1, err));
    return reader;
}

static enum weir_verdict append_one(struct bus_producer *producer, struct weir_err *err)
{
    struct bus_record rec = {.topic = WEIR_STR(TOPIC), .partition = 0, .value = WEIR_STR("v")};
    return bus_append_wait(producer, &rec, 1, HELP_WAIT_MS, err);
}

/* ---- producing ---- */

#define SERIES 2000

static char keys[SERIES][32], values[SERIES][32];
static struct bus_record recs[SERIES];

static void append_series(struct bus_producer *producer, struct help_ack *acks, int batch)
{
    for (int i = 0; i < SERIES; i++) {
        recs[i] = help_record(TOPIC, i, keys[i], values[i]);
    }
    for (int i = 0; i < SERIES; i += batch) {
        help_ack_init(&acks[i / batch]);
        HELP_OK(bus_append(producer, &recs[i], (size_t)batch, &acks[i / batch].ack, err));
    }
}

struct order {
    int next;
    int again; /* repeated, as a retry may */
};

static void check_order(void *self, const struct bus_message *msg)
{
    struct order *order = self;
    int i = atoi(msg->value.p + 1);
    if (i < order->next) {
        order->again++;
        return;
    }
    assert_int_equal(order->next, i);
    order->next++;
}

/* Errors that pass are retried, and nothing is lost or changes places. */
static void test_retries_in_order(void **state)
{
    struct fixture *fix = *state;
    struct bus_producer *producer = producer_open(fix, "retry.backoff.ms", "1");
    struct help_ack acks[20];
    rd_kafka_mock_push_request_errors(
        fix->cluster, PRODUCE, 8, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
        RD_KAFKA_RESP_ERR_NO_ERROR, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
        RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT,
        RD_KAFKA_RESP_ERR_NO_ERROR, RD_KAFKA_RESP_ERR__TRANSPORT,
        RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND);
    append_series(producer, acks, SERIES / 20);
    for (int i = 0; i < 20; i++) {
        assert_true(help_ack_wait(&acks[i], HELP_WAIT_MS));
        assert_int_equal(0, acks[i].ack.n_failed);
    }
    bus_producer_close(producer, 1000);
    struct bus_consumer *reader = reader_open(fix);
    struct order order = {0};
    while (order.next < SERIES) {
        assert_int_equal(1, help_read(reader, 1, HELP_WAIT_MS, check_order, &order));
    }
    bus_consumer_close(reader);
}

static const struct {
    rd_kafka_resp_err_t code;
    enum weir_verdict class;
    const char *says;
} refusals[] = {
    {RD_KAFKA_RESP_ERR_INVALID_RECORD, WEIR_BAD_DATA, "without a key"},
    {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, WEIR_BAD_DATA, "max.message.bytes"},
    {RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP, WEIR_BAD_DATA, "message.timestamp"},
    {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, WEIR_FATAL, "lacks an ACL on the topic"},
};

static void test_refusals(void **state)
{
    struct fixture *fix = *state;
    struct bus_producer *producer = producer_open(fix, "retries", "0");
    for (size_t i = 0; i < UNIT_COUNT(refusals); i++) {
        struct weir_err why = {.text = ""};
        rd_kafka_mock_push_request_errors(fix->cluster, PRODUCE, 1, refusals[i].code);
        assert_int_equal(refusals[i].class, append_one(producer, &why));
        assert_int_equal(refusals[i].code, why.code);
        if (!strstr(why.text, refusals[i].says) || !strstr(why.text, TOPIC)) {
            fail_msg("%s", why.text);
        }
    }
    bus_producer_close(producer, 1000);
}

static void test_times_out(void **state)
{
    struct fixture *fix = *state;
    struct bus_producer *producer = producer_open(fix, "delivery.timeout.ms", "500");
    struct weir_err why = {.text = ""};
    for (int i = 1; i <= 3; i++) {
        rd_kafka_mock_broker_set_down(fix->cluster, i);
    }
    assert_int_equal(WEIR_RETRY, append_one(producer, &why));
    assert_non_null(strstr(why.text, TOPIC));
    assert_non_null(strstr(why.text, "127.0.0.1"));
    bus_producer_close(producer, 1000);
}

static void *wake(void *producer)
{
    usleep(50000);
    bus_producer_wake(producer);
    return NULL;
}

/* With the brokers away the buffer fills; an append blocks, gives up when woken, and takes nothing. */
static void test_full_buffer(void **state)
{
    struct fixture *fix = *state;
    struct bus_producer *producer = producer_open(fix, "buffer.memory", "2000");
    struct help_ack acks[2];
    struct weir_err why = {.text = ""};
    pthread_t thread;
    static char kilobyte[1500];
    struct bus_record rec = {
        .topic = WEIR_STR(TOPIC), .partition = 0, .value = {kilobyte, sizeof(kilobyte)}};
    for (int i = 1; i <= 3; i++) {
        rd_kafka_mock_broker_set_down(fix->cluster, i);
    }
    help_ack_init(&acks[0]);
    help_ack_init(&acks[1]);
    HELP_OK(bus_append(producer, &rec, 1, &acks[0].ack, err));
    pthread_create(&thread, NULL, wake, producer);
    assert_int_equal(WEIR_WOKEN, bus_append(producer, &rec, 1, &acks[1].ack, &why));
    pthread_join(thread, NULL);
    assert_int_equal(WEIR_RETRY, bus_producer_flush(producer, 50, &why));
    for (int i = 1; i <= 3; i++) {
        rd_kafka_mock_broker_set_up(fix->cluster, i);
    }
    HELP_OK(bus_append(producer, &rec, 1, &acks[1].ack, err)); /* waits for the first */
    assert_true(help_ack_wait(&acks[0], 0));
    HELP_OK(bus_producer_flush(producer, HELP_WAIT_MS, err));
    assert_int_equal(1, acks[1].done);
    assert_int_equal(0, acks[0].ack.n_failed + acks[1].ack.n_failed);
    bus_producer_close(producer, 1000);
}

/* What cannot be delivered is handed back when the producer closes: the bytes are free after it. */
static void test_close_gives_up(void **state)
{
    struct fixture *fix = *state;
    struct bus_producer *producer = producer_open(fix, "linger.ms", "0");
    struct help_ack acks[SERIES / 100];
    HELP_OK(append_one(producer, err));
    rd_kafka_mock_broker_set_rtt(fix->cluster, 1, 60000); /* some in flight, the rest waiting */
    append_series(producer, acks, 100);
    int64_t from_ms = weir_clock_mono_ms();
    bus_producer_close(producer, 200);
    assert_true(weir_clock_mono_ms() - from_ms < 10000);
    memset(values, 0, sizeof(values));
    for (int i = 0; i < SERIES / 100; i++) {
        assert_int_equal(1, acks[i].done);
        assert_int_equal(100, acks[i].ack.n_failed);
        assert_int_equal(WEIR_FATAL, acks[i].ack.err.class);
    }
}

/* ---- consuming ---- */

static void test_group_refused(void **state)
{
    struct fixture *fix = *state;
    struct bus_consumer_conf conf = {.client_id = "member", .group = "group"};
    struct bus_consumer *consumer;
    struct bus_messages messages;
    struct weir_str topic = WEIR_STR(TOPIC);
    struct weir_err why = {.text = ""};
    rd_kafka_mock_push_request_errors(fix->cluster, JOIN_GROUP, 1,
                                      RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL);
    HELP_OK(bus_consumer_open(fix->bus, &conf, &consumer, err));
    HELP_OK(bus_consumer_subscribe(consumer, &topic, 1, err));
    enum weir_verdict verdict = WEIR_OK;
    int64_t deadline_ms = weir_clock_mono_ms() + HELP_WAIT_MS;
    while (!verdict && weir_clock_mono_ms() < deadline_ms) {
        verdict = bus_consumer_poll(consumer, 1, 1, 100, &messages, &why);
        bus_messages_release(consumer, &messages);
    }
    assert_int_equal(WEIR_FATAL, verdict);
    assert_int_equal(RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL, why.code);
    assert_non_null(strstr(why.text, "members of another kind"));
    bus_consumer_close(consumer);
}

static void set_true(void *self, const struct weir_topic_partition *partitions, size_t n)
{
    (void)partitions;
    *(bool *)self |= n > 0;
}

static struct bus_consumer *join(struct fixture *fix, bool *assigned)
{
    struct bus_consumer_conf conf = {
        .client_id = "member", .group = "group", .assigned = set_true, .self = assigned};
    struct bus_consumer *consumer = NULL;
    struct weir_str topic = WEIR_STR(TOPIC);
    HELP_OK(bus_consumer_open(fix->bus, &conf, &consumer, err));
    HELP_OK(bus_consumer_subscribe(consumer, &topic, 1, err));
    return consumer;
}

static void poll_until(struct bus_consumer *consumer, const bool *assigned)
{
    int64_t deadline_ms = weir_clock_mono_ms() + HELP_WAIT_MS;
    while (!*assigned && weir_clock_mono_ms() < deadline_ms) {
        struct bus_messages none;
        HELP_OK(bus_consumer_poll(consumer, 1, 1, 100, &none, err));
    }
    assert_true(*assigned);
}

/* That the next member gets its partition is seen on a real broker: the mock does not hand it on. */
static void *evict(void *arg)
{
    bus_consumer_evict(arg);
    return NULL;
}

static void test_evicted(void **state)
{
    struct fixture *fix = *state;
    bool assigned = false;
    struct weir_topic_partition commit = {.topic = WEIR_STR(TOPIC), .partition = 0, .offset = 3};
    struct bus_messages none;
    pthread_t thread;
    struct weir_err why = {.text = ""};
    struct bus_consumer *consumer = join(fix, &assigned);
    poll_until(consumer, &assigned);
    pthread_create(&thread, NULL, evict, consumer); /* another's thread, while this one commits */
    int64_t deadline_ms = weir_clock_mono_ms() + HELP_WAIT_MS;
    while (bus_consumer_commit(consumer, &commit, 1, true, &why) == WEIR_OK) {
        assert_true(weir_clock_mono_ms() < deadline_ms);
    }
    pthread_join(thread, NULL);
    assert_int_equal(WEIR_FATAL, why.class);
    assert_int_equal(WEIR_FATAL, bus_consumer_poll(consumer, 1, 1, 0, &none, &why));
    bus_consumer_close(consumer);
    assigned = false;
    consumer = join(fix, &assigned);
    bus_consumer_evict(consumer);
    bus_consumer_close(consumer); /* while a thread leaves for it */
}

static void test_commit_refused(void **state)
{
    struct fixture *fix = *state;
    bool assigned = false;
    struct bus_consumer *consumer = join(fix, &assigned);
    struct weir_topic_partition commit = {.topic = WEIR_STR(TOPIC), .partition = 0, .offset = 3};
    struct weir_err why = {.text = ""};
    poll_until(consumer, &assigned);
    rd_kafka_mock_push_request_errors(fix->cluster, OFFSET_COMMIT, 1,
                                      RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION);
    assert_int_equal(WEIR_FATAL, bus_consumer_commit(consumer, &commit, 1, false, &why));
    assert_int_equal(RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, why.code);
    assert_non_null(strstr(why.text, "group group"));
    bus_consumer_close(consumer);
}

static void test_unreachable(void **state)
{
    (void)state;
    struct weir_arena arena;
    struct weir_props props;
    struct bus *bus;
    struct weir_err why = {.text = ""};
    const struct bus_topic_info *topics;
    size_t n;
    weir_arena_init(&arena, 4096);
    help_props(&props, &arena, "bootstrap.servers", "127.0.0.1:1", "request.timeout.ms", "1000",
               NULL);
    HELP_OK(bus_open_kafka(&props, &bus, err));
    assert_string_equal("Kafka at 127.0.0.1:1", bus_describe(bus));
    assert_int_equal(WEIR_RETRY, bus_topics(bus, &arena, &topics, &n, &why));
    assert_non_null(strstr(why.text, "Kafka at 127.0.0.1:1"));
    assert_non_null(strstr(why.text, "bootstrap.servers"));
    if (!strstr(why.text, "Connection refused")) {
        fail_msg("%s", why.text);
    }
    assert_string_equal("", bus_cluster_id(bus));
    bus_close(bus);
    weir_arena_free(&arena);
}

#define WITH_CLUSTER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        WITH_CLUSTER(test_retries_in_order), WITH_CLUSTER(test_refusals),
        WITH_CLUSTER(test_times_out),        WITH_CLUSTER(test_full_buffer),
        WITH_CLUSTER(test_close_gives_up),   WITH_CLUSTER(test_group_refused),
        WITH_CLUSTER(test_evicted),          WITH_CLUSTER(test_commit_refused),
        cmocka_unit_test(test_unreachable),
    };
    if (argc > 1) {
        cmocka_set_test_filter(argv[1]);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
