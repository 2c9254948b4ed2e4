/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_finish.c: a target comes in whose chunks are all there; it goes out LOGGED, with the key
 * that the sink needs, and remembered as done, all in one transaction. That holds for every table,
 * whoever created it and however the runs before ended. SET LOGGED writes each row anew and one by
 * one, which costs more than COPY saves in an UNLOGGED table: such tables are only for who asks for
 * them.
 */
#include "common/pg/pg_sql.h"
#include "migrate.h"

#define SQL_MAX ((size_t)1 << 20)

static enum weir_verdict exec(struct pg_session *pg, struct weir_buf *sql, struct weir_err *err)
{
    return weir_buf_check(sql, WEIR_BAD_DATA, "a statement", err) == WEIR_OK
               ? pg_exec(pg, weir_buf_cstr(sql), err)
               : err->class;
}

static void key_list(const struct migrate_table *table, struct weir_buf *sql)
{
    for (uint32_t i = 0; i < table->plan->n_keys; i++) {
        weir_buf_text(sql, i ? ", " : "");
        pg_sql_name(sql, table->plan->columns[i].name);
    }
}

/* Chunks of two runs were read at two places: a row that went from one to the other is there twice,
 * and the later one counts. */
static enum weir_verdict drop_doubles(const struct migrate_table *table, struct pg_session *pg,
                                      struct weir_err *err)
{
    struct weir_buf sql;
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_printf(&sql,
                    "DELETE FROM %.*s WHERE ctid IN (SELECT ctid FROM (SELECT ctid, row_number() "
                    "OVER (PARTITION BY ",
                    WEIR_STR_ARG(table->words));
    key_list(table, &sql);
    weir_buf_text(&sql, " ORDER BY xmin::text::bigint DESC) AS n FROM ");
    weir_buf_str(&sql, table->words);
    weir_buf_text(&sql, ") AS doubles WHERE n > 1)");
    enum weir_verdict verdict = exec(pg, &sql, err);
    weir_buf_free(&sql);
    return verdict;
}

static enum weir_verdict alter(const struct migrate_table *table, bool lacks_key,
                               struct pg_session *pg, struct weir_err *err)
{
    struct weir_buf sql;
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_printf(&sql, "ALTER TABLE %.*s", WEIR_STR_ARG(table->words));
    weir_buf_text(&sql, table->unlogged ? " SET LOGGED" : "");
    if (lacks_key) {
        weir_buf_text(&sql, table->unlogged ? ", " : " ");
        weir_buf_text(&sql, "ADD PRIMARY KEY (");
        key_list(table, &sql);
        weir_buf_char(&sql, ')');
    }
    enum weir_verdict verdict = exec(pg, &sql, err);
    weir_buf_free(&sql);
    return verdict;
}

static enum weir_verdict unmark(const struct migrate_table *table, struct pg_session *pg,
                                struct weir_err *err)
{
    struct weir_buf sql;
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_printf(&sql, "COMMENT ON TABLE %.*s IS NULL", WEIR_STR_ARG(table->words));
    enum weir_verdict verdict = exec(pg, &sql, err);
    weir_buf_free(&sql);
    return verdict;
}

static enum weir_verdict complete(struct migrate *migrate, const struct migrate_table *table,
                                  struct pg_session *pg, struct weir_err *err)
{
    bool lacks_key = migrate_target_lacks_key(migrate, table);
    enum weir_verdict verdict = pg_exec(pg, "BEGIN", err);
    if (verdict == WEIR_OK && lacks_key && migrate->options.resume) {
        verdict = drop_doubles(table, pg, err);
    }
    if (verdict == WEIR_OK && (lacks_key || table->unlogged)) {
        verdict = alter(table, lacks_key, pg, err);
    }
    if (verdict == WEIR_OK && table->created) {
        verdict = unmark(table, pg, err);
    }
    verdict = verdict == WEIR_OK ? migrate_state_done(migrate, pg, table, err) : verdict;
    return verdict == WEIR_OK ? pg_exec(pg, "COMMIT", err) : verdict;
}

enum weir_verdict migrate_target_finish(struct migrate *migrate, struct migrate_table *table,
                                        struct pg_session *pg, struct weir_err *err)
{
    if (complete(migrate, table, pg, err) != WEIR_OK) {
        pg_session_drop(pg);
        return weir_err_wrap(err, "%.*s cannot be finished", WEIR_STR_ARG(table->words));
    }
    return WEIR_OK;
}
