/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The config topic: records written byte for byte as Connect writes them, and its reading rules.
 */
#include "unit.h"

#include "store/config_store.h"

static struct weir_arena arena;
static struct config_store *store;

static int set_up(void **state)
{
    (void)state;
    weir_arena_init(&arena, 1024);
    store = config_store_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    config_store_free(store);
    weir_arena_free(&arena);
    return 0;
}

static enum config_change apply(const char *key, const char *value)
{
    struct config_event event;
    config_store_apply(store, weir_str_of(key), weir_str_of(value), &event);
    return event.change;
}

static struct config_connector *get(const char *name)
{
    return config_store_get(store, weir_str_of(name));
}

#define SRC "{\"properties\":{\"connector.class\":\"FileStreamSource\",\"name\":\"src\"}}"
#define TASK0 "{\"properties\":{\"task.class\":\"x.Task\",\"n\":\"0\"}}"
#define TASK1 "{\"properties\":{\"task.class\":\"x.Task\",\"n\":\"1\"}}"

/* ---- bytes ---- */

static void check_record(const struct bus_record *rec, const char *key, const char *value)
{
    assert_int_equal(rec->key.n, strlen(key));
    assert_memory_equal(rec->key.p, key, rec->key.n);
    if (!value) {
        assert_null(rec->value.p);
        return;
    }
    assert_int_equal(rec->value.n, strlen(value));
    assert_memory_equal(rec->value.p, value, rec->value.n);
    assert_int_equal(rec->partition, WEIR_NO_PARTITION);
}

static void test_connector_record(void **state)
{
    (void)state;
    struct weir_props props;
    struct bus_record rec;
    weir_props_init(&props, &arena);
    weir_props_set_c(&props, "connector.class", "FileStreamSource");
    weir_props_set_c(&props, "file", "a \"quoted\" \303\251\n");
    weir_props_set_c(&props, "name", "a b/c");
    config_record_connector(&arena, WEIR_STR("a b/c"), &props, &rec);
    check_record(&rec, "connector-a b/c",
                 "{\"properties\":{\"connector.class\":\"FileStreamSource\",\"file\":\"a "
                 "\\\"quoted\\\" \303\251\\n\",\"name\":\"a b/c\"}}");
    config_record_connector(&arena, WEIR_STR("src"), NULL, &rec);
    check_record(&rec, "connector-src", NULL);
}

static void test_small_records(void **state)
{
    (void)state;
    struct weir_str name = WEIR_STR("src");
    struct weir_props props;
    struct bus_record rec;
    weir_props_init(&props, &arena);
    weir_props_set_c(&props, "task.class", "x.Task");
    config_record_task(&arena, name, 12, &props, &rec);
    check_record(&rec, "task-src-12", "{\"properties\":{\"task.class\":\"x.Task\"}}");
    config_record_commit(&arena, name, 2, &rec);
    check_record(&rec, "commit-src", "{\"tasks\":2}");
    config_record_target(&arena, name, TARGET_STOPPED, &rec);
    check_record(&rec, "target-state-src", "{\"state\":\"PAUSED\",\"state.v2\":\"STOPPED\"}");
    config_record_target(&arena, name, TARGET_PAUSED, &rec);
    check_record(&rec, "target-state-src", "{\"state\":\"PAUSED\",\"state.v2\":\"PAUSED\"}");
    config_record_target(&arena, name, TARGET_STARTED, &rec);
    check_record(&rec, "target-state-src", "{\"state\":\"STARTED\",\"state.v2\":\"STARTED\"}");
    config_record_target_gone(&arena, name, &rec);
    check_record(&rec, "target-state-src", NULL);
    config_record_restart(&arena, name, true, false, &rec);
    check_record(&rec, "restart-connector-src", "{\"include-tasks\":true,\"only-failed\":false}");
    config_record_fencing(&arena, name, 1, &rec);
    check_record(&rec, "tasks-fencing-src", "{\"task-count\":1}");
    config_record_logger(&arena, WEIR_STR("org.apache.kafka"), WEIR_STR("WARN"), &rec);
    check_record(&rec, "logger-cluster-org.apache.kafka", "{\"level\":\"WARN\"}");
}

