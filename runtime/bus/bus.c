/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bus.c: forwards each call of bus.h to the engine behind the handle. Next: kafka_*.c or
 * local_*.c.
 */
#include "bus/bus_engine.h"

int bus_features(const struct bus *bus)
{
    return bus->features;
}

void bus_close(struct bus *bus)
{
    bus->engine->close(bus);
}

const char *bus_cluster_id(struct bus *bus)
{
    return bus->engine->cluster_id(bus);
}

const char *bus_describe(const struct bus *bus)
{
    return bus->engine->describe(bus);
}

enum weir_verdict bus_topics(struct bus *bus, struct weir_arena *arena,
                             const struct bus_topic_info **topics, size_t *n, struct weir_err *err)
{
    return bus->engine->topics(bus, arena, topics, n, err);
}

enum weir_verdict bus_topic_info(struct bus *bus, struct weir_str topic,
                                 struct bus_topic_info *info, struct weir_err *err)
{
    return bus->engine->topic_info(bus, topic, info, err);
}

enum weir_verdict bus_topic_configs(struct bus *bus, struct weir_str topic,
                                    struct weir_props *configs, struct weir_err *err)
{
    return bus->engine->topic_configs(bus, topic, configs, err);
}

enum weir_verdict bus_topic_create(struct bus *bus, const struct weir_topic_spec *spec,
                                   bool *created, struct weir_err *err)
{
    return bus->engine->topic_create(bus, spec, created, err);
}

enum weir_verdict bus_topic_delete(struct bus *bus, struct weir_str topic, struct weir_err *err)
{
    return bus->engine->topic_delete(bus, topic, err);
}

enum weir_verdict bus_watermarks(struct bus *bus, struct weir_str topic, int32_t partition,
                                 int64_t *low, int64_t *high, struct weir_err *err)
{
    return bus->engine->watermarks(bus, topic, partition, low, high, err);
}

