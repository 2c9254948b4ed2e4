/* SPDX-License-Identifier: Apache-2.0 */
/*
 * waiting.c: asks the herder and suspends the connection; lets it go on when the herder has
 * spoken or the time is up, whichever is first. Next: rest_server.c sends the answer.
 */
#include "rest/waiting.h"

#include <limits.h>
#include <microhttpd.h>
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "base/thread.h"
#include "rest/forward.h"

#define EARLY_MAX  CLIENTS_MAX
#define ANSWER_MAX (64u << 20)

struct request *request_new(struct rest_server *server)
{
    struct request *req = weir_xcalloc(1, sizeof(*req));
    req->server = server;
    req->refs = 1;
    req->began_ms = weir_clock_mono_ms();
    weir_arena_init(&req->herder.arena, 4096);
    weir_buf_init(&req->body, (size_t)server->worker->rest_body_max);
    weir_buf_init(&req->out, ANSWER_MAX);
    return req;
}

void request_unref(struct request *req)
{
    struct rest_server *server = req->server;
    pthread_mutex_lock(&server->lock);
    bool last = --req->refs == 0;
    pthread_mutex_unlock(&server->lock);
    if (last) {
        weir_buf_free(&req->body);
        weir_buf_free(&req->out);
        weir_arena_free(&req->herder.arena);
        free(req);
    }
}

/* Under the lock. */
static void unlink_waiting(struct request *req)
{
    *(req->prev ? &req->prev->next : &req->server->waiting) = req->next;
    if (req->next) {
        req->next->prev = req->prev;
    }
    req->prev = req->next = NULL;
    req->phase = REQUEST_READY;
    pthread_cond_broadcast(&req->server->changed);
}

void server_resume(struct request *req)
{
    pthread_mutex_lock(&req->server->lock);
    bool go_on = !req->expired;
    if (go_on) {
        unlink_waiting(req);
        MHD_resume_connection(req->connection);
    }
    pthread_mutex_unlock(&req->server->lock);
    request_unref(req);
}

/* From now on the leader's answer ends it, which has a time limit of its own. False: too late. */
static bool begin_forwarding(struct request *req)
{
    pthread_mutex_lock(&req->server->lock);
    bool in_time = !req->expired;
    if (in_time) {
        req->answered = NULL;
        req->herder.deadline_ms = INT64_MAX;
    }
    pthread_mutex_unlock(&req->server->lock);
    return in_time;
}

static void herder_done(struct herder_request *herder)
{
    struct request *req = herder->self;
    if (herder->status == 307 && begin_forwarding(req)) {
        forward_start(req, herder->answer);
    } else {
        server_resume(req);
    }
}

static void answer_timeout(struct request *req)
{
    if (!req->submitted) {
        respond_error(req, 500, "Request timed out. The worker is currently starting");
        return;
    }
    struct weir_arena arena;
    weir_arena_init(&arena, 512);
    bool ready = false;
    struct weir_str stage = herder_stage(atomic_load(&req->server->herder), &arena, &ready);
    if (stage.n) {
        respond_error(req, 500, "Request timed out. The worker is currently %.*s",
                      WEIR_STR_ARG(stage));
    } else {
        respond_error(req, 500, "Request timed out");
    }
    weir_arena_free(&arena);
}

/* Under the lock: the request waits, whether or not there is a herder yet. */
static void link_waiting(struct request *req)
{
    struct rest_server *server = req->server;
    req->phase = REQUEST_WAITING;
    req->suspended = true;
    req->refs++;
    req->prev = NULL;
    req->next = server->waiting;
    if (req->next) {
        req->next->prev = req;
    }
    server->waiting = req;
    MHD_suspend_connection(req->connection);
    pthread_cond_broadcast(&server->changed);
}

