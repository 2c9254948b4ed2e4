/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iso_offset.h: java.time's ISO_OFFSET_DATE_TIME and ISO_OFFSET_TIME, the texts of Debezium's
 * ZonedTimestamp and ZonedTime: 2024-02-29T13:59:01.25+01:00, 13:59:01Z.
 */
#ifndef ISO_OFFSET_H
#define ISO_OFFSET_H

#include <weir/buf.h>

struct iso_offset {
    int64_t local_s; /* what the clocks show: since 1970, or of the day */
    int32_t nanos;
    int32_t offset_s;
};

bool iso_offset_read(struct weir_str text, bool has_date, struct iso_offset *out);
void iso_offset_write(const struct iso_offset *at, bool has_date, struct weir_buf *out);
#define ISO_OFFSET_MAX 48 /* bytes of a text */

#endif
