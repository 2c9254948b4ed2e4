/* SPDX-License-Identifier: Apache-2.0 */
/*
 * boot.h: what must be there before the herder can answer: the worker's topics, made or checked, and
 * read to their ends. On a thread of its own, since all of it waits for the bus.
 */
#ifndef BOOT_H
#define BOOT_H

#include "worker/herder_internal.h"
#include "worker/records_feed.h"

struct boot {
    struct inbox_item item; /* first: it is over */
    struct herder *herder;
    pthread_t thread;
    atomic_bool stopping;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool over; /* under the lock: the thread is at its end */
    enum weir_verdict verdict;
    struct weir_err err;
    struct weir_arena arena; /* texts and settings of the topics: as long as the stores */
    /* feeds to the herder's thread; they stay as long as the reader */
    struct records_feed config_records, status_records;
    /* what it made, handed over at the end */
    struct topic_reader *reader;
    struct topic_feed *config_feed;
    struct bus_producer *producer;
    struct offset_store *offsets;
    const char *cluster_id;
};

enum weir_verdict boot_start(struct herder *herder, struct weir_err *err);
/* Ends it early if it is still under way, and waits for it; false: it is in a call of the bus that
 * has not returned by then, and is left to itself. */
bool boot_join(struct boot *boot, int64_t deadline_ms);
void boot_free(struct boot *boot);

#endif
