/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_table.c: from a table map of the binlog to everything that was derived for its table. A
 * map is looked up by its id; as long as its bytes are the same, nothing is looked at again. A
 * change of a definition forgets what was derived from it.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "common/mariadb/cdc_filter.h"
#include "cdc_fit.h"
#include "incremental.h"
#include "source.h"

#define PROBES       8
#define MAP_CHUNK    1024

bool source_captured(void *source, struct weir_str db, struct weir_str name)
{
    const struct source *self = source;
    return cdc_filter_table(self->conf, db, name);
}

/* ---- tables ---- */

static struct weir_str db_of(const struct source_table *table)
{
    return weir_str_n(table->id.p, table->n_db);
}

static struct weir_str name_of(const struct source_table *table)
{
    return weir_str_from(table->id, table->n_db + 1);
}

static struct source_table *add_table(struct source *source, struct weir_str db,
                                      struct weir_str name)
{
    struct source_table *table = weir_xcalloc(1, sizeof(*table));
    char *id = weir_xprintf("%.*s.%.*s", WEIR_STR_ARG(db), WEIR_STR_ARG(name));
    table->id = weir_str_of(id);
    table->n_db = db.n;
    table->is_signal = cdc_filter_is_signal(source->conf, db, name);
    table->is_data = !table->is_signal || source->conf->signal_rows;
    table->next = source->tables.first;
    source->tables.first = table;
    return table;
}

struct source_table *source_table_find(struct source *source, struct weir_str db,
                                       struct weir_str name)
{
    for (struct source_table *table = source->tables.first; table; table = table->next) {
        if (weir_str_eq(db_of(table), db) && weir_str_eq(name_of(table), name)) {
            return table;
        }
    }
    return cdc_filter_table(source->conf, db, name) ? add_table(source, db, name) : NULL;
}

enum weir_verdict source_table_make(struct source *source, struct source_table *table,
                                    struct weir_err *err)
{
    if (table->cdc) {
        return WEIR_OK;
    }
    const struct my_table *known = cdc_schema_table(source->schema, db_of(table), name_of(table));
    return known ? cdc_table_make(source->maker, known, &table->cdc, err) : WEIR_OK;
}

static void forget_maps(struct source *source)
{
    for (size_t i = 0; i < SOURCE_MAPS; i++) {
        source->tables.maps[i].live = false;
    }
}

void source_table_forget(struct source *source, struct weir_str db, struct weir_str name)
{
    for (struct source_table *table = source->tables.first; table; table = table->next) {
        if (weir_str_eq(db_of(table), db) && weir_str_eq(name_of(table), name)) {
            cdc_table_free(table->cdc);
            table->cdc = NULL;
        }
    }
    forget_maps(source);
    incremental_forget(source, db, name);
}

void source_tables_free(struct source *source)
{
    while (source->tables.first) {
        struct source_table *table = source->tables.first;
        source->tables.first = table->next;
        cdc_table_free(table->cdc);
        free((char *)table->id.p);
        free(table);
    }
    for (size_t i = 0; i < SOURCE_MAPS; i++) {
        if (source->tables.maps[i].arena.chunk_size) {
            weir_arena_free(&source->tables.maps[i].arena);
        }
    }
}

/* ---- maps ---- */

struct source_map *source_table_by_id(struct source *source, uint64_t id)
{
    for (size_t i = 0; i < PROBES; i++) {
        struct source_map *map = &source->tables.maps[(id + i) % SOURCE_MAPS];
        if (map->live && map->id == id) {
            map->used = ++source->tables.clock;
            return map;
        }
    }
    return NULL;
}

/* A free place near the id's own, or the one that was used least recently. */
static struct source_map *room_for(struct source_tables *tables, uint64_t id)
{
    struct source_map *best = &tables->maps[id % SOURCE_MAPS];
    for (size_t i = 0; i < PROBES; i++) {
        struct source_map *map = &tables->maps[(id + i) % SOURCE_MAPS];
        if (!map->live) {
            return map;
        }
        best = map->used < best->used ? map : best;
    }
    return best;
}

/* BAD_DATA: the definition is not known, or not that of the rows; *fit says which. */
static enum weir_verdict bind_known(struct source *source, struct source_map *map, bool any_key,
                                    enum cdc_fit *fit, struct weir_err *err)
{
    uint32_t hidden = 0;
    *fit = CDC_DIFFERS;
    const struct source_table *table = map->table;
    if (source_table_make(source, map->table, err) != WEIR_OK) {
        return err->class;
    }
    if (!table->cdc) {
        return weir_err_set(err, WEIR_BAD_DATA, "its definition is not known");
    }
    *fit = cdc_fit(table->cdc->table, &map->map, &hidden, err);
    if (*fit == CDC_DIFFERS || (*fit == CDC_KEY_DIFFERS && !any_key)) {
        return WEIR_BAD_DATA;
    }
    return cdc_table_bind(table->cdc, &map->map, err);
}

/* A definition that is not the rows' is healed where that can be; an unknown one waits for rows. */
static enum weir_verdict bind(struct source *source, struct source_map *map, struct weir_err *err)
{
    struct weir_err why;
    map->table = source_table_find(source, map->map.db, map->map.name);
    if (!map->table) {
        return WEIR_OK;
    }
    enum cdc_fit fit;
    enum weir_verdict verdict = bind_known(source, map, false, &fit, err);
    if (verdict != WEIR_BAD_DATA || source_place_skips(&source->place)) {
        return verdict == WEIR_BAD_DATA ? WEIR_OK : verdict;
    }
    switch (source_heal(source, &map->map, &why)) {
    case WEIR_OK:
        verdict = bind_known(source, map, true, &fit, err);
        break;
    case WEIR_RETRY:
    case WEIR_WOKEN:
        *err = why;
        return why.class;
    case WEIR_BAD_DATA:
    case WEIR_BAD_CONFIG:
    case WEIR_FATAL:
    case WEIR_ABORT_TXN:
        if (fit == CDC_KEY_DIFFERS) { /* that of the statements stays */
            verdict = bind_known(source, map, true, &fit, err);
            break;
        }
        weir_warn(source->log, "table %s: %s; it cannot be healed: %s", map->table->id.p, err->text,
                  why.text);
        break;
    }
    return verdict == WEIR_OK || !map->table->cdc ? WEIR_OK
                                                  : weir_err_wrap(err, "table %s", map->table->id.p);
}

static uint64_t id_of(struct weir_str body)
{
    uint64_t id = 0;
    for (size_t i = 0; i < 6 && i < body.n; i++) {
        id |= (uint64_t)(uint8_t)body.p[i] << (8 * i);
    }
    return id;
}

enum weir_verdict source_table_map(struct source *source, struct weir_str body,
                                   struct weir_err *err)
{
    uint64_t id = id_of(body);
    struct source_map *map = source_table_by_id(source, id);
    if (map && weir_str_eq(map->body, body)) {
        return WEIR_OK;
    }
    map = map ? map : room_for(&source->tables, id);
    if (!map->arena.chunk_size) {
        weir_arena_init(&map->arena, MAP_CHUNK);
    }
    map->live = false;
    weir_arena_reset(&map->arena);
    map->body = weir_arena_str(&map->arena, body);
    bool is_mysql = binlog_stream_flavour(source->binlog) == MY_MYSQL;
    if (binlog_table_map_read(map->body, is_mysql, &map->arena, &map->map, err) != WEIR_OK ||
        bind(source, map, err) != WEIR_OK) {
        return err->class;
    }
    map->id = map->map.table_id;
    map->used = ++source->tables.clock;
    map->live = true;
    return WEIR_OK;
}
