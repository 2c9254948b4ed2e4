/* SPDX-License-Identifier: Apache-2.0 */
/* What the embedded log lets go of: compaction, tombstones, retention, deleted topics. */
#include <sys/stat.h>
#include <unistd.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "local_log.h"

#define NOW_MS INT64_C(1700000000000)
#define DAY_MS INT64_C(86400000)

static void assert_rest(struct local_log *log, const char *topic, const char *wanted)
{
    struct bus_consumer *consumer = local_log_reader(log, topic, 0, BUS_BEGINNING);
    char *got = local_log_rest(consumer, log);
    int64_t low = 0;
    int64_t high = 0;
    assert_string_equal(got, wanted);
    must(bus_watermarks(log->bus, weir_str_of(topic), 0, &low, &high, &log->err), &log->err);
    assert_int_equal(bus_consumer_position(consumer, weir_str_of(topic), 0), high);
    free(got);
    bus_consumer_close(consumer);
}

static void the_last_record_of_each_key_stays(void **state)
{
    struct local_log *log = *state;
    local_log_topic(log, "c", 1, "cleanup.policy", "compact");
    local_log_text(log, "c", "a", "1");
    local_log_text(log, "c", "b", "1");
    local_log_text(log, "c", "a", "2");
    local_log_text(log, "c", "c", "1");
    local_log_text(log, "c", "b", NULL);
    assert_rest(log, "c", "a=2 c=1 b=-");
    local_log_reopen(log);
    local_log_text(log, "c", "a", "3");
    assert_rest(log, "c", "c=1 b=- a=3");
    local_log_text(log, "c", "b", "again");
    assert_rest(log, "c", "c=1 a=3 b=again");
}

static void one_append_may_hold_a_key_twice(void **state)
{
    struct local_log *log = *state;
    struct bus_record recs[3];
    local_log_topic(log, "c", 1, "cleanup.policy", "compact");
    const char *values[] = {"x", "y", "z"};
    for (int i = 0; i < 3; i++) {
        recs[i] = (struct bus_record){.topic = WEIR_STR("c"),
                                      .timestamp = i,
                                      .key = WEIR_STR("k"),
                                      .value = weir_str_of(values[i])};
    }
    local_log_append(log, recs, 3);
    assert_rest(log, "c", "k=z");
}

static void long_keys_that_begin_alike_are_not_one(void **state)
{
    struct local_log *log = *state;
    char one[1001];
    char two[1001];
    memset(one, 'k', 1000);
    memset(two, 'k', 1000);
    one[1000] = two[1000] = 0;
    two[999] = 'x';
    local_log_topic(log, "c", 1, "cleanup.policy", "compact");
    local_log_text(log, "c", one, "1");
    local_log_text(log, "c", two, "2");
    local_log_text(log, "c", one, "3");
    struct bus_consumer *consumer = local_log_reader(log, "c", 0, BUS_BEGINNING);
    struct bus_messages got = local_log_poll(consumer, 2);
    assert_text(got.items[0].value, "2");
    assert_text(got.items[1].value, "3");
    bus_messages_release(consumer, &got);
    bus_consumer_close(consumer);
}

static void a_compacted_record_needs_a_key(void **state)
{
    struct local_log *log = *state;
    local_log_topic(log, "c", 1, "cleanup.policy", "compact");
    struct bus_record rec = {.topic = WEIR_STR("c"), .value = WEIR_STR("v")};
    assert_int_equal(bus_append_wait(log->producer, &rec, 1, 1000, &log->err), WEIR_BAD_DATA);
    assert_says(&log->err, "needs a key");
    local_log_text(log, "c", "k", "v"); /* and the next append is taken */
}

static void many_updates_of_ten_keys_stay_ten(void **state)
{
    struct local_log *log = *state;
    struct bus_record recs[1000];
    char keys[10][4];
    local_log_topic(log, "c", 1, "cleanup.policy", "compact");
    for (size_t i = 0; i < 10; i++) {
        snprintf(keys[i], sizeof(keys[i]), "k%zu", i);
    }
    for (size_t i = 0; i < 1000; i++) {
        recs[i] = (struct bus_record){.topic = WEIR_STR("c"),
                                      .key = weir_str_of(keys[i % 10]),
                                      .value = WEIR_STR("some value")};
    }
    for (int i = 0; i < 20; i++) {
        local_log_append(log, recs, 1000);
    }
    struct bus_consumer *consumer = local_log_reader(log, "c", 0, BUS_BEGINNING);
    struct bus_messages got = local_log_poll(consumer, 10);
    assert_int_equal(got.items[9].offset, 19999);
    bus_messages_release(consumer, &got);
    bus_consumer_close(consumer);
}

