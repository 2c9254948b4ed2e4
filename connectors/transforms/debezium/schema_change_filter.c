/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema_change_filter.c: SchemaChangeEventFilter: drops schema change events of given kinds.
 */
#include "smt.h"
#include "transforms.h"

struct kinds_conf {
    struct weir_conf_list excluded;
};

static const char *const kinds[] = {"CREATE", "ALTER", "DROP", "TRUNCATE", "DATABASE", NULL};

static bool is_schema_change(const struct weir_schema *sch)
{
    return sch && (weir_str_ends(sch->name, WEIR_STR(".SchemaChangeValue")) ||
                   weir_str_ends(sch->name, WEIR_STR(".SchemaChangeKey")));
}

/* Of its first table change; of none it is the database's. p NULL: it has no list. */
static enum weir_verdict kind_of(const struct weir_record *rec, struct weir_str *kind,
                                 struct weir_err *err)
{
    int at = weir_schema_field(rec->value_schema, WEIR_STR("tableChanges"));
    if (at < 0 || rec->value_schema->fields[at].schema->type != WEIR_ARRAY) {
        return weir_err_set(err, WEIR_BAD_DATA, "tableChanges is not a valid field name");
    }
    struct weir_value changes = rec->value.items[at];
    const struct weir_schema *change = rec->value_schema->fields[at].schema->value_schema;
    *kind = changes.type == WEIR_NULL ? WEIR_STR_NULL : WEIR_STR("DATABASE");
    if (changes.type != WEIR_ARRAY || changes.n == 0) {
        return WEIR_OK;
    }
    int type = change->type == WEIR_STRUCT ? weir_schema_field(change, WEIR_STR("type")) : -1;
    if (type < 0 || changes.items[0].type != WEIR_STRUCT ||
        changes.items[0].items[type].type != WEIR_STRING) {
        return weir_err_set(err, WEIR_BAD_DATA, "type is not a valid field name");
    }
    *kind = weir_value_str(changes.items[0].items[type]);
    return WEIR_OK;
}

static enum weir_verdict filter_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                    struct weir_err *err)
{
    const struct kinds_conf *conf = ((struct smt *)arg)->conf;
    struct weir_str kind;
    (void)batch;
    if (rec->value.type == WEIR_NULL || !is_schema_change(rec->value_schema)) {
        return WEIR_OK;
    }
    if (smt_need_struct(rec->value, "Read schema change event to filter", err) != WEIR_OK ||
        kind_of(rec, &kind, err) != WEIR_OK) {
        return err->class;
    }
    bool excluded = !kind.p;
    for (size_t i = 0; i < conf->excluded.n && !excluded; i++) {
        excluded = weir_str_eq(conf->excluded.items[i], kind);
    }
    rec->state = excluded ? WEIR_REC_FILTERED : WEIR_REC_LIVE;
    return WEIR_OK;
}

SMT_APPLY(filter_one)

static enum weir_verdict filter_open(const struct weir_open *open, void **self,
                                     struct weir_err *err)
{
    (void)err;
    *self = smt_new(sizeof(struct smt), open, false, 0, NULL);
    return WEIR_OK;
}

static const struct weir_conf_key keys[] = {
    {.name = "schema.change.event.exclude.list",
     .type = WEIR_CONF_LIST,
     .at = WEIR_AT(struct kinds_conf, excluded),
     .values = kinds,
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY,
     .importance = WEIR_HIGH,
     .width = WEIR_WIDTH_SHORT,
     .display = "Schema change event exclude list",
     .doc = "Kinds of schema changes to drop: CREATE, ALTER, DROP, TRUNCATE, DATABASE."},
    WEIR_CONF_END,
};

SMT_COMPONENT(schema_change_filter, SMT_DEBEZIUM "SchemaChangeEventFilter", struct kinds_conf,
              "Drops schema change events of given kinds.", filter_open, smt_close);
