/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mask_field.c: MaskField: fields become zero, empty, or a given text read as the field's type.
 */
#include <weir/decimal.h>

#include "common/java_class.h"
#include "number_text.h"
#include "smt.h"
#include "transforms.h"

#define PURPOSE "mask fields"

struct mask_conf {
    struct weir_conf_list fields;
    struct weir_str replacement; /* p NULL: none */
    bool defaults;
};

struct mask {
    struct smt smt;
    struct number_text number; /* what the replacement is as a number */
};

struct mask_plan {
    struct plan base;
    uint32_t *masked; /* places of fields */
    uint32_t n_masked;
};

static enum weir_verdict make_plan(void *self, struct plan *base, struct weir_err *err)
{
    const struct mask_conf *conf = ((struct smt *)self)->conf;
    struct mask_plan *plan = (struct mask_plan *)base;
    (void)err;
    plan->masked = WEIR_NEW_ARRAY(&base->arena, uint32_t, conf->fields.n);
    for (size_t i = 0; i < conf->fields.n; i++) {
        int at = weir_schema_field(base->from, conf->fields.items[i]);
        if (at >= 0) {
            plan->masked[plan->n_masked++] = (uint32_t)at;
        }
    }
    return WEIR_OK;
}

/* ---- one value ---- */

static enum weir_verdict zero_of(struct weir_value val, struct weir_value *out,
                                 struct weir_err *err)
{
    switch ((enum weir_type)val.type) {
    case WEIR_NULL:
        break;
    case WEIR_BYTES:
    case WEIR_STRUCT:
        return weir_err_set(err, WEIR_BAD_DATA, "Cannot mask value of type: class %s",
                            java_class(val));
    case WEIR_STRING:
        val = weir_string(WEIR_STR(""));
        break;
    case WEIR_DECIMAL:
        val = weir_decimal(weir_str_n("", 1), 0);
        break;
    case WEIR_ARRAY:
    case WEIR_MAP:
        val = weir_items((enum weir_type)val.type, NULL, 0);
        break;
    case WEIR_BOOLEAN:
        val = weir_bool(false);
        break;
    case WEIR_FLOAT32:
        val = weir_f32(0);
        break;
    case WEIR_FLOAT64:
        val = weir_f64(0);
        break;
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        val = weir_int((enum weir_type)val.type, 0);
        break;
    }
    *out = val;
    return WEIR_OK;
}

static enum weir_verdict no_number(const struct mask_conf *conf, bool decimal, struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_DATA, "Unable to convert %.*s (class java.lang.String) to %s",
                        WEIR_STR_ARG(conf->replacement), decimal ? "number" : "a number");
}

static enum weir_verdict replaced(const struct mask *mask, struct weir_value val,
                                  struct weir_value *out, struct weir_err *err)
{
    const struct mask_conf *conf = mask->smt.conf;
    const struct number_text *number = &mask->number;
    switch ((enum weir_type)val.type) {
    case WEIR_NULL:
        *out = val;
        return WEIR_OK;
    case WEIR_STRING:
        *out = weir_string(conf->replacement);
        return WEIR_OK;
    case WEIR_INT8:
        *out = weir_int(WEIR_INT8, (int8_t)number->low_bits);
        break;
    case WEIR_INT16:
        *out = weir_int(WEIR_INT16, (int16_t)number->low_bits);
        break;
    case WEIR_INT32:
        *out = weir_int(WEIR_INT32, (int32_t)number->low_bits);
        break;
    case WEIR_INT64:
        *out = weir_int(WEIR_INT64, number->low_bits);
        break;
    case WEIR_FLOAT32:
        *out = weir_f32((float)number->f64);
        break;
    case WEIR_FLOAT64:
        *out = weir_f64(number->f64);
        break;
    case WEIR_DECIMAL:
        *out = weir_decimal(number->unscaled, number->scale);
        break;
    case WEIR_BOOLEAN:
    case WEIR_BYTES:
    case WEIR_ARRAY:
    case WEIR_MAP:
    case WEIR_STRUCT:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        return weir_err_set(err, WEIR_BAD_DATA,
                            "Cannot mask value of type class %s with custom replacement.",
                            java_class(val));
    }
    return number->valid ? WEIR_OK : no_number(conf, val.type == WEIR_DECIMAL, err);
}

