/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digits.h: integers as decimal digits, eight at a time. For the writers of base/ only.
 */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include <stddef.h>
#include <stdint.h>

#define I64_TEXT_MAX 20 /* -9223372036854775808, 18446744073709551615 */

/* Writes exactly n digits, with leading zeros when x is shorter. */
void digits_put(char *to, uint64_t x, unsigned n);
/* No NUL; returns how many. There must be room for I64_TEXT_MAX bytes, whatever the number. */
size_t u64_text(char *to, uint64_t x);
size_t i64_text(char *to, int64_t x);

#endif
