/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leader_topic.h: the compacted topic <group.id>-weir, beside Connect's three, in which a leader says
 * where it is reached. One record: key "leader".
 */
#ifndef LEADER_TOPIC_H
#define LEADER_TOPIC_H

#include "bus/bus.h"
#include "conf/worker_keys.h"

struct leader_topic;

/* Makes the topic when it is missing. One thread. */
enum weir_verdict leader_topic_open(struct bus *bus, const struct worker_conf *worker,
                                    const char *worker_id, const char *worker_url,
                                    struct leader_topic **out, struct weir_err *err);
void leader_topic_close(struct leader_topic *topic); /* NULL is fine */
/* Takes in what has been written since, without waiting. */
enum weir_verdict leader_topic_read(struct leader_topic *topic, struct weir_err *err);
/* The leader of the last record; generation 0 and "" when there is none. */
void leader_topic_get(const struct leader_topic *topic, int64_t *generation, char *url,
                      size_t size);
/* Reads to the end, takes the next generation and writes that it is ours. */
enum weir_verdict leader_topic_take(struct leader_topic *topic, int64_t *generation,
                                    struct weir_err *err);

#endif
