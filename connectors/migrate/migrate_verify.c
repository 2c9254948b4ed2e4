/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_verify.c: a table that is copied comes in, whether both servers hold the same comes out:
 * each counts its rows and adds up the first 60 bits of an MD5 of every row's text. MariaDB is asked
 * in the session whose view the rows were read in.
 */
#include "migrate.h"
#include "migrate_verify_text.h"

#define SQL_MAX ((size_t)4 << 20)

/* Each column as '=' and its text, or '~' for NULL. */
static uint32_t row_texts(const struct migrate_table *table, struct weir_buf *my,
                          struct weir_buf *pg, struct weir_buf *left_out)
{
    struct weir_buf ours, theirs;
    uint32_t n = 0;
    weir_buf_init(&ours, SQL_MAX);
    weir_buf_init(&theirs, SQL_MAX);
    for (uint32_t i = 0; i < table->plan->n_columns; i++) {
        weir_buf_reset(&ours);
        weir_buf_reset(&theirs);
        if (!migrate_verify_text(table, i, &ours, &theirs)) {
            weir_buf_text(left_out, left_out->n ? ", " : "");
            weir_buf_str(left_out, table->plan->columns[i].name);
            continue;
        }
        weir_buf_printf(my, "%sIFNULL(CONCAT('=', %s), '~')", n ? ", " : "", weir_buf_cstr(&ours));
        weir_buf_printf(pg, "%scoalesce('=' || (%s), '~')", n ? " || " : "", weir_buf_cstr(&theirs));
        n++;
    }
    weir_buf_free(&ours);
    weir_buf_free(&theirs);
    return n;
}

static enum weir_verdict sum_of_source(struct migrate_worker *worker,
                                       const struct migrate_table *table, struct weir_buf *texts,
                                       struct weir_arena *arena, struct weir_str sums[2],
                                       struct weir_err *err)
{
    struct weir_buf sql;
    struct my_rows rows;
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_text(&sql, "SELECT CAST(COUNT(*) AS CHAR), CAST(COALESCE(SUM(CAST(CONV(LEFT(MD5(CONCAT("
                        "'', ");
    weir_buf_str(&sql, weir_buf_view(texts));
    weir_buf_text(&sql, ")), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) FROM ");
    my_quote_name(&sql, table->db);
    weir_buf_char(&sql, '.');
    my_quote_name(&sql, table->name);
    enum weir_verdict verdict = weir_buf_check(&sql, WEIR_BAD_DATA, "a checksum's statement", err);
    if (verdict == WEIR_OK) {
        verdict = my_session_rows(worker->my, weir_buf_cstr(&sql), arena, &rows, err);
    }
    weir_buf_free(&sql);
    if (verdict == WEIR_OK) {
        sums[0] = rows.cells[0];
        sums[1] = rows.cells[1];
    }
    return verdict;
}

static enum weir_verdict sum_of_target(struct migrate_worker *worker,
                                       const struct migrate_table *table, struct weir_buf *texts,
                                       struct weir_arena *arena, struct weir_str sums[2],
                                       struct weir_err *err)
{
    struct weir_buf sql;
    struct pg_rows *rows = NULL;
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_text(&sql, "SELECT count(*)::text, coalesce(sum(('x' || left(md5(");
    weir_buf_str(&sql, weir_buf_view(texts));
    weir_buf_printf(&sql, "), 15))::bit(60)::bigint), 0)::text FROM %.*s",
                    WEIR_STR_ARG(table->words));
    enum weir_verdict verdict = weir_buf_check(&sql, WEIR_BAD_DATA, "a checksum's statement", err);
    if (verdict == WEIR_OK) {
        verdict = pg_query(worker->pg, weir_buf_cstr(&sql), NULL, 0, &rows, err);
    }
    weir_buf_free(&sql);
    if (verdict == WEIR_OK) {
        sums[0] = weir_arena_str(arena, pg_rows_get(rows, 0, 0));
        sums[1] = weir_arena_str(arena, pg_rows_get(rows, 0, 1));
        pg_rows_free(rows);
    }
    return verdict;
}

/* Whether the source has been written since the run that is resumed. */
static bool has_moved(const struct migrate *migrate)
{
    const struct migrate_place *first = &migrate->first_place, *now = &migrate->place;
    return first->file.p && (first->pos != now->pos || !weir_str_eq(first->file, now->file));
}

static void tell(struct migrate *migrate, struct migrate_table *table,
                 const struct weir_buf *left_out, bool equal)
{
    pthread_mutex_lock(&migrate->lock);
    table->equal = equal                                      ? EQUAL_YES
                   : table->resumed && has_moved(migrate) ? EQUAL_NOT_YET
                                                          : EQUAL_NO;
    if (left_out->n) {
        table->not_compared = weir_arena_str(&migrate->arena, weir_buf_view(left_out));
    }
    pthread_mutex_unlock(&migrate->lock);
}

enum weir_verdict migrate_verify(struct migrate_worker *worker, struct migrate_table *table,
                                 struct weir_err *err)
{
    struct weir_buf my, pg, left_out;
    struct weir_str ours[2], theirs[2];
    struct weir_arena arena;
    weir_arena_init(&arena, 4096);
    weir_buf_init(&my, SQL_MAX);
    weir_buf_init(&pg, SQL_MAX);
    weir_buf_init(&left_out, SQL_MAX);
    if (!row_texts(table, &my, &pg, &left_out)) {
        weir_buf_text(&my, "''");
        weir_buf_text(&pg, "''");
    }
    enum weir_verdict verdict = sum_of_source(worker, table, &my, &arena, ours, err);
    if (verdict == WEIR_OK) {
        verdict = sum_of_target(worker, table, &pg, &arena, theirs, err);
    }
    if (verdict == WEIR_OK) {
        bool equal = weir_str_eq(ours[0], theirs[0]) && weir_str_eq(ours[1], theirs[1]);
        tell(worker->migrate, table, &left_out, equal);
    }
    weir_buf_free(&my);
    weir_buf_free(&pg);
    weir_buf_free(&left_out);
    weir_arena_free(&arena);
    return verdict == WEIR_OK ? WEIR_OK
                              : weir_err_wrap(err, "%.*s: the checksum", WEIR_STR_ARG(table->id));
}
