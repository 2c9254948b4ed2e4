/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_partitions.h: the partitions a sink task has been assigned, with how far each was put and
 * committed, and who wants it paused. Sorted by topic and partition. Task's thread.
 */
#ifndef SINK_PARTITIONS_H
#define SINK_PARTITIONS_H

#include <weir/task.h>

#include "bus/bus.h"

struct sink_partition {
    char *topic;
    size_t topic_n;
    int32_t partition;
    int64_t first;     /* the first that was read; -1: none was */
    int64_t next;      /* the record after the last that was put; -1: none was */
    int64_t committed; /* -1: unknown */
    int64_t end;       /* of the log, as of late; -1: unknown */
    int64_t seek;      /* to be applied before the next poll; -1: none */
    bool fresh;        /* the plugin was not told yet */
    bool held;         /* the plugin wants it paused */
    bool paused;       /* the bus was told */
};

struct sink_partitions {
    struct sink_partition *items;
    size_t n, cap;
    size_t last; /* the newest answer of find */
};

struct sink_partition *sink_partitions_find(struct sink_partitions *parts, struct weir_str topic,
                                            int32_t partition);
/* Adds it, fresh, or returns the one that is there. */
struct sink_partition *sink_partitions_add(struct sink_partitions *parts, struct weir_str topic,
                                           int32_t partition);
void sink_partitions_remove(struct sink_partitions *parts, struct weir_str topic,
                            int32_t partition);
void sink_partitions_free(struct sink_partitions *parts);
struct weir_str sink_partition_topic(const struct sink_partition *part);

#endif
