/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decimal.h: Connect's Decimal: an unscaled big integer as big-endian two's complement bytes (as
 * short as Java's BigInteger.toByteArray makes it, at least one byte) and a scale.
 */
#ifndef WEIR_DECIMAL_H
#define WEIR_DECIMAL_H

#include <weir/buf.h>

#define WEIR_DECIMAL_DIGITS_MAX 1000

/* These two set buf->full when the number has more digits than the maximum. */
/* BigDecimal.toString: "1.10", "1E+3", "1E-9". */
WEIR_EXPORT void weir_decimal_text(struct weir_buf *buf, struct weir_str unscaled, int32_t scale);
/* BigDecimal.toPlainString: "1000", "0.000000001". */
WEIR_EXPORT void weir_decimal_plain(struct weir_buf *buf, struct weir_str unscaled, int32_t scale);
/*
 * Reads "-12.50" or "1E+3": appends the unscaled bytes to out and sets *scale (2, -3). With
 * want_scale given, the number is brought to that scale, and digits that would be lost are an
 * error (false), as are more digits than the maximum, and bytes that do not fit out.
 */
WEIR_EXPORT bool weir_decimal_parse(struct weir_str text, const int32_t *want_scale,
                                    struct weir_buf *out, int32_t *scale) WEIR_MUST_CHECK;
/* The shortest two's complement form of x in at most 9 bytes; returns its length. */
WEIR_EXPORT size_t weir_decimal_of_i64(int64_t x, uint8_t out[9]);
WEIR_EXPORT bool weir_decimal_to_i64(struct weir_str unscaled, int64_t *out) WEIR_MUST_CHECK;
/* The nearest double; 0 when the number has more digits than the maximum. */
WEIR_EXPORT double weir_decimal_to_double(struct weir_str unscaled, int32_t scale);

#endif
