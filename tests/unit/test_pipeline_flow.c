/* SPDX-License-Identifier: Apache-2.0 */
/* A source's records reach the bus with their offsets, and a sink's batches their target. */
#include "unit.h"

#include "pipe_rig.h"

static void test_source_to_sink(void **state)
{
    (void)state;
    struct pipe_rig rig;
    pipe_rig_open(&rig, 0, NULL);
    struct fake_source source;
    fake_source_init(&source, 1000, 10);
    struct pipe_task from;
    pipe_task_start(&from, &rig, "test.FakeSource", &source, NULL);
    assert_true(fake_bus_await(rig.bus, "t", 0, 1000));
    assert_true(pipe_task_await_running(&from));

    struct fake_sink sink;
    fake_sink_init(&sink);
    struct pipe_task to;
    pipe_task_start(&to, &rig, "test.FakeSink", &sink,
                    (const char *const[]){"name", "s", "topics", "t", NULL});
    assert_true(fake_sink_await(&sink, 1000));
    assert_true(fake_bus_await_committed(rig.bus, "connect-s", "t", 0, 1000));
    assert_string_equal(fake_bus_metadata(rig.bus, "connect-s", "t", 0), "weir:7");
    for (int i = 0; i < 1000; i++) {
        char text[16];
        snprintf(text, sizeof(text), "%d", i);
        assert_string_equal(sink.seen[i].value, text);
    }
    pipe_task_stop(&from);
    assert_int_equal(pipe_rig_offset(&rig, "c", 0), 1000);
    pipe_task_end(&from);
    assert_int_equal(from.stopped, 1);
    assert_int_equal(from.failed, 0);
    assert_string_equal(from.topics, "t,");
    pipe_task_end(&to);
    assert_int_equal(to.stopped, 1);
    assert_string_equal(to.topics, "t,");
    fake_source_end(&source);
    fake_sink_end(&sink);
    pipe_rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_source_to_sink),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