static void test_session_key(void **state)
{
    (void)state;
    uint8_t key[32];
    struct bus_record rec;
    memset(key, 0xfb, sizeof(key));
    config_record_session_key(&arena, key, 1795231727515, &rec);
    check_record(&rec, "session-key",
                 "{\"key\":\"+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s=\",\"algorithm\":"
                 "\"HmacSHA256\",\"creation-timestamp\":1795231727515}");
    struct config_event event;
    config_store_apply(store, rec.key, rec.value, &event);
    assert_int_equal(event.change, CONFIG_SESSION_KEY);
    int64_t created_ms;
    assert_int_equal(config_store_session_key(store, &created_ms).n, 44);
    assert_int_equal(created_ms, 1795231727515);
}

/* ---- reading ---- */

static void test_tasks_wait_for_commit(void **state)
{
    (void)state;
    assert_int_equal(apply("connector-src", SRC), CONFIG_CONNECTOR);
    assert_int_equal(apply("task-src-0", TASK0), CONFIG_NOTHING);
    assert_int_equal(apply("task-src-1", TASK1), CONFIG_NOTHING);
    assert_int_equal(get("src")->n_tasks, 0);
    assert_int_equal(apply("commit-src", "{\"tasks\":2}"), CONFIG_TASKS);
    struct config_connector *cc = get("src");
    assert_int_equal(cc->n_tasks, 2);
    assert_false(cc->inconsistent);
    assert_true(cc->pending_fencing);
    assert_true(weir_str_is(weir_props_get(&cc->tasks[1]->props, "n"), "1"));
    assert_int_equal(apply("tasks-fencing-src", "{\"task-count\":2}"), CONFIG_FENCED);
    assert_false(cc->pending_fencing);
    assert_int_equal(cc->fenced_tasks, 2);
}

/* Compaction took task 1 of the first commit; the second, whole one mends it. */
static void test_inconsistent(void **state)
{
    (void)state;
    apply("connector-src", SRC);
    apply("task-src-0", TASK0);
    apply("commit-src", "{\"tasks\":2}");
    struct config_connector *cc = get("src");
    assert_true(cc->inconsistent);
    assert_null(cc->tasks);
    apply("task-src-1", TASK1);
    apply("commit-src", "{\"tasks\":2}");
    assert_true(cc->inconsistent); /* what was deferred before the first commit is gone */
    apply("task-src-0", TASK0);
    apply("task-src-1", TASK1);
    apply("commit-src", "{\"tasks\":2}");
    assert_false(cc->inconsistent);
    assert_int_equal(cc->n_tasks, 2);
}

static void test_left_over_tasks_do_not_harm(void **state)
{
    (void)state;
    apply("connector-src", SRC);
    apply("task-src-1", TASK1);
    apply("task-src-0", TASK0);
    apply("commit-src", "{\"tasks\":1}");
    assert_false(get("src")->inconsistent);
    assert_int_equal(get("src")->n_tasks, 1);
}

static void test_delete_and_create_again(void **state)
{
    (void)state;
    apply("target-state-src", "{\"state\":\"PAUSED\",\"state.v2\":\"STOPPED\"}");
    apply("connector-src", SRC);
    assert_int_equal(get("src")->target, TARGET_STOPPED);
    apply("task-src-0", TASK0);
    apply("commit-src", "{\"tasks\":1}");
    assert_int_equal(apply("connector-src", NULL), CONFIG_REMOVED);
    assert_null(get("src"));
    assert_int_equal(config_store_count(store), 0);
    apply("target-state-src", NULL);
    /* what stays behind of the old one must not revive its tasks */
    assert_int_equal(apply("task-src-0", TASK0), CONFIG_NOTHING);
    assert_int_equal(apply("commit-src", "{\"tasks\":1}"), CONFIG_NOTHING);
    apply("connector-src", SRC);
    assert_int_equal(get("src")->n_tasks, 0);
    assert_int_equal(get("src")->target, TARGET_STARTED);
    assert_int_equal(get("src")->n_deferred, 0);
    assert_int_equal(apply("connector-src", ""), CONFIG_REMOVED);
}

