/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_list.c: texts that hold several values, cut at commas or semicolons. What comes out lives
 * in the caller's arena.
 */
#include "conf/conf_list.h"

#include "conf/conf_apply.h"
#include "conf/conf_value.h"

static size_t count(struct weir_str text, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        n += text.p[i] == c;
    }
    return n;
}

struct weir_conf_list conf_list_split(struct weir_str text, struct weir_arena *arena)
{
    text = weir_str_trim(text);
    if (text.n == 0) {
        return (struct weir_conf_list){NULL, 0};
    }
    size_t n = count(text, ',') + 1;
    struct weir_str *items = WEIR_NEW_ARRAY(arena, struct weir_str, n);
    for (size_t i = 0; i < n; i++) {
        ptrdiff_t comma = weir_str_chr(text, ',');
        size_t size = comma < 0 ? text.n : (size_t)comma;
        items[i] = weir_arena_str(arena, weir_str_trim(weir_str_n(text.p, size)));
        text = weir_str_from(text, comma < 0 ? size : size + 1);
    }
    return (struct weir_conf_list){items, n};
}

struct weir_str conf_list_join(struct weir_str text, const char *sep, struct weir_arena *arena)
{
    struct weir_conf_list list = conf_list_split(text, arena);
    struct weir_buf buf;
    weir_buf_init(&buf, text.n + strlen(sep) * list.n + 1);
    for (size_t i = 0; i < list.n; i++) {
        weir_buf_text(&buf, i ? sep : "");
        weir_buf_str(&buf, list.items[i]);
    }
    struct weir_str joined = weir_arena_str(arena, weir_buf_view(&buf));
    weir_buf_free(&buf);
    return joined;
}

static bool contains(const struct weir_str *items, size_t n, struct weir_str what)
{
    for (size_t i = 0; i < n; i++) {
        if (weir_str_eq(items[i], what)) {
            return true;
        }
    }
    return false;
}

static enum weir_verdict check_unique(const struct weir_conf_key *key,
                                      const struct weir_conf_list *list, struct weir_err *err)
{
    for (size_t i = 0; i < list->n; i++) {
        if (contains(list->items, i, list->items[i])) {
            return weir_err_set(err, WEIR_BAD_CONFIG,
                                "Configuration '%s' values must not be duplicated.", key->name);
        }
    }
    return WEIR_OK;
}

static enum weir_verdict check_filled(const struct weir_conf_key *key,
                                      const struct weir_conf_list *list, struct weir_err *err)
{
    bool empty = contains(list->items, list->n, WEIR_STR(""));
    return empty ? weir_err_set(err, WEIR_BAD_CONFIG,
                                "Configuration '%s' values must not be empty.", key->name)
                 : WEIR_OK;
}

/* Validation refuses them; a configuration of older days runs, as with Connect. */
static struct weir_conf_list without_repeated(const struct weir_conf_list *list,
                                              struct weir_arena *arena)
{
    struct weir_str *items = WEIR_NEW_ARRAY(arena, struct weir_str, list->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++) {
        if (!contains(items, n, list->items[i])) {
            items[n++] = list->items[i];
        }
    }
    return (struct weir_conf_list){items, n};
}

/* Each element is one of the key's values. */
static enum weir_verdict check_values(const struct weir_conf_key *key,
                                      const struct weir_conf_list *list, struct weir_arena *arena,
                                      struct weir_err *err)
{
    struct weir_conf_key element = *key;
    element.type = WEIR_CONF_STRING;
    element.check = NULL;
    enum weir_verdict verdict = WEIR_OK;
    for (size_t i = 0; i < list->n && verdict == WEIR_OK; i++) {
        struct weir_str unused;
        verdict = conf_value_read(&element, list->items[i], &unused, arena, err);
    }
    return verdict;
}

enum weir_verdict conf_list_read(const struct weir_conf_key *key, struct weir_str text,
                                 struct weir_conf_list *at, struct weir_arena *arena,
                                 struct weir_err *err)
{
    *at = conf_list_split(text, arena);
    if ((key->flags & WEIR_KEY_NONEMPTY) && at->n == 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "Configuration '%s' must not be empty. Valid values include: any "
                            "non-empty value",
                            key->name);
    }
    if ((key->flags & WEIR_KEY_UNIQUE) && check_filled(key, at, err) != WEIR_OK) {
        return WEIR_BAD_CONFIG;
    }
    if (key->flags & WEIR_KEY_UNIQUE) {
        *at = without_repeated(at, arena);
    }
    return key->values ? check_values(key, at, arena, err) : WEIR_OK;
}

