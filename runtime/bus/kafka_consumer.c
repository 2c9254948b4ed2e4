/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_consumer.c: opens and closes consumers and keeps the table of the partitions that one
 * reads. Next: kafka_assign.c says what is read, kafka_poll.c reads.
 */
#include "bus/kafka_consumer.h"

#include <stdlib.h>

#include <weir/mem.h>

enum weir_verdict kafka_consumer_open(struct bus *bus, const struct bus_consumer_conf *conf,
                                      struct bus_consumer **consumer, struct weir_err *err)
{
    struct kafka_bus *kafka = (struct kafka_bus *)bus;
    struct kafka_consumer *new = weir_xcalloc(1, sizeof(*new));
    struct kafka_ask ask = {.role = KAFKA_CONSUMER,
                            .worker = &kafka->props,
                            .own = conf->props,
                            .client_id = conf->client_id,
                            .group = conf->group,
                            .reset = conf->reset,
                            .read_committed = conf->read_committed,
                            .session_timeout_ms = conf->session_timeout_ms,
                            .prefetch_bytes = conf->prefetch_bytes};
    char instance[64];
    bool own = conf->props && weir_props_get(conf->props, "group.instance.id").p;
    bool named = conf->member && !own &&
                 kafka_member_name(kafka, conf->member, instance, sizeof(instance));
    ask.instance = named ? instance : NULL;
    enum weir_verdict verdict = kafka_client_open(kafka, &ask, false, new, &new->client, err);
    if (verdict) {
        free(new);
        return verdict;
    }
    new->base.engine = bus->engine;
    atomic_init(&new->holders, 1);
    pthread_mutex_init(&new->evict_lock, NULL);
    new->conf = *conf;
    new->grouped = conf->group != NULL;
    new->unsubscribes = named;
    new->nudge_bytes = (size_t) new->client->conf.prefetch_bytes / 2;
    if (new->grouped) {
        rd_kafka_poll_set_consumer(new->client->rk);
        new->queue = rd_kafka_queue_get_consumer(new->client->rk);
    } else {
        new->queue = rd_kafka_queue_new(new->client->rk);
    }
    *consumer = &new->base;
    return WEIR_OK;
}

void kafka_consumer_wake(struct bus_consumer *base)
{
    struct kafka_consumer *consumer = (struct kafka_consumer *)base;
    atomic_store(&consumer->woken, true);
    rd_kafka_queue_yield(consumer->queue);
}

static void free_holds(struct kafka_consumer *consumer)
{
    for (struct kafka_hold *hold = consumer->free_holds, *next; hold; hold = next) {
        next = hold->next;
        weir_arena_free(&hold->arena);
        free(hold->msgs);
        free(hold->items);
        free(hold);
    }
    consumer->free_holds = NULL;
}

void kafka_consumer_shrink(struct bus_consumer *base)
{
    free_holds((struct kafka_consumer *)base);
}

void kafka_consumer_close(struct bus_consumer *base)
{
    struct kafka_consumer *consumer = (struct kafka_consumer *)base;
    if (consumer->grouped) {
        kafka_leave(consumer);
    } else {
        kafka_consumer_free(consumer);
    }
}

void kafka_consumer_free(struct kafka_consumer *consumer)
{
    while (consumer->n_parts) {
        kafka_part_remove(consumer, &consumer->parts[consumer->n_parts - 1]);
    }
    if (consumer->subscription) {
        rd_kafka_topic_partition_list_destroy(consumer->subscription);
    }
    rd_kafka_queue_destroy(consumer->queue);
    kafka_client_close(consumer->client);
    free_holds(consumer);
    pthread_mutex_destroy(&consumer->evict_lock);
    map_free(&consumer->missing);
    free(consumer->parts);
    free(consumer);
}

struct kafka_part *kafka_part_find(struct kafka_consumer *consumer, const char *topic,
                                   int32_t partition)
{
    for (size_t i = 0; i < consumer->n_parts; i++) {
        struct kafka_part *part = &consumer->parts[i];
        if (part->partition == partition && strcmp(part->topic, topic) == 0) {
            return part;
        }
    }
    return NULL;
}

struct kafka_part *kafka_part_add(struct kafka_consumer *consumer, const char *topic,
                                  int32_t partition)
{
    struct kafka_part *part = kafka_part_find(consumer, topic, partition);
    if (part) {
        return part;
    }
    if (consumer->n_parts == consumer->cap_parts) {
        consumer->cap_parts = consumer->cap_parts ? 2 * consumer->cap_parts : 8;
        consumer->parts = weir_xrealloc(consumer->parts, consumer->cap_parts, sizeof(*part));
    }
    part = &consumer->parts[consumer->n_parts++];
    *part = (struct kafka_part){
        .topic = weir_xstrdup(topic), .partition = partition, .sought = -1, .end = -1};
    return part;
}

void kafka_part_remove(struct kafka_consumer *consumer, struct kafka_part *part)
{
    if (part->handle) {
        rd_kafka_consume_stop(part->handle, part->partition);
        rd_kafka_topic_destroy(part->handle);
    }
    free(part->topic);
    *part = consumer->parts[--consumer->n_parts];
}

rd_kafka_topic_partition_list_t *kafka_list(const struct weir_topic_partition *partitions, size_t n)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)n);
    for (size_t i = 0; i < n; i++) {
        char *topic = weir_xstrndup(partitions[i].topic.p, partitions[i].topic.n);
        rd_kafka_topic_partition_t *to =
            rd_kafka_topic_partition_list_add(list, topic, partitions[i].partition);
        to->offset = partitions[i].offset;
        if (partitions[i].metadata.p) {
            to->metadata = weir_xstrndup(partitions[i].metadata.p, partitions[i].metadata.n);
            to->metadata_size = partitions[i].metadata.n;
        }
        free(topic);
    }
    return list;
}
