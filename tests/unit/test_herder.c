/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The herder as REST sees it: answers and their sentences, time limits, connectors that hang, what
 * failed and starts again.
 */
#include <weir/time.h>

#include "fake_pipeline.h"
#include "herder_rig.h"
#include "worker/job.h"

static struct herder_rig rig;

static const char *const source[] = {"connector.class", RIG_SOURCE, "tasks", "1", NULL};
static const char *const sink[] = {"connector.class", RIG_SINK, "tasks", "1", "topics", "t", NULL};

static int set_up(void **state)
{
    (void)state;
    fake_hang = fake_silent = false;
    atomic_store(&rig_hang_validate, 0);
    atomic_store(&rig_hang_configs, 0);
    atomic_store(&rig_configs_fail, 0);
    atomic_store(&rig_alter_handled, 0);
    rig_open(&rig, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    atomic_store(&rig_hang_validate, 0);
    atomic_store(&rig_hang_configs, 0);
    fake_hang = false;
    rig_close(&rig);
    weir_clock_real();
    return 0;
}

static bool none_hangs(void *arg)
{
    (void)arg;
    return jobs_hanging() == 0;
}

static void create(const char *name, const char *const *config)
{
    rig_expect(rig_ask(&rig, HERDER_CREATE, name, config), 201, NULL);
    rig_await_states(&rig, name, "RUNNING: RUNNING");
}

static void open_with_fake_clock(void)
{
    rig_close(&rig);
    weir_clock_fake(1700000000000);
    rig_open(&rig, NULL);
}

static bool so_many_started(void *arg)
{
    return fake_started == *(int *)arg;
}

static void await_started(int n)
{
    rig_await(so_many_started, &n, "a task to start");
}

/* ---- sentences ---- */

static void test_unknown_connector(void **state)
{
    (void)state;
    static const struct {
        enum herder_op op;
        int status;
        const char *message;
    } rows[] = {
        {HERDER_GET, 404, "Connector none not found"},
        {HERDER_TASKS, 404, "Connector none not found"},
        {HERDER_OFFSETS, 404, "Connector none not found"},
        {HERDER_DELETE, 404, "Connector none not found"},
        {HERDER_PATCH_CONFIG, 404, "Connector none not found"},
        {HERDER_ALTER_OFFSETS, 404, "Connector none not found"},
        {HERDER_RESET_OFFSETS, 404, "Connector none not found"},
        {HERDER_STATUS, 404, "No status found for connector none"},
        {HERDER_TASK_STATUS, 404, "No status found for task none-0"},
        {HERDER_PAUSE, 404, "Unknown connector none"},
        {HERDER_RESUME, 404, "Unknown connector none"},
        {HERDER_STOP, 404, "Unknown connector none"},
        {HERDER_RESTART, 404, "Unknown connector: none"},
        {HERDER_RESTART_TASK, 404, "Unknown connector: none"},
        {HERDER_TOPICS, 200, NULL},
        {HERDER_TOPICS_RESET, 202, NULL},
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        rig_expect(rig_ask(&rig, rows[i].op, "none", NULL), rows[i].status, rows[i].message);
    }
}

static void test_create_twice(void **state)
{
    (void)state;
    create("src", source);
    rig_expect(rig_ask(&rig, HERDER_CREATE, "src", source), 409, "Connector src already exists");
}

/* Both pass their check before either is written: one of them comes second. */
static void test_create_at_the_same_time(void **state)
{
    (void)state;
    struct herder_request *requests[8];
    int created = 0;
    for (size_t i = 0; i < UNIT_COUNT(requests); i++) {
        requests[i] = rig_new(&rig, HERDER_CREATE, "src", source);
        rig_submit(&rig, requests[i]);
    }
    for (size_t i = 0; i < UNIT_COUNT(requests); i++) {
        rig_await_answer(requests[i]);
        created += requests[i]->status == 201;
        assert_true(requests[i]->status == 201 || requests[i]->status == 409);
    }
    assert_int_equal(created, 1);
}

static void test_refused_configurations(void **state)
{
    (void)state;
    static const char *const wrong[] = {"connector.class", RIG_SOURCE, "mode", "wrong", NULL};
    static const char *const no_class[] = {"tasks.max", "1", NULL};
    static const char *const named[] = {"connector.class", RIG_SOURCE, "name", "y", NULL};
    struct herder_request *request = rig_ask(&rig, HERDER_CREATE, "x", wrong);
    rig_expect(request, 400, NULL);
    assert_true(weir_str_starts(
        request->message,
        WEIR_STR("Connector configuration is invalid and contains the following 1 error(s):\n")));
    request = rig_ask(&rig, HERDER_CREATE, "x", no_class);
    rig_expect(request, 400, NULL);
    assert_true(weir_str_find(request->message, WEIR_STR("contains no connector type")) >= 0);
    rig_expect(rig_ask(&rig, HERDER_PUT_CONFIG, "x", named), 400,
               "Connector name configuration (y) doesn't match connector name in the URL (x)");
    assert_int_equal(rig_ask(&rig, HERDER_LIST, NULL, NULL)->n, 0);
}

static void test_put_creates(void **state)
{
    (void)state;
    struct herder_request *request = rig_ask(&rig, HERDER_PUT_CONFIG, "src", source);
    rig_expect(request, 201, NULL);
    assert_true(request->created);
    const struct connector_info *info = &request->connectors[0];
    assert_string_equal(info->type, "source");
    assert_int_equal(info->n_tasks, 0);
    assert_true(weir_str_is(info->config->items[info->config->n - 1].name, "name"));
}

static void test_patch(void **state)
{
    (void)state;
    create("src", source);
    static const char *const patch[] = {"text", "b", "tasks", NULL, NULL};
    struct herder_request *request = rig_new(&rig, HERDER_PATCH_CONFIG, "src", patch);
    weir_props_set((struct weir_props *)request->config, WEIR_STR("tasks"), WEIR_STR_NULL);
    rig_expect(rig_send(&rig, request), 200, NULL);
    request = rig_ask(&rig, HERDER_GET, "src", NULL);
    const struct weir_props *config = request->connectors[0].config;
    assert_true(weir_str_is(weir_props_get(config, "text"), "b"));
    assert_false(weir_props_has(config, "tasks"));
    assert_true(weir_str_is(weir_props_get(config, "connector.class"), RIG_SOURCE));
}

/* All are made of the same configuration at first; none takes another's key away. */
static void test_patches_at_the_same_time(void **state)
{
    (void)state;
    static const char *const names[] = {"k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7"};
    struct herder_request *requests[UNIT_COUNT(names)];
    create("src", source);
    for (size_t i = 0; i < UNIT_COUNT(names); i++) {
        const char *const patch[] = {names[i], "1", NULL};
        requests[i] = rig_new(&rig, HERDER_PATCH_CONFIG, "src", patch);
        rig_submit(&rig, requests[i]);
    }
    for (size_t i = 0; i < UNIT_COUNT(names); i++) {
        rig_await_answer(requests[i]);
        rig_expect(requests[i], 200, NULL);
        assert_true(weir_props_has(requests[i]->connectors[0].config, names[i]));
    }
    const struct weir_props *config = rig_ask(&rig, HERDER_GET, "src", NULL)->connectors[0].config;
    for (size_t i = 0; i < UNIT_COUNT(names); i++) {
        assert_true(weir_props_has(config, names[i]));
    }
}

static void test_list_and_snapshot(void **state)
{
    (void)state;
    create("src", source);
    create("snk", sink);
    struct herder_request *request = rig_ask(&rig, HERDER_SNAPSHOT, NULL, NULL);
    assert_int_equal(request->n, 2);
    assert_true(weir_str_is(request->answer, "http://127.0.0.1:8083"));
    for (size_t i = 0; i < 2; i++) {
        const struct connector_info *info = &request->connectors[i];
        assert_true(info->has_status);
        assert_non_null(info->tasks[0].metrics);
        assert_true(weir_str_is(info->version, "4.3.1"));
    }
    assert_string_equal(request->connectors[1].type, "sink");
}

/* ---- variables ---- */

static void test_variables_are_resolved_for_tasks_alone(void **state)
{
    (void)state;
    rig_close(&rig);
    setenv("RIG_SECRET", "hunter2", 1);
    static const char *const worker[] = {
        "config.providers", "env", "config.providers.env.class",
        "org.apache.kafka.common.config.provider.EnvVarConfigProvider", NULL};
    rig_open(&rig, worker);
    static const char *const config[] = {"connector.class", RIG_SOURCE, "text",
                                         "x${env:RIG_SECRET}", NULL};
    create("src", config);
    assert_non_null(strstr(fake_props, "text=xhunter2,"));
    struct herder_request *request = rig_ask(&rig, HERDER_TASKS, "src", NULL);
    assert_true(weir_str_is(weir_props_get(request->task_configs[0], "text"),
                            "x${env:RIG_SECRET}"));
    assert_null(strstr(rig_records(&rig, RIG_CONFIGS, 0, 4), "hunter2"));
}

/* ---- time limits ---- */

static void test_deadline_has_no_effect(void **state)
{
    (void)state;
    static const char *const config[] = {"connector.class", RIG_SOURCE, "mode", "hang-validate",
                                         NULL};
    atomic_store(&rig_hang_validate, 1);
    struct herder_request *request = rig_new(&rig, HERDER_CREATE, "late", config);
    request->deadline_ms = weir_clock_mono_ms() + 50;
    rig_send(&rig, request);
    rig_expect(request, 500, NULL);
    assert_true(weir_str_starts(request->message, WEIR_STR("Request timed out")));
    /* The check comes back now; nobody listens. Another connector's creation is behind it. */
    atomic_store(&rig_hang_validate, 0);
    create("src", source);
    rig_expect(rig_ask(&rig, HERDER_GET, "late", NULL), 404, NULL);
}

static void test_hanging_check_blocks_nobody(void **state)
{
    (void)state;
    static const char *const config[] = {"connector.class", RIG_SOURCE, "mode", "hang-validate",
                                         NULL};
    atomic_store(&rig_hang_validate, 1);
    struct herder_request *hanging[3];
    for (size_t i = 0; i < 3; i++) {
        hanging[i] = rig_new(&rig, HERDER_CREATE, "h", config);
        rig_submit(&rig, hanging[i]);
    }
    create("src", source);
    rig_expect(rig_ask(&rig, HERDER_VALIDATE, NULL, source), 200, NULL);
    rig_expect(rig_ask(&rig, HERDER_DELETE, "src", NULL), 204, NULL);
    for (size_t i = 0; i < 3; i++) {
        assert_false(rig_answered(hanging[i]));
    }
    /* and the worker ends without waiting for it */
    rig_stop(&rig);
    for (size_t i = 0; i < 3; i++) {
        rig_expect(hanging[i], 503, "The worker is shutting down");
    }
}

/* As often as its class may, and more: others are checked as ever. */
static void test_hanging_checks_of_one_class(void **state)
{
    (void)state;
    static const char *const config[] = {"connector.class", RIG_SOURCE, "mode", "hang-validate",
                                         NULL};
    struct herder_request *hanging[100];
    atomic_store(&rig_hang_validate, 1);
    for (size_t i = 0; i < UNIT_COUNT(hanging); i++) {
        hanging[i] = rig_new(&rig, HERDER_CREATE, "h", config);
        rig_submit(&rig, hanging[i]);
    }
    create("snk", sink);
    for (size_t i = 0; i < UNIT_COUNT(hanging); i++) {
        assert_false(rig_answered(hanging[i]));
    }
}

/* Sends checks that hang and are given up, until no more of their class are taken. */
static bool class_is_refused(void *arg)
{
    static const char *const config[] = {"connector.class", RIG_SOURCE, "mode", "hang-validate",
                                         NULL};
    (void)arg;
    struct herder_request *request = rig_new(&rig, HERDER_CREATE, "h", config);
    request->deadline_ms = weir_clock_mono_ms() + 5;
    rig_expect(rig_send(&rig, request), 500, NULL);
    return weir_str_find(request->message, WEIR_STR("earlier calls")) >= 0;
}

/* What has not come back counts against its class alone, until it does. */
static void test_checks_that_do_not_come_back(void **state)
{
    (void)state;
    atomic_store(&rig_hang_validate, 1);
    rig_await(class_is_refused, NULL, "too many calls to hang");
    rig_expect(rig_ask(&rig, HERDER_CREATE, "src", source), 500, NULL);
    rig_expect(rig_ask(&rig, HERDER_VALIDATE, NULL, sink), 200, NULL);
    create("snk", sink);
    atomic_store(&rig_hang_validate, 0);
    rig_await(none_hangs, NULL, "the checks to come back");
    create("src", source);
}

static void test_hanging_task_configs(void **state)
{
    (void)state;
    atomic_store(&rig_hang_configs, 1);
    rig_expect(rig_ask(&rig, HERDER_CREATE, "slow", source), 201, NULL);
    rig_await_states(&rig, "slow", "RUNNING:");
    static const char *const other[] = {"connector.class", RIG_SOURCE, NULL};
    rig_expect(rig_ask(&rig, HERDER_CREATE, "other", other), 201, NULL);
    rig_expect(rig_ask(&rig, HERDER_DELETE, "slow", NULL), 204, NULL);
    rig_await_states(&rig, "slow", "");
    atomic_store(&rig_hang_configs, 0);
    rig_await_states(&rig, "other", "RUNNING: RUNNING");
    assert_int_equal(fake_running(), 1);
}

/* A task whose first call does not return is there all the same, beside one that runs, and says so
 * when it takes long. */
static void test_silent_task_is_shown(void **state)
{
    (void)state;
    static const char *const two[] = {"connector.class", RIG_SOURCE, "tasks", "2", "tasks.max", "2",
                                      NULL};
    open_with_fake_clock();
    fake_silent = true;
    int started = fake_started;
    rig_expect(rig_ask(&rig, HERDER_CREATE, "src", two), 201, NULL);
    await_started(started + 2);
    rig_await_states(&rig, "src", "RUNNING: UNASSIGNED UNASSIGNED");
    assert_true(fake_task_says("src", 1, TASK_RUNNING, NULL));
    rig_await_states(&rig, "src", "RUNNING: UNASSIGNED RUNNING");
    fake_task_calls("src", 0);
    const struct connector_info *info =
        &rig_ask(&rig, HERDER_STATUS, "src", NULL)->connectors[0];
    assert_int_equal(info->tasks[0].id, 0);
    assert_false(info->tasks[0].stalled);
    assert_true(weir_str_is(info->tasks[0].worker_id, "127.0.0.1:8083"));
    weir_clock_fake_advance(121000);
    assert_true(rig_ask(&rig, HERDER_STATUS, "src", NULL)->connectors[0].tasks[0].stalled);
    struct herder_request *request = rig_new(&rig, HERDER_TASK_STATUS, "src", NULL);
    rig_expect(rig_send(&rig, request), 200, NULL);
    assert_true(request->connectors[0].tasks[0].stalled);
    assert_true(fake_task_says("src", 0, TASK_RUNNING, NULL));
    rig_await_states(&rig, "src", "RUNNING: RUNNING RUNNING");
}

static void test_hanging_task_is_left_to_itself(void **state)
{
    (void)state;
    rig_close(&rig);
    static const char *const worker[] = {"task.shutdown.graceful.timeout.ms", "50", NULL};
    rig_open(&rig, worker);
    create("src", source);
    fake_hang = true;
    int started = fake_started;
    struct herder_request *request = rig_new(&rig, HERDER_RESTART_TASK, "src", NULL);
    rig_expect(rig_send(&rig, request), 204, NULL);
    rig_await_states(&rig, "src", "RUNNING: RUNNING");
    assert_int_equal(fake_started, started + 1);
    int64_t before_ms = weir_clock_mono_ms();
    rig_stop(&rig);
    assert_true(weir_clock_mono_ms() - before_ms < 20000);
    assert_non_null(strstr(rig_records(&rig, RIG_STATUS, rig_count(&rig, RIG_STATUS) - 1, 1),
                           "status-task-src-0 {\"state\":\"UNASSIGNED\""));
}

/* ---- what failed starts again ---- */

static int64_t restarts_of(const char *name)
{
    struct herder_request *request = rig_ask(&rig, HERDER_STATUS, name, NULL);
    return request->connectors[0].tasks[0].restarts;
}

static void fail_task(enum weir_verdict class, const char *at)
{
    assert_true(fake_task_fails("src", 0, class, "broken", at));
    rig_await_states(&rig, "src", "RUNNING: FAILED");
}

static void test_restart_policy(void **state)
{
    (void)state;
    open_with_fake_clock();
    create("src", source);
    int started = fake_started;
    assert_false(fake_is_retry("src", 0));
    fail_task(WEIR_FATAL, "");
    weir_clock_fake_advance(2000);
    rig_await_states(&rig, "src", "RUNNING: FAILED");
    assert_int_equal(fake_started, started);
    fake_silent = true; /* it starts, but has not said that it runs */
    weir_clock_fake_advance(4000);
    await_started(started + 1);
    rig_await_states(&rig, "src", "RUNNING: FAILED");
    struct herder_request *request = rig_ask(&rig, HERDER_STATUS, "src", NULL);
    assert_true(weir_str_is(request->connectors[0].tasks[0].trace, "broken"));
    assert_true(fake_is_retry("src", 0));
    assert_true(fake_task_says("src", 0, TASK_RUNNING, NULL));
    rig_await_states(&rig, "src", "RUNNING: RUNNING");
    assert_int_equal(restarts_of("src"), 1);
    request = rig_ask(&rig, HERDER_STATUS, "src", NULL);
    assert_null(request->connectors[0].tasks[0].trace.p);
    assert_true(weir_str_is(request->connectors[0].tasks[0].last_error, "broken"));
    /* the next wait is twice as long: at least 5 s, at most 10 */
    fake_silent = false;
    fail_task(WEIR_RETRY, "");
    weir_clock_fake_advance(4900);
    assert_int_equal(restarts_of("src"), 1);
    weir_clock_fake_advance(5200);
    await_started(started + 2);
    rig_await_states(&rig, "src", "RUNNING: RUNNING");
}

static void test_bad_config_stays_failed(void **state)
{
    (void)state;
    open_with_fake_clock();
    create("src", source);
    int started = fake_started;
    fail_task(WEIR_BAD_CONFIG, "");
    weir_clock_fake_advance(3600000);
    rig_await_states(&rig, "src", "RUNNING: FAILED");
    assert_int_equal(fake_started, started);
    rig_expect(rig_ask(&rig, HERDER_RESTART_TASK, "src", NULL), 204, NULL);
    rig_await_states(&rig, "src", "RUNNING: RUNNING");
}

static void test_same_record_stays_failed(void **state)
{
    (void)state;
    open_with_fake_clock();
    create("src", source);
    int started = fake_started;
    for (int i = 1; i < 5; i++) {
        fail_task(WEIR_FATAL, "t-0@17");
        weir_clock_fake_advance(600000);
        await_started(started + i);
        rig_await_states(&rig, "src", "RUNNING: RUNNING");
    }
    fail_task(WEIR_FATAL, "t-0@17");
    weir_clock_fake_advance(3600000);
    rig_await_states(&rig, "src", "RUNNING: FAILED");
    assert_int_equal(fake_started, started + 4);
}

static void test_restart_can_be_off(void **state)
{
    (void)state;
    open_with_fake_clock();
    static const char *const config[] = {"connector.class", RIG_SOURCE, "weir.task.restart", "off",
                                         NULL};
    create("src", config);
    int started = fake_started;
    fail_task(WEIR_FATAL, "");
    weir_clock_fake_advance(3600000);
    rig_await_states(&rig, "src", "RUNNING: FAILED");
    assert_int_equal(fake_started, started);
}

static void test_connector_that_fails(void **state)
{
    (void)state;
    open_with_fake_clock();
    atomic_store(&rig_configs_fail, WEIR_RETRY);
    rig_expect(rig_ask(&rig, HERDER_CREATE, "src", source), 201, NULL);
    rig_await_states(&rig, "src", "FAILED:");
    struct herder_request *request = rig_ask(&rig, HERDER_STATUS, "src", NULL);
    assert_true(weir_str_is(request->connectors[0].connector.trace, "the database is down"));
    atomic_store(&rig_configs_fail, 0);
    weir_clock_fake_advance(10000);
    rig_await_states(&rig, "src", "RUNNING: RUNNING");
}

static void test_too_many_tasks(void **state)
{
    (void)state;
    static const char *const config[] = {"connector.class", RIG_SOURCE, "tasks", "3", "tasks.max",
                                         "2", NULL};
    rig_expect(rig_ask(&rig, HERDER_CREATE, "src", config), 201, NULL);
    rig_await_states(&rig, "src", "FAILED:");
    struct herder_request *request = rig_ask(&rig, HERDER_STATUS, "src", NULL);
    assert_true(weir_str_starts(request->connectors[0].connector.trace,
                                WEIR_STR("The connector src has generated 3 tasks, which is greater "
                                         "than 2, the maximum number of tasks it is configured to "
                                         "create. ")));
    static const char *const lax[] = {"tasks.max.enforce", "false", NULL};
    rig_expect(rig_ask(&rig, HERDER_PATCH_CONFIG, "src", lax), 200, NULL);
    rig_await_states(&rig, "src", "RUNNING: RUNNING RUNNING RUNNING");
}

static void test_task_asks_for_reconfiguration(void **state)
{
    (void)state;
    create("src", source);
    int calls = atomic_load(&rig_calls);
    assert_true(fake_task_says("src", 0, TASK_RECONFIGURE, NULL));
    for (int i = 0; i < 10000 && atomic_load(&rig_calls) == calls; i++) {
        rig_ask(&rig, HERDER_HEALTH, NULL, NULL);
    }
    assert_int_equal(atomic_load(&rig_calls), calls + 1);
    rig_await_states(&rig, "src", "RUNNING: RUNNING");
}

/* ---- offsets ---- */

static struct herder_request *alter(const char *name, const char *partition, const char *offset)
{
    struct herder_request *request = rig_new(&rig, HERDER_ALTER_OFFSETS, name, NULL);
    struct weir_offset_change *change = WEIR_NEW(&request->arena, struct weir_offset_change);
    change->partition = weir_str_of(partition);
    change->offset = weir_str_of(offset);
    request->changes = change;
    request->n_changes = 1;
    return rig_send(&rig, request);
}

static void stop(const char *name)
{
    rig_expect(rig_ask(&rig, HERDER_STOP, name, NULL), 204, NULL);
}

static void test_source_offsets(void **state)
{
    (void)state;
    create("src", source);
    rig_expect(alter("src", "{\"p\":1}", "{\"o\":2}"), 400,
               "Connectors must be in the STOPPED state before their offsets can be modified. This "
               "can be done for the specified connector by issuing a 'PUT' request to the "
               "'/connectors/src/stop' endpoint");
    stop("src");
    struct herder_request *request = alter("src", "{\"p\":1}", "{\"o\":2}");
    rig_expect(request, 200, NULL);
    assert_true(weir_str_starts(request->answer,
                                WEIR_STR("The Connect framework-managed offsets for this connector "
                                         "have been altered successfully. However, if")));
    rig_expect_records(&rig, RIG_OFFSETS, 0, 1, "[\"src\",{\"p\":1}] {\"o\":2}\n");
    request = rig_ask(&rig, HERDER_OFFSETS, "src", NULL);
    assert_int_equal(request->n, 1);
    assert_true(weir_str_is(request->offsets[0].partition, "{\"p\":1}"));
    assert_true(weir_str_is(request->offsets[0].offset, "{\"o\":2}"));
    rig_expect(alter("src", "{\"p\":\"bad\"}", NULL), 500, "no such partition");
    atomic_store(&rig_alter_handled, 1);
    request = rig_ask(&rig, HERDER_RESET_OFFSETS, "src", NULL);
    rig_expect(request, 200, NULL);
    assert_true(weir_str_is(request->answer,
                            "The offsets for this connector have been reset successfully"));
    rig_expect_records(&rig, RIG_OFFSETS, 1, 1, "[\"src\",{\"p\":1}] -\n");
    assert_int_equal(rig_ask(&rig, HERDER_OFFSETS, "src", NULL)->n, 0);
}

/* The same partition in other words keeps its key, or compaction would keep two. */
static void test_offset_keys_keep_their_bytes(void **state)
{
    (void)state;
    create("src", source);
    stop("src");
    fake_bus_put(rig.bus, RIG_OFFSETS, 0, "[\"src\", {\"b\": 1, \"a\": \"x\"}]", "{\"o\":1}");
    rig_expect(alter("src", "{\"a\":\"x\",\"b\":1}", "{\"o\":2}"), 200, NULL);
    rig_expect_records(&rig, RIG_OFFSETS, 1, 1,
                       "[\"src\", {\"b\": 1, \"a\": \"x\"}] {\"o\":2}\n");
    assert_int_equal(rig_ask(&rig, HERDER_OFFSETS, "src", NULL)->n, 1);
}

static void test_sink_offsets(void **state)
{
    (void)state;
    static const struct {
        const char *partition, *offset;
        int status;
        const char *message;
    } rows[] = {
        {NULL, NULL, 400, "The partition for a sink connector offset cannot be null or missing"},
        {"{\"kafka_topic\":\"t\"}", NULL, 400,
         "The partition for a sink connector offset must contain the keys 'kafka_topic' and "
         "'kafka_partition'"},
        {"{\"kafka_topic\":null,\"kafka_partition\":0}", NULL, 400,
         "Kafka topic names must be valid strings and may not be null"},
        {"{\"kafka_topic\":\"t\",\"kafka_partition\":null}", NULL, 400,
         "Kafka partitions must be valid numbers and may not be null"},
        {"{\"kafka_topic\":\"t\",\"kafka_partition\":\"zz\"}", NULL, 400,
         "Failed to parse the following Kafka partition value in the provided offsets: 'zz'. "
         "Partition values for sink connectors need to be integers."},
        {"{\"kafka_topic\":\"t\",\"kafka_partition\":0}", "{\"x\":1}", 400,
         "The offset for a sink connector should either be null or contain the key "
         "'kafka_offset'"},
        {"{\"kafka_topic\":\"t\",\"kafka_partition\":0}", "{\"kafka_offset\":\"abc\"}", 400,
         "Failed to parse the following Kafka offset value in the provided offsets: 'abc'. Offset "
         "values for sink connectors need to be integers."},
        {"{\"kafka_topic\":\"t\",\"kafka_partition\":0}", "{\"kafka_offset\":-3}", 500,
         "Failed to modify offsets for sink connector snk"},
        {"{\"kafka_topic\":\"none\",\"kafka_partition\":0}", "{\"kafka_offset\":3}", 500,
         "Failed to alter consumer group offsets for connector snk"},
        {"{\"kafka_topic\":\"t\",\"kafka_partition\":\"0\"}", "{\"kafka_offset\":\"3\"}", 200, NULL},
    };
    fake_bus_put(rig.bus, "t", 0, "k", "v");
    create("snk", sink);
    stop("snk");
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        rig_expect(alter("snk", rows[i].partition, rows[i].offset), rows[i].status,
                   rows[i].message);
    }
    struct herder_request *request = rig_ask(&rig, HERDER_OFFSETS, "snk", NULL);
    assert_int_equal(request->n, 1);
    assert_true(weir_str_is(request->offsets[0].partition,
                            "{\"kafka_partition\":0,\"kafka_topic\":\"t\"}"));
    assert_true(weir_str_is(request->offsets[0].offset, "{\"kafka_offset\":3}"));
    assert_int_equal(fake_bus_committed(rig.bus, "connect-snk", "t", 0), 3);
    rig_expect(rig_ask(&rig, HERDER_RESET_OFFSETS, "snk", NULL), 200, NULL);
    assert_int_equal(rig_ask(&rig, HERDER_OFFSETS, "snk", NULL)->n, 0);
}

