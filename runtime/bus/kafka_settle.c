/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_settle.c: what became of each record is written into its append's ack; the last one ends
 * the append, which calls done and makes room for others.
 */
#include <stdlib.h>

#include "bus/kafka_produce.h"

static void finish(struct kafka_append *append)
{
    struct kafka_producer *producer = append->producer;
    struct kafka_client *client = producer->client;
    struct bus_ack *ack = append->ack;
    size_t n = append->n;
    size_t bytes = append->bytes;
    free(append->copy);
    free(append);
    ack->done(ack);
    pthread_mutex_lock(&client->lock);
    client->records -= n;
    client->bytes -= bytes;
    producer->pending--;
    pthread_cond_broadcast(&client->room);
    pthread_mutex_unlock(&client->lock);
}

static void settle_one(struct kafka_append *append)
{
    if (atomic_fetch_sub_explicit(&append->ack->left, 1, memory_order_acq_rel) == 1) {
        finish(append);
    }
}

void kafka_settle_all(struct kafka_append *append)
{
    finish(append);
}

/* The limit and the size, which librdkafka's words lack. */
static void too_large(struct kafka_client *client, size_t bytes, const char *topic,
                      struct weir_err *err)
{
    struct weir_str limit = weir_props_get(&client->conf.rd, "message.max.bytes");
    weir_err_set(
        err, WEIR_BAD_DATA,
        "record of %zu bytes for topic %s is too large: the producer's max.request.size is "
        "%.*s, and the topic's max.message.bytes may be less (Kafka at %s)",
        bytes, topic, WEIR_STR_ARG(limit), client->servers);
}

static void given_up(struct kafka_client *client, const char *topic, struct weir_err *err)
{
    if (kafka_trouble(client, err)) {
        weir_err_wrap(err, "record for topic %s was not written", topic);
    } else if (weir_props_has(&client->conf.rd, "transactional.id")) {
        weir_err_set(err, WEIR_ABORT_TXN, "record for topic %s: its transaction was aborted",
                     topic);
    } else {
        weir_err_set(err, WEIR_FATAL, "record for topic %s was given up before Kafka at %s had it",
                     topic, client->servers);
    }
}

static void describe(struct kafka_client *client, rd_kafka_resp_err_t code, size_t bytes,
                     const char *topic, int32_t partition, struct weir_err *err)
{
    switch ((int)code) {
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
        too_large(client, bytes, topic, err);
        break;
    case RD_KAFKA_RESP_ERR__PURGE_QUEUE:
    case RD_KAFKA_RESP_ERR__PURGE_INFLIGHT:
    case RD_KAFKA_RESP_ERR__FATAL:
        given_up(client, topic, err);
        break;
    default:
        if (partition >= 0) {
            kafka_error(client, err, code, NULL, "cannot write to topic %s, partition %d", topic,
                        partition);
        } else {
            kafka_error(client, err, code, NULL, "cannot write to topic %s", topic);
        }
    }
    err->code = code;
}

void kafka_settle_failed(struct kafka_append *append, size_t index, rd_kafka_resp_err_t code,
                         size_t bytes, const char *topic, int32_t partition)
{
    struct kafka_client *client = append->producer->client;
    struct bus_ack *ack = append->ack;
    struct weir_err err;
    describe(client, code, bytes, topic, partition, &err);
    atomic_store(&append->producer->failed, true);
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
    struct kafka_slot *slot = msg->_private;
    struct kafka_append *append = slot->append;
    struct bus_ack *ack = append->ack;
    size_t index = (size_t)(slot - append->slots);
    atomic_fetch_sub(&client->flying, 1);
    if (msg->err) {
        kafka_settle_failed(append, index, msg->err, msg->len + msg->key_len,
                            rd_kafka_topic_name(msg->rkt), msg->partition);
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
