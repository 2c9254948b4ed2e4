/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin's own topics on the bus: made, appended to, read to the end, followed. */
#include "unit.h"

#include <stdlib.h>

#include "pipe_rig.h"
#include "pipeline/task.h"

/* Each test is a function that runs in a source's open, on the task's thread. */
static enum weir_verdict (*body)(struct weir_task *task, struct weir_err *err);
static char read_text[4096];

static enum weir_verdict in_open(struct fake_source *source, struct weir_task *task,
                                 struct weir_err *err)
{
    (void)source;
    read_text[0] = 0;
    return body(task, err);
}

struct fixture {
    struct pipe_rig rig;
    struct fake_source source;
    struct pipe_task task;
};

static void run(struct fixture *fix, enum weir_verdict (*fn)(struct weir_task *task,
                                                             struct weir_err *err))
{
    pipe_rig_open(&fix->rig, 0, NULL);
    fake_source_init(&fix->source, 1, 1);
    fix->source.on_open = in_open;
    body = fn;
    pipe_task_start(&fix->task, &fix->rig, "test.FakeSource", &fix->source, NULL);
    struct pipe_task *task = &fix->task;
    while (!task_ended(task->task) && fake_bus_count(fix->rig.bus, "t", 0) == 0) {
    }
}

static void close_fixture(struct fixture *fix)
{
    pipe_task_end(&fix->task);
    fake_source_end(&fix->source);
    pipe_rig_close(&fix->rig);
}

static enum weir_verdict keep(void *self, const struct weir_topic_message *message,
                              struct weir_err *err)
{
    (void)self;
    (void)err;
    size_t n = strlen(read_text);
    snprintf(read_text + n, sizeof(read_text) - n, "%.*s@%d/%lld ", WEIR_STR_ARG(message->value),
             message->partition, (long long)message->offset);
    return WEIR_OK;
}

#define TRY(call)                                                                                  \
    do {                                                                                           \
        enum weir_verdict verdict_ = (call);                                                       \
        if (verdict_ != WEIR_OK) {                                                                 \
            return verdict_;                                                                       \
        }                                                                                          \
    } while (0)

static enum weir_verdict append(struct weir_topic *topic, int32_t partition, const char *value,
                                struct weir_err *err)
{
    const struct weir_topic_message message = {.partition = partition,
                                               .value = weir_str_of(value)};
    return weir_topic_append(topic, &message, err);
}

static enum weir_verdict history(struct weir_task *task, struct weir_err *err)
{
    struct weir_topic *topic = NULL;
    bool there = true;
    bool created = false;
    const struct weir_topic_spec spec = {.partitions = 2, .replication_factor = 1};
    TRY(weir_topic_open(task, WEIR_STR("history"), NULL, &topic, err));
    TRY(weir_topic_exists(topic, &there, err));
    assert_false(there);
    TRY(weir_topic_read(topic, keep, NULL, err)); /* of nothing */
    TRY(weir_topic_ensure(topic, &spec, &created, err));
    assert_true(created);
    TRY(weir_topic_ensure(topic, &spec, &created, err));
    assert_false(created);
    TRY(weir_topic_exists(topic, &there, err));
    assert_true(there);
    TRY(weir_topic_read(topic, keep, NULL, err)); /* still nothing */
    assert_string_equal(read_text, "");
    TRY(append(topic, 0, "a", err));
    TRY(append(topic, 1, "b", err));
    TRY(append(topic, 0, "c", err));
    TRY(weir_topic_read(topic, keep, NULL, err));
    assert_string_equal(read_text, "a@0/0 c@0/1 b@1/0 ");
    weir_topic_close(topic);
    weir_topic_close(topic);
    return WEIR_OK;
}

static void test_history(void **state)
{
    (void)state;
    struct fixture fix;
    run(&fix, history);
    assert_int_equal(fix.task.failed, 0);
    assert_int_equal(fake_bus_count(fix.rig.bus, "history", 0), 2);
    close_fixture(&fix);
}

