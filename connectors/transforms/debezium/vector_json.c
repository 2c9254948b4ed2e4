/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vector_json.c: VectorToJsonConverter: Debezium's vectors, anywhere in a struct, become JSON
 * texts: { "values": [1.0, 2.0] } and { "dimensions": 5, "vector": { "1": 2.0 } }.
 */
#include <stdlib.h>

#include "common/java_text.h"
#include "schema_build.h"
#include "smt.h"
#include "transforms.h"

#define TEXT_MAX ((size_t)16 << 20)

/* What a field of this schema is. */
enum kind { KIND_OTHER, KIND_DENSE, KIND_SPARSE, KIND_STRUCT };

struct vectors {
    struct smt smt;
    struct weir_buf text;
};

struct vector_plan {
    struct plan base;
    const struct weir_schema *to;
};

static enum kind kind_of(const struct weir_schema *sch)
{
    return weir_str_is(sch->name, "io.debezium.data.DoubleVector") ||
                   weir_str_is(sch->name, "io.debezium.data.FloatVector")
               ? KIND_DENSE
           : weir_str_is(sch->name, "io.debezium.data.SparseDoubleVector") ? KIND_SPARSE
           : sch->type == WEIR_STRUCT                                      ? KIND_STRUCT
                                                                           : KIND_OTHER;
}

/* ---- plans ---- */

static const struct weir_schema *json_schema(struct plan *plan, bool optional)
{
    int32_t version = 1;
    struct weir_schema_spec spec = {.type = WEIR_STRING,
                                    .optional = optional,
                                    .name = WEIR_STR("io.debezium.data.Json"),
                                    .version = &version};
    return plan_own(plan, weir_schema_make(&spec));
}

static const struct weir_schema *converted(struct plan *plan, const struct weir_schema *from,
                                           struct weir_err *err)
{
    struct schema_build build;
    schema_build_like(&build, &plan->arena, from);
    build.spec.optional = from->optional;
    for (uint32_t i = 0; i < from->n_fields; i++) {
        const struct weir_schema *sch = from->fields[i].schema;
        enum kind kind = kind_of(sch);
        sch = kind == KIND_OTHER    ? sch
              : kind == KIND_STRUCT ? converted(plan, sch, err)
                                    : json_schema(plan, sch->optional);
        if (!sch) {
            return NULL;
        }
        schema_build_field(&build, from->fields[i].name, sch);
    }
    return plan_own(plan, schema_build_end(&build, err));
}

static enum weir_verdict make_plan(void *self, struct plan *base, struct weir_err *err)
{
    struct vector_plan *plan = (struct vector_plan *)base;
    (void)self;
    plan->to = converted(base, base->from, err);
    return plan->to ? WEIR_OK : err->class;
}

/* ---- texts ---- */

static enum weir_verdict end_text(struct vectors *self, struct weir_batch *batch,
                                  struct weir_value *val, struct weir_err *err)
{
    *val = weir_string(weir_arena_str(&batch->arena, weir_buf_view(&self->text)));
    return weir_buf_check(&self->text, WEIR_BAD_DATA, "the vector's text", err);
}

static enum weir_verdict write_dense(struct vectors *self, struct weir_batch *batch,
                                     const struct weir_schema *sch, struct weir_value *val,
                                     struct weir_err *err)
{
    if (val->type != WEIR_ARRAY) {
        return weir_err_set(err, WEIR_BAD_DATA, "a vector is no array");
    }
    weir_buf_reset(&self->text);
    weir_buf_text(&self->text, "{ \"values\": [");
    for (uint32_t i = 0; i < val->n; i++) {
        weir_buf_text(&self->text, i ? ", " : "");
        java_text_value(&self->text, sch->value_schema, val->items[i]);
    }
    weir_buf_text(&self->text, "] }");
    return end_text(self, batch, val, err);
}

static int compare_entries(const void *a, const void *b)
{
    int64_t x = ((const struct weir_value *)a)->i;
    int64_t y = ((const struct weir_value *)b)->i;
    return (x > y) - (x < y);
}

/* The entries by number, as Java's TreeMap has them. */
static struct weir_value *sorted(struct weir_batch *batch, struct weir_value map)
{
    struct weir_value *items = smt_new_items(batch, 2 * (size_t)map.n);
    memcpy(items, map.items, 2 * map.n * sizeof(*items));
    qsort(items, map.n, 2 * sizeof(*items), compare_entries);
    return items;
}

