/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_topics.h: the embedded log's topics and partitions in memory. The writer alone changes the
 * table; a topic once found stays valid until the bus closes, also when it is deleted meanwhile.
 */
#ifndef LOCAL_TOPICS_H
#define LOCAL_TOPICS_H

#include <stdatomic.h>

#include "bus/bus.h"
#include "bus/local_env.h"

#define LOCAL_TOPIC_NAME_MAX 249u
#define LOCAL_PARTITIONS_MAX 10000
#define LOCAL_TOPIC_ROW_MAX  ((size_t)1 << 20)

struct local_bus;
struct local_follower;
struct local_topic;

/* A partition as the parts database has it. */
struct local_row {
    int64_t low;    /* first offset there */
    int64_t next;   /* the offset of the next record */
    int64_t bytes;  /* of stored batches */
    int64_t top_ms; /* greatest timestamp ever appended */
};

struct local_part {
    struct local_topic *topic;
    uint32_t id; /* in keys; never used again */
    int32_t number;
    _Atomic int64_t low; /* committed: what readers may see */
    _Atomic int64_t next;
    struct local_follower *followers; /* follow_lock */

    /* The writer's own. */
    struct local_row row; /* as of the open transaction */
    struct local_row committed;
    struct local_part *dirty_next;
    bool dirty;
    int64_t oldest_ms; /* greatest timestamp of the first batch; INT64_MIN: not looked up */
    int64_t oldest_bytes;
};

struct local_topic {
    struct weir_str name;
    uint32_t id;
    uint32_t first_part;
    int32_t n_parts;
    struct local_part *parts;
    struct weir_arena arena;   /* name and configs */
    struct weir_props configs; /* as given when it was created */
    _Atomic bool dropped;
    bool compact;
    bool retain; /* cleanup.policy has delete */
    bool log_append_time;
    int64_t retention_ms; /* -1: for ever */
    int64_t retention_bytes;
    int64_t delete_retention_ms;
    int64_t max_message_bytes;
    uint64_t born;             /* rises with every new topic */
    struct local_topic *older; /* in the graveyard */
};

struct local_topics {
    pthread_rwlock_t lock;
    struct local_topic **items; /* sorted by name */
    size_t n;
    size_t cap;
    struct local_topic *graveyard;
    uint64_t births;
    size_t seen_txn; /* read only: LMDB's transaction the table was read at */
};

enum weir_verdict local_topics_load(struct local_bus *bus, struct weir_err *err);
void local_topics_free(struct local_bus *bus);
/* NULL: there is none. Any thread. */
struct local_topic *local_topic_find(struct local_bus *bus, struct weir_str name);
/* Found, or made with the bus's defaults: what a first record does. Not the writer's thread. */
enum weir_verdict local_topic_ensure(struct local_bus *bus, struct weir_str name,
                                     struct local_topic **topic, struct weir_err *err);
enum weir_verdict local_part_find(struct local_bus *bus, struct weir_str name, int32_t partition,
                                  struct local_part **part, struct weir_err *err);
/* Read only: takes over what the writing process has committed since. */
enum weir_verdict local_topics_refresh(struct local_bus *bus, struct weir_err *err);

/* A topic in memory from its parts, without ids; BAD_CONFIG when a config makes no sense. */
enum weir_verdict local_topic_new(struct local_bus *bus, struct weir_str name, int32_t n_parts,
                                  const struct weir_prop *configs, size_t n_configs,
                                  struct local_topic **topic, struct weir_err *err);
void local_topic_free(struct local_topic *topic);
void local_topic_number(struct local_topic *topic, uint32_t id, uint32_t first_part);
/* Reads cleanup.policy and its like into the topic's fields (local_topic_conf.c). */
enum weir_verdict local_topic_conf(struct local_bus *bus, struct local_topic *topic,
                                   struct weir_err *err);
/* The writer, after its commit. */
void local_topics_add(struct local_bus *bus, struct local_topic *topic);
void local_topics_drop(struct local_bus *bus, struct local_topic *topic);

/* Rows of the parts and topics databases; 0 or LMDB's error. */
int local_part_put(struct local_env *env, MDB_txn *txn, const struct local_part *part);
int local_topic_put(struct local_env *env, MDB_txn *txn, const struct local_topic *topic);

/* ---- the engine's calls ---- */

enum weir_verdict local_topics_list(struct bus *handle, struct weir_arena *arena,
                                    const struct bus_topic_info **topics, size_t *n,
                                    struct weir_err *err);
enum weir_verdict local_topic_info(struct bus *handle, struct weir_str name,
                                   struct bus_topic_info *info, struct weir_err *err);
enum weir_verdict local_topic_configs(struct bus *handle, struct weir_str name,
                                      struct weir_props *configs, struct weir_err *err);
enum weir_verdict local_topic_create(struct bus *handle, const struct weir_topic_spec *spec,
                                     bool *created, struct weir_err *err);
enum weir_verdict local_topic_delete(struct bus *handle, struct weir_str name,
                                     struct weir_err *err);

#endif
