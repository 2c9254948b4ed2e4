/* SPDX-License-Identifier: Apache-2.0 */
/*
 * validate.c: `weir validate`: the check that the worker makes before it takes a connector, without
 * a worker: every error, every warning.
 */
#include <stdio.h>

#include <weir/time.h>

#include "cli/bus_options.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/paint.h"
#include "conf/conf_file.h"
#include "pipeline/sink_sample.h"
#include "plugin/connector_check.h"
#include "rest/entities.h"

#define LIVE_CHECK_MS 30000
#define JSON_MAX      (16u << 20)

struct validation {
    struct weir_arena arena;
    struct worker_conf worker;
    struct registry *registry;
    struct providers *providers;
    struct pipeline pipeline; /* for a sink's records */
    struct config_infos infos;
};

/* A worker's configuration says where the topics are; without one a sink is checked without them. */
static void open_bus(struct validation *job, const char *config)
{
    const struct bus_options options = {.config = config};
    struct weir_err err;
    job->pipeline = (struct pipeline){.worker = &job->worker, .registry = job->registry};
    if (config && bus_options_open(&options, false, &job->arena, &job->pipeline.bus, &err) != WEIR_OK) {
        job->pipeline.bus = NULL;
        fprintf(stderr, "the topics are not looked at: %s\n", err.text);
    }
}

static enum weir_verdict check(struct validation *job, const char *config, const char *file,
                               struct weir_err *err)
{
    struct weir_props *worker = WEIR_NEW(&job->arena, struct weir_props);
    struct weir_props *raw = WEIR_NEW(&job->arena, struct weir_props);
    weir_props_init(worker, &job->arena);
    weir_props_init(raw, &job->arena);
    enum weir_verdict rc = config ? conf_file_read(config, worker, err) : WEIR_OK;
    rc = rc == WEIR_OK ? worker_conf_read(worker, &job->arena, &job->worker, err) : rc;
    rc = rc == WEIR_OK ? registry_open(&job->worker.plugin_path, &job->registry, err) : rc;
    rc = rc == WEIR_OK ? providers_open(worker, &job->providers, err) : rc;
    rc = rc == WEIR_OK ? conf_file_read(file, raw, err) : rc;
    if (rc == WEIR_OK) {
        open_bus(job, config);
    }
    const struct connector_sampler sampler = sink_sampler(&job->pipeline);
    struct connector_check what = {
        .registry = job->registry,
        .worker = &job->worker,
        .providers = job->providers,
        .raw = raw,
        .deadline_ms = weir_clock_mono_ms() + LIVE_CHECK_MS,
        .sampler = &sampler,
    };
    return rc == WEIR_OK ? connector_check(&what, &job->arena, &job->infos, err) : rc;
}

static int print_result(const struct config_infos *infos, const char *file)
{
    for (size_t i = 0; i < infos->n; i++) {
        for (size_t e = 0; e < infos->items[i].n_errors; e++) {
            printf("%serror:%s %.*s\n", paint_out(PAINT_RED), paint_out(PAINT_OFF),
                   WEIR_STR_ARG(infos->items[i].errors[e]));
        }
    }
    for (size_t i = 0; i < infos->n_warnings; i++) {
        printf("%swarning:%s %.*s\n", paint_out(PAINT_YELLOW), paint_out(PAINT_OFF),
               WEIR_STR_ARG(infos->warnings[i]));
    }
    printf("%s: %zu error%s, %zu warning%s\n", file, infos->error_count,
           infos->error_count == 1 ? "" : "s", infos->n_warnings,
           infos->n_warnings == 1 ? "" : "s");
    return infos->error_count ? EXIT_FAILED : EXIT_OK;
}

/* What PUT /connector-plugins/.../config/validate answers. */
static int print_json(const struct config_infos *infos)
{
    struct weir_buf out;
    weir_buf_init(&out, JSON_MAX);
    entity_config_infos(&out, infos);
    printf("%.*s\n", WEIR_STR_ARG(weir_buf_view(&out)));
    weir_buf_free(&out);
    return infos->error_count ? EXIT_FAILED : EXIT_OK;
}

int command_validate(int argc, char **argv)
{
    const char *config = NULL;
    bool json = false;
    const struct option_spec options[] = {
        {'c', "config", "FILE", "the worker's configuration: its variables, plugins, policy and topics",
         &config, NULL},
        {'J', "json", NULL, "as REST's validate answers: every key with its value and errors", NULL,
         &json},
        {0},
    };
    const struct command_spec spec = {
        .name = "validate",
        .summary =
            "Checks a connector's configuration: .json as it is sent to REST, .properties or YAML.",
        .arguments = "FILE",
        .details = "Exit code 1 when something is wrong, 2 when there is nothing to be checked: a file that\n"
                   "cannot be read, a class that is not there.",
        .options = options,
        .arguments_min = 1,
        .arguments_max = 1,
    };
    int n = 0;
    int code = options_parse(&spec, argc, argv, &n);
    if (code >= 0) {
        return code;
    }
    struct validation job = {0};
    struct weir_err err;
    weir_arena_init(&job.arena, 65536);
    enum weir_verdict rc = check(&job, config, argv[0], &err);
    code = rc != WEIR_OK ? command_fails("validate", EXIT_USAGE, "%s", err.text)
           : json        ? print_json(&job.infos)
                         : print_result(&job.infos, argv[0]);
    if (job.pipeline.bus) {
        bus_close(job.pipeline.bus);
    }
    providers_close(job.providers);
    if (job.registry) {
        registry_close(job.registry);
    }
    weir_arena_free(&job.arena);
    return code;
}
