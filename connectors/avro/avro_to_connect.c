/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_to_connect.c: an Avro schema comes in, the Connect schema of its values goes out. Steps and
 * their order are those of Confluent's AvroData, since parameters keep the order they came in.
 */
#include "avro_to_connect.h"

#include "avro_from_connect.h"

/* A Connect schema that is being put together. */
struct building {
    struct weir_arena arena;
    struct weir_schema_spec spec;
    int32_t version;
    bool has_version;
    struct weir_param *params;
    size_t cap_params;
    struct weir_field *fields;
};

/* Records around the one that is being read: if it is one of them, it has no end. */
struct around {
    const struct around *outer;
    const struct avro_schema *avro;
};

/* What the field, at whose type we are, says about it. */
struct place {
    const struct avro_connecting *in;
    const struct around *around;
    bool optional;
    const struct weir_json *def; /* NULL: none */
    struct weir_str doc;         /* p NULL: none */
    int32_t version;             /* 0: none */
};

static const struct weir_schema *convert(const struct place *at, const struct avro_schema *avro);

static bool refuse(const struct place *at, const char *what)
{
    weir_err_set(at->in->err, WEIR_BAD_DATA, "%s", what);
    return false;
}

/* The same, with what stands there instead. */
static bool refuse_json(const struct place *at, const char *what, const struct weir_json *found)
{
    struct weir_buf text;
    weir_buf_init(&text, 1024);
    if (found->type == WEIR_JT_STRING) {
        weir_buf_str(&text, found->text);
    } else {
        weir_json_write(&text, found);
    }
    weir_err_set(at->in->err, WEIR_BAD_DATA, "%s%.*s", what, WEIR_STR_ARG(weir_buf_view(&text)));
    weir_buf_free(&text);
    return false;
}

static void drop(void *sch)
{
    weir_schema_unref(sch);
}

/* The part's schema, held until the whole is built. */
static const struct weir_schema *part(struct building *to, const struct place *at,
                                      const struct avro_schema *avro)
{
    const struct weir_schema *sch = convert(at, avro);
    if (sch) {
        weir_arena_hook(&to->arena, drop, (void *)(uintptr_t)sch);
    }
    return sch;
}

static struct place inside(const struct place *at)
{
    return (struct place){.in = at->in, .around = at->around};
}

/* As Java's LinkedHashMap: a new value of an old key stays at the old place. */
static void add_param(struct building *to, struct weir_str key, struct weir_str value)
{
    for (size_t i = 0; i < to->spec.n_params; i++) {
        if (weir_str_eq(to->params[i].key, key)) {
            to->params[i].value = value;
            return;
        }
    }
    if (to->spec.n_params == to->cap_params) {
        size_t cap = to->cap_params ? 2 * to->cap_params : 8;
        struct weir_param *params = WEIR_NEW_ARRAY(&to->arena, struct weir_param, cap);
        if (to->spec.n_params) {
            memcpy(params, to->params, to->spec.n_params * sizeof(*params));
        }
        to->params = params;
        to->cap_params = cap;
    }
    to->params[to->spec.n_params++] = (struct weir_param){.key = key, .value = value};
}

static struct weir_str joined(struct building *to, const char *head, struct weir_str tail)
{
    return weir_str_of(weir_arena_printf(&to->arena, "%s%.*s", head, WEIR_STR_ARG(tail)));
}

static void logical(struct building *to, enum weir_type type, const char *name)
{
    to->spec.type = type;
    to->spec.name = weir_str_of(name);
    to->version = 1;
    to->has_version = true;
}

/* ---- plain types ---- */

static bool build_int(struct building *to, const struct place *at, const struct avro_schema *avro)
{
    struct weir_str type = avro_prop_text(avro, "connect.type");
    struct weir_str kind = avro_prop_text(avro, "logicalType");
    to->spec.type = WEIR_INT32;
    if (kind.p) {
        if (weir_str_eq_nocase(kind, WEIR_STR("date"))) {
            logical(to, WEIR_INT32, "org.apache.kafka.connect.data.Date");
        } else if (weir_str_eq_nocase(kind, WEIR_STR("time-millis"))) {
            logical(to, WEIR_INT32, "org.apache.kafka.connect.data.Time");
        }
    } else if (weir_str_is(type, "int8")) {
        to->spec.type = WEIR_INT8;
    } else if (weir_str_is(type, "int16")) {
        to->spec.type = WEIR_INT16;
    } else if (type.p) {
        return refuse(at, "Connect type annotation for Avro int field is null");
    }
    return true;
}

