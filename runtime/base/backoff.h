/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backoff.h: how long to wait before the next attempt: doubling from first to max, with jitter, so
 * that many that failed together do not come back together.
 */
#ifndef BACKOFF_H
#define BACKOFF_H

#include <stdint.h>

#include <weir/abi.h>

struct backoff {
    int64_t first_ms, max_ms;
    uint32_t attempts; /* since the last success */
    uint64_t random;   /* state of a small generator; any seed */
};

WEIR_EXPORT void backoff_init(struct backoff *backoff, int64_t first_ms, int64_t max_ms,
                              uint64_t seed);
/* Between half of and the whole of min(max, first * 2^attempts); counts one attempt more. */
WEIR_EXPORT int64_t backoff_next(struct backoff *backoff);
WEIR_EXPORT void backoff_reset(struct backoff *backoff); /* after a success */
/* The generator by itself: 0 <= result < bound. */
WEIR_EXPORT uint64_t backoff_random(struct backoff *backoff, uint64_t bound);

#endif
