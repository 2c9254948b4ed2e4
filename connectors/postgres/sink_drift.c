/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_drift.c: a topic's newest records come in and are held against the target's tables; what
 * would be created, altered, cast or refused goes out as warnings, a sentence each. Nothing is
 * changed.
 */
#include "sink_drift.h"

#include "common/pg/pg_type.h"

#include <stdio.h>

#define SQL_MAX    ((size_t)64 * 1024)
#define TABLES_MAX 64 /* that one topic's records go to */

struct look {
    struct drift *drift;
    struct weir_arena *arena;
    struct weir_str seen[TABLES_MAX];
    size_t n_seen;
    enum weir_verdict verdict;
    struct weir_err err;
};

/* The table at hand and what its newest record wants. */
struct match {
    struct drift *drift;
    struct weir_arena *arena;
    const struct sink_plan *plan;
    const struct pg_table *table;
    struct weir_str words;
};

static void say(const struct match *match, const char *fmt, ...) WEIR_PRINTF(2, 3);

static void say(const struct match *match, const char *fmt, ...)
{
    const struct sink_conf *conf = match->drift->conf;
    char text[4096];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    weir_report_warning(match->drift->report,
                        conf->flat_only ? "table.name.format" : "collection.name.format",
                        "table %.*s%s", WEIR_STR_ARG(match->words), text);
}

/* ---- what would be created or altered ---- */

static void say_sql(const struct match *match, const char *what, enum weir_verdict verdict,
                    const struct weir_buf *sql, const struct weir_err *err)
{
    if (verdict == WEIR_OK) {
        say(match, " %s: %.*s", what, WEIR_STR_ARG(weir_buf_view(sql)));
    } else {
        weir_report_warning(match->drift->report, "schema.evolution",
                            "records will be refused: %s", err->text);
    }
}

static void say_created(const struct match *match)
{
    const struct sink_conf *conf = match->drift->conf;
    struct weir_buf sql;
    struct weir_err err;
    weir_buf_init(&sql, SQL_MAX);
    if (conf->auto_create) {
        say_sql(match, "does not exist and will be created",
                sink_create_sql(conf, match->plan, match->words, true, &sql, &err), &sql, &err);
    } else {
        say(match, " does not exist: its records will be refused, since no tables are created");
    }
    weir_buf_free(&sql);
}

static void say_altered(const struct match *match)
{
    const struct sink_conf *conf = match->drift->conf;
    struct weir_buf sql;
    struct weir_err err;
    weir_buf_init(&sql, SQL_MAX);
    for (uint32_t i = 0; i < match->plan->n_columns && !conf->auto_evolve; i++) {
        struct weir_str name = match->plan->columns[i].name;
        if (pg_table_column(match->table, name, !conf->quote) < 0) {
            say(match, " has no column %.*s and none is added: its records will be refused",
                WEIR_STR_ARG(name));
        }
    }
    if (conf->auto_evolve && sink_lacks_columns(conf, match->plan, match->table)) {
        say_sql(match, "will be altered",
                sink_alter_sql(conf, match->plan, match->table, match->words, &sql, &err), &sql,
                &err);
    }
    weir_buf_free(&sql);
}

/* ---- what would be cast or refused ---- */

/* The server knows which casts there are. */
static bool can_cast(const struct match *match, const struct sink_bind *bind)
{
    struct weir_err err;
    const char *wire = pg_type_name(bind->wire);
    if (!bind->cast[0] || !wire) {
        return true;
    }
    return pg_exec(match->drift->session,
                   weir_arena_printf(match->arena, "SELECT NULL::%s%s", wire, bind->cast),
                   &err) == WEIR_OK;
}

static void compare_column(const struct match *match, const struct sink_column *column,
                           const struct pg_column *into)
{
    const struct sink_conf *conf = match->drift->conf;
    struct sink_bind bind = {0};
    const char *why = NULL;
    uint64_t n_nul = 0;
    struct weir_buf words;
    weir_buf_init(&words, 1024);
    sink_type_words(&words, column->schema);
    bool chosen = sink_bind_choose(conf, column, into, &n_nul, match->arena, &bind, &why);
    if (!chosen || !can_cast(match, &bind)) {
        say(match, ", column %.*s: %.*s cannot be stored as %.*s%s%s: its records will be refused%s",
            WEIR_STR_ARG(into->name), WEIR_STR_ARG(weir_buf_view(&words)),
            WEIR_STR_ARG(into->type_name), why ? ": " : "", why ? why : "",
            chosen && column->schema->optional ? ", but for nulls" : "");
    } else if (!sink_is_own_type(conf, column, into)) {
        say(match, ", column %.*s: %.*s is cast to %.*s", WEIR_STR_ARG(into->name),
            WEIR_STR_ARG(weir_buf_view(&words)), WEIR_STR_ARG(into->type_name));
    }
    if (column->schema->optional && into->not_null && !into->has_default) {
        say(match, ", column %.*s is NOT NULL and its field may be null: such records will be "
            "refused",
            WEIR_STR_ARG(into->name));
    }
    weir_buf_free(&words);
}

static bool has_field(const struct match *match, const struct pg_column *column)
{
    for (uint32_t i = 0; i < match->plan->n_columns; i++) {
        int at = pg_table_column(match->table, match->plan->columns[i].name,
                                 !match->drift->conf->quote);
        if (at >= 0 && &match->table->columns[at] == column) {
            return true;
        }
    }
    return false;
}

