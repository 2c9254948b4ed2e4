/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replace_field.c: ReplaceField: fields are left out, kept and renamed; their order stays.
 */
#include "schema_build.h"
#include "smt.h"
#include "transforms.h"

#define PURPOSE "field replacement"

struct replace_conf {
    struct weir_conf_list exclude;
    struct weir_conf_list include;
    struct weir_conf_list renames; /* "old:new" */
    bool defaults;
};

struct replace_plan {
    struct plan base;
    const struct weir_schema *to;
    uint32_t *picks; /* by field of the new struct: place in the old one */
};

static bool listed(const struct weir_conf_list *list, struct weir_str name)
{
    for (size_t i = 0; i < list->n; i++) {
        if (weir_str_eq(list->items[i], name)) {
            return true;
        }
    }
    return false;
}

static bool stays(const struct replace_conf *conf, struct weir_str name)
{
    return !listed(&conf->exclude, name) && (!conf->include.n || listed(&conf->include, name));
}

static void halves(struct weir_str rename, struct weir_str *from, struct weir_str *to)
{
    *to = rename;
    weir_str_split(to, ':', from);
}

/* The new name of a field; the last rename of a name counts. */
static struct weir_str renamed(const struct replace_conf *conf, struct weir_str name)
{
    for (size_t i = conf->renames.n; i > 0; i--) {
        struct weir_str from, to;
        halves(conf->renames.items[i - 1], &from, &to);
        if (weir_str_eq(from, name)) {
            return to;
        }
    }
    return name;
}

/*
 * Connect asks for a new field's value by turning the name back, so that of two fields renamed to
 * one another's names, or of a name that was taken before, it is the old name that counts.
 */
static struct weir_str turned_back(const struct replace_conf *conf, struct weir_str name)
{
    for (size_t i = conf->renames.n; i > 0; i--) {
        struct weir_str from, to;
        halves(conf->renames.items[i - 1], &from, &to);
        if (weir_str_eq(to, name) && weir_str_eq(renamed(conf, from), to)) {
            return from;
        }
    }
    return name;
}

static enum weir_verdict make_plan(void *self, struct plan *base, struct weir_err *err)
{
    const struct replace_conf *conf = ((struct smt *)self)->conf;
    struct replace_plan *plan = (struct replace_plan *)base;
    const struct weir_schema *from = base->from;
    struct schema_build build;
    schema_build_like(&build, &base->arena, from);
    plan->picks = WEIR_NEW_ARRAY(&base->arena, uint32_t, from->n_fields);
    for (uint32_t i = 0; i < from->n_fields; i++) {
        const struct weir_field *field = &from->fields[i];
        if (!stays(conf, field->name)) {
            continue;
        }
        struct weir_str name = renamed(conf, field->name);
        int at = weir_schema_field(from, turned_back(conf, name));
        if (at < 0) {
            return weir_err_set(err, WEIR_BAD_DATA, "%.*s is not a valid field name",
                                WEIR_STR_ARG(turned_back(conf, name)));
        }
        plan->picks[build.spec.n_fields] = (uint32_t)at;
        schema_build_field(&build, name, field->schema);
    }
    plan->to = plan_own(base, schema_build_end(&build, err));
    return plan->to ? WEIR_OK : err->class;
}

static enum weir_verdict of_map(struct smt *self, struct weir_batch *batch, struct weir_record *rec,
                                struct weir_err *err)
{
    const struct replace_conf *conf = self->conf;
    struct weir_value map = smt_value(rec, self->is_key);
    if (smt_need_map(map, PURPOSE, err) != WEIR_OK) {
        return err->class;
    }
    struct weir_value *items = smt_new_items(batch, 2 * (size_t)map.n);
    uint32_t n = 0;
    for (uint32_t i = 0; i < map.n; i++) {
        struct weir_str name = weir_value_str(map.items[2 * i]);
        if (map.items[2 * i].type == WEIR_STRING && stays(conf, name)) {
            smt_map_put(items, &n, renamed(conf, name), map.items[2 * i + 1]);
        }
    }
    smt_set(rec, self->is_key, NULL, weir_items(WEIR_MAP, items, n));
    return WEIR_OK;
}

