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
#define SCANNED     "TABLE_SCAN_COMPLETED"

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
        {WEIR_STR("connector_name"), source->conf->prefix}}; /* so Debezium calls it */
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

/* Of an incremental snapshot: known by the signal that began it. */
static enum weir_verdict tell_incremental(struct source *source, const char *type,
                                          const struct weir_param *data, size_t n,
                                          struct weir_batch *batch, struct weir_err *err)
{
    return tell(source, INCREMENTAL, type, incremental_signal(source), data, n, batch, err);
}

enum weir_verdict notify(struct source *source, const char *type, struct weir_str tables,
                         struct weir_batch *batch, struct weir_err *err)
{
    const struct weir_param data = {WEIR_STR("data_collections"), tables};
    return tell_incremental(source, type, &data, tables.p ? 1 : 0, batch, err);
}

/* 'it\'s' as the value it stands for. */
static void unquote(struct weir_str literal, struct weir_buf *out)
{
    if (literal.n < 2 || literal.p[0] != '\'') {
        weir_buf_str(out, weir_str_is(literal, "NULL") ? WEIR_STR("<null>") : literal);
        return;
    }
    for (size_t i = 1; i + 1 < literal.n; i++) {
        bool escaped = literal.p[i] == '\\' && i + 2 < literal.n;
        char c = literal.p[escaped ? ++i : i];
        weir_buf_char(out, escaped && c == '0' ? '\0' : escaped && c == 'Z' ? 0x1a : c);
    }
}

/* ["'1'","'a'"] as 1,a */
static struct weir_str key_text(struct weir_arena *arena, struct weir_str literals)
{
    struct weir_json *list = NULL;
    struct weir_err ignored;
    struct weir_buf out;
    if (!literals.n || weir_json_parse(arena, literals, &list, &ignored) != WEIR_OK) {
        return WEIR_STR("\"<null>\"");
    }
    weir_buf_init(&out, literals.n + 64);
    for (const struct weir_json *at = list->first; at; at = at->next) {
        weir_buf_text(&out, at == list->first ? "" : ",");
        unquote(at->text, &out);
    }
    struct weir_str text = weir_arena_str(arena, weir_buf_view(&out));
    weir_buf_free(&out);
    return text;
}

enum weir_verdict notify_progress(struct source *source, struct weir_str maximum,
                                  struct weir_str last, struct weir_batch *batch,
                                  struct weir_err *err)
{
    struct weir_buf tables;
    if (!source->conf->notification_channels.n) {
        return WEIR_OK;
    }
    incremental_tables(source, &tables);
    struct weir_str all = weir_buf_view(&tables);
    ptrdiff_t comma = weir_str_chr(all, ',');
    const struct weir_param data[] = {
        {WEIR_STR("data_collections"), all},
        {WEIR_STR("current_collection_in_progress"),
         comma < 0 ? all : weir_str_n(all.p, (size_t)comma)},
        {WEIR_STR("maximum_key"), key_text(&batch->arena, maximum)},
        {WEIR_STR("last_processed_key"), key_text(&batch->arena, last)},
    };
    enum weir_verdict verdict = tell_incremental(
        source, "IN_PROGRESS", data, sizeof(data) / sizeof(data[0]), batch, err);
    weir_buf_free(&tables);
    return verdict;
}

enum weir_verdict notify_initial(struct source *source, const char *type, struct weir_batch *batch,
                                 struct weir_err *err)
{
    return tell(source, INITIAL, type, WEIR_STR_NULL, NULL, 0, batch, err);
}

enum weir_verdict notify_initial_begun(struct source *source, struct weir_str table,
                                       struct weir_str all, struct weir_batch *batch,
                                       struct weir_err *err)
{
    const struct weir_param data[] = {
        {WEIR_STR("current_collection_in_progress"), table},
        {WEIR_STR("data_collections"), all},
    };
    return tell(source, INITIAL, "IN_PROGRESS", WEIR_STR_NULL, data, 2, batch, err);
}

struct scanned {
    struct weir_param items[4];
    char count[32];
};

static const struct weir_param *scanned(struct scanned *data, struct weir_str table,
                                        struct weir_str all, int64_t rows, const char *status)
{
    snprintf(data->count, sizeof(data->count), "%" PRId64, rows);
    const struct weir_param items[] = {
        {WEIR_STR("scanned_collection"), table},
        {WEIR_STR("total_rows_scanned"), weir_str_of(data->count)},
        {WEIR_STR("status"), weir_str_of(status)},
        {WEIR_STR("data_collections"), all},
    };
    memcpy(data->items, items, sizeof(items));
    return data->items;
}

enum weir_verdict notify_initial_table(struct source *source, struct weir_str table,
                                       struct weir_str all, int64_t rows,
                                       struct weir_batch *batch, struct weir_err *err)
{
    struct scanned data;
    return tell(source, INITIAL, SCANNED, WEIR_STR_NULL,
                scanned(&data, table, all, rows, "SUCCEEDED"), 4, batch, err);
}

enum weir_verdict notify_table(struct source *source, const struct incremental_table *table,
                               int64_t rows, const char *status, struct weir_batch *batch,
                               struct weir_err *err)
{
    char name[1024];
    struct scanned data;
    struct weir_buf all;
    snprintf(name, sizeof(name), "%.*s.%.*s", WEIR_STR_ARG(table->db), WEIR_STR_ARG(table->name));
    incremental_tables(source, &all);
    enum weir_verdict verdict = tell_incremental(
        source, SCANNED,
        scanned(&data, weir_str_of(name), weir_buf_view(&all), rows, status), 4, batch, err);
    weir_buf_free(&all);
    return verdict;
}
