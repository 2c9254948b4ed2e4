/* SPDX-License-Identifier: Apache-2.0 */
/*
 * time.c: the clock that everything asks, real or fake. Under the fake one waiters sleep until a
 * signal or until the fake time has passed their deadline.
 */
#include <weir/time.h>

#include <stdatomic.h>
#include <time.h>

#define WAITERS_MAX 256

static atomic_bool faked;
static _Atomic int64_t fake_wall_ms, fake_mono_ms;
/* Who waits under the fake clock, to be woken when it moves. */
static pthread_mutex_t waiters_lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    pthread_cond_t *cond;
    pthread_mutex_t *lock;
} waiters[WAITERS_MAX];
static size_t n_waiters;

static int64_t read_ns(clockid_t clock)
{
    struct timespec at;
    clock_gettime(clock, &at);
    return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

int64_t weir_clock_wall_ns(void)
{
    return atomic_load_explicit(&faked, memory_order_relaxed) ? atomic_load(&fake_wall_ms) * 1000000
                                                              : read_ns(CLOCK_REALTIME);
}

int64_t weir_clock_mono_ns(void)
{
    return atomic_load_explicit(&faked, memory_order_relaxed) ? atomic_load(&fake_mono_ms) * 1000000
                                                              : read_ns(CLOCK_MONOTONIC);
}

int64_t weir_clock_wall_ms(void)
{
    return weir_clock_wall_ns() / 1000000;
}

int64_t weir_clock_mono_ms(void)
{
    return weir_clock_mono_ns() / 1000000;
}

void weir_clock_cond_init(pthread_cond_t *cond)
{
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(cond, &attr);
    pthread_condattr_destroy(&attr);
}

static bool enlist(pthread_cond_t *cond, pthread_mutex_t *lock)
{
    pthread_mutex_lock(&waiters_lock);
    bool room = n_waiters < WAITERS_MAX;
    if (room) {
        waiters[n_waiters].cond = cond;
        waiters[n_waiters++].lock = lock;
    }
    pthread_mutex_unlock(&waiters_lock);
    return room;
}

static void delist(pthread_cond_t *cond, pthread_mutex_t *lock)
{
    pthread_mutex_lock(&waiters_lock);
    for (size_t i = 0; i < n_waiters; i++) {
        if (waiters[i].cond == cond && waiters[i].lock == lock) {
            waiters[i] = waiters[--n_waiters];
            break;
        }
    }
    pthread_mutex_unlock(&waiters_lock);
}

/*
 * The fake time may move between our look at it and our sleep, when its signal would be lost: so
 * a sleep under the fake clock is short and looks again.
 */
static bool wait_fake(pthread_cond_t *cond, pthread_mutex_t *lock, int64_t deadline_ms)
{
    if (atomic_load(&fake_mono_ms) >= deadline_ms) {
        return false;
    }
    int64_t until_ns = read_ns(CLOCK_MONOTONIC) + 20000000;
    struct timespec until = {.tv_sec = until_ns / 1000000000, .tv_nsec = until_ns % 1000000000};
    bool listed = enlist(cond, lock);
    pthread_cond_timedwait(cond, lock, &until);
    if (listed) {
        delist(cond, lock);
    }
    return atomic_load(&fake_mono_ms) < deadline_ms;
}

bool weir_clock_wait(pthread_cond_t *cond, pthread_mutex_t *lock, int64_t deadline_ms)
{
    if (atomic_load(&faked)) {
        return wait_fake(cond, lock, deadline_ms);
    }
    if (deadline_ms == INT64_MAX) {
        pthread_cond_wait(cond, lock);
        return true;
    }
    struct timespec until = {
        .tv_sec = deadline_ms / 1000,
        .tv_nsec = (deadline_ms % 1000) * 1000000,
    };
    return deadline_ms > 0 && pthread_cond_timedwait(cond, lock, &until) == 0;
}

void weir_clock_fake(int64_t wall_ms)
{
    atomic_store(&fake_wall_ms, wall_ms);
    atomic_store(&fake_mono_ms, 1000);
    atomic_store(&faked, true);
}

void weir_clock_fake_advance(int64_t ms)
{
    atomic_fetch_add(&fake_wall_ms, ms);
    atomic_fetch_add(&fake_mono_ms, ms);
    pthread_mutex_lock(&waiters_lock);
    for (size_t i = 0; i < n_waiters; i++) {
        pthread_cond_broadcast(waiters[i].cond);
    }
    pthread_mutex_unlock(&waiters_lock);
}

void weir_clock_real(void)
{
    atomic_store(&faked, false);
}

/* Years of 400 have 146,097 days; March begins them, so that the leap day is the last. */
int64_t weir_civil_to_days(int32_t year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    uint32_t of_era = (uint32_t)(y - era * 400);
    uint32_t of_year = (uint32_t)((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1);
    return era * 146097 + (of_era * 365 + of_era / 4 - of_era / 100 + of_year) - 719468;
}

/* Cassio Neri's and Lorenz Schneider's: quotient and remainder of one multiplication each. */
void weir_civil_from_days(int64_t days, struct weir_civil *out)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    uint32_t of_era = (uint32_t)(z - era * 146097);
    uint32_t century = (4 * of_era + 3) / 146097;
    uint32_t of_century = (4 * of_era + 3) % 146097 / 4;
    uint64_t years = UINT64_C(2939745) * (4 * of_century + 3); /* 2^32 of each */
    uint32_t of_year = (uint32_t)years / 2939745 / 4;
    uint32_t months = 2141 * of_year + 197913; /* 2^16 of each, from 3 */
    bool next = of_year >= 306;                /* January and February */
    *out = (struct weir_civil){
        .year = (int32_t)(100 * century + (uint32_t)(years >> 32) + era * 400 + next),
        .month = (int8_t)((months >> 16) - (next ? 12 : 0)),
        .day = (int8_t)((months & 0xffff) / 2141 + 1),
    };
}

void weir_civil_from_ms(int64_t ms, struct weir_civil *out)
{
    int64_t days = ms / 86400000 - (ms % 86400000 < 0);
    int64_t of_day = ms % 86400000 + (ms % 86400000 < 0 ? 86400000 : 0);
    weir_civil_from_days(days, out);
    out->hour = (int8_t)(of_day / 3600000);
    out->minute = (int8_t)(of_day / 60000 % 60);
    out->second = (int8_t)(of_day / 1000 % 60);
    out->nanos = (int32_t)(of_day % 1000) * 1000000;
}

void weir_time_date(struct weir_buf *buf, int64_t days)
{
    struct weir_civil at;
    weir_civil_from_days(days, &at);
    weir_buf_printf(buf, "%04d-%02d-%02d", at.year, at.month, at.day);
}

static void time_of_day(struct weir_buf *buf, const struct weir_civil *at)
{
    weir_buf_printf(buf, "%02d:%02d:%02d.%03dZ", at->hour, at->minute, at->second,
                    at->nanos / 1000000);
}

void weir_time_time(struct weir_buf *buf, int64_t ms)
{
    struct weir_civil at;
    weir_civil_from_ms(ms, &at);
    time_of_day(buf, &at);
}

void weir_time_timestamp(struct weir_buf *buf, int64_t ms)
{
    struct weir_civil at;
    weir_civil_from_ms(ms, &at);
    weir_buf_printf(buf, "%04d-%02d-%02dT", at.year, at.month, at.day);
    time_of_day(buf, &at);
}
