/* SPDX-License-Identifier: Apache-2.0 */
/*
 * offsets_request.c: KIP-875: a connector's offsets are shown, changed and forgotten. Only a stopped
 * connector's are changed; all of it runs on the connector's thread, since its own code has a say
 * and the bus must be waited for.
 */
#include "worker/offsets_request.h"

#include "worker/op.h"
#include "worker/task_configs.h"

#define JOB_MS 90000

static struct job *make_job(struct op *op, const struct config_connector *cc,
                            enum offsets_action action)
{
    struct herder *herder = op->herder;
    struct offsets_job *ask = job_new(sizeof(*ask), offsets_work, NULL, NULL);
    struct weir_arena *arena = &ask->job.arena;
    ask->action = action;
    ask->name = weir_arena_str(arena, op->name).p;
    ask->entry = connector_class(herder, &cc->config->props, &ask->is_sink);
    ask->providers = herder->providers;
    ask->bus = herder->options.bus;
    ask->offsets = herder->offsets;
    weir_props_init(&ask->raw, arena);
    weir_props_copy(&ask->raw, &cc->config->props);
    ask->changes = WEIR_NEW_ARRAY(arena, struct weir_offset_change, op->request->n_changes + 1);
    for (size_t i = 0; i < op->request->n_changes; i++) {
        const struct weir_offset_change *change = &op->request->changes[i];
        ask->changes[i].partition =
            change->partition.p ? weir_arena_str(arena, change->partition) : WEIR_STR_NULL;
        ask->changes[i].offset =
            change->offset.p ? weir_arena_str(arena, change->offset) : WEIR_STR_NULL;
    }
    ask->n_changes = op->request->n_changes;
    return &ask->job;
}

/* True: it can be asked; an unknown class has no offsets to speak of. */
static bool class_known(struct op *op, struct job *job)
{
    if (((struct offsets_job *)job)->entry) {
        return true;
    }
    job_drop(job);
    op_fail(op, 500,
            "Failed to find any class that implements Connector and which name matches that of "
            "connector %.*s",
            WEIR_STR_ARG(op->name));
    return false;
}

static bool came_back(struct op *op)
{
    const struct offsets_job *ask = (const struct offsets_job *)op->result;
    if (ask->job.timed_out) {
        op_fail(op, 500, "Request timed out. The offsets of connector %.*s could not be handled "
                         "in time", WEIR_STR_ARG(op->name));
    } else if (ask->job.verdict != WEIR_OK) {
        op_fail(op, ask->status, "%s", ask->job.err.text);
    } else {
        return true;
    }
    return false;
}

/* ---- showing: any worker ---- */

static void shown(struct op *op)
{
    if (!came_back(op)) {
        return;
    }
    const struct offsets_job *ask = (const struct offsets_job *)op->result;
    struct weir_offset *offsets = WEIR_NEW_ARRAY(op_answer(op), struct weir_offset, ask->n + 1);
    for (size_t i = 0; i < ask->n; i++) {
        offsets[i].partition = weir_arena_str(op_answer(op), ask->found[i].partition);
        offsets[i].offset = weir_arena_str(op_answer(op), ask->found[i].offset);
    }
    op->request->offsets = offsets;
    op->request->n = ask->n;
    op_done(op, 200);
}

void request_offsets(struct op *op)
{
    const struct config_connector *cc = config_store_get(op->herder->configs, op->name);
    if (!cc) {
        op_fail(op, 404, "Connector %.*s not found", WEIR_STR_ARG(op->name));
        return;
    }
    struct job *job = make_job(op, cc, OFFSETS_SHOW);
    if (class_known(op, job)) {
        op->connector = connector_obtain(op->herder, op->name);
        stage_set(&op->herder->stage, "reading the offsets of connector %.*s",
                  WEIR_STR_ARG(op->name));
        op_run(op, op->connector->runner, job, weir_clock_mono_ms() + JOB_MS, shown);
    }
}

/* ---- changing: the leader ---- */

static const struct config_connector *stopped(struct op *op)
{
    const struct config_connector *cc = config_store_get(op->herder->configs, op->name);
    if (!cc) {
        op_fail(op, 404, "Connector %.*s not found", WEIR_STR_ARG(op->name));
        return NULL;
    }
    if (cc->target != TARGET_STOPPED || cc->n_tasks != 0) {
        op_fail(op, 400,
                "Connectors must be in the STOPPED state before their offsets can be modified. "
                "This can be done for the specified connector by issuing a 'PUT' request to the "
                "'/connectors/%.*s/stop' endpoint", WEIR_STR_ARG(op->name));
        return NULL;
    }
    return cc;
}

static void changed(struct op *op)
{
    if (!came_back(op)) {
        return;
    }
    const struct offsets_job *ask = (const struct offsets_job *)op->result;
    const char *verb = op->kind == HERDER_RESET_OFFSETS ? "reset" : "altered";
    struct weir_arena *arena = op_answer(op);
    op->request->answer = weir_str_of(
        ask->handled
            ? weir_arena_printf(arena, "The offsets for this connector have been %s successfully",
                                verb)
            : weir_arena_printf(arena,
                                "The Connect framework-managed offsets for this connector have "
                                "been %s successfully. However, if this connector manages offsets "
                                "externally, they will need to be manually %s in the system that "
                                "the connector uses.", verb, verb));
    op_done(op, 200);
}

/* A sink's task that still ends would commit over what is written here. Whatever was looked at
 * before may be otherwise by now: another worker resumes without this one's lane. */
static void change(struct op *op)
{
    const struct config_connector *cc = stopped(op);
    if (!cc) {
        return;
    }
    if (!connector_idle(op->connector)) {
        op_wait(op, &op->connector->waiters, change);
        return;
    }
    struct job *job =
        make_job(op, cc, op->kind == HERDER_RESET_OFFSETS ? OFFSETS_RESET : OFFSETS_ALTER);
    if (class_known(op, job)) {
        stage_set(&op->herder->stage, "modifying offsets for connector %.*s",
                  WEIR_STR_ARG(op->name));
        op_run(op, op->connector->runner, job, weir_clock_mono_ms() + JOB_MS, changed);
    }
}

static void enter_to_change(struct op *op)
{
    if (stopped(op)) {
        op_enter_lane(op, change);
    }
}

void request_alter_offsets(struct op *op)
{
    op_need_leader(op, enter_to_change);
}

void request_reset_offsets(struct op *op)
{
    op_need_leader(op, enter_to_change);
}
