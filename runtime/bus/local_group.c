/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_group.c: who is in a group and what of it is handed from one to another. A partition has
 * an owner, who reads it, and a target, who shall; members see to the difference in their polls.
 * Next: local_share.c decides on the targets.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "bus/local_consume.h"
#include "bus/local_share.h"

/* ---- the table of groups (groups.lock is held) ---- */

static struct local_group *find(struct local_bus *bus, struct weir_str name)
{
    struct local_group *group = bus->groups.first;
    while (group && !weir_str_eq(group->name, name)) {
        group = group->next;
    }
    return group;
}

static struct local_group *find_or_make(struct local_bus *bus, struct weir_str name)
{
    struct local_group *group = find(bus, name);
    if (!group) {
        group = weir_xcalloc(1, sizeof(*group));
        group->text = weir_xstrndup(name.p, name.n);
        group->name = weir_str_n(group->text, name.n);
        group->next = bus->groups.first;
        bus->groups.first = group;
    }
    return group;
}

static void free_group(struct local_group *group)
{
    free(group->slots);
    free(group->text);
    free(group);
}

static void drop_if_empty(struct local_bus *bus, struct local_group *group)
{
    struct local_group **at = &bus->groups.first;
    while (*at != group) {
        at = &(*at)->next;
    }
    if (!group->members) {
        *at = group->next;
        free_group(group);
    }
}

void local_groups_free(struct local_bus *bus)
{
    while (bus->groups.first) {
        struct local_group *group = bus->groups.first;
        bus->groups.first = group->next;
        free_group(group);
    }
    pthread_mutex_destroy(&bus->groups.lock);
}

/* ---- joining and leaving ---- */

static int compare_names(const void *a, const void *b)
{
    const struct weir_str *left = a;
    const struct weir_str *right = b;
    return weir_str_cmp(*left, *right);
}

static void set_wishes(struct local_consumer *consumer, const struct weir_str *topics, size_t n)
{
    weir_arena_reset(&consumer->wishes);
    consumer->topics = WEIR_NEW_ARRAY(&consumer->wishes, struct weir_str, n);
    for (size_t i = 0; i < n; i++) {
        consumer->topics[i] = weir_arena_str(&consumer->wishes, topics[i]);
    }
    consumer->n_topics = n;
    qsort(consumer->topics, n, sizeof(*consumer->topics), compare_names);
}

static void join(struct local_bus *bus, struct local_consumer *consumer)
{
    struct local_group *group = find_or_make(bus, consumer->group);
    struct local_consumer **end = &group->members;
    while (*end) {
        end = &(*end)->next_member;
    }
    *end = consumer;
    consumer->next_member = NULL;
    consumer->member_of = group;
    pthread_rwlock_rdlock(&bus->topics.lock);
    consumer->subscribed_at = bus->topics.births;
    pthread_rwlock_unlock(&bus->topics.lock);
}

void local_group_subscribe(struct local_bus *bus, struct local_consumer *consumer,
                           const struct weir_str *topics, size_t n)
{
    pthread_mutex_lock(&bus->groups.lock);
    if (!consumer->member_of && !atomic_load(&consumer->evicted)) {
        join(bus, consumer);
    }
    if (consumer->member_of) {
        set_wishes(consumer, topics, n);
        local_share_out(bus, consumer->member_of);
    }
    pthread_mutex_unlock(&bus->groups.lock);
}

void local_group_leave(struct local_bus *bus, struct local_consumer *consumer)
{
    pthread_mutex_lock(&bus->groups.lock);
    consumer->n_topics = 0;
    if (consumer->member_of) {
        local_share_out(bus, consumer->member_of);
    }
    pthread_mutex_unlock(&bus->groups.lock);
}

static void unlink_member(struct local_consumer *consumer)
{
    struct local_consumer **at = &consumer->member_of->members;
    while (*at != consumer) {
        at = &(*at)->next_member;
    }
    *at = consumer->next_member;
    consumer->member_of = NULL;
}

