/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_missing.c: topics that are to be read and are not there yet. Without a group librdkafka
 * would see them at its next refresh of metadata, minutes later; here they are looked for once a
 * second, one small request each. In a group it looks often for those by itself, and joins again.
 */
#include <weir/time.h>

#include "bus/kafka_consumer.h"

#define LOOK_MS 1000

void kafka_missing_add(struct kafka_consumer *consumer, const char *topic)
{
    if (!map_get(&consumer->missing, weir_str_of(topic))) {
        map_set(&consumer->missing, weir_str_of(topic), consumer);
        weir_info(kafka_log(), "topic %s does not exist at %s; waiting for it", topic,
                  consumer->client->servers);
        consumer->look_ms = weir_clock_mono_ms() + LOOK_MS;
    }
}

static bool exists(struct kafka_consumer *consumer, const char *topic)
{
    const struct rd_kafka_metadata *md;
    rd_kafka_topic_t *handle = rd_kafka_topic_new(consumer->client->rk, topic, NULL);
    bool found = false;
    if (handle && !rd_kafka_metadata(consumer->client->rk, 0, handle, &md, LOOK_MS)) {
        found = md->topic_cnt == 1 && !md->topics[0].err && md->topics[0].partition_cnt > 0;
        rd_kafka_metadata_destroy(md);
    }
    if (handle) {
        rd_kafka_topic_destroy(handle);
    }
    return found;
}

void kafka_missing_look(struct kafka_consumer *consumer)
{
    struct map_entry *entry;
    if (consumer->grouped || !consumer->missing.count || weir_clock_mono_ms() < consumer->look_ms) {
        return;
    }
    for (size_t at = 0; (entry = map_next(&consumer->missing, &at));) {
        if (exists(consumer, entry->key.p)) {
            map_remove(&consumer->missing, entry->key);
        }
    }
    consumer->look_ms = weir_clock_mono_ms() + LOOK_MS;
}
