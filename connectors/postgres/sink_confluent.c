/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_confluent.c: the keys of io.confluent.connect.jdbc.JdbcSinkConnector, which fill the same
 * struct, and what that connector does otherwise: rows only, Connect's types only, names as they
 * are, nulls as defaults.
 */
#include "sink.h"

#define AT(member) WEIR_AT(struct sink_conf, member)

static const char *const insert_modes[] = {"insert", "upsert", "update", NULL};
static const char *const key_modes[] = {"none", "kafka", "record_key", "record_value", NULL};
static const char *const nuls[] = {"strip", "reject", NULL};
static const char *const once[] = {"requested", "required", NULL};
static const char *const quotes[] = {"NEVER", "ALWAYS", NULL};
static const char *const calendars[] = {"LEGACY", "PROLEPTIC_GREGORIAN", NULL};
static const char *const units[] = {"microseconds", "nanoseconds", NULL};

#define DEFAULT_PROVIDER "io.confluent.connect.jdbc.util.DefaultJdbcCredentialsProvider"

const struct weir_conf_key sink_confluent_keys[] = {
    {.name = "connection.url", .type = WEIR_CONF_STRING, .at = AT(url),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY, .importance = WEIR_HIGH,
     .group = "Connection",
     .doc = "jdbc:postgresql://host:port/database?parameters, or libpq's postgresql://..."},
    {.name = "connection.user", .type = WEIR_CONF_STRING, .at = AT(user),
     .importance = WEIR_HIGH, .group = "Connection", .doc = "User of the database."},
    {.name = "connection.password", .type = WEIR_CONF_PASSWORD, .at = AT(password),
     .importance = WEIR_HIGH, .group = "Connection", .doc = "The user's password."},
    {.name = "jdbc.credentials.provider.class", .type = WEIR_CONF_CLASS, .at = AT(provider_class),
     .def = DEFAULT_PROVIDER, .importance = WEIR_LOW, .group = "Connection",
     .doc = "Only the one that takes connection.user and connection.password; secrets from elsewhere "
            "come through variables."},
    {.name = "jdbc.credentials.provider.*", .type = WEIR_CONF_MATCHES, .at = WEIR_CONF_NOWHERE,
     .importance = WEIR_LOW, .group = "Connection", .doc = "Has no effect."},
    {.name = "connection.attempts", .type = WEIR_CONF_INT, .at = WEIR_CONF_NOWHERE, .def = "3",
     .importance = WEIR_LOW, .group = "Connection",
     .doc = "Has no effect: a server that is away is tried until it is back."},
    {.name = "connection.backoff.ms", .type = WEIR_CONF_LONG, .at = WEIR_CONF_NOWHERE,
     .def = "10000", .importance = WEIR_LOW, .group = "Connection", .doc = "Has no effect."},
    {.name = "connection.*", .type = WEIR_CONF_MATCHES, .at = AT(driver),
     .flags = WEIR_KEY_SECRET, .importance = WEIR_LOW, .group = "Connection",
     .doc = "A parameter of the Java driver: connection.sslmode is sslmode in the URL."},
    {.name = "dialect.name", .type = WEIR_CONF_STRING, .at = WEIR_CONF_NOWHERE, .def = "",
     .importance = WEIR_LOW, .group = "Connection", .doc = "Has no effect: it is PostgreSQL."},
    {.name = "insert.mode", .type = WEIR_CONF_ENUM, .at = AT(insert_mode), .def = "insert",
     .values = insert_modes, .importance = WEIR_HIGH, .group = "Writes",
     .doc = "insert: INSERT only; upsert: INSERT ... ON CONFLICT DO UPDATE; update: UPDATE only."},
    {.name = "batch.size", .type = WEIR_CONF_INT, .at = AT(batch_size), .def = "3000",
     .importance = WEIR_MEDIUM, .group = "Writes",
     .doc = "Has no effect: all that one poll gave is written in one transaction."},
    {.name = "delete.enabled", .type = WEIR_CONF_BOOLEAN, .at = AT(delete_enabled),
     .def = "false", .importance = WEIR_MEDIUM, .group = "Writes",
     .doc = "Null values delete the row. Needs pk.mode=record_key."},
    {.name = "nul.characters", .type = WEIR_CONF_ENUM, .at = AT(nul), .def = "strip",
     .values = nuls, .importance = WEIR_LOW, .group = "Writes",
     .doc = "What is done with U+0000 in texts: strip or reject."},
    {.name = "table.types", .type = WEIR_CONF_LIST, .at = WEIR_CONF_NOWHERE, .def = "TABLE",
     .importance = WEIR_LOW, .group = "Writes", .doc = "Has no effect."},
    {.name = "table.name.format", .type = WEIR_CONF_STRING, .at = AT(table_format),
     .def = "${topic}", .importance = WEIR_MEDIUM, .group = "Data Mapping",
     .doc = "The table's name, [schema.]table, with ${topic} replaced."},
    {.name = "pk.mode", .type = WEIR_CONF_ENUM, .at = AT(key_mode), .def = "none",
     .values = key_modes, .importance = WEIR_HIGH, .group = "Data Mapping",
     .doc = "Where the primary key's columns come from."},
    {.name = "pk.fields", .type = WEIR_CONF_LIST, .at = AT(key_fields),
     .importance = WEIR_MEDIUM, .group = "Data Mapping",
     .doc = "Which fields make the primary key."},
    {.name = "fields.whitelist", .type = WEIR_CONF_LIST, .at = AT(include),
     .importance = WEIR_MEDIUM, .group = "Data Mapping", .doc = "Only these fields are written."},
    {.name = "db.timezone", .type = WEIR_CONF_STRING, .at = AT(time_zone), .def = "UTC",
     .importance = WEIR_MEDIUM, .group = "Data Mapping",
     .doc = "The zone whose local times are written for timestamps."},
    {.name = "date.timezone", .type = WEIR_CONF_STRING, .at = WEIR_CONF_NOWHERE,
     .def = "DB_TIMEZONE", .importance = WEIR_LOW, .group = "Data Mapping",
     .doc = "Has no effect: dates are days."},
    {.name = "replace.null.with.default", .type = WEIR_CONF_BOOLEAN, .at = AT(null_default),
     .def = "true", .importance = WEIR_LOW, .group = "Data Mapping",
     .doc = "A null becomes its field's default."},
    {.name = "date.calendar.system", .type = WEIR_CONF_ENUM, .at = WEIR_CONF_NOWHERE,
     .def = "LEGACY", .values = calendars, .importance = WEIR_LOW, .group = "Data Mapping",
     .doc = "Has no effect: days are counted in one calendar, also those before 1582."},
    {.name = "timestamp.fields.list", .type = WEIR_CONF_LIST, .at = AT(instants),
     .importance = WEIR_MEDIUM, .group = "Data Mapping",
     .doc = "INT64 fields that are moments since 1970: they become timestamps."},
    {.name = "timestamp.precision.mode", .type = WEIR_CONF_ENUM, .at = AT(instant_unit),
     .def = "microseconds", .values = units, .importance = WEIR_LOW, .group = "Data Mapping",
     .doc = "The unit of the fields in timestamp.fields.list."},
    {.name = "string.output.value.column.name", .type = WEIR_CONF_STRING, .at = AT(text_column),
     .flags = WEIR_KEY_NONEMPTY, .def = "record_value", .importance = WEIR_LOW,
     .group = "Data Mapping", .doc = "The column for values that are no rows but texts."},
    {.name = "auto.create", .type = WEIR_CONF_BOOLEAN, .at = AT(auto_create), .def = "false",
     .importance = WEIR_MEDIUM, .group = "DDL Support", .doc = "Missing tables are created."},
    {.name = "auto.evolve", .type = WEIR_CONF_BOOLEAN, .at = AT(auto_evolve), .def = "false",
     .importance = WEIR_MEDIUM, .group = "DDL Support", .doc = "Missing columns are added."},
    {.name = "quote.sql.identifiers", .type = WEIR_CONF_ENUM, .at = AT(quote_mode),
     .def = "ALWAYS", .values = quotes, .importance = WEIR_MEDIUM, .group = "DDL Support",
     .doc = "ALWAYS: names keep their case; NEVER: they are folded to lower case."},
    {.name = "mssql.use.merge.holdlock", .type = WEIR_CONF_BOOLEAN, .at = WEIR_CONF_NOWHERE,
     .def = "true", .importance = WEIR_LOW, .group = "DML Support",
     .doc = "Has no effect on PostgreSQL."},
    {.name = "max.retries", .type = WEIR_CONF_INT, .at = WEIR_CONF_NOWHERE, .def = "10",
     .importance = WEIR_MEDIUM, .group = "Retries",
     .doc = "Has no effect: what may succeed later is tried until it does."},
    {.name = "retry.backoff.ms", .type = WEIR_CONF_LONG, .at = AT(retry_wait_ms), .def = "3000",
     .importance = WEIR_MEDIUM, .group = "Retries",
     .doc = "How long to wait before a batch is tried again."},
    {.name = "trim.sensitive.log", .type = WEIR_CONF_BOOLEAN, .at = WEIR_CONF_NOWHERE,
     .def = "false", .importance = WEIR_LOW, .group = "Retries",
     .doc = "Has no effect: values are never logged."},
    {.name = "exactly.once.support", .type = WEIR_CONF_ENUM, .at = AT(exactly_once),
     .def = "requested", .values = once, .importance = WEIR_MEDIUM, .group = "Writes",
     .doc = "required: the offsets of a batch are written to a table of the target in the batch's "
            "own transaction, so that no record is written twice."},
    {.name = "exactly.once.table", .type = WEIR_CONF_STRING, .at = AT(offsets_table),
     .def = "weir_sink_offsets", .importance = WEIR_LOW, .group = "Writes",
     .doc = "The table of those offsets, [schema.]table; it is created if it is missing."},
    WEIR_CONF_END,
};

