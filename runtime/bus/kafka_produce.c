/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_produce.c: producers: they open, take appends as long as there is room, wait for what is
 * under way, and close. librdkafka's own queue has no limit here: an append waits until there is
 * room, then goes in whole, so that it is either taken or not. Next: kafka_send.c.
 */
#include "bus/kafka_produce.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#define RECORDS_MAX   100000 /* in flight, of one client; librdkafka spends some 200 bytes on each */
#define FLUSH_STEP_MS 100

enum weir_verdict kafka_producer_open(struct bus *bus, const struct bus_producer_conf *conf,
                                      struct bus_producer **producer, struct weir_err *err)
{
    struct kafka_bus *kafka = (struct kafka_bus *)bus;
    struct kafka_ask ask = {.role = KAFKA_PRODUCER,
                            .worker = &kafka->props,
                            .own = conf->props,
                            .client_id = conf->shared ? NULL : conf->client_id,
                            .transactional_id = conf->transactional_id};
    struct kafka_client *client;
    enum weir_verdict verdict =
        kafka_client_open(kafka, &ask, conf->shared && !conf->transactional_id, NULL, &client, err);
    if (verdict) {
        return verdict;
    }
    struct kafka_producer *new = weir_xcalloc(1, sizeof(*new));
    new->base.engine = bus->engine;
    new->client = client;
    *producer = &new->base;
    return WEIR_OK;
}

/* ---- appending ---- */

static size_t bytes_of(const struct bus_record *recs, size_t n)
{
    size_t bytes = 0;
    for (size_t i = 0; i < n; i++) {
        bytes += recs[i].key.n + recs[i].value.n;
    }
    return bytes;
}

/* An append that is larger than all the room there is goes alone. */
static enum weir_verdict wait_for_room(struct kafka_producer *producer, size_t n, size_t bytes,
                                       struct weir_err *err)
{
    struct kafka_client *client = producer->client;
    size_t bytes_max = (size_t)client->conf.buffer_bytes;
    pthread_mutex_lock(&client->lock);
    while (!producer->woken && client->records &&
           (client->records + n > RECORDS_MAX || client->bytes + bytes > bytes_max)) {
        pthread_cond_wait(&client->room, &client->lock);
    }
    bool woken = producer->woken;
    producer->woken = false;
    if (!woken) {
        client->records += n;
        client->bytes += bytes;
        producer->pending++;
    }
    pthread_mutex_unlock(&client->lock);
    return woken ? weir_err_set(err, WEIR_WOKEN, "woken while waiting for room") : WEIR_OK;
}

enum weir_verdict kafka_append(struct bus_producer *base, const struct bus_record *recs, size_t n,
                               struct bus_ack *ack, struct weir_err *err)
{
    struct kafka_producer *producer = (struct kafka_producer *)base;
    size_t bytes = bytes_of(recs, n);
    enum weir_verdict verdict = kafka_trouble(producer->client, err);
    if (!verdict) {
        verdict = wait_for_room(producer, n, bytes, err);
    }
    if (verdict) {
        return verdict;
    }
    struct kafka_append *append = weir_xmalloc(sizeof(*append) + n * sizeof(append->slots[0]));
    *append = (struct kafka_append){
        .ack = ack, .producer = producer, .recs = recs, .n = n, .bytes = bytes};
    for (size_t i = 0; i < n; i++) {
        append->slots[i].append = append;
    }
    ack->n_failed = 0;
    ack->first_failed = 0;
    atomic_init(&ack->left, (uint32_t)n);
    if (n) {
        kafka_send(producer, append);
    } else {
        kafka_settle_all(append);
    }
    return WEIR_OK;
}

void kafka_producer_wake(struct bus_producer *base)
{
    struct kafka_producer *producer = (struct kafka_producer *)base;
    pthread_mutex_lock(&producer->client->lock);
    producer->woken = true;
    pthread_cond_broadcast(&producer->client->room);
    pthread_mutex_unlock(&producer->client->lock);
}

/* ---- the end of it ---- */

static bool wait_settled(struct kafka_producer *producer, int64_t deadline_ms)
{
    struct kafka_client *client = producer->client;
    pthread_mutex_lock(&client->lock);
    while (producer->pending && weir_clock_wait(&client->room, &client->lock, deadline_ms)) {
    }
    bool settled = producer->pending == 0;
    pthread_mutex_unlock(&client->lock);
    return settled;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* A linger that the user has set is cut short. */
enum weir_verdict kafka_flush(struct bus_producer *base, int64_t timeout_ms, struct weir_err *err)
{
    struct kafka_producer *producer = (struct kafka_producer *)base;
    struct kafka_client *client = producer->client;
    int64_t now_ms = weir_clock_mono_ms();
    int64_t deadline_ms = now_ms + timeout_ms;
    while (!client->conf.prompt && now_ms < deadline_ms && !wait_settled(producer, now_ms)) {
        rd_kafka_flush(client->rk, (int)least(FLUSH_STEP_MS, deadline_ms - now_ms));
        now_ms = weir_clock_mono_ms();
    }
    if (wait_settled(producer, deadline_ms)) {
        return WEIR_OK;
    }
    return kafka_error(client, err, RD_KAFKA_RESP_ERR__TIMED_OUT,
                       "records are not acknowledged yet", "cannot flush");
}

static void destroy_topics(struct kafka_producer *producer)
{
    struct map_entry *entry;
    for (size_t at = 0; (entry = map_next(&producer->topics, &at));) {
        rd_kafka_topic_destroy(entry->value);
    }
    map_free(&producer->topics);
}

/* librdkafka keeps nothing of its own. */
void kafka_producer_shrink(struct bus_producer *base)
{
    (void)base;
}

/*
 * What is still under way holds the caller's bytes, so it has to leave librdkafka now; who shares
 * the client loses what is under way too.
 */
void kafka_producer_close(struct bus_producer *base, int64_t timeout_ms)
{
    struct kafka_producer *producer = (struct kafka_producer *)base;
    struct kafka_client *client = producer->client;
    struct weir_err err;
    if (kafka_flush(base, timeout_ms, &err)) {
        do {
            kafka_send_cancel(client, producer);
            rd_kafka_purge(client->rk, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
        } while (!wait_settled(producer, weir_clock_mono_ms() + FLUSH_STEP_MS));
    }
    destroy_topics(producer);
    kafka_client_close(client);
    free(producer);
}
