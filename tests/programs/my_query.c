/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs one SELECT on a server as a snapshot does and prints its rows' cells, or with quiet=1 only
 * how many there were. Arguments are name=value, those of binlog_read for connecting, and sql,
 * initial (statements first), rows (0: all; else stops in the middle and asks again for version()).
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <weir/time.h>

#include "common/mysql/my_session.h"
#include "program_options.h"

static int failed(const struct weir_err *err)
{
    printf("%s %d: %s\n", weir_verdict_name(err->class), err->code, err->text);
    return 1;
}

static void print_row(const struct weir_str *cells, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        printf("%s%.*s", i ? "|" : "", cells[i].p ? (int)cells[i].n : 4,
               cells[i].p ? cells[i].p : "NULL");
    }
    putchar('\n');
}

static int read_rows(struct my_session *session, char **argv)
{
    struct my_select *select;
    struct weir_str cells[4096];
    struct weir_err err;
    uint32_t n_columns;
    bool more = true;
    int64_t n = 0;
    int64_t bytes = 0;
    int64_t most = option_number(argv, "rows", 0);
    int64_t began_ms = weir_clock_mono_ms();
    if (my_select_open(session, option_text(argv, "sql", "SELECT 1"), &select, &n_columns, &err) !=
        WEIR_OK) {
        return failed(&err);
    }
    while (most == 0 || n < most) {
        if (my_select_next(select, cells, &more, &err) != WEIR_OK) {
            my_select_close(select);
            return failed(&err);
        }
        if (!more) {
            break;
        }
        n++;
        for (uint32_t i = 0; i < n_columns; i++) {
            bytes += (int64_t)cells[i].n;
        }
        if (!option_number(argv, "quiet", 0)) {
            print_row(cells, n_columns);
        }
    }
    my_select_close(select);
    printf("%" PRId64 " rows, %" PRId64 " bytes, %" PRId64 " ms\n", n, bytes,
           weir_clock_mono_ms() - began_ms);
    return 0;
}

static int ask_again(struct my_session *session)
{
    struct weir_arena arena;
    struct my_rows rows;
    struct weir_err err;
    weir_arena_init(&arena, 4096);
    if (my_session_rows(session, "SELECT version(), NULL AS nothing", &arena, &rows, &err) !=
        WEIR_OK) {
        weir_arena_free(&arena);
        return failed(&err);
    }
    printf("again: %u columns, %.*s is %s\n", rows.n_columns, WEIR_STR_ARG(rows.names[1]),
           rows.cells[1].p ? "text" : "NULL");
    weir_arena_free(&arena);
    return 0;
}

int main(int argc, char **argv)
{
    struct my_conf conf = option_conf(argv);
    struct my_session *session;
    struct weir_err err;
    (void)argc;
    conf.initial_statements = weir_str_of(option_text(argv, "initial", NULL));
    if (my_session_open(&conf, &session, &err) != WEIR_OK) {
        return failed(&err);
    }
    printf("%s %d\n", my_session_flavour(session) == MY_MYSQL ? "MySQL" : "MariaDB",
           my_session_version(session));
    int status = read_rows(session, argv);
    status = status ? status : ask_again(session);
    my_session_close(session);
    return status;
}
