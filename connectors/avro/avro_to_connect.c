/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_to_connect.c: an Avro schema comes in, the Connect schema of its values goes out. Steps and
 * their order are those of Confluent's AvroData; avro_building.c adds what is said beside the type.
 */
#include "avro_building.h"

static const struct weir_schema *convert(const struct avro_place *at,
                                         const struct avro_schema *avro);

static void drop(void *sch)
{
    weir_schema_unref(sch);
}

/* The part's schema, held until the whole is built. */
static const struct weir_schema *part(struct avro_building *to, const struct avro_place *at,
                                      const struct avro_schema *avro)
{
    const struct weir_schema *sch = convert(at, avro);
    if (sch) {
        weir_arena_hook(&to->arena, drop, (void *)(uintptr_t)sch);
    }
    return sch;
}

static struct avro_place inside(const struct avro_place *at)
{
    return (struct avro_place){.in = at->in, .around = at->around};
}

static struct weir_str joined(struct avro_building *to, const char *head, struct weir_str tail)
{
    return weir_str_of(weir_arena_printf(&to->arena, "%s%.*s", head, WEIR_STR_ARG(tail)));
}

static void logical(struct avro_building *to, enum weir_type type, const char *name)
{
    to->spec.type = type;
    to->spec.name = weir_str_of(name);
    to->version = 1;
    to->has_version = true;
}

/* ---- plain types ---- */

static bool build_int(struct avro_building *to, const struct avro_place *at,
                      const struct avro_schema *avro)
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
        return avro_building_refuse(at, "Connect type annotation for Avro int field is null");
    }
    return true;
}

static bool build_long(struct avro_building *to, const struct avro_schema *avro)
{
    to->spec.type = WEIR_INT64;
    if (weir_str_eq_nocase(avro_prop_text(avro, "logicalType"), WEIR_STR("timestamp-millis"))) {
        logical(to, WEIR_INT64, "org.apache.kafka.connect.data.Timestamp");
    }
    return true;
}

static bool build_bytes(struct avro_building *to, const struct avro_place *at,
                        const struct avro_schema *avro)
{
    int64_t number = 0;
    to->spec.type = WEIR_BYTES;
    if (weir_str_eq_nocase(avro_prop_text(avro, "logicalType"), WEIR_STR("decimal"))) {
        logical(to, WEIR_BYTES, "org.apache.kafka.connect.data.Decimal");
        (void)avro_building_int(avro, "scale", &number);
        avro_building_param(to, WEIR_STR("scale"),
                            weir_str_of(weir_arena_printf(&to->arena, "%d", (int)number)));
        if (avro_building_int(avro, "precision", &number)) {
            if (number != AVRO_PRECISION_DEFAULT) {
                avro_building_param(to, WEIR_STR(AVRO_PRECISION),
                                    weir_str_of(weir_arena_printf(&to->arena, "%d", (int)number)));
            }
        } else if (avro_prop(avro, "precision")) {
            return avro_building_refuse(at, "precision property must be a JSON Integer. "
                                            "https://avro.apache.org/docs/1.9.1/spec.html#Decimal");
        }
    }
    if (avro->type == AVRO_FIXED) {
        avro_building_param(to, WEIR_STR(AVRO_FIXED_SIZE),
                            weir_str_of(weir_arena_printf(&to->arena, "%u", avro->size)));
    }
    return true;
}