/* Moves the fake clock until the log's first offset is wanted; the writer works on its own. */
static void await_low(struct local_log *log, const char *topic, int64_t wanted)
{
    int64_t low = -1;
    int64_t high = 0;
    for (int i = 0; i < 20000 && low != wanted; i++) {
        weir_clock_fake_advance(100);
        must(bus_watermarks(log->bus, weir_str_of(topic), 0, &low, &high, &log->err), &log->err);
        usleep(200); /* the writer's turn, also on a busy machine */
    }
    assert_int_equal(low, wanted);
}

static void append_at(struct local_log *log, const char *topic, int64_t timestamp, size_t bytes)
{
    char *value = weir_xcalloc(1, bytes + 1);
    memset(value, 'v', bytes);
    struct bus_record rec = {.topic = weir_str_of(topic),
                             .timestamp = timestamp,
                             .key = WEIR_STR("k"),
                             .value = weir_str_of(value)};
    local_log_append(log, &rec, 1);
    free(value);
}

static void old_batches_go(void **state)
{
    struct local_log *log = *state;
    local_log_topic(log, "t", 1, "retention.ms", "86400000");
    local_log_topic(log, "kept", 1, "retention.ms", "-1");
    for (int i = 0; i < 5; i++) {
        append_at(log, "t", NOW_MS - 3 * DAY_MS + i, 10);
        append_at(log, "kept", NOW_MS - 3 * DAY_MS + i, 10);
    }
    append_at(log, "t", NOW_MS + 10 * DAY_MS, 10);
    await_low(log, "t", 5);
    int64_t low = -1;
    int64_t high = -1;
    must(bus_watermarks(log->bus, WEIR_STR("kept"), 0, &low, &high, &log->err), &log->err);
    assert_int_equal(low, 0);
    /* A reader from the beginning begins at the first that is there. */
    struct bus_consumer *consumer = local_log_reader(log, "t", 0, 0);
    struct bus_messages got = local_log_poll(consumer, 1);
    assert_int_equal(got.items[0].offset, 5);
    bus_messages_release(consumer, &got);
    bus_consumer_close(consumer);
    local_log_reopen(log);
    must(bus_watermarks(log->bus, WEIR_STR("t"), 0, &low, &high, &log->err), &log->err);
    assert_int_equal(low, 5);
    assert_int_equal(high, 6);
}

static void a_partition_keeps_to_its_size(void **state)
{
    struct local_log *log = *state;
    local_log_topic(log, "t", 1, "retention.bytes", "10000");
    for (int i = 0; i < 30; i++) {
        append_at(log, "t", NOW_MS, 1000);
    }
    /* 1047 bytes a batch: ten are as many as 10000 bytes need. */
    await_low(log, "t", 20);
}

static void everything_may_go_and_offsets_go_on(void **state)
{
    struct local_log *log = *state;
    local_log_topic(log, "t", 1, "retention.ms", "1000");
    for (int i = 0; i < 3; i++) {
        append_at(log, "t", NOW_MS, 10);
    }
    await_low(log, "t", 3);
    local_log_reopen(log);
    append_at(log, "t", NOW_MS + 100 * DAY_MS, 10);
    struct bus_consumer *consumer = local_log_reader(log, "t", 0, BUS_BEGINNING);
    struct bus_messages got = local_log_poll(consumer, 1);
    assert_int_equal(got.items[0].offset, 3);
    bus_messages_release(consumer, &got);
    bus_consumer_close(consumer);
}

static void await_rest(struct local_log *log, const char *topic, const char *wanted)
{
    char *got = weir_xstrdup("");
    for (int i = 0; i < 20000 && strcmp(got, wanted) != 0; i++) {
        free(got);
        weir_clock_fake_advance(100);
        struct bus_consumer *consumer = local_log_reader(log, topic, 0, BUS_BEGINNING);
        got = local_log_rest(consumer, log);
        bus_consumer_close(consumer);
        usleep(200);
    }
    assert_string_equal(got, wanted);
    free(got);
}

