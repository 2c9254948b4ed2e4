/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_sql.c: a way into a table comes in; the statements for writes, deletes and truncations go
 * out, each taking all rows of a group as one array a column.
 */
#include "common/pg/pg_sql.h"
#include "common/pg/pg_type.h"
#include "sink.h"

#define SQL_MAX ((size_t)1024 * 1024)

static void put_name(struct weir_buf *buf, const struct sink_bind *bind)
{
    pg_sql_name(buf, bind->column->name);
}

/* unnest($1, $2) AS u(c1, c2) */
static void put_arrays(struct weir_buf *buf, uint32_t n)
{
    weir_buf_text(buf, "unnest(");
    for (uint32_t i = 0; i < n; i++) {
        weir_buf_printf(buf, "%s$%u", i ? ", " : "", i + 1);
    }
    weir_buf_text(buf, ") AS u(");
    for (uint32_t i = 0; i < n; i++) {
        weir_buf_printf(buf, "%sc%u", i ? ", " : "", i + 1);
    }
    weir_buf_char(buf, ')');
}

static void put_insert(struct weir_buf *buf, const struct sink_write *write)
{
    uint32_t n = write->plan->n_columns;
    bool identity = false;
    weir_buf_printf(buf, "INSERT INTO %.*s (", WEIR_STR_ARG(write->target->words));
    for (uint32_t i = 0; i < n; i++) {
        weir_buf_text(buf, i ? ", " : "");
        put_name(buf, &write->binds[i]);
        identity = identity || write->binds[i].column->identity_always;
    }
    weir_buf_printf(buf, ")%s SELECT ", identity ? " OVERRIDING SYSTEM VALUE" : "");
    for (uint32_t i = 0; i < n; i++) {
        weir_buf_printf(buf, "%su.c%u%s", i ? ", " : "", i + 1, write->binds[i].cast);
    }
    weir_buf_text(buf, " FROM ");
    put_arrays(buf, n);
}

static void put_conflict(struct weir_buf *buf, const struct sink_write *write)
{
    const struct sink_plan *plan = write->plan;
    weir_buf_text(buf, " ON CONFLICT (");
    for (uint32_t i = 0; i < plan->n_keys; i++) {
        weir_buf_text(buf, i ? ", " : "");
        put_name(buf, &write->binds[i]);
    }
    weir_buf_text(buf, plan->n_keys < plan->n_columns ? ") DO UPDATE SET " : ") DO NOTHING");
    for (uint32_t i = plan->n_keys; i < plan->n_columns; i++) {
        weir_buf_text(buf, i > plan->n_keys ? ", " : "");
        put_name(buf, &write->binds[i]);
        weir_buf_text(buf, " = EXCLUDED.");
        put_name(buf, &write->binds[i]);
    }
}

/* t."k" = u.c1::bigint AND ... : cast to the column's type, so that its index serves. */
static void put_match(struct weir_buf *buf, const struct sink_write *write)
{
    for (uint32_t i = 0; i < write->plan->n_keys; i++) {
        const struct sink_bind *bind = &write->binds[i];
        weir_buf_text(buf, i ? " AND t." : " WHERE t.");
        put_name(buf, bind);
        weir_buf_printf(buf, " = u.c%u%s", i + 1, bind->cast);
        if (!bind->cast[0] && bind->wire != bind->column->base) {
            weir_buf_printf(buf, "::%.*s", WEIR_STR_ARG(bind->column->cast_name));
        }
    }
}

static void put_update(struct weir_buf *buf, const struct sink_write *write)
{
    const struct sink_plan *plan = write->plan;
    weir_buf_printf(buf, "UPDATE %.*s AS t SET ", WEIR_STR_ARG(write->target->words));
    for (uint32_t i = plan->n_keys; i < plan->n_columns; i++) {
        weir_buf_text(buf, i > plan->n_keys ? ", " : "");
        put_name(buf, &write->binds[i]);
        weir_buf_printf(buf, " = u.c%u%s", i + 1, write->binds[i].cast);
    }
    weir_buf_text(buf, " FROM ");
    put_arrays(buf, plan->n_columns);
    put_match(buf, write);
}

static void put_delete(struct weir_buf *buf, const struct sink_write *write)
{
    weir_buf_printf(buf, "DELETE FROM %.*s AS t USING ", WEIR_STR_ARG(write->target->words));
    put_arrays(buf, write->plan->n_keys);
    put_match(buf, write);
}

static void put_statement(struct weir_buf *buf, const struct sink_conf *conf,
                          const struct sink_write *write, enum sink_op op)
{
    if (op == OP_TRUNCATE) {
        weir_buf_printf(buf, "TRUNCATE TABLE %.*s", WEIR_STR_ARG(write->target->words));
    } else if (op == OP_DELETE) {
        put_delete(buf, write);
    } else if (conf->insert_mode == SINK_UPDATE && write->plan->n_keys == write->plan->n_columns) {
        weir_buf_text(buf, "SELECT 1 FROM "); /* nothing to set */
        put_arrays(buf, write->plan->n_columns);
    } else if (conf->insert_mode == SINK_UPDATE) {
        put_update(buf, write);
    } else {
        put_insert(buf, write);
        if (conf->insert_mode == SINK_UPSERT && op != OP_FILL) {
            put_conflict(buf, write);
        }
    }
}

static uint32_t n_params(const struct sink_write *write, enum sink_op op)
{
    return op == OP_TRUNCATE ? 0 : op == OP_DELETE ? write->plan->n_keys : write->plan->n_columns;
}

static void make(struct sink *sink, struct sink_write *write, enum sink_op op)
{
    struct pg_statement *statement = &write->statements[op];
    struct weir_buf sql;
    weir_buf_init(&sql, SQL_MAX);
    put_statement(&sql, sink->conf, write, op);
    uint32_t n = n_params(write, op);
    uint32_t *types = WEIR_NEW_ARRAY(&sink->plan_arena, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) {
        types[i] = pg_type_array(write->binds[i].wire);
    }
    *statement = (struct pg_statement){
        .sql = weir_arena_str(&sink->plan_arena, weir_buf_view(&sql)).p,
        .types = types,
        .n_params = n,
    };
    weir_buf_free(&sql);
    weir_debug(sink->log, "%s", statement->sql);
}

void sink_sql(struct sink *sink)
{
    for (uint32_t g = 0; g < sink->n_groups; g++) {
        const struct sink_group *group = &sink->groups[g];
        if (!group->write->statements[group->op].sql) {
            make(sink, group->write, group->op);
        }
    }
}