static enum weir_verdict write_sparse(struct vectors *self, struct weir_batch *batch,
                                      const struct weir_schema *sch, struct weir_value *val,
                                      struct weir_err *err)
{
    if (smt_need_struct(*val, "SparseDoubleVector should be a struct.", err) != WEIR_OK) {
        return err->class;
    }
    int dimensions = weir_schema_field(sch, WEIR_STR("dimensions"));
    int vector = weir_schema_field(sch, WEIR_STR("vector"));
    if (dimensions < 0 || vector < 0) {
        return weir_err_set(err, WEIR_BAD_DATA, "%s is not a valid field name",
                            dimensions < 0 ? "dimensions" : "vector");
    }
    if (val->items[dimensions].type != WEIR_INT16 || val->items[vector].type != WEIR_MAP) {
        return weir_err_set(err, WEIR_BAD_DATA, "Field '%s' is not of type %s",
                            val->items[dimensions].type != WEIR_INT16 ? "dimensions" : "vector",
                            val->items[dimensions].type != WEIR_INT16 ? "INT16" : "MAP");
    }
    struct weir_value map = val->items[vector];
    const struct weir_value *items = map.n ? sorted(batch, map) : NULL;
    weir_buf_reset(&self->text);
    weir_buf_text(&self->text, "{ \"dimensions\": ");
    weir_buf_i64(&self->text, val->items[dimensions].i);
    weir_buf_text(&self->text, ", \"vector\": { ");
    for (uint32_t i = 0; i < map.n; i++) {
        weir_buf_text(&self->text, i ? ", \"" : "\"");
        java_text_value(&self->text, NULL, items[2 * i]);
        weir_buf_text(&self->text, "\": ");
        java_text_value(&self->text, NULL, items[2 * i + 1]);
    }
    weir_buf_text(&self->text, " } }");
    return end_text(self, batch, val, err);
}

/* ---- records ---- */

static enum weir_verdict convert(struct vectors *self, struct weir_batch *batch,
                                 const struct weir_schema *from, const struct weir_schema *to,
                                 struct weir_value *val, struct weir_err *err)
{
    struct weir_value *items = smt_new_items(batch, val->n);
    if (smt_copy(from, to, *val, true, items, err) != WEIR_OK) {
        return err->class;
    }
    for (uint32_t i = 0; i < val->n; i++) {
        const struct weir_schema *sch = from->fields[i].schema;
        enum weir_verdict verdict = WEIR_OK;
        if (items[i].type == WEIR_NULL) {
            continue;
        }
        switch (kind_of(sch)) {
        case KIND_DENSE:
            verdict = write_dense(self, batch, sch, &items[i], err);
            break;
        case KIND_SPARSE:
            verdict = write_sparse(self, batch, sch, &items[i], err);
            break;
        case KIND_STRUCT:
            verdict = convert(self, batch, sch, to->fields[i].schema, &items[i], err);
            break;
        case KIND_OTHER:
            break;
        }
        if (verdict != WEIR_OK) {
            return verdict;
        }
    }
    val->items = items;
    return WEIR_OK;
}

static enum weir_verdict vector_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                    struct weir_err *err)
{
    struct vectors *self = arg;
    if (rec->value.type == WEIR_NULL) {
        return WEIR_OK;
    }
    if (smt_need_struct(rec->value, "Value should be a struct", err) != WEIR_OK) {
        return err->class;
    }
    const struct vector_plan *plan =
        (const struct vector_plan *)plan_cache_get(&self->smt.plans, batch, rec->value_schema, err);
    if (!plan || convert(self, batch, rec->value_schema, plan->to, &rec->value, err) != WEIR_OK) {
        return err->class;
    }
    rec->value_schema = plan->to;
    return WEIR_OK;
}

SMT_APPLY(vector_one)

static enum weir_verdict vector_open(const struct weir_open *open, void **out, struct weir_err *err)
{
    (void)err;
    struct vectors *self =
        smt_new(sizeof(*self), open, false, sizeof(struct vector_plan), make_plan);
    weir_buf_init(&self->text, TEXT_MAX);
    *out = self;
    return WEIR_OK;
}

static void vector_close(void *arg)
{
    weir_buf_free(&((struct vectors *)arg)->text);
    smt_close(arg);
}

static const struct weir_conf_key keys[] = {WEIR_CONF_END};

SMT_COMPONENT(vector_json, SMT_DEBEZIUM "VectorToJsonConverter", struct smt_no_conf,
              "Writes vectors as JSON texts.", vector_open, vector_close);
