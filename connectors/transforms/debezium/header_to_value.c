/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header_to_value.c: HeaderToValue: headers become fields of the value, at its top or, by a dotted
 * name, within a struct of it. What schema comes of which headers is kept with the value's schema.
 */
#include "schema_build.h"
#include "smt.h"
#include "transforms.h"

enum { MOVE, COPY };

#define STEPS_MAX  32
#define SHAPES_MAX 64

struct to_value_conf {
    struct weir_conf_list headers;
    struct weir_conf_list fields;
    int operation;
};

struct target {
    struct weir_str steps[STEPS_MAX];
    size_t n;
};

struct to_value {
    struct smt smt;
    struct target *targets; /* by header */
};

/* A header that was found, and where it goes. */
struct entry {
    const struct target *target;
    const struct weir_header *header;
};

struct entries {
    struct entry *items;
    size_t n;
};

/* The schema that a value gets from headers of these schemas at these places. */
struct shape {
    const struct target **targets;
    const struct weir_schema **schemas;
    size_t n;
    const struct weir_schema *to;
};

struct to_value_plan {
    struct plan base;
    struct shape shapes[SHAPES_MAX];
    size_t n;
};

static int index_of(const struct to_value_conf *conf, struct weir_str name)
{
    for (size_t i = 0; i < conf->headers.n; i++) {
        if (weir_str_eq(conf->headers.items[i], name)) {
            return (int)i;
        }
    }
    return -1;
}

/* Whether the target lies deeper, through the field of this name at this level. */
static bool leads_through(const struct target *target, size_t level, struct weir_str name)
{
    return target->n > level + 1 && weir_str_eq(target->steps[level], name);
}

static bool any_through(const struct entries *entries, size_t level, struct weir_str name)
{
    for (size_t i = 0; i < entries->n; i++) {
        if (leads_through(entries->items[i].target, level, name)) {
            return true;
        }
    }
    return false;
}

static struct entries through(struct weir_batch *batch, const struct entries *entries, size_t level,
                              struct weir_str name)
{
    struct entries out = {.items =
                              weir_arena_alloc(&batch->arena, entries->n * sizeof(*out.items))};
    for (size_t i = 0; i < entries->n; i++) {
        if (leads_through(entries->items[i].target, level, name)) {
            out.items[out.n++] = entries->items[i];
        }
    }
    return out;
}

/* ---- the way there ---- */

static struct weir_str whole_name(struct weir_batch *batch, const struct target *target)
{
    struct weir_str name = target->steps[0];
    for (size_t i = 1; i < target->n; i++) {
        name = weir_str_of(weir_arena_printf(&batch->arena, "%.*s.%.*s", WEIR_STR_ARG(name),
                                             WEIR_STR_ARG(target->steps[i])));
    }
    return name;
}

static enum weir_verdict check_way(struct weir_batch *batch, const struct target *target,
                                   const struct weir_schema *sch, struct weir_err *err)
{
    for (size_t i = 0; i + 1 < target->n; i++) {
        int at = weir_schema_field(sch, target->steps[i]);
        if (at < 0) {
            return weir_err_set(
                err, WEIR_BAD_DATA,
                "Field '%.*s' does not exist in the schema. Cannot add nested field '%.*s'.",
                WEIR_STR_ARG(target->steps[i]), WEIR_STR_ARG(whole_name(batch, target)));
        }
        sch = sch->fields[at].schema;
        if (sch->type != WEIR_STRUCT) {
            return weir_err_set(
                err, WEIR_BAD_DATA,
                "Field '%.*s' is a primitive type, not a struct. Cannot add nested field '%.*s'.",
                WEIR_STR_ARG(target->steps[i]), WEIR_STR_ARG(whole_name(batch, target)));
        }
    }
    return WEIR_OK;
}

/* ---- schema and value ---- */

static const struct weir_schema *extended(struct weir_batch *batch, const struct weir_schema *sch,
                                          const struct entries *entries, size_t level,
                                          struct weir_err *err)
{
    struct schema_build build;
    schema_build_like(&build, &batch->arena, sch);
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        const struct weir_schema *inner = sch->fields[i].schema;
        if (inner->type == WEIR_STRUCT && any_through(entries, level, sch->fields[i].name)) {
            struct entries deeper = through(batch, entries, level, sch->fields[i].name);
            const struct weir_schema *made = extended(batch, inner, &deeper, level + 1, err);
            inner = weir_batch_hold(batch, made);
            weir_schema_unref(made);
        }
        if (!inner) {
            return NULL;
        }
        schema_build_field(&build, sch->fields[i].name, inner);
    }
    for (size_t i = 0; i < entries->n; i++) {
        const struct weir_schema *inner = entries->items[i].header->schema;
        if (entries->items[i].target->n == level + 1) {
            if (!inner) {
                weir_err_set(err, WEIR_BAD_DATA, "fieldSchema for field %.*s cannot be null.",
                             WEIR_STR_ARG(entries->items[i].target->steps[level]));
                return NULL;
            }
            schema_build_field(&build, entries->items[i].target->steps[level], inner);
        }
    }
    return schema_build_end(&build, err);
}

