/* SPDX-License-Identifier: Apache-2.0 */
/*
 * request_state.c: pause, resume, stop, restart, and the level of a logger. All but the restart of
 * one unit are records of the config topic; what they cause follows when they are read back.
 */
#include "worker/op.h"
#include "worker/restart_plan.h"

static bool known(struct op *op, const char *sentence)
{
    if (config_store_get(op->herder->configs, op->name)) {
        return true;
    }
    op_fail(op, 404, "%s %.*s", sentence, WEIR_STR_ARG(op->name));
    return false;
}

/* ---- pause and resume: any worker ---- */

static void target_written(struct op *op)
{
    if (!op_write_failed(op, "target state")) {
        op_done(op, 202);
    }
}

static void write_target(struct op *op, enum target_state target)
{
    if (!known(op, "Unknown connector")) {
        return;
    }
    struct config_write *write = config_write_new(1);
    config_record_target(&write->arena, op->name, target, &write->recs[0]);
    op_write(op, write, target_written);
}

static void write_pause(struct op *op)
{
    write_target(op, TARGET_PAUSED);
}

static void write_resume(struct op *op)
{
    write_target(op, TARGET_STARTED);
}

void request_pause(struct op *op)
{
    if (known(op, "Unknown connector")) {
        op_enter_lane(op, write_pause);
    }
}

void request_resume(struct op *op)
{
    if (known(op, "Unknown connector")) {
        op_enter_lane(op, write_resume);
    }
}

/* ---- stop ---- */

static void stop_written(struct op *op)
{
    if (!op_write_failed(op, "target state")) {
        op_done(op, 204);
    }
}

/* No tasks first: should only half of it be read, a started connector without tasks is harmless. */
static void write_stop(struct op *op)
{
    if (!known(op, "Unknown connector")) {
        return;
    }
    struct config_write *write = config_write_new(2);
    config_record_commit(&write->arena, op->name, 0, &write->recs[0]);
    config_record_target(&write->arena, op->name, TARGET_STOPPED, &write->recs[1]);
    op_write(op, write, stop_written);
}

static void enter_to_stop(struct op *op)
{
    if (known(op, "Unknown connector")) {
        op_enter_lane(op, write_stop);
    }
}

void request_stop(struct op *op)
{
    op_need_leader(op, enter_to_stop);
}

/* ---- restart ---- */

static void restart_written(struct op *op)
{
    if (op_write_failed(op, "restart request")) {
        return;
    }
    op_done(op, 202);
}

/* The plan is made of what is now: when the record comes back it is being carried out already. */
static void write_restart(struct op *op)
{
    if (!known(op, "Unknown connector:")) {
        return;
    }
    op->request->connectors =
        restart_plan_make(op->herder, op_answer(op), op->name, op->request->include_tasks,
                          op->request->only_failed);
    op->request->n = 1;
    if (!op->request->connectors) {
        op_fail(op, 404, "Status for connector %.*s not found", WEIR_STR_ARG(op->name));
        return;
    }
    struct config_write *write = config_write_new(1);
    config_record_restart(&write->arena, op->name, op->request->include_tasks,
                          op->request->only_failed, &write->recs[0]);
    op_write(op, write, restart_written);
}

static void restart_itself(struct op *op)
{
    if (!known(op, "Unknown connector:")) {
        return;
    }
    if (connector_start_again(op->connector)) {
        op_done(op, 204);
    } else {
        op_fail(op, 500, "Failed to start connector: %.*s", WEIR_STR_ARG(op->name));
    }
}

static void enter_to_restart(struct op *op)
{
    if (known(op, "Unknown connector:")) {
        op_enter_lane(op, op->request->restart_plan ? write_restart : restart_itself);
    }
}

void request_restart(struct op *op)
{
    op_need_leader(op, enter_to_restart);
}

static void restarted(struct op *op)
{
    if (op->verdict == WEIR_OK) {
        op_done(op, 204);
    } else {
        op_fail(op, 500, "Failed to start task: %.*s-%d", WEIR_STR_ARG(op->name),
                op->request->task);
    }
}

/* The lane is not kept: what the start waits for may need it. */
static void restart_task(struct op *op)
{
    int task = op->request->task;
    if (!known(op, "Unknown connector:")) {
        return;
    }
    struct connector *connector = op->connector;
    const struct config_connector *cc = config_store_get(op->herder->configs, op->name);
    if (task < 0 || task >= cc->n_tasks || task >= connector->n_slots) {
        op_fail(op, 404, "Unknown task: %.*s-%d", WEIR_STR_ARG(op->name), task);
        return;
    }
    op_wait(op, &connector->slots[task]->starters, restarted);
    slot_restart(connector->slots[task]);
    op_leave_lane(op);
}

static void enter_to_restart_task(struct op *op)
{
    if (known(op, "Unknown connector:")) {
        op_enter_lane(op, restart_task);
    }
}

void request_restart_task(struct op *op)
{
    op_need_leader(op, enter_to_restart_task);
}

/* ---- a logger, on all workers ---- */

static void level_written(struct op *op)
{
    if (!op_write_failed(op, "logger level")) {
        op_done(op, 204);
    }
}

void request_logger_level(struct op *op)
{
    struct config_write *write = config_write_new(1);
    config_record_logger(&write->arena, op->request->logger, op->request->level, &write->recs[0]);
    op_write(op, write, level_written);
}
