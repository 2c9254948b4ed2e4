/* SPDX-License-Identifier: Apache-2.0 */
/*
 * connector.h: one connector on this worker: what the config topic wants of it and what it does are
 * brought together step by step by connector_reconcile. All on the herder's thread; its plugin's
 * code runs in jobs and in its tasks' threads.
 */
#ifndef CONNECTOR_H
#define CONNECTOR_H

#include "worker/herder_internal.h"
#include "worker/job.h"
#include "worker/lane.h"
#include "worker/restart_policy.h"
#include "worker/task_run.h"

struct op;

/* One of its tasks: there as long as the commit that made it counts. */
struct task_slot {
    struct connector *connector;
    int id;
    struct task_run *run;  /* its thread; NULL: none */
    bool wanted;           /* shall run as soon as it can */
    bool preparing;        /* a job resolves its configuration */
    bool failed;
    bool restarting;       /* RESTARTING is said before it starts again */
    struct timer retry;    /* it starts again by itself then */
    bool retried;          /* that is why it starts */
    struct restart_policy policy;
    int64_t restarts;      /* by itself */
    char *last_error;
    struct task_metrics *metrics; /* over all its runs */
    struct op *starters;   /* requests that wait for its start: woken with what became of it */
};

/* Task configurations or fencing on their way into the config topic. */
struct publication {
    struct lane_place place;
    struct config_write *write; /* NULL: nothing is to be written */
    struct connector *connector;
    uint64_t rev;               /* of what it was made from */
};

struct connector {
    struct herder *herder;
    struct weir_str name;
    struct weir_log log;
    struct job_runner *runner;
    struct lane lane;
    int users;                 /* requests that hold it */
    struct op *waiters;        /* requests: woken when it may have changed */
    bool removing;             /* deleted: its tasks end */

    /* the connector itself */
    bool up;                   /* started, with what follows */
    uint64_t config_rev;
    enum target_state target;
    const struct registry_entry *entry; /* NULL: no such class */
    bool is_sink;
    bool failed;
    struct job *configs_job;
    bool ask_again;
    struct publication tasks_out;
    struct restart_policy policy;
    struct timer retry;
    int64_t restarts;
    char *last_error;

    /* its tasks */
    uint64_t tasks_rev;
    struct task_slot **slots;
    int n_slots;
    uint64_t epoch;
    struct job *prepare_job;
    struct job *fence_job;
    struct publication fence_out;
};

struct connector *connector_find(const struct herder *herder, struct weir_str name);
/* Makes it if need be; to be released. */
struct connector *connector_obtain(struct herder *herder, struct weir_str name);
void connector_release(struct connector *connector);
/* The class that connector.class means, NULL: none is there. A variable in it is looked up. */
const struct registry_entry *connector_class(const struct herder *herder,
                                             const struct weir_props *config, bool *is_sink);
/* Takes the next steps towards what the config topic says. Whenever something has changed. */
void connector_reconcile(struct herder *herder, struct weir_str name);
/* None of its tasks runs here. */
bool connector_idle(const struct connector *connector);
/* Ends everything of it here; UNASSIGNED is said. connector_idle tells when it is over. */
void connector_down(struct connector *connector);
/* Stops and starts the connector itself, not its tasks; false: it failed to start. */
bool connector_start_again(struct connector *connector);
/* What REST's restart record asks for. */
void connector_restart_plan(struct connector *connector, bool include_tasks, bool only_failed);
void connector_free(struct connector *connector); /* when the worker ends */

/* connector_say.c: every state goes through here. trace NULL: none. */
void connector_say(struct connector *connector, enum run_state state, const char *trace);
void slot_say(struct task_slot *slot, enum run_state state, const char *trace);

/* connector_configs.c */
void connector_ask_configs(struct connector *connector);
void connector_cancel_configs(struct connector *connector);
void connector_fail(struct connector *connector, const struct weir_err *err);

/* connector_tasks.c */
void connector_reconcile_tasks(struct connector *connector, const struct config_connector *cc);
void connector_stop_tasks(struct connector *connector);
void connector_drop_slots(struct connector *connector);
void connector_start_wanted(struct connector *connector);
void slot_restart(struct task_slot *slot);
void slot_failed(struct task_slot *slot, const struct weir_err *err, const char *at);
void slot_run_over(struct task_slot *slot);

/* connector_fence.c: true: tasks may start now. */
bool connector_fenced(struct connector *connector, const struct config_connector *cc);

#endif
