/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_default.c: defaults of Connect schemas go in as values, the JSON that stands for them in an
 * Avro schema comes out: bytes as the characters of their numbers, dates as numbers.
 */
#include "avro_from_connect.h"

#include "common/java_class.h"
#include "common/json_logical.h"

struct defaults {
    struct weir_arena *arena;
    const struct avro_options *options;
    const struct weir_schema *sch; /* whose default it all is */
    struct weir_err *err;
};

static struct weir_json *json_of(struct defaults *to, const struct weir_schema *sch,
                                 struct weir_value val);

static struct weir_json *wrong(struct defaults *to)
{
    weir_err_set(to->err, WEIR_BAD_DATA,
                 "Invalid type used for default value of %s field: class %s",
                 weir_type_name(to->sch->type), java_class(to->sch->def));
    return NULL;
}

static struct weir_json *number(struct defaults *to, const struct weir_buf *text)
{
    struct weir_json *json = WEIR_NEW(to->arena, struct weir_json);
    json->type = WEIR_JT_NUMBER;
    json->text = weir_arena_str(to->arena, weir_buf_view(text));
    return json;
}

static struct weir_json *fraction(struct defaults *to, struct weir_value val)
{
    struct weir_buf text;
    weir_buf_init(&text, 64);
    if (val.type == WEIR_FLOAT32) {
        weir_java_float(&text, val.f32);
    } else {
        weir_java_double(&text, val.f64);
    }
    struct weir_json *json = number(to, &text);
    weir_buf_free(&text);
    return json;
}

/* Each byte is the character of its number. */
static struct weir_json *latin1(struct defaults *to, struct weir_str bytes)
{
    char *out = weir_arena_bytes(to->arena, weir_arena_product(bytes.n, 2) + 1);
    size_t n = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        char utf8[4];
        size_t len = weir_utf8_put(utf8, (unsigned char)bytes.p[i]);
        memcpy(out + n, utf8, len);
        n += len;
    }
    return weir_json_new_str(to->arena, weir_str_n(out, n));
}

static struct weir_json *array(struct defaults *to, const struct weir_schema *sch,
                               struct weir_value val)
{
    struct weir_json *json = weir_json_new_array(to->arena);
    for (uint32_t i = 0; i < val.n; i++) {
        struct weir_json *item = json_of(to, sch->value_schema, val.items[i]);
        if (!item) {
            return NULL;
        }
        weir_json_add(json, NULL, item);
    }
    return json;
}

static struct weir_json *map(struct defaults *to, const struct weir_schema *sch,
                             struct weir_value val)
{
    bool plain = avro_is_plain_map(to->options, sch);
    struct weir_json *json =
        plain ? weir_json_new_object(to->arena) : weir_json_new_array(to->arena);
    for (uint32_t i = 0; i < val.n; i++) {
        struct weir_json *item = json_of(to, sch->value_schema, val.items[2 * i + 1]);
        struct weir_json *key = plain ? NULL : json_of(to, sch->key_schema, val.items[2 * i]);
        if (!item || (!plain && !key)) {
            return NULL;
        }
        if (plain) {
            weir_json_add_n(json, weir_value_str(val.items[2 * i]), item);
        } else {
            struct weir_json *entry = weir_json_new_array(to->arena);
            weir_json_add(entry, NULL, key);
            weir_json_add(entry, NULL, item);
            weir_json_add(json, NULL, entry);
        }
    }
    return json;
}

static struct weir_json *structure(struct defaults *to, const struct weir_schema *sch,
                                   struct weir_value val)
{
    struct weir_json *json = weir_json_new_object(to->arena);
    for (uint32_t i = 0; i < sch->n_fields && i < val.n; i++) {
        const struct weir_schema *field = sch->fields[i].schema;
        struct weir_value item = val.items[i];
        if (item.type == WEIR_NULL && field->has_default) {
            item = field->def;
        }
        struct weir_json *part = json_of(to, field, item);
        if (!part || avro_is_union(sch)) {
            return part;
        }
        weir_json_add_n(json, avro_scrub(to->arena, to->options, sch->fields[i].name), part);
    }
    return json;
}

static struct weir_json *logical(struct defaults *to, enum weir_logical logical,
                                 struct weir_value val)
{
    int64_t ms;
    if (logical == WEIR_LOGICAL_DECIMAL) {
        return val.type == WEIR_DECIMAL ? latin1(to, weir_value_str(val)) : wrong(to);
    }
    if (!json_date_ms(val, &ms)) {
        return wrong(to);
    }
    return weir_json_new_i64(to->arena, logical == WEIR_LOGICAL_DATE ? ms / JSON_DAY_MS : ms);
}

