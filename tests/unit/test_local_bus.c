/* SPDX-License-Identifier: Apache-2.0 */
/* The embedded log from outside: what was appended is read, also after it was opened again. */
#include "local_log.h"

#include <sys/stat.h>

#include <weir/mem.h>

static void a_record_comes_back_whole(void **state)
{
    struct local_log *log = *state;
    struct weir_raw_header headers[] = {{WEIR_STR("h1"), WEIR_STR("x")},
                                        {WEIR_STR("h2"), WEIR_STR_NULL}};
    struct bus_record recs[] = {
        {.topic = WEIR_STR("t"),
         .partition = WEIR_NO_PARTITION,
         .timestamp = 1700000000123,
         .key = WEIR_STR("k"),
         .value = WEIR_STR("v"),
         .headers = headers,
         .n_headers = 2},
        {.topic = WEIR_STR("t"),
         .partition = 0,
         .timestamp = 1700000000100,
         .key = WEIR_STR_NULL,
         .value = WEIR_STR("")},
        {.topic = WEIR_STR("t"),
         .partition = 0,
         .timestamp = 1700000000999,
         .key = WEIR_STR(""),
         .value = WEIR_STR_NULL},
    };
    local_log_append(log, recs, 3);
    for (int round = 0; round < 2; round++) {
        struct bus_consumer *consumer = local_log_reader(log, "t", 0, BUS_BEGINNING);
        struct bus_messages got = local_log_poll(consumer, 3);
        assert_int_equal(got.items[0].offset, 0);
        assert_int_equal(got.items[0].timestamp, 1700000000123);
        assert_text(got.items[0].key, "k");
        assert_text(got.items[0].value, "v");
        assert_int_equal(got.items[0].n_headers, 2);
        assert_text(got.items[0].headers[0].name, "h1");
        assert_text(got.items[0].headers[0].value, "x");
        assert_null(got.items[0].headers[1].value.p);
        assert_null(got.items[1].key.p);
        assert_text(got.items[1].value, "");
        assert_int_equal(got.items[1].timestamp, 1700000000100);
        assert_text(got.items[2].key, "");
        assert_null(got.items[2].value.p);
        assert_int_equal(got.items[2].offset, 2);
        bus_messages_release(consumer, &got);
        assert_int_equal(bus_consumer_position(consumer, WEIR_STR("t"), 0), 3);
        bus_consumer_close(consumer);
        local_log_reopen(log);
    }
}

static void offsets_go_on_after_reopening(void **state)
{
    struct local_log *log = *state;
    for (int i = 0; i < 5; i++) {
        local_log_text(log, "t", "k", "v");
        local_log_reopen(log);
    }
    int64_t low = -1;
    int64_t high = -1;
    must(bus_watermarks(log->bus, WEIR_STR("t"), 0, &low, &high, &log->err), &log->err);
    assert_int_equal(low, 0);
    assert_int_equal(high, 5);
    struct bus_consumer *consumer = local_log_reader(log, "t", 0, 3);
    struct bus_messages got = local_log_poll(consumer, 2);
    assert_int_equal(got.items[0].offset, 3);
    bus_messages_release(consumer, &got);
    bus_consumer_close(consumer);
}

static void topics_are_made_and_described(void **state)
{
    struct local_log *log = *state;
    struct weir_prop configs[] = {{WEIR_STR("cleanup.policy"), WEIR_STR("compact")},
                                  {WEIR_STR("segment.ms"), WEIR_STR("100")}};
    struct weir_topic_spec spec = {.name = WEIR_STR("connect-configs"),
                                   .partitions = 3,
                                   .replication_factor = 1,
                                   .configs = configs,
                                   .n_configs = 2};
    bool created = false;
    must(bus_topic_create(log->bus, &spec, &created, &log->err), &log->err);
    assert_true(created);
    must(bus_topic_create(log->bus, &spec, &created, &log->err), &log->err);
    assert_false(created);
    local_log_reopen(log);

    struct bus_topic_info info;
    must(bus_topic_info(log->bus, WEIR_STR("connect-configs"), &info, &log->err), &log->err);
    assert_int_equal(info.partitions, 3);
    must(bus_topic_info(log->bus, WEIR_STR("none"), &info, &log->err), &log->err);
    assert_int_equal(info.partitions, 0);

    struct weir_arena arena;
    struct weir_props props;
    weir_arena_init(&arena, 1024);
    weir_props_init(&props, &arena);
    must(bus_topic_configs(log->bus, WEIR_STR("connect-configs"), &props, &log->err), &log->err);
    assert_text(weir_props_get(&props, "cleanup.policy"), "compact");
    assert_text(weir_props_get(&props, "segment.ms"), "100");
    local_log_text(log, "another", "k", "v");
    const struct bus_topic_info *topics = NULL;
    size_t n = 0;
    must(bus_topics(log->bus, &arena, &topics, &n, &log->err), &log->err);
    assert_int_equal(n, 2);
    assert_text(topics[0].name, "another");
    weir_arena_free(&arena);
}

