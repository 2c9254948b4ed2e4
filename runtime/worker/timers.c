/* SPDX-License-Identifier: Apache-2.0 */
/*
 * timers.c: a sorted list; there are as many timers as requests under way and tasks waiting, so that
 * nothing faster is needed.
 */
#include "worker/timers.h"

#include <stddef.h>

void timer_cancel(struct timers *timers, struct timer *timer)
{
    if (!timer->set) {
        return;
    }
    *(timer->prev ? &timer->prev->next : &timers->first) = timer->next;
    if (timer->next) {
        timer->next->prev = timer->prev;
    }
    timer->set = false;
}

void timer_set(struct timers *timers, struct timer *timer, int64_t at_ms,
               void (*fire)(struct timer *timer))
{
    timer_cancel(timers, timer);
    timer->at_ms = at_ms;
    timer->fire = fire;
    timer->set = true;
    timer->prev = NULL;
    struct timer **at = &timers->first;
    while (*at && (*at)->at_ms <= at_ms) {
        timer->prev = *at;
        at = &(*at)->next;
    }
    timer->next = *at;
    *at = timer;
    if (timer->next) {
        timer->next->prev = timer;
    }
}

int64_t timers_next_ms(const struct timers *timers)
{
    return timers->first ? timers->first->at_ms : INT64_MAX;
}

void timers_run(struct timers *timers, int64_t now_ms)
{
    while (timers->first && timers->first->at_ms <= now_ms) {
        struct timer *timer = timers->first;
        timer_cancel(timers, timer);
        timer->fire(timer);
    }
}
