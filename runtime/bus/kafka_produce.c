/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_produce.c: an append goes to librdkafka record by record, without copying the payloads, and
 * comes back as delivery reports on the bus's thread; the last report of an append calls its done.
 * librdkafka's own queue has no limit here: an append waits until there is room, then goes in whole,
 * so that it is either taken or not.
 */
#include "bus/kafka_produce.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#define RECORDS_MAX    100000 /* in flight, of one client; librdkafka spends some 200 bytes on each */
#define SLOW_LINGER_MS 50     /* above it a flush tells librdkafka not to wait */
#define FLUSH_STEP_MS  100

struct slot {
    struct append *append;
};

/* One bus_append under way; a record's slot is its opaque in librdkafka. */
struct append {
    struct bus_ack *ack;
    struct kafka_producer *producer;
    size_t n;
    size_t bytes;
    struct slot slots[];
};

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
    pthread_mutex_init(&new->append_lock, NULL);
    *producer = &new->base;
    return WEIR_OK;
}

/* ---- settling ---- */

static void finish(struct append *append)
{
    struct kafka_producer *producer = append->producer;
    struct kafka_client *client = producer->client;
    struct bus_ack *ack = append->ack;
    size_t n = append->n;
    size_t bytes = append->bytes;
    free(append);
    ack->done(ack);
    pthread_mutex_lock(&client->lock);
    client->records -= n;
    client->bytes -= bytes;
    producer->pending--;
    pthread_cond_broadcast(&client->room);
    pthread_mutex_unlock(&client->lock);
}

static void settle_one(struct append *append)
{
    if (atomic_fetch_sub_explicit(&append->ack->left, 1, memory_order_acq_rel) == 1) {
        finish(append);
    }
}

/* The limit and the size, which librdkafka's words lack. */
static enum weir_verdict too_large(struct kafka_client *client, size_t bytes, struct weir_err *err,
                                   const char *topic)
{
    struct weir_str limit = weir_props_get(&client->conf.rd, "message.max.bytes");
    weir_err_set(
        err, WEIR_BAD_DATA,
        "record of %zu bytes for topic %s is too large: the producer's max.request.size is "
        "%.*s, and the topic's max.message.bytes may be less (Kafka at %s)",
        bytes, topic, WEIR_STR_ARG(limit), client->servers);
    err->code = RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE;
    return WEIR_BAD_DATA;
}

static void describe_failure(struct kafka_client *client, rd_kafka_resp_err_t code, size_t bytes,
                             const char *topic, int32_t partition, struct weir_err *err)
{
    bool purged = code == RD_KAFKA_RESP_ERR__PURGE_QUEUE ||
                  code == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT || code == RD_KAFKA_RESP_ERR__FATAL;
    if (code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE) {
        too_large(client, bytes, err, topic);
    } else if (purged && kafka_trouble(client, err)) {
        weir_err_wrap(err, "record for topic %s was not written", topic);
    } else if (purged && weir_props_has(&client->conf.rd, "transactional.id")) {
        weir_err_set(err, WEIR_ABORT_TXN, "record for topic %s: its transaction was aborted",
                     topic);
    } else if (purged) {
        weir_err_set(err, WEIR_FATAL, "record for topic %s was given up before Kafka at %s had it",
                     topic, client->servers);
    } else if (partition >= 0) {
        kafka_error(client, err, code, NULL, "cannot write to topic %s, partition %d", topic,
                    partition);
    } else {
        kafka_error(client, err, code, NULL, "cannot write to topic %s", topic);
    }
    err->code = code;
}

static void fail_one(struct append *append, size_t index, rd_kafka_resp_err_t code, size_t bytes,
                     const char *topic, int32_t partition)
{
    struct kafka_client *client = append->producer->client;
    struct bus_ack *ack = append->ack;
    struct weir_err err;
    describe_failure(client, code, bytes, topic, partition, &err);
    if (ack->results) {
        ack->results[index] = (uint8_t)err.class;
    }
    if (ack->offsets) {
        ack->offsets[index] = -1;
    }
    if (ack->partitions) {
        ack->partitions[index] = partition;
    }
    pthread_mutex_lock(&client->lock);
    if (ack->n_failed++ == 0 || index < ack->first_failed) {
        ack->first_failed = (uint32_t)index;
        ack->err = err;
    }
    pthread_mutex_unlock(&client->lock);
    settle_one(append);
}

