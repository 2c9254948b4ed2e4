/* SPDX-License-Identifier: Apache-2.0 */
/*
 * topic_reader.c: the consumer of the worker's own topics. A poll returns when there is something,
 * so the thread sleeps while nobody writes; the stores are next, through their feeds.
 */
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "base/thread.h"
#include "store/topic_reader_internal.h"

#define READ_RECORDS 1000
#define READ_BYTES   ((size_t)1 << 20)
#define IDLE_MS      3600000
/* While somebody waits for the end of a topic that ends in markers: nothing else tells. */
#define WAITING_MS 20
#define RETRY_MS   500
/* Of a broker's empty answer, the only one that tells of markers at a topic's end. */
#define CATCH_UP_MS "5"

/* ---- reading ---- */

static size_t list_some(const struct topic_feed *feed, bool with_records,
                        struct weir_topic_partition *list)
{
    size_t n = 0;
    for (int32_t p = 0; p < feed->partitions; p++) {
        if ((feed->next[p] < feed->end[p]) == with_records) {
            list[n++] = (struct weir_topic_partition){
                .topic = weir_str_of(feed->topic), .partition = p, .offset = feed->next[p]};
        }
    }
    return n;
}

/*
 * Under the lock. Those with records come first: a request that went out before all had been started
 * is answered at once then.
 */
static struct weir_topic_partition *list_partitions(struct topic_reader *reader, size_t *n)
{
    size_t all = 0;
    for (struct topic_feed *feed = reader->feeds; feed; feed = feed->after) {
        all += feed->begun ? (size_t)feed->partitions : 0;
    }
    struct weir_topic_partition *list = weir_xcalloc(all + 1, sizeof(*list));
    *n = 0;
    for (int empty = 0; empty < 2; empty++) {
        for (struct topic_feed *feed = reader->feeds; feed; feed = feed->after) {
            *n += feed->begun ? list_some(feed, !empty, list + *n) : 0;
        }
    }
    return list;
}

static enum weir_verdict assign(struct topic_reader *reader, struct weir_err *err)
{
    pthread_mutex_lock(&reader->lock);
    bool changed = reader->reassign;
    reader->reassign = false;
    size_t n = 0;
    struct weir_topic_partition *list = changed ? list_partitions(reader, &n) : NULL;
    pthread_mutex_unlock(&reader->lock);
    enum weir_verdict verdict =
        changed ? bus_consumer_assign(reader->consumer, list, n, err) : WEIR_OK;
    free(list);
    if (verdict != WEIR_OK) {
        pthread_mutex_lock(&reader->lock);
        reader->reassign = true;
        pthread_mutex_unlock(&reader->lock);
    }
    return verdict;
}

static struct topic_feed *find_feed(struct topic_reader *reader, struct weir_str topic)
{
    struct topic_feed *feed = reader->feeds;
    while (feed && !weir_str_is(topic, feed->topic)) {
        feed = feed->after;
    }
    return feed;
}

/* Runs of one topic go to its feed at once; only then do they count as read. */
static void hand_out(struct topic_reader *reader, const struct bus_messages *messages)
{
    for (size_t from = 0; from < messages->n;) {
        const struct bus_message *first = &messages->items[from];
        size_t to = from + 1;
        while (to < messages->n && weir_str_eq(messages->items[to].topic, first->topic)) {
            to++;
        }
        pthread_mutex_lock(&reader->lock);
        struct topic_feed *feed = find_feed(reader, first->topic);
        pthread_mutex_unlock(&reader->lock);
        if (feed) {
            feed->records(feed->self, first, to - from);
            pthread_mutex_lock(&reader->lock);
            for (size_t i = from; i < to; i++) {
                feed->next[messages->items[i].partition] = messages->items[i].offset + 1;
            }
            pthread_mutex_unlock(&reader->lock);
        }
        from = to;
    }
}

