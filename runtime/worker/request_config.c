/* SPDX-License-Identifier: Apache-2.0 */
/*
 * request_config.c: connectors are created, changed and deleted. A configuration is checked on a
 * thread of its connector before it may be written; between the check and the write everything is
 * looked at again, since time has passed.
 */
#include "plugin/connector_check.h"
#include "worker/op.h"
#include "worker/view.h"

/* What a check may take beyond the connector's own part. */
#define CHECK_MARGIN_MS 5000

struct check_job {
    struct job job; /* first */
    const struct registry *registry;
    const struct worker_conf *worker;
    const struct providers *providers;
    struct pipeline pipeline;
    struct connector_sampler sampler;
    struct weir_props raw;
    int64_t deadline_ms;
    struct config_infos infos;
};

static void check(struct job *job)
{
    struct check_job *check_job = (struct check_job *)job;
    struct connector_check check = {.registry = check_job->registry,
                                    .worker = check_job->worker,
                                    .providers = check_job->providers,
                                    .raw = &check_job->raw,
                                    .deadline_ms = check_job->deadline_ms,
                                    .cancelled = &job->cancelled,
                                    .sampler =
                                        check_job->sampler.read ? &check_job->sampler : NULL};
    job->verdict = connector_check(&check, &job->arena, &check_job->infos, &job->err);
}

static struct job_runner *find_checker(struct herder *herder, const struct weir_props *config)
{
    struct weir_str class_name = weir_str_trim(weir_props_get(config, "connector.class"));
    const struct registry_entry *entry =
        registry_find_connector(herder->options.registry, class_name);
    return checkers_find(&herder->checkers, weir_str_of(entry ? entry->class_name : ""),
                         &herder->inbox, &herder->timers);
}

static void run_check(struct op *op, const struct weir_props *config,
                      void (*step)(struct op *op))
{
    struct herder *herder = op->herder;
    struct check_job *job = job_new(sizeof(*job), check, NULL, NULL);
    job->registry = herder->options.registry;
    job->worker = herder->options.worker;
    job->providers = herder->providers;
    job->pipeline = herder->pipeline;
    if (herder->options.sampler) {
        job->sampler = herder->options.sampler(&job->pipeline);
    }
    job->deadline_ms = weir_clock_mono_ms() + herder->options.worker->validate_timeout_ms;
    weir_props_init(&job->raw, &job->job.arena);
    weir_props_copy(&job->raw, config);
    stage_set(&herder->stage, "validating the configuration of connector %.*s",
              WEIR_STR_ARG(op->name));
    op_run(op, find_checker(herder, config), &job->job, job->deadline_ms + CHECK_MARGIN_MS, step);
}

/* True: there is nothing against it. */
static bool check_passed(struct op *op)
{
    const struct check_job *job = (const struct check_job *)op->result;
    if (job->job.timed_out) {
        op_fail(op, 500, "Request timed out. The connector's own validation did not return within "
                         "%lld ms", (long long)op->herder->options.worker->validate_timeout_ms);
    } else if (job->job.verdict != WEIR_OK) {
        bool mistake = job->job.verdict == WEIR_BAD_CONFIG && job->job.err.code != 500;
        op_fail(op, mistake ? 400 : 500, "%s", job->job.err.text);
    } else if (job->infos.error_count > 0) {
        op_fail(op, 400, "%.*s",
                WEIR_STR_ARG(connector_check_message(op_answer(op), &job->infos)));
    } else {
        return true;
    }
    return false;
}

static void log_warnings(const struct op *op)
{
    const struct check_job *job = (const struct check_job *)op->result;
    for (size_t i = 0; i < job->infos.n_warnings; i++) {
        weir_warn(&op->herder->log, "connector %.*s: %.*s", WEIR_STR_ARG(op->name),
                  WEIR_STR_ARG(job->infos.warnings[i]));
    }
}

/* ---- validate ---- */

static void validated(struct op *op)
{
    const struct check_job *job = (const struct check_job *)op->result;
    if (job->job.timed_out || job->job.verdict != WEIR_OK) {
        check_passed(op);
        return;
    }
    op->request->infos = &job->infos;
    job_keep(op->result, op_answer(op));
    op_done(op, 200);
}

void request_validate(struct op *op)
{
    op->name = weir_props_get(op->request->config, "name");
    op->name = op->name.p ? weir_arena_str(&op->arena, op->name) : WEIR_STR("");
    run_check(op, op->request->config, validated);
}

/* ---- writing a configuration ---- */

static void answer_info(struct op *op, int status)
{
    struct connector_info *info = WEIR_NEW(op_answer(op), struct connector_info);
    struct weir_props *config = WEIR_NEW(op_answer(op), struct weir_props);
    view_connector(op->herder, op_answer(op), op->name,
                   config_store_get(op->herder->configs, op->name), VIEW_STATUS, info);
    weir_props_init(config, op_answer(op));
    weir_props_copy(config, &op->config);
    info->config = config;
    info->type = view_type(op->herder, config);
    op->request->connectors = info;
    op->request->n = 1;
    op->request->created = op->created;
    op_done(op, status);
}

