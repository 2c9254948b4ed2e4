/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_my_select.c PORT SQL: how fast a SELECT's rows are read, by my_select and by the client
 * library alone (mysql_use_result), in turns. By hand: it needs a server, as tests/support/ starts
 * them, with the user cdc.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <mysql.h>

#include <weir/time.h>

#include "common/mysql/my_session.h"

#define ROUNDS 3

static uint64_t by_library(const char *port, const char *sql)
{
    MYSQL *mysql = mysql_init(NULL);
    uint64_t bytes = 0;
    if (!mysql_real_connect(mysql, "127.0.0.1", "cdc", "cdc", NULL, (unsigned)atoi(port), NULL,
                            0) ||
        mysql_query(mysql, sql)) {
        fprintf(stderr, "%s\n", mysql_error(mysql));
        exit(1);
    }
    MYSQL_RES *result = mysql_use_result(mysql);
    unsigned n = mysql_num_fields(result);
    while (mysql_fetch_row(result)) {
        const unsigned long *lengths = mysql_fetch_lengths(result);
        for (unsigned i = 0; i < n; i++) {
            bytes += lengths[i];
        }
    }
    mysql_free_result(result);
    mysql_close(mysql);
    return bytes;
}

static uint64_t by_us(const char *port, const char *sql)
{
    struct my_conf conf = {.host = WEIR_STR("127.0.0.1"), .port = atoi(port),
                           .user = WEIR_STR("cdc"), .password = WEIR_STR("cdc")};
    struct my_session *session;
    struct my_select *select;
    struct weir_str cells[4096];
    struct weir_err err;
    uint64_t bytes = 0;
    uint32_t n;
    bool more;
    if (my_session_open(&conf, &session, &err) != WEIR_OK ||
        my_select_open(session, sql, &select, &n, &err) != WEIR_OK) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    while (my_select_next(select, cells, &more, &err) == WEIR_OK && more) {
        for (uint32_t i = 0; i < n; i++) {
            bytes += cells[i].n;
        }
    }
    my_select_close(select);
    my_session_close(session);
    return bytes;
}

static void measure(const char *what, uint64_t (*read)(const char *, const char *), char **argv)
{
    int64_t cpu_ns = clock();
    int64_t began_ns = weir_clock_mono_ns();
    uint64_t bytes = read(argv[1], argv[2]);
    printf("my_select, %s: %.1f MB in %.2f s, %.2f s CPU here\n", what, (double)bytes / 1e6,
           (double)(weir_clock_mono_ns() - began_ns) / 1e9,
           (double)(clock() - cpu_ns) / CLOCKS_PER_SEC);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        printf("my_select: needs a server: bench_my_select PORT SQL\n");
        return 0;
    }
    for (int i = 0; i < ROUNDS; i++) {
        measure("library", by_library, argv);
        measure("weir", by_us, argv);
    }
    return 0;
}
