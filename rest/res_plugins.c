/* SPDX-License-Identifier: Apache-2.0 */
/*
 * res_plugins.c: /connector-plugins: what is installed, the keys of each, is this configuration
 * right.
 */
#include "plugin/connector_check.h"
#include "rest/entities.h"
#include "rest/router.h"
#include "rest/server_internal.h"

void plugins_list(struct request *req)
{
    struct weir_str only = request_param(req, "connectorsOnly");
    const struct registry_entry *const *entries = NULL;
    registry_rescan(req->server->registry);
    size_t n = registry_list(req->server->registry, !only.n || request_is_true(only),
                             &req->herder.arena, &entries);
    struct weir_buf *out = respond_json(req, 200);
    weir_buf_char(out, '[');
    for (size_t i = 0; i < n; i++) {
        weir_buf_text(out, i ? "," : "");
        weir_buf_text(out, "{\"class\":");
        weir_json_string(out, weir_str_of(entries[i]->class_name));
        weir_buf_printf(out, ",\"type\":\"%s\"", kind_name(entries[i]->component->kind));
        if (entries[i]->version) {
            weir_buf_text(out, ",\"version\":");
            weir_json_string(out, weir_str_of(entries[i]->version));
        }
        weir_buf_char(out, '}');
    }
    weir_buf_char(out, ']');
}

static const struct registry_entry *find_any(const struct registry *registry, struct weir_str name)
{
    static const enum weir_kind kinds[] = {WEIR_SOURCE,    WEIR_SINK,      WEIR_TRANSFORMATION,
                                           WEIR_PREDICATE, WEIR_CONVERTER, WEIR_HEADER_CONVERTER};
    const struct registry_entry *entry = NULL;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && !entry; i++) {
        entry = registry_find(registry, kinds[i], name);
    }
    return entry;
}

void plugin_config(struct request *req)
{
    struct weir_str name = req->segments[1];
    const struct registry_entry *entry = find_any(req->server->registry, name);
    struct weir_str version = request_param(req, "version");
    if (!entry) {
        respond_error(req, 404, "Unknown plugin %.*s.", WEIR_STR_ARG(name));
        return;
    }
    struct weir_err err;
    if (version.p && plugin_version_check(entry, version, &err) != WEIR_OK) {
        respond_error(req, 400, "%s", err.text);
        return;
    }
    const struct config_key_info *keys = NULL;
    size_t n = 0;
    if (plugin_config_keys(entry, &req->herder.arena, &keys, &n, &err) != WEIR_OK) {
        respond_error(req, 500, "%s", err.text);
        return;
    }
    struct weir_buf *out = respond_json(req, 200);
    weir_buf_char(out, '[');
    for (size_t i = 0; i < n; i++) {
        weir_buf_text(out, i ? "," : "");
        entity_key_info(out, &keys[i]);
    }
    weir_buf_char(out, ']');
}

static struct weir_str without_suffix(struct weir_str class)
{
    struct weir_str suffix = WEIR_STR("Connector");
    return weir_str_ends(class, suffix) ? weir_str_n(class.p, class.n - suffix.n) : class;
}

static void infos_answer(struct request *req)
{
    entity_config_infos(respond_json(req, 200), req->herder.infos);
}

void plugin_validate(struct request *req)
{
    struct weir_json *doc = NULL;
    struct weir_props *config = WEIR_NEW(&req->herder.arena, struct weir_props);
    if (!request_json(req, &doc) || !request_config(req, doc, config)) {
        return;
    }
    struct weir_str asked = without_suffix(req->segments[1]);
    struct weir_str class = weir_props_get(config, "connector.class");
    if (class.p && !weir_str_ends(without_suffix(class), asked)) {
        respond_error(req, 400, "Included connector type %.*s does not match request type %.*s",
                      WEIR_STR_ARG(class), WEIR_STR_ARG(req->segments[1]));
        return;
    }
    req->herder.config = config;
    request_ask(req, HERDER_VALIDATE, infos_answer);
}
