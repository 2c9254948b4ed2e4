/* SPDX-License-Identifier: Apache-2.0 */
#include "local_log.h"

#include <ftw.h>
#include <time.h>

#include <weir/buf.h>
#include <weir/mem.h>

#define WAIT_MS 20000

struct local_log *local_log_new(void)
{
    struct local_log *log = weir_xcalloc(1, sizeof(*log));
    const char *tmp = getenv("TMPDIR");
    snprintf(log->dir, sizeof(log->dir), "%s/weir-log-XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(log->dir));
    log->options = (struct bus_local_options){.data_dir = log->dir,
                                              .map_bytes = (int64_t)4 << 30,
                                              .partitions = 1,
                                              .retention_ms = -1,
                                              .retention_bytes = -1};
    return log;
}

void local_log_open(struct local_log *log)
{
    must(bus_open_local(&log->options, &log->bus, &log->err), &log->err);
    struct bus_producer_conf conf = {.client_id = "test"};
    must(bus_producer_open(log->bus, &conf, &log->producer, &log->err), &log->err);
}

void local_log_close(struct local_log *log)
{
    bus_producer_close(log->producer, WAIT_MS);
    bus_close(log->bus);
}

void local_log_reopen(struct local_log *log)
{
    local_log_close(log);
    local_log_open(log);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

void local_log_free(struct local_log *log)
{
    nftw(log->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(log);
}

int local_log_setup(void **state)
{
    struct local_log *log = local_log_new();
    local_log_open(log);
    *state = log;
    return 0;
}

int local_log_teardown(void **state)
{
    local_log_close(*state);
    local_log_free(*state);
    return 0;
}

void must(enum weir_verdict class, const struct weir_err *err)
{
    if (class != WEIR_OK) {
        fail_msg("%s: %s", weir_verdict_name(class), err->text);
    }
}

void assert_text(struct weir_str got, const char *wanted)
{
    if (!weir_str_is(got, wanted)) {
        fail_msg("got \"%.*s\", wanted \"%s\"", WEIR_STR_ARG(got), wanted);
    }
}

void assert_says(const struct weir_err *err, const char *words)
{
    if (!strstr(err->text, words)) {
        fail_msg("\"%s\" does not say \"%s\"", err->text, words);
    }
}

void local_log_topic(struct local_log *log, const char *name, int32_t partitions,
                     const char *config, const char *value)
{
    struct weir_prop prop = {weir_str_of(config), weir_str_of(value)};
    struct weir_topic_spec spec = {.name = weir_str_of(name),
                                   .partitions = partitions,
                                   .replication_factor = -1,
                                   .configs = &prop,
                                   .n_configs = config ? 1 : 0};
    bool created = false;
    must(bus_topic_create(log->bus, &spec, &created, &log->err), &log->err);
    assert_true(created);
}

void local_log_append(struct local_log *log, const struct bus_record *recs, size_t n)
{
    must(bus_append_wait(log->producer, recs, n, WAIT_MS, &log->err), &log->err);
}

void local_log_text(struct local_log *log, const char *topic, const char *key, const char *value)
{
    struct bus_record rec = {.topic = weir_str_of(topic),
                             .partition = WEIR_NO_PARTITION,
                             .timestamp = WEIR_NO_TIMESTAMP,
                             .key = weir_str_of(key),
                             .value = weir_str_of(value)};
    local_log_append(log, &rec, 1);
}

void local_log_many(struct local_log *log, const char *topic, int n)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 65536);
    struct bus_record *recs = WEIR_NEW_ARRAY(&arena, struct bus_record, (size_t)n);
    for (int i = 0; i < n; i++) {
        recs[i] = (struct bus_record){
            .topic = weir_str_of(topic),
            .partition = WEIR_NO_PARTITION,
            .timestamp = WEIR_NO_TIMESTAMP,
            .key = weir_str_of(weir_arena_printf(&arena, "key %d", i)),
            .value = weir_str_of(weir_arena_printf(&arena, "value %d", i)),
        };
    }
    local_log_append(log, recs, (size_t)n);
    weir_arena_free(&arena);
}

struct bus_consumer *local_log_reader(struct local_log *log, const char *topic, int32_t partition,
                                      int64_t offset)
{
    struct bus_consumer_conf conf = {.client_id = "test", .reset = BUS_RESET_EARLIEST};
    struct bus_consumer *consumer = NULL;
    struct weir_topic_partition at = {
        .topic = weir_str_of(topic), .partition = partition, .offset = offset};
    must(bus_consumer_open(log->bus, &conf, &consumer, &log->err), &log->err);
    must(bus_consumer_assign(consumer, &at, 1, &log->err), &log->err);
    return consumer;
}

struct bus_messages local_log_poll(struct bus_consumer *consumer, size_t n)
{
    struct bus_messages got = {0};
    struct weir_err err;
    for (int i = 0; i < 100 && got.n == 0; i++) {
        must(bus_consumer_poll(consumer, n, (size_t)64 << 20, WAIT_MS, &got, &err), &err);
    }
    assert_int_equal(got.n, n);
    return got;
}

static void add_part(struct weir_buf *buf, struct weir_str part)
{
    weir_buf_str(buf, part.p ? part : WEIR_STR("-"));
}

char *local_log_rest(struct bus_consumer *consumer, struct local_log *log)
{
    struct weir_buf buf;
    struct bus_messages got;
    weir_buf_init(&buf, 1 << 20);
    size_t n = 0;
    do {
        must(bus_consumer_poll(consumer, 1000, 1 << 20, 0, &got, &log->err), &log->err);
        n = got.n;
        for (size_t i = 0; i < got.n; i++) {
            weir_buf_text(&buf, buf.n ? " " : "");
            add_part(&buf, got.items[i].key);
            weir_buf_char(&buf, '=');
            add_part(&buf, got.items[i].value);
        }
        bus_messages_release(consumer, &got);
    } while (n > 0);
    char *text = weir_xstrndup(buf.n ? buf.p : "", buf.n);
    weir_buf_free(&buf);
    return text;
}
