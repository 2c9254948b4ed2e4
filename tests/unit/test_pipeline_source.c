/* SPDX-License-Identifier: Apache-2.0 */
/* What a source task does with polls, acknowledgements, offsets, topics and pauses. */
#include "unit.h"

#include <stdlib.h>

#include "pipe_rig.h"

struct fixture {
    struct pipe_rig rig;
    struct fake_source source;
    struct pipe_task task;
};

static void open_fixture(struct fixture *fix, int features, int64_t n, uint32_t per_poll,
                         const char *const *worker)
{
    pipe_rig_open(&fix->rig, features, worker);
    fake_source_init(&fix->source, n, per_poll);
}

static void start(struct fixture *fix, const char *const *pairs)
{
    pipe_task_start(&fix->task, &fix->rig, "test.FakeSource", &fix->source, pairs);
}

static void close_fixture(struct fixture *fix)
{
    pipe_task_end(&fix->task);
    fake_source_end(&fix->source);
    pipe_rig_close(&fix->rig);
}

/* ---- polls ---- */

static enum weir_verdict fails_twice(struct fake_source *source, struct weir_err *err)
{
    return source->polls <= 2 ? weir_err_set(err, WEIR_RETRY, "not yet") : WEIR_OK;
}

static void test_poll_is_retried(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 0, 5, 5, NULL);
    fix.source.on_poll = fails_twice;
    start(&fix, NULL);
    assert_true(fake_bus_await(fix.rig.bus, "t", 0, 5));
    assert_true(fix.source.polls >= 3);
    assert_int_equal(fix.task.metrics->retries, 2);
    pipe_task_stop(&fix.task);
    assert_int_equal(fix.task.failed, 0);
    close_fixture(&fix);
}

static atomic_bool server_is_down;

static enum weir_verdict down(struct fake_source *source, struct weir_err *err)
{
    (void)source;
    return atomic_load(&server_is_down) ? weir_err_set(err, WEIR_RETRY, "connection refused")
                                        : WEIR_OK;
}

static bool trouble_is_shown(void *arg)
{
    struct task_metrics *metrics = arg;
    pthread_mutex_lock(&metrics->lock);
    bool shown = strcmp(metrics->trouble, "waiting for the source: connection refused") == 0;
    pthread_mutex_unlock(&metrics->lock);
    return shown;
}

static void test_a_source_that_is_down_is_shown(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 0, 5, 5, NULL);
    atomic_store(&server_is_down, true);
    fix.source.on_poll = down;
    start(&fix, NULL);
    assert_true(pipe_await(trouble_is_shown, fix.task.metrics));
    atomic_store(&server_is_down, false);
    assert_true(fake_bus_await(fix.rig.bus, "t", 0, 5));
    pipe_task_stop(&fix.task);
    assert_string_equal(fix.task.metrics->trouble, "");
    close_fixture(&fix);
}

static enum weir_verdict fails_third(struct fake_source *source, struct weir_err *err)
{
    return source->polls == 3
               ? weir_err_set(err, WEIR_FATAL, "the source is gone, password=%s", "s3cret")
               : WEIR_OK;
}

static void test_failed_poll_ends_the_task(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 0, 100, 5, NULL);
    fix.source.on_poll = fails_third;
    start(&fix, NULL);
    assert_true(pipe_task_await_end(&fix.task));
    assert_int_equal(fix.task.failed, 1);
    assert_int_equal(fix.task.stopped, 0);
    assert_int_equal(fix.task.err.class, WEIR_FATAL);
    assert_non_null(strstr(fix.task.err.text, "the source is gone"));
    /* What was acknowledged before is committed. */
    assert_int_equal(pipe_rig_offset(&fix.rig, "c", 0), 10);
    assert_int_equal(fake_bus_count(fix.rig.bus, "t", 0), 10);
    close_fixture(&fix);
}

/* ---- acknowledgements ---- */

static void test_prefix_is_committed(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 0, 12, 3,
                 (const char *const[]){"task.batches.in.flight.max", "4", "offset.flush.timeout.ms",
                                       "100", NULL});
    fake_bus_acks(fix.rig.bus, FAKE_ACKS_HELD);
    start(&fix, NULL);
    assert_true(fake_bus_await_held(fix.rig.bus, 4));
    /* The limit is reached: nothing more is polled. */
    assert_int_equal(fake_bus_held(fix.rig.bus), 4);
    fake_bus_ack(fix.rig.bus, 1);
    fake_bus_ack(fix.rig.bus, 1);
    fake_bus_acks(fix.rig.bus, FAKE_ACKS_AT_ONCE);
    pipe_task_stop(&fix.task); /* waits for the flush timeout, then commits what it has */
    assert_int_equal(pipe_rig_offset(&fix.rig, "c", 0), -1);
    close_fixture(&fix);
}

