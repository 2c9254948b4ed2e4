/* SPDX-License-Identifier: Apache-2.0 */
/*
 * res_topics.c: /connectors/{c}/topics: which topics a connector has used since it was created or
 * reset.
 */
#include "rest/entities.h"
#include "rest/router.h"
#include "rest/server_internal.h"

static void topics_answer(struct request *req)
{
    const struct herder_request *herder = &req->herder;
    struct weir_buf *out = respond_json(req, 200);
    weir_buf_char(out, '{');
    weir_json_string(out, herder->name);
    weir_buf_text(out, ":{\"topics\":[");
    for (size_t i = 0; i < herder->n; i++) {
        weir_buf_text(out, i ? "," : "");
        weir_json_string(out, herder->texts[i]);
    }
    weir_buf_text(out, "]}}");
}

static bool tracking(struct request *req)
{
    if (!req->server->worker->topic_tracking) {
        respond_error(req, 403, "Topic tracking is disabled.");
        return false;
    }
    req->herder.name = req->segments[1];
    return true;
}

void topics_get(struct request *req)
{
    if (tracking(req)) {
        request_ask(req, HERDER_TOPICS, topics_answer);
    }
}

static void reset_answer(struct request *req)
{
    respond_empty(req, 202);
}

void topics_reset(struct request *req)
{
    if (!tracking(req)) {
        return;
    }
    if (!req->server->worker->topic_tracking_reset) {
        respond_error(req, 403, "Topic tracking reset is disabled.");
        return;
    }
    request_ask(req, HERDER_TOPICS_RESET, reset_answer);
}
