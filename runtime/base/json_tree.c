/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_tree.c: asking a JSON tree, building one, and its compact text. What json_doc.c read
 * comes out as it went in, but for blanks and the choice of escapes.
 */
#include <weir/json.h>

#include "base/digits.h"

/* ---- asking ---- */

struct weir_json *weir_json_get(const struct weir_json *obj, const char *name)
{
    if (!obj || obj->type != WEIR_JT_OBJECT) {
        return NULL;
    }
    struct weir_json *node = obj->first;
    while (node && !weir_str_is(node->name, name)) {
        node = node->next;
    }
    return node;
}

struct weir_str weir_json_get_str(const struct weir_json *obj, const char *name)
{
    const struct weir_json *node = weir_json_get(obj, name);
    return node && node->type == WEIR_JT_STRING ? node->text : WEIR_STR_NULL;
}

bool weir_json_get_i64(const struct weir_json *obj, const char *name, int64_t *out)
{
    const struct weir_json *node = weir_json_get(obj, name);
    return node && node->type == WEIR_JT_NUMBER && weir_str_to_i64(node->text, out);
}

/* ---- building ---- */

static struct weir_json *new_node(struct weir_arena *arena, enum weir_json_type type)
{
    struct weir_json *node = WEIR_NEW(arena, struct weir_json);
    node->type = type;
    return node;
}

struct weir_json *weir_json_new_object(struct weir_arena *arena)
{
    return new_node(arena, WEIR_JT_OBJECT);
}

struct weir_json *weir_json_new_array(struct weir_arena *arena)
{
    return new_node(arena, WEIR_JT_ARRAY);
}

struct weir_json *weir_json_new_str(struct weir_arena *arena, struct weir_str s)
{
    struct weir_json *node = new_node(arena, s.p ? WEIR_JT_STRING : WEIR_JT_NULL);
    node->text = s;
    return node;
}

struct weir_json *weir_json_new_i64(struct weir_arena *arena, int64_t x)
{
    struct weir_json *node = new_node(arena, WEIR_JT_NUMBER);
    char digits[I64_TEXT_MAX];
    node->text = weir_arena_str(arena, weir_str_n(digits, i64_text(digits, x)));
    return node;
}

struct weir_json *weir_json_new_bool(struct weir_arena *arena, bool x)
{
    struct weir_json *node = new_node(arena, WEIR_JT_BOOL);
    node->truth = x;
    return node;
}

struct weir_json *weir_json_add(struct weir_json *to, const char *name, struct weir_json *val)
{
    return weir_json_add_n(to, weir_str_of(name), val);
}

struct weir_json *weir_json_add_n(struct weir_json *to, struct weir_str name, struct weir_json *val)
{
    val->name = name;
    if (to->last) {
        to->last->next = val;
    } else {
        to->first = val;
    }
    to->last = val;
    to->count++;
    return val;
}

/* ---- writing ---- */

static void write_children(struct weir_buf *buf, const struct weir_json *doc, char open, char close)
{
    weir_buf_char(buf, open);
    for (const struct weir_json *node = doc->first; node; node = node->next) {
        if (node != doc->first) {
            weir_buf_char(buf, ',');
        }
        if (doc->type == WEIR_JT_OBJECT) {
            weir_json_string(buf, node->name);
            weir_buf_char(buf, ':');
        }
        weir_json_write(buf, node);
    }
    weir_buf_char(buf, close);
}

void weir_json_write(struct weir_buf *buf, const struct weir_json *doc)
{
    switch (doc->type) {
    case WEIR_JT_NULL:
        weir_buf_text(buf, "null");
        break;
    case WEIR_JT_BOOL:
        weir_buf_text(buf, doc->truth ? "true" : "false");
        break;
    case WEIR_JT_NUMBER:
        weir_buf_str(buf, doc->text);
        break;
    case WEIR_JT_STRING:
        weir_json_string(buf, doc->text);
        break;
    case WEIR_JT_ARRAY:
        write_children(buf, doc, '[', ']');
        break;
    case WEIR_JT_OBJECT:
        write_children(buf, doc, '{', '}');
        break;
    }
}
