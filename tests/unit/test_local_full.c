/* SPDX-License-Identifier: Apache-2.0 */
/* The embedded log without room: what it says, what fails with what, and that it goes on after. */
#include <weir/mem.h>

#include "local_log.h"

#define MAP_BYTES (2 << 20)

struct counted {
    struct bus_ack ack;
    _Atomic int *ok;
    _Atomic int *failed;
};

static void on_done(struct bus_ack *ack)
{
    struct counted *counted = (struct counted *)ack;
    atomic_fetch_add(ack->n_failed ? counted->failed : counted->ok, 1);
    free(counted);
}

static enum weir_verdict append_bytes(struct local_log *log, const char *topic, size_t bytes)
{
    char *value = weir_xcalloc(1, bytes);
    struct bus_record rec = {
        .topic = weir_str_of(topic), .key = WEIR_STR("k"), .value = weir_str_n(value, bytes)};
    enum weir_verdict class = bus_append_wait(log->producer, &rec, 1, 20000, &log->err);
    free(value);
    return class;
}

static int fill(struct local_log *log, const char *topic)
{
    int n = 0;
    while (append_bytes(log, topic, 50000) == WEIR_OK) {
        n++;
        assert_in_range(n, 0, 100);
    }
    return n;
}

static void a_full_map_says_which_key_to_raise(void **state)
{
    struct local_log *log = *state;
    local_log_text(log, "small", "k", "v");
    int n = fill(log, "t");
    assert_int_equal(log->err.class, WEIR_RETRY);
    assert_says(&log->err, "has reached data.map.bytes=2097152: raise it");
    assert_true(n > 20);
    local_log_text(log, "small", "k", "still fits");

    /* With a larger map it goes on where it was. */
    log->options.map_bytes = 8 << 20;
    local_log_reopen(log);
    assert_int_equal(append_bytes(log, "t", 50000), WEIR_OK);
    int64_t low = 0;
    int64_t high = 0;
    must(bus_watermarks(log->bus, WEIR_STR("t"), 0, &low, &high, &log->err), &log->err);
    assert_int_equal(high, n + 1);
}

static void a_deleted_topic_makes_room(void **state)
{
    struct local_log *log = *state;
    (void)fill(log, "t");
    must(bus_topic_delete(log->bus, WEIR_STR("t"), &log->err), &log->err);
    enum weir_verdict class = WEIR_RETRY;
    for (int i = 0; i < 1000 && class == WEIR_RETRY; i++) {
        class = append_bytes(log, "u", 500000);
    }
    must(class, &log->err);
}

static void nothing_overtakes_a_failed_append(void **state)
{
    struct local_log *log = *state;
    char *value = weir_xcalloc(1, 300000);
    _Atomic int done = 0;
    _Atomic int failed = 0;
    enum weir_verdict class = WEIR_OK;
    int taken = 0;
    for (; taken < 100 && class == WEIR_OK; taken++) {
        struct counted *counted = weir_xcalloc(1, sizeof(*counted));
        *counted = (struct counted){.ack.done = on_done, .ok = &done, .failed = &failed};
        /* Large ones until the map is full, and small ones, which would fit, behind them. */
        struct bus_record rec = {.topic = WEIR_STR("t"),
                                 .key = WEIR_STR("k"),
                                 .value = weir_str_n(value, taken % 2 ? 10 : 300000)};
        class = bus_append(log->producer, &rec, 1, &counted->ack, &log->err);
        if (class != WEIR_OK) {
            free(counted);
            break;
        }
    }
    assert_int_equal(class, WEIR_RETRY);
    assert_says(&log->err, "after a failed append: the log in");
    must(bus_producer_flush(log->producer, 20000, &log->err), &log->err);
    assert_int_equal(done + failed, taken);
    int64_t low = 0;
    int64_t high = 0;
    must(bus_watermarks(log->bus, WEIR_STR("t"), 0, &low, &high, &log->err), &log->err);
    assert_int_equal(high, done);
    local_log_text(log, "t", "k", "and now it is known");

    /* What is there is the beginning of what was sent, nothing left out. */
    struct bus_consumer *consumer = local_log_reader(log, "t", 0, BUS_BEGINNING);
    for (int64_t i = 0; i < high;) {
        struct bus_messages got;
        must(bus_consumer_poll(consumer, 10, 1 << 20, 1000, &got, &log->err), &log->err);
        for (size_t j = 0; j < got.n && i < high; j++, i++) {
            assert_int_equal(got.items[j].value.n, i % 2 ? 10 : 300000);
        }
        bus_messages_release(consumer, &got);
    }
    bus_consumer_close(consumer);
    free(value);
}

static void a_refused_append_is_told_once(void **state)
{
    struct local_log *log = *state;
    char *value = weir_xcalloc(1, 3 << 20);
    _Atomic int done = 0;
    _Atomic int failed = 0;
    struct counted *counted = weir_xcalloc(1, sizeof(*counted));
    *counted = (struct counted){.ack.done = on_done, .ok = &done, .failed = &failed};
    struct bus_record rec = {
        .topic = WEIR_STR("t"), .key = WEIR_STR("k"), .value = weir_str_n(value, 3 << 20)};
    must(bus_append(log->producer, &rec, 1, &counted->ack, &log->err), &log->err);
    rec.value.n = 10;
    /* Until it has failed others are taken, then one is refused, then all is well again. */
    enum weir_verdict class = WEIR_OK;
    int behind = 0;
    while (class == WEIR_OK) {
        counted = weir_xcalloc(1, sizeof(*counted));
        *counted = (struct counted){.ack.done = on_done, .ok = &done, .failed = &failed};
        class = bus_append(log->producer, &rec, 1, &counted->ack, &log->err);
        behind += class == WEIR_OK;
    }
    free(counted);
    assert_int_equal(class, WEIR_RETRY);
    while (class == WEIR_RETRY) {
        class = bus_append_wait(log->producer, &rec, 1, 20000, &log->err);
    }
    assert_int_equal(class, WEIR_OK);
    assert_int_equal(failed, 1 + behind);
    assert_int_equal(done, 0);
    free(value);
}

static int setup(void **state)
{
    struct local_log *log = local_log_new();
    log->options.map_bytes = MAP_BYTES;
    local_log_open(log);
    *state = log;
    return 0;
}

#define on_a_small_log(test) cmocka_unit_test_setup_teardown(test, setup, local_log_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        on_a_small_log(a_full_map_says_which_key_to_raise),
        on_a_small_log(a_deleted_topic_makes_room),
        on_a_small_log(nothing_overtakes_a_failed_append),
        on_a_small_log(a_refused_append_is_told_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
