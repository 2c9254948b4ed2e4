/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_conf.c: what the key table cannot say of a configuration: which class names are known, which
 * keys exclude each other.
 */
#include "sink_conf.h"

#define SINK_PACKAGE "io.debezium.sink.naming."
#define JDBC_PACKAGE "io.debezium.connector.jdbc.naming."

static const struct {
    const char *class;
    enum sink_naming naming;
} collection_namings[] = {
    {SINK_PACKAGE "DefaultCollectionNamingStrategy", SINK_NAMING_UNDERSCORES},
    {SINK_PACKAGE "PassthroughCollectionNamingStrategy", SINK_NAMING_AS_IS},
    {JDBC_PACKAGE "DefaultTableNamingStrategy", SINK_NAMING_UNDERSCORES},
};

static enum weir_verdict read_namings(struct sink_conf *conf, const char **key,
                                      struct weir_err *err)
{
    size_t i = 0, n = sizeof(collection_namings) / sizeof(collection_namings[0]);
    while (i < n && !weir_str_is(conf->naming_class, collection_namings[i].class)) {
        i++;
    }
    *key = "collection.naming.strategy";
    if (i == n) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "the class %.*s is not there; there are " SINK_PACKAGE
                            "DefaultCollectionNamingStrategy and " SINK_PACKAGE
                            "PassthroughCollectionNamingStrategy",
                            WEIR_STR_ARG(conf->naming_class));
    }
    conf->naming = collection_namings[i].naming;
    *key = "column.naming.strategy";
    if (!weir_str_is(conf->column_naming_class, JDBC_PACKAGE "DefaultColumnNamingStrategy")) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "the class %.*s is not there; there is " JDBC_PACKAGE
                            "DefaultColumnNamingStrategy",
                            WEIR_STR_ARG(conf->column_naming_class));
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
    *key = "jdbc.credentials.provider.class";
    if (conf->flat_only && !weir_str_ends(conf->provider_class, WEIR_STR(".DefaultJdbcCredentialsProvider"))) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "the class %.*s is not there: give connection.user and "
                            "connection.password, in variables if they are secret",
                            WEIR_STR_ARG(conf->provider_class));
    }
    if (conf->flat_only) {
        return WEIR_OK;
    }
    *key = "field.exclude.list";
    if (conf->include.n && conf->exclude.n) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "field.include.list and field.exclude.list exclude each other");
    }
    conf->time_zone = WEIR_STR("UTC"); /* use.time.zone changes nothing on PostgreSQL */
    conf->auto_create = conf->auto_evolve = conf->evolution == SINK_EVOLUTION_BASIC;
    return read_namings(conf, key, err);
}

static void put_encoded(struct weir_buf *url, struct weir_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        weir_buf_printf(url, "%%%02X", (uint8_t)text.p[i]);
    }
}

/* Before the URL's own parameters, which count if both are given. */
static void add_driver_params(struct sink_conf *conf, struct weir_arena *arena)
{
    struct weir_buf url;
    ptrdiff_t mark = weir_str_chr(conf->url, '?');
    size_t n = mark < 0 ? conf->url.n : (size_t)mark;
    const char *sep = "?";
    if (!conf->driver.n || !weir_str_starts(conf->url, WEIR_STR("jdbc:"))) {
        return;
    }
    weir_buf_init(&url, 64 * 1024);
    weir_buf_str(&url, weir_str_n(conf->url.p, n));
    for (size_t i = 0; i < conf->driver.n; i++) {
        weir_buf_printf(&url, "%s%.*s=", sep, WEIR_STR_ARG(conf->driver.items[i].captures[0]));
        put_encoded(&url, conf->driver.items[i].value);
        sep = "&";
    }
    if (mark >= 0) {
        weir_buf_printf(&url, "&%.*s", WEIR_STR_ARG(weir_str_from(conf->url, n + 1)));
    }
    conf->url = weir_arena_str(arena, weir_buf_view(&url));
    weir_buf_free(&url);
}

void sink_confluent_complete(struct sink_conf *conf, struct weir_arena *arena)
{
    add_driver_params(conf, arena);
    conf->flat_only = conf->plain_types = true;
    conf->naming = SINK_NAMING_AS_IS;
    conf->quote = conf->quote_mode == 1;
    conf->zoned_instants = conf->time_zone.n && !weir_str_is(conf->time_zone, "UTC");
}