void kafka_settle(struct kafka_client *client, const rd_kafka_message_t *msg)
{
    struct slot *slot = msg->_private;
    struct append *append = slot->append;
    struct bus_ack *ack = append->ack;
    size_t index = (size_t)(slot - append->slots);
    (void)client;
    if (msg->err) {
        fail_one(append, index, msg->err, msg->len + msg->key_len, rd_kafka_topic_name(msg->rkt),
                 msg->partition);
        return;
    }
    if (ack->results) {
        ack->results[index] = WEIR_OK;
    }
    if (ack->offsets) {
        ack->offsets[index] = msg->offset;
    }
    if (ack->partitions) {
        ack->partitions[index] = msg->partition;
    }
    settle_one(append);
}

/* ---- appending ---- */

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
                                   const struct bus_record *rec, struct slot *slot)
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

static void fail_at_once(struct append *append, size_t index, const struct bus_record *rec,
                         rd_kafka_resp_err_t code)
{
    char *name = weir_xstrndup(rec->topic.p, rec->topic.n);
    fail_one(append, index, code, rec->value.n + rec->key.n, name, rec->partition);
    free(name);
}

static void produce_all(struct kafka_producer *producer, struct append *append,
                        const struct bus_record *recs, size_t n)
{
    struct weir_str name = WEIR_STR_NULL;
    rd_kafka_topic_t *topic = NULL;
    for (size_t i = 0; i < n; i++) { /* append may be gone once its last record is settled */
        if (!topic || !weir_str_eq(recs[i].topic, name)) {
            name = recs[i].topic;
            topic = topic_of(producer, name);
        }
        rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION;
        if (topic) {
            code = produce(producer->client->rk, topic, &recs[i], &append->slots[i]);
        }
        if (code) {
            fail_at_once(append, i, &recs[i], code);
        }
    }
}

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
    struct append *append = weir_xmalloc(sizeof(*append) + n * sizeof(append->slots[0]));
    *append = (struct append){.ack = ack, .producer = producer, .n = n, .bytes = bytes};
    for (size_t i = 0; i < n; i++) {
        append->slots[i].append = append;
    }
    ack->n_failed = 0;
    ack->first_failed = 0;
    atomic_init(&ack->left, (uint32_t)n);
    if (n == 0) {
        finish(append);
        return WEIR_OK;
    }
    pthread_mutex_lock(&producer->append_lock);
    produce_all(producer, append, recs, n);
    pthread_mutex_unlock(&producer->append_lock);
    return WEIR_OK;
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

enum weir_verdict kafka_flush(struct bus_producer *base, int64_t timeout_ms, struct weir_err *err)
{
    struct kafka_producer *producer = (struct kafka_producer *)base;
    struct kafka_client *client = producer->client;
    int64_t deadline_ms = weir_clock_mono_ms() + timeout_ms;
    int64_t now_ms = weir_clock_mono_ms();
    while (client->conf.linger_ms > SLOW_LINGER_MS && now_ms < deadline_ms &&
           !wait_settled(producer, now_ms)) {
        rd_kafka_flush(client->rk, (int)least(FLUSH_STEP_MS, deadline_ms - now_ms));
        now_ms = weir_clock_mono_ms();
    }
    if (wait_settled(producer, deadline_ms)) {
        return WEIR_OK;
    }
    return kafka_error(client, err, RD_KAFKA_RESP_ERR__TIMED_OUT, NULL,
                       "records are not acknowledged after %lld ms", (long long)timeout_ms);
}

void kafka_producer_wake(struct bus_producer *base)
{
    struct kafka_producer *producer = (struct kafka_producer *)base;
    pthread_mutex_lock(&producer->client->lock);
    producer->woken = true;
    pthread_cond_broadcast(&producer->client->room);
    pthread_mutex_unlock(&producer->client->lock);
}

static void destroy_topics(struct kafka_producer *producer)
{
    struct map_entry *entry;
    for (size_t at = 0; (entry = map_next(&producer->topics, &at));) {
        rd_kafka_topic_destroy(entry->value);
    }
    map_free(&producer->topics);
}

/*
 * What is still under way holds the caller's bytes, so it has to leave librdkafka now; who shares
 * the client loses what is under way too.
 */
void kafka_producer_close(struct bus_producer *base, int64_t timeout_ms)
{
    struct kafka_producer *producer = (struct kafka_producer *)base;
    struct weir_err err;
    if (kafka_flush(base, timeout_ms, &err)) {
        do {
            rd_kafka_purge(producer->client->rk,
                           RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
        } while (!wait_settled(producer, weir_clock_mono_ms() + FLUSH_STEP_MS));
    }
    destroy_topics(producer);
    kafka_client_close(producer->client);
    pthread_mutex_destroy(&producer->append_lock);
    free(producer);
}
