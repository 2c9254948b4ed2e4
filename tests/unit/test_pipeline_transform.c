/* SPDX-License-Identifier: Apache-2.0 */
/* Stages over whole batches: filters, splits in order, predicates, failures and retries. */
#include "unit.h"

#include <stdlib.h>

#include "pipe_rig.h"

/* What reached topic t (or T), values joined by blanks. */
static void values(struct pipe_rig *rig, const char *topic, char *out, size_t n)
{
    out[0] = 0;
    for (size_t i = 0; i < fake_bus_count(rig->bus, topic, 0); i++) {
        size_t at = strlen(out);
        snprintf(out + at, n - at, "%s%s", i ? " " : "",
                 fake_bus_get(rig->bus, topic, 0, i).value.p);
    }
}

struct transform_case {
    const char *pairs[24];
    const char *t;     /* values in topic t */
    const char *upper; /* in T */
    int64_t offset;
    int failed;
    const char *at;
};

#define STAGE(alias, what)                                                                         \
    "transforms." alias ".type", "test.FakeTransform", "transforms." alias ".do", what

static const struct transform_case cases[] = {
    {{NULL}, "0 1 2 3 4 5 6 7 8 9 10 11 12 13", "", 14, 0, ""},
    {{"transforms", "a", STAGE("a", "drop"), NULL}, "0 2 3 4 5 6 7 8 9 10 12 13", "", 14, 0, ""},
    {{"transforms", "a", STAGE("a", "upper"), NULL},
     "",
     "0 1 2 3 4 5 6 7 8 9 10 11 12 13",
     14,
     0,
     ""},
    /* Parts stand behind what they come from, also over two stages. */
    {{"transforms", "a", STAGE("a", "split"), NULL},
     "0 0+ 1 1+ 2 2+ 3 3+ 4 4+ 5 5+ 6 6+ 7 7+ 8 8+ 9 9+ 10 10+ 11 11+ 12 12+ 13 13+",
     "",
     14,
     0,
     ""},
    {{"transforms", "d,a", STAGE("a", "split"), STAGE("d", "drop"), NULL},
     "0 0+ 2 2+ 3 3+ 4 4+ 5 5+ 6 6+ 7 7+ 8 8+ 9 9+ 10 10+ 12 12+ 13 13+",
     "",
     14,
     0,
     ""},
    {{"transforms", "a,b", STAGE("a", "split"), STAGE("b", "drop"), NULL},
     "0 0+ 1+ 2 2+ 3 3+ 4 4+ 5 5+ 6 6+ 7 7+ 8 8+ 9 9+ 10 10+ 11+ 12 12+ 13 13+",
     "",
     14,
     0,
     ""},
    /* The batch is cut before the first bad one: 3 of the first ten. */
    {{"transforms", "a", STAGE("a", "fail"), NULL}, "0 1 2", "", 3, 1, "{\"n\":4}"},
    {{"transforms", "s,a", STAGE("s", "split"), STAGE("a", "fail"), NULL},
     "0 0+ 1 1+ 2 2+",
     "",
     3,
     1,
     "{\"n\":4}"},
    {{"transforms", "a,s", STAGE("s", "split"), STAGE("a", "fail"), NULL},
     "0 0+ 1 1+ 2 2+",
     "",
     3,
     1,
     "{\"n\":4}"},
    {{"transforms", "a", STAGE("a", "fail"), "errors.tolerance", "all", NULL},
     "0 1 2 4 5 6 7 8 9 10 11 12",
     "",
     14,
     0,
     ""},
    /* Predicates: values of two letters only, or the others. */
    {{"transforms", "a", STAGE("a", "fail"), "transforms.a.predicate", "p", "predicates", "p",
      "predicates.p.type", "test.FakePredicate", "errors.tolerance", "all", NULL},
     "0 1 2 3 4 5 6 7 8 9 10 11 12",
     "",
     14,
     0,
     ""},
    {{"transforms", "a", STAGE("a", "drop"), "transforms.a.predicate", "p", "transforms.a.negate",
      "true", "predicates", "p", "predicates.p.type", "test.FakePredicate", NULL},
     "0 2 3 4 5 6 7 8 9 10 11 12 13",
     "",
     14,
     0,
     ""},
};