static enum weir_verdict fill(struct weir_batch *batch, const struct weir_schema *to,
                              const struct weir_schema *from, struct weir_value old,
                              const struct entries *entries, size_t level, struct weir_value *out,
                              struct weir_err *err)
{
    struct weir_value *items = smt_new_items(batch, to->n_fields);
    uint32_t n = 0;
    for (; n < old.n; n++) {
        struct weir_value val = smt_get(from->fields[n].schema, old.items[n], true);
        items[n] = val;
        if (val.type == WEIR_NULL || !any_through(entries, level, from->fields[n].name)) {
            continue;
        }
        struct entries deeper = through(batch, entries, level, from->fields[n].name);
        if (smt_need_struct(val, "Nested field", err) != WEIR_OK ||
            fill(batch, to->fields[n].schema, from->fields[n].schema, val, &deeper, level + 1,
                 &items[n], err) != WEIR_OK) {
            return err->class;
        }
    }
    for (size_t i = 0; i < entries->n; i++) {
        if (entries->items[i].target->n == level + 1) {
            if (smt_put(&to->fields[n], &items[n], entries->items[i].header->value, err) !=
                WEIR_OK) {
                return err->class;
            }
            n++;
        }
    }
    *out = weir_items(WEIR_STRUCT, items, n);
    return WEIR_OK;
}

/* ---- shapes ---- */

static enum weir_verdict make_plan(void *self, struct plan *plan, struct weir_err *err)
{
    (void)self;
    (void)plan;
    (void)err;
    return WEIR_OK;
}

static bool is_shape_of(const struct shape *shape, const struct entries *entries)
{
    bool same = shape->n == entries->n;
    for (size_t i = 0; same && i < entries->n; i++) {
        same = shape->targets[i] == entries->items[i].target &&
               shape->schemas[i] == entries->items[i].header->schema;
    }
    return same;
}

static void keep_shape(struct to_value_plan *plan, const struct entries *entries,
                       const struct weir_schema *to)
{
    struct weir_arena *arena = &plan->base.arena;
    struct shape *shape = &plan->shapes[plan->n++];
    shape->n = entries->n;
    shape->targets = WEIR_NEW_ARRAY(arena, const struct target *, entries->n);
    shape->schemas = WEIR_NEW_ARRAY(arena, const struct weir_schema *, entries->n);
    for (size_t i = 0; i < entries->n; i++) {
        shape->targets[i] = entries->items[i].target;
        shape->schemas[i] =
            plan_own(&plan->base, weir_schema_ref(entries->items[i].header->schema));
    }
    shape->to = plan_own(&plan->base, weir_schema_ref(to));
}

/* The batch holds it. NULL: err says why. */
static const struct weir_schema *schema_with(struct to_value_plan *plan, struct weir_batch *batch,
                                             const struct entries *entries, struct weir_err *err)
{
    for (size_t i = 0; i < plan->n; i++) {
        if (is_shape_of(&plan->shapes[i], entries)) {
            return plan->shapes[i].to;
        }
    }
    for (size_t i = 0; i < entries->n; i++) {
        if (check_way(batch, entries->items[i].target, plan->base.from, err) != WEIR_OK) {
            return NULL;
        }
    }
    const struct weir_schema *to = extended(batch, plan->base.from, entries, 0, err);
    if (to) {
        weir_batch_hold(batch, to);
        if (plan->n < SHAPES_MAX) {
            keep_shape(plan, entries, to);
        }
        weir_schema_unref(to);
    }
    return to;
}

/* ---- records ---- */

static struct entries find_entries(const struct to_value *self, struct weir_batch *batch,
                                   const struct weir_record *rec)
{
    struct entries entries = {
        .items = weir_arena_alloc(&batch->arena, rec->n_headers * sizeof(*entries.items))};
    for (uint32_t i = 0; i < rec->n_headers; i++) {
        int at = index_of(self->smt.conf, rec->headers[i].name);
        if (at >= 0) {
            entries.items[entries.n++] =
                (struct entry){.target = &self->targets[at], .header = &rec->headers[i]};
        }
    }
    return entries;
}

