/* SPDX-License-Identifier: Apache-2.0 */
/*
 * connector_tasks.c: the tasks of one connector: those of the newest commit run, those of an older
 * one end first; what failed waits for its next attempt. A task's configuration gets its variables
 * resolved on the connector's thread each time it starts.
 */
#include <stdlib.h>

#include "worker/connector.h"
#include "worker/op.h"
#include "worker/task_prepare.h"

/* ---- slots ---- */

static bool restarts_enabled(const struct connector *connector)
{
    return connector->policy.enabled;
}

static struct task_slot *make_slot(struct connector *connector, int id)
{
    const struct worker_conf *worker = connector->herder->options.worker;
    struct task_slot *slot = weir_xcalloc(1, sizeof(*slot));
    slot->connector = connector;
    slot->id = id;
    slot->metrics = task_metrics_new();
    restart_policy_init(&slot->policy, restarts_enabled(connector),
                        worker->task_restart_backoff_ms, worker->task_restart_backoff_max_ms,
                        worker->task_restart_same_record_max);
    return slot;
}

static void drop_slot(struct task_slot *slot)
{
    timer_cancel(&slot->connector->herder->timers, &slot->retry);
    ops_wake(&slot->starters, WEIR_WOKEN);
    task_metrics_unref(slot->metrics);
    free(slot->last_error);
    free(slot);
}

static void resize(struct connector *connector, int n)
{
    for (int i = n; i < connector->n_slots; i++) {
        drop_slot(connector->slots[i]);
    }
    connector->slots =
        weir_xrealloc(connector->slots, (size_t)n + 1, sizeof(connector->slots[0]));
    for (int i = connector->n_slots; i < n; i++) {
        connector->slots[i] = make_slot(connector, i);
    }
    connector->n_slots = n;
}

static void cancel_prepare(struct connector *connector)
{
    if (connector->prepare_job) {
        job_cancel(connector->prepare_job);
        connector->prepare_job = NULL;
    }
    for (int i = 0; i < connector->n_slots; i++) {
        connector->slots[i]->preparing = false;
    }
}

void connector_drop_slots(struct connector *connector)
{
    cancel_prepare(connector);
    resize(connector, 0);
    free(connector->slots);
    connector->slots = NULL;
}

/* ---- stopping ---- */

static void stop_slot(struct task_slot *slot)
{
    timer_cancel(&slot->connector->herder->timers, &slot->retry);
    slot->wanted = false;
    slot->restarting = false;
    if (slot->run) {
        task_run_stop(slot->run);
    }
}

void connector_stop_tasks(struct connector *connector)
{
    cancel_prepare(connector);
    for (int i = 0; i < connector->n_slots; i++) {
        stop_slot(connector->slots[i]);
    }
}

/* ---- starting ---- */

static void start_slot(struct task_slot *slot, const struct prepared_task *task)
{
    struct connector *connector = slot->connector;
    slot->wanted = false;
    slot->failed = false;
    task_run_start(slot, &task->resolved, connector->target == TARGET_PAUSED);
    slot->retried = false;
    ops_wake(&slot->starters, WEIR_OK);
}

static void prepared(struct job *job)
{
    struct connector *connector = job->self;
    const struct task_prepare_job *prepare = (struct task_prepare_job *)job;
    connector->prepare_job = NULL;
    connector->users++;
    struct weir_err late;
    weir_err_set(&late, WEIR_RETRY, "its configuration could not be prepared in time");
    for (size_t i = 0; i < prepare->n; i++) {
        struct task_slot *slot = connector->slots[prepare->tasks[i].id];
        slot->preparing = false;
        if (!slot->wanted || slot->run) {
            continue;
        }
        if (job->timed_out || job->verdict != WEIR_OK) {
            slot_failed(slot, job->timed_out ? &late : &job->err, "");
            ops_wake(&slot->starters, WEIR_WOKEN);
        } else {
            start_slot(slot, &prepare->tasks[i]);
        }
    }
    connector_start_wanted(connector);
    connector_release(connector);
}

static bool startable(const struct task_slot *slot)
{
    return slot->wanted && !slot->run && !slot->preparing && !slot->retry.set;
}

