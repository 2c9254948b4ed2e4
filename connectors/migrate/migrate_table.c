/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_table.c: the server's tables come in; those to copy go out, each with its target: a record
 * as the source would make it goes through the sink's transformations, and what the sink would do
 * with it says the target's name and columns.
 */
#include <stdio.h>

#include "common/mariadb/cdc_column.h"
#include "common/mariadb/cdc_envelope.h"
#include "common/mariadb/cdc_filter.h"
#include "common/mysql/ddl.h"
#include "migrate.h"
#include "migrate_chain.h"

#define SQL_MAX  ((size_t)1 << 20)
#define NAME_MAX_BYTES ((size_t)1024)

/* ---- which ---- */

static bool named(struct weir_str list, struct weir_str db, struct weir_str name)
{
    struct weir_str part;
    while (weir_str_split(&list, ',', &part)) {
        part = weir_str_trim(part);
        ptrdiff_t dot = weir_str_chr(part, '.');
        bool same_db = dot < 0 || weir_str_eq(weir_str_n(part.p, (size_t)dot), db);
        if (same_db && weir_str_eq(weir_str_from(part, (size_t)(dot + 1)), name)) {
            return true;
        }
    }
    return false;
}

static bool is_wanted(const struct migrate *migrate, const struct server_table *table)
{
    const struct mariadb_conf *conf = migrate->config.source;
    if (!cdc_filter_database(conf, table->db) ||
        (conf->ignore_builtin && cdc_filter_is_builtin(table->db)) ||
        cdc_filter_is_signal(conf, table->db, table->name)) {
        return false;
    }
    return weir_str_is(migrate->options.tables, "all")
               ? cdc_filter_table(conf, table->db, table->name)
               : named(migrate->options.tables, table->db, table->name);
}

/* Each name of --tables must have been found. */
static enum weir_verdict check_named(const struct migrate *migrate, struct weir_err *err)
{
    struct weir_str list = migrate->options.tables;
    struct weir_str part;
    if (weir_str_is(list, "all")) {
        return migrate->n_tables ? WEIR_OK
                                 : weir_err_set(err, WEIR_BAD_CONFIG,
                                                "there is no table to copy: the source's "
                                                "table.include.list takes no base table");
    }
    while (weir_str_split(&list, ',', &part)) {
        bool found = false;
        part = weir_str_trim(part);
        for (size_t i = 0; i < migrate->n_tables; i++) {
            found = found || named(part, migrate->tables[i].db, migrate->tables[i].name);
        }
        if (part.n && !found) {
            return weir_err_set(err, WEIR_BAD_CONFIG,
                                "there is no base table %.*s in the source's databases",
                                WEIR_STR_ARG(part));
        }
    }
    return migrate->n_tables ? WEIR_OK
                             : weir_err_set(err, WEIR_BAD_CONFIG, "--tables names no table");
}

/* ---- what they are ---- */

static enum weir_verdict ask(struct migrate *migrate, struct weir_buf *sql, struct my_rows *rows,
                             struct weir_err *err)
{
    return my_session_rows(migrate->my, weir_buf_cstr(sql), &migrate->arena, rows, err);
}

static struct weir_str cell(const struct my_rows *rows, uint32_t i)
{
    return rows->n_rows && i < rows->n_columns ? rows->cells[i] : WEIR_STR_NULL;
}

static void put_name(struct weir_buf *sql, const struct migrate_table *table)
{
    my_quote_name(sql, table->db);
    weir_buf_char(sql, '.');
    my_quote_name(sql, table->name);
}

static enum weir_verdict read_status(struct migrate *migrate, struct migrate_table *table,
                                     struct weir_buf *sql, struct weir_str *charset,
                                     struct weir_err *err)
{
    struct my_rows rows;
    weir_buf_reset(sql);
    weir_buf_text(sql, "SELECT T.TABLE_ROWS, T.ENGINE, S.DEFAULT_CHARACTER_SET_NAME FROM "
                       "information_schema.TABLES T JOIN information_schema.SCHEMATA S ON "
                       "S.SCHEMA_NAME = T.TABLE_SCHEMA WHERE T.TABLE_SCHEMA=");
    my_quote_text(sql, table->db);
    weir_buf_text(sql, " AND T.TABLE_NAME=");
    my_quote_text(sql, table->name);
    if (ask(migrate, sql, &rows, err) != WEIR_OK) {
        return err->class;
    }
    struct weir_str estimate = cell(&rows, 0);
    if (!estimate.p || !weir_str_to_i64(estimate, &table->estimate)) {
        table->estimate = -1;
    }
    table->transactional = weir_str_eq_nocase(cell(&rows, 1), WEIR_STR("InnoDB")) ||
                           weir_str_eq_nocase(cell(&rows, 1), WEIR_STR("RocksDB"));
    *charset = cell(&rows, 2);
    return WEIR_OK;
}

