/* SPDX-License-Identifier: Apache-2.0 */
/*
 * op.c: takes requests in, lets them wait, answers them once. What they do is in request_*.c.
 */
#include "worker/op.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "worker/leading.h"

/* How long a leader is waited for before the client is told to come back. */
#define LEADER_WAIT_MS 5000
/* A write that could be under way longer than the client waits is not begun. */
#define WRITE_MARGIN_MS 2000

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
    [HERDER_PUT_TASKS] = request_put_tasks,
    [HERDER_LOGGER_LEVEL] = request_logger_level,
    [HERDER_SNAPSHOT] = request_snapshot,
};

/* ---- lists ---- */

static void list_add(struct op **list, struct op *op)
{
    op->prev = NULL;
    op->next = *list;
    if (op->next) {
        op->next->prev = op;
    }
    *list = op;
}

static void list_remove(struct op **list, struct op *op)
{
    *(op->prev ? &op->prev->next : list) = op->next;
    if (op->next) {
        op->next->prev = op->prev;
    }
    op->next = op->prev = NULL;
}

/* The oldest is the last. */
static void hold(struct op *op)
{
    list_remove(&op->herder->ops, op);
    list_add(&op->herder->held, op);
    op->held = true;
}

static void unhold(struct op *op)
{
    list_remove(&op->herder->held, op);
    list_add(&op->herder->ops, op);
    op->held = false;
}

/* ---- the end ---- */

static void leave_idle_list(struct op *op)
{
    struct op **at = &op->connector->idle_waiters;
    while (*at && *at != op) {
        at = &(*at)->idle_next;
    }
    if (*at) {
        *at = op->idle_next;
    }
    op->waits_for_idle = false;
}

