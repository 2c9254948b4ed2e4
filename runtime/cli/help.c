/* SPDX-License-Identifier: Apache-2.0 */
/*
 * help.c: `weir help CLASS`: every key of a plugin from its key table, as text or as Markdown;
 * also the keys of the worker, and those that all connectors, sources and sinks have.
 */
#include <stdio.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/paint.h"
#include "conf/conf_doc.h"
#include "conf/connector_keys.h"
#include "conf/worker_keys.h"
#include "plugin/alias.h"
#include "plugin/registry.h"

#define TEXT_MAX (4u << 20)

/* Tables that belong to no plugin. */
static const struct page {
    const char *name;
    const char *doc;
    const struct weir_conf_key *keys;
} pages[] = {
    {"worker", "The worker's own configuration: weir run --config FILE.", worker_keys},
    {"connector", "What every connector has beside its own keys.", connector_keys},
    {"source", "What every source has beside its own keys and those of weir help connector.",
     source_keys},
    {"sink", "What every sink has beside its own keys and those of weir help connector.",
     sink_keys},
};
#define N_PAGES (sizeof(pages) / sizeof(pages[0]))

static const struct page *find_page(const char *name)
{
    for (size_t i = 0; i < N_PAGES; i++) {
        if (strcmp(pages[i].name, name) == 0) {
            return &pages[i];
        }
    }
    return NULL;
}

/* Here Cast$Key is enough, which configurations must write in full. */
static const struct registry_entry *find_inner_class(const struct registry *registry,
                                                     const char *name)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 8192);
    const struct registry_entry *const *entries = NULL;
    const struct registry_entry *found = NULL;
    size_t n = registry_list(registry, false, &arena, &entries);
    for (size_t i = 0; i < n && !found; i++) {
        found = weir_str_is(alias_simple(entries[i]->class_name), name) ? entries[i] : NULL;
    }
    weir_arena_free(&arena);
    return found;
}

static const struct registry_entry *find_class(const struct registry *registry, const char *name)
{
    const struct registry_entry *entry = NULL;
    for (int kind = WEIR_SOURCE; kind < WEIR_SUBCOMMAND && !entry; kind++) {
        entry = registry_find(registry, (enum weir_kind)kind, weir_str_of(name));
    }
    return entry ? entry : find_inner_class(registry, name);
}

/* The name that was probably meant, among full and short ones. */
static const char *nearest_class(const struct registry *registry, const char *name,
                                 struct weir_arena *arena)
{
    const struct registry_entry *const *entries = NULL;
    size_t n = registry_list(registry, false, arena, &entries);
    const char **names = WEIR_NEW_ARRAY(arena, const char *, 2 * n + N_PAGES + 1);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        struct weir_str pruned = alias_pruned(entries[i]->component->kind, entries[i]->class_name);
        names[count++] = entries[i]->class_name;
        names[count++] = weir_arena_str(arena, pruned).p;
    }
    for (size_t i = 0; i < N_PAGES; i++) {
        names[count++] = pages[i].name;
    }
    return nearest_name(weir_str_of(name), names, count);
}

static int fail_unknown(const struct registry *registry, const char *name)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 8192);
    const char *near = nearest_class(registry, name, &arena);
    int code =
        command_fails("help", EXIT_USAGE, "there is no plugin %s%s%s%s weir plugins lists them",
                      name, near ? "; did you mean " : "", near ? near : "", near ? "?" : ";");
    weir_arena_free(&arena);
    return code;
}

static enum conf_doc_style style_of(bool markdown)
{
    return markdown                      ? CONF_DOC_MARKDOWN
           : paint_wanted(STDOUT_FILENO) ? CONF_DOC_TERMINAL
                                         : CONF_DOC_TEXT;
}

static void print_class(const struct registry_entry *entry, bool markdown, struct weir_buf *out)
{
    enum weir_kind kind = entry->component->kind;
    struct weir_buf title;
    weir_buf_init(&title, 1024);
    weir_buf_printf(&title, "%s (%s, version %s)", entry->class_name, kind_name(kind),
                    entry->version);
    conf_doc(out, weir_buf_cstr(&title), entry->component->doc, entry->component->keys,
             style_of(markdown));
    weir_buf_free(&title);
    if (kind == WEIR_SOURCE || kind == WEIR_SINK) {
        weir_buf_printf(out, "\nFurther keys: weir help connector, weir help %s.\n",
                        kind_name(kind));
    }
}

static int print_help_of(const char *name, const char *plugin_path, bool markdown)
{
    struct registry *registry = NULL;
    struct weir_err err;
    struct weir_str folder = weir_str_of(plugin_path);
    struct weir_conf_list list = {.items = &folder, .n = plugin_path ? 1 : 0};
    if (registry_open(&list, &registry, &err) != WEIR_OK) {
        return command_fails("help", EXIT_FAILED, "%s", err.text);
    }
    int code = EXIT_OK;
    struct weir_buf out;
    weir_buf_init(&out, TEXT_MAX);
    const struct page *page = find_page(name);
    const struct registry_entry *entry = page ? NULL : find_class(registry, name);
    if (page) {
        conf_doc(&out, page->name, page->doc, page->keys, style_of(markdown));
    } else if (entry) {
        print_class(entry, markdown, &out);
    } else {
        code = fail_unknown(registry, name);
    }
    fwrite(out.p, 1, out.n, stdout);
    weir_buf_free(&out);
    registry_close(registry);
    return code;
}

int command_help(int argc, char **argv)
{
    const char *path = NULL;
    bool markdown = false;
    const struct option_spec options[] = {
        {'m', "markdown", NULL, "as Markdown", NULL, &markdown},
        {'P', "plugin-path", "DIR", "a further folder with plugins", &path, NULL},
        {0},
    };
    const struct command_spec spec = {
        .name = "help",
        .summary = "Explains every key of a plugin, or a command. `weir plugins` lists the "
                   "classes; a short\nname such as FileStreamSource will do.",
        .arguments = "CLASS",
        .details = "`weir help worker` explains the worker's own keys; connector, source and sink "
                   "those that\nall connectors, all sources and all sinks have.",
        .options = options,
        .arguments_min = 1,
        .arguments_max = 1,
    };
    int n = 0;
    int code = options_parse(&spec, argc, argv, &n);
    return code >= 0 ? code : print_help_of(argv[0], path, markdown);
}
