/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_topic_rows.c: topics and partitions as rows of their databases: written by the writer, read
 * at open, and again and again by a process that reads what another one writes.
 */
#include <endian.h>
#include <errno.h>
#include <stdlib.h>

#include <weir/mem.h>

#include "bus/local_bus.h"

/* ---- rows ---- */

int local_part_put(struct local_env *env, MDB_txn *txn, const struct local_part *part)
{
    uint32_t id = htobe32(part->id);
    uint64_t row[4] = {htole64((uint64_t)part->row.low), htole64((uint64_t)part->row.next),
                       htole64((uint64_t)part->row.bytes), htole64((uint64_t)part->row.top_ms)};
    MDB_val key = local_val(&id, sizeof(id));
    MDB_val val = local_val(row, sizeof(row));
    return mdb_put(txn, env->db[LOCAL_PARTS], &key, &val, 0);
}

static int part_get(struct local_env *env, MDB_txn *txn, struct local_part *part)
{
    uint32_t id = htobe32(part->id);
    uint64_t row[4];
    MDB_val key = local_val(&id, sizeof(id));
    MDB_val val;
    int rc = mdb_get(txn, env->db[LOCAL_PARTS], &key, &val);
    if (rc || val.mv_size != sizeof(row)) {
        return rc ? rc : MDB_CORRUPTED;
    }
    memcpy(row, val.mv_data, sizeof(row));
    part->row = (struct local_row){.low = (int64_t)le64toh(row[0]),
                                   .next = (int64_t)le64toh(row[1]),
                                   .bytes = (int64_t)le64toh(row[2]),
                                   .top_ms = (int64_t)le64toh(row[3])};
    part->committed = part->row;
    atomic_store(&part->low, part->row.low);
    atomic_store(&part->next, part->row.next);
    return 0;
}

static int parts_get(struct local_env *env, MDB_txn *txn, struct local_topic *topic)
{
    int rc = 0;
    for (int32_t i = 0; i < topic->n_parts && rc == 0; i++) {
        rc = part_get(env, txn, &topic->parts[i]);
    }
    return rc;
}

static struct weir_str read_text(struct weir_reader *rd)
{
    uint64_t code = weir_reader_varint(rd);
    return code ? weir_reader_str(rd, code - 1) : WEIR_STR_NULL;
}

static void put_text(struct weir_buf *buf, struct weir_str text)
{
    weir_buf_varint(buf, text.p ? (uint64_t)text.n + 1 : 0);
    weir_buf_str(buf, text);
}

/* varints: topic id, first partition id, partitions, configs; then their texts, lengths + 1. */
int local_topic_put(struct local_env *env, MDB_txn *txn, const struct local_topic *topic)
{
    struct weir_buf row;
    weir_buf_init(&row, LOCAL_TOPIC_ROW_MAX);
    weir_buf_varint(&row, topic->id);
    weir_buf_varint(&row, topic->first_part);
    weir_buf_varint(&row, (uint64_t)topic->n_parts);
    weir_buf_varint(&row, topic->configs.n);
    for (size_t i = 0; i < topic->configs.n; i++) {
        put_text(&row, topic->configs.items[i].name);
        put_text(&row, topic->configs.items[i].value);
    }
    MDB_val key = local_val(topic->name.p, topic->name.n);
    MDB_val val = local_val(row.p, row.n);
    int rc = row.full ? EMSGSIZE : mdb_put(txn, env->db[LOCAL_TOPICS], &key, &val, 0);
    weir_buf_free(&row);
    return rc;
}

