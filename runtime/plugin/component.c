/* SPDX-License-Identifier: Apache-2.0 */
/*
 * component.c: from a configuration's text to an open converter, transformation or predicate: the
 * class is looked up, its keys are taken out by prefix and applied, then it is opened.
 */
#include "plugin/component.h"

#include <stdio.h>

#include "conf/conf_apply.h"
#include "plugin/not_here.h"

static enum weir_verdict open_ops(const struct weir_component *component,
                                  const struct weir_open *open, void **self, struct weir_err *err)
{
    switch (component->kind) {
    case WEIR_TRANSFORMATION:
        return ((const struct weir_transform_ops *)component->ops)->open(open, self, err);
    case WEIR_PREDICATE:
        return ((const struct weir_predicate_ops *)component->ops)->open(open, self, err);
    case WEIR_CONVERTER:
    case WEIR_HEADER_CONVERTER:
        return ((const struct weir_converter_ops *)component->ops)->open(open, self, err);
    case WEIR_SOURCE:
    case WEIR_SINK:
    case WEIR_SUBCOMMAND:
        break;
    }
    return weir_err_set(err, WEIR_FATAL, "%s is not opened as a component", component->class_name);
}

static void (*close_op(const struct weir_component *component))(void *self)
{
    switch (component->kind) {
    case WEIR_TRANSFORMATION:
        return ((const struct weir_transform_ops *)component->ops)->close;
    case WEIR_PREDICATE:
        return ((const struct weir_predicate_ops *)component->ops)->close;
    case WEIR_CONVERTER:
    case WEIR_HEADER_CONVERTER:
        return ((const struct weir_converter_ops *)component->ops)->close;
    case WEIR_SOURCE:
    case WEIR_SINK:
    case WEIR_SUBCOMMAND:
        break;
    }
    return NULL;
}

static enum weir_verdict open_with(const struct weir_component *component,
                                   const struct weir_props *props, struct weir_open *open,
                                   struct component *out, struct weir_err *err)
{
    void *conf = weir_arena_zalloc(open->arena, component->conf_size + 1);
    enum weir_verdict verdict = conf_apply(component->keys, props, conf, open->arena, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    open->conf = conf;
    *out = (struct component){component, NULL};
    verdict = open_ops(component, open, &out->self, err);
    if (verdict != WEIR_OK) {
        *out = (struct component){NULL, NULL};
    }
    return verdict;
}

static enum weir_verdict not_found(const char *key, struct weir_str class_name,
                                   struct weir_err *err)
{
    if (!class_name.p) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "Missing required configuration \"%s\" which has no default value.",
                            key);
    }
    return weir_err_set(err, WEIR_BAD_CONFIG,
                        "Invalid value %.*s for configuration %s: Class %.*s could not be found.%s",
                        WEIR_STR_ARG(class_name), key, WEIR_STR_ARG(class_name),
                        not_here(class_name));
}

/* ---- converters ---- */

static bool is_role(const char *role, const char *what)
{
    return strncmp(role, what, strlen(what)) == 0;
}

void component_converter_props(const char *role, const struct weir_props *from,
                               struct weir_props *out)
{
    char prefix[64];
    snprintf(prefix, sizeof(prefix), "%s.", role);
    weir_props_sub(out, from, prefix);
    weir_props_remove(out, WEIR_STR("plugin.version"));
    if (!weir_props_has(out, "converter.type")) {
        weir_props_set_c(out, "converter.type",
                         is_role(role, "key")     ? "key"
                         : is_role(role, "value") ? "value"
                                                  : "header");
    }
}

static struct weir_str worker_class(const char *role, const struct worker_conf *worker)
{
    return is_role(role, "key")     ? worker->key_converter
           : is_role(role, "value") ? worker->value_converter
                                    : worker->header_converter;
}

