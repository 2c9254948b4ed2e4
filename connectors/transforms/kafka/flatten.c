/* SPDX-License-Identifier: Apache-2.0 */
/*
 * flatten.c: Flatten: the fields of structs within structs, or of maps within maps, become fields
 * of the outermost, their names joined. Arrays stay.
 */
#include "common/java_class.h"
#include "schema_build.h"
#include "smt.h"
#include "transforms.h"

#define PURPOSE   "flattening"
#define DEPTH_MAX 128

struct flatten_conf {
    struct weir_str delimiter;
};

struct flatten_plan {
    struct plan base;
    const struct weir_schema *to;
};

static bool deep(int depth, struct weir_err *err)
{
    if (depth >= DEPTH_MAX) {
        weir_err_set(err, WEIR_BAD_DATA, "cannot flatten more than %d levels", DEPTH_MAX);
    }
    return depth >= DEPTH_MAX;
}

static struct weir_str joined(struct weir_arena *arena, const struct flatten_conf *conf,
                              struct weir_str prefix, struct weir_str name)
{
    if (!prefix.n) {
        return name;
    }
    size_t n = prefix.n + conf->delimiter.n + name.n;
    char *to = weir_arena_bytes(arena, n);
    memcpy(to, prefix.p, prefix.n);
    memcpy(to + prefix.n, conf->delimiter.p, conf->delimiter.n);
    memcpy(to + prefix.n + conf->delimiter.n, name.p, name.n);
    return weir_str_n(to, n);
}

/* ---- plans ---- */

struct flattening {
    const struct flatten_conf *conf;
    struct plan *plan;
    struct schema_build build;
    struct weir_err *err;
};

/* A leaf in its flat place: as optional as what it stood in, with the default that its place had.
 */
static void add_leaf(struct flattening *flat, struct weir_str name, const struct weir_schema *sch,
                     bool optional, struct weir_value def)
{
    struct weir_schema_spec spec = weir_schema_spec_of(sch);
    spec.optional = optional;
    spec.def = def.type == WEIR_NULL ? NULL : &def;
    schema_build_field(&flat->build, name, plan_own(flat->plan, weir_schema_make(&spec)));
}

static bool add_fields(struct flattening *flat, const struct weir_schema *sch,
                       struct weir_str prefix, bool optional, struct weir_value def, int depth)
{
    if (deep(depth, flat->err)) {
        return false;
    }
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        const struct weir_schema *inner = sch->fields[i].schema;
        struct weir_str name = joined(&flat->plan->arena, flat->conf, prefix, sch->fields[i].name);
        bool may_miss = optional || inner->optional;
        struct weir_value own = inner->has_default        ? inner->def
                                : def.type == WEIR_STRUCT ? def.items[i]
                                                          : weir_null();
        if (inner->type == WEIR_MAP) {
            weir_err_set(flat->err, WEIR_BAD_DATA,
                         "Flatten transformation does not support MAP for record with schemas (for "
                         "field %.*s).",
                         WEIR_STR_ARG(name));
            return false;
        }
        if (inner->type != WEIR_STRUCT) {
            add_leaf(flat, name, inner, may_miss, own);
        } else if (!add_fields(flat, inner, name, may_miss, own, depth + 1)) {
            return false;
        }
    }
    return true;
}

static enum weir_verdict make_plan(void *self, struct plan *plan, struct weir_err *err)
{
    struct flattening flat = {.conf = ((struct smt *)self)->conf, .plan = plan, .err = err};
    const struct weir_schema *from = plan->from;
    if (schema_build_need_struct(from, err) != WEIR_OK) {
        return err->class;
    }
    schema_build_like(&flat.build, &plan->arena, from);
    if (!add_fields(&flat, from, WEIR_STR(""), from->optional,
                    from->has_default ? from->def : weir_null(), 0)) {
        return err->class;
    }
    const struct weir_schema *to = plan_own(plan, schema_build_end(&flat.build, err));
    ((struct flatten_plan *)plan)->to = to;
    return to ? WEIR_OK : err->class;
}

/* ---- records ---- */

static uint32_t put_nothing(const struct weir_schema *sch, struct weir_value *items, uint32_t n)
{
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        const struct weir_schema *inner = sch->fields[i].schema;
        if (inner->type == WEIR_STRUCT) {
            n = put_nothing(inner, items, n);
        } else {
            items[n++] = weir_null();
        }
    }
    return n;
}

