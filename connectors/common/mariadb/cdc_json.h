/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_json.h: the scalars of MySQL's binary JSON, for cdc_binlog_json.c.
 */
#ifndef WEIR_CDC_JSON_H
#define WEIR_CDC_JSON_H

#include <weir/buf.h>
#include <weir/reader.h>

enum cdc_json_type {
    CDC_JSON_SMALL_OBJECT,
    CDC_JSON_LARGE_OBJECT,
    CDC_JSON_SMALL_ARRAY,
    CDC_JSON_LARGE_ARRAY,
    CDC_JSON_LITERAL,
    CDC_JSON_INT16,
    CDC_JSON_UINT16,
    CDC_JSON_INT32,
    CDC_JSON_UINT32,
    CDC_JSON_INT64,
    CDC_JSON_UINT64,
    CDC_JSON_DOUBLE,
    CDC_JSON_STRING,
    CDC_JSON_OPAQUE = 15,
};

/* Appends the text with its quotes; characters beyond the first plane stay as they are. */
void cdc_json_text(struct weir_buf *out, struct weir_str text);
/* Appends the scalar that begins at rd, after its type; false: rd failed or it is none. */
bool cdc_json_scalar(struct weir_buf *out, uint8_t type, struct weir_reader *rd);

#endif