static enum weir_verdict masked(const struct mask *mask, struct weir_value val,
                                struct weir_value *out, struct weir_err *err)
{
    const struct mask_conf *conf = mask->smt.conf;
    return conf->replacement.p ? replaced(mask, val, out, err) : zero_of(val, out, err);
}

/* ---- records ---- */

static enum weir_verdict of_map(const struct mask *mask, struct weir_batch *batch,
                                struct weir_record *rec, struct weir_err *err)
{
    const struct mask_conf *conf = mask->smt.conf;
    struct weir_value map = smt_value(rec, mask->smt.is_key);
    if (smt_need_map(map, PURPOSE, err) != WEIR_OK) {
        return err->class;
    }
    struct weir_value *items = smt_map_copy(batch, map, conf->fields.n);
    uint32_t n = map.n;
    for (size_t i = 0; i < conf->fields.n; i++) {
        int at = smt_map_find(map, conf->fields.items[i]);
        struct weir_value val = at < 0 ? weir_null() : map.items[2 * at + 1];
        if (masked(mask, val, &val, err) != WEIR_OK) {
            return err->class;
        }
        smt_map_put(items, &n, conf->fields.items[i], val);
    }
    smt_set(rec, mask->smt.is_key, NULL, weir_items(WEIR_MAP, items, n));
    return WEIR_OK;
}

static enum weir_verdict mask_one(void *self, struct weir_batch *batch, struct weir_record *rec,
                                  struct weir_err *err)
{
    struct mask *mask = self;
    const struct mask_conf *conf = mask->smt.conf;
    const struct weir_schema *sch = smt_schema(rec, mask->smt.is_key);
    struct weir_value old = smt_value(rec, mask->smt.is_key);
    if (!sch) {
        return of_map(mask, batch, rec, err);
    }
    if (smt_need_struct(old, PURPOSE, err) != WEIR_OK) {
        return err->class;
    }
    const struct mask_plan *plan =
        (const struct mask_plan *)plan_cache_get(&mask->smt.plans, batch, sch, err);
    if (!plan) {
        return err->class;
    }
    struct weir_value *items = smt_new_items(batch, old.n);
    if (smt_copy(sch, sch, old, conf->defaults, items, err) != WEIR_OK) {
        return err->class;
    }
    for (uint32_t i = 0; i < plan->n_masked; i++) {
        struct weir_value *val = &items[plan->masked[i]];
        if (masked(mask, *val, val, err) != WEIR_OK) {
            return err->class;
        }
    }
    smt_set(rec, mask->smt.is_key, sch, weir_items(WEIR_STRUCT, items, old.n));
    return WEIR_OK;
}

SMT_APPLY(mask_one)

static enum weir_verdict open_side(const struct weir_open *open, bool is_key, void **self,
                                   struct weir_err *err)
{
    const struct mask_conf *conf = open->conf;
    (void)err;
    struct mask *mask = smt_new(sizeof(*mask), open, is_key, sizeof(struct mask_plan), make_plan);
    number_text_parse(open->arena, conf->replacement, &mask->number);
    *self = mask;
    return WEIR_OK;
}

static const struct weir_conf_key keys[] = {
    {.name = "fields",
     .type = WEIR_CONF_LIST,
     .at = WEIR_AT(struct mask_conf, fields),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY | WEIR_KEY_UNIQUE,
     .importance = WEIR_HIGH,
     .doc = "Names of fields to mask."},
    {.name = "replacement",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct mask_conf, replacement),
     .flags = WEIR_KEY_NONEMPTY,
     .importance = WEIR_LOW,
     .doc = "Custom value replacement, that will be applied to all 'fields' values (numeric or "
            "non-empty string values only)."},
    SMT_DEFAULTS(WEIR_AT(struct mask_conf, defaults)),
    WEIR_CONF_END,
};

SMT_COMPONENTS(mask_field, SMT_KAFKA "MaskField", struct mask_conf,
               "Puts zero, nothing or a given text in the place of fields.", smt_close);