static enum weir_verdict of_struct(struct smt *self, struct weir_batch *batch,
                                   struct weir_record *rec, struct weir_err *err)
{
    const struct replace_conf *conf = self->conf;
    const struct weir_schema *sch = smt_schema(rec, self->is_key);
    struct weir_value old = smt_value(rec, self->is_key);
    if (smt_need_struct(old, PURPOSE, err) != WEIR_OK) {
        return err->class;
    }
    const struct replace_plan *plan =
        (const struct replace_plan *)plan_cache_get(&self->plans, batch, sch, err);
    if (!plan) {
        return err->class;
    }
    uint32_t n = plan->to->n_fields;
    struct weir_value *items = smt_new_items(batch, n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t pick = plan->picks[i];
        struct weir_value val = smt_get(sch->fields[pick].schema, old.items[pick], conf->defaults);
        if (smt_put(&plan->to->fields[i], &items[i], val, err) != WEIR_OK) {
            return err->class;
        }
    }
    smt_set(rec, self->is_key, plan->to, weir_items(WEIR_STRUCT, items, n));
    return WEIR_OK;
}

static enum weir_verdict replace_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                     struct weir_err *err)
{
    struct smt *self = arg;
    if (smt_value(rec, self->is_key).type == WEIR_NULL) {
        return WEIR_OK;
    }
    return smt_schema(rec, self->is_key) ? of_struct(self, batch, rec, err)
                                         : of_map(self, batch, rec, err);
}

SMT_APPLY(replace_one)

static enum weir_verdict open_side(const struct weir_open *open, bool is_key, void **self,
                                   struct weir_err *err)
{
    (void)err;
    *self = smt_new(sizeof(struct smt), open, is_key, sizeof(struct replace_plan), make_plan);
    return WEIR_OK;
}

/* Each is "old:new". */
static enum weir_verdict check_renames(struct weir_str list, struct weir_err *err)
{
    struct weir_str item;
    list = list.n ? list : WEIR_STR_NULL;
    while (smt_list_next(&list, &item)) {
        struct weir_str rest = item;
        struct weir_str part;
        size_t n = 0;
        for (bool some = true; some && weir_str_split(&rest, ':', &part); n++) {
            some = rest.n > 0;
        }
        if (n != 2) {
            return weir_err_set(err, WEIR_BAD_CONFIG, "Invalid rename mapping: %.*s",
                                WEIR_STR_ARG(item));
        }
    }
    return WEIR_OK;
}

#define AT(member) WEIR_AT(struct replace_conf, member)

static const struct weir_conf_key keys[] = {
    {.name = "exclude",
     .type = WEIR_CONF_LIST,
     .at = AT(exclude),
     .def = "",
     .flags = WEIR_KEY_UNIQUE,
     .importance = WEIR_MEDIUM,
     .doc = "Fields to exclude. This takes precedence over the fields to include."},
    {.name = "include",
     .type = WEIR_CONF_LIST,
     .at = AT(include),
     .def = "",
     .flags = WEIR_KEY_UNIQUE,
     .importance = WEIR_MEDIUM,
     .doc = "Fields to include. If specified, only these fields will be used."},
    {.name = "renames",
     .type = WEIR_CONF_LIST,
     .at = AT(renames),
     .def = "",
     .check = check_renames,
     .importance = WEIR_MEDIUM,
     .doc = "Field rename mappings: old:new, separated by commas."},
    SMT_DEFAULTS(AT(defaults)),
    WEIR_CONF_END,
};

SMT_COMPONENTS(replace_field, SMT_KAFKA "ReplaceField", struct replace_conf,
               "Leaves out, keeps or renames fields.", smt_close);
