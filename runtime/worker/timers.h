/* SPDX-License-Identifier: Apache-2.0 */
/*
 * timers.h: things to do at a time, on the herder's thread. A timer is part of what it is about;
 * setting it again moves it.
 */
#ifndef TIMERS_H
#define TIMERS_H

#include <stdbool.h>
#include <stdint.h>

struct timer {
    int64_t at_ms; /* monotonic */
    void (*fire)(struct timer *timer);
    struct timer *next, *prev;
    bool set;
};

struct timers {
    struct timer *first; /* the soonest */
};

void timer_set(struct timers *timers, struct timer *timer, int64_t at_ms,
               void (*fire)(struct timer *timer));
void timer_cancel(struct timers *timers, struct timer *timer); /* fine when it is not set */
int64_t timers_next_ms(const struct timers *timers);           /* INT64_MAX: none */
void timers_run(struct timers *timers, int64_t now_ms);

#endif