static enum weir_verdict open_confluent(struct weir_task *task, const void *conf, void **self,
                                        struct weir_err *err)
{
    struct sink_conf own = *(const struct sink_conf *)conf;
    sink_confluent_complete(&own, weir_task_arena(task));
    return sink_open(task, &own, self, err);
}

static enum weir_verdict alter_confluent_offsets(const struct weir_connector *connector,
                                                 const void *conf,
                                                 const struct weir_offset_change *changes,
                                                 size_t n, bool *handled, struct weir_err *err)
{
    struct sink_conf own = *(const struct sink_conf *)conf;
    sink_confluent_complete(&own, connector->arena);
    return sink_alter_offsets(connector, &own, changes, n, handled, err);
}

static void validate_confluent(const struct weir_connector *connector, const void *conf,
                               int64_t deadline_ms, struct weir_report *report)
{
    struct sink_conf own = *(const struct sink_conf *)conf;
    sink_confluent_complete(&own, connector->arena);
    sink_validate(connector, &own, deadline_ms, report);
}

static enum weir_verdict confluent_task_configs(const struct weir_connector *connector,
                                                const void *conf, int max,
                                                struct weir_task_configs *configs,
                                                struct weir_err *err)
{
    (void)connector;
    (void)conf;
    (void)err;
    for (int i = 0; i < max; i++) {
        weir_task_configs_add(configs);
    }
    return WEIR_OK;
}

const struct weir_sink_ops sink_confluent_ops = {
    .size = sizeof(struct weir_sink_ops),
    .connector = {.task_configs = confluent_task_configs,
                  .validate = validate_confluent,
                  .alter_offsets = alter_confluent_offsets},
    .open = open_confluent,
    .assigned = sink_assigned,
    .revoked = sink_revoked,
    .put = sink_put,
    .flush = sink_flush,
    .wake = sink_wake,
    .close = sink_close,
};
