/* SPDX-License-Identifier: Apache-2.0 */
/*
 * time.h: the only source of time, and civil dates. Tests put a fake clock in place, under which
 * weir_clock_wait() returns when the fake time is moved.
 */
#ifndef WEIR_TIME_H
#define WEIR_TIME_H

#include <pthread.h>

#include <weir/buf.h>

WEIR_EXPORT int64_t weir_clock_wall_ms(void); /* milliseconds since 1970 UTC */
WEIR_EXPORT int64_t weir_clock_wall_ns(void);
WEIR_EXPORT int64_t weir_clock_mono_ms(void); /* never goes back; for deadlines and durations */
WEIR_EXPORT int64_t weir_clock_mono_ns(void);

/* A condition variable on the monotonic clock. */
WEIR_EXPORT void weir_clock_cond_init(pthread_cond_t *cond);
/* Waits until signalled or deadline_ms (monotonic); false at the deadline. Spurious returns occur. */
WEIR_EXPORT bool weir_clock_wait(pthread_cond_t *cond, pthread_mutex_t *lock, int64_t deadline_ms);

/* For tests: from now on time stands still until it is moved. */
WEIR_EXPORT void weir_clock_fake(int64_t wall_ms);
WEIR_EXPORT void weir_clock_fake_advance(int64_t ms); /* wakes all waiters */
WEIR_EXPORT void weir_clock_real(void);

struct weir_civil {
    int32_t year;
    int8_t month; /* 1-12 */
    int8_t day;   /* 1-31 */
    int8_t hour;
    int8_t minute;
    int8_t second;
    int32_t nanos;
};

WEIR_EXPORT int64_t weir_civil_to_days(int32_t year, int month, int day); /* proleptic Gregorian */
WEIR_EXPORT void weir_civil_from_days(int64_t days, struct weir_civil *out);
WEIR_EXPORT void weir_civil_from_ms(int64_t ms, struct weir_civil *out);

/* ISO texts as Connect prints its logical types, in UTC. */
WEIR_EXPORT void weir_time_date(struct weir_buf *buf, int64_t days);    /* 2024-02-29 */
WEIR_EXPORT void weir_time_time(struct weir_buf *buf, int64_t ms);      /* 13:59:01.250Z */
WEIR_EXPORT void weir_time_timestamp(struct weir_buf *buf, int64_t ms); /* 2024-02-29T13:59:01.250Z */

#endif