static bool build_enum(struct avro_building *to, const struct avro_place *at,
                       const struct avro_schema *avro)
{
    const struct avro_options *options = at->in->options;
    bool sum = options->generalized_sum_type;
    const char *param = sum ? AVRO_SUM_ENUM : AVRO_ENUM_PARAM;
    to->spec.type = WEIR_STRING;
    if (options->connect_meta_data) {
        if (avro->doc.p) {
            avro_building_param(to,
                                options->discard_type_doc_default
                                    ? WEIR_STR("connect.enum.doc")
                                    : joined(to, AVRO_ENUM_DOC, avro->name),
                                avro->doc);
        }
        if (!options->discard_type_doc_default && avro->enum_default.p) {
            avro_building_param(to, joined(to, AVRO_ENUM_DEFAULT, avro->name), avro->enum_default);
        }
    }
    avro_building_param(to, weir_str_of(param), avro_full_name(&to->arena, avro));
    const char *prefix = weir_arena_printf(&to->arena, "%s.", param);
    for (size_t i = 0; i < avro->n_symbols; i++) {
        avro_building_param(to, joined(to, prefix, avro->symbols[i]),
                            sum ? weir_str_of(weir_arena_printf(&to->arena, "%zu", i))
                                : avro->symbols[i]);
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

static bool has_end(const struct avro_place *at, const struct avro_schema *avro)
{
    for (const struct avro_around *outer = at->around; outer; outer = outer->outer) {
        if (outer->avro == avro) {
            weir_err_set(at->in->err, WEIR_BAD_DATA,
                         "the Avro record %.*s contains itself, which a Connect schema cannot here",
                         WEIR_STR_ARG(avro->name));
            return false;
        }
    }
    return true;
}

static bool build_entries(struct avro_building *to, const struct avro_place *at,
                          const struct avro_schema *avro)
{
    int key = avro_field_at(avro->items, WEIR_STR("key"));
    int value = avro_field_at(avro->items, WEIR_STR("value"));
    const struct avro_around around = {.outer = at->around, .avro = avro->items};
    const struct avro_place here = {.in = at->in, .around = &around};
    if (!has_end(at, avro->items)) {
        return false;
    }
    if (avro->items->n_fields != 2 || key < 0 || value < 0) {
        return avro_building_refuse(
            at, "Found map encoded as array of key-value pairs, but array elements do "
                "not match the expected format.");
    }
    to->spec.type = WEIR_MAP;
    to->spec.key_schema = part(to, &here, avro->items->fields[key].type);
    to->spec.value_schema =
        to->spec.key_schema ? part(to, &here, avro->items->fields[value].type) : NULL;
    return to->spec.value_schema != NULL;
}

static bool build_items(struct avro_building *to, const struct avro_place *at,
                        const struct avro_schema *avro)
{
    struct avro_place here = inside(at);
    if (avro_is_entries(avro)) {
        return build_entries(to, at, avro);
    }
    to->spec.type = avro->type == AVRO_MAP ? WEIR_MAP : WEIR_ARRAY;
    to->spec.key_schema = avro->type == AVRO_MAP ? weir_schema_plain(WEIR_STRING, false) : NULL;
    to->spec.value_schema = part(to, &here, avro->items);
    return to->spec.value_schema != NULL;
}

static bool build_record(struct avro_building *to, const struct avro_place *at,
                         const struct avro_schema *avro)
{
    const struct avro_options *options = at->in->options;
    bool docs = !options->discard_type_doc_default && options->connect_meta_data;
    const struct avro_around around = {.outer = at->around, .avro = avro};
    to->spec.type = WEIR_STRUCT;
    if (docs && avro->doc.p) {
        avro_building_param(to, WEIR_STR(AVRO_RECORD_DOC), avro->doc);
    }
    to->fields = WEIR_NEW_ARRAY(&to->arena, struct weir_field, avro->n_fields);
    for (size_t i = 0; i < avro->n_fields; i++) {
        const struct avro_field *field = &avro->fields[i];
        const struct avro_place here = {
            .in = at->in, .around = &around, .def = field->def, .doc = field->doc};
        if (docs && field->doc.p) {
            avro_building_param(to, joined(to, AVRO_FIELD_DOC, field->name), field->doc);
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

static bool add_branch(struct avro_building *to, const struct avro_place *at,
                       const struct avro_schema *avro, size_t branch)
{
    struct weir_field *field = &to->fields[to->spec.n_fields];
    struct avro_place here = inside(at);
    here.optional = true;
    field->name = avro_branch_name(&to->arena, at->in->options, avro, branch);
    for (size_t i = 0; i < to->spec.n_fields; i++) {
        if (weir_str_eq(to->fields[i].name, field->name)) {
            return avro_building_refuse(
                at, "Multiple union schemas map to the Connect union field name");
        }
    }
    field->schema = part(to, &here, avro->branches[branch]);
    to->spec.n_fields += field->schema ? 1 : 0;
    return field->schema != NULL;
}

static bool build_union(struct avro_building *to, const struct avro_place *at,
                        const struct avro_schema *avro)
{
    to->spec.type = WEIR_STRUCT;
    to->spec.name = WEIR_STR(AVRO_UNION_NAME);
    if (at->in->options->generalized_sum_type) {
        to->spec.name =
            weir_str_of(weir_arena_printf(&to->arena, AVRO_SUM_PREFIX "%u", (*at->in->unions)++));
        avro_building_param(to, WEIR_STR(AVRO_SUM_UNION), to->spec.name);
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

static bool build_type(struct avro_building *to, const struct avro_place *at,
                       const struct avro_schema *avro)
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
    return avro_building_refuse(at, "Standalone null schemas are not supported by this converter");
}

/* ---- all of it ---- */

static const struct weir_schema *build(struct avro_building *to, const struct avro_place *at,
                                       const struct avro_schema *avro)
{
    if (!build_type(to, at, avro) || !avro_building_beside(to, at, avro)) {
        return NULL;
    }
    to->spec.optional = to->spec.optional || at->optional;
    return avro_building_made(to);
}

static const struct weir_schema *convert(const struct avro_place *at,
                                         const struct avro_schema *avro)
{
    int only = avro->type == AVRO_UNION && avro->n_branches == 1 &&
                       at->in->options->flatten_singleton_unions
                   ? 0
                   : avro_nullable(avro);
    if (only >= 0) {
        struct avro_place here = inside(at);
        here.doc = at->doc;
        here.optional = avro->n_branches == 2;
        return convert(&here, avro->branches[only]);
    }
    if (!has_end(at, avro)) {
        return NULL;
    }
    struct avro_building to = {.spec = {.type = WEIR_NULL}};
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
    const struct avro_place at = {.in = in, .version = in->version};
    return convert(&at, avro);
}
