/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_members.c: 'it''s' and 'back\\slash' become it's and back\slash, as the server shows them.
 */
#include "cdc_members.h"

static char escaped(char c)
{
    switch (c) {
    case '0':
        return '\0';
    case 'b':
        return '\b';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'Z':
        return '\x1a';
    default:
        return c;
    }
}

static struct weir_str unquoted(struct weir_str literal, struct weir_arena *arena)
{
    char quote = literal.n ? literal.p[0] : 0;
    if (literal.n < 2 || (quote != '\'' && quote != '"')) {
        return weir_arena_str(arena, literal);
    }
    char *text = weir_arena_bytes(arena, literal.n);
    size_t n = 0;
    size_t end = literal.n - 1;
    for (size_t i = 1; i < end; i++) {
        char c = literal.p[i];
        if (c == '\\' && i + 1 < end) {
            c = escaped(literal.p[++i]);
        } else if (c == quote && i + 1 < end && literal.p[i + 1] == quote) {
            i++;
        }
        text[n++] = c;
    }
    return weir_str_n(text, n);
}

void cdc_members_make(struct cdc_column *col, struct weir_arena *arena)
{
    uint32_t n = col->column->n_members;
    uint32_t first = col->column->kind == MY_ENUM;
    struct weir_value *members = WEIR_NEW_ARRAY(arena, struct weir_value, n + 1);
    members[0] = weir_string(WEIR_STR(""));
    for (uint32_t i = 0; i < n; i++) {
        members[i + first] = weir_string(unquoted(col->column->members[i], arena));
    }
    col->members = members;
    col->n_members = n + first;
}
