/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_history.c: any text as a record of the schema history, applied to a schema; then laid out as
 * Jackson does, which says the same again.
 */
#include <stdlib.h>

#include "history_json.h"
#include "history_recover.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void free_table(void *self, const struct history_change *change)
{
    *(int *)self += 1;
    my_table_free(change->table);
}

static int count(struct weir_arena *arena, struct weir_str json)
{
    struct history_record rec;
    struct weir_err err;
    int n = 0;
    if (history_read(arena, json, &rec, &err) != WEIR_OK) {
        return -1;
    }
    if (rec.changes.p && history_read_changes(arena, rec.changes, free_table, &n, &err)) {
        return -2;
    }
    return n;
}

static void recover(const struct history_filter *filter, struct weir_str json)
{
    struct mariadb_conf conf = {.prefix = WEIR_STR("s")};
    struct cdc_offset reached = {.file = WEIR_STR("b.000009"), .pos = 100};
    struct weir_log log;
    struct weir_err err;
    weir_log_init(&log, "fuzz", "", -1, "");
    struct history_recover self = {.conf = &conf,
                                   .log = &log,
                                   .reached = &reached,
                                   .schema = cdc_schema_new(),
                                   .filter = filter};
    weir_arena_init(&self.arena, 4096);
    (void)history_recover_one(&self, json, &err);
    weir_arena_free(&self.arena);
    cdc_schema_free(self.schema);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct history_filter *filter;
    struct weir_str json = weir_str_n(data, size);
    struct weir_arena arena;
    struct weir_buf pretty;
    struct weir_err err;
    if (!filter && history_filter_new(WEIR_STR_NULL, &filter, &err) != WEIR_OK) {
        abort();
    }
    recover(filter, json);
    weir_arena_init(&arena, 4096);
    weir_buf_init(&pretty, (size_t)64 << 20);
    int said = count(&arena, json);
    history_pretty(&pretty, json);
    if (said >= 0 && count(&arena, weir_buf_view(&pretty)) != said) {
        abort();
    }
    weir_buf_free(&pretty);
    weir_arena_free(&arena);
    return 0;
}
