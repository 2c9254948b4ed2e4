/* SPDX-License-Identifier: Apache-2.0 */
/*
 * read_to_insert.c: ReadToInsertEvent: what a snapshot read looks like what was inserted, for those
 * who do not want to tell them apart.
 */
#include "envelope.h"
#include "smt.h"
#include "transforms.h"

struct op_plan {
    struct plan base;
    int op;
};

static enum weir_verdict make_plan(void *self, struct plan *base, struct weir_err *err)
{
    int op = weir_schema_field(base->from, WEIR_STR("op"));
    (void)self;
    ((struct op_plan *)base)->op = op;
    if (op < 0) {
        return weir_err_set(err, WEIR_BAD_DATA, "op is not a valid field name");
    }
    return base->from->fields[op].schema->type == WEIR_STRING
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_DATA, "Field 'op' is not of type STRING");
}

static enum weir_verdict insert_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                    struct weir_err *err)
{
    struct smt *self = arg;
    if (rec->value.type == WEIR_NULL || !envelope_is(rec->value_schema)) {
        return WEIR_OK;
    }
    if (smt_need_struct(rec->value, "operation change", err) != WEIR_OK) {
        return err->class;
    }
    const struct op_plan *plan =
        (const struct op_plan *)plan_cache_get(&self->plans, batch, rec->value_schema, err);
    if (!plan) {
        return err->class;
    }
    struct weir_value op = rec->value.items[plan->op];
    if (op.type == WEIR_NULL) {
        return weir_err_set(err, WEIR_BAD_DATA, "the event's op is null");
    }
    if (weir_str_is(weir_value_str(op), "r")) {
        struct weir_value *items = smt_new_items(batch, rec->value.n);
        memcpy(items, rec->value.items, rec->value.n * sizeof(*items));
        items[plan->op] = weir_string(WEIR_STR("c"));
        rec->value.items = items;
    }
    return WEIR_OK;
}

SMT_APPLY(insert_one)

static enum weir_verdict insert_open(const struct weir_open *open, void **self,
                                     struct weir_err *err)
{
    (void)err;
    *self = smt_new(sizeof(struct smt), open, false, sizeof(struct op_plan), make_plan);
    return WEIR_OK;
}

static const struct weir_conf_key keys[] = {WEIR_CONF_END};

SMT_COMPONENT(read_to_insert, "io.debezium.connector.mysql.transforms.ReadToInsertEvent",
              struct smt_no_conf, "Makes op r of snapshots op c.", insert_open, smt_close);
