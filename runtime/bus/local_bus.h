/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_bus.h: the embedded log as one object. One thread, the writer, owns LMDB's write side;
 * everybody else hands it requests and reads snapshots.
 *
 * Locks, in the order they are taken; none is held while the caller's code is called:
 *   groups.lock    consumer groups: members and who has which partition
 *   topics.lock    the table of topics
 *   queue.lock     requests, and what producers count
 *   follow_lock    which consumers wait for which partitions
 *   a consumer's bell
 */
#ifndef LOCAL_BUS_H
#define LOCAL_BUS_H

#include <weir/log.h>

#include "bus/bus_engine.h"
#include "bus/local_env.h"
#include "bus/local_format.h"
#include "bus/local_group.h"
#include "bus/local_retain.h"
#include "bus/local_topics.h"
#include "bus/local_writer.h"

struct local_bus {
    struct bus handle;
    struct local_env env;
    char *description;
    struct weir_log log;
    int32_t partitions; /* of topics made by a first record */
    int64_t retention_ms;
    int64_t retention_bytes;
    struct local_topics topics;
    struct local_groups groups;
    struct local_queue queue;
    struct local_writer writer;
    struct local_retain retain; /* the writer's */
    pthread_mutex_t follow_lock;
};

extern const struct bus_engine local_engine;

static inline struct local_bus *local_bus_of(struct bus *handle)
{
    return (struct local_bus *)handle;
}

#endif