/* ---- the topics of others ---- */

/* A Java cluster's topics are taken over: configs, a paused one, a deleted one's leftovers, an
 * inconsistent one, statuses of a worker that is gone. */
static void test_takeover_of_a_java_cluster(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"session-key", "{\"key\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\",\"algorithm\":"
                        "\"HmacSHA256\",\"creation-timestamp\":1795231727515}"},
        {"connector-a", "{\"properties\":{\"connector.class\":\"RigSource\",\"name\":\"a\"}}"},
        {"task-a-0", "{\"properties\":{\"connector.class\":\"RigSource\",\"name\":\"a\","
                     "\"part\":\"0\",\"task.class\":\"test.RigSourceTask\"}}"},
        {"commit-a", "{\"tasks\":1}"},
        {"tasks-fencing-a", "{\"task-count\":1}"},
        {"target-state-p", "{\"state\":\"PAUSED\",\"state.v2\":\"PAUSED\"}"},
        {"connector-p", "{\"properties\":{\"connector.class\":\"RigSink\",\"topics\":\"t\","
                        "\"name\":\"p\"}}"},
        {"connector-i", "{\"properties\":{\"connector.class\":\"RigSource\",\"name\":\"i\","
                        "\"tasks\":\"2\",\"tasks.max\":\"2\"}}"},
        {"task-i-1", "{\"properties\":{\"name\":\"i\"}}"},
        {"commit-i", "{\"tasks\":2}"},
        {"task-gone-0", "{\"properties\":{}}"},
        {"commit-gone", "{\"tasks\":1}"},
        {"connector-bad", "{\"properties\""},
        {"restart-connector-a", "{\"include-tasks\":true,\"only-failed\":false}"},
        {"worker-7", "{\"unknown\":true}"},
    };
    rig_stop(&rig);
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        fake_bus_put(rig.bus, RIG_CONFIGS, 0, rows[i][0], rows[i][1]);
    }
    size_t configs = rig_count(&rig, RIG_CONFIGS);
    fake_bus_put(rig.bus, RIG_STATUS, 0, "status-task-a-0",
                 "{\"state\":\"RUNNING\",\"trace\":null,\"worker_id\":\"10.0.0.7:8083\","
                 "\"generation\":51,\"version\":\"4.3.1\"}");
    fake_bus_put(rig.bus, RIG_STATUS, 0, "status-connector-gone",
                 "{\"state\":\"RUNNING\",\"trace\":null,\"worker_id\":\"10.0.0.7:8083\","
                 "\"generation\":51,\"version\":\"4.3.1\"}");
    size_t statuses = rig_count(&rig, RIG_STATUS);
    rig_start(&rig);
    rig_await_states(&rig, "a", "RUNNING: RUNNING");
    rig_await_states(&rig, "p", "PAUSED:");
    rig_await_states(&rig, "i", "RUNNING: RUNNING RUNNING");
    rig_await_states(&rig, "bad", "FAILED:");
    rig_await_states(&rig, "gone", "");
    /* a's tasks are as they were; only the inconsistent one is written anew */
    const char *records = rig_records(&rig, RIG_CONFIGS, configs, 3);
    assert_true(weir_str_starts(weir_str_of(records), WEIR_STR("task-i-0 ")));
    assert_int_equal(rig_count(&rig, RIG_CONFIGS), configs + 3);
    records = rig_records(&rig, RIG_STATUS, statuses, 2);
    assert_non_null(strstr(records, "status-task-a-0 {\"state\":\"UNASSIGNED\",\"trace\":null,"
                                    "\"worker_id\":\"127.0.0.1:8083\",\"generation\":52,"));
    assert_non_null(strstr(records, "status-connector-gone -\n"));
}

