/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_send.c: hands appended records to librdkafka, without copying their payloads, a portion at
 * a time: the next when the last has been acknowledged. While one is under way the next fills, so
 * that batches follow the load; and librdkafka's broker threads never see records that may not be
 * sent yet, for which librdkafka 2.0 waits by turning round (idempotence allows one request a
 * partition). Next: kafka_settle.c.
 */
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "bus/kafka_produce.h"

/*
 * A portion is one request a partition, of librdkafka's batch.size of 1,000,000 bytes at most. It is
 * handed over within the linger, and then sent at once: had the linger passed before, part of the
 * portion would have gone alone, and librdkafka would turn round until that is acknowledged.
 */
#define PORTION_RECORDS 2500
#define PORTION_BYTES   900000
#define RECORD_BYTES    40 /* of lengths and such, at most; of a header likewise */
#define HEADER_BYTES    10
#define STUCK_MS        250 /* what is not acknowledged by then is no longer waited for */

/* ---- one record ---- */

static rd_kafka_topic_t *topic_of(struct kafka_producer *producer, struct weir_str name)
{
    rd_kafka_topic_t *topic = map_get(&producer->topics, name);
    if (!topic) {
        char *text = weir_xstrndup(name.p, name.n);
        topic = rd_kafka_topic_new(producer->client->rk, text, NULL);
        free(text);
        if (topic) {
            map_set(&producer->topics, name, topic);
        }
    }
    return topic;
}

static rd_kafka_headers_t *headers_of(const struct bus_record *rec)
{
    if (rec->n_headers == 0) {
        return NULL;
    }
    rd_kafka_headers_t *headers = rd_kafka_headers_new(rec->n_headers);
    for (uint32_t i = 0; i < rec->n_headers; i++) {
        const struct weir_raw_header *header = &rec->headers[i];
        rd_kafka_header_add(headers, header->name.p, (ssize_t)header->name.n, header->value.p,
                            (ssize_t)header->value.n);
    }
    return headers;
}

static rd_kafka_resp_err_t produce(rd_kafka_t *rk, rd_kafka_topic_t *topic,
                                   const struct bus_record *rec, struct kafka_slot *slot)
{
    rd_kafka_headers_t *headers = headers_of(rec);
    int64_t timestamp = rec->timestamp == WEIR_NO_TIMESTAMP ? 0 : rec->timestamp;
    rd_kafka_resp_err_t code =
        rd_kafka_producev(rk, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(rec->partition),
                          RD_KAFKA_V_VALUE((void *)(uintptr_t)rec->value.p, rec->value.n),
                          RD_KAFKA_V_KEY(rec->key.p, rec->key.n), RD_KAFKA_V_TIMESTAMP(timestamp),
                          RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_OPAQUE(slot), RD_KAFKA_V_END);
    if (code && headers) {
        rd_kafka_headers_destroy(headers);
    }
    return code;
}

static void fail(struct kafka_append *append, size_t index, rd_kafka_resp_err_t code)
{
    const struct bus_record *rec = &append->recs[index];
    char *name = weir_xstrndup(rec->topic.p, rec->topic.n);
    kafka_settle_failed(append, index, code, rec->value.n + rec->key.n, name, rec->partition);
    free(name);
}

/* ---- portions, under client->send_lock ---- */

/* Once the last record is handed over the append may be gone. */
static void give(struct kafka_append *append, size_t from, size_t to)
{
    struct kafka_producer *producer = append->producer;
    const struct bus_record *recs = append->recs;
    struct weir_str name = WEIR_STR_NULL;
    rd_kafka_topic_t *topic = NULL;
    for (size_t i = from; i < to; i++) {
        if (!topic || !weir_str_eq(recs[i].topic, name)) {
            name = recs[i].topic;
            topic = topic_of(producer, name);
        }
        rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION;
        if (topic) {
            code = produce(producer->client->rk, topic, &recs[i], &append->slots[i]);
        }
        if (code) {
            atomic_fetch_sub(&producer->client->flying, 1);
            fail(append, i, code);
        }
    }
}

static void keep(struct kafka_client *client, struct kafka_append *append)
{
    struct kafka_append **at = &client->waiting;
    while (*at) {
        at = &(*at)->next;
    }
    append->next = NULL;
    *at = append;
}

/* In a request, before it is compressed. */
static size_t bytes_of(const struct bus_record *rec)
{
    size_t n = RECORD_BYTES + rec->value.n + rec->key.n;
    for (uint32_t i = 0; i < rec->n_headers; i++) {
        n += HEADER_BYTES + rec->headers[i].name.n + rec->headers[i].value.n;
    }
    return n;
}