static enum weir_verdict read_definition(struct migrate *migrate, struct migrate_table *table,
                                         struct weir_err *err)
{
    struct weir_buf sql;
    struct my_rows rows;
    struct weir_str charset;
    struct my_table *definition = NULL;
    weir_buf_init(&sql, SQL_MAX);
    enum weir_verdict verdict = read_status(migrate, table, &sql, &charset, err);
    if (verdict == WEIR_OK) {
        weir_buf_reset(&sql);
        weir_buf_text(&sql, "SHOW CREATE TABLE ");
        put_name(&sql, table);
        verdict = ask(migrate, &sql, &rows, err);
    }
    if (verdict == WEIR_OK) {
        verdict = ddl_table_of(table->db, charset, cell(&rows, 1), true, &definition, err);
    }
    if (verdict == WEIR_OK) {
        table->definition = definition;
        verdict = cdc_table_make(migrate->maker, definition, &table->cdc, err);
    }
    weir_buf_free(&sql);
    return verdict;
}

/* ---- what becomes of them ---- */

static struct weir_value least(const struct weir_schema *sch, struct weir_arena *arena);

static struct weir_value least_struct(const struct weir_schema *sch, struct weir_arena *arena)
{
    struct weir_value *items = WEIR_NEW_ARRAY(arena, struct weir_value, sch->n_fields);
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        items[i] = least(sch->fields[i].schema, arena);
    }
    return weir_items(WEIR_STRUCT, items, sch->n_fields);
}

/* The least that the schema allows: null, the default, zero. */
static struct weir_value least(const struct weir_schema *sch, struct weir_arena *arena)
{
    static const enum weir_type logicals[] = {[WEIR_LOGICAL_DATE] = WEIR_DATE,
                                              [WEIR_LOGICAL_TIME] = WEIR_TIME,
                                              [WEIR_LOGICAL_TIMESTAMP] = WEIR_TIMESTAMP};
    if (sch->optional || sch->has_default) {
        return sch->optional ? weir_null() : sch->def;
    }
    if (sch->logical == WEIR_LOGICAL_DECIMAL) {
        return weir_decimal(WEIR_STR("\0"), sch->scale);
    }
    if (sch->logical != WEIR_LOGICAL_NONE) {
        return weir_int(logicals[sch->logical], 0);
    }
    switch (sch->type) {
    case WEIR_STRUCT:
        return least_struct(sch, arena);
    case WEIR_STRING:
        return weir_string(WEIR_STR(""));
    case WEIR_BYTES:
        return weir_bytes(WEIR_STR(""));
    case WEIR_BOOLEAN:
        return weir_bool(false);
    case WEIR_FLOAT32:
        return weir_f32(0);
    case WEIR_FLOAT64:
        return weir_f64(0);
    case WEIR_ARRAY:
    case WEIR_MAP:
        return weir_items((enum weir_type)sch->type, NULL, 0);
    default:
        return weir_int((enum weir_type)sch->type, 0);
    }
}

/* A row as the source would make it: its schemas are what counts. */
static enum weir_verdict sample(struct migrate_table *table, struct weir_batch *batch,
                                struct weir_err *err)
{
    const struct cdc_table *cdc = table->cdc;
    const struct cdc_origin origin = {.thread = -1, .file = WEIR_STR("")};
    const struct cdc_change change = {
        .op = CDC_READ,
        .after = least_struct(cdc->row_schema, &batch->arena),
        .key = cdc->key_schema ? least_struct(cdc->key_schema, &batch->arena) : weir_null(),
    };
    weir_batch_offset(batch, WEIR_STR("{}"), WEIR_STR("{}"));
    return cdc_envelope_add(table->cdc, &origin, NULL, &change, 0, batch, err);
}

static enum weir_verdict name_target(struct migrate *migrate, struct migrate_table *table,
                                     const struct weir_record *rec, struct weir_err *err)
{
    const struct sink_conf *conf = &migrate->config.sink;
    struct weir_buf name;
    weir_buf_init(&name, NAME_MAX_BYTES);
    bool is_named = sink_table_name(conf, rec, table->plan, &name) && !name.full && name.n;
    if (is_named) {
        struct weir_str full = weir_arena_str(&migrate->arena, weir_buf_view(&name));
        sink_name_split(conf, full, &migrate->arena, &table->schema, &table->target);
        table->words = sink_name_words(table->schema, table->target, &migrate->arena);
    }
    weir_buf_free(&name);
    return is_named ? WEIR_OK
                    : weir_err_set(err, WEIR_BAD_CONFIG,
                                   "the sink's collection.name.format %.*s gives no name for it",
                                   WEIR_STR_ARG(conf->table_format));
}

