/* SPDX-License-Identifier: Apache-2.0 */
/*
 * records_feed.h: records from the reader's thread to the herder's, in order, a few batches ahead at
 * most.
 */
#ifndef RECORDS_FEED_H
#define RECORDS_FEED_H

#include "bus/bus.h"
#include "store/inbox.h"

struct records_feed {
    struct inbox *inbox;
    /* On the herder's thread, once a record. value.p NULL: a tombstone. */
    void (*apply)(void *self, struct weir_str key, struct weir_str value);
    void *self;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int ahead;
    bool closed;
};

void records_feed_init(struct records_feed *feed, struct inbox *inbox,
                       void (*apply)(void *self, struct weir_str key, struct weir_str value),
                       void *self);
void records_feed_destroy(struct records_feed *feed);
/* A topic_records; self is the feed. */
void records_feed_take(void *self, const struct bus_message *messages, size_t n);
/* The herder takes no more: the reader does not wait for it. */
void records_feed_close(struct records_feed *feed);

#endif
