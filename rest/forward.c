/* SPDX-License-Identifier: Apache-2.0 */
/*
 * forward.c: sends a request on to the leader's REST, on a thread of its own because HTTP blocks:
 * same path, forward=true on the first hop and false on the second, only Authorization passed
 * on. Next: server_resume lets the connection send the leader's answer.
 */
#include "rest/forward.h"

#include <pthread.h>

#include <weir/http.h>
#include <weir/time.h>

#include "rest/server_internal.h"

#define FORWARDS_MAX 32

static const char *target_url(struct request *req, struct weir_str leader_url)
{
    struct weir_arena *arena = &req->herder.arena;
    struct weir_buf url;
    weir_buf_init(&url, 65536);
    weir_buf_str(&url, leader_url);
    weir_buf_str(&url, req->path);
    bool second = request_param(req, "forward").p != NULL;
    weir_buf_printf(&url, "?forward=%s", second ? "false" : "true");
    struct weir_str rest = req->query;
    for (struct weir_str part; rest.n > 0 && weir_str_split(&rest, '&', &part);) {
        if (!weir_str_starts(part, WEIR_STR("forward="))) {
            weir_buf_char(&url, '&');
            weir_buf_str(&url, part);
        }
    }
    const char *text = weir_arena_str(arena, weir_buf_view(&url)).p;
    weir_buf_free(&url);
    return text;
}

static void relay(struct request *req, const struct weir_http_response *response)
{
    req->status = response->status;
    req->content_type = response->content_type.n ? response->content_type.p : NULL;
    weir_buf_reset(&req->out);
    weir_buf_str(&req->out, response->body);
    struct weir_str location = weir_props_get(&response->headers, "location");
    if (location.p) {
        respond_header(req, "Location", "%.*s", WEIR_STR_ARG(location));
    }
}

static bool take_slot(struct rest_server *server)
{
    pthread_mutex_lock(&server->lock);
    bool free_slot = server->n_forwarding < FORWARDS_MAX && !server->stopping;
    server->n_forwarding += free_slot;
    pthread_mutex_unlock(&server->lock);
    return free_slot;
}

static void give_slot(struct rest_server *server)
{
    pthread_mutex_lock(&server->lock);
    server->n_forwarding--;
    pthread_cond_broadcast(&server->changed);
    pthread_mutex_unlock(&server->lock);
}

static void *forward_thread(void *arg)
{
    struct request *req = arg;
    struct weir_arena *arena = &req->herder.arena;
    struct weir_prop headers[] = {
        {WEIR_STR("Content-Type"), WEIR_STR("application/json")},
        {WEIR_STR("User-Agent"), WEIR_STR("kafka-connect")},
        {WEIR_STR("Authorization"), weir_str_of(req->authorization)},
    };
    struct weir_http_request request = {
        .method = req->method,
        .url = target_url(req, req->herder.answer),
        .headers = headers,
        .n_headers = req->authorization ? 3 : 2,
        .body = req->has_body ? weir_buf_view(&req->body) : WEIR_STR_NULL,
        .timeout_ms = req->server->worker->rest_timeout_ms,
        .body_max = 64u << 20,
    };
    struct weir_http_response response = {0};
    struct weir_err err;
    if (weir_http(arena, &request, &response, &err) == WEIR_OK) {
        relay(req, &response);
    } else {
        respond_error(req, 500, "IO Error trying to forward REST request: %s", err.text);
    }
    struct rest_server *server = req->server;
    server_resume(req);
    give_slot(server);
    return NULL;
}

void forward_start(struct request *req, struct weir_str leader_url)
{
    req->herder.answer = leader_url;
    struct rest_server *server = req->server;
    pthread_attr_t attr;
    pthread_attr_init(&attr);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    pthread_t thread;
    bool slot = take_slot(server);
    if (!slot || pthread_create(&thread, &attr, forward_thread, req) != 0) {
        respond_error(req, 503, "Too many requests are being forwarded to the leader; try again");
        server_resume(req);
        if (slot) {
            give_slot(server);
        }
    }
    pthread_attr_destroy(&attr);
}
