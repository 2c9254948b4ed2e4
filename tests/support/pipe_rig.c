/* SPDX-License-Identifier: Apache-2.0 */
/* pipe_rig.c: puts a worker's parts together around the fake bus. */
#include "pipe_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <weir/mem.h>

#include "store/offset_store.h"

#define OFFSETS_TOPIC "connect-offsets"

static void must(enum weir_verdict verdict, const struct weir_err *err)
{
    if (verdict != WEIR_OK) {
        fprintf(stderr, "pipe rig: %s\n", err->text);
        abort();
    }
}

static void set_pairs(struct weir_props *props, const char *const *pairs)
{
    for (; pairs && pairs[0]; pairs += 2) {
        weir_props_set_c(props, pairs[0], pairs[1]);
    }
}

static const char *const worker_pairs[] = {
    "bootstrap.servers",
    "fake:1",
    "group.id",
    "cluster",
    "config.storage.topic",
    "connect-configs",
    "offset.storage.topic",
    OFFSETS_TOPIC,
    "status.storage.topic",
    "connect-status",
    "key.converter",
    "test.FakeConverter",
    "value.converter",
    "test.FakeConverter",
    "header.converter",
    "test.FakeConverter",
    "offset.flush.interval.ms",
    "20",
    NULL,
};

static void open_offsets(struct pipe_rig *rig)
{
    struct weir_err err;
    const struct internal_topic topic = {
        .name = WEIR_STR(OFFSETS_TOPIC),
        .partitions = 3,
        .replication_factor = 1,
        .property = "offset.storage.topic",
        .purpose = "source connector offsets",
    };
    const struct weir_prop compact = {WEIR_STR("cleanup.policy"), WEIR_STR("compact")};
    const struct weir_topic_spec spec = {.name = topic.name,
                                         .partitions = 3,
                                         .replication_factor = 1,
                                         .configs = &compact,
                                         .n_configs = 1};
    bool created = false;
    must(bus_topic_create(rig->bus, &spec, &created, &err), &err);
    must(topic_reader_open(rig->bus, "rig-reader", &rig->reader, &err), &err);
    must(offset_store_open(rig->bus, rig->reader, &topic, 3, "rig-offsets", &rig->offsets, &err),
         &err);
    must(offset_store_load(rig->offsets, 10000, &err), &err);
}

/* The build's plugins, and those that are for tests. */
static void open_registry(struct pipe_rig *rig)
{
    const struct weir_str paths[] = {WEIR_STR(TEST_BUILD_DIR "/plugins"),
                                     WEIR_STR(TEST_BUILD_DIR "/test-plugins")};
    const struct weir_conf_list list = {.items = paths, .n = 2};
    struct weir_err err;
    must(registry_open(&list, &rig->registry, &err), &err);
}

void pipe_rig_open(struct pipe_rig *rig, int features, const char *const *pairs)
{
    struct weir_err err;
    *rig = (struct pipe_rig){.bus = fake_bus_new(features)};
    weir_arena_init(&rig->arena, 4096);
    weir_props_init(&rig->worker_props, &rig->arena);
    set_pairs(&rig->worker_props, worker_pairs);
    set_pairs(&rig->worker_props, pairs);
    must(worker_conf_read(&rig->worker_props, &rig->arena, &rig->worker, &err), &err);
    open_registry(rig);
    must(registry_add(rig->registry, &fake_plugin, "fake_plugin.c", &err), &err);
    open_offsets(rig);
    rig->pipeline = (struct pipeline){.bus = rig->bus,
                                      .worker = &rig->worker,
                                      .registry = rig->registry,
                                      .offsets = rig->offsets,
                                      .worker_id = "127.0.0.1:8083"};
}

void pipe_rig_close(struct pipe_rig *rig)
{
    topic_reader_close(rig->reader);
    offset_store_close(rig->offsets);
    registry_close(rig->registry);
    bus_close(rig->bus);
    weir_arena_free(&rig->arena);
}

/* ---- tasks ---- */

static void on_event(void *self, enum task_event event, struct weir_str topic,
                     const struct weir_err *err, const char *at)
{
    struct pipe_task *task = self;
    pthread_mutex_lock(&task->lock);
    switch (event) {
    case TASK_RUNNING:
        task->running++;
        break;
    case TASK_PAUSED:
        task->paused++;
        break;
    case TASK_FAILED:
        task->failed++;
        task->err = *err;
        snprintf(task->at, sizeof(task->at), "%s", at);
        break;
    case TASK_STOPPED:
        task->stopped++;
        break;
    case TASK_RECONFIGURE:
        task->reconfigure++;
        break;
    case TASK_TOPIC: {
        size_t n = strlen(task->topics);
        snprintf(task->topics + n, sizeof(task->topics) - n, "%.*s,", WEIR_STR_ARG(topic));
        break;
    }
    }
    pthread_mutex_unlock(&task->lock);
}

