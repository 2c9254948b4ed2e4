/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transforms_plugin.c: what this .so offers: the transforms and predicates of Apache Kafka, and
 * those of Debezium's that people run.
 */
#include "transforms.h"

static const struct weir_component *const components[] = {
    &smt_cast_key, &smt_cast_value, &smt_regex_router, &smt_extract_new, NULL,
};

static const struct weir_plugin plugin = {
    .abi = WEIR_ABI_NOW(struct weir_plugin),
    .name = "transforms",
    .version = "4.3.1", /* Connect's, whose behaviour this is */
    .components = components,
};

const struct weir_plugin *weir_plugin_entry(uint32_t host_abi)
{
    (void)host_abi;
    return &plugin;
}
