/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every step of every call to the bus fails once, with every class of error, before and after it
 * took effect; the task is started again as long as it fails. Nothing that was acknowledged may be
 * lost, a stored offset never runs ahead of its records, the order of a partition stays, and with
 * exactly-once nothing is there twice.
 */
#include "unit.h"

#include <stdlib.h>

#include "pipe_rig.h"

#define N     60
#define PER   7
#define TASKS 40
#define STEPS 400

static int64_t value_of(struct fake_record rec)
{
    return strtoll(rec.value.p, NULL, 10);
}

/* Each record's first appearance in its partition must come after all before it. */
static void check_source(struct pipe_rig *rig, int32_t partitions, bool once)
{
    for (int32_t p = 0; p < partitions; p++) {
        int64_t next = p;
        size_t n = fake_bus_count(rig->bus, "t", p);
        for (size_t i = 0; i < n; i++) {
            struct fake_record rec = fake_bus_get(rig->bus, "t", p, i);
            if (!rec.visible) {
                continue;
            }
            int64_t value = value_of(rec);
            assert_true(value <= next);
            assert_true(!once || value == next);
            next += value == next ? partitions : 0;
        }
        assert_true(next >= N);
    }
}

/* The offset says n: all records before n are visible. */
static void check_offset(struct pipe_rig *rig, int32_t partitions)
{
    int64_t offset = pipe_rig_offset(rig, "c", 0);
    bool there[N] = {false};
    for (int32_t p = 0; p < partitions; p++) {
        for (size_t i = 0; i < fake_bus_count(rig->bus, "t", p); i++) {
            struct fake_record rec = fake_bus_get(rig->bus, "t", p, i);
            there[value_of(rec)] |= rec.visible;
        }
    }
    for (int64_t i = 0; i < offset; i++) {
        assert_true(there[i]);
    }
}

struct source_case {
    const char *name;
    int features;
    const char *const *worker;
    const char *const *connector;
    bool once;
    int64_t txn_every;
    enum fake_acks acks;
    bool helpers;
};

static bool is_done(void *arg)
{
    struct pipe_task *task = arg;
    bool there = task_ended(task->task);
    return there || pipe_rig_offset(task->rig, "c", 0) == N;
}

static bool torture_source(const struct source_case *way, int nth, enum weir_verdict class)
{
    struct pipe_rig rig;
    pipe_rig_open(&rig, way->features, way->worker);
    fake_bus_partitions(rig.bus, 3);
    fake_bus_acks(rig.bus, way->acks);
    struct fake_source source;
    fake_source_init(&source, N, PER);
    source.partitions = 3;
    source.txn_every = way->txn_every;
    source.helpers = way->helpers;
    fake_bus_fail(rig.bus, nth, class);
    bool failed = false;
    for (int t = 0; t < TASKS && pipe_rig_offset(&rig, "c", 0) != N; t++) {
        struct pipe_task task;
        pipe_task_start(&task, &rig, "test.FakeSource", &source, way->connector);
        if (!pipe_await(is_done, &task)) {
            fail_msg("%s: stuck after step %d (%s) failed with %s", way->name, nth,
                     fake_bus_failed_call(rig.bus), weir_verdict_name(class));
        }
        pipe_task_stop(&task);
        failed = failed || fake_bus_failed(rig.bus);
        fake_bus_fail(rig.bus, failed ? 0 : nth, class);
        check_offset(&rig, 3);
        pipe_task_end(&task);
    }
    assert_int_equal(pipe_rig_offset(&rig, "c", 0), N);
    check_source(&rig, 3, way->once);
    assert_int_equal(source.opens, source.closes);
    fake_source_end(&source);
    pipe_rig_close(&rig);
    return failed;
}

static void torture(const struct source_case *way)
{
    const enum weir_verdict classes[] = {WEIR_RETRY, WEIR_FATAL, WEIR_ABORT_TXN};
    for (size_t c = 0; c < UNIT_COUNT(classes); c++) {
        if (classes[c] == WEIR_ABORT_TXN && !(way->worker && way->once)) {
            continue;
        }
        int nth = 1;
        while (nth < STEPS && torture_source(way, nth, classes[c])) {
            nth++;
        }
        print_message("%s: %d steps failed with %s\n", way->name, nth - 1,
                      weir_verdict_name(classes[c]));
        assert_in_range(nth, 5, STEPS - 1);
    }
}

static const char *const eos[] = {"exactly.once.source.support", "enabled", NULL};

static void test_at_least_once(void **state)
{
    (void)state;
    torture(&(struct source_case){.name = "at least once"});
    torture(&(struct source_case){.name = "late acks", .acks = FAKE_ACKS_THREAD});
    torture(&(struct source_case){.name = "helper's batches", .helpers = true});
    torture(&(struct source_case){
        .name = "topics made",
        .connector = (const char *const[]){"topic.creation.default.partitions", "3",
                                           "topic.creation.default.replication.factor", "1", NULL},
    });
}

static void test_atomic(void **state)
{
    (void)state;
    torture(&(struct source_case){
        .name = "atomic append", .features = BUS_ATOMIC_APPEND, .once = true});
    torture(&(struct source_case){.name = "atomic append, late acks",
                                  .features = BUS_ATOMIC_APPEND,
                                  .once = true,
                                  .acks = FAKE_ACKS_THREAD});
}

static void test_transactions(void **state)
{
    (void)state;
    torture(&(struct source_case){.name = "boundary poll", .worker = eos, .once = true});
    torture(&(struct source_case){
        .name = "boundary interval",
        .worker = eos,
        .once = true,
        .acks = FAKE_ACKS_THREAD,
        .connector = (const char *const[]){"transaction.boundary", "interval",
                                           "transaction.boundary.interval.ms", "5", NULL},
    });
    torture(&(struct source_case){
        .name = "boundary connector",
        .worker = eos,
        .once = true,
        .txn_every = 4,
        .connector = (const char *const[]){"transaction.boundary", "connector", NULL},
    });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_at_least_once),
        cmocka_unit_test(test_atomic),
        cmocka_unit_test(test_transactions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
