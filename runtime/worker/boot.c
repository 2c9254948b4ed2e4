/* SPDX-License-Identifier: Apache-2.0 */
/*
 * boot.c: tries until the bus is there; only what a person must mend ends it. What it has read is in
 * the inbox before the word that it is done. Next: herder_ready.
 */
#include "worker/boot.h"

#include <stdlib.h>

#include "base/backoff.h"
#include "base/thread.h"

/* Between two looks at whether the worker stops. */
#define READ_MS 1000
#define RETRY_FIRST_MS 200
/* A topic just created is not known to all brokers at once: of that nobody needs to hear. */
#define APPEAR_FIRST_MS 20
#define APPEAR_MS 500
#define RETRY_MAX_MS 5000

/* ---- records go to the herder's thread ---- */

static void apply_config(void *self, struct weir_str key, struct weir_str value)
{
    herder_apply_config(self, key, value);
}

static void apply_status(void *self, struct weir_str key, struct weir_str value)
{
    const struct herder *herder = self;
    status_store_apply(herder->statuses, key, value);
}

/* ---- the topics ---- */

static struct internal_topic describe(struct boot *boot, struct weir_arena *arena,
                                      const char *prefix)
{
    struct internal_topic topic = {.partitions = 1, .replication_factor = -1};
    struct weir_props *settings = WEIR_NEW(arena, struct weir_props);
    weir_props_init(settings, arena);
    if (boot->herder->options.worker->props) {
        weir_props_sub(settings, boot->herder->options.worker->props, prefix);
    }
    topic.settings = settings;
    topic.property = weir_arena_printf(arena, "%stopic", prefix);
    return topic;
}

static struct internal_topic config_topic(struct boot *boot, struct weir_arena *arena)
{
    struct internal_topic topic = describe(boot, arena, "config.storage.");
    topic.name = boot->herder->options.worker->config_topic;
    topic.replication_factor = boot->herder->options.worker->config_replication;
    topic.purpose = "connector configurations";
    topic.single = true;
    return topic;
}

static struct internal_topic offset_topic(struct boot *boot, struct weir_arena *arena)
{
    struct internal_topic topic = describe(boot, arena, "offset.storage.");
    topic.name = boot->herder->options.worker->offset_topic;
    topic.partitions = boot->herder->options.worker->offset_partitions;
    topic.replication_factor = boot->herder->options.worker->offset_replication;
    topic.purpose = "source connector offsets";
    return topic;
}

static struct internal_topic status_topic(struct boot *boot, struct weir_arena *arena)
{
    struct internal_topic topic = describe(boot, arena, "status.storage.");
    topic.name = boot->herder->options.worker->status_topic;
    topic.partitions = boot->herder->options.worker->status_partitions;
    topic.replication_factor = boot->herder->options.worker->status_replication;
    topic.purpose = "connector and task statuses";
    return topic;
}

/* ---- trying until it works ---- */

static bool wait_a_while(struct boot *boot, struct backoff *backoff)
{
    int64_t until_ms = weir_clock_mono_ms() + backoff_next(backoff);
    pthread_mutex_lock(&boot->lock);
    while (!atomic_load(&boot->stopping) && weir_clock_mono_ms() < until_ms) {
        weir_clock_wait(&boot->changed, &boot->lock, until_ms);
    }
    pthread_mutex_unlock(&boot->lock);
    return !atomic_load(&boot->stopping);
}

static enum weir_verdict ensure(struct boot *boot, const struct internal_topic *topic,
                                int32_t *partitions)
{
    struct herder *herder = boot->herder;
    struct backoff backoff;
    backoff_init(&backoff, APPEAR_FIRST_MS, RETRY_MAX_MS, 1);
    stage_set(&herder->stage, "checking the topic %.*s on %s", WEIR_STR_ARG(topic->name),
              bus_describe(herder->options.bus));
    int64_t begun_ms = weir_clock_mono_ms();
    for (;;) {
        enum weir_verdict verdict = internal_topic_ensure(herder->options.bus, topic, &herder->log,
                                                          partitions, &boot->err);
        if (verdict == WEIR_OK || verdict == WEIR_BAD_CONFIG) {
            return verdict;
        }
        if (weir_clock_mono_ms() - begun_ms >= APPEAR_MS) {
            weir_warn(&herder->log, "not ready yet, trying on: %s", boot->err.text);
        }
        if (!wait_a_while(boot, &backoff)) {
            return weir_err_set(&boot->err, WEIR_WOKEN, "the worker is stopping");
        }
    }
}

static enum weir_verdict follow(struct boot *boot, const struct internal_topic *topic,
                                struct records_feed *records, struct topic_feed **feed)
{
    int32_t partitions = 0;
    enum weir_verdict verdict = ensure(boot, topic, &partitions);
    if (verdict == WEIR_OK) {
        *feed = topic_reader_follow(boot->reader, topic->name, partitions, records_feed_take,
                                    records);
    }
    return verdict;
}

static enum weir_verdict open_offsets(struct boot *boot, struct weir_arena *arena)
{
    struct herder *herder = boot->herder;
    int32_t partitions = 0;
    struct internal_topic *topic = WEIR_NEW(arena, struct internal_topic);
    *topic = offset_topic(boot, arena);
    enum weir_verdict verdict = ensure(boot, topic, &partitions);
    return verdict == WEIR_OK
               ? offset_store_open(herder->options.bus, boot->reader, topic, partitions,
                                   herder_client_id(herder, arena, "offsets"), &boot->offsets,
                                   &boot->err)
               : verdict;
}

