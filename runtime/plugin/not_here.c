/* SPDX-License-Identifier: Apache-2.0 */
/* not_here.c: the table of classes that are known by name only. */
#include "plugin/not_here.h"

#define AVRO "io.confluent.connect.avro.AvroConverter"
#define JSON "org.apache.kafka.connect.json.JsonConverter"

const char *not_here(struct weir_str class_name)
{
    static const struct {
        const char *class_name;
        const char *instead;
    } classes[] = {
        {"io.confluent.connect.json.JsonSchemaConverter",
         " Weir has no JSON Schema converter: use " AVRO " with the same registry, or " JSON "."},
        {"io.confluent.connect.protobuf.ProtobufConverter",
         " Weir has no Protobuf converter: use " AVRO " with the same registry, or " JSON "."},
        {"io.apicurio.registry.utils.converter.AvroConverter",
         " Weir speaks with Apicurio through its ccompat API: use " AVRO
         " with schema.registry.url=http://.../apis/ccompat/v7."},
        {"io.debezium.connector.postgresql.transforms.timescaledb.TimescaleDb",
         " Weir has no TimescaleDb transform, which belongs to a PostgreSQL source that Weir does "
         "not have: run it in the worker of that source."},
    };
    for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
        if (weir_str_is(class_name, classes[i].class_name)) {
            return classes[i].instead;
        }
    }
    return "";
}
