/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_apply.c: walks a key table and fills the struct that a component is opened with. Names may
 * be deprecated second names or patterns; what a pattern matched becomes a list.
 */
#include "conf/conf_apply.h"

#include "conf/conf_match.h"
#include "conf/conf_value.h"

static const struct weir_conf_key *find_named(const struct weir_conf_key *keys,
                                              struct weir_str name)
{
    for (const struct weir_conf_key *key = keys; key && key->name; key++) {
        if (key->type != WEIR_CONF_MATCHES && weir_str_is(name, key->name)) {
            return key;
        }
    }
    for (const struct weir_conf_key *key = keys; key && key->name; key++) {
        if (key->alias && weir_str_is(name, key->alias)) {
            return key;
        }
    }
    return NULL;
}

const struct weir_conf_key *conf_find(const struct weir_conf_key *keys, struct weir_str name)
{
    const struct weir_conf_key *named = find_named(keys, name);
    for (const struct weir_conf_key *key = keys; !named && key && key->name; key++) {
        if (key->type == WEIR_CONF_MATCHES && conf_match(key->name, name, NULL, NULL)) {
            return key;
        }
    }
    return named;
}

struct weir_str conf_given(const struct weir_conf_key *key, const struct weir_props *props)
{
    struct weir_str value = weir_props_get(props, key->name);
    return value.p || !key->alias ? value : weir_props_get(props, key->alias);
}

enum weir_verdict conf_missing(const struct weir_conf_key *key, struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_CONFIG,
                        "Missing required configuration \"%s\" which has no default value.",
                        key->name);
}

static void add_match(const struct weir_conf_key *key, const struct weir_prop *prop,
                      struct weir_conf_match *match, struct weir_arena *arena)
{
    struct weir_str captures[CONF_CAPTURES_MAX];
    size_t n = 0;
    match->name = weir_arena_str(arena, prop->name);
    match->value = weir_arena_str(arena, prop->value);
    if (!conf_match(key->name, match->name, captures, &n)) {
        return;
    }
    struct weir_str *kept = WEIR_NEW_ARRAY(arena, struct weir_str, n ? n : 1);
    for (size_t i = 0; i < n; i++) {
        kept[i] = weir_arena_str(arena, captures[i]);
    }
    match->captures = kept;
}

/* A name belongs to the first row that fits it, so that a named key is not also a match. */
static struct weir_conf_matches read_matches(const struct weir_conf_key *keys,
                                             const struct weir_conf_key *key,
                                             const struct weir_props *props,
                                             struct weir_arena *arena)
{
    struct weir_conf_match *items = WEIR_NEW_ARRAY(arena, struct weir_conf_match, props->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < props->n; i++) {
        if (props->items[i].value.p && conf_find(keys, props->items[i].name) == key) {
            add_match(key, &props->items[i], &items[n++], arena);
        }
    }
    return (struct weir_conf_matches){.items = items, .n = n};
}

enum weir_verdict conf_apply(const struct weir_conf_key *keys, const struct weir_props *props,
                             void *conf, struct weir_arena *arena, struct weir_err *err)
{
    for (const struct weir_conf_key *key = keys; key && key->name; key++) {
        void *at = key->at == WEIR_CONF_NOWHERE ? NULL : (char *)conf + key->at;
        if (key->type == WEIR_CONF_MATCHES) {
            if (at) {
                *(struct weir_conf_matches *)at = read_matches(keys, key, props, arena);
            }
            continue;
        }
        struct weir_str text = conf_given(key, props);
        if (!text.p && (key->flags & WEIR_KEY_REQUIRED)) {
            return conf_missing(key, err);
        }
        text = text.p ? text : weir_str_of(key->def);
        enum weir_verdict verdict = conf_value_read(key, text, at, arena, err);
        if (verdict != WEIR_OK) {
            return verdict;
        }
    }
    return WEIR_OK;
}
