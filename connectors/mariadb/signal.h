/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signal.h: what people ask of a running connector: by a row in the signal table, a message of the
 * signal topic or a line of the signal file. Task's thread only.
 */
#ifndef WEIR_SIGNAL_H
#define WEIR_SIGNAL_H

#include <weir/json.h>

#include "source.h"

struct snapshot_plan;

enum weir_verdict signal_open(struct source *source, struct weir_err *err);
void signal_close(struct source *source);
/* A row was inserted into the signal table: id, type, data. */
void signal_row(struct source *source, const struct weir_value *row);
/* Looks at the topic and the file when it is time to. */
enum weir_verdict signal_poll(struct source *source, struct weir_batch *batch,
                              struct weir_err *err);

/* ---- between its files ---- */

/* STARTED, PAUSED ...; tables: "db.a,db.b", NULL: none are told. */
struct signal_note {
    const char *type;
    char *tables;
};

struct signal_state {
    struct weir_topic *topic; /* the kafka channel; NULL: off, or not opened yet */
    bool kafka, file;
    int64_t looked_ms;
    struct signal_note *notes; /* notifications that are due */
    size_t n_notes;
    /* what waits for the end of the transaction under way */
    char **changes; /* JSON arrays of schema-changes */
    size_t n_changes;
    struct snapshot_only *blocking; /* tables whose rows are wanted */
    size_t n_blocking;
    char *blocking_file; /* not before the stream is there; NULL: at once */
    int64_t blocking_pos;
    struct {
        char *file, *gtids; /* either, or neither: the stream stays */
        int64_t pos;
    } place;
    char *placed; /* the last signal that asked for a place */
};

/* One signal while it is dealt with. */
struct signal {
    struct source *source;
    struct weir_arena arena;
    struct weir_str id, type;
    struct weir_json *data; /* NULL: none */
};

/* Does what is asked; what it does not understand is warned of and passed over. */
void signal_take(struct source *source, struct weir_str id, struct weir_str type,
                 struct weir_str data);
/* The same from the kafka and file channels' JSON: {"id", "type", "data": {...}}. */
void signal_take_json(struct source *source, struct weir_str text);

/* Tells what has become of the incremental snapshot; tables are copied, p NULL: none. */
void signal_tell(struct source *source, const char *type, struct weir_str tables);

/* ---- signal_snapshot.c ---- */
void signal_execute_snapshot(struct signal *signal);
void signal_stop_snapshot(struct signal *signal);
void signal_pause_snapshot(struct signal *signal);
void signal_resume_snapshot(struct signal *signal);

/* ---- signal_schema.c ---- */
void signal_schema_changes(struct signal *signal);
enum weir_verdict signal_schema_apply(struct source *source, struct weir_batch *batch,
                                      struct weir_err *err);

/* ---- signal_place.c ---- */
void signal_set_place(struct signal *signal);
/* Only between two transactions; the phase is another then, if the stream is elsewhere. */
enum weir_verdict signal_place_apply(struct source *source, struct weir_batch *batch,
                                     struct weir_err *err);
void signal_place_free(struct signal_state *signals);

/* ---- signal_blocking.c ---- */
/* select.p NULL: all rows. Texts are copied. */
void signal_blocking_add(struct source *source, struct weir_str db, struct weir_str name,
                         struct weir_str select);
void signal_blocking_begin(struct source *source); /* the phase is another then, if there is one */
/* What failed for a passing reason, once the stream has come to where the server is now. */
void signal_blocking_again(struct source *source, const struct snapshot_plan *plan);
void signal_blocking_free(struct signal_state *signals);

#endif
