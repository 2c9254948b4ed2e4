/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The embedded log under several threads at once, for ThreadSanitizer too: producers, a group whose
 * members come and go, readers that look on, topics that are made and deleted meanwhile.
 */
#include <weir/mem.h>

#include "local_log.h"

#define PRODUCERS 3
#define APPENDS   150
#define RECORDS   20
#define PARTS     4
#define TOTAL     (PRODUCERS * APPENDS * RECORDS)

struct shared {
    struct local_log *log;
    _Atomic uint8_t seen[PRODUCERS][APPENDS * RECORDS];
    _Atomic int n_seen;
    _Atomic bool stop;
    _Atomic int number;
};

static void freed(struct bus_ack *ack)
{
    assert_int_equal(ack->n_failed, 0);
    free(ack);
}

static void *produce(void *self)
{
    struct shared *shared = self;
    struct bus_producer_conf conf = {.client_id = "p"};
    struct bus_producer *producer = NULL;
    struct weir_err err;
    int number = atomic_fetch_add(&shared->number, 1);
    must(bus_producer_open(shared->log->bus, &conf, &producer, &err), &err);
    for (int i = 0; i < APPENDS; i++) {
        struct bus_record recs[RECORDS];
        char values[RECORDS][24];
        for (int j = 0; j < RECORDS; j++) {
            snprintf(values[j], sizeof(values[j]), "%d %d", number, i * RECORDS + j);
            recs[j] = (struct bus_record){.topic = WEIR_STR("t"),
                                          .partition = WEIR_NO_PARTITION,
                                          .key = weir_str_of(values[j]),
                                          .value = weir_str_of(values[j])};
        }
        struct bus_ack *ack = weir_xcalloc(1, sizeof(*ack));
        ack->done = freed;
        must(bus_append(producer, recs, RECORDS, ack, &err), &err);
    }
    must(bus_producer_flush(producer, 60000, &err), &err);
    bus_producer_close(producer, 0);
    return NULL;
}

static void note(struct shared *shared, const struct bus_message *msg)
{
    int number = 0;
    int at = 0;
    char text[24];
    snprintf(text, sizeof(text), "%.*s", WEIR_STR_ARG(msg->value));
    assert_int_equal(sscanf(text, "%d %d", &number, &at), 2);
    if (!atomic_exchange(&shared->seen[number][at], 1)) {
        atomic_fetch_add(&shared->n_seen, 1);
    }
}

static void commit(struct bus_consumer *consumer, const struct bus_message *msg)
{
    struct weir_err err;
    struct weir_topic_partition next = {
        .topic = msg->topic, .partition = msg->partition, .offset = msg->offset + 1};
    must(bus_consumer_commit(consumer, &next, 1, true, &err), &err);
}

/* A member for some polls, then another in its place. */
static void *consume(void *self)
{
    struct shared *shared = self;
    while (!atomic_load(&shared->stop)) {
        struct bus_consumer_conf conf = {.group = "g", .reset = BUS_RESET_EARLIEST};
        struct bus_consumer *consumer = NULL;
        struct weir_err err;
        struct weir_str topic = WEIR_STR("t");
        must(bus_consumer_open(shared->log->bus, &conf, &consumer, &err), &err);
        must(bus_consumer_subscribe(consumer, &topic, 1, &err), &err);
        for (int polls = 0; polls < 40 && !atomic_load(&shared->stop); polls++) {
            struct bus_messages got;
            must(bus_consumer_poll(consumer, 100, 1 << 16, 5, &got, &err), &err);
            for (size_t i = 0; i < got.n; i++) {
                note(shared, &got.items[i]);
            }
            if (got.n && polls % 3 == 0) {
                commit(consumer, &got.items[0]);
            }
            bus_messages_release(consumer, &got);
        }
        bus_consumer_close(consumer);
    }
    return NULL;
}

static void *make_topics(void *self)
{
    struct shared *shared = self;
    for (int i = 0; !atomic_load(&shared->stop); i++) {
        char name[16];
        struct weir_err err;
        bool created = false;
        int64_t low = 0;
        int64_t high = 0;
        snprintf(name, sizeof(name), "x%d", i % 5);
        struct weir_topic_spec spec = {.name = weir_str_of(name), .partitions = 2};
        must(bus_topic_create(shared->log->bus, &spec, &created, &err), &err);
        must(bus_watermarks(shared->log->bus, WEIR_STR("t"), 0, &low, &high, &err), &err);
        assert_true(low <= high);
        must(bus_topic_delete(shared->log->bus, weir_str_of(name), &err), &err);
    }
    return NULL;
}

static void every_record_reaches_the_group(void **state)
{
    struct shared *shared = weir_xcalloc(1, sizeof(*shared));
    pthread_t threads[PRODUCERS + 4];
    int64_t last[PARTS] = {0};
    shared->log = *state;
    local_log_topic(shared->log, "t", PARTS, NULL, NULL);
    for (int i = 0; i < PRODUCERS; i++) {
        pthread_create(&threads[i], NULL, produce, shared);
    }
    for (int i = 0; i < 3; i++) {
        pthread_create(&threads[PRODUCERS + i], NULL, consume, shared);
    }
    pthread_create(&threads[PRODUCERS + 3], NULL, make_topics, shared);
    /* Meanwhile one looks on from this thread, and sees every partition without a gap. */
    struct bus_consumer *consumer = local_log_reader(shared->log, "t", 0, BUS_BEGINNING);
    struct weir_topic_partition all[PARTS];
    for (int i = 0; i < PARTS; i++) {
        all[i] = (struct weir_topic_partition){.topic = WEIR_STR("t"), .partition = i};
    }
    struct weir_err err;
    must(bus_consumer_assign(consumer, all, PARTS, &err), &err);
    for (int n = 0; n < TOTAL;) {
        struct bus_messages got;
        must(bus_consumer_poll(consumer, 500, 1 << 20, 30000, &got, &err), &err);
        assert_true(got.n > 0);
        for (size_t i = 0; i < got.n; i++, n++) {
            assert_int_equal(got.items[i].offset, last[got.items[i].partition]++);
        }
        bus_messages_release(consumer, &got);
    }
    bus_consumer_close(consumer);
    for (int i = 0; i < PRODUCERS; i++) {
        pthread_join(threads[i], NULL);
    }
    for (int i = 0; i < 60000 && atomic_load(&shared->n_seen) < TOTAL; i++) {
        local_log_text(shared->log, "beat", "k", "v");
    }
    assert_int_equal(atomic_load(&shared->n_seen), TOTAL);
    atomic_store(&shared->stop, true);
    for (int i = PRODUCERS; i < PRODUCERS + 4; i++) {
        pthread_join(threads[i], NULL);
    }
    free(shared);
}

int main(void)
{
    const struct CMUnitTest tests[] = {on_a_log(every_record_reaches_the_group)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
