/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clients.c: which connection is waited for, since when, and which one has to go. It goes by
 * shutdown: libmicrohttpd then reads an end and cleans up. Next: rest_server.c tells what the
 * connections do, waiting.c's clock comes by.
 */
#include "rest/clients.h"

#include <stdlib.h>
#include <sys/socket.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "rest/server_internal.h"

#define CROWDED    (CLIENTS_MAX - 32)
#define CROWDED_MS 1000
#define BODIES     16 /* of the largest size, at once */

struct client {
    struct listener *listener;
    int fd;
    bool listed; /* waited for */
    bool dropped;
    int64_t since_ms;
    size_t body_bytes;
    struct client *prev, *next;
};

/* ---- under the lock ---- */

static void unlist(struct client *client)
{
    struct clients *clients = &client->listener->clients;
    if (client->listed) {
        *(client->prev ? &client->prev->next : &clients->oldest) = client->next;
        *(client->next ? &client->next->prev : &clients->newest) = client->prev;
        client->prev = client->next = NULL;
        client->listed = false;
    }
}

static void forget_body(struct client *client)
{
    client->listener->clients.body_bytes -= client->body_bytes;
    client->body_bytes = 0;
}

static bool crowded(const struct clients *clients)
{
    return clients->n > CROWDED;
}

/* The clock sleeps until the oldest's time is over, if there is one. */
static void list_last(struct client *client)
{
    struct clients *clients = &client->listener->clients;
    unlist(client);
    client->since_ms = weir_clock_mono_ms();
    client->listed = true;
    client->prev = clients->newest;
    *(client->prev ? &client->prev->next : &clients->oldest) = client;
    clients->newest = client;
    if (!client->prev || crowded(clients)) {
        pthread_cond_broadcast(&client->listener->server->changed);
    }
}

static void drop(struct client *client)
{
    unlist(client);
    forget_body(client);
    client->dropped = true;
    client->listener->clients.n--;
    shutdown(client->fd, SHUT_RDWR);
}

static struct client *oldest_with_body(const struct clients *clients, const struct client *but)
{
    struct client *client = clients->oldest;
    while (client && (client == but || client->body_bytes == 0)) {
        client = client->next;
    }
    return client;
}

int64_t clients_sweep(struct listener *listener)
{
    struct clients *clients = &listener->clients;
    int64_t now_ms = weir_clock_mono_ms();
    int64_t limit_ms = listener->server->worker->rest_read_timeout_ms;
    for (struct client *client; (client = clients->oldest);) {
        bool short_time = crowded(clients) && limit_ms > CROWDED_MS;
        int64_t due_ms = client->since_ms + (short_time ? CROWDED_MS : limit_ms);
        if (due_ms > now_ms) {
            return due_ms;
        }
        drop(client);
    }
    return INT64_MAX;
}

/* ---- the connections' thread ---- */

struct client *client_new(struct listener *listener, int fd)
{
    struct client *client = weir_xcalloc(1, sizeof(*client));
    client->listener = listener;
    client->fd = fd;
    pthread_mutex_lock(&listener->server->lock);
    listener->clients.n++;
    list_last(client);
    pthread_mutex_unlock(&listener->server->lock);
    return client;
}

void client_free(struct client *client)
{
    struct listener *listener = client->listener;
    pthread_mutex_lock(&listener->server->lock);
    unlist(client);
    forget_body(client);
    listener->clients.n -= !client->dropped;
    pthread_mutex_unlock(&listener->server->lock);
    free(client);
}

void client_reads(struct client *client)
{
    struct rest_server *server = client->listener->server;
    pthread_mutex_lock(&server->lock);
    forget_body(client);
    if (!client->dropped) {
        list_last(client);
    }
    pthread_mutex_unlock(&server->lock);
}

void client_asked(struct client *client)
{
    struct rest_server *server = client->listener->server;
    pthread_mutex_lock(&server->lock);
    unlist(client);
    pthread_mutex_unlock(&server->lock);
}

bool client_sent_body(struct client *client, size_t n)
{
    struct rest_server *server = client->listener->server;
    struct clients *clients = &client->listener->clients;
    size_t max = BODIES * (size_t)server->worker->rest_body_max;
    pthread_mutex_lock(&server->lock);
    struct client *other;
    while (clients->body_bytes + n > max && (other = oldest_with_body(clients, client))) {
        drop(other);
    }
    bool room = !client->dropped && clients->body_bytes + n <= max;
    if (room) {
        client->body_bytes += n;
        clients->body_bytes += n;
    }
    pthread_mutex_unlock(&server->lock);
    return room;
}
