/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mariadb_conf.h: the connector's configuration, typed. mariadb_keys.c fills it from Debezium's
 * property names; enums are indices into that table's values, in this order.
 */
#ifndef WEIR_MARIADB_CONF_H
#define WEIR_MARIADB_CONF_H

#include <weir/conf.h>

enum mariadb_snapshot_mode {
    SNAPSHOT_ALWAYS,
    SNAPSHOT_INITIAL,
    SNAPSHOT_INITIAL_ONLY,
    SNAPSHOT_NO_DATA,
    SNAPSHOT_RECOVERY,
    SNAPSHOT_WHEN_NEEDED,
    SNAPSHOT_CONFIGURATION_BASED,
    SNAPSHOT_CUSTOM,
    SNAPSHOT_SCHEMA_ONLY, /* = NO_DATA */
    SNAPSHOT_SCHEMA_ONLY_RECOVERY, /* = RECOVERY */
};

enum mariadb_decimal_mode { DECIMAL_PRECISE, DECIMAL_STRING, DECIMAL_DOUBLE };
enum mariadb_bigint_mode { BIGINT_LONG, BIGINT_PRECISE };
enum mariadb_binary_mode { BINARY_BYTES, BINARY_BASE64, BINARY_BASE64_URL_SAFE, BINARY_HEX };
enum mariadb_time_mode {
    TIME_ADAPTIVE_MICROS,
    TIME_CONNECT,
    TIME_ISOSTRING,
    TIME_MICROS,
    TIME_NANOS,
};
enum mariadb_failure_mode { FAILURE_FAIL, FAILURE_WARN, FAILURE_SKIP, FAILURE_IGNORE };
enum mariadb_name_adjustment { ADJUST_NONE, ADJUST_AVRO, ADJUST_AVRO_UNICODE };
enum mariadb_lock_mode {
    LOCK_MINIMAL,
    LOCK_EXTENDED,
    LOCK_NONE,
    LOCK_CUSTOM,
    LOCK_MINIMAL_PERCONA,
    LOCK_MINIMAL_PERCONA_NO_TABLE,
};

/* <id>.<option> of the custom converters. */
struct mariadb_converter_conf {
    struct weir_conf_matches type, selector, length_checker;
    struct weir_conf_matches booleans, reals, strings, real_as_double;
    struct weir_conf_matches target_types, fallback_date, fallback_datetime, fallback_timestamp;
    struct weir_conf_matches column_fallback; /* captures: id, db.table.column */
};

/* database.ssl.mode, in the words of either class. */
enum mariadb_ssl {
    SSL_DISABLE,
    SSL_TRUST,
    SSL_VERIFY_CA,
    SSL_VERIFY_FULL,
    SSL_DISABLED,
    SSL_PREFERRED,
    SSL_REQUIRED,
    SSL_MYSQL_VERIFY_CA,
    SSL_VERIFY_IDENTITY,
};

struct mariadb_conf {
    bool is_mysql; /* the class that was named: connector text, schema names; not the server */

    /* identity and connection (1.2, 1.3) */
    struct weir_str prefix;
    struct weir_str hostname, user, password;
    int32_t port;
    int64_t server_id;
    int64_t server_id_offset;
    struct weir_str initial_statements;
    int64_t query_timeout_ms, connect_timeout_ms;
    bool keep_alive;
    int64_t keep_alive_interval_ms;
    int32_t net_read_timeout_s, net_write_timeout_s;
    int ssl_mode; /* index into the class's own values */
    struct weir_str ssl_keystore, ssl_keystore_password;
    struct weir_str ssl_truststore, ssl_truststore_password;
    int64_t validation_timeout_ms;
    int32_t max_retries; /* errors.max.retries */
    int64_t retry_wait_ms;
    struct weir_conf_matches database_extra, driver_extra; /* database.*, driver.* */

