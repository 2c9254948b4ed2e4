/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_table.h: what is known of a MariaDB or MySQL table. The schema history, DDL and SHOW CREATE
 * TABLE fill it; the source, migrate and snapshot-diff read it. The members are those of the
 * schema history's JSON, so that a table goes there and comes back unchanged. A table is immutable
 * once made (my_edit.h), owns one arena and counts its holders; a change makes a new one.
 */
#ifndef WEIR_MY_TABLE_H
#define WEIR_MY_TABLE_H

#include <weir/arena.h>

/* What a column's type is, whatever words declared it; my_kind_of(type_name). */
enum my_kind {
    MY_UNKNOWN, /* a type nobody knows: left out with a warning */
    MY_BIT,
    MY_BOOLEAN, /* only while the words BOOL or BOOLEAN stand in the DDL; on the wire TINYINT */
    MY_TINYINT,
    MY_SMALLINT,
    MY_MEDIUMINT,
    MY_INT,
    MY_BIGINT,
    MY_FLOAT,
    MY_DOUBLE,
    MY_DECIMAL,
    MY_CHAR,
    MY_VARCHAR,
    MY_TEXT, /* all four sizes */
    MY_BINARY,
    MY_VARBINARY,
    MY_BLOB, /* all four sizes */
    MY_ENUM,
    MY_SET,
    MY_JSON,
    MY_UUID,
    MY_INET4,
    MY_INET6,
    MY_VECTOR,
    MY_DATE,
    MY_TIME,
    MY_DATETIME,
    MY_TIMESTAMP,
    MY_YEAR,
    MY_POINT,
    MY_GEOMETRY, /* every other spatial type */
};

#define MY_NONE INT32_MIN /* length, scale, native type: not said */

struct my_column {
    struct weir_str name;
    enum my_kind kind;
    bool is_unsigned;
    bool optional;
    bool auto_increment;
    bool generated;   /* history: also set for AUTO_INCREMENT */
    bool has_default; /* DEFAULT NULL counts */
    bool hidden;      /* in binlog rows, in no SELECT *: never an event's field */
    int32_t jdbc_type;
    int32_t native_type; /* MY_NONE */
    int32_t length;
    int32_t scale;
    struct weir_str type_name;       /* "BIGINT UNSIGNED" */
    struct weir_str type_expression; /* p NULL: null in the history */
    struct weir_str charset;         /* p NULL */
    struct weir_str comment;         /* p NULL */
    struct weir_str default_value;   /* defaultValueExpression; p NULL: none */
    const struct weir_str *members;  /* ENUM, SET: with their SQL quotes, as the history has them */
    uint32_t n_members;
};

struct my_table {
    struct weir_arena arena; /* all below lives here */
    uint32_t holders;
    struct weir_str db;
    struct weir_str name;
    struct weir_str charset; /* p NULL */
    struct weir_str comment; /* p NULL */
    const struct my_column *columns;
    uint32_t n_columns;
    const struct weir_str *key; /* primaryKeyColumnNames: the key of events */
    uint32_t n_key;
};

/* One thread at a time holds and lets go. The last holder frees it; NULL is fine. */
const struct my_table *my_table_hold(const struct my_table *table);
void my_table_free(const struct my_table *table);

enum my_kind my_kind_of(struct weir_str type_name);
/* -1: there is none. Letters match in either case, as the servers have it. */
int my_column_find(const struct my_table *table, struct weir_str name);

#endif
