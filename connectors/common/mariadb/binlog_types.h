/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_types.h: what a table map says of a table's rows: the wire's types, and what a cell of
 * each looks like. A cell is the column's bytes as they stand on the wire, without the length that
 * stands before those of variable size; what they mean is cdc_column's business.
 *
 * type (meta)                     a cell's bytes; integers little-endian unless named
 * TINY SHORT INT24 LONG LONGLONG  1, 2, 3, 4, 8 bytes; the sign is the table map's to tell
 * FLOAT (4) DOUBLE (8)            IEEE 754, little-endian
 * YEAR                            1 byte, years since 1900; 0 is 0000
 * NEWDECIMAL (precision<<8|scale) groups of nine digits, big-endian, sign in the top bit
 * BIT (bits)                      (bits+7)/8 bytes, big-endian
 * DATE NEWDATE                    3 bytes: day 5 bits, month 4, year 15
 * TIME TIMESTAMP DATETIME         the old forms: 3 (HHMMSS), 4 (seconds), 8 (YYYYMMDDHHMMSS) bytes
 * TIMESTAMP2 (digits)             4 bytes of seconds, big-endian, then (digits+1)/2 of fraction
 * DATETIME2 (digits)              5 bytes, big-endian, then fraction; bias 0x8000000000
 * TIME2 (digits)                  3 bytes, big-endian, then fraction; bias 0x800000 of the whole
 * ENUM (bytes: 1, 2)              the member's number from 1; 0 is the empty error value
 * SET (bytes: 1-8)                a bit a member
 * STRING (most bytes)             CHAR and BINARY, in the column's charset, without trailing pad
 *                                 (blanks, zeros); UUID, INET6 (16) and INET4 (4) the same way
 * VARCHAR VAR_STRING (most bytes) the bytes
 * BLOB (1-4 of length)            TEXT, BLOB: the bytes
 * JSON (1-4)                      MySQL's binary JSON (MariaDB's is a BLOB)
 * GEOMETRY (1-4)                  4 bytes SRID, then WKB
 * VECTOR (1-4)                    MySQL 9: floats
 * VARCHAR_COMPRESSED (most bytes) MariaDB COMPRESSED columns, as stored: a first byte 0 says that
 * BLOB_COMPRESSED (1-4)           plain bytes follow; else its low 3 bits: bytes of the length that
 *                                 follow (big-endian), bit 3: zlib's header is there, bits 4-7: method (8: zlib)
 */
#ifndef WEIR_BINLOG_TYPES_H
#define WEIR_BINLOG_TYPES_H

#include <weir/arena.h>

#define BINLOG_COLUMNS_MAX 4096

/* The wire's type numbers. */
enum binlog_type {
    BINLOG_TYPE_TINY = 1,
    BINLOG_TYPE_SHORT = 2,
    BINLOG_TYPE_LONG = 3,
    BINLOG_TYPE_FLOAT = 4,
    BINLOG_TYPE_DOUBLE = 5,
    BINLOG_TYPE_TIMESTAMP = 7,
    BINLOG_TYPE_LONGLONG = 8,
    BINLOG_TYPE_INT24 = 9,
    BINLOG_TYPE_DATE = 10,
    BINLOG_TYPE_TIME = 11,
    BINLOG_TYPE_DATETIME = 12,
    BINLOG_TYPE_YEAR = 13,
    BINLOG_TYPE_NEWDATE = 14,
    BINLOG_TYPE_VARCHAR = 15,
    BINLOG_TYPE_BIT = 16,
    BINLOG_TYPE_TIMESTAMP2 = 17,
    BINLOG_TYPE_DATETIME2 = 18,
    BINLOG_TYPE_TIME2 = 19,
    BINLOG_TYPE_BLOB_COMPRESSED = 140,
    BINLOG_TYPE_VARCHAR_COMPRESSED = 141,
    BINLOG_TYPE_VECTOR = 242,
    BINLOG_TYPE_JSON = 245,
    BINLOG_TYPE_NEWDECIMAL = 246,
    BINLOG_TYPE_ENUM = 247,
    BINLOG_TYPE_SET = 248,
    BINLOG_TYPE_TINY_BLOB = 249,
    BINLOG_TYPE_MEDIUM_BLOB = 250,
    BINLOG_TYPE_LONG_BLOB = 251,
    BINLOG_TYPE_BLOB = 252,
    BINLOG_TYPE_VAR_STRING = 253,
    BINLOG_TYPE_STRING = 254,
    BINLOG_TYPE_GEOMETRY = 255,
};

/* One column of a table map: wire type, its metadata, and what FULL metadata said. */
struct binlog_column {
    uint8_t type;    /* enum binlog_type; for STRING the real one (ENUM, SET, CHAR) */
    uint8_t prefix;  /* bytes of length before a cell's; 0: its size is fixed */
    bool nullable;
    bool is_unsigned; /* where has_signs */
    uint16_t meta;    /* as above */
    uint16_t size;    /* prefix 0: bytes of a cell */
    uint16_t collation; /* of character columns, ENUM and SET; 0: not said */
};

struct binlog_table_map {
    uint64_t table_id;
    struct weir_str db;
    struct weir_str name;
    uint32_t n_columns;
    struct binlog_column *columns;
    bool has_signs; /* is_unsigned was said */
    /* binlog_row_metadata=FULL, else NULL and 0. */
    bool has_names;
    const struct weir_str *names; /* in columns' order */
    const uint32_t *key;          /* the primary key's columns, in its order */
    uint32_t n_key;
    const struct weir_str *const *members; /* a column's ENUM or SET members, NULL: none */
    const uint32_t *n_members;
    struct weir_str body; /* what was read, in arena: the same bytes mean the same table */
};

#endif
