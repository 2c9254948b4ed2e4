/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_rebalance.c: the group gave this member partitions or took them away. The owner's callback
 * runs first and may seek and pause; librdkafka is told afterwards, so that fetching begins at the
 * right place. Eager assignors replace the whole set, cooperative ones change it.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "bus/kafka_consumer.h"

#define PLACES_WAIT_MS 5000 /* then librdkafka asks, for as long as it takes */

static bool cooperative(rd_kafka_t *rk)
{
    const char *protocol = rd_kafka_rebalance_protocol(rk);
    return protocol && strcmp(protocol, "COOPERATIVE") == 0;
}

static struct weir_topic_partition *ours(const rd_kafka_topic_partition_list_t *list)
{
    struct weir_topic_partition *partitions = weir_xcalloc((size_t)list->cnt, sizeof(*partitions));
    for (int i = 0; i < list->cnt; i++) {
        partitions[i].topic = weir_str_of(list->elems[i].topic);
        partitions[i].partition = list->elems[i].partition;
        partitions[i].offset = -1;
    }
    return partitions;
}

static void log_error(struct kafka_consumer *consumer, rd_kafka_resp_err_t code,
                      rd_kafka_error_t *error, const char *what)
{
    if (error) {
        code = rd_kafka_error_code(error);
        rd_kafka_error_destroy(error);
    }
    if (code) {
        struct weir_err err;
        kafka_error(consumer->client, &err, code, NULL, "%s", what);
        weir_error(kafka_log(), "%s", err.text);
    }
}

/*
 * With a place for each, fetching begins before rd_kafka_assign returns. Left to librdkafka, which
 * asks for the commits after that, it begins at some time of its own; and a pause, resume or seek
 * that falls into that moment outdates the order to begin, and the partition stands still for ever.
 */
static void find_places(struct kafka_consumer *consumer, rd_kafka_topic_partition_list_t *list)
{
    rd_kafka_topic_partition_list_t *asked = rd_kafka_topic_partition_list_new(list->cnt);
    for (int i = 0; i < list->cnt; i++) {
        int64_t offset = list->elems[i].offset;
        if (offset == RD_KAFKA_OFFSET_INVALID || offset == RD_KAFKA_OFFSET_STORED) {
            rd_kafka_topic_partition_list_add(asked, list->elems[i].topic,
                                              list->elems[i].partition);
        }
    }
    bool answered =
        asked->cnt > 0 && !rd_kafka_committed(consumer->client->rk, asked, PLACES_WAIT_MS);
    for (int i = 0; answered && i < asked->cnt; i++) {
        const rd_kafka_topic_partition_t *place = &asked->elems[i];
        if (!place->err) {
            rd_kafka_topic_partition_list_find(list, place->topic, place->partition)->offset =
                place->offset >= 0 ? place->offset : kafka_start(consumer, BUS_STORED);
        }
    }
    rd_kafka_topic_partition_list_destroy(asked);
}

/* Both ways: librdkafka still knows of a pause from before a partition went and came back. */
static void hand_over_pauses(struct kafka_consumer *consumer,
                             const rd_kafka_topic_partition_list_t *list)
{
    rd_kafka_topic_partition_list_t *paused = rd_kafka_topic_partition_list_new(list->cnt);
    rd_kafka_topic_partition_list_t *running = rd_kafka_topic_partition_list_new(list->cnt);
    for (int i = 0; i < list->cnt; i++) {
        struct kafka_part *part =
            kafka_part_find(consumer, list->elems[i].topic, list->elems[i].partition);
        if (part) {
            rd_kafka_topic_partition_list_add(part->paused ? paused : running, part->topic,
                                              part->partition);
        }
    }
    rd_kafka_pause_partitions(consumer->client->rk, paused);
    rd_kafka_resume_partitions(consumer->client->rk, running);
    rd_kafka_topic_partition_list_destroy(paused);
    rd_kafka_topic_partition_list_destroy(running);
}

static void assign(struct kafka_consumer *consumer, rd_kafka_topic_partition_list_t *list)
{
    rd_kafka_t *rk = consumer->client->rk;
    struct weir_topic_partition *partitions = ours(list);
    for (int i = 0; i < list->cnt; i++) {
        kafka_part_add(consumer, list->elems[i].topic, list->elems[i].partition);
    }
    consumer->joining = list;
    if (consumer->conf.assigned) {
        consumer->conf.assigned(consumer->conf.self, partitions, (size_t)list->cnt);
    }
    consumer->joining = NULL;
    free(partitions);
    find_places(consumer, list);
    if (cooperative(rk)) {
        log_error(consumer, 0, rd_kafka_incremental_assign(rk, list), "cannot add partitions");
    } else {
        log_error(consumer, rd_kafka_assign(rk, list), NULL, "cannot take partitions");
    }
    hand_over_pauses(consumer, list);
}

static void unassign(struct kafka_consumer *consumer, rd_kafka_topic_partition_list_t *list)
{
    rd_kafka_t *rk = consumer->client->rk;
    struct weir_topic_partition *partitions = ours(list);
    bool lost = rd_kafka_assignment_lost(rk) != 0;
    kafka_drop_revoked(consumer, list);
    if (consumer->conf.revoked) {
        consumer->conf.revoked(consumer->conf.self, partitions, (size_t)list->cnt, lost);
    }
    free(partitions);
    for (int i = 0; i < list->cnt; i++) {
        struct kafka_part *part =
            kafka_part_find(consumer, list->elems[i].topic, list->elems[i].partition);
        if (part) {
            kafka_part_remove(consumer, part);
        }
    }
    if (cooperative(rk)) {
        log_error(consumer, 0, rd_kafka_incremental_unassign(rk, list),
                  "cannot give partitions up");
    } else {
        log_error(consumer, rd_kafka_assign(rk, NULL), NULL, "cannot give partitions up");
    }
}

/* Its owner is not told and keeps its table: it may be looking at it. */
static void let_go(rd_kafka_t *rk, rd_kafka_resp_err_t code,
                   const rd_kafka_topic_partition_list_t *list)
{
    rd_kafka_error_t *error = NULL;
    if (!cooperative(rk)) {
        rd_kafka_assign(rk, NULL);
    } else if (code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
        error = rd_kafka_incremental_assign(rk, list);
    } else {
        error = rd_kafka_incremental_unassign(rk, list);
    }
    if (error) {
        rd_kafka_error_destroy(error);
    }
}

void kafka_on_rebalance(rd_kafka_t *rk, rd_kafka_resp_err_t code,
                        rd_kafka_topic_partition_list_t *list, void *opaque)
{
    struct kafka_client *client = opaque;
    struct kafka_consumer *consumer = client->owner;
    if (atomic_load(&consumer->evicted)) {
        let_go(rk, code, list);
    } else if (code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
        assign(consumer, list);
    } else if (code == RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS) {
        unassign(consumer, list);
    } else {
        log_error(consumer, code, NULL, "the group's rebalance failed");
        rd_kafka_assign(rk, NULL);
    }
}
