/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check_clients.c: the Kafka settings that a connector overrides for its own clients: are they
 * settings at all, and does the worker's policy allow them?
 */
#include "base/java_hash.h"
#include "conf/client_keys.h"
#include "plugin/check.h"

static bool starts_any(const struct weir_props *props, const char *prefix)
{
    for (size_t i = 0; i < props->n; i++) {
        if (weir_str_starts(props->items[i].name, weir_str_of(prefix))) {
            return true;
        }
    }
    return false;
}

/* Whether the connector has such a client; the overrides of others are not looked at. */
static bool uses(const struct check *check, enum client_role role)
{
    bool dead_letters = !check_is_blank(check_get(check, "errors.deadletterqueue.topic.name"));
    bool own_offsets = check->ask->worker->eos == EOS_ENABLED ||
                       !check_is_blank(check_get(check, "offsets.storage.topic"));
    switch (role) {
    case CLIENT_PRODUCER:
        return !check->is_sink || dead_letters;
    case CLIENT_CONSUMER:
        return check->is_sink || own_offsets;
    case CLIENT_ADMIN:
        break;
    }
    return check->is_sink ? dead_letters
                          : own_offsets || starts_any(&check->resolved, "topic.creation.");
}

static bool contains(const struct weir_conf_list *list, struct weir_str name)
{
    for (size_t i = 0; i < list->n; i++) {
        if (weir_str_eq(list->items[i], name)) {
            return true;
        }
    }
    return false;
}

/* The policy's name when it forbids this key. */
static const char *forbidden_by(const struct worker_conf *worker, struct weir_str name)
{
    static const struct weir_str principal[] = {
        {"sasl.jaas.config", 16}, {"sasl.mechanism", 14}, {"security.protocol", 17}};
    const struct weir_conf_list principals = {principal, 3};
    switch ((enum override_policy)worker->override_policy) {
    case POLICY_ALL:
        return NULL;
    case POLICY_NONE:
        return "None";
    case POLICY_PRINCIPAL:
        return contains(&principals, name) ? NULL : "Principal";
    case POLICY_ALLOWLIST:
        break;
    }
    return contains(&worker->override_allowlist, name) ? NULL : "Allowlist";
}

static void check_override(struct check *check, enum client_role role, struct weir_str name,
                           const struct report_place *place)
{
    struct weir_conf_key key;
    struct report_item *item;
    if (client_key_find(role, name, &key)) {
        item = report_key(&check->report, &key, 0, place);
    } else {
        char *full = weir_arena_printf(check->arena, "%s%.*s", place->prefix, WEIR_STR_ARG(name));
        item = report_item(&check->report, weir_str_of(full));
        item->section = REPORT_OVERRIDES;
        report_add_warning(&check->report, weir_arena_printf(check->arena,
                                                             "%s: Kafka's clients in Java know no "
                                                             "such setting",
                                                             full));
    }
    const char *policy = forbidden_by(check->ask->worker, name);
    if (policy) {
        report_add_error(&check->report, item,
                         weir_arena_printf(check->arena,
                                           "The '%s' policy does not allow '%.*s' to be overridden "
                                           "in the connector configuration.",
                                           policy, WEIR_STR_ARG(name)));
    }
}

static void check_role(struct check *check, enum client_role role)
{
    struct weir_props props;
    weir_props_init(&props, check->arena);
    weir_props_sub(&props, &check->resolved, client_prefix(role));
    const struct report_place place = {
        .props = &props,
        .prefix = client_prefix(role),
        .section = REPORT_OVERRIDES,
        .own_names = true,
    };
    struct weir_str *names = WEIR_NEW_ARRAY(check->arena, struct weir_str, props.n + 1);
    size_t *order = WEIR_NEW_ARRAY(check->arena, size_t, props.n + 1);
    for (size_t i = 0; i < props.n; i++) {
        names[i] = props.items[i].name;
    }
    java_map_order(names, props.n, order);
    for (size_t i = 0; i < props.n; i++) {
        check_override(check, role, names[order[i]], &place);
    }
}

void check_clients(struct check *check)
{
    for (int role = 0; role < CLIENT_ROLES; role++) {
        if (uses(check, (enum client_role)role)) {
            check_role(check, (enum client_role)role);
        }
    }
}
