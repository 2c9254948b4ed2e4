/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_poll.c: takes messages out of a consumer's queue until there are none, or enough. They stay
 * librdkafka's until they are released; nothing is copied. Errors and ends of partitions come the
 * same way.
 */
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "bus/kafka_consumer.h"

#define ARENA_CHUNK 4096
#define STEP_MS     1000 /* missing topics are looked for in between */

/* ---- holds ---- */

static struct kafka_hold *get_hold(struct kafka_consumer *consumer)
{
    struct kafka_hold *hold = consumer->free_holds;
    if (hold) {
        consumer->free_holds = hold->next;
    } else {
        hold = weir_xcalloc(1, sizeof(*hold));
        weir_arena_init(&hold->arena, ARENA_CHUNK);
    }
    return hold;
}

static void put_hold(struct kafka_consumer *consumer, struct kafka_hold *hold)
{
    for (size_t i = 0; i < hold->n; i++) {
        rd_kafka_message_destroy(hold->msgs[i]);
    }
    hold->n = 0;
    weir_arena_reset(&hold->arena);
    hold->next = consumer->free_holds;
    consumer->free_holds = hold;
}

void kafka_release(struct bus_consumer *base, struct bus_messages *messages)
{
    if (messages->hold) {
        put_hold((struct kafka_consumer *)base, messages->hold);
    }
    *messages = (struct bus_messages){0};
}

static void add(struct kafka_hold *hold, rd_kafka_message_t *msg)
{
    if (hold->n == hold->cap) {
        hold->cap = hold->cap ? 2 * hold->cap : 64;
        hold->msgs = weir_xrealloc(hold->msgs, hold->cap, sizeof(hold->msgs[0]));
        hold->items = weir_xrealloc(hold->items, hold->cap, sizeof(hold->items[0]));
    }
    hold->msgs[hold->n++] = msg;
}

void kafka_drop_revoked(struct kafka_consumer *consumer,
                        const rd_kafka_topic_partition_list_t *list)
{
    struct kafka_hold *hold = consumer->filling;
    size_t kept = 0;
    for (size_t i = 0; hold && i < hold->n; i++) {
        rd_kafka_message_t *msg = hold->msgs[i];
        if (rd_kafka_topic_partition_list_find((rd_kafka_topic_partition_list_t *)(uintptr_t)list,
                                               rd_kafka_topic_name(msg->rkt), msg->partition)) {
            rd_kafka_message_destroy(msg);
        } else {
            hold->msgs[kept++] = msg;
        }
    }
    if (hold) {
        hold->n = kept;
    }
}

/* ---- from theirs to ours ---- */

static void convert_headers(struct weir_arena *arena, const rd_kafka_message_t *msg,
                            struct bus_message *item)
{
    rd_kafka_headers_t *headers;
    if (rd_kafka_message_headers(msg, &headers)) {
        return;
    }
    size_t n = rd_kafka_header_cnt(headers);
    struct weir_raw_header *out = WEIR_NEW_ARRAY(arena, struct weir_raw_header, n);
    for (size_t i = 0; i < n; i++) {
        const char *name;
        const void *value;
        size_t size;
        rd_kafka_header_get_all(headers, i, &name, &value, &size);
        out[i].name = weir_str_of(name);
        out[i].value = weir_str_n(value, size);
    }
    item->headers = out;
    item->n_headers = (uint32_t)n;
}

static void convert(struct kafka_hold *hold)
{
    const rd_kafka_topic_t *last = NULL;
    struct weir_str topic = WEIR_STR_NULL;
    for (size_t i = 0; i < hold->n; i++) {
        const rd_kafka_message_t *msg = hold->msgs[i];
        rd_kafka_timestamp_type_t type;
        if (msg->rkt != last) {
            last = msg->rkt;
            topic = weir_str_of(rd_kafka_topic_name(last));
        }
        hold->items[i] = (struct bus_message){
            .topic = topic,
            .partition = msg->partition,
            .offset = msg->offset,
            .timestamp = rd_kafka_message_timestamp(msg, &type),
            .key = weir_str_n(msg->key, msg->key_len),
            .value = weir_str_n(msg->payload, msg->len),
        };
        hold->items[i].timestamp_type = type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME;
        convert_headers(&hold->arena, msg, &hold->items[i]);
    }
}

/* ---- what is no message ---- */

/* The offset after the last record is told here; true when nothing but this tells it. */
static bool on_end(struct kafka_consumer *consumer, const rd_kafka_message_t *msg)
{
    struct kafka_part *part =
        kafka_part_find(consumer, rd_kafka_topic_name(msg->rkt), msg->partition);
    if (!part || part->end == msg->offset) {
        return false;
    }
    int64_t before = kafka_position(&consumer->base, weir_str_of(part->topic), part->partition);
    part->end = msg->offset;
    return before != part->end;
}

