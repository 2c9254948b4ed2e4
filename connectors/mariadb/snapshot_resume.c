/* SPDX-License-Identifier: Apache-2.0 */
/*
 * snapshot_resume.c: each chunk whose rows are all handed on is told in an offset of our own, beside
 * the snapshot's. After a kill the chunks that are missing are read, as they are then; the stream
 * still begins at the first place, so that what changed meanwhile comes once more, also of these
 * chunks: some of their rows may have been sent before the kill, and of those that were deleted
 * since nothing but the event of the deletion tells. That needs the binlog from the first place on,
 * and tables that are defined as they were.
 */
#include <weir/time.h>

#include "common/mariadb/cdc_filter.h"
#include "history_json.h"
#include "snapshot_parts.h"

#define TEXT_MAX      ((size_t)1000 << 10)
#define TELL_EVERY_MS 50 /* each text names all tables that are begun */

/* What the server says of a table that is another than when the view began. */
#define NO_SUCH_COLUMN   1054
#define NO_SUCH_TABLE    1146
#define OTHER_DEFINITION 1412

/* ---- telling ---- */

static void put_table(const struct source_snapshot *snapshot, const struct snapshot_table *table,
                      struct weir_buf *text)
{
    int64_t rows = 0;
    size_t begin = text->n;
    size_t n_done = 0;
    weir_buf_text(text, text->p[text->n - 1] == '[' ? "{\"table\":" : ",{\"table\":");
    weir_json_string(text, table->id);
    weir_buf_printf(text, ",\"low\":%lld,\"step\":%llu,\"n\":%zu,\"done\":[", (long long)table->low,
                    (unsigned long long)table->step, table->n_chunks);
    for (size_t i = 0; i < table->n_chunks; i++) {
        const struct snapshot_chunk *chunk = &snapshot->chunks[table->first_chunk + i];
        if (chunk->done) {
            weir_buf_printf(text, n_done++ ? ",%zu" : "%zu", i);
            rows += chunk->rows;
        }
    }
    weir_buf_printf(text, "],\"rows\":%lld}", (long long)rows);
    text->n = n_done ? text->n : begin;
}

static void put_state(const struct source_snapshot *snapshot, struct weir_batch *batch)
{
    struct weir_buf text;
    weir_buf_init(&text, TEXT_MAX);
    weir_buf_text(&text, "{\"snapshot\":{\"file\":");
    weir_json_string(&text, snapshot->offset.file);
    weir_buf_printf(&text, ",\"pos\":%lld,\"tables\":[", (long long)snapshot->offset.pos);
    for (size_t i = 0; i < snapshot->n_tables; i++) {
        put_table(snapshot, &snapshot->tables[i], &text);
    }
    weir_buf_text(&text, "]}}");
    if (!text.full) { /* else the next start reads a little more */
        weir_batch_offset(batch, snapshot->source->own_state, weir_buf_view(&text));
    }
    weir_buf_free(&text);
}

void snapshot_state_begin(struct source_snapshot *snapshot, struct weir_batch *batch)
{
    weir_batch_offset(batch, snapshot->source->partition, snapshot->offset_text);
    put_state(snapshot, batch);
    weir_task_request_commit(snapshot->source->task);
}

void snapshot_state_tell(struct source_snapshot *snapshot, struct snapshot_chunk *ended,
                         struct weir_batch *batch)
{
    int64_t now_ms = weir_clock_mono_ms();
    ended->done = true;
    if (now_ms - snapshot->told_ms >= TELL_EVERY_MS) {
        snapshot->told_ms = now_ms;
        put_state(snapshot, batch);
    }
}

/* ---- what was told ---- */

static struct weir_json *state_of(struct weir_arena *arena, struct weir_str text,
                                  const struct cdc_offset *place)
{
    struct weir_json *doc = NULL;
    struct weir_err ignored;
    int64_t pos = -1;
    if (!text.p || weir_json_parse(arena, text, &doc, &ignored) != WEIR_OK ||
        doc->type != WEIR_JT_OBJECT) {
        return NULL;
    }
    struct weir_json *state = weir_json_get(doc, "snapshot");
    bool ours = state && state->type == WEIR_JT_OBJECT &&
                weir_str_eq(weir_json_get_str(state, "file"), place->file) &&
                weir_json_get_i64(state, "pos", &pos) && pos == place->pos;
    return ours ? weir_json_get(state, "tables") : NULL;
}

