/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header_from.c: HeaderFrom: fields of the key or value become headers; moved ones leave.
 */
#include "schema_build.h"
#include "smt.h"
#include "transforms.h"

enum { MOVE, COPY };

struct header_from_conf {
    struct weir_conf_list fields;
    struct weir_conf_list headers;
    int operation;
    bool defaults;
};

struct header_plan {
    struct plan base;
    const struct weir_schema *to; /* NULL: copies only */
    uint32_t *picks;              /* by field of to: place in the old struct */
    int *places;                  /* by header: place of the field, -1 if it is missing */
};

static bool listed(const struct header_from_conf *conf, struct weir_str name)
{
    for (size_t i = 0; i < conf->fields.n; i++) {
        if (weir_str_eq(conf->fields.items[i], name)) {
            return true;
        }
    }
    return false;
}

static enum weir_verdict make_plan(void *self, struct plan *base, struct weir_err *err)
{
    const struct header_from_conf *conf = ((struct smt *)self)->conf;
    const struct weir_schema *from = base->from;
    struct header_plan *plan = (struct header_plan *)base;
    struct schema_build build;
    plan->places = WEIR_NEW_ARRAY(&base->arena, int, conf->fields.n);
    for (size_t i = 0; i < conf->fields.n; i++) {
        plan->places[i] = weir_schema_field(from, conf->fields.items[i]);
    }
    if (conf->operation == COPY) {
        return WEIR_OK;
    }
    schema_build_like(&build, &base->arena, from);
    plan->picks = WEIR_NEW_ARRAY(&base->arena, uint32_t, from->n_fields);
    for (uint32_t i = 0; i < from->n_fields; i++) {
        if (!listed(conf, from->fields[i].name)) {
            plan->picks[build.spec.n_fields] = i;
            schema_build_field(&build, from->fields[i].name, from->fields[i].schema);
        }
    }
    plan->to = plan_own(base, schema_build_end(&build, err));
    return plan->to ? WEIR_OK : err->class;
}

static const char *purpose(const struct header_from_conf *conf)
{
    return conf->operation == MOVE ? "header move" : "header copy";
}

static enum weir_verdict of_map(struct smt *self, struct weir_batch *batch, struct weir_record *rec,
                                struct weir_err *err)
{
    const struct header_from_conf *conf = self->conf;
    struct weir_value map = smt_value(rec, self->is_key);
    if (smt_need_map(map, purpose(conf), err) != WEIR_OK) {
        return err->class;
    }
    struct weir_header *header = smt_headers_add(batch, rec, (uint32_t)conf->fields.n);
    for (size_t i = 0; i < conf->fields.n; i++) {
        int at = smt_map_find(map, conf->fields.items[i]);
        header[i] = (struct weir_header){.name = conf->headers.items[i],
                                         .value = at < 0 ? weir_null() : map.items[2 * at + 1]};
    }
    if (conf->operation == COPY) {
        return WEIR_OK;
    }
    struct weir_value *items = smt_new_items(batch, 2 * (size_t)map.n);
    uint32_t n = 0;
    for (uint32_t i = 0; i < map.n; i++) {
        const struct weir_value *entry = &map.items[2 * i];
        if (entry->type != WEIR_STRING || !listed(conf, weir_value_str(*entry))) {
            items[2 * n] = entry[0];
            items[2 * n++ + 1] = entry[1];
        }
    }
    smt_set(rec, self->is_key, NULL, weir_items(WEIR_MAP, items, n));
    return WEIR_OK;
}

static enum weir_verdict move_fields(struct smt *self, const struct header_plan *plan,
                                     struct weir_batch *batch, struct weir_record *rec,
                                     struct weir_err *err)
{
    const struct header_from_conf *conf = self->conf;
    struct weir_value old = smt_value(rec, self->is_key);
    uint32_t n = plan->to->n_fields;
    struct weir_value *items = smt_new_items(batch, n);
    for (uint32_t i = 0; i < n; i++) {
        const struct weir_field *field = &plan->to->fields[i];
        struct weir_value val = smt_get(field->schema, old.items[plan->picks[i]], conf->defaults);
        if (smt_put(field, &items[i], val, err) != WEIR_OK) {
            return err->class;
        }
    }
    smt_set(rec, self->is_key, plan->to, weir_items(WEIR_STRUCT, items, n));
    return WEIR_OK;
}