/* Of the first append kept, as much as goes into the portion. */
static void give_first(struct kafka_client *client, size_t *records, size_t *bytes)
{
    struct kafka_append *append = client->waiting;
    size_t from = append->given;
    size_t to = from;
    while (to < append->n && *records < PORTION_RECORDS && *bytes < PORTION_BYTES) {
        *bytes += bytes_of(&append->recs[to]);
        ++*records;
        to++;
    }
    if (to == append->n) {
        client->waiting = append->next;
    }
    append->given = to;
    atomic_fetch_add(&client->flying, to - from);
    give(append, from, to);
}

/*
 * Whether the last portion is through. What is stuck (a partition has no leader) is left behind,
 * as idempotence keeps its order; without idempotence all wait.
 */
static bool may_give(struct kafka_client *client, int64_t now_ms)
{
    size_t flying = atomic_load(&client->flying);
    if (flying < client->stuck) {
        client->stuck = flying;
    }
    if (flying > client->stuck && client->conf.idempotent &&
        now_ms - client->given_ms >= STUCK_MS) {
        client->stuck = flying;
    }
    return flying <= client->stuck;
}

/* Whether anything went. */
static bool send_kept(struct kafka_client *client)
{
    int64_t now_ms = client->waiting ? weir_clock_mono_ms() : 0;
    bool any = false;
    while (client->waiting && may_give(client, now_ms)) {
        size_t records = 0;
        size_t bytes = 0;
        any = true;
        client->given_ms = now_ms;
        while (client->waiting && records < PORTION_RECORDS && bytes < PORTION_BYTES) {
            give_first(client, &records, &bytes);
        }
    }
    atomic_store(&client->keeps, client->waiting != NULL);
    return any;
}

/* There is nothing more to wait for: not even the linger. */
static void send_now(const struct kafka_client *client)
{
    if (client->conf.prompt) {
        rd_kafka_flush(client->rk, 1);
    }
}

void kafka_send_more(struct kafka_client *client)
{
    pthread_mutex_lock(&client->send_lock);
    bool any = send_kept(client);
    pthread_mutex_unlock(&client->send_lock);
    if (any) {
        send_now(client);
    }
}

/* ---- an append ---- */

/* The array and the headers are the caller's and may be gone when bus_append has returned. */
static void copy_records(struct kafka_append *append)
{
    size_t n_headers = 0;
    for (size_t i = 0; i < append->n; i++) {
        n_headers += append->recs[i].n_headers;
    }
    struct bus_record *recs =
        weir_xmalloc(append->n * sizeof(*recs) + n_headers * sizeof(struct weir_raw_header));
    struct weir_raw_header *headers = (struct weir_raw_header *)(recs + append->n);
    for (size_t i = 0; i < append->n; i++) {
        recs[i] = append->recs[i];
        if (recs[i].n_headers) {
            memcpy(headers, recs[i].headers, recs[i].n_headers * sizeof(*headers));
            recs[i].headers = headers;
            headers += recs[i].n_headers;
        }
    }
    append->recs = recs;
    append->copy = recs;
}

/* True: it is the last one, so that it is there still, and not all of it has been sent. */
static bool is_kept(const struct kafka_client *client, const struct kafka_append *append)
{
    const struct kafka_append *at = client->waiting;
    while (at && at != append) {
        at = at->next;
    }
    return at != NULL;
}

void kafka_send(struct kafka_producer *producer, struct kafka_append *append)
{
    struct kafka_client *client = producer->client;
    pthread_mutex_lock(&client->send_lock);
    keep(client, append);
    bool any = send_kept(client);
    bool kept = is_kept(client, append);
    if (kept) {
        copy_records(append);
    }
    pthread_mutex_unlock(&client->send_lock);
    if (any) {
        send_now(client);
    }
}

void kafka_send_cancel(struct kafka_client *client, const struct kafka_producer *producer)
{
    pthread_mutex_lock(&client->send_lock);
    struct kafka_append *all = client->waiting;
    client->waiting = NULL;
    for (struct kafka_append *append = all, *next; append; append = next) {
        next = append->next;
        if (producer && append->producer != producer) {
            keep(client, append);
            continue;
        }
        for (size_t i = append->given, n = append->n; i < n; i++) {
            fail(append, i, RD_KAFKA_RESP_ERR__PURGE_QUEUE);
        }
    }
    atomic_store(&client->keeps, client->waiting != NULL);
    pthread_mutex_unlock(&client->send_lock);
}
