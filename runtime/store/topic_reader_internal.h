/* SPDX-License-Identifier: Apache-2.0 */
/*
 * topic_reader_internal.h: what the reader of the worker's own topics is, for topic_reader.c, its
 * thread, and topic_sync.c, those who wait for it.
 */
#ifndef TOPIC_READER_INTERNAL_H
#define TOPIC_READER_INTERNAL_H

#include "store/topic_reader.h"

#include <pthread.h>

struct topic_feed {
    struct bus *bus;
    char *topic;
    int32_t partitions;
    int64_t *next; /* a partition: the offset to read next */
    int64_t *end;  /* a partition: where it ended when it was begun */
    bool begun;    /* its partitions are read */
    topic_records *records;
    void *self;
    struct topic_feed *after;
};

struct topic_reader {
    struct bus *bus;
    char *client_id;
    struct bus_consumer *consumer; /* changed under the lock */
    bool catching_up;              /* it is the one that asks often */
    struct weir_log log;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct topic_feed *feeds;
    struct topic_wait *waits;
    bool begun; /* one of them */
    bool reassign, stopping;
    bool failing; /* the last poll failed: said once */
};

/* ---- topic_sync.c ---- */
/* Under the lock: takes those that are over off the list. */
struct topic_wait *topic_waits_take(struct topic_reader *reader);
void topic_waits_settle(struct topic_wait *wait);

#endif
