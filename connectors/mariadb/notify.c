/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notify.c: a notification is a record of notification.sink.topic.name, a line in the log, or both,
 * or nothing, as the configuration has it.
 */
#include "notify.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/random.h>

#include <weir/time.h>

#define DATA_MAX    8
#define INITIAL     "Initial Snapshot"
#define INCREMENTAL "Incremental Snapshot"

static bool is_on(const struct source *source, const char *channel)
{
    const struct weir_conf_list *list = &source->conf->notification_channels;
    for (size_t i = 0; i < list->n; i++) {
        if (weir_str_eq_nocase(list->items[i], weir_str_of(channel))) {
            return true;
        }
    }
    return false;
}

static struct weir_str new_id(char text[37])
{
    uint8_t b[16] = {0};
    (void)!getrandom(b, sizeof(b), 0);
    b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
    b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
    snprintf(text, 37,
             "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
             b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
             b[15]);
    return weir_str_n(text, 36);
}

static enum weir_verdict tell(struct source *source, const char *aggregate, const char *type,
                              struct weir_str id, const struct weir_param *data, size_t n,
                              struct weir_batch *batch, struct weir_err *err)
{
    char text[37];
    struct weir_param all[DATA_MAX] = {
        {WEIR_STR("connector_name"), weir_str_of(weir_task_connector(source->task))}};
    size_t count = 1;
    while (count < DATA_MAX && n--) {
        all[count++] = *data++;
    }
    id = id.p ? id : new_id(text);
    if (is_on(source, "log")) {
        weir_info(source->log, "%s %s %.*s", aggregate, type, WEIR_STR_ARG(id));
    }
    if (!is_on(source, "sink")) {
        return WEIR_OK;
    }
    uint32_t offset = batch->n_offsets ? batch->n_offsets - 1 : WEIR_NO_OFFSET;
    return cdc_meta_notification(source->maker, id, weir_str_of(aggregate), weir_str_of(type), all,
                                 count, weir_clock_wall_ms(), offset, batch, err);
}

enum weir_verdict notify(struct source *source, const char *type, struct weir_str id,
                         const struct weir_param *data, size_t n, struct weir_batch *batch,
                         struct weir_err *err)
{
    return tell(source, INCREMENTAL, type, id, data, n, batch, err);
}

enum weir_verdict notify_initial(struct source *source, const char *type, struct weir_batch *batch,
                                 struct weir_err *err)
{
    return tell(source, INITIAL, type, WEIR_STR_NULL, NULL, 0, batch, err);
}

static enum weir_verdict tell_table(struct source *source, const char *aggregate,
                                    const struct incremental_table *table, int64_t rows,
                                    const char *status, struct weir_str id,
                                    struct weir_batch *batch, struct weir_err *err)
{
    char name[1024];
    char count[32];
    snprintf(name, sizeof(name), "%.*s.%.*s", WEIR_STR_ARG(table->db), WEIR_STR_ARG(table->name));
    snprintf(count, sizeof(count), "%" PRId64, rows);
    const struct weir_param data[] = {
        {WEIR_STR("scanned_collection"), weir_str_of(name)},
        {WEIR_STR("total_rows_scanned"), weir_str_of(count)},
        {WEIR_STR("status"), weir_str_of(status)},
    };
    return tell(source, aggregate, "TABLE_SCAN_COMPLETED", id, data,
                sizeof(data) / sizeof(data[0]), batch, err);
}

enum weir_verdict notify_initial_table(struct source *source, struct weir_str db,
                                       struct weir_str name, int64_t rows,
                                       struct weir_batch *batch, struct weir_err *err)
{
    const struct incremental_table table = {.db = db, .name = name};
    return tell_table(source, INITIAL, &table, rows, rows ? "SUCCEEDED" : "EMPTY", WEIR_STR_NULL,
                      batch, err);
}

enum weir_verdict notify_table(struct source *source, const struct incremental_table *table,
                               int64_t rows, const char *status, struct weir_str id,
                               struct weir_batch *batch, struct weir_err *err)
{
    return tell_table(source, INCREMENTAL, table, rows, status, id, batch, err);
}