struct offset_wish {
    struct pipe_rig *rig;
    int s;
    int64_t at;
};

static bool offset_is(void *arg)
{
    const struct offset_wish *wish = arg;
    return pipe_rig_offset(wish->rig, "c", wish->s) == wish->at;
}

static void test_prefix_of_each_partition(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 0, 4, 1, NULL);
    fix.source.sources = 2; /* batches: s0, s1, s0, s1 */
    fake_bus_acks(fix.rig.bus, FAKE_ACKS_HELD);
    start(&fix, NULL);
    assert_true(fake_bus_await_held(fix.rig.bus, 4));
    fake_bus_ack(fix.rig.bus, 1); /* the second: s1 at 2 */
    fake_bus_ack(fix.rig.bus, 1); /* the third: s0 at 3, but the first is not there yet */
    fake_bus_acks(fix.rig.bus, FAKE_ACKS_THREAD + 0);
    assert_true(pipe_await(offset_is, &(struct offset_wish){&fix.rig, 1, 4}));
    assert_true(pipe_await(offset_is, &(struct offset_wish){&fix.rig, 0, 3}));
    close_fixture(&fix);
}

/* ---- a bus that could store nothing for now ---- */

static bool in_trouble(void *arg)
{
    struct task_metrics *metrics = ((struct fixture *)arg)->task.metrics;
    pthread_mutex_lock(&metrics->lock);
    bool is = metrics->trouble[0];
    pthread_mutex_unlock(&metrics->lock);
    return is;
}

static bool fails_nth_append(int nth, enum fake_acks acks)
{
    struct fixture fix;
    open_fixture(&fix, BUS_ATOMIC_APPEND, 60, 3, NULL);
    fake_bus_acks(fix.rig.bus, acks);
    fake_bus_fail_only(fix.rig.bus, "append");
    fake_bus_fail(fix.rig.bus, nth, WEIR_RETRY);
    start(&fix, NULL);
    assert_true(pipe_await(offset_is, &(struct offset_wish){&fix.rig, 0, 60}));
    pipe_task_stop(&fix.task);
    bool failed = fix.task.failed;
    for (int64_t i = 0; i < 60; i++) {
        struct fake_record rec = fake_bus_get(fix.rig.bus, "t", 0, (size_t)i);
        assert_int_equal(strtoll(rec.value.p, NULL, 10), i);
    }
    assert_int_equal(fake_bus_count(fix.rig.bus, "t", 0), 60);
    assert_false(in_trouble(&fix));
    close_fixture(&fix);
    return failed;
}

static void test_what_was_not_stored_is_sent_again(void **state)
{
    (void)state;
    for (int nth = 1; nth < 30; nth++) {
        if (nth % 3) { /* every third is after the append was stored */
            assert_false(fails_nth_append(nth, FAKE_ACKS_AT_ONCE));
            assert_false(fails_nth_append(nth, FAKE_ACKS_THREAD));
        }
    }
}

static void test_trouble_is_shown_and_can_be_stopped(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, BUS_ATOMIC_APPEND, 60, 3, NULL);
    fake_bus_fail_only(fix.rig.bus, "append");
    fake_bus_fail(fix.rig.bus, FAKE_EVERY_STEP, WEIR_RETRY);
    start(&fix, (const char *const[]){"errors.retry.delay.max.ms", "60000", NULL});
    assert_true(pipe_await(in_trouble, &fix));
    assert_string_equal(fix.task.metrics->trouble, "the fake bus fails in append");
    assert_true(fix.task.metrics->retries >= 1);
    pipe_task_stop(&fix.task);
    assert_int_equal(fix.task.failed, 0);
    assert_int_equal(fake_bus_count(fix.rig.bus, "t", 0), 0);
    close_fixture(&fix);
}

static enum weir_verdict wants_a_commit(struct fake_source *source, struct weir_err *err)
{
    (void)err;
    if (source->polls == 1) {
        weir_task_request_commit(source->task);
    }
    return WEIR_OK;
}

