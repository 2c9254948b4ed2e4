/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backoff.c: exponential delays with jitter, the same for the same seed.
 */
#include "base/backoff.h"

void backoff_init(struct backoff *backoff, int64_t first_ms, int64_t max_ms, uint64_t seed)
{
    *backoff = (struct backoff){.first_ms = first_ms, .max_ms = max_ms, .random = seed};
}

/* splitmix64 */
uint64_t backoff_random(struct backoff *backoff, uint64_t bound)
{
    uint64_t x = backoff->random += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    x ^= x >> 31;
    return bound ? x % bound : 0;
}

int64_t backoff_next(struct backoff *backoff)
{
    int64_t delay_ms = backoff->first_ms > 0 ? backoff->first_ms : 1;
    for (uint32_t i = 0; i < backoff->attempts && delay_ms < backoff->max_ms; i++) {
        delay_ms = delay_ms > backoff->max_ms / 2 ? backoff->max_ms : delay_ms * 2;
    }
    delay_ms = delay_ms < backoff->max_ms ? delay_ms : backoff->max_ms;
    backoff->attempts++;
    return delay_ms / 2 + (int64_t)backoff_random(backoff, (uint64_t)(delay_ms - delay_ms / 2) + 1);
}

void backoff_reset(struct backoff *backoff)
{
    backoff->attempts = 0;
}
