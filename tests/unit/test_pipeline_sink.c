/* SPDX-License-Identifier: Apache-2.0 */
/* What a sink task does with puts that come again, safe offsets, seeks, pauses, rebalances. */
#include "unit.h"

#include <stdlib.h>

#include <weir/time.h>

#include "pipe_rig.h"

struct fixture {
    struct pipe_rig rig;
    struct fake_sink sink;
    struct pipe_task task;
};

static void put_n(struct fixture *fix, const char *topic, int from, int n)
{
    for (int i = from; i < from + n; i++) {
        char text[16];
        snprintf(text, sizeof(text), "%d", i);
        fake_bus_put(fix->rig.bus, topic, 0, "k", text);
    }
}

static void open_fixture(struct fixture *fix, int n)
{
    pipe_rig_open(&fix->rig, 0, NULL);
    fake_sink_init(&fix->sink);
    put_n(fix, "t", 0, n);
}

static void start(struct fixture *fix, const char *const *pairs)
{
    static const char *const plain[] = {"name", "s", "topics", "t", NULL};
    pipe_task_start(&fix->task, &fix->rig, "test.FakeSink", &fix->sink, pairs ? pairs : plain);
}

static void close_fixture(struct fixture *fix)
{
    pipe_task_end(&fix->task);
    fake_sink_end(&fix->sink);
    pipe_rig_close(&fix->rig);
}

static int64_t committed(struct fixture *fix, const char *topic)
{
    return fake_bus_committed(fix->rig.bus, "connect-s", topic, 0);
}

static bool await_committed(struct fixture *fix, const char *topic, int64_t offset)
{
    return fake_bus_await_committed(fix->rig.bus, "connect-s", topic, 0, offset);
}

/* ---- puts that come again ---- */

static enum weir_verdict busy_thrice(struct fake_sink *sink, struct weir_batch *batch,
                                     struct weir_verdicts *verdicts, struct weir_err *err)
{
    (void)batch;
    (void)verdicts;
    return sink->puts <= 3 ? weir_err_set(err, WEIR_RETRY, "the target is busy") : WEIR_OK;
}

static void test_put_comes_again(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 10);
    fix.sink.on_put = busy_thrice;
    start(&fix, NULL);
    assert_true(fake_sink_await(&fix.sink, 10));
    assert_int_equal(fix.sink.puts, 4);
    assert_int_equal(fix.task.metrics->retries, 3);
    assert_true(await_committed(&fix, "t", 10));
    assert_int_equal(fake_sink_count(&fix.sink), 10);
    close_fixture(&fix);
}

static atomic_bool target_is_down;

static enum weir_verdict down(struct fake_sink *sink, struct weir_batch *batch,
                              struct weir_verdicts *verdicts, struct weir_err *err)
{
    (void)sink;
    (void)batch;
    (void)verdicts;
    return atomic_load(&target_is_down) ? weir_err_set(err, WEIR_RETRY, "connection refused")
                                        : WEIR_OK;
}

struct count_wish {
    atomic_int *count;
    int n;
};

static bool count_reached(void *arg)
{
    const struct count_wish *wish = arg;
    return atomic_load(wish->count) >= wish->n;
}

struct retries_wish {
    struct task_metrics *metrics;
    int n;
};

static bool retries_reached(void *arg)
{
    const struct retries_wish *wish = arg;
    return wish->metrics->retries >= wish->n;
}

struct polls_wish {
    struct bus *bus;
    size_t n;
};

static bool polls_reached(void *arg)
{
    const struct polls_wish *wish = arg;
    return fake_bus_polls(wish->bus) >= wish->n;
}

static bool all_written(void *arg)
{
    return fake_sink_count(arg) == 10;
}

static bool all_committed(void *arg)
{
    return fake_bus_committed(arg, "connect-s", "t", 0) == 10;
}

/*
 * Time moves on by itself: the task may be on its way into a poll with a wait it has reckoned
 * from the time before, and sleeps as much longer as the clock was set forward at once.
 */
static bool await_as_time_passes(bool (*is)(void *arg), void *arg)
{
    for (int i = 0; i < 50000 && !is(arg); i++) {
        weir_clock_fake_advance(1);
        struct timespec pause = {.tv_nsec = 200000};
        nanosleep(&pause, NULL);
    }
    return is(arg);
}

