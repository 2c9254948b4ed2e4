/* SPDX-License-Identifier: Apache-2.0 */
/*
 * config_mask.c: finds the table that a key belongs to, and hides what that table calls a secret,
 * or a URL holds.
 */
#include "plugin/config_mask.h"

#include "conf/client_keys.h"
#include "conf/conf_apply.h"
#include "conf/conf_match.h"
#include "plugin/url_secrets.h"

#define HIDDEN WEIR_STR("[hidden]")

static bool contains_nocase(struct weir_str name, const char *word)
{
    struct weir_str what = weir_str_of(word);
    for (size_t i = 0; i + what.n <= name.n; i++) {
        if (weir_str_eq_nocase(weir_str_n(name.p + i, what.n), what)) {
            return true;
        }
    }
    return false;
}

bool config_looks_secret(struct weir_str name)
{
    static const char *const words[] = {
        "password", "passwd",     "pwd",         "passphrase", "secret",     "jaas",
        "token",    "credential", "private.key", "api.key",    "access.key",
    };
    static const char *const open[] = {".source", ".url", ".class", ".type"};
    bool found = false;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        found = found || contains_nocase(name, words[i]);
    }
    for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
        found = found && !weir_str_ends(name, weir_str_of(open[i]));
    }
    return found;
}

static bool is_secret(const struct weir_conf_key *key)
{
    return strcmp(conf_type_name(key), "PASSWORD") == 0;
}

bool config_is_variable(struct weir_str value)
{
    value = weir_str_trim(value);
    return weir_str_starts(value, WEIR_STR("${")) && weir_str_ends(value, WEIR_STR("}")) &&
           weir_str_find(weir_str_from(value, 2), WEIR_STR("${")) < 0 &&
           weir_str_chr(value, '}') == (ptrdiff_t)value.n - 1;
}

/* ---- the table of a key with a prefix ---- */

/* transforms.<alias>.key: the alias is what has a .type. */
static const struct weir_conf_key *find_aliased(const struct registry *registry,
                                                const struct weir_props *raw, enum weir_kind kind,
                                                struct weir_str name, size_t prefix)
{
    for (size_t dot = prefix; dot < name.n; dot++) {
        if (name.p[dot] != '.') {
            continue;
        }
        char *type = weir_arena_printf(raw->arena, "%.*s.type", (int)dot, name.p);
        const struct registry_entry *entry =
            registry_find(registry, kind, weir_str_trim(weir_props_get(raw, type)));
        if (entry) {
            return conf_find(entry->component->keys, weir_str_from(name, dot + 1));
        }
    }
    return NULL;
}

static const struct weir_conf_key *find_converter(const struct registry *registry,
                                                  const struct weir_props *raw, const char *role,
                                                  struct weir_str name)
{
    enum weir_kind kind = role[0] == 'h' ? WEIR_HEADER_CONVERTER : WEIR_CONVERTER;
    const struct registry_entry *entry =
        registry_find(registry, kind, weir_str_trim(weir_props_get(raw, role)));
    return entry ? conf_find(entry->component->keys, weir_str_from(name, strlen(role) + 1)) : NULL;
}

static bool has_prefix(struct weir_str name, const char *prefix)
{
    return weir_str_starts(name, weir_str_of(prefix));
}

/* The row of a component that the connector only names; *client is filled for Kafka's clients. */
static const struct weir_conf_key *find_part(const struct registry *registry,
                                             const struct weir_props *raw, struct weir_str name,
                                             struct weir_conf_key *client)
{
    static const char *const roles[] = {"key.converter", "value.converter", "header.converter"};
    if (has_prefix(name, "transforms.")) {
        return find_aliased(registry, raw, WEIR_TRANSFORMATION, name, strlen("transforms."));
    }
    if (has_prefix(name, "predicates.")) {
        return find_aliased(registry, raw, WEIR_PREDICATE, name, strlen("predicates."));
    }
    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
        size_t n = strlen(roles[i]);
        if (has_prefix(name, roles[i]) && name.n > n + 1 && name.p[n] == '.') {
            return find_converter(registry, raw, roles[i], name);
        }
    }
    for (int role = 0; role < CLIENT_ROLES; role++) {
        const char *prefix = client_prefix((enum client_role)role);
        if (has_prefix(name, prefix) &&
            client_key_find((enum client_role)role, weir_str_from(name, strlen(prefix)), client)) {
            return client;
        }
    }
    return NULL;
}

/* ---- one entry ---- */

static const struct weir_conf_key *find_key(const struct registry *registry,
                                            const struct weir_conf_key *own,
                                            const struct weir_props *raw, struct weir_str name,
                                            struct weir_conf_key *client)
{
    const struct weir_conf_key *key = conf_find(own, name);
    return key ? key : find_part(registry, raw, name, client);
}

static const struct weir_conf_key *own_keys(const struct registry *registry,
                                            const struct weir_props *raw)
{
    const struct registry_entry *entry =
        registry_find_connector(registry, weir_str_trim(weir_props_get(raw, "connector.class")));
    return entry ? entry->component->keys : NULL;
}

bool config_is_secret(const struct registry *registry, const struct weir_props *raw,
                      struct weir_str name)
{
    struct weir_conf_key client;
    const struct weir_conf_key *key =
        find_key(registry, own_keys(registry, raw), raw, name, &client);
    return key ? is_secret(key) : config_looks_secret(name);
}

static struct weir_str mask_url(struct weir_str value, struct weir_arena *arena)
{
    struct weir_buf out;
    struct url_secret secret;
    size_t from = 0, done = 0;
    weir_buf_init(&out, value.n * 2 + HIDDEN.n);
    while (url_secret_next(value, &from, &secret)) {
        weir_buf_add(&out, value.p + done, secret.at - done);
        weir_buf_str(&out, HIDDEN);
        done = from;
    }
    weir_buf_str(&out, weir_str_from(value, done));
    struct weir_str masked = done ? weir_arena_str(arena, weir_buf_view(&out)) : value;
    weir_buf_free(&out);
    return masked;
}

static void mask_entry(const struct registry *registry, const struct weir_conf_key *own,
                       const struct weir_props *raw, const struct weir_prop *prop,
                       struct weir_props *out)
{
    struct weir_conf_key client;
    struct weir_str name = prop->name;
    const struct weir_conf_key *key = find_key(registry, own, raw, name, &client);
    bool secret = key ? is_secret(key) : config_looks_secret(name);
    if (key && (key->flags & WEIR_KEY_SECRET_CAPTURE)) {
        name = conf_match_hide(key->name, name, out->arena);
    }
    bool hide = secret && prop->value.n > 0 && !config_is_variable(prop->value);
    weir_props_set(out, name,
                   hide     ? HIDDEN
                   : secret ? prop->value
                            : mask_url(prop->value, out->arena));
}

void config_mask(const struct registry *registry, const struct weir_props *raw,
                 struct weir_props *out)
{
    struct weir_props found = *raw; /* its look-ups may use our memory */
    found.arena = out->arena;
    const struct weir_conf_key *own = own_keys(registry, &found);
    for (size_t i = 0; i < raw->n; i++) {
        mask_entry(registry, own, &found, &raw->items[i], out);
    }
}
