/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_share.c: shares a group's partitions out: what has an owner that still wants it stays,
 * the rest goes to the member with the fewest, and then partitions move from the fullest to the
 * emptiest until no move evens things out. Next: members hand over in their polls
 * (local_member.c).
 */
#include "bus/local_share.h"

#include <stdlib.h>

#include <weir/mem.h>

static int compare_parts(const struct local_part *a, const struct local_part *b)
{
    int order = a->topic == b->topic ? 0 : weir_str_cmp(a->topic->name, b->topic->name);
    if (order == 0 && a->topic != b->topic) {
        order = a->topic->id < b->topic->id ? -1 : 1; /* a deleted one and its namesake */
    }
    return order ? order : (a->number > b->number) - (a->number < b->number);
}

static int compare_slots(const void *a, const void *b)
{
    const struct local_slot *left = a;
    const struct local_slot *right = b;
    return compare_parts(left->part, right->part);
}

struct local_slot *local_slot_find(const struct local_group *group, const struct local_part *part)
{
    struct local_slot wanted = {.part = (struct local_part *)(uintptr_t)part};
    return group->n_slots
               ? bsearch(&wanted, group->slots, group->n_slots, sizeof(wanted), compare_slots)
               : NULL;
}

void local_share_tell(struct local_consumer *consumer)
{
    atomic_store(&consumer->shared_out, true);
    local_ring(consumer);
}

static bool wants(const struct local_consumer *consumer, const struct local_part *part)
{
    if (atomic_load(&part->topic->dropped)) {
        return false;
    }
    size_t low = 0;
    size_t high = consumer->n_topics;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = weir_str_cmp(consumer->topics[mid], part->topic->name);
        if (order == 0) {
            return true;
        }
        low = order < 0 ? mid + 1 : low;
        high = order < 0 ? high : mid;
    }
    return false;
}

/* ---- which partitions there are ---- */

struct slots {
    struct local_slot *items;
    size_t n;
    size_t cap;
};

static void add_slot(struct slots *slots, struct local_part *part)
{
    if (slots->n == slots->cap) {
        slots->cap = slots->cap ? slots->cap * 2 : 16;
        slots->items = weir_xrealloc(slots->items, slots->cap, sizeof(*slots->items));
    }
    slots->items[slots->n++] = (struct local_slot){.part = part};
}

static void add_topics(struct local_bus *bus, struct slots *slots,
                       const struct local_consumer *member)
{
    for (size_t i = 0; i < member->n_topics; i++) {
        struct local_topic *topic = local_topic_find(bus, member->topics[i]);
        for (int32_t part = 0; topic && part < topic->n_parts; part++) {
            add_slot(slots, &topic->parts[part]);
        }
    }
}

static void sort_unique(struct slots *slots)
{
    if (slots->n > 1) {
        qsort(slots->items, slots->n, sizeof(*slots->items), compare_slots);
    }
    size_t n = 0;
    for (size_t i = 0; i < slots->n; i++) {
        if (n == 0 || slots->items[n - 1].part != slots->items[i].part) {
            slots->items[n++] = slots->items[i];
        }
    }
    slots->n = n;
}

/* The new slots; owners go over, also of partitions that nobody wants, until they let go. */
static void renew_slots(struct local_bus *bus, struct local_group *group)
{
    struct slots slots = {0};
    for (struct local_consumer *at = group->members; at; at = at->next_member) {
        add_topics(bus, &slots, at);
    }
    for (size_t i = 0; i < group->n_slots; i++) {
        if (group->slots[i].owner) {
            add_slot(&slots, group->slots[i].part);
        }
    }
    sort_unique(&slots);
    for (size_t i = 0; i < slots.n; i++) {
        const struct local_slot *old = local_slot_find(group, slots.items[i].part);
        slots.items[i].owner = old ? old->owner : NULL;
    }
    free(group->slots);
    group->slots = slots.items;
    group->n_slots = slots.n;
}

/* ---- who gets them ---- */

static void give(struct local_slot *slot, struct local_consumer *member)
{
    if (slot->target) {
        slot->target->load--;
    }
    slot->target = member;
    member->load++;
}

static struct local_consumer *emptiest(const struct local_group *group,
                                       const struct local_part *part)
{
    struct local_consumer *best = NULL;
    for (struct local_consumer *at = group->members; at; at = at->next_member) {
        if (wants(at, part) && (!best || at->load < best->load)) {
            best = at;
        }
    }
    return best;
}

/* Once over all; partitions that are nobody's yet before those that somebody reads. */
static bool even_out(struct local_group *group, bool owned)
{
    bool moved = false;
    for (size_t i = group->n_slots; i > 0; i--) {
        struct local_slot *slot = &group->slots[i - 1];
        if (!slot->target || (slot->owner == slot->target) != owned) {
            continue;
        }
        struct local_consumer *to = emptiest(group, slot->part);
        if (to && to->load + 1 < slot->target->load) {
            give(slot, to);
            moved = true;
        }
    }
    return moved;
}

static void set_targets(struct local_group *group)
{
    for (struct local_consumer *at = group->members; at; at = at->next_member) {
        at->load = 0;
    }
    for (size_t i = 0; i < group->n_slots; i++) {
        struct local_slot *slot = &group->slots[i];
        slot->target = NULL;
        if (slot->owner && wants(slot->owner, slot->part)) {
            give(slot, slot->owner);
        }
    }
    for (size_t i = 0; i < group->n_slots; i++) {
        struct local_slot *slot = &group->slots[i];
        struct local_consumer *to = slot->target ? NULL : emptiest(group, slot->part);
        if (to) {
            give(slot, to);
        }
    }
    while (even_out(group, false) || even_out(group, true)) {
    }
}

void local_share_out(struct local_bus *bus, struct local_group *group)
{
    renew_slots(bus, group);
    set_targets(group);
    for (size_t i = 0; i < group->n_slots; i++) {
        const struct local_slot *slot = &group->slots[i];
        if (slot->owner != slot->target && slot->owner) {
            local_share_tell(slot->owner);
        } else if (slot->owner != slot->target) {
            local_share_tell(slot->target);
        }
    }
}
