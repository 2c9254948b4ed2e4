/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_infos.h: Connect's ConfigInfos, as PUT .../validate answers them: every key of the tables
 * with its definition, value and errors. Made in an arena; read by rest/entities and the CLI.
 */
#ifndef CONF_INFOS_H
#define CONF_INFOS_H

#include <weir/conf.h>

struct config_key_info {
    struct weir_str name;
    const char *type; /* BOOLEAN STRING INT SHORT LONG DOUBLE LIST CLASS PASSWORD */
    bool required;
    struct weir_str default_value; /* p NULL: null */
    const char *importance;        /* HIGH MEDIUM LOW */
    struct weir_str documentation;
    struct weir_str group; /* p NULL: null */
    int order_in_group;    /* -1: none */
    const char *width;     /* NONE SHORT MEDIUM LONG */
    struct weir_str display_name;
    const struct weir_str *dependents;
    size_t n_dependents;
};

struct config_info {
    struct weir_str name;
    struct config_key_info definition; /* name.p NULL: the key is of no table; null */
    struct weir_str value; /* p NULL: null; secrets and what a provider resolved are never in it */
    const struct weir_str *recommended;
    size_t n_recommended;
    const struct weir_str *errors;
    size_t n_errors;
    bool visible;
};

struct config_infos {
    struct weir_str name; /* connector.class as sent */
    size_t error_count;
    const struct weir_str *groups;
    size_t n_groups;
    const struct config_info *items;
    size_t n;
    const struct weir_str *warnings; /* unknown keys and the like, and the findings: log, CLI */
    size_t n_warnings;
    const struct weir_str *findings; /* the connector's own: in validate's answer too, if any */
    size_t n_findings;
};

#endif
