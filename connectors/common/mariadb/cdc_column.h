/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_column.h: one column of a captured table: the schema of its field, and how a cell becomes its
 * value. Everything is chosen once, when the table is made (texts of a SELECT) and when it is bound
 * to a table map (bytes of the binlog); a cell then costs one call. cdc_table.c owns the columns.
 */
#ifndef WEIR_CDC_COLUMN_H
#define WEIR_CDC_COLUMN_H

#include "binlog_types.h"
#include "cdc_maker.h"
#include "common/mysql/my_charset.h"
#include "common/mysql/my_table.h"

enum cdc_decoded {
    CDC_GOOD,
    CDC_ABSENT, /* an impossible date: what NULL becomes stands for it */
    CDC_UNFIT,  /* the handling mode cannot express the value; err says why */
    CDC_BROKEN, /* the cell is not what the column's type says; err says why */
};

struct cdc_column;

/* cell.p is not NULL. New bytes from arena. */
typedef enum cdc_decoded cdc_decode(const struct cdc_column *col, struct weir_str cell,
                                    struct weir_arena *arena, struct weir_value *val,
                                    struct weir_err *err);

/* How a point in time leaves. */
enum cdc_time_form {
    CDC_TIME_DAYS,  /* DATE: int32 */
    CDC_TIME_MS,    /* int64 */
    CDC_TIME_US,
    CDC_TIME_NS,
    CDC_TIME_CONNECT, /* Connect's logical Date, Time or Timestamp */
    CDC_TIME_ISO,     /* text */
    CDC_TIME_ZONED,   /* TIMESTAMP: text with Z, in every mode */
};

enum cdc_binary_form { CDC_BYTES, CDC_BASE64, CDC_BASE64_URL, CDC_HEX };

#define CDC_SMALL_DIGITS 18 /* of a DECIMAL that fits a machine word */
#define CDC_SMALL_GROUPS 4

/* Some digits of such a DECIMAL in the binlog: where their word is, and what of it counts. */
struct cdc_group {
    uint8_t at, shift;
    uint32_t mask;
    uint32_t sign;  /* the number's, which stands in the first group */
    uint32_t limit; /* ten to their number */
};

struct cdc_column {
    /* what decoding reads */
    uint8_t type; /* enum weir_type of the value */
    uint8_t form; /* enum cdc_time_form, enum cdc_binary_form, enum mariadb_decimal_mode */
    int8_t digits; /* of a fraction of seconds, as declared; -1: as many as it needs */
    bool adjust;  /* years 0-99 become 1970-2069 */
    uint16_t precision; /* DECIMAL, from the table map */
    uint16_t scale;
    struct cdc_group groups[CDC_SMALL_GROUPS];
    uint8_t n_groups;   /* 0: it has more digits */
    uint32_t width;     /* bytes of BIT, BINARY, UUID, INET, of a DECIMAL's cell */
    const struct my_charset *charset;
    const struct weir_value *members; /* ENUM: from 1 on, 0 is the empty text; SET: from 0 */
    uint32_t n_members;
    cdc_decode *inner; /* of what a compressed cell holds */
    bool is_truth;     /* a converter: 0 or 1 of a number */

    /* what the table reads */
    const struct my_column *column;
    const struct weir_schema *schema;     /* of the value's field; NULL: there is no field */
    const struct weir_schema *key_schema; /* of the key's field */
    cdc_decode *of_text;
    cdc_decode *of_cell; /* since cdc_column_bind */
    struct weir_value absent; /* what NULL becomes */
    const struct cdc_mask *mask; /* of the value's field; NULL: none */
    struct weir_str name;        /* db.table.column, for messages */
};

/*
 * Chooses the schema and what reads a text; col->column and col->name are set. Everything in arena.
 * A type nobody knows: col->schema stays NULL.
 */
enum weir_verdict cdc_column_make(struct cdc_maker *maker, const struct my_table *table,
                                  struct cdc_column *col, struct weir_arena *arena,
                                  struct weir_err *err);
/* Chooses what reads a cell of this wire type; BAD_DATA: the type does not fit the column's. */
enum weir_verdict cdc_column_bind(struct cdc_column *col, const struct binlog_column *wire,
                                  struct weir_err *err);

#endif
