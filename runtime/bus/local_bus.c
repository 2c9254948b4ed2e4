/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_bus.c: opens and closes the embedded log, and is its table of calls. Next: local_env.c,
 * local_topics.c, and the writer.
 */
#include "bus/local_bus.h"

#include <stdlib.h>

#include <weir/mem.h>

#include "bus/local_consume.h"
#include "bus/local_offsets.h"
#include "bus/local_produce.h"
#include "bus/local_read.h"

static void init(struct local_bus *bus, const struct bus_local_options *options)
{
    bus->handle.engine = &local_engine;
    bus->handle.features = BUS_ATOMIC_APPEND;
    bus->description = weir_xprintf("the embedded log in %s", options->data_dir);
    bus->partitions = options->partitions > 0 ? options->partitions : 1;
    bus->retention_ms = options->retention_ms;
    bus->retention_bytes = options->retention_bytes;
    local_retain_init(bus);
    weir_log_init(&bus->log, "weir.bus.local", "", -1, "");
    pthread_rwlock_init(&bus->topics.lock, NULL);
    pthread_mutex_init(&bus->groups.lock, NULL);
    local_queue_init(&bus->queue);
    pthread_mutex_init(&bus->follow_lock, NULL);
}

static void local_close(struct bus *handle)
{
    struct local_bus *bus = local_bus_of(handle);
    local_writer_stop(bus);
    local_topics_free(bus);
    local_groups_free(bus);
    local_env_close(&bus->env);
    local_queue_free(&bus->queue);
    pthread_mutex_destroy(&bus->follow_lock);
    free(bus->description);
    free(bus);
}

enum weir_verdict bus_open_local(const struct bus_local_options *options, struct bus **out,
                                 struct weir_err *err)
{
    struct local_bus *bus = weir_xcalloc(1, sizeof(*bus));
    enum weir_verdict class = local_env_open(&bus->env, options, err);
    if (class != WEIR_OK) {
        free(bus);
        return class;
    }
    init(bus, options);
    class = local_topics_load(bus, err);
    if (class == WEIR_OK && !options->read_only) {
        class = local_writer_start(bus, err);
    }
    if (class != WEIR_OK) {
        local_close(&bus->handle);
        return class;
    }
    *out = &bus->handle;
    return WEIR_OK;
}

static const char *local_cluster_id(struct bus *handle)
{
    return local_bus_of(handle)->env.cluster;
}

static const char *local_describe(const struct bus *handle)
{
    return ((const struct local_bus *)handle)->description;
}

const struct bus_engine local_engine = {
    .close = local_close,
    .cluster_id = local_cluster_id,
    .describe = local_describe,
    .topics = local_topics_list,
    .topic_info = local_topic_info,
    .topic_configs = local_topic_configs,
    .topic_create = local_topic_create,
    .topic_delete = local_topic_delete,
    .watermarks = local_watermarks,
    .offset_at = local_offset_at,
    .producer_open = local_producer_open,
    .append = local_append,
    .flush = local_flush,
    .producer_wake = local_producer_wake,
    .producer_close = local_producer_close,
    .txn_init = local_txn_init,
    .txn_begin = local_txn_begin,
    .txn_commit = local_txn_commit,
    .txn_abort = local_txn_abort,
    .consumer_open = local_consumer_open,
    .subscribe = local_subscribe,
    .assign = local_assign,
    .poll = local_poll,
    .release = local_release,
    .position = local_position,
    .seek = local_seek_to,
    .pause = local_pause,
    .commit = local_commit,
    .committed = local_committed,
    .consumer_wake = local_consumer_wake,
    .consumer_evict = local_consumer_evict,
    .consumer_shrink = local_consumer_shrink,
    .producer_shrink = local_producer_shrink,
    .consumer_close = local_consumer_close,
    .group_offsets = local_group_offsets,
    .group_alter = local_group_alter,
    .group_members = local_group_members,
    .group_delete = local_group_delete,
};
