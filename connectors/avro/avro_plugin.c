/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_plugin.c: what this .so offers: Confluent's AvroConverter, with the keys that people set.
 */
#include "avro_converter.h"
#include "common/registry/registry_keys.h"

#define AT(member)     WEIR_AT(struct avro_conf, member)
#define OPTION(member) (AT(options) + offsetof(struct avro_options, member))
#define SUBJECT        "io.confluent.kafka.serializers.subject."

static const char *const roles[] = {"key", "value", NULL};

/* In the order of enum avro_strategy. */
static const char *const strategies[] = {SUBJECT "TopicNameStrategy", SUBJECT "RecordNameStrategy",
                                         SUBJECT "TopicRecordNameStrategy", NULL};
static const char *const prefix_writer[] = {
    "io.confluent.kafka.serializers.schema.id.PrefixSchemaIdSerializer", NULL};

#define SWITCH(name_, at_, def_, importance_, group_, doc_)                                        \
    {                                                                                              \
        .name = (name_), .type = WEIR_CONF_BOOLEAN, .at = (at_), .def = (def_),                    \
        .importance = (importance_), .group = (group_), .doc = (doc_)                              \
    }

/* Confluent's data contracts, which change what is written. */
static enum weir_verdict check_no_rules(struct weir_str value, struct weir_err *err)
{
    return weir_str_trim(value).n == 0
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_CONFIG,
                              "rules of data contracts are not run here: leave it out");
}

static enum weir_verdict check_no_metadata(struct weir_str value, struct weir_err *err)
{
    return weir_str_trim(value).n == 0
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_CONFIG,
                              "versions are not chosen by metadata here: use.latest.version or "
                              "use.schema.id say which");
}

#define REFUSED(name_, check_, doc_)                                                               \
    {                                                                                              \
        .name = (name_), .type = WEIR_CONF_STRING, .at = WEIR_CONF_NOWHERE, .check = (check_),     \
        .importance = WEIR_LOW, .group = "Registry", .doc = (doc_)                                 \
    }

