/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_assign.c: what a consumer reads and where it stands: subscription, fixed partitions, seek,
 * pause, position. Within the assigned callback a seek or pause is only noted:
 * kafka_rebalance.c hands it over with the assignment.
 */
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "bus/kafka_consumer.h"

#define SEEK_STEP_MS 5
#define LOOK_MS      1000

static struct kafka_consumer *of(struct bus_consumer *consumer)
{
    return (struct kafka_consumer *)consumer;
}

enum weir_verdict kafka_subscribe(struct bus_consumer *base, const struct weir_str *topics,
                                  size_t n, struct weir_err *err)
{
    struct kafka_consumer *consumer = of(base);
    if (!consumer->grouped) {
        return weir_err_set(err, WEIR_FATAL, "a consumer without a group cannot subscribe");
    }
    if (consumer->subscription) {
        rd_kafka_topic_partition_list_destroy(consumer->subscription);
    }
    map_free(&consumer->missing);
    consumer->missing = (struct map){0};
    consumer->subscription = rd_kafka_topic_partition_list_new((int)n);
    for (size_t i = 0; i < n; i++) {
        char *topic = weir_xstrndup(topics[i].p, topics[i].n);
        rd_kafka_topic_partition_list_add(consumer->subscription, topic, RD_KAFKA_PARTITION_UA);
        free(topic);
    }
    rd_kafka_resp_err_t code = n ? rd_kafka_subscribe(consumer->client->rk, consumer->subscription)
                                 : rd_kafka_unsubscribe(consumer->client->rk);
    return code ? kafka_error(consumer->client, err, code, NULL, "cannot subscribe") : WEIR_OK;
}

/* ---- fixed partitions ---- */

int64_t kafka_start(const struct kafka_consumer *consumer, int64_t offset)
{
    if (offset != BUS_STORED) {
        return offset;
    }
    /* What the properties make of conf.reset. */
    struct weir_str reset = weir_props_get(&consumer->client->conf.rd, "auto.offset.reset");
    if (weir_str_is(reset, "error")) {
        return BUS_STORED; /* librdkafka says that there is none */
    }
    if (weir_str_is(reset, "latest")) {
        return BUS_END;
    }
    return BUS_BEGINNING;
}

static enum weir_verdict cannot_read(struct kafka_consumer *consumer,
                                     const rd_kafka_topic_partition_t *elem, struct weir_err *err)
{
    return kafka_error(consumer->client, err, rd_kafka_last_error(), NULL,
                       "cannot read topic %s, partition %d", elem->topic, elem->partition);
}

/*
 * A broker answers one request for records after the other, and an empty answer takes
 * fetch.max.wait.ms: a partition that comes to be known after the first request went out would wait
 * that long. So the leaders of all are asked for before the first one is started. Where that cannot
 * be had in time they come by themselves.
 */
static void look_up_leaders(struct kafka_consumer *consumer)
{
    const struct rd_kafka_metadata *md = NULL;
    if (consumer->n_parts > 1 &&
        rd_kafka_metadata(consumer->client->rk, 0, NULL, &md, LOOK_MS) == 0) {
        rd_kafka_metadata_destroy(md);
    }
}

static enum weir_verdict start_all(struct kafka_consumer *consumer,
                                   const rd_kafka_topic_partition_list_t *list,
                                   struct weir_err *err)
{
    for (int i = 0; i < list->cnt; i++) {
        const rd_kafka_topic_partition_t *elem = &list->elems[i];
        struct kafka_part *part = kafka_part_add(consumer, elem->topic, elem->partition);
        part->sought = elem->offset;
        part->handle = rd_kafka_topic_new(consumer->client->rk, elem->topic, NULL);
        if (!part->handle) {
            return cannot_read(consumer, elem, err);
        }
    }
    look_up_leaders(consumer);
    for (int i = 0; i < list->cnt; i++) {
        const rd_kafka_topic_partition_t *elem = &list->elems[i];
        struct kafka_part *part = kafka_part_find(consumer, elem->topic, elem->partition);
        if (rd_kafka_consume_start_queue(part->handle, elem->partition,
                                         kafka_start(consumer, elem->offset), consumer->queue)) {
            return cannot_read(consumer, elem, err);
        }
    }
    return WEIR_OK;
}

enum weir_verdict kafka_assign(struct bus_consumer *base,
                               const struct weir_topic_partition *partitions, size_t n,
                               struct weir_err *err)
{
    struct kafka_consumer *consumer = of(base);
    enum weir_verdict verdict = WEIR_OK;
    rd_kafka_topic_partition_list_t *list = kafka_list(partitions, n);
    while (consumer->n_parts) {
        kafka_part_remove(consumer, &consumer->parts[consumer->n_parts - 1]);
    }
    if (consumer->grouped) {
        for (int i = 0; i < list->cnt; i++) {
            kafka_part_add(consumer, list->elems[i].topic, list->elems[i].partition)->sought =
                list->elems[i].offset;
        }
        rd_kafka_resp_err_t code = rd_kafka_assign(consumer->client->rk, list);
        verdict = code ? kafka_error(consumer->client, err, code, NULL, "cannot take partitions")
                       : WEIR_OK;
    } else {
        verdict = start_all(consumer, list, err);
    }
    rd_kafka_topic_partition_list_destroy(list);
    return verdict;
}