static void tombstones_go_when_their_time_has_come(void **state)
{
    struct local_log *log = *state;
    struct weir_prop configs[] = {{WEIR_STR("cleanup.policy"), WEIR_STR("compact")},
                                  {WEIR_STR("delete.retention.ms"), WEIR_STR("50000")}};
    struct weir_topic_spec spec = {
        .name = WEIR_STR("c"), .partitions = 1, .configs = configs, .n_configs = 2};
    bool created = false;
    must(bus_topic_create(log->bus, &spec, &created, &log->err), &log->err);
    local_log_text(log, "c", "a", "1");
    local_log_text(log, "c", "b", "1");
    local_log_text(log, "c", "a", NULL);
    local_log_text(log, "c", "c", NULL);
    local_log_text(log, "c", "c", "back"); /* its tombstone is gone: nothing to erase later */
    assert_rest(log, "c", "b=1 a=- c=back");
    local_log_reopen(log);
    assert_rest(log, "c", "b=1 a=- c=back");
    weir_clock_fake_advance(40000);
    assert_rest(log, "c", "b=1 a=- c=back");
    await_rest(log, "c", "b=1 c=back");
    local_log_text(log, "c", "a", "new");
    assert_rest(log, "c", "b=1 c=back a=new");
}

static void compact_and_delete_go_together(void **state)
{
    struct local_log *log = *state;
    struct weir_prop configs[] = {{WEIR_STR("cleanup.policy"), WEIR_STR("compact,delete")},
                                  {WEIR_STR("retention.ms"), WEIR_STR("86400000")}};
    struct weir_topic_spec spec = {
        .name = WEIR_STR("c"), .partitions = 1, .configs = configs, .n_configs = 2};
    bool created = false;
    must(bus_topic_create(log->bus, &spec, &created, &log->err), &log->err);
    append_at(log, "c", NOW_MS - 3 * DAY_MS, 1);
    await_rest(log, "c", "");
    append_at(log, "c", NOW_MS + 100 * DAY_MS, 1); /* its index entry went with it */
    assert_rest(log, "c", "k=v");
}

static void a_deleted_topics_room_is_used_again(void **state)
{
    struct local_log *log = *state;
    for (int round = 0; round < 5; round++) {
        local_log_topic(log, "t", 2, NULL, NULL);
        append_at(log, "t", NOW_MS, 20 << 20);
        local_log_many(log, "t", 1000);
        must(bus_topic_delete(log->bus, WEIR_STR("t"), &log->err), &log->err);
        struct bus_topic_info info;
        must(bus_topic_info(log->bus, WEIR_STR("t"), &info, &log->err), &log->err);
        assert_int_equal(info.partitions, 0);
        /* Erased by the time the log is closed and opened, or soon after. */
        local_log_reopen(log);
        for (int i = 0; i < 200; i++) {
            weir_clock_fake_advance(1000);
            local_log_text(log, "other", "k", "v");
        }
    }
    char path[128];
    struct stat st;
    snprintf(path, sizeof(path), "%s/data.mdb", log->dir);
    assert_int_equal(stat(path, &st), 0);
    assert_in_range(st.st_size, 1, 70 << 20);
}

static int setup(void **state)
{
    weir_clock_fake(NOW_MS);
    return local_log_setup(state);
}

static int teardown(void **state)
{
    int rc = local_log_teardown(state);
    weir_clock_real();
    return rc;
}

#define at_a_fixed_time(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        at_a_fixed_time(the_last_record_of_each_key_stays),
        at_a_fixed_time(one_append_may_hold_a_key_twice),
        at_a_fixed_time(long_keys_that_begin_alike_are_not_one),
        at_a_fixed_time(a_compacted_record_needs_a_key),
        at_a_fixed_time(many_updates_of_ten_keys_stay_ten),
        at_a_fixed_time(old_batches_go),
        at_a_fixed_time(a_partition_keeps_to_its_size),
        at_a_fixed_time(everything_may_go_and_offsets_go_on),
        at_a_fixed_time(tombstones_go_when_their_time_has_come),
        at_a_fixed_time(compact_and_delete_go_together),
        at_a_fixed_time(a_deleted_topics_room_is_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
