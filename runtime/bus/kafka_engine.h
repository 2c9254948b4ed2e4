/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_engine.h: what the files of the Kafka engine share. A client is one librdkafka instance with its
 * threads; producers of equal settings share one. Only kafka_*.c include this.
 */
#ifndef KAFKA_ENGINE_H
#define KAFKA_ENGINE_H

#include <librdkafka/rdkafka.h>
#include <pthread.h>

#include "bus/bus_engine.h"
#include "bus/kafka_conf.h"

struct kafka_append;
struct kafka_bus;
struct kafka_token;

struct kafka_client {
    struct kafka_bus *bus;
    struct weir_arena arena; /* conf's texts */
    struct kafka_conf conf;
    char *servers; /* bootstrap.servers, for error texts */
    rd_kafka_t *rk;
    unsigned refs; /* under bus->lock */
    bool shared;
    _Atomic bool reached; /* a broker has answered */
    void *owner;          /* a consumer's client: its struct kafka_consumer */

    pthread_mutex_t lock; /* guards what follows, up to the blank line */
    pthread_cond_t room;  /* something was settled, or somebody was woken */
    size_t records;       /* in flight */
    size_t bytes;
    struct weir_err trouble; /* why nothing works, such as bad credentials; class OK: none */
    int64_t trouble_ms;      /* when it was last seen; it is believed for a while */
    char last_error[256];    /* of a connection, for the texts of time-outs */
    int64_t last_error_ms;

    pthread_mutex_t send_lock;    /* records go to librdkafka in the order of their appends */
    struct kafka_append *waiting; /* under send_lock: appends not wholly librdkafka's yet */
    _Atomic bool keeps;           /* waiting is not empty */
    _Atomic size_t flying;        /* records that are librdkafka's */
    size_t stuck;                 /* so many of them are not waited for */
    int64_t given_ms;             /* when the last portion was handed over */

    rd_kafka_queue_t *reports;        /* NULL: nothing for the bus's thread to serve */
    struct kafka_client *next;        /* of bus->clients */
    struct kafka_client *next_served; /* of bus->all_served */
    struct kafka_client *next_ready;
    bool is_ready; /* in bus->ready */
};

struct kafka_bus {
    struct bus base;
    struct weir_arena arena;
    struct weir_props props;
    char *description;
    char *cluster_id;

    pthread_mutex_t lock;
    struct kafka_client *clients; /* the shared ones */
    struct kafka_client *admin;
    struct weir_props warned; /* ignored properties that were named in the log */

    pthread_mutex_t leave_lock;
    pthread_cond_t left;
    size_t leaving; /* consumers that leave their groups on a thread of their own */

    pthread_mutex_t member_lock;
    bool member_asked;
    int member_fd; /* -1: this process has no number */
    int member_number;
    uint64_t member_hash;

    pthread_mutex_t token_lock; /* held while one is fetched: the others want the same */
    struct kafka_token *tokens;

    pthread_mutex_t ready_lock;
    pthread_cond_t ready_cond;
    struct kafka_client *all_served;
    struct kafka_client *ready; /* those that have reports */
    struct kafka_client **ready_tail;
    struct kafka_client *served;
    pthread_t thread;
    bool stop;
};

/* ---- kafka_client.c ---- */

/*
 * Opens a client, or takes another reference on an equal one if both may be shared. rebalance: of
 * the consumer that owns it, or NULL.
 */
enum weir_verdict kafka_client_open(struct kafka_bus *bus, const struct kafka_ask *ask, bool shared,
                                    void *owner, struct kafka_client **client,
                                    struct weir_err *err) WEIR_MUST_CHECK;
void kafka_client_close(struct kafka_client *client); /* gives the reference back */
/* The client of admin calls, opened at its first use; give it back with kafka_client_close. */
enum weir_verdict kafka_client_admin(struct kafka_bus *bus, struct kafka_client **client,
                                     struct weir_err *err) WEIR_MUST_CHECK;

/* ---- kafka_reports.c: the bus's one thread, which serves delivery reports ---- */

