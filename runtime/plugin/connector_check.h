/* SPDX-License-Identifier: Apache-2.0 */
/*
 * connector_check.h: is this connector configuration right? Common keys, client overrides and
 * their policy, per-alias keys of transforms and predicates, converters, the connector's own table
 * and its validate(). Both the herder (before a config is written) and PUT .../validate ask here.
 */
#ifndef CONNECTOR_CHECK_H
#define CONNECTOR_CHECK_H

#include "conf/conf_infos.h"
#include "conf/connector_keys.h"
#include "conf/provider.h"
#include "conf/worker_keys.h"
#include "plugin/connector_sample.h"
#include "plugin/registry.h"

struct connector_check {
    const struct registry *registry;
    const struct worker_conf *worker;
    const struct providers *providers;
    const struct weir_props *raw; /* as sent */
    int64_t deadline_ms;          /* monotonic; for the connector's own validate */
    bool offline;                 /* its own validate asks no server */
    const bool *cancelled;
    const struct connector_sampler *sampler; /* NULL: a sink sees none of its records */
};

/*
 * Blocks as long as the connector's validate does: never on the herder's or REST's threads. OK with
 * infos filled, whatever errors they hold; BAD_CONFIG with Connect's sentence when there is nothing
 * to check ("Connector config {...} contains no connector type", unknown class).
 */
enum weir_verdict connector_check(const struct connector_check *check, struct weir_arena *arena,
                                  struct config_infos *infos, struct weir_err *err);
/* "Connector configuration is invalid and contains the following 2 error(s):\n..." */
struct weir_str connector_check_message(struct weir_arena *arena, const struct config_infos *infos);

/*
 * Whether the component has the version asked for: "1.2" or a Maven range "[1.0,2.0)". BAD_CONFIG
 * with "Invalid version specification: [bad" or "Plugin ... not found that matches the version
 * range [9.9,9.9], available versions: [4.3.1]".
 */
/* "[bad": a range that does not end; err says so. */
bool plugin_version_open(struct weir_str version, struct weir_err *err);
enum weir_verdict plugin_version_check(const struct registry_entry *entry, struct weir_str version,
                                       struct weir_err *err);
/* GET /connector-plugins/{p}/config. */
enum weir_verdict plugin_config_keys(const struct registry_entry *entry, struct weir_arena *arena,
                                     const struct config_key_info **keys, size_t *n,
                                     struct weir_err *err);

#endif
