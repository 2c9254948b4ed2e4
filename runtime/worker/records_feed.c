/* SPDX-License-Identifier: Apache-2.0 */
/*
 * records_feed.c: copies what was read into batches of one allocation and posts them.
 */
#include "worker/records_feed.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#define AHEAD_MAX 32

struct batch {
    struct inbox_item item; /* first */
    struct records_feed *feed;
    struct weir_arena arena;
    size_t n;
    struct weir_prop records[]; /* key, value */
};

static void apply_batch(struct inbox_item *item)
{
    struct batch *batch = (struct batch *)item;
    struct records_feed *feed = batch->feed;
    for (size_t i = 0; i < batch->n; i++) {
        feed->apply(feed->self, batch->records[i].name, batch->records[i].value);
    }
    weir_arena_free(&batch->arena);
    free(batch);
    pthread_mutex_lock(&feed->lock);
    feed->ahead--;
    pthread_cond_signal(&feed->changed);
    pthread_mutex_unlock(&feed->lock);
}

static struct weir_str copy(struct weir_arena *arena, struct weir_str text)
{
    return text.p ? weir_arena_str(arena, text) : text;
}

void records_feed_take(void *self, const struct bus_message *messages, size_t n)
{
    struct records_feed *feed = self;
    struct batch *batch = weir_xmalloc(sizeof(*batch) + n * sizeof(batch->records[0]));
    batch->item.run = apply_batch;
    batch->feed = feed;
    batch->n = n;
    weir_arena_init(&batch->arena, 4096);
    for (size_t i = 0; i < n; i++) {
        batch->records[i].name = copy(&batch->arena, messages[i].key);
        batch->records[i].value = copy(&batch->arena, messages[i].value);
    }
    pthread_mutex_lock(&feed->lock);
    while (feed->ahead >= AHEAD_MAX && !feed->closed) {
        pthread_cond_wait(&feed->changed, &feed->lock);
    }
    feed->ahead++;
    pthread_mutex_unlock(&feed->lock);
    inbox_post(feed->inbox, &batch->item);
}

void records_feed_close(struct records_feed *feed)
{
    pthread_mutex_lock(&feed->lock);
    feed->closed = true;
    pthread_cond_broadcast(&feed->changed);
    pthread_mutex_unlock(&feed->lock);
}

void records_feed_init(struct records_feed *feed, struct inbox *inbox,
                       void (*apply)(void *self, struct weir_str key, struct weir_str value),
                       void *self)
{
    *feed = (struct records_feed){.inbox = inbox, .apply = apply, .self = self};
    pthread_mutex_init(&feed->lock, NULL);
    pthread_cond_init(&feed->changed, NULL);
}

void records_feed_destroy(struct records_feed *feed)
{
    pthread_cond_destroy(&feed->changed);
    pthread_mutex_destroy(&feed->lock);
}
