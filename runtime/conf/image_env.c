/* SPDX-License-Identifier: Apache-2.0 */
/*
 * image_env.c: environment variables become worker properties, as the image's entry point makes
 * them: every CONNECT_A_B is a line a.b=... of a .properties file; the image's short names
 * (GROUP_ID), and what they default to, win over CONNECT_GROUP_ID.
 */
#include "conf/image_env.h"

#include <stdio.h>
#include <string.h>

#include <weir/log.h>

#include "conf/conf_file.h"

#define JSON_CONVERTER "org.apache.kafka.connect.json.JsonConverter"
#define CONNECT        "CONNECT_"
#define LINKED         "PORT_9092_TCP" /* of a container or service beside this one */
#define TCP            "tcp://"
#define VALUE_MAX      (1u << 20)

/* The image refuses to start without names for the configs and the offsets topic. */
static const struct {
    const char *variable;
    const char *property;
    const char *def; /* NULL: none */
} rows[] = {
    {"BOOTSTRAP_SERVERS", "bootstrap.servers", NULL},
    {"GROUP_ID", "group.id", "1"},
    {"CONFIG_STORAGE_TOPIC", "config.storage.topic", NULL},
    {"OFFSET_STORAGE_TOPIC", "offset.storage.topic", NULL},
    {"STATUS_STORAGE_TOPIC", "status.storage.topic", NULL},
    {"KEY_CONVERTER", "key.converter", JSON_CONVERTER},
    {"VALUE_CONVERTER", "value.converter", JSON_CONVERTER},
    {"OFFSET_FLUSH_INTERVAL_MS", "offset.flush.interval.ms", "60000"},
    {"OFFSET_FLUSH_TIMEOUT_MS", "offset.flush.timeout.ms", "5000"},
    {"SHUTDOWN_TIMEOUT", "task.shutdown.graceful.timeout.ms", "10000"},
    {"ADVERTISED_HOST_NAME", "rest.advertised.host.name", NULL},
    {"ADVERTISED_PORT", "rest.advertised.port", NULL},
};

/* What the image's file says where the environment does not. */
static const char *const file[][2] = {
    {"status.storage.topic", "connect-status"},
    {"config.storage.replication.factor", "1"},
    {"offset.storage.replication.factor", "1"},
    {"status.storage.replication.factor", "1"},
};

static struct weir_str value_of(const char *const *environment, const char *name)
{
    size_t n = strlen(name);
    for (; *environment; environment++) {
        if (strncmp(*environment, name, n) == 0 && (*environment)[n] == '=') {
            return weir_str_of(*environment + n + 1);
        }
    }
    return WEIR_STR_NULL;
}

/* The short names that nobody but the image's users has in an environment. */
static const char *const telling[] = {
    "BOOTSTRAP_SERVERS",    "GROUP_ID", "CONFIG_STORAGE_TOPIC", "OFFSET_STORAGE_TOPIC",
    "STATUS_STORAGE_TOPIC",
};

static bool tells(const char *variable)
{
    size_t n = strcspn(variable, "=");
    bool found = strncmp(variable, CONNECT, strlen(CONNECT)) == 0;
    for (size_t i = 0; i < sizeof(telling) / sizeof(telling[0]) && !found; i++) {
        found = weir_str_is(weir_str_n(variable, n), telling[i]);
    }
    return found;
}

bool image_env_is_set(const char *const *environment)
{
    for (; *environment; environment++) {
        if (tells(*environment)) {
            return true;
        }
    }
    return false;
}

/* As a line of a .properties file, so that a backslash is written twice. The image knows no values
 * of several lines; a key in PEM is one, and is taken as it stands. */
static enum weir_verdict set_as_line(struct weir_props *props, const char *name,
                                     struct weir_str value, struct weir_err *err)
{
    if (weir_str_chr(value, '\n') >= 0) {
        weir_props_set(props, weir_str_of(name), value);
        return WEIR_OK;
    }
    struct weir_buf line;
    weir_buf_init(&line, VALUE_MAX);
    weir_buf_printf(&line, "%s=", name);
    weir_buf_str(&line, weir_str_trim(value));
    enum weir_verdict rc = weir_buf_check(&line, WEIR_BAD_CONFIG, name, err);
    rc = rc == WEIR_OK ? properties_parse(weir_buf_view(&line), props, err) : rc;
    weir_buf_free(&line);
    return rc;
}

/* CONNECT_KEY_CONVERTER=x as key.converter; Java's plugin path holds nothing for us, and the port
 * has its own way. */
