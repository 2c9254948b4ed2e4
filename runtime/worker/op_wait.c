/* SPDX-License-Identifier: Apache-2.0 */
/*
 * op_wait.c: what a request waits for: something to change, a leader, its connector's lane, a write,
 * a connector's code. op.c ends the waiting when its time is up.
 */
#include "worker/leading.h"
#include "worker/op.h"

/* How long a leader is waited for before the client is told to come back. */
#define LEADER_WAIT_MS 5000
/* A write that could be under way longer than the client waits is not begun. */
#define WRITE_MARGIN_MS 2000

/* ---- something to change ---- */

void op_wait(struct op *op, struct op **queue, void (*step)(struct op *op))
{
    op->step = step;
    op->queue = queue;
    op->behind = NULL;
    struct op **at = queue;
    while (*at) {
        at = &(*at)->behind;
    }
    *at = op;
}

void op_leave_queue(struct op *op)
{
    for (struct op **at = op->queue; at && *at; at = &(*at)->behind) {
        if (*at == op) {
            *at = op->behind;
            break;
        }
    }
    op->queue = NULL;
}

/* Those that wait on come to stand behind all that were there. */
void ops_wake(struct op **queue, enum weir_verdict verdict)
{
    size_t n = 0;
    for (const struct op *op = *queue; op; op = op->behind) {
        n++;
    }
    for (; n > 0 && *queue; n--) {
        struct op *op = *queue;
        op_leave_queue(op);
        op->verdict = verdict;
        op->step(op);
    }
}

/* ---- a leader ---- */

static void hold_over(struct timer *timer)
{
    struct op *op = (struct op *)((char *)timer - offsetof(struct op, deadline));
    op_fail(op, 409, "Cannot complete request momentarily due to no known leader URL, likely "
                     "because a rebalance was underway.");
}

static void answer_where(struct op *op, const char *url)
{
    op->request->answer = weir_arena_str(op_answer(op), weir_str_of(url));
    op_done(op, 307);
}

static void look_for_leader(struct op *op);

static void wait_for_leader(struct op *op)
{
    if (op->hold_until_ms < op->request->deadline_ms) {
        timer_set(&op->herder->timers, &op->deadline, op->hold_until_ms, hold_over);
    }
    op_wait(op, &op->herder->held, look_for_leader);
}

static void look_for_leader(struct op *op)
{
    struct herder *herder = op->herder;
    bool other = herder->leader_url && !herder->claiming;
    op_watch_deadline(op);
    if (herder_leads(herder)) {
        op->led(op);
    } else if (!other) {
        wait_for_leader(op);
    } else if (op->request->forwarded) {
        op_fail(op, 409, "Cannot complete request because of a conflicting operation (e.g. worker "
                         "rebalance)");
    } else {
        answer_where(op, herder->leader_url);
    }
}

void op_need_leader(struct op *op, void (*step)(struct op *op))
{
    op->led = step;
    op->hold_until_ms = weir_clock_mono_ms() + LEADER_WAIT_MS;
    look_for_leader(op);
}

/* ---- the connector's lane ---- */

static void lane_entered(struct lane_place *place)
{
    struct op *op = (struct op *)((char *)place - offsetof(struct op, place));
    if (!op_alive(op)) {
        return;
    }
    if (op->herder->phase == PHASE_READY) {
        op->step(op);
    } else {
        op_refuse_stopping(op);
    }
}

void op_enter_lane(struct op *op, void (*step)(struct op *op))
{
    op->step = step;
    op->connector = connector_obtain(op->herder, op->name);
    op->place.enter = lane_entered;
    lane_enter(&op->connector->lane, &op->place);
}

void op_leave_lane(struct op *op)
{
    struct connector *connector = op->connector;
    op->connector = NULL;
    lane_leave(&connector->lane, &op->place);
    connector_release(connector);
}

/* ---- a write ---- */

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

/* ---- a connector's code ---- */

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
