/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_from_connect.c: a Connect schema comes in, its Avro schema goes out, as Confluent's AvroData
 * makes it; avro_making.c adds the properties.
 */
#include "avro_making.h"

static const struct avro_schema *make(struct avro_making *to, const struct weir_schema *sch,
                                      bool ignore_optional);

static void drop(void *sch)
{
    weir_schema_unref(sch);
}

static const struct weir_schema *required(struct avro_making *to, const struct weir_schema *sch)
{
    if (!sch->optional) {
        return sch;
    }
    struct weir_schema_spec spec = weir_schema_spec_of(sch);
    spec.optional = false;
    sch = weir_schema_make(&spec);
    weir_arena_hook(to->arena, drop, (void *)(uintptr_t)sch);
    return sch;
}

static void remember(struct avro_making *to, const struct weir_schema *sch,
                     const struct avro_schema *avro)
{
    struct avro_seen *seen = WEIR_NEW(to->arena, struct avro_seen);
    *seen = (struct avro_seen){.next = to->done, .sch = sch, .avro = avro};
    to->done = seen;
}

static struct avro_name name_of(struct avro_making *to, struct weir_str name)
{
    if (name.p) {
        return avro_split(to->arena, to->options, name);
    }
    const char *text = ++to->unnamed > 1
                           ? weir_arena_printf(to->arena, "%s%d", AVRO_DEFAULT_NAME, to->unnamed)
                           : AVRO_DEFAULT_NAME;
    return (struct avro_name){.space = WEIR_STR(AVRO_NAMESPACE), .name = weir_str_of(text)};
}

/* ---- unions ---- */

static struct avro_schema *union_of(struct avro_making *to, size_t n)
{
    struct avro_schema *avro = avro_new(to->arena, AVRO_UNION);
    avro->branches = WEIR_NEW_ARRAY(to->arena, const struct avro_schema *, n);
    return avro;
}

static struct avro_schema *pair(struct avro_making *to, const struct avro_schema *base,
                                bool null_first)
{
    struct avro_schema *avro = union_of(to, 2);
    avro->n_branches = 2;
    avro->branches[null_first ? 1 : 0] = base;
    avro->branches[null_first ? 0 : 1] = avro_new(to->arena, AVRO_NULL);
    return avro;
}

static const struct avro_schema *maybe_optional(struct avro_making *to,
                                                const struct weir_schema *sch,
                                                const struct avro_schema *base)
{
    return sch->optional ? pair(to, base, !sch->has_default) : base;
}

static struct avro_schema *make_union(struct avro_making *to, const struct weir_schema *sch)
{
    struct avro_schema *avro = union_of(to, (size_t)sch->n_fields + 1);
    if (sch->optional) {
        avro->branches[avro->n_branches++] = avro_new(to->arena, AVRO_NULL);
    }
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        const struct avro_schema *branch = make(to, required(to, sch->fields[i].schema), true);
        if (!branch) {
            return NULL;
        }
        avro->branches[avro->n_branches++] = branch;
    }
    return avro;
}

/* ---- records ---- */

static bool add_field(struct avro_making *to, struct avro_schema *record, struct weir_str name,
                      const struct weir_schema *sch, struct weir_str doc)
{
    struct avro_field *field = &record->fields[record->n_fields];
    struct weir_json *def = NULL;
    if (sch->has_default) {
        def = avro_default(to->arena, to->options, sch, sch->def, to->err);
        if (!def) {
            return false;
        }
    } else if (sch->optional) {
        def = weir_json_new_str(to->arena, WEIR_STR_NULL);
    }
    field->type = make(to, sch, false);
    if (!field->type || avro_check_name(name, to->err) != WEIR_OK) {
        return false;
    }
    if (avro_field_at(record, name) >= 0) {
        weir_err_set(to->err, WEIR_BAD_DATA, "Duplicate field %.*s in record %.*s",
                     WEIR_STR_ARG(name), WEIR_STR_ARG(record->name));
        return false;
    }
    field->name = name;
    field->doc = to->options->discard_type_doc_default ? sch->doc : doc;
    field->def = def && avro_default_fits(field->type, def) ? def : NULL;
    record->n_fields++;
    return true;
}

static struct avro_schema *named(struct avro_making *to, enum avro_type type, struct avro_name name)
{
    struct avro_schema *avro = avro_new(to->arena, type);
    avro->name = name.name;
    avro->space = name.space;
    for (enum avro_type at = AVRO_NULL; at <= AVRO_STRING && !name.space.n; at++) {
        if (weir_str_is(name.name, avro_type_name(at))) {
            weir_err_set(to->err, WEIR_BAD_DATA, "Schemas may not be named after primitives: %s",
                         avro_type_name(at));
            return NULL;
        }
    }
    return avro_check_name(name.name, to->err) == WEIR_OK ? avro : NULL;
}

static struct weir_str param(struct avro_making *to, const struct weir_schema *sch,
                             const char *prefix, struct weir_str name)
{
    return weir_schema_param(sch,
                             weir_arena_printf(to->arena, "%s%.*s", prefix, WEIR_STR_ARG(name)));
}

