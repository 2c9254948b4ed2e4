/* SPDX-License-Identifier: Apache-2.0 */
/* my_jdbc.h: java.sql.Types, as the schema history numbers column types. */
#ifndef WEIR_MY_JDBC_H
#define WEIR_MY_JDBC_H

#include <weir/str.h>

enum my_jdbc {
    JDBC_NCHAR = -15,
    JDBC_NVARCHAR = -9,
    JDBC_BIT = -7,
    JDBC_BIGINT = -5,
    JDBC_VARBINARY = -3,
    JDBC_BINARY = -2,
    JDBC_CHAR = 1,
    JDBC_NUMERIC = 2,
    JDBC_DECIMAL = 3,
    JDBC_INTEGER = 4,
    JDBC_SMALLINT = 5,
    JDBC_FLOAT = 6,
    JDBC_REAL = 7,
    JDBC_DOUBLE = 8,
    JDBC_VARCHAR = 12,
    JDBC_BOOLEAN = 16,
    JDBC_DATE = 91,
    JDBC_TIME = 92,
    JDBC_TIMESTAMP = 93,
    JDBC_OTHER = 1111,
    JDBC_BLOB = 2004,
    JDBC_TIMESTAMP_TZ = 2014,
};

static inline bool my_jdbc_has_charset(int32_t type)
{
    return type == JDBC_CHAR || type == JDBC_VARCHAR || type == JDBC_NCHAR || type == JDBC_NVARCHAR;
}

static inline bool my_type_unsigned(struct weir_str type_name)
{
    return weir_str_find(type_name, WEIR_STR(" UNSIGNED")) > 0 ||
           weir_str_find(type_name, WEIR_STR(" ZEROFILL")) > 0;
}

#endif
