/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_validate.c: a configuration comes in; what is wrong with it, and what the target has to say
 * to it, goes out: what the topics' newest records would change in it (sink_drift.c) or, without
 * records, which tables would be created and which cannot take what the keys ask for. A target
 * that is away is a warning: a connector may be made before its database is up.
 */
#include <weir/time.h>

#include "sink.h"
#include "sink_drift.h"

#define READ_MS 5000 /* of many topics only the first ones' records are looked at */

struct check {
    const struct weir_connector *connector;
    const struct sink_conf *conf;
    struct pg_session *session;
    int64_t deadline_ms;
    struct weir_report *report;
};

/* ---- one table ---- */

static bool has_key_for(const struct pg_table *table, const struct sink_conf *conf)
{
    for (uint32_t k = 0; k < table->n_keys; k++) {
        uint32_t hits = 0;
        for (uint32_t c = 0; c < table->keys[k].n; c++) {
            const struct pg_column *column = &table->columns[table->keys[k].columns[c]];
            for (size_t f = 0; f < conf->key_fields.n; f++) {
                hits += weir_str_eq_nocase(column->name, conf->key_fields.items[f]);
            }
        }
        if (hits == table->keys[k].n && hits == conf->key_fields.n) {
            return true;
        }
    }
    return conf->key_fields.n == 0 && table->n_keys > 0;
}

static void check_table(struct check *check, const struct pg_table *table, const char *name)
{
    const struct sink_conf *conf = check->conf;
    const char *format = conf->flat_only ? "table.name.format" : "collection.name.format";
    if (!table) {
        weir_report_warning(check->report, format, "table %s does not exist: %s", name,
                            conf->auto_create ? "it will be created by the first record"
                                              : "its records will be refused, since no tables are "
                                                "created");
        return;
    }
    if (conf->insert_mode == SINK_UPSERT && !has_key_for(table, conf)) {
        weir_report_warning(check->report, "insert.mode",
                            "table %s has no primary key or unique index on exactly the key's "
                            "columns: upserts will be refused",
                            name);
    }
    for (uint32_t i = 0; i < table->n_columns; i++) {
        const struct pg_column *column = &table->columns[i];
        if (column->generated) {
            weir_report_warning(check->report, format,
                                "table %s, column %.*s is generated: records with such a field "
                                "will be refused",
                                name, WEIR_STR_ARG(column->name));
        } else if (column->identity_always) {
            weir_report_warning(check->report, format,
                                "table %s, column %.*s is GENERATED ALWAYS AS IDENTITY: its values "
                                "are overridden (OVERRIDING SYSTEM VALUE)",
                                name, WEIR_STR_ARG(column->name));
        }
    }
}

/* ---- all of them ---- */

static enum weir_verdict check_topic(struct check *check, struct weir_str topic,
                                     struct weir_err *err)
{
    const struct sink_plan plan = {.source_at = -1};
    const struct weir_record rec = {.topic = topic};
    struct weir_arena *arena = check->connector->arena;
    struct weir_str schema, name;
    struct pg_table *table = NULL;
    struct weir_buf full;
    weir_buf_init(&full, 1024);
    sink_table_name(check->conf, &rec, &plan, &full);
    sink_name_split(check->conf, weir_arena_str(arena, weir_buf_view(&full)), arena, &schema, &name);
    const char *words = weir_arena_printf(arena, "%.*s", WEIR_STR_ARG(weir_buf_view(&full)));
    weir_buf_free(&full);
    if (pg_table_read(check->session, schema, name, !check->conf->quote, arena, &table, err) !=
        WEIR_OK) {
        return err->class;
    }
    check_table(check, table, words);
    return WEIR_OK;
}

static void check_topics(struct check *check)
{
    struct weir_str *topics = NULL;
    size_t n = 0;
    struct weir_err err;
    /* Then a topic's name does not say which table its records would go to. */
    bool renamed = weir_str_trim(weir_props_get(check->connector->props, "transforms")).n > 0;
    int64_t read_until_ms = weir_clock_mono_ms() + READ_MS;
    struct drift drift = {.conf = check->conf,
                          .connector = check->connector,
                          .session = check->session,
                          .report = check->report};
    if (weir_connector_topics(check->connector, &topics, &n, &err) != WEIR_OK) {
        weir_report_warning(check->report, "topics.regex", "the topics cannot be listed: %s",
                            err.text);
        return;
    }
    for (size_t i = 0; i < n && weir_clock_mono_ms() < check->deadline_ms &&
                       !__atomic_load_n(check->connector->cancelled, __ATOMIC_RELAXED);
         i++) {
        struct weir_str topic = topics[i];
        bool seen = false;
        bool may_read = weir_clock_mono_ms() < read_until_ms;
        if (may_read && sink_drift_topic(&drift, topic, &seen, &err) != WEIR_OK) {
            weir_report_warning(check->report, "topics", "the records of %.*s cannot be read: %s",
                                WEIR_STR_ARG(topic), err.text);
        }
        if (!seen && !renamed && !sink_table_by_record(check->conf) &&
            check_topic(check, topic, &err) != WEIR_OK) {
            weir_report_warning(check->report, "connection.url", "%s", err.text);
            return;
        }
    }
}

static void check_target(struct check *check)
{
    struct weir_err err;
    const struct pg_session_conf conf = {
        .url = check->conf->url,
        .user = check->conf->user,
        .password = check->conf->password,
        .application = "weir validate",
        .log = check->connector->log,
        .arena = check->connector->arena,
    };
    if (pg_session_new(&conf, &check->session, &err) != WEIR_OK) {
        weir_report_error(check->report, "connection.url", "%s", err.text);
        return;
    }
    bool may_ask = check->deadline_ms > weir_clock_mono_ms();
    if (may_ask && pg_session_connect(check->session, &err) != WEIR_OK) {
        weir_report_warning(check->report, "connection.url", "%s", err.text);
    } else if (may_ask) {
        check_topics(check);
    }
    pg_session_free(check->session);
}

void sink_validate(const struct weir_connector *connector, const void *conf, int64_t deadline_ms,
                   struct weir_report *report)
{
    struct sink_conf own = *(const struct sink_conf *)conf;
    struct check check = {.connector = connector,
                          .conf = &own,
                          .deadline_ms = deadline_ms,
                          .report = report};
    struct weir_err err;
    const char *key = "insert.mode";
    if (sink_conf_complete(&own, &key, &err) != WEIR_OK) {
        weir_report_error(report, key, "%s", err.text);
        return;
    }
    check_target(&check);
}