enum weir_verdict component_open_converter(const struct registry *registry, const char *role,
                                           const struct worker_conf *worker,
                                           const struct weir_props *connector,
                                           struct weir_arena *arena, const struct weir_log *log,
                                           const bool *cancelled, struct component *out,
                                           struct weir_err *err)
{
    struct weir_str class_name = weir_props_get(connector, role);
    const struct weir_props *from = class_name.p ? connector : worker->props;
    class_name = weir_str_trim(class_name.p ? class_name : worker_class(role, worker));
    enum weir_kind kind = is_role(role, "header") ? WEIR_HEADER_CONVERTER : WEIR_CONVERTER;
    const struct registry_entry *entry = registry_find(registry, kind, class_name);
    if (!entry) {
        return not_found(role, class_name, err);
    }
    struct weir_props props;
    weir_props_init(&props, arena);
    component_converter_props(role, from, &props);
    struct weir_open open = {
        .log = log, .arena = arena, .is_key = is_role(role, "key"), .cancelled = cancelled};
    enum weir_verdict verdict = open_with(entry->component, &props, &open, out, err);
    return verdict == WEIR_OK ? WEIR_OK : weir_err_wrap(err, "%s %s", role, entry->class_name);
}

/* ---- transformations and predicates ---- */

static const char *aliased_root(enum weir_kind kind)
{
    return kind == WEIR_PREDICATE ? "predicates" : "transforms";
}

void component_aliased_props(enum weir_kind kind, struct weir_str alias,
                             const struct weir_props *from, struct weir_props *out)
{
    char *prefix =
        weir_arena_printf(out->arena, "%s.%.*s.", aliased_root(kind), WEIR_STR_ARG(alias));
    weir_props_sub(out, from, prefix);
    weir_props_remove(out, WEIR_STR("type"));
    weir_props_remove(out, WEIR_STR("plugin.version"));
    if (kind == WEIR_TRANSFORMATION) {
        weir_props_remove(out, WEIR_STR("predicate"));
        weir_props_remove(out, WEIR_STR("negate"));
    }
}

enum weir_verdict component_open_aliased(const struct registry *registry, enum weir_kind kind,
                                         struct weir_str alias, const struct weir_props *connector,
                                         bool is_sink, struct weir_arena *arena,
                                         const struct weir_log *log, struct component *out,
                                         struct weir_err *err)
{
    char *type = weir_arena_printf(arena, "%s.%.*s.type", aliased_root(kind), WEIR_STR_ARG(alias));
    struct weir_str class_name = weir_str_trim(weir_props_get(connector, type));
    const struct registry_entry *entry = registry_find(registry, kind, class_name);
    if (!entry) {
        return not_found(type, class_name, err);
    }
    struct weir_props props;
    weir_props_init(&props, arena);
    component_aliased_props(kind, alias, connector, &props);
    struct weir_open open = {.log = log, .arena = arena, .is_sink = is_sink};
    enum weir_verdict verdict = open_with(entry->component, &props, &open, out, err);
    return verdict == WEIR_OK
               ? WEIR_OK
               : weir_err_wrap(err, "%s.%.*s", aliased_root(kind), WEIR_STR_ARG(alias));
}

enum weir_verdict component_check_transform(const struct registry_entry *entry,
                                            struct weir_str alias,
                                            const struct weir_props *connector, bool is_sink,
                                            struct weir_arena *arena, const struct weir_log *log,
                                            const char **key, struct weir_err *err)
{
    const struct weir_component *component = entry->component;
    const struct weir_transform_ops *ops = component->ops;
    *key = NULL;
    if (!ops->open_is_check) {
        return WEIR_OK;
    }
    struct weir_props props;
    weir_props_init(&props, arena);
    component_aliased_props(WEIR_TRANSFORMATION, alias, connector, &props);
    void *conf = weir_arena_zalloc(arena, component->conf_size + 1);
    if (conf_apply(component->keys, &props, conf, arena, err) != WEIR_OK) {
        return WEIR_OK;
    }
    void *self = NULL;
    const struct weir_open open = {
        .conf = conf, .log = log, .arena = arena, .is_sink = is_sink, .wrong_key = key};
    enum weir_verdict verdict = ops->open(&open, &self, err);
    if (verdict == WEIR_OK && ops->close) {
        ops->close(self);
    }
    return verdict;
}

void component_close(struct component *component)
{
    void (*close)(void *self) = component->component ? close_op(component->component) : NULL;
    if (close) {
        close(component->self);
    }
    *component = (struct component){NULL, NULL};
}
