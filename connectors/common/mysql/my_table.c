/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_table.c: what a type name means, a table's columns by name, and how long a table lives.
 */
#include "my_table.h"

#include <stdlib.h>

struct kind_word {
    const char *word;
    enum my_kind kind;
};

/* Looked up by the first word of a type name; a longer name that means something else comes first. */
static const struct kind_word kinds[] = {
    {"LONG VARBINARY", MY_BLOB},
    {"CHAR VARYING", MY_VARCHAR},
    {"CHARACTER VARYING", MY_VARCHAR},
    {"NCHAR VARCHAR", MY_VARCHAR},
    {"NCHAR VARYING", MY_VARCHAR},
    {"NATIONAL VARCHAR", MY_VARCHAR},
    {"NATIONAL CHAR VARYING", MY_VARCHAR},
    {"NATIONAL CHARACTER VARYING", MY_VARCHAR},
    {"INT", MY_INT},
    {"BIGINT", MY_BIGINT},
    {"VARCHAR", MY_VARCHAR},
    {"TINYINT", MY_TINYINT},
    {"SMALLINT", MY_SMALLINT},
    {"MEDIUMINT", MY_MEDIUMINT},
    {"DECIMAL", MY_DECIMAL},
    {"DATETIME", MY_DATETIME},
    {"TIMESTAMP", MY_TIMESTAMP},
    {"TEXT", MY_TEXT},
    {"LONGTEXT", MY_TEXT},
    {"MEDIUMTEXT", MY_TEXT},
    {"TINYTEXT", MY_TEXT},
    {"ENUM", MY_ENUM},
    {"SET", MY_SET},
    {"CHAR", MY_CHAR},
    {"DATE", MY_DATE},
    {"TIME", MY_TIME},
    {"YEAR", MY_YEAR},
    {"JSON", MY_JSON},
    {"DOUBLE", MY_DOUBLE},
    {"FLOAT", MY_FLOAT},
    {"BIT", MY_BIT},
    {"BOOL", MY_BOOLEAN},
    {"BOOLEAN", MY_BOOLEAN},
    {"BLOB", MY_BLOB},
    {"TINYBLOB", MY_BLOB},
    {"MEDIUMBLOB", MY_BLOB},
    {"LONGBLOB", MY_BLOB},
    {"BINARY", MY_BINARY},
    {"VARBINARY", MY_VARBINARY},
    {"UUID", MY_UUID},
    {"INET4", MY_INET4},
    {"INET6", MY_INET6},
    {"VECTOR", MY_VECTOR},
    {"POINT", MY_POINT},
    {"GEOMETRY", MY_GEOMETRY},
    {"LINESTRING", MY_GEOMETRY},
    {"POLYGON", MY_GEOMETRY},
    {"MULTIPOINT", MY_GEOMETRY},
    {"MULTILINESTRING", MY_GEOMETRY},
    {"MULTIPOLYGON", MY_GEOMETRY},
    {"GEOMETRYCOLLECTION", MY_GEOMETRY},
    {"GEOMCOLLECTION", MY_GEOMETRY},
    {"INTEGER", MY_INT},
    {"INT1", MY_TINYINT},
    {"INT2", MY_SMALLINT},
    {"INT3", MY_MEDIUMINT},
    {"MIDDLEINT", MY_MEDIUMINT},
    {"INT4", MY_INT},
    {"INT8", MY_BIGINT},
    {"SERIAL", MY_BIGINT},
    {"DEC", MY_DECIMAL},
    {"FIXED", MY_DECIMAL},
    {"NUMERIC", MY_DECIMAL},
    {"NUMBER", MY_DECIMAL},
    {"REAL", MY_DOUBLE},
    {"FLOAT4", MY_FLOAT},
    {"FLOAT8", MY_DOUBLE},
    {"CHARACTER", MY_CHAR},
    {"NCHAR", MY_CHAR},
    {"NATIONAL", MY_CHAR},
    {"NVARCHAR", MY_VARCHAR},
    {"VARCHAR2", MY_VARCHAR},
    {"VARCHARACTER", MY_VARCHAR},
    {"RAW", MY_VARBINARY},
    {"CLOB", MY_TEXT},
    {"LONG", MY_TEXT},
    {"XMLTYPE", MY_TEXT},
};

enum my_kind my_kind_of(struct weir_str type_name)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct weir_str word = weir_str_of(kinds[i].word);
        if (type_name.n >= word.n && (type_name.n == word.n || type_name.p[word.n] == ' ') &&
            weir_str_eq_nocase(weir_str_n(type_name.p, word.n), word)) {
            return kinds[i].kind;
        }
    }
    return MY_UNKNOWN;
}

int my_column_find(const struct my_table *table, struct weir_str name)
{
    for (uint32_t i = 0; i < table->n_columns; i++) {
        if (weir_str_eq_nocase(table->columns[i].name, name)) {
            return (int)i;
        }
    }
    return -1;
}

const struct my_table *my_table_hold(const struct my_table *table)
{
    ((struct my_table *)table)->holders++;
    return table;
}

void my_table_free(const struct my_table *table)
{
    struct my_table *mine = (struct my_table *)table;
    if (mine && --mine->holders == 0) {
        weir_arena_free(&mine->arena);
        free(mine);
    }
}
