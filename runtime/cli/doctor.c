/* SPDX-License-Identifier: Apache-2.0 */
/*
 * doctor.c: `weir doctor URL`: asks a running Kafka Connect for its connectors and says for each
 * whether it would run here unchanged, or which key, transform or type is in the way.
 */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/doctor.h"
#include "cli/options.h"

struct visit {
    struct weir_arena arena;
    struct weir_str url;
    struct worker_conf worker;
    struct doctor_checks checks;
    struct weir_json *plugins; /* GET /connector-plugins of that worker; NULL: it does not say */
    struct doctor_connector *connectors;
    size_t n;
};

static enum weir_verdict open_checks(struct visit *visit, struct weir_err *err)
{
    struct weir_props *worker = WEIR_NEW(&visit->arena, struct weir_props);
    weir_props_init(worker, &visit->arena);
    enum weir_verdict rc = worker_conf_read(worker, &visit->arena, &visit->worker, err);
    return rc == WEIR_OK ? doctor_checks_open(&visit->worker, &visit->checks, err) : rc;
}

/* Of GET /connectors?expand=info; NULL: it is something else. */
static const struct weir_json *config_of(const struct weir_json *connector)
{
    const struct weir_json *info =
        connector->type == WEIR_JT_OBJECT ? weir_json_get(connector, "info") : NULL;
    const struct weir_json *config =
        info && info->type == WEIR_JT_OBJECT ? weir_json_get(info, "config") : NULL;
    return config && config->type == WEIR_JT_OBJECT ? config : NULL;
}

static enum weir_verdict read_one(struct visit *visit, const struct weir_json *at,
                                  struct weir_err *err)
{
    struct doctor_connector *connector = &visit->connectors[visit->n++];
    const struct weir_json *config = config_of(at);
    if (!config) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "that is no Kafka Connect: it says nothing of the configuration of "
                            "%.*s", WEIR_STR_ARG(at->name));
    }
    connector->name = at->name;
    weir_props_init(&connector->props, &visit->arena);
    for (const struct weir_json *key = config->first; key; key = key->next) {
        weir_props_set(&connector->props, key->name, key->text);
    }
    doctor_check(&visit->checks, connector, &visit->arena);
    return WEIR_OK;
}

static enum weir_verdict read_all(struct visit *visit, struct weir_err *err)
{
    struct weir_json *all = NULL;
    struct weir_err unknown; /* what the plugins' versions are is only of use for a note */
    /* Java leaves out who has no status yet, where that is asked for too. */
    enum weir_verdict rc =
        doctor_get(&visit->arena, visit->url, "/connectors?expand=info", &all, err);
    if (rc == WEIR_OK && all->type != WEIR_JT_OBJECT) {
        rc = weir_err_set(err, WEIR_BAD_CONFIG,
                          "that is no Kafka Connect, or one before 2.3, which lists names alone");
    }
    if (rc == WEIR_OK &&
        doctor_get(&visit->arena, visit->url, "/connector-plugins", &visit->plugins, &unknown)) {
        visit->plugins = NULL;
    }
    visit->connectors =
        WEIR_NEW_ARRAY(&visit->arena, struct doctor_connector, rc == WEIR_OK ? all->count + 1 : 1);
    for (const struct weir_json *at = rc == WEIR_OK ? all->first : NULL; at && rc == WEIR_OK;
         at = at->next) {
        rc = read_one(visit, at, err);
    }
    return rc;
}

/* The version of that worker's plugin; p NULL: it does not say. */
static struct weir_str version_there(const struct visit *visit, struct weir_str class)
{
    const struct weir_json *plugins = visit->plugins;
    for (const struct weir_json *at = plugins ? plugins->first : NULL; at; at = at->next) {
        if (weir_str_eq(weir_json_get_str(at, "class"), class)) {
            return weir_json_get_str(at, "version");
        }
    }
    return WEIR_STR_NULL;
}

/* Debezium 3.3 took the old spellings of snapshot.mode away; this worker has both. */
static void say_of_snapshot_mode(const struct visit *visit, const struct doctor_connector *connector)
{
    struct weir_str mode = weir_props_get(&connector->props, "snapshot.mode");
    struct weir_str class = weir_props_get(&connector->props, "connector.class");
    if (mode.p && weir_str_starts(mode, WEIR_STR("schema_only"))) {
        bool recovery = weir_str_is(mode, "schema_only_recovery");
        struct weir_str version = version_there(visit, class);
        printf("  note: Debezium takes snapshot.mode=%.*s up to 3.2 only, from 3.3 on it is %s "
               "(there it is %.*s); this worker takes both\n",
               WEIR_STR_ARG(mode), recovery ? "recovery" : "no_data",
               WEIR_STR_ARG(version.p ? version : WEIR_STR("of unknown version")));
    }
}

/* Returns how many would not run. */
static size_t print_all(const struct visit *visit)
{
    size_t stuck = 0;
    for (size_t i = 0; i < visit->n; i++) {
        const struct doctor_connector *connector = &visit->connectors[i];
        bool runs = doctor_runs(connector);
        struct weir_str class = weir_props_get(&connector->props, "connector.class");
        printf("%.*s (%.*s): %s\n", WEIR_STR_ARG(connector->name),
               WEIR_STR_ARG(class),
               runs ? "runs unchanged" : "does not run as it is");
        doctor_print(connector);
        say_of_snapshot_mode(visit, connector);
        stuck += !runs;
    }
    printf("%zu of %zu connectors run unchanged\n", visit->n - stuck, visit->n);
    return stuck;
}

static int examine(struct visit *visit, const char *export_dir)
{
    struct weir_err err;
    enum weir_verdict rc = open_checks(visit, &err);
    rc = rc == WEIR_OK ? read_all(visit, &err) : rc;
    if (rc != WEIR_OK) {
        return command_fails("doctor", EXIT_FAILED, "%s", err.text);
    }
    size_t stuck = print_all(visit);
    if (export_dir) {
        rc = doctor_export(export_dir, visit->connectors, visit->n, visit->checks.registry,
                           &visit->arena, &err);
        if (rc != WEIR_OK) {
            return command_fails("doctor", EXIT_FAILED, "%s", err.text);
        }
        printf("written to %s, with variables for what is secret; .env there names them\n",
               export_dir);
    }
    return stuck ? EXIT_FAILED : EXIT_OK;
}

int command_doctor(int argc, char **argv)
{
    const char *export_dir = NULL;
    const struct option_spec options[] = {
        {'e', "export", "DIR", "write the configurations there, and an .env without secrets",
         &export_dir, NULL},
        {0},
    };
    const struct command_spec spec = {
        .name = "doctor",
        .summary = "Reads the connectors of a running Kafka Connect and says what would run here.",
        .arguments = "URL",
        .details = "URL is its REST API, https://user:password@host:8083 where it asks for them.\n"
                   "Nothing is changed there. Exit code 1 when a connector would not run.",
        .options = options,
        .arguments_min = 1,
        .arguments_max = 1,
    };
    int n = 0;
    int code = options_parse(&spec, argc, argv, &n);
    if (code >= 0) {
        return code;
    }
    struct visit visit = {.url = weir_str_of(argv[0])};
    weir_arena_init(&visit.arena, 65536);
    code = examine(&visit, export_dir);
    doctor_checks_close(&visit.checks);
    weir_arena_free(&visit.arena);
    return code;
}
