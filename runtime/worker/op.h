/* SPDX-License-Identifier: Apache-2.0 */
/*
 * op.h: a request on its way through the herder. It waits for one thing at a time: the topics, a
 * leader, its connector's lane, a job or a write. When its time is up it is answered at once and
 * has no effect from then on.
 */
#ifndef OP_H
#define OP_H

#include "worker/connector.h"
#include "worker/herder_internal.h"
#include "worker/job.h"

struct op {
    struct inbox_item item;  /* first: how it came in */
    struct herder *herder;
    struct herder_request *request; /* NULL: answered */
    enum herder_op kind;
    struct weir_str name;
    struct timer deadline;
    struct op *next, *prev;
    /* what it waits for */
    struct job *job;         /* under way */
    struct job *result;      /* the one that step is called for */
    struct config_write *write;
    struct lane_place place;
    struct connector *connector; /* held: whose lane it has or waits for, whose code it runs */
    struct op **queue, *behind;  /* where it waits to be woken, and who is next there */
    int64_t hold_until_ms;       /* for a leader */
    void (*led)(struct op *op);  /* what comes next when this worker leads */
    void (*step)(struct op *op); /* what comes next */
    /* inputs that outlive the request, and results */
    struct weir_arena arena;
    struct weir_props config;
    enum weir_verdict verdict;
    struct weir_err err;
    uint64_t patched_rev;          /* of the configuration that was patched */
    bool created;
};

void op_begin(struct herder *herder, struct herder_request *request);
/* Answers; the op is over. */
void op_done(struct op *op, int status);
void op_fail(struct op *op, int status, const char *fmt, ...) WEIR_PRINTF(3, 4);
/* Over without effect when the request was answered already; true: go on. */
bool op_alive(struct op *op);
struct weir_arena *op_answer(struct op *op); /* the request's arena */

/*
 * op_wait.c: each goes on with step, at once or later; never when the request was answered before.
 */
/* With the next ops_wake of the queue; step looks whether it has to wait on. */
void op_wait(struct op *op, struct op **queue, void (*step)(struct op *op));
/* step finds verdict in op->verdict. The oldest first. */
void ops_wake(struct op **queue, enum weir_verdict verdict);
/* When this worker leads; otherwise answers where the leader is, or waits a while for one. */
void op_need_leader(struct op *op, void (*step)(struct op *op));
/* When the connector's changes before it are done; step must look again at what it has looked at
 * before. Who holds the lane waits for nothing that needs the lane. It is given back at the end of
 * the op if not before, with the connector. */
void op_enter_lane(struct op *op, void (*step)(struct op *op));
void op_leave_lane(struct op *op);
/* Writes to the config topic, unless time is up; step finds op->verdict and op->err. */
void op_write(struct op *op, struct config_write *write, void (*step)(struct op *op));
/* step finds it in op->result, to be looked at unless it timed out. */
void op_run(struct op *op, struct job_runner *runner, struct job *job, int64_t deadline_ms,
            void (*step)(struct op *op));
/* 500 with what went wrong while writing; true when it did. */
bool op_write_failed(struct op *op, const char *what);

/* The worker stops: all get 503. */
void ops_refuse(struct herder *herder);

/* between op.c and op_wait.c */
void op_watch_deadline(struct op *op);
void op_refuse_stopping(struct op *op);
void op_leave_queue(struct op *op);

/* What each request does: the first step. */
typedef void op_begin_fn(struct op *op);
op_begin_fn request_root, request_health, request_list, request_get, request_status, request_tasks,
    request_task_status, request_snapshot, request_create, request_put_config,
    request_patch_config, request_delete, request_pause, request_resume, request_stop,
    request_restart, request_restart_task, request_topics, request_topics_reset, request_offsets,
    request_alter_offsets, request_reset_offsets, request_validate,
    request_logger_level;

#endif
