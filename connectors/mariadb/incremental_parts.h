/* SPDX-License-Identifier: Apache-2.0 */
/* incremental_parts.h: what the files of incremental snapshots share. */
#ifndef WEIR_INCREMENTAL_PARTS_H
#define WEIR_INCREMENTAL_PARTS_H

#include "incremental.h"

#define INCREMENTAL_KEYS 16

/* A row that was read, until it is sent. */
struct chunk_row {
    struct weir_value row, key;
    uint64_t hash;
    bool gone; /* the stream has sent a newer one */
};

/* The key's columns as SQL: how to select, compare and order by them. */
struct chunk_key {
    struct weir_str name;
    bool is_number; /* ENUM, SET and BIT go by their number */
    bool is_binary;
};

struct incremental_entry {
    struct incremental_table table;
    struct incremental_entry *next;
};

struct incremental {
    struct source *source;
    struct incremental_entry *queue; /* the first is being read */
    struct weir_str correlation_id;
    bool paused;

    struct cdc_table *cdc; /* of the first; NULL: not begun */
    struct chunk_key keys[INCREMENTAL_KEYS];
    size_t n_keys;
    struct weir_buf last; /* JSON array of SQL literals of the last row sent; empty: none */
    struct weir_buf upto; /* the same of the chunk's last row */
    struct weir_buf maximum; /* the same of the table's, where somebody is told; empty: none */
    int64_t rows_sent;

    struct weir_arena arena; /* of the chunk */
    struct chunk_row *rows;
    size_t n_rows, next_row;
    bool waiting; /* a chunk is there */
    int attempts; /* to read it: the definition may be another one */
    bool is_last; /* there is no more of the table behind it */
    struct weir_str high_file;
    int64_t high_pos;
    struct cdc_gtids *high_gtids;

    struct weir_buf collections, state; /* as the offset has them */
};

/* ---- incremental_chunk.c ---- */
/* Finds the key's columns; false: there is none to go by. */
bool chunk_find_keys(struct incremental *inc, const struct my_table *table,
                     const struct incremental_table *entry);
/* The table's greatest key, as far as it can be had. */
void chunk_find_maximum(struct incremental *inc);
/* Reads the next chunk and the place it was read at. */
enum weir_verdict chunk_read(struct incremental *inc, struct weir_err *err);
/* An empty chunk, which is reached when the stream is where the server is now. */
enum weir_verdict chunk_wait(struct incremental *inc, struct weir_err *err);
bool chunk_is_reached(const struct incremental *inc);
uint64_t chunk_hash(struct weir_value key);

/* ---- incremental_state.c ---- */
/* Renders what the offsets carry. */
void incremental_tell(struct incremental *inc);
struct incremental *incremental_of(struct source *source); /* made at the first use */

#endif
