/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A task's life: it is stopped and abandoned at every step, hung plugins hold nobody up, an
 * abandoned task leaves the bus alone and is heard no more, and secrets stay out of its errors.
 */
#include "unit.h"

#include <stdlib.h>
#include <time.h>

#include "base/secrets.h"
#include "pipe_rig.h"

/* ---- a plugin that hangs where it is told ---- */

enum hang { HANG_NOWHERE, HANG_OPEN, HANG_POLL, HANG_PUT, HANG_FLUSH, HANG_ASSIGNED };

static atomic_int hang_at;
static atomic_int hanging;
static atomic_bool let_go;

static void nap(void)
{
    struct timespec pause = {.tv_nsec = 200000};
    nanosleep(&pause, NULL);
}

static void maybe_hang(enum hang here)
{
    if (atomic_load(&hang_at) != (int)here) {
        return;
    }
    atomic_fetch_add(&hanging, 1);
    while (!atomic_load(&let_go)) {
        nap();
    }
    atomic_fetch_sub(&hanging, 1);
}

static void hang(enum hang here)
{
    atomic_store(&hang_at, here);
    atomic_store(&hanging, 0);
    atomic_store(&let_go, false);
}

static bool is_hanging(void *arg)
{
    (void)arg;
    return atomic_load(&hanging) > 0;
}

static enum weir_verdict open_source(struct fake_source *source, struct weir_task *task,
                                     struct weir_err *err)
{
    (void)source;
    (void)task;
    (void)err;
    maybe_hang(HANG_OPEN);
    return WEIR_OK;
}

static enum weir_verdict poll_source(struct fake_source *source, struct weir_err *err)
{
    (void)err;
    if (source->at >= 20) {
        maybe_hang(HANG_POLL);
    }
    return WEIR_OK;
}

static enum weir_verdict open_sink(struct fake_sink *sink, struct weir_task *task,
                                   struct weir_err *err)
{
    (void)sink;
    (void)task;
    (void)err;
    maybe_hang(HANG_OPEN);
    return WEIR_OK;
}

static enum weir_verdict put_sink(struct fake_sink *sink, struct weir_batch *batch,
                                  struct weir_verdicts *verdicts, struct weir_err *err)
{
    (void)sink;
    (void)batch;
    (void)verdicts;
    (void)err;
    maybe_hang(HANG_PUT);
    return WEIR_OK;
}

static enum weir_verdict flush_sink(struct fake_sink *sink, struct weir_topic_partition *offsets,
                                    size_t n, struct weir_err *err)
{
    (void)sink;
    (void)offsets;
    (void)n;
    (void)err;
    maybe_hang(HANG_FLUSH);
    return WEIR_OK;
}

static enum weir_verdict assigned_sink(struct fake_sink *sink,
                                       const struct weir_topic_partition *partitions, size_t n,
                                       struct weir_err *err)
{
    (void)sink;
    (void)partitions;
    (void)n;
    (void)err;
    maybe_hang(HANG_ASSIGNED);
    return WEIR_OK;
}

/* The thread frees itself and its handles some time after the plugin's close. */
static bool metrics_are_ours(void *arg)
{
    const struct task_metrics *metrics = arg;
    return atomic_load(&metrics->refs) == 1;
}

/* ---- abandoned while it hangs ---- */

static void test_abandoned_source(void **state)
{
    (void)state;
    const enum hang places[] = {HANG_OPEN, HANG_POLL};
    for (size_t i = 0; i < UNIT_COUNT(places); i++) {
        struct pipe_rig rig;
        pipe_rig_open(&rig, 0, NULL);
        struct fake_source old;
        fake_source_init(&old, 1000000, 10);
        old.on_open = open_source;
        old.on_poll = poll_source;
        hang(places[i]);
        struct pipe_task task;
        pipe_task_start(&task, &rig, "test.FakeSource", &old, NULL);
        assert_true(pipe_await(is_hanging, NULL));
        assert_true(task.metrics->callback_since_ms > 0);
        assert_string_equal(task.metrics->callback, places[i] == HANG_OPEN ? "open" : "poll");
        pipe_task_abandon(&task);
        size_t n = fake_bus_count(rig.bus, "t", 0);

        /* Its successor works while it still hangs. */
        hang_at = HANG_NOWHERE;
        struct fake_source young;
        fake_source_init(&young, 100, 10);
        struct pipe_task next;
        pipe_task_start(&next, &rig, "test.FakeSource", &young, NULL);
        assert_true(fake_bus_await(rig.bus, "t", 0, 100));
        /* All that it has, from where the old one's offsets were when it began. */
        assert_true(fake_bus_await(rig.bus, "t", 0, n + 100 - (size_t)young.start));
        int failed = task.failed;
        let_go = true;
        assert_true(pipe_await(metrics_are_ours, task.metrics));
        assert_int_equal(task.failed, failed);
        assert_int_equal(task.stopped, 0);
        assert_int_equal(old.closes, old.opens);
        /* Nothing of the old one came after it was given up. */
        pipe_task_stop(&next);
        assert_int_equal(fake_bus_count(rig.bus, "t", 0), n + 100 - (size_t)young.start);
        pipe_task_end(&next);
        pipe_task_end(&task);
        fake_source_end(&old);
        fake_source_end(&young);
        pipe_rig_close(&rig);
    }
}

