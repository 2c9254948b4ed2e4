/* SPDX-License-Identifier: Apache-2.0 */
/*
 * connector.c: brings one connector to where the config topic wants it: started, paused, stopped or
 * gone. Its task configurations are connector_configs.c's, its tasks connector_tasks.c's.
 */
#include "worker/connector.h"

#include <stdlib.h>

#include "worker/op.h"

/* ---- finding and keeping ---- */

struct connector *connector_find(const struct herder *herder, struct weir_str name)
{
    return map_get(&herder->connectors, name);
}

static struct connector *make(struct herder *herder, struct weir_str name)
{
    struct connector *connector = weir_xcalloc(1, sizeof(*connector));
    connector->herder = herder;
    connector->name = weir_str_n(weir_xstrndup(name.p, name.n), name.n);
    weir_log_init(&connector->log, "org.apache.kafka.connect.runtime.Worker", connector->name.p,
                  -1, "");
    connector->runner = job_runner_new("connector", &herder->inbox, &herder->timers);
    connector->tasks_out.connector = connector;
    connector->fence_out.connector = connector;
    connector->epoch = ++herder->epoch;
    map_set(&herder->connectors, name, connector);
    return connector;
}

struct connector *connector_obtain(struct herder *herder, struct weir_str name)
{
    struct connector *connector = connector_find(herder, name);
    connector = connector ? connector : make(herder, name);
    connector->users++;
    return connector;
}

void connector_free(struct connector *connector)
{
    struct herder *herder = connector->herder;
    timer_cancel(&herder->timers, &connector->retry);
    map_remove(&herder->connectors, connector->name);
    connector_drop_slots(connector);
    job_runner_close(connector->runner);
    free(connector->last_error);
    free((char *)connector->name.p);
    free(connector);
}

/* Only what is neither configured, running nor asked about is forgotten. */
static void free_if_unused(struct connector *connector)
{
    struct herder *herder = connector->herder;
    bool busy = connector->users > 0 || connector->up || connector->n_slots > 0 ||
                connector->configs_job || connector->prepare_job || connector->fence_job ||
                !lane_free(&connector->lane);
    if (!busy && !config_store_get(herder->configs, connector->name)) {
        connector_free(connector);
    }
}

void connector_release(struct connector *connector)
{
    connector->users--;
    free_if_unused(connector);
}

bool connector_idle(const struct connector *connector)
{
    for (int i = 0; i < connector->n_slots; i++) {
        if (connector->slots[i]->run) {
            return false;
        }
    }
    return true;
}

/* ---- starting ---- */

static bool restarts_wanted(const struct connector *connector, const struct weir_props *config)
{
    struct weir_str own = weir_props_get(config, "weir.task.restart");
    if (own.p && weir_str_eq_nocase(own, WEIR_STR("on"))) {
        return true;
    }
    if (own.p && weir_str_eq_nocase(own, WEIR_STR("off"))) {
        return false;
    }
    return connector->herder->options.worker->task_restart;
}

/* What a variable stands for that the class is given by; in the arena. */
static struct weir_str class_name(const struct herder *herder, const struct weir_props *config,
                                  struct weir_arena *arena)
{
    struct weir_str class = weir_props_get(config, "connector.class");
    struct weir_props raw, resolved;
    struct weir_err ignored;
    if (!class.p || weir_str_find(class, WEIR_STR("${")) < 0) {
        return class;
    }
    weir_props_init(&raw, arena);
    weir_props_init(&resolved, arena);
    weir_props_set(&raw, WEIR_STR("connector.class"), class);
    return providers_resolve(herder->providers, &raw, &resolved, &ignored) == WEIR_OK
               ? weir_props_get(&resolved, "connector.class")
               : class;
}

const struct registry_entry *connector_class(const struct herder *herder,
                                             const struct weir_props *config, bool *is_sink)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 256);
    struct weir_str class = class_name(herder, config, &arena);
    const struct registry *registry = herder->options.registry;
    const struct registry_entry *source = registry_find(registry, WEIR_SOURCE, class);
    *is_sink = !source;
    const struct registry_entry *entry =
        source ? source : registry_find(registry, WEIR_SINK, class);
    weir_arena_free(&arena);
    return entry;
}

static void say_target(struct connector *connector)
{
    static const enum run_state states[] = {
        [TARGET_STARTED] = STATE_RUNNING,
        [TARGET_PAUSED] = STATE_PAUSED,
        [TARGET_STOPPED] = STATE_STOPPED,
    };
    connector_say(connector, states[connector->target], NULL);
    if (connector->target == TARGET_STARTED) {
        connector_ask_configs(connector);
    }
}

/* Not again by itself: no such class is for a person to mend. */
static void fail_without_class(struct connector *connector, const struct weir_props *config)
{
    struct weir_err err;
    weir_err_set(&err, WEIR_BAD_CONFIG,
                 "Failed to find any class that implements Connector and which name matches %.*s",
                 WEIR_STR_ARG(weir_props_get(config, "connector.class")));
    connector_fail(connector, &err);
}

