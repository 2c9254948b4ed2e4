/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_retain.c: looks in memory which partitions are past their retention and erases their
 * oldest batches, a bounded number in one commit. Next: local_compact.c for tombstones.
 */
#include "bus/local_retain.h"

#include <endian.h>

#include <weir/time.h>

#include "bus/local_bus.h"
#include "bus/local_read.h"
#include "bus/local_store.h"

#define STEP_ROWS   64u
#define STEP_BYTES  ((size_t)4 << 20)
#define TOUCHED_ROW (64u << 10) /* of the map: what the kernel maps with a row */

/* What one commit may still erase. */
struct step {
    size_t rows;
    size_t bytes;
    struct local_part *part; /* past its retention; NULL: none */
};

static bool spend(struct step *step, size_t bytes)
{
    step->rows--;
    step->bytes -= bytes < step->bytes ? bytes : step->bytes;
    return step->rows > 0 && step->bytes > 0;
}

/* ---- which partition ---- */

/* Timestamp and size of the first batch, into the partition. */
static bool look_up_oldest(struct local_bus *bus, struct local_part *part)
{
    MDB_txn *txn = NULL;
    MDB_cursor *cursor = NULL;
    MDB_val val;
    struct local_batch batch;
    struct weir_err err;
    int64_t base = 0;
    if (local_env_read(&bus->env, &txn, &err) != WEIR_OK) {
        return false;
    }
    bool found = mdb_cursor_open(txn, bus->env.db[LOCAL_LOG], &cursor) == 0 &&
                 local_seek(cursor, part->id, part->row.low, &base, &val) == 0 &&
                 local_batch_peek(local_str(val), &batch);
    if (found) {
        part->oldest_ms = batch.max_ms;
        part->oldest_bytes = (int64_t)val.mv_size;
    }
    if (cursor) {
        mdb_cursor_close(cursor);
    }
    local_env_read_end(&bus->env, txn, 0);
    return found;
}

static bool is_past(const struct local_part *part, int64_t now_ms)
{
    const struct local_topic *topic = part->topic;
    bool too_old = topic->retention_ms >= 0 && part->oldest_ms < now_ms - topic->retention_ms;
    bool too_much = topic->retention_bytes >= 0 &&
                    part->row.bytes - part->oldest_bytes >= topic->retention_bytes;
    return too_old || too_much;
}

static bool may_be_past(struct local_bus *bus, struct local_part *part, int64_t now_ms)
{
    const struct local_topic *topic = part->topic;
    if (!topic->retain || part->row.bytes == 0 ||
        (topic->retention_ms < 0 && part->row.bytes <= topic->retention_bytes) ||
        (topic->retention_ms < 0 && topic->retention_bytes < 0)) {
        return false;
    }
    return (part->oldest_ms != INT64_MIN || look_up_oldest(bus, part)) && is_past(part, now_ms);
}

/* From where the last one was found, once around. */
static struct local_part *find_past(struct local_bus *bus, int64_t now_ms)
{
    struct local_retain *retain = &bus->retain;
    for (size_t i = 0; i <= bus->topics.n; i++) {
        if (retain->topic >= bus->topics.n) {
            retain->topic = 0;
            retain->part = 0;
        }
        struct local_topic *topic = bus->topics.n ? bus->topics.items[retain->topic] : NULL;
        for (; topic && retain->part < topic->n_parts; retain->part++) {
            if (may_be_past(bus, &topic->parts[retain->part], now_ms)) {
                return &topic->parts[retain->part];
            }
        }
        retain->topic++;
        retain->part = 0;
    }
    return NULL;
}

/* ---- erasing ---- */

static int erase_first(struct local_bus *bus, MDB_txn *txn, MDB_cursor *cursor,
                       struct local_part *part, int64_t base, MDB_val val)
{
    struct local_batch batch;
    if (!local_batch_peek(local_str(val), &batch)) {
        return MDB_CORRUPTED;
    }
    int rc = part->topic->compact ? local_compact_forget(bus, txn, part, base, val) : 0;
    if (rc == 0) {
        local_part_dirty(bus, part);
        part->row.bytes -= (int64_t)val.mv_size;
        part->row.low = base + batch.count;
        rc = mdb_cursor_del(cursor, 0);
    }
    return rc;
}

static int erase_past(struct local_bus *bus, MDB_txn *txn, struct local_part *part,
                      struct step *step)
{
    int64_t now_ms = weir_clock_wall_ms();
    MDB_cursor *cursor = NULL;
    MDB_val val;
    int64_t base = 0;
    int rc = mdb_cursor_open(txn, bus->env.db[LOCAL_LOG], &cursor);
    if (rc) {
        return rc;
    }
    bool go_on = true;
    part->oldest_ms = INT64_MIN;
    rc = local_seek(cursor, part->id, part->row.low, &base, &val);
    while (rc == 0 && go_on) {
        struct local_batch batch;
        if (!local_batch_peek(local_str(val), &batch)) {
            rc = MDB_CORRUPTED;
            break;
        }
        part->oldest_ms = batch.max_ms;
        part->oldest_bytes = (int64_t)val.mv_size;
        if (!is_past(part, now_ms)) {
            break;
        }
        go_on = spend(step, val.mv_size);
        part->oldest_ms = INT64_MIN;
        rc = erase_first(bus, txn, cursor, part, base, val);
        /* A deleted row's successor is the next one. */
        rc = rc ? rc : local_step(cursor, part->id, &base, &val);
    }
    mdb_cursor_close(cursor);
    return rc == MDB_NOTFOUND ? 0 : rc;
}

