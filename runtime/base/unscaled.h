/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unscaled.h: a decimal's unscaled number between its two shapes: big-endian two's complement
 * bytes and decimal digits. For decimal.c only.
 */
#ifndef BASE_UNSCALED_H
#define BASE_UNSCALED_H

#include <weir/decimal.h>

/* 416 bytes hold 1000 digits and the sign, and at most 1002 digits. */
#define UNSCALED_BYTES_MAX  416
#define UNSCALED_DIGITS_MAX 1004

/*
 * Without leading zeros, "0" for zero and for no bytes at all. Returns how many digits, 0 when
 * the number is longer than UNSCALED_BYTES_MAX.
 */
size_t unscaled_digits(struct weir_str unscaled, char digits[UNSCALED_DIGITS_MAX], bool *minus);
/* n up to WEIR_DECIMAL_DIGITS_MAX. The shortest form, at least a byte; returns its length. */
size_t unscaled_bytes(const char *digits, size_t n, bool minus, uint8_t out[UNSCALED_BYTES_MAX]);

#endif
