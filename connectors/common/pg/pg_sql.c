/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_sql.c: quoting. A NUL cannot be in a text of PostgreSQL and is left out.
 */
#include "common/pg/pg_sql.h"

static void quoted(struct weir_buf *buf, struct weir_str text, char quote, bool escape)
{
    weir_buf_char(buf, quote);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == quote || (escape && c == '\\')) {
            weir_buf_char(buf, c);
        }
        if (c) {
            weir_buf_char(buf, c);
        }
    }
    weir_buf_char(buf, quote);
}

void pg_sql_name(struct weir_buf *buf, struct weir_str name)
{
    quoted(buf, name, '"', false);
}

void pg_sql_literal(struct weir_buf *buf, struct weir_str text)
{
    bool escape = weir_str_chr(text, '\\') >= 0;
    if (escape) {
        weir_buf_char(buf, 'E');
    }
    quoted(buf, text, '\'', escape);
}
