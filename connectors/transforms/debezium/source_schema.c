/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_schema.c: ExtractSchemaToNewRecord: an event gets a block sourceSchema that tells its
 * table's columns and their types, as column.propagate.source.type wrote them into the schema.
 */
#include "envelope.h"
#include "schema_build.h"
#include "smt.h"
#include "transforms.h"

#define PARAMETER "__debezium.source.column."
#define NAME      "io.debezium.connector.source."

struct block_plan {
    struct plan base;
    int after, before, source;
    const struct weir_schema *after_schema;
    const struct weir_schema *to;
    bool made;
    struct weir_value block;  /* with the first event's table */
    uint64_t placed_apply;    /* the apply whose batch has a copy of it: */
    struct weir_value placed; /* this */
};

/* ---- schemas ---- */

static const struct weir_schema *struct_of(struct plan *plan, const char *name,
                                           const struct weir_field *fields, size_t n)
{
    int32_t version = 1;
    struct weir_schema_spec spec = {.type = WEIR_STRUCT,
                                    .name = weir_str_of(name),
                                    .version = &version,
                                    .fields = fields,
                                    .n_fields = n};
    return plan_own(plan, weir_schema_make(&spec));
}

static const struct weir_schema *block_schema(struct plan *plan)
{
    const struct weir_field column[] = {
        {WEIR_STR("name"), weir_schema_plain(WEIR_STRING, false)},
        {WEIR_STR("typeName"), weir_schema_plain(WEIR_STRING, false)},
        {WEIR_STR("length"), weir_schema_plain(WEIR_INT32, true)},
        {WEIR_STR("scale"), weir_schema_plain(WEIR_INT32, true)},
        {WEIR_STR("comment"), weir_schema_plain(WEIR_STRING, true)},
    };
    struct weir_schema_spec list = {
        .type = WEIR_ARRAY, .value_schema = struct_of(plan, NAME "schema.Column", column, 5)};
    const struct weir_field table[] = {
        {WEIR_STR("columns"), plan_own(plan, weir_schema_make(&list))}};
    const struct weir_field block[] = {
        {WEIR_STR("id"), weir_schema_plain(WEIR_STRING, false)},
        {WEIR_STR("table"), struct_of(plan, NAME "schema.Table", table, 1)},
    };
    return struct_of(plan, NAME "Schema", block, 2);
}

static enum weir_verdict find_side(const struct weir_schema *sch, const char *name, int *at,
                                   struct weir_err *err)
{
    *at = weir_schema_field(sch, weir_str_of(name));
    return *at >= 0 ? WEIR_OK : weir_err_set(err, WEIR_BAD_DATA, "Unknown field: %s", name);
}

static enum weir_verdict make_plan(void *self, struct plan *base, struct weir_err *err)
{
    struct block_plan *plan = (struct block_plan *)base;
    const struct weir_schema *from = base->from;
    struct schema_build build;
    (void)self;
    if (find_side(from, "after", &plan->after, err) != WEIR_OK ||
        find_side(from, "before", &plan->before, err) != WEIR_OK) {
        return err->class;
    }
    plan->after_schema = from->fields[plan->after].schema;
    plan->source = weir_schema_field(from, WEIR_STR("source"));
    schema_build_like(&build, &base->arena, from);
    build.spec.optional = from->optional;
    schema_build_fields_of(&build, from);
    schema_build_field(&build, WEIR_STR("sourceSchema"), block_schema(base));
    plan->to = plan_own(base, schema_build_end(&build, err));
    return plan->to ? WEIR_OK : err->class;
}

/* ---- the block ---- */

static enum weir_verdict number_of(const struct weir_schema *sch, const char *key,
                                   struct weir_value *out, struct weir_err *err)
{
    struct weir_str text = weir_schema_param(sch, key);
    int64_t x = 0;
    *out = weir_null();
    if (!text.p) {
        return WEIR_OK;
    }
    *out = weir_str_to_i64(text, &x) ? weir_int(WEIR_INT32, x) : weir_null();
    return out->type == WEIR_INT32 && x >= INT32_MIN && x <= INT32_MAX
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_DATA, "For input string: \"%.*s\"", WEIR_STR_ARG(text));
}

static enum weir_verdict fill_column(const struct weir_schema *sch, struct weir_value *items,
                                     struct weir_err *err)
{
    struct weir_str name = weir_schema_param(sch, PARAMETER "name");
    struct weir_str type = weir_schema_param(sch, PARAMETER "type");
    struct weir_str comment = weir_schema_param(sch, PARAMETER "comment");
    if (!name.p || !type.p) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "Ensure that enable configurations \"column.propagate.source.type\" or "
                            "\"datatype.propagate.source.type\" and the value is set to \".*\"");
    }
    items[0] = weir_string(name);
    items[1] = weir_string(type);
    items[4] = comment.p ? weir_string(comment) : weir_null();
    return number_of(sch, PARAMETER "length", &items[2], err) == WEIR_OK
               ? number_of(sch, PARAMETER "scale", &items[3], err)
               : err->class;
}

