/* SPDX-License-Identifier: Apache-2.0 */
/*
 * config_writer.c: takes writes one by one: append, wait for the acknowledgement, commit the
 * transaction if there is one, wait until the topic's reader has come past it. A leader on Kafka
 * writes in transactions of one id, so that an older leader cannot write behind its back.
 */
#include "store/config_writer.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "base/thread.h"

#define WRITE_MS 10000
#define CLAIM_MS 30000
#define SYNC_MS 30000
#define CLOSE_MS 2000
/* Kafka's numbers for "this principal may not use that transactional id", and for old brokers. */
#define NOT_AUTHORIZED 53
#define UNSUPPORTED 35

struct config_writer {
    struct bus *bus;
    struct inbox *inbox;
    struct topic_reader *reader;
    struct topic_feed *feed;
    char *topic, *client_id, *transactional_id;
    struct weir_log log;
    pthread_t thread;
    bool started;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct config_write *first, **last;
    bool stopping;
    bool release; /* asked for; done by the thread */
    /* the thread's own */
    struct bus_producer *producer;
    bool transactional;
};

/* ---- one append that is waited for ---- */

struct append {
    struct bus_ack ack; /* first */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool settled;
};

static void acknowledged(struct bus_ack *ack)
{
    struct append *append = (struct append *)ack;
    pthread_mutex_lock(&append->lock);
    append->settled = true;
    pthread_cond_signal(&append->changed);
    pthread_mutex_unlock(&append->lock);
}

/* The producer gives up by itself after WRITE_MS, so that this ends. */
static enum weir_verdict append_all(struct config_writer *writer, struct config_write *write,
                                    int64_t *last, struct weir_err *err)
{
    int64_t *offsets = WEIR_NEW_ARRAY(&write->arena, int64_t, write->n);
    struct append append = {.ack = {.done = acknowledged, .offsets = offsets}};
    pthread_mutex_init(&append.lock, NULL);
    pthread_cond_init(&append.changed, NULL);
    enum weir_verdict verdict =
        bus_append(writer->producer, write->recs, write->n, &append.ack, err);
    if (verdict == WEIR_OK) {
        pthread_mutex_lock(&append.lock);
        while (!append.settled) {
            pthread_cond_wait(&append.changed, &append.lock);
        }
        pthread_mutex_unlock(&append.lock);
        *last = offsets[write->n - 1];
        if (append.ack.n_failed) {
            *err = append.ack.err;
            verdict = err->class;
        }
    }
    pthread_cond_destroy(&append.changed);
    pthread_mutex_destroy(&append.lock);
    return verdict;
}

static enum weir_verdict append_in_transaction(struct config_writer *writer,
                                               struct config_write *write, int64_t *last,
                                               struct weir_err *err)
{
    enum weir_verdict verdict = bus_txn_begin(writer->producer, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    verdict = append_all(writer, write, last, err);
    if (verdict == WEIR_OK) {
        verdict = bus_txn_commit(writer->producer, WRITE_MS, err);
    }
    struct weir_err ignored;
    if (verdict != WEIR_OK && verdict != WEIR_FATAL &&
        bus_txn_abort(writer->producer, WRITE_MS, &ignored) != WEIR_OK) {
        verdict = WEIR_FATAL;
    }
    return verdict == WEIR_ABORT_TXN ? WEIR_RETRY : verdict;
}

/* ---- the producer ---- */

static void close_producer(struct config_writer *writer)
{
    if (writer->producer) {
        bus_producer_close(writer->producer, CLOSE_MS);
        writer->producer = NULL;
        writer->transactional = false;
    }
}

static enum weir_verdict open_producer(struct config_writer *writer, const char *transactional_id,
                                       struct weir_err *err)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 512);
    struct weir_props props;
    weir_props_init(&props, &arena);
    weir_props_set_c(&props, "delivery.timeout.ms", "10000");
    weir_props_set_c(&props, "request.timeout.ms", "5000");
    struct bus_producer_conf conf = {.props = &props,
                                     .client_id = writer->client_id,
                                     .transactional_id = transactional_id};
    enum weir_verdict verdict = bus_producer_open(writer->bus, &conf, &writer->producer, err);
    weir_arena_free(&arena);
    return verdict;
}

static enum weir_verdict open_transactional(struct config_writer *writer, struct weir_err *err)
{
    enum weir_verdict verdict = open_producer(writer, writer->transactional_id, err);
    if (verdict == WEIR_OK) {
        verdict = bus_txn_init(writer->producer, CLAIM_MS, err);
    }
    writer->transactional = verdict == WEIR_OK;
    if (verdict != WEIR_OK) {
        close_producer(writer);
    }
    if (verdict != WEIR_OK && (err->code == NOT_AUTHORIZED || err->code == UNSUPPORTED)) {
        weir_warn(&writer->log, "the config topic is written without transactions, so that an old "
                  "leader that hangs is not fenced off: %s", err->text);
        verdict = WEIR_OK;
    }
    return verdict;
}

static enum weir_verdict claim(struct config_writer *writer, struct weir_err *err)
{
    close_producer(writer);
    enum weir_verdict verdict =
        writer->transactional_id ? open_transactional(writer, err) : WEIR_OK;
    return verdict == WEIR_OK ? topic_reader_sync(writer->reader, writer->feed, SYNC_MS, err)
                              : verdict;
}

/* ---- one write ---- */

static void settle(struct config_write *write, enum weir_verdict verdict)
{
    write->verdict = verdict;
    inbox_post(write->inbox, &write->item);
}

