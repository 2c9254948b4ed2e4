/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The status topic: records byte for byte as Connect writes them, keys taken apart, and what of the
 * read and the said counts.
 */
#include "unit.h"

#include "store/status_store.h"

static struct weir_arena arena;
static struct inbox inbox;
static struct status_store *store;

static int set_up(void **state)
{
    (void)state;
    weir_arena_init(&arena, 1024);
    inbox_init(&inbox);
    store = status_store_new(&inbox, WEIR_STR("weir-status"));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    status_store_free(store);
    inbox_destroy(&inbox);
    weir_arena_free(&arena);
    return 0;
}

static void check_record(const struct bus_record *rec, const char *key, const char *value)
{
    assert_true(weir_str_is(rec->key, key));
    assert_true(value ? weir_str_is(rec->value, value) : rec->value.p == NULL);
}

static struct status status_of(enum run_state state)
{
    return (struct status){.state = state,
                           .worker_id = WEIR_STR("127.0.0.1:8083"),
                           .version = WEIR_STR("4.3.1"),
                           .generation = 23};
}

static void test_bytes(void **state)
{
    (void)state;
    struct bus_record rec;
    struct status status = status_of(STATE_RUNNING);
    status_record_connector(&arena, WEIR_STR("src"), &status, &rec);
    check_record(&rec, "status-connector-src",
                 "{\"state\":\"RUNNING\",\"trace\":null,\"worker_id\":\"127.0.0.1:8083\","
                 "\"generation\":23,\"version\":\"4.3.1\"}");
    status.state = STATE_FAILED;
    status.trace = WEIR_STR("boom\n\tat x");
    status.version = WEIR_STR_NULL;
    status_record_task(&arena, WEIR_STR("src"), 3, &status, &rec);
    check_record(&rec, "status-task-src-3",
                 "{\"state\":\"FAILED\",\"trace\":\"boom\\n\\tat x\",\"worker_id\":"
                 "\"127.0.0.1:8083\",\"generation\":23,\"version\":null}");
    status_record_task(&arena, WEIR_STR("src"), 3, NULL, &rec);
    check_record(&rec, "status-task-src-3", NULL);
    struct topic_status topic = {WEIR_STR("tf"), WEIR_STR("src"), 0, 1795231805781};
    status_record_topic(&arena, &topic, false, &rec);
    check_record(&rec, "status-topic-tf:connector-src",
                 "{\"topic\":{\"name\":\"tf\",\"connector\":\"src\",\"task\":0,"
                 "\"discoverTimestamp\":1795231805781}}");
    status_record_topic(&arena, &topic, true, &rec);
    check_record(&rec, "status-topic-tf:connector-src", NULL);
}

static void test_keys(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        enum status_kind kind;
        const char *connector;
        int task;
        const char *topic;
    } rows[] = {
        {"status-connector-a b/c", true, STATUS_CONNECTOR, "a b/c", 0, NULL},
        {"status-task-a-b-12", true, STATUS_TASK, "a-b", 12, NULL},
        {"status-topic-t:connector-c:connector-d", true, STATUS_TOPIC, "c:connector-d", 0, "t"},
        {"status-connector-", false, STATUS_UNKNOWN, NULL, 0, NULL},
        {"status-task-7", false, STATUS_UNKNOWN, NULL, 0, NULL},
        {"status-task-a-x", false, STATUS_UNKNOWN, NULL, 0, NULL},
        {"status-topic-:connector-c", false, STATUS_UNKNOWN, NULL, 0, NULL},
        {"status-topic-t:connector-", false, STATUS_UNKNOWN, NULL, 0, NULL},
        {"status-topic-t", false, STATUS_UNKNOWN, NULL, 0, NULL},
        {"connector-a", false, STATUS_UNKNOWN, NULL, 0, NULL},
        {"", false, STATUS_UNKNOWN, NULL, 0, NULL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct status_key key;
        assert_int_equal(status_key_parse(weir_str_of(rows[i].text), &key), rows[i].good);
        if (rows[i].good) {
            assert_int_equal(key.kind, rows[i].kind);
            assert_true(weir_str_is(key.connector, rows[i].connector));
            assert_int_equal(key.task, rows[i].task);
            assert_true(!rows[i].topic || weir_str_is(key.topic, rows[i].topic));
        }
    }
}

static void apply(const char *key, const char *value)
{
    status_store_apply(store, weir_str_of(key), weir_str_of(value));
}

#define TASK(state, worker, generation)                                                            \
    "{\"state\":\"" state "\",\"trace\":null,\"worker_id\":\"" worker "\",\"generation\":"          \
    generation ",\"version\":\"4.3.1\"}"

