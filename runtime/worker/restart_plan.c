/* SPDX-License-Identifier: Apache-2.0 */
/*
 * restart_plan.c: which of a connector's parts a restart means. What is done is connector.c's.
 */
#include "worker/restart_plan.h"

#include "worker/view.h"

static void mark(struct task_state *state, bool only_failed)
{
    if (!only_failed || state->state == STATE_FAILED) {
        state->state = STATE_RESTARTING;
    }
}

const struct connector_info *restart_plan_make(const struct herder *herder,
                                               struct weir_arena *arena, struct weir_str name,
                                               bool include_tasks, bool only_failed)
{
    struct connector_info *plan = WEIR_NEW(arena, struct connector_info);
    view_connector(herder, arena, name, config_store_get(herder->configs, name), VIEW_STATUS,
                   plan);
    if (!plan->has_status) {
        return NULL;
    }
    mark(&plan->connector, only_failed);
    struct task_state *tasks = (struct task_state *)plan->tasks;
    for (int i = 0; include_tasks && i < plan->n_task_states; i++) {
        mark(&tasks[i], only_failed);
    }
    return plan;
}
