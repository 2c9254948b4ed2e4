/* SPDX-License-Identifier: Apache-2.0 */
/*
 * registry.c: all components by name. Entries are made when a plugin is loaded and stay until the
 * end, so that a reader may keep one; a plugin whose file was replaced supersedes its old entries.
 */
#include "plugin/registry.h"

#include <pthread.h>
#include <stdlib.h>

#include <weir/log.h>
#include <weir/mem.h>

#include "plugin/alias.h"
#include "plugin/load.h"
#include "plugin/plugin_dirs.h"

struct item {
    struct registry_entry entry;
    bool superseded;
};

struct loaded {
    struct weir_plugin plugin; /* its components are ours, unless it was refused */
    struct plugin_file file;
};

struct registry {
    pthread_rwlock_t lock;
    struct plugin_dirs dirs;
    struct loaded *loaded; /* refused files too, so that they are named once */
    size_t n_loaded;
    struct item **items;
    size_t n;
    struct weir_log log;
};

const char *kind_name(enum weir_kind kind)
{
    switch (kind) {
    case WEIR_SOURCE:
        return "source";
    case WEIR_SINK:
        return "sink";
    case WEIR_TRANSFORMATION:
        return "transformation";
    case WEIR_PREDICATE:
        return "predicate";
    case WEIR_CONVERTER:
        return "converter";
    case WEIR_HEADER_CONVERTER:
        return "header_converter";
    case WEIR_SUBCOMMAND:
        return "subcommand";
    }
    return "unknown";
}

/* ---- filling ---- */

static bool same_version(const struct registry_entry *a, const struct registry_entry *b)
{
    return a->component->kind == b->component->kind && strcmp(a->class_name, b->class_name) == 0 &&
           strcmp(a->version, b->version) == 0;
}

/* The first file that brings a class in a version has it, until that very file is replaced. */
static void add_entry(struct registry *registry, const struct registry_entry *entry)
{
    for (size_t i = 0; i < registry->n; i++) {
        struct item *item = registry->items[i];
        bool same_file = strcmp(item->entry.file, entry->file) == 0;
        if (item->superseded || item->entry.component->kind != entry->component->kind) {
            continue;
        }
        if (!same_file && same_version(&item->entry, entry)) {
            weir_warn(&registry->log, "%s %s of %s is left out: %s has it already",
                      entry->class_name, entry->version, entry->file, item->entry.file);
            return;
        }
        if (same_file && strcmp(item->entry.class_name, entry->class_name) == 0) {
            item->superseded = true;
        }
    }
    struct item *item = weir_xcalloc(1, sizeof(*item));
    item->entry = *entry;
    registry->items = weir_xrealloc(registry->items, registry->n + 1, sizeof(*registry->items));
    registry->items[registry->n++] = item;
}

static void add_component(struct registry *registry, const struct weir_plugin *plugin,
                          const struct weir_component *component, const char *file)
{
    struct registry_entry entry = {
        .component = component,
        .class_name = component->class_name,
        .version = component->version ? component->version : plugin->version,
        .file = file,
    };
    add_entry(registry, &entry);
    for (const char *const *alias = component->aliases; alias && *alias; alias++) {
        entry.class_name = *alias;
        add_entry(registry, &entry);
    }
}

static void add_plugin(struct registry *registry, const struct loaded *loaded)
{
    registry->loaded =
        weir_xrealloc(registry->loaded, registry->n_loaded + 1, sizeof(*registry->loaded));
    registry->loaded[registry->n_loaded++] = *loaded;
    for (size_t i = 0; loaded->plugin.components && loaded->plugin.components[i]; i++) {
        add_component(registry, &loaded->plugin, loaded->plugin.components[i], loaded->file.path);
    }
}

static bool is_loaded(const struct registry *registry, const struct plugin_file *file)
{
    for (size_t i = 0; i < registry->n_loaded; i++) {
        if (plugin_file_same(&registry->loaded[i].file, file)) {
            return true;
        }
    }
    return false;
}

static void load_file(void *self, const struct plugin_file *file)
{
    struct registry *registry = self;
    if (is_loaded(registry, file)) {
        return;
    }
    struct weir_err err;
    struct loaded loaded = {.file = *file};
    loaded.file.path = weir_xstrdup(file->path);
    if (plugin_load(file->path, &loaded.plugin, &err) != WEIR_OK) {
        weir_warn(&registry->log, "%s", err.text);
    }
    add_plugin(registry, &loaded);
}

void registry_rescan(struct registry *registry)
{
    pthread_rwlock_wrlock(&registry->lock);
    plugin_dirs_scan(&registry->dirs, load_file, registry);
    pthread_rwlock_unlock(&registry->lock);
}

enum weir_verdict registry_add(struct registry *registry, const struct weir_plugin *plugin,
                               const char *file, struct weir_err *err)
{
    struct loaded loaded = {0};
    if (plugin_adopt(file, plugin, &loaded.plugin, err) != WEIR_OK) {
        return WEIR_BAD_CONFIG;
    }
    loaded.file.path = weir_xstrdup(file);
    pthread_rwlock_wrlock(&registry->lock);
    add_plugin(registry, &loaded);
    pthread_rwlock_unlock(&registry->lock);
    return WEIR_OK;
}

