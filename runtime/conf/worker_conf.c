/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker_conf.c: the worker's properties become struct worker_conf. Decides between Kafka and the
 * embedded log, fills in what each of them defaults to, and names keys that do nothing here.
 */
#include "conf/worker_keys.h"

#include <stdio.h>

#include <weir/log.h>

#include "conf/conf_apply.h"
#include "conf/conf_match.h"
#include "conf/conf_nearest.h"

#define JSON_CONVERTER "org.apache.kafka.connect.json.JsonConverter"
#define POLICIES       4

/* Connect's keys that mean nothing to this worker: Java's class loading and JMX, its rebalance
 * protocol, signing between workers, the standalone worker's file, settings removed long ago. */
static const char *const not_applicable[] = {
    "plugin.discovery",
    "connect.protocol",
    "scheduled.rebalance.max.delay.ms",
    "worker.sync.timeout.ms",
    "worker.unsync.backoff.ms",
    "inter.worker.*",
    "client.dns.lookup",
    "metrics.*",
    "metric.reporters",
    "auto.include.jmx.reporter",
    "metadata.recovery.strategy",
    "metadata.recovery.rebootstrap.trigger.ms",
    "socket.connection.setup.timeout.max.ms",
    "ssl.engine.factory.class",
    "ssl.keymanager.algorithm",
    "ssl.trustmanager.algorithm",
    "ssl.secure.random.implementation",
    "ssl.provider",
    "security.providers",
    "key.converter.plugin.version",
    "value.converter.plugin.version",
    "header.converter.plugin.version",
    "offset.storage.file.filename",
    "internal.key.converter",
    "internal.key.converter.*",
    "internal.value.converter",
    "internal.value.converter.*",
    "rest.port",
    "rest.host.name",
    "cluster",
    NULL,
};

static bool applies(struct weir_str name)
{
    for (const char *const *pattern = not_applicable; *pattern; pattern++) {
        if (weir_str_is(name, *pattern) || conf_match(*pattern, name, NULL, NULL)) {
            return false;
        }
    }
    return true;
}

static void add_name(struct weir_buf *names, struct weir_str name)
{
    weir_buf_text(names, names->n ? ", " : "");
    weir_buf_str(names, name);
}

static void add_unknown(struct weir_buf *names, struct weir_str name)
{
    const char *nearest = conf_nearest(worker_keys, name);
    add_name(names, name);
    if (nearest) {
        weir_buf_printf(names, " (did you mean %s?)", nearest);
    }
}

static void warn_of_names(const struct weir_props *props)
{
    struct weir_log log;
    struct weir_buf idle, unknown;
    weir_log_init(&log, "weir.conf", "", -1, "");
    weir_buf_init(&idle, 64 * 1024);
    weir_buf_init(&unknown, 64 * 1024);
    for (size_t i = 0; i < props->n; i++) {
        struct weir_str name = props->items[i].name;
        if (!applies(name)) {
            add_name(&idle, name);
        } else if (!conf_find(worker_keys, name)) {
            add_unknown(&unknown, name);
        }
    }
    if (idle.n) {
        weir_warn(&log, "not applicable to this worker and ignored: %.*s",
                  WEIR_STR_ARG(weir_buf_view(&idle)));
    }
    if (unknown.n) {
        weir_warn(&log, "unknown in the worker's configuration and ignored: %.*s",
                  WEIR_STR_ARG(weir_buf_view(&unknown)));
    }
    weir_buf_free(&idle);
    weir_buf_free(&unknown);
}

/* ---- Kafka or the embedded log ---- */

/* Whoever sets one of these means Kafka: the other line is lost, empty or misspelt. */
static const char *const kafka_only[] = {
    "group.id",
    "bootstrap.*",
    "*.storage.topic",
    "*.storage.replication.factor",
    "*.storage.partitions",
    "security.*",
    "sasl.*",
    "{client}.bootstrap.servers",
    "{client}.security.protocol",
    "{client}.sasl.*",
    NULL,
};

static const struct weir_prop *find_kafka_only(const struct weir_props *props)
{
    for (size_t i = 0; i < props->n; i++) {
        for (const char *const *pattern = kafka_only; *pattern; pattern++) {
            struct weir_str name = props->items[i].name;
            if (weir_str_is(name, *pattern) || conf_match(*pattern, name, NULL, NULL)) {
                return &props->items[i];
            }
        }
    }
    return NULL;
}

static enum weir_verdict choose_bus(struct worker_conf *conf, struct weir_err *err)
{
    bool servers = conf->bootstrap_servers.n > 0;
    if (conf->bus == WORKER_BUS_AUTO) {
        const struct weir_prop *prop = servers ? NULL : find_kafka_only(conf->props);
        if (prop && weir_str_is(prop->name, "bootstrap.servers")) {
            return weir_err_set(err, WEIR_BAD_CONFIG,
                                "bootstrap.servers is empty: give it brokers to work with Kafka, or "
                                "set bus=embedded to work without it");
        }
        if (prop) {
            return weir_err_set(err, WEIR_BAD_CONFIG,
                                "%.*s is set, but bootstrap.servers is not: add bootstrap.servers "
                                "to work with Kafka, or bus=embedded to work without it",
                                WEIR_STR_ARG(prop->name));
        }
        conf->bus = servers ? WORKER_BUS_KAFKA : WORKER_BUS_EMBEDDED;
    }
    if (conf->bus == WORKER_BUS_KAFKA && !servers) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "Missing required configuration "
                            "\"bootstrap.servers\" which has no default value.");
    }
    if (conf->bus == WORKER_BUS_EMBEDDED) {
        conf->bootstrap_servers = WEIR_STR_NULL;
    }
    return WEIR_OK;
}