/* Nothing is under way for it any more, but perhaps a write, which keeps it to its end. */
static void op_end(struct op *op)
{
    struct herder *herder = op->herder;
    timer_cancel(&herder->timers, &op->deadline);
    if (op->waits_for_idle) {
        leave_idle_list(op);
    }
    if (op->slot) {
        op->slot->starter = NULL;
        op->slot = NULL;
    }
    if (op->job) {
        job_cancel(op->job);
        op->job = NULL;
    }
    if (op->write) {
        return;
    }
    if (op->held) {
        unhold(op);
    }
    list_remove(&herder->ops, op);
    struct connector *connector = op->connector;
    if (connector) {
        op->connector = NULL;
        lane_leave(&connector->lane, &op->place);
        connector_release(connector);
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

static void hold_over(struct timer *timer)
{
    struct op *op = (struct op *)((char *)timer - offsetof(struct op, deadline));
    op_fail(op, 409, "Cannot complete request momentarily due to no known leader URL, likely "
                     "because a rebalance was underway.");
}

static void watch_deadline(struct op *op)
{
    timer_set(&op->herder->timers, &op->deadline, op->request->deadline_ms, expire);
}

/* ---- the beginning ---- */

static void refuse_stopping(struct op *op)
{
    op_fail(op, 503, "The worker is shutting down");
}

static void start(struct op *op)
{
    switch (op->herder->phase) {
    case PHASE_LOADING:
        op->step = NULL;
        hold(op);
        break;
    case PHASE_FAILED:
        op_fail(op, 500, "The worker could not start: %s", op->herder->failure.text);
        break;
    case PHASE_STOPPING:
        refuse_stopping(op);
        break;
    case PHASE_READY:
        begins[op->kind](op);
        break;
    }
}

static void arrive(struct inbox_item *item)
{
    struct op *op = (struct op *)item;
    list_add(&op->herder->ops, op);
    watch_deadline(op);
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

/* ---- waiting for a leader ---- */

static void answer_where(struct op *op, const char *url)
{
    op->request->answer = weir_arena_str(op_answer(op), weir_str_of(url));
    op_done(op, 307);
}

/* True: it has been answered or goes on. */
static bool leader_settled(struct op *op)
{
    struct herder *herder = op->herder;
    if (herder_leads(herder)) {
        op->step(op);
        return true;
    }
    bool other = herder->leader_url && !herder->claiming;
    if (other && op->request->forwarded) {
        op_fail(op, 409, "Cannot complete request because of a conflicting operation (e.g. worker "
                         "rebalance)");
        return true;
    }
    if (other) {
        answer_where(op, herder->leader_url);
    }
    return other;
}

static void wait_for_leader(struct op *op)
{
    if (op->hold_until_ms < op->request->deadline_ms) {
        timer_set(&op->herder->timers, &op->deadline, op->hold_until_ms, hold_over);
    }
    hold(op);
}

void op_need_leader(struct op *op, void (*step)(struct op *op))
{
    op->step = step;
    op->hold_until_ms = weir_clock_mono_ms() + LEADER_WAIT_MS;
    if (!leader_settled(op)) {
        wait_for_leader(op);
    }
}

static void look_again(struct op *op)
{
    unhold(op);
    watch_deadline(op);
    if (!op->step) {
        start(op);
    } else if (!leader_settled(op)) {
        wait_for_leader(op);
    }
}

/* Each once, the oldest first; those that must wait on are put back in front. */
void ops_look_again(struct herder *herder)
{
    size_t n = 0;
    for (struct op *op = herder->held; op; op = op->next) {
        n++;
    }
    for (; n > 0 && herder->held; n--) {
        struct op *oldest = herder->held;
        while (oldest->next) {
            oldest = oldest->next;
        }
        look_again(oldest);
    }
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
    while ((op = herder->held) || (op = find_unanswered(herder->ops))) {
        refuse_stopping(op);
    }
}

/* ---- waiting for the connector's lane, for its tasks ---- */

static void lane_entered(struct lane_place *place)
{
    struct op *op = (struct op *)((char *)place - offsetof(struct op, place));
    if (!op_alive(op)) {
        return;
    }
    if (op->herder->phase == PHASE_READY) {
        op->step(op);
    } else {
        refuse_stopping(op);
    }
}

void op_enter_lane(struct op *op, void (*step)(struct op *op))
{
    op->step = step;
    op->connector = connector_obtain(op->herder, op->name);
    op->place.enter = lane_entered;
    lane_enter(&op->connector->lane, &op->place);
}

void op_await_idle(struct op *op, void (*step)(struct op *op))
{
    op->step = step;
    if (connector_idle(op->connector)) {
        step(op);
        return;
    }
    op->waits_for_idle = true;
    op->idle_next = op->connector->idle_waiters;
    op->connector->idle_waiters = op;
}

void op_idle(struct connector *connector)
{
    struct op *op = connector->idle_waiters;
    connector->idle_waiters = NULL;
    while (op) {
        struct op *next = op->idle_next;
        op->waits_for_idle = false;
        op->step(op);
        op = next;
    }
}

/* ---- waiting for a write ---- */

static void written(struct inbox_item *item)
{
    struct config_write *write = (struct config_write *)item;
    struct op *op = write->self;
    op->verdict = write->verdict;
    op->err = write->err;
    op->write = NULL;
    config_write_free(write);
    if (op_alive(op)) {
        op->step(op);
    }
}

void op_write(struct op *op, struct config_write *write, void (*step)(struct op *op))
{
    int64_t left_ms = op->request->deadline_ms - weir_clock_mono_ms();
    op->step = step;
    op->write = write;
    write->item.run = written;
    write->self = op;
    write->deadline_ms = op->request->deadline_ms;
    if (left_ms > 2 * WRITE_MARGIN_MS) {
        write->deadline_ms -= WRITE_MARGIN_MS;
    }
    stage_set(&op->herder->stage, "writing to the config topic for connector %.*s",
              WEIR_STR_ARG(op->name));
    config_writer_submit(op->herder->writer, write);
}

bool op_write_failed(struct op *op, const char *what)
{
    stage_clear(&op->herder->stage);
    if (op->verdict == WEIR_OK) {
        return false;
    }
    leading_check(op->herder, op->verdict);
    weir_error(&op->herder->log, "writing %s of connector %.*s to the config topic failed: %s",
               what, WEIR_STR_ARG(op->name), op->err.text);
    op_fail(op, op->verdict == WEIR_WOKEN ? 503 : 500, "Error writing %s to Kafka: %s", what,
            op->err.text);
    return true;
}

/* ---- waiting for a connector's code ---- */

static void ran(struct job *job)
{
    struct op *op = job->self;
    stage_clear(&op->herder->stage);
    op->job = NULL;
    op->result = job;
    op->step(op);
}

void op_run(struct op *op, struct job_runner *runner, struct job *job, int64_t deadline_ms,
            void (*step)(struct op *op))
{
    op->step = step;
    op->job = job;
    job->self = op;
    job->done = ran;
    job_submit(runner, job, deadline_ms);
}
