/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signal_place.c: set-binlog-position: between two transactions the stream is left, the tables
 * become what they were at the other place, and the stream is opened there. The signal may lie
 * behind that place itself, so it is taken once.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "common/mariadb/server.h"
#include "server_check.h"
#include "signal.h"

static void refuse(const struct signal *signal, const char *why)
{
    weir_warn(signal->source->log, "signal %.*s does not say a place of the binlog: %s",
              WEIR_STR_ARG(signal->id), why);
}

void signal_place_free(struct signal_state *signals)
{
    free(signals->place.file);
    free(signals->place.gtids);
    signals->place.file = signals->place.gtids = NULL;
}

static bool is_done(struct signal *signal)
{
    struct signal_state *signals = signal->source->signals;
    struct weir_str done = weir_str_of(signals->placed ? signals->placed : "");
    if (signal->id.n && weir_str_eq(done, signal->id)) {
        weir_info(signal->source->log, "signal %s has moved the stream already, and is passed over",
                  signals->placed);
        return true;
    }
    free(signals->placed);
    signals->placed = weir_xstrndup(signal->id.p, signal->id.n);
    return false;
}

void signal_set_place(struct signal *signal)
{
    struct signal_state *signals = signal->source->signals;
    int64_t pos = 0;
    struct weir_str file = WEIR_STR_NULL, gtids = WEIR_STR_NULL;
    bool has_pos = false;
    if (signal->data) {
        file = weir_json_get_str(signal->data, "binlog_filename");
        gtids = weir_json_get_str(signal->data, "gtid_set");
        has_pos = weir_json_get_i64(signal->data, "binlog_position", &pos);
    }
    if (gtids.n ? file.n || has_pos : !file.n || !has_pos || pos < 4) {
        refuse(signal, "it takes binlog_filename and binlog_position, or gtid_set");
    } else if (!is_done(signal)) {
        signal_place_free(signals);
        signals->place.pos = pos;
        signals->place.file = file.n ? weir_xstrndup(file.p, file.n) : NULL;
        signals->place.gtids = gtids.n ? weir_xstrndup(gtids.p, gtids.n) : NULL;
    }
}

/* Where the signal wants to be, as an offset. */
static enum weir_verdict find(struct source *source, struct weir_arena *arena,
                              struct cdc_offset *offset, struct weir_err *err)
{
    const struct signal_state *signals = source->signals;
    source_place_offset(&source->place, offset);
    offset->event = offset->row = 0;
    offset->transaction_id = WEIR_STR_NULL;
    offset->n_orders = 0;
    if (signals->place.gtids) {
        offset->file = weir_arena_str(arena, offset->file);
        offset->gtids = weir_arena_str(arena, weir_str_of(signals->place.gtids));
        return server_check_offset(source->session, source->conf, offset, arena, err);
    }
    bool has = false;
    offset->file = weir_arena_str(arena, weir_str_of(signals->place.file));
    offset->pos = signals->place.pos;
    if (server_has_file(source->session, offset->file, offset->pos, arena, &has, err) != WEIR_OK) {
        return err->class;
    }
    return has ? server_gtids_at(source->session, offset->file, offset->pos, arena, &offset->gtids,
                                 err)
               : weir_err_set(err, WEIR_BAD_DATA, "the server has no %.*s:%lld",
                              WEIR_STR_ARG(offset->file), (long long)offset->pos);
}

enum weir_verdict signal_place_apply(struct source *source, struct weir_batch *batch,
                                     struct weir_err *err)
{
    struct signal_state *signals = source->signals;
    struct weir_arena arena;
    struct cdc_offset offset;
    if ((!signals->place.file && !signals->place.gtids) || source->adopted) {
        return WEIR_OK;
    }
    if (source_session(source, err) != WEIR_OK) {
        return err->class;
    }
    weir_arena_init(&arena, 16384);
    enum weir_verdict verdict = find(source, &arena, &offset, err);
    if (verdict == WEIR_RETRY || verdict == WEIR_WOKEN) {
        source_session_close(source);
    } else if (verdict != WEIR_OK) {
        weir_warn(source->log, "signal %s: the stream stays where it is: %s", signals->placed,
                  err->text);
        signal_place_free(signals);
        verdict = WEIR_OK;
    } else {
        weir_info(source->log, "signal %s: the stream goes on at another place", signals->placed);
        signal_place_free(signals);
        verdict = source_start_at(source, &offset, err);
        if (verdict == WEIR_OK) {
            source_offset(source, batch);
        }
    }
    weir_arena_free(&arena);
    return verdict;
}
