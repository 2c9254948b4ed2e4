/* SPDX-License-Identifier: Apache-2.0 */
/*
 * registry.h: every component that was loaded, by class name, alias and Java's short forms. Filled
 * at start (and by a rescan of plugin.path on GET /connector-plugins); found from any thread.
 */
#ifndef REGISTRY_H
#define REGISTRY_H

#include <weir/plugin.h>

struct registry;

struct registry_entry {
    const struct weir_component *component;
    const char *class_name; /* as Java spells it; a component has an entry for each of its names */
    const char *version;
    const char *file;       /* of the .so */
};

/*
 * Loads build/plugins or ../lib/weir/plugins beside the program, then each directory of
 * plugin.path and the directories in it (ours among Java's are found by .so; jars are ignored). A
 * file that is refused is one warning sentence naming it, what it was built for and what this
 * worker offers. plugin_path NULL: only beside the program. Main thread.
 */
enum weir_verdict registry_open(const struct weir_conf_list *plugin_path,
                                struct registry **registry, struct weir_err *err) WEIR_MUST_CHECK;
/* Loads what is new or was replaced since. Entries that were handed out stay good. Any thread. */
void registry_rescan(struct registry *registry);
void registry_close(struct registry *registry); /* never dlcloses */
/* A plugin that is already in memory, as tests have them; plugin and file outlive the registry. */
enum weir_verdict registry_add(struct registry *registry, const struct weir_plugin *plugin,
                               const char *file, struct weir_err *err);

/* name: full class name, alias, simple name, or that without its Connector/Converter/... suffix.
 * NULL when unknown or ambiguous. */
const struct registry_entry *registry_find(const struct registry *registry, enum weir_kind kind,
                                           struct weir_str name);
/* The same among sources and sinks. */
const struct registry_entry *registry_find_connector(const struct registry *registry,
                                                     struct weir_str name);
/* In the order of GET /connector-plugins: sinks, sources, then the others, by class name; without
 * subcommands. */
size_t registry_list(const struct registry *registry, bool connectors_only,
                     struct weir_arena *arena, const struct registry_entry *const **entries);
size_t registry_list_kind(const struct registry *registry, enum weir_kind kind,
                          struct weir_arena *arena, const struct registry_entry *const **entries);
const char *kind_name(enum weir_kind kind); /* "source", "header_converter" ... as REST says */

#endif
