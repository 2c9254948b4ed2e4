/* SPDX-License-Identifier: Apache-2.0 */
/* Producing into the embedded log: acknowledgements, atomicity, order, transactions, limits. */
#include <sys/syscall.h>
#include <unistd.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "local_log.h"

/* An acknowledgement that keeps what it was told. */
struct told {
    struct bus_ack ack;
    uint8_t results[4];
    int64_t offsets[4];
    int32_t partitions[4];
    _Atomic int calls;
};

static void on_done(struct bus_ack *ack)
{
    struct told *told = (struct told *)ack;
    atomic_fetch_add(&told->calls, 1);
}

static void ask(struct told *told)
{
    *told = (struct told){.ack.done = on_done,
                          .ack.results = told->results,
                          .ack.offsets = told->offsets,
                          .ack.partitions = told->partitions};
}

/* In place of the C library's: how often the log was forced to the disk. */
static _Atomic int forced;

WEIR_EXPORT int fdatasync(int fd)
{
    atomic_fetch_add(&forced, 1);
    return (int)syscall(SYS_fdatasync, fd);
}

static struct bus_record record(const char *topic, const char *key, const char *value)
{
    return (struct bus_record){.topic = weir_str_of(topic),
                               .partition = WEIR_NO_PARTITION,
                               .timestamp = WEIR_NO_TIMESTAMP,
                               .key = weir_str_of(key),
                               .value = weir_str_of(value)};
}

static int64_t high_of(struct local_log *log, const char *topic)
{
    int64_t low = 0;
    int64_t high = -1;
    must(bus_watermarks(log->bus, weir_str_of(topic), 0, &low, &high, &log->err), &log->err);
    return high;
}

/* What kill -9 cannot show: without it an outage takes what was acknowledged. */
static void what_is_acknowledged_is_on_the_disk(void **state)
{
    struct local_log *log = *state;
    struct told told;
    local_log_text(log, "t", "k", "v");
    struct bus_record rec = record("t", "k", "v");
    ask(&told);
    int before = forced;
    must(bus_append(log->producer, &rec, 1, &told.ack, &log->err), &log->err);
    must(bus_producer_flush(log->producer, 10000, &log->err), &log->err);
    assert_int_equal(told.calls, 1);
    assert_true(forced > before);
}

static void offsets_and_partitions_are_told(void **state)
{
    struct local_log *log = *state;
    struct told told;
    local_log_topic(log, "two", 2, NULL, NULL);
    local_log_text(log, "one", "k", "v");
    /* murmur2: "a" goes to partition 1 of 2, "b" and "c" as the partitioner says. */
    struct bus_record recs[] = {record("one", "k", "v"), record("two", "a", "v"),
                                record("one", "k", "v"), record("two", "a", "w")};
    ask(&told);
    must(bus_append(log->producer, recs, 4, &told.ack, &log->err), &log->err);
    must(bus_producer_flush(log->producer, 10000, &log->err), &log->err);
    assert_int_equal(told.calls, 1);
    assert_int_equal(told.ack.n_failed, 0);
    assert_int_equal(told.offsets[0], 1);
    assert_int_equal(told.offsets[1], 0);
    assert_int_equal(told.offsets[2], 2);
    assert_int_equal(told.offsets[3], 1);
    int32_t wanted = bus_murmur2_partition(WEIR_STR("a"), 2);
    assert_int_equal(told.partitions[1], wanted);
    assert_int_equal(told.partitions[3], wanted);
}

