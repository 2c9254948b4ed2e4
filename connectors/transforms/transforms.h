/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transforms.h: the components of this plugin. One file a transform or family, with its keys, its
 * conf and its ops; transforms_plugin.c lists them all.
 */
#ifndef TRANSFORMS_H
#define TRANSFORMS_H

#include <weir/plugin.h>

/* ---- Apache Kafka's ---- */
extern const struct weir_component smt_cast_key, smt_cast_value;
extern const struct weir_component smt_extract_field_key, smt_extract_field_value;
extern const struct weir_component smt_flatten_key, smt_flatten_value;
extern const struct weir_component smt_header_from_key, smt_header_from_value;
extern const struct weir_component smt_hoist_field_key, smt_hoist_field_value;
extern const struct weir_component smt_insert_field_key, smt_insert_field_value;
extern const struct weir_component smt_mask_field_key, smt_mask_field_value;
extern const struct weir_component smt_replace_field_key, smt_replace_field_value;
extern const struct weir_component smt_set_schema_metadata_key, smt_set_schema_metadata_value;
extern const struct weir_component smt_timestamp_converter_key, smt_timestamp_converter_value;
extern const struct weir_component smt_drop_headers;
extern const struct weir_component smt_filter;
extern const struct weir_component smt_insert_header;
extern const struct weir_component smt_regex_router;
extern const struct weir_component smt_timestamp_router;
extern const struct weir_component smt_value_to_key;
extern const struct weir_component smt_topic_name_matches;
extern const struct weir_component smt_has_header_key;
extern const struct weir_component smt_record_is_tombstone;

/* ---- Debezium's ---- */
extern const struct weir_component smt_by_logical_table;
extern const struct weir_component smt_collection_name;
extern const struct weir_component smt_content_router;
extern const struct weir_component smt_debezium_filter;
extern const struct weir_component smt_decode_message;
extern const struct weir_component smt_event_router;
extern const struct weir_component smt_extract_changed;
extern const struct weir_component smt_extract_new;
extern const struct weir_component smt_extract_schema;
extern const struct weir_component smt_field_name;
extern const struct weir_component smt_geometry_format;
extern const struct weir_component smt_header_to_value;
extern const struct weir_component smt_open_lineage;
extern const struct weir_component smt_partition_routing;
extern const struct weir_component smt_read_to_insert;
extern const struct weir_component smt_record_size;
extern const struct weir_component smt_schema_change_filter;
extern const struct weir_component smt_swap_geometry;
extern const struct weir_component smt_timezone_converter;
extern const struct weir_component smt_to_logical_topic;
extern const struct weir_component smt_tracing_span;
extern const struct weir_component smt_vector_json;

#endif
