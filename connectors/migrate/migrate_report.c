/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_report.c: what a run says before and after: the plan of a dry run, the place in the binlog
 * at which the tables were read, and the closing table.
 */
#include <inttypes.h>
#include <stdio.h>

#include "migrate.h"
#include "migrate_text.h"

const char *migrate_text_count(char to[32], int64_t n)
{
    char digits[24];
    int length = snprintf(digits, sizeof(digits), "%" PRId64, n);
    int at = 0;
    for (int i = 0; i < length; i++) {
        bool point = i > 0 && digits[i - 1] != '-' && (length - i) % 3 == 0;
        if (point) {
            to[at++] = ',';
        }
        to[at++] = digits[i];
    }
    to[at] = 0;
    return to;
}

const char *migrate_text_bytes(char to[32], int64_t n)
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
    double x = (double)n;
    size_t unit = 0;
    while (x >= 1000 && unit + 1 < sizeof(units) / sizeof(units[0])) {
        x /= 1000;
        unit++;
    }
    snprintf(to, 32, x < 10 && unit ? "%.1f %s" : "%.0f %s", x, units[unit]);
    return to;
}

/* ---- the plan ---- */

static void print_chunks(const struct migrate_table *table)
{
    for (uint32_t i = 0; table->n_chunks > 1 && i < table->n_chunks; i++) {
        printf("    %.*s\n", WEIR_STR_ARG(table->chunks[i].where));
    }
}

static void print_sql(const struct migrate *migrate, const struct migrate_table *table)
{
    struct weir_buf sql;
    struct weir_err err;
    weir_buf_init(&sql, (size_t)1 << 20);
    if (migrate_target_sql(migrate, table, &sql, &err) == WEIR_OK) {
        printf("  %s\n", weir_buf_cstr(&sql));
    } else {
        printf("  %s\n", err.text);
    }
    weir_buf_free(&sql);
}

void migrate_report_plan(const struct migrate *migrate)
{
    for (size_t i = 0; i < migrate->n_tables; i++) {
        const struct migrate_table *table = &migrate->tables[i];
        bool is_there = table->existing && !table->created;
        char rows[32];
        if (table->state == TABLE_FAILED) {
            continue; /* why was said */
        }
        printf("%.*s -> %.*s: about %s rows, %u chunk%s, %s\n", WEIR_STR_ARG(table->id),
               WEIR_STR_ARG(table->words),
               migrate_text_count(rows, table->estimate > 0 ? table->estimate : 0), table->n_chunks,
               table->n_chunks == 1 ? "" : "s",
               is_there ? "the target is there" : "the target is created");
        if (!is_there) {
            print_sql(migrate, table);
        }
        print_chunks(table);
    }
    printf("nothing was written (--dry-run)\n");
}

/* ---- the place ---- */

static void print_place(const char *what, const struct migrate_place *place)
{
    printf("%s %.*s:%" PRId64 "%s%.*s\n", what, WEIR_STR_ARG(place->file), place->pos,
           place->gtids.n ? ", gtids " : "", WEIR_STR_ARG(place->gtids));
}

void migrate_report_place(const struct migrate *migrate)
{
    const struct migrate_place *place = &migrate->place;
    if (migrate->first_place.file.p) {
        print_place("binlog position of the run that goes on:", &migrate->first_place);
        print_place("what was still to be read is read at:", place);
    } else {
        print_place("binlog position:", place);
    }
    if (place->doubts.p) {
        printf("not consistent: %.*s\n", WEIR_STR_ARG(place->doubts));
    }
    fflush(stdout);
}

/* ---- the end ---- */

static const char *checksum(const struct migrate_table *table)
{
    static const char *const words[] = {
        [EQUAL_UNKNOWN] = "not compared",
        [EQUAL_YES] = "equal",
        [EQUAL_NOT_YET] = "not equal yet",
        [EQUAL_NO] = "NOT EQUAL",
    };
    if (table->state == TABLE_FAILED) {
        return "FAILED";
    }
    return words[table->equal];
}

static void print_row(const struct migrate_table *table)
{
    char rows[32], bytes[32], seconds[32];
    int64_t ms = table->ended_ms && table->started_ms ? table->ended_ms - table->started_ms : 0;
    snprintf(seconds, sizeof(seconds), "%" PRId64 ".%03d", ms / 1000, (int)(ms % 1000));
    printf("%-32.*s %15s %10s %10s  %s", WEIR_STR_ARG(table->id),
           migrate_text_count(rows, atomic_load(&table->rows)),
           migrate_text_bytes(bytes, atomic_load(&table->bytes)), seconds,
           checksum(table));
    if (table->not_compared.n) {
        printf(" but for %.*s, not compared", WEIR_STR_ARG(table->not_compared));
    }
    printf("\n");
}

static void print_notes(const struct migrate *migrate, const struct migrate_table *table)
{
    char n[32];
    if (atomic_load(&table->n_nul)) {
        printf("%.*s: U+0000 was taken out of %s texts, PostgreSQL cannot hold it\n",
               WEIR_STR_ARG(table->id), migrate_text_count(n, atomic_load(&table->n_nul)));
    }
    if (table->equal == EQUAL_NOT_YET) {
        printf("%.*s: it was copied %s, and the source has been written since; streaming from "
               "%.*s:%" PRId64 " makes both sides equal, and --resume --verify compares again then\n",
               WEIR_STR_ARG(table->id), table->done ? "by a run before" : "in more than one run",
               WEIR_STR_ARG(migrate->first_place.file), migrate->first_place.pos);
    }
    if (table->trouble.n) {
        printf("%.*s: %.*s\n", WEIR_STR_ARG(table->id), WEIR_STR_ARG(table->trouble));
    }
}

void migrate_report(const struct migrate *migrate)
{
    printf("\n%-32s %15s %10s %10s  %s\n", "table", "rows", "bytes", "seconds", "checksum");
    for (size_t i = 0; i < migrate->n_tables; i++) {
        print_row(&migrate->tables[i]);
    }
    for (size_t i = 0; i < migrate->n_tables; i++) {
        print_notes(migrate, &migrate->tables[i]);
    }
    fflush(stdout);
}