void local_group_left(struct local_bus *bus, struct local_consumer *consumer)
{
    pthread_mutex_lock(&bus->groups.lock);
    struct local_group *group = consumer->member_of;
    if (group) {
        unlink_member(consumer);
        drop_if_empty(bus, group);
    }
    pthread_mutex_unlock(&bus->groups.lock);
}

void local_group_evict(struct local_bus *bus, struct local_consumer *consumer)
{
    pthread_mutex_lock(&bus->groups.lock);
    struct local_group *group = consumer->member_of;
    atomic_store(&consumer->evicted, true);
    for (size_t i = 0; group && i < group->n_slots; i++) {
        struct local_slot *slot = &group->slots[i];
        slot->owner = slot->owner == consumer ? NULL : slot->owner;
    }
    if (group) {
        unlink_member(consumer);
        local_share_out(bus, group);
        drop_if_empty(bus, group);
    }
    pthread_mutex_unlock(&bus->groups.lock);
}

void local_groups_changed(struct local_bus *bus)
{
    pthread_mutex_lock(&bus->groups.lock);
    for (struct local_group *group = bus->groups.first; group; group = group->next) {
        local_share_out(bus, group);
    }
    pthread_mutex_unlock(&bus->groups.lock);
}

/* ---- handing over ---- */

static void collect(struct local_parts *parts, struct local_part *part, size_t room)
{
    if (!parts->items) {
        parts->items = weir_xcalloc(room, sizeof(struct local_part *));
    }
    parts->items[parts->n++] = part;
}

void local_group_losses(struct local_bus *bus, const struct local_consumer *consumer, bool dropped,
                        struct local_parts *parts)
{
    pthread_mutex_lock(&bus->groups.lock);
    const struct local_group *group = consumer->member_of;
    for (size_t i = 0; group && i < group->n_slots; i++) {
        const struct local_slot *slot = &group->slots[i];
        if (slot->owner == consumer && slot->target != consumer &&
            atomic_load(&slot->part->topic->dropped) == dropped) {
            collect(parts, slot->part, group->n_slots);
        }
    }
    pthread_mutex_unlock(&bus->groups.lock);
}

void local_group_given(struct local_bus *bus, const struct local_consumer *consumer,
                       const struct local_parts *parts)
{
    pthread_mutex_lock(&bus->groups.lock);
    const struct local_group *group = consumer->member_of;
    for (size_t i = 0; group && i < parts->n; i++) {
        struct local_slot *slot = local_slot_find(group, parts->items[i]);
        if (slot && slot->owner == consumer) {
            slot->owner = NULL;
            if (slot->target) {
                local_share_tell(slot->target);
            }
        }
    }
    pthread_mutex_unlock(&bus->groups.lock);
}

void local_group_gains(struct local_bus *bus, struct local_consumer *consumer,
                       struct local_parts *parts)
{
    pthread_mutex_lock(&bus->groups.lock);
    const struct local_group *group = consumer->member_of;
    for (size_t i = 0; group && i < group->n_slots; i++) {
        struct local_slot *slot = &group->slots[i];
        if (slot->target == consumer && !slot->owner) {
            slot->owner = consumer;
            collect(parts, slot->part, group->n_slots);
        }
    }
    pthread_mutex_unlock(&bus->groups.lock);
}

/* ---- questions ---- */

bool local_group_owns(struct local_bus *bus, const struct local_consumer *consumer,
                      const struct local_part *part)
{
    pthread_mutex_lock(&bus->groups.lock);
    const struct local_group *group = consumer->member_of;
    const struct local_slot *slot = group ? local_slot_find(group, part) : NULL;
    bool owns = slot && slot->owner == consumer;
    pthread_mutex_unlock(&bus->groups.lock);
    return owns;
}

int32_t local_group_size(struct local_bus *bus, struct weir_str name)
{
    int32_t n = 0;
    pthread_mutex_lock(&bus->groups.lock);
    const struct local_group *group = find(bus, name);
    for (const struct local_consumer *at = group ? group->members : NULL; at; at = at->next_member) {
        n++;
    }
    pthread_mutex_unlock(&bus->groups.lock);
    return n;
}