static bool build_long(struct building *to, const struct avro_schema *avro)
{
    to->spec.type = WEIR_INT64;
    if (weir_str_eq_nocase(avro_prop_text(avro, "logicalType"), WEIR_STR("timestamp-millis"))) {
        logical(to, WEIR_INT64, "org.apache.kafka.connect.data.Timestamp");
    }
    return true;
}

/* A number as Java's intValue() has it; false: it is none. */
static bool int_prop(const struct avro_schema *avro, const char *name, int64_t *out)
{
    const struct weir_json *prop = avro_prop(avro, name);
    double fraction;
    if (!prop || prop->type != WEIR_JT_NUMBER) {
        return false;
    }
    if (!weir_str_to_i64(prop->text, out)) {
        *out = weir_str_to_double(prop->text, &fraction) && fraction > -2e9 && fraction < 2e9
                   ? (int64_t)fraction
                   : 0;
    }
    *out = (int32_t)*out;
    return true;
}

static bool build_bytes(struct building *to, const struct place *at, const struct avro_schema *avro)
{
    int64_t number = 0;
    to->spec.type = WEIR_BYTES;
    if (weir_str_eq_nocase(avro_prop_text(avro, "logicalType"), WEIR_STR("decimal"))) {
        logical(to, WEIR_BYTES, "org.apache.kafka.connect.data.Decimal");
        (void)int_prop(avro, "scale", &number);
        add_param(to, WEIR_STR("scale"),
                  weir_str_of(weir_arena_printf(&to->arena, "%d", (int)number)));
        if (int_prop(avro, "precision", &number)) {
            if (number != AVRO_PRECISION_DEFAULT) {
                add_param(to, WEIR_STR(AVRO_PRECISION),
                          weir_str_of(weir_arena_printf(&to->arena, "%d", (int)number)));
            }
        } else if (avro_prop(avro, "precision")) {
            return refuse(at, "precision property must be a JSON Integer. "
                              "https://avro.apache.org/docs/1.9.1/spec.html#Decimal");
        }
    }
    if (avro->type == AVRO_FIXED) {
        add_param(to, WEIR_STR(AVRO_FIXED_SIZE),
                  weir_str_of(weir_arena_printf(&to->arena, "%u", avro->size)));
    }
    return true;
}

static bool build_enum(struct building *to, const struct place *at, const struct avro_schema *avro)
{
    const struct avro_options *options = at->in->options;
    bool sum = options->generalized_sum_type;
    const char *param = sum ? AVRO_SUM_ENUM : AVRO_ENUM_PARAM;
    to->spec.type = WEIR_STRING;
    if (options->connect_meta_data) {
        if (avro->doc.p) {
            add_param(to,
                      options->discard_type_doc_default ? WEIR_STR("connect.enum.doc")
                                                        : joined(to, AVRO_ENUM_DOC, avro->name),
                      avro->doc);
        }
        if (!options->discard_type_doc_default && avro->enum_default.p) {
            add_param(to, joined(to, AVRO_ENUM_DEFAULT, avro->name), avro->enum_default);
        }
    }
    add_param(to, weir_str_of(param), avro_full_name(&to->arena, avro));
    const char *prefix = weir_arena_printf(&to->arena, "%s.", param);
    for (size_t i = 0; i < avro->n_symbols; i++) {
        add_param(to, joined(to, prefix, avro->symbols[i]),
                  sum ? weir_str_of(weir_arena_printf(&to->arena, "%zu", i)) : avro->symbols[i]);
    }
    return true;
}

/* ---- containers ---- */

bool avro_is_entries(const struct avro_schema *avro)
{
    const struct avro_schema *entry = avro->items;
    return avro->type == AVRO_ARRAY && entry->type == AVRO_RECORD &&
           ((weir_str_is(entry->space, AVRO_NAMESPACE) &&
             weir_str_is(entry->name, AVRO_MAP_ENTRY)) ||
            weir_str_is(avro_prop_text(entry, "connect.internal.type"), AVRO_MAP_ENTRY));
}

static bool has_end(const struct place *at, const struct avro_schema *avro)
{
    for (const struct around *outer = at->around; outer; outer = outer->outer) {
        if (outer->avro == avro) {
            weir_err_set(at->in->err, WEIR_BAD_DATA,
                         "the Avro record %.*s contains itself, which a schema cannot here",
                         WEIR_STR_ARG(avro->name));
            return false;
        }
    }
    return true;
}

