/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mariadb_keys.c: every property of Debezium's MariaDB and MySQL connectors, by its own name, with
 * its default. The two classes share the table but for two defaults and what they are called.
 */
#include "mariadb_keys.h"

#include "mariadb_check.h"

#define AT(member) .at = WEIR_AT(struct mariadb_conf, member)
#define NOWHERE    .at = WEIR_CONF_NOWHERE
#define HIGH       .importance = WEIR_HIGH
#define MEDIUM     .importance = WEIR_MEDIUM
#define LOW        .importance = WEIR_LOW
#define MIN(x)     .min = (x)
#define IDENTITY   .group = "Identity"
#define CONNECTION .group = "Connection"
#define FILTERS    .group = "Filters and columns"
#define VALUES     .group = "Values and schemas"
#define EVENTS     .group = "Events and topics"
#define FAILURES   .group = "Failures"
#define BUFFERS    .group = "Throughput"
#define SNAPSHOT   .group = "Snapshot"
#define SIGNALS    .group = "Signals and notifications"
#define GTIDS      .group = "GTIDs"
#define HISTORY    .group = "Schema history"

static const char *const ssl_modes[] = {
    "disable",   "trust",    "verify-ca",  "verify-full",     "disabled",
    "preferred", "required", "verify_ca", "verify_identity", NULL,
};
static const char *const decimal_modes[] = {"precise", "string", "double", NULL};
static const char *const bigint_modes[] = {"long", "precise", NULL};
static const char *const binary_modes[] = {"bytes", "base64", "base64-url-safe", "hex", NULL};
static const char *const time_modes[] = {"adaptive_time_microseconds", "connect",     "isostring",
                                         "microseconds",               "nanoseconds", NULL};
static const char *const adjustments[] = {"none", "avro", "avro_unicode", NULL};
static const char *const failure_modes[] = {"fail", "warn", "skip", "ignore", NULL};
static const char *const limit_actions[] = {"warn", "fail", NULL};
static const char *const snapshot_modes[] = {
    "always",      "initial",     "initial_only",        "no_data",
    "recovery",    "when_needed", "configuration_based", "custom",
    "schema_only", "schema_only_recovery",               NULL,
};
static const char *const lock_modes[] = {
    "minimal", "extended", "none", "custom", "minimal_percona", "minimal_percona_no_table_locks",
    NULL,
};
static const char *const query_modes[] = {"select_all", NULL};
static const char *const row_orders[] = {"disabled", "ascending", "descending", NULL};
static const char *const watermarks[] = {"INSERT_INSERT", "INSERT_DELETE", NULL};

#define CONF_INT(key, member, value, ...)                                                          \
    {.name = (key), .type = WEIR_CONF_INT, AT(member), .def = (value), __VA_ARGS__}
#define CONF_LONG(key, member, value, ...)                                                         \
    {.name = (key), .type = WEIR_CONF_LONG, AT(member), .def = (value), __VA_ARGS__}
#define CONF_TIME(key, member, value, ...)                                                         \
    {.name = (key), .type = WEIR_CONF_DURATION, AT(member), .def = (value), .min = 0,             \
     .flags = WEIR_KEY_HAS_MIN, __VA_ARGS__}
#define CONF_BOOL(key, member, value, ...)                                                         \
    {.name = (key), .type = WEIR_CONF_BOOLEAN, AT(member), .def = (value), __VA_ARGS__}
#define CONF_TEXT(key, member, value, ...)                                                         \
    {.name = (key), .type = WEIR_CONF_STRING, AT(member), .def = (value), __VA_ARGS__}
#define CONF_ENUM(key, member, texts, value, ...)                                                  \
    {.name = (key), .type = WEIR_CONF_ENUM, AT(member), .values = (texts), .def = (value),         \
     __VA_ARGS__}
#define CONF_LIST(key, member, value, ...)                                                         \
    {.name = (key), .type = WEIR_CONF_LIST, AT(member), .def = (value), __VA_ARGS__}
#define CONF_REGEXES(key, member, ...)                                                             \
    {.name = (key), .type = WEIR_CONF_REGEXES, AT(member), .flags = WEIR_KEY_NOCASE, __VA_ARGS__}
#define CONF_MATCHES(key, member, ...)                                                             \
    {.name = (key), .type = WEIR_CONF_MATCHES, AT(member), __VA_ARGS__}
/* Known to Debezium, without a meaning here. */
#define CONF_IGNORED(key, value, ...)                                                              \
    {.name = (key), .type = WEIR_CONF_STRING, NOWHERE, .def = (value), __VA_ARGS__}