/* Under the lock: past gaps and markers. Nothing is between poll and here. */
static void look_where(struct topic_reader *reader, struct topic_feed *feed, int32_t partition)
{
    int64_t at = reader->reassign
                     ? -1
                     : bus_consumer_position(reader->consumer, weir_str_of(feed->topic), partition);
    if (at > feed->next[partition]) {
        feed->next[partition] = at;
    }
}

/* For those that are waited for. */
static struct topic_wait *look_where_we_are(struct topic_reader *reader)
{
    pthread_mutex_lock(&reader->lock);
    for (struct topic_wait *wait = reader->waits; wait; wait = wait->next) {
        look_where(reader, wait->feed, wait->partition);
    }
    struct topic_wait *reached = topic_waits_take(reader);
    pthread_mutex_unlock(&reader->lock);
    return reached;
}

/* True: there is something to follow. False: stopping. */
static bool have_work(struct topic_reader *reader, bool *waiting)
{
    pthread_mutex_lock(&reader->lock);
    while (!reader->stopping && !reader->begun) {
        pthread_cond_wait(&reader->changed, &reader->lock);
    }
    bool go_on = !reader->stopping;
    *waiting = reader->waits != NULL;
    pthread_mutex_unlock(&reader->lock);
    return go_on;
}

static void pause_after_error(struct topic_reader *reader, const struct weir_err *err)
{
    if (!reader->failing) {
        weir_warn(&reader->log, "the worker's own topics cannot be read, trying on: %s", err->text);
    }
    reader->failing = true;
    pthread_mutex_lock(&reader->lock);
    int64_t until_ms = weir_clock_mono_ms() + RETRY_MS;
    while (!reader->stopping && weir_clock_mono_ms() < until_ms) {
        weir_clock_wait(&reader->changed, &reader->lock, until_ms);
    }
    pthread_mutex_unlock(&reader->lock);
}

static void read_on(struct topic_reader *reader, int64_t wait_ms)
{
    struct weir_err err;
    struct bus_messages messages = {.n = 0};
    enum weir_verdict verdict = assign(reader, &err);
    if (verdict == WEIR_OK) {
        verdict =
            bus_consumer_poll(reader->consumer, READ_RECORDS, READ_BYTES, wait_ms, &messages, &err);
    }
    if (verdict == WEIR_OK) {
        hand_out(reader, &messages);
        bus_messages_release(reader->consumer, &messages);
        reader->failing = false;
    } else if (verdict != WEIR_WOKEN) {
        pause_after_error(reader, &err);
    }
    topic_waits_settle(look_where_we_are(reader));
}

/* ---- catching up, then following ---- */

/*
 * A broker that has nothing answers after fetch.max.wait.ms. Half a second is right for a topic that
 * is followed and much for one that is read to its end at the start, where only that answer tells
 * that what comes behind the last record is no record. So two consumers, one after the other.
 */
static enum weir_verdict open_consumer(struct topic_reader *reader, struct bus_consumer **consumer,
                                       struct weir_err *err)
{
    struct weir_prop often = {WEIR_STR("fetch.max.wait.ms"), WEIR_STR(CATCH_UP_MS)};
    const struct weir_props props = {.items = &often, .n = 1};
    struct bus_consumer_conf conf = {.props = reader->catching_up ? &props : NULL,
                                     .client_id = reader->client_id,
                                     .reset = BUS_RESET_EARLIEST,
                                     .read_committed = true};
    return bus_consumer_open(reader->bus, &conf, consumer, err);
}

/* Under the lock. */
static bool at_its_end(struct topic_reader *reader, struct topic_feed *feed)
{
    bool there = true;
    for (int32_t p = 0; there && feed->begun && p < feed->partitions; p++) {
        if (feed->next[p] < feed->end[p]) {
            look_where(reader, feed, p);
        }
        there = feed->next[p] >= feed->end[p];
    }
    return there;
}

static bool caught_up(struct topic_reader *reader)
{
    pthread_mutex_lock(&reader->lock);
    bool there = !reader->reassign && !reader->waits;
    for (struct topic_feed *feed = reader->feeds; there && feed; feed = feed->after) {
        there = at_its_end(reader, feed);
    }
    pthread_mutex_unlock(&reader->lock);
    return there;
}

