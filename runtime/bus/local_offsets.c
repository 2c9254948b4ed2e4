/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_offsets.c: committed offsets of groups are read from snapshots and written through the
 * writer, from consumers and from outside.
 */
#include "bus/local_offsets.h"

#include <endian.h>
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#define ROW_HEAD     17u /* offset, commit time, whether there is metadata */
#define METADATA_MAX 4096u
#define KEY_MAX      (1u + LOCAL_GROUP_MAX + LOCAL_TOPIC_NAME_MAX + 1u + 4u)

/* The partitions are copies behind the struct. */
struct put_call {
    struct local_call call;
    struct local_bus *bus;
    struct weir_str group;
    struct weir_topic_partition *partitions;
    size_t n;
};

struct delete_call {
    struct local_call call;
    struct weir_str group;
    size_t found;
};

/* ---- keys and rows ---- */

static size_t group_key(uint8_t key[KEY_MAX], struct weir_str group)
{
    key[0] = (uint8_t)group.n;
    memcpy(key + 1, group.p, group.n);
    return 1 + group.n;
}

static size_t commit_key(uint8_t key[KEY_MAX], struct weir_str group,
                         const struct weir_topic_partition *partition)
{
    size_t n = group_key(key, group);
    uint32_t number = htobe32((uint32_t)partition->partition);
    memcpy(key + n, partition->topic.p, partition->topic.n);
    n += partition->topic.n;
    key[n++] = 0;
    memcpy(key + n, &number, sizeof(number));
    return n + sizeof(number);
}

static bool read_key(MDB_val val, struct weir_str *group, struct weir_topic_partition *partition)
{
    struct weir_reader rd = weir_reader_of(local_str(val));
    *group = weir_reader_str(&rd, weir_reader_u8(&rd));
    size_t left = weir_reader_left(&rd);
    partition->topic = weir_reader_str(&rd, left > 5 ? left - 5 : 0);
    weir_reader_skip(&rd, 1);
    partition->partition = (int32_t)weir_reader_be(&rd, 4);
    return !rd.failed;
}

static bool read_row(MDB_val val, struct weir_topic_partition *partition)
{
    struct weir_reader rd = weir_reader_of(local_str(val));
    partition->offset = (int64_t)weir_reader_le(&rd, 8);
    weir_reader_skip(&rd, 8);
    bool has_metadata = weir_reader_u8(&rd) != 0;
    partition->metadata =
        has_metadata ? weir_reader_str(&rd, weir_reader_left(&rd)) : WEIR_STR_NULL;
    return !rd.failed;
}

/* ---- reading ---- */

static int get(struct local_bus *bus, MDB_txn *txn, struct weir_str group, struct weir_arena *arena,
               struct weir_topic_partition *partition)
{
    uint8_t bytes[KEY_MAX];
    partition->offset = -1;
    partition->metadata = WEIR_STR_NULL;
    if (group.n > LOCAL_GROUP_MAX || partition->topic.n > LOCAL_TOPIC_NAME_MAX) {
        return 0;
    }
    MDB_val key = local_val(bytes, commit_key(bytes, group, partition));
    MDB_val val;
    int rc = mdb_get(txn, bus->env.db[LOCAL_GROUPS], &key, &val);
    if (rc == 0 && read_row(val, partition)) {
        partition->metadata = weir_arena_str(arena, partition->metadata);
    }
    return rc == MDB_NOTFOUND ? 0 : rc;
}

enum weir_verdict local_offsets_get(struct local_bus *bus, struct weir_str group,
                                    struct weir_arena *arena,
                                    struct weir_topic_partition *partitions, size_t n,
                                    struct weir_err *err)
{
    MDB_txn *txn = NULL;
    enum weir_verdict class = local_env_read(&bus->env, &txn, err);
    if (class != WEIR_OK) {
        return class;
    }
    int rc = 0;
    for (size_t i = 0; i < n && rc == 0; i++) {
        rc = get(bus, txn, group, arena, &partitions[i]);
    }
    local_env_read_end(&bus->env, txn, 0);
    return rc ? local_env_error(&bus->env, rc, err) : WEIR_OK;
}

/* The group's rows in order; 0 when all were given to fn. */
static int each_commit(struct local_bus *bus, MDB_txn *txn, struct weir_str group,
                       int (*fn)(void *self, MDB_cursor *cursor, MDB_val key, MDB_val val),
                       void *self)
{
    uint8_t bytes[KEY_MAX];
    size_t n = group_key(bytes, group);
    MDB_cursor *cursor = NULL;
    MDB_val key = local_val(bytes, n);
    MDB_val val;
    int rc = mdb_cursor_open(txn, bus->env.db[LOCAL_GROUPS], &cursor);
    if (rc) {
        return rc;
    }
    rc = mdb_cursor_get(cursor, &key, &val, MDB_SET_RANGE);
    while (rc == 0 && key.mv_size >= n && memcmp(key.mv_data, bytes, n) == 0) {
        rc = fn(self, cursor, key, val);
        rc = rc ? rc : mdb_cursor_get(cursor, &key, &val, MDB_NEXT);
    }
    mdb_cursor_close(cursor);
    return rc == MDB_NOTFOUND ? 0 : rc;
}