static enum weir_verdict header_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                    struct weir_err *err)
{
    struct smt *self = arg;
    const struct header_from_conf *conf = self->conf;
    const struct weir_schema *sch = smt_schema(rec, self->is_key);
    struct weir_value old = smt_value(rec, self->is_key);
    if (!sch) {
        return of_map(self, batch, rec, err);
    }
    if (smt_need_struct(old, purpose(conf), err) != WEIR_OK) {
        return err->class;
    }
    const struct header_plan *plan =
        (const struct header_plan *)plan_cache_get(&self->plans, batch, sch, err);
    if (!plan) {
        return err->class;
    }
    for (size_t i = 0; i < conf->fields.n; i++) {
        if (plan->places[i] < 0) {
            return weir_err_set(err, WEIR_BAD_DATA, "Field does not exist: %.*s",
                                WEIR_STR_ARG(conf->fields.items[i]));
        }
    }
    for (size_t i = 0; i < conf->fields.n; i++) {
        const struct weir_schema *inner = sch->fields[plan->places[i]].schema;
        struct weir_value val = smt_get(inner, old.items[plan->places[i]], conf->defaults);
        if (smt_header_check(inner, val, err) != WEIR_OK) {
            return err->class;
        }
    }
    if (plan->to && move_fields(self, plan, batch, rec, err) != WEIR_OK) {
        return err->class;
    }
    struct weir_header *header = smt_headers_add(batch, rec, (uint32_t)conf->fields.n);
    for (size_t i = 0; i < conf->fields.n; i++) {
        const struct weir_schema *inner = sch->fields[plan->places[i]].schema;
        struct weir_value val = smt_get(inner, old.items[plan->places[i]], conf->defaults);
        header[i] =
            (struct weir_header){.name = conf->headers.items[i], .schema = inner, .value = val};
    }
    return WEIR_OK;
}

SMT_APPLY(header_one)

static enum weir_verdict open_side(const struct weir_open *open, bool is_key, void **self,
                                   struct weir_err *err)
{
    const struct header_from_conf *conf = open->conf;
    if (conf->fields.n != conf->headers.n) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "'fields' config must have the same number of elements as 'headers' "
                            "config.");
    }
    *self = smt_new(sizeof(struct smt), open, is_key, sizeof(struct header_plan), make_plan);
    return WEIR_OK;
}

static enum weir_verdict check_list(struct weir_str text, struct weir_err *err)
{
    return text.n ? WEIR_OK : weir_err_set(err, WEIR_BAD_CONFIG, "Empty list");
}

#define AT(member) WEIR_AT(struct header_from_conf, member)

static const char *const operations[] = {"move", "copy", NULL};

static const struct weir_conf_key keys[] = {
    {.name = "fields",
     .type = WEIR_CONF_LIST,
     .at = AT(fields),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_CHECKS_NULL,
     .check = check_list,
     .importance = WEIR_HIGH,
     .doc = "Field names in the record whose values are to be copied or moved to headers."},
    {.name = "headers",
     .type = WEIR_CONF_LIST,
     .at = AT(headers),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_CHECKS_NULL,
     .check = check_list,
     .importance = WEIR_HIGH,
     .doc = "Header names, in the same order as the field names listed in the fields configuration "
            "property."},
    {.name = "operation",
     .type = WEIR_CONF_ENUM,
     .at = AT(operation),
     .values = operations,
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_EXACT,
     .importance = WEIR_HIGH,
     .doc = "move: the fields leave the key or value; copy: they stay."},
    SMT_DEFAULTS(AT(defaults)),
    WEIR_CONF_END,
};

SMT_COMPONENTS(header_from, SMT_KAFKA "HeaderFrom", struct header_from_conf,
               "Moves or copies fields into headers.", smt_close);