static struct weir_json *json_of(struct defaults *to, const struct weir_schema *sch,
                                 struct weir_value val)
{
    if (val.type == WEIR_NULL) {
        return weir_json_new_str(to->arena, WEIR_STR_NULL);
    }
    enum weir_logical kind = json_logical(sch);
    if (kind != WEIR_LOGICAL_NONE) {
        return logical(to, kind, val);
    }
    if (val.type != sch->type) {
        return wrong(to);
    }
    switch ((enum weir_type)sch->type) {
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
        return weir_json_new_i64(to->arena, val.i);
    case WEIR_FLOAT32:
    case WEIR_FLOAT64:
        return fraction(to, val);
    case WEIR_BOOLEAN:
        return weir_json_new_bool(to->arena, val.b);
    case WEIR_STRING:
        return weir_json_new_str(to->arena, weir_arena_str(to->arena, weir_value_str(val)));
    case WEIR_BYTES:
        return latin1(to, weir_value_str(val));
    case WEIR_ARRAY:
        return array(to, sch, val);
    case WEIR_MAP:
        return map(to, sch, val);
    case WEIR_STRUCT:
        return structure(to, sch, val);
    case WEIR_NULL:
    case WEIR_DECIMAL:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        break;
    }
    return wrong(to);
}

struct weir_json *avro_default(struct weir_arena *arena, const struct avro_options *options,
                               const struct weir_schema *sch, struct weir_value val,
                               struct weir_err *err)
{
    struct defaults to = {.arena = arena, .options = options, .sch = sch, .err = err};
    return json_of(&to, sch, val);
}

/* ---- what Avro takes ---- */

static bool fits(const struct avro_schema *avro, const struct weir_json *def, int depth);

static bool is_integer(const struct weir_json *def, int64_t min, int64_t max)
{
    int64_t x;
    return def->type == WEIR_JT_NUMBER && weir_str_to_i64(def->text, &x) && x >= min && x <= max;
}

static bool all_fit(const struct avro_schema *avro, const struct weir_json *def, int depth)
{
    for (const struct weir_json *at = def->first; at; at = at->next) {
        if (!fits(avro, at, depth)) {
            return false;
        }
    }
    return true;
}

static const struct weir_json *member_of(const struct weir_json *object, struct weir_str name)
{
    const struct weir_json *at = object->first;
    while (at && !weir_str_eq(at->name, name)) {
        at = at->next;
    }
    return at;
}

static bool record_fits(const struct avro_schema *avro, const struct weir_json *def, int depth)
{
    for (size_t i = 0; i < avro->n_fields; i++) {
        const struct weir_json *part = member_of(def, avro->fields[i].name);
        part = part ? part : avro->fields[i].def;
        if (!part || !fits(avro->fields[i].type, part, depth)) {
            return false;
        }
    }
    return true;
}

static bool any_fits(const struct avro_schema *avro, const struct weir_json *def, int depth)
{
    for (size_t i = 0; i < avro->n_branches; i++) {
        if (fits(avro->branches[i], def, depth)) {
            return true;
        }
    }
    return false;
}

/* A record whose default is made of its own default would have no end. */
static bool fits(const struct avro_schema *avro, const struct weir_json *def, int depth)
{
    if (depth++ >= AVRO_DEPTH_MAX) {
        return false;
    }
    switch (avro->type) {
    case AVRO_NULL:
        return def->type == WEIR_JT_NULL;
    case AVRO_BOOLEAN:
        return def->type == WEIR_JT_BOOL;
    case AVRO_INT:
        return is_integer(def, INT32_MIN, INT32_MAX);
    case AVRO_LONG:
        return is_integer(def, INT64_MIN, INT64_MAX);
    case AVRO_FLOAT:
    case AVRO_DOUBLE:
        return def->type == WEIR_JT_NUMBER;
    case AVRO_BYTES:
    case AVRO_STRING:
    case AVRO_ENUM:
    case AVRO_FIXED:
        return def->type == WEIR_JT_STRING;
    case AVRO_ARRAY:
        return def->type == WEIR_JT_ARRAY && all_fit(avro->items, def, depth);
    case AVRO_MAP:
        return def->type == WEIR_JT_OBJECT && all_fit(avro->items, def, depth);
    case AVRO_RECORD:
        return def->type == WEIR_JT_OBJECT && record_fits(avro, def, depth);
    case AVRO_UNION:
        return any_fits(avro, def, depth);
    }
    return false;
}

bool avro_default_fits(const struct avro_schema *avro, const struct weir_json *def)
{
    return fits(avro, def, 0);
}
