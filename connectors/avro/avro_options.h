/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_options.h: how schemas are translated between Connect and Avro, by the names of the keys.
 */
#ifndef AVRO_OPTIONS_H
#define AVRO_OPTIONS_H

#include <stdbool.h>

struct avro_options {
    bool enhanced_schema_support;
    bool generalized_sum_type;
    bool scrub_invalid_names;
    bool connect_meta_data;
    bool discard_type_doc_default;
    bool allow_optional_map_keys;
    bool flatten_singleton_unions;
    bool ignore_default_for_nullables;
};

#endif
