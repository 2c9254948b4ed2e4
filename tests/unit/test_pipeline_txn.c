/* SPDX-License-Identifier: Apache-2.0 */
/* Exactly-once on a bus with transactions: boundaries, marks, aborts, fencing. */
#include "unit.h"

#include <stdlib.h>

#include "pipe_rig.h"

static const char *const eos[] = {"exactly.once.source.support", "enabled", NULL};

struct fixture {
    struct pipe_rig rig;
    struct fake_source source;
    struct pipe_task task;
};

static void open_fixture(struct fixture *fix, int64_t n, uint32_t per_poll)
{
    pipe_rig_open(&fix->rig, 0, eos);
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

static size_t visible(struct pipe_rig *rig)
{
    size_t n = 0;
    for (size_t i = 0; i < fake_bus_count(rig->bus, "t", 0); i++) {
        n += fake_bus_get(rig->bus, "t", 0, i).visible;
    }
    return n;
}

static enum weir_verdict notes_it(struct fake_source *source, struct weir_task *task,
                                  struct weir_err *err)
{
    (void)source;
    (void)err;
    assert_true(weir_task_exactly_once(task));
    return WEIR_OK;
}

static void test_poll_boundary(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 20, 5);
    fix.source.on_open = notes_it;
    start(&fix, NULL);
    assert_true(fake_bus_await(fix.rig.bus, "t", 0, 20));
    pipe_task_stop(&fix.task);
    assert_int_equal(pipe_rig_offset(&fix.rig, "c", 0), 20);
    assert_int_equal(fix.task.metrics->commits_ok, 4);
    assert_int_equal(fix.task.metrics->records_out, 20);
    close_fixture(&fix);
}

struct polled_wish {
    struct fake_source *source;
    long long at;
};

static bool has_polled(void *arg)
{
    const struct polled_wish *wish = arg;
    return wish->source->at >= wish->at;
}

static void test_interval_boundary(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 20, 2);
    start(&fix, (const char *const[]){"transaction.boundary", "interval",
                                      "transaction.boundary.interval.ms", "600000", NULL});
    /* More batches than may be in flight go into the open transaction. */
    assert_true(pipe_await(has_polled, &(struct polled_wish){&fix.source, 20}));
    assert_int_equal(visible(&fix.rig), 0);
    assert_int_equal(pipe_rig_offset(&fix.rig, "c", 0), -1);
    pipe_task_stop(&fix.task); /* commits what is open */
    assert_int_equal(visible(&fix.rig), 20);
    assert_int_equal(pipe_rig_offset(&fix.rig, "c", 0), 20);
    close_fixture(&fix);
}

static void test_connector_boundary(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 20, 7);
    fix.source.txn_every = 8; /* 16 are within transactions that end */
    start(&fix, (const char *const[]){"transaction.boundary", "connector", NULL});
    assert_true(fake_bus_await(fix.rig.bus, "t", 0, 16));
    assert_true(pipe_await(has_polled, &(struct polled_wish){&fix.source, 20}));
    pipe_task_stop(&fix.task); /* the open one is not the connector's to keep */
    assert_int_equal(visible(&fix.rig), 16);
    assert_int_equal(pipe_rig_offset(&fix.rig, "c", 0), 16);
    pipe_task_end(&fix.task);
    fix.source.txn_every = 4;
    start(&fix, (const char *const[]){"transaction.boundary", "connector", NULL});
    assert_true(fake_bus_await(fix.rig.bus, "t", 0, 20));
    assert_int_equal(fix.source.start, 16);
    close_fixture(&fix);
}

/* The first of a transaction bears the offset that the one before ended at. */
static void bears_the_last_offset(struct fake_source *source, struct weir_record *rec, int64_t i)
{
    (void)source;
    rec->offset -= i == 5;
}

static void test_offset_of_a_marked_end(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 9, 9);
    fix.source.txn_every = 5;
    fix.source.on_record = bears_the_last_offset;
    start(&fix, (const char *const[]){"transaction.boundary", "connector", NULL});
    assert_true(fake_bus_await(fix.rig.bus, "t", 0, 5));
    pipe_task_stop(&fix.task);
    assert_int_equal(visible(&fix.rig), 5);
    assert_int_equal(pipe_rig_offset(&fix.rig, "c", 0), 5);
    close_fixture(&fix);
}

