/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_quote.c: names and texts as a session's SQL wants them. Its sql_mode is empty, so a backslash
 * escapes and double quotes would be a text too.
 */
#include "common/mysql/my_session.h"

void my_quote_name(struct weir_buf *out, struct weir_str name)
{
    weir_buf_char(out, '`');
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '`') {
            weir_buf_char(out, '`');
        }
        weir_buf_char(out, name.p[i]);
    }
    weir_buf_char(out, '`');
}

void my_quote_text(struct weir_buf *out, struct weir_str text)
{
    weir_buf_char(out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '\0') {
            weir_buf_text(out, "\\0");
            continue;
        }
        if (c == '\'' || c == '\\') {
            weir_buf_char(out, '\\');
        }
        weir_buf_char(out, c);
    }
    weir_buf_char(out, '\'');
}
