/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_store.c: an append's batches get their offsets and go into the log database. Next:
 * local_compact.c for compacted topics.
 */
#include "bus/local_store.h"

#include "bus/local_bus.h"

/* Well past its size a partition does not wait for the next sweep. */
static void note_size(struct local_bus *bus, const struct local_part *part)
{
    int64_t limit = part->topic->retention_bytes;
    if (part->topic->retain && limit >= 0 && part->row.bytes - limit > limit / 8) {
        bus->retain.behind = true;
    }
}

static int store_batch(struct local_bus *bus, MDB_txn *txn, struct local_stored *stored)
{
    struct local_part *part = stored->part;
    struct local_row *row = &part->row;
    uint8_t place[LOCAL_LOG_KEY];
    local_part_dirty(bus, part);
    stored->base = row->next;
    row->top_ms = stored->batch.max_ms > row->top_ms ? stored->batch.max_ms : row->top_ms;
    local_batch_set_top(stored->bytes, row->top_ms);
    if (part->topic->compact) {
        int rc = local_compact(bus, txn, stored);
        if (rc) {
            return rc;
        }
    }
    local_log_key(place, part->id, stored->base);
    MDB_val key = local_val(place, sizeof(place));
    MDB_val val = local_val(stored->bytes, stored->n_bytes);
    bus->writer.rows++;
    row->next += stored->batch.count;
    row->bytes += (int64_t)stored->n_bytes;
    note_size(bus, part);
    return mdb_put(txn, bus->env.db[LOCAL_LOG], &key, &val, MDB_NOOVERWRITE);
}

static bool topics_are_there(const struct local_append *append)
{
    for (; append; append = append->more) {
        for (size_t i = 0; i < append->n_batches; i++) {
            if (atomic_load(&append->batches[i].part->topic->dropped)) {
                return false;
            }
        }
    }
    return true;
}

int local_store(struct local_bus *bus, struct local_request *req, MDB_txn *txn)
{
    struct local_append *append = (struct local_append *)req;
    if (atomic_load(&req->producer->fenced)) {
        local_refuse(req, WEIR_FATAL, "a newer producer has transactional.id %s",
                     req->producer->transactional_id);
        return 0;
    }
    if (!topics_are_there(append)) {
        local_refuse(req, WEIR_RETRY, "a topic was deleted while it was written to");
        return 0;
    }
    int rc = 0;
    for (; append && rc == 0; append = append->more) {
        for (size_t i = 0; i < append->n_batches && rc == 0; i++) {
            rc = store_batch(bus, txn, &append->batches[i]);
        }
    }
    return rc;
}

int local_erase(struct local_bus *bus, MDB_txn *txn, struct local_part *part, int64_t offset)
{
    uint8_t place[LOCAL_LOG_KEY];
    local_log_key(place, part->id, offset);
    MDB_val key = local_val(place, sizeof(place));
    MDB_val val;
    int rc = mdb_get(txn, bus->env.db[LOCAL_LOG], &key, &val);
    if (rc) {
        return rc == MDB_NOTFOUND ? 0 : rc;
    }
    local_part_dirty(bus, part);
    part->row.bytes -= (int64_t)val.mv_size;
    return mdb_del(txn, bus->env.db[LOCAL_LOG], &key, NULL);
}
