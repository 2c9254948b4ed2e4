/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digits.h: integers as decimal digits, two at a time. For the writers of base/ only.
 */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include <stddef.h>
#include <stdint.h>

#define I64_TEXT_MAX 20 /* -9223372036854775808, 18446744073709551615 */

/* How many digits x has; 1 for 0. */
unsigned digits_count(uint64_t x);
/* Writes exactly n digits, with leading zeros when x is shorter. */
void digits_put(char *to, uint64_t x, unsigned n);
/* No NUL; at most I64_TEXT_MAX bytes; returns how many. */
size_t u64_text(char *to, uint64_t x);
size_t i64_text(char *to, int64_t x);

#endif
