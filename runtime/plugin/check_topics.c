/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check_topics.c: topic.creation.<group>.*: Java finds what is wrong here only when the connector
 * starts; we say it before the configuration is taken, if nothing else is wrong with it. Only
 * errors are added, no entries of their own.
 */
#include "conf/conf_value.h"
#include "plugin/check.h"

#define PREFIX "topic.creation."

static enum weir_verdict check_regexes(struct weir_str value, struct weir_err *err)
{
    struct weir_str pattern;
    struct weir_err why;
    while (weir_str_split(&value, ',', &pattern)) {
        struct weir_regex *regex = weir_regex_new(weir_str_trim(pattern), 0, &why);
        if (!regex) {
            return weir_err_set(err, WEIR_BAD_CONFIG, "Syntax error in regular expression: %s",
                                why.text);
        }
        weir_regex_free(regex);
    }
    return WEIR_OK;
}

static bool is_factor(struct weir_str value)
{
    int64_t number;
    return weir_str_to_i64(value, &number) && (number == -1 || number > 0);
}

static enum weir_verdict check_replication(struct weir_str value, struct weir_err *err)
{
    return is_factor(value)
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_CONFIG,
                              "Replication factor must be positive and not larger than the number "
                              "of brokers in the Kafka cluster, or -1 to use the broker's default");
}

static enum weir_verdict check_partitions(struct weir_str value, struct weir_err *err)
{
    return is_factor(value)
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_CONFIG,
                              "Number of partitions must be positive, or -1 to use the broker's "
                              "default");
}

static const struct weir_conf_key group_keys[] = {
    {"include", WEIR_CONF_LIST, WEIR_CONF_NOWHERE, .check = check_regexes},
    {"exclude", WEIR_CONF_LIST, WEIR_CONF_NOWHERE, .check = check_regexes},
    {"replication.factor", WEIR_CONF_SHORT, WEIR_CONF_NOWHERE, .check = check_replication},
    {"partitions", WEIR_CONF_INT, WEIR_CONF_NOWHERE, .check = check_partitions},
    WEIR_CONF_END,
};

static bool is_used(const struct check *check)
{
    for (size_t i = 0; i < check->resolved.n; i++) {
        if (weir_str_starts(check->resolved.items[i].name, WEIR_STR(PREFIX))) {
            return true;
        }
    }
    return false;
}

static void check_key(struct check *check, const struct weir_conf_key *key, struct weir_str group)
{
    struct weir_err err;
    struct weir_conf_key named = *key;
    bool is_default = weir_str_is(group, "default");
    named.name = weir_arena_printf(check->arena, PREFIX "%.*s.%s", WEIR_STR_ARG(group), key->name);
    struct weir_str text = check_get(check, named.name);
    if (text.p) {
        if (conf_value_read(&named, text, NULL, check->arena, &err) != WEIR_OK) {
            report_add_error(&check->report, report_item(&check->report, weir_str_of(named.name)),
                             err.text);
        }
    } else if (is_default && key->type != WEIR_CONF_LIST) {
        report_add_error(&check->report, report_item(&check->report, weir_str_of(named.name)),
                         weir_arena_printf(check->arena,
                                           "Missing required configuration \"%s\" "
                                           "which has no default value.",
                                           named.name));
    }
}

static void check_group(struct check *check, struct weir_str group)
{
    for (const struct weir_conf_key *key = group_keys; key->name; key++) {
        check_key(check, key, group);
    }
}

void check_topic_creation(struct check *check)
{
    if (check->is_sink || !check->ask->worker->topic_creation || !is_used(check) ||
        weir_report_has_errors(&check->report)) {
        return;
    }
    struct weir_conf_list groups = conf_list_split(check_get(check, PREFIX "groups"), check->arena);
    check_group(check, WEIR_STR("default"));
    for (size_t i = 0; i < groups.n; i++) {
        if (!weir_str_is(groups.items[i], "default")) {
            check_group(check, groups.items[i]);
        }
    }
}