/* Rows of a database whose keys begin with the partition's id. */
static int erase_rows(struct local_bus *bus, MDB_txn *txn, enum local_db db, uint32_t part_id,
                      struct step *step)
{
    uint32_t id = htobe32(part_id);
    MDB_cursor *cursor = NULL;
    MDB_val key = local_val(&id, sizeof(id));
    MDB_val val;
    int rc = mdb_cursor_open(txn, bus->env.db[db], &cursor);
    if (rc) {
        return rc;
    }
    bool go_on = true;
    rc = mdb_cursor_get(cursor, &key, &val, MDB_SET_RANGE);
    while (rc == 0 && go_on && key.mv_size >= sizeof(id) &&
           memcmp(key.mv_data, &id, sizeof(id)) == 0) {
        go_on = spend(step, val.mv_size);
        rc = mdb_cursor_del(cursor, 0);
        rc = rc ? rc : mdb_cursor_get(cursor, &key, &val, MDB_NEXT);
    }
    mdb_cursor_close(cursor);
    return rc == MDB_NOTFOUND ? 0 : rc;
}

static int erase_part(struct local_bus *bus, MDB_txn *txn, uint32_t part_id, struct step *step)
{
    static const enum local_db dbs[] = {LOCAL_LOG, LOCAL_KEYS, LOCAL_PARTS};
    int rc = 0;
    for (size_t i = 0; i < 3 && rc == 0 && step->rows > 0 && step->bytes > 0; i++) {
        rc = erase_rows(bus, txn, dbs[i], part_id, step);
    }
    return rc;
}

/* The first deleted topic in the list, as far as the step goes; its row goes with the last. */
static int erase_dropped(struct local_bus *bus, MDB_txn *txn, struct step *step)
{
    MDB_cursor *cursor = NULL;
    MDB_val key;
    MDB_val val;
    int rc = mdb_cursor_open(txn, bus->env.db[LOCAL_DROPPED], &cursor);
    if (rc) {
        return rc;
    }
    while ((rc = mdb_cursor_get(cursor, &key, &val, MDB_FIRST)) == 0) {
        struct weir_reader rd = weir_reader_of(local_str(key));
        uint32_t first = (uint32_t)weir_reader_be(&rd, 4);
        rd = weir_reader_of(local_str(val));
        uint32_t n = (uint32_t)weir_reader_le(&rd, 4);
        for (uint32_t i = 0; i < n && rc == 0 && step->rows > 0 && step->bytes > 0; i++) {
            rc = erase_part(bus, txn, first + i, step);
        }
        if (rc || step->rows == 0 || step->bytes == 0) {
            break;
        }
        rc = mdb_cursor_get(cursor, &key, &val, MDB_FIRST);
        rc = rc ? rc : mdb_cursor_del(cursor, 0);
        if (rc) {
            break;
        }
    }
    mdb_cursor_close(cursor);
    bus->retain.dropped = rc == 0;
    return rc == MDB_NOTFOUND ? 0 : rc;
}

static bool exhausted(const struct step *step)
{
    return step->rows == 0 || step->bytes == 0;
}

static int work(struct local_bus *bus, MDB_txn *txn, void *self)
{
    struct step *step = self;
    int rc = bus->retain.dropped ? erase_dropped(bus, txn, step) : 0;
    if (rc == 0 && !exhausted(step)) {
        rc = local_compact_tombs(bus, txn, &step->rows);
    }
    if (rc == 0 && step->part && !exhausted(step)) {
        rc = erase_past(bus, txn, step->part, step);
    }
    bus->retain.behind = step->part || bus->retain.dropped || exhausted(step);
    return rc;
}

static bool anything(struct local_bus *bus, struct step *step)
{
    int64_t now_ms = weir_clock_wall_ms();
    step->part = find_past(bus, now_ms);
    bus->retain.behind = step->part || bus->retain.dropped || now_ms >= bus->retain.next_tomb_ms;
    return bus->retain.behind;
}

int local_retain_along(struct local_bus *bus, MDB_txn *txn, size_t rows, size_t bytes)
{
    struct step step = {.rows = 2 * rows + 4, .bytes = 2 * bytes + TOUCHED_ROW};
    local_env_touched(&bus->env, step.rows * TOUCHED_ROW);
    return anything(bus, &step) ? work(bus, txn, &step) : 0;
}

void local_retain_step(struct local_bus *bus)
{
    struct step step = {.rows = bus->retain.rows, .bytes = STEP_BYTES};
    struct weir_err err;
    if (!anything(bus, &step)) {
        return;
    }
    if (local_writer_own(bus, work, &step, &err) != WEIR_OK) {
        local_retain_failed(bus, &err);
        return;
    }
    bus->retain.rows = bus->retain.rows * 2 < STEP_ROWS ? bus->retain.rows * 2 : STEP_ROWS;
    local_env_touched(&bus->env, STEP_ROWS * TOUCHED_ROW);
}

/* Erasing needs a few pages too: where the log is full, one row makes room for the next. */
void local_retain_failed(struct local_bus *bus, const struct weir_err *err)
{
    struct local_retain *retain = &bus->retain;
    retain->behind = retain->rows > 1; /* else the next sweep tries again */
    if (retain->rows == 1) {
        weir_warn(&bus->log, "cannot erase what retention lets go: %s", err->text);
    }
    retain->rows = retain->rows / 8 > 0 ? retain->rows / 8 : 1;
    retain->dropped = true;
    retain->next_tomb_ms = 0;
}

bool local_retain_may_join(const struct local_bus *bus)
{
    return bus->retain.rows == STEP_ROWS;
}

void local_retain_init(struct local_bus *bus)
{
    bus->retain.rows = STEP_ROWS;
    bus->retain.dropped = true; /* until it was looked */
}
