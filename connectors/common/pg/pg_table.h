/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_table.h: a table as the server's catalogue describes it.
 */
#ifndef PG_TABLE_H
#define PG_TABLE_H

#include "common/pg/pg_session.h"

struct pg_column {
    struct weir_str name;
    uint32_t type;           /* its OID */
    uint32_t base;           /* a domain's base type; else type */
    struct weir_str type_name; /* "character varying(16)" */
    struct weir_str cast_name; /* of base, without length; fit for a cast */
    int32_t length;          /* of varchar, char and bit; -1: none */
    bool not_null;
    bool has_default;
    bool generated;       /* always as ...: cannot be written */
    bool identity_always; /* only with OVERRIDING SYSTEM VALUE */
    bool alike;           /* its collation holds different texts for equal */
};

struct pg_key {
    const uint32_t *columns; /* indexes into the table's */
    uint32_t n;
    bool primary;
};

struct pg_table {
    uint32_t oid;
    struct weir_str schema;
    struct weir_str name;
    char kind; /* r: table, p: partitioned, v: view, f: foreign */
    struct pg_column *columns;
    uint32_t n_columns;
    struct pg_key *keys; /* unique and not partial, the primary first */
    uint32_t n_keys;
    const uint32_t *parents; /* OIDs of the tables its foreign keys point to */
    uint32_t n_parents;
    bool deferrable; /* some of its foreign keys or unique constraints */
    bool blank;      /* a plain one that has no rows, triggers or foreign keys either way */
};

/*
 * Reads it into the arena; *table = NULL: there is none. schema p NULL: looked for along the search
 * path. fold: letters match in either case, exact names first.
 */
enum weir_verdict pg_table_read(struct pg_session *session, struct weir_str schema,
                                struct weir_str name, bool fold, struct weir_arena *arena,
                                struct pg_table **table, struct weir_err *err);
/* Its place, -1: none. fold as above. */
int pg_table_column(const struct pg_table *table, struct weir_str name, bool fold);

#endif
