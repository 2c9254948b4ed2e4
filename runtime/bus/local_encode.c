/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_encode.c: the records of one append into record batches, one or more a partition, in the
 * producer's own thread: a first pass sums sizes and sees what values share with the ones before
 * them, a second writes into one allocation. Next: local_produce.c queues them.
 */
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "bus/local_bus.h"
#include "bus/local_produce.h"

/* ---- where a record goes ---- */

static enum weir_verdict find_topic(struct local_producer *producer, struct weir_str name,
                                    struct weir_err *err)
{
    struct local_topic *topic = producer->topic;
    if (topic && !atomic_load_explicit(&topic->dropped, memory_order_relaxed) &&
        weir_str_eq(topic->name, name)) {
        return WEIR_OK;
    }
    return local_topic_ensure(producer->bus, name, &producer->topic, err);
}

static enum weir_verdict find_part(struct local_producer *producer, const struct bus_record *rec,
                                   struct local_part **part, struct weir_err *err)
{
    enum weir_verdict class = find_topic(producer, rec->topic, err);
    if (class != WEIR_OK) {
        return class;
    }
    struct local_topic *topic = producer->topic;
    int32_t number = rec->partition;
    if (number == WEIR_NO_PARTITION) {
        number = topic->n_parts == 1 ? 0
                 : rec->key.p        ? bus_murmur2_partition(rec->key, topic->n_parts)
                                     : (int32_t)(producer->sticky % (uint32_t)topic->n_parts);
    }
    if (number < 0 || number >= topic->n_parts) {
        return weir_err_set(err, WEIR_BAD_DATA, "topic %.*s has no partition %d, only %d",
                            WEIR_STR_ARG(topic->name), number, topic->n_parts);
    }
    *part = &topic->parts[number];
    return WEIR_OK;
}

static enum weir_verdict check_record(const struct local_topic *topic, const struct bus_record *rec,
                                      size_t size, struct weir_err *err)
{
    if (topic->compact && !rec->key.p) {
        weir_err_set(err, WEIR_BAD_DATA, "topic %.*s is compacted: a record needs a key",
                     WEIR_STR_ARG(topic->name));
        err->code = BUS_INVALID_RECORD;
        return err->class;
    }
    if (size > LOCAL_APPEND_MAX - LOCAL_BATCH_HEAD || (int64_t)size > topic->max_message_bytes) {
        weir_err_set(err, WEIR_BAD_DATA,
                     "a record of %zu bytes is larger than topic %.*s takes (%lld)", size,
                     WEIR_STR_ARG(topic->name),
                     (long long)(topic->max_message_bytes < (int64_t)LOCAL_APPEND_MAX
                                     ? topic->max_message_bytes
                                     : (int64_t)LOCAL_APPEND_MAX));
        err->code = BUS_MESSAGE_TOO_LARGE;
        return err->class;
    }
    return WEIR_OK;
}

/* ---- planning ---- */

static struct local_stored *newest(struct local_producer *producer, const struct local_part *part)
{
    uint32_t at = producer->buckets[part->id % LOCAL_BUCKETS];
    while (at && producer->plan[at - 1].part != part) {
        at = producer->plan[at - 1].older;
    }
    return at ? &producer->plan[at - 1] : NULL;
}

static struct local_stored *new_batch(struct local_producer *producer, struct local_part *part,
                                      int64_t timestamp)
{
    if (producer->n_plan == producer->cap_plan) {
        producer->cap_plan = producer->cap_plan ? producer->cap_plan * 2 : 16;
        producer->plan = weir_xrealloc(producer->plan, producer->cap_plan, sizeof(*producer->plan));
    }
    uint32_t *bucket = &producer->buckets[part->id % LOCAL_BUCKETS];
    struct local_stored *stored = &producer->plan[producer->n_plan++];
    *stored = (struct local_stored){.part = part, .n_bytes = LOCAL_BATCH_HEAD, .older = *bucket};
    stored->batch.first_ms = timestamp;
    stored->batch.max_ms = timestamp;
    stored->batch.log_append_time = part->topic->log_append_time;
    *bucket = (uint32_t)producer->n_plan;
    return stored;
}

static int64_t delta_of(const struct local_stored *stored, int64_t timestamp)
{
    return (int64_t)((uint64_t)timestamp - (uint64_t)stored->batch.first_ms);
}

static int64_t timestamp_of(const struct local_topic *topic, const struct bus_record *rec,
                            int64_t now_ms)
{
    return topic->log_append_time || rec->timestamp == WEIR_NO_TIMESTAMP ? now_ms : rec->timestamp;
}

/* Adds the record, of *size bytes, to the batch, if there is room for it. */
static bool join_batch(struct local_stored *stored, const struct bus_record *rec,
                       int64_t timestamp, uint32_t *shared, size_t *size)
{
    struct local_batch *batch = &stored->batch;
    *shared = local_value_shared(stored->last, rec->value);
    *size = local_record_size(rec, *shared, delta_of(stored, timestamp));
    uint32_t joined = *shared ? (uint32_t)rec->value.n : 0;
    if (batch->count && (stored->n_bytes + *size > LOCAL_BATCH_MAX ||
                         batch->n_joined + joined > LOCAL_JOINED_MAX)) {
        return false;
    }
    stored->n_bytes += *size;
    stored->last = rec->value.p ? rec->value : stored->last;
    batch->n_joined += joined;
    batch->count++;
    batch->n_headers += rec->n_headers;
    batch->max_ms = timestamp > batch->max_ms ? timestamp : batch->max_ms;
    return true;
}

