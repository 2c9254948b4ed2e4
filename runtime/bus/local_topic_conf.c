/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_topic_conf.c: a topic's configs, in Kafka's names, into the fields that the log acts on.
 * Names it does not act on are kept and shown, as a broker would.
 */
#include "bus/local_bus.h"

#define DEFAULT_DELETE_RETENTION_MS (24LL * 60 * 60 * 1000)

static enum weir_verdict number(const struct local_topic *topic, const char *name, int64_t least,
                                int64_t *value, struct weir_err *err)
{
    struct weir_str text = weir_props_get(&topic->configs, name);
    if (!text.p) {
        return WEIR_OK;
    }
    if (!weir_str_to_i64(text, value) || *value < least) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "topic %.*s: %s=%.*s is not a number of at least %lld",
                            WEIR_STR_ARG(topic->name), name, WEIR_STR_ARG(text), (long long)least);
    }
    return WEIR_OK;
}

static enum weir_verdict cleanup_policy(struct local_topic *topic, struct weir_err *err)
{
    struct weir_str text = weir_props_get(&topic->configs, "cleanup.policy");
    topic->retain = !text.p;
    struct weir_str rest = text;
    struct weir_str part;
    while (weir_str_split(&rest, ',', &part)) {
        part = weir_str_trim(part);
        if (weir_str_is(part, "compact")) {
            topic->compact = true;
        } else if (weir_str_is(part, "delete")) {
            topic->retain = true;
        } else {
            return weir_err_set(err, WEIR_BAD_CONFIG,
                                "topic %.*s: cleanup.policy=%.*s is not compact or delete",
                                WEIR_STR_ARG(topic->name), WEIR_STR_ARG(text));
        }
    }
    return WEIR_OK;
}

enum weir_verdict local_topic_conf(struct local_bus *bus, struct local_topic *topic,
                                   struct weir_err *err)
{
    topic->retention_ms = bus->retention_ms;
    topic->retention_bytes = bus->retention_bytes;
    topic->delete_retention_ms = DEFAULT_DELETE_RETENTION_MS;
    topic->max_message_bytes = INT64_MAX;
    topic->log_append_time =
        weir_str_is(weir_props_get(&topic->configs, "message.timestamp.type"), "LogAppendTime");
    enum weir_verdict class = cleanup_policy(topic, err);
    if (class == WEIR_OK) {
        class = number(topic, "retention.ms", -1, &topic->retention_ms, err);
    }
    if (class == WEIR_OK) {
        class = number(topic, "retention.bytes", -1, &topic->retention_bytes, err);
    }
    if (class == WEIR_OK) {
        class = number(topic, "delete.retention.ms", 0, &topic->delete_retention_ms, err);
    }
    return class == WEIR_OK ? number(topic, "max.message.bytes", 0, &topic->max_message_bytes, err)
                            : class;
}
