/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digits.c: integers in, their decimal digits out, two a step from a table of pairs. The number
 * of digits is known before the first is written, so that they land in place.
 */
#include "base/digits.h"

#include <string.h>

static const char pairs[201] = "00010203040506070809"
                               "10111213141516171819"
                               "20212223242526272829"
                               "30313233343536373839"
                               "40414243444546474849"
                               "50515253545556575859"
                               "60616263646566676869"
                               "70717273747576777879"
                               "80818283848586878889"
                               "90919293949596979899";

static const uint64_t powers[20] = {
    0, /* so that 0 counts as one digit */
    10u,
    100u,
    1000u,
    10000u,
    100000u,
    1000000u,
    10000000u,
    100000000u,
    1000000000u,
    10000000000u,
    100000000000u,
    1000000000000u,
    10000000000000u,
    100000000000000u,
    1000000000000000u,
    10000000000000000u,
    100000000000000000u,
    1000000000000000000u,
    10000000000000000000u,
};

unsigned digits_count(uint64_t x)
{
    /* 1233/4096 is just above log10(2). */
    unsigned guess = ((64 - (unsigned)__builtin_clzll(x | 1)) * 1233) >> 12;
    return guess + (x >= powers[guess]);
}

/* Eight digits in halves and quarters, which do not wait for each other. */
static void put_eight(char *to, uint32_t x)
{
    uint32_t high = x / 10000, low = x % 10000;
    memcpy(to, pairs + high / 100 * 2, 2);
    memcpy(to + 2, pairs + high % 100 * 2, 2);
    memcpy(to + 4, pairs + low / 100 * 2, 2);
    memcpy(to + 6, pairs + low % 100 * 2, 2);
}

void digits_put(char *to, uint64_t x, unsigned n)
{
    for (; n >= 8; x /= 100000000) {
        n -= 8;
        put_eight(to + n, (uint32_t)(x % 100000000));
    }
    while (n > 1) {
        n -= 2;
        memcpy(to + n, pairs + x % 100 * 2, 2);
        x /= 100;
    }
    if (n) {
        to[0] = (char)('0' + x);
    }
}

size_t u64_text(char *to, uint64_t x)
{
    unsigned n = digits_count(x);
    digits_put(to, x, n);
    return n;
}

size_t i64_text(char *to, int64_t x)
{
    if (x >= 0) {
        return u64_text(to, (uint64_t)x);
    }
    *to = '-';
    return 1 + u64_text(to + 1, 0 - (uint64_t)x);
}
