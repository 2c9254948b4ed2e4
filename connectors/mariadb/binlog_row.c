/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_row.c: cuts a rows event's body into images and those into cells, by the sizes that the
 * table map settled. Nothing is copied or allocated.
 */
#include "binlog_row.h"

#define DECIMAL_GROUP 9

/* Bytes that n decimal digits take that are no whole group of nine. */
static const uint8_t digits_size[DECIMAL_GROUP + 1] = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

size_t binlog_decimal_size(uint8_t precision, uint8_t scale)
{
    uint8_t whole = precision > scale ? precision - scale : 0;
    return (size_t)whole / DECIMAL_GROUP * 4 + digits_size[whole % DECIMAL_GROUP] +
           (size_t)scale / DECIMAL_GROUP * 4 + digits_size[scale % DECIMAL_GROUP];
}

static bool bit(struct weir_str bits, uint32_t i)
{
    return (uint8_t)bits.p[i / 8] >> (i % 8) & 1;
}

static bool all_set(struct weir_str bits, uint32_t n)
{
    for (uint32_t i = 0; i < n / 8; i++) {
        if ((uint8_t)bits.p[i] != 0xff) {
            return false;
        }
    }
    uint8_t rest = (uint8_t)((1u << (n % 8)) - 1);
    return rest == 0 || ((uint8_t)bits.p[n / 8] & rest) == rest;
}

bool binlog_rows_full(const struct binlog_rows *rows)
{
    return all_set(rows->present_before, rows->n_columns) &&
           all_set(rows->present_after, rows->n_columns);
}

static uint32_t count_set(struct weir_str bits, uint32_t n)
{
    uint32_t set = 0;
    if (all_set(bits, n)) {
        return n;
    }
    for (uint32_t i = 0; i < n; i++) {
        set += bit(bits, i);
    }
    return set;
}

void binlog_cursor_init(struct binlog_cursor *cursor, const struct binlog_table_map *map,
                        const struct binlog_rows *rows)
{
    *cursor = (struct binlog_cursor){.map = map, .rows = rows, .rd = weir_reader_of(rows->body)};
    if (rows->n_columns == map->n_columns) {
        cursor->n_before = count_set(rows->present_before, rows->n_columns);
        cursor->n_after = count_set(rows->present_after, rows->n_columns);
    }
}

bool binlog_cursor_more(const struct binlog_cursor *cursor)
{
    return weir_reader_left(&cursor->rd) > 0;
}

static enum weir_verdict refuse(const struct binlog_cursor *cursor, struct weir_err *err)
{
    const struct binlog_table_map *map = cursor->map;
    if (cursor->rows->is_partial) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "an update of %.*s.%.*s holds parts of JSON values only; run SET "
                            "GLOBAL binlog_row_value_options=''",
                            WEIR_STR_ARG(map->db), WEIR_STR_ARG(map->name));
    }
    if (cursor->rows->n_columns == map->n_columns) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "a row image of %.*s.%.*s holds no column; run SET GLOBAL "
                            "binlog_row_image='FULL'",
                            WEIR_STR_ARG(map->db), WEIR_STR_ARG(map->name));
    }
    return weir_err_set(err, WEIR_BAD_DATA,
                        "a rows event of %u columns does not fit the table map of %.*s.%.*s, "
                        "which has %u",
                        cursor->rows->n_columns, WEIR_STR_ARG(map->db), WEIR_STR_ARG(map->name),
                        map->n_columns);
}

static enum weir_verdict cut_short(const struct binlog_cursor *cursor, uint32_t i,
                                   struct weir_err *err)
{
    const struct binlog_table_map *map = cursor->map;
    return weir_err_set(err, WEIR_BAD_DATA,
                        "image %u of a rows event of %.*s.%.*s ends after %u of %u columns",
                        cursor->row, WEIR_STR_ARG(map->db), WEIR_STR_ARG(map->name), i,
                        map->n_columns);
}

static enum weir_verdict unknown_type(const struct binlog_cursor *cursor, uint32_t i,
                                      struct weir_err *err)
{
    const struct binlog_table_map *map = cursor->map;
    return weir_err_set(err, WEIR_BAD_DATA, "column %u of %.*s.%.*s has the unknown type %u", i + 1,
                        WEIR_STR_ARG(map->db), WEIR_STR_ARG(map->name), map->columns[i].type);
}

static inline size_t length_of(struct weir_reader *rd, const struct binlog_column *column)
{
    return column->prefix == 1 ? weir_reader_u8(rd) : weir_reader_le(rd, column->prefix);
}

enum weir_verdict binlog_cursor_image(struct binlog_cursor *cursor, bool after,
                                      struct weir_str *cells, struct weir_err *err)
{
    const struct binlog_table_map *map = cursor->map;
    const struct binlog_column *columns = map->columns;
    struct weir_str present = after ? cursor->rows->present_after : cursor->rows->present_before;
    uint32_t n_present = after ? cursor->n_after : cursor->n_before;
    struct weir_reader rd = cursor->rd;
    if (n_present == 0 || cursor->rows->is_partial) {
        return refuse(cursor, err);
    }
    struct weir_str nulls = weir_reader_str(&rd, (n_present + 7u) / 8);
    if (rd.failed) {
        return cut_short(cursor, 0, err);
    }
    bool has_all = n_present == map->n_columns;
    for (uint32_t i = 0, n = 0; i < map->n_columns; i++) {
        size_t size = columns[i].size;
        if ((!has_all && !bit(present, i)) || bit(nulls, n++)) {
            cells[i] = WEIR_STR_NULL;
            continue;
        }
        if (columns[i].prefix) {
            if (columns[i].prefix > 4) {
                return unknown_type(cursor, i, err);
            }
            size = length_of(&rd, &columns[i]);
        }
        const uint8_t *at = weir_reader_take(&rd, size);
        if (rd.failed) {
            return cut_short(cursor, i, err);
        }
        cells[i] = weir_str_n(at, size);
    }
    cursor->rd = rd;
    cursor->row++;
    return WEIR_OK;
}