void request_ask_within(struct request *req, enum herder_op op, int64_t limit_ms,
                        void (*answered)(struct request *req),
                        void (*otherwise)(struct request *req))
{
    struct rest_server *server = req->server;
    req->answered = answered;
    req->otherwise = otherwise;
    req->herder.op = op;
    req->herder.deadline_ms = weir_clock_mono_ms() + limit_ms;
    req->herder.done = herder_done;
    req->herder.self = req;
    pthread_mutex_lock(&server->lock);
    struct herder *herder = atomic_load(&server->herder);
    bool refused = server->stopping;
    if (!refused) {
        link_waiting(req);
        req->submitted = herder != NULL;
    }
    pthread_mutex_unlock(&server->lock);
    if (refused) {
        req->answered = NULL;
        respond_error(req, 503, "The worker is shutting down");
    } else if (herder) {
        herder_submit(herder, &req->herder);
    }
}

void rest_attach(struct rest_server *server, struct herder *herder)
{
    pthread_mutex_lock(&server->lock);
    atomic_store(&server->herder, herder);
    struct request *early[EARLY_MAX];
    size_t n = 0;
    for (struct request *req = server->waiting; req && n < EARLY_MAX; req = req->next) {
        if (!req->submitted) {
            req->submitted = true;
            early[n++] = req;
        }
    }
    pthread_mutex_unlock(&server->lock);
    for (size_t i = 0; i < n; i++) {
        herder_submit(herder, &early[i]->herder);
    }
}

void request_ask(struct request *req, enum herder_op op, void (*answered)(struct request *req))
{
    request_ask_within(req, op, req->server->worker->rest_timeout_ms, answered, NULL);
}

/* Under the lock. */
static void expire(struct request *req)
{
    req->expired = true;
    req->refs -= !req->submitted; /* nobody else will ever let go of it */
    req->answered = NULL;
    unlink_waiting(req);
    if (req->server->stopping) {
        respond_error(req, 503, "The worker is shutting down");
    } else if (req->otherwise) {
        req->otherwise(req);
    } else {
        answer_timeout(req);
    }
    MHD_resume_connection(req->connection);
}

/* Under the lock: ends what is late and says when the next one will be. */
static int64_t expire_late(struct rest_server *server)
{
    int64_t now_ms = weir_clock_mono_ms();
    int64_t first_ms = INT64_MAX;
    for (struct request *req = server->waiting, *next; req; req = next) {
        next = req->next;
        bool forwarding = req->herder.deadline_ms == INT64_MAX;
        if (!forwarding && (server->stopping || req->herder.deadline_ms <= now_ms)) {
            expire(req);
        } else if (req->herder.deadline_ms < first_ms) {
            first_ms = req->herder.deadline_ms;
        }
    }
    return first_ms;
}

/* Under the lock. */
static int64_t look_around(struct rest_server *server)
{
    int64_t first_ms = expire_late(server);
    for (size_t i = 0; i < server->n_listeners; i++) {
        int64_t next_ms = clients_sweep(&server->listeners[i]);
        first_ms = next_ms < first_ms ? next_ms : first_ms;
    }
    return first_ms;
}

static void *clock_main(void *arg)
{
    struct rest_server *server = arg;
    pthread_mutex_lock(&server->lock);
    for (;;) {
        int64_t first_ms = look_around(server);
        if (server->stopping && !server->waiting) {
            break;
        }
        if (first_ms != INT64_MAX) {
            weir_clock_wait(&server->changed, &server->lock, first_ms);
        } else {
            pthread_cond_wait(&server->changed, &server->lock);
        }
    }
    pthread_mutex_unlock(&server->lock);
    return NULL;
}

enum weir_verdict waiting_start(struct rest_server *server, struct weir_err *err)
{
    pthread_mutex_init(&server->lock, NULL);
    weir_clock_cond_init(&server->changed);
    return thread_start(&server->clock_thread, "rest-clock", clock_main, server, err);
}

void waiting_stop(struct rest_server *server)
{
    pthread_mutex_lock(&server->lock);
    server->stopping = true;
    pthread_cond_broadcast(&server->changed);
    while (server->n_forwarding > 0) {
        pthread_cond_wait(&server->changed, &server->lock);
    }
    pthread_mutex_unlock(&server->lock);
    pthread_join(server->clock_thread, NULL);
}