/* Puts the leaves of val behind the n that are there; the new count, UINT32_MAX on an error. */
static uint32_t put_fields(const struct weir_schema *to, const struct weir_schema *sch,
                           struct weir_value val, struct weir_value *items, uint32_t n,
                           struct weir_err *err)
{
    for (uint32_t i = 0; i < sch->n_fields && n != UINT32_MAX; i++) {
        const struct weir_schema *inner = sch->fields[i].schema;
        struct weir_value own = val.items[i];
        if (inner->type != WEIR_STRUCT) {
            bool good =
                smt_put(&to->fields[n], &items[n], smt_get(inner, own, true), err) == WEIR_OK;
            n = good ? n + 1 : UINT32_MAX;
        } else if (own.type == WEIR_STRUCT) {
            n = put_fields(to, inner, own, items, n, err);
        } else {
            n = put_nothing(inner, items, n);
        }
    }
    return n;
}

struct entries {
    const struct flatten_conf *conf;
    struct weir_batch *batch;
    struct weir_value *items;
    uint32_t n, cap;
};

static void put_entry(struct entries *to, struct weir_str name, struct weir_value val)
{
    if (to->n == to->cap) {
        struct weir_value map = weir_items(WEIR_MAP, to->items, to->n);
        to->items = smt_map_copy(to->batch, map, to->cap + 8);
        to->cap += to->cap + 8;
    }
    smt_map_put(to->items, &to->n, name, val);
}

static enum weir_verdict put_map(struct entries *to, struct weir_value map, struct weir_str prefix,
                                 int depth, struct weir_err *err)
{
    if (deep(depth, err)) {
        return err->class;
    }
    for (uint32_t i = 0; i < map.n; i++) {
        struct weir_value key = map.items[2 * i];
        struct weir_value val = map.items[2 * i + 1];
        if (key.type != WEIR_STRING) {
            return weir_err_set(err, WEIR_BAD_DATA, "a key is a %s, not a string", java_class(key));
        }
        struct weir_str name = joined(&to->batch->arena, to->conf, prefix, weir_value_str(key));
        if (val.type == WEIR_MAP) {
            if (put_map(to, val, name, depth + 1, err) != WEIR_OK) {
                return err->class;
            }
        } else if (val.type == WEIR_STRUCT) {
            return weir_err_set(err, WEIR_BAD_DATA,
                                "Flatten transformation does not support class %s for record "
                                "without schemas (for field %.*s).",
                                java_class(val), WEIR_STR_ARG(name));
        } else if (val.type > WEIR_STRUCT) {
            return weir_err_set(err, WEIR_BAD_DATA,
                                "Flatten transformation was passed a value of type class %s which "
                                "is not supported by Connect's data API",
                                java_class(val));
        } else {
            put_entry(to, name, val);
        }
    }
    return WEIR_OK;
}

static enum weir_verdict of_map(struct smt *self, struct weir_batch *batch, struct weir_record *rec,
                                struct weir_err *err)
{
    struct weir_value map = smt_value(rec, self->is_key);
    struct entries to = {.conf = self->conf, .batch = batch};
    if (smt_need_map(map, PURPOSE, err) != WEIR_OK ||
        put_map(&to, map, WEIR_STR(""), 0, err) != WEIR_OK) {
        return err->class;
    }
    smt_set(rec, self->is_key, NULL, weir_items(WEIR_MAP, to.items, to.n));
    return WEIR_OK;
}

static enum weir_verdict flatten_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                     struct weir_err *err)
{
    struct smt *self = arg;
    const struct weir_schema *sch = smt_schema(rec, self->is_key);
    struct weir_value val = smt_value(rec, self->is_key);
    if (val.type == WEIR_NULL) {
        return WEIR_OK;
    }
    if (!sch) {
        return of_map(self, batch, rec, err);
    }
    if (smt_need_struct(val, PURPOSE, err) != WEIR_OK) {
        return err->class;
    }
    const struct flatten_plan *plan =
        (const struct flatten_plan *)plan_cache_get(&self->plans, batch, sch, err);
    if (!plan) {
        return err->class;
    }
    struct weir_value *items = smt_new_items(batch, plan->to->n_fields);
    uint32_t n = put_fields(plan->to, sch, val, items, 0, err);
    if (n == UINT32_MAX) {
        return err->class;
    }
    smt_set(rec, self->is_key, plan->to, weir_items(WEIR_STRUCT, items, n));
    return WEIR_OK;
}

SMT_APPLY(flatten_one)

static enum weir_verdict open_side(const struct weir_open *open, bool is_key, void **self,
                                   struct weir_err *err)
{
    (void)err;
    *self = smt_new(sizeof(struct smt), open, is_key, sizeof(struct flatten_plan), make_plan);
    return WEIR_OK;
}

static const struct weir_conf_key keys[] = {
    {.name = "delimiter",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct flatten_conf, delimiter),
     .def = ".",
     .importance = WEIR_MEDIUM,
     .doc = "Delimiter to insert between field names from the input record when generating field "
            "names for the output record"},
    WEIR_CONF_END,
};

SMT_COMPONENTS(flatten, SMT_KAFKA "Flatten", struct flatten_conf,
               "Makes one level of nested structs or maps.", smt_close);