static bool build_entries(struct building *to, const struct place *at,
                          const struct avro_schema *avro)
{
    int key = avro_field_at(avro->items, WEIR_STR("key"));
    int value = avro_field_at(avro->items, WEIR_STR("value"));
    const struct around around = {.outer = at->around, .avro = avro->items};
    const struct place here = {.in = at->in, .around = &around};
    if (!has_end(at, avro->items)) {
        return false;
    }
    if (avro->items->n_fields != 2 || key < 0 || value < 0) {
        return refuse(at, "Found map encoded as array of key-value pairs, but array elements do "
                          "not match the expected format.");
    }
    to->spec.type = WEIR_MAP;
    to->spec.key_schema = part(to, &here, avro->items->fields[key].type);
    to->spec.value_schema =
        to->spec.key_schema ? part(to, &here, avro->items->fields[value].type) : NULL;
    return to->spec.value_schema != NULL;
}

static bool build_items(struct building *to, const struct place *at, const struct avro_schema *avro)
{
    struct place here = inside(at);
    if (avro_is_entries(avro)) {
        return build_entries(to, at, avro);
    }
    to->spec.type = avro->type == AVRO_MAP ? WEIR_MAP : WEIR_ARRAY;
    to->spec.key_schema = avro->type == AVRO_MAP ? weir_schema_plain(WEIR_STRING, false) : NULL;
    to->spec.value_schema = part(to, &here, avro->items);
    return to->spec.value_schema != NULL;
}

static bool build_record(struct building *to, const struct place *at,
                         const struct avro_schema *avro)
{
    const struct avro_options *options = at->in->options;
    bool docs = !options->discard_type_doc_default && options->connect_meta_data;
    const struct around around = {.outer = at->around, .avro = avro};
    to->spec.type = WEIR_STRUCT;
    if (docs && avro->doc.p) {
        add_param(to, WEIR_STR(AVRO_RECORD_DOC), avro->doc);
    }
    to->fields = WEIR_NEW_ARRAY(&to->arena, struct weir_field, avro->n_fields);
    for (size_t i = 0; i < avro->n_fields; i++) {
        const struct avro_field *field = &avro->fields[i];
        const struct place here = {
            .in = at->in, .around = &around, .def = field->def, .doc = field->doc};
        if (docs && field->doc.p) {
            add_param(to, joined(to, AVRO_FIELD_DOC, field->name), field->doc);
        }
        to->fields[i].name = field->name;
        to->fields[i].schema = part(to, &here, field->type);
        if (!to->fields[i].schema) {
            return false;
        }
    }
    to->spec.n_fields = avro->n_fields;
    return true;
}

/* ---- unions ---- */

int avro_nullable(const struct avro_schema *avro)
{
    int null_branch =
        avro->type == AVRO_UNION && avro->n_branches == 2 ? avro_null_branch(avro) : -1;
    return null_branch < 0 ? -1 : 1 - null_branch;
}

struct weir_str avro_branch_name(struct weir_arena *arena, const struct avro_options *options,
                                 const struct avro_schema *avro, size_t branch)
{
    const struct avro_schema *at = avro->branches[branch];
    if (options->generalized_sum_type) {
        return weir_str_of(weir_arena_printf(arena, AVRO_SUM_PREFIX "field_%zu", branch));
    }
    if (!avro_is_named(at)) {
        return weir_str_of(avro_type_name(at->type));
    }
    return options->enhanced_schema_support ? avro_full_name(arena, at)
                                            : avro_scrub(arena, options, at->name);
}

static bool add_branch(struct building *to, const struct place *at, const struct avro_schema *avro,
                       size_t branch)
{
    struct weir_field *field = &to->fields[to->spec.n_fields];
    struct place here = inside(at);
    here.optional = true;
    field->name = avro_branch_name(&to->arena, at->in->options, avro, branch);
    for (size_t i = 0; i < to->spec.n_fields; i++) {
        if (weir_str_eq(to->fields[i].name, field->name)) {
            return refuse(at, "Multiple union schemas map to the Connect union field name");
        }
    }
    field->schema = part(to, &here, avro->branches[branch]);
    to->spec.n_fields += field->schema ? 1 : 0;
    return field->schema != NULL;
}