static void test_target_states(void **state)
{
    (void)state;
    apply("connector-src", SRC);
    assert_int_equal(apply("target-state-src", "{\"state\":\"PAUSED\"}"), CONFIG_TARGET);
    assert_int_equal(get("src")->target, TARGET_PAUSED);
    assert_int_equal(apply("target-state-src", "{\"state\":\"PAUSED\",\"state.v2\":\"STOPPED\"}"),
                     CONFIG_TARGET);
    assert_int_equal(get("src")->target, TARGET_STOPPED);
    assert_int_equal(apply("target-state-src", "{\"state\":\"SLEEPING\"}"), CONFIG_NOTHING);
    assert_int_equal(apply("target-state-src", "{\"state\":\"STARTED\",\"state.v2\":null}"),
                     CONFIG_TARGET);
    assert_int_equal(get("src")->target, TARGET_STARTED);
}

static void test_names_with_dashes(void **state)
{
    (void)state;
    apply("connector-task-1-connector-2", SRC);
    apply("task-task-1-connector-2-0", TASK0);
    apply("commit-task-1-connector-2", "{\"tasks\":1}");
    assert_int_equal(get("task-1-connector-2")->n_tasks, 1);
}

static void test_bad_records(void **state)
{
    (void)state;
    static const struct {
        const char *key, *value;
        enum config_change change;
    } rows[] = {
        {"connector-x", "{", CONFIG_BAD},
        {"connector-x", "[]", CONFIG_BAD},
        {"connector-x", "{\"properties\":[]}", CONFIG_BAD},
        {"task-src-zero", TASK0, CONFIG_NOTHING},
        {"task-src-0", "7", CONFIG_NOTHING},
        {"commit-src", "{\"tasks\":\"two\"}", CONFIG_NOTHING},
        {"commit-src", "{\"tasks\":-1}", CONFIG_NOTHING},
        {"tasks-fencing-src", "{}", CONFIG_NOTHING},
        {"restart-connector-src", "[]", CONFIG_NOTHING},
        {"session-key", "{\"key\":7}", CONFIG_NOTHING},
        {"logger-cluster-a", "{}", CONFIG_NOTHING},
        {"worker-7", "{\"anything\":1}", CONFIG_NOTHING},
        {"", "", CONFIG_NOTHING},
    };
    apply("connector-src", SRC);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(apply(rows[i].key, rows[i].value), rows[i].change);
    }
    assert_non_null(config_store_find(store, WEIR_STR("x"))->bad);
    assert_null(get("x"));
    apply("connector-x", SRC);
    assert_null(get("x")->bad);
    assert_int_equal(get("src")->n_tasks, 0);
}

static void test_restart_event(void **state)
{
    (void)state;
    struct config_event event;
    config_store_apply(store, WEIR_STR("restart-connector-a-b"),
                       WEIR_STR("{\"include-tasks\":true,\"only-failed\":true}"), &event);
    assert_int_equal(event.change, CONFIG_RESTART);
    assert_true(weir_str_is(event.name, "a-b"));
    assert_true(event.include_tasks && event.only_failed);
}

static void test_tasks_equal(void **state)
{
    (void)state;
    apply("connector-src", SRC);
    apply("task-src-0", TASK0);
    apply("commit-src", "{\"tasks\":1}");
    struct config_connector *cc = get("src");
    const struct weir_props *tasks[] = {&cc->tasks[0]->props};
    assert_true(config_store_tasks_equal(cc, tasks, 1));
    assert_false(config_store_tasks_equal(cc, tasks, 0));
    apply("connector-src", SRC); /* the same again */
    assert_true(config_store_tasks_equal(cc, tasks, 1));
    apply("connector-src", "{\"properties\":{\"name\":\"src\",\"transforms\":\"a\"}}");
    assert_false(config_store_tasks_equal(cc, tasks, 1)); /* same tasks, other connector */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_connector_record, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_small_records, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_session_key, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tasks_wait_for_commit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_inconsistent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_left_over_tasks_do_not_harm, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_delete_and_create_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_target_states, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names_with_dashes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bad_records, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_restart_event, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tasks_equal, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
