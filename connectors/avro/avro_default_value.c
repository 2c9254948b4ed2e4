/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_default_value.c: a default's JSON comes in, the Connect value that it stands for goes out.
 * Java reads defaults of fields and "connect.default" properties each in its own way; where they
 * differ, of_field tells them apart.
 */
#include "avro_to_connect.h"

struct reading {
    struct weir_arena *arena;
    const struct avro_options *options;
    bool of_field;
};

static bool value_of(const struct reading *in, const struct weir_schema *sch,
                     const struct avro_schema *avro, const struct weir_json *def, int depth,
                     struct weir_value *val);

static bool is_no_number(const struct weir_json *def)
{
    return def->type == WEIR_JT_STRING &&
           (weir_str_is(def->text, "NaN") || weir_str_is(def->text, "Infinity") ||
            weir_str_is(def->text, "-Infinity"));
}

static bool number(const struct reading *in, const struct weir_schema *sch,
                   const struct weir_json *def, struct weir_value *val)
{
    static const struct weir_json zero = {.type = WEIR_JT_NUMBER, .text = {.p = "0", .n = 1}};
    int64_t x;
    double fraction;
    bool is_fraction = sch->type == WEIR_FLOAT32 || sch->type == WEIR_FLOAT64;
    if (def->type != WEIR_JT_NUMBER && !(is_fraction && is_no_number(def))) {
        if (in->of_field) {
            return false;
        }
        def = &zero; /* what Jackson makes of anything else */
    }
    if (is_fraction) {
        if (!weir_str_to_double(def->text, &fraction)) {
            return false;
        }
        *val = sch->type == WEIR_FLOAT32 ? weir_f32((float)fraction) : weir_f64(fraction);
        return true;
    }
    if (!weir_str_to_i64(def->text, &x)) {
        return false;
    }
    switch ((enum weir_logical)sch->logical) {
    case WEIR_LOGICAL_DATE:
        *val = weir_int(WEIR_DATE, x);
        return true;
    case WEIR_LOGICAL_TIME:
        *val = weir_int(WEIR_TIME, x);
        return x >= 0 && x <= 86400000;
    case WEIR_LOGICAL_TIMESTAMP:
        *val = weir_int(WEIR_TIMESTAMP, x);
        return true;
    case WEIR_LOGICAL_NONE:
    case WEIR_LOGICAL_DECIMAL:
        break;
    }
    x = sch->type == WEIR_INT8    ? (int8_t)x
        : sch->type == WEIR_INT16 ? (int16_t)x
        : sch->type == WEIR_INT32 ? (int32_t)x
                                  : x;
    *val = weir_int((enum weir_type)sch->type, x);
    return true;
}

/* The characters' numbers are the bytes; a character above U+00FF is a question mark to Java. */
static struct weir_str latin1(struct weir_arena *arena, struct weir_str text)
{
    char *out = weir_arena_bytes(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        unsigned char c = (unsigned char)text.p[i];
        size_t len = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
        bool small = len == 2 && c <= 0xc3 && text.n - i >= 2;
        out[n++] = len == 1 ? (char)c
                   : small  ? (char)((c & 3) << 6 | ((unsigned char)text.p[i + 1] & 0x3f))
                            : '?';
        i += len;
    }
    return weir_str_n(out, n);
}

static bool bytes(const struct reading *in, const struct weir_schema *sch,
                  const struct weir_json *def, struct weir_value *val)
{
    if (def->type != WEIR_JT_STRING) {
        return false;
    }
    struct weir_str raw = latin1(in->arena, def->text);
    bool decimal = sch->logical == WEIR_LOGICAL_DECIMAL;
    *val = decimal ? weir_decimal(raw, sch->scale) : weir_bytes(raw);
    return !decimal || raw.n > 0;
}

static bool items(const struct reading *in, const struct weir_schema *sch,
                  const struct avro_schema *avro, const struct weir_json *def, int depth,
                  struct weir_value *val)
{
    bool is_map = avro->type == AVRO_MAP;
    size_t n = 0;
    if (def->type != (is_map ? WEIR_JT_OBJECT : WEIR_JT_ARRAY)) {
        return false;
    }
    struct weir_value *to = WEIR_NEW_ARRAY(in->arena, struct weir_value, 2 * def->count);
    for (const struct weir_json *at = def->first; at; at = at->next) {
        if (is_map) {
            to[n++] = weir_string(at->name);
        }
        if (!value_of(in, sch->value_schema, avro->items, at, depth, &to[n++])) {
            return false;
        }
    }
    *val = weir_items(is_map ? WEIR_MAP : WEIR_ARRAY, to, is_map ? n / 2 : n);
    return true;
}

