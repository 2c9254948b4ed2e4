/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task.h: what source and sink tasks have in common: a thread, its asked-for state (run, pause,
 * stop, abandoned), the plugin's instance, and what others may wake. Functions are for the task's
 * own thread unless said.
 */
#ifndef PIPELINE_TASK_H
#define PIPELINE_TASK_H

#include "pipeline/pipeline.h"
#include "pipeline/topic_set.h"
#include "plugin/task_ops.h"

/* What differs between the two kinds. */
struct task_kind {
    size_t size; /* of the struct that begins with a struct task */
    const struct weir_task_ops *ops;
    /* The whole life of it; everything it opened is closed when it returns. */
    enum weir_verdict (*run)(struct task *task, struct weir_err *err);
};

extern const struct task_kind source_task_kind;
extern const struct task_kind sink_task_kind;

/* A member of a group on behalf of the plugin. */
struct task_follower {
    struct bus_consumer *consumer;
    struct task_follower *next;
};

struct task {
    struct weir_task api; /* what the plugin sees; first */
    const struct task_kind *kind;
    const struct pipeline *pipeline;
    const struct registry_entry *entry;
    uint64_t epoch;
    struct weir_arena arena; /* the task's life */
    struct weir_props props;
    struct task_metrics *metrics;
    struct task_share memory; /* drawn for its batches */
    bool retry; /* as of task_spec */
    pthread_t thread;
    bool started;
    atomic_bool abandoned;
    atomic_bool ended;
    char at[256];            /* where it failed, for TASK_FAILED */
    struct topic_set topics; /* told of */
    atomic_bool topics_reset;

    pthread_mutex_t lock; /* of what follows; nothing is called under it but wakes and evictions */
    pthread_cond_t changed;
    bool paused; /* as asked */
    bool nudged; /* something happened that a waiting task wants to see */
    void *self;  /* the plugin's, between open and close */
    void (*wake)(void *self);
    struct bus_producer *producer;
    struct bus_consumer *consumer;
    struct task_follower *followers;

    pthread_mutex_t event_lock; /* no event is heard once task_abandon has returned */
    void (*event)(void *self, enum task_event event, struct weir_str topic,
                  const struct weir_err *err, const char *at);
    void *event_self;
    bool told_running, told_paused;
    int64_t busy_ms; /* when something came last */
    bool rests;      /* its buffers were given back since */
    int64_t counted_us; /* until when running and paused time is counted */
};

/* All of it but the thread; task_free ends it. */
struct task *task_make(const struct task_spec *spec);

/* ---- state ---- */
bool task_stopping(const struct task *task); /* any thread */
bool task_pause_wanted(struct task *task);
/* WEIR_OK, or FATAL for a task that was abandoned: asked before every call to the bus. Any thread. */
enum weir_verdict task_may(const struct task *task, struct weir_err *err);
/* Waits until deadline_ms (monotonic), a stop, a change of pause or a nudge. */
void task_wait(struct task *task, int64_t deadline_ms);
/* Waits ms, however often it is nudged; WOKEN when the task shall end. */
enum weir_verdict task_sleep(struct task *task, int64_t ms, struct weir_err *err);

/* ---- memory ---- */
void task_busy(struct task *task); /* something came */
/* True once when nothing has come for a while: whoever asks gives back what it keeps for the next
 * batches, and then calls task_trim. */
bool task_may_rest(struct task *task);
void task_trim(void);

/* ---- events ---- */
/* Or paused, whichever is wanted, once a change; and counts the time spent so. Every round. */
void task_tell_running(struct task *task);
/* The same as soon as it is open, unless it has yet to show that it fails no more. */
void task_tell_open(struct task *task);
void task_tell_topic(struct task *task, struct weir_str topic);
void task_forget_topics(struct task *task); /* if task_topics_reset asked for it */
void task_failed_at(struct task *task, const char *fmt, ...) WEIR_PRINTF(2, 3);

/* ---- what can be woken or put out of its group; NULL takes it away again ---- */
void task_set_plugin(struct task *task, void *self, void (*wake)(void *self));
void task_set_producer(struct task *task, struct bus_producer *producer);
void task_set_consumer(struct task *task, struct bus_consumer *consumer);
/* Before it is closed it is taken away. */
void task_add_follower(struct task *task, struct task_follower *follower);
void task_remove_follower(struct task *task, struct task_follower *follower);

/* ---- around every call of a plugin ---- */
void task_enter(struct task *task, const char *callback); /* a literal */
void task_leave(struct task *task);

/* ---- configuration ---- */
/* Fills conf from the keys of the connector's own table; *conf NULL when it has none. */
enum weir_verdict task_plugin_conf(struct task *task, const void **conf, struct weir_err *err);
/* The client settings of a connector: the worker's "producer." ones, over them the connector's
 * "producer.override." ones. what: "producer", "consumer" or "admin". In the task's arena. */
struct weir_props *task_client_props(struct task *task, const char *what);
/* "connector-producer-<name>-<n>" and its like. In the task's arena. */
const char *task_client_id(struct task *task, const char *what);

/* The calls of <weir/task.h> that are the same for both kinds. */
void task_api_reconfigure(struct weir_task *api);
void task_api_metric(struct weir_task *api, const char *name, double value);
void task_api_progress(struct weir_task *api, const char *what, int64_t done, int64_t total);

static inline struct task *task_of(struct weir_task *api)
{
    return (struct task *)api;
}

#endif
