/* SPDX-License-Identifier: Apache-2.0 */
/*
 * component_calls.h: who answers a subcommand's weir_component_find. Main sets it once, before the
 * subcommand runs; libweir itself knows no registry.
 */
#ifndef COMPONENT_CALLS_H
#define COMPONENT_CALLS_H

#include <weir/plugin.h>

typedef const struct weir_component *component_finder(void *self, enum weir_kind kind,
                                                      struct weir_str name);

WEIR_EXPORT void component_finder_set(component_finder *find, void *self);

#endif
