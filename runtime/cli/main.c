/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main.c: finds the subcommand: ours from the table, else one that a plugin brings. What it could
 * not write is a failure, too.
 */
#include <errno.h>
#include <stdio.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "plugin/component_calls.h"
#include "plugin/registry.h"

struct command {
    const char *name;
    const char *doc;
    int (*run)(int argc, char **argv);
};

static const struct command commands[] = {
    {"run", "run the worker: connectors, REST, on Kafka or the embedded log", command_run},
    {"cat", "read a topic of either bus", command_cat},
    {"topics", "list, describe, create and delete topics of either bus", command_topics},
    {"plugins", "what is installed", command_plugins},
    {"validate", "is this connector's configuration right?", command_validate},
    {"doctor", "would a running Kafka Connect's connectors run here?", command_doctor},
    {"takeover", "go on where a Java worker has stopped", command_takeover},
    {"help", "every key of a plugin", command_help},
};
#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

/* Plugins' subcommands, in arena; none when no plugin can be loaded. */
static size_t plugin_commands(struct registry *registry, struct weir_arena *arena,
                              const struct registry_entry *const **entries)
{
    return registry ? registry_list_kind(registry, WEIR_SUBCOMMAND, arena, entries) : 0;
}

static struct registry *open_registry(void)
{
    struct registry *registry = NULL;
    struct weir_err err;
    return registry_open(NULL, &registry, &err) == WEIR_OK ? registry : NULL;
}

static void print_help(void)
{
    printf("weir: a Kafka Connect worker in C\n\nUsage: weir COMMAND [options]\n\n");
    for (size_t i = 0; i < N_COMMANDS; i++) {
        printf("  %-12s %s\n", commands[i].name, commands[i].doc);
    }
    struct registry *registry = open_registry();
    struct weir_arena arena;
    const struct registry_entry *const *entries = NULL;
    weir_arena_init(&arena, 4096);
    size_t n = plugin_commands(registry, &arena, &entries);
    for (size_t i = 0; i < n; i++) {
        printf("  %-12s %s\n", entries[i]->class_name, entries[i]->component->doc);
    }
    weir_arena_free(&arena);
    printf(
        "\nweir COMMAND --help says more. Exit codes: 0 done, 1 failed or the answer is no, 2 the\n"
        "command line or a configuration is wrong.\n");
}

static const struct weir_component *find_component(void *registry, enum weir_kind kind,
                                                   struct weir_str name)
{
    const struct registry_entry *entry = registry_find(registry, kind, name);
    return entry ? entry->component : NULL;
}

static const struct registry_entry *find_plugin_command(struct registry *registry, const char *name)
{
    return registry ? registry_find(registry, WEIR_SUBCOMMAND, weir_str_of(name)) : NULL;
}

static int run_plugin_command(const char *name, int argc, char **argv, bool *found)
{
    struct registry *registry = open_registry();
    const struct registry_entry *entry = find_plugin_command(registry, name);
    *found = entry != NULL;
    component_finder_set(find_component, registry);
    return entry ? ((const struct weir_subcommand_ops *)entry->component->ops)->run(argc, argv) : 0;
}

static int unknown_command(const char *name)
{
    struct registry *registry = open_registry();
    struct weir_arena arena;
    const struct registry_entry *const *entries = NULL;
    weir_arena_init(&arena, 4096);
    size_t n_plugins = plugin_commands(registry, &arena, &entries);
    const char **names = WEIR_NEW_ARRAY(&arena, const char *, N_COMMANDS + n_plugins + 2);
    size_t n = 0;
    for (size_t i = 0; i < N_COMMANDS; i++) {
        names[n++] = commands[i].name;
    }
    for (size_t i = 0; i < n_plugins; i++) {
        names[n++] = entries[i]->class_name;
    }
    names[n++] = "--help";
    names[n++] = "--version";
    const char *near = nearest_name(weir_str_of(name), names, n);
    fprintf(stderr, "weir: there is no %s %s%s%s%s weir --help lists them%s\n",
            name[0] == '-' ? "option" : "command", name, near ? "; did you mean " : "",
            near ? near : "", near ? "?" : ";",
            name[0] == '-' && !near ? ", and a command's options come behind it" : "");
    weir_arena_free(&arena);
    return EXIT_USAGE;
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < N_COMMANDS; i++) {
        if (strcmp(name, commands[i].name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

static int run_command(int argc, char **argv)
{
    const struct command *command = find_command(argv[0]);
    if (command) {
        return command->run(argc - 1, argv + 1);
    }
    bool found = false;
    int code = run_plugin_command(argv[0], argc, argv, &found);
    return found ? code : unknown_command(argv[0]);
}

/* `weir help` is of everything, `weir help run` of that command, and the rest of classes. */
static int run_help(int argc, char **argv)
{
    char *ask[] = {argc > 1 ? argv[1] : NULL, (char[]){"--help"}, NULL};
    if (argc == 1) {
        print_help();
        return EXIT_OK;
    }
    bool of_command = find_command(argv[1]) || find_plugin_command(open_registry(), argv[1]);
    return argc == 2 && of_command ? run_command(2, ask) : run_command(argc, argv);
}

static bool is_one_of(const char *arg, const char *letter, const char *name)
{
    return strcmp(arg, letter) == 0 || strcmp(arg, name) == 0;
}

static int dispatch(int argc, char **argv)
{
    if (argc < 2 || is_one_of(argv[1], "-h", "--help")) {
        print_help();
        return argc < 2 ? EXIT_USAGE : EXIT_OK;
    }
    if (is_one_of(argv[1], "-V", "--version")) {
        printf("weir %s\n", WEIR_VERSION);
        return EXIT_OK;
    }
    return strcmp(argv[1], "help") == 0 ? run_help(argc - 1, argv + 1)
                                        : run_command(argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
    int code = dispatch(argc, argv);
    errno = 0;
    bool lost = fflush(stdout) != 0 || ferror(stdout);
    if (lost && errno != EPIPE && code == EXIT_OK) {
        fprintf(stderr, "weir: not all could be written%s%s\n", errno ? ": " : "",
                errno ? strerrordesc_np(errno) : "");
        code = EXIT_FAILED;
    }
    return code;
}
