/* SPDX-License-Identifier: Apache-2.0 */
/*
 * noise.h: letters that share nothing with each other, for values of records: the log leaves out
 * what a value has in common with the one before, so that equal ones would cost it nothing.
 */
#ifndef BENCH_NOISE_H
#define BENCH_NOISE_H

#include <stdint.h>
#include <stdlib.h>

/* n letters, the caller's to free. Two pieces that begin at different places differ throughout. */
static inline char *noise(size_t n)
{
    char *text = malloc(n);
    uint64_t x = 88172645463325252u;
    for (size_t i = 0; text && i < n; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        text[i] = (char)('a' + (x >> 32) % 26);
    }
    return text;
}

#endif