static void bad_topics_are_refused(void **state)
{
    static const struct {
        const char *name;
        int32_t partitions;
        const char *config;
        const char *value;
        const char *says;
    } rows[] = {
        {"", 1, "a", "b", "not a topic's name"},
        {"a/b", 1, "a", "b", "not a topic's name"},
        {"..", 1, "a", "b", "not a topic's name"},
        {"t", 0, "a", "b", "0 partitions"},
        {"t", 10001, "a", "b", "10001 partitions"},
        {"t", 1, "cleanup.policy", "shrink", "cleanup.policy=shrink"},
        {"t", 1, "retention.ms", "soon", "retention.ms=soon"},
        {"t", 1, "retention.bytes", "-2", "retention.bytes=-2"},
    };
    struct local_log *log = *state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct weir_prop config = {weir_str_of(rows[i].config), weir_str_of(rows[i].value)};
        struct weir_topic_spec spec = {.name = weir_str_of(rows[i].name),
                                       .partitions = rows[i].partitions,
                                       .configs = &config,
                                       .n_configs = 1};
        bool created = false;
        assert_int_equal(bus_topic_create(log->bus, &spec, &created, &log->err), WEIR_BAD_CONFIG);
        assert_says(&log->err, rows[i].says);
    }
}

static void a_second_writer_is_refused(void **state)
{
    struct local_log *log = *state;
    struct bus_local_options options = log->options;
    struct bus *second = NULL;
    assert_int_equal(bus_open_local(&options, &second, &log->err), WEIR_BAD_CONFIG);
    char says[64];
    snprintf(says, sizeof(says), "is written by process %d already", getpid());
    assert_says(&log->err, says);
}

static void a_tiny_map_is_refused(void **state)
{
    struct local_log *log = *state;
    struct bus_local_options options = log->options;
    struct bus *bus = NULL;
    options.map_bytes = 4096;
    assert_int_equal(bus_open_local(&options, &bus, &log->err), WEIR_BAD_CONFIG);
    assert_says(&log->err, "data.map.bytes=4096 is less than 1048576");
}

static void an_empty_folder_cannot_be_read(void **state)
{
    struct local_log *log = *state;
    char *dir = weir_xprintf("%s/none", log->dir);
    struct bus_local_options options = log->options;
    struct bus *bus = NULL;
    options.data_dir = dir;
    options.read_only = true;
    assert_int_equal(mkdir(dir, 0700), 0);
    assert_int_equal(bus_open_local(&options, &bus, &log->err), WEIR_BAD_CONFIG);
    assert_says(&log->err, "there is no log in");
    free(dir);
}

static void *append_later(void *self)
{
    local_log_text(self, "t", "k", "later");
    return NULL;
}

static void polling_waits_for_an_append(void **state)
{
    struct local_log *log = *state;
    local_log_text(log, "t", "k", "first");
    struct bus_consumer *consumer = local_log_reader(log, "t", 0, BUS_END);
    struct bus_messages got;
    must(bus_consumer_poll(consumer, 10, 1000, 0, &got, &log->err), &log->err);
    assert_int_equal(got.n, 0);
    pthread_t thread;
    pthread_create(&thread, NULL, append_later, log);
    got = local_log_poll(consumer, 1);
    assert_text(got.items[0].value, "later");
    bus_messages_release(consumer, &got);
    pthread_join(thread, NULL);
    bus_consumer_wake(consumer);
    assert_int_equal(bus_consumer_poll(consumer, 10, 1000, 10000, &got, &log->err), WEIR_WOKEN);
    bus_consumer_close(consumer);
}

static void limits_of_a_poll_hold(void **state)
{
    struct local_log *log = *state;
    local_log_many(log, "t", 1000);
    struct bus_consumer *consumer = local_log_reader(log, "t", 0, BUS_BEGINNING);
    struct bus_messages first;
    struct bus_messages second;
    must(bus_consumer_poll(consumer, 300, 1 << 20, 1000, &first, &log->err), &log->err);
    must(bus_consumer_poll(consumer, 1 << 20, 10000, 1000, &second, &log->err), &log->err);
    assert_int_equal(first.n, 300);
    assert_in_range(second.n, 10, 120);
    assert_int_equal(second.items[0].offset, 300);
    assert_text(first.items[299].value, "value 299"); /* still good after a second poll */
    assert_text(second.items[0].value, "value 300");
    bus_messages_release(consumer, &first);
    bus_messages_release(consumer, &second);
    bus_consumer_close(consumer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        on_a_log(a_record_comes_back_whole),     on_a_log(offsets_go_on_after_reopening),
        on_a_log(topics_are_made_and_described), on_a_log(bad_topics_are_refused),
        on_a_log(a_second_writer_is_refused),    on_a_log(an_empty_folder_cannot_be_read),
        on_a_log(a_tiny_map_is_refused),         on_a_log(polling_waits_for_an_append),
        on_a_log(limits_of_a_poll_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
