/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_binlog_json.c: MySQL's binary JSON becomes compact text. Objects and arrays are a head of
 * offsets, from the head's own beginning, and the values behind it; small ones count in two bytes,
 * large ones in four, and what fits in an offset stands in its place.
 */
#include "cdc_decode.h"


#include "cdc_json.h"

#define DEPTH_MAX 150 /* MySQL's own limit is 100 */
/* A double of 9 bytes may need 1077 digits; a damaged document must not grow for ever. */
#define TEXT_MAX(n) (((size_t)1 << 20) + 128 * (n))

struct json {
    struct weir_buf out;
    int depth;
};

/* An object or an array. */
struct container {
    struct weir_str bytes; /* from its head on */
    struct weir_reader rd; /* in the head */
    unsigned width;        /* of counts and offsets */
    bool is_object;
};

static bool put_value(struct json *json, uint8_t type, struct weir_str bytes);

/* Whether a value of this type stands in the place of an offset. */
static bool is_inlined(uint8_t type, unsigned width)
{
    return type == CDC_JSON_LITERAL || type == CDC_JSON_INT16 || type == CDC_JSON_UINT16 ||
           (width == 4 && (type == CDC_JSON_INT32 || type == CDC_JSON_UINT32));
}

static bool put_entry(struct json *json, const struct container *box, size_t at)
{
    struct weir_reader rd = weir_reader_of(box->bytes);
    weir_reader_skip(&rd, at);
    uint8_t type = weir_reader_u8(&rd);
    if (is_inlined(type, box->width)) {
        return cdc_json_scalar(&json->out, type, &rd);
    }
    size_t offset = (size_t)weir_reader_le(&rd, box->width);
    if (rd.failed || offset <= at || offset >= box->bytes.n) {
        return false;
    }
    return put_value(json, type, weir_str_from(box->bytes, offset));
}

static bool put_name(struct json *json, struct container *box)
{
    size_t offset = (size_t)weir_reader_le(&box->rd, box->width);
    size_t n = (size_t)weir_reader_le(&box->rd, 2);
    if (box->rd.failed || offset > box->bytes.n || n > box->bytes.n - offset) {
        return false;
    }
    struct weir_str name = weir_str_n(box->bytes.p + offset, n);
    if (!weir_utf8_valid(name)) {
        return false;
    }
    cdc_json_text(&json->out, name);
    weir_buf_char(&json->out, ':');
    return true;
}

static bool put_container(struct json *json, uint8_t type, struct weir_str bytes)
{
    struct container box = {
        .bytes = bytes,
        .rd = weir_reader_of(bytes),
        .width = type == CDC_JSON_SMALL_OBJECT || type == CDC_JSON_SMALL_ARRAY ? 2 : 4,
        .is_object = type == CDC_JSON_SMALL_OBJECT || type == CDC_JSON_LARGE_OBJECT,
    };
    size_t n = (size_t)weir_reader_le(&box.rd, box.width);
    size_t size = (size_t)weir_reader_le(&box.rd, box.width);
    size_t name_width = box.is_object ? box.width + 2 : 0;
    if (box.rd.failed || size > bytes.n || n > size / (1 + box.width)) {
        return false;
    }
    box.bytes.n = size;
    weir_buf_char(&json->out, box.is_object ? '{' : '[');
    for (size_t i = 0; i < n; i++) {
        size_t entry = 2 * box.width + n * name_width + i * (1 + box.width);
        weir_buf_text(&json->out, i ? "," : "");
        if ((box.is_object && !put_name(json, &box)) || !put_entry(json, &box, entry)) {
            return false;
        }
    }
    weir_buf_char(&json->out, box.is_object ? '}' : ']');
    return !json->out.full;
}

static bool put_value(struct json *json, uint8_t type, struct weir_str bytes)
{
    if (type > CDC_JSON_LARGE_ARRAY) {
        struct weir_reader rd = weir_reader_of(bytes);
        return cdc_json_scalar(&json->out, type, &rd);
    }
    if (json->depth >= DEPTH_MAX) {
        return false;
    }
    json->depth++;
    bool good = put_container(json, type, bytes);
    json->depth--;
    return good;
}

enum cdc_decoded cdc_binlog_json(const struct cdc_column *col, struct weir_str cell,
                                 struct weir_arena *arena, struct weir_value *val,
                                 struct weir_err *err)
{
    struct json json = {.depth = 0};
    if (cell.n == 0) {
        return CDC_ABSENT;
    }
    weir_buf_init(&json.out, TEXT_MAX(cell.n));
    bool good = put_value(&json, (uint8_t)cell.p[0], weir_str_from(cell, 1)) && !json.out.full;
    if (good) {
        *val = weir_string(weir_arena_str(arena, weir_buf_view(&json.out)));
    } else {
        weir_err_set(err, WEIR_BAD_DATA, "%.*s: the binary JSON is damaged or too large",
                     WEIR_STR_ARG(col->name));
    }
    weir_buf_free(&json.out);
    return good ? CDC_GOOD : CDC_UNFIT;
}