enum weir_verdict kafka_reports_start(struct kafka_bus *bus, struct weir_err *err) WEIR_MUST_CHECK;
void kafka_reports_stop(struct kafka_bus *bus);
void kafka_reports_add(struct kafka_client *client);
void kafka_reports_remove(struct kafka_client *client); /* afterwards it is not served any more */

/* ---- called by librdkafka or the reports thread, by file ---- */

/* kafka_settle.c: a message was delivered, or not */
void kafka_settle(struct kafka_client *client, const rd_kafka_message_t *msg);
/* kafka_send.c: after messages were settled, and now and then while anything waits */
void kafka_send_more(struct kafka_client *client);
/* kafka_rebalance.c; on the thread of the consumer's poll */
void kafka_on_rebalance(rd_kafka_t *rk, rd_kafka_resp_err_t code,
                        rd_kafka_topic_partition_list_t *list, void *opaque);
/* kafka_log.c; any thread */
void kafka_on_log(const rd_kafka_t *rk, int level, const char *fac, const char *text);
/* kafka_error.c; the reports thread, a consumer's thread */
void kafka_on_error(rd_kafka_t *rk, int code, const char *reason, void *opaque);
/* kafka_oauth.c; a thread of librdkafka's */
void kafka_on_token_refresh(rd_kafka_t *rk, const char *config, void *opaque);

/* ---- kafka_error.c ---- */

/* What a broker's or librdkafka's code means to a caller: RETRY, BAD_DATA or FATAL.
 * "<what>: <librdkafka's words><, hint> (Kafka at <servers>; last error: ...)", code set. */
enum weir_verdict kafka_error(struct kafka_client *client, struct weir_err *err,
                              rd_kafka_resp_err_t code, const char *words, const char *fmt, ...)
    WEIR_PRINTF(5, 6);
/* What makes every call useless now; WEIR_OK if nothing. */
enum weir_verdict kafka_trouble(struct kafka_client *client, struct weir_err *err);
/* Waits until a broker has answered once; the client's trouble, or RETRY after request.timeout.ms. */
enum weir_verdict kafka_reach(struct kafka_client *client, struct weir_err *err);

/* ---- kafka_leave.c: the bus's side ---- */

void kafka_leave_init(struct kafka_bus *bus);
void kafka_leave_wait(struct kafka_bus *bus); /* until none is leaving; then it is closed */

/* ---- kafka_member.c ---- */
void kafka_member_init(struct kafka_bus *bus);
void kafka_member_end(struct kafka_bus *bus); /* the next process may have its number */
/* The group.instance.id of what is called member within this process. False: there is none. */
bool kafka_member_name(struct kafka_bus *bus, const char *member, char *name, size_t size);

/* ---- kafka_oauth.c ---- */

void kafka_tokens_free(struct kafka_bus *bus);

/* ---- kafka_log.c ---- */

const struct weir_log *kafka_log(void); /* logger org.apache.kafka.clients */

/* ---- the engine's entries, by file ---- */

/* kafka_produce.c */
enum weir_verdict kafka_producer_open(struct bus *bus, const struct bus_producer_conf *conf,
                                      struct bus_producer **producer, struct weir_err *err);
enum weir_verdict kafka_append(struct bus_producer *producer, const struct bus_record *recs,
                               size_t n, struct bus_ack *ack, struct weir_err *err);
enum weir_verdict kafka_flush(struct bus_producer *producer, int64_t timeout_ms,
                              struct weir_err *err);
void kafka_producer_wake(struct bus_producer *producer);
void kafka_producer_shrink(struct bus_producer *producer);
void kafka_producer_close(struct bus_producer *producer, int64_t timeout_ms);
/* kafka_txn.c */
enum weir_verdict kafka_txn_init(struct bus_producer *producer, int64_t timeout_ms,
                                 struct weir_err *err);
enum weir_verdict kafka_txn_begin(struct bus_producer *producer, struct weir_err *err);
enum weir_verdict kafka_txn_commit(struct bus_producer *producer, int64_t timeout_ms,
                                   struct weir_err *err);
