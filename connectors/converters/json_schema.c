/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_schema.c: a schema's JSON object comes in, the interned schema goes out, as JsonConverter's
 * asConnectSchema reads it. Rare: json_schema_cache.c answers for what was seen before.
 */
#include "json_schema.h"

#include <weir/json.h>

#include "common/json_number.h"
#include "json_read.h"

#define FIELDS_MAX 10000

struct build {
    struct weir_arena arena; /* of the document and the plans */
    bool null_default;
    struct weir_err *err;
};

#define FAIL(build, ...) (weir_err_set((build)->err, WEIR_BAD_DATA, __VA_ARGS__), false)

static const struct weir_schema *read_schema(struct build *build, struct weir_json *doc);

/* ---- the parts ---- */

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
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (weir_str_is(name, rows[i].name)) {
            *type = rows[i].type;
            return true;
        }
    }
    return false;
}

static struct weir_str text_member(const struct weir_json *doc, const char *name)
{
    const struct weir_json *member = weir_json_get(doc, name);
    return member && member->type == WEIR_JT_STRING ? member->text : WEIR_STR_NULL;
}

static bool has_field(const struct weir_schema_spec *spec, struct weir_str name)
{
    for (size_t i = 0; i < spec->n_fields; i++) {
        if (weir_str_eq(spec->fields[i].name, name)) {
            return true;
        }
    }
    return false;
}

/* Adds the fields read so far to spec even when it fails, so that the caller gives them back. */
static bool read_fields(struct build *build, struct weir_json *doc, struct weir_schema_spec *spec)
{
    struct weir_json *list = weir_json_get(doc, "fields");
    if (!list || list->type != WEIR_JT_ARRAY) {
        return FAIL(build, "Struct schema's \"fields\" argument is not an array.");
    }
    if (list->count > FIELDS_MAX) {
        return FAIL(build, "a struct schema has more than %d fields", FIELDS_MAX);
    }
    struct weir_field *fields = WEIR_NEW_ARRAY(&build->arena, struct weir_field, list->count);
    spec->fields = fields;
    for (struct weir_json *at = list->first; at; at = at->next) {
        struct weir_str name = text_member(at, "field");
        if (!name.p) {
            return FAIL(build, "Struct schema's field name not specified properly");
        }
        const struct weir_schema *sch = read_schema(build, at);
        if (!sch) {
            return false;
        }
        if (!name.n) {
            weir_schema_unref(sch);
            return FAIL(build, "fieldName cannot be null.");
        }
        if (has_field(spec, name)) {
            weir_schema_unref(sch);
            return FAIL(build, "Cannot create field because of field name duplication %.*s",
                        WEIR_STR_ARG(name));
        }
        fields[spec->n_fields++] = (struct weir_field){.name = name, .schema = sch};
    }
    return true;
}

static bool read_map(struct build *build, struct weir_json *doc, struct weir_schema_spec *spec)
{
    struct weir_json *keys = weir_json_get(doc, "keys");
    struct weir_json *values = weir_json_get(doc, "values");
    if (!keys) {
        return FAIL(build, "Map schema did not specify the key type");
    }
    if (!values) {
        return FAIL(build, "Map schema did not specify the value type");
    }
    spec->key_schema = read_schema(build, keys);
    spec->value_schema = spec->key_schema ? read_schema(build, values) : NULL;
    return spec->value_schema != NULL;
}

static bool read_array(struct build *build, struct weir_json *doc, struct weir_schema_spec *spec)
{
    struct weir_json *items = weir_json_get(doc, "items");
    if (!items || items->type == WEIR_JT_NULL) {
        return FAIL(build, "Array schema did not specify the element type");
    }
    spec->value_schema = read_schema(build, items);
    return spec->value_schema != NULL;
}

static bool read_params(struct build *build, struct weir_json *doc, struct weir_schema_spec *spec)
{
    const struct weir_json *list = weir_json_get(doc, "parameters");
    if (!list || list->type != WEIR_JT_OBJECT) {
        return true;
    }
    struct weir_param *params = WEIR_NEW_ARRAY(&build->arena, struct weir_param, list->count);
    spec->params = params;
    for (const struct weir_json *at = list->first; at; at = at->next) {
        if (at->type != WEIR_JT_STRING) {
            return FAIL(build, "Schema parameters must have string values.");
        }
        params[spec->n_params++] = (struct weir_param){.key = at->name, .value = at->text};
    }
    return true;
}