static void test_connector_aborts(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 20, 7);
    fix.source.txn_every = 5;
    fix.source.abort_at = 12; /* 10, 11 and 12 are given up */
    start(&fix, (const char *const[]){"transaction.boundary", "connector", NULL});
    assert_true(fake_bus_await(fix.rig.bus, "t", 0, 17));
    pipe_task_stop(&fix.task);
    assert_int_equal(visible(&fix.rig), 17);
    int64_t next = 0;
    for (size_t i = 0; i < fake_bus_count(fix.rig.bus, "t", 0); i++) {
        struct fake_record rec = fake_bus_get(fix.rig.bus, "t", 0, i);
        if (rec.visible) {
            assert_int_equal(strtoll(rec.value.p, NULL, 10), next);
            next += next == 9 ? 4 : 1;
        }
    }
    assert_int_equal(pipe_rig_offset(&fix.rig, "c", 0), 20);
    close_fixture(&fix);
}

static void test_newer_task_fences_older(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 1000000, 5);
    start(&fix, NULL);
    assert_true(fake_bus_await(fix.rig.bus, "t", 0, 50));
    struct fake_source second;
    fake_source_init(&second, 1000000, 5);
    struct pipe_task newer;
    pipe_task_start(&newer, &fix.rig, "test.FakeSource", &second, NULL);
    assert_true(pipe_task_await_end(&fix.task));
    assert_int_equal(fix.task.failed, 1);
    assert_non_null(strstr(fix.task.err.text, "fenced"));
    assert_true(fake_bus_await(fix.rig.bus, "t", 0, 400));
    pipe_task_end(&newer);
    int64_t next = 0;
    for (size_t i = 0; i < fake_bus_count(fix.rig.bus, "t", 0); i++) {
        struct fake_record rec = fake_bus_get(fix.rig.bus, "t", 0, i);
        if (rec.visible) {
            assert_int_equal(strtoll(rec.value.p, NULL, 10), next++);
        }
    }
    assert_int_equal(pipe_rig_offset(&fix.rig, "c", 0), next);
    fake_source_end(&second);
    close_fixture(&fix);
}

static void test_given_up_too_often(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 20, 5);
    fix.source.keys = 20;
    fake_bus_refuse_key(fix.rig.bus, "k7"); /* tolerance none: not sent again */
    start(&fix, NULL);
    assert_true(pipe_task_await_end(&fix.task));
    assert_int_equal(fix.task.failed, 1);
    assert_string_equal(fix.task.at, "{\"n\":8}");
    assert_int_equal(visible(&fix.rig), 5);
    assert_int_equal(pipe_rig_offset(&fix.rig, "c", 0), 5);
    close_fixture(&fix);
}

/* ---- a helper that takes each batch as soon as it is free ---- */

struct taker {
    pthread_t thread;
    atomic_bool ends;
    atomic_int taken;
};

static struct taker taker;

static void *take_and_drop(void *arg)
{
    struct weir_task *task = arg;
    while (!atomic_load(&taker.ends)) {
        struct weir_batch *batch = weir_task_batch_get(task);
        if (!batch) {
            continue;
        }
        assert_int_equal(batch->n, 0);
        (void)weir_batch_add(batch);
        for (int i = 0; i < 200; i++) {
            assert_int_equal(((volatile struct weir_batch *)batch)->n, 1);
        }
        weir_task_batch_drop(task, batch);
        atomic_fetch_add(&taker.taken, 1);
    }
    return NULL;
}

static enum weir_verdict start_taker(struct fake_source *source, struct weir_task *task,
                                     struct weir_err *err)
{
    (void)source;
    (void)err;
    taker = (struct taker){0};
    assert_int_equal(pthread_create(&taker.thread, NULL, take_and_drop, task), 0);
    return WEIR_OK;
}

static void test_a_helper_has_its_batch_for_itself(void **state)
{
    (void)state;
    struct fixture fix;
    open_fixture(&fix, 4000, 4);
    fix.source.on_open = start_taker;
    start(&fix, NULL);
    bool all = fake_bus_await(fix.rig.bus, "t", 0, 4000);
    atomic_store(&taker.ends, true);
    pthread_join(taker.thread, NULL);
    assert_true(all);
    pipe_task_stop(&fix.task);
    assert_int_equal(fix.task.failed, 0);
    assert_true(taker.taken > 0);
    assert_int_equal(visible(&fix.rig), 4000);
    close_fixture(&fix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_poll_boundary),           cmocka_unit_test(test_interval_boundary),
        cmocka_unit_test(test_connector_boundary),      cmocka_unit_test(test_connector_aborts),
        cmocka_unit_test(test_newer_task_fences_older), cmocka_unit_test(test_given_up_too_often),
        cmocka_unit_test(test_offset_of_a_marked_end),
        cmocka_unit_test(test_a_helper_has_its_batch_for_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
