/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two workers of one group: one leads and runs everything, the other stands by, says where the
 * leader is, and takes over.
 */
#include <weir/time.h>

#include "fake_pipeline.h"
#include "herder_rig.h"

static struct herder_rig first, second;

static const char *const worker[] = {"bus", "kafka", "bootstrap.servers", "fake:1", "group.id",
                                     "g", "config.storage.topic", RIG_CONFIGS,
                                     "offset.storage.topic", RIG_OFFSETS, "status.storage.topic",
                                     RIG_STATUS, NULL};
static const char *const source[] = {"connector.class", RIG_SOURCE, NULL};

static void create(struct herder_rig *rig, const char *name)
{
    rig_expect(rig_ask(rig, HERDER_CREATE, name, source), 201, NULL);
    rig_await_states(rig, name, "RUNNING: RUNNING");
}

/* The second knows where the first is. */
static bool knows_leader(void *arg)
{
    struct herder_request *request = rig_ask(&second, HERDER_SNAPSHOT, NULL, NULL);
    return weir_str_is(request->answer, arg);
}

static int set_up(void **state)
{
    (void)state;
    fake_hang = fake_silent = false;
    rig_open(&first, worker);
    create(&first, "src");
    rig_open_beside(&second, &first, worker);
    rig_await(knows_leader, (void *)"http://127.0.0.1:8083", "the leader to be known");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    rig_close(&second);
    rig_close(&first);
    return 0;
}

static void test_standby(void **state)
{
    (void)state;
    struct herder_request *request = rig_ask(&second, HERDER_CREATE, "other", source);
    rig_expect(request, 307, NULL);
    assert_true(weir_str_is(request->answer, "http://127.0.0.1:8083"));
    request = rig_new(&second, HERDER_DELETE, "src", NULL);
    request->forwarded = true;
    rig_expect(rig_send(&second, request), 409,
               "Cannot complete request because of a conflicting operation (e.g. worker "
               "rebalance)");
    rig_expect(rig_ask(&second, HERDER_STOP, "none", NULL), 307, NULL);
    rig_await_states(&second, "src", "RUNNING: RUNNING");
    assert_int_equal(fake_running(), 1);
    /* Pausing is anybody's. */
    rig_expect(rig_ask(&second, HERDER_PAUSE, "src", NULL), 202, NULL);
    rig_await_states(&first, "src", "PAUSED: PAUSED");
    rig_await_states(&second, "src", "PAUSED: PAUSED");
}

static const struct task_state *task_of(struct herder_rig *rig, const char *name)
{
    return &rig_ask(rig, HERDER_STATUS, name, NULL)->connectors[0].tasks[0];
}

static bool runs_on_second(void *arg)
{
    struct herder_request *request = rig_ask(&second, HERDER_STATUS, arg, NULL);
    return request->status == 200 && request->connectors[0].n_task_states == 1 &&
           request->connectors[0].tasks[0].state == STATE_RUNNING &&
           weir_str_is(request->connectors[0].tasks[0].worker_id, "127.0.0.2:8083");
}

static void test_takeover_after_a_stop(void **state)
{
    (void)state;
    int started = fake_started;
    rig_stop(&first);
    rig_await(runs_on_second, (void *)"src", "the task to run on the second");
    assert_int_equal(fake_started, started + 1);
    create(&second, "other");
    rig_start(&first);
    rig_await_states(&first, "other", "RUNNING: RUNNING");
    assert_int_equal(fake_running(), 2);
}

static bool runs_on_third(void *arg)
{
    struct herder_request *request = rig_ask(arg, HERDER_STATUS, "src", NULL);
    return weir_str_is(request->connectors[0].tasks[0].worker_id, "127.0.0.3:8083");
}

/* The group went on without the first, which does not know it yet: its tasks end, and what it
 * says late hides nothing. Whoever leads then tells the states. */
static void test_lost_leadership(void **state)
{
    (void)state;
    fake_bus_take(first.bus, "g", RIG_CONFIGS, 0, true);
    rig_await_states(&first, "src", "UNASSIGNED: UNASSIGNED");
    assert_int_equal(fake_running(), 0);
    fake_bus_put(first.bus, RIG_STATUS, 0, "status-task-src-0",
                 "{\"state\":\"RUNNING\",\"worker_id\":\"127.0.0.3:8083\",\"generation\":9}");
    rig_await(runs_on_third, &first, "the state that a third worker tells");
    rig_stop(&first);
    struct herder_request *request = rig_new(&second, HERDER_RESTART, "src", NULL);
    rig_submit(&second, request); /* held until there is a leader, which it is then */
    fake_bus_take(second.bus, "g", RIG_CONFIGS, 0, false);
    rig_await_answer(request);
    assert_true(request->status == 204 || request->status == 307);
    rig_await(runs_on_second, (void *)"src", "the task to run on the second");
    assert_true(weir_str_is(task_of(&second, "src")->worker_id, "127.0.0.2:8083"));
}

static bool pause_works(void *arg)
{
    (void)arg;
    return rig_ask(&first, HERDER_PAUSE, "src", NULL)->status == 202;
}

/* Another writer took the config topic over: the write fails, and what leads claims it again. */
static void test_fenced_writer(void **state)
{
    (void)state;
    struct bus_producer_conf conf = {.client_id = "zombie", .transactional_id = "connect-cluster-g"};
    struct bus_producer *producer = NULL;
    struct weir_err err;
    assert_int_equal(bus_producer_open(first.bus, &conf, &producer, &err), WEIR_OK);
    assert_int_equal(bus_txn_init(producer, 1000, &err), WEIR_OK);
    struct herder_request *request = rig_ask(&first, HERDER_PAUSE, "src", NULL);
    assert_int_equal(request->status, 500);
    rig_await(pause_works, NULL, "the writer to be ours again");
    rig_await_states(&second, "src", "PAUSED: PAUSED");
    bus_producer_close(producer, 0);
}

int main(void)
{
#define GROUP(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        GROUP(test_standby),
        GROUP(test_takeover_after_a_stop),
        GROUP(test_lost_leadership),
        GROUP(test_fenced_writer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
