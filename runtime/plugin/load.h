/* SPDX-License-Identifier: Apache-2.0 */
/*
 * load.h: one .so -> a plugin whose descriptors have this worker's sizes. For registry.c.
 */
#ifndef LOAD_H
#define LOAD_H

#include <weir/plugin.h>

/*
 * Opens the file (it stays open for the life of the process), shakes hands, checks every
 * descriptor. BAD_CONFIG with one sentence: the file, what it was built for, what this worker
 * offers. Components are copied, so that what an older plugin does not have reads as zero.
 */
enum weir_verdict plugin_load(const char *file, struct weir_plugin *out, struct weir_err *err);
/* The same for a plugin that is already in memory. */
enum weir_verdict plugin_adopt(const char *file, const struct weir_plugin *plugin,
                               struct weir_plugin *out, struct weir_err *err);
void plugin_release(struct weir_plugin *plugin); /* what plugin_load copied */

#endif
