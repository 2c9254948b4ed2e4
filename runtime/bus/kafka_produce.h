/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_produce.h: what a producer is, for kafka_produce.c and kafka_txn.c.
 */
#ifndef KAFKA_PRODUCE_H
#define KAFKA_PRODUCE_H

#include "base/map.h"
#include "bus/kafka_engine.h"

struct kafka_producer {
    struct bus_producer base;
    struct kafka_client *client;

    pthread_mutex_t append_lock; /* one append after the other, so that each stays in order */
    struct map topics;           /* name -> rd_kafka_topic_t */

    bool woken; /* under client->lock, as is what follows */
    bool closing;
    size_t pending; /* appends that are not done */
};

#endif
