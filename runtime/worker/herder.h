/* SPDX-License-Identifier: Apache-2.0 */
/*
 * herder.h: the façade that REST and the CLI call. The herder's thread owns all control state; a
 * request is put in its queue and answered by a callback. Nothing here waits for a connector's
 * code: what must run a plugin (task_configs, validate, alter_offsets) goes to a thread of that
 * connector, and its answer comes back through the queue. A request whose deadline has passed
 * gets a time-out answer and has no effect from then on.
 */
#ifndef HERDER_H
#define HERDER_H

#include "bus/bus.h"
#include "conf/conf_infos.h"
#include "conf/worker_keys.h"
#include "obs/metrics.h"
#include "plugin/registry.h"
#include "store/run_state.h"

struct herder;

struct task_state {
    int id;
    enum run_state state;
    struct weir_str worker_id;
    struct weir_str version; /* p NULL: unknown, shown as null */
    struct weir_str trace;   /* p NULL: none */
    /* beyond Connect: shown under names Java's clients ignore */
    int64_t restarts;
    struct weir_str last_error; /* p NULL: none */
    struct weir_str progress;   /* "snapshot of shop.orders: 1200 of 5000, 10 s left"; p NULL */
    struct weir_str trouble;    /* "the disk of /data is full: 0 bytes free"; p NULL: none */
    bool stalled;
    struct task_metrics *metrics; /* HERDER_SNAPSHOT: a reference that the request's arena drops */
};

struct connector_info {
    struct weir_str name;
    const char *type; /* source, sink, unknown */
    struct weir_str class_name, version; /* HERDER_SNAPSHOT */
    const struct weir_props *config; /* raw */
    int n_tasks;
    bool has_status;
    struct task_state connector; /* id unused */
    const struct task_state *tasks;
    int n_task_states;
};

enum herder_op {
    HERDER_ROOT,            /* -> text: kafka_cluster_id */
    HERDER_HEALTH,          /* answered by the herder's thread: that is the test */
    HERDER_LIST,            /* -> connectors, n; all with config and states */
    HERDER_GET,             /* name -> connectors[0] with config */
    HERDER_STATUS,          /* name -> connectors[0] with states */
    HERDER_TASKS,           /* name -> task_configs, n */
    HERDER_TASK_STATUS,     /* name, task -> connectors[0].tasks[0] */
    HERDER_CREATE,          /* name, config, initial_state -> connectors[0] */
    HERDER_PUT_CONFIG,      /* name, config -> connectors[0]; created */
    HERDER_PATCH_CONFIG,    /* name, config (null value: remove) -> connectors[0] */
    HERDER_DELETE,          /* name */
    HERDER_PAUSE,           /* name */
    HERDER_RESUME,          /* name */
    HERDER_STOP,            /* name */
    HERDER_RESTART,         /* name, include_tasks, only_failed -> connectors[0] is the plan */
    HERDER_RESTART_TASK,    /* name, task */
    HERDER_TOPICS,          /* name -> texts, n */
    HERDER_TOPICS_RESET,    /* name */
    HERDER_OFFSETS,         /* name -> offsets, n (sinks: the JSON of facts 1.8) */
    HERDER_ALTER_OFFSETS,   /* name, changes -> text: message */
    HERDER_RESET_OFFSETS,   /* name -> text: message */
    HERDER_VALIDATE,        /* config -> infos */
    HERDER_LOGGER_LEVEL,    /* logger, level: to all workers */
    HERDER_SNAPSHOT,        /* what /metrics shows: states, metrics, classes -> connectors, n;
                               answer: the leader's URL */
};

/*
 * Made by REST, owned by it; from herder_submit to done it is the herder's. Inputs and outputs live
 * in its arena.
 */
struct herder_request {
    struct weir_arena arena;
    enum herder_op op;
    int64_t deadline_ms; /* monotonic */
    /* in */
    struct weir_str name;
    int task;
    struct weir_str logger, level;
    const struct weir_props *config;
    enum run_state initial_state; /* RUNNING, PAUSED, STOPPED; UNASSIGNED: none is asked for */
    bool include_tasks, only_failed;
    bool restart_plan; /* one of the two flags was given as true: 202 with a plan */
    const struct weir_offset_change *changes;
    size_t n_changes;
    bool forwarded;    /* came from another worker: do not forward again */
    /* out */
    int status;        /* HTTP's; 2xx: the outputs are set; 307: forward to the leader in answer */
    struct weir_str message; /* of an error */
    const struct connector_info *connectors;
    const struct weir_props *const *task_configs;
    const struct weir_str *texts;
    const struct weir_offset *offsets;
    const struct config_infos *infos;
    size_t n;
    bool created;
    struct weir_str answer;
    /* Called once, on a herder's thread. */
    void (*done)(struct herder_request *request);
    void *self; /* REST's */
};

struct connector_sampler;
struct pipeline;

struct herder_options {
    const struct worker_conf *worker;
    const struct registry *registry;
    struct bus *bus;
    const char *worker_id;   /* host:port as advertised */
    const char *worker_url;  /* what followers forward to */
    /* sink_sampler; NULL: the validate of a sink sees neither topics nor records. */
    struct connector_sampler (*sampler)(struct pipeline *pipeline);
    /* This worker can never start (a topic that is not compacted, a Java worker in its group): the
     * program shall end. Once, on the herder's thread. NULL: only logged. */
    void (*failed)(void *self, const struct weir_err *err);
    void *self;
};

/* Returns at once; stores are read and connectors started on the herder's thread. */
enum weir_verdict herder_start(const struct herder_options *options, struct herder **herder,
                               struct weir_err *err) WEIR_MUST_CHECK;
/* Any thread. After herder_stop has begun: done is called with 503. */
void herder_submit(struct herder *herder, struct herder_request *request);
/* For /health and time-outs: "reading the config topic, which began at <ISO instant>". Any thread. */
struct weir_str herder_stage(struct herder *herder, struct weir_arena *arena, bool *ready);
/*
 * Stops tasks gracefully and closes what is the herder's, all within
 * task.shutdown.graceful.timeout.ms (of which the tasks get all but the last second). False: a
 * connector's code hangs in some thread, or the bus does not answer, and the process shall end
 * without freeing what may still be used (bus, registry, configuration).
 */
bool herder_stop(struct herder *herder);

#endif
