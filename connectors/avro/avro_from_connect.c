/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_from_connect.c: a Connect schema comes in, its Avro schema goes out. The order in which
 * properties are added is the order of their text, so it follows Confluent's AvroData line by line.
 */
#include "avro_from_connect.h"

/* A schema that was translated: where it comes again, its type is the same node. */
struct seen {
    struct seen *next;
    const struct weir_schema *sch; /* not optional */
    const struct avro_schema *avro;
};

struct making {
    struct weir_arena *arena;
    const struct avro_options *options;
    struct weir_err *err;
    struct seen *done;
    int unnamed; /* structs so far */
    int depth;
};

static const struct avro_schema *make(struct making *to, const struct weir_schema *sch,
                                      bool ignore_optional);

static struct avro_schema *refuse(struct making *to, const char *what)
{
    weir_err_set(to->err, WEIR_BAD_DATA, "%s", what);
    return NULL;
}

static void drop(void *sch)
{
    weir_schema_unref(sch);
}

static const struct weir_schema *required(struct making *to, const struct weir_schema *sch)
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

static void remember(struct making *to, const struct weir_schema *sch,
                     const struct avro_schema *avro)
{
    struct seen *seen = WEIR_NEW(to->arena, struct seen);
    *seen = (struct seen){.next = to->done, .sch = sch, .avro = avro};
    to->done = seen;
}

static struct avro_name name_of(struct making *to, struct weir_str name)
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

static struct avro_schema *union_of(struct making *to, size_t n)
{
    struct avro_schema *avro = avro_new(to->arena, AVRO_UNION);
    avro->branches = WEIR_NEW_ARRAY(to->arena, const struct avro_schema *, n);
    return avro;
}

static struct avro_schema *pair(struct making *to, const struct avro_schema *base, bool null_first)
{
    struct avro_schema *avro = union_of(to, 2);
    avro->n_branches = 2;
    avro->branches[null_first ? 1 : 0] = base;
    avro->branches[null_first ? 0 : 1] = avro_new(to->arena, AVRO_NULL);
    return avro;
}

static const struct avro_schema *maybe_optional(struct making *to, const struct weir_schema *sch,
                                                const struct avro_schema *base)
{
    return sch->optional ? pair(to, base, !sch->has_default) : base;
}

static struct avro_schema *make_union(struct making *to, const struct weir_schema *sch)
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