static void start(struct connector *connector, const struct config_connector *cc)
{
    const struct worker_conf *worker = connector->herder->options.worker;
    const struct weir_props *config = &cc->config->props;
    connector_cancel_configs(connector);
    timer_cancel(&connector->herder->timers, &connector->retry);
    restart_policy_init(&connector->policy, restarts_wanted(connector, config),
                        worker->task_restart_backoff_ms, worker->task_restart_backoff_max_ms, 0);
    connector->up = true;
    connector->failed = false;
    connector->config_rev = cc->config_rev;
    connector->target = cc->target;
    connector->entry = connector_class(connector->herder, config, &connector->is_sink);
    if (connector->entry) {
        say_target(connector);
    } else {
        fail_without_class(connector, config);
    }
}

/* The connector itself, not its tasks. */
static void stop(struct connector *connector)
{
    connector_cancel_configs(connector);
    timer_cancel(&connector->herder->timers, &connector->retry);
    if (connector->up) {
        connector->up = false;
        connector_say(connector, STATE_UNASSIGNED, NULL);
    }
}

/* A failed connector can only be stopped, or started again from there. */
static void retarget(struct connector *connector, enum target_state target)
{
    connector->target = target;
    if (connector->failed && target != TARGET_STOPPED) {
        return;
    }
    connector->failed = false;
    timer_cancel(&connector->herder->timers, &connector->retry);
    if (target != TARGET_STARTED) {
        connector_cancel_configs(connector);
    }
    say_target(connector);
}

/* ---- ending ---- */

void connector_down(struct connector *connector)
{
    if (connector->fence_job) {
        job_cancel(connector->fence_job);
        connector->fence_job = NULL;
    }
    stop(connector);
    connector_stop_tasks(connector);
}

static void say_gone(struct connector *connector)
{
    struct status_store *statuses = connector->herder->statuses;
    status_store_drop(statuses, connector->name);
    status_store_drop_topics(statuses, connector->name);
}

/* It was deleted: UNASSIGNED, and when its last task has ended the tombstones. */
static void take_away(struct connector *connector)
{
    connector_down(connector);
    if (!connector_idle(connector)) {
        return;
    }
    connector_drop_slots(connector);
    say_gone(connector);
    free_if_unused(connector);
}

/* Another worker's now, or nobody's: what is still running here ends. */
static void give_away(struct connector *connector)
{
    connector_down(connector);
    if (connector_idle(connector)) {
        connector_drop_slots(connector);
        free_if_unused(connector);
    }
}

/* Its newest record cannot be read: what runs goes on, and the connector says why. */
static void show_bad(struct connector *connector, const char *why)
{
    struct weir_err err;
    weir_err_set(&err, WEIR_BAD_CONFIG, "%s", why);
    if (!connector->failed) {
        connector_fail(connector, &err);
    }
}

/* ---- the steps ---- */

static void reconcile_up(struct connector *connector, const struct config_connector *cc)
{
    if (connector->up && connector->config_rev != cc->config_rev) {
        stop(connector);
    }
    if (!connector->up) {
        start(connector, cc);
    } else if (connector->target != cc->target) {
        retarget(connector, cc->target);
    }
    connector_reconcile_tasks(connector, cc);
}

void connector_reconcile(struct herder *herder, struct weir_str name)
{
    const struct config_connector *cc = config_store_find(herder->configs, name);
    bool wanted = cc && (cc->config || cc->bad);
    bool mine = herder_leads(herder) && assignment_is_mine(&herder->assignment, name, -1);
    struct connector *connector = connector_find(herder, name);
    if (!connector && (!wanted || !mine)) {
        return;
    }
    connector = connector_obtain(herder, name);
    if (!mine) {
        give_away(connector);
    } else if (!wanted) {
        take_away(connector);
    } else {
        if (cc->config) {
            reconcile_up(connector, cc);
        }
        if (cc->bad) {
            show_bad(connector, cc->bad);
        }
    }
    ops_wake(&connector->waiters, WEIR_OK);
    connector_release(connector);
}

/* ---- restarts that are asked for ---- */

bool connector_start_again(struct connector *connector)
{
    const struct config_connector *cc =
        config_store_get(connector->herder->configs, connector->name);
    if (!cc) {
        return false;
    }
    stop(connector);
    start(connector, cc);
    return !connector->failed;
}

static bool task_chosen(const struct status_entry *entry, int task, bool only_failed)
{
    const struct status *status = status_entry_task(entry, task);
    return status && (!only_failed || status->state == STATE_FAILED);
}

void connector_restart_plan(struct connector *connector, bool include_tasks, bool only_failed)
{
    struct herder *herder = connector->herder;
    const struct config_connector *cc = config_store_get(herder->configs, connector->name);
    const struct status_entry *entry = status_store_get(herder->statuses, connector->name);
    if (!cc || !entry || !entry->connector.known) {
        weir_info(&connector->log, "restart skipped: no status is known yet");
        return;
    }
    bool itself = !only_failed || entry->connector.status.state == STATE_FAILED;
    if (itself) {
        stop(connector);
        connector_say(connector, STATE_RESTARTING, NULL);
    }
    for (int i = 0; include_tasks && i < connector->n_slots; i++) {
        if (task_chosen(entry, connector->slots[i]->id, only_failed)) {
            connector->slots[i]->restarting = true;
            slot_restart(connector->slots[i]);
        }
    }
    if (itself) {
        start(connector, cc);
    }
}
