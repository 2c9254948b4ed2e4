/* SPDX-License-Identifier: Apache-2.0 */
/* sink_partitions.c: a sorted list; messages come in runs of one partition, so the last answer is
 * looked at first. */
#include "pipeline/sink_partitions.h"

#include <stdlib.h>

#include <weir/mem.h>

struct weir_str sink_partition_topic(const struct sink_partition *part)
{
    return weir_str_n(part->topic, part->topic_n);
}

static int compare(const struct sink_partition *part, struct weir_str topic, int32_t partition)
{
    int by_topic = weir_str_cmp(sink_partition_topic(part), topic);
    return by_topic ? by_topic : (part->partition > partition) - (part->partition < partition);
}

/* The first that is not before it. */
static size_t lower_bound(const struct sink_partitions *parts, struct weir_str topic,
                          int32_t partition)
{
    size_t from = 0;
    size_t to = parts->n;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (compare(&parts->items[mid], topic, partition) < 0) {
            from = mid + 1;
        } else {
            to = mid;
        }
    }
    return from;
}

struct sink_partition *sink_partitions_find(struct sink_partitions *parts, struct weir_str topic,
                                            int32_t partition)
{
    if (parts->last < parts->n && compare(&parts->items[parts->last], topic, partition) == 0) {
        return &parts->items[parts->last];
    }
    size_t i = lower_bound(parts, topic, partition);
    if (i == parts->n || compare(&parts->items[i], topic, partition) != 0) {
        return NULL;
    }
    parts->last = i;
    return &parts->items[i];
}

struct sink_partition *sink_partitions_add(struct sink_partitions *parts, struct weir_str topic,
                                           int32_t partition)
{
    size_t i = lower_bound(parts, topic, partition);
    if (i < parts->n && compare(&parts->items[i], topic, partition) == 0) {
        return &parts->items[i];
    }
    if (parts->n == parts->cap) {
        parts->cap = parts->cap ? parts->cap * 2 : 8;
        parts->items = weir_xrealloc(parts->items, parts->cap, sizeof(*parts->items));
    }
    memmove(&parts->items[i + 1], &parts->items[i], (parts->n - i) * sizeof(*parts->items));
    parts->n++;
    parts->items[i] = (struct sink_partition){
        .topic = weir_xstrndup(topic.p, topic.n),
        .topic_n = topic.n,
        .partition = partition,
        .first = -1,
        .next = -1,
        .committed = -1,
        .end = -1,
        .seek = -1,
        .fresh = true,
    };
    return &parts->items[i];
}

void sink_partitions_remove(struct sink_partitions *parts, struct weir_str topic, int32_t partition)
{
    struct sink_partition *part = sink_partitions_find(parts, topic, partition);
    if (!part) {
        return;
    }
    size_t i = (size_t)(part - parts->items);
    free(part->topic);
    memmove(part, part + 1, (parts->n - i - 1) * sizeof(*part));
    parts->n--;
}

void sink_partitions_free(struct sink_partitions *parts)
{
    for (size_t i = 0; i < parts->n; i++) {
        free(parts->items[i].topic);
    }
    free(parts->items);
    *parts = (struct sink_partitions){0};
}
