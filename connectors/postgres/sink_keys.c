/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_keys.c: the keys of io.debezium.connector.jdbc.JdbcSinkConnector as people write them, and
 * those of our own. The runtime fills struct sink_conf from them.
 */
#include "sink_conf.h"

#define AT(member) WEIR_AT(struct sink_conf, member)

static const char *const insert_modes[] = {"insert", "upsert", "update", NULL};
static const char *const key_modes[] = {"none",         "kafka",         "record_key",
                                        "record_value", "record_header", NULL};
static const char *const evolutions[] = {"none", "basic", NULL};
static const char *const nuls[] = {"strip", "reject", NULL};
static const char *const once[] = {"requested", "required", NULL};

const struct weir_conf_key sink_keys[] = {
    {.name = "connection.url", .type = WEIR_CONF_STRING, .at = AT(url),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY, .importance = WEIR_HIGH,
     .group = "Connection",
     .doc = "jdbc:postgresql://host:port/database?parameters, or libpq's postgresql://..."},
    {.name = "connection.username", .type = WEIR_CONF_STRING, .at = AT(user),
     .importance = WEIR_HIGH, .group = "Connection", .doc = "User of the database."},
    {.name = "connection.password", .type = WEIR_CONF_PASSWORD, .at = AT(password),
     .importance = WEIR_HIGH, .group = "Connection", .doc = "The user's password."},
    {.name = "connection.provider", .type = WEIR_CONF_STRING, .at = WEIR_CONF_NOWHERE,
     .importance = WEIR_LOW, .group = "Connection",
     .doc = "Has no effect: a task holds one connection."},
    {.name = "connection.pool.min_size", .type = WEIR_CONF_INT, .at = WEIR_CONF_NOWHERE,
     .def = "5", .importance = WEIR_LOW, .group = "Connection",
     .doc = "Has no effect: a task holds one connection."},
    {.name = "connection.pool.max_size", .type = WEIR_CONF_INT, .at = WEIR_CONF_NOWHERE,
     .def = "32", .importance = WEIR_LOW, .group = "Connection",
     .doc = "Has no effect: a task holds one connection."},
    {.name = "connection.pool.acquire_increment", .type = WEIR_CONF_INT,
     .at = WEIR_CONF_NOWHERE, .def = "32", .importance = WEIR_LOW, .group = "Connection",
     .doc = "Has no effect: a task holds one connection."},
    {.name = "connection.pool.timeout", .type = WEIR_CONF_LONG, .at = WEIR_CONF_NOWHERE,
     .def = "1800", .importance = WEIR_LOW, .group = "Connection",
     .doc = "Has no effect: a task holds one connection."},
    {.name = "connection.restart.on.errors", .type = WEIR_CONF_BOOLEAN, .at = WEIR_CONF_NOWHERE,
     .def = "false", .importance = WEIR_LOW, .group = "Connection",
     .doc = "Has no effect: a lost connection is always made again and the batch repeated."},

    {.name = "insert.mode", .type = WEIR_CONF_ENUM, .at = AT(insert_mode), .def = "insert",
     .values = insert_modes, .importance = WEIR_HIGH, .group = "Writing",
     .doc = "insert: INSERT only; upsert: INSERT ... ON CONFLICT DO UPDATE; update: UPDATE only."},
    {.name = "delete.enabled", .type = WEIR_CONF_BOOLEAN, .at = AT(delete_enabled),
     .def = "false", .importance = WEIR_MEDIUM, .group = "Writing",
     .doc = "Deletes and tombstones delete the row. Needs primary.key.mode=record_key."},
    {.name = "truncate.enabled", .type = WEIR_CONF_BOOLEAN, .at = AT(truncate_enabled),
     .def = "false", .importance = WEIR_MEDIUM, .group = "Writing",
     .doc = "Truncate events truncate the table."},
    {.name = "primary.key.mode", .type = WEIR_CONF_ENUM, .at = AT(key_mode), .def = "none",
     .values = key_modes, .importance = WEIR_HIGH, .group = "Writing",
     .doc = "Where the primary key's columns come from."},
    {.name = "primary.key.fields", .type = WEIR_CONF_LIST, .at = AT(key_fields),
     .importance = WEIR_MEDIUM, .group = "Writing",
     .doc = "Which fields make the primary key; for a key that is no struct, the column's name."},
    {.name = "field.include.list", .type = WEIR_CONF_LIST, .at = AT(include),
     .importance = WEIR_MEDIUM, .group = "Writing",
     .doc = "Only these fields are written: field or topic:field."},
    {.name = "field.exclude.list", .type = WEIR_CONF_LIST, .at = AT(exclude),
     .importance = WEIR_MEDIUM, .group = "Writing",
     .doc = "These fields are not written: field or topic:field."},
    {.name = "nul.characters", .type = WEIR_CONF_ENUM, .at = AT(nul), .def = "strip",
     .values = nuls, .importance = WEIR_LOW, .group = "Writing",
     .doc = "What is done with U+0000 in texts, which PostgreSQL cannot hold: strip takes it out "
            "and counts it, reject makes the record a bad one."},

    {.name = "schema.evolution", .type = WEIR_CONF_ENUM, .at = AT(evolution), .def = "none",
     .values = evolutions, .importance = WEIR_MEDIUM, .group = "Tables",
     .doc = "basic: missing tables are created and missing columns added."},
    {.name = "quote.identifiers", .type = WEIR_CONF_BOOLEAN, .at = AT(quote), .def = "false",
     .importance = WEIR_MEDIUM, .group = "Tables",
     .doc = "Names keep their case; else they are folded to lower case."},
    {.name = "collection.name.format", .type = WEIR_CONF_STRING, .at = AT(table_format),
     .def = "${topic}", .alias = "table.name.format", .importance = WEIR_MEDIUM,
     .group = "Tables",
     .doc = "The table's name, [schema.]table, with ${topic} and ${source.<field>} replaced."},
    {.name = "collection.naming.strategy", .type = WEIR_CONF_CLASS, .at = AT(naming_class),
     .def = "io.debezium.sink.naming.DefaultCollectionNamingStrategy",
     .alias = "table.naming.strategy", .importance = WEIR_LOW, .group = "Tables",
     .doc = "DefaultCollectionNamingStrategy writes the topic's dots as underscores, "
            "PassthroughCollectionNamingStrategy keeps them."},
    {.name = "column.naming.strategy", .type = WEIR_CONF_CLASS, .at = WEIR_CONF_NOWHERE,
     .def = "io.debezium.connector.jdbc.naming.DefaultColumnNamingStrategy",
     .importance = WEIR_LOW, .group = "Tables", .doc = "Columns are called as their fields."},
    {.name = "collection.table.format", .type = WEIR_CONF_STRING, .at = WEIR_CONF_NOWHERE,
     .def = "${table}", .importance = WEIR_LOW, .group = "Tables", .doc = "Has no effect."},
    {.name = "use.time.zone", .type = WEIR_CONF_STRING, .at = AT(time_zone), .def = "UTC",
     .alias = "database.time_zone", .importance = WEIR_LOW, .group = "Tables",
     .doc = "The session's time zone, in which moments with a zone become those without."},
    {.name = "dialect.postgres.postgis.schema", .type = WEIR_CONF_STRING,
     .at = AT(geometry_schema), .def = "public", .importance = WEIR_LOW, .group = "Tables",
     .doc = "The schema PostGIS is in."},
    {.name = "dialect.postgres.unnest.insert.enabled", .type = WEIR_CONF_BOOLEAN,
     .at = WEIR_CONF_NOWHERE, .def = "false", .importance = WEIR_LOW, .group = "Tables",
     .doc = "Has no effect: rows always travel as arrays."},
    {.name = "dialect.sqlserver.identity.insert", .type = WEIR_CONF_BOOLEAN,
     .at = WEIR_CONF_NOWHERE, .def = "false", .importance = WEIR_LOW, .group = "Tables",
     .doc = "Has no effect on PostgreSQL."},
    {.name = "cloud.events.schema.name.pattern", .type = WEIR_CONF_STRING,
     .at = WEIR_CONF_NOWHERE, .def = ".*CloudEvents\\.Envelope$", .importance = WEIR_LOW,
     .group = "Tables", .doc = "Has no effect: CloudEvents envelopes are not opened."},

    {.name = "batch.size", .type = WEIR_CONF_INT, .at = AT(batch_size), .def = "500",
     .importance = WEIR_MEDIUM, .group = "Batches",
     .doc = "Has no effect: all that one poll gave is written in one transaction; see "
            "consumer.override.max.poll.records."},
    {.name = "use.reduction.buffer", .type = WEIR_CONF_BOOLEAN, .at = WEIR_CONF_NOWHERE,
     .def = "false", .importance = WEIR_LOW, .group = "Batches",
     .doc = "Has no effect: of a key's changes in a batch only the last is written."},
    {.name = "flush.max.retries", .type = WEIR_CONF_INT, .at = WEIR_CONF_NOWHERE, .def = "5",
     .importance = WEIR_LOW, .group = "Batches",
     .doc = "Has no effect: what may succeed later is tried until it does."},
    {.name = "flush.retry.delay.ms", .type = WEIR_CONF_LONG, .at = AT(retry_wait_ms),
     .def = "1000", .importance = WEIR_LOW, .group = "Batches",
     .doc = "How long to wait before a batch is tried again."},
    {.name = "exactly.once.support", .type = WEIR_CONF_ENUM, .at = AT(exactly_once),
     .def = "requested", .values = once, .importance = WEIR_MEDIUM, .group = "Batches",
     .doc = "required: the offsets of a batch are written to a table of the target in the batch's "
            "own transaction, so that no record is written twice."},
    {.name = "exactly.once.table", .type = WEIR_CONF_STRING, .at = AT(offsets_table),
     .def = "weir_sink_offsets", .importance = WEIR_LOW, .group = "Batches",
     .doc = "The table of those offsets, [schema.]table; it is created if it is missing."},
    {.name = "hibernate.*", .type = WEIR_CONF_MATCHES, .at = WEIR_CONF_NOWHERE,
     .importance = WEIR_LOW, .group = "Connection", .doc = "Has no effect."},
    WEIR_CONF_END,
};

