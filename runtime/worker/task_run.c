/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task_run.c: starts a task's thread, hears it, sees it end. Next: connector_tasks.c decides what
 * follows.
 */
#include "worker/task_run.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "worker/connector.h"

/* A thread that has said its last word ends within microseconds, unless its plugin's close hangs. */
#define LOOK_FIRST_MS 1
#define LOOK_MAX_MS 100

/* What the task's thread and its words in the inbox hold of us: they may arrive when the run is
 * already forgotten. */
struct task_ear {
    struct herder *herder;
    struct task_run *run; /* herder's thread only; NULL: nobody listens */
    _Atomic int refs;
};

struct task_word {
    struct inbox_item item; /* first */
    struct task_ear *ear;
    enum task_event event;
    struct weir_str topic; /* ours */
    struct weir_err *err;  /* ours, or NULL */
    char at[256];
};

static void unref_ear(struct task_ear *ear)
{
    if (atomic_fetch_sub(&ear->refs, 1) == 1) {
        free(ear);
    }
}

/* ---- the end of a run ---- */

/* Its thread will not speak again: it has ended, or its words are no longer passed on. */
static void forget(struct task_run *run)
{
    struct task_slot *slot = run->slot;
    struct timers *timers = &slot->connector->herder->timers;
    timer_cancel(timers, &run->deadline);
    timer_cancel(timers, &run->look);
    run->ear->run = NULL;
    unref_ear(run->ear);
    slot->run = NULL;
    free(run);
    slot_run_over(slot);
}

static void look(struct timer *timer)
{
    struct task_run *run = (struct task_run *)((char *)timer - offsetof(struct task_run, look));
    if (task_ended(run->task)) {
        task_free(run->task);
        forget(run);
        return;
    }
    run->look_ms = run->look_ms * 2 > LOOK_MAX_MS ? LOOK_MAX_MS : run->look_ms * 2;
    timer_set(&run->slot->connector->herder->timers, &run->look,
              weir_clock_mono_ms() + run->look_ms, look);
}

static void give_up(struct timer *timer)
{
    struct task_run *run =
        (struct task_run *)((char *)timer - offsetof(struct task_run, deadline));
    struct task_slot *slot = run->slot;
    struct connector *connector = slot->connector;
    weir_warn(&connector->log, "task %d did not end within task.shutdown.graceful.timeout.ms and "
              "is left to itself", slot->id);
    task_abandon(run->task);
    connector->herder->left_behind++;
    task_metrics_unref(slot->metrics);
    slot->metrics = task_metrics_new();
    connector->epoch = ++connector->herder->epoch;
    if (!slot->failed) {
        slot_say(slot, STATE_UNASSIGNED, NULL);
    }
    forget(run);
}

/* Its end is waited for, from now on at most so long; less when the worker stops. */
static void expect_end(struct task_run *run)
{
    struct herder *herder = run->slot->connector->herder;
    int64_t end_ms = weir_clock_mono_ms() + herder->options.worker->task_shutdown_timeout_ms;
    if (herder->tasks_end_ms > 0 && herder->tasks_end_ms < end_ms) {
        end_ms = herder->tasks_end_ms;
    }
    if (!run->deadline.set || end_ms < run->deadline.at_ms) {
        timer_set(&herder->timers, &run->deadline, end_ms, give_up);
    }
}

/* ---- what the task says ---- */

static void ends(struct task_run *run)
{
    run->over = true;
    run->look_ms = LOOK_FIRST_MS;
    expect_end(run);
    timer_set(&run->slot->connector->herder->timers, &run->look, weir_clock_mono_ms(), look);
}

static void topic_used(struct task_slot *slot, struct weir_str topic)
{
    struct connector *connector = slot->connector;
    if (connector->herder->options.worker->topic_tracking) {
        struct topic_status status = {.topic = topic,
                                      .connector = connector->name,
                                      .task = slot->id,
                                      .discovered_ms = weir_clock_wall_ms()};
        status_store_put_topic(connector->herder->statuses, &status);
    }
}

