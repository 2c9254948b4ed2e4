/* SPDX-License-Identifier: Apache-2.0 */
/*
 * doctor_export.c: the configurations of another worker as files without secrets.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "cli/doctor.h"

#define FILE_MAX (16u << 20)

/* Names of keys that no table calls a password: another plugin's, a client's, a driver's. */
static const char *const secret_words[] = {"password", "secret", "jaas.config", "token",
                                           "credential", "private.key", "api.key", NULL};

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

static bool is_secret(const struct doctor_connector *connector, struct weir_str name)
{
    for (const char *const *word = secret_words; *word; word++) {
        if (contains_nocase(name, *word)) {
            return true;
        }
    }
    for (size_t i = 0; i < connector->infos.n; i++) {
        const struct config_info *info = &connector->infos.items[i];
        if (weir_str_eq(info->name, name) && info->definition.type) {
            return strcmp(info->definition.type, "PASSWORD") == 0;
        }
    }
    return false;
}

/* mariadb-trading, database.password: MARIADB_TRADING_DATABASE_PASSWORD */
static void add_variable(struct weir_buf *out, struct weir_str connector, struct weir_str key)
{
    const struct weir_str parts[] = {connector, WEIR_STR("_"), key};
    for (size_t part = 0; part < 3; part++) {
        for (size_t i = 0; i < parts[part].n; i++) {
            char c = parts[part].p[i];
            bool lower = c >= 'a' && c <= 'z';
            bool kept = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            char upper = lower ? (char)(c - 'a' + 'A') : kept ? c : '_';
            weir_buf_add(out, &upper, 1);
        }
    }
}

/* A value that is a provider's variable already says nothing secret. */
static bool is_variable(struct weir_str value)
{
    return weir_str_starts(value, WEIR_STR("${")) && weir_str_ends(value, WEIR_STR("}"));
}

static void render(const struct doctor_connector *connector, struct weir_buf *out,
                   struct weir_buf *env)
{
    weir_buf_text(out, "{\n  \"name\": ");
    weir_json_string(out, connector->name);
    weir_buf_text(out, ",\n  \"config\": {");
    for (size_t i = 0; i < connector->props.n; i++) {
        const struct weir_prop *prop = &connector->props.items[i];
        if (weir_str_is(prop->name, "name")) {
            continue;
        }
        weir_buf_text(out, weir_str_ends(weir_buf_view(out), WEIR_STR("{")) ? "\n    " : ",\n    ");
        weir_json_string(out, prop->name);
        weir_buf_text(out, ": ");
        if (!is_secret(connector, prop->name) || is_variable(prop->value)) {
            weir_json_string(out, prop->value);
            continue;
        }
        weir_buf_text(out, "\"${");
        add_variable(out, connector->name, prop->name);
        weir_buf_text(out, "}\"");
        add_variable(env, connector->name, prop->name);
        weir_buf_text(env, "=\n");
    }
    weir_buf_text(out, "\n  }\n}\n");
}

static enum weir_verdict write_new(const char *dir, struct weir_str name, const char *ending,
                                   const struct weir_buf *text, struct weir_arena *arena,
                                   struct weir_err *err)
{
    char *path = weir_arena_printf(arena, "%s/%.*s%s", dir, WEIR_STR_ARG(name), ending);
    enum weir_verdict rc = weir_buf_check(text, WEIR_BAD_CONFIG, path, err);
    if (rc == WEIR_OK && access(path, F_OK) == 0) {
        rc = weir_err_set(err, WEIR_BAD_CONFIG, "%s is there already: export to another folder",
                          path);
    }
    return rc == WEIR_OK ? fs_replace(path, weir_buf_view(text), err) : rc;
}

/* As a file's name: what is neither letter, digit, dot, dash nor underscore becomes one. */
static struct weir_str file_name(struct weir_arena *arena, struct weir_str name)
{
    char *text = weir_arena_printf(arena, "%.*s", WEIR_STR_ARG(name));
    for (char *c = text; *c; c++) {
        bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
        if (!letter && !(*c >= '0' && *c <= '9') && !(strchr(".-_", *c) && c != text)) {
            *c = '_';
        }
    }
    return weir_str_of(text);
}

enum weir_verdict doctor_export(const char *dir, const struct doctor_connector *connectors,
                                size_t n, struct weir_arena *arena, struct weir_err *err)
{
    struct weir_buf text, env;
    weir_buf_init(&text, FILE_MAX);
    weir_buf_init(&env, FILE_MAX);
    enum weir_verdict rc = fs_make_folders(dir, err);
    for (size_t i = 0; rc == WEIR_OK && i < n; i++) {
        weir_buf_reset(&text);
        render(&connectors[i], &text, &env);
        rc = write_new(dir, file_name(arena, connectors[i].name), ".json", &text, arena, err);
    }
    rc = rc == WEIR_OK ? write_new(dir, WEIR_STR(".env"), "", &env, arena, err) : rc;
    weir_buf_free(&text);
    weir_buf_free(&env);
    return rc;
}