static void test_abandoned_sink(void **state)
{
    (void)state;
    const enum hang places[] = {HANG_OPEN, HANG_ASSIGNED, HANG_PUT, HANG_FLUSH};
    for (size_t i = 0; i < UNIT_COUNT(places); i++) {
        struct pipe_rig rig;
        pipe_rig_open(&rig, 0, NULL);
        for (int v = 0; v < 10; v++) {
            fake_bus_put(rig.bus, "t", 0, "k", "v");
        }
        struct fake_sink sink;
        fake_sink_init(&sink);
        sink.on_open = open_sink;
        sink.on_put = put_sink;
        sink.on_flush = flush_sink;
        sink.on_assigned = assigned_sink;
        hang(places[i]);
        struct pipe_task task;
        pipe_task_start(&task, &rig, "test.FakeSink", &sink,
                        (const char *const[]){"name", "s", "topics", "t", NULL});
        assert_true(pipe_await(is_hanging, NULL));
        pipe_task_abandon(&task);
        assert_int_equal(fake_bus_committed(rig.bus, "connect-s", "t", 0), -1);

        /* Its successor has its partition while it still hangs. */
        hang_at = HANG_NOWHERE;
        struct fake_sink young;
        fake_sink_init(&young);
        struct pipe_task next;
        pipe_task_start(&next, &rig, "test.FakeSink", &young,
                        (const char *const[]){"name", "s", "topics", "t", NULL});
        assert_true(fake_sink_await(&young, 10));
        let_go = true;
        assert_true(pipe_await(metrics_are_ours, task.metrics));
        assert_int_equal(sink.closes, sink.opens);
        assert_int_equal(task.failed + task.stopped, 0);
        pipe_task_end(&task);
        pipe_task_end(&next);
        assert_int_equal(fake_bus_committed(rig.bus, "connect-s", "t", 0), 10);
        fake_sink_end(&young);
        fake_sink_end(&sink);
        pipe_rig_close(&rig);
    }
}

static void test_abandoned_when_it_has_ended(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    struct fake_source source;
    fake_source_init(&source, 10, 10);
    struct pipe_task task;
    pipe_task_start(&task, &rig, "test.FakeSource", &source, NULL);
    pipe_task_stop(&task);
    pipe_task_abandon(&task);
    assert_true(pipe_await(metrics_are_ours, task.metrics));
    pipe_task_end(&task);
    fake_source_end(&source);
    pipe_rig_close(&rig);
}

/* ---- stopped at every step ---- */

static bool is_at(void *arg)
{
    const struct pipe_task *task = arg;
    return task_ended(task->task) || fake_bus_failed(task->rig->bus);
}

static bool offset_is_40(void *arg)
{
    return pipe_rig_offset(arg, "c", 0) == 40;
}

/* The step that is reached fails with RETRY once, and there the task is stopped or abandoned. */
static bool stop_at(int nth, bool abandon, int features, const char *const *worker)
{
    struct pipe_rig rig;
    pipe_rig_open(&rig, features, worker);
    struct fake_source source;
    fake_source_init(&source, 40, 7);
    fake_bus_fail(rig.bus, nth, WEIR_RETRY);
    struct pipe_task task;
    pipe_task_start(&task, &rig, "test.FakeSource", &source, NULL);
    bool reached = false;
    for (int i = 0; i < 1000 && !is_at(&task); i++) {
        nap();
    }
    reached = fake_bus_failed(rig.bus);
    if (abandon) {
        pipe_task_abandon(&task);
        assert_true(pipe_await(metrics_are_ours, task.metrics));
    } else {
        pipe_task_stop(&task);
    }
    fake_bus_fail(rig.bus, 0, WEIR_OK);
    pipe_task_end(&task);
    struct pipe_task again;
    pipe_task_start(&again, &rig, "test.FakeSource", &source, NULL);
    bool there[40] = {false};
    size_t seen = 0;
    for (int i = 0; i < 50000 && seen < 40; i++) {
        memset(there, 0, sizeof(there));
        seen = 0;
        for (size_t r = 0; r < fake_bus_count(rig.bus, "t", 0); r++) {
            struct fake_record rec = fake_bus_get(rig.bus, "t", 0, r);
            int value = atoi(rec.value.p);
            seen += rec.visible && !there[value];
            there[value] |= rec.visible;
        }
        nap();
    }
    if (seen != 40) {
        fail_msg("only %zu of 40 after step %d, %s, features %d, exactly-once %d", seen, nth,
                 abandon ? "abandoned" : "stopped", features, worker != NULL);
    }
    assert_true(pipe_await(offset_is_40, &rig));
    pipe_task_end(&again);
    fake_source_end(&source);
    pipe_rig_close(&rig);
    return reached;
}

