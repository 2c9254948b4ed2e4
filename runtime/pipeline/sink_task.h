/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_task.h: a running sink and its steps, one file each, in the order of a batch's way:
 * sink_consume, sink_convert, transform_chain, sink_put, sink_commit. Task's thread.
 */
#ifndef SINK_TASK_H
#define SINK_TASK_H

#include "pipeline/converters.h"
#include "pipeline/dead_letter.h"
#include "pipeline/error_policy.h"
#include "pipeline/sink_partitions.h"
#include "pipeline/transform_chain.h"

struct sink_put {
    bool again;                       /* the batch at hand was not taken yet */
    int attempt;                      /* RETRYs in a row */
    int64_t next_ms;                  /* when to try again */
    int64_t retry_after_ms;           /* as the plugin asked; -1: it did not */
    bool open;                        /* the breaker is: the target is only probed */
    const struct weir_batch *current; /* while put runs */
};

struct sink_task {
    struct task task; /* first */
    struct sink_conf conf;
    const struct weir_sink_ops *ops;
    const void *plugin_conf;
    struct converters converters;
    struct transform_chain chain;
    struct error_policy policy;
    struct dead_letter *dlq;
    struct bus_consumer *consumer;
    bool is_open; /* the plugin is */
    bool subscribed;
    struct weir_str *topics; /* that match topics.regex */
    size_t n_topics;
    int64_t next_refresh_ms;
    struct sink_partitions parts;
    enum weir_verdict rebalance; /* what a rebalance's callbacks came to, with its error */
    struct weir_err rebalance_err;
    int assign_attempt;
    int64_t assign_ms; /* when the plugin may be told of new partitions again */
    size_t records_max, bytes_max;
    size_t bytes_want; /* of the next batch, after what the last one had */
    size_t bytes_now;  /* of the batch at hand, at most */
    struct weir_batch *batch;
    uint32_t n_consumed;       /* records of the batch before any was split */
    struct bus_messages *held; /* not released yet, in the order of the polls; the batch's bytes */
    size_t n_held, cap_held;
    struct weir_verdicts verdicts;
    struct sink_put put;
    bool commit_wanted;
    int64_t next_commit_ms;
    int64_t next_lag_ms;
    size_t lag_at; /* the partition whose end is asked for next */
};

/* ---- sink_open.c ---- */
enum weir_verdict sink_open(struct sink_task *task, struct weir_err *err);
/* ended: how the task ends so far, with its error in err; returns how it ends. */
enum weir_verdict sink_close(struct sink_task *task, enum weir_verdict ended, struct weir_err *err);

/* ---- sink_subscribe.c: topics or topics.regex ---- */
enum weir_verdict sink_subscribe(struct sink_task *task, struct weir_err *err);
/* Whole names, none of Kafka's own; in the arena. Any thread. */
enum weir_verdict sink_topics_matching(struct bus *bus, const struct weir_regex *regex,
                                       struct weir_arena *arena, struct weir_str **topics,
                                       size_t *n, struct weir_err *err);
/* Looks again, when it is time, whether other topics match now. */
enum weir_verdict sink_subscribe_due(struct sink_task *task, struct weir_err *err);

/* ---- sink_consume.c ---- */
/* Fills task->batch with what has come, raw. While paused, or while a batch waits to be put again,
 * nothing comes, but the group is kept alive. */
enum weir_verdict sink_consume(struct sink_task *task, struct weir_err *err);
struct weir_batch *sink_batch_new(const struct sink_task *task);
/* One more raw record, which points into the message. */
void sink_batch_fill(struct weir_batch *batch, const struct bus_message *message);
void sink_consume_release(struct sink_task *task); /* the batch is done */

/* ---- sink_rebalance.c: called within bus_consumer_poll and close ---- */
void sink_assigned(void *self, const struct weir_topic_partition *partitions, size_t n);
void sink_revoked(void *self, const struct weir_topic_partition *partitions, size_t n, bool lost);
/* After the poll: tells the plugin of new partitions. */
enum weir_verdict sink_rebalance_finish(struct sink_task *task, struct weir_err *err);
/* All partitions go, for a stop: flushed, committed, revoked. */
enum weir_verdict sink_rebalance_end(struct sink_task *task, struct weir_err *err);

/* ---- sink_convert.c ---- */
enum weir_verdict sink_convert(struct sink_task *task, struct weir_err *err);

/* ---- sink_put.c ---- */
/* task->put.again: the same batch comes again later. */
enum weir_verdict sink_put(struct sink_task *task, struct weir_err *err);

/* ---- sink_commit.c ---- */
enum weir_verdict sink_commit_due(struct sink_task *task, struct weir_err *err);
/* Flushes the plugin and commits what is safe of these partitions; NULL: of all. */
enum weir_verdict sink_commit(struct sink_task *task, const struct weir_topic_partition *only,
                              size_t n_only, bool async, struct weir_err *err);

/* ---- sink_lag.c ---- */
void sink_lag_due(struct sink_task *task);

/* ---- sink_api.c: what the plugin may call ---- */
extern const struct weir_task_ops sink_task_ops;

#endif
