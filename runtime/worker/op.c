/* SPDX-License-Identifier: Apache-2.0 */
/*
 * op.c: the life of a request: it comes in, is answered once, or its time is up. What it does is in
 * request_*.c, what it waits for in op_wait.c.
 */
#include "worker/op.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static op_begin_fn *const begins[] = {
    [HERDER_ROOT] = request_root,
    [HERDER_HEALTH] = request_health,
    [HERDER_LIST] = request_list,
    [HERDER_GET] = request_get,
    [HERDER_STATUS] = request_status,
    [HERDER_TASKS] = request_tasks,
    [HERDER_TASK_STATUS] = request_task_status,
    [HERDER_CREATE] = request_create,
    [HERDER_PUT_CONFIG] = request_put_config,
    [HERDER_PATCH_CONFIG] = request_patch_config,
    [HERDER_DELETE] = request_delete,
    [HERDER_PAUSE] = request_pause,
    [HERDER_RESUME] = request_resume,
    [HERDER_STOP] = request_stop,
    [HERDER_RESTART] = request_restart,
    [HERDER_RESTART_TASK] = request_restart_task,
    [HERDER_TOPICS] = request_topics,
    [HERDER_TOPICS_RESET] = request_topics_reset,
    [HERDER_OFFSETS] = request_offsets,
    [HERDER_ALTER_OFFSETS] = request_alter_offsets,
    [HERDER_RESET_OFFSETS] = request_reset_offsets,
    [HERDER_VALIDATE] = request_validate,
    [HERDER_LOGGER_LEVEL] = request_logger_level,
    [HERDER_SNAPSHOT] = request_snapshot,
};

/* ---- the end ---- */

static void unlist(struct op *op)
{
    *(op->prev ? &op->prev->next : &op->herder->ops) = op->next;
    if (op->next) {
        op->next->prev = op->prev;
    }
}

/* Nothing is under way for it any more, but perhaps a write, which keeps it to its end. */
static void op_end(struct op *op)
{
    struct herder *herder = op->herder;
    timer_cancel(&herder->timers, &op->deadline);
    op_leave_queue(op);
    if (op->job) {
        job_cancel(op->job);
        op->job = NULL;
    }
    if (op->write) {
        return;
    }
    unlist(op);
    if (op->connector) {
        op_leave_lane(op);
    }
    weir_arena_free(&op->arena);
    free(op);
}

static void answer(struct op *op, int status)
{
    struct herder_request *request = op->request;
    op->request = NULL;
    request->status = status;
    request->done(request);
}

void op_done(struct op *op, int status)
{
    answer(op, status);
    op_end(op);
}

void op_fail(struct op *op, int status, const char *fmt, ...)
{
    char *message = NULL;
    va_list args;
    va_start(args, fmt);
    if (vasprintf(&message, fmt, args) < 0) {
        message = NULL;
    }
    va_end(args);
    op->request->message = weir_str_of(weir_arena_cstr(op_answer(op), message ? message : ""));
    free(message);
    op_done(op, status);
}

bool op_alive(struct op *op)
{
    if (op->request) {
        return true;
    }
    op_end(op);
    return false;
}

struct weir_arena *op_answer(struct op *op)
{
    return &op->request->arena;
}

/* ---- time-out ---- */

static void expire(struct timer *timer)
{
    struct op *op = (struct op *)((char *)timer - offsetof(struct op, deadline));
    struct herder *herder = op->herder;
    bool ready;
    struct weir_str stage = stage_show(&herder->stage, op_answer(op), &ready);
    if (stage.n) {
        op_fail(op, 500, "Request timed out. The worker is currently %.*s", WEIR_STR_ARG(stage));
    } else {
        op_fail(op, 500, "Request timed out");
    }
}

void op_watch_deadline(struct op *op)
{
    timer_set(&op->herder->timers, &op->deadline, op->request->deadline_ms, expire);
}

/* ---- the beginning ---- */

static void start(struct op *op)
{
    switch (op->herder->phase) {
    case PHASE_LOADING:
        op_wait(op, &op->herder->held, start);
        break;
    case PHASE_FAILED:
        op_fail(op, 500, "The worker could not start: %s", op->herder->failure.text);
        break;
    case PHASE_STOPPING:
        op_refuse_stopping(op);
        break;
    case PHASE_READY:
        begins[op->kind](op);
        break;
    }
}

static void arrive(struct inbox_item *item)
{
    struct op *op = (struct op *)item;
    op->next = op->herder->ops;
    if (op->next) {
        op->next->prev = op;
    }
    op->herder->ops = op;
    op_watch_deadline(op);
    start(op);
}

void op_begin(struct herder *herder, struct herder_request *request)
{
    struct op *op = weir_xcalloc(1, sizeof(*op));
    op->item.run = arrive;
    op->herder = herder;
    op->request = request;
    op->kind = request->op;
    weir_arena_init(&op->arena, 1024);
    weir_props_init(&op->config, &op->arena);
    op->name = weir_arena_str(&op->arena, request->name);
    inbox_post(&herder->inbox, &op->item);
}

/* ---- the worker stops ---- */

void op_refuse_stopping(struct op *op)
{
    op_fail(op, 503, "The worker is shutting down");
}

static struct op *find_unanswered(struct op *op)
{
    while (op && !op->request) {
        op = op->next;
    }
    return op;
}

/* Each may let others go on, which find the worker stopping. */
void ops_refuse(struct herder *herder)
{
    struct op *op;
    while ((op = find_unanswered(herder->ops))) {
        op_refuse_stopping(op);
    }
}