static struct avro_schema *make_record(struct avro_making *to, const struct weir_schema *sch)
{
    bool discard = to->options->discard_type_doc_default;
    struct avro_schema *avro = named(to, AVRO_RECORD, name_of(to, sch->name));
    if (!avro) {
        return NULL;
    }
    avro->doc = weir_schema_param(sch, discard ? "connect.record.doc" : AVRO_RECORD_DOC);
    avro->fields = WEIR_NEW_ARRAY(to->arena, struct avro_field, sch->n_fields);
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        const struct weir_field *field = &sch->fields[i];
        struct weir_str doc = discard ? WEIR_STR_NULL : param(to, sch, AVRO_FIELD_DOC, field->name);
        if (!add_field(to, avro, avro_scrub(to->arena, to->options, field->name), field->schema,
                       doc)) {
            return NULL;
        }
    }
    return avro;
}

static struct avro_schema *make_struct(struct avro_making *to, const struct weir_schema *sch)
{
    if (avro_is_union(sch)) {
        return make_union(to, sch);
    }
    if (sch->optional) {
        const struct avro_schema *record = make(to, required(to, sch), false);
        return record ? pair(to, record, true) : NULL;
    }
    return make_record(to, sch);
}

/* ---- other types ---- */

static struct avro_schema *make_entries(struct avro_making *to, const struct weir_schema *sch)
{
    struct avro_name name = {.space = WEIR_STR(AVRO_NAMESPACE), .name = WEIR_STR(AVRO_MAP_ENTRY)};
    struct avro_schema *array = avro_new(to->arena, AVRO_ARRAY);
    struct avro_schema *entry = named(to, AVRO_RECORD, sch->name.p ? name_of(to, sch->name) : name);
    if (!entry) {
        return NULL;
    }
    if (sch->name.p) {
        avro_add_prop(to->arena, entry, "connect.internal.type",
                      weir_json_new_str(to->arena, WEIR_STR(AVRO_MAP_ENTRY)));
    }
    array->items = entry;
    entry->fields = WEIR_NEW_ARRAY(to->arena, struct avro_field, 2);
    return add_field(to, entry, WEIR_STR("key"), sch->key_schema, WEIR_STR_NULL) &&
                   add_field(to, entry, WEIR_STR("value"), sch->value_schema, WEIR_STR_NULL)
               ? array
               : NULL;
}

static struct avro_schema *make_items(struct avro_making *to, const struct weir_schema *sch)
{
    if (sch->type == WEIR_MAP && !avro_is_plain_map(to->options, sch)) {
        return make_entries(to, sch);
    }
    struct avro_schema *avro = avro_new(to->arena, sch->type == WEIR_MAP ? AVRO_MAP : AVRO_ARRAY);
    avro->items = make(to, sch->value_schema, false);
    return avro->items ? avro : NULL;
}

static struct avro_schema *make_enum(struct avro_making *to, const struct weir_schema *sch,
                                     const char *which)
{
    struct weir_str full = weir_schema_param(sch, which);
    struct weir_str name = name_of(to, sch->name).name; /* counts the unnamed ones too */
    struct weir_str prefix = weir_str_of(weir_arena_printf(to->arena, "%s.", which));
    size_t dot = full.n;
    while (dot && full.p[dot - 1] != '.') {
        dot--;
    }
    struct avro_name split = {.space = weir_str_n(full.p, dot ? dot - 1 : 0),
                              .name = weir_str_from(full, dot)};
    struct avro_schema *avro =
        full.p ? named(to, AVRO_ENUM, split) : avro_making_refuse(to, "Type must have a name");
    if (!avro) {
        return NULL;
    }
    avro->symbols = WEIR_NEW_ARRAY(to->arena, struct weir_str, sch->n_params);
    for (uint32_t i = 0; i < sch->n_params; i++) {
        if (weir_str_starts(sch->params[i].key, prefix)) {
            avro->symbols[avro->n_symbols++] = weir_str_from(sch->params[i].key, prefix.n);
        }
    }
    for (size_t i = 0; i < avro->n_symbols; i++) {
        if (avro_check_name(avro->symbols[i], to->err) != WEIR_OK) {
            return NULL;
        }
    }
    if (to->options->discard_type_doc_default) {
        avro->doc = weir_schema_param(sch, "connect.enum.doc");
    } else {
        avro->doc = param(to, sch, AVRO_ENUM_DOC, name);
        avro->enum_default = param(to, sch, AVRO_ENUM_DEFAULT, name);
    }
    return avro;
}

static struct avro_schema *make_string(struct avro_making *to, const struct weir_schema *sch)
{
    const struct avro_options *options = to->options;
    if ((options->generalized_sum_type || options->enhanced_schema_support) && avro_is_enum(sch)) {
        return make_enum(to, sch, options->generalized_sum_type ? AVRO_SUM_ENUM : AVRO_ENUM_PARAM);
    }
    return avro_new(to->arena, AVRO_STRING);
}

