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

static void produce(struct bus_producer *producer, const char *topic, int from, int to)
{
    char keys[64][32], values[64][32];
    for (int i = from; i < to;) {
        struct bus_record recs[64];
        size_t n = 0;
        for (; n < 64 && i < to; i++, n++) {
            recs[n] = help_record(topic, i, keys[n], values[n]);
        }
        HELP_OK(bus_append_wait(producer, recs, n, HELP_WAIT_MS, err));
    }
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
    int64_t lows[4], highs[4];
    HELP_OK(bus_topic_watermarks(bus, weir_str_of(topic), 4, lows, highs, err));
    for (int p = 0; p < 4; p++) {
        int64_t low, high, at;
        HELP_OK(bus_watermarks(bus, weir_str_of(topic), p, &low, &high, err));
        assert_int_equal(0, low);
        assert_int_equal(next[p], high);
        assert_int_equal(0, lows[p]);
        assert_int_equal(high, highs[p]);
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

/* ---- groups ---- */

struct member {
    struct bus_consumer *consumer;
    char *topic;
    bool owns[16];
    int n_owned, lost;
    int64_t seek_to;   /* in assigned, partition 0; -1: do not */
    int32_t pause;     /* in assigned; -1: none */
    int n;             /* messages seen */
    int seen[16];      /* of a partition */
    int64_t first[16]; /* offset; -1: none yet */
};

static void on_assigned(void *self, const struct weir_topic_partition *partitions, size_t n)
{
    struct member *member = self;
    for (size_t i = 0; i < n; i++) {
        int32_t p = partitions[i].partition;
        assert_false(member->owns[p]);
        member->owns[p] = true;
        member->n_owned++;
        member->first[p] = -1;
        if (p == 0 && member->seek_to >= 0) {
            HELP_OK(
                bus_consumer_seek(member->consumer, partitions[i].topic, p, member->seek_to, err));
        }
        if (p == member->pause) {
            bus_consumer_pause(member->consumer, partitions[i].topic, p);
        }
    }
}

static void on_revoked(void *self, const struct weir_topic_partition *partitions, size_t n,
                       bool lost)
{
    struct member *member = self;
    member->lost += lost;
    for (size_t i = 0; i < n; i++) {
        assert_true(member->owns[partitions[i].partition]);
        member->owns[partitions[i].partition] = false;
        member->n_owned--;
    }
}

static void on_message(void *self, const struct bus_message *msg)
{
    struct member *member = self;
    assert_true(member->owns[msg->partition]);
    if (member->first[msg->partition] < 0) {
        member->first[msg->partition] = msg->offset;
    }
    member->n++;
    member->seen[msg->partition]++;
}

static void join(struct member *member, char *topic, const char *group, const char *assignor)
{
    struct weir_props props;
    help_props(&props, &arena, "partition.assignment.strategy", assignor, "session.timeout.ms",
               "6000", "heartbeat.interval.ms", "300", NULL);
    struct bus_consumer_conf conf = {.props = &props,
                                     .client_id = "member",
                                     .group = group,
                                     .assigned = on_assigned,
                                     .revoked = on_revoked,
                                     .self = member};
    struct weir_str name = weir_str_of(topic);
    *member = (struct member){.topic = topic, .seek_to = -1, .pause = -1};
    HELP_OK(bus_consumer_open(bus, &conf, &member->consumer, err));
    HELP_OK(bus_consumer_subscribe(member->consumer, &name, 1, err));
}

static void poll_once(struct member *member)
{
    struct bus_messages messages;
    HELP_OK(bus_consumer_poll(member->consumer, 100, 1 << 20, 20, &messages, err));
    for (size_t i = 0; i < messages.n; i++) {
        on_message(member, &messages.items[i]);
    }
    bus_messages_release(member->consumer, &messages);
}

struct pair {
    struct member *a, *b;
    int want_a, want_b;
};

static bool shared_out(void *arg)
{
    struct pair *pair = arg;
    poll_once(pair->a);
    if (pair->b) {
        poll_once(pair->b);
    }
    return pair->a->n_owned == pair->want_a && (!pair->b || pair->b->n_owned == pair->want_b);
}

static void wait_shared_out(struct member *a, int want_a, struct member *b, int want_b)
{
    struct pair pair = {a, b, want_a, want_b};
    assert_true(help_until(shared_out, &pair, HELP_WAIT_MS));
}

static void rebalance_with(const char *assignor)
{
    char *topic = unique("rebalance");
    char *group = unique("group");
    create(topic, 4);
    struct member a, b;
    join(&a, topic, group, assignor);
    wait_shared_out(&a, 4, NULL, 0);
    join(&b, topic, group, assignor);
    wait_shared_out(&a, 2, &b, 2);
    struct bus_producer *producer = producer_open(NULL, NULL);
    produce(producer, topic, 0, 200);
    bus_producer_close(producer, HELP_WAIT_MS);
    while (a.n + b.n < 200) {
        poll_once(&a);
        poll_once(&b);
    }
    assert_int_equal(200, a.n + b.n);
    assert_true(a.n > 0 && b.n > 0);
    bus_consumer_close(b.consumer);
    assert_int_equal(0, b.n_owned);
    wait_shared_out(&a, 4, NULL, 0);
    bus_consumer_close(a.consumer);
    assert_int_equal(0, a.n_owned + a.lost + b.lost);
}

static void test_rebalance_eager(void **state)
{
    (void)state;
    rebalance_with("org.apache.kafka.clients.consumer.RangeAssignor");
}

static void test_rebalance_cooperative(void **state)
{
    (void)state;
    rebalance_with("org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
}

static struct weir_topic_partition commit_of(char *topic, int32_t partition, int64_t offset,
                                             const char *metadata)
{
    return (struct weir_topic_partition){.topic = weir_str_of(topic),
                                         .partition = partition,
                                         .offset = offset,
                                         .metadata = weir_str_of(metadata)};
}

/* A member's commits, seen by itself, by the admin calls, and by its successor. */
static void test_commits(void **state)
{
    (void)state;
    char *topic = unique("commits");
    char *group = unique("group");
    create(topic, 3);
    struct bus_producer *producer = producer_open(NULL, NULL);
    produce(producer, topic, 0, 300);
    bus_producer_close(producer, HELP_WAIT_MS);
    struct member member;
    join(&member, topic, group, "range");
    wait_shared_out(&member, 3, NULL, 0);
    struct weir_topic_partition commits[] = {commit_of(topic, 0, 7, "weir:3"),
                                             commit_of(topic, 1, 0, NULL)};
    HELP_OK(bus_consumer_commit(member.consumer, commits, 2, false, err));
    struct weir_topic_partition read[] = {
        commit_of(topic, 0, 0, NULL), commit_of(topic, 1, 0, NULL), commit_of(topic, 2, 0, NULL)};
    HELP_OK(bus_consumer_committed(member.consumer, &arena, read, 3, err));
    assert_int_equal(7, read[0].offset);
    assert_true(weir_str_is(read[0].metadata, "weir:3"));
    assert_int_equal(0, read[1].offset);
    assert_int_equal(-1, read[2].offset);

    struct weir_topic_partition *listed;
    size_t n;
    HELP_OK(bus_group_offsets(bus, weir_str_of(group), &arena, &listed, &n, err));
    assert_int_equal(2, n);
    struct weir_err refused;
    struct weir_topic_partition altered[] = {commit_of(topic, 0, 11, NULL),
                                             commit_of(topic, 1, -1, NULL)};
    assert_int_equal(WEIR_RETRY, bus_group_alter(bus, weir_str_of(group), altered, 2, &refused));
    assert_non_null(strstr(refused.text, "still active"));
    assert_int_equal(WEIR_RETRY, bus_group_delete(bus, weir_str_of(group), &refused));
    assert_non_null(strstr(refused.text, "still active"));
    bus_consumer_close(member.consumer);

    HELP_OK(bus_group_alter(bus, weir_str_of(group), altered, 2, err));
    HELP_OK(bus_group_offsets(bus, weir_str_of(group), &arena, &listed, &n, err));
    assert_int_equal(1, n);
    assert_int_equal(11, listed[0].offset);
    assert_int_equal(0, listed[0].partition);
    join(&member, topic, group, "range");
    while (member.seen[0] == 0 || member.seen[1] == 0) {
        poll_once(&member);
    }
    assert_int_equal(11, member.first[0]);
    assert_int_equal(0, member.first[1]);
    bus_consumer_close(member.consumer);
    HELP_OK(bus_group_delete(bus, weir_str_of(group), err));
    HELP_OK(bus_group_delete(bus, weir_str_of(group), err));
    HELP_OK(bus_group_offsets(bus, weir_str_of(group), &arena, &listed, &n, err));
    assert_int_equal(0, n);
}

static void test_seek_and_pause(void **state)
{
    (void)state;
    char *topic = unique("seek");
    create(topic, 2);
    struct bus_producer *producer = producer_open(NULL, NULL);
    produce(producer, topic, 0, 200);
    bus_producer_close(producer, HELP_WAIT_MS);
    struct member member;
    join(&member, topic, unique("group"), "range");
    member.seek_to = 5; /* within the callback */
    member.pause = 1;
    int64_t low, high[2];
    for (int p = 0; p < 2; p++) {
        HELP_OK(bus_watermarks(bus, weir_str_of(topic), p, &low, &high[p], err));
    }
    while (member.seen[0] < high[0] - 5) {
        poll_once(&member);
    }
    assert_int_equal(5, member.first[0]);
    assert_int_equal(0, member.seen[1]);
    assert_int_equal(high[0], bus_consumer_position(member.consumer, weir_str_of(topic), 0));
    bus_consumer_resume(member.consumer, weir_str_of(topic), 1);
    while (member.seen[1] < high[1]) {
        poll_once(&member);
    }
    assert_int_equal(0, member.first[1]);

    struct weir_topic_partition commit = commit_of(topic, 0, 20, NULL);
    HELP_OK(bus_consumer_commit(member.consumer, &commit, 1, true, err));
    member.n = 0;
    member.first[0] = member.first[1] = -1;
    HELP_OK(bus_consumer_seek(member.consumer, weir_str_of(topic), 1, 3, err));
    HELP_OK(bus_consumer_seek(member.consumer, weir_str_of(topic), 0, BUS_STORED, err));
    while (member.n < high[0] - 20 + high[1] - 3) {
        poll_once(&member);
    }
    assert_int_equal(20, member.first[0]);
    assert_int_equal(3, member.first[1]);
    struct weir_err refused;
    assert_int_equal(WEIR_FATAL,
                     bus_consumer_seek(member.consumer, weir_str_of(topic), 9, 0, &refused));
    bus_consumer_close(member.consumer);
}

/* A pause is of this spell: a partition that goes and comes back is read. */
static void forgets_pauses_with(const char *assignor)
{
    char *topic = unique("pauses");
    char *group = unique("group");
    create(topic, 2);
    struct member a, b;
    join(&a, topic, group, assignor);
    wait_shared_out(&a, 2, NULL, 0);
    for (int p = 0; p < 2; p++) {
        bus_consumer_pause(a.consumer, weir_str_of(topic), p);
    }
    join(&b, topic, group, assignor);
    wait_shared_out(&a, 1, &b, 1);
    int32_t gone = b.owns[0] ? 0 : 1;
    bus_consumer_close(b.consumer);
    wait_shared_out(&a, 2, NULL, 0);
    struct bus_producer *producer = producer_open(NULL, NULL);
    produce(producer, topic, 0, 200);
    bus_producer_close(producer, HELP_WAIT_MS);
    int64_t low, high;
    HELP_OK(bus_watermarks(bus, weir_str_of(topic), gone, &low, &high, err));
    assert_true(high > 0);
    while (a.seen[gone] < high) {
        poll_once(&a);
    }
    bus_consumer_close(a.consumer);
}

static void test_forgets_pauses(void **state)
{
    (void)state;
    forgets_pauses_with("range");
    forgets_pauses_with("cooperative-sticky");
}

/* A topic that is not there is waited for, quietly, and read soon after it appears. */
static void test_topic_appears(void **state)
{
    (void)state;
    char *topic = unique("later");
    struct member member;
    struct bus_consumer_conf conf = {.client_id = "reader"};
    struct bus_consumer *reader;
    struct weir_topic_partition part = commit_of(topic, 0, BUS_BEGINNING, NULL);
    HELP_OK(bus_consumer_open(bus, &conf, &reader, err));
    HELP_OK(bus_consumer_assign(reader, &part, 1, err));
    join(&member, topic, unique("group"), "range");
    for (int i = 0; i < 20; i++) {
        struct bus_messages none;
        poll_once(&member);
        HELP_OK(bus_consumer_poll(reader, 1, 1, 20, &none, err));
        assert_int_equal(0, none.n);
        bus_messages_release(reader, &none);
    }
    create(topic, 1);
    struct bus_producer *producer = producer_open(NULL, NULL);
    produce(producer, topic, 0, 10);
    bus_producer_close(producer, HELP_WAIT_MS);
    int64_t from_ms = weir_clock_mono_ms();
    struct member other = {.owns = {true}, .first = {-1}};
    assert_int_equal(10, help_read(reader, 10, HELP_WAIT_MS, on_message, &other));
    int64_t reader_ms = weir_clock_mono_ms() - from_ms;
    while (member.n < 10) {
        poll_once(&member);
    }
    print_message("topic seen after %lld ms by a reader, %lld ms by a group\n",
                  (long long)reader_ms, (long long)(weir_clock_mono_ms() - from_ms));
    assert_true(weir_clock_mono_ms() - from_ms < 10000);
    bus_consumer_close(member.consumer);
    bus_consumer_close(reader);
}

static void *wake_consumer(void *arg)
{
    usleep(50000);
    bus_consumer_wake(arg);
    return NULL;
}

static void test_wake(void **state)
{
    (void)state;
    char *topic = unique("wake");
    create(topic, 1);
    struct bus_consumer_conf conf = {.client_id = "reader"};
    struct bus_consumer *reader;
    struct bus_messages none;
    struct weir_err err_;
    struct weir_topic_partition part = commit_of(topic, 0, BUS_BEGINNING, NULL);
    HELP_OK(bus_consumer_open(bus, &conf, &reader, err));
    HELP_OK(bus_consumer_assign(reader, &part, 1, err));
    HELP_OK(bus_consumer_poll(reader, 1, 1, HELP_WAIT_MS, &none, err)); /* the end is news */
    assert_int_equal(0, none.n);
    pthread_t thread;
    int64_t from_ms = weir_clock_mono_ms();
    pthread_create(&thread, NULL, wake_consumer, reader);
    assert_int_equal(WEIR_WOKEN, bus_consumer_poll(reader, 1, 1, HELP_WAIT_MS, &none, &err_));
    assert_true(weir_clock_mono_ms() - from_ms < 5000);
    pthread_join(thread, NULL);
    bus_consumer_wake(reader); /* before the poll: not lost */
    assert_int_equal(WEIR_WOKEN, bus_consumer_poll(reader, 1, 1, HELP_WAIT_MS, &none, &err_));
    bus_consumer_close(reader);
}

/* ---- producing ---- */

static void test_too_large(void **state)
{
    (void)state;
    char *topic = unique("large");
    create(topic, 1);
    struct bus_producer *producer = producer_open(NULL, NULL);
    char key[3][32], value[3][32];
    struct bus_record recs[3];
    uint8_t results[3];
    for (int i = 0; i < 3; i++) {
        recs[i] = help_record(topic, i, key[i], value[i]);
    }
    recs[1].value = weir_str_n(weir_arena_zalloc(&arena, 2000000), 2000000);
    struct help_ack help;
    help_ack_init(&help);
    help.ack.results = results;
    HELP_OK(bus_append(producer, recs, 3, &help.ack, err));
    assert_true(help_ack_wait(&help, HELP_WAIT_MS));
    assert_int_equal(1, help.ack.n_failed);
    assert_int_equal(1, help.ack.first_failed);
    assert_int_equal(WEIR_BAD_DATA, help.ack.err.class);
    assert_int_equal(WEIR_OK, results[0]);
    assert_int_equal(WEIR_BAD_DATA, results[1]);
    assert_int_equal(WEIR_OK, results[2]);
    print_message("%s\n", help.ack.err.text);
    assert_non_null(strstr(help.ack.err.text, "2000002"));
    assert_non_null(strstr(help.ack.err.text, "1048576"));
    assert_non_null(strstr(help.ack.err.text, topic));
    bus_producer_close(producer, HELP_WAIT_MS);

    struct weir_props props; /* now it is the broker who refuses */
    help_props(&props, &arena, "max.request.size", "10000000", NULL);
    producer = producer_open(&props, NULL);
    struct weir_err refused;
    assert_int_equal(WEIR_BAD_DATA, bus_append_wait(producer, &recs[1], 1, HELP_WAIT_MS, &refused));
    assert_non_null(strstr(refused.text, "max.message.bytes"));
    bus_producer_close(producer, HELP_WAIT_MS);
}

static void test_producers_are_shared(void **state)
{
    (void)state;
    char *topic = unique("shared");
    create(topic, 1);
    struct bus_producer_conf conf = {.client_id = "a", .shared = true};
    struct bus_producer *a, *b;
    HELP_OK(bus_producer_open(bus, &conf, &a, err));
    int before = help_threads();
    conf.client_id = "b";
    HELP_OK(bus_producer_open(bus, &conf, &b, err));
    assert_int_equal(before, help_threads());
    produce(a, topic, 0, 100);
    produce(b, topic, 100, 200);
    bus_producer_close(a, HELP_WAIT_MS);
    produce(b, topic, 200, 300);
    bus_producer_close(b, HELP_WAIT_MS);
    int64_t low, high;
    HELP_OK(bus_watermarks(bus, weir_str_of(topic), 0, &low, &high, err));
    assert_int_equal(300, high);
}

/* ---- transactions ---- */

/* Markers are written after the commit has been answered: the end may move on meanwhile. */
static size_t count_messages(char *topic, bool read_committed, size_t wanted)
{
    int64_t position;
    struct bus_consumer_conf conf = {.client_id = "reader", .read_committed = read_committed};
    struct bus_consumer *reader;
    struct weir_topic_partition part = commit_of(topic, 0, BUS_BEGINNING, NULL);
    int64_t low, high;
    size_t n = 0;
    HELP_OK(bus_watermarks(bus, weir_str_of(topic), 0, &low, &high, err));
    HELP_OK(bus_consumer_open(bus, &conf, &reader, err));
    HELP_OK(bus_consumer_assign(reader, &part, 1, err));
    int64_t deadline_ms = weir_clock_mono_ms() + HELP_WAIT_MS;
    do {
        struct bus_messages messages;
        HELP_OK(bus_consumer_poll(reader, 100, 1 << 20, 1000, &messages, err));
        n += messages.n;
        bus_messages_release(reader, &messages);
        position = bus_consumer_position(reader, weir_str_of(topic), 0);
    } while ((position < high || n < wanted) && weir_clock_mono_ms() < deadline_ms);
    assert_true(position >= high);
    bus_consumer_close(reader);
    return n;
}

static void append(struct bus_producer *producer, const char *topic, int i, struct help_ack *help)
{
    static char key[32], value[32];
    struct bus_record rec = help_record(topic, i, key, value);
    help_ack_init(help);
    HELP_OK(bus_append(producer, &rec, 1, &help->ack, err));
}

static void test_transactions(void **state)
{
    (void)state;
    char *topic = unique("txn");
    char *id = unique("id");
    struct help_ack help;
    create(topic, 1);
    struct bus_producer *producer = producer_open(NULL, id);
    HELP_OK(bus_txn_init(producer, HELP_WAIT_MS, err));
    HELP_OK(bus_txn_begin(producer, err));
    produce(producer, topic, 0, 10);
    HELP_OK(bus_txn_commit(producer, HELP_WAIT_MS, err));
    HELP_OK(bus_txn_begin(producer, err));
    produce(producer, topic, 10, 15);
    append(producer, topic, 15, &help);
    HELP_OK(bus_txn_abort(producer, HELP_WAIT_MS, err));
    assert_true(help_ack_wait(&help, HELP_WAIT_MS));
    HELP_OK(bus_txn_begin(producer, err)); /* ends in a marker: no record at the last offset */
    produce(producer, topic, 20, 23);
    HELP_OK(bus_txn_commit(producer, HELP_WAIT_MS, err));
    assert_int_equal(13, count_messages(topic, true, 13));
    assert_true(count_messages(topic, false, 18) >= 18);

    struct bus_producer *heir = producer_open(NULL, id);
    struct weir_err err_;
    HELP_OK(bus_txn_init(heir, HELP_WAIT_MS, err));
    enum weir_verdict verdict = bus_txn_begin(producer, &err_);
    if (!verdict) {
        append(producer, topic, 30, &help);
        assert_true(help_ack_wait(&help, HELP_WAIT_MS));
        verdict = bus_txn_commit(producer, HELP_WAIT_MS, &err_);
    }
    print_message("%s\n", err_.text);
    assert_int_equal(WEIR_FATAL, verdict);
    assert_non_null(strstr(err_.text, id));
    assert_int_equal(
        WEIR_FATAL,
        bus_append_wait(producer, &(struct bus_record){.topic = weir_str_of(topic), .partition = 0},
                        1, HELP_WAIT_MS, &err_));
    bus_producer_close(producer, 1000);
    HELP_OK(bus_txn_begin(heir, err));
    produce(heir, topic, 40, 42);
    HELP_OK(bus_txn_commit(heir, HELP_WAIT_MS, err));
    assert_int_equal(15, count_messages(topic, true, 15));
    bus_producer_close(heir, HELP_WAIT_MS);
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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_topics),
        cmocka_unit_test(test_records_come_back),
        cmocka_unit_test(test_rebalance_eager),
        cmocka_unit_test(test_rebalance_cooperative),
        cmocka_unit_test(test_commits),
        cmocka_unit_test(test_seek_and_pause),
        cmocka_unit_test(test_forgets_pauses),
        cmocka_unit_test(test_topic_appears),
        cmocka_unit_test(test_wake),
        cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_producers_are_shared),
        cmocka_unit_test(test_transactions),
    };
    if (!getenv("WEIR_TEST_KAFKA")) {
        fprintf(stderr, "WEIR_TEST_KAFKA is not set\n");
        return 77;
    }
    if (argc > 1) {
        cmocka_set_test_filter(argv[1]);
    }
    return cmocka_run_group_tests(tests, open_all, close_all);
}
