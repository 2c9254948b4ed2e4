/* SPDX-License-Identifier: Apache-2.0 */
/*
 * known.c: a sorted list of "db.table", which goes into an offset of its own as {"known": [...]}.
 */
#include "known.h"

#include <stdlib.h>

#include <weir/json.h>
#include <weir/mem.h>

#include "common/mariadb/cdc_filter.h"

#define TEXT_MAX ((size_t)1000 << 10)

static size_t place_of(const struct source_known *known, struct weir_str id, bool *found)
{
    size_t low = 0;
    size_t high = known->n;
    *found = false;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = weir_str_cmp(known->ids[middle], id);
        if (order == 0) {
            *found = true;
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void add(struct source_known *known, struct weir_str id)
{
    bool found = false;
    size_t at = place_of(known, id, &found);
    if (found) {
        return;
    }
    if (known->n == known->cap) {
        known->cap = known->cap ? 2 * known->cap : 64;
        known->ids = weir_xrealloc(known->ids, known->cap, sizeof(*known->ids));
    }
    memmove(&known->ids[at + 1], &known->ids[at], (known->n - at) * sizeof(*known->ids));
    known->ids[at] = weir_str_n(weir_xstrndup(id.p, id.n), id.n);
    known->n++;
    known->changed = true;
}

static struct weir_str id_of(char text[1024], struct weir_str db, struct weir_str name)
{
    if (db.n + name.n + 2 > 1024) {
        return WEIR_STR("");
    }
    memcpy(text, db.p, db.n);
    text[db.n] = '.';
    memcpy(text + db.n + 1, name.p, name.n);
    return weir_str_n(text, db.n + name.n + 1);
}

bool known_has(const struct source *source, struct weir_str db, struct weir_str name)
{
    char text[1024];
    bool found = false;
    place_of(&source->known, id_of(text, db, name), &found);
    return found;
}

void known_add(struct source *source, struct weir_str db, struct weir_str name)
{
    char text[1024];
    add(&source->known, id_of(text, db, name));
}

void known_add_all(struct source *source)
{
    struct weir_arena arena;
    const struct my_table **tables;
    weir_arena_init(&arena, 4096);
    size_t n = cdc_schema_list(source->schema, &arena, &tables);
    for (size_t i = 0; i < n; i++) {
        if (cdc_filter_table(source->conf, tables[i]->db, tables[i]->name)) {
            known_add(source, tables[i]->db, tables[i]->name);
        }
    }
    weir_arena_free(&arena);
}

static void load(struct source *source, const struct weir_json *list)
{
    for (const struct weir_json *at = list->first; at; at = at->next) {
        ptrdiff_t dot = at->type == WEIR_JT_STRING ? weir_str_chr(at->text, '.') : -1;
        if (dot < 0) {
            continue;
        }
        if (cdc_filter_table(source->conf, weir_str_n(at->text.p, (size_t)dot),
                             weir_str_from(at->text, (size_t)dot + 1))) {
            add(&source->known, at->text);
        }
    }
    source->known.changed = source->known.n != list->count;
}

enum weir_verdict known_load(struct source *source, bool *found, struct weir_err *err)
{
    struct weir_str text;
    struct weir_json *doc = NULL;
    *found = false;
    if (weir_task_offset(source->task, source->own_state, &text, err) != WEIR_OK) {
        return err->class;
    }
    if (!text.p) {
        return WEIR_OK;
    }
    if (weir_json_parse(weir_task_arena(source->task), text, &doc, err) != WEIR_OK) {
        return weir_err_wrap(err, "the stored list of tables");
    }
    const struct weir_json *list = weir_json_get(doc, "known");
    if (list && list->type == WEIR_JT_ARRAY) {
        *found = true;
        load(source, list);
    }
    return WEIR_OK;
}

void known_tell(struct source *source, struct weir_batch *batch)
{
    struct source_known *known = &source->known;
    struct weir_buf text;
    if (!known->changed) {
        return;
    }
    known->changed = false;
    weir_buf_init(&text, TEXT_MAX);
    weir_buf_text(&text, "{\"known\":[");
    for (size_t i = 0; i < known->n; i++) {
        weir_buf_text(&text, i ? "," : "");
        weir_json_string(&text, known->ids[i]);
    }
    weir_buf_text(&text, "]}");
    if (text.full) {
        weir_warn(source->log, "the list of %zu captured tables is too long to be kept: tables that "
                               "join the include list later are not noticed",
                  known->n);
    } else {
        weir_batch_offset(batch, source->own_state, weir_buf_view(&text));
    }
    weir_buf_free(&text);
}

void known_close(struct source *source)
{
    for (size_t i = 0; i < source->known.n; i++) {
        free((char *)source->known.ids[i].p);
    }
    free(source->known.ids);
    source->known = (struct source_known){0};
}
