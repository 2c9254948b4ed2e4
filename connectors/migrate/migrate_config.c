/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_config.c: .env and the two connectors' files of a database come in; their configurations,
 * filled and typed by the connectors' own key tables, go out. What makes them whole is the same as
 * in makefiles/runbook/render.jq.
 */
#include <stdlib.h>

#include <weir/json.h>

#include "migrate.h"
#include "migrate_env.h"

#define FILE_MAX  ((size_t)1 << 20)
#define VALUE_MAX ((size_t)1 << 20)

/* ---- .env and what need not be said there ---- */

static struct weir_str upper(struct weir_arena *arena, struct weir_str name, const char *tail)
{
    char *text = weir_arena_printf(arena, "%.*s%s", WEIR_STR_ARG(name), tail);
    for (size_t i = 0; i < name.n; i++) {
        bool letter = text[i] >= 'a' && text[i] <= 'z';
        text[i] = letter ? (char)(text[i] - 32) : text[i] == '-' ? '_' : text[i];
    }
    return weir_str_of(text);
}

static struct weir_str default_of(struct weir_props *env, struct weir_str key,
                                  struct weir_str value)
{
    if (!weir_props_get_s(env, key).n && value.p) {
        weir_props_set(env, key, value);
    }
    return weir_props_get_s(env, key);
}

/* A topic prefix as a regular expression. */
static struct weir_str as_regex(struct weir_arena *arena, struct weir_str prefix)
{
    struct weir_buf out;
    weir_buf_init(&out, 4096);
    for (size_t i = 0; i < prefix.n; i++) {
        if (prefix.p[i] == '.') {
            weir_buf_char(&out, '\\');
        }
        weir_buf_char(&out, prefix.p[i]);
    }
    struct weir_str kept = weir_arena_str(arena, weir_buf_view(&out));
    weir_buf_free(&out);
    return kept;
}

const struct weir_json *migrate_config_databases(const struct migrate_options *options,
                                                 struct weir_arena *arena)
{
    struct weir_str text;
    struct weir_json *doc;
    struct weir_err err;
    const char *path = weir_arena_printf(arena, "%.*s/databases.json", WEIR_STR_ARG(options->config));
    if (weir_file_read(path, FILE_MAX, arena, &text, &err) != WEIR_OK ||
        weir_json_parse(arena, text, &doc, &err) != WEIR_OK) {
        return NULL;
    }
    return doc->first;
}

/* The prefix that databases.json gives; p NULL: it does not know the database, or is not there. */
static struct weir_str known_prefix(const struct migrate_options *options, struct weir_arena *arena)
{
    const struct weir_json *row = migrate_config_databases(options, arena);
    for (; row; row = row->next) {
        if (weir_str_eq(weir_json_get_str(row, "name"), options->database)) {
            return weir_json_get_str(row, "prefix");
        }
    }
    return WEIR_STR_NULL;
}

static void add_defaults(const struct migrate_options *options, struct weir_arena *arena,
                         struct weir_props *env)
{
    struct weir_str db = options->database;
    default_of(env, upper(arena, db, "_PORT"), WEIR_STR("3306"));
    struct weir_str prefix =
        default_of(env, upper(arena, db, "_TOPIC_PREFIX"), known_prefix(options, arena));
    if (prefix.p) {
        const char *history = weir_arena_printf(arena, "%.*s.schema-history", WEIR_STR_ARG(prefix));
        default_of(env, upper(arena, db, "_HISTORY_TOPIC"), weir_str_of(history));
        weir_props_set(env, upper(arena, db, "_TOPIC_PREFIX_REGEX"), as_regex(arena, prefix));
    }
    struct weir_str list = weir_props_get_s(env, upper(arena, db, "_TABLE_ALLOWLIST"));
    if (list.p) {
        weir_props_set(env, WEIR_STR("TABLE_ALLOWLIST"), list);
    }
}