static bool add_field(struct making *to, struct avro_schema *record, struct weir_str name,
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

static struct avro_schema *named(struct making *to, enum avro_type type, struct avro_name name)
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

static struct weir_str param(struct making *to, const struct weir_schema *sch, const char *prefix,
                             struct weir_str name)
{
    return weir_schema_param(sch,
                             weir_arena_printf(to->arena, "%s%.*s", prefix, WEIR_STR_ARG(name)));
}

static struct avro_schema *make_record(struct making *to, const struct weir_schema *sch)
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

static struct avro_schema *make_struct(struct making *to, const struct weir_schema *sch)
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

static struct avro_schema *make_entries(struct making *to, const struct weir_schema *sch)
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

static struct avro_schema *make_items(struct making *to, const struct weir_schema *sch)
{
    if (sch->type == WEIR_MAP && !avro_is_plain_map(to->options, sch)) {
        return make_entries(to, sch);
    }
    struct avro_schema *avro = avro_new(to->arena, sch->type == WEIR_MAP ? AVRO_MAP : AVRO_ARRAY);
    avro->items = make(to, sch->value_schema, false);
    return avro->items ? avro : NULL;
}

static struct avro_schema *make_enum(struct making *to, const struct weir_schema *sch,
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
        full.p ? named(to, AVRO_ENUM, split) : refuse(to, "Type must have a name");
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

static struct avro_schema *make_string(struct making *to, const struct weir_schema *sch)
{
    const struct avro_options *options = to->options;
    if ((options->generalized_sum_type || options->enhanced_schema_support) && avro_is_enum(sch)) {
        return make_enum(to, sch, options->generalized_sum_type ? AVRO_SUM_ENUM : AVRO_ENUM_PARAM);
    }
    return avro_new(to->arena, AVRO_STRING);
}

/* The number in a parameter; false with *err set in Java's words when it is none. */
static bool number_param(struct making *to, const struct weir_schema *sch, const char *key,
                         int64_t *out)
{
    struct weir_str text = weir_schema_param(sch, key);
    if (text.p && weir_str_to_i64(text, out) && *out >= INT32_MIN && *out <= INT32_MAX) {
        return true;
    }
    weir_err_set(to->err, WEIR_BAD_DATA, text.p ? "For input string: \"%.*s\"" : "null",
                 WEIR_STR_ARG(text));
    return false;
}

static bool decimal_digits(struct making *to, const struct weir_schema *sch, int64_t *precision,
                           int64_t *scale)
{
    *precision = AVRO_PRECISION_DEFAULT;
    return number_param(to, sch, "scale", scale) &&
           (!weir_schema_param(sch, AVRO_PRECISION).p ||
            number_param(to, sch, AVRO_PRECISION, precision));
}

static struct avro_schema *make_bytes(struct making *to, const struct weir_schema *sch)
{
    struct avro_schema *avro = NULL;
    int64_t size = 0;
    int64_t precision, scale;
    if (avro_is_fixed(sch)) {
        avro = named(to, AVRO_FIXED, name_of(to, sch->name));
        if (!avro || !number_param(to, sch, AVRO_FIXED_SIZE, &size)) {
            return NULL;
        }
        if (size < 0) {
            return refuse(to, "Malformed data. Length is negative");
        }
        avro->size = (uint32_t)size;
    } else {
        avro = avro_new(to->arena, AVRO_BYTES);
    }
    if (avro_logical(sch) == WEIR_LOGICAL_DECIMAL) {
        if (!decimal_digits(to, sch, &precision, &scale)) {
            return NULL;
        }
        avro_add_prop(to->arena, avro, "scale", weir_json_new_i64(to->arena, scale));
        avro_add_prop(to->arena, avro, "precision", weir_json_new_i64(to->arena, precision));
    }
    return avro;
}

static struct avro_schema *make_base(struct making *to, const struct weir_schema *sch)
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
    return refuse(to, "Unknown schema type");
}

/* ---- properties ---- */

static void add_parameters(struct making *to, struct avro_schema *avro,
                           const struct weir_schema *sch)
{
    struct weir_json *params = weir_json_new_object(to->arena);
    for (uint32_t i = 0; i < sch->n_params; i++) {
        if (to->options->discard_type_doc_default ||
            !weir_str_is(sch->params[i].key, AVRO_FIELD_DEFAULT)) {
            weir_json_add_n(params, sch->params[i].key,
                            weir_json_new_str(to->arena, sch->params[i].value));
        }
    }
    if (params->count) {
        avro_add_prop(to->arena, avro, "connect.parameters", params);
    }
}

static bool add_default(struct making *to, struct avro_schema *avro, const struct weir_schema *sch)
{
    bool from_field =
        !to->options->discard_type_doc_default && weir_schema_param(sch, AVRO_FIELD_DEFAULT).p;
    if (!sch->has_default || from_field) {
        return true;
    }
    struct weir_json *def = avro_default(to->arena, to->options, sch, sch->def, to->err);
    if (def) {
        avro_add_prop(to->arena, avro, "connect.default", def);
    }
    return def != NULL;
}

static void add_text(struct making *to, struct avro_schema *avro, const char *name,
                     struct weir_str text)
{
    if (text.p) {
        avro_add_prop(to->arena, avro, name, weir_json_new_str(to->arena, text));
    }
}

static bool add_metadata(struct making *to, struct avro_schema *avro, const struct weir_schema *sch)
{
    add_text(to, avro, "connect.doc", sch->doc);
    if (sch->has_version) {
        avro_add_prop(to->arena, avro, "connect.version",
                      weir_json_new_i64(to->arena, sch->version));
    }
    add_parameters(to, avro, sch);
    if (!add_default(to, avro, sch)) {
        return false;
    }
    add_text(to, avro, "connect.name", sch->name);
    if (sch->type == WEIR_INT8 || sch->type == WEIR_INT16) {
        add_text(to, avro, "connect.type",
                 sch->type == WEIR_INT8 ? WEIR_STR("int8") : WEIR_STR("int16"));
    }
    return true;
}

/* What Avro's own library demands before it takes a logical type. */
static bool check_logical(struct making *to, const struct avro_schema *avro,
                          enum weir_logical logical)
{
    enum avro_type want = logical == WEIR_LOGICAL_TIMESTAMP ? AVRO_LONG : AVRO_INT;
    if (logical == WEIR_LOGICAL_DECIMAL ? avro->type == AVRO_BYTES || avro->type == AVRO_FIXED
                                        : avro->type == want) {
        return true;
    }
    static const char *const words[] = {
        [WEIR_LOGICAL_DECIMAL] = "Logical type decimal must be backed by fixed or bytes",
        [WEIR_LOGICAL_DATE] = "Date can only be used with an underlying int type",
        [WEIR_LOGICAL_TIME] = "Time (millis) can only be used with an underlying int type",
        [WEIR_LOGICAL_TIMESTAMP] =
            "Timestamp (millis) can only be used with an underlying long type",
    };
    refuse(to, words[logical]);
    return false;
}

static bool add_logical(struct making *to, struct avro_schema *avro, const struct weir_schema *sch)
{
    static const struct weir_str names[] = {
        [WEIR_LOGICAL_DECIMAL] = WEIR_STR("decimal"),
        [WEIR_LOGICAL_DATE] = WEIR_STR("date"),
        [WEIR_LOGICAL_TIME] = WEIR_STR("time-millis"),
        [WEIR_LOGICAL_TIMESTAMP] = WEIR_STR("timestamp-millis"),
    };
    enum weir_logical logical = avro_logical(sch);
    int64_t precision = 0;
    int64_t scale = 0;
    if (logical == WEIR_LOGICAL_NONE) {
        return true;
    }
    if (logical == WEIR_LOGICAL_DECIMAL && !decimal_digits(to, sch, &precision, &scale)) {
        return false;
    }
    /* A decimal that Avro's library would refuse is named all the same, without being asked. */
    bool legacy = logical == WEIR_LOGICAL_DECIMAL && (scale < 0 || scale > precision);
    if (!legacy && !check_logical(to, avro, logical)) {
        return false;
    }
    add_text(to, avro, "logicalType", names[logical]);
    return true;
}

static bool add_props(struct making *to, struct avro_schema *avro, const struct weir_schema *sch)
{
    if ((to->options->connect_meta_data && !add_metadata(to, avro, sch)) ||
        !add_logical(to, avro, sch)) {
        return false;
    }
    for (uint32_t i = 0; i < sch->n_params; i++) {
        if (weir_str_starts(sch->params[i].key, WEIR_STR("avro"))) {
            add_text(to, avro, weir_arena_str(to->arena, sch->params[i].key).p,
                     sch->params[i].value);
        }
    }
    return true;
}

/* ---- all of it ---- */

static const struct avro_schema *make_new(struct making *to, const struct weir_schema *sch,
                                          bool ignore_optional)
{
    struct avro_schema *avro = make_base(to, sch);
    if (!avro) {
        return NULL;
    }
    const struct avro_schema *whole = avro;
    if (avro->type != AVRO_UNION) {
        if (!add_props(to, avro, sch)) {
            return NULL;
        }
        whole = ignore_optional ? avro : maybe_optional(to, sch, avro);
    }
    if (!sch->optional) {
        remember(to, sch, whole);
    }
    return whole;
}

static const struct avro_schema *make(struct making *to, const struct weir_schema *sch,
                                      bool ignore_optional)
{
    for (const struct seen *seen = avro_is_union(sch) || sch->optional ? NULL : to->done; seen;
         seen = seen->next) {
        if (seen->sch == sch) {
            return seen->avro;
        }
    }
    if (to->depth >= AVRO_DEPTH_MAX) {
        return refuse(to, "the schema is nested too deep");
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
    struct making to = {.arena = arena, .options = options, .err = err};
    *out = make(&to, sch, false);
    return *out ? avro_check_names(arena, *out, err) : err->class;
}
