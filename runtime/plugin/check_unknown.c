/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check_unknown.c: keys that nobody reads become warnings, with the key that was probably meant;
 * so do old names. Connect passes over them in silence, which is how a mistyped table list copies
 * everything.
 */
#include "conf/conf_apply.h"
#include "conf/conf_nearest.h"
#include "conf/conf_value.h"
#include "plugin/check.h"

static void warn_unknown(struct check *check, const char *prefix, struct weir_str name,
                         const struct weir_conf_key *const *tables, size_t n)
{
    const char *nearest = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        const char *found = conf_nearest(tables[i], name);
        size_t distance = found ? conf_distance(name, weir_str_of(found)) : SIZE_MAX;
        if (distance < least) {
            nearest = found;
            least = distance;
        }
    }
    char *text = weir_arena_printf(check->arena, "%s%.*s is unknown and has no effect", prefix,
                                   WEIR_STR_ARG(name));
    if (nearest) {
        text = weir_arena_printf(check->arena, "%s; did you mean %s%s?", text, prefix, nearest);
    }
    report_add_warning(&check->report, text);
}

static void warn_old_name(struct check *check, const struct weir_conf_key *key,
                          struct weir_str name)
{
    if (key->alias && weir_str_is(name, key->alias)) {
        report_add_warning(
            &check->report,
            weir_arena_printf(check->arena, "%s is the old name of %s", key->alias, key->name));
    }
}

/* ---- keys with a prefix of their own: transforms.a.x, key.converter.x ---- */

static bool is_listed(const struct check *check, const char *list, struct weir_str alias)
{
    struct weir_conf_list names = conf_list_split(check_get(check, list), check->arena);
    for (size_t i = 0; i < names.n; i++) {
        if (weir_str_eq(names.items[i], alias)) {
            return true;
        }
    }
    return false;
}

/* The longest alias of the list that name, without its prefix, begins with. */
static struct weir_str alias_of(const struct check *check, const char *list, struct weir_str rest)
{
    struct weir_str best = WEIR_STR_NULL;
    for (size_t i = 0; i < rest.n; i++) {
        struct weir_str head = weir_str_n(rest.p, i);
        if (rest.p[i] == '.' && is_listed(check, list, head)) {
            best = head;
        }
    }
    return best;
}

static bool is_implicit(enum weir_kind kind, struct weir_str key)
{
    return weir_str_is(key, "type") || weir_str_is(key, "plugin.version") ||
           (kind == WEIR_TRANSFORMATION &&
            (weir_str_is(key, "predicate") || weir_str_is(key, "negate")));
}

static void look_at_aliased(struct check *check, enum weir_kind kind, const char *list,
                            struct weir_str rest)
{
    struct weir_str alias = alias_of(check, list, rest);
    if (!alias.p) {
        report_add_warning(&check->report,
                           weir_arena_printf(check->arena,
                                             "%s.%.*s has no effect: no such alias is in %s", list,
                                             WEIR_STR_ARG(rest), list));
        return;
    }
    struct weir_str key = weir_str_from(rest, alias.n + 1);
    char *prefix = weir_arena_printf(check->arena, "%s.%.*s.", list, WEIR_STR_ARG(alias));
    char *type = weir_arena_printf(check->arena, "%stype", prefix);
    const struct registry_entry *entry =
        registry_find(check->ask->registry, kind, weir_str_trim(check_get(check, type)));
    if (entry && !is_implicit(kind, key) && !conf_find(entry->component->keys, key)) {
        warn_unknown(check, prefix, key, &entry->component->keys, 1);
    }
}

static void look_at_converter(struct check *check, const char *role, struct weir_str key)
{
    enum weir_kind kind = role[0] == 'h' ? WEIR_HEADER_CONVERTER : WEIR_CONVERTER;
    struct weir_str class_name = weir_str_trim(check_get(check, role));
    const struct registry_entry *entry = registry_find(check->ask->registry, kind, class_name);
    char *prefix = weir_arena_printf(check->arena, "%s.", role);
    if (!class_name.p && !weir_str_is(key, "plugin.version")) {
        report_add_warning(&check->report,
                           weir_arena_printf(check->arena,
                                             "%s%.*s has no effect without %s, which would be the "
                                             "connector's own converter",
                                             prefix, WEIR_STR_ARG(key), role));
    } else if (entry && !weir_str_is(key, "plugin.version") &&
               !weir_str_is(key, "converter.type") && !conf_find(entry->component->keys, key)) {
        warn_unknown(check, prefix, key, &entry->component->keys, 1);
    }
}

/* True when the name belongs to a component and was dealt with. */
static bool look_at_component_key(struct check *check, struct weir_str name)
{
    static const char *const roles[] = {"key.converter", "value.converter", "header.converter"};
    if (weir_str_starts(name, WEIR_STR("transforms."))) {
        look_at_aliased(check, WEIR_TRANSFORMATION, "transforms", weir_str_from(name, 11));
        return true;
    }
    if (weir_str_starts(name, WEIR_STR("predicates."))) {
        look_at_aliased(check, WEIR_PREDICATE, "predicates", weir_str_from(name, 11));
        return true;
    }
    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
        struct weir_str role = weir_str_of(roles[i]);
        if (weir_str_starts(name, role) && name.n > role.n && name.p[role.n] == '.') {
            look_at_converter(check, roles[i], weir_str_from(name, role.n + 1));
            return true;
        }
    }
    return false;
}

static void look_at(struct check *check, struct weir_str name)
{
    const struct weir_conf_key *const tables[] = {check->entry->component->keys, connector_keys,
                                                  check->is_sink ? sink_keys : source_keys};
    const size_t n = sizeof(tables) / sizeof(tables[0]);
    const struct weir_conf_key *own = conf_find(tables[0], name);
    if (own) {
        warn_old_name(check, own, name);
        return;
    }
    if (look_at_component_key(check, name)) {
        return;
    }
    for (size_t i = 1; i < n; i++) {
        if (conf_find(tables[i], name)) {
            return;
        }
    }
    warn_unknown(check, "", name, tables, n);
}

void check_unknown(struct check *check)
{
    for (size_t i = 0; i < check->resolved.n; i++) {
        look_at(check, check->resolved.items[i].name);
    }
}
