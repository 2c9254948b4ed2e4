/* SPDX-License-Identifier: Apache-2.0 */
/*
 * provider.c: the three config providers Connect ships: environment, properties file, folder of
 * files. What cannot be resolved stays as it is written, as in Java; a file that cannot be read
 * is an error.
 */
#include "conf/provider.h"

#include <limits.h>
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/regex.h>

#include "base/fs.h"
#include "base/secrets.h"
#include "conf/conf_file.h"

#define PACKAGE   "org.apache.kafka.common.config.provider."
#define VALUE_MAX (1u << 20)

enum provider_kind { PROVIDER_ENV, PROVIDER_FILE, PROVIDER_DIR };

struct provider {
    struct weir_str alias;
    enum provider_kind kind;
    struct weir_regex *allowed_names; /* env: allowlist.pattern; NULL: all */
    struct weir_str allowed_paths;    /* file, dir: comma-separated; n 0: all */
};

struct providers {
    struct weir_arena arena;
    struct provider *items;
    size_t n;
};

/* ---- set-up ---- */

static bool kind_of(struct weir_str class, enum provider_kind *kind)
{
    static const char *const classes[] = {"EnvVarConfigProvider", "FileConfigProvider",
                                          "DirectoryConfigProvider"};
    if (weir_str_starts(class, WEIR_STR(PACKAGE))) {
        class = weir_str_from(class, sizeof(PACKAGE) - 1);
    }
    for (size_t i = 0; i < 3; i++) {
        if (weir_str_is(class, classes[i])) {
            *kind = (enum provider_kind)i;
            return true;
        }
    }
    return false;
}

static enum weir_verdict open_one(struct providers *providers, const struct weir_props *worker,
                                  struct weir_str alias, struct weir_err *err)
{
    struct provider *provider = &providers->items[providers->n];
    char *prefix =
        weir_arena_printf(&providers->arena, "config.providers.%.*s.", WEIR_STR_ARG(alias));
    struct weir_props own;
    weir_props_init(&own, &providers->arena);
    weir_props_sub(&own, worker, prefix);
    struct weir_str class = weir_props_get(&own, "class");
    *provider = (struct provider){.alias = weir_arena_str(&providers->arena, alias)};
    if (!kind_of(class, &provider->kind)) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "%sclass=%.*s: this worker has EnvVarConfigProvider, "
                            "FileConfigProvider and DirectoryConfigProvider",
                            prefix, WEIR_STR_ARG(class));
    }
    provider->allowed_paths = weir_props_get(&own, "param.allowed.paths");
    struct weir_str pattern = weir_props_get(&own, "param.allowlist.pattern");
    if (pattern.n > 0) {
        provider->allowed_names = weir_regex_new(pattern, 0, err);
        if (!provider->allowed_names) {
            return weir_err_wrap(err, "%sparam.allowlist.pattern", prefix);
        }
    }
    providers->n++;
    return WEIR_OK;
}

enum weir_verdict providers_open(const struct weir_props *worker, struct providers **out,
                                 struct weir_err *err)
{
    struct providers *providers = weir_xcalloc(1, sizeof(*providers));
    weir_arena_init(&providers->arena, 2048);
    struct weir_str list = weir_props_get(worker, "config.providers");
    size_t most = 1;
    for (size_t i = 0; i < list.n; i++) {
        most += list.p[i] == ',';
    }
    providers->items = WEIR_NEW_ARRAY(&providers->arena, struct provider, most);
    enum weir_verdict rc = WEIR_OK;
    for (struct weir_str alias;
         rc == WEIR_OK && list.n > 0 && weir_str_split(&list, ',', &alias);) {
        alias = weir_str_trim(alias);
        rc = alias.n > 0 ? open_one(providers, worker, alias, err) : WEIR_OK;
    }
    if (rc != WEIR_OK) {
        providers_close(providers);
        providers = NULL;
    }
    *out = providers;
    return rc;
}

