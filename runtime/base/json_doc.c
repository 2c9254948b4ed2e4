/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_doc.c: JSON text in, a tree in an arena out, for REST, configurations and internal topics.
 * Members stay in order and numbers stay text; json_tree.c asks, builds and writes such trees.
 */
#include <weir/json.h>

#include <stdlib.h>

#include <weir/mem.h>

struct parser {
    struct weir_json_reader jr;
    struct weir_arena *arena;
    struct weir_json *open[WEIR_JSON_DEPTH_MAX]; /* the containers we are in */
};

static enum weir_json_type type_of(enum weir_json_token token)
{
    switch (token) {
    case WEIR_JSON_TRUE:
    case WEIR_JSON_FALSE:
        return WEIR_JT_BOOL;
    case WEIR_JSON_NUMBER:
        return WEIR_JT_NUMBER;
    case WEIR_JSON_STRING:
        return WEIR_JT_STRING;
    case WEIR_JSON_OBJECT:
        return WEIR_JT_OBJECT;
    case WEIR_JSON_ARRAY:
        return WEIR_JT_ARRAY;
    case WEIR_JSON_NULL:
    case WEIR_JSON_NAME:
    case WEIR_JSON_OBJECT_END:
    case WEIR_JSON_ARRAY_END:
    case WEIR_JSON_END:
    case WEIR_JSON_ERROR:
        break;
    }
    return WEIR_JT_NULL;
}

static struct weir_str take_text(struct parser *parser)
{
    struct weir_str text = weir_json_unescape(parser->arena, &parser->jr);
    return parser->jr.escaped ? text : weir_arena_str(parser->arena, text);
}

static struct weir_json *new_node(struct parser *parser, enum weir_json_token token,
                                  struct weir_str name)
{
    struct weir_json *node = WEIR_NEW(parser->arena, struct weir_json);
    node->type = type_of(token);
    node->name = name;
    node->truth = token == WEIR_JSON_TRUE;
    if (token == WEIR_JSON_STRING) {
        node->text = take_text(parser);
    } else if (token == WEIR_JSON_NUMBER) {
        node->text = weir_arena_str(parser->arena, parser->jr.text);
    }
    return node;
}

/* ---- duplicate names ---- */

struct member {
    struct weir_json *node;
    size_t place;
};

static int by_name_then_place(const void *a, const void *b)
{
    const struct member *x = a;
    const struct member *y = b;
    int diff = weir_str_cmp(x->node->name, y->node->name);
    return diff ? diff : (x->place > y->place) - (x->place < y->place);
}

static int by_place(const void *a, const void *b)
{
    const struct member *x = a;
    const struct member *y = b;
    return (x->place > y->place) - (x->place < y->place);
}

/* Of each name only the last member is left, at its first's place; returns how many are left. */
static size_t fold_names(struct member *members, size_t n)
{
    size_t kept = 1;
    for (size_t i = 1; i < n; i++) {
        if (weir_str_eq(members[i].node->name, members[kept - 1].node->name)) {
            members[kept - 1].node = members[i].node;
        } else {
            members[kept++] = members[i];
        }
    }
    return kept;
}

static void drop_duplicates(struct weir_json *obj)
{
    struct member *members = weir_xmalloc(obj->count * sizeof(*members));
    size_t n = 0;
    for (struct weir_json *node = obj->first; node; node = node->next) {
        members[n] = (struct member){.node = node, .place = n};
        n++;
    }
    qsort(members, n, sizeof(*members), by_name_then_place);
    n = fold_names(members, n);
    qsort(members, n, sizeof(*members), by_place);
    obj->first = obj->last = NULL;
    obj->count = 0;
    for (size_t i = 0; i < n; i++) {
        members[i].node->next = NULL;
        weir_json_add_n(obj, members[i].node->name, members[i].node);
    }
    free(members);
}

/* Whether to look closer: small objects are compared by pairs, large ones are always sorted. */
static bool may_repeat_names(const struct weir_json *obj)
{
    if (obj->count > 16) {
        return true;
    }
    for (const struct weir_json *a = obj->first; a; a = a->next) {
        for (const struct weir_json *b = a->next; b; b = b->next) {
            if (weir_str_eq(a->name, b->name)) {
                return true;
            }
        }
    }
    return false;
}

/* ---- reading ---- */

/* Puts a value into the innermost open container. */
static void place(struct parser *parser, struct weir_json *node, size_t depth)
{
    if (depth) {
        weir_json_add_n(parser->open[depth - 1], node->name, node);
    }
}

static struct weir_json *parse(struct parser *parser)
{
    struct weir_json_reader *jr = &parser->jr;
    struct weir_json *root = NULL;
    struct weir_str name = WEIR_STR_NULL;
    for (;;) {
        size_t depth = jr->depth;
        enum weir_json_token token = weir_json_next(jr);
        switch (token) {
        case WEIR_JSON_END:
            return root;
        case WEIR_JSON_ERROR:
            return NULL;
        case WEIR_JSON_NAME:
            name = take_text(parser);
            continue;
        case WEIR_JSON_OBJECT_END:
            if (may_repeat_names(parser->open[depth - 1])) {
                drop_duplicates(parser->open[depth - 1]);
            }
            continue;
        case WEIR_JSON_ARRAY_END:
            continue;
        case WEIR_JSON_NULL:
        case WEIR_JSON_TRUE:
        case WEIR_JSON_FALSE:
        case WEIR_JSON_NUMBER:
        case WEIR_JSON_STRING:
        case WEIR_JSON_OBJECT:
        case WEIR_JSON_ARRAY:
            break;
        }
        struct weir_json *node = new_node(parser, token, name);
        name = WEIR_STR_NULL;
        place(parser, node, depth);
        root = root ? root : node;
        if (jr->depth > depth) {
            parser->open[depth] = node;
        }
    }
}

static enum weir_verdict parse_whole(struct weir_arena *arena, struct weir_str text, bool lenient,
                                     struct weir_json **out, struct weir_err *err)
{
    struct parser parser = {.arena = arena};
    weir_json_open(&parser.jr, text);
    parser.jr.lenient = lenient;
    *out = parse(&parser);
    if (*out) {
        return WEIR_OK;
    }
    return parser.jr.error ? weir_json_error(&parser.jr, WEIR_BAD_DATA, err)
                           : weir_err_set(err, WEIR_BAD_DATA, "no JSON value in an empty text");
}

enum weir_verdict weir_json_parse(struct weir_arena *arena, struct weir_str text,
                                  struct weir_json **out, struct weir_err *err)
{
    return parse_whole(arena, text, false, out, err);
}

enum weir_verdict weir_json_parse_lenient(struct weir_arena *arena, struct weir_str text,
                                          struct weir_json **out, struct weir_err *err)
{
    return parse_whole(arena, text, true, out, err);
}
