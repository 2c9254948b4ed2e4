/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_topics.c: what is there: topics and their partitions from the cluster's metadata, first
 * and last offsets, offsets of a time. Asking creates nothing: the admin client forbids it.
 */
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "bus/kafka_engine.h"

#define LEADER_MS 50

/* Brokers keep their own topics under such names; metadata does not tell. */
static bool internal(const char *name)
{
    return strncmp(name, "__", 2) == 0;
}

static struct bus_topic_info info_of(const rd_kafka_metadata_topic_t *topic)
{
    return (struct bus_topic_info){
        .name = weir_str_of(topic->topic),
        .partitions = topic->partition_cnt,
        .replication_factor = topic->partition_cnt ? topic->partitions[0].replica_cnt : 0,
        .internal = internal(topic->topic),
    };
}

static int by_name(const void *a, const void *b)
{
    return weir_str_cmp(((const struct bus_topic_info *)a)->name,
                        ((const struct bus_topic_info *)b)->name);
}

static enum weir_verdict open_admin(struct bus *bus, struct kafka_client **client,
                                    struct weir_err *err)
{
    enum weir_verdict verdict = kafka_client_admin((struct kafka_bus *)bus, client, err);
    if (!verdict) {
        verdict = kafka_reach(*client, err);
        if (verdict) {
            kafka_client_close(*client);
        }
    }
    return verdict;
}

static enum weir_verdict metadata(struct kafka_client *client, rd_kafka_topic_t *topic,
                                  const struct rd_kafka_metadata **md, struct weir_err *err)
{
    enum weir_verdict verdict = kafka_trouble(client, err);
    if (verdict) {
        return verdict;
    }
    rd_kafka_resp_err_t code =
        rd_kafka_metadata(client->rk, topic == NULL, topic, md, client->conf.request_ms);
    if (code) {
        kafka_error(client, err, code, NULL, "cannot read the cluster's metadata");
        kafka_trouble(client, err); /* the cause, if it is known */
        return err->class;
    }
    return WEIR_OK;
}

enum weir_verdict kafka_topics(struct bus *bus, struct weir_arena *arena,
                               const struct bus_topic_info **topics, size_t *n,
                               struct weir_err *err)
{
    struct kafka_client *client;
    const struct rd_kafka_metadata *md = NULL;
    enum weir_verdict verdict = open_admin(bus, &client, err);
    if (verdict) {
        return verdict;
    }
    verdict = metadata(client, NULL, &md, err);
    if (!verdict) {
        size_t count = (size_t)md->topic_cnt;
        struct bus_topic_info *list = WEIR_NEW_ARRAY(arena, struct bus_topic_info, count);
        for (size_t i = 0; i < count; i++) {
            list[i] = info_of(&md->topics[i]);
            list[i].name = weir_arena_str(arena, list[i].name);
        }
        qsort(list, count, sizeof(*list), by_name);
        *topics = list;
        *n = count;
        rd_kafka_metadata_destroy(md);
    }
    kafka_client_close(client);
    return verdict;
}

static enum weir_verdict read_info(struct kafka_client *client, const struct rd_kafka_metadata *md,
                                   struct weir_str topic, struct bus_topic_info *info,
                                   struct weir_err *err)
{
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
    *info = (struct bus_topic_info){.name = topic};
    if (md->topic_cnt == 1) {
        code = md->topics[0].err;
        *info = info_of(&md->topics[0]);
        info->name = topic;
    }
    switch ((int)code) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
    case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
        return WEIR_OK;
    default:
        return kafka_error(client, err, code, NULL, "cannot look up topic %.*s",
                           WEIR_STR_ARG(topic));
    }
}

enum weir_verdict kafka_topic_info(struct bus *bus, struct weir_str topic,
                                   struct bus_topic_info *info, struct weir_err *err)
{
    struct kafka_client *client;
    const struct rd_kafka_metadata *md = NULL;
    enum weir_verdict verdict = open_admin(bus, &client, err);
    if (verdict) {
        return verdict;
    }
    char *name = weir_xstrndup(topic.p, topic.n);
    rd_kafka_topic_t *handle = rd_kafka_topic_new(client->rk, name, NULL);
    free(name);
    if (!handle) {
        verdict = kafka_error(client, err, RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, NULL,
                              "cannot look up topic %.*s", WEIR_STR_ARG(topic));
    } else {
        verdict = metadata(client, handle, &md, err);
        rd_kafka_topic_destroy(handle);
    }
    if (!verdict) {
        verdict = read_info(client, md, topic, info, err);
        rd_kafka_metadata_destroy(md);
    }
    kafka_client_close(client);
    return verdict;
}