static void test_stopped_at_every_step(void **state)
{
    (void)state;
    static const char *const eos[] = {"exactly.once.source.support", "enabled", NULL};
    for (int mode = 0; mode < 6; mode++) {
        int features = mode % 3 == 1 ? BUS_ATOMIC_APPEND : 0;
        int nth = 1;
        while (nth < 200 && stop_at(nth, mode >= 3, features, mode % 3 == 2 ? eos : NULL)) {
            nth++;
        }
        assert_in_range(nth, 10, 199);
    }
}

/* ---- what is told ---- */

static enum weir_verdict reconfigures(struct fake_source *source, struct weir_err *err)
{
    (void)err;
    if (source->polls == 1) {
        weir_task_request_reconfigure(source->task);
        weir_task_metric(source->task, "toads", 3.5);
        weir_task_metric(source->task, "toads", 4.5);
        weir_task_progress(source->task, "snapshot of shop.orders", 5, 10);
    }
    return WEIR_OK;
}

static void test_plugin_talks(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    struct fake_source source;
    fake_source_init(&source, 10, 10);
    source.on_poll = reconfigures;
    struct pipe_task task;
    pipe_task_start(&task, &rig, "test.FakeSource", &source, NULL);
    assert_true(fake_bus_await(rig.bus, "t", 0, 10));
    pipe_task_stop(&task);
    assert_int_equal(task.reconfigure, 1);
    assert_int_equal(task.metrics->n_gauges, 1);
    assert_string_equal(task.metrics->gauges[0].name, "toads");
    assert_true(task.metrics->gauges[0].value == 4.5);
    assert_string_equal(task.metrics->progress, "snapshot of shop.orders");
    assert_int_equal(task.metrics->progress_done, 5);
    pipe_task_end(&task);
    fake_source_end(&source);
    pipe_rig_close(&rig);
}

static enum weir_verdict spills(struct fake_source *source, struct weir_err *err)
{
    (void)source;
    return weir_err_set(err, WEIR_FATAL, "access denied for root, password s3cr3tword");
}

static void test_secrets_stay_inside(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    struct fake_source source;
    fake_source_init(&source, 10, 10);
    source.on_poll = spills;
    struct weir_props props;
    weir_props_init(&props, &rig.arena);
    weir_props_set_c(&props, "name", "c");
    weir_props_set_c(&props, "connector.class", "test.FakeSource");
    char text[32];
    weir_props_set_c(&props, "script", fake_script_text(text, &source));
    secrets_add(WEIR_STR("s3cr3tword"), WEIR_STR("${env:DB_PASSWORD}"));
    struct pipe_task task;
    pipe_task_start_props(&task, &rig, "test.FakeSource", &props);
    assert_true(pipe_task_await_end(&task));
    assert_null(strstr(task.err.text, "s3cr3tword"));
    assert_non_null(strstr(task.err.text, "${env:DB_PASSWORD}"));
    pipe_task_end(&task);
    fake_source_end(&source);
    pipe_rig_close(&rig);
}

static enum weir_verdict breaks(struct fake_source *source, struct weir_err *err)
{
    (void)source;
    return weir_err_set(err, WEIR_FATAL, "broken");
}

/* RUNNING as soon as it is open; a retry has to come round once before it is believed. */
static void test_running_before_the_first_failure(void **state)
{
    (void)state;
    static const char *const retry[] = {"rig.retry", "true", NULL};
    for (int again = 0; again < 2; again++) {
        struct pipe_rig rig;
        pipe_rig_open(&rig, 0, NULL);
        struct fake_source source;
        fake_source_init(&source, 10, 10);
        source.on_poll = breaks;
        struct pipe_task task;
        pipe_task_start(&task, &rig, "test.FakeSource", &source, again ? retry : NULL);
        assert_true(pipe_task_await_end(&task));
        assert_int_equal(task.failed, 1);
        assert_int_equal(task.running, again ? 0 : 1);
        pipe_task_end(&task);
        fake_source_end(&source);
        pipe_rig_close(&rig);
    }
}

static void test_bad_configuration(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    struct pipe_task task;
    pipe_task_start(&task, &rig, "test.FakeSource", NULL, NULL);
    assert_true(pipe_task_await_end(&task));
    assert_int_equal(task.err.class, WEIR_BAD_CONFIG);
    assert_non_null(strstr(task.err.text, "script"));
    assert_int_equal(task.running, 0);
    pipe_task_end(&task);
    struct fake_sink sink;
    fake_sink_init(&sink);
    pipe_task_start(&task, &rig, "test.FakeSink", &sink,
                    (const char *const[]){"topics", "t", "value.converter", "NoSuch", NULL});
    assert_true(pipe_task_await_end(&task));
    assert_int_equal(task.err.class, WEIR_BAD_CONFIG);
    assert_int_equal(sink.opens, 0);
    pipe_task_end(&task);
    fake_sink_end(&sink);
    pipe_rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_abandoned_source),
        cmocka_unit_test(test_abandoned_sink),
        cmocka_unit_test(test_abandoned_when_it_has_ended),
        cmocka_unit_test(test_stopped_at_every_step),
        cmocka_unit_test(test_plugin_talks),
        cmocka_unit_test(test_secrets_stay_inside),
        cmocka_unit_test(test_running_before_the_first_failure),
        cmocka_unit_test(test_bad_configuration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