static struct avro_schema *make_bytes(struct avro_making *to, const struct weir_schema *sch)
{
    struct avro_schema *avro = NULL;
    int64_t size = 0;
    int64_t precision, scale;
    if (avro_is_fixed(sch)) {
        avro = named(to, AVRO_FIXED, name_of(to, sch->name));
        if (!avro || !avro_making_number(to, sch, AVRO_FIXED_SIZE, &size)) {
            return NULL;
        }
        if (size < 0) {
            return avro_making_refuse(to, "Malformed data. Length is negative");
        }
        avro->size = (uint32_t)size;
    } else {
        avro = avro_new(to->arena, AVRO_BYTES);
    }
    if (avro_logical(sch) == WEIR_LOGICAL_DECIMAL) {
        if (!avro_making_digits(to, sch, &precision, &scale)) {
            return NULL;
        }
        avro_add_prop(to->arena, avro, "scale", weir_json_new_i64(to->arena, scale));
        avro_add_prop(to->arena, avro, "precision", weir_json_new_i64(to->arena, precision));
    }
    return avro;
}

static struct avro_schema *make_base(struct avro_making *to, const struct weir_schema *sch)
{
    switch ((enum weir_type)sch->type) {
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
        return avro_new(to->arena, AVRO_INT);
    case WEIR_INT64:
        return avro_new(to->arena, AVRO_LONG);
    case WEIR_FLOAT32:
        return avro_new(to->arena, AVRO_FLOAT);
    case WEIR_FLOAT64:
        return avro_new(to->arena, AVRO_DOUBLE);
    case WEIR_BOOLEAN:
        return avro_new(to->arena, AVRO_BOOLEAN);
    case WEIR_STRING:
        return make_string(to, sch);
    case WEIR_BYTES:
        return make_bytes(to, sch);
    case WEIR_ARRAY:
    case WEIR_MAP:
        return make_items(to, sch);
    case WEIR_STRUCT:
        return make_struct(to, sch);
    case WEIR_NULL:
    case WEIR_DECIMAL:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        break;
    }
    return avro_making_refuse(to, "Unknown schema type");
}

/* ---- all of it ---- */

static const struct avro_schema *make_new(struct avro_making *to, const struct weir_schema *sch,
                                          bool ignore_optional)
{
    struct avro_schema *avro = make_base(to, sch);
    if (!avro) {
        return NULL;
    }
    const struct avro_schema *whole = avro;
    if (avro->type != AVRO_UNION) {
        if (!avro_making_props(to, avro, sch)) {
            return NULL;
        }
        whole = ignore_optional ? avro : maybe_optional(to, sch, avro);
    }
    if (!sch->optional) {
        remember(to, sch, whole);
    }
    return whole;
}

static const struct avro_schema *make(struct avro_making *to, const struct weir_schema *sch,
                                      bool ignore_optional)
{
    for (const struct avro_seen *seen = avro_is_union(sch) || sch->optional ? NULL : to->done; seen;
         seen = seen->next) {
        if (seen->sch == sch) {
            return seen->avro;
        }
    }
    if (to->depth >= AVRO_DEPTH_MAX) {
        return avro_making_refuse(to, "the schema is nested too deep");
    }
    to->depth++;
    const struct avro_schema *avro = make_new(to, sch, ignore_optional);
    to->depth--;
    return avro;
}

/* Of data without a schema: a record with one optional field for each type, and itself inside. */
static const char anything[] =
    "{\"type\":\"record\",\"name\":\"" AVRO_ANYTHING "\",\"namespace\":\"" AVRO_NAMESPACE
    "\",\"fields\":["
    "{\"name\":\"boolean\",\"type\":[\"null\",\"boolean\"],\"default\":null},"
    "{\"name\":\"bytes\",\"type\":[\"null\",\"bytes\"],\"default\":null},"
    "{\"name\":\"double\",\"type\":[\"null\",\"double\"],\"default\":null},"
    "{\"name\":\"float\",\"type\":[\"null\",\"float\"],\"default\":null},"
    "{\"name\":\"int\",\"type\":[\"null\",\"int\"],\"default\":null},"
    "{\"name\":\"long\",\"type\":[\"null\",\"long\"],\"default\":null},"
    "{\"name\":\"string\",\"type\":[\"null\",\"string\"],\"default\":null},"
    "{\"name\":\"array\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"" AVRO_ANYTHING
    "\"}],\"default\":null},"
    "{\"name\":\"map\",\"type\":[\"null\",{\"type\":\"array\",\"items\":{\"type\":\"record\","
    "\"name\":\"" AVRO_MAP_ENTRY "\",\"fields\":[{\"name\":\"key\",\"type\":\"" AVRO_ANYTHING
    "\"},{\"name\":\"value\",\"type\":\"" AVRO_ANYTHING "\"}]}}],\"default\":null}]}";

enum weir_verdict avro_from_connect(struct weir_arena *arena, const struct avro_options *options,
                                    const struct weir_schema *sch, const struct avro_schema **out,
                                    struct weir_err *err)
{
    if (!sch) {
        return avro_parse(arena, WEIR_STR(anything), out, err);
    }
    struct avro_making to = {.arena = arena, .options = options, .err = err};
    *out = make(&to, sch, false);
    return *out ? avro_check_names(arena, *out, err) : err->class;
}
