/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_commit.c: a member's commits to its group, with metadata, and what the group has committed.
 */
#include "bus/kafka_consumer.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

struct result {
    rd_kafka_resp_err_t code;
    const char *topic;
    int32_t partition;
    bool came;
};

static rd_kafka_resp_err_t first_error(rd_kafka_resp_err_t code,
                                       const rd_kafka_topic_partition_list_t *list)
{
    for (int i = 0; !code && list && i < list->cnt; i++) {
        code = list->elems[i].err;
    }
    return code;
}

static void on_sync(rd_kafka_t *rk, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t *list,
                    void *opaque)
{
    struct result *result = opaque;
    (void)rk;
    result->code = first_error(code, list);
    result->came = true;
}

/* Comes out of the consumer's queue. */
static void on_async(rd_kafka_t *rk, rd_kafka_resp_err_t code,
                     rd_kafka_topic_partition_list_t *list, void *opaque)
{
    struct kafka_client *client = opaque;
    (void)rk;
    code = first_error(code, list);
    if (code && code != RD_KAFKA_RESP_ERR__NO_OFFSET) {
        struct weir_err err;
        kafka_error(client, &err, code, NULL, "cannot commit offsets");
        weir_warn(kafka_log(), "%s", err.text);
    }
}

/* Asks for it; the answer comes to the queue. */
static rd_kafka_resp_err_t begin(struct kafka_consumer *consumer,
                                 const rd_kafka_topic_partition_list_t *list,
                                 rd_kafka_queue_t *queue,
                                 void (*on_answer)(rd_kafka_t *, rd_kafka_resp_err_t,
                                                   rd_kafka_topic_partition_list_t *, void *),
                                 void *opaque)
{
    pthread_mutex_lock(&consumer->evict_lock);
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST;
    if (!atomic_load(&consumer->evicted)) {
        code = rd_kafka_commit_queue(consumer->client->rk, list, queue, on_answer, opaque);
    }
    pthread_mutex_unlock(&consumer->evict_lock);
    return code;
}

static rd_kafka_resp_err_t commit_now(struct kafka_consumer *consumer,
                                      const rd_kafka_topic_partition_list_t *list)
{
    rd_kafka_queue_t *queue = rd_kafka_queue_new(consumer->client->rk);
    struct result *result = weir_xcalloc(1, sizeof(*result));
    rd_kafka_resp_err_t code = begin(consumer, list, queue, on_sync, result);
    int64_t deadline_ms = weir_clock_mono_ms() + consumer->client->conf.request_ms;
    while (!code && !result->came && weir_clock_mono_ms() < deadline_ms) {
        rd_kafka_queue_poll_callback(queue, (int)(deadline_ms - weir_clock_mono_ms()));
    }
    if (!code) {
        code = result->came ? result->code : RD_KAFKA_RESP_ERR__TIMED_OUT;
    }
    rd_kafka_queue_destroy(queue); /* a late answer is dropped with it */
    free(result);
    return code;
}

enum weir_verdict kafka_commit(struct bus_consumer *base,
                               const struct weir_topic_partition *offsets, size_t n, bool async,
                               struct weir_err *err)
{
    struct kafka_consumer *consumer = (struct kafka_consumer *)base;
    if (!consumer->grouped) {
        return weir_err_set(err, WEIR_FATAL, "a consumer without a group cannot commit");
    }
    if (n == 0) {
        return WEIR_OK;
    }
    rd_kafka_topic_partition_list_t *list = kafka_list(offsets, n);
    rd_kafka_resp_err_t code =
        async ? begin(consumer, list, consumer->queue, on_async, consumer->client)
              : commit_now(consumer, list);
    rd_kafka_topic_partition_list_destroy(list);
    if (!code) {
        return WEIR_OK;
    }
    return kafka_error(consumer->client, err, code, NULL, "cannot commit offsets of group %s",
                       weir_props_get(&consumer->client->conf.rd, "group.id").p);
}

enum weir_verdict kafka_committed(struct bus_consumer *base, struct weir_arena *arena,
                                  struct weir_topic_partition *partitions, size_t n,
                                  struct weir_err *err)
{
    struct kafka_consumer *consumer = (struct kafka_consumer *)base;
    rd_kafka_topic_partition_list_t *list = kafka_list(partitions, n);
    rd_kafka_resp_err_t code =
        rd_kafka_committed(consumer->client->rk, list, consumer->client->conf.request_ms);
    code = first_error(code, list);
    for (size_t i = 0; !code && i < n; i++) {
        const rd_kafka_topic_partition_t *from = &list->elems[i];
        partitions[i].offset = from->offset < 0 ? -1 : from->offset;
        partitions[i].metadata =
            weir_arena_str(arena, weir_str_n(from->metadata, from->metadata_size));
    }
    rd_kafka_topic_partition_list_destroy(list);
    return code ? kafka_error(consumer->client, err, code, NULL, "cannot read the group's commits")
                : WEIR_OK;
}
