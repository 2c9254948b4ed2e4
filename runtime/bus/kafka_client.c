/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_client.c: opens and closes librdkafka instances. In goes what is asked of a client, out
 * comes a new instance or, for producers that allow it, another reference on one whose settings are
 * the same. Next: kafka_produce.c, kafka_consume.c, kafka_topics.c, which use it.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "bus/kafka_engine.h"

#define ARENA_CHUNK    4096
#define DEBUG_CONTEXTS "broker,topic,metadata,cgrp,eos"

/* Each ignored property is named once a bus. */
static void warn_ignored(struct kafka_bus *bus, const struct weir_props *ignored)
{
    for (size_t i = 0; i < ignored->n; i++) {
        const struct weir_prop *prop = &ignored->items[i];
        if (!weir_props_get_s(&bus->warned, prop->name).p) {
            weir_props_set(&bus->warned, prop->name, WEIR_STR("1"));
            weir_warn(kafka_log(), "client property %.*s has no effect: %.*s",
                      WEIR_STR_ARG(prop->name), WEIR_STR_ARG(prop->value));
        }
    }
}

/*
 * librdkafka takes only the first certificate of a text, but all of a file: the chain is given to
 * it as a file in memory, which is open for as long as rd_kafka_new runs.
 */
static int chain_file(struct weir_str chain, char *path, size_t size)
{
    int fd = memfd_create("certificate.chain", MFD_CLOEXEC);
    if (fd >= 0 && write(fd, chain.p, chain.n) == (ssize_t)chain.n) {
        snprintf(path, size, "/proc/self/fd/%d", fd);
        return fd;
    }
    if (fd >= 0) {
        close(fd);
    }
    return -1;
}

static enum weir_verdict refuse(struct weir_err *err, const char *why)
{
    return weir_err_set(err, WEIR_BAD_CONFIG, "Kafka client: %s", why);
}

static enum weir_verdict set_all(rd_kafka_conf_t *conf, const struct weir_props *rd, int *chain_fd,
                                 struct weir_err *err)
{
    char why[512];
    for (size_t i = 0; i < rd->n; i++) {
        const char *name = rd->items[i].name.p;
        const char *value = rd->items[i].value.p;
        char path[32];
        if (strcmp(name, "ssl.certificate.pem") == 0) {
            *chain_fd = chain_file(rd->items[i].value, path, sizeof(path));
            if (*chain_fd < 0) {
                return refuse(err, "no memory for the certificate chain");
            }
            name = "ssl.certificate.location";
            value = path;
        }
        if (rd_kafka_conf_set(conf, name, value, why, sizeof(why)) != RD_KAFKA_CONF_OK) {
            return refuse(err, why);
        }
    }
    return WEIR_OK;
}

static void set_callbacks(rd_kafka_conf_t *conf, struct kafka_client *client, enum kafka_role role)
{
    rd_kafka_conf_set_opaque(conf, client);
    rd_kafka_conf_set_log_cb(conf, kafka_on_log);
    rd_kafka_conf_set_error_cb(conf, kafka_on_error);
    if (role == KAFKA_CONSUMER) {
        rd_kafka_conf_set_rebalance_cb(conf, kafka_on_rebalance);
    } else {
        rd_kafka_conf_set_events(conf, RD_KAFKA_EVENT_DR);
    }
    if (client->conf.oauth.client_id.p || client->conf.oauth.token_file.p) {
        rd_kafka_conf_enable_sasl_queue(conf, 1);
        rd_kafka_conf_set_oauthbearer_token_refresh_cb(conf, kafka_on_token_refresh);
    }
    if (weir_log_on(kafka_log(), WEIR_DEBUG)) {
        rd_kafka_conf_set(conf, "debug",
                          weir_log_on(kafka_log(), WEIR_TRACE) ? "all" : DEBUG_CONTEXTS, NULL, 0);
    }
}

static enum weir_verdict make(struct kafka_client *client, enum kafka_role role,
                              struct weir_err *err)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    int chain_fd = -1;
    char why[512];
    enum weir_verdict verdict = set_all(conf, &client->conf.rd, &chain_fd, err);
    if (!verdict) {
        set_callbacks(conf, client, role);
        client->rk = rd_kafka_new(role == KAFKA_CONSUMER ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER,
                                  conf, why, sizeof(why));
        verdict = client->rk ? WEIR_OK : refuse(err, why);
    }
    if (chain_fd >= 0) {
        close(chain_fd);
    }
    if (verdict) {
        rd_kafka_conf_destroy(conf);
        return verdict;
    }
    if (client->conf.oauth.client_id.p || client->conf.oauth.token_file.p) {
        rd_kafka_error_t *error = rd_kafka_sasl_background_callbacks_enable(client->rk);
        if (error) {
            rd_kafka_error_destroy(error);
        }
    }
    return WEIR_OK;
}

