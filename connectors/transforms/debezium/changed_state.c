/* SPDX-License-Identifier: Apache-2.0 */
/*
 * changed_state.c: ExtractChangedRecordState: headers list which columns an update changed, and
 * which it did not.
 */
#include "envelope.h"
#include "smt.h"
#include "transforms.h"

struct changed_conf {
    struct weir_str changed; /* names of headers; p NULL or blank: none */
    struct weir_str unchanged;
};

struct changed {
    struct smt smt;
    const struct weir_schema *changed; /* NULL: not wanted */
    const struct weir_schema *unchanged;
};

struct changed_plan {
    struct plan base;
    int before, after;
    int *places; /* by field of after: its place in before */
};

static enum weir_verdict need_field(int at, const char *name, struct weir_err *err)
{
    return at >= 0 ? WEIR_OK
                   : weir_err_set(err, WEIR_BAD_DATA, "%s is not a valid field name", name);
}

static enum weir_verdict make_plan(void *self, struct plan *base, struct weir_err *err)
{
    struct changed_plan *plan = (struct changed_plan *)base;
    (void)self;
    plan->after = weir_schema_field(base->from, WEIR_STR("after"));
    plan->before = weir_schema_field(base->from, WEIR_STR("before"));
    if (need_field(plan->after, "after", err) != WEIR_OK ||
        need_field(plan->before, "before", err) != WEIR_OK) {
        return err->class;
    }
    const struct weir_schema *after = base->from->fields[plan->after].schema;
    const struct weir_schema *before = base->from->fields[plan->before].schema;
    plan->places = WEIR_NEW_ARRAY(&base->arena, int, after->n_fields);
    for (uint32_t i = 0; i < after->n_fields; i++) {
        plan->places[i] = weir_schema_field(before, after->fields[i].name);
    }
    return WEIR_OK;
}

struct names {
    struct weir_value *changed, *unchanged;
    uint32_t n_changed, n_unchanged;
};

static enum weir_verdict compare_rows(const struct changed_plan *plan, struct weir_batch *batch,
                                      const struct weir_record *rec, struct names *names,
                                      struct weir_err *err)
{
    struct weir_value after = rec->value.items[plan->after];
    struct weir_value before = rec->value.items[plan->before];
    if (after.type == WEIR_NULL || before.type == WEIR_NULL) {
        return WEIR_OK;
    }
    if (smt_need_struct(after, "After value should be struct.", err) != WEIR_OK ||
        smt_need_struct(before, "Before value should be struct.", err) != WEIR_OK) {
        return err->class;
    }
    const struct weir_schema *sch = rec->value_schema->fields[plan->after].schema;
    names->changed = smt_new_items(batch, after.n);
    names->unchanged = smt_new_items(batch, after.n);
    for (uint32_t i = 0; i < after.n; i++) {
        struct weir_str name = sch->fields[i].name;
        if (plan->places[i] < 0) {
            return weir_err_set(err, WEIR_BAD_DATA, "%.*s is not a valid field name",
                                WEIR_STR_ARG(name));
        }
        if (weir_value_equal(after.items[i], before.items[plan->places[i]])) {
            names->unchanged[names->n_unchanged++] = weir_string(name);
        } else {
            names->changed[names->n_changed++] = weir_string(name);
        }
    }
    return WEIR_OK;
}

static void add_header(struct weir_batch *batch, struct weir_record *rec, struct weir_str name,
                       const struct weir_schema *sch, const struct weir_value *items, uint32_t n)
{
    if (sch) {
        *smt_headers_add(batch, rec, 1) =
            (struct weir_header){.name = name,
                                 .schema = weir_batch_hold(batch, sch),
                                 .value = weir_items(WEIR_ARRAY, items, n)};
    }
}

static enum weir_verdict changed_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                     struct weir_err *err)
{
    struct changed *self = arg;
    const struct changed_conf *conf = self->smt.conf;
    struct names names = {0};
    if (rec->value.type == WEIR_NULL || !envelope_is(rec->value_schema)) {
        return WEIR_OK;
    }
    if (smt_need_struct(rec->value, "Record value should be struct.", err) != WEIR_OK) {
        return err->class;
    }
    const struct changed_plan *plan = (const struct changed_plan *)plan_cache_get(
        &self->smt.plans, batch, rec->value_schema, err);
    if (!plan || compare_rows(plan, batch, rec, &names, err) != WEIR_OK) {
        return err->class;
    }
    add_header(batch, rec, conf->changed, self->changed, names.changed, names.n_changed);
    add_header(batch, rec, conf->unchanged, self->unchanged, names.unchanged, names.n_unchanged);
    return WEIR_OK;
}

SMT_APPLY(changed_one)

static const struct weir_schema *list_schema(struct weir_str name)
{
    struct weir_schema_spec spec = {
        .type = WEIR_ARRAY,
        .optional = true,
        .name = name,
        .value_schema = weir_schema_plain(WEIR_STRING, true),
    };
    return weir_str_trim(name).n ? weir_schema_make(&spec) : NULL;
}

static enum weir_verdict changed_open(const struct weir_open *open, void **out,
                                      struct weir_err *err)
{
    const struct changed_conf *conf = open->conf;
    (void)err;
    struct changed *self =
        smt_new(sizeof(*self), open, false, sizeof(struct changed_plan), make_plan);
    self->changed = list_schema(conf->changed);
    self->unchanged = list_schema(conf->unchanged);
    *out = self;
    return WEIR_OK;
}

static void changed_close(void *arg)
{
    struct changed *self = arg;
    weir_schema_unref(self->changed);
    weir_schema_unref(self->unchanged);
    smt_close(self);
}

static const struct weir_conf_key keys[] = {
    {.name = "header.changed.name",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct changed_conf, changed),
     .importance = WEIR_LOW,
     .width = WEIR_WIDTH_LONG,
     .display = "Header changed name.",
     .doc = "The header that lists the changed columns; unset: none."},
    {.name = "header.unchanged.name",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct changed_conf, unchanged),
     .importance = WEIR_LOW,
     .width = WEIR_WIDTH_LONG,
     .display = "Header unchanged name.",
     .doc = "The header that lists the columns that stayed; unset: none."},
    WEIR_CONF_END,
};

SMT_COMPONENT(extract_changed, SMT_DEBEZIUM "ExtractChangedRecordState", struct changed_conf,
              "Lists in headers which columns an update changed.", changed_open, changed_close);
