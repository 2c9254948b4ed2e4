/* SPDX-License-Identifier: Apache-2.0 */
/*
 * topics.c: `weir topics`: what there is on either bus, one topic in detail, make, delete.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cli/bus_options.h"
#include "cli/commands.h"
#include "cli/options.h"

struct topics {
    struct bus_options where;
    const char *partitions, *replication, *configs;
    bool create, delete;
    struct weir_arena arena;
    struct bus *bus;
};

static enum weir_verdict list(struct topics *cmd, struct weir_err *err)
{
    const struct bus_topic_info *topics = NULL;
    size_t n = 0;
    enum weir_verdict rc = bus_topics(cmd->bus, &cmd->arena, &topics, &n, err);
    for (size_t i = 0; rc == WEIR_OK && i < n; i++) {
        printf("%-50.*s %3d partition%s\n", WEIR_STR_ARG(topics[i].name), topics[i].partitions,
               topics[i].partitions == 1 ? "" : "s");
    }
    return rc;
}

static enum weir_verdict describe(struct topics *cmd, const char *name, struct weir_err *err)
{
    struct weir_str topic = weir_str_of(name);
    struct bus_topic_info info;
    struct weir_props configs;
    weir_props_init(&configs, &cmd->arena);
    enum weir_verdict rc = bus_topic_info(cmd->bus, topic, &info, err);
    if (rc == WEIR_OK && info.partitions == 0) {
        rc = weir_err_set(err, WEIR_FATAL, "there is no topic %s on %s", name,
                          bus_describe(cmd->bus));
    }
    for (int32_t p = 0; rc == WEIR_OK && p < info.partitions; p++) {
        int64_t low = 0, high = 0;
        rc = bus_watermarks(cmd->bus, topic, p, &low, &high, err);
        if (rc == WEIR_OK) {
            printf("partition %d: offsets %lld to %lld\n", p, (long long)low, (long long)high);
        }
    }
    rc = rc == WEIR_OK ? bus_topic_configs(cmd->bus, topic, &configs, err) : rc;
    for (size_t i = 0; rc == WEIR_OK && i < configs.n; i++) {
        printf("%.*s=%.*s\n", WEIR_STR_ARG(configs.items[i].name),
               WEIR_STR_ARG(configs.items[i].value));
    }
    return rc;
}

static enum weir_verdict number(const char *text, const char *option, int32_t *out,
                                struct weir_err *err)
{
    int64_t value = -1;
    if (text && (!weir_str_to_i64(weir_str_of(text), &value) || value < 1 || value > 10000)) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "--%s %s: a number from 1 to 10000 is expected",
                            option, text);
    }
    *out = (int32_t)value;
    return WEIR_OK;
}

static enum weir_verdict create(struct topics *cmd, const char *name, struct weir_err *err)
{
    struct weir_props configs;
    weir_props_init(&configs, &cmd->arena);
    struct weir_str rest = weir_str_of(cmd->configs ? cmd->configs : "");
    for (struct weir_str one; rest.n > 0 && weir_str_split(&rest, ',', &one);) {
        ptrdiff_t eq = weir_str_chr(one, '=');
        if (eq <= 0) {
            return weir_err_set(err, WEIR_BAD_CONFIG, "--configs %.*s: name=value is expected",
                                WEIR_STR_ARG(one));
        }
        weir_props_set(&configs, weir_str_n(one.p, (size_t)eq), weir_str_from(one, (size_t)eq + 1));
    }
    struct weir_topic_spec spec = {
        .name = weir_str_of(name), .configs = configs.items, .n_configs = configs.n};
    bool created = false;
    enum weir_verdict rc = number(cmd->partitions, "partitions", &spec.partitions, err);
    rc =
        rc == WEIR_OK ? number(cmd->replication, "replication", &spec.replication_factor, err) : rc;
    rc = rc == WEIR_OK ? bus_topic_create(cmd->bus, &spec, &created, err) : rc;
    if (rc == WEIR_OK) {
        printf("%s %s\n", name, created ? "created" : "was there already");
    }
    return rc;
}

static enum weir_verdict run(struct topics *cmd, const char *name, struct weir_err *err)
{
    if (cmd->create) {
        return create(cmd, name, err);
    }
    if (cmd->delete) {
        return bus_topic_delete(cmd->bus, weir_str_of(name), err);
    }
    return name ? describe(cmd, name, err) : list(cmd, err);
}

int command_topics(int argc, char **argv)
{
    struct topics cmd = {0};
    const struct option_spec options[] = {
        BUS_OPTION_ROWS(cmd.where),
        {'c', "create", NULL, "make TOPIC", NULL, &cmd.create},
        {'d', "delete", NULL, "delete TOPIC with all that is in it", NULL, &cmd.delete},
        {'p', "partitions", "N", "of a topic to be made", &cmd.partitions, NULL},
        {'r', "replication", "N", "of a topic to be made", &cmd.replication, NULL},
        {0, "configs", "LIST", "of a topic to be made: name=value,...", &cmd.configs, NULL},
        {0},
    };
    const struct command_spec spec = {
        .name = "topics",
        .summary = "Lists the topics, or shows one: its offsets and settings.",
        .arguments = "[TOPIC]",
        .details = "Making and deleting on the embedded log needs the worker to be stopped.",
        .options = options,
        .arguments_max = 1,
    };
    int n = 0;
    int code = options_parse(&spec, argc, argv, &n);
    if (code >= 0) {
        return code;
    }
    if ((cmd.create || cmd.delete) && n == 0) {
        return command_fails("topics", EXIT_USAGE, "which TOPIC?");
    }
    if (cmd.create && cmd.delete) {
        return command_fails("topics", EXIT_USAGE, "--create or --delete?");
    }
    if (!cmd.create && (cmd.partitions || cmd.replication || cmd.configs)) {
        return command_fails("topics", EXIT_USAGE,
                             "--partitions, --replication and --configs are for --create");
    }
    struct weir_err err;
    weir_arena_init(&cmd.arena, 16384);
    enum weir_verdict rc =
        bus_options_open(&cmd.where, cmd.create || cmd.delete, &cmd.arena, &cmd.bus, &err);
    rc = rc == WEIR_OK ? run(&cmd, n ? argv[0] : NULL, &err) : rc;
    if (cmd.bus) {
        bus_close(cmd.bus);
    }
    weir_arena_free(&cmd.arena);
    return rc == WEIR_OK ? EXIT_OK
                         : command_fails("topics", rc == WEIR_BAD_CONFIG ? EXIT_USAGE : EXIT_FAILED,
                                         "%s", err.text);
}