static enum weir_verdict read_naming(struct sink_conf *conf, struct weir_err *err)
{
    struct weir_str class = conf->naming_class;
    if (weir_str_ends(class, WEIR_STR("PassthroughCollectionNamingStrategy"))) {
        conf->naming = SINK_NAMING_AS_IS;
    } else if (weir_str_ends(class, WEIR_STR("DefaultCollectionNamingStrategy")) ||
               weir_str_ends(class, WEIR_STR("DefaultTableNamingStrategy")) ||
               weir_str_ends(class, WEIR_STR(
                   "TemporaryBackwardCompatibleCollectionNamingStrategyProxy"))) {
        conf->naming = SINK_NAMING_UNDERSCORES;
    } else {
        return weir_err_set(err, WEIR_BAD_CONFIG, "collection.naming.strategy %.*s is not known",
                            WEIR_STR_ARG(class));
    }
    return WEIR_OK;
}

enum weir_verdict sink_conf_complete(struct sink_conf *conf, const char **key,
                                     struct weir_err *err)
{
    const char *mode = conf->flat_only ? "pk.mode" : "primary.key.mode";
    *key = mode;
    if (conf->insert_mode == SINK_UPSERT && conf->key_mode == SINK_KEY_NONE) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "insert.mode=upsert needs %s other than none",
                            mode);
    }
    if (conf->insert_mode == SINK_UPDATE && conf->key_mode == SINK_KEY_NONE) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "insert.mode=update needs %s other than none",
                            mode);
    }
    *key = "delete.enabled";
    if (conf->delete_enabled && conf->key_mode != SINK_KEY_RECORD_KEY) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "delete.enabled=true needs %s=record_key", mode);
    }
    if (conf->flat_only) {
        return WEIR_OK;
    }
    *key = "field.exclude.list";
    if (conf->include.n && conf->exclude.n) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "field.include.list and field.exclude.list exclude each other");
    }
    conf->auto_create = conf->auto_evolve = conf->evolution == SINK_EVOLUTION_BASIC;
    *key = "collection.naming.strategy";
    return read_naming(conf, err);
}
