/* SPDX-License-Identifier: Apache-2.0 */
/*
 * history_pretty.c: lays JSON text out as Jackson's default printer does: a member a line, two
 * spaces a level of objects, arrays on one line with a space inside the brackets.
 */
#include "history_json.h"

static void line(struct weir_buf *out, size_t depth)
{
    weir_buf_char(out, '\n');
    for (size_t i = 0; i < depth; i++) {
        weir_buf_text(out, "  ");
    }
}

/* Past a string, from its first quote; its bytes are copied. */
static size_t string(struct weir_buf *out, struct weir_str json, size_t at)
{
    size_t from = at++;
    while (at < json.n && json.p[at] != '"') {
        at += json.p[at] == '\\' ? 2 : 1;
    }
    at = at < json.n ? at + 1 : json.n;
    weir_buf_add(out, json.p + from, at - from);
    return at;
}

static bool closes(struct weir_str json, size_t at)
{
    return at < json.n && (json.p[at] == '}' || json.p[at] == ']');
}

void history_pretty(struct weir_buf *out, struct weir_str json)
{
    size_t depth = 0;
    bool in_array[64] = {false}; /* nothing here nests deeper than a handful */
    size_t level = 0;
    for (size_t at = 0; at < json.n;) {
        char c = json.p[at];
        if (c == '"') {
            at = string(out, json, at);
            continue;
        }
        at++;
        if (c == '{' || c == '[') {
            level += level < 63;
            in_array[level] = c == '[';
            weir_buf_char(out, c);
            if (closes(json, at)) {
                weir_buf_char(out, ' ');
                weir_buf_char(out, json.p[at++]);
                level--;
            } else if (c == '{') {
                line(out, ++depth);
            } else {
                weir_buf_char(out, ' ');
            }
        } else if (c == '}' || c == ']') {
            if (c == '}') {
                line(out, depth > 0 ? --depth : 0);
            } else {
                weir_buf_char(out, ' ');
            }
            weir_buf_char(out, c);
            level -= level > 0;
        } else if (c == ',') {
            weir_buf_char(out, c);
            if (in_array[level]) {
                weir_buf_char(out, ' ');
            } else {
                line(out, depth);
            }
        } else if (c == ':') {
            weir_buf_text(out, " : ");
        } else {
            weir_buf_char(out, c);
        }
    }
}
