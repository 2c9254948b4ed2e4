/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_task.h: a running source and its steps, one file each, in the order of a batch's way:
 * source_poll, transform_chain, source_convert, source_produce (source_txn, source_again),
 * source_commit.
 * Task's thread.
 */
#ifndef SOURCE_TASK_H
#define SOURCE_TASK_H

#include "pipeline/batch_pool.h"
#include "pipeline/converters.h"
#include "pipeline/error_policy.h"
#include "pipeline/offset_map.h"
#include "pipeline/topic_create.h"
#include "pipeline/transform_chain.h"

/* The class whose fault a record is that the bus refuses. */
#define SOURCE_PRODUCER_CLASS "org.apache.kafka.clients.producer.KafkaProducer"

enum txn_boundary { TXN_POLL, TXN_INTERVAL, TXN_CONNECTOR };

struct source_txn {
    bool open;
    bool replayable; /* all its records are still in our batches */
    bool gone;       /* it was given up, and not all of it is sent again: its offsets must not be */
    enum txn_boundary boundary;
    int64_t interval_ms;
    int64_t since_ms;        /* when it was begun */
    int aborts;              /* in a row */
    struct weir_arena arena; /* of the offset records of the commit at hand */
};

struct source_task {
    struct task task; /* first */
    struct source_conf conf;
    const struct weir_source_ops *ops;
    const void *plugin_conf;
    struct converters converters;
    struct transform_chain chain;
    struct error_policy policy;
    struct error_retry poll_retry;
    struct batch_pool pool;
    struct topic_create create;
    struct bus_producer *producer;
    bool atomic_offsets; /* they travel in the append of their records */
    bool transactional;  /* they travel in the transaction of their records */
    struct source_txn txn;
    struct offset_map offsets;
    const struct source_batch *lost_at; /* a record of it is lost: nothing behind is committed */
    int64_t next_commit_ms;
    bool commit_wanted; /* with the next batch */
};

/* ---- source_open.c ---- */
enum weir_verdict source_open(struct source_task *task, struct weir_err *err);
void source_close(struct source_task *task);

/* ---- source_poll.c ---- */
/* Waits while paused or while too much is in flight. *slot NULL: there was nothing. */
enum weir_verdict source_poll(struct source_task *task, struct source_batch **slot,
                              struct weir_err *err);

/* ---- source_convert.c ---- */
/* Records from `from` on become bytes in batch->wire; *to is where it was full, or the end. */
enum weir_verdict source_convert(struct source_task *task, struct weir_batch *batch, uint32_t from,
                                 uint32_t *to, struct weir_err *err);

/* ---- source_produce.c ---- */
/* Hands the records [from, to) to the bus; to == batch->n ends the batch. */
enum weir_verdict source_produce(struct source_task *task, struct source_batch *slot, uint32_t from,
                                 uint32_t to, struct weir_err *err);
/* The steps of it, for source_txn and source_again. */
enum weir_verdict source_produce_fill(struct source_task *task, struct source_batch *slot,
                                      uint32_t from, uint32_t to, struct weir_err *err);
enum weir_verdict source_produce_try(struct source_task *task, struct source_batch *slot,
                                     struct weir_err *err);
enum weir_verdict source_produce_send(struct source_task *task, struct source_batch *slot,
                                      struct weir_err *err);
/* Waits until the bus is done with what this batch was appended last. */
enum weir_verdict source_produce_wait(struct source_task *task, const struct source_batch *slot,
                                      struct weir_err *err);
/* A bus that is away: says so, and waits before the next attempt. WOKEN when the task shall end. */
enum weir_verdict source_produce_back_off(struct source_task *task, const char *what, int *attempt,
                                          struct weir_err *err);
/* The last offset of each partition that holds once the records before `upto` are done, of which
 * the last may end a transaction; in the batch's arena. */
size_t source_offsets(struct weir_batch *batch, uint32_t upto, bool txn_ends,
                      struct weir_offset **offsets);

/* ---- source_txn.c ---- */
enum weir_verdict source_txn_produce(struct source_task *task, struct source_batch *slot,
                                     uint32_t from, uint32_t to, struct weir_err *err);
/* Commits when the interval is over. */
enum weir_verdict source_txn_due(struct source_task *task, struct weir_err *err);
/* Commits what is open, for a stop or a pause. */
enum weir_verdict source_txn_end(struct source_task *task, struct weir_err *err);
/* Gives back acknowledged batches of a transaction that is longer than what may be in flight. */
void source_txn_let_go(struct source_task *task);

/* ---- source_again.c ---- */
/* Whether this append failed as a whole, and may succeed when it is sent again. */
bool source_again_helps(const struct source_task *task, const struct source_batch *slot);
/* Sends it and what is queued behind it again, in order, until the bus has stored all of it. */
enum weir_verdict source_again(struct source_task *task, struct source_batch *slot,
                               struct weir_err *err);

/* ---- source_commit.c ---- */
/* Takes in what the bus has settled; stores offsets when it is time. */
enum weir_verdict source_commit_due(struct source_task *task, struct weir_err *err);
enum weir_verdict source_commit_reap(struct source_task *task, struct weir_err *err);
/* A topic is in use once the bus has stored a record for it; until all are told, each append that is
 * settled is looked at. */
void source_commit_topics(struct source_task *task, const struct source_batch *slot);
/* Looks at the records that the bus could not take: skips them, or says why the task ends. */
enum weir_verdict source_commit_check(struct source_task *task, struct source_batch *slot,
                                      struct weir_err *err);
/* The last one: waits for what is in flight, up to the flush timeout. ended: how the task ends so
 * far, with its error in err; returns how it ends. */
enum weir_verdict source_commit_final(struct source_task *task, enum weir_verdict ended,
                                      struct weir_err *err);

/* ---- source_api.c: what the plugin may call ---- */
extern const struct weir_task_ops source_task_ops;

#endif
