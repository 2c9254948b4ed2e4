/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_history.c: how long a schema history takes to be recovered: records as Debezium writes
 * them, over 500 tables of 14 columns, one CREATE each and then ALTERs; once with whole tables in the
 * records, once with statements alone. Wants a release build, and counts processor time.
 * Usage: bench_history [statements, default 100000].
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "history_json.h"
#include "history_recover.h"

enum { TABLES = 500 };

struct records {
    struct weir_buf bytes;
    size_t *ends;
    size_t n;
};

static int64_t cpu_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static const char *create_text(size_t i)
{
    static char sql[2048];
    (void)snprintf(
        sql, sizeof(sql),
        "CREATE TABLE `orders_%zu` (\n  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,\n  "
        "`customer_id` int(11) NOT NULL,\n  `state` enum('new','paid','sent','returned') NOT NULL "
        "DEFAULT 'new',\n  `total` decimal(18,4) NOT NULL DEFAULT 0.0000,\n  `currency` char(3) "
        "DEFAULT 'EUR',\n  `note` text DEFAULT NULL,\n  `email` varchar(255) NOT NULL,\n  `phone` "
        "varchar(40) DEFAULT NULL,\n  `created_at` datetime(6) NOT NULL,\n  `updated_at` timestamp "
        "NULL DEFAULT NULL,\n  `weight` double DEFAULT NULL,\n  `flags` set('a','b','c') DEFAULT "
        "NULL,\n  `meta` longtext DEFAULT NULL,\n  `is_open` tinyint(1) NOT NULL DEFAULT 1,\n  "
        "PRIMARY KEY (`id`),\n  KEY `c` (`customer_id`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
        i % TABLES);
    return sql;
}

static const char *statement(size_t i)
{
    static char sql[256];
    if (i < TABLES) {
        return create_text(i);
    }
    (void)snprintf(sql, sizeof(sql), "ALTER TABLE `orders_%zu` MODIFY COLUMN `email` varchar(%zu)",
                   i % TABLES, 200 + i % 56);
    return sql;
}

static void add(struct records *records, struct cdc_schema *schema, size_t i, bool tables)
{
    const struct cdc_offset position = {.file = WEIR_STR("mariadb-bin.000042"),
                                        .pos = (int64_t)(1000 + i * 300),
                                        .gtids = WEIR_STR("0-1-9182"),
                                        .ts_sec = 1790000000,
                                        .server_id = 1};
    struct weir_arena arena;
    struct ddl_changes changes;
    struct weir_err err;
    struct weir_buf json;
    weir_arena_init(&arena, 16384);
    weir_buf_init(&json, (size_t)1 << 20);
    if (cdc_schema_apply(schema, WEIR_STR("shop"), weir_str_of(statement(i)), NULL, NULL, &arena,
                         &changes, &err)) {
        abort();
    }
    struct ddl_change change = changes.items[0];
    change.has_table_change = tables;
    history_write(&json, WEIR_STR("shop"), &position, 1790000000123, &change);
    history_pretty(&records->bytes, weir_buf_view(&json));
    records->ends[records->n++] = records->bytes.n;
    weir_buf_free(&json);
    weir_arena_free(&arena);
}

static void make(struct records *records, size_t n, bool tables)
{
    struct cdc_schema *schema = cdc_schema_new();
    weir_buf_init(&records->bytes, (size_t)4 << 30);
    records->ends = calloc(n, sizeof(*records->ends));
    records->n = 0;
    for (size_t i = 0; i < n; i++) {
        add(records, schema, i, tables);
    }
    cdc_schema_free(schema);
}

static void recover(const struct records *records, const char *what)
{
    struct mariadb_conf conf = {.prefix = WEIR_STR("shop")};
    const struct cdc_offset reached = {
        .file = WEIR_STR("mariadb-bin.000043"), .pos = 4, .gtids = WEIR_STR("0-1-9999")};
    struct history_filter *filter;
    struct weir_log log;
    struct weir_err err;
    weir_log_init(&log, "bench", "", -1, "");
    if (history_filter_new(WEIR_STR_NULL, &filter, &err) != WEIR_OK) {
        abort();
    }
    struct history_recover self = {.conf = &conf,
                                   .log = &log,
                                   .reached = &reached,
                                   .schema = cdc_schema_new(),
                                   .filter = filter};
    weir_arena_init(&self.arena, 65536);
    int64_t begin_ns = cpu_ns();
    for (size_t i = 0, from = 0; i < records->n; from = records->ends[i++]) {
        if (history_recover_one(&self, weir_str_n(records->bytes.p + from, records->ends[i] - from),
                                &err)) {
            abort();
        }
    }
    double seconds = (double)(cpu_ns() - begin_ns) / 1e9;
    printf("%-24s %zu records of %zu bytes: %.3f s, %.2f GB/s\n", what, records->n,
           records->bytes.n / records->n, seconds, (double)records->bytes.n / seconds / 1e9);
    weir_arena_free(&self.arena);
    cdc_schema_free(self.schema);
    history_filter_free(filter);
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
    for (int tables = 1; tables >= 0; tables--) {
        struct records records;
        make(&records, n, tables);
        recover(&records, tables ? "whole tables" : "statements alone");
        weir_buf_free(&records.bytes);
        free(records.ends);
    }
    return 0;
}