enum weir_verdict conf_list_check(const struct weir_conf_key *key, struct weir_str text,
                                  struct weir_arena *arena, struct weir_err *err)
{
    const struct weir_conf_list list = conf_list_split(text, arena);
    return key->flags & WEIR_KEY_UNIQUE ? check_unique(key, &list, err) : WEIR_OK;
}

/* Takes what stands before the next comma that has no backslash; "\," becomes a comma. */
static struct weir_str take_escaped(struct weir_str *rest, struct weir_arena *arena)
{
    char *out = weir_arena_bytes(arena, rest->n + 1);
    size_t n = 0;
    size_t i = 0;
    for (; i < rest->n && rest->p[i] != ','; i++) {
        if (rest->p[i] == '\\' && i + 1 < rest->n) {
            if (rest->p[i + 1] != ',') {
                out[n++] = '\\';
            }
            i++;
        }
        out[n++] = rest->p[i];
    }
    out[n] = '\0';
    *rest = weir_str_from(*rest, i < rest->n ? i + 1 : i);
    return weir_str_trim(weir_str_n(out, n));
}

enum weir_verdict conf_regexes_read(const struct weir_conf_key *key, struct weir_str text,
                                    struct weir_conf_regexes *at, struct weir_arena *arena,
                                    struct weir_err *err)
{
    size_t max = count(text, ',') + 1;
    struct weir_regex **items = WEIR_NEW_ARRAY(arena, struct weir_regex *, max);
    struct weir_str *texts = WEIR_NEW_ARRAY(arena, struct weir_str, max);
    size_t n = 0;
    while (text.n > 0) {
        struct weir_str part = take_escaped(&text, arena);
        if (part.n == 0) {
            continue;
        }
        if (conf_regex_read(key, part, &items[n], arena, err) != WEIR_OK) {
            return WEIR_BAD_CONFIG;
        }
        texts[n++] = weir_arena_str(arena, part);
    }
    *at = (struct weir_conf_regexes){.items = items, .texts = texts, .n = n};
    return WEIR_OK;
}

/* Where the name of "name:value" or "name=value" ends; -1: neither sign is there. */
static ptrdiff_t name_end(struct weir_str entry)
{
    for (size_t i = 0; i < entry.n; i++) {
        if (entry.p[i] == ':' || entry.p[i] == '=') {
            return (ptrdiff_t)i;
        }
    }
    return -1;
}

static enum weir_verdict add_entry(const struct weir_conf_key *key, struct weir_str part,
                                   struct weir_prop *items, size_t *n, struct weir_arena *arena,
                                   struct weir_err *err)
{
    ptrdiff_t end = name_end(part);
    if (end < 0 && *n > 0) {
        struct weir_str *value = &items[*n - 1].value;
        *value = weir_str_of(
            weir_arena_printf(arena, "%.*s,%.*s", WEIR_STR_ARG(*value), WEIR_STR_ARG(part)));
        return WEIR_OK;
    }
    if (end <= 0) {
        return conf_value_invalid(key->name, conf_shown(key, part), err,
                                  "Expected name:value pairs");
    }
    struct weir_str name = weir_str_trim(weir_str_n(part.p, (size_t)end));
    struct weir_str value = weir_str_trim(weir_str_from(part, (size_t)end + 1));
    items[(*n)++] = (struct weir_prop){weir_arena_str(arena, name), weir_arena_str(arena, value)};
    return WEIR_OK;
}

enum weir_verdict conf_map_read(const struct weir_conf_key *key, struct weir_str text,
                                struct weir_conf_map *at, struct weir_arena *arena,
                                struct weir_err *err)
{
    char sep = weir_str_chr(text, ';') >= 0 ? ';' : ',';
    struct weir_prop *items = WEIR_NEW_ARRAY(arena, struct weir_prop, count(text, sep) + 1);
    size_t n = 0;
    struct weir_str part;
    while (weir_str_split(&text, sep, &part)) {
        part = weir_str_trim(part);
        if (part.n > 0 && add_entry(key, part, items, &n, arena, err) != WEIR_OK) {
            return WEIR_BAD_CONFIG;
        }
    }
    *at = (struct weir_conf_map){.items = items, .n = n};
    return WEIR_OK;
}