static void test_unsuitable_topic(void **state)
{
    (void)state;
    struct weir_err err;
    rig_stop(&rig);
    bus_close(rig.bus);
    rig.bus = fake_bus_new(BUS_ATOMIC_APPEND);
    const struct weir_prop delete_policy = {WEIR_STR("cleanup.policy"), WEIR_STR("delete")};
    const struct weir_topic_spec spec = {.name = WEIR_STR(RIG_CONFIGS), .partitions = 1,
                                         .replication_factor = 1, .configs = &delete_policy,
                                         .n_configs = 1};
    bool created;
    assert_int_equal(bus_topic_create(rig.bus, &spec, &created, &err), WEIR_OK);
    rig_start(&rig);
    struct herder_request *request = rig_ask(&rig, HERDER_LIST, NULL, NULL);
    rig_expect(request, 500, NULL);
    assert_true(weir_str_find(request->message,
                              WEIR_STR("Topic 'connect-configs' supplied via the "
                                       "'config.storage.topic' property is required to have "
                                       "'cleanup.policy=compact'")) >= 0);
}

/* ---- writes that fail ---- */

static void test_write_that_fails(void **state)
{
    (void)state;
    create("src", source);
    fake_bus_fail_only(rig.bus, "append");
    fake_bus_fail(rig.bus, 1, WEIR_RETRY);
    rig_expect(rig_ask(&rig, HERDER_PAUSE, "src", NULL), 500, NULL);
    rig_await_states(&rig, "src", "RUNNING: RUNNING");
    rig_expect(rig_ask(&rig, HERDER_PAUSE, "src", NULL), 202, NULL);
    rig_await_states(&rig, "src", "PAUSED: PAUSED");
}

