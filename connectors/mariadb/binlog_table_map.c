/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_table_map.c: a table map's body: names, types, their metadata, which columns may be NULL,
 * and the optional fields that servers add since MySQL 8.0 and MariaDB 10.5. How many bytes a cell
 * takes is settled here, so that reading rows is a loop without cases.
 */
#include "binlog_row.h"

#include "binlog_wire.h"

enum {
    FIELD_SIGNEDNESS = 1,
    FIELD_DEFAULT_CHARSET = 2,
    FIELD_COLUMN_CHARSET = 3,
    FIELD_COLUMN_NAME = 4,
    FIELD_SET_VALUES = 5,
    FIELD_ENUM_VALUES = 6,
    FIELD_PRIMARY_KEY = 8,
    FIELD_PRIMARY_KEY_PREFIX = 9,
    FIELD_ENUM_SET_DEFAULT_CHARSET = 10,
    FIELD_ENUM_SET_COLUMN_CHARSET = 11,
};

#define PREFIX_UNKNOWN 0xff /* of a type nobody knows */

static void set_fixed(struct binlog_column *column, uint16_t meta, size_t size)
{
    column->meta = meta;
    column->size = (uint16_t)size;
}

static void set_prefixed(struct binlog_column *column, uint16_t meta, uint8_t prefix)
{
    column->meta = meta;
    column->prefix = prefix;
}

/*
 * STRING's two bytes: the real type, and the length; of a CHAR longer than 255 bytes two bits of
 * the length stand, inverted, in the type's byte.
 */
static void set_string(struct binlog_column *column, uint8_t first, uint8_t second)
{
    uint16_t length = second;
    column->type = first;
    if ((first & 0x30) != 0x30) {
        length |= (uint16_t)(((first & 0x30) ^ 0x30) << 4);
        column->type = first | 0x30;
    }
    if (column->type == BINLOG_TYPE_ENUM || column->type == BINLOG_TYPE_SET) {
        set_fixed(column, length, length);
    } else {
        set_prefixed(column, length, length < 256 ? 1 : 2);
    }
}

static void read_meta(struct weir_reader *rd, struct binlog_column *column)
{
    uint8_t digits;
    uint8_t first;
    uint16_t length;
    switch (column->type) {
    case BINLOG_TYPE_TINY:
    case BINLOG_TYPE_YEAR:
        set_fixed(column, 0, 1);
        break;
    case BINLOG_TYPE_SHORT:
        set_fixed(column, 0, 2);
        break;
    case BINLOG_TYPE_INT24:
    case BINLOG_TYPE_DATE:
    case BINLOG_TYPE_NEWDATE:
    case BINLOG_TYPE_TIME:
        set_fixed(column, 0, 3);
        break;
    case BINLOG_TYPE_LONG:
    case BINLOG_TYPE_TIMESTAMP:
        set_fixed(column, 0, 4);
        break;
    case BINLOG_TYPE_LONGLONG:
    case BINLOG_TYPE_DATETIME:
        set_fixed(column, 0, 8);
        break;
    case BINLOG_TYPE_FLOAT:
        set_fixed(column, weir_reader_u8(rd), 4);
        break;
    case BINLOG_TYPE_DOUBLE:
        set_fixed(column, weir_reader_u8(rd), 8);
        break;
    case BINLOG_TYPE_TIMESTAMP2:
        digits = weir_reader_u8(rd);
        set_fixed(column, digits, 4u + (digits + 1u) / 2);
        break;
    case BINLOG_TYPE_DATETIME2:
        digits = weir_reader_u8(rd);
        set_fixed(column, digits, 5u + (digits + 1u) / 2);
        break;
    case BINLOG_TYPE_TIME2:
        digits = weir_reader_u8(rd);
        set_fixed(column, digits, 3u + (digits + 1u) / 2);
        break;
    case BINLOG_TYPE_NEWDECIMAL:
        first = weir_reader_u8(rd);
        digits = weir_reader_u8(rd);
        set_fixed(column, (uint16_t)(first << 8 | digits), binlog_decimal_size(first, digits));
        break;
    case BINLOG_TYPE_BIT:
        digits = weir_reader_u8(rd);
        length = (uint16_t)(weir_reader_u8(rd) * 8 + digits);
        set_fixed(column, length, (length + 7u) / 8);
        break;
    case BINLOG_TYPE_VARCHAR:
    case BINLOG_TYPE_VAR_STRING:
    case BINLOG_TYPE_VARCHAR_COMPRESSED:
        length = (uint16_t)weir_reader_le(rd, 2);
        set_prefixed(column, length, length < 256 ? 1 : 2);
        break;
    case BINLOG_TYPE_STRING:
        first = weir_reader_u8(rd);
        set_string(column, first, weir_reader_u8(rd));
        break;
    case BINLOG_TYPE_TINY_BLOB:
    case BINLOG_TYPE_MEDIUM_BLOB:
    case BINLOG_TYPE_LONG_BLOB:
    case BINLOG_TYPE_BLOB:
    case BINLOG_TYPE_BLOB_COMPRESSED:
    case BINLOG_TYPE_GEOMETRY:
    case BINLOG_TYPE_JSON:
    case BINLOG_TYPE_VECTOR:
        first = weir_reader_u8(rd);
        set_prefixed(column, first, first >= 1 && first <= 4 ? first : PREFIX_UNKNOWN);
        break;
    default:
        set_prefixed(column, 0, PREFIX_UNKNOWN);
        break;
    }
}

