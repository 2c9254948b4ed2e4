/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_meta_schema.c: Debezium's fixed schemas, field by field: heartbeat, transaction,
 * notification, and a schema change with its tables and columns.
 */
#include "cdc_meta_schema.h"

#include "cdc_names.h"
#include "cdc_struct.h"

static struct weir_str named(struct cdc_maker *maker, const char *name)
{
    return cdc_names_schema(maker->conf, weir_str_of(name), &maker->arena);
}

static struct cdc_struct plan_of(struct cdc_maker *maker, const char *name)
{
    return (struct cdc_struct){.name = named(maker, name), .version = 1};
}

static const struct weir_schema *one_text(struct cdc_maker *maker, const char *name,
                                          const char *field)
{
    struct cdc_struct plan = plan_of(maker, name);
    cdc_struct_plain(&plan, field, WEIR_STRING, false);
    return cdc_struct_make(&plan);
}

/* Uses item's reference up. */
static const struct weir_schema *array_of(const struct weir_schema *item, bool optional)
{
    const struct weir_schema *sch = weir_schema_make(&(struct weir_schema_spec){
        .type = WEIR_ARRAY, .optional = optional, .value_schema = item});
    weir_schema_unref(item);
    return sch;
}

/* Uses the schema's reference up. */
static void own_field(struct cdc_struct *plan, const char *name, const struct weir_schema *sch,
                      const struct weir_schema **parts)
{
    cdc_struct_field(plan, name, sch);
    *parts = sch;
}

static const struct weir_schema *heartbeat(struct cdc_maker *maker)
{
    struct cdc_struct plan = plan_of(maker, "io.debezium.connector.common.Heartbeat");
    cdc_struct_plain(&plan, "ts_ms", WEIR_INT64, false);
    return cdc_struct_make(&plan);
}

static const struct weir_schema *txn_value(struct cdc_maker *maker)
{
    struct cdc_struct count = {.name = WEIR_STR("event.collection"), .version = 1,
                               .optional = true};
    struct cdc_struct plan =
        plan_of(maker, "io.debezium.connector.common.TransactionMetadataValue");
    const struct weir_schema *part;
    cdc_struct_plain(&count, "data_collection", WEIR_STRING, false);
    cdc_struct_plain(&count, "event_count", WEIR_INT64, false);
    cdc_struct_plain(&plan, "status", WEIR_STRING, false);
    cdc_struct_plain(&plan, "id", WEIR_STRING, false);
    cdc_struct_plain(&plan, "event_count", WEIR_INT64, true);
    own_field(&plan, "data_collections", array_of(cdc_struct_make(&count), true), &part);
    cdc_struct_plain(&plan, "ts_ms", WEIR_INT64, false);
    const struct weir_schema *sch = cdc_struct_make(&plan);
    weir_schema_unref(part);
    return sch;
}

static const struct weir_schema *notification(void)
{
    struct cdc_struct plan = {.name = WEIR_STR("io.debezium.connector.common.Notification"),
                              .version = 1};
    const struct weir_schema *data = weir_schema_make(&(struct weir_schema_spec){
        .type = WEIR_MAP,
        .optional = true,
        .key_schema = weir_schema_plain(WEIR_STRING, false),
        .value_schema = weir_schema_plain(WEIR_STRING, false)});
    cdc_struct_plain(&plan, "id", WEIR_STRING, false);
    cdc_struct_plain(&plan, "type", WEIR_STRING, false);
    cdc_struct_plain(&plan, "aggregate_type", WEIR_STRING, false);
    cdc_struct_field(&plan, "additional_data", data);
    cdc_struct_plain(&plan, "timestamp", WEIR_INT64, false);
    const struct weir_schema *sch = cdc_struct_make(&plan);
    weir_schema_unref(data);
    return sch;
}

static const struct weir_schema *notification_key(void)
{
    struct cdc_struct plan = {.name = WEIR_STR("io.debezium.connector.common.NotificationKey"),
                              .version = 1};
    cdc_struct_plain(&plan, "id", WEIR_STRING, false);
    return cdc_struct_make(&plan);
}

/* ---- a schema change ---- */

static const struct weir_schema *texts(bool optional)
{
    return weir_schema_make(&(struct weir_schema_spec){
        .type = WEIR_ARRAY,
        .optional = optional,
        .value_schema = weir_schema_plain(WEIR_STRING, false)});
}

