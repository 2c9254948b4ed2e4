/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_places.h: the partitions of a task that keeps its offsets in the target, shared by
 * sink_offsets.c and sink_flush.c.
 */
#ifndef SINK_PLACES_H
#define SINK_PLACES_H

#include "sink.h"

struct sink_place {
    char *topic;
    int32_t partition;
    int64_t stored; /* in the table */
    int64_t next;   /* to be stored */
};

struct sink_place *sink_place_find(struct sink *sink, struct weir_str topic, int32_t partition);

#endif