static enum weir_verdict topic_get(struct local_bus *bus, struct weir_str name, struct weir_str row,
                                   struct local_topic **topic, struct weir_err *err)
{
    struct weir_reader rd = weir_reader_of(row);
    uint64_t id = weir_reader_varint(&rd);
    uint64_t first_part = weir_reader_varint(&rd);
    uint64_t n_parts = weir_reader_varint(&rd);
    uint64_t n_configs = weir_reader_varint(&rd);
    if (rd.failed || n_parts == 0 || n_parts > LOCAL_PARTITIONS_MAX || n_configs > row.n) {
        return weir_err_set(err, WEIR_FATAL, "the log in %s is damaged: topic %.*s", bus->env.dir,
                            WEIR_STR_ARG(name));
    }
    struct weir_prop *configs = weir_xcalloc(n_configs, sizeof(*configs));
    for (uint64_t i = 0; i < n_configs; i++) {
        configs[i].name = read_text(&rd);
        configs[i].value = read_text(&rd);
    }
    enum weir_verdict class =
        local_topic_new(bus, name, (int32_t)n_parts, configs, n_configs, topic, err);
    free(configs);
    if (class == WEIR_OK) {
        local_topic_number(*topic, (uint32_t)id, (uint32_t)first_part);
    }
    return class;
}

/* Takes one row into the table: a new topic, one that took a deleted one's name, or known. */
static enum weir_verdict take_row(struct local_bus *bus, MDB_txn *txn, struct weir_str name,
                                  struct weir_str row, struct weir_err *err)
{
    struct weir_reader rd = weir_reader_of(row);
    uint64_t id = weir_reader_varint(&rd);
    struct local_topic *topic = local_topic_find(bus, name);
    bool known = topic && topic->id == id;
    if (!known) {
        struct local_topic *old = topic;
        enum weir_verdict class = topic_get(bus, name, row, &topic, err);
        if (class != WEIR_OK) {
            return class;
        }
        if (old) {
            local_topics_drop(bus, old);
        }
    }
    int rc = parts_get(&bus->env, txn, topic);
    if (!known) {
        local_topics_add(bus, topic);
    }
    return rc ? local_env_error(&bus->env, rc, err) : WEIR_OK;
}

static enum weir_verdict take_rows(struct local_bus *bus, MDB_txn *txn, struct weir_err *err)
{
    MDB_cursor *cursor = NULL;
    int rc = mdb_cursor_open(txn, bus->env.db[LOCAL_TOPICS], &cursor);
    if (rc) {
        return local_env_error(&bus->env, rc, err);
    }
    enum weir_verdict class = WEIR_OK;
    MDB_val key;
    MDB_val val;
    while (class == WEIR_OK && (rc = mdb_cursor_get(cursor, &key, &val, MDB_NEXT)) == 0) {
        class = take_row(bus, txn, local_str(key), local_str(val), err);
    }
    mdb_cursor_close(cursor);
    if (class == WEIR_OK && rc != MDB_NOTFOUND) {
        class = local_env_error(&bus->env, rc, err);
    }
    return class;
}

static bool row_exists(struct local_bus *bus, MDB_txn *txn, const struct local_topic *topic)
{
    MDB_val key = local_val(topic->name.p, topic->name.n);
    MDB_val val;
    return mdb_get(txn, bus->env.db[LOCAL_TOPICS], &key, &val) == 0;
}

static void drop_missing(struct local_bus *bus, MDB_txn *txn)
{
    for (size_t i = bus->topics.n; i > 0; i--) {
        struct local_topic *topic = bus->topics.items[i - 1];
        if (!row_exists(bus, txn, topic)) {
            local_topics_drop(bus, topic);
        }
    }
}

enum weir_verdict local_topics_load(struct local_bus *bus, struct weir_err *err)
{
    MDB_txn *txn = NULL;
    enum weir_verdict class = local_env_read(&bus->env, &txn, err);
    if (class == WEIR_OK) {
        class = take_rows(bus, txn, err);
        drop_missing(bus, txn);
        bus->topics.seen_txn = mdb_txn_id(txn);
        local_env_read_end(&bus->env, txn, 0);
    }
    return class;
}

enum weir_verdict local_topics_refresh(struct local_bus *bus, struct weir_err *err)
{
    MDB_envinfo info;
    if (!bus->env.read_only || mdb_env_info(bus->env.mdb, &info) ||
        info.me_last_txnid == bus->topics.seen_txn) {
        return WEIR_OK;
    }
    pthread_mutex_lock(&bus->queue.lock);
    enum weir_verdict class = local_topics_load(bus, err);
    pthread_mutex_unlock(&bus->queue.lock);
    return class;
}
