/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transforms_plugin.c: what this .so offers: the transforms and predicates of Apache Kafka, and
 * those of Debezium's that people run.
 */
#include "transforms.h"

static const struct weir_component *const components[] = {
    &smt_cast_key,
    &smt_cast_value,
    &smt_extract_field_key,
    &smt_extract_field_value,
    &smt_flatten_key,
    &smt_flatten_value,
    &smt_header_from_key,
    &smt_header_from_value,
    &smt_hoist_field_key,
    &smt_hoist_field_value,
    &smt_insert_field_key,
    &smt_insert_field_value,
    &smt_mask_field_key,
    &smt_mask_field_value,
    &smt_replace_field_key,
    &smt_replace_field_value,
    &smt_set_schema_metadata_key,
    &smt_set_schema_metadata_value,
    &smt_timestamp_converter_key,
    &smt_timestamp_converter_value,
    &smt_drop_headers,
    &smt_filter,
    &smt_insert_header,
    &smt_regex_router,
    &smt_timestamp_router,
    &smt_value_to_key,
    &smt_topic_name_matches,
    &smt_has_header_key,
    &smt_record_is_tombstone,
    &smt_by_logical_table,
    &smt_collection_name,
    &smt_content_router,
    &smt_debezium_filter,
    &smt_decode_message,
    &smt_event_router,
    &smt_extract_changed,
    &smt_extract_new,
    &smt_extract_schema,
    &smt_field_name,
    &smt_geometry_format,
    &smt_header_to_value,
    &smt_open_lineage,
    &smt_partition_routing,
    &smt_read_to_insert,
    &smt_record_size,
    &smt_schema_change_filter,
    &smt_swap_geometry,
    &smt_timezone_converter,
    &smt_to_logical_topic,
    &smt_tracing_span,
    &smt_vector_json,
    NULL,
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
