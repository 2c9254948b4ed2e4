/* SPDX-License-Identifier: Apache-2.0 */
/*
 * converters_plugin.c: what this .so offers: Connect's own converters, each for keys, values and
 * headers, with the keys that Connect shows for them.
 */
#include "converters.h"

static const char *const roles[] = {"key", "value", "header", NULL};
static const char *const formats[] = {"BASE64", "NUMERIC", NULL}; /* enum json_decimal_format */

#define CONVERTER_TYPE                                                                             \
    {                                                                                              \
        .name = "converter.type", .type = WEIR_CONF_STRING, .at = WEIR_CONF_NOWHERE,               \
        .flags = WEIR_KEY_REQUIRED, .values = roles, .importance = WEIR_LOW,                       \
        .doc = "How this converter will be used."                                                  \
    }

#define JSON_AT(member) WEIR_AT(struct json_conf, member)

static const struct weir_conf_key json_keys[] = {
    CONVERTER_TYPE,
    {.name = "schemas.enable",
     .type = WEIR_CONF_BOOLEAN,
     .at = JSON_AT(schemas_enable),
     .def = "true",
     .importance = WEIR_HIGH,
     .width = WEIR_WIDTH_MEDIUM,
     .group = "Schemas",
     .order = WEIR_ORDER_ZERO,
     .display = "Enable Schemas",
     .doc = "Include schemas within each of the serialized values and keys."},
    {.name = "schemas.cache.size",
     .type = WEIR_CONF_INT,
     .at = JSON_AT(schemas_cache_size),
     .def = "1000",
     .importance = WEIR_HIGH,
     .width = WEIR_WIDTH_MEDIUM,
     .group = "Schemas",
     .order = 1,
     .display = "Schema Cache Size",
     .doc = "The maximum number of schemas that can be cached in this converter instance."},
    {.name = "schema.content",
     .type = WEIR_CONF_STRING,
     .at = JSON_AT(schema_content),
     .importance = WEIR_HIGH,
     .width = WEIR_WIDTH_MEDIUM,
     .group = "Schemas",
     .order = 2,
     .display = "Schema Content",
     .doc = "When set, this is used as the schema for all messages, and the schemas within each of "
            "the message will be ignored.Otherwise, the schema will be included in the content of "
            "each message. This configuration applies only 'schemas.enable' is true, and it "
            "exclusively affects the sink connector."},
    {.name = "decimal.format",
     .type = WEIR_CONF_ENUM,
     .at = JSON_AT(decimal_format),
     .def = "BASE64",
     .values = formats,
     .importance = WEIR_LOW,
     .width = WEIR_WIDTH_MEDIUM,
     .group = "Serialization",
     .order = WEIR_ORDER_ZERO,
     .display = "Decimal Format",
     .doc = "Controls which format this converter will serialize decimals in. This value is case "
            "insensitive and can be either 'BASE64' (default) or 'NUMERIC'"},
    {.name = "replace.null.with.default",
     .type = WEIR_CONF_BOOLEAN,
     .at = JSON_AT(replace_null_with_default),
     .def = "true",
     .importance = WEIR_LOW,
     .width = WEIR_WIDTH_MEDIUM,
     .group = "Serialization",
     .order = 1,
     .display = "Replace null with default",
     .doc = "Whether to replace fields that have a default value and that are null to the default "
            "value. When set to true, the default value is used, otherwise null is used."},
    WEIR_CONF_END,
};

static const struct weir_conf_key string_keys[] = {
    CONVERTER_TYPE,
    {.name = "converter.encoding",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct string_conf, encoding),
     .def = "UTF-8",
     .importance = WEIR_HIGH,
     .width = WEIR_WIDTH_MEDIUM,
     .display = "Encoding",
     .doc = "The name of the Java character set to use for encoding strings as byte arrays."},
    WEIR_CONF_END,
};

static const struct weir_conf_key plain_keys[] = {CONVERTER_TYPE, WEIR_CONF_END};

#define COMPONENT(var, kind_, class_, keys_, size_, ops_, doc_)                                    \
    static const struct weir_component var = {                                                     \
        .size = sizeof(struct weir_component),                                                     \
        .kind = (kind_),                                                                           \
        .class_name = "org.apache.kafka.connect." class_,                                          \
        .doc = (doc_),                                                                             \
        .keys = (keys_),                                                                           \
        .conf_size = (size_),                                                                      \
        .ops = &(ops_),                                                                            \
    }
/* One class, once as a converter and once as a header converter. */
#define BOTH(noun, class_, keys_, size_, doc_)                                                     \
    COMPONENT(noun, WEIR_CONVERTER, class_, keys_, size_, noun##_ops, doc_);                       \
    COMPONENT(noun##_header, WEIR_HEADER_CONVERTER, class_, keys_, size_, noun##_ops, doc_)

BOTH(json_converter, "json.JsonConverter", json_keys, sizeof(struct json_conf),
     "JSON, with its schema beside every value or without.");
BOTH(string_converter, "storage.StringConverter", string_keys, sizeof(struct string_conf),
     "Any value as its text.");
BOTH(bytes_converter, "converters.ByteArrayConverter", plain_keys, 0, "Bytes as they are.");
BOTH(boolean_converter, "converters.BooleanConverter", plain_keys, 0, "A boolean as one byte.");
BOTH(short_converter, "converters.ShortConverter", plain_keys, 0, "An int16 as two bytes.");
BOTH(integer_converter, "converters.IntegerConverter", plain_keys, 0, "An int32 as four bytes.");
BOTH(long_converter, "converters.LongConverter", plain_keys, 0, "An int64 as eight bytes.");
BOTH(float_converter, "converters.FloatConverter", plain_keys, 0, "A float32 as four bytes.");
BOTH(double_converter, "converters.DoubleConverter", plain_keys, 0, "A float64 as eight bytes.");
COMPONENT(simple_header_converter, WEIR_HEADER_CONVERTER, "storage.SimpleHeaderConverter", NULL, 0,
          simple_header_converter_ops, "Values as text, read again as what they look like.");

static const struct weir_component *const components[] = {
    &json_converter,          &json_converter_header,
    &string_converter,        &string_converter_header,
    &bytes_converter,         &bytes_converter_header,
    &boolean_converter,       &boolean_converter_header,
    &short_converter,         &short_converter_header,
    &integer_converter,       &integer_converter_header,
    &long_converter,          &long_converter_header,
    &float_converter,         &float_converter_header,
    &double_converter,        &double_converter_header,
    &simple_header_converter, NULL,
};

static const struct weir_plugin plugin = {
    .abi = WEIR_ABI_NOW(struct weir_plugin),
    .name = "converters",
    .version = "4.3.1", /* Connect's, whose bytes these are */
    .components = components,
};

const struct weir_plugin *weir_plugin_entry(uint32_t host_abi)
{
    (void)host_abi;
    return &plugin;
}
