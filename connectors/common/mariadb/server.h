/* SPDX-License-Identifier: Apache-2.0 */
/*
 * server.h: what is asked of a server, in one place: how it writes its binlog, where that stands,
 * which places of it are still there, which tables there are. Texts live in the arena.
 */
#ifndef WEIR_SERVER_H
#define WEIR_SERVER_H

#include "common/mysql/my_session.h"

/* Whether the server refused for want of a right. */
bool server_is_denied(const struct weir_err *err);

/* BAD_CONFIG with what to run, where the binlog is not written as it must be. */
enum weir_verdict server_check_binlog(struct my_session *session, struct weir_arena *arena,
                                      struct weir_err *err);

struct server_place {
    struct weir_str file;
    int64_t pos;
    struct weir_str gtids; /* p NULL: none */
    int64_t now_sec;       /* the server's clock */
};
/* The binlog's end; within a consistent view under a lock, that view's place. */
enum weir_verdict server_place(struct my_session *session, struct weir_arena *arena,
                               struct server_place *place, struct weir_err *err);
/* The place of this session's consistent view, exactly; MariaDB only. *known = false: not told. */
enum weir_verdict server_view_place(struct my_session *session, struct weir_arena *arena,
                                    struct server_place *place, bool *known, struct weir_err *err);

/* The oldest place that can still be read; gtids: what was purged before it. */
enum weir_verdict server_oldest(struct my_session *session, struct weir_arena *arena,
                                struct server_place *place, struct weir_err *err);
/* Whether that file is there and reaches that far. */
enum weir_verdict server_has_file(struct my_session *session, struct weir_str file, int64_t pos,
                                  struct weir_arena *arena, bool *has, struct weir_err *err);

/* The GTIDs done before a place of a file, p NULL: none. BAD_DATA: no transaction begins there. */
enum weir_verdict server_gtids_at(struct my_session *session, struct weir_str file, int64_t pos,
                                  struct weir_arena *arena, struct weir_str *gtids,
                                  struct weir_err *err);

struct server_table {
    struct weir_str db, name;
};
struct server_tables {
    struct weir_str *databases;
    size_t n_databases;
    struct server_table *items; /* base tables, by database */
    size_t n;
};
enum weir_verdict server_tables(struct my_session *session, struct weir_arena *arena,
                                struct server_tables *list, struct weir_err *err);

#endif
