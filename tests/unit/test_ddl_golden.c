/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The corpus of DDL in tests/golden/ddl against what Debezium made of it (NAME.jsonl, recorded by
 * tests/parity/ddl). A text under "#! why" is one where we mean to differ: there our own answer
 * counts (NAME.weir.jsonl). With a file's name as argument the program prints those.
 */
#include <dirent.h>
#include <stdlib.h>

#include "cdc_schema.h"
#include "history_json.h"
#include "unit.h"

#define FOLDER TEST_SOURCE_DIR "/tests/golden/ddl"
#define FILE_MAX ((size_t)64 << 20)

struct run {
    struct cdc_schema *schema;
    struct weir_str case_name;
    int at;
    struct weir_buf line;
};

static struct weir_str read_file(struct weir_buf *buf, const char *name, const char *ending)
{
    char path[512];
    size_t n;
    (void)snprintf(path, sizeof(path), "%s/%s%s", FOLDER, name, ending);
    FILE *in = fopen(path, "re");
    weir_buf_init(buf, FILE_MAX);
    while (in && (n = fread(weir_buf_reserve(buf, 65536), 1, 65536, in)) > 0) {
        buf->n += n;
    }
    if (in) {
        (void)fclose(in);
    }
    return weir_buf_view(buf);
}

static void write_piece(struct weir_buf *line, const struct ddl_change *change)
{
    if (change->is_truncate) {
        struct weir_buf id;
        weir_buf_init(&id, 4096);
        history_write_id(&id, change->db, change->name);
        weir_buf_text(line, "{\"truncates\":");
        weir_json_string(line, weir_buf_view(&id));
        weir_buf_free(&id);
        weir_buf_char(line, '}');
        return;
    }
    weir_buf_text(line, "{\"databaseName\":");
    weir_json_string(line, change->db);
    weir_buf_text(line, ",\"ddl\":");
    weir_json_string(line, change->ddl);
    weir_buf_text(line, ",\"tableChanges\":[");
    if (change->has_table_change) {
        history_write_change(line, change);
    }
    weir_buf_text(line, "]}");
}

/* Our answer, in the form of Debezium's. */
static struct weir_str answer(struct run *run, struct weir_str text)
{
    struct weir_arena arena;
    struct ddl_changes changes = {.n = 0};
    struct weir_err err;
    weir_arena_init(&arena, 4096);
    weir_buf_reset(&run->line);
    weir_buf_text(&run->line, "{\"case\":");
    weir_json_string(&run->line, run->case_name);
    weir_buf_printf(&run->line, ",\"at\":%d,\"pieces\":[", run->at++);
    if (cdc_schema_apply(run->schema, WEIR_STR("app"), text, NULL, NULL, &arena, &changes, &err)) {
        weir_buf_printf(&run->line, "%s", err.text);
    }
    for (size_t i = 0; i < changes.n; i++) {
        weir_buf_text(&run->line, i ? "," : "");
        write_piece(&run->line, &changes.items[i]);
    }
    weir_buf_text(&run->line, "]}");
    weir_arena_free(&arena);
    return weir_buf_view(&run->line);
}

/* The next text of the file; *differs: it is marked so. False at the end. */
static bool next_text(struct run *run, struct weir_str *file, struct weir_buf *text, bool *differs)
{
    struct weir_str line;
    weir_buf_reset(text);
    *differs = false;
    while (weir_str_split(file, '\n', &line)) {
        if (weir_str_starts(line, WEIR_STR("#### "))) {
            cdc_schema_free(run->schema);
            run->schema = cdc_schema_new();
            run->case_name = weir_str_from(line, 5);
            run->at = 0;
        } else if (weir_str_starts(line, WEIR_STR("#! "))) {
            *differs = true;
        } else if (line.n > 0) {
            weir_buf_text(text, text->n ? "\n" : "");
            weir_buf_str(text, line);
        } else if (text->n > 0) {
            return true;
        }
    }
    return text->n > 0;
}

struct golden {
    struct weir_buf sql, theirs, ours;
    struct weir_str sql_rest, theirs_rest, ours_rest;
};

static void golden_open(struct golden *golden, const char *name)
{
    golden->sql_rest = read_file(&golden->sql, name, ".sql");
    golden->theirs_rest = read_file(&golden->theirs, name, ".jsonl");
    golden->ours_rest = read_file(&golden->ours, name, ".weir.jsonl");
}

static void golden_close(struct golden *golden)
{
    weir_buf_free(&golden->sql);
    weir_buf_free(&golden->theirs);
    weir_buf_free(&golden->ours);
}

static int complain(const char *name, const char *what, struct weir_str wanted,
                    struct weir_str got)
{
    printf("%s: %s\n  wanted %.*s\n  got    %.*s\n", name, what, WEIR_STR_ARG(wanted),
           WEIR_STR_ARG(got));
    return 1;
}

static int check_file(const char *name, int *texts, bool print)
{
    struct run run = {.schema = NULL};
    struct golden golden;
    struct weir_buf text;
    bool differs;
    int wrong = 0;
    weir_buf_init(&text, FILE_MAX);
    weir_buf_init(&run.line, FILE_MAX);
    golden_open(&golden, name);
    while (next_text(&run, &golden.sql_rest, &text, &differs)) {
        struct weir_str theirs = WEIR_STR(""), ours = WEIR_STR("");
        struct weir_str got = answer(&run, weir_buf_view(&text));
        ++*texts;
        (void)weir_str_split(&golden.theirs_rest, '\n', &theirs);
        if (differs) {
            (void)weir_str_split(&golden.ours_rest, '\n', &ours);
        }
        if (print && differs) {
            printf("%.*s\n", WEIR_STR_ARG(got));
        } else if (print) {
            continue;
        } else if (differs && weir_str_eq(got, theirs)) {
            wrong += complain(name, "is marked, but equal to Debezium", theirs, got);
        } else if (!weir_str_eq(got, differs ? ours : theirs)) {
            wrong += complain(name, differs ? "our own answer" : "Debezium's answer",
                              differs ? ours : theirs, got);
        }
    }
    golden_close(&golden);
    cdc_schema_free(run.schema);
    weir_buf_free(&text);
    weir_buf_free(&run.line);
    return wrong;
}

static void all_texts_are_told_as_debezium_tells_them(void **state)
{
    int wrong = 0, files = 0, texts = 0;
    struct dirent *entry;
    DIR *folder = opendir(FOLDER);
    (void)state;
    assert_non_null(folder);
    while ((entry = readdir(folder))) {
        char *end = strstr(entry->d_name, ".sql");
        if (end) {
            *end = '\0';
            files++;
            wrong += check_file(entry->d_name, &texts, false);
        }
    }
    (void)closedir(folder);
    printf("%d texts of %d files, %d wrong\n", texts, files, wrong);
    assert_true(files > 5 && texts > 100);
    assert_int_equal(wrong, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_texts_are_told_as_debezium_tells_them),
    };
    int texts = 0;
    if (argc > 1) {
        return check_file(argv[1], &texts, true);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
