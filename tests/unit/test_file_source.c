/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include <weir/time.h>

#include "plugin/task_ops.h"
#include "plugin_host.h"

/* A task with one stored offset and a file of its own. */
struct fixture {
    struct weir_task task;
    struct weir_arena arena;
    struct weir_batch *batch;
    struct weir_err err;
    const struct weir_source_ops *ops;
    void *self;
    const char *stored; /* offset, NULL: none */
    char dir[64];
    char path[128];
    char asked[256]; /* the partition that was asked for */
};

static enum weir_verdict stored_offset(struct weir_task *task, struct weir_str partition,
                                       struct weir_str *offset, struct weir_err *err)
{
    struct fixture *fix = (struct fixture *)task;
    (void)err;
    snprintf(fix->asked, sizeof(fix->asked), "%.*s", WEIR_STR_ARG(partition));
    *offset = weir_str_of(fix->stored);
    return WEIR_OK;
}

static const struct weir_task_ops task_ops = {.offset = stored_offset};

static const struct weir_component *component(void)
{
    return plugin_host_find("file", WEIR_SOURCE,
                            "org.apache.kafka.connect.file.FileStreamSourceConnector");
}

static int set_up(void **state)
{
    struct fixture *fix = calloc(1, sizeof(*fix));
    strcpy(fix->dir, "/tmp/weir-file-XXXXXX");
    assert_non_null(mkdtemp(fix->dir));
    snprintf(fix->path, sizeof(fix->path), "%s/in.txt", fix->dir);
    weir_arena_init(&fix->arena, 4096);
    fix->task = (struct weir_task){.ops = &task_ops, .connector = "src", .arena = &fix->arena};
    weir_log_init(&fix->task.log, "test", "src", 0, "poll");
    fix->batch = weir_batch_new(100000, 64 << 20, 64 << 20);
    fix->ops = component()->ops;
    *state = fix;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fix = *state;
    if (fix->self) {
        fix->ops->close(fix->self);
    }
    unlink(fix->path);
    rmdir(fix->dir);
    weir_batch_free(fix->batch);
    weir_arena_free(&fix->arena);
    free(fix);
    return 0;
}

static void append(struct fixture *fix, const char *text, size_t n)
{
    int fd = open(fix->path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    assert_true(fd >= 0);
    assert_int_equal(n, write(fd, text, n));
    close(fd);
}

static void append_text(struct fixture *fix, const char *text)
{
    append(fix, text, strlen(text));
}

static void start(struct fixture *fix, const char *batch_size)
{
    const char *pairs[] = {"file", fix->path, "topic", "lines", "batch.size", batch_size, NULL};
    const void *conf = plugin_host_conf(component(), &fix->arena, pairs, &fix->err);
    assert_non_null(conf);
    assert_int_equal(WEIR_OK, fix->ops->open(&fix->task, conf, &fix->self, &fix->err));
}

static struct weir_batch *poll_once(struct fixture *fix)
{
    weir_batch_reset(fix->batch);
    struct weir_batch *batch = fix->batch;
    assert_int_equal(WEIR_OK, fix->ops->poll(fix->self, &batch, 0, &fix->err));
    assert_ptr_equal(fix->batch, batch);
    return batch;
}

/* The lines of one poll, joined by |. */
static const char *lines(struct fixture *fix)
{
    static char out[65536];
    size_t n = 0;
    struct weir_batch *batch = poll_once(fix);
    for (uint32_t i = 0; i < batch->n; i++) {
        const struct weir_record *rec = &batch->recs[i];
        assert_true(weir_str_is(rec->topic, "lines"));
        assert_ptr_equal(weir_schema_plain(WEIR_STRING, false), rec->value_schema);
        assert_int_equal(WEIR_STRING, rec->value.type);
        assert_int_equal(WEIR_NULL, rec->key.type);
        assert_true(rec->timestamp > 0);
        n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%.*s", i ? "|" : "",
                              WEIR_STR_ARG(weir_value_str(rec->value)));
    }
    out[n] = 0;
    return out;
}

