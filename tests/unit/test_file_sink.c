/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plugin/task_ops.h"
#include "plugin_host.h"

struct fixture {
    struct weir_task task;
    struct weir_arena arena;
    struct weir_batch *batch;
    struct weir_err err;
    const struct weir_sink_ops *ops;
    void *self;
    char dir[64];
    char path[128];
};

static const struct weir_task_ops task_ops = {0};

static const struct weir_component *component(void)
{
    return plugin_host_find("file", WEIR_SINK,
                            "org.apache.kafka.connect.file.FileStreamSinkConnector");
}

static int set_up(void **state)
{
    struct fixture *fix = calloc(1, sizeof(*fix));
    strcpy(fix->dir, "/tmp/weir-file-XXXXXX");
    assert_non_null(mkdtemp(fix->dir));
    snprintf(fix->path, sizeof(fix->path), "%s/out.txt", fix->dir);
    weir_arena_init(&fix->arena, 4096);
    fix->task = (struct weir_task){.ops = &task_ops, .connector = "snk", .arena = &fix->arena};
    weir_log_init(&fix->task.log, "test", "snk", 0, "put");
    fix->batch = weir_batch_new(1000, 16 << 20, 16 << 20);
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

static enum weir_verdict start(struct fixture *fix, const char *path)
{
    const char *pairs[] = {"file", path, NULL};
    const void *conf = plugin_host_conf(component(), &fix->arena, pairs, &fix->err);
    assert_non_null(conf);
    return fix->ops->open(&fix->task, conf, &fix->self, &fix->err);
}

static struct weir_record *add(struct fixture *fix, const struct weir_schema *sch,
                               struct weir_value val)
{
    struct weir_record *rec = weir_batch_add(fix->batch);
    rec->value_schema = sch;
    rec->value = val;
    return rec;
}

static enum weir_verdict put(struct fixture *fix)
{
    return fix->ops->put(fix->self, fix->batch, NULL, &fix->err);
}

static const char *content(struct fixture *fix)
{
    static char out[65536];
    FILE *f = fopen(fix->path, "rb");
    assert_non_null(f);
    out[fread(out, 1, sizeof(out) - 1, f)] = 0;
    fclose(f);
    return out;
}

static void test_a_line_a_live_record(void **state)
{
    struct fixture *fix = *state;
    struct weir_value items[] = {weir_int(WEIR_INT64, 1), weir_string(WEIR_STR("a"))};
    assert_int_equal(WEIR_OK, start(fix, fix->path));
    add(fix, weir_schema_plain(WEIR_STRING, false), weir_string(WEIR_STR("text")));
    add(fix, NULL, weir_string(WEIR_STR("gone")))->state = WEIR_REC_FILTERED;
    add(fix, NULL, weir_null());
    add(fix, NULL, weir_f64(1e7));
    add(fix, NULL, weir_items(WEIR_ARRAY, items, 2));
    assert_int_equal(WEIR_OK, put(fix));
    assert_string_equal("text\nnull\n1.0E7\n[1, a]\n", content(fix));
    assert_int_equal(WEIR_OK, put(fix));
    assert_int_equal(WEIR_OK, fix->ops->flush(fix->self, NULL, 0, &fix->err));
    assert_string_equal("text\nnull\n1.0E7\n[1, a]\ntext\nnull\n1.0E7\n[1, a]\n", content(fix));
}

static void test_appends(void **state)
{
    struct fixture *fix = *state;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(WEIR_OK, start(fix, fix->path));
        weir_batch_reset(fix->batch);
        add(fix, NULL, weir_bool(i == 1));
        assert_int_equal(WEIR_OK, put(fix));
        fix->ops->close(fix->self);
    }
    fix->self = NULL;
    assert_string_equal("false\ntrue\n", content(fix));
}

/* No device has room less than /dev/full. */
static void test_full_disk(void **state)
{
    struct fixture *fix = *state;
    assert_int_equal(WEIR_OK, start(fix, "/dev/full"));
    add(fix, NULL, weir_bool(true));
    assert_int_equal(WEIR_OK, put(fix)); /* taken, and waiting */
    assert_int_equal(WEIR_RETRY, put(fix));
    assert_int_equal(WEIR_RETRY, fix->ops->flush(fix->self, NULL, 0, &fix->err));
    assert_string_equal("cannot write to /dev/full: No space left on device", fix->err.text);
}

/* What a short write leaves over is written once room is there; nothing is doubled or lost. */
static void test_nothing_is_doubled(void **state)
{
    struct fixture *fix = *state;
    struct rlimit old;
    char line[101] = {0};
    memset(line, 'x', 100);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old);
    assert_int_equal(WEIR_OK, start(fix, fix->path));
    for (int i = 0; i < 10; i++) {
        add(fix, NULL, weir_string(weir_str_of(line)));
    }
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){.rlim_cur = 555, .rlim_max = old.rlim_max});
    enum weir_verdict got = put(fix);
    setrlimit(RLIMIT_FSIZE, &old);
    assert_int_equal(WEIR_FATAL, got); /* EFBIG is for a person; the rest is the same as ENOSPC */
    assert_int_equal(555, strlen(content(fix)));
    assert_int_equal(WEIR_OK, fix->ops->flush(fix->self, NULL, 0, &fix->err));
    assert_int_equal(1010, strlen(content(fix)));
    assert_int_equal(0, strncmp(content(fix) + 505, line, 100));
}

static void test_unwritable(void **state)
{
    struct fixture *fix = *state;
    assert_int_equal(WEIR_BAD_CONFIG, start(fix, fix->dir));
    char path[256];
    snprintf(path, sizeof(path), "%s/none/out.txt", fix->dir);
    assert_int_equal(WEIR_BAD_CONFIG, start(fix, path));
    char want[512];
    snprintf(want, sizeof(want),
             "Couldn't find or create file '%s' for FileStreamSinkTask: No such "
             "file or directory",
             path);
    assert_string_equal(want, fix->err.text);
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_a_line_a_live_record), CASE(test_appends),    CASE(test_full_disk),
        CASE(test_nothing_is_doubled),   CASE(test_unwritable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
