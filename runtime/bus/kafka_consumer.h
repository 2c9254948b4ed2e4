/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_consumer.h: what a consumer is, for kafka_consumer.c, kafka_poll.c, kafka_assign.c,
 * kafka_rebalance.c and kafka_commit.c. There are two kinds: members of a group, and readers without
 * one, for which librdkafka needs no coordinator and fewer threads.
 */
#ifndef KAFKA_CONSUMER_H
#define KAFKA_CONSUMER_H

#include "base/map.h"
#include "bus/kafka_engine.h"

/* A partition that is read now. */
struct kafka_part {
    char *topic;
    int32_t partition;
    bool paused;
    int64_t sought;           /* where reading began or was moved to; -1: by the group's commit */
    int64_t end;              /* as the broker said when it was reached; -1: not yet */
    rd_kafka_topic_t *handle; /* a reader's */
};

/* Messages of one poll. */
struct kafka_hold {
    rd_kafka_message_t **msgs;
    struct bus_message *items;
    size_t n, cap;
    struct weir_arena arena; /* headers */
    struct kafka_hold *next; /* of consumer->free_holds */
};

struct kafka_consumer {
    struct bus_consumer base;
    struct kafka_client *client;
    struct bus_consumer_conf conf; /* the callbacks and reset */
    bool grouped;
    rd_kafka_queue_t *queue;
    _Atomic bool woken;

    _Atomic bool evicted;     /* left its group on another's word, and its owner may be anywhere */
    _Atomic unsigned holders; /* its owner, and a thread that leaves the group for it */
    pthread_mutex_t evict_lock; /* no commit begins once evicted: librdkafka 2.0 aborts on that */
    rd_kafka_queue_t *leave_queue; /* NULL: not leaving */
    bool unsubscribes;             /* before it leaves: else its place would be kept for it */

    struct kafka_part *parts;
    size_t n_parts, cap_parts;
    rd_kafka_topic_partition_list_t *joining; /* within the assigned callback: those, else NULL */

    rd_kafka_topic_partition_list_t *subscription;
    struct map missing; /* topics read or subscribed that do not exist yet */
    int64_t look_ms;    /* when to look for them again */

    size_t taken_bytes; /* since librdkafka was last nudged to fetch more */
    size_t nudge_bytes;

    struct kafka_hold *filling; /* within poll */
    struct kafka_hold *free_holds;
    struct weir_err stash; /* an error that came after messages; class OK: none */
};

/* ---- kafka_consumer.c ---- */
struct kafka_part *kafka_part_find(struct kafka_consumer *consumer, const char *topic,
                                   int32_t partition); /* NULL: not read */
struct kafka_part *kafka_part_add(struct kafka_consumer *consumer, const char *topic,
                                  int32_t partition);
void kafka_part_remove(struct kafka_consumer *consumer, struct kafka_part *part);
/* Ours as librdkafka wants them. */
rd_kafka_topic_partition_list_t *kafka_list(const struct weir_topic_partition *partitions,
                                            size_t n);

void kafka_consumer_free(struct kafka_consumer *consumer); /* it has left its group */

/* ---- kafka_assign.c ---- */
/* Where reading begins: BUS_STORED is answered by the policy for a group without a commit. */
int64_t kafka_start(const struct kafka_consumer *consumer, int64_t offset);

/* ---- kafka_leave.c ---- */
/* The owner's close: calls revoked, leaves the group, frees it; past a second a thread of its own
 * goes on. */
void kafka_leave(struct kafka_consumer *consumer);

/* ---- kafka_poll.c ---- */
/* Takes messages of these partitions out of the poll under way. */
void kafka_drop_revoked(struct kafka_consumer *consumer,
                        const rd_kafka_topic_partition_list_t *list);

/* ---- kafka_missing.c ---- */
void kafka_missing_add(struct kafka_consumer *consumer, const char *topic);
/* Looks, once a second, whether they have appeared, and if so reads them. */
void kafka_missing_look(struct kafka_consumer *consumer);

#endif