struct end_wish {
    struct pipe_task *task;
    int64_t offset;
};

static bool is_done(void *arg)
{
    const struct end_wish *wish = arg;
    return task_ended(wish->task->task) || pipe_rig_offset(wish->task->rig, "c", 0) == wish->offset;
}

static void run_case(const struct transform_case *c)
{
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    struct fake_source source;
    fake_source_init(&source, 14, 10);
    struct pipe_task task;
    pipe_task_start(&task, &rig, "test.FakeSource", &source, c->pairs);
    struct end_wish wish = {&task, c->failed ? -2 : c->offset};
    assert_true(pipe_await(is_done, &wish));
    pipe_task_stop(&task);
    char text[512];
    values(&rig, "t", text, sizeof(text));
    assert_string_equal(text, c->t);
    values(&rig, "T", text, sizeof(text));
    assert_string_equal(text, c->upper);
    assert_int_equal(task.failed, c->failed);
    assert_string_equal(task.at, c->at);
    assert_int_equal(pipe_rig_offset(&rig, "c", 0), c->offset);
    pipe_task_end(&task);
    fake_source_end(&source);
    pipe_rig_close(&rig);
}

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        run_case(&cases[i]);
    }
}

static void test_record_is_retried(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    struct fake_source source;
    fake_source_init(&source, 10, 10);
    atomic_store(&fake_transform_retries, 2);
    struct pipe_task task;
    pipe_task_start(&task, &rig, "test.FakeSource", &source,
                    (const char *const[]){"transforms", "a", STAGE("a", "retry"),
                                          "errors.retry.timeout", "-1", NULL});
    assert_true(fake_bus_await(rig.bus, "t", 0, 10));
    assert_int_equal(task.metrics->retries, 2);
    pipe_task_end(&task);
    fake_source_end(&source);
    pipe_rig_close(&rig);
}

static void test_sink_splits_and_filters(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    for (int i = 0; i < 5; i++) {
        char text[8];
        snprintf(text, sizeof(text), "%d", i);
        fake_bus_put(rig.bus, "t", 0, "k", text);
    }
    struct fake_sink sink;
    fake_sink_init(&sink);
    struct pipe_task task;
    pipe_task_start(&task, &rig, "test.FakeSink", &sink,
                    (const char *const[]){"name", "s", "topics", "t", "transforms", "d,a",
                                          STAGE("a", "split"), STAGE("d", "drop"), NULL});
    assert_true(fake_bus_await_committed(rig.bus, "connect-s", "t", 0, 5));
    assert_int_equal(fake_sink_count(&sink), 8);
    assert_string_equal(sink.seen[0].value, "0");
    assert_string_equal(sink.seen[1].value, "0+");
    assert_string_equal(sink.seen[2].value, "2");
    assert_string_equal(sink.seen[7].value, "4+");
    pipe_task_end(&task);
    fake_sink_end(&sink);
    pipe_rig_close(&rig);
}

static void test_unknown_predicate(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    struct fake_source source;
    fake_source_init(&source, 10, 10);
    struct pipe_task task;
    pipe_task_start(&task, &rig, "test.FakeSource", &source,
                    (const char *const[]){"transforms", "a", STAGE("a", "drop"),
                                          "transforms.a.predicate", "q", NULL});
    assert_true(pipe_task_await_end(&task));
    assert_int_equal(task.err.class, WEIR_BAD_CONFIG);
    pipe_task_end(&task);
    fake_source_end(&source);
    pipe_rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_record_is_retried),
        cmocka_unit_test(test_sink_splits_and_filters),
        cmocka_unit_test(test_unknown_predicate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