enum weir_verdict bus_topic_watermarks(struct bus *bus, struct weir_str topic, int32_t n,
                                       int64_t *low, int64_t *high, struct weir_err *err)
{
    if (bus->engine->topic_watermarks) {
        return bus->engine->topic_watermarks(bus, topic, n, low, high, err);
    }
    for (int32_t p = 0; p < n; p++) {
        if (bus_watermarks(bus, topic, p, &low[p], &high[p], err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

enum weir_verdict bus_offset_at(struct bus *bus, struct weir_str topic, int32_t partition,
                                int64_t timestamp_ms, int64_t *offset, struct weir_err *err)
{
    return bus->engine->offset_at(bus, topic, partition, timestamp_ms, offset, err);
}

enum weir_verdict bus_producer_open(struct bus *bus, const struct bus_producer_conf *conf,
                                    struct bus_producer **producer, struct weir_err *err)
{
    return bus->engine->producer_open(bus, conf, producer, err);
}

enum weir_verdict bus_append(struct bus_producer *producer, const struct bus_record *recs, size_t n,
                             struct bus_ack *ack, struct weir_err *err)
{
    return producer->engine->append(producer, recs, n, ack, err);
}

enum weir_verdict bus_producer_flush(struct bus_producer *producer, int64_t timeout_ms,
                                     struct weir_err *err)
{
    return producer->engine->flush(producer, timeout_ms, err);
}

void bus_producer_wake(struct bus_producer *producer)
{
    producer->engine->producer_wake(producer);
}

void bus_producer_close(struct bus_producer *producer, int64_t timeout_ms)
{
    producer->engine->producer_close(producer, timeout_ms);
}

enum weir_verdict bus_txn_init(struct bus_producer *producer, int64_t timeout_ms,
                               struct weir_err *err)
{
    return producer->engine->txn_init(producer, timeout_ms, err);
}

enum weir_verdict bus_txn_begin(struct bus_producer *producer, struct weir_err *err)
{
    return producer->engine->txn_begin(producer, err);
}

enum weir_verdict bus_txn_commit(struct bus_producer *producer, int64_t timeout_ms,
                                 struct weir_err *err)
{
    return producer->engine->txn_commit(producer, timeout_ms, err);
}

enum weir_verdict bus_txn_abort(struct bus_producer *producer, int64_t timeout_ms,
                                struct weir_err *err)
{
    return producer->engine->txn_abort(producer, timeout_ms, err);
}

enum weir_verdict bus_consumer_open(struct bus *bus, const struct bus_consumer_conf *conf,
                                    struct bus_consumer **consumer, struct weir_err *err)
{
    return bus->engine->consumer_open(bus, conf, consumer, err);
}

enum weir_verdict bus_consumer_subscribe(struct bus_consumer *consumer,
                                         const struct weir_str *topics, size_t n,
                                         struct weir_err *err)
{
    return consumer->engine->subscribe(consumer, topics, n, err);
}

enum weir_verdict bus_consumer_assign(struct bus_consumer *consumer,
                                      const struct weir_topic_partition *partitions, size_t n,
                                      struct weir_err *err)
{
    return consumer->engine->assign(consumer, partitions, n, err);
}

enum weir_verdict bus_consumer_poll(struct bus_consumer *consumer, size_t max_records,
                                    size_t max_bytes, int64_t wait_ms, struct bus_messages *out,
                                    struct weir_err *err)
{
    return consumer->engine->poll(consumer, max_records, max_bytes, wait_ms, out, err);
}

void bus_messages_release(struct bus_consumer *consumer, struct bus_messages *messages)
{
    consumer->engine->release(consumer, messages);
}

int64_t bus_consumer_position(struct bus_consumer *consumer, struct weir_str topic,
                              int32_t partition)
{
    return consumer->engine->position(consumer, topic, partition);
}

enum weir_verdict bus_consumer_seek(struct bus_consumer *consumer, struct weir_str topic,
                                    int32_t partition, int64_t offset, struct weir_err *err)
{
    return consumer->engine->seek(consumer, topic, partition, offset, err);
}

enum weir_verdict bus_consumer_commit(struct bus_consumer *consumer,
                                      const struct weir_topic_partition *offsets, size_t n,
                                      bool async, struct weir_err *err)
{
    return consumer->engine->commit(consumer, offsets, n, async, err);
}

enum weir_verdict bus_consumer_committed(struct bus_consumer *consumer, struct weir_arena *arena,
                                         struct weir_topic_partition *partitions, size_t n,
                                         struct weir_err *err)
{
    return consumer->engine->committed(consumer, arena, partitions, n, err);
}

void bus_consumer_wake(struct bus_consumer *consumer)
{
    consumer->engine->consumer_wake(consumer);
}

void bus_producer_shrink(struct bus_producer *producer)
{
    producer->engine->producer_shrink(producer);
}

void bus_consumer_shrink(struct bus_consumer *consumer)
{
    consumer->engine->consumer_shrink(consumer);
}

void bus_consumer_evict(struct bus_consumer *consumer)
{
    consumer->engine->consumer_evict(consumer);
}

void bus_consumer_close(struct bus_consumer *consumer)
{
    consumer->engine->consumer_close(consumer);
}

enum weir_verdict bus_group_offsets(struct bus *bus, struct weir_str group,
                                    struct weir_arena *arena, struct weir_topic_partition **offsets,
                                    size_t *n, struct weir_err *err)
{
    return bus->engine->group_offsets(bus, group, arena, offsets, n, err);
}

enum weir_verdict bus_group_alter(struct bus *bus, struct weir_str group,
                                  const struct weir_topic_partition *offsets, size_t n,
                                  struct weir_err *err)
{
    return bus->engine->group_alter(bus, group, offsets, n, err);
}

enum weir_verdict bus_group_members(struct bus *bus, struct weir_str group, int32_t *n,
                                    struct weir_err *err)
{
    return bus->engine->group_members(bus, group, n, err);
}

enum weir_verdict bus_group_delete(struct bus *bus, struct weir_str group, struct weir_err *err)
{
    return bus->engine->group_delete(bus, group, err);
}

void bus_consumer_pause(struct bus_consumer *consumer, struct weir_str topic, int32_t partition)
{
    consumer->engine->pause(consumer, topic, partition, true);
}

void bus_consumer_resume(struct bus_consumer *consumer, struct weir_str topic, int32_t partition)
{
    consumer->engine->pause(consumer, topic, partition, false);
}
