/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the herder writes into the config and status topics, record by record, as Java's workers do.
 */
#include "fake_pipeline.h"
#include "herder_rig.h"

static struct herder_rig rig;
static size_t configs, statuses; /* seen so far */

#define STATUS(state)                                                                              \
    "{\"state\":\"" state "\",\"trace\":null,\"worker_id\":\"127.0.0.1:8083\",\"generation\":1,"    \
    "\"version\":\"4.3.1\"}\n"
#define CONNECTOR(state) "status-connector-src " STATUS(state)
#define TASK(id, state) "status-task-src-" id " " STATUS(state)
#define PROPS(text)                                                                                \
    "\"connector.class\":\"test.RigSourceConnector\",\"text\":\"" text "\",\"tasks\":\"2\","       \
    "\"tasks.max\":\"2\",\"name\":\"src\""
#define CONFIG(text) "connector-src {\"properties\":{" PROPS(text) "}}\n"
#define TASK_CONFIG(id, text)                                                                      \
    "task-src-" id " {\"properties\":{" PROPS(text) ",\"part\":\"" id                              \
    "\",\"task.class\":\"test.RigSourceTask\"}}\n"

static const char *const config[] = {"connector.class", RIG_SOURCE, "text", "a", "tasks", "2",
                                     "tasks.max", "2", NULL};
static const char *const changed[] = {"connector.class", RIG_SOURCE, "text", "b", "tasks", "2",
                                      "tasks.max", "2", NULL};

static void expect_configs(size_t n, const char *records)
{
    rig_expect_records(&rig, RIG_CONFIGS, configs, n, records);
    configs += n;
}

static void expect_statuses(size_t n, const char *records)
{
    rig_expect_records(&rig, RIG_STATUS, statuses, n, records);
    statuses += n;
}