/* Connectors' clients do not inherit: the commonest slip of a cluster that wants credentials. */
static void warn_of_clients(const struct worker_conf *conf)
{
    static const char *const roles[] = {"producer", "consumer"};
    struct weir_str own = weir_props_get(conf->props, "security.protocol");
    bool secure = own.n && !weir_str_eq_nocase(own, WEIR_STR("PLAINTEXT"));
    struct weir_log log;
    weir_log_init(&log, "weir.conf", "", -1, "");
    for (size_t i = 0; i < 2 && secure && conf->bus == WORKER_BUS_KAFKA; i++) {
        char name[64];
        snprintf(name, sizeof(name), "%s.security.protocol", roles[i]);
        if (!weir_props_has(conf->props, name)) {
            weir_warn(&log,
                      "security.protocol is %.*s for the worker alone: connectors' %ss will speak "
                      "PLAINTEXT, as with Kafka Connect, unless %s and its like are set too",
                      WEIR_STR_ARG(own), roles[i], name);
        }
    }
}

/* What Kafka must be told and the embedded log has a default for. */
struct need {
    const char *name;
    struct weir_str *at;
    const char *embedded;
};

static enum weir_verdict fill_needs(struct worker_conf *conf, struct weir_err *err)
{
    const struct need needs[] = {
        {"group.id", &conf->group_id, "weir"},
        {"key.converter", &conf->key_converter, JSON_CONVERTER},
        {"value.converter", &conf->value_converter, JSON_CONVERTER},
        {"config.storage.topic", &conf->config_topic, "connect-configs"},
        {"offset.storage.topic", &conf->offset_topic, "connect-offsets"},
        {"status.storage.topic", &conf->status_topic, "connect-status"},
    };
    for (size_t i = 0; i < sizeof(needs) / sizeof(*needs); i++) {
        if (needs[i].at->n == 0 && conf->bus == WORKER_BUS_KAFKA) {
            return weir_err_set(err, WEIR_BAD_CONFIG,
                                "Missing required configuration \"%s\" which has no default value.",
                                needs[i].name);
        }
        if (needs[i].at->n == 0) {
            *needs[i].at = weir_str_of(needs[i].embedded);
        }
    }
    return WEIR_OK;
}

static void fill_listeners(struct worker_conf *conf)
{
    static const struct weir_str everywhere = {"http://:8083", 12};
    static const struct weir_str loopback = {"http://127.0.0.1:8083", 21};
    conf->admin_listeners_set = weir_props_get(conf->props, "admin.listeners").p != NULL;
    if (conf->listeners.n == 0) {
        conf->listeners.items = conf->bus == WORKER_BUS_KAFKA ? &everywhere : &loopback;
        conf->listeners.n = 1;
    }
}

static enum weir_verdict check_times(const struct worker_conf *conf, struct weir_err *err)
{
    if (conf->heartbeat_interval_ms >= conf->session_timeout_ms) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "heartbeat.interval.ms (%lld) must be less than session.timeout.ms "
                            "(%lld)",
                            (long long)conf->heartbeat_interval_ms,
                            (long long)conf->session_timeout_ms);
    }
    if (conf->task_restart_backoff_ms > conf->task_restart_backoff_max_ms) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "task.restart.backoff.ms must not be more than "
                            "task.restart.backoff.max.ms");
    }
    return WEIR_OK;
}

static enum weir_verdict check_users(const struct worker_conf *conf, struct weir_err *err)
{
    bool user = conf->rest_user.n > 0, password = conf->rest_password.n > 0;
    bool reader = conf->rest_read_user.n > 0, reader_password = conf->rest_read_password.n > 0;
    if (user != password || reader != reader_password) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "%s go together: one of them is missing",
                            user != password ? "rest.user and rest.password"
                                             : "rest.read.user and rest.read.password");
    }
    if (reader && !user) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "rest.read.user needs rest.user: without it nobody could write");
    }
    return WEIR_OK;
}

enum weir_verdict worker_conf_read(const struct weir_props *props, struct weir_arena *arena,
                                   struct worker_conf *conf, struct weir_err *err)
{
    struct weir_props *kept = WEIR_NEW(arena, struct weir_props);
    weir_props_init(kept, arena);
    weir_props_copy(kept, props);
    *conf = (struct worker_conf){.props = kept};
    enum weir_verdict verdict = conf_apply(worker_keys, kept, conf, arena, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    conf->override_policy %= POLICIES;
    verdict = choose_bus(conf, err);
    verdict = verdict == WEIR_OK ? fill_needs(conf, err) : verdict;
    verdict = verdict == WEIR_OK ? check_times(conf, err) : verdict;
    verdict = verdict == WEIR_OK ? check_users(conf, err) : verdict;
    if (verdict == WEIR_OK) {
        fill_listeners(conf);
        warn_of_names(kept);
        warn_of_clients(conf);
    }
    return verdict;
}
