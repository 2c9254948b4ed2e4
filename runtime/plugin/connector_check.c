/* SPDX-License-Identifier: Apache-2.0 */
/*
 * connector_check.c: the order in which a connector's configuration is checked, and what is said
 * when there is nothing to check. Each step is in a check_*.c; what they found goes to REST, the
 * herder and `weir validate` as ConfigInfos.
 */
#include "plugin/connector_check.h"

#include <stdio.h>

#include "base/secrets.h"
#include "conf/conf_apply.h"
#include "conf/provider.h"
#include "plugin/check.h"
#include "plugin/config_mask.h"

#define HTTP_SERVER_ERROR 500
#define LIST_MAX          1800

/* ---- when there is nothing to check ---- */

static enum weir_verdict no_type(const struct weir_props *raw, struct weir_err *err)
{
    struct weir_buf map;
    weir_buf_init(&map, LIST_MAX);
    for (size_t i = 0; i < raw->n; i++) {
        struct weir_str value = raw->items[i].value;
        value = config_looks_secret(raw->items[i].name) ? WEIR_STR("[hidden]") : value;
        weir_buf_text(&map, i ? ", " : "");
        weir_buf_str(&map, raw->items[i].name);
        weir_buf_char(&map, '=');
        weir_buf_str(&map, value.p ? value : WEIR_STR("null"));
    }
    weir_err_set(err, WEIR_BAD_CONFIG, "Connector config {%.*s} contains no connector type",
                 WEIR_STR_ARG(weir_buf_view(&map)));
    weir_buf_free(&map);
    return WEIR_BAD_CONFIG;
}

static enum weir_verdict unknown_class(const struct check *check, struct weir_str class_name,
                                       struct weir_err *err)
{
    const struct registry_entry *const *entries = NULL;
    size_t n = registry_list(check->ask->registry, true, check->arena, &entries);
    struct weir_buf names;
    weir_buf_init(&names, LIST_MAX);
    for (size_t i = 0; i < n; i++) {
        weir_buf_text(&names, i ? ", " : "");
        weir_buf_text(&names, entries[i]->class_name);
    }
    weir_err_set(err, WEIR_BAD_CONFIG,
                 "Failed to find any class that implements Connector and which name matches %.*s, "
                 "available connectors are: %.*s",
                 WEIR_STR_ARG(class_name), WEIR_STR_ARG(weir_buf_view(&names)));
    weir_buf_free(&names);
    return WEIR_BAD_CONFIG;
}

static enum weir_verdict resolve(struct check *check, struct weir_err *err)
{
    weir_props_init(&check->resolved, check->arena);
    if (!check->ask->providers) {
        weir_props_copy(&check->resolved, check->ask->raw);
        return WEIR_OK;
    }
    enum weir_verdict verdict =
        providers_resolve(check->ask->providers, check->ask->raw, &check->resolved, err);
    if (verdict != WEIR_OK) {
        err->code = HTTP_SERVER_ERROR;
    }
    return verdict;
}

static enum weir_verdict find_class(struct check *check, struct weir_err *err)
{
    struct weir_str class_name = check_get(check, "connector.class");
    if (!class_name.p) {
        return no_type(check->ask->raw, err);
    }
    check->entry = registry_find_connector(check->ask->registry, class_name);
    if (!check->entry) {
        return unknown_class(check, class_name, err);
    }
    check->is_sink = check->entry->component->kind == WEIR_SINK;
    return WEIR_OK;
}

/* ---- the version asked for ---- */

/* False: the version is not there; the report says so and only common keys are looked at. */
static enum weir_verdict check_version(struct check *check, bool *there, struct weir_err *err)
{
    struct weir_str version = check_get(check, "connector.plugin.version");
    *there = true;
    if (!version.p || plugin_version_check(check->entry, version, err) == WEIR_OK) {
        return WEIR_OK;
    }
    if (plugin_version_open(version, err)) {
        return WEIR_BAD_CONFIG;
    }
    *there = false;
    check_common(check, false);
    struct weir_report *report = &check->report;
    report_add_error(report, report_item(report, WEIR_STR("connector.class")), err->text);
    report_add_error(report, report_item(report, WEIR_STR("connector.plugin.version")), err->text);
    check_nulls(check);
    return WEIR_OK;
}

/* ---- the connector's own keys ---- */

static const struct weir_connector_ops *connector_ops(const struct check *check)
{
    const void *ops = check->entry->component->ops;
    return check->is_sink ? &((const struct weir_sink_ops *)ops)->connector
                          : &((const struct weir_source_ops *)ops)->connector;
}

static void apply_own(struct check *check)
{
    const struct weir_component *component = check->entry->component;
    struct weir_err err;
    void *conf = weir_arena_zalloc(check->arena, component->conf_size + 1);
    if (conf_apply(component->keys, &check->resolved, conf, check->arena, &err) == WEIR_OK) {
        check->conf = conf;
    }
}

/* A Cast of a name that is misspelt changes nothing and fails nothing. */
static void warn_of_fields(struct check *check, const struct sample_fields *fields)
{
    for (const struct sample_field *at = fields->first; at; at = at->next) {
        if (!at->seen) {
            const char *key =
                weir_arena_printf(check->arena, "transforms.%.*s", WEIR_STR_ARG(at->alias));
            weir_report_warning(&check->report, key,
                                "none of the newest records that it gets has the field %.*s",
                                WEIR_STR_ARG(at->name));
        }
    }
}