/* The field of the source's row or key that a column of the plan is; -1: it is made on the way. */
static int origin_of(const struct migrate_table *table, const struct sink_column *column)
{
    const struct weir_schema *from =
        column->side == SIDE_KEY ? table->cdc->key_schema : table->cdc->row_schema;
    if (column->side != SIDE_KEY && column->side != SIDE_VALUE) {
        return -1;
    }
    int at = from ? weir_schema_field(from, column->field) : -1;
    if (at < 0) {
        return -1;
    }
    const struct weir_schema *sch = from->fields[at].schema;
    bool is_int = sch->type >= WEIR_INT8 && sch->type <= WEIR_INT64 && !sch->name.p;
    bool to_truth = column->schema->type == WEIR_BOOLEAN && is_int;
    return sch == column->schema || to_truth ? at : -1;
}

/*
 * Where every column is a field of the source, unchanged or a number that becomes a truth, rows
 * need not go through the transformations one by one.
 */
static void choose_way(struct migrate *migrate, struct migrate_table *table,
                       const struct migrate_chain *chain)
{
    struct sink_plan *plan = table->plan;
    table->fields = WEIR_NEW_ARRAY(&migrate->arena, struct migrate_field, plan->n_columns);
    table->through_chain = !migrate_chain_keeps_values(chain);
    for (uint32_t i = 0; i < plan->n_columns; i++) {
        const struct sink_column *column = &plan->columns[i];
        int at = origin_of(table, column);
        table->through_chain = table->through_chain || at < 0;
        table->fields[i].in_key = column->side == SIDE_KEY;
        table->fields[i].origin = at;
        table->fields[i].at = at < 0 ? column->at : (uint16_t)at;
    }
    for (uint32_t i = 0; table->through_chain && i < plan->n_columns; i++) {
        table->fields[i].at = plan->columns[i].at;
    }
}

/* A topic that the sink does not subscribe to: its changes would not come. */
static void check_topic(const struct migrate *migrate, const struct migrate_table *table)
{
    struct weir_str pattern = weir_props_get(&migrate->config.sink_props, "topics.regex");
    struct weir_str list = weir_props_get(&migrate->config.sink_props, "topics");
    struct weir_str part;
    struct weir_err err;
    struct weir_regex *regex = pattern.n ? weir_regex_new(pattern, 0, &err) : NULL;
    bool reads = regex && weir_regex_matches(regex, table->cdc->topic);
    while (weir_str_split(&list, ',', &part)) {
        reads = reads || weir_str_eq(weir_str_trim(part), table->cdc->topic);
    }
    if (!reads) {
        fprintf(stderr, "weir migrate: the sink does not read %.*s (its topics.regex): changes of "
                        "%.*s will not follow\n",
                WEIR_STR_ARG(table->cdc->topic), WEIR_STR_ARG(table->id));
    }
    weir_regex_free(regex);
}

enum weir_verdict migrate_table_target(struct migrate *migrate, struct migrate_table *table,
                                       struct migrate_chain *chain, struct weir_batch *batch,
                                       struct weir_err *err)
{
    weir_batch_reset(batch);
    if (sample(table, batch, err) != WEIR_OK ||
        migrate_chain_apply(chain, batch, err) != WEIR_OK) {
        return err->class;
    }
    const struct weir_record *rec = batch->n == 1 ? &batch->recs[0] : NULL;
    if (!rec || rec->state != WEIR_REC_LIVE) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "the sink's transformations make no row of one of its rows");
    }
    table->plan = sink_shape(&migrate->config.sink, rec, &migrate->arena);
    if (table->plan->refused || !table->plan->row_schema) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "the sink cannot write it: %s",
                            table->plan->refused ? table->plan->refused : "it has no columns");
    }
    return name_target(migrate, table, rec, err);
}

static enum weir_verdict shape(struct migrate *migrate, struct migrate_table *table,
                               struct migrate_chain *chain, struct weir_batch *batch,
                               struct weir_err *err)
{
    if (migrate_table_target(migrate, table, chain, batch, err) != WEIR_OK) {
        return err->class;
    }
    if (migrate->config.sink.key_mode == SINK_KEY_KAFKA ||
        migrate->config.sink.key_mode == SINK_KEY_RECORD_HEADER) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "its key would be the place in a topic, which rows that are copied do "
                            "not have (the sink's primary.key.mode)");
    }
    check_topic(migrate, table);
    choose_way(migrate, table, chain);
    return WEIR_OK;
}