static enum weir_verdict plan_record(struct local_producer *producer, const struct bus_record *rec,
                                     int64_t now_ms, size_t at, struct weir_err *err)
{
    struct local_part *part = NULL;
    enum weir_verdict class = find_part(producer, rec, &part, err);
    if (class != WEIR_OK) {
        return class;
    }
    int64_t timestamp = timestamp_of(part->topic, rec, now_ms);
    struct local_stored *stored = part->topic->compact ? NULL : newest(producer, part);
    uint32_t *shared = &producer->shared[at];
    size_t size = 0;
    if (!stored || !join_batch(stored, rec, timestamp, shared, &size)) {
        stored = new_batch(producer, part, timestamp);
        (void)join_batch(stored, rec, timestamp, shared, &size);
    }
    producer->batch_of[at] = (uint32_t)(stored - producer->plan);
    return check_record(part->topic, rec, size + *shared, err);
}

static void forget_plan(struct local_producer *producer)
{
    for (size_t i = 0; i < producer->n_plan; i++) {
        producer->buckets[producer->plan[i].part->id % LOCAL_BUCKETS] = 0;
    }
    producer->n_plan = 0;
}

static enum weir_verdict plan_all(struct local_producer *producer, const struct bus_record *recs,
                                  size_t n, int64_t now_ms, size_t *at, struct weir_err *err)
{
    if (n > producer->cap_recs) {
        producer->batch_of = weir_xrealloc(producer->batch_of, n, sizeof(*producer->batch_of));
        producer->shared = weir_xrealloc(producer->shared, n, sizeof(*producer->shared));
        producer->cap_recs = n;
    }
    producer->sticky++;
    enum weir_verdict class = WEIR_OK;
    for (*at = 0; *at < n && class == WEIR_OK; ++*at) {
        class = plan_record(producer, &recs[*at], now_ms, *at, err);
    }
    *at -= class != WEIR_OK;
    return class;
}

/* ---- writing ---- */

static size_t plan_bytes(const struct local_producer *producer)
{
    size_t n = 0;
    for (size_t i = 0; i < producer->n_plan; i++) {
        n += producer->plan[i].n_bytes;
    }
    return n;
}

static void write_record(struct local_stored *stored, const struct bus_record *rec, uint32_t shared,
                         int64_t now_ms)
{
    int64_t delta_ms = delta_of(stored, timestamp_of(stored->part->topic, rec, now_ms));
    char *end = local_record_write(stored->to, rec, shared, delta_ms);
    if (stored->part->topic->compact) {
        /* The key stands before the value and the headers, of which a compacted batch has one. */
        size_t behind = local_record_tail_size(rec);
        stored->key = weir_str_n(end - behind - rec->key.n, rec->key.n);
        stored->tombstone = !rec->value.p;
    }
    stored->to = end;
}

static void lay_out(struct local_append *append, char *bytes)
{
    for (size_t i = 0; i < append->n_batches; i++) {
        struct local_stored *stored = &append->batches[i];
        stored->bytes = bytes;
        stored->to = bytes + LOCAL_BATCH_HEAD;
        bytes += stored->n_bytes;
    }
}

enum weir_verdict local_encode(struct local_producer *producer, const struct bus_record *recs,
                               size_t n, bool want_offsets, struct local_append **out, size_t *at,
                               struct weir_err *err)
{
    int64_t now_ms = weir_clock_wall_ms();
    enum weir_verdict class = plan_all(producer, recs, n, now_ms, at, err);
    size_t bytes = plan_bytes(producer);
    if (class == WEIR_OK && bytes > LOCAL_APPEND_MAX) {
        class = weir_err_set(err, WEIR_FATAL, "an append of %zu bytes is larger than %zu", bytes,
                             LOCAL_APPEND_MAX);
    }
    if (class != WEIR_OK) {
        forget_plan(producer);
        return class;
    }
    size_t table = producer->n_plan * sizeof(struct local_stored);
    size_t indexes = want_offsets ? n * sizeof(uint32_t) : 0;
    struct local_append *append = local_append_take(producer, table + indexes + bytes);
    append->n_recs = n;
    append->n_batches = producer->n_plan;
    append->batches = (struct local_stored *)(append + 1);
    memcpy(append->batches, producer->plan, table);
    append->batch_of = want_offsets ? (uint32_t *)((char *)append->batches + table) : NULL;
    if (want_offsets) {
        memcpy(append->batch_of, producer->batch_of, indexes);
    }
    append->req.bytes = bytes;
    lay_out(append, (char *)append->batches + table + indexes);
    for (size_t i = 0; i < n; i++) {
        write_record(&append->batches[producer->batch_of[i]], &recs[i], producer->shared[i],
                     now_ms);
    }
    for (size_t i = 0; i < append->n_batches; i++) {
        struct local_stored *stored = &append->batches[i];
        local_batch_seal(stored->bytes, stored->n_bytes, &stored->batch);
    }
    forget_plan(producer);
    *out = append;
    return WEIR_OK;
}
