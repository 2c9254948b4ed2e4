/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_member.c: a consumer's side of its group, within its polls: gives up what another shall
 * have, after its owner was told, and begins to read what it gets. Next: local_group.c shares out.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "bus/local_consume.h"

static struct weir_topic_partition *describe(const struct local_consumer *consumer,
                                             const struct local_parts *parts)
{
    struct weir_topic_partition *list = weir_xcalloc(parts->n, sizeof(*list));
    for (size_t i = 0; i < parts->n; i++) {
        const struct local_reading *reading = local_reading_find(consumer, parts->items[i]);
        list[i].topic = parts->items[i]->topic->name;
        list[i].partition = parts->items[i]->number;
        list[i].offset = reading ? reading->offset : BUS_STORED;
    }
    return list;
}

static void give_up(struct local_consumer *consumer, bool dropped)
{
    struct local_parts parts = {0};
    local_group_losses(consumer->bus, consumer, dropped, &parts);
    if (parts.n > 0) {
        struct weir_topic_partition *list = describe(consumer, &parts);
        if (consumer->conf.revoked) {
            consumer->conf.revoked(consumer->conf.self, list, parts.n, dropped);
        }
        for (size_t i = 0; i < parts.n; i++) {
            local_reading_remove(consumer, parts.items[i]);
        }
        local_group_given(consumer->bus, consumer, &parts);
        free(list);
    }
    free(parts.items);
}

static enum weir_verdict take_up(struct local_consumer *consumer, struct weir_err *err)
{
    struct local_parts parts = {0};
    enum weir_verdict class = WEIR_OK;
    local_group_gains(consumer->bus, consumer, &parts);
    if (parts.n > 0) {
        struct weir_topic_partition *list = describe(consumer, &parts);
        class = local_readings_add(consumer, list, parts.items, parts.n, err);
        if (class != WEIR_OK) {
            local_group_given(consumer->bus, consumer, &parts); /* the next poll tries again */
            atomic_store(&consumer->shared_out, true);
        } else if (consumer->conf.assigned) {
            consumer->conf.assigned(consumer->conf.self, list, parts.n);
        }
        free(list);
    }
    free(parts.items);
    return class;
}

enum weir_verdict local_member_step(struct local_consumer *consumer, struct weir_err *err)
{
    if (!atomic_exchange(&consumer->shared_out, false)) {
        return WEIR_OK;
    }
    give_up(consumer, true);
    give_up(consumer, false);
    return take_up(consumer, err);
}

void local_member_leave(struct local_consumer *consumer)
{
    if (consumer->joined) {
        local_group_leave(consumer->bus, consumer);
        give_up(consumer, true);
        give_up(consumer, false);
        local_group_left(consumer->bus, consumer);
    }
}

enum weir_verdict local_subscribe(struct bus_consumer *handle, const struct weir_str *topics,
                                  size_t n, struct weir_err *err)
{
    struct local_consumer *consumer = local_consumer_of(handle);
    if (!consumer->group.p || consumer->bus->env.read_only) {
        return weir_err_set(err, WEIR_FATAL, "%s",
                            consumer->group.p ? "the log is open for reading only"
                                              : "a consumer without a group cannot subscribe");
    }
    if (!consumer->joined) {
        local_readings_clear(consumer);
        consumer->joined = true;
    }
    local_group_subscribe(consumer->bus, consumer, topics, n);
    return WEIR_OK;
}
