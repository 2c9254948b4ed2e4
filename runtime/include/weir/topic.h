/* SPDX-License-Identifier: Apache-2.0 */
/*
 * topic.h: what a task may do with topics of its own besides producing its records: keep a history,
 * read signals. It is the same on either bus. All calls come from the task's thread unless said.
 */
#ifndef WEIR_TOPIC_H
#define WEIR_TOPIC_H

#include <weir/props.h>
#include <weir/record.h>

struct weir_task;
struct weir_topic; /* a handle, closed with the task */

struct weir_topic_spec {
    struct weir_str name;
    int32_t partitions;         /* -1: the bus's default */
    int32_t replication_factor; /* -1: the bus's default */
    const struct weir_prop *configs; /* cleanup.policy, retention.ms ... */
    size_t n_configs;
};

struct weir_topic_message {
    int32_t partition;
    int64_t offset;
    int64_t timestamp; /* to append: 0 or WEIR_NO_TIMESTAMP: now */
    struct weir_str key; /* p NULL: null */
    struct weir_str value;
    const struct weir_raw_header *headers;
    uint32_t n_headers;
};

/*
 * Opens a topic. client holds Java client properties for this use alone (bootstrap.servers,
 * security.protocol, sasl.jaas.config ...), as schema.history.internal.producer.* give them; NULL:
 * the worker's own. It does not create the topic.
 */
WEIR_EXPORT enum weir_verdict weir_topic_open(struct weir_task *task, struct weir_str name,
                                              const struct weir_props *client,
                                              struct weir_topic **topic, struct weir_err *err);
WEIR_EXPORT enum weir_verdict weir_topic_ensure(struct weir_topic *topic,
                                                const struct weir_topic_spec *spec, bool *created,
                                                struct weir_err *err);
WEIR_EXPORT enum weir_verdict weir_topic_exists(struct weir_topic *topic, bool *exists,
                                                struct weir_err *err);
/* Durable when it returns OK. */
WEIR_EXPORT enum weir_verdict weir_topic_append(struct weir_topic *topic,
                                                const struct weir_topic_message *message,
                                                struct weir_err *err);
/*
 * Gives every message from the beginning to what is the end now to fn, in order; fn's message is
 * good during the call; a verdict other than OK stops the reading and is returned.
 */
WEIR_EXPORT enum weir_verdict
weir_topic_read(struct weir_topic *topic,
                enum weir_verdict (*fn)(void *self, const struct weir_topic_message *message,
                                        struct weir_err *err),
                void *self, struct weir_err *err);
/*
 * Follows the topic from the end as it is now, or from where a consumer group of that name left
 * off; each call hands what has come since to fn without waiting.
 */
WEIR_EXPORT enum weir_verdict
weir_topic_follow(struct weir_topic *topic, struct weir_str group,
                  enum weir_verdict (*fn)(void *self, const struct weir_topic_message *message,
                                          struct weir_err *err),
                  void *self, struct weir_err *err);
WEIR_EXPORT void weir_topic_close(struct weir_topic *topic);

#endif