static bool has_sign(uint8_t type)
{
    switch (type) {
    case BINLOG_TYPE_TINY:
    case BINLOG_TYPE_SHORT:
    case BINLOG_TYPE_INT24:
    case BINLOG_TYPE_LONG:
    case BINLOG_TYPE_LONGLONG:
    case BINLOG_TYPE_FLOAT:
    case BINLOG_TYPE_DOUBLE:
    case BINLOG_TYPE_NEWDECIMAL:
    case BINLOG_TYPE_YEAR:
        return true;
    default:
        return false;
    }
}

/* By type, as the servers count columns that have a charset. */
static bool is_text(uint8_t type)
{
    switch (type) {
    case BINLOG_TYPE_STRING:
    case BINLOG_TYPE_VAR_STRING:
    case BINLOG_TYPE_VARCHAR:
    case BINLOG_TYPE_VARCHAR_COMPRESSED:
    case BINLOG_TYPE_BLOB:
    case BINLOG_TYPE_BLOB_COMPRESSED:
    case BINLOG_TYPE_TINY_BLOB:
    case BINLOG_TYPE_MEDIUM_BLOB:
    case BINLOG_TYPE_LONG_BLOB:
        return true;
    default:
        return false;
    }
}

/* MariaDB counts geometries among the texts. */
static bool is_mariadb_text(uint8_t type)
{
    return is_text(type) || type == BINLOG_TYPE_GEOMETRY;
}

static bool is_members(uint8_t type)
{
    return type == BINLOG_TYPE_ENUM || type == BINLOG_TYPE_SET;
}

typedef bool column_test(uint8_t type);

/* A bit for each numeric column, from the top bit on. */
static void read_signs(struct weir_reader *rd, struct binlog_table_map *map)
{
    uint32_t n = 0;
    uint8_t bits = 0;
    for (uint32_t i = 0; i < map->n_columns; i++) {
        if (has_sign(map->columns[i].type)) {
            bits = n % 8 ? (uint8_t)(bits << 1) : weir_reader_u8(rd);
            map->columns[i].is_unsigned = bits & 0x80;
            n++;
        }
    }
    map->has_signs = !rd->failed;
}

/* A collation for all columns that pass, then pairs of their index among those and another. */
static void read_default_charset(struct weir_reader *rd, struct binlog_table_map *map,
                                 column_test *passes)
{
    uint16_t fallback = (uint16_t)binlog_packed(rd);
    uint64_t index = weir_reader_left(rd) ? binlog_packed(rd) : UINT64_MAX;
    uint64_t n = 0;
    for (uint32_t i = 0; i < map->n_columns; i++) {
        if (!passes(map->columns[i].type)) {
            continue;
        }
        map->columns[i].collation = fallback;
        if (n == index) {
            map->columns[i].collation = (uint16_t)binlog_packed(rd);
            index = weir_reader_left(rd) ? binlog_packed(rd) : UINT64_MAX;
        }
        n++;
    }
}

static void read_column_charset(struct weir_reader *rd, struct binlog_table_map *map,
                                column_test *passes)
{
    for (uint32_t i = 0; i < map->n_columns; i++) {
        if (passes(map->columns[i].type)) {
            map->columns[i].collation = (uint16_t)binlog_packed(rd);
        }
    }
}

static void read_names(struct weir_reader *rd, struct weir_arena *arena,
                       struct binlog_table_map *map)
{
    struct weir_str *names = WEIR_NEW_ARRAY(arena, struct weir_str, map->n_columns);
    for (uint32_t i = 0; i < map->n_columns; i++) {
        names[i] = weir_reader_str(rd, binlog_packed(rd));
    }
    map->names = names;
    map->has_names = !rd->failed;
}

/* Columns of one type, in order: each its number of members and those. */
static void read_members(struct weir_reader *rd, struct weir_arena *arena,
                         struct binlog_table_map *map, uint8_t type,
                         const struct weir_str **members, uint32_t *n_members)
{
    for (uint32_t i = 0; i < map->n_columns; i++) {
        if (map->columns[i].type != type) {
            continue;
        }
        uint64_t n = binlog_packed(rd);
        if (n > weir_reader_left(rd)) {
            rd->failed = true;
            return;
        }
        struct weir_str *list = WEIR_NEW_ARRAY(arena, struct weir_str, n);
        for (uint64_t k = 0; k < n; k++) {
            list[k] = weir_reader_str(rd, binlog_packed(rd));
        }
        members[i] = list;
        n_members[i] = (uint32_t)n;
    }
}