static enum weir_verdict read_env(const struct migrate_options *options, struct weir_arena *arena,
                                  struct migrate_config *config, struct weir_err *err)
{
    struct weir_str text;
    if (weir_file_read(weir_arena_str(arena, options->env_file).p, FILE_MAX, arena, &text, err) !=
        WEIR_OK) {
        return weir_err_wrap(err, "the variables (configs/.env.example shows them)");
    }
    migrate_env_parse(text, &config->env);
    add_defaults(options, arena, &config->env);
    const char *given = getenv("DEBEZIUM_URL");
    config->worker_url = given && *given ? weir_str_of(given)
                                         : weir_props_get(&config->env, "DEBEZIUM_URL");
    if (!config->worker_url.n) {
        config->worker_url = WEIR_STR("http://localhost:8083");
    }
    return WEIR_OK;
}

/* ---- a connector's file ---- */

static bool is_security(struct weir_str key)
{
    return weir_str_starts(key, WEIR_STR("schema.history.internal.producer.")) ||
           weir_str_starts(key, WEIR_STR("schema.history.internal.consumer."));
}

static bool is_embedded(const struct migrate_config *config)
{
    const char *given = getenv("BUS");
    struct weir_str bus =
        given && *given ? weir_str_of(given) : weir_props_get(&config->env, "BUS");
    return weir_str_is(bus, "embedded");
}

struct filling {
    const struct migrate_options *options;
    const struct migrate_config *config;
    const char *path;
    bool without_kafka;    /* the copy itself needs none, the embedded log has no use for it */
    bool without_security; /* an empty CONFLUENT_API_KEY: a Kafka that asks for no credentials */
};

static bool is_left_out(const struct filling *filling, struct weir_str key)
{
    bool servers = weir_str_is(key, "schema.history.internal.kafka.bootstrap.servers");
    return filling->without_kafka ? servers || is_security(key)
                                  : filling->without_security && is_security(key);
}

static enum weir_verdict check_filled(const struct filling *filling, const struct weir_json *item,
                                      const struct weir_buf *value, struct weir_err *err)
{
    if (weir_buf_check(value, WEIR_BAD_CONFIG, "a value", err) != WEIR_OK) {
        return err->class;
    }
    if (!value->n && item->text.n && weir_str_is(item->name, "table.include.list")) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "%s: %.*s is empty in %.*s: every table would be captured",
                            filling->path, WEIR_STR_ARG(item->text),
                            WEIR_STR_ARG(filling->options->env_file));
    }
    return WEIR_OK;
}

static enum weir_verdict fill_one(const struct filling *filling, const struct weir_json *item,
                                  struct weir_props *props, struct weir_err *err)
{
    struct weir_buf value;
    struct weir_str missing = WEIR_STR_NULL;
    weir_buf_init(&value, VALUE_MAX);
    struct weir_str text = item->type == WEIR_JT_BOOL
                               ? weir_str_of(item->truth ? "true" : "false")
                               : item->text;
    bool jaas = weir_str_ends(item->name, WEIR_STR("sasl.jaas.config"));
    enum weir_verdict verdict = WEIR_OK;
    if (!migrate_env_fill(text, &filling->config->env, jaas, &value, &missing)) {
        verdict = weir_err_set(err, WEIR_BAD_CONFIG, "%s: %.*s uses ${%.*s}, which %.*s does not have",
                               filling->path, WEIR_STR_ARG(item->name), WEIR_STR_ARG(missing),
                               WEIR_STR_ARG(filling->options->env_file));
    } else {
        verdict = check_filled(filling, item, &value, err);
    }
    if (verdict == WEIR_OK) {
        weir_props_set(props, item->name, weir_buf_view(&value));
    }
    weir_buf_free(&value);
    return verdict;
}

