/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mariadb_plugin.c: what this .so offers: Debezium's two connectors for MariaDB and MySQL. They
 * are one; either reads either server.
 */
#include "mariadb_check.h"
#include "mariadb_keys.h"
#include "source_task.h"

static bool exactly_once(const void *conf)
{
    (void)conf;
    return true;
}

static const struct weir_source_ops ops = {
    .size = sizeof(struct weir_source_ops),
    .connector = {.task_configs = mariadb_task_configs,
                  .validate = mariadb_validate,
                  .alter_offsets = mariadb_alter_offsets},
    .exactly_once_support = exactly_once,
    .open = source_task_open,
    .poll = source_task_poll,
    .wake = source_task_wake,
    .close = source_task_close,
};

static struct weir_component mariadb = {
    .size = sizeof(struct weir_component),
    .kind = WEIR_SOURCE,
    .class_name = "io.debezium.connector.mariadb.MariaDbConnector",
    .doc = "Reads the tables of a MariaDB or MySQL server, then every change from its binlog.",
    .conf_size = sizeof(struct mariadb_conf),
    .ops = &ops,
};

static struct weir_component mysql = {
    .size = sizeof(struct weir_component),
    .kind = WEIR_SOURCE,
    .class_name = "io.debezium.connector.mysql.MySqlConnector",
    .doc = "Reads the tables of a MySQL or MariaDB server, then every change from its binlog.",
    .conf_size = sizeof(struct mariadb_conf),
    .ops = &ops,
};

static const struct weir_component *const components[] = {&mariadb, &mysql, NULL};

static const struct weir_plugin plugin = {
    .abi = WEIR_ABI_NOW(struct weir_plugin),
    .name = "mariadb",
    .version = "3.5.0.Final", /* of Debezium, whose behaviour this is */
    .components = components,
};

const struct weir_plugin *weir_plugin_entry(uint32_t host_abi)
{
    (void)host_abi;
    mariadb.keys = mariadb_keys(false);
    mysql.keys = mariadb_keys(true);
    return &plugin;
}
