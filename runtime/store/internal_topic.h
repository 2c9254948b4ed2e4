/* SPDX-License-Identifier: Apache-2.0 */
/*
 * internal_topic.h: the worker's own topics exist and are compacted, or the worker does not start.
 */
#ifndef INTERNAL_TOPIC_H
#define INTERNAL_TOPIC_H

#include "bus/bus.h"

struct internal_topic {
    struct weir_str name;
    int32_t partitions;        /* of a new one; -1: the bus's default */
    int32_t replication_factor;
    const struct weir_props *settings; /* config.storage.* and the like, without prefix; NULL */
    const char *property;      /* "config.storage.topic": what names it */
    const char *purpose;       /* "connector configurations" */
    bool single;               /* must have one partition */
};

/*
 * Makes it unless it is there, checks what is there; *partitions is what it has. BAD_CONFIG with
 * Connect's sentence when it is not compacted or has too many partitions; RETRY when the bus cannot
 * be reached. Blocks.
 */
enum weir_verdict internal_topic_ensure(struct bus *bus, const struct internal_topic *topic,
                                        const struct weir_log *log, int32_t *partitions,
                                        struct weir_err *err);

#endif
