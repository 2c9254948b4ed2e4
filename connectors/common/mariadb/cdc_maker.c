/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_maker.c: the configuration comes in; what all tables share goes out. A maker lives as long as
 * somebody holds it: batches with its headers are reset after the task is gone.
 */
#include "cdc_maker.h"

#include <stdlib.h>
#include <sys/random.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "cdc_converter.h"
#include "cdc_envelope.h"
#include "cdc_meta_schema.h"
#include "cdc_rules.h"
#include "cdc_source.h"
#include "cdc_struct.h"

/* A UUID version 7: milliseconds since 1970, then chance. */
static struct weir_str run_id(struct weir_arena *arena)
{
    uint8_t b[16];
    uint64_t ms = (uint64_t)weir_clock_wall_ms();
    if (getrandom(b, sizeof(b), 0) != (ssize_t)sizeof(b)) {
        memset(b, 0, sizeof(b));
    }
    for (int i = 0; i < 6; i++) {
        b[i] = (uint8_t)(ms >> (40 - 8 * i));
    }
    b[6] = (uint8_t)(0x70 | (b[6] & 0x0f));
    b[8] = (uint8_t)(0x80 | (b[8] & 0x3f));
    return weir_str_of(weir_arena_printf(
        arena, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
        b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]));
}

static void add_header(struct cdc_maker *maker, struct weir_str name, struct weir_str value)
{
    maker->headers[maker->n_headers++] =
        (struct weir_header){.name = name,
                             .schema = weir_schema_plain(WEIR_STRING, false),
                             .value = weir_string(value)};
}

static void make_headers(struct cdc_maker *maker, int task_id)
{
    struct weir_arena *arena = &maker->arena;
    add_header(maker, WEIR_STR("__debezium.context.connectorLogicalName"), maker->prefix);
    add_header(maker, WEIR_STR("__debezium.context.taskId"),
               weir_str_of(weir_arena_printf(arena, "%d", task_id)));
    add_header(maker, WEIR_STR("__debezium.context.connectorName"), maker->connector);
    add_header(maker, WEIR_STR("__debezium.context.runId"), run_id(arena));
}

static const struct weir_schema *txn_schema(void)
{
    struct cdc_struct plan = {.name = WEIR_STR("event.block"), .version = 1, .optional = true};
    cdc_struct_plain(&plan, "id", WEIR_STRING, false);
    cdc_struct_plain(&plan, "total_order", WEIR_INT64, false);
    cdc_struct_plain(&plan, "data_collection_order", WEIR_INT64, false);
    return cdc_struct_make(&plan);
}

static void read_skips(struct cdc_maker *maker)
{
    static const char letters[] = {[CDC_READ] = 'r',
                                   [CDC_CREATE] = 'c',
                                   [CDC_UPDATE] = 'u',
                                   [CDC_DELETE] = 'd',
                                   [CDC_TRUNCATE] = 't'};
    const struct weir_conf_list *list = &maker->conf->skipped_operations;
    for (size_t i = 0; i < list->n; i++) {
        for (size_t op = 0; op < sizeof(letters); op++) {
            bool is_op = list->items[i].n == 1 && list->items[i].p[0] == letters[op];
            maker->skips[op] = maker->skips[op] || (is_op && op != CDC_READ);
        }
    }
}

enum weir_verdict cdc_maker_new(const struct mariadb_conf *conf, int task_id,
                                const struct weir_log *log, struct cdc_maker **out,
                                struct weir_err *err)
{
    struct cdc_maker *maker = weir_xcalloc(1, sizeof(*maker));
    weir_arena_init(&maker->arena, 4096);
    atomic_init(&maker->holds, 1);
    maker->conf = conf;
    maker->log = log;
    maker->connector = conf->is_mysql ? WEIR_STR("mysql") : WEIR_STR("mariadb");
    maker->prefix = weir_arena_str(&maker->arena, conf->prefix);
    maker->source_schema = cdc_source_schema(maker->connector);
    maker->txn_schema = txn_schema();
    cdc_meta_schemas_make(maker);
    if (conf->extended_headers) {
        make_headers(maker, task_id);
    }
    read_skips(maker);
    if (cdc_rules_make(conf, &maker->arena, &maker->rules, err) != WEIR_OK ||
        cdc_converters_make(conf, &maker->arena, &maker->converters, err) != WEIR_OK) {
        cdc_maker_free(maker);
        return err->class;
    }
    *out = maker;
    return WEIR_OK;
}

struct cdc_maker *cdc_maker_hold(struct cdc_maker *maker)
{
    atomic_fetch_add_explicit(&maker->holds, 1, memory_order_relaxed);
    return maker;
}

void cdc_maker_free(struct cdc_maker *maker)
{
    if (maker && atomic_fetch_sub_explicit(&maker->holds, 1, memory_order_acq_rel) == 1) {
        weir_schema_unref(maker->source_schema);
        weir_schema_unref(maker->txn_schema);
        cdc_meta_schemas_free(&maker->meta);
        weir_arena_free(&maker->arena);
        free(maker);
    }
}

static void let_go(void *p)
{
    cdc_maker_free(p);
}

void cdc_maker_keep(struct cdc_maker *maker, struct weir_batch *batch)
{
    weir_arena_hook(&batch->arena, let_go, cdc_maker_hold(maker));
}
