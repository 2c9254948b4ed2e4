/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_text.h: events as lines, the same for a program that reads a server and for a test that
 * reads a file. Cells are hexadecimal, as they stand on the wire.
 */
#ifndef BINLOG_TEXT_H
#define BINLOG_TEXT_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <weir/arena.h>

#include "binlog_gtid.h"
#include "binlog_row.h"

#define BINLOG_TEXT_TABLES 64

struct binlog_text {
    FILE *out;
    struct weir_arena arena; /* the tables' */
    struct binlog_table_map tables[BINLOG_TEXT_TABLES];
    size_t n_tables;
    uint64_t n_events, n_rows;
    bool is_mysql;
    bool quiet;
};

static inline void binlog_text_init(struct binlog_text *text, FILE *out)
{
    memset(text, 0, sizeof(*text));
    text->out = out;
    weir_arena_init(&text->arena, 4096);
}

/* Many times the same byte is written once: "6d*70000". */
static inline void binlog_text_hex(FILE *out, struct weir_str s)
{
    if (s.n > 16 && memcmp(s.p, s.p + 1, s.n - 1) == 0) {
        fprintf(out, "%02x*%zu", (uint8_t)s.p[0], s.n);
        return;
    }
    fputs(s.p ? "" : "NULL", out);
    for (size_t i = 0; i < s.n; i++) {
        fprintf(out, "%02x", (uint8_t)s.p[i]);
    }
}

/* On one line, whatever it holds. */
static inline void binlog_text_line(FILE *out, struct weir_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        fputc((uint8_t)s.p[i] < ' ' ? ' ' : s.p[i], out);
    }
}

static inline void binlog_text_columns(FILE *out, const struct binlog_table_map *map)
{
    for (uint32_t i = 0; i < map->n_columns; i++) {
        const struct binlog_column *column = &map->columns[i];
        fprintf(out, "\n  %.*s type=%u meta=%u", map->has_names ? (int)map->names[i].n : 1,
                map->has_names ? map->names[i].p : "?", column->type, column->meta);
        fprintf(out, column->prefix ? " prefix=%u" : " size=%u",
                column->prefix ? column->prefix : column->size);
        fprintf(out, "%s%s", column->nullable ? " null" : "",
                map->has_signs && column->is_unsigned ? " unsigned" : "");
        if (column->collation) {
            fprintf(out, " collation=%u", column->collation);
        }
        for (uint32_t k = 0; map->n_members && k < map->n_members[i]; k++) {
            fprintf(out, "%s%.*s", k ? "," : " members=", WEIR_STR_ARG(map->members[i][k]));
        }
    }
    for (uint32_t k = 0; k < map->n_key; k++) {
        fprintf(out, "%s%u", k ? "," : "\n  key=", map->key[k]);
    }
}

static inline enum weir_verdict binlog_text_table(struct binlog_text *text,
                                                  const struct binlog_event *event,
                                                  struct weir_err *err)
{
    struct binlog_table_map map;
    if (binlog_table_map_read(event->table_map, text->is_mysql, &text->arena, &map, err) != WEIR_OK) {
        return err->class;
    }
    size_t i = 0;
    while (i < text->n_tables && text->tables[i].table_id != map.table_id) {
        i++;
    }
    if (i < BINLOG_TEXT_TABLES) {
        text->tables[i] = map;
        text->n_tables += i == text->n_tables;
    }
    if (!text->quiet) {
        fprintf(text->out, " %.*s.%.*s", WEIR_STR_ARG(map.db), WEIR_STR_ARG(map.name));
        binlog_text_columns(text->out, &map);
    }
    return WEIR_OK;
}

static inline void binlog_text_image(struct binlog_text *text, const char *word,
                                     const struct weir_str *cells, uint32_t n)
{
    fprintf(text->out, "\n  %s", word);
    for (uint32_t i = 0; i < n; i++) {
        fputc(' ', text->out);
        binlog_text_hex(text->out, cells[i]);
    }
}

