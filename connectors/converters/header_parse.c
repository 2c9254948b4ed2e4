/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header_parse.c: a header's text comes in, its value and schema go out. It follows the ValueParser
 * within Connect's Values step by step, with what that makes of odd texts: "1,000" is 1, "[1]x" is
 * a list, and a list with a null among numbers is a string.
 */
#include "header_parse.h"

#include <stdio.h>

#include <weir/decimal.h>

#include "header_date.h"
#include "header_merge.h"
#include "header_tokens.h"
#include "json_map.h"
#include "json_number.h"

#define DEPTH_MAX 1000

struct parser {
    struct header_tokens tokens;
    struct weir_batch *batch;
    int depth;
    bool too_deep;
};

/* sch NULL: null. */
struct typed {
    const struct weir_schema *sch;
    struct weir_value val;
};

static bool parse(struct parser *parser, bool embedded, struct typed *out);

/* ---- schemas ---- */

static const struct weir_schema *made(struct parser *parser, const struct weir_schema_spec *spec)
{
    const struct weir_schema *sch = weir_schema_make(spec);
    weir_batch_hold(parser->batch, sch);
    weir_schema_unref(sch);
    return sch;
}

static const struct weir_schema *decimal_schema(struct parser *parser, int32_t scale)
{
    char text[16];
    int32_t version = 1;
    snprintf(text, sizeof(text), "%d", scale);
    struct weir_param param = {.key = WEIR_STR("scale"), .value = weir_str_of(text)};
    struct weir_schema_spec spec = {.type = WEIR_BYTES,
                                    .name = WEIR_STR("org.apache.kafka.connect.data.Decimal"),
                                    .version = &version,
                                    .params = &param,
                                    .n_params = 1};
    return made(parser, &spec);
}

/* ---- numbers ---- */

static enum weir_type smallest(int64_t x)
{
    return x == (int8_t)x    ? WEIR_INT8
           : x == (int16_t)x ? WEIR_INT16
           : x == (int32_t)x ? WEIR_INT32
                             : WEIR_INT64;
}

/* A whole number that a long can hold. */
static bool exact(struct weir_str token, struct typed *out)
{
    struct weir_buf digits;
    int32_t want = 0;
    int32_t got;
    int64_t x = 0;
    weir_buf_init(&digits, 1024);
    bool good = weir_decimal_parse(token, &want, &digits, &got) &&
                weir_decimal_to_i64(weir_buf_view(&digits), &x);
    weir_buf_free(&digits);
    if (good) {
        *out = (struct typed){.sch = weir_schema_plain(smallest(x), false),
                              .val = weir_int(smallest(x), x)};
    }
    return good;
}

static bool parse_number(struct parser *parser, struct weir_str token, struct typed *out)
{
    struct weir_buf buf;
    int32_t scale;
    weir_buf_init(&buf, 1024);
    bool good = weir_decimal_parse(token, NULL, &buf, &scale) && scale >= INT16_MIN &&
                scale <= INT16_MAX;
    struct weir_str unscaled = weir_arena_str(&parser->batch->arena, weir_buf_view(&buf));
    weir_buf_free(&buf);
    if (!good || exact(token, out)) {
        return good;
    }
    float single = json_number_float(token);
    double number = json_number_double(token);
    if (scale != 0 && !__builtin_isinf(single)) {
        *out = (struct typed){.sch = weir_schema_plain(WEIR_FLOAT32, false), .val = weir_f32(single)};
    } else if (scale != 0 && !__builtin_isinf(number)) {
        *out = (struct typed){.sch = weir_schema_plain(WEIR_FLOAT64, false), .val = weir_f64(number)};
    } else {
        *out = (struct typed){.sch = decimal_schema(parser, scale),
                              .val = weir_decimal(unscaled, scale)};
    }
    return true;
}

/* ---- dates ---- */

static struct weir_str without_escaped_colons(struct parser *parser, struct weir_str token)
{
    if (weir_str_find(token, WEIR_STR("\\:")) < 0) {
        return token;
    }
    char *to = weir_arena_bytes(&parser->batch->arena, token.n);
    size_t n = 0;
    for (size_t i = 0; i < token.n; i++) {
        bool escape = token.p[i] == '\\' && i + 1 < token.n && token.p[i + 1] == ':';
        if (!escape) {
            to[n++] = token.p[i];
        }
    }
    return weir_str_n(to, n);
}

static bool parse_date(struct parser *parser, struct weir_str token, struct typed *out)
{
    return header_date_parse(without_escaped_colons(parser, token), &out->sch, &out->val);
}

/* A time has colons, which are tokens of their own: four more may belong to it. */
static bool parse_long_date(struct parser *parser, struct weir_str token, struct typed *out)
{
    size_t mark = header_tokens_mark(&parser->tokens);
    size_t got = 0;
    while (got < 4 && header_tokens_more(&parser->tokens)) {
        (void)header_tokens_next(&parser->tokens);
        got++;
    }
    size_t rest = parser->tokens.at - mark;
    if (got == 4 && token.n + rest <= sizeof("2024-02-29T13:59:01.250Z") + 8) {
        char text[64];
        memcpy(text, token.p, token.n);
        memcpy(text + token.n, parser->tokens.text.p + mark, rest);
        if (parse_date(parser, weir_str_n(text, token.n + rest), out)) {
            return true;
        }
    }
    header_tokens_rewind(&parser->tokens, mark);
    return parse_date(parser, token, out);
}

