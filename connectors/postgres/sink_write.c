/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_write.c: a plan and a table come in; how each field goes into its column comes out, chosen
 * once and again when the table has changed. sink_sql.c makes statements of it.
 */
#include "sink.h"

static bool writable(const struct pg_column *column)
{
    return !column->generated;
}

/* Whether every column that can be written is among the plan's. */
static bool covers_all(const struct sink_plan *plan, const struct pg_table *table,
                       const struct sink_bind *binds)
{
    for (uint32_t i = 0; i < table->n_columns; i++) {
        uint32_t at = 0;
        while (at < plan->n_columns && binds[at].column != &table->columns[i]) {
            at++;
        }
        if (at == plan->n_columns && writable(&table->columns[i])) {
            return false;
        }
    }
    return true;
}

static bool choose(struct sink *sink, struct sink_write *write, uint32_t i)
{
    const struct sink_column *column = &write->plan->columns[i];
    const struct pg_table *table = write->target->table;
    int at = pg_table_column(table, column->name, !sink->conf->quote);
    const char *why = NULL;
    if (at < 0) {
        return true; /* a generated or missing one: see sink_ddl.c */
    }
    if (sink_bind_choose(sink->conf, column, &table->columns[at], &sink->n_nul,
                         &sink->plan_arena, &write->binds[i], &why)) {
        return true;
    }
    struct weir_buf words;
    weir_buf_init(&words, 1024);
    sink_type_words(&words, column->schema);
    write->refused = weir_arena_printf(
        &sink->plan_arena, "table %.*s, column %.*s: %.*s cannot be stored as %.*s%s%s",
        WEIR_STR_ARG(write->target->words), WEIR_STR_ARG(table->columns[at].name),
        WEIR_STR_ARG(weir_buf_view(&words)), WEIR_STR_ARG(table->columns[at].type_name),
        why ? ": " : "", why ? why : "");
    weir_buf_free(&words);
    return false;
}

static void choose_all(struct sink *sink, struct sink_write *write)
{
    struct sink_plan *plan = write->plan;
    write->binds = WEIR_NEW_ARRAY(&sink->plan_arena, struct sink_bind, plan->n_columns);
    write->refused = NULL;
    for (uint32_t i = 0; i < plan->n_columns && choose(sink, write, i); i++) {
    }
    write->covers_all = covers_all(plan, write->target->table, write->binds);
    write->keys_alike = false;
    for (uint32_t i = 0; i < plan->n_keys; i++) {
        write->keys_alike = write->keys_alike || write->binds[i].form == SINK_KEY_UNKNOWN;
    }
    for (size_t op = 0; op < OP_SKIP; op++) {
        write->statements[op] = (struct pg_statement){0};
        write->groups[op] = -1;
    }
}

static struct sink_write *add(struct sink *sink, struct sink_plan *plan, struct sink_target *target)
{
    struct sink_write *write = WEIR_NEW(&sink->plan_arena, struct sink_write);
    write->plan = plan;
    write->target = target;
    write->next = plan->writes;
    plan->writes = write;
    return write;
}

enum weir_verdict sink_write_find(struct sink *sink, struct sink_plan *plan,
                                  struct sink_target *target, struct sink_write **out,
                                  struct weir_err *err)
{
    struct sink_write *write = plan->writes;
    while (write && write->target != target) {
        write = write->next;
    }
    if (!write) {
        write = add(sink, plan, target);
    }
    *out = write;
    if (write->version == target->version && target->table) {
        return WEIR_OK;
    }
    if (!target->table && target->looked != sink->n_batches) {
        target->looked = sink->n_batches;
        if (sink_target_read(sink, target, err) != WEIR_OK) {
            return err->class;
        }
    }
    /* Of a refused shape nothing but truncations come here: they make no table. */
    if (!plan->refused && sink_ddl_ensure(sink, plan, target, err) != WEIR_OK) {
        return err->class;
    }
    if (target->table) {
        choose_all(sink, write);
        write->version = target->version;
    }
    return WEIR_OK;
}
