/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shortest.h: the decimal that stands for a binary floating-point number: of all that read back
 * as it the shortest, of these the nearest; of two digits where one would do, as Java (19 and
 * later) chooses.
 */
#ifndef BASE_SHORTEST_H
#define BASE_SHORTEST_H

#include <stdint.h>

/* digits * 10^exponent; digits does not end in 0. */
struct shortest {
    uint64_t digits;
    int exponent;
};

/* x finite, positive and not 0. */
struct shortest shortest_double(double x);
struct shortest shortest_float(float x);

#endif
