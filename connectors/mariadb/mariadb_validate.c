/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mariadb_validate.c: what a configuration must hold beyond single keys: lists that exclude each
 * other, where the schema history is, that the server can be reached with these credentials. Also
 * the one task there is, and the check of offsets that a person wants to store.
 */
#include <weir/json.h>
#include <weir/time.h>

#include "cdc_gtid.h"
#include "cdc_offset.h"
#include "common/mariadb/cdc_converter.h"
#include "common/mariadb/mariadb_connect.h"
#include "mariadb_check.h"

/* ---- between keys ---- */

static void check_pair(struct weir_report *report, const char *include, size_t n_include,
                       const char *exclude, size_t n_exclude)
{
    if (n_include && n_exclude) {
        weir_report_error(report, exclude, "\"%s\" is already specified", include);
    }
}

static void check_lists(const struct mariadb_conf *conf, struct weir_report *report)
{
    check_pair(report, "database.include.list", conf->database_include.n, "database.exclude.list",
               conf->database_exclude.n);
    check_pair(report, "table.include.list", conf->table_include.n, "table.exclude.list",
               conf->table_exclude.n);
    check_pair(report, "column.include.list", conf->column_include.n, "column.exclude.list",
               conf->column_exclude.n);
    check_pair(report, "gtid.source.includes", conf->gtid_includes.n, "gtid.source.excludes",
               conf->gtid_excludes.n);
}

static void check_history(const struct mariadb_conf *conf, struct weir_report *report)
{
    struct weir_str class_name = conf->history_class;
    bool is_kafka = weir_str_ends(class_name, WEIR_STR("KafkaSchemaHistory")) ||
                    weir_str_ends(class_name, WEIR_STR("KafkaDatabaseHistory"));
    bool is_file = weir_str_ends(class_name, WEIR_STR("FileSchemaHistory")) ||
                   weir_str_ends(class_name, WEIR_STR("FileDatabaseHistory"));
    if (is_kafka && conf->history_topic.n == 0) {
        weir_report_error(report, "schema.history.internal.kafka.topic", "A value is required");
    } else if (is_file && conf->history_file.n == 0) {
        weir_report_error(report, "schema.history.internal.file.filename", "A value is required");
    } else if (!is_kafka && !is_file &&
               !weir_str_ends(class_name, WEIR_STR("MemorySchemaHistory")) &&
               !weir_str_ends(class_name, WEIR_STR("MemoryDatabaseHistory"))) {
        weir_report_error(report, "schema.history.internal",
                          "'%.*s' is not there; KafkaSchemaHistory, FileSchemaHistory and "
                          "MemorySchemaHistory of io.debezium are",
                          WEIR_STR_ARG(class_name));
    }
}

static bool listed(const struct weir_conf_list *list, const char *word)
{
    for (size_t i = 0; i < list->n; i++) {
        if (weir_str_eq_nocase(list->items[i], weir_str_of(word))) {
            return true;
        }
    }
    return false;
}

static void check_signals(const struct mariadb_conf *conf, struct weir_report *report)
{
    if (listed(&conf->notification_channels, "sink") && conf->notification_topic.n == 0) {
        weir_report_error(report, "notification.sink.topic.name",
                          "Notification topic name must be provided when sink notification channel "
                          "is enabled");
    }
    if (listed(&conf->signal_channels, "jmx")) {
        weir_report_warning(report, "signal.enabled.channels", "there is no jmx channel");
    }
    if (listed(&conf->notification_channels, "jmx")) {
        weir_report_warning(report, "notification.enabled.channels", "there is no jmx channel");
    }
}

static void check_snapshot(const struct mariadb_conf *conf, struct weir_report *report)
{
    if (conf->snapshot_mode == SNAPSHOT_CUSTOM &&
        !weir_str_is(conf->snapshot_custom_name, "when_needed_no_data")) {
        weir_report_error(report, "snapshot.mode.custom.name",
                          "a Java class cannot be loaded: snapshot.mode=custom takes the name "
                          "when_needed_no_data alone");
    }
    if (conf->lock_mode == LOCK_CUSTOM) {
        weir_report_error(report, "snapshot.locking.mode", "a Java class cannot be loaded: custom is none of the modes here, take minimal, "
                          "extended or none");
    }
    for (size_t i = 0; i < conf->select_overrides.n; i++) {
        bool found = false;
        for (size_t k = 0; k < conf->select_statements.n; k++) {
            found = found || weir_str_eq_nocase(conf->select_statements.items[k].captures[0],
                                                conf->select_overrides.items[i]);
        }
        if (!found) {
            weir_report_error(report, "snapshot.select.statement.overrides",
                              "snapshot.select.statement.overrides.%.*s is missing",
                              WEIR_STR_ARG(conf->select_overrides.items[i]));
        }
    }
}

