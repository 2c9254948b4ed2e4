/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_kafka_broker.c: the Kafka engine on a real broker, whose address is $WEIR_TEST_KAFKA. Topics
 * and groups get names of their own, so that a broker may serve many runs.
 */
#include "unit.h"

#include <stdlib.h>
#include <unistd.h>

#include <weir/time.h>

#include "bus_help.h"

static struct weir_arena arena;
static struct bus *bus;

static char *unique(const char *stem)
{
    static int count;
    return weir_arena_printf(&arena, "%s-%d-%lld-%d", stem, (int)getpid(),
                             (long long)weir_clock_wall_ms(), count++);
}

static void create(const char *topic, int32_t partitions)
{
    const struct weir_prop configs[] = {{WEIR_STR("retention.ms"), WEIR_STR("12345678")}};
    struct weir_topic_spec spec = {.name = weir_str_of(topic),
                                   .partitions = partitions,
                                   .replication_factor = -1,
                                   .configs = configs,
                                   .n_configs = 1};
    bool created = false;
    HELP_OK(bus_topic_create(bus, &spec, &created, err));
    assert_true(created);
    HELP_OK(bus_topic_create(bus, &spec, &created, err));
    assert_false(created);
}

static struct bus_producer *producer_open(struct weir_props *props, const char *transactional_id)
{
    struct bus_producer_conf conf = {
        .props = props, .client_id = "test", .transactional_id = transactional_id};
    struct bus_producer *producer = NULL;
    HELP_OK(bus_producer_open(bus, &conf, &producer, err));
    return producer;
}

static bool is_gone(void *topic)
{
    struct weir_props configs;
    struct weir_err err;
    weir_props_init(&configs, &arena);
    return bus_topic_configs(bus, weir_str_of(topic), &configs, &err) && strstr(err.text, topic);
}

static void test_topics(void **state)
{
    (void)state;
    char *topic = unique("topics");
    struct bus_topic_info info;
    struct weir_props configs;
    const struct bus_topic_info *topics;
    size_t n;
    HELP_OK(bus_topic_info(bus, weir_str_of(topic), &info, err));
    assert_int_equal(0, info.partitions);
    create(topic, 3);
    HELP_OK(bus_topic_info(bus, weir_str_of(topic), &info, err));
    assert_int_equal(3, info.partitions);
    assert_int_equal(1, info.replication_factor);
    assert_false(info.internal);
    weir_props_init(&configs, &arena);
    HELP_OK(bus_topic_configs(bus, weir_str_of(topic), &configs, err));
    assert_true(weir_str_is(weir_props_get(&configs, "retention.ms"), "12345678"));
    assert_true(weir_str_is(weir_props_get(&configs, "cleanup.policy"), "delete"));
    HELP_OK(bus_topics(bus, &arena, &topics, &n, err));
    bool found = false;
    for (size_t i = 0; i < n; i++) {
        found |= weir_str_is(topics[i].name, topic);
        assert_true(i == 0 || weir_str_cmp(topics[i - 1].name, topics[i].name) < 0);
    }
    assert_true(found);
    HELP_OK(bus_topic_delete(bus, weir_str_of(topic), err));
    assert_true(strlen(bus_cluster_id(bus)) > 10);
    assert_true(help_until(is_gone, topic, HELP_WAIT_MS));
}

struct seen {
    int n;
    int32_t partitions;
    int64_t timestamp;
};

static void check_message(void *self, const struct bus_message *msg)
{
    struct seen *seen = self;
    int i = atoi(msg->key.p + 1);
    char key[32], value[32];
    struct bus_record rec = help_record("", i, key, value);
    assert_true(weir_str_eq(rec.key, msg->key));
    assert_int_equal(bus_murmur2_partition(msg->key, seen->partitions), msg->partition);
    if (i % 3 == 0) {
        assert_null(msg->value.p);
    } else {
        assert_true(weir_str_eq(rec.value, msg->value));
    }
    assert_int_equal(seen->timestamp + i, msg->timestamp);
    assert_int_equal(0, msg->timestamp_type);
    assert_int_equal(2, msg->n_headers);
    assert_true(weir_str_is(msg->headers[0].name, "a"));
    assert_true(weir_str_is(msg->headers[0].value, "1"));
    assert_true(weir_str_is(msg->headers[1].name, "b"));
    assert_null(msg->headers[1].value.p);
    seen->n++;
}

