/* SPDX-License-Identifier: Apache-2.0 */
/*
 * doctor_check.c: would this connector run here? Its keys and the rules between them, classes,
 * transforms, converters and key stores, without asking any server.
 */
#include <stdio.h>

#include "cli/doctor.h"
#include "cli/paint.h"
#include "plugin/connector_check.h"

enum weir_verdict doctor_checks_open(const struct worker_conf *worker, struct doctor_checks *checks,
                                     struct weir_err *err)
{
    *checks = (struct doctor_checks){.worker = worker};
    enum weir_verdict rc = registry_open(&worker->plugin_path, &checks->registry, err);
    return rc == WEIR_OK ? providers_open(worker->props, &checks->providers, err) : rc;
}

void doctor_checks_close(struct doctor_checks *checks)
{
    providers_close(checks->providers);
    if (checks->registry) {
        registry_close(checks->registry);
    }
}

static bool ends_nocase(struct weir_str text, const char *end)
{
    size_t n = strlen(end);
    return text.n >= n && weir_str_eq_nocase(weir_str_from(text, text.n - n), weir_str_of(end));
}

/* ssl.truststore.type=JKS says so; that PKCS12 is behind it is seen by the file's name alone. */
static bool is_java_store_type(const struct weir_props *props, const struct weir_prop *prop)
{
    size_t n = prop->name.n - strlen("type");
    const char *location = weir_arena_printf(props->arena, "%.*slocation", (int)n, prop->name.p);
    struct weir_str path = weir_props_get(props, location);
    return weir_str_eq_nocase(weir_str_trim(prop->value), WEIR_STR("JKS")) && path.n &&
           !ends_nocase(path, ".p12") && !ends_nocase(path, ".pfx") && !ends_nocase(path, ".jks");
}

static bool is_java_store(const struct weir_props *props, const struct weir_prop *prop)
{
    static const char *const stores[] = {"ssl.keystore", "ssl.truststore"};
    for (size_t i = 0; i < sizeof(stores) / sizeof(*stores); i++) {
        ptrdiff_t at = weir_str_find(prop->name, weir_str_of(stores[i]));
        struct weir_str rest =
            at < 0 ? WEIR_STR_NULL : weir_str_from(prop->name, (size_t)at + strlen(stores[i]));
        if (at >= 0 && weir_str_is(rest, ".type")) {
            return is_java_store_type(props, prop);
        }
        if (at >= 0 && (rest.n == 0 || weir_str_is(rest, ".location"))) {
            return ends_nocase(prop->value, ".jks");
        }
    }
    return false;
}

/* The files are not here to be looked into. */
static void find_java_stores(struct doctor_connector *connector, struct weir_arena *arena)
{
    const struct weir_props *props = &connector->props;
    struct weir_str *found = WEIR_NEW_ARRAY(arena, struct weir_str, props->n + 1);
    connector->java_stores = found;
    connector->n_java_stores = 0;
    for (size_t i = 0; i < props->n; i++) {
        if (is_java_store(props, &props->items[i])) {
            found[connector->n_java_stores++] = props->items[i].name;
        }
    }
}

void doctor_check(const struct doctor_checks *checks, struct doctor_connector *connector,
                  struct weir_arena *arena)
{
    struct connector_check what = {
        .registry = checks->registry,
        .worker = checks->worker,
        .providers = checks->providers,
        .raw = &connector->props,
        .offline = true,
    };
    connector->checked =
        connector_check(&what, arena, &connector->infos, &connector->trouble) == WEIR_OK;
    find_java_stores(connector, arena);
}

/* A variable of a provider that is not at hand may stand for what is right. */
static bool is_unknown(const struct doctor_connector *connector, struct weir_str key)
{
    struct weir_str rest = weir_props_get_s(&connector->props, key);
    for (ptrdiff_t at = weir_str_find(rest, WEIR_STR("${")); at >= 0;
         at = weir_str_find(rest, WEIR_STR("${"))) {
        rest = weir_str_from(rest, (size_t)at + 2);
        ptrdiff_t colon = weir_str_chr(rest, ':'), close = weir_str_chr(rest, '}');
        if (colon > 0 && colon < close) {
            return true;
        }
    }
    return false;
}

bool doctor_runs(const struct doctor_connector *connector)
{
    bool runs = connector->checked && connector->n_java_stores == 0;
    for (size_t i = 0; i < connector->infos.n && runs; i++) {
        const struct config_info *info = &connector->infos.items[i];
        runs = info->n_errors == 0 || is_unknown(connector, info->name);
    }
    return runs;
}

static void print_errors(const struct doctor_connector *connector, const struct config_info *info)
{
    if (info->n_errors && is_unknown(connector, info->name)) {
        printf("  %snote:%s %.*s is not looked at: its variable is not known here\n",
               paint_out(PAINT_YELLOW), paint_out(PAINT_OFF), WEIR_STR_ARG(info->name));
        return;
    }
    for (size_t e = 0; e < info->n_errors; e++) {
        printf("  %sin the way:%s %.*s\n", paint_out(PAINT_RED), paint_out(PAINT_OFF),
               WEIR_STR_ARG(info->errors[e]));
    }
}

void doctor_print(const struct doctor_connector *connector)
{
    const char *red = paint_out(PAINT_RED), *off = paint_out(PAINT_OFF);
    if (!connector->checked) {
        printf("  %sin the way:%s %s\n", red, off, connector->trouble.text);
    }
    for (size_t i = 0; i < connector->infos.n; i++) {
        print_errors(connector, &connector->infos.items[i]);
    }
    for (size_t i = 0; i < connector->n_java_stores; i++) {
        printf("  %sin the way:%s %.*s: a Java key store (JKS) is not read here; keytool "
               "-importkeystore -srckeystore OLD -destkeystore NEW.p12 -deststoretype PKCS12 makes "
               "one that is\n",
               red, off, WEIR_STR_ARG(connector->java_stores[i]));
    }
    for (size_t i = 0; i < connector->infos.n_warnings; i++) {
        printf("  %snote:%s %.*s\n", paint_out(PAINT_YELLOW), off,
               WEIR_STR_ARG(connector->infos.warnings[i]));
    }
}
