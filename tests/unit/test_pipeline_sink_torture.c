/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every step of every call of a sink to the bus fails once; the task is started again as long as
 * it fails. Each record reaches the target, in its partition's order, and no commit runs ahead of
 * what was put.
 */
#include "unit.h"

#include <stdlib.h>

#include "pipe_rig.h"

#define N     60
#define PARTS 3
#define TASKS 40
#define STEPS 300
#define GROUP "connect-s"

struct sink_case {
    const char *name;
    const char *const *connector;
    void (*prepare)(struct fake_sink *sink);
    const char *refused; /* a record that goes to the dead letters */
    bool rebalance;
};

static int64_t total_committed(struct pipe_rig *rig)
{
    int64_t sum = 0;
    for (int32_t p = 0; p < PARTS; p++) {
        int64_t offset = fake_bus_committed(rig->bus, GROUP, "t", p);
        sum += offset > 0 ? offset : 0;
    }
    return sum;
}

/* What was put, and what the dead letters have, in each partition's order at first sight. */
static void check(struct pipe_rig *rig, struct fake_sink *sink, const struct sink_case *way,
                  bool all)
{
    int64_t next[PARTS] = {0};
    for (size_t i = 0; i < sink->n_seen; i++) {
        const struct fake_seen *seen = &sink->seen[i];
        int64_t *at = &next[seen->partition];
        int64_t skipped =
            way->refused && strtoll(way->refused, NULL, 10) == *at * PARTS + seen->partition;
        assert_true(seen->offset <= *at + skipped);
        *at = seen->offset >= *at ? seen->offset + 1 : *at;
    }
    for (int32_t p = 0; p < PARTS; p++) {
        assert_true(!all || next[p] == N / PARTS);
        assert_true(fake_bus_committed(rig->bus, GROUP, "t", p) <= next[p]);
    }
    if (all && way->refused) {
        assert_true(fake_bus_count(rig->bus, "dlq", 0) >= 1);
        assert_string_equal(fake_bus_get(rig->bus, "dlq", 0, 0).value.p, way->refused);
    }
}

static bool is_done(void *arg)
{
    struct pipe_task *task = arg;
    return task_ended(task->task) || total_committed(task->rig) == N;
}

struct some_seen {
    struct pipe_task *task;
    struct fake_sink *sink;
};

static bool has_some(void *arg)
{
    const struct some_seen *some = arg;
    return task_ended(some->task->task) || fake_sink_count(some->sink) >= 10;
}

static bool torture_sink(const struct sink_case *way, int nth, enum weir_verdict class)
{
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, (const char *const[]){"batch.records.max", "7", NULL});
    fake_bus_partitions(rig.bus, PARTS);
    for (int i = 0; i < N; i++) {
        char text[16];
        snprintf(text, sizeof(text), "%d", i);
        fake_bus_put(rig.bus, "t", i % PARTS, "k", text);
    }
    struct fake_sink sink;
    fake_sink_init(&sink);
    sink.refuse = way->refused;
    if (way->prepare) {
        way->prepare(&sink);
    }
    fake_bus_fail(rig.bus, nth, class);
    bool failed = false;
    for (int t = 0; t < TASKS && total_committed(&rig) != N; t++) {
        struct pipe_task task;
        pipe_task_start(&task, &rig, "test.FakeSink", &sink, way->connector);
        if (way->rebalance && t == 0) {
            assert_true(pipe_await(has_some, &(struct some_seen){&task, &sink}));
            fake_bus_rebalance(rig.bus, GROUP, false);
        }
        if (!pipe_await(is_done, &task)) {
            fail_msg("%s: stuck after step %d (%s) failed with %s", way->name, nth,
                     fake_bus_failed_call(rig.bus), weir_verdict_name(class));
        }
        pipe_task_stop(&task);
        failed = failed || fake_bus_failed(rig.bus);
        fake_bus_fail(rig.bus, failed ? 0 : nth, class);
        check(&rig, &sink, way, false);
        pipe_task_end(&task);
    }
    assert_int_equal(total_committed(&rig), N);
    check(&rig, &sink, way, true);
    assert_int_equal(sink.opens, sink.closes);
    assert_int_equal(sink.assigned, sink.revoked);
    fake_sink_end(&sink);
    pipe_rig_close(&rig);
    return failed;
}

static void torture(const struct sink_case *way)
{
    const enum weir_verdict classes[] = {WEIR_RETRY, WEIR_FATAL, WEIR_WOKEN};
    for (size_t c = 0; c < UNIT_COUNT(classes); c++) {
        int nth = 1;
        while (nth < STEPS && torture_sink(way, nth, classes[c])) {
            nth++;
        }
        print_message("%s: %d steps failed with %s\n", way->name, nth - 1,
                      weir_verdict_name(classes[c]));
        assert_in_range(nth, 5, STEPS);
    }
}

static void test_plain(void **state)
{
    (void)state;
    torture(&(struct sink_case){
        .name = "plain",
        .connector = (const char *const[]){"name", "s", "topics", "t", NULL},
    });
}

static void test_regex(void **state)
{
    (void)state;
    torture(&(struct sink_case){
        .name = "topics.regex",
        .connector = (const char *const[]){"name", "s", "topics.regex", "t|u", NULL},
    });
}

static void test_rebalance(void **state)
{
    (void)state;
    torture(&(struct sink_case){
        .name = "a rebalance",
        .connector = (const char *const[]){"name", "s", "topics", "t", NULL},
        .rebalance = true,
    });
}

static void test_dead_letters(void **state)
{
    (void)state;
    torture(&(struct sink_case){
        .name = "dead letters",
        .connector =
            (const char *const[]){"name", "s", "topics", "t", "errors.tolerance", "all",
                                  "errors.deadletterqueue.topic.name", "dlq",
                                  "errors.deadletterqueue.topic.replication.factor", "1",
                                  "errors.deadletterqueue.context.headers.enable", "true", NULL},
        .refused = "31",
    });
}

/* Every third put is put off. */
static enum weir_verdict retry_some(struct fake_sink *sink, struct weir_batch *batch,
                                    struct weir_verdicts *verdicts, struct weir_err *err)
{
    (void)batch;
    (void)verdicts;
    return sink->puts % 3 == 2 ? weir_err_set(err, WEIR_RETRY, "the target is busy") : WEIR_OK;
}

static void puts_retry(struct fake_sink *sink)
{
    sink->on_put = retry_some;
}

static void test_retries(void **state)
{
    (void)state;
    torture(&(struct sink_case){
        .name = "puts that come again",
        .connector = (const char *const[]){"name", "s", "topics", "t", NULL},
        .prepare = puts_retry,
        .rebalance = true,
    });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),     cmocka_unit_test(test_regex),
        cmocka_unit_test(test_rebalance), cmocka_unit_test(test_dead_letters),
        cmocka_unit_test(test_retries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
