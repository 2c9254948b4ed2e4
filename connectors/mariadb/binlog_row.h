/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_row.h: a rows event's body as rows of cells, by the table map that came before it. A cell
 * is the column's bytes as they stand on the wire, without the length that VARCHAR, STRING, BLOB,
 * GEOMETRY, JSON and the compressed types have before them; what they mean is cdc_column's
 * business.
 */
#ifndef WEIR_BINLOG_ROW_H
#define WEIR_BINLOG_ROW_H

#include "binlog_event.h"

#define BINLOG_COLUMNS_MAX 4096

/* One column of a table map: wire type, its metadata, and what FULL metadata said. */
struct binlog_column {
    uint8_t type; /* MYSQL_TYPE_*; for STRING the real one (ENUM, SET, CHAR) */
    uint16_t meta;
    bool nullable;
    bool is_unsigned;
};

struct binlog_table_map {
    uint64_t table_id;
    struct weir_str db;
    struct weir_str name;
    uint32_t n_columns;
    struct binlog_column *columns;
    bool has_names; /* binlog_row_metadata=FULL: names, in columns' order */
    const struct weir_str *names;
    bool has_signs; /* is_unsigned was said */
};

/* Everything in arena. Also gives the optional metadata that a cross-check needs. */
enum weir_verdict binlog_table_map_read(struct weir_str body, struct weir_arena *arena,
                                        struct binlog_table_map *map, struct weir_err *err);

struct binlog_cursor {
    const struct binlog_table_map *map;
    const struct binlog_rows *rows;
    struct weir_reader rd;
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
