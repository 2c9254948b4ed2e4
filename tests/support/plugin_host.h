/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plugin_host.h: a plugin's .so as the worker would use it, for unit tests: found by class name,
 * configured from texts, opened. A failure to load fails the test.
 */
#ifndef PLUGIN_HOST_H
#define PLUGIN_HOST_H

#include <weir/plugin.h>

/* The component of build/plugins/<plugin>.so; its .so stays loaded. */
const struct weir_component *plugin_host_find(const char *plugin, enum weir_kind kind,
                                              const char *class_name);

/* All of them, NULL at the end. */
const struct weir_component *const *plugin_host_components(const char *plugin);

/* Its filled conf struct. pairs: name, value, ..., NULL; NULL when the keys are not right. */
const void *plugin_host_conf(const struct weir_component *component, struct weir_arena *arena,
                             const char *const *pairs, struct weir_err *err);

#endif