static bool record(const struct reading *in, const struct weir_schema *sch,
                   const struct avro_schema *avro, const struct weir_json *def, int depth,
                   struct weir_value *val)
{
    if (def->type != WEIR_JT_OBJECT || sch->n_fields != avro->n_fields) {
        return false;
    }
    struct weir_value *to = WEIR_NEW_ARRAY(in->arena, struct weir_value, sch->n_fields);
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        const struct weir_schema *field = sch->fields[i].schema;
        const struct weir_json *part = def->first;
        while (part && !weir_str_eq(part->name, avro->fields[i].name)) {
            part = part->next;
        }
        to[i] = !part && in->of_field && field->has_default ? field->def : weir_null();
        if (part && !value_of(in, field, avro->fields[i].type, part, depth, &to[i])) {
            return false;
        }
        if (to[i].type == WEIR_NULL && !field->optional) {
            return false;
        }
    }
    *val = weir_items(WEIR_STRUCT, to, sch->n_fields);
    return true;
}

/* Avro's defaults are of the first branch; the struct that stands for the union has it set. */
static bool branch(const struct reading *in, const struct weir_schema *sch,
                   const struct avro_schema *avro, const struct weir_json *def, int depth,
                   struct weir_value *val)
{
    const struct avro_schema *first = avro->n_branches ? avro->branches[0] : NULL;
    *val = weir_null();
    if (!first || first->type == AVRO_NULL) {
        return first != NULL;
    }
    if (!in->of_field || sch->type != WEIR_STRUCT || !avro_is_union(sch)) {
        return in->of_field && value_of(in, sch, first, def, depth, val);
    }
    struct weir_value *to = WEIR_NEW_ARRAY(in->arena, struct weir_value, sch->n_fields);
    if (!value_of(in, sch->fields[0].schema, first, def, depth, &to[0])) {
        return false;
    }
    *val = weir_items(WEIR_STRUCT, to, sch->n_fields);
    return true;
}

static bool value_of(const struct reading *in, const struct weir_schema *sch,
                     const struct avro_schema *avro, const struct weir_json *def, int depth,
                     struct weir_value *val)
{
    *val = weir_null();
    if (depth++ >= AVRO_DEPTH_MAX) {
        return false;
    }
    if (avro->type == AVRO_UNION) {
        return branch(in, sch, avro, def, depth, val);
    }
    if (def->type == WEIR_JT_NULL) {
        return true;
    }
    switch (avro->type) {
    case AVRO_BOOLEAN:
        *val = weir_bool(def->truth);
        return def->type == WEIR_JT_BOOL;
    case AVRO_INT:
    case AVRO_LONG:
    case AVRO_FLOAT:
    case AVRO_DOUBLE:
        return number(in, sch, def, val);
    case AVRO_BYTES:
    case AVRO_FIXED:
        return bytes(in, sch, def, val);
    case AVRO_STRING:
    case AVRO_ENUM:
        *val = weir_string(def->text);
        return def->type == WEIR_JT_STRING;
    case AVRO_ARRAY:
        return sch->type == WEIR_ARRAY && items(in, sch, avro, def, depth, val);
    case AVRO_MAP:
        return items(in, sch, avro, def, depth, val);
    case AVRO_RECORD:
        return sch->type == WEIR_STRUCT && record(in, sch, avro, def, depth, val);
    case AVRO_NULL:
    case AVRO_UNION:
        break;
    }
    return true;
}

bool avro_default_value(struct weir_arena *arena, const struct avro_options *options,
                        const struct weir_schema *sch, const struct avro_schema *avro,
                        const struct weir_json *def, bool of_field, struct weir_value *val)
{
    const struct reading in = {.arena = arena, .options = options, .of_field = of_field};
    return value_of(&in, sch, avro, def, 0, val);
}
