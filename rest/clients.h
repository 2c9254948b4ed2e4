/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clients.h: the open connections of a listener, those that keep us waiting with the longest
 * waiting first. Each gets so much time to send a request, less when there is hardly room for
 * others, and all together so much memory for bodies: whoever stalls loses its connection, and
 * nobody else waits for it.
 */
#ifndef CLIENTS_H
#define CLIENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLIENTS_MAX 512u /* of a listener */

struct client;
struct listener;

/* Under the server's lock. */
struct clients {
    struct client *oldest, *newest; /* those we wait for */
    size_t n;                       /* all that were not dropped */
    size_t body_bytes;              /* of requests that have not been answered */
};

/* The thread of the listener's connections. */
struct client *client_new(struct listener *listener, int fd);
void client_free(struct client *client);
/* Its time begins now: the first line of a request is there, or an answer has been sent. */
void client_reads(struct client *client);
void client_asked(struct client *client); /* now it waits for us */
/* n more bytes of a body; false: there is no room for them, whoever is dropped. */
bool client_sent_body(struct client *client, size_t n);

/* Drops those whose time is over; when the next one's will be, INT64_MAX: never. Clock's thread,
 * under the server's lock. */
int64_t clients_sweep(struct listener *listener);

#endif