static void one_bad_record_keeps_all_out(void **state)
{
    struct local_log *log = *state;
    struct told told;
    local_log_topic(log, "small", 1, "max.message.bytes", "100");
    char large[200];
    memset(large, 'x', sizeof(large));
    struct bus_record recs[] = {record("small", "k", "fine"), record("small", "k", "large")};
    recs[1].value = weir_str_n(large, sizeof(large));
    ask(&told);
    must(bus_append(log->producer, recs, 2, &told.ack, &log->err), &log->err);
    assert_int_equal(told.calls, 1);
    assert_int_equal(told.ack.n_failed, 2);
    assert_int_equal(told.ack.first_failed, 1);
    assert_int_equal(told.results[0], WEIR_RETRY);
    assert_int_equal(told.results[1], WEIR_BAD_DATA);
    assert_int_equal(told.offsets[0], -1);
    assert_says(&told.ack.err, "larger than topic small takes (100)");
    assert_int_equal(high_of(log, "small"), 0);
    recs[1] = record("small", "k", "small");
    recs[1].partition = 3;
    ask(&told);
    must(bus_append(log->producer, recs, 2, &told.ack, &log->err), &log->err);
    assert_int_equal(told.results[1], WEIR_BAD_DATA);
    assert_says(&told.ack.err, "no partition 3");
    assert_int_equal(high_of(log, "small"), 0);
}

static void large_appends_are_split_into_batches_and_come_back(void **state)
{
    struct local_log *log = *state;
    enum { N = 5000 };
    struct bus_record *recs = weir_xcalloc(N, sizeof(*recs));
    char value[1000];
    memset(value, 'v', sizeof(value));
    for (size_t i = 0; i < N; i++) {
        recs[i] = record("t", "k", NULL);
        recs[i].value = weir_str_n(value, i % sizeof(value));
    }
    char *huge = weir_xcalloc(3, 1 << 20);
    recs[17].value = weir_str_n(huge, 3 << 20); /* larger than a batch */
    local_log_append(log, recs, N);
    struct bus_consumer *consumer = local_log_reader(log, "t", 0, BUS_BEGINNING);
    for (size_t i = 0; i < N;) {
        struct bus_messages got;
        must(bus_consumer_poll(consumer, 700, 1 << 20, 1000, &got, &log->err), &log->err);
        for (size_t j = 0; j < got.n; j++, i++) {
            assert_int_equal(got.items[j].offset, i);
            assert_int_equal(got.items[j].value.n, recs[i].value.n);
        }
        bus_messages_release(consumer, &got);
    }
    bus_consumer_close(consumer);
    free(huge);
    free(recs);
}

static void what_is_too_large_is_refused(void **state)
{
    struct local_log *log = *state;
    struct told told;
    char *huge = calloc(1, (size_t)65 << 20);
    struct bus_record recs[] = {record("t", "k", NULL), record("t", "k", NULL)};
    recs[0].value = weir_str_n(huge, (size_t)65 << 20);
    ask(&told);
    must(bus_append(log->producer, recs, 1, &told.ack, &log->err), &log->err);
    assert_int_equal(told.results[0], WEIR_BAD_DATA);
    recs[0].value.n = (size_t)33 << 20;
    recs[1].value = recs[0].value;
    assert_int_equal(bus_append(log->producer, recs, 2, &told.ack, &log->err), WEIR_FATAL);
    assert_says(&log->err, "is larger than 67108864");
    assert_int_equal(told.calls, 1);
    free(huge);
}

static void records_without_a_key_go_round(void **state)
{
    struct local_log *log = *state;
    local_log_topic(log, "t", 3, NULL, NULL);
    for (int i = 0; i < 9; i++) {
        local_log_text(log, "t", NULL, "v");
    }
    for (int32_t part = 0; part < 3; part++) {
        int64_t low = 0;
        int64_t high = 0;
        must(bus_watermarks(log->bus, WEIR_STR("t"), part, &low, &high, &log->err), &log->err);
        assert_int_equal(high, 3);
    }
}

