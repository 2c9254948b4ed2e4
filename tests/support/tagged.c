/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tagged.c: reads the golden files' schemas and values without the converters that are tested with
 * them.
 */
#include "tagged.h"

#include <stdlib.h>

#include <weir/decimal.h>

static bool type_of(struct weir_str name, enum weir_type *type)
{
    static const struct {
        const char *name;
        enum weir_type type;
    } rows[] = {
        {"boolean", WEIR_BOOLEAN}, {"int8", WEIR_INT8},   {"int16", WEIR_INT16},
        {"int32", WEIR_INT32},     {"int64", WEIR_INT64}, {"float", WEIR_FLOAT32},
        {"double", WEIR_FLOAT64},  {"bytes", WEIR_BYTES}, {"string", WEIR_STRING},
        {"array", WEIR_ARRAY},     {"map", WEIR_MAP},     {"struct", WEIR_STRUCT},
        {"date", WEIR_DATE},       {"time", WEIR_TIME},   {"timestamp", WEIR_TIMESTAMP},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (weir_str_is(name, rows[i].name)) {
            *type = rows[i].type;
            return true;
        }
    }
    return false;
}

/* A plain JSON default of this schema, as JsonConverter wrote it with decimals in base64. */
static struct weir_value plain_default(struct weir_arena *arena, const struct weir_json *doc,
                                       const struct weir_schema *sch)
{
    int64_t x = 0;
    double number = 0;
    struct weir_buf buf;
    (void)(weir_str_to_i64(doc->text, &x) && weir_str_to_double(doc->text, &number));
    switch ((enum weir_type)sch->type) {
    case WEIR_BOOLEAN:
        return weir_bool(doc->truth);
    case WEIR_FLOAT32:
        (void)!weir_str_to_double(doc->text, &number);
        return weir_f32((float)number);
    case WEIR_FLOAT64:
        (void)!weir_str_to_double(doc->text, &number);
        return weir_f64(number);
    case WEIR_STRING:
        return weir_string(doc->text);
    case WEIR_BYTES: {
        weir_buf_init(&buf, 1 << 20);
        bool good = doc->text.n == 0 || weir_buf_unbase64(&buf, doc->text);
        struct weir_str bytes = weir_arena_str(arena, weir_buf_view(&buf));
        weir_buf_free(&buf);
        return !good                                  ? weir_null()
               : sch->logical == WEIR_LOGICAL_DECIMAL ? weir_decimal(bytes, sch->scale)
                                                      : weir_bytes(bytes);
    }
    case WEIR_ARRAY: {
        struct weir_value *items = WEIR_NEW_ARRAY(arena, struct weir_value, doc->count);
        size_t n = 0;
        for (const struct weir_json *at = doc->first; at; at = at->next) {
            items[n++] = plain_default(arena, at, sch->value_schema);
        }
        return weir_items(WEIR_ARRAY, items, n);
    }
    case WEIR_MAP: {
        struct weir_value *items = WEIR_NEW_ARRAY(arena, struct weir_value, 2 * doc->count);
        size_t n = 0;
        for (const struct weir_json *at = doc->first; at; at = at->next, n++) {
            bool entry = at->type == WEIR_JT_ARRAY && doc->type == WEIR_JT_ARRAY;
            items[2 * n] = entry ? plain_default(arena, at->first, sch->key_schema)
                                 : weir_string(at->name);
            items[2 * n + 1] = plain_default(arena, entry ? at->last : at, sch->value_schema);
        }
        return weir_items(WEIR_MAP, items, n);
    }
    default:
        return weir_int(sch->logical == WEIR_LOGICAL_DATE        ? WEIR_DATE
                        : sch->logical == WEIR_LOGICAL_TIME      ? WEIR_TIME
                        : sch->logical == WEIR_LOGICAL_TIMESTAMP ? WEIR_TIMESTAMP
                                                                 : (enum weir_type)sch->type,
                        x);
    }
}

static bool fields_of(struct weir_arena *arena, const struct weir_json *doc,
                      struct weir_schema_spec *spec)
{
    const struct weir_json *list = weir_json_get(doc, "fields");
    if (!list) {
        return true;
    }
    struct weir_field *fields = WEIR_NEW_ARRAY(arena, struct weir_field, list->count);
    spec->fields = fields;
    for (const struct weir_json *at = list->first; at; at = at->next) {
        fields[spec->n_fields].name = weir_json_get_str(at, "field");
        if (!tagged_schema(arena, at, &fields[spec->n_fields].schema)) {
            return false;
        }
        spec->n_fields++;
    }
    return true;
}

