/* SPDX-License-Identifier: Apache-2.0 */
/*
 * field_rules.h: TimezoneConverter's lists: source:table, source:table:field, topic:name,
 * topic:name:field, name:field. Which fields of which events.
 */
#ifndef FIELD_RULES_H
#define FIELD_RULES_H

#include <weir/conf.h>

enum field_rule_kind { FIELD_RULE_TOPIC, FIELD_RULE_TABLE, FIELD_RULE_NAME };

/* All that is said of one table, topic or name. */
struct field_rule {
    enum field_rule_kind kind;
    struct weir_str name;
    struct weir_str *fields; /* none: all of them */
    size_t n_fields;
};

struct field_rules {
    struct field_rule *items;
    size_t n;
};

/* what: "include" or "exclude", for the error. Lives in the arena. */
enum weir_verdict field_rules_parse(struct weir_arena *arena, const struct weir_conf_list *list,
                                    const char *what, struct field_rules *rules,
                                    struct weir_err *err);
/* The rule for an event; table.p NULL: it has none. NULL: no rule speaks of it. */
const struct field_rule *field_rules_find(const struct field_rules *rules, struct weir_str topic,
                                          struct weir_str table);
bool field_rule_has(const struct field_rule *rule, struct weir_str side, struct weir_str field);
/* Whether a field of this side is named at all: source.ts_ms for source. */
bool field_rule_names(const struct field_rule *rule, struct weir_str side);

#endif
