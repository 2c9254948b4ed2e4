/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leader_topic.c: reads and writes the leader's record:
 * {"worker_id":"10.0.0.1:8083","url":"http://10.0.0.1:8083","generation":7}
 */
#include "worker/leader_topic.h"

#include <stdio.h>
#include <stdlib.h>

#include <weir/json.h>
#include <weir/mem.h>
#include <weir/time.h>

#define TAKE_TIMEOUT_MS 10000
#define RECORD_MAX      4096

struct leader_topic {
    struct bus *bus;
    char *name;
    const char *worker_id, *worker_url;
    struct bus_consumer *consumer;
    struct bus_producer *producer;
    int64_t generation;
    char url[512];
};

static enum weir_verdict make_topic(struct leader_topic *topic, const struct worker_conf *worker,
                                    struct weir_err *err)
{
    struct weir_prop compact = {WEIR_STR("cleanup.policy"), WEIR_STR("compact")};
    struct weir_topic_spec spec = {
        .name = weir_str_of(topic->name),
        .partitions = 1,
        .replication_factor = worker->config_replication,
        .configs = &compact,
        .n_configs = 1,
    };
    bool created = false;
    return bus_topic_create(topic->bus, &spec, &created, err);
}

static enum weir_verdict open_clients(struct leader_topic *topic, struct weir_err *err)
{
    struct bus_consumer_conf consumer = {.client_id = topic->name, .reset = BUS_RESET_EARLIEST};
    struct bus_producer_conf producer = {.client_id = topic->name, .shared = true};
    struct weir_topic_partition all = {
        .topic = weir_str_of(topic->name), .partition = 0, .offset = BUS_BEGINNING};
    enum weir_verdict rc = bus_consumer_open(topic->bus, &consumer, &topic->consumer, err);
    rc = rc == WEIR_OK ? bus_consumer_assign(topic->consumer, &all, 1, err) : rc;
    return rc == WEIR_OK ? bus_producer_open(topic->bus, &producer, &topic->producer, err) : rc;
}

enum weir_verdict leader_topic_open(struct bus *bus, const struct worker_conf *worker,
                                    const char *worker_id, const char *worker_url,
                                    struct leader_topic **out, struct weir_err *err)
{
    struct leader_topic *topic = weir_xcalloc(1, sizeof(*topic));
    *out = topic;
    topic->bus = bus;
    topic->worker_id = worker_id;
    topic->worker_url = worker_url;
    topic->name = weir_xprintf("%s-weir", worker->group_id.p);
    enum weir_verdict rc = make_topic(topic, worker, err);
    rc = rc == WEIR_OK ? open_clients(topic, err) : rc;
    return rc == WEIR_OK ? rc : weir_err_wrap(err, "the topic %s", topic->name);
}

void leader_topic_close(struct leader_topic *topic)
{
    if (!topic) {
        return;
    }
    if (topic->consumer) {
        bus_consumer_close(topic->consumer);
    }
    if (topic->producer) {
        bus_producer_close(topic->producer, 0);
    }
    free(topic->name);
    free(topic);
}

/* A record that makes no sense is passed over: the next leader writes a better one. */
static void take_in(struct leader_topic *topic, const struct bus_message *message)
{
    struct weir_arena arena;
    struct weir_json *doc = NULL;
    struct weir_err err;
    weir_arena_init(&arena, 1024);
    int64_t generation = 0;
    if (weir_str_is(message->key, "leader") && message->value.p &&
        weir_json_parse(&arena, message->value, &doc, &err) == WEIR_OK &&
        weir_json_get_i64(doc, "generation", &generation) && generation > topic->generation) {
        struct weir_str url = weir_json_get_str(doc, "url");
        topic->generation = generation;
        snprintf(topic->url, sizeof(topic->url), "%.*s", WEIR_STR_ARG(url));
    }
    weir_arena_free(&arena);
}

static enum weir_verdict read_some(struct leader_topic *topic, int64_t wait_ms,
                                   struct weir_err *err)
{
    struct bus_messages messages;
    enum weir_verdict rc = bus_consumer_poll(topic->consumer, 100, 65536, wait_ms, &messages, err);
    if (rc != WEIR_OK) {
        return rc;
    }
    for (size_t i = 0; i < messages.n; i++) {
        take_in(topic, &messages.items[i]);
    }
    bus_messages_release(topic->consumer, &messages);
    return WEIR_OK;
}

enum weir_verdict leader_topic_read(struct leader_topic *topic, struct weir_err *err)
{
    return read_some(topic, 0, err);
}

void leader_topic_get(const struct leader_topic *topic, int64_t *generation, char *url, size_t size)
{
    *generation = topic->generation;
    snprintf(url, size, "%s", topic->url);
}

static enum weir_verdict read_to_end(struct leader_topic *topic, struct weir_err *err)
{
    struct weir_str name = weir_str_of(topic->name);
    int64_t low = 0, high = 0;
    int64_t deadline_ms = weir_clock_mono_ms() + TAKE_TIMEOUT_MS;
    enum weir_verdict rc = bus_watermarks(topic->bus, name, 0, &low, &high, err);
    while (rc == WEIR_OK && high > low && bus_consumer_position(topic->consumer, name, 0) < high) {
        rc = read_some(topic, 100, err);
        if (rc == WEIR_OK && weir_clock_mono_ms() > deadline_ms) {
            rc = weir_err_set(err, WEIR_RETRY, "the topic %s cannot be read to its end",
                              topic->name);
        }
    }
    return rc;
}

enum weir_verdict leader_topic_take(struct leader_topic *topic, int64_t *generation,
                                    struct weir_err *err)
{
    enum weir_verdict rc = read_to_end(topic, err);
    if (rc != WEIR_OK) {
        return rc;
    }
    struct weir_buf value;
    weir_buf_init(&value, RECORD_MAX);
    weir_buf_text(&value, "{\"worker_id\":");
    weir_json_string(&value, weir_str_of(topic->worker_id));
    weir_buf_text(&value, ",\"url\":");
    weir_json_string(&value, weir_str_of(topic->worker_url));
    weir_buf_printf(&value, ",\"generation\":%lld}", (long long)topic->generation + 1);
    struct bus_record rec = {
        .topic = weir_str_of(topic->name),
        .partition = 0,
        .timestamp = WEIR_NO_TIMESTAMP,
        .key = WEIR_STR("leader"),
        .value = weir_buf_view(&value),
    };
    rc = bus_append_wait(topic->producer, &rec, 1, TAKE_TIMEOUT_MS, err);
    if (rc == WEIR_OK) {
        *generation = ++topic->generation;
        snprintf(topic->url, sizeof(topic->url), "%s", topic->worker_url);
    }
    weir_buf_free(&value);
    return rc;
}