static void params_of(struct weir_arena *arena, const struct weir_json *doc,
                      struct weir_schema_spec *spec)
{
    const struct weir_json *list = weir_json_get(doc, "parameters");
    struct weir_param *params = WEIR_NEW_ARRAY(arena, struct weir_param, list ? list->count : 0);
    spec->params = params;
    for (const struct weir_json *at = list ? list->first : NULL; at; at = at->next) {
        params[spec->n_params++] = (struct weir_param){.key = at->name, .value = at->text};
    }
}

bool tagged_schema(struct weir_arena *arena, const struct weir_json *doc,
                   const struct weir_schema **sch)
{
    struct weir_schema_spec spec = {0};
    int64_t version;
    *sch = NULL;
    if (!doc || doc->type == WEIR_JT_NULL) {
        return true;
    }
    const struct weir_json *optional = weir_json_get(doc, "optional");
    if (!type_of(weir_json_get_str(doc, "type"), &spec.type) || !fields_of(arena, doc, &spec) ||
        !tagged_schema(arena, weir_json_get(doc, "keys"), &spec.key_schema) ||
        !tagged_schema(arena, weir_json_get(doc, spec.type == WEIR_MAP ? "values" : "items"),
                       &spec.value_schema)) {
        return false;
    }
    int32_t *number = WEIR_NEW(arena, int32_t);
    spec.optional = optional && optional->truth;
    spec.name = weir_json_get_str(doc, "name");
    spec.doc = weir_json_get_str(doc, "doc");
    if (weir_json_get_i64(doc, "version", &version)) {
        *number = (int32_t)version;
        spec.version = number;
    }
    params_of(arena, doc, &spec);
    *sch = weir_schema_make(&spec);
    const struct weir_json *def = weir_json_get(doc, "default");
    if (def) {
        struct weir_value val = plain_default(arena, def, *sch);
        const struct weir_schema *without = *sch;
        spec.def = &val;
        *sch = weir_schema_make(&spec);
        weir_schema_unref(without);
    }
    for (size_t i = 0; i < spec.n_fields; i++) {
        weir_schema_unref(spec.fields[i].schema);
    }
    weir_schema_unref(spec.key_schema);
    weir_schema_unref(spec.value_schema);
    return true;
}

/* ---- values ---- */

static bool decimal_value(struct weir_arena *arena, const struct weir_json *doc,
                          struct weir_value *val)
{
    struct weir_buf buf;
    int64_t scale = 0;
    int32_t none = 0;
    weir_buf_init(&buf, 1 << 20);
    bool good = weir_json_get_i64(doc, "scale", &scale) &&
                weir_decimal_parse(weir_json_get_str(doc, "unscaled"), NULL, &buf, &none);
    *val = weir_decimal(weir_arena_str(arena, weir_buf_view(&buf)), (int)scale);
    weir_buf_free(&buf);
    return good;
}

/* Hexadecimal UTF-16 units; false: a surrogate stands alone. */
static bool utf16_value(struct weir_arena *arena, struct weir_str hex, struct weir_value *val)
{
    char *to = weir_arena_bytes(arena, hex.n);
    size_t n = 0;
    for (size_t i = 0; i + 4 <= hex.n; i += 4) {
        char unit[5] = {hex.p[i], hex.p[i + 1], hex.p[i + 2], hex.p[i + 3], 0};
        uint32_t point = (uint32_t)strtoul(unit, NULL, 16);
        if (point >= 0xd800 && point <= 0xdfff) {
            return false;
        }
        n += weir_utf8_put(to + n, point);
    }
    *val = weir_string(weir_str_n(to, n));
    return true;
}

static bool list_value(struct weir_arena *arena, const struct weir_json *doc,
                       const struct weir_schema *sch, struct weir_value *val)
{
    struct weir_value *items = WEIR_NEW_ARRAY(arena, struct weir_value, doc->count);
    size_t n = 0;
    for (const struct weir_json *at = doc->first; at; at = at->next) {
        if (!tagged_value(arena, at, sch ? sch->value_schema : NULL, &items[n++])) {
            return false;
        }
    }
    *val = weir_items(WEIR_ARRAY, items, n);
    return true;
}