/* Where the last poll ended; -1: it says nothing. */
static int64_t position(struct fixture *fix)
{
    if (fix->batch->n_offsets == 0) {
        return -1;
    }
    const struct weir_offset *offset = &fix->batch->offsets[fix->batch->n_offsets - 1];
    char want[256];
    snprintf(want, sizeof(want), "{\"filename\":\"%s\"}", fix->path);
    assert_true(weir_str_is(offset->partition, want));
    long long x = -2;
    assert_int_equal(1, sscanf(offset->offset.p, "{\"position\":%lld}", &x));
    return x;
}

static void test_lines_and_positions(void **state)
{
    struct fixture *fix = *state;
    append_text(fix, "one\ntwo\r\n\nfour\rfive");
    start(fix, "2000");
    assert_string_equal("one|two||four", lines(fix));
    assert_int_equal(15, position(fix));
    assert_int_equal(4, fix->batch->n);
    assert_int_equal(0, fix->batch->recs[3].offset);
    assert_string_equal("", lines(fix));
    assert_int_equal(-1, position(fix));
    append_text(fix, " and a half\n");
    assert_string_equal("five and a half", lines(fix));
    assert_int_equal(31, position(fix));
}

static void test_a_carriage_return_waits_for_its_line_feed(void **state)
{
    struct fixture *fix = *state;
    append_text(fix, "a\r");
    start(fix, "2000");
    assert_string_equal("", lines(fix));
    append_text(fix, "\nb\r");
    assert_string_equal("a", lines(fix));
    assert_int_equal(3, position(fix));
    append_text(fix, "c\n");
    assert_string_equal("b|c", lines(fix));
    assert_int_equal(7, position(fix));
}

static void test_batch_size(void **state)
{
    struct fixture *fix = *state;
    append_text(fix, "1\n2\n3\n4\n5\n");
    start(fix, "2");
    assert_string_equal("1|2", lines(fix));
    assert_int_equal(4, position(fix));
    assert_string_equal("3|4", lines(fix));
    assert_string_equal("5", lines(fix));
    assert_string_equal("", lines(fix));
}

static void test_goes_on_at_stored_position(void **state)
{
    struct fixture *fix = *state;
    append_text(fix, "caf\xc3\xa9\nnext\n");
    fix->stored = "{\"position\":6}";
    start(fix, "2000");
    assert_string_equal("next", lines(fix));
    assert_int_equal(11, position(fix)); /* bytes, although the first line has 4 characters */
    char want[256];
    snprintf(want, sizeof(want), "{\"filename\":\"%s\"}", fix->path);
    assert_string_equal(want, fix->asked);
}

static void test_null_position_is_the_beginning(void **state)
{
    struct fixture *fix = *state;
    append_text(fix, "a\n");
    fix->stored = "{\"position\":null}";
    start(fix, "2000");
    assert_string_equal("a", lines(fix));
}

static void test_wrong_stored_position(void **state)
{
    struct fixture *fix = *state;
    append_text(fix, "a\n");
    fix->stored = "{\"position\":\"6\"}";
    start(fix, "2000");
    struct weir_batch *batch = fix->batch;
    assert_int_equal(WEIR_FATAL, fix->ops->poll(fix->self, &batch, 0, &fix->err));
    assert_string_equal("Offset position is the incorrect type", fix->err.text);
}

static void test_missing_file_is_waited_for(void **state)
{
    struct fixture *fix = *state;
    start(fix, "2000");
    assert_string_equal("", lines(fix));
    assert_string_equal("", lines(fix));
    append_text(fix, "here\n");
    assert_string_equal("here", lines(fix));
}

static void test_a_directory_is_refused(void **state)
{
    struct fixture *fix = *state;
    strcpy(fix->path, fix->dir);
    start(fix, "2000");
    struct weir_batch *batch = fix->batch;
    assert_int_equal(WEIR_BAD_CONFIG, fix->ops->poll(fix->self, &batch, 0, &fix->err));
}

static void test_bytes_that_are_not_utf8(void **state)
{
    struct fixture *fix = *state;
    append(fix, "a\xff\xc3z\n\xf0\x9f\x98\n", 10);
    start(fix, "2000");
    assert_string_equal("a\xef\xbf\xbd\xef\xbf\xbdz|\xef\xbf\xbd", lines(fix));
    assert_int_equal(9, position(fix));
}

