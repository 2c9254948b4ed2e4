/* SPDX-License-Identifier: Apache-2.0 */
/*
 * help.c: `weir help CLASS`: every key of a plugin from its key table, as text or as Markdown.
 */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "conf/conf_doc.h"
#include "conf/worker_keys.h"
#include "plugin/registry.h"

#define TEXT_MAX (4u << 20)

static const struct registry_entry *find(const struct registry *registry, struct weir_str name)
{
    static const enum weir_kind kinds[] = {WEIR_SOURCE,    WEIR_SINK,      WEIR_TRANSFORMATION,
                                           WEIR_PREDICATE, WEIR_CONVERTER, WEIR_HEADER_CONVERTER};
    const struct registry_entry *entry = NULL;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && !entry; i++) {
        entry = registry_find(registry, kinds[i], name);
    }
    return entry;
}

int command_help(int argc, char **argv)
{
    bool markdown = false;
    const struct option_spec options[] = {
        {'m', "markdown", NULL, "as Markdown", NULL, &markdown},
        {0},
    };
    const struct command_spec spec = {
        .name = "help",
        .summary =
            "Explains every key of a plugin. `weir plugins` lists the classes; a short name such\n"
            "as FileStreamSource will do. `worker` explains the worker's own keys.",
        .arguments = "CLASS",
        .options = options,
        .arguments_min = 1,
        .arguments_max = 1,
    };
    int n = 0;
    int code = options_parse(&spec, argc, argv, &n);
    if (code >= 0) {
        return code;
    }
    struct registry *registry = NULL;
    struct weir_err err;
    if (registry_open(NULL, &registry, &err) != WEIR_OK) {
        return command_fails("help", EXIT_FAILED, "%s", err.text);
    }
    struct weir_str name = weir_str_of(argv[0]);
    bool worker = weir_str_is(name, "worker");
    const struct registry_entry *entry = worker ? NULL : find(registry, name);
    if (!worker && !entry) {
        return command_fails("help", EXIT_FAILED, "there is no plugin %s; weir plugins lists them",
                             argv[0]);
    }
    struct weir_buf out;
    weir_buf_init(&out, TEXT_MAX);
    conf_doc(&out, worker ? "worker" : entry->class_name,
             worker ? "The worker's own configuration." : entry->component->doc,
             worker ? worker_keys : entry->component->keys, markdown);
    fwrite(out.p, 1, out.n, stdout);
    weir_buf_free(&out);
    registry_close(registry);
    return EXIT_OK;
}
