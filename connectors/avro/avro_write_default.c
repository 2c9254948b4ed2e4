/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_write_default.c: the default of a field that only the registry's schema has comes in as
 * JSON, the bytes that every record gets for it go out.
 */
#include "avro_plan.h"

static void put_le(struct weir_buf *out, uint64_t bits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        weir_buf_char(out, (char)(bits >> 8 * i));
    }
}

/* The characters U+0000 to U+00FF are the bytes; false: there are others. */
static bool put_latin1(struct weir_buf *out, struct weir_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c >= 0x80) {
            if (c > 0xc3 || i + 1 == text.n) {
                return false;
            }
            c = (unsigned char)((c & 3) << 6 | ((unsigned char)text.p[++i] & 0x3f));
        }
        weir_buf_char(out, (char)c);
    }
    return true;
}

static bool put_bytes(struct weir_buf *out, const struct avro_schema *avro, struct weir_str text)
{
    struct weir_buf bytes;
    weir_buf_init(&bytes, AVRO_TEXT_MAX);
    bool good = put_latin1(&bytes, text) && (avro->type == AVRO_BYTES || bytes.n == avro->size);
    if (good && avro->type == AVRO_BYTES) {
        avro_long(out, (int64_t)bytes.n);
    }
    weir_buf_str(out, weir_buf_view(&bytes));
    weir_buf_free(&bytes);
    return good;
}

static bool put_symbol(struct weir_buf *out, const struct avro_schema *avro, struct weir_str text)
{
    for (size_t i = 0; i < avro->n_symbols; i++) {
        if (weir_str_eq(avro->symbols[i], text)) {
            avro_long(out, (int64_t)i);
            return true;
        }
    }
    return false;
}

static bool put_items(struct weir_buf *out, const struct avro_schema *avro,
                      const struct weir_json *def)
{
    if (def->count) {
        avro_long(out, (int64_t)def->count);
    }
    for (const struct weir_json *at = def->first; at; at = at->next) {
        if (avro->type == AVRO_MAP) {
            avro_long(out, (int64_t)at->name.n);
            weir_buf_str(out, at->name);
        }
        if (!avro_write_default(out, avro->items, at)) {
            return false;
        }
    }
    avro_long(out, 0);
    return true;
}

static bool put_record(struct weir_buf *out, const struct avro_schema *avro,
                       const struct weir_json *def)
{
    for (size_t i = 0; i < avro->n_fields; i++) {
        const struct weir_json *part = def->first;
        while (part && !weir_str_eq(part->name, avro->fields[i].name)) {
            part = part->next;
        }
        part = part ? part : avro->fields[i].def;
        if (!part || !avro_write_default(out, avro->fields[i].type, part)) {
            return false;
        }
    }
    return true;
}

static bool put_branch(struct weir_buf *out, const struct avro_schema *avro,
                       const struct weir_json *def)
{
    for (size_t i = 0; i < avro->n_branches; i++) {
        if (avro_default_fits(avro->branches[i], def)) {
            avro_long(out, (int64_t)i);
            return avro_write_default(out, avro->branches[i], def);
        }
    }
    return false;
}

static bool put_number(struct weir_buf *out, const struct avro_schema *avro,
                       const struct weir_json *def)
{
    int64_t x;
    double fraction;
    uint64_t bits = 0;
    if (avro->type == AVRO_INT || avro->type == AVRO_LONG) {
        bool good = weir_str_to_i64(def->text, &x);
        avro_long(out, good ? x : 0);
        return good;
    }
    if (!weir_str_to_double(def->text, &fraction)) {
        return false;
    }
    float narrow = (float)fraction;
    bool is_float = avro->type == AVRO_FLOAT;
    memcpy(&bits, is_float ? (const void *)&narrow : (const void *)&fraction, is_float ? 4 : 8);
    put_le(out, bits, is_float ? 4 : 8);
    return true;
}

bool avro_write_default(struct weir_buf *out, const struct avro_schema *avro,
                        const struct weir_json *def)
{
    if (!avro_default_fits(avro, def)) {
        return false;
    }
    switch (avro->type) {
    case AVRO_NULL:
        return true;
    case AVRO_BOOLEAN:
        weir_buf_char(out, def->truth ? 1 : 0);
        return true;
    case AVRO_INT:
    case AVRO_LONG:
    case AVRO_FLOAT:
    case AVRO_DOUBLE:
        return put_number(out, avro, def);
    case AVRO_STRING:
        avro_long(out, (int64_t)def->text.n);
        weir_buf_str(out, def->text);
        return true;
    case AVRO_BYTES:
    case AVRO_FIXED:
        return put_bytes(out, avro, def->text);
    case AVRO_ENUM:
        return put_symbol(out, avro, def->text);
    case AVRO_ARRAY:
    case AVRO_MAP:
        return put_items(out, avro, def);
    case AVRO_RECORD:
        return put_record(out, avro, def);
    case AVRO_UNION:
        return put_branch(out, avro, def);
    }
    return false;
}
