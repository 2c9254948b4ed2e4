/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_building.c: what an Avro schema's properties say beside its type goes into the Connect schema
 * that is being built, in the order in which Confluent's AvroData adds it.
 */
#include "avro_building.h"

#include "avro_from_connect.h"

bool avro_building_refuse(const struct avro_place *at, const char *what)
{
    weir_err_set(at->in->err, WEIR_BAD_DATA, "%s", what);
    return false;
}

/* The same, with what stands there instead. */
static bool refuse_json(const struct avro_place *at, const char *what,
                        const struct weir_json *found)
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

void avro_building_param(struct avro_building *to, struct weir_str key, struct weir_str value)
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

bool avro_building_int(const struct avro_schema *avro, const char *name, int64_t *out)
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

static void set_doc(struct avro_building *to, const struct avro_place *at,
                    const struct avro_schema *avro)
{
    const struct avro_options *options = at->in->options;
    struct weir_str own = avro_prop_text(avro, "connect.doc");
    if (!options->discard_type_doc_default) {
        to->spec.doc = options->connect_meta_data ? own : WEIR_STR_NULL;
        return;
    }
    to->spec.doc = at->doc.p ? at->doc : avro->doc.p ? avro->doc : own;
    if (options->connect_meta_data && avro->doc.p) {
        avro_building_param(to, WEIR_STR("connect.record.doc"), avro->doc);
    }
}

static bool set_version(struct avro_building *to, const struct avro_place *at,
                        const struct avro_schema *avro)
{
    int64_t version = -1;
    const struct weir_json *prop = avro_prop(avro, "connect.version");
    if (prop) {
        if (!avro_building_int(avro, "connect.version", &version)) {
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
static struct weir_str text_of(struct avro_building *to, const struct weir_json *prop)
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

static bool set_params(struct avro_building *to, const struct avro_place *at,
                       const struct avro_schema *avro)
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
            avro_building_param(to, param->name, param->text);
        }
    }
    for (const struct weir_json *prop = avro->props ? avro->props->first : NULL; prop;
         prop = prop->next) {
        if (weir_str_starts(prop->name, WEIR_STR("avro"))) {
            avro_building_param(to, prop->name, text_of(to, prop));
        }
    }
    return true;
}

static bool set_name(struct avro_building *to, const struct avro_place *at,
                     const struct avro_schema *avro)
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

const struct weir_schema *avro_building_made(struct avro_building *to)
{
    to->spec.version = to->has_version ? &to->version : NULL;
    to->spec.params = to->params;
    to->spec.fields = to->fields;
    return weir_schema_make(&to->spec);
}

/* A default that does not fit is passed over, as in Java. */
static void set_default(struct avro_building *to, const struct avro_place *at,
                        const struct avro_schema *avro)
{
    const struct avro_options *options = at->in->options;
    const struct weir_json *own = avro_prop(avro, "connect.default");
    bool of_field = at->def && (at->def->type == WEIR_JT_NULL || avro_default_fits(avro, at->def));
    const struct weir_json *def = of_field ? at->def : own;
    struct weir_value *val = WEIR_NEW(&to->arena, struct weir_value);
    struct weir_err ignored;
    if (of_field && !options->discard_type_doc_default && options->connect_meta_data && !own) {
        avro_building_param(to, WEIR_STR(AVRO_FIELD_DEFAULT), WEIR_STR("true"));
    }
    if (!def || def->type == WEIR_JT_NULL) {
        return;
    }
    const struct weir_schema *sch = avro_building_made(to);
    if (avro_default_value(&to->arena, options, sch, avro, def, of_field, val) &&
        val->type != WEIR_NULL && weir_schema_check(sch, *val, &ignored) == WEIR_OK) {
        to->spec.def = val;
    }
    weir_schema_unref(sch);
}

bool avro_building_beside(struct avro_building *to, const struct avro_place *at,
                          const struct avro_schema *avro)
{
    set_doc(to, at, avro);
    if (!set_version(to, at, avro) || !set_params(to, at, avro)) {
        return false;
    }
    set_default(to, at, avro);
    return set_name(to, at, avro);
}
