/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header_scalar.c: one token of a header, or the few that a time or a quoted text is made of, to a
 * value.
 */
#include "header_scalar.h"

#include <stdio.h>

#include <weir/decimal.h>

#include "arena_buf.h"
#include "header_date.h"
#include "java_string.h"
#include "json_number.h"

const struct weir_schema *header_schema(struct weir_batch *batch,
                                        const struct weir_schema_spec *spec)
{
    const struct weir_schema *sch = weir_schema_make(spec);
    weir_batch_hold(batch, sch);
    weir_schema_unref(sch);
    return sch;
}

static const struct weir_schema *decimal_schema(struct weir_batch *batch, int32_t scale)
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
    return header_schema(batch, &spec);
}

/* ---- numbers ---- */

static enum weir_type smallest(int64_t x)
{
    return x == (int8_t)x    ? WEIR_INT8
           : x == (int16_t)x ? WEIR_INT16
           : x == (int32_t)x ? WEIR_INT32
                             : WEIR_INT64;
}

static bool whole(int64_t x, struct header_typed *out)
{
    *out = (struct header_typed){.sch = weir_schema_plain(smallest(x), false),
                                 .val = weir_int(smallest(x), x)};
    return true;
}

/* 1.0 and 1E3 are whole numbers too. */
static bool parse_whole(struct weir_batch *batch, struct weir_str token, struct header_typed *out)
{
    struct weir_buf digits = arena_buf(&batch->arena, sizeof(int64_t));
    int32_t want = 0;
    int32_t got;
    int64_t x = 0;
    return weir_decimal_parse(token, &want, &digits, &got) &&
           weir_decimal_to_i64(weir_buf_view(&digits), &x) && whole(x, out);
}

bool header_number(struct weir_batch *batch, struct weir_str token, struct header_typed *out)
{
    int64_t x;
    int32_t scale;
    token = java_string_plain_digits(weir_arena_bytes(&batch->arena, token.n), token);
    if (weir_str_to_i64(token, &x)) {
        return whole(x, out);
    }
    struct weir_buf unscaled = arena_buf(&batch->arena, token.n);
    if (!weir_decimal_parse(token, NULL, &unscaled, &scale) || scale < INT16_MIN ||
        scale > INT16_MAX) {
        return false;
    }
    if (parse_whole(batch, token, out)) {
        return true;
    }
    float single = json_number_float(token);
    double number = json_number_double(token);
    if (scale != 0 && !__builtin_isinf(single)) {
        *out = (struct header_typed){.sch = weir_schema_plain(WEIR_FLOAT32, false),
                                     .val = weir_f32(single)};
    } else if (scale != 0 && !__builtin_isinf(number)) {
        *out = (struct header_typed){.sch = weir_schema_plain(WEIR_FLOAT64, false),
                                     .val = weir_f64(number)};
    } else {
        *out = (struct header_typed){.sch = decimal_schema(batch, scale),
                                     .val = weir_decimal(weir_buf_view(&unscaled), scale)};
    }
    return true;
}

/* ---- dates ---- */

static struct weir_str without_escaped_colons(struct weir_batch *batch, struct weir_str token)
{
    if (weir_str_find(token, WEIR_STR("\\:")) < 0) {
        return token;
    }
    char *to = weir_arena_bytes(&batch->arena, token.n);
    size_t n = 0;
    for (size_t i = 0; i < token.n; i++) {
        bool escape = token.p[i] == '\\' && i + 1 < token.n && token.p[i + 1] == ':';
        if (!escape) {
            to[n++] = token.p[i];
        }
    }
    return weir_str_n(to, n);
}

static bool parse_date(struct weir_batch *batch, struct weir_str token, struct header_typed *out)
{
    return header_date_parse(without_escaped_colons(batch, token), &out->sch, &out->val);
}

/* A time has colons, which are tokens of their own: four more may belong to it. */
bool header_date(struct weir_batch *batch, struct header_tokens *tokens, struct weir_str token,
                 struct header_typed *out)
{
    size_t mark = header_tokens_mark(tokens);
    size_t got = 0;
    while (got < 4 && header_tokens_more(tokens)) {
        (void)header_tokens_next(tokens);
        got++;
    }
    size_t rest = tokens->at - mark;
    if (got == 4 && token.n + rest <= sizeof("2024-02-29T13:59:01.250Z") + 8) {
        char text[64];
        memcpy(text, token.p, token.n);
        memcpy(text + token.n, tokens->text.p + mark, rest);
        if (parse_date(batch, weir_str_n(text, token.n + rest), out)) {
            return true;
        }
    }
    header_tokens_rewind(tokens, mark);
    return parse_date(batch, token, out);
}

/* ---- strings ---- */

/* Puts a token behind the content. Where a blank one was left out between them, buf takes over. */
static void add_token(struct weir_str *content, struct weir_buf *buf, struct weir_str token)
{
    if (buf->n == 0 && (content->n == 0 || content->p + content->n == token.p)) {
        *content = weir_str_n(content->n ? content->p : token.p, content->n + token.n);
        return;
    }
    if (buf->n == 0) {
        weir_buf_str(buf, *content);
    }
    weir_buf_str(buf, token);
}

void header_quoted(struct weir_batch *batch, struct header_tokens *tokens, struct header_typed *out)
{
    struct weir_str content = WEIR_STR("");
    struct weir_buf buf;
    weir_buf_init(&buf, SIZE_MAX / 4);
    while (header_tokens_more(tokens) && !header_tokens_take(tokens, "\"")) {
        add_token(&content, &buf, header_tokens_next(tokens));
    }
    if (buf.n) {
        content = weir_arena_str(&batch->arena, weir_buf_view(&buf));
    }
    weir_buf_free(&buf);
    if (!parse_date(batch, content, out)) {
        *out = (struct header_typed){.sch = weir_schema_plain(WEIR_STRING, false),
                                     .val = weir_string(content)};
    }
}