static enum weir_verdict read_connector(const struct filling *filling, struct weir_arena *arena,
                                        struct weir_str *name, struct weir_props *props,
                                        struct weir_err *err)
{
    struct weir_str text;
    struct weir_json *doc;
    if (weir_file_read(filling->path, FILE_MAX, arena, &text, err) != WEIR_OK) {
        return err->class;
    }
    if (weir_json_parse(arena, text, &doc, err) != WEIR_OK) {
        return weir_err_wrap(err, "%s", filling->path);
    }
    const struct weir_json *items = weir_json_get(doc, "config");
    *name = weir_json_get_str(doc, "name");
    if (!items || items->type != WEIR_JT_OBJECT || !name->p) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "%s is not {\"name\": ..., \"config\": {...}}",
                            filling->path);
    }
    for (const struct weir_json *item = items->first; item; item = item->next) {
        if (!is_left_out(filling, item->name) && fill_one(filling, item, props, err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

/* ---- typed ---- */

static enum weir_verdict typed(enum weir_kind kind, const struct weir_props *props, size_t size,
                               struct weir_arena *arena, void **conf, struct weir_err *err)
{
    struct weir_str class = weir_props_get(props, "connector.class");
    const struct weir_component *component = weir_component_find(kind, class);
    if (!component || component->conf_size != size) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "connector.class %.*s is not one that tables can be copied %s",
                            WEIR_STR_ARG(class), kind == WEIR_SOURCE ? "from" : "to");
    }
    return weir_component_conf(component, props, arena, conf, err);
}

static enum weir_verdict type_source(struct migrate_config *config, struct weir_arena *arena,
                                     struct weir_err *err)
{
    void *conf;
    if (typed(WEIR_SOURCE, &config->source_props, sizeof(struct mariadb_conf), arena, &conf, err) !=
        WEIR_OK) {
        return weir_err_wrap(err, "%.*s", WEIR_STR_ARG(config->source_name));
    }
    config->source = conf;
    return WEIR_OK;
}

static enum weir_verdict type_sink(struct migrate_config *config, struct weir_arena *arena,
                                   struct weir_err *err)
{
    void *conf;
    const char *key;
    enum weir_verdict verdict = typed(WEIR_SINK, &config->sink_props, sizeof(struct sink_conf),
                                      arena, &conf, err);
    if (verdict == WEIR_OK) {
        struct weir_str class = weir_props_get(&config->sink_props, "connector.class");
        config->sink = *(struct sink_conf *)conf;
        if (weir_str_starts(class, WEIR_STR("io.confluent."))) {
            sink_confluent_complete(&config->sink, arena);
        }
        verdict = sink_conf_complete(&config->sink, &key, err);
    }
    return verdict == WEIR_OK ? WEIR_OK
                              : weir_err_wrap(err, "%.*s", WEIR_STR_ARG(config->sink_name));
}

enum weir_verdict migrate_config_read(const struct migrate_options *options,
                                      struct weir_arena *arena, struct migrate_config *config,
                                      struct weir_err *err)
{
    weir_props_init(&config->env, arena);
    weir_props_init(&config->source_props, arena);
    weir_props_init(&config->sink_props, arena);
    if (read_env(options, arena, config, err) != WEIR_OK) {
        return err->class;
    }
    struct filling filling = {
        .options = options,
        .config = config,
        .path = weir_arena_printf(arena, "%.*s/sources/mariadb/%.*s.json",
                                  WEIR_STR_ARG(options->config), WEIR_STR_ARG(options->database)),
        .without_kafka = !options->seed || is_embedded(config),
    };
    struct weir_str key = weir_props_get(&config->env, "CONFLUENT_API_KEY");
    filling.without_security = key.p && !key.n;
    if (read_connector(&filling, arena, &config->source_name, &config->source_props, err) !=
        WEIR_OK) {
        return err->class;
    }
    filling.path = weir_arena_printf(arena, "%.*s/sinks/postgres/%.*s.json",
                                     WEIR_STR_ARG(options->config),
                                     WEIR_STR_ARG(options->database));
    if (read_connector(&filling, arena, &config->sink_name, &config->sink_props, err) != WEIR_OK ||
        type_source(config, arena, err) != WEIR_OK) {
        return err->class;
    }
    return type_sink(config, arena, err);
}
