/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_progress.c: how far the run is: on a terminal a bar for each table that is being copied
 * and one for all, drawn over the last ones; elsewhere a plain line when a table begins and ends,
 * and now and then one for all.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "migrate.h"
#include "migrate_text.h"

#define LINE_MS 10000
#define BAR     24

struct migrate_progress {
    struct migrate *migrate;
    bool terminal;
    int n_drawn;       /* lines to go back over */
    int64_t line_ms;   /* when the last plain line was written */
    enum migrate_table_state *told; /* of each table */
};

struct migrate_progress *migrate_progress_new(struct migrate *migrate)
{
    struct migrate_progress *progress = weir_xcalloc(1, sizeof(*progress));
    const char *term = getenv("TERM");
    progress->migrate = migrate;
    progress->terminal = isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0;
    progress->line_ms = weir_clock_mono_ms();
    progress->told = weir_xcalloc(migrate->n_tables, sizeof(*progress->told));
    return progress;
}

/* ---- figures: of the copying alone, keys and checksums come after it ---- */

struct figures {
    int64_t rows, bytes, expected; /* expected 0: unknown */
    int64_t elapsed_ms;
};

/* Of its copying; 0: a run before did it. */
static int64_t end_of(const struct migrate_table *table)
{
    return table->loaded_ms             ? table->loaded_ms
           : table->ended_ms            ? table->ended_ms
           : table->state >= TABLE_DONE ? 0
                                        : weir_clock_mono_ms();
}

static struct figures of_table(const struct migrate_table *table)
{
    return (struct figures){
        .rows = atomic_load(&table->rows),
        .bytes = atomic_load(&table->bytes),
        .expected = table->estimate > 0 ? table->estimate : 0,
        .elapsed_ms = table->started_ms ? end_of(table) - table->started_ms : 0,
    };
}

static struct figures of_all(const struct migrate *migrate)
{
    struct figures all = {0};
    int64_t end_ms = 0;
    for (size_t i = 0; i < migrate->n_tables; i++) {
        struct figures one = of_table(&migrate->tables[i]);
        int64_t one_end_ms = end_of(&migrate->tables[i]);
        end_ms = one_end_ms > end_ms ? one_end_ms : end_ms;
        bool over = migrate->tables[i].state >= TABLE_DONE;
        all.rows += one.rows;
        all.bytes += one.bytes;
        all.expected += over || one.expected < one.rows ? one.rows : one.expected;
    }
    all.elapsed_ms = end_ms ? end_ms - migrate->started_ms : 0;
    return all;
}

static int64_t per_second(int64_t n, int64_t elapsed_ms)
{
    return elapsed_ms > 0 ? n * 1000 / elapsed_ms : 0;
}

/* "1,234,567 rows, 812 MB, 410,000 rows/s, 12 s left" */
static void put_figures(const struct figures *figures, char *to, size_t size)
{
    char rows[32], bytes[32], rate[32], left[48] = "";
    int64_t speed = per_second(figures->rows, figures->elapsed_ms);
    if (speed > 0 && figures->expected > figures->rows) {
        snprintf(left, sizeof(left), ", %" PRId64 " s left",
                 (figures->expected - figures->rows) / speed);
    }
    snprintf(to, size, "%s rows, %s, %s rows/s%s", migrate_text_count(rows, figures->rows),
             migrate_text_bytes(bytes, figures->bytes), migrate_text_count(rate, speed), left);
}

/* ---- a terminal ---- */

static void draw_bar(struct weir_str name, const struct figures *figures)
{
    char text[160], bar[BAR + 1];
    int64_t part = figures->expected ? figures->rows * BAR / figures->expected : 0;
    for (int i = 0; i < BAR; i++) {
        bar[i] = i < part ? '#' : '.';
    }
    bar[BAR] = 0;
    put_figures(figures, text, sizeof(text));
    printf("\033[2K%-28.*s [%s] %s\n", WEIR_STR_ARG(name), bar, text);
}

static void draw(struct migrate_progress *progress)
{
    struct migrate *migrate = progress->migrate;
    struct figures all = of_all(migrate);
    if (progress->n_drawn) {
        printf("\033[%dA", progress->n_drawn);
    }
    int n = 0;
    for (size_t i = 0; i < migrate->n_tables; i++) {
        const struct migrate_table *table = &migrate->tables[i];
        if (table->state == TABLE_LOADING || table->state == TABLE_FINISHING) {
            struct figures figures = of_table(table);
            draw_bar(table->state == TABLE_LOADING ? table->id : WEIR_STR("  keys, checksum"),
                     &figures);
            n++;
        }
    }
    draw_bar(WEIR_STR("all"), &all);
    n++;
    for (int i = n; i < progress->n_drawn; i++) {
        printf("\033[2K\n");
    }
    progress->n_drawn = n > progress->n_drawn ? n : progress->n_drawn;
    fflush(stdout);
}

/* ---- elsewhere ---- */

static void say_change(const struct migrate *migrate, const struct migrate_table *table,
                       enum migrate_table_state told)
{
    char text[160];
    struct figures figures = of_table(table);
    put_figures(&figures, text, sizeof(text));
    if (told < TABLE_LOADING) {
        printf("%.*s -> %.*s: %u chunk%s\n", WEIR_STR_ARG(table->id), WEIR_STR_ARG(table->words),
               table->n_chunks, table->n_chunks == 1 ? "" : "s");
    }
    if (told < TABLE_FINISHING && table->loaded_ms) {
        printf("%.*s: %s, copied; its key%s next\n", WEIR_STR_ARG(table->id), text,
               migrate->options.verify ? " and the checksums come" : " comes");
    }
    if (table->state == TABLE_DONE) {
        printf("%.*s: done\n", WEIR_STR_ARG(table->id));
    } else if (table->state > TABLE_DONE) {
        printf("%.*s: failed after %s\n", WEIR_STR_ARG(table->id), text);
    }
}

static void say_changes(struct migrate_progress *progress)
{
    const struct migrate *migrate = progress->migrate;
    for (size_t i = 0; i < migrate->n_tables; i++) {
        const struct migrate_table *table = &migrate->tables[i];
        if (table->state > progress->told[i] && table->started_ms) {
            say_change(migrate, table, progress->told[i]);
            progress->told[i] = table->state;
        }
    }
}

static void say(struct migrate_progress *progress)
{
    say_changes(progress);
    if (weir_clock_mono_ms() - progress->line_ms >= LINE_MS) {
        char text[160];
        struct figures all = of_all(progress->migrate);
        progress->line_ms = weir_clock_mono_ms();
        put_figures(&all, text, sizeof(text));
        printf("all: %s\n", text);
    }
    fflush(stdout);
}

void migrate_progress_show(struct migrate_progress *progress)
{
    if (progress->terminal) {
        draw(progress);
    } else {
        say(progress);
    }
}

void migrate_progress_end(struct migrate_progress *progress)
{
    free(progress->told);
    free(progress);
}