static enum weir_verdict on_error(struct kafka_consumer *consumer, const rd_kafka_message_t *msg,
                                  struct weir_err *err)
{
    const char *topic = msg->rkt ? rd_kafka_topic_name(msg->rkt) : NULL;
    switch ((int)msg->err) {
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
        if (topic) {
            kafka_missing_add(consumer, topic);
        }
        return WEIR_OK;
    default:
        break;
    }
    kafka_error(consumer->client, err, msg->err, rd_kafka_message_errstr(msg), "cannot read%s%s",
                topic ? " topic " : "", topic ? topic : "");
    if (err->class != WEIR_RETRY) {
        return err->class;
    }
    weir_warn(kafka_log(), "%s", err->text);
    return WEIR_OK;
}

/* ---- prefetching ---- */

/*
 * librdkafka stops fetching when its queue is full, and its broker threads look again only once a
 * second, so that a small queue would stand empty most of the time. Any request makes them look:
 * this one asks for the partitions' ends and does not wait for the answer.
 */
static void nudge(struct kafka_consumer *consumer)
{
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new((int)consumer->n_parts);
    for (size_t i = 0; i < consumer->n_parts; i++) {
        if (!consumer->parts[i].paused) {
            rd_kafka_topic_partition_list_add(list, consumer->parts[i].topic,
                                              consumer->parts[i].partition)
                ->offset = RD_KAFKA_OFFSET_END;
        }
    }
    if (list->cnt) {
        rd_kafka_offsets_for_times(consumer->client->rk, list, 0);
    }
    rd_kafka_topic_partition_list_destroy(list);
    consumer->taken_bytes = 0;
}

static void nudge_if_drained(struct kafka_consumer *consumer)
{
    if (consumer->taken_bytes >= consumer->nudge_bytes) {
        nudge(consumer);
    }
}

/* ---- polling ---- */

/* One message or event; *more: the caller need wait no longer. */
static enum weir_verdict take(struct kafka_consumer *consumer, int64_t wait_ms, size_t *bytes,
                              bool *got, bool *more, struct weir_err *err)
{
    rd_kafka_message_t *msg = NULL;
    enum weir_verdict verdict = WEIR_OK;
    *got = rd_kafka_consume_batch_queue(consumer->queue, (int)wait_ms, &msg, 1) == 1;
    if (!*got) {
        return WEIR_OK;
    }
    if (!msg->err) {
        *bytes += msg->len + msg->key_len;
        consumer->taken_bytes += msg->len + msg->key_len;
        *more = true;
        add(consumer->filling, msg);
        return WEIR_OK;
    }
    if (msg->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        *more |= on_end(consumer, msg);
    } else {
        verdict = on_error(consumer, msg, err);
    }
    rd_kafka_message_destroy(msg);
    return verdict;
}

static enum weir_verdict fill(struct kafka_consumer *consumer, size_t max_records, size_t max_bytes,
                              int64_t deadline_ms, struct weir_err *err)
{
    size_t bytes = 0;
    bool got = true;
    bool enough = false;
    while (consumer->filling->n < max_records && (bytes < max_bytes || bytes == 0)) {
        int64_t wait_ms = 0;
        if (!enough) {
            kafka_missing_look(consumer);
            wait_ms = deadline_ms - weir_clock_mono_ms();
            wait_ms = wait_ms < 0 ? 0 : wait_ms > STEP_MS ? STEP_MS : wait_ms;
        }
        enum weir_verdict verdict = take(consumer, wait_ms, &bytes, &got, &enough, err);
        if (!verdict && !got) {
            verdict = kafka_trouble(consumer->client, err);
        }
        if (verdict) {
            return verdict;
        }
        if (!got && atomic_exchange(&consumer->woken, false)) {
            return weir_err_set(err, WEIR_WOKEN, "woken while waiting for messages");
        }
        if (!got && (enough || weir_clock_mono_ms() >= deadline_ms)) {
            return WEIR_OK;
        }
    }
    return WEIR_OK;
}

enum weir_verdict kafka_poll(struct bus_consumer *base, size_t max_records, size_t max_bytes,
                             int64_t wait_ms, struct bus_messages *out, struct weir_err *err)
{
    struct kafka_consumer *consumer = (struct kafka_consumer *)base;
    *out = (struct bus_messages){0};
    if (atomic_load(&consumer->evicted)) {
        return weir_err_set(err, WEIR_FATAL, "the consumer was put out of its group");
    }
    if (atomic_exchange(&consumer->woken, false)) {
        return weir_err_set(err, WEIR_WOKEN, "woken before waiting for messages");
    }
    if (consumer->stash.class) {
        *err = consumer->stash;
        consumer->stash.class = WEIR_OK;
        return err->class;
    }
    struct kafka_hold *hold = get_hold(consumer);
    consumer->filling = hold;
    enum weir_verdict verdict =
        fill(consumer, max_records, max_bytes, weir_clock_mono_ms() + wait_ms, err);
    consumer->filling = NULL;
    nudge_if_drained(consumer); /* so that it fetches while these are worked on */
    if (verdict && hold->n) { /* what came before it first */
        consumer->stash = *err;
        verdict = WEIR_OK;
    }
    if (hold->n == 0) {
        put_hold(consumer, hold);
        return verdict;
    }
    convert(hold);
    *out = (struct bus_messages){.items = hold->items, .n = hold->n, .hold = hold};
    return verdict;
}
