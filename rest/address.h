/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address.h: listener texts as Connect writes them: "http://:8083", "https://[::1]:8443".
 */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <sys/socket.h>

#include <weir/str.h>

#include "rest/server_internal.h"

/* Fills host ("" = all interfaces), port and https. */
enum weir_verdict address_parse(struct weir_str text, struct listener *listener,
                                struct weir_err *err);
/* No host, or "::": IPv6 and IPv4 alike, IPv4 alone on a machine without IPv6. */
bool address_is_everywhere(const struct listener *listener);
/* Resolves it to something to bind. */
enum weir_verdict address_resolve(const struct listener *listener, struct sockaddr_storage *addr,
                                  struct weir_err *err);
bool address_is_loopback(const struct listener *listener);
/* What other workers are told: rest.advertised.*, else the first fitting listener, else this
 * machine's name. Sets worker_id and worker_url. */
void address_advertise(struct rest_server *server);

#endif