static bool trouble_is_shown(void *arg)
{
    struct task_metrics *metrics = arg;
    pthread_mutex_lock(&metrics->lock);
    bool shown = strcmp(metrics->trouble, "waiting for the target: connection refused") == 0;
    pthread_mutex_unlock(&metrics->lock);
    return shown;
}

static void test_breaker(void **state)
{
    (void)state;
    weir_clock_fake(1700000000000);
    struct fixture fix;
    open_fixture(&fix, 10);
    atomic_store(&target_is_down, true);
    fix.sink.on_put = down;
    start(&fix, (const char *const[]){"name", "s", "topics", "t", "weir.breaker.enable", "true",
                                      "weir.breaker.failures", "3", "weir.breaker.wait.ms", "30000",
                                      "errors.retry.delay.max.ms", "1000", NULL});
    assert_true(pipe_await(trouble_is_shown, fix.task.metrics)); /* at the first already */
    for (int n = 1; n < 3; n++) { /* 300 ms, 600 ms, then the breaker opens */
        /* The put is counted before the wait is set. */
        assert_true(pipe_await(retries_reached, &(struct retries_wish){fix.task.metrics, n}));
        assert_int_equal(fix.sink.puts, n);
        int64_t from_ms = weir_clock_mono_ms();
        assert_true(
            await_as_time_passes(count_reached, &(struct count_wish){&fix.sink.puts, n + 1}));
        assert_true(weir_clock_mono_ms() - from_ms >= 300 * n);
    }
    assert_true(pipe_await(retries_reached, &(struct retries_wish){fix.task.metrics, 3}));
    assert_true(pipe_await(trouble_is_shown, fix.task.metrics));
    /* The group is kept alive meanwhile, and the target left in peace. */
    size_t polls = fake_bus_polls(fix.rig.bus);
    for (int s = 0; s < 29; s++) {
        weir_clock_fake_advance(1000);
        assert_true(pipe_await(polls_reached, &(struct polls_wish){fix.rig.bus, polls + 1}));
        polls = fake_bus_polls(fix.rig.bus);
    }
    assert_int_equal(fix.sink.puts, 3);
    assert_int_equal(fix.task.metrics->lag, 10);
    atomic_store(&target_is_down, false);
    assert_true(await_as_time_passes(all_written, &fix.sink));
    assert_true(await_as_time_passes(all_committed, fix.rig.bus));
    assert_string_equal(fix.task.metrics->trouble, "");
    close_fixture(&fix);
    weir_clock_real();
}

/* ---- safe offsets ---- */

static enum weir_verdict four_are_safe(struct fake_sink *sink, struct weir_topic_partition *offsets,
                                       size_t n, struct weir_err *err)
{
    (void)sink;
    (void)err;
    for (size_t i = 0; i < n; i++) {
        offsets[i].offset = offsets[i].offset > 4 ? 4 : offsets[i].offset;
    }
    return WEIR_OK;
}

static void test_only_safe_offsets_are_committed(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 10);
    fix.sink.on_flush = four_are_safe;
    start(&fix, NULL);
    assert_true(fake_sink_await(&fix.sink, 10));
    assert_true(await_committed(&fix, "t", 4));
    pipe_task_stop(&fix.task);
    assert_int_equal(committed(&fix, "t"), 4);
    close_fixture(&fix);
}

static enum weir_verdict none_is_safe(struct fake_sink *sink, struct weir_topic_partition *offsets,
                                      size_t n, struct weir_err *err)
{
    (void)sink;
    (void)err;
    for (size_t i = 0; i < n; i++) {
        offsets[i].offset = i ? offsets[i].offset : -1;
    }
    return WEIR_OK;
}

static void test_minus_one_is_not_committed(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 10);
    fix.sink.on_flush = none_is_safe;
    start(&fix, NULL);
    assert_true(fake_sink_await(&fix.sink, 10));
    assert_true(pipe_await(count_reached, &(struct count_wish){&fix.sink.flushes, 2}));
    pipe_task_stop(&fix.task);
    assert_int_equal(committed(&fix, "t"), -1);
    close_fixture(&fix);
}

static enum weir_verdict flush_fails(struct fake_sink *sink, struct weir_topic_partition *offsets,
                                     size_t n, struct weir_err *err)
{
    (void)offsets;
    (void)n;
    return sink->flushes == 1   ? weir_err_set(err, WEIR_RETRY, "cannot flush yet")
           : sink->flushes == 2 ? WEIR_OK
                                : weir_err_set(err, WEIR_FATAL, "the disk is gone");
}