static void test_a_commit_is_asked_for(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 0, 10, 10,
                 (const char *const[]){"offset.flush.interval.ms", "3600000", NULL});
    fake_bus_acks(fix.rig.bus, FAKE_ACKS_THREAD);
    fix.source.on_poll = wants_a_commit;
    start(&fix, NULL);
    assert_true(pipe_await(offset_is, &(struct offset_wish){&fix.rig, 0, 10}));
    pipe_task_stop(&fix.task);
    close_fixture(&fix);
}

static void test_committed_comes_in_order(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 0, 300, 2, NULL);
    fake_bus_acks(fix.rig.bus, FAKE_ACKS_THREAD);
    start(&fix, NULL);
    assert_true(pipe_await(offset_is, &(struct offset_wish){&fix.rig, 0, 300}));
    pipe_task_stop(&fix.task); /* the fake source aborts when committed goes back */
    assert_int_equal(fix.task.metrics->records_in, 300);
    assert_int_equal(fix.task.metrics->records_out, 300);
    assert_int_equal(fix.task.metrics->active, 0);
    assert_true(fix.task.metrics->commits_ok >= 1);
    close_fixture(&fix);
}

/* ---- records that the bus refuses ---- */

static void test_refused_record_ends_the_task(void **state)
{
    (void)state;
    const int modes[] = {0, BUS_ATOMIC_APPEND};
    for (size_t m = 0; m < UNIT_COUNT(modes); m++) {
        struct fixture fix;
        open_fixture(&fix, modes[m], 30, 10, NULL);
        fix.source.keys = 30;
        fake_bus_refuse_key(fix.rig.bus, "k14");
        start(&fix, NULL);
        assert_true(pipe_task_await_end(&fix.task));
        assert_int_equal(fix.task.failed, 1);
        assert_string_equal(fix.task.at, "{\"n\":15}");
        assert_non_null(
            strstr(fix.task.err.text, "Unrecoverable exception from producer send callback"));
        assert_non_null(strstr(fix.task.err.text, "the record is too large"));
        assert_int_equal(pipe_rig_offset(&fix.rig, "c", 0), 14);
        close_fixture(&fix);
    }
}

static void test_refused_record_is_skipped(void **state)
{
    (void)state;
    const int modes[] = {0, BUS_ATOMIC_APPEND};
    for (size_t m = 0; m < UNIT_COUNT(modes); m++) {
        struct fixture fix;
        open_fixture(&fix, modes[m], 30, 10, NULL);
        fix.source.keys = 30;
        fake_bus_refuse_key(fix.rig.bus, "k14");
        start(&fix, (const char *const[]){"errors.tolerance", "all", NULL});
        assert_true(pipe_await(offset_is, &(struct offset_wish){&fix.rig, 0, 30}));
        assert_int_equal(fake_bus_count(fix.rig.bus, "t", 0), 29);
        assert_int_equal(fix.task.metrics->skipped, 1);
        pipe_task_stop(&fix.task);
        assert_int_equal(fix.task.failed, 0);
        assert_int_equal(fix.task.metrics->records_out, 29);
        close_fixture(&fix);
    }
}

static void test_refused_in_a_transaction(void **state)
{
    (void)state;
    const char *const eos[] = {"exactly.once.source.support", "enabled", NULL};
    struct fixture fix;
    open_fixture(&fix, 0, 30, 10, eos);
    fix.source.keys = 30;
    fake_bus_refuse_key(fix.rig.bus, "k14");
    start(&fix, (const char *const[]){"errors.tolerance", "all", NULL});
    assert_true(pipe_await(offset_is, &(struct offset_wish){&fix.rig, 0, 30}));
    assert_true(fake_bus_await(fix.rig.bus, "t", 0, 29));
    pipe_task_stop(&fix.task);
    assert_int_equal(fix.task.failed, 0);
    close_fixture(&fix);
}

/* ---- offsets ---- */

static void test_restart_goes_on(void **state)
{
    (void)state;
    const int modes[] = {0, BUS_ATOMIC_APPEND};
    for (size_t m = 0; m < UNIT_COUNT(modes); m++) {
        struct fixture fix;
        open_fixture(&fix, modes[m], 20, 10, NULL);
        start(&fix, NULL);
        assert_true(fake_bus_await(fix.rig.bus, "t", 0, 20));
        pipe_task_end(&fix.task);
        fix.source.n = 40;
        start(&fix, NULL);
        assert_true(fake_bus_await(fix.rig.bus, "t", 0, 40));
        assert_int_equal(fix.source.start, 20);
        assert_int_equal(fake_bus_count(fix.rig.bus, "t", 0), 40);
        close_fixture(&fix);
    }
}

