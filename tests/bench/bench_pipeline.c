/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_pipeline.c: what the pipeline itself costs a record: from a source that has its records
 * ready, through StringConverter, to a bus that throws them away; and from a bus that has its
 * messages ready to a sink that looks at none.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "bus/bus_engine.h"
#include "pipe_rig.h"

#define RECORDS 20000000
#define BATCH   2000
#define PARTS   4

static const char value[] =
    "{\"id\":4711,\"name\":\"a value of about one hundred letters, as rows of "
    "a small table may have\"}";

/* ---- the bus that throws away, and has always the same ready ---- */

static struct bus_message messages[BATCH];

static void release(struct bus_consumer *consumer, struct bus_messages *out)
{
    (void)consumer;
    (void)out;
}

static const struct bus_engine null_engine;

struct null_consumer {
    struct bus_consumer api;
    struct bus_consumer_conf conf;
    bool assigned;
    int64_t next;
};

static enum weir_verdict info(struct bus *bus, struct weir_str topic, struct bus_topic_info *out,
                              struct weir_err *err)
{
    (void)bus;
    (void)err;
    *out = (struct bus_topic_info){.name = topic, .partitions = PARTS};
    return WEIR_OK;
}

static enum weir_verdict watermarks(struct bus *bus, struct weir_str topic, int32_t partition,
                                    int64_t *low, int64_t *high, struct weir_err *err)
{
    (void)bus;
    (void)topic;
    (void)partition;
    (void)err;
    *low = *high = 0;
    return WEIR_OK;
}

static enum weir_verdict producer_open(struct bus *bus, const struct bus_producer_conf *conf,
                                       struct bus_producer **out, struct weir_err *err)
{
    (void)bus;
    (void)conf;
    (void)err;
    *out = weir_xcalloc(1, sizeof(**out));
    (*out)->engine = &null_engine;
    return WEIR_OK;
}

static _Atomic int64_t n_appended;

static enum weir_verdict append(struct bus_producer *producer, const struct bus_record *recs,
                                size_t n, struct bus_ack *ack, struct weir_err *err)
{
    (void)producer;
    (void)err;
    (void)recs;
    memset(ack->results, 0, n);
    n_appended += (int64_t)n;
    ack->done(ack);
    return WEIR_OK;
}

static enum weir_verdict flush(struct bus_producer *producer, int64_t timeout_ms,
                               struct weir_err *err)
{
    (void)producer;
    (void)timeout_ms;
    (void)err;
    return WEIR_OK;
}

static void producer_wake(struct bus_producer *producer)
{
    (void)producer;
}

static void producer_close(struct bus_producer *producer, int64_t timeout_ms)
{
    (void)timeout_ms;
    free(producer);
}

static enum weir_verdict consumer_open(struct bus *bus, const struct bus_consumer_conf *conf,
                                       struct bus_consumer **out, struct weir_err *err)
{
    (void)bus;
    (void)err;
    struct null_consumer *consumer = weir_xcalloc(1, sizeof(*consumer));
    consumer->api.engine = &null_engine;
    consumer->conf = *conf;
    *out = &consumer->api;
    return WEIR_OK;
}

static enum weir_verdict subscribe(struct bus_consumer *consumer, const struct weir_str *topics,
                                   size_t n, struct weir_err *err)
{
    (void)consumer;
    (void)topics;
    (void)n;
    (void)err;
    return WEIR_OK;
}

static void assign_all(struct null_consumer *consumer)
{
    struct weir_topic_partition parts[PARTS];
    for (int32_t p = 0; p < PARTS; p++) {
        parts[p] = (struct weir_topic_partition){.topic = WEIR_STR("t"), .partition = p};
    }
    consumer->conf.assigned(consumer->conf.self, parts, PARTS);
    consumer->assigned = true;
}

static enum weir_verdict poll(struct bus_consumer *api, size_t max_records, size_t max_bytes,
                              int64_t wait_ms, struct bus_messages *out, struct weir_err *err)
{
    struct null_consumer *consumer = (struct null_consumer *)api;
    (void)max_bytes;
    (void)wait_ms;
    (void)err;
    if (!consumer->assigned) {
        assign_all(consumer);
    }
    size_t n = max_records < BATCH ? max_records : BATCH;
    for (size_t i = 0; i < n; i++) {
        messages[i].offset = consumer->next++;
    }
    *out = (struct bus_messages){.items = messages, .n = n};
    return WEIR_OK;
}

static void pause_one(struct bus_consumer *consumer, struct weir_str topic, int32_t partition,
                      bool paused)
{
    (void)consumer;
    (void)topic;
    (void)partition;
    (void)paused;
}

static enum weir_verdict commit(struct bus_consumer *consumer,
                                const struct weir_topic_partition *offsets, size_t n, bool async,
                                struct weir_err *err)
{
    (void)consumer;
    (void)offsets;
    (void)n;
    (void)async;
    (void)err;
    return WEIR_OK;
}

static enum weir_verdict committed(struct bus_consumer *consumer, struct weir_arena *arena,
                                   struct weir_topic_partition *partitions, size_t n,
                                   struct weir_err *err)
{
    (void)consumer;
    (void)arena;
    (void)err;
    for (size_t i = 0; i < n; i++) {
        partitions[i].offset = -1;
    }
    return WEIR_OK;
}

static void consumer_wake(struct bus_consumer *consumer)
{
    (void)consumer;
}

static void consumer_close(struct bus_consumer *consumer)
{
    free(consumer);
}