static void test_flush_failures(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 5);
    fix.sink.on_flush = flush_fails;
    start(&fix, NULL);
    assert_true(await_committed(&fix, "t", 5));
    assert_int_equal(fix.sink.flushes, 2);
    put_n(&fix, "t", 5, 5);
    assert_true(pipe_task_await_end(&fix.task));
    assert_non_null(strstr(fix.task.err.text, "flush: the disk is gone"));
    assert_int_equal(committed(&fix, "t"), 5);
    close_fixture(&fix);
}

static enum weir_verdict wants_commit(struct fake_sink *sink, struct weir_batch *batch,
                                      struct weir_verdicts *verdicts, struct weir_err *err)
{
    (void)batch;
    (void)verdicts;
    (void)err;
    weir_task_request_commit(sink->task);
    return WEIR_OK;
}

static void test_commit_on_request(void **state)
{
    (void)state;
    struct fixture fix;
    pipe_rig_open(&fix.rig, 0, (const char *const[]){"offset.flush.interval.ms", "3600000", NULL});
    fake_sink_init(&fix.sink);
    put_n(&fix, "t", 0, 10);
    fix.sink.on_put = wants_commit;
    start(&fix, NULL);
    assert_true(await_committed(&fix, "t", 10));
    close_fixture(&fix);
}

/* ---- seeks ---- */

static enum weir_verdict from_six(struct fake_sink *sink,
                                  const struct weir_topic_partition *partitions, size_t n,
                                  struct weir_err *err)
{
    assert_int_equal(partitions[0].offset, 0);
    return n == 1 ? weir_task_seek(sink->task, partitions[0].topic, partitions[0].partition, 6, err)
                  : WEIR_OK;
}

static void test_seek_when_assigned(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 10);
    fix.sink.on_assigned = from_six;
    start(&fix, NULL);
    assert_true(await_committed(&fix, "t", 10));
    assert_int_equal(fake_sink_count(&fix.sink), 4);
    assert_string_equal(fix.sink.seen[0].value, "6");
    close_fixture(&fix);
}

static enum weir_verdict check_metadata(struct fake_sink *sink,
                                        const struct weir_topic_partition *partitions, size_t n,
                                        struct weir_err *err)
{
    (void)err;
    if (sink->opens > 1) {
        assert_int_equal(n, 1);
        assert_int_equal(partitions[0].offset, 10);
        assert_string_equal(partitions[0].metadata.p, "weir:7");
    } else {
        assert_null(partitions[0].metadata.p);
    }
    return WEIR_OK;
}

static void test_assigned_sees_the_commit(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 10);
    fix.sink.on_assigned = check_metadata;
    start(&fix, NULL);
    assert_true(await_committed(&fix, "t", 10));
    pipe_task_end(&fix.task);
    start(&fix, NULL);
    assert_true(pipe_await(count_reached, &(struct count_wish){&fix.sink.assigned, 2}));
    close_fixture(&fix);
}

static enum weir_verdict seek_back_once(struct fake_sink *sink, struct weir_batch *batch,
                                        struct weir_verdicts *verdicts, struct weir_err *err)
{
    (void)batch;
    (void)verdicts;
    return sink->puts == 1 ? weir_task_seek(sink->task, WEIR_STR("t"), 0, 2, err) : WEIR_OK;
}

static void test_seek_in_put(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 5);
    fix.sink.on_put = seek_back_once;
    start(&fix, NULL);
    assert_true(fake_sink_await(&fix.sink, 8)); /* 0 1 2 3 4, 2 3 4 */
    assert_string_equal(fix.sink.seen[5].value, "2");
    assert_true(await_committed(&fix, "t", 5));
    close_fixture(&fix);
}

/* ---- pauses ---- */

static enum weir_verdict hold_u(struct fake_sink *sink,
                                const struct weir_topic_partition *partitions, size_t n,
                                struct weir_err *err)
{
    (void)err;
    for (size_t i = 0; i < n; i++) {
        if (weir_str_is(partitions[i].topic, "u")) {
            weir_task_pause(sink->task, partitions[i].topic, partitions[i].partition);
        }
    }
    return WEIR_OK;
}

