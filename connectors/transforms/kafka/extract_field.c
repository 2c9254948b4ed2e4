/* SPDX-License-Identifier: Apache-2.0 */
/*
 * extract_field.c: ExtractField: one field takes the place of the whole key or value.
 */
#include "field_path.h"
#include "smt.h"
#include "transforms.h"

#define PURPOSE "field extraction"
#define NESTED  "nested field access"

struct extract_field_conf {
    struct weir_str field;
    int version; /* 0: V1 */
    bool defaults;
};

struct extract_field {
    struct smt smt;
    struct field_path path;
};

struct field_plan {
    struct plan base;
    const struct weir_schema *to;
    int *places; /* by step */
};

static enum weir_verdict make_plan(void *arg, struct plan *base, struct weir_err *err)
{
    const struct extract_field *self = arg;
    const struct extract_field_conf *conf = self->smt.conf;
    struct field_plan *plan = (struct field_plan *)base;
    const struct weir_schema *sch = base->from;
    plan->places = WEIR_NEW_ARRAY(&base->arena, int, self->path.n);
    for (size_t i = 0; i < self->path.n; i++) {
        if (sch->type != WEIR_STRUCT) {
            return weir_err_set(err, WEIR_BAD_DATA, "Cannot look up fields on non-struct type");
        }
        plan->places[i] = weir_schema_field(sch, self->path.steps[i]);
        if (plan->places[i] < 0) {
            return weir_err_set(err, WEIR_BAD_DATA, "Unknown field: %.*s",
                                WEIR_STR_ARG(conf->field));
        }
        sch = sch->fields[plan->places[i]].schema;
    }
    plan->to = sch;
    return WEIR_OK;
}

static enum weir_verdict of_map(struct extract_field *self, struct weir_record *rec,
                                struct weir_err *err)
{
    struct weir_value val = smt_value(rec, self->smt.is_key);
    for (size_t i = 0; i < self->path.n && val.type != WEIR_NULL; i++) {
        if (i && smt_need_map(val, NESTED, err) != WEIR_OK) {
            return err->class;
        }
        int at = smt_map_find(val, self->path.steps[i]);
        val = at < 0 ? weir_null() : val.items[2 * at + 1];
    }
    smt_set(rec, self->smt.is_key, NULL, val);
    return WEIR_OK;
}

static enum weir_verdict extract_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                     struct weir_err *err)
{
    struct extract_field *self = arg;
    const struct extract_field_conf *conf = self->smt.conf;
    const struct weir_schema *sch = smt_schema(rec, self->smt.is_key);
    struct weir_value val = smt_value(rec, self->smt.is_key);
    if (val.type != WEIR_NULL &&
        (sch ? smt_need_struct(val, PURPOSE, err) : smt_need_map(val, PURPOSE, err)) != WEIR_OK) {
        return err->class;
    }
    if (self->path.n == 0 && (sch || val.type != WEIR_NULL)) { /* V2's empty path */
        return weir_err_set(err, WEIR_BAD_DATA, "fromIndex(0) > toIndex(-1)");
    }
    if (!sch) {
        return of_map(self, rec, err);
    }
    const struct field_plan *plan =
        (const struct field_plan *)plan_cache_get(&self->smt.plans, batch, sch, err);
    if (!plan) {
        return err->class;
    }
    for (size_t i = 0; i < self->path.n && val.type != WEIR_NULL; i++) {
        bool last = i + 1 == self->path.n;
        sch = sch->fields[plan->places[i]].schema;
        val = smt_get(sch, val.items[plan->places[i]], conf->defaults || !last);
    }
    smt_set(rec, self->smt.is_key, plan->to, val);
    return WEIR_OK;
}

SMT_APPLY(extract_one)

static enum weir_verdict open_side(const struct weir_open *open, bool is_key, void **out,
                                   struct weir_err *err)
{
    const struct extract_field_conf *conf = open->conf;
    struct field_path path;
    if (field_path_parse(open->arena, conf->field, conf->version != 0, &path, err) != WEIR_OK) {
        return err->class;
    }
    struct extract_field *self =
        smt_new(sizeof(*self), open, is_key, sizeof(struct field_plan), make_plan);
    self->path = path;
    *out = self;
    return WEIR_OK;
}

static const char *const versions[] = {"V1", "V2", NULL};

static const struct weir_conf_key keys[] = {
    {.name = "field",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct extract_field_conf, field),
     .flags = WEIR_KEY_REQUIRED,
     .importance = WEIR_MEDIUM,
     .doc = "Field name to extract."},
    SMT_DEFAULTS(WEIR_AT(struct extract_field_conf, defaults)),
    {.name = "field.syntax.version",
     .type = WEIR_CONF_ENUM,
     .at = WEIR_AT(struct extract_field_conf, version),
     .def = "V1",
     .values = versions,
     .importance = WEIR_HIGH,
     .doc = "V1: the field is a name at the top. V2: names joined by dots lead into nested structs "
            "and maps; a name with dots of its own stands in backquotes."},
    WEIR_CONF_END,
};

SMT_COMPONENTS(extract_field, SMT_KAFKA "ExtractField", struct extract_field_conf,
               "Puts one field in the place of the whole key or value.", smt_close);
