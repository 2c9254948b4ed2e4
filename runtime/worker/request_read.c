/* SPDX-License-Identifier: Apache-2.0 */
/*
 * request_read.c: requests that only look. Answered at once, by any worker.
 */
#include <stdlib.h>

#include "worker/op.h"
#include "worker/view.h"

void request_root(struct op *op)
{
    op->request->answer = weir_str_of(op->herder->cluster_id);
    op_done(op, 200);
}

void request_health(struct op *op)
{
    op_done(op, 200);
}

static void answer_one(struct op *op, const struct config_connector *cc, int what)
{
    struct connector_info *info = WEIR_NEW(op_answer(op), struct connector_info);
    view_connector(op->herder, op_answer(op), op->name, cc, what, info);
    op->request->connectors = info;
    op->request->n = 1;
}

static void answer_all(struct op *op, int what)
{
    const struct config_store *configs = op->herder->configs;
    struct connector_info *infos = WEIR_NEW_ARRAY(op_answer(op), struct connector_info,
                                                  config_store_count(configs) + 1);
    const struct config_connector *cc;
    size_t n = 0;
    for (size_t at = 0; (cc = config_store_next(configs, &at));) {
        if (cc->config) {
            view_connector(op->herder, op_answer(op), cc->name, cc, what, &infos[n++]);
        }
    }
    op->request->connectors = infos;
    op->request->n = n;
    op->request->answer =
        weir_arena_str(op_answer(op), weir_str_of(herder_leads(op->herder)
                                                      ? op->herder->options.worker_url
                                                      : op->herder->leader_url));
    op_done(op, 200);
}

void request_list(struct op *op)
{
    answer_all(op, VIEW_STATUS);
}

void request_snapshot(struct op *op)
{
    answer_all(op, VIEW_STATUS | VIEW_METRICS);
}

void request_get(struct op *op)
{
    const struct config_connector *cc = config_store_get(op->herder->configs, op->name);
    if (!cc) {
        op_fail(op, 404, "Connector %.*s not found", WEIR_STR_ARG(op->name));
        return;
    }
    answer_one(op, cc, VIEW_STATUS);
    op_done(op, 200);
}

void request_status(struct op *op)
{
    answer_one(op, config_store_find(op->herder->configs, op->name), VIEW_STATUS);
    if (op->request->connectors[0].has_status) {
        op_done(op, 200);
    } else {
        op_fail(op, 404, "No status found for connector %.*s", WEIR_STR_ARG(op->name));
    }
}

void request_tasks(struct op *op)
{
    const struct config_connector *cc = config_store_get(op->herder->configs, op->name);
    if (!cc) {
        op_fail(op, 404, "Connector %.*s not found", WEIR_STR_ARG(op->name));
        return;
    }
    struct weir_arena *arena = op_answer(op);
    size_t n = cc->tasks ? (size_t)cc->n_tasks : 0;
    const struct weir_props **tasks = WEIR_NEW_ARRAY(arena, const struct weir_props *, n + 1);
    for (size_t i = 0; i < n; i++) {
        tasks[i] = view_config(arena, cc->tasks[i]);
    }
    op->request->task_configs = tasks;
    op->request->n = n;
    op_done(op, 200);
}

void request_task_status(struct op *op)
{
    answer_one(op, config_store_find(op->herder->configs, op->name), VIEW_STATUS);
    struct connector_info *info = (struct connector_info *)op->request->connectors;
    for (int i = 0; i < info->n_task_states; i++) {
        if (info->tasks[i].id == op->request->task) {
            info->tasks += i;
            info->n_task_states = 1;
            op_done(op, 200);
            return;
        }
    }
    op_fail(op, 404, "No status found for task %.*s-%d", WEIR_STR_ARG(op->name),
            op->request->task);
}

static int by_text(const void *a, const void *b)
{
    return weir_str_cmp(*(const struct weir_str *)a, *(const struct weir_str *)b);
}

void request_topics(struct op *op)
{
    const struct status_entry *entry = status_store_get(op->herder->statuses, op->name);
    size_t n = entry ? entry->n_topics : 0;
    struct weir_str *topics = WEIR_NEW_ARRAY(op_answer(op), struct weir_str, n + 1);
    for (size_t i = 0; i < n; i++) {
        topics[i] = weir_arena_str(op_answer(op), entry->topics[i].topic);
    }
    qsort(topics, n, sizeof(topics[0]), by_text);
    op->request->texts = topics;
    op->request->n = n;
    op_done(op, 200);
}

/* The tasks of this worker report theirs again. */
void request_topics_reset(struct op *op)
{
    struct connector *connector = connector_find(op->herder, op->name);
    status_store_drop_topics(op->herder->statuses, op->name);
    for (int i = 0; connector && i < connector->n_slots; i++) {
        if (connector->slots[i]->run) {
            task_topics_reset(connector->slots[i]->run->task);
        }
    }
    op_done(op, 202);
}
