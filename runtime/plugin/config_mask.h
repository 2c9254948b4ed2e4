/* SPDX-License-Identifier: Apache-2.0 */
/*
 * config_mask.h: a connector's configuration as it may be shown to anybody (rest.mask.secrets).
 */
#ifndef CONFIG_MASK_H
#define CONFIG_MASK_H

#include "plugin/registry.h"

/*
 * Copies raw with "[hidden]" for what the key tables of the connector, its converters, its
 * transformations and its clients call secret, and for unknown keys with such a name; salts in
 * names become "***", what is secret in a URL "[hidden]". A value that is only variables is shown: it is no secret. Any thread.
 */
void config_mask(const struct registry *registry, const struct weir_props *raw,
                 struct weir_props *out);
/* A name that speaks of a password, for keys that no table has. */
bool config_looks_secret(struct weir_str name);
/* By the key's table, or by its name. raw's arena serves the look-up. */
bool config_is_secret(const struct registry *registry, const struct weir_props *raw,
                      struct weir_str name);
/* "${file:/run/x:password}" and nothing else that counts. */
bool config_is_variable(struct weir_str value);

#endif