static bool map_value(struct weir_arena *arena, const struct weir_json *doc,
                      const struct weir_schema *sch, struct weir_value *val)
{
    struct weir_value *items = WEIR_NEW_ARRAY(arena, struct weir_value, 2 * doc->count);
    size_t n = 0;
    for (const struct weir_json *at = doc->first; at; at = at->next, n++) {
        if (!tagged_value(arena, at->first, sch ? sch->key_schema : NULL, &items[2 * n]) ||
            !tagged_value(arena, at->last, sch ? sch->value_schema : NULL, &items[2 * n + 1])) {
            return false;
        }
    }
    *val = weir_items(WEIR_MAP, items, n);
    return true;
}

static bool struct_value(struct weir_arena *arena, const struct weir_json *doc,
                         const struct weir_schema *sch, struct weir_value *val)
{
    if (!sch || sch->type != WEIR_STRUCT || doc->count != sch->n_fields) {
        /* A struct that is not of this schema: what can be said of it is how many fields it has. */
        *val = weir_items(WEIR_STRUCT, WEIR_NEW_ARRAY(arena, struct weir_value, doc->count),
                          doc->count);
        return true;
    }
    struct weir_value *items = WEIR_NEW_ARRAY(arena, struct weir_value, sch->n_fields);
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        const struct weir_json *at = doc->first;
        while (at && !weir_str_eq(at->name, sch->fields[i].name)) {
            at = at->next;
        }
        if (!at || !tagged_value(arena, at, sch->fields[i].schema, &items[i])) {
            return false;
        }
    }
    *val = weir_items(WEIR_STRUCT, items, sch->n_fields);
    return true;
}

bool tagged_value(struct weir_arena *arena, const struct weir_json *doc,
                  const struct weir_schema *sch, struct weir_value *val)
{
    *val = weir_null();
    if (!doc || doc->type == WEIR_JT_NULL) {
        return true;
    }
    const struct weir_json *at = doc->first;
    struct weir_buf buf;
    int64_t x = 0;
    uint64_t bits;
    uint32_t half;
    enum weir_type type;
    if (weir_str_is(at->name, "string")) {
        *val = weir_string(at->text);
    } else if (weir_str_is(at->name, "string_utf16")) {
        return utf16_value(arena, at->text, val);
    } else if (weir_str_is(at->name, "boolean")) {
        *val = weir_bool(at->truth);
    } else if (weir_str_is(at->name, "float64")) {
        bits = strtoull(at->text.p, NULL, 16);
        *val = (struct weir_value){.type = WEIR_FLOAT64, .i = (int64_t)bits};
    } else if (weir_str_is(at->name, "float32")) {
        half = (uint32_t)strtoul(at->text.p, NULL, 16);
        *val = weir_f32(0);
        memcpy(&val->f32, &half, sizeof(half));
    } else if (weir_str_is(at->name, "bytes")) {
        weir_buf_init(&buf, 1 << 20);
        bool good = at->text.n == 0 || weir_buf_unbase64(&buf, at->text);
        *val = weir_bytes(weir_arena_str(arena, weir_buf_view(&buf)));
        weir_buf_free(&buf);
        return good;
    } else if (weir_str_is(at->name, "decimal")) {
        return decimal_value(arena, at, val);
    } else if (weir_str_is(at->name, "array")) {
        return list_value(arena, at, sch, val);
    } else if (weir_str_is(at->name, "map")) {
        return map_value(arena, at, sch, val);
    } else if (weir_str_is(at->name, "struct")) {
        return struct_value(arena, at, sch, val);
    } else if (type_of(at->name, &type) && weir_str_to_i64(at->text, &x)) {
        *val = weir_int(type, x);
    } else {
        return false;
    }
    return true;
}

struct weir_str tagged_bytes(struct weir_arena *arena, const struct weir_json *doc)
{
    struct weir_buf buf;
    if (!doc || doc->type == WEIR_JT_NULL) {
        return WEIR_STR_NULL;
    }
    if (weir_str_is(doc->first->name, "text")) {
        return doc->first->text;
    }
    weir_buf_init(&buf, 1 << 24);
    bool good = doc->first->text.n == 0 || weir_buf_unbase64(&buf, doc->first->text);
    struct weir_str bytes = weir_arena_str(arena, weir_buf_view(&buf));
    weir_buf_free(&buf);
    return good ? bytes : WEIR_STR_NULL;
}
