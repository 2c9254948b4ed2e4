/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_url.h: what people give as the address of a PostgreSQL database: jdbc:postgresql://… with the
 * Java driver's parameters, or libpq's own postgresql://… and "host=… dbname=…". No libpq here.
 */
#ifndef PG_URL_H
#define PG_URL_H

#include <weir/arena.h>

#define PG_URL_WORDS_MAX 64

struct pg_url {
    /* For PQconnectdbParams with expand_dbname, both ending with NULL. */
    const char *keywords[PG_URL_WORDS_MAX + 1];
    const char *values[PG_URL_WORDS_MAX + 1];
    size_t n;
    struct weir_str search_path; /* currentSchema as written; p NULL: the server's default */
    bool prepare;                /* false: prepareThreshold=0, a pooler stands between */
    int64_t socket_timeout_ms;   /* 0: none */
    struct weir_str ignored;     /* names of parameters without a meaning here, "a, b" */
};

/* Texts are copied to the arena. BAD_CONFIG says what is wrong without showing a password. */
enum weir_verdict pg_url_parse(struct weir_arena *arena, struct weir_str url, struct pg_url *out,
                               struct weir_err *err);
/* Adds a word, or replaces its value; a text without p is left out. */
void pg_url_set(struct pg_url *url, const char *keyword, struct weir_str value,
                struct weir_arena *arena);
const char *pg_url_get(const struct pg_url *url, const char *keyword); /* NULL: not given */

#endif
