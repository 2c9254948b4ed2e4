/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_ddl.c: a plan and what the catalogue knows of its table come in; with
 * schema.evolution=basic the table is created or gets the columns it lacks, in a transaction of
 * its own before the data.
 */
#include "common/pg/pg_sql.h"
#include "sink.h"

#define SQL_MAX ((size_t)1024 * 1024)

/* ---- running them ---- */

/* Another task may have been quicker; what the catalogue says afterwards decides. */
static enum weir_verdict run(struct sink *sink, struct sink_target *target, struct weir_buf *sql,
                             struct weir_err *err)
{
    struct weir_buf all;
    weir_buf_init(&all, SQL_MAX + 1024);
    struct weir_str path = pg_session_search_path(sink->session);
    if (path.p) {
        weir_buf_printf(&all, "SET LOCAL search_path = %.*s; ", WEIR_STR_ARG(path));
    }
    weir_buf_str(&all, weir_buf_view(sql));
    weir_info(sink->log, "%s", weir_buf_cstr(sql));
    enum weir_verdict verdict = pg_exec(sink->session, weir_buf_cstr(&all), err);
    weir_buf_free(&all);
    if (verdict == WEIR_RETRY || verdict == WEIR_WOKEN) {
        return verdict;
    }
    struct weir_err why;
    enum weir_verdict got = sink_target_read(sink, target, &why);
    if (got != WEIR_OK) {
        *err = why;
        return got;
    }
    if (verdict != WEIR_OK) {
        weir_warn(sink->log, "refused: %s", err->text);
    }
    return verdict;
}

static bool lacks_any(const struct sink *sink, const struct sink_plan *plan,
                      const struct sink_target *target)
{
    return sink_lacks_columns(sink->conf, plan, target->table);
}

static enum weir_verdict create(struct sink *sink, const struct sink_plan *plan,
                                struct sink_target *target, struct weir_buf *sql,
                                struct weir_err *err)
{
    if (!plan->row_schema) { /* a tombstone: no table, nothing to delete */
        return WEIR_OK;
    }
    if (!sink->conf->auto_create) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "table %.*s does not exist and cannot be created, since %s",
                            WEIR_STR_ARG(target->words),
                            sink->conf->flat_only ? "auto.create is false"
                                                  : "schema.evolution is none");
    }
    enum weir_verdict verdict = sink_create_sql(sink->conf, plan, target->words, true, sql, err);
    if (verdict == WEIR_OK) {
        verdict = run(sink, target, sql, err);
    }
    bool is_there = verdict != WEIR_RETRY && verdict != WEIR_WOKEN && target->table;
    return is_there ? WEIR_OK : verdict;
}

static enum weir_verdict alter(struct sink *sink, const struct sink_plan *plan,
                               struct sink_target *target, struct weir_buf *sql,
                               struct weir_err *err)
{
    if (!sink->conf->auto_evolve) {
        for (uint32_t i = 0; i < plan->n_columns; i++) {
            if (pg_table_column(target->table, plan->columns[i].name, !sink->conf->quote) < 0) {
                return weir_err_set(err, WEIR_BAD_DATA,
                                    "table %.*s has no column %.*s and none can be added, since %s",
                                    WEIR_STR_ARG(target->words),
                                    WEIR_STR_ARG(plan->columns[i].name),
                                    sink->conf->flat_only ? "auto.evolve is false"
                                                          : "schema.evolution is none");
            }
        }
    }
    enum weir_verdict verdict = sink_alter_sql(sink->conf, plan, target->table, target->words, sql, err);
    if (verdict == WEIR_OK) {
        verdict = run(sink, target, sql, err);
    }
    bool complete = verdict != WEIR_RETRY && verdict != WEIR_WOKEN && target->table &&
                    !lacks_any(sink, plan, target);
    return complete ? WEIR_OK : verdict;
}

enum weir_verdict sink_ddl_ensure(struct sink *sink, const struct sink_plan *plan,
                                  struct sink_target *target, struct weir_err *err)
{
    struct weir_buf sql;
    weir_buf_init(&sql, SQL_MAX);
    enum weir_verdict verdict = WEIR_OK;
    if (!target->table) {
        verdict = create(sink, plan, target, &sql, err);
    }
    weir_buf_reset(&sql);
    bool lacks = verdict == WEIR_OK && target->table && lacks_any(sink, plan, target);
    if (lacks && sink_target_read(sink, target, err) != WEIR_OK) { /* somebody may have added them */
        verdict = err->class;
    } else if (lacks && target->table && lacks_any(sink, plan, target)) {
        verdict = alter(sink, plan, target, &sql, err);
    }
    weir_buf_free(&sql);
    return verdict;
}