/* ---- strings ---- */

static bool parse_quoted(struct parser *parser, struct typed *out)
{
    struct weir_str content = WEIR_STR("");
    char *to = NULL;
    size_t n = 0;
    while (header_tokens_more(&parser->tokens) && !header_tokens_take(&parser->tokens, "\"")) {
        struct weir_str token = header_tokens_next(&parser->tokens);
        if (!to) {
            to = weir_arena_bytes(&parser->batch->arena, parser->tokens.text.n);
        }
        memcpy(to + n, token.p, token.n);
        n += token.n;
    }
    content = n ? weir_str_n(to, n) : content;
    if (!parse_date(parser, content, out)) {
        *out = (struct typed){.sch = weir_schema_plain(WEIR_STRING, false),
                              .val = weir_string(content)};
    }
    return true;
}

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
                     struct typed *out)
{
    struct weir_schema_spec spec = {.type = WEIR_ARRAY, .value_schema = merge->common};
    for (size_t i = 0; merge->common && i < items->n; i++) {
        if (!header_convert(merge->common, &items->items[i])) {
            return false;
        }
    }
    *out = (struct typed){.sch = made(parser, &spec),
                          .val = weir_items(WEIR_ARRAY, items->items, items->n)};
    return true;
}

static bool parse_list(struct parser *parser, struct typed *out)
{
    struct header_tokens *tokens = &parser->tokens;
    struct items items = {0};
    struct header_merge merge = {0};
    while (header_tokens_more(tokens)) {
        struct typed element;
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
                    const struct header_merge *values, struct typed *out)
{
    size_t n = json_map_unique(&parser->batch->arena, items->items, items->n / 2);
    const struct weir_schema *value_schema = keys->common ? values->common : NULL;
    struct weir_schema_spec spec = {.type = WEIR_MAP,
                                    .key_schema = keys->common,
                                    .value_schema = value_schema};
    for (size_t i = 0; keys->common && i < n; i++) {
        if (!header_convert(keys->common, &items->items[2 * i]) ||
            (value_schema && !header_convert(value_schema, &items->items[2 * i + 1]))) {
            return false;
        }
    }
    *out = (struct typed){.sch = made(parser, &spec),
                          .val = weir_items(WEIR_MAP, items->items, n)};
    return true;
}

static bool parse_map(struct parser *parser, struct typed *out)
{
    struct header_tokens *tokens = &parser->tokens;
    struct items items = {0};
    struct header_merge keys = {0};
    struct header_merge values = {0};
    while (header_tokens_more(tokens)) {
        struct typed key, value;
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
                        struct typed *out)
{
    bool digit = token.p[0] >= '0' && token.p[0] <= '9';
    if (digit && parse_long_date(parser, token, out)) {
        return true;
    }
    if ((digit || token.p[0] == '+' || token.p[0] == '-') && parse_number(parser, token, out)) {
        return true;
    }
    *out = (struct typed){.sch = weir_schema_plain(WEIR_STRING, false),
                          .val = weir_string(parser->tokens.text)};
    return !embedded;
}

static bool parse_container(struct parser *parser, struct typed *out)
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

static bool parse(struct parser *parser, bool embedded, struct typed *out)
{
    *out = (struct typed){.sch = NULL, .val = weir_null()};
    if (!header_tokens_more(&parser->tokens)) {
        return true;
    }
    if (embedded && header_tokens_take(&parser->tokens, "\"")) {
        return parse_quoted(parser, out);
    }
    if (parse_word(parser, embedded, "null")) {
        return true;
    }
    bool truth = parse_word(parser, embedded, "true");
    if (truth || parse_word(parser, embedded, "false")) {
        *out = (struct typed){.sch = weir_schema_plain(WEIR_BOOLEAN, false), .val = weir_bool(truth)};
        return true;
    }
    size_t mark = header_tokens_mark(&parser->tokens);
    if (parse_container(parser, out)) {
        return true;
    }
    header_tokens_rewind(&parser->tokens, mark);
    struct weir_str token = header_tokens_next(&parser->tokens);
    if (header_tokens_blank(token)) {
        *out = (struct typed){.sch = weir_schema_plain(WEIR_STRING, false), .val = weir_string(token)};
        return true;
    }
    return parse_token(parser, embedded, weir_str_trim(token), out);
}

bool header_parse(struct weir_batch *batch, struct weir_str text, const struct weir_schema **sch,
                  struct weir_value *val)
{
    struct parser parser = {.tokens = {.text = text}, .batch = batch};
    struct typed out = {.sch = weir_schema_plain(WEIR_STRING, false), .val = weir_string(text)};
    if (text.n) {
        (void)parse(&parser, false, &out);
    }
    *sch = out.sch;
    *val = out.val;
    return !parser.too_deep;
}