static void config_written(struct op *op)
{
    if (!op_write_failed(op, "connector configuration")) {
        answer_info(op, op->created ? 201 : 200);
    }
}

/* False: none is asked for. */
static bool target_of(enum run_state initial, enum target_state *target)
{
    *target = initial == STATE_PAUSED    ? TARGET_PAUSED
              : initial == STATE_STOPPED ? TARGET_STOPPED
                                         : TARGET_STARTED;
    return initial != STATE_UNASSIGNED;
}

static void patch_config(struct op *op);

/* Its turn; the world may have changed since the check: what was patched must not come back. */
static void write_config(struct op *op)
{
    const struct config_connector *cc = config_store_get(op->herder->configs, op->name);
    op->created = cc == NULL;
    if (op->kind == HERDER_CREATE && cc) {
        op_fail(op, 409, "Connector %.*s already exists", WEIR_STR_ARG(op->name));
        return;
    }
    if (op->kind == HERDER_PATCH_CONFIG && !cc) {
        op_fail(op, 404, "Connector %.*s not found", WEIR_STR_ARG(op->name));
        return;
    }
    if (op->kind == HERDER_PATCH_CONFIG && cc->config_rev != op->patched_rev) {
        op_leave_lane(op);
        op_need_leader(op, patch_config);
        return;
    }
    enum target_state target;
    struct config_write *write = config_write_new(2);
    write->n = 0;
    if (target_of(op->request->initial_state, &target)) {
        config_record_target(&write->arena, op->name, target, &write->recs[write->n++]);
    }
    config_record_connector(&write->arena, op->name, &op->config, &write->recs[write->n++]);
    op_write(op, write, config_written);
}

static void enter_to_write(struct op *op)
{
    op_enter_lane(op, write_config);
}

static void config_checked(struct op *op)
{
    if (check_passed(op)) {
        log_warnings(op);
        op->result = NULL;
        op_need_leader(op, enter_to_write);
    }
}

/* Without a name, which a patch may have taken away, the check has something to say. */
static bool name_fits(struct op *op)
{
    struct weir_str name = weir_props_get(&op->config, "name");
    if (!name.p || weir_str_eq(name, op->name)) {
        return true;
    }
    op_fail(op, 400, "Connector name configuration (%.*s) doesn't match connector name in the URL "
                     "(%.*s)", WEIR_STR_ARG(name), WEIR_STR_ARG(op->name));
    return false;
}

static void check_config(struct op *op)
{
    if (name_fits(op)) {
        run_check(op, &op->config, config_checked);
    }
}

static void put_config(struct op *op)
{
    weir_props_copy(&op->config, op->request->config);
    if (!weir_props_get(&op->config, "name").p) {
        weir_props_set(&op->config, WEIR_STR("name"), op->name);
    }
    check_config(op);
}

void request_create(struct op *op)
{
    op_need_leader(op, put_config);
}

void request_put_config(struct op *op)
{
    op_need_leader(op, put_config);
}

static bool takes_away(const struct weir_props *patch, struct weir_str name)
{
    return !weir_props_get_s(patch, name).p && weir_props_has(patch, name.p);
}

/* A null takes a key away. */
static void apply_patch(struct weir_props *config, const struct weir_props *old,
                        const struct weir_props *patch)
{
    for (size_t i = 0; i < old->n; i++) {
        if (!takes_away(patch, old->items[i].name)) {
            weir_props_set(config, old->items[i].name, old->items[i].value);
        }
    }
    for (size_t i = 0; i < patch->n; i++) {
        if (patch->items[i].value.p) {
            weir_props_set(config, patch->items[i].name, patch->items[i].value);
        }
    }
}

/* The raw configuration as it is, with what is asked on top. */
static void patch_config(struct op *op)
{
    const struct config_connector *cc = config_store_get(op->herder->configs, op->name);
    if (!cc) {
        op_fail(op, 404, "Connector %.*s not found", WEIR_STR_ARG(op->name));
        return;
    }
    op->patched_rev = cc->config_rev;
    weir_props_init(&op->config, &op->arena);
    apply_patch(&op->config, &cc->config->props, op->request->config);
    check_config(op);
}

void request_patch_config(struct op *op)
{
    op_need_leader(op, patch_config);
}

/* ---- deleting ---- */

static void deleted(struct op *op)
{
    if (!op_write_failed(op, "connector removal")) {
        op_done(op, 204);
    }
}

static void write_deletion(struct op *op)
{
    if (!config_store_get(op->herder->configs, op->name)) {
        op_fail(op, 404, "Connector %.*s not found", WEIR_STR_ARG(op->name));
        return;
    }
    struct config_write *write = config_write_new(2);
    config_record_connector(&write->arena, op->name, NULL, &write->recs[0]);
    config_record_target_gone(&write->arena, op->name, &write->recs[1]);
    op_write(op, write, deleted);
}

static void enter_to_delete(struct op *op)
{
    if (config_store_get(op->herder->configs, op->name)) {
        op_enter_lane(op, write_deletion);
    } else {
        op_fail(op, 404, "Connector %.*s not found", WEIR_STR_ARG(op->name));
    }
}

void request_delete(struct op *op)
{
    op_need_leader(op, enter_to_delete);
}
