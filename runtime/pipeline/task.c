/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task.c: a task's life seen from outside: started by the herder, paused, stopped, abandoned; and
 * what its thread tells back. What it does in between is source_task.c or sink_task.c.
 */
#include "pipeline/task.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "base/secrets.h"
#include "base/thread.h"

#define TASK_ARENA_CHUNK 8192
#define REST_MS          2000

static void destroy(struct task *task)
{
    task_metrics_unref(task->metrics);
    topic_set_clear(&task->topics);
    weir_arena_free(&task->arena);
    pthread_cond_destroy(&task->changed);
    pthread_mutex_destroy(&task->lock);
    pthread_mutex_destroy(&task->event_lock);
    free(task);
}

/* ---- events ---- */

static void tell(struct task *task, enum task_event event, struct weir_str topic,
                 const struct weir_err *err, const char *at)
{
    pthread_mutex_lock(&task->event_lock);
    if (!atomic_load(&task->abandoned)) {
        task->event(task->event_self, event, topic, err, at);
    }
    pthread_mutex_unlock(&task->event_lock);
}

static void count_time(struct task *task, bool paused)
{
    int64_t now_us = weir_clock_mono_ns() / 1000;
    int64_t us = task->counted_us ? now_us - task->counted_us : 0;
    task->counted_us = now_us;
    atomic_fetch_add(paused ? &task->metrics->paused_us : &task->metrics->running_us, us);
}

void task_tell_running(struct task *task)
{
    bool paused = task_pause_wanted(task);
    count_time(task, paused);
    bool *told = paused ? &task->told_paused : &task->told_running;
    if (!*told) {
        task->told_running = !paused;
        task->told_paused = paused;
        tell(task, paused ? TASK_PAUSED : TASK_RUNNING, WEIR_STR_NULL, NULL, "");
    }
}

void task_tell_open(struct task *task)
{
    if (!task->retry) {
        task_tell_running(task);
    }
}

void task_tell_topic(struct task *task, struct weir_str topic)
{
    if (task->pipeline->worker->topic_tracking) {
        tell(task, TASK_TOPIC, topic, NULL, "");
    }
}

void task_topics_reset(struct task *task)
{
    atomic_store(&task->topics_reset, true);
}

void task_forget_topics(struct task *task)
{
    if (atomic_exchange(&task->topics_reset, false)) {
        topic_set_clear(&task->topics);
    }
}

void task_failed_at(struct task *task, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(task->at, sizeof(task->at), fmt, args);
    va_end(args);
}

static void tell_failed(struct task *task, struct weir_err *err)
{
    secrets_redact_to(err->text, sizeof(err->text), err->text, NULL);
    weir_error(&task->api.log, "the task ends: %s", err->text);
    tell(task, TASK_FAILED, WEIR_STR_NULL, err, task->at);
}

/* ---- the thread ---- */

static void *run(void *arg)
{
    struct task *task = arg;
    struct weir_err err = {0};
    enum weir_verdict verdict = task->kind->run(task, &err);
    task_memory_draw(&task->memory, 0);
    if (verdict == WEIR_OK || (verdict == WEIR_WOKEN && task_stopping(task))) {
        tell(task, TASK_STOPPED, WEIR_STR_NULL, NULL, "");
    } else {
        tell_failed(task, &err);
    }
    weir_arena_free(&task->arena); /* closes the plugin's topics: that may take its time */
    pthread_mutex_lock(&task->event_lock);
    bool abandoned = atomic_load(&task->abandoned);
    atomic_store(&task->ended, true);
    pthread_mutex_unlock(&task->event_lock);
    if (abandoned) {
        destroy(task);
    }
    return NULL;
}

struct task *task_make(const struct task_spec *spec)
{
    const struct task_kind *kind =
        spec->entry->component->kind == WEIR_SOURCE ? &source_task_kind : &sink_task_kind;
    struct task *task = weir_xcalloc(1, kind->size);
    weir_arena_init(&task->arena, TASK_ARENA_CHUNK);
    weir_props_init(&task->props, &task->arena);
    weir_props_copy(&task->props, spec->props);
    task->kind = kind;
    task->pipeline = spec->pipeline;
    task->entry = spec->entry;
    task->epoch = spec->epoch;
    task->paused = spec->paused;
    task->retry = spec->retry;
    task->metrics = task_metrics_ref(spec->metrics);
    task->memory.memory = spec->pipeline->memory;
    task_metrics_trouble(task->metrics, ""); /* of the run before */
    task->event = spec->event;
    task->event_self = spec->self;
    task->api.ops = kind->ops;
    task->api.connector = weir_arena_cstr(&task->arena, spec->connector);
    task->api.id = spec->id;
    task->api.epoch = spec->epoch;
    task->api.props = &task->props;
    task->api.arena = &task->arena;
    weir_log_init(&task->api.log, spec->entry->class_name, spec->connector, spec->id, "");
    pthread_mutex_init(&task->lock, NULL);
    pthread_mutex_init(&task->event_lock, NULL);
    weir_clock_cond_init(&task->changed);
    return task;
}

/* ---- the herder's side ---- */

struct task *task_start(const struct task_spec *spec)
{
    struct task *task = task_make(spec);
    struct weir_err err;
    char name[16];
    snprintf(name, sizeof(name), "%.11s-%d", spec->connector, spec->id);
    task->started = thread_start(&task->thread, name, run, task, &err) == WEIR_OK;
    if (task->started) {
        return task;
    }
    tell(task, TASK_FAILED, WEIR_STR_NULL, &err, "");
    atomic_store(&task->ended, true);
    return task;
}