static void forget(struct kafka_client *client)
{
    pthread_mutex_destroy(&client->lock);
    pthread_mutex_destroy(&client->send_lock);
    pthread_cond_destroy(&client->room);
    weir_arena_free(&client->arena);
    free(client->servers);
    free(client);
}

static struct kafka_client *blank(struct kafka_bus *bus, bool shared, void *owner)
{
    struct kafka_client *client = weir_xcalloc(1, sizeof(*client));
    client->bus = bus;
    client->refs = 1;
    client->shared = shared;
    client->owner = owner;
    weir_arena_init(&client->arena, ARENA_CHUNK);
    pthread_mutex_init(&client->lock, NULL);
    pthread_mutex_init(&client->send_lock, NULL);
    weir_clock_cond_init(&client->room);
    return client;
}

static bool usable(struct kafka_client *client)
{
    char why[8];
    return rd_kafka_fatal_error(client->rk, why, sizeof(why)) == RD_KAFKA_RESP_ERR_NO_ERROR;
}

static struct kafka_client *find_equal(struct kafka_bus *bus, const struct kafka_client *wanted)
{
    struct kafka_client *client = bus->clients;
    while (client && !(weir_props_equal(&client->conf.rd, &wanted->conf.rd) && usable(client))) {
        client = client->next;
    }
    return client;
}

static void unlink_shared(struct kafka_bus *bus, const struct kafka_client *client)
{
    for (struct kafka_client **at = &bus->clients; *at; at = &(*at)->next) {
        if (*at == client) {
            *at = client->next;
            return;
        }
    }
}

/* Under bus->lock: either one that is there, or the new one made ready. */
static enum weir_verdict share_or_make(struct kafka_client *client, enum kafka_role role,
                                       struct kafka_client **found, struct weir_err *err)
{
    struct kafka_bus *bus = client->bus;
    warn_ignored(bus, &client->conf.ignored);
    *found = client->shared ? find_equal(bus, client) : NULL;
    if (*found) {
        (*found)->refs++;
        return WEIR_OK;
    }
    enum weir_verdict verdict = make(client, role, err);
    if (verdict) {
        return verdict;
    }
    if (!weir_props_has(&client->conf.rd, "group.id")) { /* else its own poll serves it */
        kafka_reports_add(client);
    }
    if (client->shared) {
        client->next = bus->clients;
        bus->clients = client;
    }
    *found = client;
    return WEIR_OK;
}

enum weir_verdict kafka_client_open(struct kafka_bus *bus, const struct kafka_ask *ask, bool shared,
                                    void *owner, struct kafka_client **client, struct weir_err *err)
{
    struct kafka_client *wanted = blank(bus, shared, owner);
    struct kafka_client *found = NULL;
    enum weir_verdict verdict = kafka_conf_translate(&wanted->arena, ask, &wanted->conf, err);
    if (!verdict) {
        struct weir_str servers = weir_props_get(&wanted->conf.rd, "bootstrap.servers");
        wanted->servers = weir_xstrndup(servers.p, servers.n);
        pthread_mutex_lock(&bus->lock);
        verdict = share_or_make(wanted, ask->role, &found, err);
        pthread_mutex_unlock(&bus->lock);
    }
    if (found != wanted) {
        forget(wanted);
    }
    if (!verdict) {
        *client = found;
    }
    return verdict;
}

void kafka_client_close(struct kafka_client *client)
{
    struct kafka_bus *bus = client->bus;
    pthread_mutex_lock(&bus->lock);
    bool last = --client->refs == 0;
    if (last && client->shared) {
        unlink_shared(bus, client);
    }
    pthread_mutex_unlock(&bus->lock);
    if (!last) {
        return;
    }
    kafka_reports_remove(client);
    rd_kafka_destroy(client->rk);
    forget(client);
}

enum weir_verdict kafka_client_admin(struct kafka_bus *bus, struct kafka_client **client,
                                     struct weir_err *err)
{
    pthread_mutex_lock(&bus->lock);
    *client = bus->admin;
    if (*client) {
        (*client)->refs++;
    }
    pthread_mutex_unlock(&bus->lock);
    if (*client) {
        return WEIR_OK;
    }
    struct kafka_ask ask = {.role = KAFKA_ADMIN, .worker = &bus->props};
    enum weir_verdict verdict = kafka_client_open(bus, &ask, false, NULL, client, err);
    if (verdict) {
        return verdict;
    }
    pthread_mutex_lock(&bus->lock);
    if (!bus->admin) {
        bus->admin = *client;
        (*client)->refs++;
    }
    pthread_mutex_unlock(&bus->lock);
    return WEIR_OK;
}