int main(void)
{
#define HERDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        HERDER(test_unknown_connector),
        HERDER(test_create_twice),
        HERDER(test_create_at_the_same_time),
        HERDER(test_refused_configurations),
        HERDER(test_put_creates),
        HERDER(test_patch),
        HERDER(test_patches_at_the_same_time),
        HERDER(test_list_and_snapshot),
        HERDER(test_variables_are_resolved_for_tasks_alone),
        HERDER(test_deadline_has_no_effect),
        HERDER(test_hanging_check_blocks_nobody),
        HERDER(test_hanging_checks_of_one_class),
        HERDER(test_checks_that_do_not_come_back),
        HERDER(test_hanging_task_configs),
        HERDER(test_silent_task_is_shown),
        HERDER(test_hanging_task_is_left_to_itself),
        HERDER(test_restart_policy),
        HERDER(test_bad_config_stays_failed),
        HERDER(test_same_record_stays_failed),
        HERDER(test_restart_can_be_off),
        HERDER(test_connector_that_fails),
        HERDER(test_too_many_tasks),
        HERDER(test_task_asks_for_reconfiguration),
        HERDER(test_source_offsets),
        HERDER(test_offset_keys_keep_their_bytes),
        HERDER(test_sink_offsets),
        HERDER(test_takeover_of_a_java_cluster),
        HERDER(test_unsuitable_topic),
        HERDER(test_write_that_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