static enum run_state task_state(int task)
{
    const struct status *status =
        status_entry_task(status_store_get(store, WEIR_STR("src")), task);
    assert_non_null(status);
    return status->state;
}

static void test_reading(void **state)
{
    (void)state;
    apply("status-connector-src", TASK("RUNNING", "j:1", "51"));
    apply("status-task-src-1", TASK("RUNNING", "j:1", "51"));
    apply("status-task-src-0", "{\"state\":\"FAILED\",\"trace\":\"x\",\"worker_id\":\"j:1\","
                               "\"generation\":7}");
    apply("status-task-src-2", "{\"state\":\"SLEEPING\"}");
    apply("status-task-src-3", "nonsense");
    struct status_entry *entry = status_store_get(store, WEIR_STR("src"));
    assert_int_equal(entry->n_tasks, 2);
    assert_int_equal(entry->tasks[0].id, 0);
    assert_null(entry->tasks[0].cell.status.version.p);
    assert_true(weir_str_is(entry->tasks[0].cell.status.trace, "x"));
    assert_int_equal(status_store_generation(store), 51);
    apply("status-topic-t:connector-src", "{\"topic\":{\"name\":\"t\",\"connector\":\"src\","
                                          "\"task\":0,\"discoverTimestamp\":5}}");
    assert_int_equal(entry->n_topics, 1);
    apply("status-topic-t:connector-src", NULL);
    apply("status-task-src-0", NULL);
    apply("status-task-src-1", "");
    apply("status-connector-src", NULL);
    assert_null(status_store_get(store, WEIR_STR("src")));
}

/* A late UNASSIGNED of another worker does not hide a RUNNING; the same worker's does. */
static void test_stale(void **state)
{
    (void)state;
    apply("status-task-src-0", TASK("RUNNING", "a:1", "5"));
    apply("status-task-src-0", TASK("UNASSIGNED", "b:1", "5"));
    assert_int_equal(task_state(0), STATE_RUNNING);
    apply("status-task-src-0", TASK("UNASSIGNED", "b:1", "6"));
    assert_int_equal(task_state(0), STATE_UNASSIGNED);
    apply("status-task-src-0", TASK("RUNNING", "a:1", "7"));
    apply("status-task-src-0", TASK("UNASSIGNED", "a:1", "7"));
    assert_int_equal(task_state(0), STATE_UNASSIGNED);
}

static void test_own_word_counts(void **state)
{
    (void)state;
    struct status status = status_of(STATE_FAILED);
    status_store_own(store, true);
    status_store_put_task(store, WEIR_STR("src"), 0, &status);
    apply("status-task-src-0", TASK("RUNNING", "127.0.0.1:8083", "23")); /* read back, older */
    apply("status-task-src-0", NULL);
    assert_int_equal(task_state(0), STATE_FAILED);
    status_store_own(store, false);
    apply("status-task-src-0", TASK("RUNNING", "b:1", "24"));
    assert_int_equal(task_state(0), STATE_RUNNING);
}

static bool is_there(void)
{
    return status_store_get(store, WEIR_STR("src")) != NULL;
}

/* What was said before it was dropped is read back later. */
static void test_dropped_stays_dropped(void **state)
{
    (void)state;
    static const char task[] = TASK("UNASSIGNED", "127.0.0.1:8083", "23");
    static const char topic[] = "{\"topic\":{\"name\":\"t\",\"connector\":\"src\",\"task\":0,"
                                "\"discoverTimestamp\":7}}";
    struct status status = status_of(STATE_UNASSIGNED);
    const struct topic_status used = {WEIR_STR("t"), WEIR_STR("src"), 0, 7};
    status_store_own(store, true);
    status_store_put(store, WEIR_STR("src"), &status);
    status_store_put_task(store, WEIR_STR("src"), 0, &status);
    status_store_put_topic(store, &used);
    status_store_drop(store, WEIR_STR("src"));
    status_store_drop_topics(store, WEIR_STR("src"));
    assert_false(is_there());
    apply("status-connector-src", task);
    apply("status-task-src-0", task);
    apply("status-topic-t:connector-src", topic);
    assert_false(is_there());
    apply("status-task-src-0", NULL);
    assert_false(is_there());
    apply("status-task-src-0", task); /* another worker's, after all that */
    assert_int_equal(task_state(0), STATE_UNASSIGNED);
    status_store_own(store, false);
    apply("status-connector-src", task);
    assert_true(status_store_get(store, WEIR_STR("src"))->connector.known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_keys, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_reading, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stale, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_own_word_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_dropped_stays_dropped, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
