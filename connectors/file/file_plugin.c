/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file_plugin.c: what this .so offers. The key tables are all the configuration code there is: the
 * runtime fills the structs from them, checks, documents and shows them.
 */
#include "file.h"

static const struct weir_conf_key source_keys[] = {
    {.name = "file",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct file_source_conf, file),
     .importance = WEIR_HIGH,
     .doc = "Source filename. If not specified, the standard input will be used"},
    {.name = "topic",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct file_source_conf, topic),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY,
     .importance = WEIR_HIGH,
     .doc = "The topic to publish data to"},
    {.name = "batch.size",
     .type = WEIR_CONF_INT,
     .at = WEIR_AT(struct file_source_conf, batch_size),
     .def = "2000",
     .importance = WEIR_LOW,
     .doc = "The maximum number of records the source task can read from the file each time it is "
            "polled"},
    WEIR_CONF_END,
};

static const struct weir_conf_key sink_keys[] = {
    {.name = "file",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct file_sink_conf, file),
     .importance = WEIR_HIGH,
     .doc = "Destination filename. If not specified, the standard output will be used"},
    WEIR_CONF_END,
};

static const struct weir_component source = {
    .size = sizeof(struct weir_component),
    .kind = WEIR_SOURCE,
    .class_name = "org.apache.kafka.connect.file.FileStreamSourceConnector",
    .doc = "Reads the lines of a text file, or of standard input, and goes on as it grows.",
    .keys = source_keys,
    .conf_size = sizeof(struct file_source_conf),
    .ops = &file_source_ops,
};

static const struct weir_component sink = {
    .size = sizeof(struct weir_component),
    .kind = WEIR_SINK,
    .class_name = "org.apache.kafka.connect.file.FileStreamSinkConnector",
    .doc = "Appends every record's value as a line to a text file, or to standard output.",
    .keys = sink_keys,
    .conf_size = sizeof(struct file_sink_conf),
    .ops = &file_sink_ops,
};

static const struct weir_component *const components[] = {&source, &sink, NULL};

static const struct weir_plugin plugin = {
    .abi = WEIR_ABI_NOW(struct weir_plugin),
    .name = "file",
    .version = "4.3.1", /* Connect's, whose behaviour this is */
    .components = components,
};

const struct weir_plugin *weir_plugin_entry(uint32_t host_abi)
{
    (void)host_abi;
    return &plugin;
}