static void ask_connector(struct check *check)
{
    const struct weir_connector_ops *ops = connector_ops(check);
    struct weir_log log;
    struct weir_str name = check_get(check, "name");
    if (!ops->validate || !check->conf) {
        return;
    }
    char *connector_name = weir_arena_printf(check->arena, "%.*s", WEIR_STR_ARG(name));
    weir_log_init(&log, check->entry->class_name, connector_name, -1, "validate");
    struct sample_fields fields = {.arena = check->arena};
    const struct weir_connector_host host = {
        .sampler = check->ask->sampler,
        .sample = {.entry = check->entry,
                   .connector = connector_name,
                   .props = &check->resolved,
                   .deadline_ms = check->ask->deadline_ms,
                   .cancelled = check->ask->cancelled,
                   .fields = &fields},
    };
    const struct weir_connector connector = {
        .name = connector_name,
        .props = &check->resolved,
        .log = &log,
        .arena = check->arena,
        .cancelled = check->ask->cancelled,
        .host = &host,
    };
    ops->validate(&connector, check->conf, check->ask->offline ? 0 : check->ask->deadline_ms,
                  &check->report);
    warn_of_fields(check, &fields);
}

static void check_all(struct check *check)
{
    const struct report_place place = {
        .props = &check->resolved, .prefix = "", .section = REPORT_KEYS};
    check_common(check, true);
    report_keys(&check->report, check->is_sink ? sink_keys : source_keys, &place);
    check_aliases(check, WEIR_TRANSFORMATION);
    check_aliases(check, WEIR_PREDICATE);
    report_keys(&check->report, check->entry->component->keys, &place);
    apply_own(check);
    check_rules(check);
    check_topic_creation(check);
    check_nulls(check);
    check_clients(check);
    check_converters(check);
    check_unknown(check);
    ask_connector(check);
}

/* What fails before there is a report names classes and versions that may come from variables. */
static enum weir_verdict refuse(const struct connector_check *ask, enum weir_verdict verdict,
                                struct weir_err *err)
{
    secrets_redact_to(err->text, sizeof(err->text), err->text, ask->raw);
    return verdict;
}

enum weir_verdict connector_check(const struct connector_check *ask, struct weir_arena *arena,
                                  struct config_infos *infos, struct weir_err *err)
{
    static const bool never = false;
    struct connector_check kept = *ask;
    kept.cancelled = ask->cancelled ? ask->cancelled : &never;
    struct check check = {.ask = &kept, .arena = arena};
    bool version_there = false;
    enum weir_verdict verdict = resolve(&check, err);
    verdict = verdict == WEIR_OK ? find_class(&check, err) : verdict;
    if (verdict != WEIR_OK) {
        return refuse(ask, verdict, err);
    }
    report_init(&check.report, arena, ask->raw, &check.resolved);
    verdict = check_version(&check, &version_there, err);
    if (verdict != WEIR_OK) {
        return refuse(ask, verdict, err);
    }
    if (version_there) {
        check_all(&check);
    }
    report_finish(&check.report, weir_props_get(ask->raw, "connector.class"), infos);
    return WEIR_OK;
}

struct weir_str connector_check_message(struct weir_arena *arena, const struct config_infos *infos)
{
    struct weir_buf text;
    weir_buf_init(&text, 1u << 20);
    weir_buf_printf(&text,
                    "Connector configuration is invalid and contains the following %zu "
                    "error(s):",
                    infos->error_count);
    for (size_t i = 0; i < infos->n; i++) {
        for (size_t j = 0; j < infos->items[i].n_errors; j++) {
            weir_buf_char(&text, '\n');
            weir_buf_str(&text, infos->items[i].errors[j]);
        }
    }
    weir_buf_text(&text, "\nYou can also find the above list of errors at the endpoint "
                         "`/connector-plugins/{connectorType}/config/validate`");
    struct weir_str message = weir_arena_str(arena, weir_buf_view(&text));
    weir_buf_free(&text);
    return message;
}

/* ---- GET /connector-plugins/{p}/config ---- */

enum weir_verdict plugin_config_keys(const struct registry_entry *entry, struct weir_arena *arena,
                                     const struct config_key_info **keys, size_t *n,
                                     struct weir_err *err)
{
    (void)err;
    enum weir_kind kind = entry->component->kind;
    struct weir_report report;
    struct weir_props none;
    weir_props_init(&none, arena);
    report_init(&report, arena, &none, &none);
    const struct report_place place = {
        .props = &none, .prefix = "", .section = REPORT_KEYS, .default_only = true};
    report_keys(&report, entry->component->keys, &place);
    if (kind == WEIR_SOURCE || kind == WEIR_SINK) {
        report_keys(&report, connector_keys, &place);
        report_keys(&report, kind == WEIR_SINK ? sink_keys : source_keys, &place);
        report_default(report_find(&report, WEIR_STR("connector.plugin.version")),
                       weir_str_of(entry->version), false);
    }
    struct config_key_info *list = WEIR_NEW_ARRAY(arena, struct config_key_info, report.n + 1);
    for (size_t i = 0; i < report.n; i++) {
        list[i] = report.items[i]->info.definition;
    }
    *keys = list;
    *n = report.n;
    return WEIR_OK;
}