static const struct weir_conf_key keys[] = {
    CONF_BOOL("internal.mysql.class", is_mysql, "false", .flags = WEIR_KEY_INTERNAL,
              .doc = "Which of the two connector classes this is."),

    {.name = "topic.prefix", .type = WEIR_CONF_STRING, AT(prefix), .check = mariadb_check_prefix,
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY, HIGH, IDENTITY,
     .alias = "database.server.name",
     .doc = "The logical name of the server: the prefix of every topic and the key of the stored "
            "offset. Changing it makes the connector start from nothing."},
    {.name = "database.hostname", .type = WEIR_CONF_STRING, AT(hostname),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY, HIGH, CONNECTION,
     .doc = "Host name or address of the database server."},
    {.name = "database.port", .type = WEIR_CONF_INT, AT(port), .def = "3306", .min = 1,
     .max = 65535, .flags = WEIR_KEY_HAS_MIN | WEIR_KEY_HAS_MAX, HIGH, CONNECTION,
     .doc = "Port of the database server."},
    {.name = "database.user", .type = WEIR_CONF_STRING, AT(user),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY, HIGH, CONNECTION,
     .doc = "User that reads the tables and the binlog. It needs SELECT, RELOAD (or LOCK TABLES), "
            "SHOW DATABASES, REPLICATION SLAVE and REPLICATION CLIENT (BINLOG MONITOR)."},
    {.name = "database.password", .type = WEIR_CONF_PASSWORD, AT(password), HIGH, CONNECTION,
     .doc = "Password of that user."},
    {.name = "database.server.id", .type = WEIR_CONF_LONG, AT(server_id), .min = 1,
     .max = UINT32_MAX, .flags = WEIR_KEY_REQUIRED | WEIR_KEY_HAS_MIN | WEIR_KEY_HAS_MAX, HIGH,
     CONNECTION,
     .doc = "The id by which the server knows this replica. No two clients of one server may have "
            "the same."},
    CONF_LONG("database.server.id.offset", server_id_offset, "10000", LOW, CONNECTION,
              .doc = "Further replication clients use the server id plus this."),

    CONF_TEXT("database.initial.statements", initial_statements, NULL, LOW, CONNECTION,
              .doc = "SQL that runs on every connection but the binlog's; ';' separates statements, "
                     "';;' is a semicolon."),
    CONF_TIME("database.query.timeout.ms", query_timeout_ms, "600000", LOW, CONNECTION,
              .doc = "How long an SQL statement may take; 0: as long as it likes."),
    CONF_TIME("connect.timeout.ms", connect_timeout_ms, "30000", LOW, CONNECTION,
              .doc = "How long connecting may take."),
    CONF_BOOL("connect.keep.alive", keep_alive, "true", LOW, CONNECTION,
              .doc = "Whether a binlog connection that says nothing is found out and replaced."),
    CONF_TIME("connect.keep.alive.interval.ms", keep_alive_interval_ms, "60000", LOW, CONNECTION,
              .doc = "How long the binlog connection may be silent; the server is asked for a "
                     "heartbeat at 0.8 of it."),
    CONF_IGNORED("use.nongraceful.disconnect", "false", LOW, CONNECTION,
                 .doc = "Understood; sockets are closed at once anyway."),
    CONF_INT("binlog.net.write.timeout", net_write_timeout_s, "0", LOW, CONNECTION,
             .doc = "net_write_timeout of the binlog session in seconds; 0: the server's."),
    CONF_INT("binlog.net.read.timeout", net_read_timeout_s, "0", LOW, CONNECTION,
             .doc = "net_read_timeout of the binlog session in seconds; 0: the server's."),
    CONF_ENUM("database.ssl.mode", ssl_mode, ssl_modes, "disable", MEDIUM, CONNECTION,
              .doc = "disable(d), preferred (MySQL), trust or required: encrypted but unchecked, "
                     "verify-ca (verify_ca): the certificate is checked, verify-full "
                     "(verify_identity): the host name too."),
    CONF_TEXT("database.ssl.keystore", ssl_keystore, NULL, MEDIUM, CONNECTION,
              .doc = "File with the client's key and certificate: PEM or PKCS12."),
    {.name = "database.ssl.keystore.password", .type = WEIR_CONF_PASSWORD,
     AT(ssl_keystore_password), MEDIUM, CONNECTION, .doc = "Password of that file."},
    CONF_TEXT("database.ssl.truststore", ssl_truststore, NULL, MEDIUM, CONNECTION,
              .doc = "File with the authorities to trust: PEM or PKCS12."),
    {.name = "database.ssl.truststore.password", .type = WEIR_CONF_PASSWORD,
     AT(ssl_truststore_password), MEDIUM, CONNECTION, .doc = "Password of that file."},
    CONF_TIME("connection.validation.timeout.ms", validation_timeout_ms, "60000", LOW, CONNECTION,
              .doc = "How long the check of a configuration may wait for the server."),
    CONF_IGNORED("executor.shutdown.timeout.ms", "4000", LOW, CONNECTION,
                 .doc = "Understood; the worker's own deadline ends a task."),
    CONF_INT("errors.max.retries", max_retries, "-1", .min = -1, .flags = WEIR_KEY_HAS_MIN, LOW,
             FAILURES,
             .doc = "How often a lost connection is retried before the task fails; -1: for ever."),
    CONF_TIME("retriable.restart.connector.wait.ms", retry_wait_ms, "10000", LOW, FAILURES,
              .doc = "The longest pause between two attempts to connect again."),
    CONF_IGNORED("database.jdbc.driver", NULL, LOW, CONNECTION, .doc = "Understood; of no use."),
    CONF_IGNORED("database.protocol", NULL, LOW, CONNECTION, .doc = "Understood; of no use."),
    CONF_IGNORED("connector.adapter", NULL, LOW, CONNECTION,
                 .doc = "Understood; the server says itself what it is."),

    CONF_REGEXES("database.include.list", database_include, HIGH, FILTERS,
                 .alias = "database.whitelist",
                 .doc = "Expressions for the databases to capture; all others are left out."),
    CONF_REGEXES("database.exclude.list", database_exclude, MEDIUM, FILTERS,
                 .alias = "database.blacklist", .doc = "Expressions for databases to leave out."),
    CONF_REGEXES("table.include.list", table_include, HIGH, FILTERS, .alias = "table.whitelist",
                 .doc = "Expressions for the tables (db.table) to capture; all others are left "
                        "out."),
    CONF_REGEXES("table.exclude.list", table_exclude, MEDIUM, FILTERS, .alias = "table.blacklist",
                 .doc = "Expressions for tables (db.table) to leave out."),
    CONF_REGEXES("column.include.list", column_include, MEDIUM, FILTERS,
                 .alias = "column.whitelist",
                 .doc = "Expressions for the columns (db.table.column) of events' values."),
    CONF_REGEXES("column.exclude.list", column_exclude, MEDIUM, FILTERS,
                 .alias = "column.blacklist",
                 .doc = "Expressions for columns (db.table.column) that events lack."),
    CONF_BOOL("table.ignore.builtin", ignore_builtin, "true", LOW, FILTERS,
              .doc = "Whether the server's own databases are left out."),
    CONF_TEXT("message.key.columns", message_key_columns, NULL, MEDIUM, FILTERS,
              .check = mariadb_check_key_columns,
              .doc = "Other keys than the primary key: db.table:col1,col2;db.other:col. The table "
                     "is an expression."),
    CONF_MATCHES("column.truncate.to.{n}.chars", column_truncate, MEDIUM, FILTERS,
                 .doc = "Expressions for text columns (db.table.column) to cut to n characters."),
    CONF_MATCHES("column.mask.with.{n}.chars", column_mask, MEDIUM, FILTERS,
                 .doc = "Expressions for text columns whose values become n asterisks."),
    CONF_MATCHES("column.mask.hash.v2.{algorithm}.with.salt.{salt}", column_hash_v2,
                 .flags = WEIR_KEY_SECRET_CAPTURE, MEDIUM, FILTERS,
                 .doc = "Expressions for text columns that become a digest of salt and value."),
    CONF_MATCHES("column.mask.hash.{algorithm}.with.salt.{salt}", column_hash,
                 .flags = WEIR_KEY_SECRET_CAPTURE, MEDIUM, FILTERS,
                 .doc = "The same over Java's serialized text, as old versions had it."),
    CONF_REGEXES("column.propagate.source.type", propagate_column, MEDIUM, FILTERS,
                 .doc = "Expressions for columns whose type, length and scale go into the schema."),
    CONF_REGEXES("datatype.propagate.source.type", propagate_type, MEDIUM, FILTERS,
                 .doc = "The same for types: db.table.TYPE."),

    CONF_ENUM("decimal.handling.mode", decimal_mode, decimal_modes, "precise", MEDIUM, VALUES,
              .doc = "DECIMAL as Connect's Decimal, as text or as a double."),
    CONF_ENUM("bigint.unsigned.handling.mode", bigint_mode, bigint_modes, "long", MEDIUM, VALUES,
              .doc = "BIGINT UNSIGNED as a long (large values become negative) or as a Decimal."),
    CONF_ENUM("binary.handling.mode", binary_mode, binary_modes, "bytes", LOW, VALUES,
              .doc = "Binary columns as bytes, base64, base64-url-safe or hex."),
    CONF_ENUM("time.precision.mode", time_mode, time_modes, "adaptive_time_microseconds", MEDIUM,
              VALUES, .doc = "How times and dates are represented."),
    CONF_BOOL("enable.time.adjuster", time_adjuster, "true", LOW, VALUES,
              .doc = "Whether years of two digits become 19xx and 20xx."),
    CONF_BOOL("include.schema.comments", schema_comments, "false", MEDIUM, VALUES,
              .doc = "Whether comments of tables and columns are kept."),
    CONF_BOOL("include.query", include_query, "false", MEDIUM, VALUES,
              .doc = "Whether an event carries the statement that made it, where the server "
                     "writes it."),
    CONF_ENUM("schema.name.adjustment.mode", schema_adjustment, adjustments, "none", MEDIUM,
              VALUES, .doc = "Whether names of schemas are made fit for Avro."),
    CONF_ENUM("field.name.adjustment.mode", field_adjustment, adjustments, "none", MEDIUM, VALUES,
              .doc = "Whether names of fields are made fit for Avro."),
    CONF_LIST("converters", converters, "", LOW, VALUES,
              .doc = "Names of custom converters; <name>.type says which of the shipped ones."),
    CONF_MATCHES("{id}.type", converter.type, LOW, VALUES, .doc = "A converter's class."),
    CONF_MATCHES("{id}.selector", converter.selector, LOW, VALUES,
                 .doc = "Expressions for the columns (db.table.column) that a converter takes."),
    CONF_MATCHES("{id}.length.checker", converter.length_checker, LOW, VALUES,
                 .doc = "TinyIntOneToBooleanConverter: whether only TINYINT(1) is meant."),
    CONF_MATCHES("{id}.selector.boolean", converter.booleans, LOW, VALUES,
                 .doc = "JdbcSinkDataTypesConverter: columns that become 0 or 1."),
    CONF_MATCHES("{id}.selector.real", converter.reals, LOW, VALUES,
                 .doc = "JdbcSinkDataTypesConverter: columns that become floats."),
    CONF_MATCHES("{id}.selector.string", converter.strings, LOW, VALUES,
                 .doc = "JdbcSinkDataTypesConverter: columns that tell their character set."),
    CONF_MATCHES("{id}.treat.real.as.double", converter.real_as_double, LOW, VALUES,
                 .doc = "JdbcSinkDataTypesConverter: whether those floats have 64 bits."),
    CONF_MATCHES("{id}.target.types", converter.target_types, LOW, VALUES,
                 .doc = "ZeroDateFallbackConverter: some of DATE, DATETIME, TIMESTAMP."),
    CONF_MATCHES("{id}.fallback.date", converter.fallback_date, LOW, VALUES,
                 .doc = "ZeroDateFallbackConverter: 2000-01-01 or NULL."),
    CONF_MATCHES("{id}.fallback.datetime", converter.fallback_datetime, LOW, VALUES,
                 .doc = "ZeroDateFallbackConverter: 2000-01-01 00:00:00 or NULL."),
    CONF_MATCHES("{id}.fallback.timestamp", converter.fallback_timestamp, LOW, VALUES,
                 .doc = "ZeroDateFallbackConverter: 2000-01-01T00:00:00Z or NULL."),
    CONF_MATCHES("{id}.column.{column}.fallback", converter.column_fallback, LOW, VALUES,
                 .doc = "ZeroDateFallbackConverter: of one column (db.table.column)."),
    CONF_IGNORED("post.processors", NULL, LOW, VALUES,
                 .doc = "Not there: changes always carry whole rows."),
    CONF_IGNORED("unavailable.value.placeholder", "__debezium_unavailable_value", LOW, VALUES,
                 .doc = "Understood; a full row image has every value."),
    CONF_IGNORED("sourceinfo.struct.maker", NULL, LOW, VALUES, .doc = "Understood; of no use."),
    CONF_BOOL("extended.headers.enabled", extended_headers, "true", MEDIUM, VALUES,
              .doc = "Whether records carry __debezium.context.* headers."),

    CONF_BOOL("tombstones.on.delete", tombstones, "true", MEDIUM, EVENTS,
              .doc = "Whether a delete is followed by a record without a value."),
    CONF_LIST("skipped.operations", skipped_operations, "t", .check = mariadb_check_operations,
              LOW, EVENTS,
              .doc = "Operations to leave out: c, u, d, t, or none."),
    CONF_BOOL("skip.messages.without.change", skip_unchanged, "false", LOW, EVENTS,
              .doc = "Whether updates that change no captured column are left out."),
    CONF_BOOL("provide.transaction.metadata", transaction_metadata, "false", LOW, EVENTS,
              .doc = "Whether transactions' begin and end are told and counted."),
    CONF_IGNORED("transaction.metadata.factory", NULL, LOW, EVENTS,
                 .doc = "Understood; there is one form."),
    CONF_BOOL("include.schema.changes", include_schema_changes, "true", MEDIUM, EVENTS,
              .doc = "Whether DDL is told in the topic named as topic.prefix."),
    CONF_TEXT("topic.naming.strategy", topic_naming,
              "io.debezium.schema.DefaultTopicNamingStrategy", MEDIUM, EVENTS,
              .doc = "How topics are named: Default-, Schema-, DefaultRegex- or "
                     "DefaultUnicodeTopicNamingStrategy of io.debezium.schema, and the Schema- "
                     "twins of the last two."),
    CONF_TEXT("topic.delimiter", topic_delimiter, ".", LOW, EVENTS,
              .doc = "Between the parts of a topic's name."),
    CONF_TEXT("topic.regex", topic_regex, NULL, LOW, EVENTS,
              .doc = "What DefaultRegexTopicNamingStrategy looks for."),
    CONF_TEXT("topic.replacement", topic_replacement, NULL, LOW, EVENTS,
              .doc = "What it puts there."),
    CONF_BOOL("topic.key.enforce.uniqueness", topic_key_unique, "true", LOW, EVENTS,
              .doc = "Whether the regex strategies put the table's own topic into the key."),
    CONF_TEXT("topic.key.field.name", topic_key_field, "__dbz__physicalTableIdentifier", LOW,
              EVENTS, .doc = "The name of that field."),
    CONF_TEXT("topic.key.field.regex", topic_key_regex, NULL, LOW, EVENTS,
              .doc = "What is looked for in the table's own topic for that field."),
    CONF_TEXT("topic.key.field.replacement", topic_key_replacement, NULL, LOW, EVENTS,
              .doc = "What is put there."),
    CONF_IGNORED("topic.cache.size", "10000", LOW, EVENTS, .doc = "Understood; of no use."),
    CONF_TEXT("topic.transaction", topic_transaction, "transaction", LOW, EVENTS,
              .doc = "The transaction topic's name behind the prefix."),
    CONF_TEXT("topic.heartbeat.prefix", heartbeat_prefix, "__debezium-heartbeat", LOW, EVENTS,
              .alias = "heartbeat.topics.prefix",
              .doc = "The heartbeat topic's name before the prefix."),
    CONF_TEXT("topic.heartbeat.name", heartbeat_name, NULL, LOW, EVENTS,
              .doc = "The heartbeat topic's whole name."),
    CONF_TIME("heartbeat.interval.ms", heartbeat_interval_ms, "0", MEDIUM, EVENTS,
              .doc = "The time between heartbeat records; 0: none."),
    CONF_TEXT("heartbeat.action.query", heartbeat_query, NULL, LOW, EVENTS,
              .doc = "SQL to run on the server at each heartbeat."),

    CONF_ENUM("event.processing.failure.handling.mode", event_failure, failure_modes, "fail",
              MEDIUM, FAILURES, .alias = "event.deserialization.failure.handling.mode",
              .doc = "What to do with an event that cannot be processed."),
    CONF_ENUM("event.converting.failure.handling.mode", converting_failure, failure_modes, "warn",
              MEDIUM, FAILURES, .doc = "What to do with a value that cannot be converted."),
    CONF_ENUM("inconsistent.schema.handling.mode", inconsistent_schema, failure_modes, "fail",
              MEDIUM, FAILURES,
              .doc = "What to do with rows of a captured table whose schema is not known."),
    CONF_INT("guardrail.collections.max", guardrail_max, "0", LOW, FAILURES,
             .doc = "The most tables that may be captured; 0: any number."),
    CONF_ENUM("guardrail.collections.limit.action", guardrail_action, limit_actions, "warn", LOW,
              FAILURES, .doc = "What happens beyond that."),

    CONF_INT("max.batch.size", max_batch_size, "2048", .min = 1, .flags = WEIR_KEY_HAS_MIN, MEDIUM,
             BUFFERS, .doc = "The most records that travel together."),
    CONF_INT("max.queue.size", max_queue_size, "8192", MEDIUM, BUFFERS,
             .doc = "Must exceed max.batch.size; the worker bounds what is in flight."),
    CONF_LONG("max.queue.size.in.bytes", max_queue_bytes, "0", LOW, BUFFERS,
              .doc = "Understood; the worker bounds what is in flight."),
    CONF_TIME("poll.interval.ms", poll_interval_ms, "500", MEDIUM, BUFFERS,
              .doc = "Understood; an event is handed on when it comes."),
    CONF_INT("binlog.buffer.size", binlog_buffer_size, "0", LOW, BUFFERS,
             .doc = "Understood; a transaction that was rolled back is not in the binlog."),
    CONF_IGNORED("query.fetch.size", "0", LOW, BUFFERS, .doc = "Understood; rows are streamed."),
    CONF_IGNORED("min.row.count.to.stream.results", "1000", LOW, BUFFERS,
                 .doc = "Understood; rows are always streamed."),
    CONF_IGNORED("queue.provider.type", NULL, LOW, BUFFERS, .doc = "Understood; of no use."),
    CONF_IGNORED("custom.metric.tags", NULL, LOW, BUFFERS, .doc = "Understood; of no use."),
    CONF_IGNORED("statistics.metrics.enabled", "true", LOW, BUFFERS,
                 .doc = "Understood; of no use."),

    CONF_ENUM("snapshot.mode", snapshot_mode, snapshot_modes, "initial", HIGH, SNAPSHOT,
              .doc = "What is read before the binlog: initial, initial_only, no_data, always, "
                     "when_needed, recovery, configuration_based; schema_only and "
                     "schema_only_recovery are the old names."),
    CONF_TEXT("snapshot.mode.custom.name", snapshot_custom_name, NULL, LOW, SNAPSHOT,
              .doc = "With snapshot.mode=custom: when_needed_no_data."),
    CONF_BOOL("snapshot.mode.configuration.based.snapshot.data", based_data, "false", LOW, SNAPSHOT,
              .doc = "With configuration_based: rows are read."),
    CONF_BOOL("snapshot.mode.configuration.based.snapshot.schema", based_schema, "false", LOW,
              SNAPSHOT, .doc = "With configuration_based: table definitions are read."),
    CONF_BOOL("snapshot.mode.configuration.based.start.stream", based_stream, "false", LOW,
              SNAPSHOT, .doc = "With configuration_based: the binlog is followed."),
    CONF_BOOL("snapshot.mode.configuration.based.snapshot.on.schema.error", based_on_schema_error,
              "false", LOW, SNAPSHOT,
              .doc = "With configuration_based: definitions are read when the history is lost."),
    CONF_BOOL("snapshot.mode.configuration.based.snapshot.on.data.error", based_on_data_error,
              "false", LOW, SNAPSHOT,
              .doc = "With configuration_based: rows are read when the position is lost."),
    CONF_ENUM("snapshot.locking.mode", lock_mode, lock_modes, "minimal", LOW, SNAPSHOT,
              .doc = "minimal: a lock until the definitions are read; extended: until all rows "
                     "are; none: no lock."),
    CONF_TIME("snapshot.lock.timeout.ms", lock_timeout_ms, "10000", LOW, SNAPSHOT,
              .doc = "How long the snapshot waits for locks."),
    CONF_REGEXES("snapshot.include.collection.list", snapshot_tables, MEDIUM, SNAPSHOT,
                 .doc = "Expressions for the tables (db.table) whose rows are read; all captured "
                        "ones if empty."),
    CONF_LIST("snapshot.select.statement.overrides", select_overrides, "", LOW, SNAPSHOT,
              .doc = "Tables (db.table) that are read by a statement of their own."),
    CONF_MATCHES("snapshot.select.statement.overrides.{table}", select_statements, LOW, SNAPSHOT,
                 .doc = "That statement."),
    {.name = "snapshot.query.mode", .type = WEIR_CONF_ENUM, NOWHERE, .values = query_modes,
     .def = "select_all", LOW, SNAPSHOT, .doc = "Understood; whole tables are read."},
    CONF_INT("snapshot.fetch.size", fetch_size, "0", LOW, SNAPSHOT,
             .doc = "Understood; rows are streamed."),
    CONF_INT("snapshot.max.threads", snapshot_threads, "1", .min = 1, .max = 64,
             .flags = WEIR_KEY_HAS_MIN | WEIR_KEY_HAS_MAX, MEDIUM, SNAPSHOT,
             .doc = "How many connections read tables, and parts of large ones, at a time."),
    CONF_INT("snapshot.max.threads.multiplier", snapshot_multiplier, "1", .min = 1,
             .flags = WEIR_KEY_HAS_MIN, MEDIUM, SNAPSHOT,
             .doc = "A table is read in that many parts a thread."),
    CONF_BOOL("legacy.snapshot.max.threads", legacy_threads, "false", LOW, SNAPSHOT,
              .doc = "Whether a table is read by one connection only."),
    CONF_ENUM("snapshot.tables.order.by.row.count", order_by_rows, row_orders, "disabled", LOW,
              SNAPSHOT, .doc = "Whether small or large tables come first."),
    CONF_TIME("snapshot.delay.ms", snapshot_delay_ms, "0", LOW, SNAPSHOT,
              .doc = "How long to wait before the snapshot."),
    CONF_TIME("streaming.delay.ms", streaming_delay_ms, "0", LOW, SNAPSHOT,
              .doc = "How long to wait between snapshot and streaming."),
    CONF_BOOL("weir.snapshot.new.tables", snapshot_new_tables, "false", LOW, SNAPSHOT,
              .doc = "Whether rows of tables that join the include list later are read also with "
                     "snapshot.mode=no_data. With modes that read rows they always are."),

    CONF_INT("incremental.snapshot.chunk.size", chunk_size, "1024", .min = 1,
             .flags = WEIR_KEY_HAS_MIN, MEDIUM, SIGNALS,
             .doc = "Rows of an incremental snapshot that are read at a time."),
    CONF_BOOL("incremental.snapshot.allow.schema.changes", allow_schema_changes, "false", LOW,
              SIGNALS, .doc = "Understood; a table that changes is read on as it is then."),
    CONF_ENUM("incremental.snapshot.watermarking.strategy", watermarking, watermarks,
              "INSERT_INSERT", LOW, SIGNALS,
              .doc = "Understood; watermarks are positions, nothing is written to the server."),
    CONF_BOOL("read.only", read_only, "false", LOW, SIGNALS,
              .doc = "Understood; nothing is ever written to the server."),
    CONF_TEXT("signal.data.collection", signal_collection, NULL, MEDIUM, SIGNALS,
              .doc = "The table (db.table) whose inserted rows are signals."),
    CONF_LIST("signal.enabled.channels", signal_channels, "source", MEDIUM, SIGNALS,
              .doc = "Where signals come from: source, kafka, file."),
    CONF_TIME("signal.poll.interval.ms", signal_poll_ms, "5000", MEDIUM, SIGNALS,
              .doc = "How often the kafka and file channels are looked at."),
    CONF_TEXT("signal.kafka.topic", signal_topic, NULL, MEDIUM, SIGNALS,
              .doc = "The topic of the kafka channel; <topic.prefix>-signal if empty."),
    CONF_TEXT("signal.kafka.bootstrap.servers", signal_bootstrap, NULL, MEDIUM, SIGNALS,
              .doc = "Its brokers; the worker's own if empty."),
    CONF_TEXT("signal.kafka.groupId", signal_group, "kafka-signal", LOW, SIGNALS,
              .doc = "The consumer group that keeps the place in it."),
    CONF_IGNORED("signal.kafka.poll.timeout.ms", "0", LOW, SIGNALS, .doc = "Understood."),
    CONF_MATCHES("signal.consumer.*", signal_consumer, LOW, SIGNALS,
                 .doc = "Settings of its consumer."),
    CONF_TEXT("signal.file", signal_file, "file-signals.txt", MEDIUM, SIGNALS,
              .doc = "The file of the file channel: a JSON object a line; it is emptied when read."),
    CONF_LIST("notification.enabled.channels", notification_channels, "", MEDIUM, SIGNALS,
              .doc = "Where progress of snapshots is told: sink (a topic), log."),
    CONF_TEXT("notification.sink.topic.name", notification_topic, NULL, MEDIUM, SIGNALS,
              .doc = "The topic of the sink channel."),
    CONF_BOOL("weir.signal.rows", signal_rows, "true", LOW, SIGNALS,
              .doc = "Whether the rows of the signal table are events too."),

    CONF_REGEXES("gtid.source.includes", gtid_includes, LOW, GTIDS,
                 .doc = "Expressions for the sources (UUID, or domain-server) whose GTIDs count."),
    CONF_REGEXES("gtid.source.excludes", gtid_excludes, LOW, GTIDS,
                 .doc = "Expressions for the sources whose GTIDs do not count."),
    CONF_BOOL("gtid.source.filter.dml.events", gtid_filter_dml, "true", LOW, GTIDS,
              .doc = "Whether row changes of other sources are left out."),
    CONF_BOOL("gtid.ignore.on.recovery", gtid_ignore, "false", LOW, GTIDS,
              .doc = "Whether streaming starts by file and position even where GTIDs are known."),

    CONF_TEXT("schema.history.internal", history_class,
              "io.debezium.storage.kafka.history.KafkaSchemaHistory", MEDIUM, HISTORY,
              .alias = "database.history",
              .doc = "Where table definitions are kept: KafkaSchemaHistory, FileSchemaHistory or "
                     "MemorySchemaHistory."),
    CONF_TEXT("schema.history.internal.kafka.topic", history_topic, NULL, HIGH, HISTORY,
              .alias = "database.history.kafka.topic",
              .doc = "The topic of the schema history; required with KafkaSchemaHistory."),
    CONF_TEXT("schema.history.internal.kafka.bootstrap.servers", history_bootstrap, NULL, HIGH,
              HISTORY, .alias = "database.history.kafka.bootstrap.servers",
              .doc = "Its brokers; the worker's own if empty."),
    CONF_TEXT("schema.history.internal.file.filename", history_file, NULL, MEDIUM, HISTORY,
              .doc = "The file of FileSchemaHistory."),
    CONF_BOOL("schema.history.internal.skip.unparseable.ddl", history_skip_unparseable, "false",
              LOW, HISTORY, .alias = "database.history.skip.unparseable.ddl",
              .doc = "Whether DDL of a captured table that cannot be followed is passed over."),
    CONF_BOOL("schema.history.internal.store.only.captured.tables.ddl",
              history_captured_tables_only, "false", LOW, HISTORY,
              .alias = "database.history.store.only.captured.tables.ddl",
              .doc = "Whether only captured tables are kept."),
    CONF_BOOL("schema.history.internal.store.only.captured.databases.ddl", history_captured_dbs_only,
              "false", LOW, HISTORY, .doc = "Whether only captured databases are kept."),
    CONF_BOOL("internal.schema.history.internal.prefer.ddl", history_prefer_ddl, "false",
              .flags = WEIR_KEY_INTERNAL, LOW, HISTORY,
              .doc = "Whether recovery reads statements rather than table definitions."),
    CONF_TEXT("internal.schema.history.internal.ddl.filter", history_ddl_filter, NULL,
              .flags = WEIR_KEY_INTERNAL, LOW, HISTORY,
              .doc = "Expressions for statements to pass over."),
    CONF_MATCHES("schema.history.internal.producer.*", history_producer, LOW, HISTORY,
                 .doc = "Client settings for writing the history; the worker's own if empty."),
    CONF_MATCHES("schema.history.internal.consumer.*", history_consumer, LOW, HISTORY,
                 .doc = "Client settings for reading the history; the worker's own if empty."),
    {.name = "schema.history.internal.*", .type = WEIR_CONF_MATCHES, NOWHERE, LOW, HISTORY,
     .doc = "Further settings of Debezium's history, which need none here."},

    CONF_MATCHES("database.*", database_extra, LOW, CONNECTION,
                 .doc = "Settings of the Java driver; those with a meaning here are heeded."),
    CONF_MATCHES("driver.*", driver_extra, LOW, CONNECTION,
                 .doc = "The same; these win over database.*."),
    {.name = "internal.*", .type = WEIR_CONF_MATCHES, NOWHERE, .flags = WEIR_KEY_INTERNAL,
     .doc = "Debezium's internals, which need no setting here."},
    WEIR_CONF_END,
};

static struct weir_conf_key mysql_keys[sizeof(keys) / sizeof(keys[0])];

static void set_default(const char *name, const char *def)
{
    for (struct weir_conf_key *key = mysql_keys; key->name; key++) {
        key->def = strcmp(key->name, name) == 0 ? def : key->def;
    }
}

const struct weir_conf_key *mariadb_keys(bool is_mysql)
{
    if (!is_mysql) {
        return keys;
    }
    memcpy(mysql_keys, keys, sizeof(keys));
    set_default("internal.mysql.class", "true");
    set_default("database.ssl.mode", "preferred");
    return mysql_keys;
}
