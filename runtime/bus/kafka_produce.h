/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_produce.h: what a producer is, for kafka_produce.c, kafka_send.c, kafka_settle.c and
 * kafka_txn.c. An append goes through them in this order.
 */
#ifndef KAFKA_PRODUCE_H
#define KAFKA_PRODUCE_H

#include "base/map.h"
#include "bus/kafka_engine.h"

struct kafka_producer {
    struct bus_producer base;
    struct kafka_client *client;
    struct map topics; /* name -> rd_kafka_topic_t; under client->send_lock */
    atomic_bool failed; /* something of the transaction at hand */

    bool woken;     /* under client->lock, as is pending */
    size_t pending; /* appends that are not done */
};

/* A record's opaque in librdkafka; its place in ->slots is its index. */
struct kafka_slot {
    struct kafka_append *append;
};

/* One bus_append under way. */
struct kafka_append {
    struct bus_ack *ack;
    struct kafka_producer *producer;
    const struct bus_record *recs; /* the caller's, or a copy when it has to wait */
    void *copy;
    size_t n;
    size_t bytes;
    size_t given;              /* so many of them are librdkafka's */
    struct kafka_append *next; /* of client->waiting */
    struct kafka_slot slots[];
};

/* ---- kafka_send.c ---- */

/* Takes the append over: sends what may go now, and keeps the rest for kafka_send_more. */
void kafka_send(struct kafka_producer *producer, struct kafka_append *append);
/* Fails what is kept, of one producer or of all (NULL). */
void kafka_send_cancel(struct kafka_client *client, const struct kafka_producer *producer);

/* ---- kafka_settle.c ---- */

/* Record index of the append failed; the last one that is settled ends the append. */
void kafka_settle_failed(struct kafka_append *append, size_t index, rd_kafka_resp_err_t code,
                         size_t bytes, const char *topic, int32_t partition);
void kafka_settle_all(struct kafka_append *append); /* one of no records */

#endif