/* Two sources in one target would make one table of both. */
static enum weir_verdict check_targets(const struct migrate *migrate, struct weir_err *err)
{
    for (size_t i = 0; i < migrate->n_tables; i++) {
        for (size_t j = 0; j < i; j++) {
            const struct migrate_table *a = &migrate->tables[j], *b = &migrate->tables[i];
            bool both = a->state != TABLE_FAILED && b->state != TABLE_FAILED;
            if (both && weir_str_eq(a->words, b->words)) {
                return weir_err_set(err, WEIR_BAD_CONFIG,
                                    "%.*s and %.*s would both be copied to %.*s", WEIR_STR_ARG(a->id),
                                    WEIR_STR_ARG(b->id), WEIR_STR_ARG(a->words));
            }
        }
    }
    return WEIR_OK;
}

/* ---- all ---- */

static enum weir_verdict list_tables(struct migrate *migrate, struct weir_err *err)
{
    struct server_tables list;
    if (server_tables(migrate->my, &migrate->arena, &list, err) != WEIR_OK) {
        return err->class;
    }
    migrate->tables = WEIR_NEW_ARRAY(&migrate->arena, struct migrate_table, list.n);
    for (size_t i = 0; i < list.n; i++) {
        if (!is_wanted(migrate, &list.items[i])) {
            continue;
        }
        struct migrate_table *table = &migrate->tables[migrate->n_tables++];
        table->db = list.items[i].db;
        table->name = list.items[i].name;
        table->id = weir_str_of(weir_arena_printf(&migrate->arena, "%.*s.%.*s",
                                                  WEIR_STR_ARG(table->db),
                                                  WEIR_STR_ARG(table->name)));
        if (!cdc_filter_table(migrate->config.source, table->db, table->name)) {
            fprintf(stderr, "weir migrate: %.*s is not in the source's table.include.list: its "
                            "changes will not follow\n",
                    WEIR_STR_ARG(table->id));
        }
    }
    return check_named(migrate, err);
}

void migrate_table_leave_out(struct migrate *migrate, struct migrate_table *table,
                             const struct weir_err *err)
{
    fprintf(stderr, "weir migrate: %.*s cannot be copied: %s\n", WEIR_STR_ARG(table->id), err->text);
    table->trouble = weir_arena_str(&migrate->arena, weir_str_of(err->text));
    table->state = TABLE_FAILED;
    migrate->failed = true;
}

enum weir_verdict migrate_tables_find(struct migrate *migrate, struct weir_err *err)
{
    struct migrate_chain *chain = NULL;
    if (list_tables(migrate, err) != WEIR_OK ||
        migrate_chain_open(&migrate->config.sink_props, &migrate->log, &chain, err) != WEIR_OK) {
        return err->class;
    }
    struct weir_batch *batch = weir_batch_new(16, (size_t)1 << 20, (size_t)1 << 20);
    enum weir_verdict verdict = WEIR_OK;
    size_t n_good = 0;
    for (size_t i = 0; verdict == WEIR_OK && i < migrate->n_tables; i++) {
        struct migrate_table *table = &migrate->tables[i];
        verdict = read_definition(migrate, table, err);
        verdict = verdict == WEIR_OK ? shape(migrate, table, chain, batch, err) : verdict;
        n_good += verdict == WEIR_OK;
        if (verdict == WEIR_BAD_CONFIG || verdict == WEIR_BAD_DATA) {
            migrate_table_leave_out(migrate, table, err);
            verdict = WEIR_OK;
        }
    }
    weir_batch_free(batch);
    migrate_chain_close(chain);
    if (verdict == WEIR_OK && n_good == 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "no table can be copied");
    }
    verdict = verdict == WEIR_OK ? check_targets(migrate, err) : verdict;
    return verdict == WEIR_OK ? migrate_others_check(migrate, err) : verdict;
}

void migrate_tables_free(struct migrate *migrate)
{
    for (size_t i = 0; i < migrate->n_tables; i++) {
        struct migrate_table *table = &migrate->tables[i];
        if (table->plan) {
            weir_schema_unref(table->plan->key_schema);
            weir_schema_unref(table->plan->value_schema);
        }
        cdc_table_free(table->cdc);
        my_table_free(table->definition);
    }
}