static enum weir_verdict resume_u(struct fake_sink *sink, struct weir_batch *batch,
                                  struct weir_verdicts *verdicts, struct weir_err *err)
{
    (void)verdicts;
    (void)err;
    if (weir_str_is(weir_value_str(batch->recs[batch->n - 1].value), "9")) {
        weir_task_resume(sink->task, WEIR_STR("u"), 0);
    }
    return WEIR_OK;
}

static void test_plugin_pauses_a_partition(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 5);
    put_n(&fix, "u", 100, 5);
    fix.sink.on_assigned = hold_u;
    fix.sink.on_put = resume_u;
    start(&fix, (const char *const[]){"name", "s", "topics", "u,t", NULL});
    assert_true(fake_sink_await(&fix.sink, 5));
    assert_true(await_committed(&fix, "t", 5));
    assert_int_equal(fake_sink_count(&fix.sink), 5);
    put_n(&fix, "t", 5, 5);
    assert_true(fake_sink_await(&fix.sink, 15));
    assert_string_equal(fix.sink.seen[10].value, "100");
    assert_string_equal(fix.task.topics, "t,u,");
    close_fixture(&fix);
}

static void test_paused_sink_stays_in_the_group(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 5);
    start(&fix, NULL);
    assert_true(fake_sink_await(&fix.sink, 5));
    task_pause(fix.task.task, true);
    assert_true(pipe_task_await_paused(&fix.task));
    size_t polls = fake_bus_polls(fix.rig.bus);
    put_n(&fix, "t", 5, 5);
    assert_true(pipe_await(polls_reached, &(struct polls_wish){fix.rig.bus, polls + 3}));
    assert_int_equal(fake_sink_count(&fix.sink), 5);
    task_pause(fix.task.task, false);
    assert_true(fake_sink_await(&fix.sink, 10));
    assert_int_equal(fix.sink.revoked, 0);
    close_fixture(&fix);
}

/* ---- rebalances ---- */

static void test_revoked_partition_is_committed(void **state)
{
    (void)state;
    struct fixture fix;
    pipe_rig_open(&fix.rig, 0, (const char *const[]){"offset.flush.interval.ms", "3600000", NULL});
    fake_sink_init(&fix.sink);
    put_n(&fix, "t", 0, 10);
    start(&fix, NULL);
    assert_true(fake_sink_await(&fix.sink, 10));
    assert_int_equal(committed(&fix, "t"), -1);
    fake_bus_rebalance(fix.rig.bus, "connect-s", false);
    assert_true(await_committed(&fix, "t", 10));
    assert_true(pipe_await(count_reached, &(struct count_wish){&fix.sink.assigned, 2}));
    assert_int_equal(fix.sink.revoked, 1);
    put_n(&fix, "t", 10, 1);
    assert_true(fake_sink_await(&fix.sink, 11));
    assert_string_equal(fix.sink.seen[10].value, "10");
    close_fixture(&fix);
}

static void test_lost_partition_is_not_committed(void **state)
{
    (void)state;
    struct fixture fix;
    pipe_rig_open(&fix.rig, 0, (const char *const[]){"offset.flush.interval.ms", "3600000", NULL});
    fake_sink_init(&fix.sink);
    put_n(&fix, "t", 0, 10);
    start(&fix, NULL);
    assert_true(fake_sink_await(&fix.sink, 10));
    fake_bus_rebalance(fix.rig.bus, "connect-s", true);
    assert_true(pipe_await(count_reached, &(struct count_wish){&fix.sink.revoked, 1}));
    assert_true(fake_sink_await(&fix.sink, 20)); /* from the start again */
    assert_int_equal(fix.sink.flushes, 0);
    close_fixture(&fix);
}

static void test_records_of_a_revoked_partition_are_not_put_again(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 5);
    put_n(&fix, "u", 100, 5);
    atomic_store(&target_is_down, true);
    fix.sink.on_put = down;
    start(&fix, (const char *const[]){"name", "s", "topics", "t,u", "weir.breaker.enable", "false",
                                      NULL});
    assert_true(pipe_await(count_reached, &(struct count_wish){&fix.sink.puts, 2}));
    fake_bus_take(fix.rig.bus, "connect-s", "t", 0, true);
    assert_true(pipe_await(count_reached, &(struct count_wish){&fix.sink.revoked, 1}));
    atomic_store(&target_is_down, false);
    assert_true(await_committed(&fix, "u", 5));
    assert_int_equal(fake_sink_count(&fix.sink), 5);
    assert_string_equal(fix.sink.seen[0].value, "100");
    assert_int_equal(committed(&fix, "t"), -1);
    close_fixture(&fix);
}