static void test_flush_failure_is_tried_again(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 0, 10, 10, NULL);
    fake_bus_acks(fix.rig.bus, FAKE_ACKS_HELD);
    start(&fix, NULL);
    assert_true(fake_bus_await_held(fix.rig.bus, 1));
    fake_bus_fail_only(fix.rig.bus, "append");
    fake_bus_fail(fix.rig.bus, 1, WEIR_RETRY); /* the next is the store's */
    fake_bus_acks(fix.rig.bus, FAKE_ACKS_THREAD);
    assert_true(pipe_await(offset_is, &(struct offset_wish){&fix.rig, 0, 10}));
    assert_true(fake_bus_failed(fix.rig.bus));
    assert_true(fix.task.metrics->commits_failed >= 1);
    close_fixture(&fix);
}

/* ---- pausing ---- */

static bool still(void *arg)
{
    struct fixture *fix = arg;
    return task_ended(fix->task.task);
}

static void test_paused_source_is_not_polled(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 0, 10, 10, NULL);
    start(&fix, (const char *const[]){"rig.paused", "true", NULL});
    assert_true(pipe_task_await_paused(&fix.task));
    assert_int_equal(fix.source.polls, 0);
    assert_int_equal(fix.task.running, 0);
    task_pause(fix.task.task, false);
    assert_true(fake_bus_await(fix.rig.bus, "t", 0, 10));
    assert_true(pipe_task_await_running(&fix.task));
    task_pause(fix.task.task, true);
    assert_true(fix.source.wakes >= 1);
    /* Offsets of what is acknowledged are committed also while paused. */
    assert_true(pipe_await(offset_is, &(struct offset_wish){&fix.rig, 0, 10}));
    assert_false(still(&fix));
    close_fixture(&fix);
}

/* ---- topics ---- */

static void two_topics(struct fake_source *source, struct weir_record *rec, int64_t i)
{
    (void)source;
    rec->topic = i % 2 ? WEIR_STR("logs.a") : WEIR_STR("data.b");
}

static void test_topics_are_made_by_group(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 0, 10, 10, NULL);
    fix.source.on_record = two_topics;
    start(&fix, (const char *const[]){
                    "topic.creation.groups", "logs", "topic.creation.logs.include", "x,logs\\..*",
                    "topic.creation.logs.cleanup.policy", "compact",
                    "topic.creation.logs.partitions", "4", "topic.creation.default.partitions", "2",
                    "topic.creation.default.replication.factor", "-1", NULL});
    assert_true(pipe_await(offset_is, &(struct offset_wish){&fix.rig, 0, 10}));
    struct bus_topic_info info;
    struct weir_err err;
    assert_int_equal(bus_topic_info(fix.rig.bus, WEIR_STR("logs.a"), &info, &err), WEIR_OK);
    assert_int_equal(info.partitions, 4);
    struct weir_props configs;
    weir_props_init(&configs, &fix.rig.arena);
    assert_int_equal(bus_topic_configs(fix.rig.bus, WEIR_STR("logs.a"), &configs, &err), WEIR_OK);
    assert_int_equal(configs.n, 1);
    assert_string_equal(weir_props_get(&configs, "cleanup.policy").p, "compact");
    assert_int_equal(bus_topic_info(fix.rig.bus, WEIR_STR("data.b"), &info, &err), WEIR_OK);
    assert_int_equal(info.partitions, 2);
    assert_string_equal(fix.task.topics, "data.b,logs.a,");
    close_fixture(&fix);
}

static void test_topic_that_cannot_be_made(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 0, 10, 10, NULL);
    fake_bus_fail_only(fix.rig.bus, "topic_create");
    fake_bus_fail(fix.rig.bus, 1, WEIR_FATAL);
    start(&fix, (const char *const[]){"topic.creation.default.partitions", "2",
                                      "topic.creation.default.replication.factor", "1", NULL});
    assert_true(pipe_task_await_end(&fix.task));
    assert_non_null(strstr(fix.task.err.text,
                           "Task failed to create new topic t. Ensure that the task is authorized "
                           "to create topics or that the topic exists and restart the task"));
    close_fixture(&fix);
}