enum weir_verdict registry_open(const struct weir_conf_list *plugin_path,
                                struct registry **registry, struct weir_err *err)
{
    struct registry *new = weir_xcalloc(1, sizeof(*new));
    pthread_rwlock_init(&new->lock, NULL);
    weir_log_init(&new->log, "weir.plugin", "", -1, "");
    *registry = new;
    enum weir_verdict verdict = plugin_dirs_init(&new->dirs, plugin_path, err);
    if (verdict != WEIR_OK) {
        registry_close(new);
        *registry = NULL;
        return verdict;
    }
    registry_rescan(new);
    return WEIR_OK;
}

void registry_close(struct registry *registry)
{
    if (!registry) {
        return;
    }
    for (size_t i = 0; i < registry->n; i++) {
        free(registry->items[i]);
    }
    for (size_t i = 0; i < registry->n_loaded; i++) {
        plugin_release(&registry->loaded[i].plugin);
        free(registry->loaded[i].file.path);
    }
    plugin_dirs_free(&registry->dirs);
    pthread_rwlock_destroy(&registry->lock);
    free(registry->items);
    free(registry->loaded);
    free(registry);
}

/* ---- finding ---- */

static void read_lock(const struct registry *registry)
{
    pthread_rwlock_rdlock((pthread_rwlock_t *)&registry->lock);
}

static void unlock(const struct registry *registry)
{
    pthread_rwlock_unlock((pthread_rwlock_t *)&registry->lock);
}

struct search {
    const struct registry_entry *found;
    enum alias_fit fit;
    bool ambiguous;
};

/* Both have the same short name: Kafka's own is meant, which is everywhere; else neither. */
static void choose(struct search *search, const struct registry_entry *entry)
{
    bool new_own = alias_is_kafkas(entry->class_name);
    bool old_own = alias_is_kafkas(search->found->class_name);
    search->ambiguous = new_own == old_own || (search->ambiguous && old_own);
    search->found = new_own && !old_own ? entry : search->found;
}

/* A full name beats short ones; of a class the newest version is taken. */
static void consider(struct search *search, const struct registry_entry *entry,
                     struct weir_str name)
{
    enum alias_fit fit = alias_fits(entry->component->kind, entry->class_name, name);
    if (fit == ALIAS_NONE || fit < search->fit) {
        return;
    }
    bool same = search->found && strcmp(search->found->class_name, entry->class_name) == 0;
    if (fit > search->fit) {
        *search = (struct search){entry, fit, false};
    } else if (same && strverscmp(entry->version, search->found->version) > 0) {
        search->found = entry;
    } else if (!same) {
        choose(search, entry);
    }
}

static const struct registry_entry *find_kinds(const struct registry *registry, unsigned kinds,
                                               struct weir_str name)
{
    struct search search = {NULL, ALIAS_NONE, false};
    read_lock(registry);
    for (size_t i = 0; name.p && i < registry->n; i++) {
        const struct item *item = registry->items[i];
        if (!item->superseded && (kinds & 1u << item->entry.component->kind)) {
            consider(&search, &item->entry, name);
        }
    }
    unlock(registry);
    return search.ambiguous ? NULL : search.found;
}

const struct registry_entry *registry_find(const struct registry *registry, enum weir_kind kind,
                                           struct weir_str name)
{
    return find_kinds(registry, 1u << kind, name);
}

const struct registry_entry *registry_find_connector(const struct registry *registry,
                                                     struct weir_str name)
{
    return find_kinds(registry, 1u << WEIR_SOURCE | 1u << WEIR_SINK, name);
}

/* ---- listing ---- */

static int list_rank(enum weir_kind kind)
{
    return kind == WEIR_SINK ? -1 : (int)kind;
}

static int compare(const void *a, const void *b)
{
    const struct registry_entry *left = *(const struct registry_entry *const *)a;
    const struct registry_entry *right = *(const struct registry_entry *const *)b;
    int order = list_rank(left->component->kind) - list_rank(right->component->kind);
    if (order == 0) {
        order = strcmp(left->class_name, right->class_name);
    }
    return order ? order : strverscmp(left->version, right->version);
}

static size_t list_kinds(const struct registry *registry, unsigned kinds, struct weir_arena *arena,
                         const struct registry_entry *const **entries)
{
    read_lock(registry);
    const struct registry_entry **list =
        WEIR_NEW_ARRAY(arena, const struct registry_entry *, registry->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < registry->n; i++) {
        const struct item *item = registry->items[i];
        if (!item->superseded && (kinds & 1u << item->entry.component->kind)) {
            list[n++] = &item->entry;
        }
    }
    unlock(registry);
    qsort(list, n, sizeof(*list), compare);
    *entries = list;
    return n;
}

size_t registry_list(const struct registry *registry, bool connectors_only,
                     struct weir_arena *arena, const struct registry_entry *const **entries)
{
    unsigned kinds = 1u << WEIR_SOURCE | 1u << WEIR_SINK;
    if (!connectors_only) {
        kinds = (1u << WEIR_SUBCOMMAND) - 1;
    }
    return list_kinds(registry, kinds, arena, entries);
}

size_t registry_list_kind(const struct registry *registry, enum weir_kind kind,
                          struct weir_arena *arena, const struct registry_entry *const **entries)
{
    return list_kinds(registry, 1u << kind, arena, entries);
}