static bool build_union(struct building *to, const struct place *at, const struct avro_schema *avro)
{
    to->spec.type = WEIR_STRUCT;
    to->spec.name = WEIR_STR(AVRO_UNION_NAME);
    if (at->in->options->generalized_sum_type) {
        to->spec.name =
            weir_str_of(weir_arena_printf(&to->arena, AVRO_SUM_PREFIX "%u", (*at->in->unions)++));
        add_param(to, WEIR_STR(AVRO_SUM_UNION), to->spec.name);
    }
    to->fields = WEIR_NEW_ARRAY(&to->arena, struct weir_field, avro->n_branches);
    for (size_t i = 0; i < avro->n_branches; i++) {
        if (avro->branches[i]->type == AVRO_NULL) {
            to->spec.optional = true;
        } else if (!add_branch(to, at, avro, i)) {
            return false;
        }
    }
    return true;
}

static bool build_type(struct building *to, const struct place *at, const struct avro_schema *avro)
{
    switch (avro->type) {
    case AVRO_BOOLEAN:
        to->spec.type = WEIR_BOOLEAN;
        return true;
    case AVRO_INT:
        return build_int(to, at, avro);
    case AVRO_LONG:
        return build_long(to, avro);
    case AVRO_FLOAT:
        to->spec.type = WEIR_FLOAT32;
        return true;
    case AVRO_DOUBLE:
        to->spec.type = WEIR_FLOAT64;
        return true;
    case AVRO_BYTES:
    case AVRO_FIXED:
        return build_bytes(to, at, avro);
    case AVRO_STRING:
        to->spec.type = WEIR_STRING;
        return true;
    case AVRO_RECORD:
        return build_record(to, at, avro);
    case AVRO_ENUM:
        return build_enum(to, at, avro);
    case AVRO_ARRAY:
    case AVRO_MAP:
        return build_items(to, at, avro);
    case AVRO_UNION:
        return build_union(to, at, avro);
    case AVRO_NULL:
        break;
    }
    return refuse(at, "Standalone null schemas are not supported by this converter");
}

/* ---- what is said beside the type ---- */

static void set_doc(struct building *to, const struct place *at, const struct avro_schema *avro)
{
    const struct avro_options *options = at->in->options;
    struct weir_str own = avro_prop_text(avro, "connect.doc");
    if (!options->discard_type_doc_default) {
        to->spec.doc = options->connect_meta_data ? own : WEIR_STR_NULL;
        return;
    }
    to->spec.doc = at->doc.p ? at->doc : avro->doc.p ? avro->doc : own;
    if (options->connect_meta_data && avro->doc.p) {
        add_param(to, WEIR_STR("connect.record.doc"), avro->doc);
    }
}

static bool set_version(struct building *to, const struct place *at, const struct avro_schema *avro)
{
    int64_t version = -1;
    const struct weir_json *prop = avro_prop(avro, "connect.version");
    if (prop) {
        if (!int_prop(avro, "connect.version", &version)) {
            return refuse_json(at, "Invalid Connect version found: ", prop);
        }
    } else if (at->version > 0) {
        version = at->version;
    }
    if (version < 0) {
        return true;
    }
    if (to->has_version && to->version != version) {
        weir_err_set(at->in->err, WEIR_BAD_DATA,
                     "Mismatched versions: version already added to SchemaBuilder (%d) differs "
                     "from version in source schema (%d)",
                     to->version, (int)version);
        return false;
    }
    to->version = (int32_t)version;
    to->has_version = true;
    return true;
}

/* A property that is no text as its JSON. */
static struct weir_str text_of(struct building *to, const struct weir_json *prop)
{
    struct weir_buf text;
    if (prop->type == WEIR_JT_STRING) {
        return prop->text;
    }
    weir_buf_init(&text, AVRO_TEXT_MAX);
    weir_json_write(&text, prop);
    struct weir_str copy = weir_arena_str(&to->arena, weir_buf_view(&text));
    weir_buf_free(&text);
    return copy;
}

static bool set_params(struct building *to, const struct place *at, const struct avro_schema *avro)
{
    const struct weir_json *params = avro_prop(avro, "connect.parameters");
    if (at->in->options->connect_meta_data && params) {
        if (params->type != WEIR_JT_OBJECT) {
            return refuse_json(at,
                               "Expected JSON object for schema parameters but found: ", params);
        }
        for (const struct weir_json *param = params->first; param; param = param->next) {
            if (param->type != WEIR_JT_STRING) {
                return refuse_json(
                    at, "Expected schema parameter values to be strings but found: ", param);
            }
            add_param(to, param->name, param->text);
        }
    }
    for (const struct weir_json *prop = avro->props ? avro->props->first : NULL; prop;
         prop = prop->next) {
        if (weir_str_starts(prop->name, WEIR_STR("avro"))) {
            add_param(to, prop->name, text_of(to, prop));
        }
    }
    return true;
}

