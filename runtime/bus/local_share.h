/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_share.h: how a group's partitions are shared out among its members. The caller holds
 * groups.lock.
 */
#ifndef LOCAL_SHARE_H
#define LOCAL_SHARE_H

#include "bus/local_consume.h"

struct local_slot {
    struct local_part *part;
    struct local_consumer *owner;  /* who reads it; NULL: nobody */
    struct local_consumer *target; /* who shall; NULL: nobody wants it, or it is gone */
};

struct local_group {
    struct local_group *next;
    struct weir_str name;
    char *text;
    struct local_consumer *members; /* in the order they joined */
    struct local_slot *slots;       /* by topic and partition */
    size_t n_slots;
};

/*
 * Gives every partition of the subscribed topics a target: as even as the subscriptions allow, and
 * whoever has one keeps it as far as that goes. Tells the members who have something to do.
 */
void local_share_out(struct local_bus *bus, struct local_group *group);
void local_share_tell(struct local_consumer *consumer);
struct local_slot *local_slot_find(const struct local_group *group, const struct local_part *part);

#endif
