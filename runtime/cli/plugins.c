/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plugins.c: `weir plugins`: what is installed, in the order of GET /connector-plugins.
 */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "plugin/registry.h"

int command_plugins(int argc, char **argv)
{
    const char *path = NULL;
    bool files = false;
    const struct option_spec options[] = {
        {'P', "plugin-path", "DIR", "a further folder with plugins", &path, NULL},
        {'f', "files", NULL, "the file of each as well", NULL, &files},
        {0},
    };
    const struct command_spec spec = {
        .name = "plugins", .summary = "Lists the plugins that are installed.", .options = options};
    int n = 0;
    int code = options_parse(&spec, argc, argv, &n);
    if (code >= 0) {
        return code;
    }
    struct weir_arena arena;
    weir_arena_init(&arena, 8192);
    struct weir_str folder = weir_str_of(path);
    struct weir_conf_list list = {.items = &folder, .n = path ? 1 : 0};
    struct registry *registry = NULL;
    struct weir_err err;
    if (registry_open(&list, &registry, &err) != WEIR_OK) {
        return command_fails("plugins", EXIT_FAILED, "%s", err.text);
    }
    const struct registry_entry *const *entries = NULL;
    size_t count = registry_list(registry, false, &arena, &entries);
    for (size_t i = 0; i < count; i++) {
        printf("%-16s %-66s %s%s%s\n", kind_name(entries[i]->component->kind),
               entries[i]->class_name, entries[i]->version ? entries[i]->version : "",
               files ? "  " : "", files ? entries[i]->file : "");
    }
    registry_close(registry);
    weir_arena_free(&arena);
    return EXIT_OK;
}
