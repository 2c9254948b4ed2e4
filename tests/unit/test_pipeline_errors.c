/* SPDX-License-Identifier: Apache-2.0 */
/* Retries, tolerance, the log line, dead letters: what becomes of a record that fails. */
#include "unit.h"

#include <stdlib.h>

#include "base/log_setup.h"
#include "pipe_rig.h"
#include "pipeline/error_policy.h"

#include <weir/time.h>

static char logged[65536];
static pthread_mutex_t logged_lock = PTHREAD_MUTEX_INITIALIZER;

static void keep_line(void *self, struct weir_str line)
{
    (void)self;
    pthread_mutex_lock(&logged_lock);
    size_t n = strlen(logged);
    snprintf(logged + n, sizeof(logged) - n, "%.*s\n", WEIR_STR_ARG(line));
    pthread_mutex_unlock(&logged_lock);
}

static bool was_logged(const char *text)
{
    pthread_mutex_lock(&logged_lock);
    bool there = strstr(logged, text);
    pthread_mutex_unlock(&logged_lock);
    return there;
}

static int setup(void **state)
{
    (void)state;
    logged[0] = 0;
    log_sink(keep_line, NULL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    log_sink(NULL, NULL);
    return 0;
}

/* ---- backoff ---- */

static void test_backoff(void **state)
{
    (void)state;
    struct connector_conf conf = {.errors_retry_delay_max_ms = 60000};
    struct task_metrics *metrics = task_metrics_new();
    struct task task = {.metrics = metrics};
    struct error_policy policy;
    error_policy_init(&policy, &task, &conf, NULL);
    const int64_t wanted[] = {300, 600, 1200, 2400, 4800, 9600, 19200, 38400};
    for (int i = 0; i < 8; i++) {
        assert_int_equal(error_policy_backoff_ms(&policy, i), wanted[i]);
    }
    int64_t least = INT64_MAX;
    int64_t most = 0;
    for (int i = 0; i < 1000; i++) {
        int64_t ms = error_policy_backoff_ms(&policy, 8 + i);
        least = ms < least ? ms : least;
        most = ms > most ? ms : most;
    }
    assert_in_range(least, 0, 6000);
    assert_in_range(most, 54000, 59999);
    task_metrics_unref(metrics);
}

/* ---- a sink's records ---- */

static void fill(struct pipe_rig *rig, const char *const *values)
{
    for (size_t i = 0; values[i]; i++) {
        fake_bus_put(rig->bus, "dl", 0, "k", values[i]);
    }
}

static const char *const three[] = {"a", "!b", "c", NULL};

static void test_bad_value_ends_the_task(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    fill(&rig, three);
    struct fake_sink sink;
    fake_sink_init(&sink);
    struct pipe_task task;
    pipe_task_start(&task, &rig, "test.FakeSink", &sink,
                    (const char *const[]){"name", "s", "topics", "dl", NULL});
    assert_true(pipe_task_await_end(&task));
    assert_int_equal(task.failed, 1);
    assert_string_equal(task.at, "dl-0@1");
    assert_string_equal(task.err.text,
                        "Tolerance exceeded in error handler at dl-0@1\nCaused by: "
                        "org.apache.kafka.connect.errors.DataException: cannot convert !b");
    /* What came before was put and committed. */
    assert_int_equal(fake_sink_count(&sink), 1);
    assert_string_equal(sink.seen[0].value, "a");
    assert_int_equal(fake_bus_committed(rig.bus, "connect-s", "dl", 0), 1);
    assert_int_equal(task.metrics->errors, 1);
    assert_int_equal(task.metrics->skipped, 0);
    assert_false(was_logged("Error encountered in task"));
    pipe_task_end(&task);
    fake_sink_end(&sink);
    pipe_rig_close(&rig);
}

static const struct weir_raw_header *header_of(const struct fake_record *rec, const char *name)
{
    for (uint32_t h = 0; h < rec->n_headers; h++) {
        if (weir_str_is(rec->headers[h].name, name)) {
            return &rec->headers[h];
        }
    }
    return NULL;
}

static void check_header(const struct fake_record *rec, const char *name, const char *value)
{
    const struct weir_raw_header *header = header_of(rec, name);
    assert_non_null(header);
    assert_string_equal(header->value.p, value);
}

static void test_dead_letter(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    fill(&rig, three);
    struct fake_sink sink;
    fake_sink_init(&sink);
    struct pipe_task task;
    pipe_task_start(
        &task, &rig, "test.FakeSink", &sink,
        (const char *const[]){"name", "dsink", "topics", "dl", "errors.tolerance", "all",
                              "errors.log.enable", "true", "errors.log.include.messages", "true",
                              "errors.deadletterqueue.topic.name", "dlq",
                              "errors.deadletterqueue.topic.replication.factor", "1",
                              "errors.deadletterqueue.context.headers.enable", "true", NULL});
    assert_true(fake_sink_await(&sink, 2));
    assert_true(fake_bus_await_committed(rig.bus, "connect-dsink", "dl", 0, 3));
    assert_int_equal(fake_bus_count(rig.bus, "dlq", 0), 1);
    struct fake_record rec = fake_bus_get(rig.bus, "dlq", 0, 0);
    struct fake_record original = fake_bus_get(rig.bus, "dl", 0, 1);
    assert_string_equal(rec.key.p, "k");
    assert_string_equal(rec.value.p, "!b");
    assert_int_equal(rec.timestamp, original.timestamp);
    assert_int_equal(rec.n_headers, 10);
    static const char *const headers[][2] = {
        {"__connect.errors.topic", "dl"},
        {"__connect.errors.partition", "0"},
        {"__connect.errors.offset", "1"},
        {"__connect.errors.connector.name", "dsink"},
        {"__connect.errors.task.id", "0"},
        {"__connect.errors.stage", "VALUE_CONVERTER"},
        {"__connect.errors.class.name", "test.FakeConverter"},
        {"__connect.errors.exception.class.name", "org.apache.kafka.connect.errors.DataException"},
        {"__connect.errors.exception.message", "cannot convert !b"},
        {"__connect.errors.exception.stacktrace",
         "org.apache.kafka.connect.errors.DataException: cannot convert !b\n"},
    };
    for (size_t i = 0; i < UNIT_COUNT(headers); i++) {
        assert_true(weir_str_is(rec.headers[i].name, headers[i][0]));
        check_header(&rec, headers[i][0], headers[i][1]);
    }
    char line[512];
    snprintf(line, sizeof(line),
             "[dsink|task-0] Error encountered in task dsink-0. Executing stage 'VALUE_CONVERTER' "
             "with class 'test.FakeConverter', where consumed record is {topic='dl', partition=0, "
             "offset=1, timestamp=%lld, timestampType=CreateTime}.",
             (long long)original.timestamp);
    assert_true(was_logged(line));
    assert_int_equal(task.metrics->dlq_requests, 1);
    assert_int_equal(task.metrics->dlq_failures, 0);
    assert_int_equal(task.metrics->skipped, 1);
    assert_int_equal(task.metrics->logged, 1);
    pipe_task_end(&task);
    fake_sink_end(&sink);
    pipe_rig_close(&rig);
}

static void test_line_without_messages(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    fill(&rig, three);
    struct fake_sink sink;
    fake_sink_init(&sink);
    struct pipe_task task;
    pipe_task_start(&task, &rig, "test.FakeSink", &sink,
                    (const char *const[]){"name", "s", "topics", "dl", "errors.tolerance", "all",
                                          "errors.log.enable", "true", NULL});
    assert_true(fake_sink_await(&sink, 2));
    assert_true(was_logged("Error encountered in task s-0. Executing stage 'VALUE_CONVERTER' with "
                           "class 'test.FakeConverter'.\n"));
    pipe_task_end(&task);
    fake_sink_end(&sink);
    pipe_rig_close(&rig);
}

static void test_converter_is_retried(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    fill(&rig, (const char *const[]){"a", "?b", "c", NULL});
    atomic_store(&fake_converter_retries, 3);
    struct fake_sink sink;
    fake_sink_init(&sink);
    struct pipe_task task;
    pipe_task_start(
        &task, &rig, "test.FakeSink", &sink,
        (const char *const[]){"name", "s", "topics", "dl", "errors.retry.timeout", "-1", NULL});
    assert_true(fake_sink_await(&sink, 3));
    assert_int_equal(task.metrics->retries, 3);
    assert_int_equal(task.metrics->failures, 3);
    assert_int_equal(task.metrics->errors, 0);
    pipe_task_end(&task);
    fake_sink_end(&sink);
    pipe_rig_close(&rig);
}

static void test_retries_come_to_an_end(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    fill(&rig, (const char *const[]){"a", "?b", "c", NULL});
    atomic_store(&fake_converter_retries, 1000000000);
    struct fake_sink sink;
    fake_sink_init(&sink);
    struct pipe_task task;
    pipe_task_start(&task, &rig, "test.FakeSink", &sink,
                    (const char *const[]){"name", "s", "topics", "dl", "errors.retry.timeout", "5",
                                          "errors.tolerance", "all", NULL});
    assert_true(fake_sink_await(&sink, 2));
    assert_string_equal(sink.seen[1].value, "c");
    assert_int_equal(task.metrics->skipped, 1);
    atomic_store(&fake_converter_retries, 0);
    pipe_task_end(&task);
    fake_sink_end(&sink);
    pipe_rig_close(&rig);
}

/* ---- put ---- */

static void test_put_refuses_a_record(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    fill(&rig, (const char *const[]){"a", "b", "c", NULL});
    struct fake_sink sink;
    fake_sink_init(&sink);
    sink.refuse = "b";
    struct pipe_task task;
    pipe_task_start(&task, &rig, "test.FakeSink", &sink,
                    (const char *const[]){"name", "s", "topics", "dl", NULL});
    assert_true(pipe_task_await_end(&task));
    assert_string_equal(task.at, "dl-0@1");
    assert_non_null(strstr(task.err.text, "the sink refuses b"));
    assert_int_equal(fake_bus_committed(rig.bus, "connect-s", "dl", 0), 1);
    pipe_task_end(&task);

    pipe_task_start(&task, &rig, "test.FakeSink", &sink,
                    (const char *const[]){"name", "s", "topics", "dl", "errors.tolerance", "all",
                                          "errors.deadletterqueue.topic.name", "dlq", NULL});
    assert_true(fake_bus_await_committed(rig.bus, "connect-s", "dl", 0, 3));
    assert_int_equal(fake_bus_count(rig.bus, "dlq", 0), 1);
    assert_int_equal(fake_bus_get(rig.bus, "dlq", 0, 0).n_headers, 0);
    pipe_task_end(&task);
    fake_sink_end(&sink);
    pipe_rig_close(&rig);
}

static enum weir_verdict report_b(struct fake_sink *sink, struct weir_batch *batch,
                                  struct weir_verdicts *verdicts, struct weir_err *err)
{
    (void)verdicts;
    for (uint32_t i = 0; i < batch->n; i++) {
        const struct weir_record *rec = &batch->recs[i];
        if (rec->state == WEIR_REC_LIVE && weir_str_is(weir_value_str(rec->value), "b")) {
            struct weir_err why;
            weir_err_set(&why, WEIR_BAD_DATA, "b is not wanted");
            enum weir_verdict verdict = weir_task_report(sink->task, rec, &why, err);
            if (verdict != WEIR_OK) {
                return verdict;
            }
        }
    }
    return WEIR_OK;
}

static void test_reported_record(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    fill(&rig, (const char *const[]){"a", "b", "c", NULL});
    struct fake_sink sink;
    fake_sink_init(&sink);
    sink.on_put = report_b;
    struct pipe_task task;
    pipe_task_start(&task, &rig, "test.FakeSink", &sink,
                    (const char *const[]){"name", "s", "topics", "dl", "errors.tolerance", "all",
                                          "errors.deadletterqueue.topic.name", "dlq", NULL});
    assert_true(fake_bus_await_committed(rig.bus, "connect-s", "dl", 0, 3));
    assert_int_equal(fake_bus_count(rig.bus, "dlq", 0), 1);
    assert_int_equal(fake_sink_count(&sink), 2);
    pipe_task_end(&task);

    fill(&rig, (const char *const[]){"b", NULL});
    pipe_task_start(&task, &rig, "test.FakeSink", &sink,
                    (const char *const[]){"name", "s", "topics", "dl", NULL});
    assert_true(pipe_task_await_end(&task));
    assert_non_null(strstr(task.err.text, "Tolerance exceeded in error handler at dl-0@3"));
    assert_string_equal(task.at, "dl-0@3");
    assert_int_equal(fake_bus_committed(rig.bus, "connect-s", "dl", 0), 3);
    pipe_task_end(&task);
    fake_sink_end(&sink);
    pipe_rig_close(&rig);
}

static enum weir_verdict is_down(struct fake_sink *sink, struct weir_batch *batch,
                                 struct weir_verdicts *verdicts, struct weir_err *err)
{
    (void)sink;
    (void)batch;
    (void)verdicts;
    return weir_err_set(err, WEIR_FATAL, "no such table");
}

static void test_failed_put(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    fill(&rig, (const char *const[]){"a", "b", NULL});
    struct fake_sink sink;
    fake_sink_init(&sink);
    sink.on_put = is_down;
    struct pipe_task task;
    pipe_task_start(
        &task, &rig, "test.FakeSink", &sink,
        (const char *const[]){"name", "s", "topics", "dl", "errors.tolerance", "all", NULL});
    assert_true(pipe_task_await_end(&task));
    assert_string_equal(task.err.text,
                        "Exiting WorkerSinkTask due to unrecoverable exception.\nCaused by: "
                        "org.apache.kafka.connect.errors.ConnectException: no such table");
    assert_int_equal(fake_bus_committed(rig.bus, "connect-s", "dl", 0), -1);
    pipe_task_end(&task);
    fake_sink_end(&sink);
    pipe_rig_close(&rig);
}

/* ---- a source's records ---- */

static void bad_seven(struct fake_source *source, struct weir_record *rec, int64_t i)
{
    (void)source;
    if (i == 7) {
        rec->value = weir_string(WEIR_STR("!7"));
    }
}

static void test_source_converter(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    struct fake_source source;
    fake_source_init(&source, 20, 10);
    source.on_record = bad_seven;
    struct pipe_task task;
    pipe_task_start(&task, &rig, "test.FakeSource", &source, NULL);
    assert_true(pipe_task_await_end(&task));
    assert_string_equal(task.at, "{\"n\":8}");
    assert_int_equal(fake_bus_count(rig.bus, "t", 0), 7);
    assert_int_equal(pipe_rig_offset(&rig, "c", 0), 7);
    pipe_task_end(&task);

    pipe_task_start(&task, &rig, "test.FakeSource", &source,
                    (const char *const[]){"errors.tolerance", "all", "errors.log.enable", "true",
                                          "errors.log.include.messages", "true", NULL});
    assert_true(fake_bus_await(rig.bus, "t", 0, 19));
    assert_true(was_logged(
        "[c|task-0] Error encountered in task c-0. Executing stage 'VALUE_CONVERTER' with class "
        "'test.FakeConverter', where source record is = "
        "SourceRecord{sourcePartition={\"source\":\"s0\"}, sourceOffset={\"n\":8}} "
        "ConnectRecord{topic='t', kafkaPartition=null, key=k1, value=!7}."));
    pipe_task_end(&task);
    fake_source_end(&source);
    pipe_rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_backoff, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bad_value_ends_the_task, setup, teardown),
        cmocka_unit_test_setup_teardown(test_dead_letter, setup, teardown),
        cmocka_unit_test_setup_teardown(test_line_without_messages, setup, teardown),
        cmocka_unit_test_setup_teardown(test_converter_is_retried, setup, teardown),
        cmocka_unit_test_setup_teardown(test_retries_come_to_an_end, setup, teardown),
        cmocka_unit_test_setup_teardown(test_put_refuses_a_record, setup, teardown),
        cmocka_unit_test_setup_teardown(test_reported_record, setup, teardown),
        cmocka_unit_test_setup_teardown(test_failed_put, setup, teardown),
        cmocka_unit_test_setup_teardown(test_source_converter, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