/* Lines longer than a block, and many blocks, come out as they went in. */
static void test_blocks(void **state)
{
    struct fixture *fix = *state;
    size_t n = 1 << 20;
    char *text = malloc(n);
    int64_t expected = 0;
    for (size_t i = 0; i < n; i++) {
        text[i] = (char)('a' + i % 26);
    }
    for (size_t i = 700000; i < n; i += 1 + i % 91) {
        text[i] = '\n';
    }
    text[n - 1] = '\n';
    append(fix, text, n);
    for (size_t i = 0; i < n; i++) {
        expected += text[i] == '\n';
    }
    start(fix, "500");
    int64_t got = 0;
    const char *at = text;
    for (struct weir_batch *batch; (batch = poll_once(fix))->n > 0;) {
        assert_true(batch->n <= 500);
        got += batch->n;
        for (uint32_t i = 0; i < batch->n; i++) {
            struct weir_str line = weir_value_str(batch->recs[i].value);
            assert_memory_equal(at, line.p, line.n);
            assert_int_equal('\n', at[line.n]);
            at += line.n + 1;
        }
        assert_int_equal(at - text, position(fix));
    }
    assert_int_equal(expected, got);
    assert_ptr_equal(text + n, at);
    free(text);
}

/* The lines before are not lost with the error, which comes at the next poll. */
static void test_a_line_too_long(void **state)
{
    struct fixture *fix = *state;
    append_text(fix, "a\nb\n");
    assert_int_equal(0, truncate(fix->path, 70 << 20));
    start(fix, "2000");
    assert_string_equal("a|b", lines(fix));
    weir_batch_reset(fix->batch);
    struct weir_batch *batch = fix->batch;
    assert_int_equal(WEIR_BAD_CONFIG, fix->ops->poll(fix->self, &batch, 0, &fix->err));
    assert_non_null(strstr(fix->err.text, "line at position 4 of "));
}

static void test_no_more_records_than_the_batch_takes(void **state)
{
    struct fixture *fix = *state;
    weir_batch_free(fix->batch);
    fix->batch = weir_batch_new(2, 1 << 20, 1 << 20);
    append_text(fix, "1\n2\n3\n");
    start(fix, "2000");
    assert_string_equal("1|2", lines(fix));
    assert_string_equal("3", lines(fix));
}

static void *wake_later(void *arg)
{
    struct fixture *fix = arg;
    fix->ops->wake(fix->self);
    return NULL;
}

/* The wait looks again after a second by itself; on a busy machine one of a few must be quicker. */
static void assert_ends_early(struct fixture *fix, void *(*other)(void *))
{
    for (int i = 0; i < 10; i++) {
        pthread_t thread;
        int64_t begun_ms = weir_clock_mono_ms();
        pthread_create(&thread, NULL, other, fix);
        struct weir_batch *batch = fix->batch;
        assert_int_equal(WEIR_OK, fix->ops->poll(fix->self, &batch, 60000, &fix->err));
        pthread_join(thread, NULL);
        if (weir_clock_mono_ms() - begun_ms < 900) {
            return;
        }
    }
    fail_msg("the wait ended by its own clock ten times");
}

static void test_wake_ends_the_wait(void **state)
{
    struct fixture *fix = *state;
    append_text(fix, "");
    start(fix, "2000");
    assert_ends_early(fix, wake_later);
}

static void *append_later(void *arg)
{
    append_text(arg, "late\n");
    return NULL;
}

static void test_growth_ends_the_wait(void **state)
{
    struct fixture *fix = *state;
    append_text(fix, "");
    start(fix, "2000");
    lines(fix);
    assert_ends_early(fix, append_later);
    assert_true(fix->batch->n >= 1 || strcmp("late", lines(fix)) == 0);
}

/* ---- what the connector says without a task ---- */

