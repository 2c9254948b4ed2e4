/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check_common.c: the keys that all connectors, sources or sinks have, and those of the converters
 * they name.
 */
#include <stdio.h>

#include "base/java_hash.h"
#include "conf/conf_apply.h"
#include "plugin/check.h"
#include "plugin/component.h"
#include "plugin/not_here.h"

static const char *interface_name(enum weir_kind kind)
{
    switch (kind) {
    case WEIR_CONVERTER:
        return "Converter";
    case WEIR_HEADER_CONVERTER:
        return "HeaderConverter";
    case WEIR_TRANSFORMATION:
        return "Transformation";
    case WEIR_PREDICATE:
        return "Predicate";
    case WEIR_SOURCE:
    case WEIR_SINK:
    case WEIR_SUBCOMMAND:
        break;
    }
    return "Connector";
}

/* The class of that name, whatever it is. */
static const struct registry_entry *find_any(const struct registry *registry, struct weir_str name)
{
    const struct registry_entry *entry = NULL;
    for (int kind = WEIR_SOURCE; kind < WEIR_SUBCOMMAND && !entry; kind++) {
        entry = registry_find(registry, (enum weir_kind)kind, name);
    }
    return entry;
}

/* A class that only stands around others, as Cast around Cast$Key and Cast$Value: says which. */
static bool is_around_others(struct check *check, enum weir_kind kind, struct report_item *item,
                             struct weir_str name)
{
    const struct registry_entry *const *entries = NULL;
    size_t n = registry_list_kind(check->ask->registry, kind, check->arena, &entries);
    const char *inner = "";
    for (size_t i = 0; i < n; i++) {
        struct weir_str class_name = weir_str_of(entries[i]->class_name);
        if (weir_str_starts(class_name, name) && class_name.p[name.n] == '$') {
            inner = weir_arena_printf(check->arena, "%s%s%s", inner, *inner ? ", " : "",
                                      entries[i]->class_name);
        }
    }
    if (*inner) {
        item->info.value = weir_arena_str(check->arena, name);
        report_add_error(&check->report, item,
                         weir_arena_printf(check->arena,
                                           "This class is abstract and cannot be created. Did you "
                                           "mean %s?",
                                           inner));
    }
    return *inner;
}

const struct registry_entry *check_class(struct check *check, enum weir_kind kind,
                                         struct report_item *item, struct weir_str given)
{
    struct weir_str name = weir_str_trim(given);
    const struct registry_entry *entry = registry_find(check->ask->registry, kind, name);
    if (entry) {
        item->info.value = weir_str_of(entry->class_name);
        return entry;
    }
    if (is_around_others(check, kind, item, name)) {
        return NULL;
    }
    const struct registry_entry *other = find_any(check->ask->registry, name);
    char text[1024];
    if (other) {
        snprintf(text, sizeof(text), "Class class %s does not implement the %s interface",
                 other->class_name, interface_name(kind));
    } else {
        snprintf(text, sizeof(text),
                 "Invalid value %.*s for configuration %.*s: Class %.*s could not be found.%s",
                 WEIR_STR_ARG(given), WEIR_STR_ARG(item->info.name), WEIR_STR_ARG(given),
                 not_here(name));
    }
    report_add_error(&check->report, item, text);
    item->info.value = other ? weir_str_of(other->class_name) : WEIR_STR_NULL;
    return NULL;
}

void check_recommend_classes(struct check *check, enum weir_kind kind, struct report_item *item)
{
    const struct registry_entry *const *entries = NULL;
    size_t n = registry_list_kind(check->ask->registry, kind, check->arena, &entries);
    for (size_t i = 0; i < n; i++) {
        report_add_recommended(&check->report, item, weir_str_of(entries[i]->class_name));
    }
}

void check_recommend_versions(struct check *check, const struct registry_entry *entry,
                              struct report_item *item)
{
    const struct registry_entry *const *entries = NULL;
    size_t n =
        registry_list_kind(check->ask->registry, entry->component->kind, check->arena, &entries);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(entries[i]->class_name, entry->class_name) == 0) {
            report_add_recommended(&check->report, item, weir_str_of(entries[i]->version));
        }
    }
}

/* ---- converters ---- */

struct role {
    const char *name;
    const char *version_name;
    enum weir_kind kind;
};

static const struct role roles[] = {
    {"header.converter", "header.converter.plugin.version", WEIR_HEADER_CONVERTER},
    {"key.converter", "key.converter.plugin.version", WEIR_CONVERTER},
    {"value.converter", "value.converter.plugin.version", WEIR_CONVERTER},
};
#define N_ROLES (sizeof(roles) / sizeof(roles[0]))

