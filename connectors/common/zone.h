/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zone.h: what a time zone's clocks show, from the system's zone files (package tzdata), with
 * java.time's answers where a local time does not exist or exists twice.
 */
#ifndef ZONE_H
#define ZONE_H

#include <weir/arena.h>
#include <weir/err.h>

struct zone;

/* "Europe/Berlin", "UTC", "+08:00", "-03:30:15". Lives in the arena. NULL: BAD_CONFIG. */
const struct zone *zone_open(struct weir_arena *arena, struct weir_str name, struct weir_err *err);
/* From the bytes of a zone file (RFC 8536, version 2 or later). NULL: BAD_CONFIG. */
const struct zone *zone_read(struct weir_arena *arena, struct weir_str file, struct weir_err *err);

/* Seconds that the clocks are ahead of UTC, at a moment in seconds since 1970. */
int32_t zone_offset(const struct zone *zone, int64_t utc_s);
/* The same when the clocks show local_s. Where they jump it is the offset before the jump. */
int32_t zone_offset_of_local(const struct zone *zone, int64_t local_s);

#endif
