/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hoist_field.c: HoistField: the whole key or value becomes the one field of a new struct or map.
 */
#include "schema_build.h"
#include "smt.h"
#include "transforms.h"

struct hoist_conf {
    struct weir_str field;
};

struct hoist_plan {
    struct plan base;
    const struct weir_schema *to;
};

static enum weir_verdict make_plan(void *self, struct plan *plan, struct weir_err *err)
{
    const struct hoist_conf *conf = ((struct smt *)self)->conf;
    struct schema_build build;
    schema_build_init(&build, &plan->arena);
    schema_build_field(&build, conf->field, plan->from);
    const struct weir_schema *to = plan_own(plan, schema_build_end(&build, err));
    ((struct hoist_plan *)plan)->to = to;
    return to ? WEIR_OK : err->class;
}

static enum weir_verdict hoist_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                   struct weir_err *err)
{
    struct smt *self = arg;
    const struct hoist_conf *conf = self->conf;
    const struct weir_schema *sch = smt_schema(rec, self->is_key);
    struct weir_value val = smt_value(rec, self->is_key);
    if (!sch) {
        struct weir_value *items = smt_new_items(batch, 2);
        uint32_t n = 0;
        smt_map_put(items, &n, conf->field, val);
        smt_set(rec, self->is_key, NULL, weir_items(WEIR_MAP, items, n));
        return WEIR_OK;
    }
    const struct hoist_plan *plan =
        (const struct hoist_plan *)plan_cache_get(&self->plans, batch, sch, err);
    struct weir_value *item = smt_new_items(batch, 1);
    if (!plan || smt_put(&plan->to->fields[0], item, val, err) != WEIR_OK) {
        return err->class;
    }
    smt_set(rec, self->is_key, plan->to, weir_items(WEIR_STRUCT, item, 1));
    return WEIR_OK;
}

SMT_APPLY(hoist_one)

static enum weir_verdict open_side(const struct weir_open *open, bool is_key, void **self,
                                   struct weir_err *err)
{
    (void)err;
    *self = smt_new(sizeof(struct smt), open, is_key, sizeof(struct hoist_plan), make_plan);
    return WEIR_OK;
}

static const struct weir_conf_key keys[] = {
    {.name = "field",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct hoist_conf, field),
     .flags = WEIR_KEY_REQUIRED,
     .importance = WEIR_MEDIUM,
     .doc = "Field name for the single field that will be created in the resulting Struct or Map."},
    WEIR_CONF_END,
};

SMT_COMPONENTS(hoist_field, SMT_KAFKA "HoistField", struct hoist_conf,
               "Wraps the whole key or value in a field of this name.", smt_close);
