/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_number.h: a JSON number's text as Jackson's nodes give it: integers exact, fractions as
 * BigDecimal, and Java's narrowing when the type asked for is too small.
 */
#ifndef JSON_NUMBER_H
#define JSON_NUMBER_H

#include <weir/str.h>

/* The low 64 bits of the number, cut toward zero: BigInteger.longValue, BigDecimal.longValue. */
int64_t json_number_long(struct weir_str text);
/* Whether text, an integer without a fraction, fits an int; *out then is it. */
bool json_number_int(struct weir_str text, int32_t *out);
double json_number_double(struct weir_str text);
float json_number_float(struct weir_str text);

#endif