static const struct bus_engine null_engine = {
    .topic_info = info,
    .watermarks = watermarks,
    .producer_open = producer_open,
    .append = append,
    .flush = flush,
    .producer_wake = producer_wake,
    .producer_close = producer_close,
    .consumer_open = consumer_open,
    .subscribe = subscribe,
    .poll = poll,
    .release = release,
    .pause = pause_one,
    .commit = commit,
    .committed = committed,
    .consumer_wake = consumer_wake,
    .consumer_close = consumer_close,
};

/* ---- connectors that do next to nothing ---- */

static atomic_llong n_polled, n_put;

static enum weir_verdict open_source(struct weir_task *task, const void *conf, void **self,
                                     struct weir_err *err)
{
    (void)task;
    (void)conf;
    (void)self;
    (void)err;
    *self = &n_polled;
    return WEIR_OK;
}

static enum weir_verdict poll_source(void *self, struct weir_batch **out, int64_t wait_ms,
                                     struct weir_err *err)
{
    (void)self;
    (void)err;
    struct weir_batch *batch = *out;
    long long n = n_polled;
    if (n >= RECORDS) {
        struct timespec pause = {.tv_nsec = wait_ms ? 1000000 : 0};
        nanosleep(&pause, NULL);
        return WEIR_OK;
    }
    weir_batch_offset(batch, WEIR_STR("{\"source\":\"bench\"}"), WEIR_STR("{\"n\":1}"));
    for (int i = 0; i < BATCH && !weir_batch_full(batch); i++, n++) {
        struct weir_record *rec = weir_batch_add(batch);
        rec->topic = WEIR_STR("t");
        rec->partition = (int32_t)(n % PARTS);
        rec->key = weir_string(WEIR_STR("key-4711"));
        rec->value = weir_string(weir_str_n(value, sizeof(value) - 1));
        rec->key_schema = rec->value_schema = weir_schema_plain(WEIR_STRING, false);
    }
    n_polled = n;
    return WEIR_OK;
}

static void close_none(void *self)
{
    (void)self;
}

static enum weir_verdict put_sink(void *self, struct weir_batch *batch,
                                  struct weir_verdicts *verdicts, struct weir_err *err)
{
    (void)self;
    (void)verdicts;
    (void)err;
    atomic_fetch_add(&n_put, batch->n);
    return WEIR_OK;
}

static const struct weir_source_ops source_ops = {
    .size = sizeof(struct weir_source_ops),
    .open = open_source,
    .poll = poll_source,
    .close = close_none,
};

static const struct weir_sink_ops sink_ops = {
    .size = sizeof(struct weir_sink_ops),
    .open = open_source,
    .put = put_sink,
    .close = close_none,
};

static const struct weir_component source = {.size = sizeof(struct weir_component),
                                             .kind = WEIR_SOURCE,
                                             .class_name = "bench.Source",
                                             .doc = "Ready records",
                                             .ops = &source_ops};
static const struct weir_component sink = {.size = sizeof(struct weir_component),
                                           .kind = WEIR_SINK,
                                           .class_name = "bench.Sink",
                                           .doc = "Takes all",
                                           .ops = &sink_ops};
static const struct weir_component *const components[] = {&source, &sink, NULL};
static const struct weir_plugin plugin = {.abi = WEIR_ABI_NOW(struct weir_plugin),
                                          .name = "bench",
                                          .version = "1.0",
                                          .components = components};

/* ---- runs ---- */

static int64_t cpu_ns(void)
{
    struct timespec at;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

static void show(const char *what, int64_t wall_ns, int64_t cpu)
{
    printf("%-8s %6.1f ns a record, %6.1f ns of cpu, %.1f million records a second\n", what,
           (double)wall_ns / RECORDS, (double)cpu / RECORDS, RECORDS * 1e3 / (double)wall_ns);
}

static bool all_put(void *arg)
{
    (void)arg;
    return n_put >= RECORDS;
}

static bool all_appended(void *arg)
{
    (void)arg;
    return n_appended >= RECORDS;
}

static void run(struct pipe_rig *rig, const char *class_name, const char *what,
                bool (*is_done)(void *arg))
{
    int64_t wall_ns = weir_clock_mono_ns();
    int64_t cpu = cpu_ns();
    struct pipe_task task;
    pipe_task_start(
        &task, rig, class_name, NULL,
        (const char *const[]){"topics", "t", "key.converter",
                              "org.apache.kafka.connect.storage.StringConverter", "value.converter",
                              "org.apache.kafka.connect.storage.StringConverter", NULL});
    while (!pipe_await(is_done, NULL)) {
    }
    show(what, weir_clock_mono_ns() - wall_ns, cpu_ns() - cpu);
    pipe_task_end(&task);
    if (task.failed) {
        printf("%s\n", task.err.text);
    }
}

int main(void)
{
    struct pipe_rig rig;
    struct weir_err err;
    struct bus bus = {.engine = &null_engine};
    pipe_rig_open(&rig, 0, (const char *const[]){"offset.flush.interval.ms", "1000", NULL});
    if (registry_add(rig.registry, &plugin, "bench_pipeline.c", &err) != WEIR_OK) {
        printf("%s\n", err.text);
        return 1;
    }
    rig.pipeline.bus = &bus;
    for (int i = 0; i < BATCH; i++) {
        messages[i] = (struct bus_message){.topic = WEIR_STR("t"),
                                           .partition = i / (BATCH / PARTS),
                                           .key = WEIR_STR("key-4711"),
                                           .value = weir_str_n(value, sizeof(value) - 1)};
    }
    run(&rig, "bench.Source", "source", all_appended);
    run(&rig, "bench.Sink", "sink", all_put);
    pipe_rig_close(&rig);
    return 0;
}