void pipe_task_start_props(struct pipe_task *task, struct pipe_rig *rig, const char *class_name,
                           const struct weir_props *props)
{
    *task = (struct pipe_task){.rig = rig, .metrics = task_metrics_new()};
    pthread_mutex_init(&task->lock, NULL);
    const struct task_spec spec = {
        .pipeline = &rig->pipeline,
        .connector = weir_props_get(props, "name").p,
        .epoch = 7,
        .entry = registry_find_connector(rig->registry, weir_str_of(class_name)),
        .props = props,
        .paused = weir_props_has(props, "rig.paused"),
        .retry = weir_props_has(props, "rig.retry"),
        .metrics = task->metrics,
        .event = on_event,
        .self = task,
    };
    if (!spec.entry) {
        fprintf(stderr, "pipe rig: no %s\n", class_name);
        abort();
    }
    task->task = task_start(&spec);
}

void pipe_task_start(struct pipe_task *task, struct pipe_rig *rig, const char *class_name,
                     const void *script, const char *const *pairs)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    struct weir_props props;
    weir_props_init(&props, &arena);
    weir_props_set_c(&props, "name", "c");
    weir_props_set_c(&props, "connector.class", class_name);
    weir_props_set_c(&props, "errors.retry.delay.max.ms", "1"); /* tests have no time to lose */
    char text[32];
    if (script) {
        weir_props_set_c(&props, "script", fake_script_text(text, script));
    }
    set_pairs(&props, pairs);
    pipe_task_start_props(task, rig, class_name, &props);
    weir_arena_free(&arena);
}

bool pipe_await(bool (*is)(void *arg), void *arg)
{
    for (int i = 0; i < 50000; i++) {
        if (is(arg)) {
            return true;
        }
        struct timespec pause = {.tv_nsec = 200000};
        nanosleep(&pause, NULL);
    }
    return false;
}

static bool has_ended(void *arg)
{
    const struct pipe_task *task = arg;
    return task_ended(task->task);
}

bool pipe_task_await_end(struct pipe_task *task)
{
    return pipe_await(has_ended, task);
}

static bool is_running(void *arg)
{
    struct pipe_task *task = arg;
    pthread_mutex_lock(&task->lock);
    bool running = task->running > 0;
    pthread_mutex_unlock(&task->lock);
    return running;
}

bool pipe_task_await_running(struct pipe_task *task)
{
    return pipe_await(is_running, task);
}

static bool is_paused(void *arg)
{
    struct pipe_task *task = arg;
    pthread_mutex_lock(&task->lock);
    bool paused = task->paused > 0;
    pthread_mutex_unlock(&task->lock);
    return paused;
}

bool pipe_task_await_paused(struct pipe_task *task)
{
    return pipe_await(is_paused, task);
}

void pipe_task_stop(struct pipe_task *task)
{
    task_stop(task->task);
    if (!pipe_task_await_end(task)) {
        fprintf(stderr, "pipe rig: the task does not stop\n");
        abort();
    }
}

void pipe_task_end(struct pipe_task *task)
{
    if (task->task) {
        pipe_task_stop(task);
        task_free(task->task);
    }
    task_metrics_unref(task->metrics);
    pthread_mutex_destroy(&task->lock);
}

void pipe_task_abandon(struct pipe_task *task)
{
    task_abandon(task->task);
    task->task = NULL;
}

int64_t pipe_rig_offset(struct pipe_rig *rig, const char *connector, int s)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    struct weir_err err;
    struct weir_str offset = {0};
    char partition[64];
    snprintf(partition, sizeof(partition), "{\"source\":\"s%d\"}", s);
    fake_bus_quiet(true);
    must(offset_store_get(rig->offsets, weir_str_of(connector), weir_str_of(partition), &arena,
                          &offset, &err),
         &err);
    fake_bus_quiet(false);
    long long n = -1;
    if (offset.p) {
        sscanf(offset.p, "{\"n\":%lld}", &n);
    }
    weir_arena_free(&arena);
    return n;
}
