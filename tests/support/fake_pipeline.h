/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fake_pipeline.h: takes the place of pipeline/task.c in a test program that includes it (once): tasks
 * without threads, which run as soon as they are started and do what the test says.
 */
#ifndef FAKE_PIPELINE_H
#define FAKE_PIPELINE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "pipeline/pipeline.h"

struct task {
    struct task_spec spec;
    char *connector;
    bool paused, stopped, ended, abandoned;
    atomic_int topics_reset;
    struct task *next;
};

static pthread_mutex_t fake_lock = PTHREAD_MUTEX_INITIALIZER;
static struct task *fake_tasks;             /* those that are there */
static atomic_bool fake_hang;               /* stopping has no effect */
static atomic_bool fake_silent;             /* a start says nothing */
static atomic_int fake_started, fake_freed; /* so far */
static char fake_props[4096];               /* of the newest: name=value, */

static void fake_say(struct task *task, enum task_event event)
{
    task->spec.event(task->spec.self, event, WEIR_STR_NULL, NULL, "");
}

static void fake_note_props(const struct weir_props *props)
{
    size_t n = 0;
    for (size_t i = 0; i < props->n && n < sizeof(fake_props); i++) {
        n += (size_t)snprintf(fake_props + n, sizeof(fake_props) - n, "%.*s=%.*s,",
                              WEIR_STR_ARG(props->items[i].name),
                              WEIR_STR_ARG(props->items[i].value));
    }
}

struct task *task_start(const struct task_spec *spec)
{
    struct task *task = weir_xcalloc(1, sizeof(*task));
    task->spec = *spec;
    task->connector = weir_xstrdup(spec->connector);
    task->paused = spec->paused;
    pthread_mutex_lock(&fake_lock);
    task->next = fake_tasks;
    fake_tasks = task;
    fake_started++;
    fake_note_props(spec->props);
    bool silent = fake_silent;
    pthread_mutex_unlock(&fake_lock);
    if (!silent) {
        fake_say(task, task->paused ? TASK_PAUSED : TASK_RUNNING);
    }
    return task;
}

void task_pause(struct task *task, bool paused)
{
    task->paused = paused;
    fake_say(task, paused ? TASK_PAUSED : TASK_RUNNING);
}

void task_topics_reset(struct task *task)
{
    task->topics_reset++;
}

void task_stop(struct task *task)
{
    pthread_mutex_lock(&fake_lock);
    bool ends = !fake_hang && !task->ended;
    task->stopped = true;
    task->ended |= ends;
    pthread_mutex_unlock(&fake_lock);
    if (ends) {
        fake_say(task, TASK_STOPPED);
    }
}

bool task_ended(const struct task *task)
{
    pthread_mutex_lock(&fake_lock);
    bool ended = task->ended;
    pthread_mutex_unlock(&fake_lock);
    return ended;
}

static void fake_forget(struct task *task)
{
    pthread_mutex_lock(&fake_lock);
    struct task **at = &fake_tasks;
    while (*at != task) {
        at = &(*at)->next;
    }
    *at = task->next;
    fake_freed++;
    pthread_mutex_unlock(&fake_lock);
    free(task->connector);
    free(task);
}

void task_abandon(struct task *task)
{
    fake_forget(task);
}

void task_free(struct task *task)
{
    fake_forget(task);
}

/* ---- what a test does ---- */

static inline struct task *fake_find(const char *connector, int id)
{
    struct task *task = fake_tasks;
    while (task && (strcmp(task->connector, connector) != 0 || task->spec.id != id)) {
        task = task->next;
    }
    return task;
}

/* False: there is no such task. */
/* It was started as one that failed before. */
static inline bool fake_is_retry(const char *connector, int id)
{
    pthread_mutex_lock(&fake_lock);
    const struct task *task = fake_find(connector, id);
    bool retry = task && task->spec.retry;
    pthread_mutex_unlock(&fake_lock);
    return retry;
}

static inline bool fake_task_fails(const char *connector, int id, enum weir_verdict class,
                                   const char *text, const char *at)
{
    struct weir_err err;
    weir_err_set(&err, class, "%s", text);
    pthread_mutex_lock(&fake_lock);
    struct task *task = fake_find(connector, id);
    if (task) {
        task->spec.event(task->spec.self, TASK_FAILED, WEIR_STR_NULL, &err, at);
        task->ended = true;
    }
    pthread_mutex_unlock(&fake_lock);
    return task != NULL;
}

static inline bool fake_task_says(const char *connector, int id, enum task_event event,
                                  const char *topic)
{
    pthread_mutex_lock(&fake_lock);
    struct task *task = fake_find(connector, id);
    if (task) {
        task->spec.event(task->spec.self, event, weir_str_of(topic), NULL, "");
    }
    pthread_mutex_unlock(&fake_lock);
    return task != NULL;
}

/* A callback of the task begins and does not end. */
static inline void fake_task_calls(const char *connector, int id)
{
    pthread_mutex_lock(&fake_lock);
    struct task *task = fake_find(connector, id);
    if (task) {
        atomic_store(&task->spec.metrics->callback_since_ms, weir_clock_mono_ms());
    }
    pthread_mutex_unlock(&fake_lock);
}

static inline int fake_running(void)
{
    int n = 0;
    pthread_mutex_lock(&fake_lock);
    for (struct task *task = fake_tasks; task; task = task->next) {
        n++;
    }
    pthread_mutex_unlock(&fake_lock);
    return n;
}

#endif