static inline enum weir_verdict binlog_text_rows(struct binlog_text *text,
                                                 const struct binlog_rows *rows,
                                                 struct weir_err *err)
{
    static const char *const words[] = {"insert", "update", "delete"};
    struct weir_str cells[BINLOG_COLUMNS_MAX];
    struct binlog_cursor cursor;
    const struct binlog_table_map *map = NULL;
    for (size_t i = 0; i < text->n_tables; i++) {
        map = text->tables[i].table_id == rows->table_id ? &text->tables[i] : map;
    }
    if (!map) {
        return weir_err_set(err, WEIR_BAD_DATA, "rows of an unknown table");
    }
    binlog_cursor_init(&cursor, map, rows);
    while (binlog_cursor_more(&cursor)) {
        for (int after = rows->op == BINLOG_INSERT; after <= (rows->op != BINLOG_DELETE); after++) {
            if (binlog_cursor_image(&cursor, after, cells, err) != WEIR_OK) {
                return err->class;
            }
            if (!text->quiet) {
                binlog_text_image(text, rows->op == BINLOG_UPDATE && after ? "to" : words[rows->op],
                                  cells, map->n_columns);
            }
        }
        text->n_rows++;
    }
    return WEIR_OK;
}

static inline void binlog_text_gtid(FILE *out, const struct binlog_gtid *gtid)
{
    if (!gtid->is_mysql) {
        fprintf(out, " %u-%u-%" PRIu64 "%s%s", gtid->domain, gtid->server, gtid->seq,
                gtid->standalone ? " standalone" : "", gtid->is_ddl ? " ddl" : "");
        return;
    }
    fprintf(out, " :%" PRIu64 "%s%s", gtid->seq, gtid->is_anonymous ? " anonymous" : "",
            gtid->commit_us ? " committed" : "");
}

static inline enum weir_verdict binlog_text_body(struct binlog_text *text,
                                                 const struct binlog_event *event,
                                                 struct weir_err *err)
{
    FILE *out = text->out;
    switch (event->kind) {
    case BINLOG_ROTATE:
        fprintf(out, " to %.*s:%" PRIu64 "%s", WEIR_STR_ARG(event->rotate.file), event->rotate.pos,
                event->rotate.artificial ? " artificial" : "");
        return WEIR_OK;
    case BINLOG_GTID:
        binlog_text_gtid(out, &event->gtid);
        return WEIR_OK;
    case BINLOG_QUERY:
        fprintf(out, " [%.*s] charset=%.*s ", WEIR_STR_ARG(event->query.db),
                WEIR_STR_ARG(event->query.charset_client));
        binlog_text_line(out, event->query.sql);
        return WEIR_OK;
    case BINLOG_ANNOTATE:
        fputc(' ', out);
        binlog_text_line(out, event->text);
        return WEIR_OK;
    case BINLOG_TABLE_MAP:
        return binlog_text_table(text, event, err);
    case BINLOG_ROWS:
        fprintf(out, "%s", event->rows.last_of_statement ? " last" : "");
        return binlog_text_rows(text, &event->rows, err);
    case BINLOG_IGNORED:
    case BINLOG_FORMAT:
    case BINLOG_GTID_LIST:
    case BINLOG_XID:
    case BINLOG_XA_PREPARE:
    case BINLOG_HEARTBEAT:
    case BINLOG_INCIDENT:
        return WEIR_OK;
    }
    return WEIR_OK;
}

static inline enum weir_verdict binlog_text_event(struct binlog_text *text,
                                                  const struct binlog_event *event,
                                                  struct weir_err *err)
{
    text->n_events++;
    if (text->quiet) {
        return event->kind == BINLOG_TABLE_MAP ? binlog_text_table(text, event, err)
               : event->kind == BINLOG_ROWS    ? binlog_text_rows(text, &event->rows, err)
                                               : WEIR_OK;
    }
    fprintf(text->out, "%" PRIu64 "-%" PRIu64 " %s(%u)%s", event->pos, event->next_pos,
            binlog_type_name(event->type), event->type, event->packed ? " packed" : "");
    enum weir_verdict verdict = binlog_text_body(text, event, err);
    fputc('\n', text->out);
    return verdict;
}

static inline void binlog_text_free(struct binlog_text *text)
{
    weir_arena_free(&text->arena);
}

#endif
