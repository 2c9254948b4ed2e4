/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_json_converter.c: any bytes to JsonConverter, with schemas and without, with a fixed schema,
 * and to SimpleHeaderConverter. What was read is written, and that must be read again.
 */
#include <stdio.h>
#include <stdlib.h>

#include "plugin_host.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define KINDS 4

static const char fixed[] =
    "{\"type\":\"struct\",\"fields\":[{\"type\":\"int8\",\"field\":\"a\"},{\"type\":\"bytes\","
    "\"optional\":true,\"field\":\"b\"},{\"type\":\"map\",\"keys\":{\"type\":\"string\"},"
    "\"values\":{\"type\":\"array\",\"items\":{\"type\":\"double\"}},\"optional\":true,\"field\":"
    "\"m\"},{\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\",\"version\":1,"
    "\"parameters\":{\"scale\":\"3\"},\"optional\":true,\"field\":\"d\"}]}";

struct subject {
    const struct weir_converter_ops *ops;
    void *self;
};

static void open_subject(struct subject *subject, int kind, struct weir_arena *arena)
{
    struct weir_err err;
    const char *pairs[] = {"converter.type",
                           "value",
                           "schemas.enable",
                           kind == 1 ? "false" : "true",
                           "schemas.cache.size",
                           "5",
                           "schema.content",
                           kind == 2 ? fixed : "",
                           NULL};
    bool header = kind == 3;
    const struct weir_component *component =
        plugin_host_find("converters", header ? WEIR_HEADER_CONVERTER : WEIR_CONVERTER,
                         header ? "org.apache.kafka.connect.storage.SimpleHeaderConverter"
                                : "org.apache.kafka.connect.json.JsonConverter");
    struct weir_open open = {.conf = plugin_host_conf(component, arena, pairs, &err)};
    subject->ops = component->ops;
    if (!open.conf || subject->ops->open(&open, &subject->self, &err) != WEIR_OK) {
        abort();
    }
}

static enum weir_verdict from_bytes(struct subject *subject, struct weir_str bytes,
                                    struct weir_batch *batch, const struct weir_schema **sch,
                                    struct weir_value *val)
{
    struct weir_convert at = {.topic = {.p = "t", .n = 1}, .header = {.p = "h", .n = 1}};
    struct weir_err err = {0};
    enum weir_verdict got =
        subject->ops->from_bytes(subject->self, &at, bytes, batch, sch, val, &err);
    if (got != WEIR_OK && (got != WEIR_BAD_DATA || !err.text[0])) {
        abort();
    }
    return got;
}

static void try_one(struct subject *subject, int kind, struct weir_str bytes,
                    struct weir_batch *batch)
{
    struct weir_convert at = {.topic = {.p = "t", .n = 1}, .header = {.p = "h", .n = 1}};
    const struct weir_schema *sch;
    struct weir_value val;
    struct weir_err err = {0};
    struct weir_buf out;
    bool is_null;
    weir_batch_reset(batch);
    if (from_bytes(subject, bytes, batch, &sch, &val) != WEIR_OK) {
        return;
    }
    weir_buf_init(&out, 1 << 26);
    enum weir_verdict wrote =
        subject->ops->to_bytes(subject->self, &at, sch, val, &out, &is_null, &err);
    /* A lenient null where the schema wants a value cannot be written. All else can. */
    if (wrote == WEIR_OK && !is_null && !out.full && kind < 2 &&
        from_bytes(subject, weir_buf_view(&out), batch, &sch, &val) != WEIR_OK) {
        abort();
    }
    weir_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct subject subjects[KINDS];
    static struct weir_batch *batch;
    static struct weir_arena arena;
    if (!batch) {
        weir_arena_init(&arena, 1 << 16);
        batch = weir_batch_new(1, 1 << 20, 1 << 20);
        for (int kind = 0; kind < KINDS; kind++) {
            open_subject(&subjects[kind], kind, &arena);
        }
    }
    for (int kind = 0; kind < KINDS; kind++) {
        try_one(&subjects[kind], kind, weir_str_n(size ? (const char *)data : "", size), batch);
    }
    return 0;
}
