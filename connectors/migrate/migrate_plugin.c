/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_plugin.c: what this .so offers: the subcommand `weir migrate`.
 */
#include <weir/plugin.h>

#include "migrate_main.h"

static const struct weir_subcommand_ops ops = {
    .size = sizeof(struct weir_subcommand_ops),
    .run = migrate_main,
};

static const struct weir_component command = {
    .size = sizeof(struct weir_component),
    .kind = WEIR_SUBCOMMAND,
    .class_name = "migrate",
    .doc = "copy tables of MariaDB or MySQL into PostgreSQL, as their sink would write them",
    .ops = &ops,
};

static const struct weir_component *const components[] = {&command, NULL};

static const struct weir_plugin plugin = {
    .abi = WEIR_ABI_NOW(struct weir_plugin),
    .name = "migrate",
    .version = "0.1.0",
    .components = components,
};

const struct weir_plugin *weir_plugin_entry(uint32_t host_abi)
{
    (void)host_abi;
    return &plugin;
}