static enum weir_verdict stops_at_b(void *self, const struct weir_topic_message *message,
                                    struct weir_err *err)
{
    keep(self, message, err);
    return weir_str_is(message->value, "b") ? weir_err_set(err, WEIR_BAD_DATA, "b is bad")
                                            : WEIR_OK;
}

static enum weir_verdict stopped_reading(struct weir_task *task, struct weir_err *err)
{
    struct weir_topic *topic = NULL;
    TRY(weir_topic_open(task, WEIR_STR("history"), NULL, &topic, err));
    TRY(append(topic, 0, "a", err));
    TRY(append(topic, 0, "b", err));
    TRY(append(topic, 0, "c", err));
    assert_int_equal(weir_topic_read(topic, stops_at_b, NULL, err), WEIR_BAD_DATA);
    assert_string_equal(err->text, "b is bad");
    assert_string_equal(read_text, "a@0/0 b@0/1 ");
    return WEIR_OK;
}

static void test_reader_stops(void **state)
{
    (void)state;
    struct fixture fix;
    run(&fix, stopped_reading);
    assert_int_equal(fix.task.failed, 0);
    close_fixture(&fix);
}

static enum weir_verdict signals(struct weir_task *task, struct weir_err *err)
{
    struct weir_topic *topic = NULL;
    TRY(weir_topic_open(task, WEIR_STR("signals"), NULL, &topic, err));
    TRY(append(topic, 0, "before", err));
    TRY(weir_topic_follow(topic, WEIR_STR_NULL, keep, NULL, err));
    assert_string_equal(read_text, "");
    TRY(append(topic, 0, "one", err));
    TRY(append(topic, 0, "two", err));
    TRY(weir_topic_follow(topic, WEIR_STR_NULL, keep, NULL, err));
    assert_string_equal(read_text, "one@0/1 two@0/2 ");
    TRY(weir_topic_follow(topic, WEIR_STR_NULL, keep, NULL, err));
    assert_string_equal(read_text, "one@0/1 two@0/2 ");
    return WEIR_OK;
}

static void test_signals(void **state)
{
    (void)state;
    struct fixture fix;
    run(&fix, signals);
    assert_int_equal(fix.task.failed, 0);
    close_fixture(&fix);
}

static enum weir_verdict group_signals(struct weir_task *task, struct weir_err *err)
{
    struct weir_topic *first = NULL;
    struct weir_topic *second = NULL;
    TRY(weir_topic_open(task, WEIR_STR("signals"), NULL, &first, err));
    TRY(append(first, 0, "before", err));
    TRY(weir_topic_follow(first, WEIR_STR("g"), keep, NULL, err));
    TRY(append(first, 0, "one", err));
    TRY(weir_topic_follow(first, WEIR_STR("g"), keep, NULL, err));
    assert_string_equal(read_text, "one@0/1 ");
    weir_topic_close(first);
    /* The next one goes on where the group left off. */
    TRY(weir_topic_open(task, WEIR_STR("signals"), NULL, &second, err));
    TRY(append(second, 0, "two", err));
    TRY(weir_topic_follow(second, WEIR_STR("g"), keep, NULL, err));
    assert_string_equal(read_text, "one@0/1 two@0/2 ");
    return WEIR_OK;
}

static void test_signals_of_a_group(void **state)
{
    (void)state;
    struct fixture fix;
    run(&fix, group_signals);
    assert_int_equal(fix.task.failed, 0);
    assert_int_equal(fake_bus_committed(fix.rig.bus, "g", "signals", 0), 3);
    close_fixture(&fix);
}

static atomic_int followers;
static atomic_bool hangs;

/* The first one hangs; the second must get what is signalled meanwhile. */
static enum weir_verdict follow_and_hang(struct weir_task *task, struct weir_err *err)
{
    struct weir_topic *topic = NULL;
    TRY(weir_topic_open(task, WEIR_STR("signals"), NULL, &topic, err));
    TRY(weir_topic_follow(topic, WEIR_STR("g"), keep, NULL, err));
    if (atomic_fetch_add(&followers, 1) == 0) {
        while (atomic_load(&hangs)) {
        }
        return WEIR_OK;
    }
    TRY(append(topic, 0, "one", err));
    TRY(weir_topic_follow(topic, WEIR_STR("g"), keep, NULL, err));
    assert_string_equal(read_text, "one@0/1 ");
    return WEIR_OK;
}

