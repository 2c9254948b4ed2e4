/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inbox.c: a queue of many senders and one taker, who takes everything at once.
 */
#include "store/inbox.h"

#include <weir/time.h>

void inbox_init(struct inbox *inbox)
{
    pthread_mutex_init(&inbox->lock, NULL);
    weir_clock_cond_init(&inbox->arrived);
    inbox->first = NULL;
    inbox->last = &inbox->first;
}

void inbox_destroy(struct inbox *inbox)
{
    pthread_cond_destroy(&inbox->arrived);
    pthread_mutex_destroy(&inbox->lock);
}

void inbox_post(struct inbox *inbox, struct inbox_item *item)
{
    item->next = NULL;
    pthread_mutex_lock(&inbox->lock);
    *inbox->last = item;
    inbox->last = &item->next;
    pthread_cond_signal(&inbox->arrived);
    pthread_mutex_unlock(&inbox->lock);
}

struct inbox_item *inbox_take(struct inbox *inbox, int64_t deadline_ms)
{
    pthread_mutex_lock(&inbox->lock);
    while (!inbox->first && weir_clock_mono_ms() < deadline_ms) {
        weir_clock_wait(&inbox->arrived, &inbox->lock, deadline_ms);
    }
    struct inbox_item *items = inbox->first;
    inbox->first = NULL;
    inbox->last = &inbox->first;
    pthread_mutex_unlock(&inbox->lock);
    return items;
}