enum weir_verdict kafka_txn_abort(struct bus_producer *producer, int64_t timeout_ms,
                                  struct weir_err *err);
/* kafka_consumer.c */
enum weir_verdict kafka_consumer_open(struct bus *bus, const struct bus_consumer_conf *conf,
                                      struct bus_consumer **consumer, struct weir_err *err);
void kafka_consumer_wake(struct bus_consumer *consumer);
/* kafka_leave.c */
void kafka_consumer_evict(struct bus_consumer *consumer);
/* kafka_consumer.c */
void kafka_consumer_shrink(struct bus_consumer *consumer);
void kafka_consumer_close(struct bus_consumer *consumer);
/* kafka_poll.c */
enum weir_verdict kafka_poll(struct bus_consumer *consumer, size_t max_records, size_t max_bytes,
                             int64_t wait_ms, struct bus_messages *out, struct weir_err *err);
void kafka_release(struct bus_consumer *consumer, struct bus_messages *messages);
/* kafka_assign.c */
enum weir_verdict kafka_subscribe(struct bus_consumer *consumer, const struct weir_str *topics,
                                  size_t n, struct weir_err *err);
enum weir_verdict kafka_assign(struct bus_consumer *consumer,
                               const struct weir_topic_partition *partitions, size_t n,
                               struct weir_err *err);
int64_t kafka_position(struct bus_consumer *consumer, struct weir_str topic, int32_t partition);
enum weir_verdict kafka_seek(struct bus_consumer *consumer, struct weir_str topic,
                             int32_t partition, int64_t offset, struct weir_err *err);
void kafka_pause(struct bus_consumer *consumer, struct weir_str topic, int32_t partition,
                 bool pause);
/* kafka_commit.c */
enum weir_verdict kafka_commit(struct bus_consumer *consumer,
                               const struct weir_topic_partition *offsets, size_t n, bool async,
                               struct weir_err *err);
enum weir_verdict kafka_committed(struct bus_consumer *consumer, struct weir_arena *arena,
                                  struct weir_topic_partition *partitions, size_t n,
                                  struct weir_err *err);
/* kafka_topics.c */
enum weir_verdict kafka_topics(struct bus *bus, struct weir_arena *arena,
                               const struct bus_topic_info **topics, size_t *n,
                               struct weir_err *err);
enum weir_verdict kafka_topic_info(struct bus *bus, struct weir_str topic,
                                   struct bus_topic_info *info, struct weir_err *err);
enum weir_verdict kafka_watermarks(struct bus *bus, struct weir_str topic, int32_t partition,
                                   int64_t *low, int64_t *high, struct weir_err *err);
enum weir_verdict kafka_topic_watermarks(struct bus *bus, struct weir_str topic, int32_t n,
                                         int64_t *low, int64_t *high, struct weir_err *err);
enum weir_verdict kafka_offset_at(struct bus *bus, struct weir_str topic, int32_t partition,
                                  int64_t timestamp_ms, int64_t *offset, struct weir_err *err);
/* kafka_admin.c */
enum weir_verdict kafka_topic_configs(struct bus *bus, struct weir_str topic,
                                      struct weir_props *configs, struct weir_err *err);
enum weir_verdict kafka_topic_create(struct bus *bus, const struct weir_topic_spec *spec,
                                     bool *created, struct weir_err *err);
enum weir_verdict kafka_topic_delete(struct bus *bus, struct weir_str topic, struct weir_err *err);
/* kafka_groups.c */
enum weir_verdict kafka_group_offsets(struct bus *bus, struct weir_str group,
                                      struct weir_arena *arena,
                                      struct weir_topic_partition **offsets, size_t *n,
                                      struct weir_err *err);
enum weir_verdict kafka_group_alter(struct bus *bus, struct weir_str group,
                                    const struct weir_topic_partition *offsets, size_t n,
                                    struct weir_err *err);
enum weir_verdict kafka_group_members(struct bus *bus, struct weir_str group, int32_t *n,
                                      struct weir_err *err);
enum weir_verdict kafka_group_delete(struct bus *bus, struct weir_str group, struct weir_err *err);

#endif