static bool first_hangs(void *arg)
{
    (void)arg;
    return atomic_load(&followers) == 1;
}

static bool is_freed(void *arg)
{
    return atomic_load(&((struct task_metrics *)arg)->refs) == 1;
}

static void test_successor_is_signalled(void **state)
{
    (void)state;
    struct fixture fix;
    pipe_rig_open(&fix.rig, 0, NULL);
    fake_bus_put(fix.rig.bus, "signals", 0, "k", "before");
    fake_source_init(&fix.source, 1, 1);
    fix.source.on_open = in_open;
    body = follow_and_hang;
    atomic_store(&hangs, true);
    struct pipe_task old;
    pipe_task_start(&old, &fix.rig, "test.FakeSource", &fix.source, NULL);
    assert_true(pipe_await(first_hangs, NULL));
    pipe_task_abandon(&old);
    pipe_task_start(&fix.task, &fix.rig, "test.FakeSource", &fix.source, NULL);
    assert_true(fake_bus_await(fix.rig.bus, "t", 0, 1));
    atomic_store(&hangs, false);
    assert_true(pipe_await(is_freed, old.metrics));
    pipe_task_end(&old);
    assert_int_equal(fix.task.failed, 0);
    close_fixture(&fix);
}

static enum weir_verdict refused(struct weir_task *task, struct weir_err *err)
{
    struct weir_topic *topic = NULL;
    bool there = false;
    TRY(weir_topic_open(task, WEIR_STR("history"), NULL, &topic, err));
    TRY(append(topic, 0, "a", err));
    atomic_store(&((struct task *)task)->abandoned, true);
    assert_int_equal(append(topic, 0, "b", err), WEIR_FATAL);
    assert_int_equal(weir_topic_read(topic, keep, NULL, err), WEIR_FATAL);
    assert_int_equal(weir_topic_follow(topic, WEIR_STR_NULL, keep, NULL, err), WEIR_FATAL);
    assert_int_equal(weir_topic_exists(topic, &there, err), WEIR_FATAL);
    atomic_store(&((struct task *)task)->abandoned, false);
    return WEIR_OK;
}

static void test_abandoned_task_is_refused(void **state)
{
    (void)state;
    struct fixture fix;
    run(&fix, refused);
    assert_int_equal(fix.task.failed, 0);
    assert_int_equal(fake_bus_count(fix.rig.bus, "history", 0), 1);
    close_fixture(&fix);
}

/* A history that cannot be read or written ends the open with that error, and nothing hangs. */
static void test_every_step_fails(void **state)
{
    (void)state;
    enum weir_verdict (*const bodies[])(struct weir_task *, struct weir_err *) = {history, signals,
                                                                                  group_signals};
    for (size_t b = 0; b < UNIT_COUNT(bodies); b++) {
        bool failed = true;
        int nth = 1;
        for (; failed && nth < 200; nth++) {
            struct fixture fix;
            pipe_rig_open(&fix.rig, 0, NULL);
            fake_source_init(&fix.source, 1, 1);
            fix.source.on_open = in_open;
            body = bodies[b];
            fake_bus_fail(fix.rig.bus, nth, WEIR_FATAL);
            pipe_task_start(&fix.task, &fix.rig, "test.FakeSource", &fix.source, NULL);
            while (!task_ended(fix.task.task) && fake_bus_count(fix.rig.bus, "t", 0) == 0) {
            }
            pipe_task_stop(&fix.task);
            failed = fake_bus_failed(fix.rig.bus);
            close_fixture(&fix);
        }
        assert_in_range(nth, 5, 199);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_history),
        cmocka_unit_test(test_reader_stops),
        cmocka_unit_test(test_signals),
        cmocka_unit_test(test_signals_of_a_group),
        cmocka_unit_test(test_successor_is_signalled),
        cmocka_unit_test(test_abandoned_task_is_refused),
        cmocka_unit_test(test_every_step_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