/* It comes back while its records wait, and goes and comes once more: no place is behind them. */
static void test_records_of_a_partition_that_comes_back_are_put(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 5);
    atomic_store(&target_is_down, true);
    fix.sink.on_put = down;
    /* The wait is for a partition to be back before its old records are let go. */
    start(&fix, (const char *const[]){"name", "s", "topics", "t", "weir.breaker.failures", "1",
                                      "weir.breaker.wait.ms", "300", NULL});
    for (int spell = 1; spell <= 3; spell++) {
        int puts = atomic_load(&fix.sink.puts);
        assert_true(pipe_await(count_reached, &(struct count_wish){&fix.sink.assigned, spell}));
        assert_true(pipe_await(count_reached, &(struct count_wish){&fix.sink.puts, puts + 1}));
        if (spell < 3) {
            fake_bus_rebalance(fix.rig.bus, "connect-s", false);
        }
    }
    assert_int_equal(committed(&fix, "t"), -1);
    atomic_store(&target_is_down, false);
    assert_true(fake_sink_await(&fix.sink, 5));
    assert_true(await_committed(&fix, "t", 5));
    close_fixture(&fix);
}

/* ---- topics.regex ---- */

static void test_new_topic_is_read_from_its_start(void **state)
{
    (void)state;
    weir_clock_fake(1700000000000);
    struct fixture fix;
    open_fixture(&fix, 3);
    put_n(&fix, "logs", 0, 3); /* only whole names match */
    start(&fix, (const char *const[]){"name", "s", "topics.regex", "t|log\\..*", NULL});
    assert_true(fake_sink_await(&fix.sink, 3));
    put_n(&fix, "log.a", 200, 3);
    for (int i = 0; i < 5 && fake_sink_count(&fix.sink) < 6; i++) {
        size_t polls = fake_bus_polls(fix.rig.bus);
        weir_clock_fake_advance(1000);
        assert_true(pipe_await(polls_reached, &(struct polls_wish){fix.rig.bus, polls + 1}) ||
                    fake_sink_count(&fix.sink) == 6);
    }
    assert_int_equal(fake_sink_count(&fix.sink), 6);
    assert_string_equal(fix.sink.seen[3].value, "200");
    close_fixture(&fix);
    weir_clock_real();
}

static void test_regex_that_matches_nothing_yet(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 0);
    start(&fix, (const char *const[]){"name", "s", "topics.regex", "later", NULL});
    assert_true(pipe_task_await_running(&fix.task));
    put_n(&fix, "later", 0, 2);
    assert_true(fake_sink_await(&fix.sink, 2));
    close_fixture(&fix);
}

/* ---- client settings ---- */

static void test_group_of_the_user(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 5);
    start(&fix, (const char *const[]){"name", "s", "topics", "t", "consumer.override.group.id",
                                      "mine", "consumer.override.max.poll.records", "2", NULL});
    assert_true(fake_bus_await_committed(fix.rig.bus, "mine", "t", 0, 5));
    assert_int_equal(fix.task.metrics->batch_max, 2);
    close_fixture(&fix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_put_comes_again),
        cmocka_unit_test(test_breaker),
        cmocka_unit_test(test_only_safe_offsets_are_committed),
        cmocka_unit_test(test_minus_one_is_not_committed),
        cmocka_unit_test(test_flush_failures),
        cmocka_unit_test(test_commit_on_request),
        cmocka_unit_test(test_seek_when_assigned),
        cmocka_unit_test(test_assigned_sees_the_commit),
        cmocka_unit_test(test_seek_in_put),
        cmocka_unit_test(test_plugin_pauses_a_partition),
        cmocka_unit_test(test_paused_sink_stays_in_the_group),
        cmocka_unit_test(test_revoked_partition_is_committed),
        cmocka_unit_test(test_lost_partition_is_not_committed),
        cmocka_unit_test(test_records_of_a_revoked_partition_are_not_put_again),
        cmocka_unit_test(test_records_of_a_partition_that_comes_back_are_put),
        cmocka_unit_test(test_new_topic_is_read_from_its_start),
        cmocka_unit_test(test_regex_that_matches_nothing_yet),
        cmocka_unit_test(test_group_of_the_user),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
