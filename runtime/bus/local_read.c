/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_read.c: finds batches in the log by offset or by time and copies them out, so that no
 * snapshot stays open while they are used. Next: local_consume.c decodes them.
 */
#include "bus/local_read.h"

#define FAULT_AROUND (64u << 10) /* what the kernel maps with a page */

/* ---- the log by offset ---- */

int local_step(MDB_cursor *cursor, uint32_t part_id, int64_t *base, MDB_val *val)
{
    MDB_val key;
    int rc = mdb_cursor_get(cursor, &key, val, MDB_NEXT);
    return rc ? rc : local_log_key_read(key, part_id, base) ? 0 : MDB_NOTFOUND;
}

/* Whether the batch in front of the cursor reaches as far as offset. */
static bool step_back(MDB_cursor *cursor, MDB_cursor_op op, uint32_t part_id, int64_t offset,
                      int64_t *base, MDB_val *val)
{
    MDB_val key;
    struct local_batch batch;
    return mdb_cursor_get(cursor, &key, val, op) == 0 && local_log_key_read(key, part_id, base) &&
           local_batch_peek(local_str(*val), &batch) && *base + batch.count > offset;
}

int local_seek(MDB_cursor *cursor, uint32_t part_id, int64_t offset, int64_t *base, MDB_val *val)
{
    uint8_t place[LOCAL_LOG_KEY];
    local_log_key(place, part_id, offset);
    MDB_val key = local_val(place, sizeof(place));
    int rc = mdb_cursor_get(cursor, &key, val, MDB_SET_RANGE);
    if (rc && rc != MDB_NOTFOUND) {
        return rc;
    }
    bool found = rc == 0 && local_log_key_read(key, part_id, base);
    if (found && *base == offset) {
        return 0;
    }
    if (step_back(cursor, rc == 0 ? MDB_PREV : MDB_LAST, part_id, offset, base, val)) {
        return 0;
    }
    if (!found) {
        return MDB_NOTFOUND;
    }
    key = local_val(place, sizeof(place));
    rc = mdb_cursor_get(cursor, &key, val, MDB_SET_RANGE);
    return rc ? rc : local_log_key_read(key, part_id, base) ? 0 : MDB_NOTFOUND;
}

/* ---- copying ---- */

static bool copy(struct weir_buf *buf, int64_t base, MDB_val val)
{
    struct local_segment segment = {.base = base, .n_bytes = val.mv_size};
    weir_buf_add(buf, &segment, sizeof(segment));
    weir_buf_add(buf, val.mv_data, val.mv_size);
    return !buf->full;
}

/* Up to next, and not beyond LOCAL_FETCH_BYTES unless the first batch is larger; what its values are
 * put together in counts too. */
static int copy_from(MDB_cursor *cursor, const struct local_part *part, int64_t offset,
                     int64_t next, struct weir_buf *buf, size_t *joined, int64_t *last)
{
    int64_t base = 0;
    MDB_val val;
    *joined = 0;
    int rc = local_seek(cursor, part->id, offset, &base, &val);
    while (rc == 0 && base < next) {
        struct local_batch batch;
        if (!local_batch_peek(local_str(val), &batch)) {
            return MDB_CORRUPTED;
        }
        if (buf->n && buf->n + val.mv_size + *joined + batch.n_joined > LOCAL_FETCH_BYTES) {
            return 0;
        }
        if (!copy(buf, base, val)) {
            return MDB_CORRUPTED;
        }
        *joined += batch.n_joined;
        *last = base + batch.count;
        rc = local_step(cursor, part->id, &base, &val);
    }
    *last = next;
    return rc == MDB_NOTFOUND ? 0 : rc;
}

enum weir_verdict local_fetch(struct local_part *part, struct local_bus *bus, int64_t offset,
                              struct weir_buf *buf, size_t *joined, int64_t *end,
                              struct weir_err *err)
{
    /*
     * Read before the snapshot is taken: what lies below is in it, and what is not found there is
     * a gap. The snapshot may hold more, which the writer has not published yet.
     */
    int64_t next = atomic_load(&part->next);
    MDB_txn *txn = NULL;
    enum weir_verdict class = local_env_read(&bus->env, &txn, err);
    if (class != WEIR_OK) {
        return class;
    }
    MDB_cursor *cursor = NULL;
    int rc = mdb_cursor_open(txn, bus->env.db[LOCAL_LOG], &cursor);
    if (rc == 0) {
        rc = copy_from(cursor, part, offset, next, buf, joined, end);
        mdb_cursor_close(cursor);
    }
    local_env_read_end(&bus->env, txn, buf->n + FAULT_AROUND);
    return rc ? local_env_error(&bus->env, rc, err) : WEIR_OK;
}

