/* SPDX-License-Identifier: Apache-2.0 */
/*
 * doctor.h: what `weir doctor` knows of a running Connect, and the parts that look at it;
 * `weir takeover` asks the same of what it finds in the config topic.
 */
#ifndef DOCTOR_H
#define DOCTOR_H

#include <weir/json.h>

#include "conf/conf_infos.h"
#include "conf/provider.h"
#include "conf/worker_keys.h"
#include "plugin/registry.h"

struct doctor_connector {
    struct weir_str name;
    struct weir_props props; /* as that worker has them */
    struct config_infos infos;
    bool checked; /* false: trouble says why there are no infos */
    struct weir_err trouble;
    const struct weir_str *java_stores; /* keys that name a key store which only Java reads */
    size_t n_java_stores;
};

/* What a configuration is checked against: this worker's settings and its plugins. */
struct doctor_checks {
    const struct worker_conf *worker;
    struct registry *registry;
    struct providers *providers;
};

enum weir_verdict doctor_checks_open(const struct worker_conf *worker, struct doctor_checks *checks,
                                     struct weir_err *err);
void doctor_checks_close(struct doctor_checks *checks);
/* Fills what is behind its props. */
void doctor_check(const struct doctor_checks *checks, struct doctor_connector *connector,
                  struct weir_arena *arena);
bool doctor_runs(const struct doctor_connector *connector); /* unchanged */
/* What is in the way, and what is worth a note. */
void doctor_print(const struct doctor_connector *connector);

/* GETs url + path; anything but 200 and JSON is an error that names the URL without credentials. */
enum weir_verdict doctor_get(struct weir_arena *arena, struct weir_str url, const char *path,
                             struct weir_json **doc, struct weir_err *err);

/*
 * Writes DIR/<connector>.json and DIR/.env: the configurations with a variable in the place of
 * each secret, and the variables to be filled in. Files that are there are not written over.
 */
enum weir_verdict doctor_export(const char *dir, const struct doctor_connector *connectors,
                                size_t n, const struct registry *registry, struct weir_arena *arena,
                                struct weir_err *err);

#endif