static enum weir_verdict add_connect(const char *variable, struct weir_props *props,
                                     struct weir_err *err)
{
    char name[256];
    const char *from = variable + strlen(CONNECT);
    size_t n = strcspn(from, "=");
    if (n == 0 || n >= sizeof(name) || from[n] != '=') {
        return WEIR_OK;
    }
    for (size_t i = 0; i < n; i++) {
        char c = from[i];
        name[i] = c == '_' ? '.' : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    name[n] = 0;
    bool ours = strcmp(name, "plugin.path") != 0 && strcmp(name, "rest.port") != 0;
    enum weir_verdict rc =
        ours ? set_as_line(props, name, weir_str_of(from + n + 1), err) : WEIR_OK;
    return rc == WEIR_OK ? rc : weir_err_wrap(err, "%.*s", (int)(from + n - variable), variable);
}

static enum weir_verdict add_every_connect(const char *const *environment,
                                           struct weir_props *props, struct weir_err *err)
{
    enum weir_verdict rc = WEIR_OK;
    for (; *environment && rc == WEIR_OK; environment++) {
        if (strncmp(*environment, CONNECT, strlen(CONNECT)) == 0) {
            rc = add_connect(*environment, props, err);
        }
    }
    return rc;
}

/* KAFKA_PORT_9092_TCP=tcp://10.0.0.7:9092 is set for who is linked to a broker. */
static struct weir_str linked_servers(const char *const *environment, struct weir_arena *arena)
{
    struct weir_str servers = WEIR_STR_NULL;
    for (; *environment; environment++) {
        struct weir_str all = weir_str_of(*environment);
        struct weir_str name = weir_str_n(all.p, strcspn(all.p, "="));
        ptrdiff_t at = weir_str_find(all, WEIR_STR("=" TCP));
        if (at == (ptrdiff_t)name.n && weir_str_ends(name, WEIR_STR(LINKED))) {
            servers = weir_str_of(weir_arena_printf(arena, "%.*s%s%s", WEIR_STR_ARG(servers),
                                                    servers.n ? "," : "",
                                                    all.p + at + 1 + strlen(TCP)));
        }
    }
    return servers;
}

/* BOOTSTRAP_SERVERS, which only that image knows; without it the brokers of a link, where nothing
 * else says what they are. */
static struct weir_str servers_of(const char *const *environment, struct weir_arena *arena)
{
    struct weir_str servers = value_of(environment, "BOOTSTRAP_SERVERS");
    bool said = servers.n || value_of(environment, CONNECT "BOOTSTRAP_SERVERS").n ||
                value_of(environment, CONNECT "BUS").n;
    return said ? servers : linked_servers(environment, arena);
}

static void warn_of_unused(const char *variable, const char *property, struct weir_str used,
                           const struct weir_props *props)
{
    struct weir_log log;
    struct weir_str other = weir_props_get(props, property);
    if (other.n && !weir_str_eq(other, used)) {
        weir_log_init(&log, "weir.conf", "", -1, "");
        weir_warn(&log,
                  CONNECT "%s is not used: as in Debezium's image %s alone counts, so %s is %.*s",
                  variable, variable, property, WEIR_STR_ARG(used));
    }
}

static enum weir_verdict add_short(const char *const *environment, struct weir_props *props,
                                   struct weir_err *err)
{
    enum weir_verdict rc = WEIR_OK;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]) && rc == WEIR_OK; i++) {
        struct weir_str value = value_of(environment, rows[i].variable);
        value = value.n ? value : weir_str_of(rows[i].def ? rows[i].def : "");
        if (value.n) {
            warn_of_unused(rows[i].variable, rows[i].property, value, props);
            rc = set_as_line(props, rows[i].property, value, err);
        }
    }
    return rc;
}

/* Log4j takes a level in any case, and has two more. */
static void add_level(const char *const *environment, struct weir_props *props)
{
    static const char *const levels[][2] = {
        {"ALL", "TRACE"}, {"TRACE", "TRACE"}, {"DEBUG", "DEBUG"}, {"INFO", "INFO"},
        {"WARN", "WARN"}, {"ERROR", "ERROR"}, {"FATAL", "ERROR"}, {"OFF", "OFF"},
    };
    struct weir_str level = weir_str_trim(value_of(environment, "LOG_LEVEL"));
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        if (weir_str_eq_nocase(level, weir_str_of(levels[i][0]))) {
            weir_props_set_c(props, "log.level", levels[i][1]);
        }
    }
}

static void add_listener(const char *const *environment, struct weir_props *props)
{
    char listener[64];
    struct weir_str port = value_of(environment, CONNECT "REST_PORT");
    port = port.n ? port : value_of(environment, "REST_PORT");
    port = port.n ? port : WEIR_STR("8083");
    snprintf(listener, sizeof(listener), "http://:%.*s", (int)port.n, port.p);
    weir_props_set_c(props, "listeners", listener);
}

static void add_what_the_file_says(struct weir_props *props)
{
    for (size_t i = 0; i < sizeof(file) / sizeof(file[0]); i++) {
        if (!weir_props_has(props, file[i][0])) {
            weir_props_set_c(props, file[i][0], file[i][1]);
        }
    }
}

enum weir_verdict image_env_read(const char *const *environment, struct weir_props *props,
                                 struct weir_err *err)
{
    struct weir_str servers = servers_of(environment, props->arena);
    enum weir_verdict rc = WEIR_OK;
    add_listener(environment, props);
    add_level(environment, props);
    if (servers.n) { /* the image sets CONNECT_GROUP_ID from GROUP_ID or its default */
        rc = add_every_connect(environment, props, err);
        weir_props_set(props, WEIR_STR("bootstrap.servers"), servers);
        rc = rc == WEIR_OK ? add_short(environment, props, err) : rc;
    } else { /* another's environment: what CONNECT_GROUP_ID says counts */
        rc = add_short(environment, props, err);
        rc = rc == WEIR_OK ? add_every_connect(environment, props, err) : rc;
    }
    add_what_the_file_says(props);
    return rc;
}
