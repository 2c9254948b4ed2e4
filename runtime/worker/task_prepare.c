/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task_prepare.c: runs on the connector's thread; connector_tasks.c starts the tasks with what comes
 * out.
 */
#include "worker/task_prepare.h"

static enum weir_verdict open_offsets(const struct task_prepare_job *prepare,
                                      const struct weir_props *resolved, struct weir_err *err)
{
    struct weir_str topic = weir_props_get(resolved, "offsets.storage.topic");
    if (prepare->is_sink) {
        return WEIR_OK;
    }
    return offset_store_own_topic(prepare->offsets, prepare->name,
                                  topic.p ? topic : WEIR_STR(""), err);
}

static void work(struct job *job)
{
    struct task_prepare_job *prepare = (struct task_prepare_job *)job;
    for (size_t i = 0; i < prepare->n && job->verdict == WEIR_OK; i++) {
        struct prepared_task *task = &prepare->tasks[i];
        weir_props_init(&task->resolved, &job->arena);
        job->verdict =
            providers_resolve(prepare->providers, &task->raw, &task->resolved, &job->err);
    }
    if (job->verdict == WEIR_OK && prepare->n > 0) {
        job->verdict = open_offsets(prepare, &prepare->tasks[0].resolved, &job->err);
    }
}

struct job *task_prepare_job_new(struct connector *connector, size_t n,
                                 void (*done)(struct job *job))
{
    struct task_prepare_job *prepare = job_new(sizeof(*prepare), work, done, connector);
    prepare->name = weir_arena_str(&prepare->job.arena, connector->name);
    prepare->is_sink = connector->is_sink;
    prepare->providers = connector->herder->providers;
    prepare->offsets = connector->herder->offsets;
    prepare->tasks = WEIR_NEW_ARRAY(&prepare->job.arena, struct prepared_task, n);
    return &prepare->job;
}

void task_prepare_add(struct task_prepare_job *prepare, const struct config_connector *cc,
                      int task)
{
    struct prepared_task *item = &prepare->tasks[prepare->n++];
    item->id = task;
    weir_props_init(&item->raw, &prepare->job.arena);
    weir_props_copy(&item->raw, &cc->tasks[task]->props);
}