struct topics_wish {
    struct pipe_task *task;
    const char *topics;
};

static bool topics_are(void *arg)
{
    const struct topics_wish *wish = arg;
    pthread_mutex_lock(&wish->task->lock);
    bool same = strcmp(wish->task->topics, wish->topics) == 0;
    pthread_mutex_unlock(&wish->task->lock);
    return same;
}

static void test_topics_are_told_when_acknowledged(void **state)
{
    (void)state;
    const char *const eos[] = {"exactly.once.source.support", "enabled", NULL};
    const struct {
        int features;
        const char *const *worker;
    } modes[] = {{0, NULL}, {BUS_ATOMIC_APPEND, NULL}, {0, eos}};
    for (size_t m = 0; m < UNIT_COUNT(modes); m++) {
        struct fixture fix;
        open_fixture(&fix, modes[m].features, 10, 10, modes[m].worker);
        fake_bus_acks(fix.rig.bus, FAKE_ACKS_HELD);
        start(&fix, NULL);
        assert_true(fake_bus_await_held(fix.rig.bus, 1));
        assert_true(topics_are(&(struct topics_wish){&fix.task, ""}));
        fake_bus_acks(fix.rig.bus, FAKE_ACKS_THREAD);
        assert_true(pipe_await(topics_are, &(struct topics_wish){&fix.task, "t,"}));
        close_fixture(&fix);
    }
}

static void rare_topic(struct fake_source *source, struct weir_record *rec, int64_t i)
{
    (void)source;
    rec->topic = i % 10 == 4 ? WEIR_STR("rare") : WEIR_STR("t");
}

/* The bus refuses the first of the rare topic's records, and takes the second. */
static void test_topics_of_refused_records_are_not_told(void **state)
{
    (void)state;
    const int modes[] = {0, BUS_ATOMIC_APPEND};
    for (size_t m = 0; m < UNIT_COUNT(modes); m++) {
        struct fixture fix;
        open_fixture(&fix, modes[m], 10, 10, NULL);
        fix.source.keys = 30;
        fix.source.on_record = rare_topic;
        fake_bus_refuse_key(fix.rig.bus, "k4");
        start(&fix, (const char *const[]){"errors.tolerance", "all", NULL});
        assert_true(pipe_await(offset_is, &(struct offset_wish){&fix.rig, 0, 10}));
        assert_true(pipe_await(topics_are, &(struct topics_wish){&fix.task, "t,"}));
        pipe_task_end(&fix.task);
        assert_string_equal(fix.task.topics, "t,");
        fix.source.n = 20;
        start(&fix, (const char *const[]){"errors.tolerance", "all", NULL});
        assert_true(pipe_await(topics_are, &(struct topics_wish){&fix.task, "t,rare,"}));
        close_fixture(&fix);
    }
}

static void test_topics_are_told_again_after_a_reset(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 0, 1000000, 10, NULL);
    start(&fix, NULL);
    assert_true(pipe_await(topics_are, &(struct topics_wish){&fix.task, "t,"}));
    task_topics_reset(fix.task.task);
    assert_true(pipe_await(topics_are, &(struct topics_wish){&fix.task, "t,t,"}));
    close_fixture(&fix);
}

static void test_topics_are_not_told_without_tracking(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 0, 10, 10, (const char *const[]){"topic.tracking.enable", "false", NULL});
    start(&fix, NULL);
    assert_true(pipe_await(offset_is, &(struct offset_wish){&fix.rig, 0, 10}));
    assert_string_equal(fix.task.topics, "");
    close_fixture(&fix);
}

/* ---- helpers, large batches ---- */

static void test_helpers_respect_the_limit(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 0, 500, 5, (const char *const[]){"task.batches.in.flight.max", "2", NULL});
    fix.source.helpers = true;
    fake_bus_acks(fix.rig.bus, FAKE_ACKS_HELD);
    start(&fix, NULL);
    assert_true(fake_bus_await_held(fix.rig.bus, 2));
    assert_int_equal(fake_bus_held(fix.rig.bus), 2);
    fake_bus_acks(fix.rig.bus, FAKE_ACKS_THREAD);
    assert_true(pipe_await(offset_is, &(struct offset_wish){&fix.rig, 0, 500}));
    close_fixture(&fix);
}

