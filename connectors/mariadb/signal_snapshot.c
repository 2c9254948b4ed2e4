/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signal_snapshot.c: execute-, stop-, pause- and resume-snapshot. The data-collections are
 * expressions for db.table, matched against the captured tables that are known.
 */
#include "incremental.h"
#include "signal.h"

#define NAMES_MAX ((size_t)256 << 10)

/* ---- which tables ---- */

static bool list_matches(const struct weir_json *list, struct weir_str id)
{
    struct weir_err ignored;
    for (const struct weir_json *at = list ? list->first : NULL; at; at = at->next) {
        struct weir_regex *regex = at->type == WEIR_JT_STRING
                                       ? weir_regex_new(at->text, WEIR_REGEX_NOCASE, &ignored)
                                       : NULL;
        bool matches = regex && weir_regex_matches(regex, id);
        weir_regex_free(regex);
        if (matches) {
            return true;
        }
    }
    return false;
}

static bool matches(void *self, struct weir_str id)
{
    return list_matches(self, id);
}

static struct weir_str id_of(struct weir_arena *arena, const struct my_table *table)
{
    return weir_str_of(weir_arena_printf(arena, "%.*s.%.*s", WEIR_STR_ARG(table->db),
                                         WEIR_STR_ARG(table->name)));
}

/* The newer list of conditions by table, or the older one for all. */
static struct weir_str condition_of(const struct signal *signal, struct weir_str id)
{
    const struct weir_json *list = weir_json_get(signal->data, "additional-conditions");
    for (const struct weir_json *at = list ? list->first : NULL; at; at = at->next) {
        struct weir_json one = {.first = weir_json_get(at, "data-collection")};
        struct weir_json alone = one.first ? *one.first : (struct weir_json){0};
        alone.next = NULL;
        one.first = &alone;
        if (list_matches(&one, id)) {
            return weir_json_get_str(at, "filter");
        }
    }
    struct weir_str condition = weir_json_get_str(signal->data, "additional-condition");
    return condition.n ? condition : WEIR_STR_NULL;
}

static void tell_queue(struct source *source, const char *type)
{
    struct weir_buf tables;
    incremental_tables(source, &tables);
    signal_tell(source, type, weir_buf_view(&tables));
    weir_buf_free(&tables);
}

/* ---- execute ---- */

static void add_table(struct signal *signal, const struct my_table *table, struct weir_str id,
                      bool blocking)
{
    struct weir_str surrogate = weir_json_get_str(signal->data, "surrogate-key");
    struct incremental_table entry = {.db = table->db,
                                      .name = table->name,
                                      .filter = condition_of(signal, id),
                                      .surrogate = surrogate.n ? surrogate : WEIR_STR_NULL};
    if (blocking) {
        signal_blocking_add(signal->source, entry.db, entry.name, entry.filter);
    } else {
        incremental_add(signal->source, &entry, signal->id);
    }
}

/* The tables that one of the expressions means. */
static size_t add_matching(struct signal *signal, const struct weir_json *expression, bool blocking)
{
    struct source *source = signal->source;
    struct weir_json alone = *expression;
    const struct weir_json list = {.first = &alone};
    const struct my_table **tables;
    size_t added = 0;
    size_t n = cdc_schema_list(source->schema, &signal->arena, &tables);
    alone.next = NULL;
    for (size_t i = 0; i < n; i++) {
        struct weir_str id = id_of(&signal->arena, tables[i]);
        const struct source_table *table = NULL;
        if (list_matches(&list, id)) {
            table = source_table_find(source, tables[i]->db, tables[i]->name);
        }
        if (table && !table->is_signal) {
            add_table(signal, tables[i], id, blocking);
            added++;
        }
    }
    return added;
}

void signal_execute_snapshot(struct signal *signal)
{
    struct source *source = signal->source;
    const struct weir_json *list =
        signal->data ? weir_json_get(signal->data, "data-collections") : NULL;
    if (!list || list->type != WEIR_JT_ARRAY || !list->count) {
        weir_warn(source->log, "signal %.*s names no data-collections", WEIR_STR_ARG(signal->id));
        return;
    }
    struct weir_str kind = weir_json_get_str(signal->data, "type");
    bool blocking = weir_str_eq_nocase(kind, WEIR_STR("blocking"));
    if (kind.n && !blocking && !weir_str_eq_nocase(kind, WEIR_STR("incremental"))) {
        weir_warn(source->log, "signal %.*s asks for a snapshot of the unknown type '%.*s'",
                  WEIR_STR_ARG(signal->id), WEIR_STR_ARG(kind));
        return;
    }
    bool fresh = !incremental_active(source);
    size_t added = 0;
    for (const struct weir_json *at = list->first; at; at = at->next) {
        added += add_matching(signal, at, blocking);
    }
    if (!added) {
        weir_warn(source->log, "signal %.*s matches no captured table", WEIR_STR_ARG(signal->id));
    } else {
        weir_info(source->log, "signal %.*s: rows of %zu tables are read", WEIR_STR_ARG(signal->id),
                  added);
        if (fresh && !blocking) {
            tell_queue(source, "STARTED");
        }
    }
}

/* ---- stop, pause, resume ---- */

void signal_stop_snapshot(struct signal *signal)
{
    struct weir_json *list =
        signal->data ? weir_json_get(signal->data, "data-collections") : NULL;
    if (!incremental_active(signal->source)) {
        weir_warn(signal->source->log, "signal %.*s: no incremental snapshot is under way",
                  WEIR_STR_ARG(signal->id));
        return;
    }
    bool some = list && list->type == WEIR_JT_ARRAY && list->count;
    struct weir_buf named;
    weir_buf_init(&named, NAMES_MAX);
    for (const struct weir_json *at = some ? list->first : NULL; at; at = at->next) {
        weir_buf_text(&named, named.n ? "," : "");
        weir_buf_str(&named, at->type == WEIR_JT_STRING ? at->text : WEIR_STR(""));
    }
    incremental_stop(signal->source, some ? matches : NULL, list);
    signal_tell(signal->source, "ABORTED", some ? weir_buf_view(&named) : WEIR_STR_NULL);
    weir_buf_free(&named);
}

void signal_pause_snapshot(struct signal *signal)
{
    incremental_pause(signal->source, true);
    tell_queue(signal->source, "PAUSED");
}

void signal_resume_snapshot(struct signal *signal)
{
    incremental_pause(signal->source, false);
    tell_queue(signal->source, "RESUMED");
}
