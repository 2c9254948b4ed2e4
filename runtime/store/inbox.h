/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inbox.h: what all threads have to tell the one that owns the control state: requests, records
 * that were read, writes that are settled, events of tasks. Items are the sender's memory; taking
 * one hands it over. Order is kept.
 */
#ifndef INBOX_H
#define INBOX_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct inbox_item {
    void (*run)(struct inbox_item *item); /* on the owner's thread */
    struct inbox_item *next;
};

struct inbox {
    pthread_mutex_t lock;
    pthread_cond_t arrived;
    struct inbox_item *first, **last;
};

void inbox_init(struct inbox *inbox);
void inbox_destroy(struct inbox *inbox); /* empty by now */
/* Any thread; never blocks. */
void inbox_post(struct inbox *inbox, struct inbox_item *item);
/* The owner's: all that is there, in order, waiting for a first one until deadline_ms (monotonic;
 * INT64_MAX: for ever). NULL at the deadline. */
struct inbox_item *inbox_take(struct inbox *inbox, int64_t deadline_ms);

#endif
