/* SPDX-License-Identifier: Apache-2.0 */
/*
 * postgres_plugin.c: what this .so offers: the JDBC sink under the class names people have in their
 * configurations.
 */
#include "sink.h"

static const struct weir_component debezium_sink = {
    .size = sizeof(struct weir_component),
    .kind = WEIR_SINK,
    .class_name = "io.debezium.connector.jdbc.JdbcSinkConnector",
    .doc = "Writes change events and plain rows into PostgreSQL tables, each batch in one "
           "transaction.",
    .keys = sink_keys,
    .conf_size = sizeof(struct sink_conf),
    .ops = &sink_ops,
};

static const struct weir_component confluent_sink = {
    .size = sizeof(struct weir_component),
    .kind = WEIR_SINK,
    .class_name = "io.confluent.connect.jdbc.JdbcSinkConnector",
    .version = "10.8.0",
    .doc = "Writes rows into PostgreSQL tables, each batch in one transaction.",
    .keys = sink_confluent_keys,
    .conf_size = sizeof(struct sink_conf),
    .ops = &sink_confluent_ops,
};

static const struct weir_component *const components[] = {&debezium_sink, &confluent_sink, NULL};

static const struct weir_plugin plugin = {
    .abi = WEIR_ABI_NOW(struct weir_plugin),
    .name = "postgres",
    .version = "3.5.0.Final", /* Debezium's, whose behaviour this is */
    .components = components,
};

const struct weir_plugin *weir_plugin_entry(uint32_t host_abi)
{
    (void)host_abi;
    return &plugin;
}