/* The reader's thread, or ours when it was there already. */
static void read_back(struct topic_wait *wait, bool reached)
{
    struct config_write *write =
        (struct config_write *)((char *)wait - offsetof(struct config_write, wait));
    settle(write, reached ? WEIR_OK
                          : weir_err_set(&write->err, WEIR_WOKEN, "the worker is stopping"));
}

static enum weir_verdict send(struct config_writer *writer, struct config_write *write,
                              int64_t *last)
{
    if (weir_clock_mono_ms() >= write->deadline_ms) {
        return weir_err_set(&write->err, WEIR_RETRY, "the time for this request was up before it "
                            "could be written");
    }
    enum weir_verdict verdict =
        writer->producer ? WEIR_OK : open_producer(writer, NULL, &write->err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    for (size_t i = 0; i < write->n; i++) {
        write->recs[i].topic = weir_str_of(writer->topic);
    }
    return writer->transactional ? append_in_transaction(writer, write, last, &write->err)
                                 : append_all(writer, write, last, &write->err);
}

static void perform(struct config_writer *writer, struct config_write *write)
{
    if (write->n == 0) {
        settle(write, claim(writer, &write->err));
        return;
    }
    int64_t last = 0;
    enum weir_verdict verdict = send(writer, write, &last);
    if (verdict != WEIR_OK) {
        settle(write, verdict);
        return;
    }
    write->wait = (struct topic_wait){.feed = writer->feed, .offset = last + 1, .done = read_back};
    topic_reader_await(writer->reader, &write->wait);
}

/* ---- the thread ---- */

static struct config_write *next_write(struct config_writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    while (!writer->first && !writer->stopping) {
        pthread_cond_wait(&writer->changed, &writer->lock);
    }
    struct config_write *write = writer->stopping ? NULL : writer->first;
    bool release = writer->release;
    writer->release = false;
    if (write) {
        writer->first = write->next;
        writer->last = writer->first ? writer->last : &writer->first;
    }
    pthread_mutex_unlock(&writer->lock);
    if (release) {
        close_producer(writer);
    }
    return write;
}

static void *run(void *self)
{
    struct config_writer *writer = self;
    struct config_write *write;
    while ((write = next_write(writer))) {
        perform(writer, write);
    }
    close_producer(writer);
    return NULL;
}

static void refuse(struct config_write *write)
{
    settle(write, weir_err_set(&write->err, WEIR_WOKEN, "the worker is stopping"));
}

void config_writer_submit(struct config_writer *writer, struct config_write *write)
{
    write->inbox = writer->inbox;
    write->next = NULL;
    pthread_mutex_lock(&writer->lock);
    if (!writer->started && !writer->stopping) {
        writer->started =
            thread_start(&writer->thread, "config-writer", run, writer, &write->err) == WEIR_OK;
    }
    bool taken = writer->started && !writer->stopping;
    if (taken) {
        *writer->last = write;
        writer->last = &write->next;
        pthread_cond_signal(&writer->changed);
    }
    pthread_mutex_unlock(&writer->lock);
    if (!taken) {
        refuse(write);
    }
}

void config_writer_claim(struct config_writer *writer, struct config_write *write)
{
    write->n = 0;
    config_writer_submit(writer, write);
}

void config_writer_release(struct config_writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    writer->release = true;
    pthread_mutex_unlock(&writer->lock);
}

/* ---- beginning and end ---- */

struct config_write *config_write_new(size_t n)
{
    struct config_write *write = weir_xcalloc(1, sizeof(*write));
    weir_arena_init(&write->arena, 1024);
    write->recs = WEIR_NEW_ARRAY(&write->arena, struct bus_record, n + 1);
    write->n = n;
    write->deadline_ms = INT64_MAX;
    return write;
}

void config_write_free(struct config_write *write)
{
    if (write) {
        weir_arena_free(&write->arena);
        free(write);
    }
}

struct config_writer *config_writer_new(struct bus *bus, struct inbox *inbox,
                                        struct topic_reader *reader, struct topic_feed *feed,
                                        struct weir_str topic, const char *client_id,
                                        const char *transactional_id)
{
    struct config_writer *writer = weir_xcalloc(1, sizeof(*writer));
    writer->bus = bus;
    writer->inbox = inbox;
    writer->reader = reader;
    writer->feed = feed;
    writer->topic = weir_xstrndup(topic.p, topic.n);
    writer->client_id = weir_xstrdup(client_id);
    writer->transactional_id = transactional_id ? weir_xstrdup(transactional_id) : NULL;
    writer->last = &writer->first;
    weir_log_init(&writer->log, "org.apache.kafka.connect.storage", "", -1, "");
    pthread_mutex_init(&writer->lock, NULL);
    pthread_cond_init(&writer->changed, NULL);
    return writer;
}

void config_writer_close(struct config_writer *writer)
{
    if (!writer) {
        return;
    }
    pthread_mutex_lock(&writer->lock);
    writer->stopping = true;
    pthread_cond_signal(&writer->changed);
    bool started = writer->started;
    pthread_mutex_unlock(&writer->lock);
    if (started) {
        pthread_join(writer->thread, NULL);
    }
    while (writer->first) {
        struct config_write *write = writer->first;
        writer->first = write->next;
        refuse(write);
    }
    pthread_cond_destroy(&writer->changed);
    pthread_mutex_destroy(&writer->lock);
    free(writer->topic);
    free(writer->client_id);
    free(writer->transactional_id);
    free(writer);
}