void providers_close(struct providers *providers)
{
    if (providers) {
        for (size_t i = 0; i < providers->n; i++) {
            weir_regex_free(providers->items[i].allowed_names);
        }
        weir_arena_free(&providers->arena);
        free(providers);
    }
}

/* ---- one variable ---- */

struct variable {
    struct weir_str provider, path, key; /* path.p NULL: none */
};

/* "provider:[path:]key"; the first colons count, as in Java's pattern. */
static bool parse_variable(struct weir_str inside, struct variable *var)
{
    ptrdiff_t first = weir_str_chr(inside, ':');
    if (first < 0) {
        return false;
    }
    var->provider = weir_str_n(inside.p, (size_t)first);
    struct weir_str rest = weir_str_from(inside, (size_t)first + 1);
    ptrdiff_t second = weir_str_chr(rest, ':');
    var->path = second < 0 ? WEIR_STR_NULL : weir_str_n(rest.p, (size_t)second);
    var->key = second < 0 ? rest : weir_str_from(rest, (size_t)second + 1);
    return true;
}

static bool path_allowed(const struct provider *provider, const char *path)
{
    if (provider->allowed_paths.n == 0) {
        return true;
    }
    char real[PATH_MAX], folder[PATH_MAX];
    if (!realpath(path, real)) {
        return false;
    }
    struct weir_str rest = provider->allowed_paths;
    for (struct weir_str one; rest.n > 0 && weir_str_split(&rest, ',', &one);) {
        one = weir_str_trim(one);
        char *text = weir_xstrndup(one.p, one.n);
        bool found = realpath(text, folder) != NULL;
        free(text);
        size_t n = found ? strlen(folder) : 0;
        if (found && strncmp(real, folder, n) == 0 &&
            (real[n] == 0 || real[n] == '/' || folder[n - 1] == '/')) {
            return true;
        }
    }
    return false;
}

static enum weir_verdict from_env(const struct provider *provider, const struct variable *var,
                                  struct weir_arena *arena, struct weir_str *value,
                                  struct weir_err *err)
{
    if (var->path.n > 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "Path is not supported for EnvVarConfigProvider, invalid value '%.*s'",
                            WEIR_STR_ARG(var->path));
    }
    if (!provider->allowed_names || weir_regex_matches(provider->allowed_names, var->key)) {
        *value = weir_arena_str(arena, weir_str_of(getenv(weir_arena_str(arena, var->key).p)));
    }
    return WEIR_OK;
}

static enum weir_verdict from_file(const struct provider *provider, const struct variable *var,
                                   struct weir_arena *arena, struct weir_str *value,
                                   struct weir_err *err)
{
    const char *path = weir_arena_str(arena, var->path.p ? var->path : WEIR_STR("")).p;
    struct weir_str text;
    struct weir_props props;
    weir_props_init(&props, arena);
    if (!*path || !path_allowed(provider, path)) {
        return WEIR_OK; /* nothing may be read there: the text stays as it is */
    }
    if (fs_read(path, CONF_FILE_MAX, arena, &text, err) != WEIR_OK ||
        properties_parse(text, &props, err) != WEIR_OK) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "Could not read properties from file %s", path);
    }
    *value = weir_props_get_s(&props, var->key);
    return WEIR_OK;
}

static enum weir_verdict from_dir(const struct provider *provider, const struct variable *var,
                                  struct weir_arena *arena, struct weir_str *value,
                                  struct weir_err *err)
{
    bool plain = weir_str_chr(var->key, '/') < 0 && !weir_str_is(var->key, "..");
    const char *path =
        weir_arena_printf(arena, "%.*s/%.*s", WEIR_STR_ARG(var->path), WEIR_STR_ARG(var->key));
    struct weir_err unread;
    (void)err;
    if (var->path.n > 0 && plain && path_allowed(provider, path) &&
        fs_read(path, VALUE_MAX, arena, value, &unread) != WEIR_OK) {
        *value = WEIR_STR_NULL;
    }
    return WEIR_OK;
}