/* While it is being stopped its failure is only worth a line: it is started anew, or gone. */
static void failed(struct task_run *run, const struct task_word *word)
{
    struct task_slot *slot = run->slot;
    if (run->stopping) {
        weir_warn(&slot->connector->log, "task %d failed while it was stopping: %s", slot->id,
                  word->err->text);
        slot_say(slot, STATE_UNASSIGNED, NULL);
    } else {
        slot_failed(slot, word->err, word->at);
    }
    ends(run);
}

static void hear(struct task_run *run, const struct task_word *word)
{
    struct task_slot *slot = run->slot;
    switch (word->event) {
    case TASK_RUNNING:
        if (!run->stopping) {
            restart_policy_running(&slot->policy, weir_clock_mono_ms());
            slot_say(slot, STATE_RUNNING, NULL);
        }
        break;
    case TASK_PAUSED:
        if (!run->stopping) {
            slot_say(slot, STATE_PAUSED, NULL);
        }
        break;
    case TASK_FAILED:
        failed(run, word);
        break;
    case TASK_STOPPED:
        slot_say(slot, STATE_UNASSIGNED, NULL);
        ends(run);
        break;
    case TASK_RECONFIGURE:
        connector_ask_configs(slot->connector);
        break;
    case TASK_TOPIC:
        topic_used(slot, word->topic);
        break;
    }
}

static void word_arrived(struct inbox_item *item)
{
    struct task_word *word = (struct task_word *)item;
    if (word->ear->run && !word->ear->run->over) {
        hear(word->ear->run, word);
    }
    unref_ear(word->ear);
    free((char *)word->topic.p);
    free(word->err);
    free(word);
}

/* The task's thread. */
static void speak(void *self, enum task_event event, struct weir_str topic,
                  const struct weir_err *err, const char *at)
{
    struct task_ear *ear = self;
    struct task_word *word = weir_xcalloc(1, sizeof(*word));
    word->item.run = word_arrived;
    word->ear = ear;
    word->event = event;
    if (event == TASK_TOPIC) {
        word->topic = weir_str_n(weir_xstrndup(topic.p, topic.n), topic.n);
    }
    if (event == TASK_FAILED) {
        word->err = weir_xmalloc(sizeof(*err));
        *word->err = *err;
        snprintf(word->at, sizeof(word->at), "%s", at ? at : "");
    }
    atomic_fetch_add(&ear->refs, 1);
    inbox_post(&ear->herder->inbox, &word->item);
}

/* ---- beginning, pause, end ---- */

void task_run_start(struct task_slot *slot, const struct weir_props *props, bool paused)
{
    struct connector *connector = slot->connector;
    struct task_run *run = weir_xcalloc(1, sizeof(*run));
    run->slot = slot;
    run->paused = paused;
    run->ear = weir_xcalloc(1, sizeof(*run->ear));
    run->ear->herder = connector->herder;
    run->ear->run = run;
    atomic_init(&run->ear->refs, 1);
    struct task_spec spec = {
        .pipeline = &connector->herder->pipeline,
        .connector = connector->name.p,
        .id = slot->id,
        .epoch = connector->epoch,
        .entry = connector->entry,
        .props = props,
        .paused = paused,
        .retry = slot->retried,
        .metrics = slot->metrics,
        .event = speak,
        .self = run->ear,
    };
    slot->run = run;
    run->task = task_start(&spec);
}

void task_run_pause(struct task_run *run, bool paused)
{
    if (run->paused != paused && !run->stopping) {
        run->paused = paused;
        task_pause(run->task, paused);
    }
}

void task_run_stop(struct task_run *run)
{
    if (!run->stopping) {
        run->stopping = true;
        task_stop(run->task);
    }
    expect_end(run);
}