enum weir_verdict snapshot_state_find(struct source *source, const struct cdc_offset *place,
                                      struct weir_str *state, struct weir_err *err)
{
    struct weir_arena arena;
    if (weir_task_offset(source->task, source->own_state, state, err) != WEIR_OK) {
        return err->class;
    }
    weir_arena_init(&arena, 4096);
    if (!state_of(&arena, *state, place)) {
        *state = WEIR_STR_NULL;
    }
    weir_arena_free(&arena);
    return WEIR_OK;
}

const struct weir_json *snapshot_state_table(struct source_snapshot *snapshot,
                                             struct snapshot_table *table)
{
    struct weir_json *tables =
        snapshot->plan.resume ? state_of(&snapshot->arena, snapshot->plan.state, &snapshot->offset)
                              : NULL;
    for (struct weir_json *at = tables ? tables->first : NULL; at; at = at->next) {
        struct weir_str id = weir_json_get_str(at, "table");
        int64_t step = 0, n = 0, rows = 0;
        if (weir_str_eq(id, table->id) && weir_json_get_i64(at, "low", &table->low) &&
            weir_json_get_i64(at, "step", &step) && weir_json_get_i64(at, "n", &n) &&
            weir_json_get_i64(at, "rows", &rows) && n > 0 && n < SNAPSHOT_CHUNKS) {
            table->step = (uint64_t)step;
            table->n_chunks = (size_t)n;
            atomic_store(&table->rows, rows);
            return weir_json_get(at, "done");
        }
    }
    return NULL;
}

/* ---- definitions ---- */

static void write_table(struct weir_buf *out, const struct my_table *table)
{
    const struct ddl_change change = {.type = DDL_CREATE,
                                      .db = table->db,
                                      .name = table->name,
                                      .old_name = WEIR_STR_NULL,
                                      .table = table};
    history_write_change(out, &change);
}

/* now: the server's text. */
static bool is_same(const struct mariadb_conf *conf, const struct my_table *table,
                    struct weir_str now, struct weir_arena *arena)
{
    struct cdc_schema *schema = source_schema_new(conf);
    struct ddl_changes changes;
    struct weir_err ignored;
    struct weir_buf before, after;
    weir_buf_init(&before, (size_t)16 << 20);
    weir_buf_init(&after, (size_t)16 << 20);
    bool read = cdc_schema_apply(schema, table->db, now, NULL, NULL, arena, &changes, &ignored) ==
                WEIR_OK;
    const struct my_table *found = read ? cdc_schema_table(schema, table->db, table->name) : NULL;
    if (found) {
        write_table(&before, table);
        write_table(&after, found);
    }
    bool same = found && weir_str_eq(weir_buf_view(&before), weir_buf_view(&after));
    weir_buf_free(&before);
    weir_buf_free(&after);
    cdc_schema_free(schema);
    return same;
}

enum weir_verdict snapshot_same_definitions(struct source_snapshot *snapshot, bool *same,
                                            struct weir_err *err)
{
    struct source *source = snapshot->source;
    const struct my_table **tables;
    size_t n = cdc_schema_list(source->schema, &snapshot->arena, &tables);
    *same = true;
    for (size_t i = 0; i < n && *same; i++) {
        struct my_rows rows;
        if (!cdc_filter_table(source->conf, tables[i]->db, tables[i]->name)) {
            continue;
        }
        struct weir_str show = snapshot_quoted(snapshot, "SHOW CREATE TABLE ", tables[i]->db,
                                               tables[i]->name);
        enum weir_verdict verdict =
            my_session_rows(source->session, show.p, &snapshot->arena, &rows, err);
        if (verdict == WEIR_RETRY || verdict == WEIR_WOKEN) {
            return verdict;
        }
        *same = verdict == WEIR_OK && rows.n_rows && rows.n_columns > 1 &&
                is_same(source->conf, tables[i], rows.cells[1], &snapshot->arena);
    }
    return WEIR_OK;
}

enum weir_verdict snapshot_altered(struct source_snapshot *snapshot, struct weir_err *err)
{
    struct weir_err ignored;
    bool same = true;
    bool is_gone = err->code == NO_SUCH_TABLE && snapshot->step == SNAPSHOT_LOCK;
    bool is_other = err->code == OTHER_DEFINITION || is_gone;
    if (!is_other && (err->code == NO_SUCH_COLUMN || err->code == NO_SUCH_TABLE)) {
        is_other = source_session(snapshot->source, &ignored) == WEIR_OK &&
                   snapshot_same_definitions(snapshot, &same, &ignored) == WEIR_OK && !same;
    }
    if (!is_other) {
        return err->class;
    }
    weir_err_wrap(err, "a table was altered before the snapshot had read it, so it begins again");
    return err->class = WEIR_RETRY;
}