static void time_is_given_where_it_lacks(void **state)
{
    struct local_log *log = *state;
    weir_clock_fake(1700000000000);
    local_log_topic(log, "log", 1, "message.timestamp.type", "LogAppendTime");
    struct bus_record recs[] = {record("log", "k", "v"), record("t", "k", "v")};
    recs[0].timestamp = 5;
    local_log_append(log, recs, 2);
    struct bus_consumer *consumer = local_log_reader(log, "log", 0, 0);
    struct bus_messages got = local_log_poll(consumer, 1);
    assert_int_equal(got.items[0].timestamp, 1700000000000);
    assert_int_equal(got.items[0].timestamp_type, 1);
    bus_messages_release(consumer, &got);
    bus_consumer_close(consumer);
    consumer = local_log_reader(log, "t", 0, 0);
    got = local_log_poll(consumer, 1);
    assert_int_equal(got.items[0].timestamp, 1700000000000);
    assert_int_equal(got.items[0].timestamp_type, 0);
    bus_messages_release(consumer, &got);
    bus_consumer_close(consumer);
    weir_clock_real();
}

static void offsets_are_found_by_time(void **state)
{
    static const struct {
        int64_t timestamp;
        int64_t offset;
    } rows[] = {{0, 0},     {1000, 0},   {1001, 1},   {1499, 50}, {1500, 50},
                {5000, 60}, {5001, 101}, {9000, 101}, {9001, 102}};
    struct local_log *log = *state;
    for (int64_t i = 0; i < 100; i++) {
        struct bus_record rec = record("t", "k", "v");
        rec.timestamp = i == 60 ? 5000 : 1000 + i * 10 - (i > 0 ? 9 : 0);
        if (i == 50) {
            rec.timestamp = 1500;
        }
        local_log_append(log, &rec, 1);
    }
    struct bus_record late[] = {record("t", "k", "v"), record("t", "k", "v")};
    late[0].timestamp = 4000;
    late[1].timestamp = 9000;
    local_log_append(log, late, 2);
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        int64_t offset = -1;
        must(bus_offset_at(log->bus, WEIR_STR("t"), 0, rows[i].timestamp, &offset, &log->err),
             &log->err);
        assert_int_equal(offset, rows[i].offset);
    }
}

static struct bus_producer *transactional(struct local_log *log, const char *id)
{
    struct bus_producer *producer = NULL;
    struct bus_producer_conf conf = {.client_id = "txn", .transactional_id = id};
    must(bus_producer_open(log->bus, &conf, &producer, &log->err), &log->err);
    must(bus_txn_init(producer, 1000, &log->err), &log->err);
    return producer;
}

static void a_transaction_is_seen_whole_or_not(void **state)
{
    struct local_log *log = *state;
    struct bus_producer *producer = transactional(log, "t-0");
    struct bus_record rec = record("a", "k", "v");
    struct told told;
    local_log_topic(log, "a", 1, NULL, NULL);
    local_log_topic(log, "b", 1, NULL, NULL);

    must(bus_txn_begin(producer, &log->err), &log->err);
    must(bus_append_wait(producer, &rec, 1, 1000, &log->err), &log->err);
    must(bus_txn_abort(producer, 1000, &log->err), &log->err);
    assert_int_equal(high_of(log, "a"), 0);

    must(bus_txn_begin(producer, &log->err), &log->err);
    ask(&told);
    must(bus_append(producer, &rec, 1, &told.ack, &log->err), &log->err);
    rec.topic = WEIR_STR("b");
    must(bus_append_wait(producer, &rec, 1, 1000, &log->err), &log->err);
    must(bus_producer_flush(producer, 1000, &log->err), &log->err);
    assert_int_equal(told.calls, 1);
    assert_int_equal(told.offsets[0], -1);
    assert_int_equal(high_of(log, "a"), 0);
    must(bus_txn_commit(producer, 1000, &log->err), &log->err);
    assert_int_equal(high_of(log, "a"), 1);
    assert_int_equal(high_of(log, "b"), 1);

    must(bus_txn_begin(producer, &log->err), &log->err); /* an empty one is fine */
    must(bus_txn_commit(producer, 1000, &log->err), &log->err);
    assert_int_equal(bus_txn_commit(producer, 1000, &log->err), WEIR_FATAL);
    bus_producer_close(producer, 0);
}

