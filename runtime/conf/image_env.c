/* SPDX-License-Identifier: Apache-2.0 */
/*
 * image_env.c: environment variables become worker properties: first what the image's own file
 * says, then its short names (GROUP_ID), then every CONNECT_A_B as a.b, which wins.
 */
#include "conf/image_env.h"

#include <stdio.h>
#include <string.h>

#define JSON_CONVERTER "org.apache.kafka.connect.json.JsonConverter"
#define CONNECT        "CONNECT_"

static const struct {
    const char *variable; /* NULL: only a default */
    const char *property;
    const char *def; /* NULL: none */
} rows[] = {
    {"BOOTSTRAP_SERVERS", "bootstrap.servers", NULL},
    {"GROUP_ID", "group.id", "1"},
    {"CONFIG_STORAGE_TOPIC", "config.storage.topic", "connect-configs"},
    {"OFFSET_STORAGE_TOPIC", "offset.storage.topic", "connect-offsets"},
    {"STATUS_STORAGE_TOPIC", "status.storage.topic", "connect-status"},
    {NULL, "config.storage.replication.factor", "1"},
    {NULL, "offset.storage.replication.factor", "1"},
    {NULL, "status.storage.replication.factor", "1"},
    {"KEY_CONVERTER", "key.converter", JSON_CONVERTER},
    {"VALUE_CONVERTER", "value.converter", JSON_CONVERTER},
    {"OFFSET_FLUSH_INTERVAL_MS", "offset.flush.interval.ms", "60000"},
    {"OFFSET_FLUSH_TIMEOUT_MS", "offset.flush.timeout.ms", "5000"},
    {"SHUTDOWN_TIMEOUT", "task.shutdown.graceful.timeout.ms", "10000"},
    {"ADVERTISED_HOST_NAME", "rest.advertised.host.name", NULL},
    {"ADVERTISED_PORT", "rest.advertised.port", NULL},
    {"LOG_LEVEL", "log.level", NULL},
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

/* CONNECT_KEY_CONVERTER=x as key.converter; Java's plugin path holds nothing for us, and the port
 * has its own way. */
static void add_connect(const char *variable, struct weir_props *props)
{
    char name[256];
    const char *from = variable + strlen(CONNECT);
    size_t n = strcspn(from, "=");
    if (n == 0 || n >= sizeof(name) || from[n] != '=') {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        char c = from[i];
        name[i] = c == '_' ? '.' : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    name[n] = 0;
    if (strcmp(name, "plugin.path") != 0 && strcmp(name, "rest.port") != 0) {
        weir_props_set_c(props, name, from + n + 1);
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

void image_env_read(const char *const *environment, struct weir_props *props)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct weir_str value =
            rows[i].variable ? value_of(environment, rows[i].variable) : WEIR_STR_NULL;
        if (value.n) {
            weir_props_set(props, weir_str_of(rows[i].property), value);
        } else if (rows[i].def) {
            weir_props_set_c(props, rows[i].property, rows[i].def);
        }
    }
    add_listener(environment, props);
    for (; *environment; environment++) {
        if (strncmp(*environment, CONNECT, strlen(CONNECT)) == 0) {
            add_connect(*environment, props);
        }
    }
}