/* False: the first consumer stays until the next look. */
static bool follow_from_now_on(struct topic_reader *reader)
{
    struct weir_err err;
    struct bus_consumer *next = NULL;
    reader->catching_up = false;
    if (open_consumer(reader, &next, &err) != WEIR_OK) {
        reader->catching_up = true;
        pause_after_error(reader, &err);
        return false;
    }
    pthread_mutex_lock(&reader->lock);
    struct bus_consumer *old = reader->consumer;
    reader->consumer = next;
    reader->reassign = true;
    pthread_mutex_unlock(&reader->lock);
    bus_consumer_close(old);
    return true;
}

static void *run(void *self)
{
    struct topic_reader *reader = self;
    bool waiting;
    while (have_work(reader, &waiting)) {
        if (reader->catching_up && caught_up(reader) && follow_from_now_on(reader)) {
            continue; /* whoever woke the old one meanwhile has something to say */
        }
        read_on(reader, waiting || reader->catching_up ? WAITING_MS : IDLE_MS);
    }
    pthread_mutex_lock(&reader->lock);
    struct topic_wait *left = topic_waits_take(reader);
    pthread_mutex_unlock(&reader->lock);
    topic_waits_settle(left);
    return NULL;
}

/* ---- opening and closing ---- */

enum weir_verdict topic_reader_open(struct bus *bus, const char *client_id,
                                    struct topic_reader **out, struct weir_err *err)
{
    struct topic_reader *reader = weir_xcalloc(1, sizeof(*reader));
    reader->bus = bus;
    reader->client_id = weir_xstrdup(client_id);
    reader->catching_up = true;
    enum weir_verdict verdict = open_consumer(reader, &reader->consumer, err);
    if (verdict != WEIR_OK) {
        free(reader->client_id);
        free(reader);
        return verdict;
    }
    weir_log_init(&reader->log, "org.apache.kafka.connect.storage", "", -1, "");
    pthread_mutex_init(&reader->lock, NULL);
    weir_clock_cond_init(&reader->changed);
    verdict = thread_start(&reader->thread, "topic-reader", run, reader, err);
    if (verdict != WEIR_OK) {
        bus_consumer_close(reader->consumer);
        free(reader->client_id);
        free(reader);
        return verdict;
    }
    *out = reader;
    return WEIR_OK;
}

struct topic_feed *topic_reader_follow(struct topic_reader *reader, struct weir_str topic,
                                       int32_t partitions, topic_records *records, void *self)
{
    struct topic_feed *feed = weir_xcalloc(1, sizeof(*feed));
    feed->bus = reader->bus;
    feed->topic = weir_xstrndup(topic.p, topic.n);
    feed->partitions = partitions;
    feed->next = weir_xcalloc(2 * (size_t)partitions, sizeof(*feed->next));
    feed->end = feed->next + partitions;
    feed->records = records;
    feed->self = self;
    pthread_mutex_lock(&reader->lock);
    feed->after = reader->feeds;
    reader->feeds = feed;
    pthread_mutex_unlock(&reader->lock);
    return feed;
}

void topic_reader_close(struct topic_reader *reader)
{
    if (!reader) {
        return;
    }
    pthread_mutex_lock(&reader->lock);
    reader->stopping = true;
    pthread_cond_broadcast(&reader->changed);
    bus_consumer_wake(reader->consumer);
    pthread_mutex_unlock(&reader->lock);
    pthread_join(reader->thread, NULL);
    bus_consumer_close(reader->consumer);
    while (reader->feeds) {
        struct topic_feed *feed = reader->feeds;
        reader->feeds = feed->after;
        free(feed->topic);
        free(feed->next);
        free(feed);
    }
    pthread_cond_destroy(&reader->changed);
    pthread_mutex_destroy(&reader->lock);
    free(reader->client_id);
    free(reader);
}