    /* filters and column rules (1.4) */
    struct weir_conf_regexes database_include, database_exclude;
    struct weir_conf_regexes table_include, table_exclude;
    struct weir_conf_regexes column_include, column_exclude;
    bool ignore_builtin;
    struct weir_str message_key_columns;
    struct weir_conf_matches column_truncate; /* column.truncate.to.{n}.chars */
    struct weir_conf_matches column_mask;     /* column.mask.with.{n}.chars */
    struct weir_conf_matches column_hash;     /* column.mask.hash.{algorithm}.with.salt.{salt} */
    struct weir_conf_matches column_hash_v2;
    struct weir_conf_regexes propagate_column, propagate_type;

    /* values and schemas (1.5) */
    int decimal_mode, bigint_mode, binary_mode, time_mode; /* enums above */
    bool time_adjuster;
    bool schema_comments;
    bool include_query;
    int schema_adjustment, field_adjustment;
    struct weir_conf_list converters;
    struct mariadb_converter_conf converter;
    bool extended_headers;

    /* events and topics (1.6) */
    bool tombstones;
    struct weir_conf_list skipped_operations;
    bool skip_unchanged;
    bool transaction_metadata;
    bool include_schema_changes;
    struct weir_str topic_naming; /* class */
    struct weir_str topic_delimiter, topic_transaction;
    struct weir_str topic_regex, topic_replacement;
    bool topic_key_unique; /* topic.key.*, of the regex strategies */
    struct weir_str topic_key_field, topic_key_regex, topic_key_replacement;
    struct weir_str heartbeat_prefix, heartbeat_name;
    int64_t heartbeat_interval_ms;
    struct weir_str heartbeat_query;

    /* failures (1.7) */
    int event_failure, converting_failure, inconsistent_schema; /* enum mariadb_failure_mode */
    int32_t guardrail_max;
    int guardrail_action; /* 0 warn, 1 fail */

    /* throughput (1.8) */
    int32_t max_batch_size, max_queue_size;
    int64_t max_queue_bytes, poll_interval_ms;
    int32_t binlog_buffer_size;

    /* snapshot (1.9) */
    int snapshot_mode, lock_mode;
    struct weir_str snapshot_custom_name;
    bool based_data, based_schema, based_stream, based_on_schema_error, based_on_data_error;
    int64_t lock_timeout_ms;
    struct weir_conf_regexes snapshot_tables;
    struct weir_conf_list select_overrides;
    struct weir_conf_matches select_statements; /* snapshot.select.statement.overrides.{table} */
    int32_t fetch_size;
    int32_t snapshot_threads, snapshot_multiplier;
    bool legacy_threads;
    int order_by_rows; /* 0 disabled, 1 ascending, 2 descending */
    int64_t snapshot_delay_ms, streaming_delay_ms;
    bool snapshot_new_tables;       /* weir.snapshot.new.tables */
    bool signal_rows;               /* weir.signal.rows: the signal table's rows are data too */

    /* incremental snapshots, signals, notifications (1.10) */
    int32_t chunk_size;
    bool allow_schema_changes;
    int watermarking; /* 0 insert_insert, 1 insert_delete */
    bool read_only;
    struct weir_str signal_collection;
    struct weir_conf_list signal_channels;
    int64_t signal_poll_ms;
    struct weir_str signal_topic, signal_group, signal_file, signal_bootstrap;
    struct weir_conf_matches signal_consumer;
    struct weir_conf_list notification_channels;
    struct weir_str notification_topic;

    /* GTIDs (1.11) */
    struct weir_conf_regexes gtid_includes, gtid_excludes;
    bool gtid_filter_dml;
    bool gtid_ignore;

    /* schema history (1.14) */
    struct weir_str history_class, history_topic, history_bootstrap, history_file;
    bool history_skip_unparseable;
    bool history_captured_tables_only, history_captured_dbs_only;
    bool history_prefer_ddl;
    struct weir_str history_ddl_filter;
    struct weir_conf_matches history_producer, history_consumer;
};

#endif
