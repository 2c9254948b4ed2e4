/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_file.h: a configuration file into props: java.util.Properties syntax, YAML (nested maps
 * become dotted names), or JSON as {"name","config"} or a flat map; by extension, then by look.
 */
#ifndef CONF_FILE_H
#define CONF_FILE_H

#include <weir/props.h>

#define CONF_FILE_MAX (4u << 20)

WEIR_EXPORT enum weir_verdict conf_file_read(const char *path, struct weir_props *props,
                                             struct weir_err *err) WEIR_MUST_CHECK;
WEIR_EXPORT enum weir_verdict properties_parse(struct weir_str text, struct weir_props *props,
                                               struct weir_err *err) WEIR_MUST_CHECK;
WEIR_EXPORT enum weir_verdict yaml_parse(struct weir_str text, struct weir_props *props,
                                         struct weir_err *err) WEIR_MUST_CHECK;

#endif
