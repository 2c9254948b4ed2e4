/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_compact.c: compacted topics keep the last record of each key, at every moment: an index
 * from key to offset tells the writer which record the new one replaces. Tombstones stay until
 * delete.retention.ms after they were written. Next: local_retain.c calls for the tombstones.
 */
#include <endian.h>

#include <weir/time.h>

#include "bus/local_bus.h"
#include "bus/local_store.h"

#define KEY_MAX   400u /* bytes of a record's key in the index */
#define INDEX_KEY (4 + 1 + 8 + KEY_MAX)

struct tomb {
    int64_t due_ms;
    uint32_t part_id;
    int64_t offset;
};
#define TOMB_KEY 20u

/* FNV-1a, as it is in the file. */
static uint64_t hash_of(struct weir_str key)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < key.n; i++) {
        hash = (hash ^ (uint8_t)key.p[i]) * 0x100000001b3u;
    }
    return hash;
}

static size_t index_key(uint8_t out[INDEX_KEY], uint32_t part_id, struct weir_str key)
{
    uint32_t id = htobe32(part_id);
    memcpy(out, &id, sizeof(id));
    bool whole = key.n <= KEY_MAX;
    out[4] = whole ? 0 : 1;
    size_t n = 5;
    if (!whole) {
        uint64_t hash = htobe64(hash_of(key));
        memcpy(out + n, &hash, sizeof(hash));
        n += sizeof(hash);
        key.n = KEY_MAX;
    }
    if (key.n) {
        memcpy(out + n, key.p, key.n);
    }
    return n + key.n;
}

static uint64_t offset_of(MDB_val val)
{
    uint64_t offset = UINT64_MAX;
    if (val.mv_size == sizeof(offset)) {
        memcpy(&offset, val.mv_data, sizeof(offset));
    }
    return le64toh(offset);
}

/* Of the one record in a compacted topic's batch. */
static struct weir_str key_of(MDB_val val)
{
    struct local_batch batch;
    if (!local_batch_peek(local_str(val), &batch)) {
        return WEIR_STR_NULL;
    }
    struct local_records records = local_records_of(local_str(val), &batch, NULL);
    return local_record_key(&records);
}

/* A hash may be shared: the record there is replaced only if its key is really this one. */
static bool same_key(struct local_bus *bus, MDB_txn *txn, uint32_t part_id, int64_t offset,
                     struct weir_str key)
{
    uint8_t place[LOCAL_LOG_KEY];
    local_log_key(place, part_id, offset);
    MDB_val at = local_val(place, sizeof(place));
    MDB_val val;
    return mdb_get(txn, bus->env.db[LOCAL_LOG], &at, &val) == 0 && weir_str_eq(key_of(val), key);
}

static void tomb_key(uint8_t out[TOMB_KEY], const struct tomb *tomb)
{
    uint64_t due = htobe64((uint64_t)tomb->due_ms);
    memcpy(out, &due, sizeof(due));
    local_log_key(out + sizeof(due), tomb->part_id, tomb->offset);
}

static int put_tomb(struct local_bus *bus, MDB_txn *txn, const struct local_stored *stored)
{
    struct tomb tomb = {.due_ms = weir_clock_wall_ms() + stored->part->topic->delete_retention_ms,
                        .part_id = stored->part->id,
                        .offset = stored->base};
    uint8_t bytes[TOMB_KEY];
    tomb_key(bytes, &tomb);
    MDB_val key = local_val(bytes, sizeof(bytes));
    MDB_val val = local_val("", 0);
    if (tomb.due_ms < bus->retain.next_tomb_ms) {
        bus->retain.next_tomb_ms = tomb.due_ms;
    }
    return mdb_put(txn, bus->env.db[LOCAL_TOMBS], &key, &val, 0);
}

