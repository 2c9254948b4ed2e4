/* SPDX-License-Identifier: Apache-2.0 */
/*
 * connector_configs.c: asks a connector what its tasks shall be, on its own thread, and publishes
 * the answer in the config topic if it is new. The commit that comes back from there starts the
 * tasks.
 */
#include <stdlib.h>

#include "worker/connector.h"
#include "worker/leading.h"
#include "worker/task_configs.h"

/* ---- what could not be done ---- */

static void revive(struct timer *timer)
{
    struct connector *connector =
        (struct connector *)((char *)timer - offsetof(struct connector, retry));
    connector->restarts++;
    connector_ask_configs(connector);
}

void connector_fail(struct connector *connector, const struct weir_err *err)
{
    weir_error(&connector->log, "connector failed: %s", err->text);
    connector->failed = true;
    free(connector->last_error);
    connector->last_error = weir_xstrdup(err->text);
    connector_say(connector, STATE_FAILED, err->text);
    int64_t now_ms = weir_clock_mono_ms(), wait_ms = 0;
    const char *why = NULL;
    if (connector->up && restart_policy_failed(&connector->policy, err->class, "", now_ms,
                                               &wait_ms, &why)) {
        timer_set(&connector->herder->timers, &connector->retry, now_ms + wait_ms, revive);
    }
}

/* ---- publishing ---- */

static void publication_over(struct publication *out)
{
    struct connector *connector = out->connector;
    out->write = NULL;
    lane_leave(&connector->lane, &out->place);
    if (connector->ask_again) {
        connector_ask_configs(connector);
    }
    connector_release(connector);
}

static void published(struct inbox_item *item)
{
    struct config_write *write = (struct config_write *)item;
    struct publication *out = write->self;
    struct connector *connector = out->connector;
    if (write->verdict != WEIR_OK && write->verdict != WEIR_WOKEN && connector->up) {
        leading_check(connector->herder, write->verdict);
        write->err.class = WEIR_RETRY;
        weir_err_wrap(&write->err, "task configurations could not be written");
        connector_fail(connector, &write->err);
    }
    config_write_free(write);
    publication_over(out);
}

/* Its turn: unless things have changed meanwhile. */
static void publish(struct lane_place *place)
{
    struct publication *out =
        (struct publication *)((char *)place - offsetof(struct publication, place));
    struct connector *connector = out->connector;
    const struct config_connector *cc =
        config_store_get(connector->herder->configs, connector->name);
    if (cc && connector->up && cc->config_rev == out->rev && cc->target == TARGET_STARTED &&
        herder_leads(connector->herder)) {
        config_writer_submit(connector->herder->writer, out->write);
    } else {
        config_write_free(out->write);
        publication_over(out);
    }
}

static void publish_tasks(struct connector *connector, const struct weir_props *const *tasks,
                          size_t n)
{
    struct config_write *write = config_write_new(n + 1);
    for (size_t i = 0; i < n; i++) {
        config_record_task(&write->arena, connector->name, (int)i, tasks[i], &write->recs[i]);
    }
    config_record_commit(&write->arena, connector->name, (int)n, &write->recs[n]);
    struct publication *out = &connector->tasks_out;
    write->item.run = published;
    write->self = out;
    out->write = write;
    out->rev = connector->config_rev;
    out->place.enter = publish;
    connector->users++;
    lane_enter(&connector->lane, &out->place);
}

/* ---- asking ---- */

static void take_configs(struct connector *connector, const struct task_configs_job *ask)
{
    const struct config_connector *cc =
        config_store_get(connector->herder->configs, connector->name);
    if (!cc || cc->config_rev != ask->config_rev) {
        return; /* a newer one is being asked about */
    }
    if (connector->failed) {
        connector->failed = false;
        connector_say(connector, STATE_RUNNING, NULL);
    }
    restart_policy_reset(&connector->policy);
    connector_start_wanted(connector);
    if (!config_store_tasks_equal(cc, ask->tasks, ask->n_tasks)) {
        publish_tasks(connector, ask->tasks, ask->n_tasks);
    }
}

static void configs_came(struct job *job)
{
    struct connector *connector = job->self;
    struct task_configs_job *ask = (struct task_configs_job *)job;
    connector->configs_job = NULL;
    connector->users++;
    struct weir_err late;
    weir_err_set(&late, WEIR_RETRY, "the connector did not say what its tasks are within %lld ms",
                 (long long)connector->herder->options.worker->validate_timeout_ms);
    if (job->timed_out) {
        connector_fail(connector, &late);
    } else if (job->verdict != WEIR_OK) {
        connector_fail(connector, &job->err);
    } else {
        take_configs(connector, ask);
    }
    if (connector->ask_again) {
        connector_ask_configs(connector);
    }
    connector_release(connector);
}

void connector_ask_configs(struct connector *connector)
{
    struct herder *herder = connector->herder;
    const struct config_connector *cc = config_store_get(herder->configs, connector->name);
    connector->ask_again = false;
    if (!cc || !connector->up || !connector->entry || connector->target != TARGET_STARTED) {
        return;
    }
    if (connector->configs_job || connector->tasks_out.write) {
        connector->ask_again = true;
        return;
    }
    struct job *job = task_configs_job_new(connector, cc, configs_came);
    connector->configs_job = job;
    job_submit(connector->runner, job,
               weir_clock_mono_ms() + herder->options.worker->validate_timeout_ms);
}

void connector_cancel_configs(struct connector *connector)
{
    connector->ask_again = false;
    if (connector->configs_job) {
        job_cancel(connector->configs_job);
        connector->configs_job = NULL;
    }
}