static void read_key(struct weir_reader *rd, struct weir_arena *arena,
                     struct binlog_table_map *map, bool with_prefix)
{
    uint32_t *key = WEIR_NEW_ARRAY(arena, uint32_t, weir_reader_left(rd));
    uint32_t n = 0;
    while (weir_reader_left(rd)) {
        uint64_t column = binlog_packed(rd);
        if (with_prefix) {
            (void)binlog_packed(rd);
        }
        if (column >= map->n_columns) {
            rd->failed = true;
            return;
        }
        key[n++] = (uint32_t)column;
    }
    map->key = key;
    map->n_key = n;
}

/* One optional field; those of no use here, and of later servers, are passed over. */
static void read_field(uint8_t type, struct weir_reader *rd, struct weir_arena *arena,
                       struct binlog_table_map *map, column_test *has_charset,
                       const struct weir_str **members, uint32_t *n_members)
{
    switch (type) {
    case FIELD_SIGNEDNESS:
        read_signs(rd, map);
        break;
    case FIELD_DEFAULT_CHARSET:
        read_default_charset(rd, map, has_charset);
        break;
    case FIELD_COLUMN_CHARSET:
        read_column_charset(rd, map, has_charset);
        break;
    case FIELD_ENUM_SET_DEFAULT_CHARSET:
        read_default_charset(rd, map, is_members);
        break;
    case FIELD_ENUM_SET_COLUMN_CHARSET:
        read_column_charset(rd, map, is_members);
        break;
    case FIELD_COLUMN_NAME:
        read_names(rd, arena, map);
        break;
    case FIELD_SET_VALUES:
        read_members(rd, arena, map, BINLOG_TYPE_SET, members, n_members);
        break;
    case FIELD_ENUM_VALUES:
        read_members(rd, arena, map, BINLOG_TYPE_ENUM, members, n_members);
        break;
    case FIELD_PRIMARY_KEY:
    case FIELD_PRIMARY_KEY_PREFIX:
        read_key(rd, arena, map, type == FIELD_PRIMARY_KEY_PREFIX);
        break;
    default:
        break;
    }
}

static void read_optional(struct weir_reader *rd, struct weir_arena *arena,
                          struct binlog_table_map *map, bool is_mysql)
{
    column_test *has_charset = is_mysql ? is_text : is_mariadb_text;
    const struct weir_str **members = WEIR_NEW_ARRAY(arena, const struct weir_str *,
                                                     map->n_columns);
    uint32_t *n_members = WEIR_NEW_ARRAY(arena, uint32_t, map->n_columns);
    while (weir_reader_left(rd) && !rd->failed) {
        uint8_t type = weir_reader_u8(rd);
        struct weir_reader field = weir_reader_of(weir_reader_str(rd, binlog_packed(rd)));
        if (!rd->failed) {
            read_field(type, &field, arena, map, has_charset, members, n_members);
            rd->failed = field.failed;
        }
    }
    map->members = members;
    map->n_members = n_members;
}

/* Types, then the metadata of each, then a bit for each that may be NULL. */
static void read_columns(struct weir_reader *rd, struct weir_arena *arena,
                         struct binlog_table_map *map)
{
    const uint8_t *types = weir_reader_take(rd, map->n_columns);
    struct weir_reader meta = weir_reader_of(weir_reader_str(rd, binlog_packed(rd)));
    const uint8_t *nullable = weir_reader_take(rd, (map->n_columns + 7u) / 8);
    if (rd->failed) {
        return;
    }
    map->columns = WEIR_NEW_ARRAY(arena, struct binlog_column, map->n_columns);
    for (uint32_t i = 0; i < map->n_columns; i++) {
        map->columns[i].type = types[i];
        map->columns[i].nullable = nullable[i / 8] >> (i % 8) & 1;
        read_meta(&meta, &map->columns[i]);
    }
    rd->failed = meta.failed;
}

enum weir_verdict binlog_table_map_read(struct weir_str body, bool is_mysql,
                                        struct weir_arena *arena, struct binlog_table_map *map,
                                        struct weir_err *err)
{
    memset(map, 0, sizeof(*map));
    map->body = weir_arena_str(arena, body);
    struct weir_reader rd = weir_reader_of(map->body);
    map->table_id = weir_reader_le(&rd, 6);
    weir_reader_skip(&rd, 2);
    map->db = weir_reader_str(&rd, weir_reader_u8(&rd));
    weir_reader_skip(&rd, 1);
    map->name = weir_reader_str(&rd, weir_reader_u8(&rd));
    weir_reader_skip(&rd, 1);
    uint64_t n_columns = binlog_packed(&rd);
    if (!rd.failed && n_columns > BINLOG_COLUMNS_MAX) {
        return weir_err_set(err, WEIR_BAD_DATA, "the table map of %.*s.%.*s has %llu columns",
                            WEIR_STR_ARG(map->db), WEIR_STR_ARG(map->name),
                            (unsigned long long)n_columns);
    }
    map->n_columns = (uint32_t)n_columns;
    read_columns(&rd, arena, map);
    if (!rd.failed) {
        read_optional(&rd, arena, map, is_mysql);
    }
    if (rd.failed) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "the table map of %.*s.%.*s, of %zu bytes, ends too early",
                            WEIR_STR_ARG(map->db), WEIR_STR_ARG(map->name), body.n);
    }
    return WEIR_OK;
}