struct list {
    struct weir_arena *arena;
    struct weir_topic_partition *items;
    size_t n;
    size_t cap;
};

static int add_to_list(void *self, MDB_cursor *cursor, MDB_val key, MDB_val val)
{
    (void)cursor;
    struct list *list = self;
    struct weir_topic_partition partition = {0};
    struct weir_str group;
    if (!read_key(key, &group, &partition) || !read_row(val, &partition)) {
        return MDB_CORRUPTED;
    }
    if (list->n == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 16;
        struct weir_topic_partition *items =
            WEIR_NEW_ARRAY(list->arena, struct weir_topic_partition, cap);
        if (list->n) {
            memcpy(items, list->items, list->n * sizeof(*items));
        }
        list->items = items;
        list->cap = cap;
    }
    partition.topic = weir_arena_str(list->arena, partition.topic);
    partition.metadata = weir_arena_str(list->arena, partition.metadata);
    list->items[list->n++] = partition;
    return 0;
}

enum weir_verdict local_group_offsets(struct bus *handle, struct weir_str group,
                                      struct weir_arena *arena,
                                      struct weir_topic_partition **offsets, size_t *n,
                                      struct weir_err *err)
{
    struct local_bus *bus = local_bus_of(handle);
    struct list list = {.arena = arena};
    MDB_txn *txn = NULL;
    *n = 0;
    *offsets = NULL;
    enum weir_verdict class = local_env_read(&bus->env, &txn, err);
    if (class != WEIR_OK) {
        return class;
    }
    int rc = group.n <= LOCAL_GROUP_MAX ? each_commit(bus, txn, group, add_to_list, &list) : 0;
    local_env_read_end(&bus->env, txn, 0);
    *offsets = list.items;
    *n = list.n;
    return rc ? local_env_error(&bus->env, rc, err) : WEIR_OK;
}

/* ---- writing ---- */

static int put(struct local_bus *bus, MDB_txn *txn, struct weir_str group,
               const struct weir_topic_partition *partition)
{
    uint8_t bytes[KEY_MAX];
    uint8_t row[ROW_HEAD + METADATA_MAX];
    MDB_val key = local_val(bytes, commit_key(bytes, group, partition));
    if (partition->offset < 0) {
        int rc = mdb_del(txn, bus->env.db[LOCAL_GROUPS], &key, NULL);
        return rc == MDB_NOTFOUND ? 0 : rc;
    }
    uint64_t offset = htole64((uint64_t)partition->offset);
    uint64_t now_ms = htole64((uint64_t)weir_clock_wall_ms());
    memcpy(row, &offset, sizeof(offset));
    memcpy(row + 8, &now_ms, sizeof(now_ms));
    row[16] = partition->metadata.p != NULL;
    if (partition->metadata.n) {
        memcpy(row + ROW_HEAD, partition->metadata.p, partition->metadata.n);
    }
    MDB_val val = local_val(row, ROW_HEAD + partition->metadata.n);
    return mdb_put(txn, bus->env.db[LOCAL_GROUPS], &key, &val, 0);
}

static int apply_put(struct local_bus *bus, struct local_request *req, MDB_txn *txn)
{
    struct put_call *call = (struct put_call *)req;
    int rc = 0;
    for (size_t i = 0; i < call->n && rc == 0; i++) {
        rc = put(bus, txn, call->group, &call->partitions[i]);
    }
    return rc;
}

static void settle_async(struct local_bus *bus, struct local_request *req, enum weir_verdict class,
                         const struct weir_err *err)
{
    struct put_call *call = (struct put_call *)req;
    if (class != WEIR_OK) {
        weir_warn(&bus->log, "commit of group %.*s failed: %s", WEIR_STR_ARG(call->group),
                  err->text);
    }
    free(call);
}

static char *keep(char **at, struct weir_str text)
{
    char *to = *at;
    if (text.n) {
        memcpy(to, text.p, text.n);
    }
    *at += text.n;
    return text.p ? to : NULL;
}

/* A copy that outlives the caller. */
static struct put_call *copy_call(struct weir_str group,
                                  const struct weir_topic_partition *partitions, size_t n)
{
    size_t bytes = sizeof(struct put_call) + n * sizeof(*partitions) + group.n;
    for (size_t i = 0; i < n; i++) {
        bytes += partitions[i].topic.n + partitions[i].metadata.n;
    }
    struct put_call *call = weir_xcalloc(1, bytes);
    call->partitions = (struct weir_topic_partition *)(call + 1);
    call->n = n;
    char *at = (char *)(call->partitions + n);
    call->group = weir_str_n(keep(&at, group), group.n);
    for (size_t i = 0; i < n; i++) {
        call->partitions[i] = partitions[i];
        call->partitions[i].topic.p = keep(&at, partitions[i].topic);
        call->partitions[i].metadata.p = keep(&at, partitions[i].metadata);
    }
    return call;
}

