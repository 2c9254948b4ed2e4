/* SPDX-License-Identifier: Apache-2.0 */
/*
 * res_tasks.c: /connectors/{c}/tasks: their configurations, one task's state, its restart.
 */
#include "rest/entities.h"
#include "rest/router.h"

static void take_task(struct request *req)
{
    int64_t task = 0;
    req->herder.name = req->segments[1];
    if (req->n_segments > 3 && weir_str_to_i64(req->segments[3], &task)) {
        req->herder.task = (int)task;
    }
}

static void list_answer(struct request *req)
{
    const struct herder_request *herder = &req->herder;
    struct weir_buf *out = respond_json(req, 200);
    weir_buf_char(out, '[');
    for (size_t i = 0; i < herder->n; i++) {
        weir_buf_text(out, i ? "," : "");
        entity_task_info(out, herder->name, (int)i, herder->task_configs[i]);
    }
    weir_buf_char(out, ']');
}

void tasks_list(struct request *req)
{
    take_task(req);
    request_ask(req, HERDER_TASKS, list_answer);
}

/* Worker to worker in Java's protocol; our workers never call it, and nobody else may. */
void tasks_put(struct request *req)
{
    respond_error(req, 400, "Internal request missing required signature");
}

static void status_answer(struct request *req)
{
    entity_task_state(respond_json(req, 200), &req->herder.connectors[0].tasks[0]);
}

void task_status(struct request *req)
{
    take_task(req);
    request_ask(req, HERDER_TASK_STATUS, status_answer);
}

static void restart_answer(struct request *req)
{
    respond_empty(req, 204);
}

void task_restart(struct request *req)
{
    take_task(req);
    request_ask(req, HERDER_RESTART_TASK, restart_answer);
}