/* ---- questions ---- */

enum weir_verdict local_watermarks(struct bus *handle, struct weir_str topic, int32_t partition,
                                   int64_t *low, int64_t *high, struct weir_err *err)
{
    struct local_part *part = NULL;
    enum weir_verdict class = local_topics_refresh(local_bus_of(handle), err);
    if (class == WEIR_OK) {
        class = local_part_find(local_bus_of(handle), topic, partition, &part, err);
    }
    if (class == WEIR_OK) {
        *low = atomic_load(&part->low);
        *high = atomic_load(&part->next);
    }
    return class;
}

/*
 * A batch knows the greatest timestamp up to itself, which only grows: so the first batch where it
 * reaches the time is found by halving the offsets.
 */
static int find_time(MDB_cursor *cursor, const struct local_part *part, int64_t timestamp_ms,
                     int64_t *offset)
{
    int64_t low = atomic_load(&part->low);
    int64_t high = atomic_load(&part->next);
    while (low < high) {
        int64_t mid = low + (high - low) / 2;
        int64_t base = 0;
        MDB_val val;
        struct local_batch batch;
        int rc = local_seek(cursor, part->id, mid, &base, &val);
        if (rc == MDB_NOTFOUND || (rc == 0 && base >= high)) {
            high = mid;
        } else if (rc || !local_batch_peek(local_str(val), &batch)) {
            return rc ? rc : MDB_CORRUPTED;
        } else if (batch.top_ms >= timestamp_ms) {
            high = base < mid ? base : mid;
        } else {
            low = base + batch.count;
        }
    }
    *offset = low;
    return 0;
}

static int64_t first_at(MDB_val val, const struct local_batch *batch, int64_t base,
                        int64_t timestamp_ms)
{
    struct local_records records = local_records_of(local_str(val), batch, NULL);
    int64_t record_ms = INT64_MIN;
    uint32_t i = 0;
    while (i < batch->count && local_record_skip(&records, &record_ms) &&
           record_ms < timestamp_ms) {
        i++;
    }
    return base + i;
}

/* From there on: earlier batches may have been erased, so this one need not hold the time. */
static int find_record(MDB_cursor *cursor, const struct local_part *part, int64_t timestamp_ms,
                       int64_t *offset)
{
    int64_t base = 0;
    MDB_val val;
    int rc = local_seek(cursor, part->id, *offset, &base, &val);
    while (rc == 0) {
        struct local_batch batch;
        if (!local_batch_peek(local_str(val), &batch)) {
            return MDB_CORRUPTED;
        }
        if (batch.max_ms >= timestamp_ms) {
            *offset = first_at(val, &batch, base, timestamp_ms);
            return 0;
        }
        rc = local_step(cursor, part->id, &base, &val);
    }
    *offset = atomic_load(&part->next);
    return rc == MDB_NOTFOUND ? 0 : rc;
}

enum weir_verdict local_offset_at(struct bus *handle, struct weir_str topic, int32_t partition,
                                  int64_t timestamp_ms, int64_t *offset, struct weir_err *err)
{
    struct local_bus *bus = local_bus_of(handle);
    struct local_part *part = NULL;
    MDB_txn *txn = NULL;
    enum weir_verdict class = local_topics_refresh(bus, err);
    if (class == WEIR_OK) {
        class = local_part_find(bus, topic, partition, &part, err);
    }
    if (class == WEIR_OK) {
        class = local_env_read(&bus->env, &txn, err);
    }
    if (class != WEIR_OK) {
        return class;
    }
    MDB_cursor *cursor = NULL;
    int rc = mdb_cursor_open(txn, bus->env.db[LOCAL_LOG], &cursor);
    if (rc == 0) {
        rc = find_time(cursor, part, timestamp_ms, offset);
        rc = rc ? rc : find_record(cursor, part, timestamp_ms, offset);
        mdb_cursor_close(cursor);
    }
    local_env_read_end(&bus->env, txn, 32 * FAULT_AROUND);
    return rc ? local_env_error(&bus->env, rc, err) : WEIR_OK;
}
