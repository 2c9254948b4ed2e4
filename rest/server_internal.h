/* SPDX-License-Identifier: Apache-2.0 */
/*
 * server_internal.h: the server as REST's own files see it.
 */
#ifndef SERVER_INTERNAL_H
#define SERVER_INTERNAL_H

#include <pthread.h>

#include "rest/auth.h"
#include "rest/clients.h"
#include "rest/response_headers.h"
#include "rest/rest_server.h"
#include "rest/router.h"

#define LISTENERS_MAX 8

struct MHD_Daemon;
struct tls;

struct listener {
    struct rest_server *server;
    struct MHD_Daemon *daemon;
    bool admin;
    bool https;
    char host[256];
    int port;              /* the one really bound */
    const struct tls *tls; /* NULL: http */
    struct clients clients;
};

struct rest_server {
    const struct worker_conf *worker;
    struct registry *registry;
    struct herder *_Atomic herder; /* NULL until attached */
    struct weir_log log;
    struct weir_log access_log;
    struct weir_arena arena; /* the server's lifetime */
    struct listener listeners[LISTENERS_MAX];
    size_t n_listeners;
    char *worker_id;
    char *worker_url;
    struct auth *auth;
    const struct response_header_rule *header_rules;
    size_t n_header_rules;
    /* Requests whose herder has not spoken, and the thread that ends those that wait too long. */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct request *waiting;
    size_t n_forwarding;
    bool stopping;
    pthread_t clock_thread;
};

/* Takes the request off the waiting list and lets its connection go on. Any thread. */
void server_resume(struct request *req);

#endif