/* Under lock, so that nothing is woken that has just been closed. */
static void wake_all(struct task *task)
{
    if (task->self && task->wake) {
        task->wake(task->self);
    }
    if (task->consumer) {
        bus_consumer_wake(task->consumer);
    }
    task->nudged = true;
    pthread_cond_broadcast(&task->changed);
}

void task_pause(struct task *task, bool paused)
{
    pthread_mutex_lock(&task->lock);
    if (task->paused != paused) {
        task->paused = paused;
        wake_all(task);
    }
    pthread_mutex_unlock(&task->lock);
}

void task_stop(struct task *task)
{
    pthread_mutex_lock(&task->lock);
    atomic_store(&task->api.stopping, true);
    wake_all(task);
    if (task->producer) {
        bus_producer_wake(task->producer);
    }
    pthread_mutex_unlock(&task->lock);
}

bool task_ended(const struct task *task)
{
    return atomic_load(&task->ended);
}

/* Its successor shall not wait for partitions that it holds. */
static void leave_groups(struct task *task)
{
    pthread_mutex_lock(&task->lock);
    if (task->consumer) {
        bus_consumer_evict(task->consumer);
    }
    for (struct task_follower *at = task->followers; at; at = at->next) {
        bus_consumer_evict(at->consumer);
    }
    pthread_mutex_unlock(&task->lock);
}

void task_abandon(struct task *task)
{
    task_stop(task);
    pthread_mutex_lock(&task->event_lock);
    bool ended = atomic_load(&task->ended);
    atomic_store(&task->abandoned, true);
    if (!ended) {
        leave_groups(task);
        pthread_detach(task->thread);
    }
    pthread_mutex_unlock(&task->event_lock);
    if (ended) {
        task_free(task);
    }
}

void task_free(struct task *task)
{
    if (task->started) {
        pthread_join(task->thread, NULL);
    }
    destroy(task);
}

/* ---- the task's side ---- */

bool task_stopping(const struct task *task)
{
    return atomic_load_explicit(&task->api.stopping, memory_order_relaxed);
}

bool task_pause_wanted(struct task *task)
{
    pthread_mutex_lock(&task->lock);
    bool paused = task->paused;
    pthread_mutex_unlock(&task->lock);
    return paused;
}

enum weir_verdict task_may(const struct task *task, struct weir_err *err)
{
    return atomic_load(&task->abandoned)
               ? weir_err_set(err, WEIR_FATAL,
                              "the task was given up and may no longer use the bus")
               : WEIR_OK;
}

void task_wait(struct task *task, int64_t deadline_ms)
{
    pthread_mutex_lock(&task->lock);
    while (!task->nudged && !task_stopping(task) && weir_clock_mono_ms() < deadline_ms) {
        weir_clock_wait(&task->changed, &task->lock, deadline_ms);
    }
    task->nudged = false;
    pthread_mutex_unlock(&task->lock);
}

enum weir_verdict task_sleep(struct task *task, int64_t ms, struct weir_err *err)
{
    int64_t deadline_ms = weir_clock_mono_ms() + ms;
    pthread_mutex_lock(&task->lock);
    while (!task_stopping(task) && weir_clock_mono_ms() < deadline_ms) {
        weir_clock_wait(&task->changed, &task->lock, deadline_ms);
    }
    pthread_mutex_unlock(&task->lock);
    return task_stopping(task) ? weir_err_set(err, WEIR_WOKEN, "the task shall end") : WEIR_OK;
}

void task_set_plugin(struct task *task, void *self, void (*wake)(void *self))
{
    pthread_mutex_lock(&task->lock);
    task->self = self;
    task->wake = wake;
    pthread_mutex_unlock(&task->lock);
}

void task_set_producer(struct task *task, struct bus_producer *producer)
{
    pthread_mutex_lock(&task->lock);
    task->producer = producer;
    pthread_mutex_unlock(&task->lock);
}

void task_set_consumer(struct task *task, struct bus_consumer *consumer)
{
    pthread_mutex_lock(&task->lock);
    task->consumer = consumer;
    pthread_mutex_unlock(&task->lock);
}

void task_busy(struct task *task)
{
    task->busy_ms = weir_clock_mono_ms();
    task->rests = false;
}

bool task_may_rest(struct task *task)
{
    bool now = !task->rests && weir_clock_mono_ms() >= task->busy_ms + REST_MS;
    task->rests = task->rests || now;
    return now;
}

/* What was freed among what is still used stays with malloc until it is asked. */
void task_trim(void)
{
    malloc_trim(0);
}

void task_add_follower(struct task *task, struct task_follower *follower)
{
    pthread_mutex_lock(&task->lock);
    follower->next = task->followers;
    task->followers = follower;
    pthread_mutex_unlock(&task->lock);
}

void task_remove_follower(struct task *task, struct task_follower *follower)
{
    pthread_mutex_lock(&task->lock);
    struct task_follower **at = &task->followers;
    while (*at != follower) {
        at = &(*at)->next;
    }
    *at = follower->next;
    pthread_mutex_unlock(&task->lock);
}

void task_enter(struct task *task, const char *callback)
{
    atomic_store(&task->metrics->callback, callback);
    atomic_store(&task->metrics->callback_since_ms, weir_clock_mono_ms());
}

void task_leave(struct task *task)
{
    atomic_store(&task->metrics->callback_since_ms, 0);
}

/* ---- calls of the plugin, any thread ---- */

void task_api_reconfigure(struct weir_task *api)
{
    tell(task_of(api), TASK_RECONFIGURE, WEIR_STR_NULL, NULL, "");
}

void task_api_metric(struct weir_task *api, const char *name, double value)
{
    task_metrics_gauge(task_of(api)->metrics, name, value);
}

void task_api_progress(struct weir_task *api, const char *what, int64_t done, int64_t total)
{
    task_metrics_progress(task_of(api)->metrics, what, done, total);
}
