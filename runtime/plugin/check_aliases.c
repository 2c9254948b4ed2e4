/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check_aliases.c: the keys of transformations and predicates, which a connector names by alias:
 * transforms.<alias>.type, its version, then the keys of that class.
 */
#include <stdlib.h>

#include "conf/conf_apply.h"
#include "conf/conf_value.h"
#include "plugin/check.h"
#include "plugin/component.h"

struct words {
    const char *list;  /* transforms */
    const char *group; /* Transforms */
    const char *title; /* Transformation */
    const char *lower; /* transformation */
};

static const struct words transform_words = {"transforms", "Transforms", "Transformation",
                                             "transformation"};
static const struct words predicate_words = {"predicates", "Predicates", "Predicate", "predicate"};

/* What every transformation has beside its own keys. */
static const struct weir_conf_key implicit_keys[] = {
    {"predicate", WEIR_CONF_STRING, WEIR_CONF_NOWHERE, .importance = WEIR_MEDIUM,
     .doc = "The alias of a predicate used to determine whether to apply this transformation."},
    {"negate", WEIR_CONF_BOOLEAN, WEIR_CONF_NOWHERE, .def = "false", .importance = WEIR_MEDIUM,
     .doc = "Whether the configured predicate should be negated."},
    WEIR_CONF_END,
};

struct alias {
    struct check *check;
    enum weir_kind kind;
    const struct words *words;
    struct weir_str name;
    struct weir_props props; /* by names without the prefix */
    struct report_place place;
};

static int compare_group(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL);
}

/* ConfigDef's order for forms: group, place, what has no default, importance, name. */
static int compare_keys(const void *a, const void *b)
{
    const struct weir_conf_key *left = *(const struct weir_conf_key *const *)a;
    const struct weir_conf_key *right = *(const struct weir_conf_key *const *)b;
    int order = compare_group(left->group, right->group);
    order = order ? order : left->order - right->order;
    int left_required = left->flags & WEIR_KEY_REQUIRED;
    int right_required = right->flags & WEIR_KEY_REQUIRED;
    order = order ? order : right_required - left_required;
    order = order ? order : (int)left->importance - (int)right->importance;
    return order ? order : strcmp(left->name, right->name);
}

static size_t add_listed(const struct weir_conf_key *keys, const struct weir_conf_key **out)
{
    size_t n = 0;
    for (const struct weir_conf_key *key = keys; key && key->name; key++) {
        if (report_lists(key)) {
            out[n++] = key;
        }
    }
    return n;
}

static size_t count_keys(const struct weir_conf_key *keys)
{
    size_t n = 0;
    while (keys && keys[n].name) {
        n++;
    }
    return n;
}

/* The keys of the class and the implicit ones, sorted, numbered from 2. */
static void add_class_keys(struct alias *alias, const struct registry_entry *entry)
{
    const struct weir_conf_key *own = entry->component->keys;
    const struct weir_conf_key **keys =
        WEIR_NEW_ARRAY(alias->check->arena, const struct weir_conf_key *, count_keys(own) + 3);
    size_t n = add_listed(own, keys);
    if (alias->kind == WEIR_TRANSFORMATION) {
        n += add_listed(implicit_keys, keys + n);
    }
    qsort(keys, n, sizeof(*keys), compare_keys);
    const char *group = alias->place.group;
    for (size_t i = 0; i < n; i++) {
        alias->place.group =
            keys[i]->group ? weir_arena_printf(alias->check->arena, "%s: %s", group, keys[i]->group)
                           : group;
        report_key(&alias->check->report, keys[i], (int)i + 2, &alias->place);
    }
    alias->place.group = group;
}

static struct report_item *add_type(struct alias *alias)
{
    struct weir_arena *arena = alias->check->arena;
    const struct words *words = alias->words;
    const struct weir_conf_key key = {
        .name = "type",
        .type = WEIR_CONF_CLASS,
        .at = WEIR_CONF_NOWHERE,
        .width = WEIR_WIDTH_LONG,
        .flags = WEIR_KEY_REQUIRED,
        .display =
            weir_arena_printf(arena, "%s type for %.*s", words->title, WEIR_STR_ARG(alias->name)),
        .doc = weir_arena_printf(arena, "Class for the '%.*s' %s.", WEIR_STR_ARG(alias->name),
                                 words->lower),
    };
    return report_key(&alias->check->report, &key, 0, &alias->place);
}

static struct report_item *add_version(struct alias *alias)
{
    struct weir_arena *arena = alias->check->arena;
    const struct words *words = alias->words;
    const struct weir_conf_key key = {
        .name = "plugin.version",
        .type = WEIR_CONF_STRING,
        .at = WEIR_CONF_NOWHERE,
        .width = WEIR_WIDTH_LONG,
        .order = 1,
        .display = weir_arena_printf(arena, "%s version for %.*s", words->title,
                                     WEIR_STR_ARG(alias->name)),
        .doc = weir_arena_printf(arena, "Version of the '%.*s' %s.", WEIR_STR_ARG(alias->name),
                                 words->lower),
    };
    return report_key(&alias->check->report, &key, 0, &alias->place);
}

