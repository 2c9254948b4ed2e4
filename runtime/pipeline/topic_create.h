/* SPDX-License-Identifier: Apache-2.0 */
/*
 * topic_create.h: makes a source's topics as its topic.creation.* groups say, before the first
 * record goes there. Task's thread.
 */
#ifndef TOPIC_CREATE_H
#define TOPIC_CREATE_H

#include "pipeline/task.h"

struct topic_group {
    struct weir_str name;
    struct weir_conf_regexes include, exclude;
    int32_t partitions, replication_factor; /* -1: the bus's default */
    struct weir_props configs;
};

struct topic_create {
    struct task *task;
    struct topic_group *groups; /* the last is "default" */
    size_t n;                   /* 0: topics are left to the bus */
};

/* BAD_CONFIG naming the key at fault. */
enum weir_verdict topic_create_open(struct topic_create *create, struct task *task,
                                    const struct source_conf *conf, struct weir_err *err);
/* The topic is there when it returns OK; RETRY when the bus may do it later. */
enum weir_verdict topic_create_ensure(struct topic_create *create, struct weir_str topic,
                                      struct weir_err *err);

#endif
