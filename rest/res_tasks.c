/* SPDX-License-Identifier: Apache-2.0 */
/*
 * res_tasks.c: /connectors/{c}/tasks: their configurations, one task's state, its restart.
 */
#include "rest/entities.h"
#include "rest/router.h"

/* False: answered. A task's number that is none is a path that is not there. */
static bool take_task(struct request *req)
{
    int64_t task = 0;
    req->herder.name = req->segments[1];
    if (req->n_segments > 3 &&
        (!weir_str_to_i64(req->segments[3], &task) || task < INT32_MIN || task > INT32_MAX)) {
        respond_error(req, 404, "HTTP 404 Not Found");
        return false;
    }
    req->herder.task = (int)task;
    return true;
}

static void list_answer(struct request *req)
{
    const struct herder_request *herder = &req->herder;
    struct weir_buf *out = respond_json(req, 200);
    weir_buf_char(out, '[');
    for (size_t i = 0; i < herder->n; i++) {
        weir_buf_text(out, i ? "," : "");
        entity_task_info(out, herder->name, (int)i, request_shown(req, herder->task_configs[i]));
    }
    weir_buf_char(out, ']');
}

void tasks_list(struct request *req)
{
    if (take_task(req)) {
        request_ask(req, HERDER_TASKS, list_answer);
    }
}

static bool known_algorithm(const char *name)
{
    static const char *const names[] = {"HmacSHA1",   "HmacSHA224", "HmacSHA256",
                                        "HmacSHA384", "HmacSHA512", "HmacMD5"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcasecmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* The sign at which a Java decoder stops; 0: none. */
static int illegal_base64(const char *text)
{
    size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    n += strspn(text + n, "=");
    return (unsigned char)text[n];
}

/* Worker to worker in Java's protocol. Our workers do not call it, so no signature can be right. */
void internal_call(struct request *req)
{
    const char *signature = request_header(req, "X-Connect-Authorization");
    const char *algorithm = request_header(req, "X-Connect-Request-Signature-Algorithm");
    if (!signature || !algorithm) {
        respond_error(req, 400, "Internal request missing required signature");
    } else if (!known_algorithm(algorithm)) {
        respond_error(req, 400, "Algorithm %s not available", algorithm);
    } else if (illegal_base64(signature)) {
        respond_error(req, 400, "Illegal base64 character %x", (unsigned)illegal_base64(signature));
    } else if (strcmp(algorithm, "HmacSHA256") != 0) {
        respond_error(req, 400,
                      "This worker does not support the '%s' key signing algorithm used by other "
                      "workers. This worker is currently configured to use: [HmacSHA256]. Check "
                      "that all workers' configuration files permit the same set of signature "
                      "algorithms, and correct any misconfigured worker and restart it.",
                      algorithm);
    } else {
        respond_error(req, 403, "Internal request contained invalid signature.");
    }
}

static void status_answer(struct request *req)
{
    entity_task_state(respond_json(req, 200), &req->herder.connectors[0].tasks[0]);
}

void task_status(struct request *req)
{
    if (take_task(req)) {
        request_ask(req, HERDER_TASK_STATUS, status_answer);
    }
}

static void restart_answer(struct request *req)
{
    respond_empty(req, 204);
}

void task_restart(struct request *req)
{
    if (take_task(req)) {
        request_ask(req, HERDER_RESTART_TASK, restart_answer);
    }
}
