/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_number.c: numbers as JSON has them; what JSON cannot say (NaN, Infinity) becomes a string,
 * as Jackson writes it.
 */
#include <weir/json.h>

void weir_json_i64(struct weir_buf *buf, int64_t x)
{
    weir_buf_i64(buf, x);
}
