/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header_parse.c: a header's text comes in, its value and schema go out. It follows the ValueParser
 * within Connect's Values step by step, with what that makes of odd texts: "1,000" is 1, "[1]x" is
 * a list, and a list with a null among numbers is a string.
 */
#include "header_parse.h"

#include "header_merge.h"
#include "header_scalar.h"
#include "java_string.h"
#include "json_map.h"

#define DEPTH_MAX 1000

struct parser {
    struct header_tokens tokens;
    struct weir_batch *batch;
    int depth;
    bool too_deep;
};

static bool parse(struct parser *parser, bool embedded, struct header_typed *out);

/* ---- lists and maps ---- */

struct items {
    struct weir_value *items;
    size_t n;
    size_t cap;
};

static void push(struct parser *parser, struct items *items, struct weir_value val)
{
    if (items->n == items->cap) {
        size_t cap = items->cap ? items->cap * 2 : 8;
        struct weir_value *more = WEIR_NEW_ARRAY(&parser->batch->arena, struct weir_value, cap);
        if (items->n) {
            memcpy(more, items->items, items->n * sizeof(*more));
        }
        items->items = more;
        items->cap = cap;
    }
    items->items[items->n++] = val;
}

static bool end_list(struct parser *parser, struct items *items, const struct header_merge *merge,
                     struct header_typed *out)
{
    struct weir_schema_spec spec = {.type = WEIR_ARRAY, .value_schema = merge->common};
    for (size_t i = 0; merge->common && i < items->n; i++) {
        if (!header_convert(merge->common, &items->items[i])) {
            return false;
        }
    }
    *out = (struct header_typed){.sch = header_schema(parser->batch, &spec),
                                 .val = weir_items(WEIR_ARRAY, items->items, items->n)};
    return true;
}

static bool parse_list(struct parser *parser, struct header_typed *out)
{
    struct header_tokens *tokens = &parser->tokens;
    struct items items = {0};
    struct header_merge merge = {0};
    while (header_tokens_more(tokens)) {
        struct header_typed element;
        if (header_tokens_take(tokens, "]")) {
            return end_list(parser, &items, &merge, out);
        }
        if (header_tokens_take(tokens, ",") || !parse(parser, true, &element)) {
            return false;
        }
        header_merge_add(&merge, element.sch);
        push(parser, &items, element.val);
        size_t mark = header_tokens_mark(tokens);
        if (header_tokens_take(tokens, "]")) {
            header_tokens_rewind(tokens, mark);
        } else if (!header_tokens_take(tokens, ",")) {
            return false;
        }
    }
    return false;
}

static bool end_map(struct parser *parser, struct items *items, const struct header_merge *keys,
                    const struct header_merge *values, struct header_typed *out)
{
    size_t n = json_map_unique(&parser->batch->arena, items->items, items->n / 2);
    const struct weir_schema *value_schema = keys->common ? values->common : NULL;
    struct weir_schema_spec spec = {
        .type = WEIR_MAP, .key_schema = keys->common, .value_schema = value_schema};
    for (size_t i = 0; keys->common && i < n; i++) {
        if (!header_convert(keys->common, &items->items[2 * i]) ||
            (value_schema && !header_convert(value_schema, &items->items[2 * i + 1]))) {
            return false;
        }
    }
    *out = (struct header_typed){.sch = header_schema(parser->batch, &spec),
                                 .val = weir_items(WEIR_MAP, items->items, n)};
    return true;
}

static bool parse_map(struct parser *parser, struct header_typed *out)
{
    struct header_tokens *tokens = &parser->tokens;
    struct items items = {0};
    struct header_merge keys = {0};
    struct header_merge values = {0};
    while (header_tokens_more(tokens)) {
        struct header_typed key, value;
        if (header_tokens_take(tokens, "}")) {
            return end_map(parser, &items, &keys, &values, out);
        }
        if (header_tokens_take(tokens, ",") || !parse(parser, true, &key) || !key.sch ||
            !header_tokens_take(tokens, ":") || !parse(parser, true, &value)) {
            return false;
        }
        push(parser, &items, key.val);
        push(parser, &items, value.val);
        (void)header_tokens_take(tokens, ",");
        header_merge_add(&keys, key.sch);
        header_merge_add(&values, value.sch);
    }
    return false;
}

