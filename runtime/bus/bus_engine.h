/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bus_engine.h: what an engine fills in. bus.c only forwards; a struct bus, bus_producer and
 * bus_consumer begin with the pointer to their engine.
 */
#ifndef BUS_ENGINE_H
#define BUS_ENGINE_H

#include "bus/bus.h"

struct bus_engine {
    void (*close)(struct bus *);
    const char *(*cluster_id)(struct bus *);
    const char *(*describe)(const struct bus *);
    enum weir_verdict (*topics)(struct bus *, struct weir_arena *, const struct bus_topic_info **,
                                size_t *, struct weir_err *);
    enum weir_verdict (*topic_info)(struct bus *, struct weir_str, struct bus_topic_info *,
                                    struct weir_err *);
    enum weir_verdict (*topic_configs)(struct bus *, struct weir_str, struct weir_props *,
                                       struct weir_err *);
    enum weir_verdict (*topic_create)(struct bus *, const struct weir_topic_spec *, bool *,
                                      struct weir_err *);
    enum weir_verdict (*topic_delete)(struct bus *, struct weir_str, struct weir_err *);
    enum weir_verdict (*watermarks)(struct bus *, struct weir_str, int32_t, int64_t *, int64_t *,
                                    struct weir_err *);
    enum weir_verdict (*topic_watermarks)(struct bus *, struct weir_str, int32_t, int64_t *,
                                          int64_t *, struct weir_err *); /* NULL: one by one */
    enum weir_verdict (*offset_at)(struct bus *, struct weir_str, int32_t, int64_t, int64_t *,
                                   struct weir_err *);
    enum weir_verdict (*producer_open)(struct bus *, const struct bus_producer_conf *,
                                       struct bus_producer **, struct weir_err *);
    enum weir_verdict (*append)(struct bus_producer *, const struct bus_record *, size_t,
                                struct bus_ack *, struct weir_err *);
    enum weir_verdict (*flush)(struct bus_producer *, int64_t, struct weir_err *);
    void (*producer_wake)(struct bus_producer *);
    void (*producer_shrink)(struct bus_producer *);
    void (*producer_close)(struct bus_producer *, int64_t);
    enum weir_verdict (*txn_init)(struct bus_producer *, int64_t, struct weir_err *);
    enum weir_verdict (*txn_begin)(struct bus_producer *, struct weir_err *);
    enum weir_verdict (*txn_commit)(struct bus_producer *, int64_t, struct weir_err *);
    enum weir_verdict (*txn_abort)(struct bus_producer *, int64_t, struct weir_err *);
    enum weir_verdict (*consumer_open)(struct bus *, const struct bus_consumer_conf *,
                                       struct bus_consumer **, struct weir_err *);
    enum weir_verdict (*subscribe)(struct bus_consumer *, const struct weir_str *, size_t,
                                   struct weir_err *);
    enum weir_verdict (*assign)(struct bus_consumer *, const struct weir_topic_partition *, size_t,
                                struct weir_err *);
    enum weir_verdict (*poll)(struct bus_consumer *, size_t, size_t, int64_t, struct bus_messages *,
                              struct weir_err *);
    void (*release)(struct bus_consumer *, struct bus_messages *);
    int64_t (*position)(struct bus_consumer *, struct weir_str, int32_t);
    enum weir_verdict (*seek)(struct bus_consumer *, struct weir_str, int32_t, int64_t,
                              struct weir_err *);
    void (*pause)(struct bus_consumer *, struct weir_str, int32_t, bool);
    enum weir_verdict (*commit)(struct bus_consumer *, const struct weir_topic_partition *, size_t,
                                bool, struct weir_err *);
    enum weir_verdict (*committed)(struct bus_consumer *, struct weir_arena *,
                                   struct weir_topic_partition *, size_t, struct weir_err *);
    void (*consumer_wake)(struct bus_consumer *);
    void (*consumer_evict)(struct bus_consumer *);
    void (*consumer_shrink)(struct bus_consumer *);
    void (*consumer_close)(struct bus_consumer *);
    enum weir_verdict (*group_offsets)(struct bus *, struct weir_str, struct weir_arena *,
                                       struct weir_topic_partition **, size_t *, struct weir_err *);
    enum weir_verdict (*group_alter)(struct bus *, struct weir_str,
                                     const struct weir_topic_partition *, size_t,
                                     struct weir_err *);
    enum weir_verdict (*group_members)(struct bus *, struct weir_str, int32_t *,
                                       struct weir_err *);
    enum weir_verdict (*group_delete)(struct bus *, struct weir_str, struct weir_err *);
};

struct bus {
    const struct bus_engine *engine;
    int features;
};

struct bus_producer {
    const struct bus_engine *engine;
};

struct bus_consumer {
    const struct bus_engine *engine;
};

#endif