static enum weir_verdict check(struct local_bus *bus, struct weir_str group,
                               const struct weir_topic_partition *partitions, size_t n,
                               struct weir_err *err)
{
    if (bus->env.read_only) {
        return weir_err_set(err, WEIR_FATAL, "the log in %s is open for reading only",
                            bus->env.dir);
    }
    if (group.n == 0 || group.n > LOCAL_GROUP_MAX) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "a group's name has 1 to %u bytes",
                            LOCAL_GROUP_MAX);
    }
    for (size_t i = 0; i < n; i++) {
        if (partitions[i].metadata.n > METADATA_MAX) {
            return weir_err_set(err, WEIR_FATAL, "a commit's metadata is larger than %u bytes",
                                METADATA_MAX);
        }
        if (partitions[i].topic.n == 0 || partitions[i].topic.n > LOCAL_TOPIC_NAME_MAX) {
            return weir_err_set(err, WEIR_FATAL, "there is no topic %.*s",
                                WEIR_STR_ARG(partitions[i].topic));
        }
    }
    return WEIR_OK;
}

enum weir_verdict local_offsets_put(struct local_bus *bus, struct weir_str group,
                                    const struct weir_topic_partition *partitions, size_t n,
                                    bool async, struct weir_err *err)
{
    enum weir_verdict class = check(bus, group, partitions, n, err);
    if (class != WEIR_OK || n == 0) {
        return class;
    }
    if (async) {
        struct put_call *call = copy_call(group, partitions, n);
        call->call.req.apply = apply_put;
        call->call.req.settle = settle_async;
        local_post(bus, &call->call.req);
        return WEIR_OK;
    }
    struct put_call call = {.call.req.apply = apply_put,
                            .group = group,
                            .partitions = (struct weir_topic_partition *)(uintptr_t)partitions,
                            .n = n};
    return local_call(bus, &call.call, err);
}

/* ---- from outside ---- */

static enum weir_verdict still_active(struct weir_str group, struct weir_err *err)
{
    return weir_err_set(err, WEIR_RETRY, "group %.*s is still active", WEIR_STR_ARG(group));
}

enum weir_verdict local_group_alter(struct bus *handle, struct weir_str group,
                                    const struct weir_topic_partition *offsets, size_t n,
                                    struct weir_err *err)
{
    struct local_bus *bus = local_bus_of(handle);
    return local_group_size(bus, group) > 0 ? still_active(group, err)
                                          : local_offsets_put(bus, group, offsets, n, false, err);
}

static int delete_row(void *self, MDB_cursor *cursor, MDB_val key, MDB_val val)
{
    (void)key;
    (void)val;
    struct delete_call *call = self;
    call->found++;
    return mdb_cursor_del(cursor, 0);
}

static int apply_delete(struct local_bus *bus, struct local_request *req, MDB_txn *txn)
{
    struct delete_call *call = (struct delete_call *)req;
    return each_commit(bus, txn, call->group, delete_row, call);
}

enum weir_verdict local_group_members(struct bus *handle, struct weir_str group, int32_t *n,
                                      struct weir_err *err)
{
    (void)err;
    *n = local_group_size(local_bus_of(handle), group);
    return WEIR_OK;
}

enum weir_verdict local_group_delete(struct bus *handle, struct weir_str group,
                                     struct weir_err *err)
{
    struct local_bus *bus = local_bus_of(handle);
    enum weir_verdict class = check(bus, group, NULL, 0, err);
    if (class == WEIR_OK && local_group_size(bus, group) > 0) {
        class = still_active(group, err);
    }
    struct delete_call call = {.call.req.apply = apply_delete, .group = group};
    return class == WEIR_OK ? local_call(bus, &call.call, err) : class;
}

int local_offsets_forget_topic(struct local_bus *bus, MDB_txn *txn, struct weir_str topic)
{
    MDB_cursor *cursor = NULL;
    MDB_val key;
    MDB_val val;
    int rc = mdb_cursor_open(txn, bus->env.db[LOCAL_GROUPS], &cursor);
    if (rc) {
        return rc;
    }
    while ((rc = mdb_cursor_get(cursor, &key, &val, MDB_NEXT)) == 0) {
        struct weir_topic_partition partition = {0};
        struct weir_str group;
        if (read_key(key, &group, &partition) && weir_str_eq(partition.topic, topic)) {
            rc = mdb_cursor_del(cursor, 0);
            if (rc) {
                break;
            }
        }
    }
    mdb_cursor_close(cursor);
    return rc == MDB_NOTFOUND ? 0 : rc;
}