static enum weir_verdict table_of(const struct block_plan *plan, struct weir_value event,
                                  struct weir_value *table, struct weir_err *err)
{
    if (plan->source < 0 || event.items[plan->source].type != WEIR_STRUCT) {
        return weir_err_set(err, WEIR_BAD_DATA, "source is not a valid field name");
    }
    const struct weir_schema *source = plan->base.from->fields[plan->source].schema;
    int at = weir_schema_field(source, WEIR_STR("table"));
    if (at < 0) {
        return weir_err_set(err, WEIR_BAD_DATA, "table is not a valid field name");
    }
    *table = smt_get(source->fields[at].schema, event.items[plan->source].items[at], true);
    return table->type == WEIR_STRING
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_DATA,
                              "Invalid value: null used for required field: \"id\", schema type: "
                              "STRING");
}

/* It lives in the plan; batches get copies. */
static enum weir_verdict make_block(struct block_plan *plan, struct weir_value event,
                                    struct weir_err *err)
{
    struct weir_arena *arena = &plan->base.arena;
    const struct weir_schema *row = plan->after_schema;
    struct weir_value name;
    if (table_of(plan, event, &name, err) != WEIR_OK ||
        schema_build_need_struct(row, err) != WEIR_OK) {
        return err->class;
    }
    struct weir_value *columns = WEIR_NEW_ARRAY(arena, struct weir_value, row->n_fields);
    for (uint32_t i = 0; i < row->n_fields; i++) {
        struct weir_value *column = WEIR_NEW_ARRAY(arena, struct weir_value, 5);
        if (fill_column(row->fields[i].schema, column, err) != WEIR_OK) {
            return err->class;
        }
        columns[i] = weir_items(WEIR_STRUCT, column, 5);
    }
    struct weir_value *table = WEIR_NEW_ARRAY(arena, struct weir_value, 1);
    struct weir_value *block = WEIR_NEW_ARRAY(arena, struct weir_value, 2);
    table[0] = weir_items(WEIR_ARRAY, columns, row->n_fields);
    block[0] = weir_value_copy(arena, name);
    block[1] = weir_items(WEIR_STRUCT, table, 1);
    plan->block = weir_items(WEIR_STRUCT, block, 2);
    plan->made = true;
    return WEIR_OK;
}

/* ---- records ---- */

static bool has_row(const struct block_plan *plan, struct weir_value event)
{
    return event.items[plan->after].type != WEIR_NULL ||
           event.items[plan->before].type != WEIR_NULL;
}

static enum weir_verdict block_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                   struct weir_err *err)
{
    struct smt *self = arg;
    if (rec->value.type == WEIR_NULL || !envelope_is(rec->value_schema)) {
        return WEIR_OK;
    }
    if (smt_need_struct(rec->value, "field extraction", err) != WEIR_OK) {
        return err->class;
    }
    struct block_plan *plan =
        (struct block_plan *)plan_cache_get(&self->plans, batch, rec->value_schema, err);
    if (!plan) {
        return err->class;
    }
    if (!has_row(plan, rec->value)) {
        return WEIR_OK; /* a truncate */
    }
    if (!plan->made && make_block(plan, rec->value, err) != WEIR_OK) {
        return err->class;
    }
    if (plan->placed_apply != self->plans.apply) {
        plan->placed_apply = self->plans.apply;
        plan->placed = weir_value_copy(&batch->arena, plan->block);
    }
    struct weir_value old = rec->value;
    struct weir_value *items = smt_new_items(batch, (size_t)old.n + 1);
    for (uint32_t i = 0; i < old.n; i++) {
        items[i] = smt_get(rec->value_schema->fields[i].schema, old.items[i], true);
    }
    items[old.n] = plan->placed;
    smt_set(rec, false, plan->to, weir_items(WEIR_STRUCT, items, (size_t)old.n + 1));
    return WEIR_OK;
}

SMT_APPLY(block_one)

static enum weir_verdict block_open(const struct weir_open *open, void **self, struct weir_err *err)
{
    (void)err;
    *self = smt_new(sizeof(struct smt), open, false, sizeof(struct block_plan), make_plan);
    return WEIR_OK;
}

static const struct weir_conf_key keys[] = {WEIR_CONF_END};

SMT_COMPONENT(extract_schema, SMT_DEBEZIUM "ExtractSchemaToNewRecord", struct smt_no_conf,
              "Adds a block that tells a table's columns and types.", block_open, smt_close);
