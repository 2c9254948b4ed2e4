/* SPDX-License-Identifier: Apache-2.0 */
/*
 * waiting.h: the requests whose answer is not there yet. A request is shared by its connection and,
 * while it is asked, the herder; a clock thread ends those that wait too long, and drops clients
 * that keep us waiting.
 */
#ifndef WAITING_H
#define WAITING_H

#include "rest/server_internal.h"

enum weir_verdict waiting_start(struct rest_server *server, struct weir_err *err);
/* Ends every waiting request with 503 and the clock thread. */
void waiting_stop(struct rest_server *server);
struct request *request_new(struct rest_server *server);
void request_unref(struct request *req);

#endif
