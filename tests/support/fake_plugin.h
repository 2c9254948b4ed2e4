/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fake_plugin.h: a plugin in the test's own memory: a source of numbered records, a sink that
 * remembers, a converter, a transformation and a predicate that do as they are told. A connector
 * finds what it shall do through its key "script", which fake_script_text writes.
 */
#ifndef FAKE_PLUGIN_H
#define FAKE_PLUGIN_H

#include <pthread.h>
#include <stdatomic.h>

#include <weir/plugin.h>

extern const struct weir_plugin fake_plugin;

/* Record i has the key "k<i % keys>" and the value "<i>"; its offset says i + 1. */
struct fake_source {
    int64_t n; /* records in all, then nothing comes */
    uint32_t per_poll;
    const char *topic;  /* NULL: "t" */
    int64_t keys;       /* 0: 3 */
    int32_t partitions; /* i % partitions; 0: the bus decides */
    int32_t sources;    /* source partitions, i % sources; 0: one */
    int64_t txn_every;  /* marks each so many-th record as the last of its transaction */
    int64_t abort_at;   /* marks this record as the last of one that is given up; 0: none */
    bool helpers;       /* a thread fills the batches */
    /* Called in each poll before anything else; OK: go on. */
    enum weir_verdict (*on_poll)(struct fake_source *source, struct weir_err *err);
    enum weir_verdict (*on_open)(struct fake_source *source, struct weir_task *task,
                                 struct weir_err *err);
    void (*on_record)(struct fake_source *source, struct weir_record *rec, int64_t i);
    /* seen */
    atomic_llong start, at, committed;
    atomic_int polls, opens, closes, wakes;
    struct weir_task *task;
    /* its own */
    pthread_t helper;
    pthread_mutex_t lock;
    struct weir_batch *ready;
    atomic_bool helper_ends;
};

struct fake_seen {
    char *topic, *key, *value;
    int32_t partition;
    int64_t offset;
};

struct fake_sink {
    /* Called by put before it remembers; NULL or OK: it remembers the live records that have no
     * verdict in `bad`. */
    enum weir_verdict (*on_put)(struct fake_sink *sink, struct weir_batch *batch,
                                struct weir_verdicts *verdicts, struct weir_err *err);
    enum weir_verdict (*on_flush)(struct fake_sink *sink, struct weir_topic_partition *offsets,
                                  size_t n, struct weir_err *err);
    enum weir_verdict (*on_assigned)(struct fake_sink *sink,
                                     const struct weir_topic_partition *partitions, size_t n,
                                     struct weir_err *err);
    enum weir_verdict (*on_open)(struct fake_sink *sink, struct weir_task *task,
                                 struct weir_err *err);
    const char *refuse; /* the value of records that get BAD_DATA */
    /* seen */
    atomic_int puts, flushes, assigned, revoked, opens, closes;
    struct weir_task *task;
    pthread_mutex_t lock;
    struct fake_seen *seen;
    size_t n_seen, cap_seen;
};

void fake_source_init(struct fake_source *source, int64_t n, uint32_t per_poll);
void fake_source_end(struct fake_source *source);
void fake_sink_init(struct fake_sink *sink);
void fake_sink_end(struct fake_sink *sink);
size_t fake_sink_count(struct fake_sink *sink);
/* Waits until it has seen so many; false after 10 s. */
bool fake_sink_await(struct fake_sink *sink, size_t n);
/* What "script" is set to. */
const char *fake_script_text(char out[32], const void *script);

/*
 * The converter keeps texts as they are. A value "!..." is BAD_DATA in either direction; "?..."
 * is RETRY fake_converter_retries times, then good. The transformation's key "do": drop (values
 * that end with 1), fail (values that end with 3), split (each into two), upper (topic "T").
 */
extern atomic_int fake_converter_retries;
extern atomic_int fake_converter_headers; /* how many it has converted */
extern atomic_int fake_transform_retries;

#endif