static struct weir_str worker_class(const struct check *check, const struct role *role)
{
    const struct worker_conf *worker = check->ask->worker;
    return role->name[0] == 'h'   ? worker->header_converter
           : role->name[0] == 'k' ? worker->key_converter
                                  : worker->value_converter;
}

/* Defaults to the worker's converter; the version to that of whichever counts. */
static void check_role(struct check *check, const struct role *role)
{
    struct report_item *item = report_find(&check->report, weir_str_of(role->name));
    struct report_item *version = report_find(&check->report, weir_str_of(role->version_name));
    struct weir_str own = check_get(check, role->name);
    struct weir_str usual = worker_class(check, role);
    const struct registry_entry *entry = registry_find(check->ask->registry, role->kind, usual);
    report_default(item, entry ? weir_str_of(entry->class_name) : usual, own.p != NULL);
    if (own.p) {
        entry = check_class(check, role->kind, item, own);
    }
    check_recommend_classes(check, role->kind, item);
    struct weir_str wanted = own.p ? check_get(check, role->version_name) : WEIR_STR_NULL;
    struct weir_err err;
    if (entry) {
        report_default(version, weir_str_of(entry->version),
                       weir_props_has(&check->resolved, role->version_name));
    }
    if (!own.p && weir_props_has(&check->resolved, role->name)) { /* null is none at all */
        item->info.value = WEIR_STR_NULL;
        entry = NULL;
    }
    version->info.visible = item->info.value.p != NULL;
    if (!entry) {
        return;
    }
    check_recommend_versions(check, entry, version);
    if (wanted.p && plugin_version_open(wanted, &err)) {
        report_add_error(&check->report, version, err.text);
    } else if (wanted.p && plugin_version_check(entry, wanted, &err) != WEIR_OK) {
        report_add_error(&check->report, item, err.text);
        report_add_error(&check->report, version, err.text);
    }
}

/* Only the class that the connector names itself. */
static void check_own_class(struct check *check, const struct role *role)
{
    struct report_item *item = report_find(&check->report, weir_str_of(role->name));
    struct weir_str own = check_get(check, role->name);
    if (own.p) {
        check_class(check, role->kind, item, own);
    }
    report_find(&check->report, weir_str_of(role->version_name))->info.visible =
        item->info.value.p != NULL;
}

static void add_converter_keys(struct check *check, const struct role *role,
                               const struct registry_entry *entry)
{
    struct weir_props props;
    weir_props_init(&props, check->arena);
    component_converter_props(role->name, &check->resolved, &props);
    const struct report_place place = {
        .props = &props,
        .prefix = weir_arena_printf(check->arena, "%s.", role->name),
        .section = REPORT_CONVERTERS,
        .own_names = true,
    };
    size_t all = 0, n = 0;
    for (const struct weir_conf_key *key = entry->component->keys; key && key->name; key++) {
        all++;
    }
    const struct weir_conf_key **keys =
        WEIR_NEW_ARRAY(check->arena, const struct weir_conf_key *, all + 1);
    struct weir_str *names = WEIR_NEW_ARRAY(check->arena, struct weir_str, all + 1);
    size_t *order = WEIR_NEW_ARRAY(check->arena, size_t, all + 1);
    for (const struct weir_conf_key *key = entry->component->keys; key && key->name; key++) {
        if (report_lists(key)) {
            keys[n] = key;
            names[n++] = weir_str_of(key->name);
        }
    }
    java_map_order(names, n, order);
    for (size_t i = 0; i < n; i++) {
        report_key(&check->report, keys[order[i]], 0, &place);
    }
}

void check_converters(struct check *check)
{
    for (size_t i = 0; i < N_ROLES; i++) {
        const struct role *role = &roles[i];
        struct report_item *item = report_find(&check->report, weir_str_of(role->name));
        struct report_item *version = report_find(&check->report, weir_str_of(role->version_name));
        struct weir_str own = check_get(check, role->name);
        if (own.p && item->errors.n == 0 && version->errors.n == 0) {
            add_converter_keys(check, role,
                               registry_find(check->ask->registry, role->kind, weir_str_trim(own)));
        }
    }
}

void check_common(struct check *check, bool connector_there)
{
    const struct report_place place = {
        .props = &check->resolved, .prefix = "", .section = REPORT_KEYS};
    report_keys(&check->report, connector_keys, &place);
    struct report_item *version = report_find(&check->report, WEIR_STR("connector.plugin.version"));
    report_default(version, weir_str_of(check->entry->version),
                   weir_props_has(&check->resolved, "connector.plugin.version"));
    check_recommend_versions(check, check->entry, version);
    for (size_t i = 0; i < N_ROLES; i++) {
        if (connector_there) {
            check_role(check, &roles[i]);
        } else {
            check_own_class(check, &roles[i]);
        }
    }
}