static void check_converters(const struct weir_connector *connector,
                             const struct mariadb_conf *conf, struct weir_report *report)
{
    const struct cdc_converters *converters;
    struct weir_err err;
    if (cdc_converters_make(conf, connector->arena, &converters, &err) != WEIR_OK) {
        weir_report_error(report, "converters", "%s", err.text);
    }
}

static void check_server(const struct weir_connector *connector, const struct mariadb_conf *conf,
                         int64_t deadline_ms, struct weir_report *report)
{
    struct weir_err err;
    struct my_conf my;
    struct my_session *session = NULL;
    mariadb_connect_conf(conf, &my);
    int64_t left_ms = deadline_ms - weir_clock_mono_ms();
    left_ms = left_ms < conf->validation_timeout_ms ? left_ms : conf->validation_timeout_ms;
    my.connect_timeout_ms = left_ms < my.connect_timeout_ms ? left_ms : my.connect_timeout_ms;
    my.query_timeout_ms = left_ms;
    if (left_ms <= 0 || *connector->cancelled) {
        return;
    }
    if (my_session_open(&my, &session, &err) != WEIR_OK ||
        my_session_run(session, "SELECT 1", &err) != WEIR_OK) {
        weir_report_error(report, "database.hostname", "Unable to connect: %s", err.text);
    }
    my_session_close(session);
}

void mariadb_validate(const struct weir_connector *connector, const void *conf, int64_t deadline_ms,
                      struct weir_report *report)
{
    const struct mariadb_conf *own = conf;
    check_lists(own, report);
    check_history(own, report);
    check_signals(own, report);
    check_snapshot(own, report);
    if (own->max_queue_size <= own->max_batch_size) {
        weir_report_error(report, "max.queue.size",
                          "Must be larger than the maximum batch size");
    }
    check_converters(connector, own, report);
    if (!weir_report_has_errors(report)) {
        check_server(connector, own, deadline_ms, report);
    }
}

/* ---- tasks and offsets ---- */

enum weir_verdict mariadb_task_configs(const struct weir_connector *connector, const void *conf,
                                       int max, struct weir_task_configs *configs,
                                       struct weir_err *err)
{
    (void)connector;
    (void)conf;
    if (max > 1) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "Only a single connector task may be started: "
                                                  "set tasks.max to 1");
    }
    weir_task_configs_add(configs);
    return WEIR_OK;
}

static enum weir_verdict check_partition(struct weir_arena *arena, struct weir_str text,
                                         struct weir_err *err)
{
    struct weir_json *partition = NULL;
    if (weir_json_parse(arena, text, &partition, err) != WEIR_OK) {
        return err->class = WEIR_FATAL;
    }
    const struct weir_json *server = weir_json_get(partition, "server");
    if (!server || server->type != WEIR_JT_STRING) {
        return weir_err_set(err, WEIR_FATAL, "Partition objects should contain the key 'server'");
    }
    return WEIR_OK;
}

static bool is_own_partition(struct weir_str text)
{
    return weir_str_find(text, WEIR_STR("\"weir\"")) >= 0;
}

static enum weir_verdict check_offset(struct weir_arena *arena, struct weir_str text,
                                      struct weir_err *err)
{
    struct cdc_offset offset;
    if (cdc_offset_read(arena, text, &offset, err) != WEIR_OK) {
        return err->class;
    }
    if (offset.pos < 0 || offset.event < 0 || offset.row < 0) {
        return weir_err_set(err, WEIR_FATAL, "pos, event and row cannot be negative");
    }
    if (!offset.gtids.p) {
        return WEIR_OK;
    }
    struct cdc_gtids *set = cdc_gtids_new();
    enum weir_verdict verdict = cdc_gtids_read(set, offset.gtids, err);
    cdc_gtids_free(set);
    return verdict == WEIR_OK ? WEIR_OK : (err->class = WEIR_FATAL);
}

enum weir_verdict mariadb_alter_offsets(const struct weir_connector *connector, const void *conf,
                                        const struct weir_offset_change *changes, size_t n,
                                        bool *handled, struct weir_err *err)
{
    (void)conf;
    for (size_t i = 0; i < n; i++) {
        if (!changes[i].offset.p) { /* forgetting is always allowed */
            continue;
        }
        if (check_partition(connector->arena, changes[i].partition, err) != WEIR_OK) {
            return err->class;
        }
        if (!is_own_partition(changes[i].partition) &&
            check_offset(connector->arena, changes[i].offset, err) != WEIR_OK) {
            return err->class;
        }
    }
    *handled = true;
    return WEIR_OK;
}