static const struct weir_schema *change_column(struct cdc_maker *maker)
{
    struct cdc_struct plan = plan_of(maker, "io.debezium.connector.schema.Column");
    const struct weir_schema *members;
    cdc_struct_plain(&plan, "name", WEIR_STRING, false);
    cdc_struct_plain(&plan, "jdbcType", WEIR_INT32, false);
    cdc_struct_plain(&plan, "nativeType", WEIR_INT32, true);
    cdc_struct_plain(&plan, "typeName", WEIR_STRING, false);
    cdc_struct_plain(&plan, "typeExpression", WEIR_STRING, true);
    cdc_struct_plain(&plan, "charsetName", WEIR_STRING, true);
    cdc_struct_plain(&plan, "length", WEIR_INT32, true);
    cdc_struct_plain(&plan, "scale", WEIR_INT32, true);
    cdc_struct_plain(&plan, "position", WEIR_INT32, false);
    cdc_struct_plain(&plan, "optional", WEIR_BOOLEAN, true);
    cdc_struct_plain(&plan, "autoIncremented", WEIR_BOOLEAN, true);
    cdc_struct_plain(&plan, "generated", WEIR_BOOLEAN, true);
    cdc_struct_plain(&plan, "comment", WEIR_STRING, true);
    cdc_struct_plain(&plan, "defaultValueExpression", WEIR_STRING, true);
    own_field(&plan, "enumValues", texts(true), &members);
    const struct weir_schema *sch = cdc_struct_make(&plan);
    weir_schema_unref(members);
    return sch;
}

static const struct weir_schema *change_table(struct cdc_maker *maker)
{
    struct cdc_struct plan = plan_of(maker, "io.debezium.connector.schema.Table");
    const struct weir_schema *key, *columns;
    plan.optional = true;
    cdc_struct_plain(&plan, "defaultCharsetName", WEIR_STRING, true);
    own_field(&plan, "primaryKeyColumnNames", texts(true), &key);
    own_field(&plan, "columns", array_of(change_column(maker), false), &columns);
    cdc_struct_plain(&plan, "comment", WEIR_STRING, true);
    const struct weir_schema *sch = cdc_struct_make(&plan);
    weir_schema_unref(key);
    weir_schema_unref(columns);
    return sch;
}

static const struct weir_schema *change_value(struct cdc_maker *maker)
{
    char name[96];
    struct cdc_struct change = plan_of(maker, "io.debezium.connector.schema.Change");
    const struct weir_schema *table, *changes;
    cdc_struct_plain(&change, "type", WEIR_STRING, false);
    cdc_struct_plain(&change, "id", WEIR_STRING, false);
    own_field(&change, "table", change_table(maker), &table);
    snprintf(name, sizeof(name), "io.debezium.connector.%.*s.SchemaChangeValue",
             WEIR_STR_ARG(maker->connector));
    struct cdc_struct plan = plan_of(maker, name);
    cdc_struct_field(&plan, "source", maker->source_schema);
    cdc_struct_plain(&plan, "ts_ms", WEIR_INT64, false);
    cdc_struct_plain(&plan, "databaseName", WEIR_STRING, true);
    cdc_struct_plain(&plan, "schemaName", WEIR_STRING, true);
    cdc_struct_plain(&plan, "ddl", WEIR_STRING, true);
    own_field(&plan, "tableChanges", array_of(cdc_struct_make(&change), false), &changes);
    const struct weir_schema *sch = cdc_struct_make(&plan);
    weir_schema_unref(table);
    weir_schema_unref(changes);
    return sch;
}

static const struct weir_schema *change_key(struct cdc_maker *maker)
{
    char name[96];
    snprintf(name, sizeof(name), "io.debezium.connector.%.*s.SchemaChangeKey",
             WEIR_STR_ARG(maker->connector));
    return one_text(maker, name, "databaseName");
}

void cdc_meta_schemas_make(struct cdc_maker *maker)
{
    maker->meta = (struct cdc_meta_schemas){
        .server_key =
            one_text(maker, "io.debezium.connector.common.ServerNameKey", "serverName"),
        .heartbeat = heartbeat(maker),
        .txn_key = one_text(maker, "io.debezium.connector.common.TransactionMetadataKey", "id"),
        .txn_value = txn_value(maker),
        .notification_key = notification_key(),
        .notification = notification(),
        .change_key = change_key(maker),
        .change_value = change_value(maker),
    };
}

void cdc_meta_schemas_free(struct cdc_meta_schemas *schemas)
{
    weir_schema_unref(schemas->server_key);
    weir_schema_unref(schemas->heartbeat);
    weir_schema_unref(schemas->txn_key);
    weir_schema_unref(schemas->txn_value);
    weir_schema_unref(schemas->notification_key);
    weir_schema_unref(schemas->notification);
    weir_schema_unref(schemas->change_key);
    weir_schema_unref(schemas->change_value);
}