static void offset_only(struct fake_source *source, struct weir_record *rec, int64_t i)
{
    (void)source;
    rec->state = i < 5 ? WEIR_REC_LIVE : WEIR_REC_FILTERED;
}

static void test_offset_moves_on_without_records(void **state)
{
    (void)state;
    const int modes[] = {0, BUS_ATOMIC_APPEND};
    for (size_t m = 0; m < UNIT_COUNT(modes); m++) {
        struct fixture fix;
        open_fixture(&fix, modes[m], 10, 5, NULL);
        fix.source.on_record = offset_only;
        start(&fix, NULL);
        assert_true(pipe_await(offset_is, &(struct offset_wish){&fix.rig, 0, 10}));
        assert_int_equal(fake_bus_count(fix.rig.bus, "t", 0), 5);
        close_fixture(&fix);
    }
}

/* ---- headers ---- */

static struct weir_header shared_headers[2], other_headers[1];

/* Four of six have the same ones; the one between, and the one without any, do not disturb them. */
static void with_headers(struct fake_source *source, struct weir_record *rec, int64_t i)
{
    (void)source;
    const struct weir_schema *text = weir_schema_plain(WEIR_STRING, false);
    shared_headers[0] = (struct weir_header){WEIR_STR("a"), text, weir_string(WEIR_STR("one"))};
    shared_headers[1] = (struct weir_header){WEIR_STR("b"), text, weir_string(WEIR_STR("two"))};
    other_headers[0] = (struct weir_header){WEIR_STR("c"), text, weir_string(WEIR_STR("three"))};
    if (i != 4) {
        rec->headers = i == 2 ? other_headers : shared_headers;
        rec->n_headers = i == 2 ? 1 : 2;
    }
}

static void assert_header(const struct weir_raw_header *header, const char *name, const char *value)
{
    assert_true(weir_str_is(header->name, name));
    assert_true(weir_str_is(header->value, value));
}

static void test_headers_that_records_share_are_converted_once(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 0, 6, 6, NULL);
    atomic_store(&fake_converter_headers, 0);
    fix.source.on_record = with_headers;
    start(&fix, NULL);
    assert_true(fake_bus_await(fix.rig.bus, "t", 0, 6));
    for (size_t i = 0; i < 6; i++) {
        struct fake_record rec = fake_bus_get(fix.rig.bus, "t", 0, i);
        assert_int_equal(rec.n_headers, i == 4 ? 0 : i == 2 ? 1 : 2);
        if (i == 2) {
            assert_header(&rec.headers[0], "c", "three");
        } else if (i != 4) {
            assert_header(&rec.headers[0], "a", "one");
            assert_header(&rec.headers[1], "b", "two");
        }
    }
    assert_int_equal(atomic_load(&fake_converter_headers), 2 + 1 + 2 + 2);
    close_fixture(&fix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_poll_is_retried),
        cmocka_unit_test(test_a_source_that_is_down_is_shown),
        cmocka_unit_test(test_failed_poll_ends_the_task),
        cmocka_unit_test(test_prefix_is_committed),
        cmocka_unit_test(test_prefix_of_each_partition),
        cmocka_unit_test(test_what_was_not_stored_is_sent_again),
        cmocka_unit_test(test_trouble_is_shown_and_can_be_stopped),
        cmocka_unit_test(test_a_commit_is_asked_for),
        cmocka_unit_test(test_committed_comes_in_order),
        cmocka_unit_test(test_refused_record_ends_the_task),
        cmocka_unit_test(test_refused_record_is_skipped),
        cmocka_unit_test(test_refused_in_a_transaction),
        cmocka_unit_test(test_restart_goes_on),
        cmocka_unit_test(test_flush_failure_is_tried_again),
        cmocka_unit_test(test_paused_source_is_not_polled),
        cmocka_unit_test(test_topics_are_made_by_group),
        cmocka_unit_test(test_topic_that_cannot_be_made),
        cmocka_unit_test(test_topics_are_told_when_acknowledged),
        cmocka_unit_test(test_topics_of_refused_records_are_not_told),
        cmocka_unit_test(test_topics_are_told_again_after_a_reset),
        cmocka_unit_test(test_topics_are_not_told_without_tracking),
        cmocka_unit_test(test_helpers_respect_the_limit),
        cmocka_unit_test(test_offset_moves_on_without_records),
        cmocka_unit_test(test_headers_that_records_share_are_converted_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
