/* SPDX-License-Identifier: Apache-2.0 */
/*
 * doctor_check.c: would this connector run here? Its keys, classes, transforms and converters,
 * without asking any server.
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

void doctor_check(const struct doctor_checks *checks, struct doctor_connector *connector,
                  struct weir_arena *arena)
{
    struct connector_check what = {
        .registry = checks->registry,
        .worker = checks->worker,
        .providers = checks->providers,
        .raw = &connector->props,
        .keys_only = true,
    };
    connector->checked =
        connector_check(&what, arena, &connector->infos, &connector->trouble) == WEIR_OK;
}

bool doctor_runs(const struct doctor_connector *connector)
{
    return connector->checked && connector->infos.error_count == 0;
}

void doctor_print(const struct doctor_connector *connector)
{
    const char *red = paint_out(PAINT_RED), *off = paint_out(PAINT_OFF);
    if (!connector->checked) {
        printf("  %sin the way:%s %s\n", red, off, connector->trouble.text);
    }
    for (size_t i = 0; i < connector->infos.n; i++) {
        const struct config_info *info = &connector->infos.items[i];
        for (size_t e = 0; e < info->n_errors; e++) {
            printf("  %sin the way:%s %.*s\n", red, off, WEIR_STR_ARG(info->errors[e]));
        }
    }
    for (size_t i = 0; i < connector->infos.n_warnings; i++) {
        printf("  %snote:%s %.*s\n", paint_out(PAINT_YELLOW), off,
               WEIR_STR_ARG(connector->infos.warnings[i]));
    }
}
