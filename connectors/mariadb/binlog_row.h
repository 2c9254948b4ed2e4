/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_row.h: a rows event's body as rows of cells, by the table map that came before it.
 */
#ifndef WEIR_BINLOG_ROW_H
#define WEIR_BINLOG_ROW_H

#include "binlog_event.h"
#include "common/mariadb/binlog_types.h"

/*
 * Everything in arena. is_mysql is the server's flavour. BAD_DATA when the body is cut short, or has a type that nobody knows, which
 * is not refused before a row of it is read.
 */
enum weir_verdict binlog_table_map_read(struct weir_str body, bool is_mysql,
                                        struct weir_arena *arena, struct binlog_table_map *map,
                                        struct weir_err *err);

/* Bytes of a NEWDECIMAL on the wire. */
size_t binlog_decimal_size(uint8_t precision, uint8_t scale);
/* Whether the images hold every column: binlog_row_image=FULL. */
bool binlog_rows_full(const struct binlog_rows *rows);

struct binlog_cursor {
    const struct binlog_table_map *map;
    const struct binlog_rows *rows;
    struct weir_reader rd;
    uint32_t row; /* images read so far */
    uint32_t n_before, n_after; /* columns that an image has */
};

void binlog_cursor_init(struct binlog_cursor *cursor, const struct binlog_table_map *map,
                        const struct binlog_rows *rows);
bool binlog_cursor_more(const struct binlog_cursor *cursor);
/*
 * The next image: cells[map->n_columns], p NULL for NULL and for columns that the image lacks.
 * An UPDATE has two images in turn, before and after.
 */
enum weir_verdict binlog_cursor_image(struct binlog_cursor *cursor, bool after,
                                      struct weir_str *cells, struct weir_err *err);

#endif
