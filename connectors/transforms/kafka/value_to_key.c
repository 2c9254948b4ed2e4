/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value_to_key.c: ValueToKey: some fields of the value become the key.
 */
#include "schema_build.h"
#include "smt.h"
#include "transforms.h"

#define PURPOSE "copying fields from value to key"

struct value_to_key_conf {
    struct weir_conf_list fields;
    bool defaults;
};

struct key_maker {
    struct smt smt;
    struct weir_conf_list fields; /* each once */
    bool defaults;
};

struct key_plan {
    struct plan base;
    const struct weir_schema *key;
    uint32_t *picks; /* by field of the key: place in the value */
};

static enum weir_verdict make_plan(void *self, struct plan *base, struct weir_err *err)
{
    const struct key_maker *maker = self;
    struct key_plan *plan = (struct key_plan *)base;
    struct schema_build build;
    schema_build_init(&build, &base->arena);
    plan->picks = WEIR_NEW_ARRAY(&base->arena, uint32_t, maker->fields.n);
    for (size_t i = 0; i < maker->fields.n; i++) {
        int at = weir_schema_field(base->from, maker->fields.items[i]);
        if (at < 0) {
            return weir_err_set(err, WEIR_BAD_DATA, "Field does not exist: %.*s",
                                WEIR_STR_ARG(maker->fields.items[i]));
        }
        plan->picks[i] = (uint32_t)at;
        schema_build_field(&build, base->from->fields[at].name, base->from->fields[at].schema);
    }
    plan->key = plan_own(base, schema_build_end(&build, err));
    return plan->key ? WEIR_OK : err->class;
}

static enum weir_verdict of_map(const struct key_maker *maker, struct weir_batch *batch,
                                struct weir_record *rec, struct weir_err *err)
{
    if (smt_need_map(rec->value, PURPOSE, err) != WEIR_OK) {
        return err->class;
    }
    struct weir_value *items = smt_new_items(batch, 2 * maker->fields.n);
    uint32_t n = 0;
    for (size_t i = 0; i < maker->fields.n; i++) {
        int at = smt_map_find(rec->value, maker->fields.items[i]);
        smt_map_put(items, &n, maker->fields.items[i],
                    at < 0 ? weir_null() : rec->value.items[2 * at + 1]);
    }
    smt_set(rec, true, NULL, weir_items(WEIR_MAP, items, n));
    return WEIR_OK;
}

static enum weir_verdict key_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                 struct weir_err *err)
{
    struct key_maker *maker = arg;
    if (!rec->value_schema) {
        return of_map(maker, batch, rec, err);
    }
    if (smt_need_struct(rec->value, PURPOSE, err) != WEIR_OK) {
        return err->class;
    }
    const struct key_plan *plan =
        (const struct key_plan *)plan_cache_get(&maker->smt.plans, batch, rec->value_schema, err);
    if (!plan) {
        return err->class;
    }
    struct weir_value *items = smt_new_items(batch, maker->fields.n);
    for (size_t i = 0; i < maker->fields.n; i++) {
        const struct weir_field *field = &plan->key->fields[i];
        struct weir_value val = rec->value.items[plan->picks[i]];
        if (smt_put(field, &items[i], smt_get(field->schema, val, maker->defaults), err) !=
            WEIR_OK) {
            return err->class;
        }
    }
    smt_set(rec, true, plan->key, weir_items(WEIR_STRUCT, items, maker->fields.n));
    return WEIR_OK;
}

SMT_APPLY(key_one)

static enum weir_verdict key_open(const struct weir_open *open, void **self, struct weir_err *err)
{
    (void)err;
    const struct value_to_key_conf *conf = open->conf;
    struct key_maker *maker =
        smt_new(sizeof(*maker), open, true, sizeof(struct key_plan), make_plan);
    maker->fields = smt_unique(open->arena, conf->fields);
    maker->defaults = conf->defaults;
    *self = maker;
    return WEIR_OK;
}

static const struct weir_conf_key keys[] = {
    {.name = "fields",
     .type = WEIR_CONF_LIST,
     .at = WEIR_AT(struct value_to_key_conf, fields),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY | WEIR_KEY_UNIQUE,
     .importance = WEIR_HIGH,
     .doc = "Field names on the record value to extract as the record key."},
    SMT_DEFAULTS(WEIR_AT(struct value_to_key_conf, defaults)),
    WEIR_CONF_END,
};

SMT_COMPONENT(value_to_key, SMT_KAFKA "ValueToKey", struct value_to_key_conf,
              "Makes a new key of some of the value's fields.", key_open, smt_close);