static void test_alter_offsets(void **state)
{
    struct fixture *fix = *state;
    static const struct {
        const char *partition, *offset, *error;
    } rows[] = {
        {"{\"filename\":\"/a\"}", "{\"position\":0}", NULL},
        {"{\"filename\":\"/a\"}", NULL, NULL},
        {"{\"x\":1}", NULL, NULL},
        {"{\"filename\":\"/a\"}", "{\"x\":0}",
         "Offset objects should either be null or contain the key 'position'"},
        {"{\"filename\":\"/a\"}", "{\"position\":\"1\"}",
         "The value for the 'position' key in the offset is expected to be a Long value"},
        {"{\"filename\":\"/a\"}", "{\"position\":1.5}",
         "The value for the 'position' key in the offset is expected to be a Long value"},
        {"{\"filename\":\"/a\"}", "{\"position\":-1}",
         "The value for the 'position' key in the offset should be a non-negative value"},
        {"null", "{\"position\":1}", "Partition objects cannot be null"},
        {"{\"x\":1}", "{\"position\":1}", "Partition objects should contain the key 'filename'"},
    };
    const char *pairs[] = {"file", "/a", "topic", "t", NULL};
    const void *conf = plugin_host_conf(component(), &fix->arena, pairs, &fix->err);
    struct weir_connector connector = {.name = "src", .arena = &fix->arena};
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        struct weir_offset_change change = {.partition = weir_str_of(rows[i].partition),
                                            .offset = weir_str_of(rows[i].offset)};
        bool handled = false;
        enum weir_verdict got =
            fix->ops->connector.alter_offsets(&connector, conf, &change, 1, &handled, &fix->err);
        assert_int_equal(rows[i].error ? WEIR_FATAL : WEIR_OK, got);
        assert_int_equal(!rows[i].error, handled);
        if (rows[i].error) {
            assert_string_equal(rows[i].error, fix->err.text);
        }
    }
}

static void test_standard_input_has_no_offsets(void **state)
{
    struct fixture *fix = *state;
    const char *pairs[] = {"topic", "t", NULL};
    const void *conf = plugin_host_conf(component(), &fix->arena, pairs, &fix->err);
    struct weir_connector connector = {.name = "src", .arena = &fix->arena};
    bool handled = false;
    assert_false(fix->ops->exactly_once_support(conf));
    assert_int_equal(WEIR_FATAL, fix->ops->connector.alter_offsets(&connector, conf, NULL, 0,
                                                                   &handled, &fix->err));
    assert_string_equal("Offsets cannot be modified if the 'file' configuration is unspecified. "
                        "This is because stdin is used for input and offsets are not tracked.",
                        fix->err.text);
}

static void test_standard_input(void **state)
{
    struct fixture *fix = *state;
    int pipe_fds[2];
    int kept = dup(STDIN_FILENO);
    assert_int_equal(0, pipe(pipe_fds));
    dup2(pipe_fds[0], STDIN_FILENO);
    const char *pairs[] = {"topic", "lines", NULL};
    const void *conf = plugin_host_conf(component(), &fix->arena, pairs, &fix->err);
    assert_int_equal(WEIR_OK, fix->ops->open(&fix->task, conf, &fix->self, &fix->err));
    assert_string_equal("", lines(fix));
    assert_int_equal(6, write(pipe_fds[1], "a\nb\nc\n", 6));
    assert_string_equal("a|b|c", lines(fix));
    assert_int_equal(-1, position(fix));
    assert_int_equal(WEIR_NO_OFFSET, fix->batch->recs[0].offset);
    close(pipe_fds[1]);
    assert_string_equal("", lines(fix));
    assert_string_equal("", lines(fix));
    dup2(kept, STDIN_FILENO);
    close(kept);
    close(pipe_fds[0]);
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_lines_and_positions),
        CASE(test_a_carriage_return_waits_for_its_line_feed),
        CASE(test_batch_size),
        CASE(test_goes_on_at_stored_position),
        CASE(test_null_position_is_the_beginning),
        CASE(test_wrong_stored_position),
        CASE(test_missing_file_is_waited_for),
        CASE(test_a_directory_is_refused),
        CASE(test_bytes_that_are_not_utf8),
        CASE(test_blocks),
        CASE(test_a_line_too_long),
        CASE(test_no_more_records_than_the_batch_takes),
        CASE(test_wake_ends_the_wait),
        CASE(test_growth_ends_the_wait),
        CASE(test_alter_offsets),
        CASE(test_standard_input_has_no_offsets),
        CASE(test_standard_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
