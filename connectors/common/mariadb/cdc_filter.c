/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_filter.c: include and exclude lists against names. The expressions match a whole name; a
 * table's is "db.table". An include list, where there is one, decides alone.
 */
#include "cdc_filter.h"

#define NAME_MAX_BYTES 1024

bool cdc_filter_is_builtin(struct weir_str db)
{
    static const char *const builtin[] = {"mysql", "performance_schema", "sys",
                                          "information_schema"};
    for (size_t i = 0; i < sizeof(builtin) / sizeof(builtin[0]); i++) {
        if (weir_str_eq_nocase(db, weir_str_of(builtin[i]))) {
            return true;
        }
    }
    return false;
}

static size_t match(const struct weir_conf_regexes *list, struct weir_str text)
{
    size_t i = 0;
    while (i < list->n && !weir_regex_matches(list->items[i], text)) {
        i++;
    }
    return i;
}

static struct weir_str table_id(char text[NAME_MAX_BYTES], struct weir_str db, struct weir_str name)
{
    if (db.n + name.n + 1 > NAME_MAX_BYTES) {
        return WEIR_STR("");
    }
    memcpy(text, db.p, db.n);
    text[db.n] = '.';
    memcpy(text + db.n + 1, name.p, name.n);
    return weir_str_n(text, db.n + 1 + name.n);
}

size_t cdc_filter_match(const struct weir_conf_regexes *list, struct weir_str db,
                        struct weir_str name)
{
    char text[NAME_MAX_BYTES];
    return match(list, table_id(text, db, name));
}

static bool passes(const struct weir_conf_regexes *include, const struct weir_conf_regexes *exclude,
                   struct weir_str text)
{
    return include->n ? match(include, text) < include->n : match(exclude, text) == exclude->n;
}

bool cdc_filter_database(const struct mariadb_conf *conf, struct weir_str db)
{
    return !(conf->ignore_builtin && cdc_filter_is_builtin(db)) &&
           passes(&conf->database_include, &conf->database_exclude, db);
}

bool cdc_filter_is_signal(const struct mariadb_conf *conf, struct weir_str db, struct weir_str name)
{
    char text[NAME_MAX_BYTES];
    return conf->signal_collection.n &&
           weir_str_eq_nocase(weir_str_trim(conf->signal_collection), table_id(text, db, name));
}

bool cdc_filter_table(const struct mariadb_conf *conf, struct weir_str db, struct weir_str name)
{
    char text[NAME_MAX_BYTES];
    return cdc_filter_is_signal(conf, db, name) ||
           (cdc_filter_database(conf, db) &&
            passes(&conf->table_include, &conf->table_exclude, table_id(text, db, name)));
}

bool cdc_filter_snapshot(const struct mariadb_conf *conf, struct weir_str db, struct weir_str name)
{
    return !conf->snapshot_tables.n ||
           cdc_filter_match(&conf->snapshot_tables, db, name) < conf->snapshot_tables.n;
}

bool cdc_filter_ddl(const struct mariadb_conf *conf, struct weir_str db, struct weir_str name)
{
    return name.n ? cdc_filter_table(conf, db, name) : !db.n || cdc_filter_database(conf, db);
}
