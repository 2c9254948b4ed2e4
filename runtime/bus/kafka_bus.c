/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_bus.c: opens the Kafka engine: the worker's client properties are read and checked, the
 * reports thread starts; clients open later, at their first use. Next: kafka_client.c.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "bus/kafka_engine.h"

#define ARENA_CHUNK 8192

static const char *describe(const struct bus *bus)
{
    return ((const struct kafka_bus *)bus)->description;
}

static const char *cluster_id(struct bus *bus)
{
    struct kafka_bus *kafka = (struct kafka_bus *)bus;
    struct kafka_client *client;
    struct weir_err err;
    pthread_mutex_lock(&kafka->lock);
    const char *known = kafka->cluster_id;
    pthread_mutex_unlock(&kafka->lock);
    if (known || kafka_client_admin(kafka, &client, &err)) {
        return known ? known : "";
    }
    char *id =
        kafka_reach(client, &err) ? NULL : rd_kafka_clusterid(client->rk, client->conf.request_ms);
    kafka_client_close(client);
    pthread_mutex_lock(&kafka->lock);
    if (id && !kafka->cluster_id) {
        kafka->cluster_id = weir_xstrdup(id);
    }
    known = kafka->cluster_id;
    pthread_mutex_unlock(&kafka->lock);
    free(id);
    return known ? known : "";
}

static void destroy(struct kafka_bus *kafka)
{
    kafka_tokens_free(kafka);
    pthread_cond_destroy(&kafka->left);
    pthread_mutex_destroy(&kafka->leave_lock);
    pthread_mutex_destroy(&kafka->token_lock);
    pthread_mutex_destroy(&kafka->lock);
    weir_arena_free(&kafka->arena);
    free(kafka->description);
    free(kafka->cluster_id);
    free(kafka);
}

static void close_bus(struct bus *bus)
{
    struct kafka_bus *kafka = (struct kafka_bus *)bus;
    kafka_leave_wait(kafka);
    if (kafka->admin) {
        kafka_client_close(kafka->admin);
    }
    kafka_reports_stop(kafka);
    kafka_member_end(kafka);
    destroy(kafka);
}

static const struct bus_engine engine = {
    .close = close_bus,
    .cluster_id = cluster_id,
    .describe = describe,
    .topics = kafka_topics,
    .topic_info = kafka_topic_info,
    .topic_configs = kafka_topic_configs,
    .topic_create = kafka_topic_create,
    .topic_delete = kafka_topic_delete,
    .watermarks = kafka_watermarks,
    .topic_watermarks = kafka_topic_watermarks,
    .offset_at = kafka_offset_at,
    .producer_open = kafka_producer_open,
    .append = kafka_append,
    .flush = kafka_flush,
    .producer_wake = kafka_producer_wake,
    .producer_close = kafka_producer_close,
    .txn_init = kafka_txn_init,
    .txn_begin = kafka_txn_begin,
    .txn_commit = kafka_txn_commit,
    .txn_abort = kafka_txn_abort,
    .consumer_open = kafka_consumer_open,
    .subscribe = kafka_subscribe,
    .assign = kafka_assign,
    .poll = kafka_poll,
    .release = kafka_release,
    .position = kafka_position,
    .seek = kafka_seek,
    .pause = kafka_pause,
    .commit = kafka_commit,
    .committed = kafka_committed,
    .consumer_wake = kafka_consumer_wake,
    .consumer_evict = kafka_consumer_evict,
    .consumer_shrink = kafka_consumer_shrink,
    .producer_shrink = kafka_producer_shrink,
    .consumer_close = kafka_consumer_close,
    .group_offsets = kafka_group_offsets,
    .group_alter = kafka_group_alter,
    .group_members = kafka_group_members,
    .group_delete = kafka_group_delete,
};

/* The configuration is tried now, so that a mistake in it is an error at start. */
static enum weir_verdict try_properties(struct kafka_bus *kafka, struct weir_err *err)
{
    struct weir_arena arena;
    struct kafka_conf conf;
    struct kafka_ask ask = {.role = KAFKA_ADMIN, .worker = &kafka->props};
    weir_arena_init(&arena, ARENA_CHUNK);
    enum weir_verdict verdict = kafka_conf_translate(&arena, &ask, &conf, err);
    weir_arena_free(&arena);
    return verdict;
}

enum weir_verdict bus_open_kafka(const struct weir_props *props, struct bus **bus,
                                 struct weir_err *err)
{
    struct kafka_bus *kafka = weir_xcalloc(1, sizeof(*kafka));
    struct weir_str servers = weir_props_get(props, "bootstrap.servers");
    kafka->base.engine = &engine;
    kafka->description = weir_xprintf("Kafka at %.*s", WEIR_STR_ARG(servers));
    weir_arena_init(&kafka->arena, ARENA_CHUNK);
    weir_props_init(&kafka->props, &kafka->arena);
    weir_props_copy(&kafka->props, props);
    weir_props_init(&kafka->warned, &kafka->arena);
    pthread_mutex_init(&kafka->lock, NULL);
    pthread_mutex_init(&kafka->token_lock, NULL);
    kafka_leave_init(kafka);
    kafka_member_init(kafka);
    enum weir_verdict verdict = try_properties(kafka, err);
    if (!verdict) {
        verdict = kafka_reports_start(kafka, err);
    }
    if (verdict) {
        destroy(kafka);
        return verdict;
    }
    *bus = &kafka->base;
    return WEIR_OK;
}