/* A partition just made, or one whose broker goes, has another leader in a moment. */
static bool leader_moves(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION ||
           code == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE ||
           code == RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH ||
           code == RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH ||
           code == RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE ||
           code == RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE;
}

/* True after a pause when the question is worth asking again. */
static bool ask_leader_again(struct kafka_client *client, rd_kafka_resp_err_t code,
                             int64_t deadline_ms)
{
    if (!leader_moves(code) || weir_clock_mono_ms() >= deadline_ms) {
        return false;
    }
    rd_kafka_poll(client->rk, LEADER_MS);
    return true;
}

enum weir_verdict kafka_watermarks(struct bus *bus, struct weir_str topic, int32_t partition,
                                   int64_t *low, int64_t *high, struct weir_err *err)
{
    struct kafka_client *client;
    enum weir_verdict verdict = open_admin(bus, &client, err);
    if (verdict) {
        return verdict;
    }
    char *name = weir_xstrndup(topic.p, topic.n);
    int64_t deadline_ms = weir_clock_mono_ms() + client->conf.request_ms;
    rd_kafka_resp_err_t code;
    do {
        code = rd_kafka_query_watermark_offsets(client->rk, name, partition, low, high,
                                                client->conf.request_ms);
    } while (ask_leader_again(client, code, deadline_ms));
    if (code) {
        verdict = kafka_error(client, err, code, NULL, "cannot read the offsets of %s-%d", name,
                              partition);
    }
    free(name);
    kafka_client_close(client);
    return verdict;
}

/* One request to each broker: the ends of a partition are times by themselves. */
static rd_kafka_resp_err_t query_all(struct kafka_client *client,
                                     rd_kafka_topic_partition_list_t *list, int64_t which)
{
    for (int i = 0; i < list->cnt; i++) {
        list->elems[i].offset = which;
    }
    rd_kafka_resp_err_t code =
        rd_kafka_offsets_for_times(client->rk, list, client->conf.request_ms);
    for (int i = 0; i < list->cnt && !code; i++) {
        code = list->elems[i].err;
    }
    return code;
}

enum weir_verdict kafka_topic_watermarks(struct bus *bus, struct weir_str topic, int32_t n,
                                         int64_t *low, int64_t *high, struct weir_err *err)
{
    struct kafka_client *client;
    enum weir_verdict verdict = open_admin(bus, &client, err);
    if (verdict) {
        return verdict;
    }
    char *name = weir_xstrndup(topic.p, topic.n);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(n);
    rd_kafka_topic_partition_list_add_range(list, name, 0, n - 1);
    int64_t deadline_ms = weir_clock_mono_ms() + client->conf.request_ms;
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
    for (int end = 0; end < 2 && !code; end++) {
        do {
            code = query_all(client, list, end ? RD_KAFKA_OFFSET_END : RD_KAFKA_OFFSET_BEGINNING);
        } while (ask_leader_again(client, code, deadline_ms));
        for (int i = 0; i < list->cnt && !code; i++) {
            (end ? high : low)[list->elems[i].partition] = list->elems[i].offset;
        }
    }
    if (code) {
        verdict = kafka_error(client, err, code, NULL, "cannot read the offsets of %s", name);
    }
    rd_kafka_topic_partition_list_destroy(list);
    free(name);
    kafka_client_close(client);
    return verdict;
}

enum weir_verdict kafka_offset_at(struct bus *bus, struct weir_str topic, int32_t partition,
                                  int64_t timestamp_ms, int64_t *offset, struct weir_err *err)
{
    struct kafka_client *client;
    enum weir_verdict verdict = open_admin(bus, &client, err);
    if (verdict) {
        return verdict;
    }
    char *name = weir_xstrndup(topic.p, topic.n);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, name, partition);
    int64_t deadline_ms = weir_clock_mono_ms() + client->conf.request_ms;
    rd_kafka_resp_err_t code;
    do {
        list->elems[0].offset = timestamp_ms;
        code = rd_kafka_offsets_for_times(client->rk, list, client->conf.request_ms);
        code = code ? code : list->elems[0].err;
    } while (ask_leader_again(client, code, deadline_ms));
    *offset = list->elems[0].offset;
    if (code) {
        verdict = kafka_error(client, err, code, NULL, "cannot find a time's offset in %s-%d", name,
                              partition);
    }
    rd_kafka_topic_partition_list_destroy(list);
    free(name);
    kafka_client_close(client);
    if (!verdict && *offset < 0) {
        int64_t low;
        return kafka_watermarks(bus, topic, partition, &low, offset, err);
    }
    return verdict;
}
