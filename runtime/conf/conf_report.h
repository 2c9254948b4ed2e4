/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_report.h: builds ConfigInfos: one entry a key, with what is wrong with its value. The
 * connector check fills it table by table; a connector's own validate() adds to it through
 * <weir/conf.h>. Not thread-safe.
 */
#ifndef CONF_REPORT_H
#define CONF_REPORT_H

#include "conf/conf_infos.h"

/* Entries are shown in this order. */
enum report_section {
    REPORT_UNDEFINED, /* keys of no table: without a definition */
    REPORT_KEYS,
    REPORT_OVERRIDES,
    REPORT_CONVERTERS,
};

struct report_texts {
    struct weir_str *items;
    size_t n, cap;
};

struct report_item {
    struct config_info info;
    struct report_texts errors, recommended;
    enum report_section section;
    bool from_value; /* its name says what a variable stands for */
};

struct weir_report {
    struct weir_arena *arena;
    const struct weir_props *raw, *resolved; /* the whole configuration without and with variables
                                              * replaced */
    struct report_item **items;
    size_t n, cap;
    struct report_texts groups, warnings, findings;
};

WEIR_EXPORT void report_init(struct weir_report *report, struct weir_arena *arena,
                             const struct weir_props *raw, const struct weir_props *resolved);

/* Where the keys of a table stand. */
struct report_place {
    const struct weir_props *props; /* values, by the table's own names */
    const char *prefix;             /* before names as shown: "transforms.a." or "" */
    const char *group;              /* instead of the table's; NULL: the table's */
    enum report_section section;
    bool own_names;     /* errors name keys without the prefix: as converters do */
    bool checks_own_names; /* only checks do so, as in transformations; misreadings in full */
    bool from_value;    /* prefix and group hold what a variable stands for: to be hidden */
    bool default_only;  /* no values: for GET .../config */
};
/* order 0: the key's own. A key that is there already is replaced where it stands. */
WEIR_EXPORT struct report_item *report_key(struct weir_report *report,
                                           const struct weir_conf_key *key, int order,
                                           const struct report_place *place);
/* Every key of a table that REST shows: no patterns, nothing internal. */
WEIR_EXPORT void report_keys(struct weir_report *report, const struct weir_conf_key *keys,
                             const struct report_place *place);
WEIR_EXPORT bool report_lists(const struct weir_conf_key *key);
/* The entry; made without a definition when it is not there. */
WEIR_EXPORT struct report_item *report_item(struct weir_report *report, struct weir_str name);
WEIR_EXPORT struct report_item *report_find(const struct weir_report *report, struct weir_str name);
WEIR_EXPORT void report_add_error(struct weir_report *report, struct report_item *item,
                                  const char *text);
WEIR_EXPORT void report_add_recommended(struct weir_report *report, struct report_item *item,
                                        struct weir_str value);
WEIR_EXPORT void report_add_warning(struct weir_report *report, const char *text);
/* A warning of the connector's own, about what it has looked at. */
void report_add_finding(struct weir_report *report, const char *text);
/* A default that is known only now; the value too, if none was given. */
WEIR_EXPORT void report_default(struct report_item *item, struct weir_str value, bool given);

/* Secrets that variables stood for are taken out of all texts. */
WEIR_EXPORT void report_finish(struct weir_report *report, struct weir_str name,
                               struct config_infos *infos);

#endif