static const struct weir_conf_key avro_keys[] = {
    {.name = "converter.type",
     .type = WEIR_CONF_STRING,
     .at = WEIR_CONF_NOWHERE,
     .flags = WEIR_KEY_REQUIRED,
     .values = roles,
     .importance = WEIR_LOW,
     .doc = "How this converter will be used."},
    REGISTRY_KEYS(struct avro_conf, registry),
    SWITCH("auto.register.schemas", AT(auto_register), "true", WEIR_MEDIUM, "Registry",
           "Register a schema that the registry does not have; else it is only looked up."),
    SWITCH("use.latest.version", AT(use_latest), "false", WEIR_LOW, "Registry",
           "Write with the latest version of the subject. Needs auto.register.schemas=false."),
    SWITCH("latest.compatibility.strict", AT(latest_strict), "true", WEIR_LOW, "Registry",
           "Check that the latest version can hold every value of the record's schema."),
    {.name = "latest.cache.ttl.sec",
     .type = WEIR_CONF_INT,
     .at = AT(latest_cache_ttl_s),
     .def = "-1",
     .importance = WEIR_LOW,
     .group = "Registry",
     .doc = "How long the latest version is remembered; -1: for ever."},
    {.name = "use.schema.id",
     .type = WEIR_CONF_INT,
     .at = AT(use_schema_id),
     .def = "-1",
     .importance = WEIR_LOW,
     .group = "Registry",
     .doc = "Write with the schema of this id. Needs auto.register.schemas=false."},
    SWITCH("id.compatibility.strict", AT(id_strict), "true", WEIR_LOW, "Registry",
           "Check that the schema of use.schema.id can hold every value of the record's schema."),
    REFUSED("use.latest.with.metadata", check_no_metadata,
            "Refused: versions are not chosen by metadata."),
    REFUSED("rule.executors", check_no_rules, "Refused: rules of data contracts are not run."),
    SWITCH("normalize.schemas", AT(normalize), "false", WEIR_MEDIUM, "Registry",
           "Have the registry compare schemas in a normal form."),
    {.name = "key.subject.name.strategy",
     .type = WEIR_CONF_ENUM,
     .at = AT(key_strategy),
     .def = SUBJECT "TopicNameStrategy",
     .values = strategies,
     .importance = WEIR_MEDIUM,
     .group = "Registry",
     .doc =
         "Under which subject the schema of keys is registered: that of the topic (<topic>-key), "
         "of the record's name, or of both."},
    {.name = "value.subject.name.strategy",
     .type = WEIR_CONF_ENUM,
     .at = AT(value_strategy),
     .def = SUBJECT "TopicNameStrategy",
     .values = strategies,
     .importance = WEIR_MEDIUM,
     .group = "Registry",
     .doc = "Under which subject the schema of values is registered: that of the topic "
            "(<topic>-value), of the record's name, or of both."},
    {.name = "key.schema.id.serializer",
     .type = WEIR_CONF_STRING,
     .at = WEIR_CONF_NOWHERE,
     .def = "io.confluent.kafka.serializers.schema.id.PrefixSchemaIdSerializer",
     .values = prefix_writer,
     .importance = WEIR_MEDIUM,
     .group = "Registry",
     .doc = "Where the id of a key's schema is written: before the data."},
    {.name = "value.schema.id.serializer",
     .type = WEIR_CONF_STRING,
     .at = WEIR_CONF_NOWHERE,
     .def = "io.confluent.kafka.serializers.schema.id.PrefixSchemaIdSerializer",
     .values = prefix_writer,
     .importance = WEIR_MEDIUM,
     .group = "Registry",
     .doc = "Where the id of a value's schema is written: before the data."},
    SWITCH("enhanced.avro.schema.support", OPTION(enhanced_schema_support), "false", WEIR_MEDIUM,
           "Schemas", "Keep enums as enums, and packages in the names of a union's fields."),
    SWITCH("scrub.invalid.names", OPTION(scrub_invalid_names), "false", WEIR_MEDIUM, "Schemas",
           "Replace characters that Avro does not allow in names."),
    SWITCH("connect.meta.data", OPTION(connect_meta_data), "true", WEIR_LOW, "Schemas",
           "Keep what only Connect knows of a schema (version, parameters, documentation) as "
           "properties of the Avro schema."),
    SWITCH("discard.type.doc.default", OPTION(discard_type_doc_default), "false", WEIR_LOW,
           "Schemas", "Keep documentation and defaults of fields only, not of types."),
    SWITCH("allow.optional.map.keys", OPTION(allow_optional_map_keys), "false", WEIR_LOW, "Schemas",
           "Write a map whose keys are optional strings as Avro's map."),
    SWITCH("flatten.singleton.unions", OPTION(flatten_singleton_unions), "true", WEIR_LOW,
           "Schemas", "Read a union of one type as that type."),
    SWITCH("generalized.sum.type.support", OPTION(generalized_sum_type), "false", WEIR_MEDIUM,
           "Schemas",
           "Translate unions and enums in the way that all of Confluent's converters "
           "share."),
    SWITCH("ignore.default.for.nullables", OPTION(ignore_default_for_nullables), "false",
           WEIR_MEDIUM, "Schemas", "Write a null as null, not as its schema's default."),
    {.name = "schemas.cache.config",
     .type = WEIR_CONF_INT,
     .at = AT(cache_size),
     .def = "1000",
     .importance = WEIR_LOW,
     .group = "Schemas",
     .alias = "schemas.cache.size",
     .doc = "How many schemas the converter remembers, each way."},
    {.name = "max.schemas.per.subject",
     .type = WEIR_CONF_INT,
     .at = WEIR_CONF_NOWHERE,
     .def = "1000",
     .importance = WEIR_LOW,
     .group = "Schemas",
     .doc = "Understood; schemas.cache.config is the limit here."},
    WEIR_CONF_END,
};

static const struct weir_component avro_converter = {
    .size = sizeof(struct weir_component),
    .kind = WEIR_CONVERTER,
    .class_name = "io.confluent.connect.avro.AvroConverter",
    .doc = "Avro, with its schema in a schema registry.",
    .keys = avro_keys,
    .conf_size = sizeof(struct avro_conf),
    .ops = &avro_converter_ops,
};

static const struct weir_component *const components[] = {&avro_converter, NULL};

static const struct weir_plugin plugin = {
    .abi = WEIR_ABI_NOW(struct weir_plugin),
    .name = "avro",
    .version = "8.3.1", /* Confluent's, whose schemas and bytes these are */
    .components = components,
};

const struct weir_plugin *weir_plugin_entry(uint32_t host_abi)
{
    (void)host_abi;
    return &plugin;
}