int local_compact(struct local_bus *bus, MDB_txn *txn, const struct local_stored *stored)
{
    struct local_part *part = stored->part;
    uint8_t bytes[INDEX_KEY];
    MDB_val key = local_val(bytes, index_key(bytes, part->id, stored->key));
    MDB_val val;
    int rc = mdb_get(txn, bus->env.db[LOCAL_KEYS], &key, &val);
    if (rc == 0) {
        int64_t old = (int64_t)offset_of(val);
        if (bytes[4] == 0 || same_key(bus, txn, part->id, old, stored->key)) {
            rc = local_erase(bus, txn, part, old);
        }
    }
    if (rc && rc != MDB_NOTFOUND) {
        return rc;
    }
    uint64_t offset = htole64((uint64_t)stored->base);
    val = local_val(&offset, sizeof(offset));
    rc = mdb_put(txn, bus->env.db[LOCAL_KEYS], &key, &val, 0);
    return rc == 0 && stored->tombstone ? put_tomb(bus, txn, stored) : rc;
}

/* ---- what goes ---- */

int local_compact_forget(struct local_bus *bus, MDB_txn *txn, const struct local_part *part,
                         int64_t offset, MDB_val record)
{
    uint8_t bytes[INDEX_KEY];
    MDB_val key = local_val(bytes, index_key(bytes, part->id, key_of(record)));
    MDB_val val;
    int rc = mdb_get(txn, bus->env.db[LOCAL_KEYS], &key, &val);
    if (rc == 0 && (int64_t)offset_of(val) == offset) {
        rc = mdb_del(txn, bus->env.db[LOCAL_KEYS], &key, NULL);
    }
    return rc == MDB_NOTFOUND ? 0 : rc;
}

static struct local_part *part_of(struct local_bus *bus, uint32_t id)
{
    for (size_t i = 0; i < bus->topics.n; i++) {
        struct local_topic *topic = bus->topics.items[i];
        if (id - topic->first_part < (uint32_t)topic->n_parts) {
            return &topic->parts[id - topic->first_part];
        }
    }
    return NULL;
}

static int erase_tombstone(struct local_bus *bus, MDB_txn *txn, const struct tomb *tomb)
{
    struct local_part *part = part_of(bus, tomb->part_id);
    uint8_t place[LOCAL_LOG_KEY];
    local_log_key(place, tomb->part_id, tomb->offset);
    MDB_val key = local_val(place, sizeof(place));
    MDB_val val;
    int rc = part ? mdb_get(txn, bus->env.db[LOCAL_LOG], &key, &val) : MDB_NOTFOUND;
    if (rc == 0) {
        rc = local_compact_forget(bus, txn, part, tomb->offset, val);
        rc = rc ? rc : local_erase(bus, txn, part, tomb->offset);
    }
    return rc == MDB_NOTFOUND ? 0 : rc;
}

static bool read_tomb(MDB_val key, struct tomb *tomb)
{
    struct weir_reader rd = weir_reader_of(local_str(key));
    tomb->due_ms = (int64_t)weir_reader_be(&rd, 8);
    tomb->part_id = (uint32_t)weir_reader_be(&rd, 4);
    tomb->offset = (int64_t)weir_reader_be(&rd, 8);
    return !rd.failed;
}

int local_compact_tombs(struct local_bus *bus, MDB_txn *txn, size_t *rows)
{
    int64_t now_ms = weir_clock_wall_ms();
    MDB_cursor *cursor = NULL;
    int rc = mdb_cursor_open(txn, bus->env.db[LOCAL_TOMBS], &cursor);
    if (rc) {
        return rc;
    }
    bus->retain.next_tomb_ms = INT64_MAX;
    MDB_val key;
    MDB_val val;
    while (*rows > 0 && (rc = mdb_cursor_get(cursor, &key, &val, MDB_FIRST)) == 0) {
        struct tomb tomb;
        if (!read_tomb(key, &tomb)) {
            rc = MDB_CORRUPTED;
            break;
        }
        bus->retain.next_tomb_ms = tomb.due_ms;
        if (tomb.due_ms > now_ms) {
            break;
        }
        rc = erase_tombstone(bus, txn, &tomb);
        rc = rc ? rc : mdb_cursor_get(cursor, &key, &val, MDB_FIRST);
        rc = rc ? rc : mdb_cursor_del(cursor, 0);
        if (rc) {
            break;
        }
        bus->retain.next_tomb_ms = INT64_MAX;
        --*rows;
    }
    mdb_cursor_close(cursor);
    return rc == MDB_NOTFOUND ? 0 : rc;
}