void connector_start_wanted(struct connector *connector)
{
    struct herder *herder = connector->herder;
    const struct config_connector *cc = config_store_get(herder->configs, connector->name);
    size_t n = 0;
    for (int i = 0; i < connector->n_slots; i++) {
        n += startable(connector->slots[i]);
    }
    if (n == 0 || connector->prepare_job || !cc || !cc->tasks || !connector->entry ||
        cc->tasks_rev != connector->tasks_rev || !connector_fenced(connector, cc)) {
        return;
    }
    struct job *job = task_prepare_job_new(connector, n, prepared);
    struct task_prepare_job *prepare = (struct task_prepare_job *)job;
    for (int i = 0; i < connector->n_slots; i++) {
        struct task_slot *slot = connector->slots[i];
        if (!startable(slot)) {
            continue;
        }
        if (slot->restarting) {
            slot->restarting = false;
            slot_say(slot, STATE_RESTARTING, NULL);
        }
        slot->preparing = true;
        task_prepare_add(prepare, cc, slot->id);
    }
    connector->prepare_job = job;
    job_submit(connector->runner, job, weir_clock_mono_ms() + TASK_PREPARE_MS);
}

void slot_restart(struct task_slot *slot)
{
    timer_cancel(&slot->connector->herder->timers, &slot->retry);
    restart_policy_reset(&slot->policy);
    slot->retried = false;
    slot->wanted = true;
    if (slot->run) {
        task_run_stop(slot->run);
    } else {
        connector_start_wanted(slot->connector);
    }
}

/* ---- failing ---- */

static void try_again(struct timer *timer)
{
    struct task_slot *slot = (struct task_slot *)((char *)timer - offsetof(struct task_slot, retry));
    slot->restarts++;
    slot->retried = true;
    slot->wanted = true;
    connector_start_wanted(slot->connector);
}

void slot_failed(struct task_slot *slot, const struct weir_err *err, const char *at)
{
    struct connector *connector = slot->connector;
    int64_t now_ms = weir_clock_mono_ms(), wait_ms = 0;
    const char *why = NULL;
    slot->failed = true;
    slot->wanted = false;
    free(slot->last_error);
    slot->last_error = weir_xstrdup(err->text);
    slot_say(slot, STATE_FAILED, err->text);
    if (restart_policy_failed(&slot->policy, err->class, at, now_ms, &wait_ms, &why)) {
        weir_error(&connector->log, "task %d failed, it starts again in %lld ms: %s", slot->id,
                   (long long)wait_ms, err->text);
        timer_set(&connector->herder->timers, &slot->retry, now_ms + wait_ms, try_again);
    } else {
        weir_error(&connector->log, "task %d failed and stays so, since %s: %s", slot->id, why,
                   err->text);
    }
}

/* Its thread has ended, or it was left to itself. */
void slot_run_over(struct task_slot *slot)
{
    struct connector *connector = slot->connector;
    struct herder *herder = connector->herder;
    connector->users++;
    connector_reconcile(herder, connector->name);
    connector_start_wanted(connector);
    connector_release(connector);
}

/* ---- the newest commit ---- */

static void pause_runs(struct connector *connector, bool paused)
{
    for (int i = 0; i < connector->n_slots; i++) {
        if (connector->slots[i]->run) {
            task_run_pause(connector->slots[i]->run, paused);
        }
    }
}

/* Statuses of tasks that are no more; also of those another worker left behind. */
static void drop_surplus(struct connector *connector, int n)
{
    struct status_store *statuses = connector->herder->statuses;
    const struct status_entry *entry;
    while ((entry = status_store_get(statuses, connector->name)) && entry->n_tasks > 0 &&
           entry->tasks[entry->n_tasks - 1].id >= n) {
        status_store_drop_task(statuses, connector->name, entry->tasks[entry->n_tasks - 1].id);
    }
}

static void adopt(struct connector *connector, const struct config_connector *cc, int n)
{
    connector->tasks_rev = cc->tasks_rev;
    connector->epoch = ++connector->herder->epoch;
    resize(connector, n);
    drop_surplus(connector, n);
    for (int i = 0; i < n; i++) {
        struct task_slot *slot = connector->slots[i];
        restart_policy_reset(&slot->policy);
        slot->policy.enabled = restarts_enabled(connector);
        slot->failed = false;
        slot->retried = false;
        slot->wanted = true;
    }
}

void connector_reconcile_tasks(struct connector *connector, const struct config_connector *cc)
{
    int n = cc->target == TARGET_STOPPED || cc->inconsistent ? 0 : cc->n_tasks;
    if (connector->tasks_rev != cc->tasks_rev || connector->n_slots != n) {
        connector_stop_tasks(connector);
        if (!connector_idle(connector)) {
            return;
        }
        adopt(connector, cc, n);
    }
    pause_runs(connector, cc->target == TARGET_PAUSED);
    connector_start_wanted(connector);
}
