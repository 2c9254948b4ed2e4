/* SPDX-License-Identifier: Apache-2.0 */
/*
 * set_schema_metadata.c: SetSchemaMetadata: a schema gets another name or version; the value stays.
 */
#include "schema_build.h"
#include "smt.h"
#include "transforms.h"

struct metadata_conf {
    struct weir_str name; /* p NULL: stays */
    int32_t version;
    struct weir_str version_text; /* p NULL: stays */
    bool defaults;
};

struct metadata_plan {
    struct plan base;
    const struct weir_schema *to;
};

static enum weir_verdict make_plan(void *arg, struct plan *plan, struct weir_err *err)
{
    struct smt *self = arg;
    const struct metadata_conf *conf = self->conf;
    if (schema_build_need_struct(plan->from, err) != WEIR_OK) {
        return err->class;
    }
    struct weir_schema_spec spec = weir_schema_spec_of(plan->from);
    spec.name = conf->name.p ? conf->name : spec.name;
    spec.version = conf->version_text.p ? &conf->version : spec.version;
    ((struct metadata_plan *)plan)->to = plan_own(plan, weir_schema_make(&spec));
    return WEIR_OK;
}

static enum weir_verdict rename_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                    struct weir_err *err)
{
    struct smt *self = arg;
    const struct metadata_conf *conf = self->conf;
    const struct weir_schema *sch = smt_schema(rec, self->is_key);
    struct weir_value val = smt_value(rec, self->is_key);
    if (!sch) {
        return val.type == WEIR_NULL
                   ? WEIR_OK
                   : weir_err_set(err, WEIR_BAD_DATA,
                                  "Schema required for [updating schema metadata]");
    }
    const struct metadata_plan *plan =
        (const struct metadata_plan *)plan_cache_get(&self->plans, batch, sch, err);
    if (!plan) {
        return err->class;
    }
    if (val.type == WEIR_STRUCT && smt_keep(batch, sch, &val, conf->defaults, err) != WEIR_OK) {
        return err->class;
    }
    smt_set(rec, self->is_key, plan->to, val);
    return WEIR_OK;
}

SMT_APPLY(rename_one)

static enum weir_verdict open_side(const struct weir_open *open, bool is_key, void **out,
                                   struct weir_err *err)
{
    const struct metadata_conf *conf = open->conf;
    if (!conf->name.p && !conf->version_text.p) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "Neither schema name nor version configured");
    }
    *out = smt_new(sizeof(struct smt), open, is_key, sizeof(struct metadata_plan), make_plan);
    return WEIR_OK;
}

static const struct weir_conf_key keys[] = {
    {.name = "schema.name",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct metadata_conf, name),
     .importance = WEIR_HIGH,
     .doc = "Schema name to set."},
    {.name = "schema.version",
     .type = WEIR_CONF_INT,
     .at = WEIR_AT(struct metadata_conf, version),
     .importance = WEIR_HIGH,
     .doc = "Schema version to set."},
    {.name = "schema.version", /* once more, to know whether it was given */
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct metadata_conf, version_text),
     .flags = WEIR_KEY_INTERNAL},
    SMT_DEFAULTS(WEIR_AT(struct metadata_conf, defaults)),
    WEIR_CONF_END,
};

SMT_COMPONENTS(set_schema_metadata, SMT_KAFKA "SetSchemaMetadata", struct metadata_conf,
               "Gives a schema another name or version.", smt_close);
