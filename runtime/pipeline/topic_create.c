/* SPDX-License-Identifier: Apache-2.0 */
/*
 * topic_create.c: a topic's name comes in; if the bus has no such topic it is made with the
 * settings of the first group whose expressions match. What is there already stays as it is.
 */
#include "pipeline/topic_create.h"

#include "conf/conf_apply.h"

struct group_conf {
    struct weir_conf_regexes include, exclude;
    int32_t partitions, replication_factor;
};

/* Defaults of a group other than "default" are the default group's; 0 says "not given". */
static const struct weir_conf_key group_keys[] = {
    {.name = "include", .type = WEIR_CONF_REGEXES, .at = WEIR_AT(struct group_conf, include)},
    {.name = "exclude", .type = WEIR_CONF_REGEXES, .at = WEIR_AT(struct group_conf, exclude)},
    {.name = "partitions",
     .type = WEIR_CONF_INT,
     .at = WEIR_AT(struct group_conf, partitions),
     .def = "0"},
    {.name = "replication.factor",
     .type = WEIR_CONF_INT,
     .at = WEIR_AT(struct group_conf, replication_factor),
     .def = "0"},
    WEIR_CONF_END,
};

static enum weir_verdict read_group(struct topic_group *group, struct task *task,
                                    struct weir_str name, struct weir_err *err)
{
    struct weir_arena *arena = &task->arena;
    struct weir_props props;
    weir_props_init(&props, arena);
    const char *prefix = weir_arena_printf(arena, "topic.creation.%.*s.", WEIR_STR_ARG(name));
    weir_props_sub(&props, &task->props, prefix);
    struct group_conf *conf = WEIR_NEW(arena, struct group_conf);
    if (conf_apply(group_keys, &props, conf, arena, err) != WEIR_OK) {
        return weir_err_wrap(err, "%s*", prefix);
    }
    *group = (struct topic_group){.name = name,
                                  .include = conf->include,
                                  .exclude = conf->exclude,
                                  .partitions = conf->partitions,
                                  .replication_factor = conf->replication_factor};
    weir_props_init(&group->configs, arena);
    for (size_t i = 0; i < props.n; i++) {
        if (!conf_find(group_keys, props.items[i].name)) {
            weir_props_set(&group->configs, props.items[i].name, props.items[i].value);
        }
    }
    return WEIR_OK;
}

static void inherit(struct topic_group *group, const struct topic_group *base)
{
    group->partitions = group->partitions ? group->partitions : base->partitions;
    group->replication_factor =
        group->replication_factor ? group->replication_factor : base->replication_factor;
}

static enum weir_verdict read_groups(struct topic_create *create,
                                     const struct weir_conf_list *names, struct weir_err *err)
{
    create->n = names->n + 1;
    create->groups = WEIR_NEW_ARRAY(&create->task->arena, struct topic_group, create->n);
    struct topic_group *base = &create->groups[names->n];
    enum weir_verdict verdict = read_group(base, create->task, WEIR_STR("default"), err);
    for (size_t i = 0; i < names->n && verdict == WEIR_OK; i++) {
        verdict = read_group(&create->groups[i], create->task, names->items[i], err);
        inherit(&create->groups[i], base);
    }
    return verdict;
}

enum weir_verdict topic_create_open(struct topic_create *create, struct task *task,
                                    const struct source_conf *conf, struct weir_err *err)
{
    *create = (struct topic_create){.task = task};
    bool wanted = weir_props_has(&task->props, "topic.creation.default.partitions") ||
                  weir_props_has(&task->props, "topic.creation.default.replication.factor");
    if (!wanted || !task->pipeline->worker->topic_creation) {
        return WEIR_OK;
    }
    return read_groups(create, &conf->topic_creation_groups, err);
}

/* ---- a topic ---- */

static bool any_matches(const struct weir_conf_regexes *regexes, struct weir_str topic)
{
    for (size_t i = 0; i < regexes->n; i++) {
        if (weir_regex_matches(regexes->items[i], topic)) {
            return true;
        }
    }
    return false;
}

static const struct topic_group *group_of(const struct topic_create *create, struct weir_str topic)
{
    for (size_t i = 0; i + 1 < create->n; i++) {
        const struct topic_group *group = &create->groups[i];
        if (any_matches(&group->include, topic) && !any_matches(&group->exclude, topic)) {
            return group;
        }
    }
    return &create->groups[create->n - 1];
}

static enum weir_verdict make(struct topic_create *create, struct weir_str topic,
                              struct weir_err *err)
{
    const struct topic_group *group = group_of(create, topic);
    const struct weir_topic_spec spec = {
        .name = topic,
        .partitions = group->partitions ? group->partitions : -1,
        .replication_factor = group->replication_factor ? group->replication_factor : -1,
        .configs = group->configs.items,
        .n_configs = group->configs.n,
    };
    bool created = false;
    enum weir_verdict verdict = bus_topic_create(create->task->pipeline->bus, &spec, &created, err);
    if (verdict == WEIR_OK && created) {
        weir_info(&create->task->api.log, "Created topic '%.*s' using creation group %.*s",
                  WEIR_STR_ARG(topic), WEIR_STR_ARG(group->name));
    }
    return verdict;
}

enum weir_verdict topic_create_ensure(struct topic_create *create, struct weir_str topic,
                                      struct weir_err *err)
{
    if (!create->n) {
        return WEIR_OK;
    }
    struct bus_topic_info info = {0};
    enum weir_verdict verdict = task_may(create->task, err);
    if (verdict == WEIR_OK) {
        verdict = bus_topic_info(create->task->pipeline->bus, topic, &info, err);
    }
    if (verdict != WEIR_OK || info.partitions > 0) {
        return verdict;
    }
    verdict = make(create, topic, err);
    return verdict == WEIR_OK || verdict == WEIR_RETRY
               ? verdict
               : weir_err_wrap(err,
                               "Task failed to create new topic %.*s. Ensure that the task is "
                               "authorized to create topics or that the topic exists and restart "
                               "the task",
                               WEIR_STR_ARG(topic));
}
