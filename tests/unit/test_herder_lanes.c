/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes of one connector that come upon one another: none keeps the others waiting for something
 * that may never come, and each sees what has become of those before it.
 */
#include <weir/time.h>

#include "fake_pipeline.h"
#include "herder_rig.h"

#define NOT_STOPPED                                                                                \
    "Connectors must be in the STOPPED state before their offsets can be modified. This can be "   \
    "done for the specified connector by issuing a 'PUT' request to the '/connectors/src/stop' "   \
    "endpoint"

static struct herder_rig rig;

static const char *const source[] = {"connector.class", RIG_SOURCE, "tasks", "1", NULL};

static int tear_down(void **state)
{
    (void)state;
    fake_hang = false;
    rig_close(&rig);
    return 0;
}

/* Tasks are given all the time to end. */
static int open_patient(void **state)
{
    (void)state;
    static const char *const worker[] = {"task.shutdown.graceful.timeout.ms", "3600000", NULL};
    fake_hang = fake_silent = false;
    rig_open(&rig, worker);
    return 0;
}

static int open_exactly_once(void **state)
{
    (void)state;
    static const char *const worker[] = {
        "bus", "kafka", "bootstrap.servers", "fake:1", "group.id", "g",
        "config.storage.topic", RIG_CONFIGS, "offset.storage.topic", RIG_OFFSETS,
        "status.storage.topic", RIG_STATUS, "exactly.once.source.support", "enabled", NULL};
    fake_hang = fake_silent = false;
    rig_open(&rig, worker);
    return 0;
}

static void create(const char *const *config)
{
    rig_expect(rig_ask(&rig, HERDER_PUT_CONFIG, "src", config), 201, NULL);
    rig_await_states(&rig, "src", "RUNNING: RUNNING");
}

static struct herder_request *submit(enum herder_op op)
{
    struct herder_request *request = rig_new(&rig, op, "src", NULL);
    rig_submit(&rig, request);
    return request;
}

/* The task is asked to end and does not. Requests submitted before another one that is answered
 * have come as far as they can. */
static void stop_in_vain(void)
{
    create(source);
    fake_hang = true;
    rig_expect(rig_ask(&rig, HERDER_STOP, "src", NULL), 204, NULL);
}

static void let_end(void)
{
    fake_hang = false;
    assert_true(fake_task_fails("src", 0, WEIR_FATAL, "over", ""));
}

static void expect_waiting(const struct herder_request *request)
{
    rig_ask(&rig, HERDER_HEALTH, NULL, NULL);
    assert_false(rig_answered(request));
}

static void test_offsets_wait_for_the_last_task(void **state)
{
    (void)state;
    stop_in_vain();
    struct herder_request *reset = submit(HERDER_RESET_OFFSETS);
    expect_waiting(reset);
    let_end();
    rig_await_answer(reset);
    rig_expect(reset, 200, NULL);
}

/* The first waits for the task, the second for the first: neither may wait for a task that is to
 * run on. */
static void test_resumed_while_offsets_wait(void **state)
{
    (void)state;
    stop_in_vain();
    struct herder_request *reset = submit(HERDER_RESET_OFFSETS);
    struct herder_request *second = submit(HERDER_RESET_OFFSETS);
    expect_waiting(reset);
    expect_waiting(second);
    fake_bus_put(rig.bus, RIG_CONFIGS, 0, "target-state-src", "{\"state\":\"STARTED\"}");
    rig_await_answer(reset);
    rig_expect(reset, 400, NOT_STOPPED);
    rig_await_answer(second);
    rig_expect(second, 400, NOT_STOPPED);
    rig_expect(rig_ask(&rig, HERDER_PAUSE, "src", NULL), 202, NULL);
    let_end();
}

static void test_deleted_while_offsets_wait(void **state)
{
    (void)state;
    stop_in_vain();
    struct herder_request *reset = submit(HERDER_RESET_OFFSETS);
    expect_waiting(reset);
    fake_bus_put(rig.bus, RIG_CONFIGS, 0, "connector-src", NULL);
    rig_await_answer(reset);
    rig_expect(reset, 404, "Connector src not found");
    let_end();
}

/* The task ends when it is too late for the request, which has no effect then. */
static void test_offsets_out_of_time(void **state)
{
    (void)state;
    stop_in_vain();
    struct herder_request *reset = rig_new(&rig, HERDER_RESET_OFFSETS, "src", NULL);
    reset->deadline_ms = weir_clock_mono_ms() + 50;
    rig_expect(rig_send(&rig, reset), 500, NULL);
    let_end();
    rig_expect(rig_ask(&rig, HERDER_RESET_OFFSETS, "src", NULL), 200, NULL);
}

/* Two restarts of a task that hangs: both are answered by the same start, and what comes behind
 * them does not wait for it. */
static void test_restarts_keep_nobody_waiting(void **state)
{
    (void)state;
    create(source);
    fake_hang = true;
    struct herder_request *restart = submit(HERDER_RESTART_TASK);
    struct herder_request *second = submit(HERDER_RESTART_TASK);
    rig_expect(rig_ask(&rig, HERDER_PAUSE, "src", NULL), 202, NULL);
    assert_false(rig_answered(restart));
    assert_false(rig_answered(second));
    let_end();
    rig_await_answer(restart);
    rig_expect(restart, 204, NULL);
    rig_await_answer(second);
    rig_expect(second, 204, NULL);
}

static void test_restart_of_a_task_that_goes(void **state)
{
    (void)state;
    create(source);
    fake_hang = true;
    struct herder_request *restart = submit(HERDER_RESTART_TASK);
    rig_expect(rig_ask(&rig, HERDER_STOP, "src", NULL), 204, NULL);
    let_end();
    rig_await_answer(restart);
    rig_expect(restart, 500, "Failed to start task: src-0");
}

/* The start needs a record of the fencing, which has to have its turn too. */
static void test_restart_while_fencing_is_due(void **state)
{
    (void)state;
    static const char *const two[] = {"connector.class", RIG_SOURCE, "tasks", "2", "tasks.max", "2",
                                      "weir.task.restart", "off", NULL};
    create(source);
    fake_bus_fail_only(rig.bus, "txn_init");
    fake_bus_fail(rig.bus, 1, WEIR_RETRY);
    rig_expect(rig_ask(&rig, HERDER_PUT_CONFIG, "src", two), 200, NULL);
    rig_await_states(&rig, "src", "FAILED: UNASSIGNED");
    rig_expect(rig_ask(&rig, HERDER_RESTART_TASK, "src", NULL), 204, NULL);
    rig_await_states(&rig, "src", "FAILED: RUNNING RUNNING");
}

int main(void)
{
#define LANE(test, open) cmocka_unit_test_setup_teardown(test, open, tear_down)
    const struct CMUnitTest tests[] = {
        LANE(test_offsets_wait_for_the_last_task, open_patient),
        LANE(test_resumed_while_offsets_wait, open_patient),
        LANE(test_deleted_while_offsets_wait, open_patient),
        LANE(test_offsets_out_of_time, open_patient),
        LANE(test_restarts_keep_nobody_waiting, open_patient),
        LANE(test_restart_of_a_task_that_goes, open_patient),
        LANE(test_restart_while_fencing_is_due, open_exactly_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