static bool listed(struct weir_conf_list list, struct weir_str name)
{
    for (size_t i = 0; i < list.n; i++) {
        if (weir_str_eq(list.items[i], name)) {
            return true;
        }
    }
    return false;
}

/* Rules between a transformation's implicit keys. */
static void check_predicate(struct alias *alias, struct report_item *type)
{
    struct check *check = alias->check;
    const char *prefix = alias->place.prefix;
    struct weir_str predicate = weir_props_get(&alias->props, "predicate");
    struct weir_conf_list predicates =
        conf_list_split(check_get(check, "predicates"), check->arena);
    if (weir_props_has(&alias->props, "negate") && !weir_props_has(&alias->props, "predicate")) {
        report_add_error(&check->report, type,
                         weir_arena_printf(check->arena,
                                           "Config '%snegate' was provided but there is no config "
                                           "'%spredicate' defining a predicate to be negated.",
                                           prefix, prefix));
    }
    if (predicate.p && !listed(predicates, weir_str_trim(predicate))) {
        char *name = weir_arena_printf(check->arena, "%spredicate", prefix);
        report_add_error(&check->report, report_item(&check->report, weir_str_of(name)),
                         weir_arena_printf(check->arena,
                                           "Invalid value %.*s for configuration %s: there is no "
                                           "such alias in predicates",
                                           WEIR_STR_ARG(predicate), name));
    }
}

/* What the class itself says of its keys together. */
static void ask_class(struct alias *alias, const struct registry_entry *entry,
                      struct report_item *type)
{
    struct check *check = alias->check;
    struct weir_err err;
    struct weir_log log;
    const char *key = NULL;
    struct weir_str connector = check_get(check, "name");
    weir_log_init(&log, entry->class_name,
                  weir_arena_printf(check->arena, "%.*s", WEIR_STR_ARG(connector)), -1, "validate");
    if (component_check_transform(entry, alias->name, &check->resolved, check->is_sink,
                                  check->arena, &log, &key, &err) == WEIR_OK) {
        return;
    }
    char *name = weir_arena_printf(check->arena, "%s%s", alias->place.prefix, key ? key : "type");
    struct report_item *item = key ? report_item(&check->report, weir_str_of(name)) : type;
    report_add_error(&check->report, item ? item : type,
                     weir_arena_printf(check->arena, "%s.%.*s: %s", alias->words->list,
                                       WEIR_STR_ARG(alias->name), err.text));
}

/* Of a version that is not there nothing more is known. */
static bool check_version(struct alias *alias, const struct registry_entry *entry,
                          struct report_item *type, struct report_item *version)
{
    struct check *check = alias->check;
    struct weir_str wanted = weir_props_get(&alias->props, "plugin.version");
    struct weir_err err;
    report_default(version, weir_str_of(entry->version),
                   weir_props_has(&alias->props, "plugin.version"));
    check_recommend_versions(check, entry, version);
    if (!wanted.p || (!plugin_version_open(wanted, &err) &&
                      plugin_version_check(entry, wanted, &err) == WEIR_OK)) {
        return true;
    }
    report_add_error(&check->report, type, err.text);
    report_add_error(&check->report, version, err.text);
    return false;
}

static void check_alias(struct alias *alias)
{
    struct check *check = alias->check;
    struct report_item *type = add_type(alias);
    struct report_item *version = add_version(alias);
    struct weir_str class_name = weir_props_get(&alias->props, "type");
    check_recommend_classes(check, alias->kind, type);
    const struct registry_entry *entry =
        class_name.p ? check_class(check, alias->kind, type, class_name) : NULL;
    if (!entry) {
        return;
    }
    if (!check_version(alias, entry, type, version)) {
        return;
    }
    add_class_keys(alias, entry);
    if (alias->kind == WEIR_TRANSFORMATION) {
        check_predicate(alias, type);
        ask_class(alias, entry, type);
    }
}

void check_aliases(struct check *check, enum weir_kind kind)
{
    const struct words *words = kind == WEIR_PREDICATE ? &predicate_words : &transform_words;
    struct weir_str list = check_get(check, words->list);
    bool from_variable = !weir_str_eq(list, weir_props_get(check->ask->raw, words->list));
    struct weir_conf_list names = conf_list_split(list, check->arena);
    for (size_t i = 0; i < names.n; i++) {
        struct alias alias = {check, kind, words, names.items[i], {0}, {0}};
        if (listed((struct weir_conf_list){names.items, i}, names.items[i])) {
            continue;
        }
        char *prefix =
            weir_arena_printf(check->arena, "%s.%.*s.", words->list, WEIR_STR_ARG(alias.name));
        weir_props_init(&alias.props, check->arena);
        weir_props_sub(&alias.props, &check->resolved, prefix);
        alias.place = (struct report_place){
            .props = &alias.props,
            .prefix = prefix,
            .group =
                weir_arena_printf(check->arena, "%s: %.*s", words->group, WEIR_STR_ARG(alias.name)),
            .section = REPORT_KEYS,
            .checks_own_names = true,
            .from_value = from_variable,
        };
        check_alias(&alias);
    }
}
