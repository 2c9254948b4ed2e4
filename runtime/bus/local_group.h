/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_group.h: consumer groups of this process, in memory: who is a member, which partition is
 * whose. A partition moves when its owner has given it up within its own poll; nobody is timed
 * out, so a member that does not poll keeps what it has until it is closed or evicted.
 */
#ifndef LOCAL_GROUP_H
#define LOCAL_GROUP_H

#include <pthread.h>

#include "bus/local_topics.h"

struct local_consumer;
struct local_group;

#define LOCAL_GROUP_MAX          255u /* bytes of a group's name */
#define LOCAL_ILLEGAL_GENERATION 22   /* Kafka's code of a commit by one who lost the partition */

struct local_groups {
    pthread_mutex_t lock;
    struct local_group *first;
};

/* Partitions in one piece, to be freed by the caller. */
struct local_parts {
    struct local_part **items;
    size_t n;
};

/* Any thread: it has lost all it had, and is no member any more. */
void local_group_evict(struct local_bus *bus, struct local_consumer *consumer);
/* Joins with its first subscription, unless it was evicted; then the others do nothing either.
 * These seven: consumer's thread. */
void local_group_subscribe(struct local_bus *bus, struct local_consumer *consumer,
                           const struct weir_str *topics, size_t n);
/* Nothing is its own any more: it gives up its losses, and then has left. */
void local_group_leave(struct local_bus *bus, struct local_consumer *consumer);
void local_group_left(struct local_bus *bus, struct local_consumer *consumer);
/* What it has and shall not have, of topics that are dropped or that are not: after telling its
 * owner it calls _given. */
void local_group_losses(struct local_bus *bus, const struct local_consumer *consumer, bool dropped,
                        struct local_parts *parts);
void local_group_given(struct local_bus *bus, const struct local_consumer *consumer,
                       const struct local_parts *parts);
/* What it gets, its own from now on. */
void local_group_gains(struct local_bus *bus, struct local_consumer *consumer,
                       struct local_parts *parts);
bool local_group_owns(struct local_bus *bus, const struct local_consumer *consumer,
                      const struct local_part *part);
int32_t local_group_size(struct local_bus *bus, struct weir_str name); /* members; 0: no such group */
/* Topics came or went: every group shares out anew. */
void local_groups_changed(struct local_bus *bus);
void local_groups_free(struct local_bus *bus);

#endif