/* ---- where it stands ---- */

/* NULL: it is not among those that the assigned callback under way is about. */
static rd_kafka_topic_partition_t *joining_part(const struct kafka_consumer *consumer,
                                                const char *topic, int32_t partition)
{
    return consumer->joining
               ? rd_kafka_topic_partition_list_find(consumer->joining, topic, partition)
               : NULL;
}

int64_t kafka_position(struct bus_consumer *base, struct weir_str topic, int32_t partition)
{
    struct kafka_consumer *consumer = of(base);
    struct weir_topic_partition one = {.topic = topic, .partition = partition};
    rd_kafka_topic_partition_list_t *list = kafka_list(&one, 1);
    struct kafka_part *part = kafka_part_find(consumer, list->elems[0].topic, partition);
    int64_t position = -1;
    if (part) {
        position = rd_kafka_position(consumer->client->rk, list) ? -1 : list->elems[0].offset;
        position = position < 0 ? part->sought : position;
        position = position < part->end ? part->end : position;
    }
    rd_kafka_topic_partition_list_destroy(list);
    return position < 0 ? -1 : position;
}

/* Waits a little without the clock's being ours to move. */
static void pause_a_little(void)
{
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t cond;
    weir_clock_cond_init(&cond);
    pthread_mutex_lock(&lock);
    weir_clock_wait(&cond, &lock, weir_clock_mono_ms() + SEEK_STEP_MS);
    pthread_mutex_unlock(&lock);
    pthread_cond_destroy(&cond);
}

/*
 * A partition just assigned cannot be moved until its fetching has begun; and librdkafka before
 * 2.1.0 takes the time it may wait for microseconds.
 */
static bool not_yet(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR__STATE || code == RD_KAFKA_RESP_ERR__PREV_IN_PROGRESS ||
           code == RD_KAFKA_RESP_ERR__TIMED_OUT;
}

static rd_kafka_resp_err_t seek_until(struct kafka_consumer *consumer,
                                      rd_kafka_topic_partition_list_t *list)
{
    int64_t deadline_ms = weir_clock_mono_ms() + consumer->client->conf.request_ms;
    for (;;) {
        rd_kafka_error_t *error =
            rd_kafka_seek_partitions(consumer->client->rk, list, consumer->client->conf.request_ms);
        rd_kafka_resp_err_t code = error ? rd_kafka_error_code(error) : list->elems[0].err;
        if (error) {
            rd_kafka_error_destroy(error);
        }
        if (!not_yet(code) || weir_clock_mono_ms() >= deadline_ms) {
            return code;
        }
        pause_a_little();
    }
}

/* The stored offset as a plain one, which is all that seek knows. */
static void resolve_stored(struct kafka_consumer *consumer, rd_kafka_topic_partition_list_t *list)
{
    if (list->elems[0].offset == BUS_STORED) {
        bool known =
            consumer->grouped &&
            !rd_kafka_committed(consumer->client->rk, list, consumer->client->conf.request_ms) &&
            list->elems[0].offset >= 0;
        list->elems[0].offset = known ? list->elems[0].offset : kafka_start(consumer, BUS_STORED);
    }
}

enum weir_verdict kafka_seek(struct bus_consumer *base, struct weir_str topic, int32_t partition,
                             int64_t offset, struct weir_err *err)
{
    struct kafka_consumer *consumer = of(base);
    struct weir_topic_partition one = {.topic = topic, .partition = partition, .offset = offset};
    rd_kafka_topic_partition_list_t *list = kafka_list(&one, 1);
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
    struct kafka_part *part = kafka_part_find(consumer, list->elems[0].topic, partition);
    rd_kafka_topic_partition_t *joining = joining_part(consumer, list->elems[0].topic, partition);
    if (!part) {
        code = RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION;
    } else if (joining) {
        joining->offset = offset;
    } else {
        resolve_stored(consumer, list);
        code = seek_until(consumer, list);
    }
    rd_kafka_topic_partition_list_destroy(list);
    if (code) {
        return kafka_error(consumer->client, err, code, NULL, "cannot seek in %.*s-%d",
                           WEIR_STR_ARG(topic), partition);
    }
    part->sought = offset;
    part->end = -1;
    return WEIR_OK;
}

void kafka_pause(struct bus_consumer *base, struct weir_str topic, int32_t partition, bool pause)
{
    struct kafka_consumer *consumer = of(base);
    struct weir_topic_partition one = {.topic = topic, .partition = partition};
    rd_kafka_topic_partition_list_t *list = kafka_list(&one, 1);
    struct kafka_part *part = kafka_part_find(consumer, list->elems[0].topic, partition);
    if (part && part->paused != pause) {
        part->paused = pause;
        if (joining_part(consumer, part->topic, partition)) {
            /* it is handed over with the assignment */
        } else if (pause) {
            rd_kafka_pause_partitions(consumer->client->rk, list);
        } else {
            rd_kafka_resume_partitions(consumer->client->rk, list);
        }
    }
    rd_kafka_topic_partition_list_destroy(list);
}
