/* SPDX-License-Identifier: Apache-2.0 */
/*
 * doctor.h: what `weir doctor` knows of a running Connect, and the parts that look at it.
 */
#ifndef DOCTOR_H
#define DOCTOR_H

#include <weir/json.h>

#include "conf/conf_infos.h"

struct doctor_connector {
    struct weir_str name;
    struct weir_props props; /* as that worker has them */
    struct config_infos infos;
    bool checked; /* false: trouble says why there are no infos */
    struct weir_err trouble;
};

/* GETs url + path; anything but 200 and JSON is an error that names the URL without credentials. */
enum weir_verdict doctor_get(struct weir_arena *arena, struct weir_str url, const char *path,
                             struct weir_json **doc, struct weir_err *err);

/*
 * Writes DIR/<connector>.json and DIR/.env: the configurations with a variable in the place of
 * each secret, and the variables to be filled in. Files that are there are not written over.
 */
enum weir_verdict doctor_export(const char *dir, const struct doctor_connector *connectors,
                                size_t n, struct weir_arena *arena, struct weir_err *err);

#endif