/* value.p NULL: not known; the text stays. */
static enum weir_verdict look_up(const struct providers *providers, struct weir_str inside,
                                 struct weir_arena *arena, struct weir_str *value,
                                 struct weir_err *err)
{
    struct variable var;
    *value = WEIR_STR_NULL;
    for (size_t i = 0; parse_variable(inside, &var) && i < providers->n; i++) {
        const struct provider *provider = &providers->items[i];
        if (!weir_str_eq(provider->alias, var.provider)) {
            continue;
        }
        switch (provider->kind) {
        case PROVIDER_ENV:
            return from_env(provider, &var, arena, value, err);
        case PROVIDER_FILE:
            return from_file(provider, &var, arena, value, err);
        case PROVIDER_DIR:
            return from_dir(provider, &var, arena, value, err);
        }
    }
    return WEIR_OK;
}

/* ---- texts ---- */

/* Finds the next "${...}" in *rest: what stands before it, and its inside. */
static bool next_variable(struct weir_str *rest, struct weir_str *before, struct weir_str *inside)
{
    ptrdiff_t open = weir_str_find(*rest, WEIR_STR("${"));
    ptrdiff_t close = open < 0 ? -1 : weir_str_chr(weir_str_from(*rest, (size_t)open), '}');
    if (close < 0) {
        return false;
    }
    *before = weir_str_n(rest->p, (size_t)open);
    *inside = weir_str_n(rest->p + open + 2, (size_t)close - 2);
    *rest = weir_str_from(*rest, (size_t)(open + close) + 1);
    return true;
}

static enum weir_verdict resolve_text(const struct providers *providers, struct weir_str text,
                                      struct weir_arena *arena, struct weir_buf *out,
                                      struct weir_err *err)
{
    struct weir_str before, inside, value;
    enum weir_verdict rc = WEIR_OK;
    while (rc == WEIR_OK && next_variable(&text, &before, &inside)) {
        weir_buf_str(out, before);
        rc = look_up(providers, inside, arena, &value, err);
        if (rc == WEIR_OK && value.p) {
            secrets_add(value, weir_str_n(inside.p - 2, inside.n + 3)); /* with its "${" and "}" */
            weir_buf_str(out, value);
        } else if (rc == WEIR_OK) {
            weir_buf_text(out, "${");
            weir_buf_str(out, inside);
            weir_buf_char(out, '}');
        }
    }
    weir_buf_str(out, text);
    return rc == WEIR_OK ? weir_buf_check(out, WEIR_BAD_CONFIG, "a resolved value", err) : rc;
}

enum weir_verdict providers_resolve(const struct providers *providers, const struct weir_props *raw,
                                    struct weir_props *resolved, struct weir_err *err)
{
    struct weir_buf text;
    weir_buf_init(&text, VALUE_MAX);
    enum weir_verdict rc = WEIR_OK;
    for (size_t i = 0; i < raw->n && rc == WEIR_OK; i++) {
        const struct weir_prop *prop = &raw->items[i];
        if (!providers || !prop->value.p || weir_str_find(prop->value, WEIR_STR("${")) < 0) {
            weir_props_set(resolved, prop->name, prop->value);
            continue;
        }
        weir_buf_reset(&text);
        rc = resolve_text(providers, prop->value, resolved->arena, &text, err);
        if (rc == WEIR_OK) {
            weir_props_set(resolved, prop->name, weir_buf_view(&text));
        }
    }
    weir_buf_free(&text);
    return rc;
}

void providers_restore(const struct weir_props *raw, const struct weir_props *resolved,
                       struct weir_props *task)
{
    for (size_t i = 0; i < raw->n; i++) {
        struct weir_str name = raw->items[i].name;
        struct weir_str was = weir_props_get_s(resolved, name);
        bool variable = !weir_str_eq(was, raw->items[i].value);
        if (variable && weir_str_eq(weir_props_get_s(task, name), was)) {
            weir_props_set(task, name, raw->items[i].value);
        }
    }
}