/* ---- any value ---- */

/* Whether the word is next; at the top it must be all there is. */
static bool parse_word(struct parser *parser, bool embedded, const char *word)
{
    size_t mark = header_tokens_mark(&parser->tokens);
    if (header_tokens_take(&parser->tokens, word) &&
        (embedded || !header_tokens_more(&parser->tokens))) {
        return true;
    }
    header_tokens_rewind(&parser->tokens, mark);
    return false;
}

static bool parse_token(struct parser *parser, bool embedded, struct weir_str token,
                        struct header_typed *out)
{
    size_t first = 0;
    bool digit = java_string_digit(java_string_point(token, &first)) >= 0;
    if (digit && header_date(parser->batch, &parser->tokens, token, out)) {
        return true;
    }
    if ((digit || token.p[0] == '+' || token.p[0] == '-') &&
        header_number(parser->batch, token, out)) {
        return true;
    }
    *out = (struct header_typed){.sch = weir_schema_plain(WEIR_STRING, false),
                                 .val = weir_string(parser->tokens.text)};
    return !embedded;
}

static bool parse_container(struct parser *parser, struct header_typed *out)
{
    bool good = false;
    if (++parser->depth > DEPTH_MAX) {
        parser->too_deep = true;
    } else if (header_tokens_take(&parser->tokens, "[")) {
        good = parse_list(parser, out);
    } else if (header_tokens_take(&parser->tokens, "{")) {
        good = parse_map(parser, out);
    }
    parser->depth--;
    return good;
}

/* A quoted text, one of the words, a list or a map. */
static bool parse_marked(struct parser *parser, bool embedded, struct header_typed *out)
{
    if (embedded && header_tokens_take(&parser->tokens, "\"")) {
        header_quoted(parser->batch, &parser->tokens, out);
        return true;
    }
    if (parse_word(parser, embedded, "null")) {
        return true;
    }
    bool truth = parse_word(parser, embedded, "true");
    if (truth || parse_word(parser, embedded, "false")) {
        *out = (struct header_typed){.sch = weir_schema_plain(WEIR_BOOLEAN, false),
                                     .val = weir_bool(truth)};
        return true;
    }
    size_t mark = header_tokens_mark(&parser->tokens);
    if (parse_container(parser, out)) {
        return true;
    }
    header_tokens_rewind(&parser->tokens, mark);
    return false;
}

static bool parse(struct parser *parser, bool embedded, struct header_typed *out)
{
    *out = (struct header_typed){.sch = NULL, .val = weir_null()};
    if (!header_tokens_more(&parser->tokens)) {
        return true;
    }
    if (!header_tokens_at_digit(&parser->tokens) && parse_marked(parser, embedded, out)) {
        return true;
    }
    struct weir_str token = header_tokens_next(&parser->tokens);
    if (header_tokens_blank(token)) {
        *out = (struct header_typed){.sch = weir_schema_plain(WEIR_STRING, false),
                                     .val = weir_string(token)};
        return true;
    }
    return parse_token(parser, embedded, weir_str_trim(token), out);
}

/* A text that begins with a letter, and not with one of the three words, can only be a string: the
 * parser would find that out by reading it six times. */
static bool is_plain(struct weir_str text)
{
    char c = (char)(text.p[0] | 0x20);
    return c >= 'a' && c <= 'z' && !weir_str_starts(text, WEIR_STR("null")) &&
           !weir_str_starts(text, WEIR_STR("true")) && !weir_str_starts(text, WEIR_STR("false"));
}

bool header_parse(struct weir_batch *batch, struct weir_str text, const struct weir_schema **sch,
                  struct weir_value *val)
{
    struct parser parser = {.tokens = {.text = text}, .batch = batch};
    struct header_typed out = {.sch = weir_schema_plain(WEIR_STRING, false),
                               .val = weir_string(text)};
    if (text.n && !is_plain(text)) {
        (void)parse(&parser, false, &out);
    }
    *sch = out.sch;
    *val = out.val;
    return !parser.too_deep;
}
