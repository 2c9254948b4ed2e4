/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header_text.h: a value as the text SimpleHeaderConverter writes: Connect's
 * Values.convertToString.
 */
#ifndef HEADER_TEXT_H
#define HEADER_TEXT_H

#include <weir/schema.h>

/* embedded: within a list, map or struct, where texts and bytes have quotes. */
void header_text_value(struct weir_buf *out, const struct weir_schema *sch, struct weir_value val,
                       bool embedded);

#endif