static void remove_headers(const struct to_value_conf *conf, struct weir_batch *batch,
                           struct weir_record *rec)
{
    struct weir_header *headers =
        weir_arena_alloc(&batch->arena, rec->n_headers * sizeof(*headers));
    uint32_t n = 0;
    for (uint32_t i = 0; i < rec->n_headers; i++) {
        if (index_of(conf, rec->headers[i].name) < 0) {
            headers[n++] = rec->headers[i];
        }
    }
    rec->headers = headers;
    rec->n_headers = n;
}

static enum weir_verdict to_value_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                      struct weir_err *err)
{
    struct to_value *self = arg;
    const struct to_value_conf *conf = self->smt.conf;
    struct weir_value val;
    if (rec->value.type == WEIR_NULL) {
        return WEIR_OK;
    }
    if (smt_need_struct(rec->value, "Header field insertion", err) != WEIR_OK) {
        return err->class;
    }
    struct entries entries = find_entries(self, batch, rec);
    if (!entries.n) {
        return WEIR_OK;
    }
    struct to_value_plan *plan =
        (struct to_value_plan *)plan_cache_get(&self->smt.plans, batch, rec->value_schema, err);
    const struct weir_schema *to = plan ? schema_with(plan, batch, &entries, err) : NULL;
    if (!to) {
        return err->class;
    }
    if (fill(batch, to, rec->value_schema, rec->value, &entries, 0, &val, err) != WEIR_OK) {
        return err->class;
    }
    smt_set(rec, false, to, val);
    if (conf->operation == MOVE) {
        remove_headers(conf, batch, rec);
    }
    return WEIR_OK;
}

SMT_APPLY(to_value_one)

static enum weir_verdict parse_target(struct weir_str field, struct target *target,
                                      struct weir_err *err)
{
    struct weir_str step;
    struct weir_str rest = field;
    while (weir_str_split(&rest, '.', &step)) {
        if (target->n == STEPS_MAX) {
            return weir_err_set(err, WEIR_BAD_CONFIG, "fields: %.*s has more than %d parts",
                                WEIR_STR_ARG(field), STEPS_MAX);
        }
        target->steps[target->n++] = step;
    }
    return target->n ? WEIR_OK
                     : weir_err_set(err, WEIR_BAD_CONFIG, "fields: a name must not be empty");
}

static enum weir_verdict to_value_open(const struct weir_open *open, void **out,
                                       struct weir_err *err)
{
    const struct to_value_conf *conf = open->conf;
    if (conf->headers.n != conf->fields.n) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "'fields' config must have the same number of elements as 'headers' "
                            "config.");
    }
    struct target *targets = WEIR_NEW_ARRAY(open->arena, struct target, conf->fields.n);
    for (size_t i = 0; i < conf->fields.n; i++) {
        if (parse_target(conf->fields.items[i], &targets[i], err) != WEIR_OK) {
            return err->class;
        }
    }
    struct to_value *self =
        smt_new(sizeof(*self), open, false, sizeof(struct to_value_plan), make_plan);
    self->targets = targets;
    *out = self;
    return WEIR_OK;
}

static const char *const operations[] = {"move", "copy", NULL};

static const struct weir_conf_key keys[] = {
    {.name = "headers",
     .type = WEIR_CONF_LIST,
     .at = WEIR_AT(struct to_value_conf, headers),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY,
     .importance = WEIR_HIGH,
     .display = "Header names list",
     .doc = "Header names in the record whose values are to be copied or moved to record value."},
    {.name = "fields",
     .type = WEIR_CONF_LIST,
     .at = WEIR_AT(struct to_value_conf, fields),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY,
     .importance = WEIR_HIGH,
     .display = "Field names list",
     .doc = "Field names, in the same order as the header names; dots lead into structs."},
    {.name = "operation",
     .type = WEIR_CONF_ENUM,
     .at = WEIR_AT(struct to_value_conf, operation),
     .values = operations,
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_EXACT,
     .importance = WEIR_HIGH,
     .display = "Operation: mover or copy",
     .doc = "move: the headers are taken off; copy: they stay."},
    WEIR_CONF_END,
};

SMT_COMPONENT(header_to_value, SMT_DEBEZIUM "HeaderToValue", struct to_value_conf,
              "Moves or copies headers into fields of the value.", to_value_open, smt_close);
