/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replace_fields.c: a record and a list of names come in, the record without those fields goes out,
 * as ReplaceField with `exclude` makes it. The schema is found again among those that exist.
 */
#include "replace_fields.h"

#include "schema_build.h"
#include "smt.h"

static bool named(struct weir_value list, struct weir_str name)
{
    for (uint32_t i = 0; i < list.n; i++) {
        struct weir_value item = list.items[i];
        if (item.type == WEIR_STRING && weir_str_eq(weir_str_trim(weir_value_str(item)), name)) {
            return true;
        }
    }
    return false;
}

static bool goes(const struct weir_field *field, struct weir_value list, bool only_optional)
{
    return (field->schema->optional || !only_optional) && named(list, field->name);
}

static bool any_goes(const struct weir_schema *sch, struct weir_value list)
{
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        if (goes(&sch->fields[i], list, true)) {
            return true;
        }
    }
    return false;
}

static enum weir_verdict drop_of_struct(struct weir_batch *batch, struct weir_record *rec,
                                        bool is_key, struct weir_value list, bool only_optional,
                                        struct weir_err *err)
{
    const struct weir_schema *from = smt_schema(rec, is_key);
    struct weir_value old = smt_value(rec, is_key);
    struct schema_build build;
    if (smt_need_struct(old, "field replacement", err) != WEIR_OK) {
        return err->class;
    }
    struct weir_value *items = smt_new_items(batch, old.n);
    uint32_t n = 0;
    schema_build_like(&build, &batch->arena, from);
    for (uint32_t i = 0; i < old.n; i++) {
        const struct weir_field *field = &from->fields[i];
        if (goes(field, list, only_optional)) {
            continue;
        }
        schema_build_field(&build, field->name, field->schema);
        if (smt_put(field, &items[n++], smt_get(field->schema, old.items[i], true), err) !=
            WEIR_OK) {
            return err->class;
        }
    }
    const struct weir_schema *to = schema_build_end(&build, err);
    if (!to) {
        return err->class;
    }
    smt_set(rec, is_key, weir_batch_hold(batch, to), weir_items(WEIR_STRUCT, items, n));
    weir_schema_unref(to);
    return WEIR_OK;
}

static enum weir_verdict drop_of_map(struct weir_batch *batch, struct weir_record *rec, bool is_key,
                                     struct weir_value list, struct weir_err *err)
{
    struct weir_value old = smt_value(rec, is_key);
    if (smt_need_map(old, "field replacement", err) != WEIR_OK) {
        return err->class;
    }
    struct weir_value *items = smt_new_items(batch, 2 * (size_t)old.n);
    uint32_t n = 0;
    for (uint32_t i = 0; i < old.n; i++) {
        const struct weir_value *entry = &old.items[2 * i];
        if (entry->type != WEIR_STRING || !named(list, weir_value_str(*entry))) {
            items[2 * n] = entry[0];
            items[2 * n++ + 1] = entry[1];
        }
    }
    smt_set(rec, is_key, NULL, weir_items(WEIR_MAP, items, n));
    return WEIR_OK;
}

enum weir_verdict replace_fields_drop(struct weir_batch *batch, struct weir_record *rec,
                                      bool is_key, struct weir_value list, bool only_optional,
                                      struct weir_err *err)
{
    const struct weir_schema *sch = smt_schema(rec, is_key);
    if (only_optional && !sch) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "Cannot invoke \"org.apache.kafka.connect.data.Schema.fields()\" "
                            "because \"schema\" is null");
    }
    if (only_optional && schema_build_need_struct(sch, err) != WEIR_OK) {
        return err->class;
    }
    if (smt_value(rec, is_key).type == WEIR_NULL || (only_optional && !any_goes(sch, list))) {
        return WEIR_OK;
    }
    return sch ? drop_of_struct(batch, rec, is_key, list, only_optional, err)
               : drop_of_map(batch, rec, is_key, list, err);
}
