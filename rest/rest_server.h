/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rest_server.h: the REST API as one thing that the CLI starts and stops. The port opens before
 * the herder is there; until rest_attach requests wait, and /health says that it is starting.
 */
#ifndef REST_SERVER_H
#define REST_SERVER_H

#include "conf/worker_keys.h"
#include "plugin/registry.h"
#include "worker/herder.h"

struct rest_server;

struct rest_options {
    const struct worker_conf *worker;
    struct registry *registry;
};

/* Binds every listener and begins to answer. Main thread. */
enum weir_verdict rest_start(const struct rest_options *options, struct rest_server **server,
                             struct weir_err *err) WEIR_MUST_CHECK;
/* "host:port" and "http://host:port", as other workers reach this one. */
const char *rest_worker_id(const struct rest_server *server);
const char *rest_worker_url(const struct rest_server *server);
void rest_attach(struct rest_server *server, struct herder *herder);
/* Answers what is under way, refuses the rest, closes the ports. Before herder_stop. */
void rest_stop(struct rest_server *server);
/* After herder_stop, since the herder may still answer a request that timed out. */
void rest_free(struct rest_server *server);

#endif