static void a_newer_producer_fences_the_older(void **state)
{
    struct local_log *log = *state;
    struct bus_producer *old = transactional(log, "t-0");
    struct bus_producer *other = transactional(log, "t-1");
    struct bus_record rec = record("a", "k", "v");
    local_log_topic(log, "a", 1, NULL, NULL);
    must(bus_txn_begin(old, &log->err), &log->err);
    must(bus_append_wait(old, &rec, 1, 1000, &log->err), &log->err);
    struct bus_producer *new = transactional(log, "t-0");
    assert_int_equal(bus_txn_commit(old, 1000, &log->err), WEIR_FATAL);
    assert_says(&log->err, "a newer producer has transactional.id t-0");
    assert_int_equal(high_of(log, "a"), 0);
    must(bus_txn_begin(other, &log->err), &log->err);
    must(bus_append_wait(other, &rec, 1, 1000, &log->err), &log->err);
    must(bus_txn_commit(other, 1000, &log->err), &log->err);
    must(bus_txn_begin(new, &log->err), &log->err);
    must(bus_append_wait(new, &rec, 1, 1000, &log->err), &log->err);
    must(bus_txn_commit(new, 1000, &log->err), &log->err);
    assert_int_equal(high_of(log, "a"), 2);
    bus_producer_close(old, 0);
    bus_producer_close(new, 0);
    bus_producer_close(other, 0);
}

static void a_transaction_has_a_limit(void **state)
{
    struct local_log *log = *state;
    struct bus_producer *producer = transactional(log, "t-0");
    char *huge = calloc(1, (size_t)40 << 20);
    struct bus_record rec = record("a", "k", NULL);
    rec.value = weir_str_n(huge, (size_t)40 << 20);
    must(bus_txn_begin(producer, &log->err), &log->err);
    must(bus_append_wait(producer, &rec, 1, 1000, &log->err), &log->err);
    assert_int_equal(bus_append_wait(producer, &rec, 1, 1000, &log->err), WEIR_FATAL);
    assert_says(&log->err, "transaction.boundary");
    must(bus_txn_abort(producer, 1000, &log->err), &log->err);
    bus_producer_close(producer, 0);
    free(huge);
}

static void *append_new(void *self)
{
    local_log_text(self, "t", "k", "new");
    return NULL;
}

static void appends_to_a_deleted_topic_make_it_anew(void **state)
{
    struct local_log *log = *state;
    local_log_text(log, "t", "k", "v");
    must(bus_topic_delete(log->bus, WEIR_STR("t"), &log->err), &log->err);
    local_log_text(log, "t", "k", "v");
    assert_int_equal(high_of(log, "t"), 1);
    assert_int_equal(bus_topic_delete(log->bus, WEIR_STR("none"), &log->err), WEIR_RETRY);

    /* Who read the old one reads the new one, also when it comes while he waits. */
    struct bus_consumer *consumer = local_log_reader(log, "t", 0, BUS_END);
    must(bus_topic_delete(log->bus, WEIR_STR("t"), &log->err), &log->err);
    pthread_t thread;
    pthread_create(&thread, NULL, append_new, log);
    struct bus_messages got = local_log_poll(consumer, 1);
    assert_text(got.items[0].value, "new");
    assert_int_equal(got.items[0].offset, 0);
    bus_messages_release(consumer, &got);
    pthread_join(thread, NULL);
    bus_consumer_close(consumer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        on_a_log(what_is_acknowledged_is_on_the_disk),
        on_a_log(offsets_and_partitions_are_told),
        on_a_log(one_bad_record_keeps_all_out),
        on_a_log(large_appends_are_split_into_batches_and_come_back),
        on_a_log(what_is_too_large_is_refused),
        on_a_log(records_without_a_key_go_round),
        on_a_log(time_is_given_where_it_lacks),
        on_a_log(offsets_are_found_by_time),
        on_a_log(a_transaction_is_seen_whole_or_not),
        on_a_log(a_newer_producer_fences_the_older),
        on_a_log(a_transaction_has_a_limit),
        on_a_log(appends_to_a_deleted_topic_make_it_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
