/* SPDX-License-Identifier: Apache-2.0 */
/*
 * doctor_export.c: the configurations of another worker as files without secrets.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "cli/doctor.h"
#include "plugin/config_mask.h"
#include "plugin/url_secrets.h"

#define FILE_MAX (16u << 20)

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

/* The variable in the place of a secret, and its line to be filled in. */
static void hide(const struct doctor_connector *connector, struct weir_str key,
                 struct weir_buf *out, struct weir_buf *env)
{
    weir_buf_text(out, "${");
    add_variable(out, connector->name, key);
    weir_buf_char(out, '}');
    add_variable(env, connector->name, key);
    weir_buf_text(env, "=\n");
}

/* connection.url's password: connection.url.password, a second one connection.url.password.2 */
static struct weir_str part_name(struct weir_arena *arena, struct weir_str key,
                                 struct weir_str part, size_t which)
{
    char *name = weir_arena_printf(arena, "%.*s.%.*s", WEIR_STR_ARG(key), WEIR_STR_ARG(part));
    return weir_str_of(which == 1 ? name : weir_arena_printf(arena, "%s.%zu", name, which));
}

/* The value with variables for what is secret in it. */
static void render_value(const struct doctor_connector *connector, const struct registry *registry,
                         const struct weir_prop *prop, struct weir_buf *out, struct weir_buf *env)
{
    struct weir_str value = prop->value;
    if (config_is_variable(value)) {
        weir_buf_str(out, value);
        return;
    }
    if (config_is_secret(registry, &connector->props, prop->name)) {
        hide(connector, prop->name, out, env);
        return;
    }
    struct url_secret secret;
    size_t from = 0, done = 0;
    for (size_t which = 1; url_secret_next(value, &from, &secret); which++) {
        weir_buf_add(out, value.p + done, secret.at - done);
        hide(connector, part_name(connector->props.arena, prop->name, secret.name, which), out,
             env);
        done = from;
    }
    weir_buf_str(out, weir_str_from(value, done));
}

static void render(const struct doctor_connector *connector, const struct registry *registry,
                   struct weir_buf *out, struct weir_buf *env)
{
    struct weir_buf value;
    weir_buf_init(&value, FILE_MAX);
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
        weir_buf_reset(&value);
        render_value(connector, registry, prop, &value, env);
        weir_json_string(out, weir_buf_view(&value));
    }
    weir_buf_text(out, "\n  }\n}\n");
    weir_buf_free(&value);
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
                                size_t n, const struct registry *registry, struct weir_arena *arena,
                                struct weir_err *err)
{
    struct weir_buf text, env;
    weir_buf_init(&text, FILE_MAX);
    weir_buf_init(&env, FILE_MAX);
    enum weir_verdict rc = fs_make_folders(dir, err);
    for (size_t i = 0; rc == WEIR_OK && i < n; i++) {
        weir_buf_reset(&text);
        render(&connectors[i], registry, &text, &env);
        rc = write_new(dir, file_name(arena, connectors[i].name), ".json", &text, arena, err);
    }
    rc = rc == WEIR_OK ? write_new(dir, WEIR_STR(".env"), "", &env, arena, err) : rc;
    weir_buf_free(&text);
    weir_buf_free(&env);
    return rc;
}
