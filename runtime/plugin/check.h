/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check.h: the parts of connector_check.c, one file each: check_common, check_aliases,
 * check_clients, check_rules, check_topics, check_unknown. All add to one report.
 */
#ifndef CHECK_H
#define CHECK_H

#include "conf/conf_report.h"
#include "plugin/connector_check.h"

struct check {
    const struct connector_check *ask;
    struct weir_arena *arena;
    struct weir_props resolved; /* raw with variables replaced */
    const struct registry_entry *entry;
    bool is_sink;
    const void *conf; /* the connector's own struct; NULL when its keys are wrong */
    struct weir_report report;
};

/* ---- check_common.c ---- */

/* The keys that connectors have in common, with converters' classes; and with their defaults and
 * versions, if the connector is there in the version that is asked for. */
void check_common(struct check *check, bool connector_there);
/* The keys of converters that the connector sets itself. */
void check_converters(struct check *check);
/* The class that a name means; an error at item when there is none of this kind. */
const struct registry_entry *check_class(struct check *check, enum weir_kind kind,
                                         struct report_item *item, struct weir_str name);
void check_recommend_classes(struct check *check, enum weir_kind kind, struct report_item *item);
void check_recommend_versions(struct check *check, const struct registry_entry *entry,
                              struct report_item *item);

/* ---- check_aliases.c: transforms.<alias>.* and predicates.<alias>.* ---- */
void check_aliases(struct check *check, enum weir_kind kind);

/* ---- check_clients.c: producer.override.* and so on, and the policy about them ---- */
void check_clients(struct check *check);

/* ---- check_rules.c: what spans keys: topics, dead letters, groups, exactly once, nulls ---- */
void check_rules(struct check *check);
void check_nulls(struct check *check);

/* ---- check_topics.c: topic.creation.* ---- */
void check_topic_creation(struct check *check);

/* ---- check_unknown.c: keys that nobody reads ---- */
void check_unknown(struct check *check);

static inline struct weir_str check_get(const struct check *check, const char *name)
{
    return weir_props_get(&check->resolved, name);
}

static inline bool check_is_blank(struct weir_str text)
{
    return weir_str_trim(text).n == 0;
}

#endif