static void read_version(struct build *build, struct weir_json *doc, struct weir_schema_spec *spec)
{
    const struct weir_json *version = weir_json_get(doc, "version");
    if (version && version->type == WEIR_JT_NUMBER &&
        !memchr(version->text.p, '.', version->text.n) &&
        !memchr(version->text.p, 'e', version->text.n) &&
        !memchr(version->text.p, 'E', version->text.n)) {
        int32_t *number = WEIR_NEW(&build->arena, int32_t);
        *number = (int32_t)json_number_long(version->text);
        spec->version = number;
    }
}

/* ---- the default ---- */

static bool read_default(struct build *build, const struct weir_json *node,
                         const struct weir_schema *sch, struct weir_value *def)
{
    struct json_stack stack = {0};
    struct weir_buf text;
    weir_buf_init(&text, SIZE_MAX / 4);
    weir_json_write(&text, node);
    struct json_read in = {.arena = &build->arena,
                           .stack = &stack,
                           .null_default = build->null_default,
                           .err = build->err};
    weir_json_open(&in.jr, weir_arena_str(&build->arena, weir_buf_view(&text)));
    in.jr.lenient = true;
    bool good = json_read_value(&in, sch, weir_json_next(&in.jr), def);
    json_stack_free(&stack);
    weir_buf_free(&text);
    if (good && (in.lost || def->type == WEIR_STRUCT)) {
        /* Java cannot tell a struct's default from one of another schema and refuses it. */
        return FAIL(build, "Invalid default value");
    }
    return good;
}

/* The schema with its default, in place of the one without. */
static const struct weir_schema *with_default(struct build *build, const struct weir_json *node,
                                              const struct weir_schema *sch)
{
    struct weir_value def;
    struct weir_schema_spec spec = weir_schema_spec_of(sch);
    const struct weir_schema *result = NULL;
    if (read_default(build, node, sch, &def)) {
        spec.def = def.type == WEIR_NULL ? NULL : &def;
        result = weir_schema_make(&spec);
    }
    weir_schema_unref(sch);
    return result;
}

/* ---- the whole ---- */

static bool read_parts(struct build *build, struct weir_json *doc, struct weir_schema_spec *spec)
{
    return spec->type == WEIR_ARRAY    ? read_array(build, doc, spec)
           : spec->type == WEIR_MAP    ? read_map(build, doc, spec)
           : spec->type == WEIR_STRUCT ? read_fields(build, doc, spec)
                                       : true;
}

static void release(const struct weir_schema_spec *spec)
{
    for (size_t i = 0; i < spec->n_fields; i++) {
        weir_schema_unref(spec->fields[i].schema);
    }
    weir_schema_unref(spec->key_schema);
    weir_schema_unref(spec->value_schema);
}

static const struct weir_schema *read_schema(struct build *build, struct weir_json *doc)
{
    struct weir_schema_spec spec = {0};
    const struct weir_schema *sch = NULL;
    struct weir_str type = text_member(doc, "type");
    if (!type.p) {
        weir_err_set(build->err, WEIR_BAD_DATA, "Schema must contain 'type' field");
        return NULL;
    }
    if (!type_of(type, &spec.type)) {
        weir_err_set(build->err, WEIR_BAD_DATA, "Unknown schema type: %.*s", WEIR_STR_ARG(type));
        return NULL;
    }
    const struct weir_json *optional = weir_json_get(doc, "optional");
    spec.optional = optional && optional->type == WEIR_JT_BOOL && optional->truth;
    spec.name = text_member(doc, "name");
    spec.doc = text_member(doc, "doc");
    read_version(build, doc, &spec);
    if (read_parts(build, doc, &spec) && read_params(build, doc, &spec)) {
        sch = weir_schema_make(&spec);
    }
    release(&spec);
    const struct weir_json *def = weir_json_get(doc, "default");
    return sch && def ? with_default(build, def, sch) : sch;
}

const struct weir_schema *json_schema_read(struct weir_str text, bool null_default,
                                           struct weir_err *err)
{
    struct build build = {.null_default = null_default, .err = err};
    struct weir_json *doc = NULL;
    const struct weir_schema *sch = NULL;
    weir_arena_init(&build.arena, 16 * 1024);
    if (weir_json_parse_lenient(&build.arena, text, &doc, err) == WEIR_OK) {
        sch = read_schema(&build, doc);
    }
    weir_arena_free(&build.arena);
    return sch;
}