static int set_up(void **state)
{
    (void)state;
    fake_hang = fake_silent = false;
    rig_open(&rig, NULL);
    configs = statuses = 0;
    /* A key for Java's workers is written once. */
    assert_true(fake_bus_await(rig.bus, RIG_CONFIGS, 0, 1));
    assert_true(weir_str_is(fake_bus_get(rig.bus, RIG_CONFIGS, 0, 0).key, "session-key"));
    configs = 1;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

static void create(void)
{
    struct herder_request *request = rig_ask(&rig, HERDER_CREATE, "src", config);
    rig_expect(request, 201, NULL);
    rig_await_states(&rig, "src", "RUNNING: RUNNING RUNNING");
}

static void create_and_skip(void)
{
    create();
    configs += 4;
    statuses += 3;
}

static void test_create(void **state)
{
    (void)state;
    create();
    expect_configs(4, CONFIG("a") TASK_CONFIG("0", "a") TASK_CONFIG("1", "a")
                          "commit-src {\"tasks\":2}\n");
    expect_statuses(3, CONNECTOR("RUNNING") TASK("0", "RUNNING") TASK("1", "RUNNING"));
}

static void create_in(enum run_state initial, const char *states)
{
    struct herder_request *request = rig_new(&rig, HERDER_CREATE, "src", config);
    request->initial_state = initial;
    rig_expect(rig_send(&rig, request), 201, NULL);
    rig_await_states(&rig, "src", states);
}

static void test_create_paused(void **state)
{
    (void)state;
    create_in(STATE_PAUSED, "PAUSED:");
    expect_configs(2, "target-state-src {\"state\":\"PAUSED\",\"state.v2\":\"PAUSED\"}\n" CONFIG("a"));
    expect_statuses(1, CONNECTOR("PAUSED"));
    rig_expect(rig_ask(&rig, HERDER_RESUME, "src", NULL), 202, NULL);
    rig_await_states(&rig, "src", "RUNNING: RUNNING RUNNING");
    expect_configs(4, "target-state-src {\"state\":\"STARTED\",\"state.v2\":\"STARTED\"}\n"
                      TASK_CONFIG("0", "a") TASK_CONFIG("1", "a") "commit-src {\"tasks\":2}\n");
}

static void test_create_stopped(void **state)
{
    (void)state;
    create_in(STATE_STOPPED, "STOPPED:");
    expect_configs(2, "target-state-src {\"state\":\"PAUSED\",\"state.v2\":\"STOPPED\"}\n" CONFIG("a"));
    expect_statuses(1, CONNECTOR("STOPPED"));
}

static void test_update(void **state)
{
    (void)state;
    create_and_skip();
    struct herder_request *request = rig_ask(&rig, HERDER_PUT_CONFIG, "src", changed);
    rig_expect(request, 200, NULL);
    assert_false(request->created);
    expect_configs(4, CONFIG("b") TASK_CONFIG("0", "b") TASK_CONFIG("1", "b")
                          "commit-src {\"tasks\":2}\n");
    expect_statuses(6, CONNECTOR("UNASSIGNED") CONNECTOR("RUNNING") TASK("0", "UNASSIGNED")
                           TASK("1", "UNASSIGNED") TASK("0", "RUNNING") TASK("1", "RUNNING"));
}

/* The same configuration is written again, its tasks are not: nothing has changed. */
static void test_update_with_the_same(void **state)
{
    (void)state;
    create_and_skip();
    rig_expect(rig_ask(&rig, HERDER_PUT_CONFIG, "src", config), 200, NULL);
    expect_configs(1, CONFIG("a"));
    expect_statuses(2, CONNECTOR("UNASSIGNED") CONNECTOR("RUNNING"));
    assert_int_equal(fake_started, fake_freed + 2);
}

static void test_fewer_tasks(void **state)
{
    (void)state;
    create_and_skip();
    static const char *const one[] = {"tasks", "1", NULL};
    rig_expect(rig_ask(&rig, HERDER_PATCH_CONFIG, "src", one), 200, NULL);
    rig_await_states(&rig, "src", "RUNNING: RUNNING");
    expect_statuses(6, CONNECTOR("UNASSIGNED") CONNECTOR("RUNNING") TASK("0", "UNASSIGNED")
                           TASK("1", "UNASSIGNED") "status-task-src-1 -\n" TASK("0", "RUNNING"));
}

static void test_pause_and_resume(void **state)
{
    (void)state;
    create_and_skip();
    rig_expect(rig_ask(&rig, HERDER_PAUSE, "src", NULL), 202, NULL);
    expect_configs(1, "target-state-src {\"state\":\"PAUSED\",\"state.v2\":\"PAUSED\"}\n");
    expect_statuses(3, CONNECTOR("PAUSED") TASK("0", "PAUSED") TASK("1", "PAUSED"));
    rig_expect(rig_ask(&rig, HERDER_RESUME, "src", NULL), 202, NULL);
    expect_configs(1, "target-state-src {\"state\":\"STARTED\",\"state.v2\":\"STARTED\"}\n");
    expect_statuses(3, CONNECTOR("RUNNING") TASK("0", "RUNNING") TASK("1", "RUNNING"));
}

static void test_stop_and_resume(void **state)
{
    (void)state;
    create_and_skip();
    rig_expect(rig_ask(&rig, HERDER_STOP, "src", NULL), 204, NULL);
    rig_await_states(&rig, "src", "STOPPED:");
    expect_configs(2, "commit-src {\"tasks\":0}\n"
                      "target-state-src {\"state\":\"PAUSED\",\"state.v2\":\"STOPPED\"}\n");
    expect_statuses(5, CONNECTOR("STOPPED") TASK("0", "UNASSIGNED") TASK("1", "UNASSIGNED")
                           "status-task-src-1 -\nstatus-task-src-0 -\n");
    rig_expect(rig_ask(&rig, HERDER_RESUME, "src", NULL), 202, NULL);
    rig_await_states(&rig, "src", "RUNNING: RUNNING RUNNING");
    expect_configs(4, "target-state-src {\"state\":\"STARTED\",\"state.v2\":\"STARTED\"}\n"
                      TASK_CONFIG("0", "a") TASK_CONFIG("1", "a") "commit-src {\"tasks\":2}\n");
    expect_statuses(3, CONNECTOR("RUNNING") TASK("0", "RUNNING") TASK("1", "RUNNING"));
}

static void test_delete(void **state)
{
    (void)state;
    create_and_skip();
    rig_expect(rig_ask(&rig, HERDER_DELETE, "src", NULL), 204, NULL);
    rig_await_states(&rig, "src", "");
    expect_configs(2, "connector-src -\ntarget-state-src -\n");
    expect_statuses(6, CONNECTOR("UNASSIGNED") TASK("0", "UNASSIGNED") TASK("1", "UNASSIGNED")
                           "status-task-src-0 -\nstatus-task-src-1 -\nstatus-connector-src -\n");
    rig_expect(rig_ask(&rig, HERDER_GET, "src", NULL), 404, "Connector src not found");
}

static void test_restart_itself(void **state)
{
    (void)state;
    create_and_skip();
    rig_expect(rig_ask(&rig, HERDER_RESTART, "src", NULL), 204, NULL);
    expect_statuses(2, CONNECTOR("UNASSIGNED") CONNECTOR("RUNNING"));
    expect_configs(0, "");
}

static void test_restart_with_tasks(void **state)
{
    (void)state;
    create_and_skip();
    struct herder_request *request = rig_new(&rig, HERDER_RESTART, "src", NULL);
    request->include_tasks = request->restart_plan = true;
    rig_expect(rig_send(&rig, request), 202, NULL);
    assert_int_equal(request->connectors[0].connector.state, STATE_RESTARTING);
    assert_int_equal(request->connectors[0].tasks[1].state, STATE_RESTARTING);
    expect_configs(1, "restart-connector-src {\"include-tasks\":true,\"only-failed\":false}\n");
    expect_statuses(9, CONNECTOR("UNASSIGNED") CONNECTOR("RESTARTING") CONNECTOR("RUNNING")
                           TASK("0", "UNASSIGNED") TASK("1", "UNASSIGNED") TASK("0", "RESTARTING")
                           TASK("1", "RESTARTING") TASK("0", "RUNNING") TASK("1", "RUNNING"));
}

static void test_restart_task(void **state)
{
    (void)state;
    create_and_skip();
    struct herder_request *request = rig_new(&rig, HERDER_RESTART_TASK, "src", NULL);
    request->task = 1;
    rig_expect(rig_send(&rig, request), 204, NULL);
    expect_statuses(2, TASK("1", "UNASSIGNED") TASK("1", "RUNNING"));
}

static void test_failure(void **state)
{
    (void)state;
    create_and_skip();
    assert_true(fake_task_fails("src", 1, WEIR_FATAL, "it \"broke\"", "t-0@7"));
    expect_statuses(1, "status-task-src-1 {\"state\":\"FAILED\",\"trace\":\"it \\\"broke\\\"\","
                       "\"worker_id\":\"127.0.0.1:8083\",\"generation\":1,"
                       "\"version\":\"4.3.1\"}\n");
    rig_await_states(&rig, "src", "RUNNING: RUNNING FAILED");
}

static void test_topics(void **state)
{
    (void)state;
    create_and_skip();
    assert_true(fake_task_says("src", 0, TASK_TOPIC, "t1"));
    assert_true(fake_task_says("src", 1, TASK_TOPIC, "t1")); /* known already */
    assert_true(fake_bus_await(rig.bus, RIG_STATUS, 0, statuses + 1));
    struct fake_record rec = fake_bus_get(rig.bus, RIG_STATUS, 0, statuses);
    assert_true(weir_str_is(rec.key, "status-topic-t1:connector-src"));
    assert_true(weir_str_starts(rec.value, WEIR_STR("{\"topic\":{\"name\":\"t1\",\"connector\":"
                                                    "\"src\",\"task\":0,\"discoverTimestamp\":")));
    statuses++;
    struct herder_request *request = rig_ask(&rig, HERDER_TOPICS, "src", NULL);
    assert_int_equal(request->n, 1);
    assert_true(weir_str_is(request->texts[0], "t1"));
    rig_expect(rig_ask(&rig, HERDER_TOPICS_RESET, "src", NULL), 202, NULL);
    expect_statuses(1, "status-topic-t1:connector-src -\n");
    assert_int_equal(rig_ask(&rig, HERDER_TOPICS, "src", NULL)->n, 0);
    assert_int_equal(fake_find("src", 0)->topics_reset, 1);
}

static void test_end_of_the_worker(void **state)
{
    (void)state;
    create_and_skip();
    rig_stop(&rig);
    expect_statuses(3, CONNECTOR("UNASSIGNED") TASK("0", "UNASSIGNED") TASK("1", "UNASSIGNED"));
    assert_int_equal(fake_running(), 0);
}

/* A second worker finds all as the first left it, and its tasks need no new configurations. */
static void test_start_again(void **state)
{
    (void)state;
    create_and_skip();
    rig_stop(&rig);
    statuses += 3;
    rig_start(&rig);
    rig_await_states(&rig, "src", "RUNNING: RUNNING RUNNING");
    expect_configs(0, "");
    const char *records = rig_records(&rig, RIG_STATUS, statuses, 3);
    assert_non_null(strstr(records, "\"generation\":2"));
    assert_null(strstr(records, "\"generation\":1,"));
}

int main(void)
{
#define GOLDEN(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        GOLDEN(test_create),
        GOLDEN(test_create_paused),
        GOLDEN(test_create_stopped),
        GOLDEN(test_update),
        GOLDEN(test_update_with_the_same),
        GOLDEN(test_fewer_tasks),
        GOLDEN(test_pause_and_resume),
        GOLDEN(test_stop_and_resume),
        GOLDEN(test_delete),
        GOLDEN(test_restart_itself),
        GOLDEN(test_restart_with_tasks),
        GOLDEN(test_restart_task),
        GOLDEN(test_failure),
        GOLDEN(test_topics),
        GOLDEN(test_end_of_the_worker),
        GOLDEN(test_start_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