static void test_records_come_back(void **state)
{
    (void)state;
    enum { N = 500 };
    char *topic = unique("records");
    create(topic, 4);
    struct bus_producer *producer = producer_open(NULL, NULL);
    static char keys[N][32], values[N][32];
    static struct bus_record recs[N];
    static const struct weir_raw_header headers[] = {
        {{"a", 1}, {"1", 1}},
        {{"b", 1}, {NULL, 0}},
    };
    struct seen seen = {.partitions = 4, .timestamp = 1700000000000};
    for (int i = 0; i < N; i++) {
        recs[i] = help_record(topic, i, keys[i], values[i]);
        recs[i].value = i % 3 ? recs[i].value : WEIR_STR_NULL;
        recs[i].timestamp = seen.timestamp + i;
        recs[i].headers = headers;
        recs[i].n_headers = 2;
    }
    uint8_t results[N];
    int64_t offsets[N];
    int32_t partitions[N];
    struct help_ack help;
    help_ack_init(&help);
    help.ack.results = results;
    help.ack.offsets = offsets;
    help.ack.partitions = partitions;
    HELP_OK(bus_append(producer, recs, N, &help.ack, err));
    assert_true(help_ack_wait(&help, HELP_WAIT_MS));
    assert_int_equal(0, help.ack.n_failed);
    int64_t next[4] = {0};
    for (int i = 0; i < N; i++) {
        assert_int_equal(WEIR_OK, results[i]);
        assert_int_equal(bus_murmur2_partition(recs[i].key, 4), partitions[i]);
        assert_int_equal(next[partitions[i]]++, offsets[i]);
    }
    bus_producer_close(producer, HELP_WAIT_MS);

    struct bus_consumer_conf conf = {.client_id = "reader"};
    struct bus_consumer *consumer;
    HELP_OK(bus_consumer_open(bus, &conf, &consumer, err));
    struct weir_topic_partition parts[4];
    for (int p = 0; p < 4; p++) {
        parts[p] = (struct weir_topic_partition){
            .topic = weir_str_of(topic), .partition = p, .offset = BUS_BEGINNING};
    }
    HELP_OK(bus_consumer_assign(consumer, parts, 4, err));
    assert_int_equal(N, help_read(consumer, N, HELP_WAIT_MS, check_message, &seen));
    assert_int_equal(N, seen.n);
    for (int p = 0; p < 4; p++) {
        int64_t low, high, at;
        HELP_OK(bus_watermarks(bus, weir_str_of(topic), p, &low, &high, err));
        assert_int_equal(0, low);
        assert_int_equal(next[p], high);
        assert_int_equal(high, bus_consumer_position(consumer, weir_str_of(topic), p));
        HELP_OK(bus_offset_at(bus, weir_str_of(topic), p, seen.timestamp + N, &at, err));
        assert_int_equal(high, at);
        HELP_OK(bus_offset_at(bus, weir_str_of(topic), p, 0, &at, err));
        assert_int_equal(0, at);
    }
    HELP_OK(bus_consumer_seek(consumer, weir_str_of(topic), 0, next[0] - 1, err));
    assert_int_equal(1, help_read(consumer, 1, HELP_WAIT_MS, check_message, &seen));
    bus_consumer_close(consumer);
}

static int open_all(void **state)
{
    (void)state;
    struct weir_props props;
    struct weir_err err;
    weir_arena_init(&arena, 65536);
    help_props(&props, &arena, "bootstrap.servers", getenv("WEIR_TEST_KAFKA"), NULL);
    return bus_open_kafka(&props, &bus, &err);
}

static int close_all(void **state)
{
    (void)state;
    bus_close(bus);
    weir_arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_topics),
        cmocka_unit_test(test_records_come_back),
    };
    if (!getenv("WEIR_TEST_KAFKA")) {
        fprintf(stderr, "WEIR_TEST_KAFKA is not set\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, open_all, close_all);
}
