/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_rig.h: a captured table for tests without a server: a configuration from texts, a table from
 * a list of columns, and JsonConverter to look at what came out. For programs with mariadb_parts.
 */
#ifndef CDC_RIG_H
#define CDC_RIG_H

#include <stdio.h>
#include <stdlib.h>

#include <weir/plugin.h>

#include "cdc_column.h"
#include "cdc_envelope.h"
#include "conf/conf_apply.h"
#include "mariadb_keys.h"
#include "plugin_host.h"

struct cdc_rig {
    struct weir_arena arena;
    struct mariadb_conf *conf;
    struct cdc_maker *maker;
    struct my_table table;
    struct cdc_table *cdc;
    struct weir_batch *batch;
    const struct weir_converter_ops *json;
    void *json_self;
    struct weir_log log;
    struct weir_err err;
};

static inline void cdc_rig_check(bool good, const char *what, const struct weir_err *err)
{
    if (!good) {
        fprintf(stderr, "%s: %s\n", what, err->text);
        abort();
    }
}

/* pairs: property, value, ..., NULL; beside what every configuration needs. */
static inline void cdc_rig_open(struct cdc_rig *rig, const char *const *pairs, bool schemas)
{
    static const char *const needed[] = {"topic.prefix", "xchange_trading",
                                         "database.hostname", "db",
                                         "database.user", "u",
                                         "database.server.id", "7",
                                         "schema.history.internal.kafka.topic", "h",
                                         "schema.history.internal.kafka.bootstrap.servers", "k:1",
                                         NULL};
    struct weir_props props;
    weir_arena_init(&rig->arena, 1 << 16);
    weir_log_init(&rig->log, "cdc", "", -1, "test");
    rig->batch = weir_batch_new(10000, 64 << 20, 64 << 20);
    rig->conf = WEIR_NEW(&rig->arena, struct mariadb_conf);
    weir_props_init(&props, &rig->arena);
    for (const char *const *at = needed; *at; at += 2) {
        weir_props_set_c(&props, at[0], at[1]);
    }
    for (; pairs && *pairs; pairs += 2) {
        weir_props_set_c(&props, pairs[0], pairs[1]);
    }
    cdc_rig_check(conf_apply(mariadb_keys(false), &props, rig->conf, &rig->arena, &rig->err) ==
                      WEIR_OK,
                  "configuration", &rig->err);
    cdc_rig_check(cdc_maker_new(rig->conf, 0, &rig->log, &rig->maker, &rig->err) == WEIR_OK, "maker",
                  &rig->err);
    const struct weir_component *component = plugin_host_find(
        "converters", WEIR_CONVERTER, "org.apache.kafka.connect.json.JsonConverter");
    const char *const json[] = {"converter.type", "value", "schemas.enable",
                                schemas ? "true" : "false", NULL};
    struct weir_open open = {.conf = plugin_host_conf(component, &rig->arena, json, &rig->err),
                             .arena = &rig->arena};
    rig->json = component->ops;
    cdc_rig_check(open.conf && rig->json->open(&open, &rig->json_self, &rig->err) == WEIR_OK,
                  "JsonConverter", &rig->err);
}

/* columns and key live as long as the rig. */
static inline void cdc_rig_table(struct cdc_rig *rig, const struct my_column *columns, uint32_t n,
                                 const struct weir_str *key, uint32_t n_key)
{
    cdc_table_free(rig->cdc);
    rig->table = (struct my_table){.db = WEIR_STR("trading"),
                                   .name = WEIR_STR("trades"),
                                   .charset = WEIR_STR("utf8mb4"),
                                   .columns = columns,
                                   .n_columns = n,
                                   .key = key,
                                   .n_key = n_key};
    rig->cdc = NULL;
    cdc_rig_check(cdc_table_make(rig->maker, &rig->table, &rig->cdc, &rig->err) == WEIR_OK, "table",
                  &rig->err);
}

static inline void cdc_rig_close(struct cdc_rig *rig)
{
    cdc_table_free(rig->cdc);
    cdc_maker_free(rig->maker);
    weir_batch_free(rig->batch);
    rig->json->close(rig->json_self);
    weir_arena_free(&rig->arena);
}

/* In the batch's arena; "null" of a Kafka null. */
static inline struct weir_str cdc_rig_json(struct cdc_rig *rig, const struct weir_schema *sch,
                                           struct weir_value val)
{
    static const struct weir_convert at = {.topic = {.p = "t", .n = 1}};
    struct weir_buf out;
    bool is_null = false;
    weir_buf_init(&out, 1 << 20);
    cdc_rig_check(rig->json->to_bytes(rig->json_self, &at, sch, val, &out, &is_null, &rig->err) ==
                      WEIR_OK,
                  "JsonConverter", &rig->err);
    struct weir_str text =
        weir_arena_str(&rig->batch->arena, is_null ? WEIR_STR("null") : weir_buf_view(&out));
    weir_buf_free(&out);
    return text;
}

#endif
