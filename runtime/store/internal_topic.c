/* SPDX-License-Identifier: Apache-2.0 */
/*
 * internal_topic.c: makes a topic that is missing with the worker's settings, and refuses one that
 * would lose what it is meant to keep. The sentences are Connect's.
 */
#include "store/internal_topic.h"

static bool reserved(const struct internal_topic *topic, struct weir_str setting)
{
    return weir_str_is(setting, "cleanup.policy") ||
           (topic->single && weir_str_is(setting, "partitions"));
}

/* replication.factor and partitions have keys of their own. */
static bool is_topic_config(struct weir_str setting)
{
    return !weir_str_is(setting, "topic") && !weir_str_is(setting, "replication.factor") &&
           !weir_str_is(setting, "partitions") && !weir_str_is(setting, "cleanup.policy");
}

static enum weir_verdict create(struct bus *bus, const struct internal_topic *topic,
                                const struct weir_log *log, bool *created, struct weir_err *err)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    struct weir_props configs;
    weir_props_init(&configs, &arena);
    weir_props_set_c(&configs, "cleanup.policy", "compact");
    for (size_t i = 0; topic->settings && i < topic->settings->n; i++) {
        const struct weir_prop *setting = &topic->settings->items[i];
        if (reserved(topic, setting->name)) {
            weir_warn(log, "ignoring '%.*s=%.*s' for the topic '%.*s', since it is always %s",
                      WEIR_STR_ARG(setting->name), WEIR_STR_ARG(setting->value),
                      WEIR_STR_ARG(topic->name),
                      weir_str_is(setting->name, "partitions") ? "1" : "compact");
        } else if (is_topic_config(setting->name)) {
            weir_props_set(&configs, setting->name, setting->value);
        }
    }
    struct weir_topic_spec spec = {
        .name = topic->name,
        .partitions = topic->single ? 1 : topic->partitions,
        .replication_factor = topic->replication_factor,
        .configs = configs.items,
        .n_configs = configs.n,
    };
    enum weir_verdict verdict = bus_topic_create(bus, &spec, created, err);
    weir_arena_free(&arena);
    return verdict;
}

static enum weir_verdict refuse_policy(const struct internal_topic *topic, struct weir_str policy,
                                       struct weir_err *err)
{
    return weir_err_set(
        err, WEIR_BAD_CONFIG,
        "Topic '%.*s' supplied via the '%s' property is required to have 'cleanup.policy=compact' "
        "to guarantee consistency and durability of %s, but found the topic currently has "
        "'cleanup.policy=%.*s'. Continuing would likely result in eventually losing %s and "
        "problems restarting this Connect cluster in the future. Change the '%s' property in the "
        "Connect worker configurations to use a topic with 'cleanup.policy=compact'.",
        WEIR_STR_ARG(topic->name), topic->property, topic->purpose, WEIR_STR_ARG(policy),
        topic->purpose, topic->property);
}

/* A worker without the right to describe topics goes on, as Java's does. */
static enum weir_verdict check_policy(struct bus *bus, const struct internal_topic *topic,
                                      const struct weir_log *log, struct weir_err *err)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 4096);
    struct weir_props configs;
    weir_props_init(&configs, &arena);
    enum weir_verdict verdict = bus_topic_configs(bus, topic->name, &configs, err);
    struct weir_str policy = weir_props_get(&configs, "cleanup.policy");
    if (verdict == WEIR_FATAL || (verdict == WEIR_OK && !policy.p)) {
        weir_info(log, "cannot tell whether the topic '%.*s' is compacted: %s",
                  WEIR_STR_ARG(topic->name), verdict == WEIR_OK ? "the bus does not say" : err->text);
        verdict = WEIR_OK;
    } else if (verdict == WEIR_OK && !weir_str_is(weir_str_trim(policy), "compact")) {
        verdict = refuse_policy(topic, policy, err);
    }
    weir_arena_free(&arena);
    return verdict;
}

static enum weir_verdict check_partitions(const struct internal_topic *topic, int32_t partitions,
                                          struct weir_err *err)
{
    if (!topic->single || partitions == 1) {
        return WEIR_OK;
    }
    return weir_err_set(err, WEIR_BAD_CONFIG,
                        "Topic '%.*s' supplied via the '%s' property is required to have a single "
                        "partition in order to guarantee consistency of %s, but found %d "
                        "partitions.",
                        WEIR_STR_ARG(topic->name), topic->property, topic->purpose, partitions);
}

enum weir_verdict internal_topic_ensure(struct bus *bus, const struct internal_topic *topic,
                                        const struct weir_log *log, int32_t *partitions,
                                        struct weir_err *err)
{
    bool created = false;
    struct bus_topic_info info = {.partitions = 0};
    enum weir_verdict verdict = bus_topic_info(bus, topic->name, &info, err);
    if (verdict == WEIR_OK && info.partitions == 0) {
        verdict = create(bus, topic, log, &created, err);
        if (verdict == WEIR_OK) {
            verdict = bus_topic_info(bus, topic->name, &info, err);
        }
    }
    if (verdict == WEIR_OK && info.partitions == 0) {
        verdict = weir_err_set(err, WEIR_RETRY, "it was created but is not there yet");
    }
    if (verdict == WEIR_OK && !created) {
        verdict = check_policy(bus, topic, log, err);
    }
    if (verdict == WEIR_OK) {
        verdict = check_partitions(topic, info.partitions, err);
    }
    *partitions = info.partitions;
    if (verdict != WEIR_OK && verdict != WEIR_BAD_CONFIG) {
        weir_err_wrap(err, "topic '%.*s'", WEIR_STR_ARG(topic->name));
    }
    return verdict;
}