static void compare_columns(const struct match *match)
{
    for (uint32_t i = 0; i < match->plan->n_columns; i++) {
        const struct sink_column *column = &match->plan->columns[i];
        int at = pg_table_column(match->table, column->name, !match->drift->conf->quote);
        if (at >= 0) {
            compare_column(match, column, &match->table->columns[at]);
        }
    }
    for (uint32_t i = 0; i < match->table->n_columns; i++) {
        const struct pg_column *column = &match->table->columns[i];
        if (column->not_null && !column->has_default && !column->generated &&
            match->drift->conf->insert_mode != SINK_UPDATE && !has_field(match, column)) {
            say(match, ", column %.*s is NOT NULL without a default and the records have no such "
                "field: they will be refused",
                WEIR_STR_ARG(column->name));
        }
    }
}

/* ---- the key ---- */

static bool is_plan_key(const struct match *match, const struct pg_key *key)
{
    uint32_t hits = 0;
    for (uint32_t i = 0; i < match->plan->n_keys; i++) {
        int at = pg_table_column(match->table, match->plan->columns[i].name,
                                 !match->drift->conf->quote);
        for (uint32_t c = 0; c < key->n; c++) {
            hits += at >= 0 && key->columns[c] == (uint32_t)at;
        }
    }
    return hits == key->n && key->n == match->plan->n_keys;
}

static void compare_key(const struct match *match)
{
    for (uint32_t k = 0; k < match->table->n_keys; k++) {
        if (is_plan_key(match, &match->table->keys[k])) {
            return;
        }
    }
    if (match->drift->conf->insert_mode == SINK_UPSERT) {
        weir_report_warning(match->drift->report, "insert.mode",
                            "table %.*s has no primary key or unique index on exactly the key's "
                            "columns: upserts will be refused",
                            WEIR_STR_ARG(match->words));
    }
}

/* ---- records ---- */

static void compare(const struct match *match)
{
    if (match->plan->refused) {
        weir_report_warning(match->drift->report, "primary.key.mode",
                            "records of %.*s will be refused: %s",
                            WEIR_STR_ARG(match->plan->topic), match->plan->refused);
    } else if (!match->table) {
        say_created(match);
    } else {
        say_altered(match);
        compare_columns(match);
        compare_key(match);
    }
}

/* Whether it is a table that a newer record has not shown yet. */
static bool is_new(struct look *look, struct weir_str name)
{
    for (size_t i = 0; i < look->n_seen; i++) {
        if (weir_str_eq(look->seen[i], name)) {
            return false;
        }
    }
    if (look->n_seen == TABLES_MAX) {
        return false;
    }
    look->seen[look->n_seen++] = weir_arena_str(look->arena, name);
    return true;
}

static enum weir_verdict look_at(struct look *look, const struct sink_plan *plan,
                                 struct weir_str full)
{
    struct drift *drift = look->drift;
    struct match match = {.drift = drift, .arena = look->arena, .plan = plan};
    struct pg_table *table = NULL;
    struct weir_str schema, name;
    sink_name_split(drift->conf, weir_arena_str(look->arena, full), look->arena, &schema, &name);
    enum weir_verdict verdict = pg_table_read(drift->session, schema, name, !drift->conf->quote,
                                              look->arena, &table, &look->err);
    match.table = table;
    match.words = table ? sink_name_words(table->schema, table->name, look->arena)
                        : sink_name_words(schema, name, look->arena);
    if (verdict == WEIR_OK) {
        compare(&match);
    }
    return verdict;
}

static void look_at_record(struct look *look, const struct weir_record *rec)
{
    struct sink_plan *plan = sink_shape(look->drift->conf, rec, look->arena);
    struct weir_buf name;
    weir_buf_init(&name, 1024);
    bool has_row = rec->value_schema && rec->value.type == WEIR_STRUCT && !plan->ignored;
    if (has_row && sink_table_name(look->drift->conf, rec, plan, &name) &&
        is_new(look, weir_buf_view(&name))) {
        look->verdict = look_at(look, plan, weir_buf_view(&name));
    }
    weir_schema_unref(plan->key_schema);
    weir_schema_unref(plan->value_schema);
    weir_buf_free(&name);
}

/* The newest first: it has the shape that counts. */
static void visit(void *self, const struct weir_batch *batch)
{
    struct look *look = self;
    for (uint32_t i = batch->n; i > 0 && look->verdict == WEIR_OK; i--) {
        if (batch->recs[i - 1].state == WEIR_REC_LIVE) {
            look_at_record(look, &batch->recs[i - 1]);
        }
    }
}

enum weir_verdict sink_drift_topic(struct drift *drift, struct weir_str topic, bool *seen,
                                   struct weir_err *err)
{
    struct weir_arena arena;
    struct look look = {.drift = drift, .arena = &arena};
    weir_arena_init(&arena, 16 * 1024);
    enum weir_verdict verdict = weir_connector_sample(drift->connector, topic, visit, &look, err);
    if (verdict == WEIR_OK && look.verdict != WEIR_OK) {
        *err = look.err;
        verdict = look.verdict;
    }
    *seen = look.n_seen > 0;
    weir_arena_free(&arena);
    return verdict;
}
