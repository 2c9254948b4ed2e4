/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_others.c: the tables to copy come in; refused is one into whose target another database of
 * databases.json writes, so that no run empties or mixes what belongs to another pipeline. As in
 * makefiles/runbook/render.jq tables are compared by name: one of the same name that the other
 * source's list takes, but not by a wildcard, which would take any.
 */
#include "common/mariadb/cdc_filter.h"
#include "common/mysql/ddl.h"
#include "migrate.h"
#include "migrate_chain.h"

#include <weir/json.h>

#define SQL_MAX ((size_t)64 * 1024)

/* A pipeline, as far as it says what becomes of a table. */
struct other {
    struct migrate run;
    struct migrate_chain *chain;
    struct weir_batch *batch;
};

static bool takes(const struct mariadb_conf *conf, struct weir_str db, const char *before,
                  struct weir_str name, const char *after, struct weir_arena *arena)
{
    return cdc_filter_table(conf, db,
                            weir_str_of(weir_arena_printf(arena, "%s%.*s%s", before,
                                                          WEIR_STR_ARG(name), after)));
}

static bool takes_by_name(struct other *other, struct weir_str db, struct weir_str name)
{
    const struct mariadb_conf *conf = other->run.config.source;
    struct weir_arena *arena = &other->run.arena;
    return cdc_filter_database(conf, db) && takes(conf, db, "", name, "", arena) &&
           !takes(conf, db, "weir_", name, "", arena) && !takes(conf, db, "", name, "_weir", arena);
}

/* Where the other's rows of a table of that name would go: its name is what counts, not its columns. */
static enum weir_verdict find_target(struct other *other, struct weir_str db, struct weir_str name,
                                     struct migrate_table *table, struct weir_err *err)
{
    struct weir_buf sql;
    struct my_table *definition = NULL;
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_text(&sql, "CREATE TABLE ");
    my_quote_name(&sql, name);
    weir_buf_text(&sql, " (id INT PRIMARY KEY)");
    enum weir_verdict verdict =
        ddl_table_of(db, WEIR_STR("utf8mb4"), weir_buf_view(&sql), true, &definition, err);
    weir_buf_free(&sql);
    table->definition = definition;
    verdict = verdict == WEIR_OK ? cdc_table_make(other->run.maker, definition, &table->cdc, err)
                                 : verdict;
    return verdict == WEIR_OK
               ? migrate_table_target(&other->run, table, other->chain, other->batch, err)
               : verdict;
}

static enum weir_verdict compare(struct other *other, struct weir_str db,
                                 const struct migrate_table *mine, struct weir_err *err)
{
    struct weir_err why;
    struct migrate_table theirs = {0};
    enum weir_verdict verdict = WEIR_OK;
    if (!takes_by_name(other, db, mine->name)) {
        return WEIR_OK;
    }
    if (find_target(other, db, mine->name, &theirs, &why) == WEIR_OK &&
        weir_str_eq(theirs.words, mine->words)) {
        verdict = weir_err_set(err, WEIR_BAD_CONFIG,
                               "%.*s, and %.*s.%.*s of %.*s, would both be copied to %.*s: take it out "
                               "of one of the two table lists",
                               WEIR_STR_ARG(mine->id), WEIR_STR_ARG(db), WEIR_STR_ARG(mine->name),
                               WEIR_STR_ARG(other->run.options.database),
                               WEIR_STR_ARG(mine->words));
    }
    other->run.tables = &theirs;
    other->run.n_tables = 1;
    migrate_tables_free(&other->run);
    return verdict;
}

static enum weir_verdict compare_all(const struct migrate *migrate, struct other *other,
                                     struct weir_err *err)
{
    struct weir_str list = weir_props_get(&other->run.config.source_props, "database.include.list");
    struct weir_str db;
    while (weir_str_split(&list, ',', &db)) {
        for (size_t i = 0; i < migrate->n_tables; i++) {
            const struct migrate_table *mine = &migrate->tables[i];
            if (mine->state != TABLE_FAILED &&
                compare(other, weir_str_trim(db), mine, err) != WEIR_OK) {
                return err->class;
            }
        }
    }
    return WEIR_OK;
}

/* A database that is not set up, or goes elsewhere, is in nobody's way. */
static bool set_up(const struct migrate *migrate, struct other *other)
{
    struct migrate *run = &other->run;
    struct weir_err err;
    return migrate_config_read(&run->options, &run->arena, &run->config, &err) == WEIR_OK &&
           weir_str_eq(run->config.sink.url, migrate->config.sink.url) &&
           cdc_maker_new(run->config.source, 0, &run->log, &run->maker, &err) == WEIR_OK &&
           migrate_chain_open(&run->config.sink_props, &run->log, &other->chain, &err) == WEIR_OK;
}

static enum weir_verdict check_other(const struct migrate *migrate, struct weir_str name,
                                     struct weir_err *err)
{
    struct other other = {.run = {.options = migrate->options, .log = migrate->log}};
    other.run.options.database = name;
    other.run.options.seed = false; /* what only the bus needs may be missing */
    weir_arena_init(&other.run.arena, (size_t)64 * 1024);
    other.batch = weir_batch_new(16, (size_t)1 << 20, (size_t)1 << 20);
    enum weir_verdict verdict =
        set_up(migrate, &other) ? compare_all(migrate, &other, err) : WEIR_OK;
    weir_batch_free(other.batch);
    migrate_chain_close(other.chain);
    cdc_maker_free(other.run.maker);
    weir_arena_free(&other.run.arena);
    return verdict;
}

enum weir_verdict migrate_others_check(struct migrate *migrate, struct weir_err *err)
{
    const struct weir_json *row = migrate_config_databases(&migrate->options, &migrate->arena);
    for (; row; row = row->next) {
        struct weir_str name = weir_json_get_str(row, "name");
        if (name.n && !weir_str_eq(name, migrate->options.database) &&
            check_other(migrate, name, err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}