static bool set_name(struct building *to, const struct place *at, const struct avro_schema *avro)
{
    const struct weir_json *prop = avro_prop(avro, "connect.name");
    struct weir_str name = WEIR_STR_NULL;
    if (prop) {
        name = prop->text;
        if (prop->type != WEIR_JT_STRING) {
            return refuse_json(at, "Invalid schema name: ", prop);
        }
    } else if (avro->type == AVRO_RECORD || avro->type == AVRO_ENUM ||
               (avro->type == AVRO_FIXED && !to->spec.name.p)) {
        name = avro_full_name(&to->arena, avro);
    }
    if (!name.p || weir_str_starts(name, WEIR_STR(AVRO_NAMESPACE "." AVRO_DEFAULT_NAME))) {
        return true;
    }
    if (to->spec.name.p && !weir_str_eq(to->spec.name, name)) {
        weir_err_set(at->in->err, WEIR_BAD_DATA,
                     "Mismatched names: name already added to SchemaBuilder (%.*s) differs from "
                     "name in source schema (%.*s)",
                     WEIR_STR_ARG(to->spec.name), WEIR_STR_ARG(name));
        return false;
    }
    to->spec.name = name;
    return true;
}

static const struct weir_schema *made(struct building *to)
{
    to->spec.version = to->has_version ? &to->version : NULL;
    to->spec.params = to->params;
    to->spec.fields = to->fields;
    return weir_schema_make(&to->spec);
}

/* A default that does not fit is passed over, as in Java. */
static void set_default(struct building *to, const struct place *at, const struct avro_schema *avro)
{
    const struct avro_options *options = at->in->options;
    const struct weir_json *own = avro_prop(avro, "connect.default");
    bool of_field = at->def && (at->def->type == WEIR_JT_NULL || avro_default_fits(avro, at->def));
    const struct weir_json *def = of_field ? at->def : own;
    struct weir_value *val = WEIR_NEW(&to->arena, struct weir_value);
    struct weir_err ignored;
    if (of_field && !options->discard_type_doc_default && options->connect_meta_data && !own) {
        add_param(to, WEIR_STR(AVRO_FIELD_DEFAULT), WEIR_STR("true"));
    }
    if (!def || def->type == WEIR_JT_NULL) {
        return;
    }
    const struct weir_schema *sch = made(to);
    if (avro_default_value(&to->arena, options, sch, avro, def, of_field, val) &&
        val->type != WEIR_NULL && weir_schema_check(sch, *val, &ignored) == WEIR_OK) {
        to->spec.def = val;
    }
    weir_schema_unref(sch);
}

/* ---- all of it ---- */

static const struct weir_schema *build(struct building *to, const struct place *at,
                                       const struct avro_schema *avro)
{
    if (!build_type(to, at, avro)) {
        return NULL;
    }
    set_doc(to, at, avro);
    if (!set_version(to, at, avro) || !set_params(to, at, avro)) {
        return NULL;
    }
    set_default(to, at, avro);
    if (!set_name(to, at, avro)) {
        return NULL;
    }
    to->spec.optional = to->spec.optional || at->optional;
    return made(to);
}

static const struct weir_schema *convert(const struct place *at, const struct avro_schema *avro)
{
    int only = avro->type == AVRO_UNION && avro->n_branches == 1 &&
                       at->in->options->flatten_singleton_unions
                   ? 0
                   : avro_nullable(avro);
    if (only >= 0) {
        struct place here = inside(at);
        here.doc = at->doc;
        here.optional = avro->n_branches == 2;
        return convert(&here, avro->branches[only]);
    }
    if (!has_end(at, avro)) {
        return NULL;
    }
    struct building to = {.spec = {.type = WEIR_NULL}};
    weir_arena_init(&to.arena, 1024);
    const struct weir_schema *sch = build(&to, at, avro);
    weir_arena_free(&to.arena);
    return sch;
}

bool avro_is_anything(const struct avro_schema *avro)
{
    return avro->type == AVRO_RECORD && avro->n_fields == 9 &&
           weir_str_is(avro->space, AVRO_NAMESPACE) && weir_str_is(avro->name, AVRO_ANYTHING);
}

const struct weir_schema *avro_to_connect(const struct avro_connecting *in,
                                          const struct avro_schema *avro)
{
    const struct place at = {.in = in, .version = in->version};
    return convert(&at, avro);
}