/* feed NULL: the offsets. Reading goes on meanwhile; a try only waits for its end. */
static enum weir_verdict read_to_end(struct boot *boot, struct topic_feed *feed)
{
    struct backoff backoff;
    backoff_init(&backoff, RETRY_FIRST_MS, RETRY_MAX_MS, 1);
    for (;;) {
        enum weir_verdict verdict =
            feed ? topic_reader_sync(boot->reader, feed, READ_MS, &boot->err)
                 : offset_store_load(boot->offsets, READ_MS, &boot->err);
        if (verdict != WEIR_RETRY) {
            return verdict;
        }
        if (!wait_a_while(boot, &backoff)) {
            return weir_err_set(&boot->err, WEIR_WOKEN, "the worker is stopping");
        }
    }
}

static enum weir_verdict read_all(struct boot *boot, struct topic_feed *const *feeds, size_t n)
{
    enum weir_verdict verdict = WEIR_OK;
    stage_set(&boot->herder->stage, "reading the config, status and offsets topics");
    for (size_t i = 0; i < n && verdict == WEIR_OK; i++) {
        verdict = read_to_end(boot, feeds[i]);
    }
    return verdict == WEIR_OK ? read_to_end(boot, NULL) : verdict;
}

static enum weir_verdict open_topics(struct boot *boot, struct weir_arena *arena)
{
    struct topic_feed *feeds[2] = {NULL};
    struct internal_topic config = config_topic(boot, arena);
    struct internal_topic status = status_topic(boot, arena);
    enum weir_verdict verdict = follow(boot, &config, &boot->config_records, &feeds[0]);
    if (verdict == WEIR_OK) {
        verdict = follow(boot, &status, &boot->status_records, &feeds[1]);
    }
    if (verdict == WEIR_OK) {
        verdict = open_offsets(boot, arena);
    }
    boot->config_feed = feeds[0];
    return verdict == WEIR_OK ? read_all(boot, feeds, 2) : verdict;
}

/* ---- the thread ---- */

static enum weir_verdict open_clients(struct boot *boot, struct weir_arena *arena)
{
    struct herder *herder = boot->herder;
    struct bus_producer_conf conf = {.client_id = herder_client_id(herder, arena, "statuses"),
                                     .shared = true};
    enum weir_verdict verdict =
        bus_producer_open(herder->options.bus, &conf, &boot->producer, &boot->err);
    return verdict == WEIR_OK ? topic_reader_open(herder->options.bus,
                                                  herder_client_id(herder, arena, "topics"),
                                                  &boot->reader, &boot->err)
                              : verdict;
}

static void *run(void *self)
{
    struct boot *boot = self;
    struct weir_arena *arena = &boot->arena;
    stage_set(&boot->herder->stage, "connecting to %s", bus_describe(boot->herder->options.bus));
    boot->verdict = open_clients(boot, arena);
    if (boot->verdict == WEIR_OK) {
        boot->verdict = open_topics(boot, arena);
    }
    if (boot->verdict == WEIR_OK) {
        boot->cluster_id = bus_cluster_id(boot->herder->options.bus);
    }
    inbox_post(&boot->herder->inbox, &boot->item);
    pthread_mutex_lock(&boot->lock);
    boot->over = true;
    pthread_cond_broadcast(&boot->changed);
    pthread_mutex_unlock(&boot->lock);
    return NULL;
}

enum weir_verdict boot_start(struct herder *herder, struct weir_err *err)
{
    struct boot *boot = weir_xcalloc(1, sizeof(*boot));
    boot->item.run = herder_booted;
    weir_arena_init(&boot->arena, 2048);
    boot->herder = herder;
    atomic_init(&boot->stopping, false);
    pthread_mutex_init(&boot->lock, NULL);
    weir_clock_cond_init(&boot->changed);
    records_feed_init(&boot->config_records, &herder->inbox, apply_config, herder);
    records_feed_init(&boot->status_records, &herder->inbox, apply_status, herder);
    herder->boot = boot;
    enum weir_verdict verdict = thread_start(&boot->thread, "boot", run, boot, err);
    if (verdict != WEIR_OK) {
        boot_free(boot);
        herder->boot = NULL;
    }
    return verdict;
}

bool boot_join(struct boot *boot, int64_t deadline_ms)
{
    pthread_mutex_lock(&boot->lock);
    atomic_store(&boot->stopping, true);
    pthread_cond_broadcast(&boot->changed);
    pthread_mutex_unlock(&boot->lock);
    records_feed_close(&boot->config_records);
    records_feed_close(&boot->status_records);
    pthread_mutex_lock(&boot->lock);
    while (!boot->over && weir_clock_wait(&boot->changed, &boot->lock, deadline_ms)) {
    }
    bool over = boot->over;
    pthread_mutex_unlock(&boot->lock);
    if (over) {
        pthread_join(boot->thread, NULL);
    } else {
        pthread_detach(boot->thread);
    }
    return over;
}

void boot_free(struct boot *boot)
{
    records_feed_destroy(&boot->config_records);
    records_feed_destroy(&boot->status_records);
    pthread_cond_destroy(&boot->changed);
    pthread_mutex_destroy(&boot->lock);
    weir_arena_free(&boot->arena);
    free(boot);
}
