/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_place.h: where in the binlog the task stands, counted as Debezium counts it, so that
 * either can go on where the other stopped. Events are told to it in their order; it renders the
 * offset that says "all up to here is done", and says what was done already before a restart.
 */
#ifndef WEIR_SOURCE_PLACE_H
#define WEIR_SOURCE_PLACE_H

#include "binlog_event.h"
#include "cdc_gtid.h"
#include "cdc_offset.h"

struct source_place {
    /* the event being handled */
    struct weir_buf file;
    bool new_file; /* since the restart's was copied from it */
    uint64_t pos, next_pos;
    int64_t ts_sec;
    uint32_t server_id;
    struct binlog_gtid gtid; /* of the transaction, when has_gtid */
    bool has_gtid;
    bool in_txn;
    struct cdc_gtids *gtids;  /* the transaction's own included */
    struct weir_buf gtids_text;
    bool is_restart; /* a restart begins behind them: restart_gtids is out of date */

    /* where a restart begins */
    struct weir_buf restart_file, restart_gtids;
    uint64_t restart_pos;
    int64_t event, row;

    /* what of that transaction was done before the last restart */
    int64_t done_event, done_row;

    struct cdc_offset more; /* members that travel along: transaction, incremental snapshot */
    struct weir_str kept_file, kept_gtids; /* restart's, in the batch at hand; p NULL: not yet */
    struct weir_buf text;
    size_t head; /* bytes of text that do not change from row to row; 0: not rendered */
};

/* place is zeroed or in use. from's texts are copied, but for those of incremental and orders. */
enum weir_verdict source_place_init(struct source_place *place, const struct cdc_offset *from,
                                    struct weir_err *err);
void source_place_free(struct source_place *place); /* also of a zeroed one */

/* First of all for every event that counts. */
void source_place_event(struct source_place *place, const struct binlog_event *event);
void source_place_rotate(struct source_place *place, struct weir_str file, uint64_t pos);
/* The server says which file comes next, without an event in the binlog. */
void source_place_file(struct source_place *place, struct weir_str file);
/* The event begins a transaction. */
void source_place_begin(struct source_place *place);
void source_place_gtid(struct source_place *place, const struct binlog_gtid *gtid);
/* The event ends what it belongs to: a commit, or a DDL statement. */
void source_place_commit(struct source_place *place);
/* Last of all for every event that counts. */
void source_place_done(struct source_place *place);

/* When its transaction was committed, as exactly as the server says. */
int64_t source_place_event_us(const struct source_place *place, const struct binlog_event *event);
/* Row k of the event, from 0, is done. */
void source_place_row(struct source_place *place, int64_t k);
/* Whether this event was done before the last restart; if not, how many of its rows were. */
bool source_place_skips(const struct source_place *place);
int64_t source_place_skipped_rows(const struct source_place *place);

/* The offset's JSON as of now, good until the next call. */
struct weir_str source_place_text(struct source_place *place);
/*
 * The same as of now, for as long as arena lasts, which is that of the batch; NULL: there is more to
 * it than that, take the text.
 */
const struct cdc_offset *source_place_keep(struct source_place *place, struct weir_arena *arena);
void source_place_new_batch(struct source_place *place);
/* more has changed. */
void source_place_changed(struct source_place *place);
/* The same as a struct; texts are the place's own. */
void source_place_offset(const struct source_place *place, struct cdc_offset *offset);
/* The stream is opened again: what comes and was counted already is to be skipped. */
void source_place_reopen(struct source_place *place);

#endif
