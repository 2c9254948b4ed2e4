/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_offset.c: the place goes out with records; where none come, by heartbeats, and quietly
 * every few seconds, so that a restart need not read again what concerned no captured table.
 */
#include <weir/time.h>

#include "known.h"
#include "source.h"

#define QUIET_MS 5000

uint32_t source_offset(struct source *source, struct weir_batch *batch)
{
    weir_batch_offset(batch, source->partition, source_place_text(&source->place));
    source->moved = false;
    return batch->n_offsets - 1;
}

static void write_offset(const void *place, struct weir_buf *out)
{
    cdc_offset_write(place, out);
}

uint32_t source_offset_of_row(struct source *source, struct weir_batch *batch)
{
    const struct cdc_offset *place = source_place_keep(&source->place, &batch->arena);
    if (!place) {
        return source_offset(source, batch);
    }
    weir_batch_offset_later(batch, source->partition, write_offset, place);
    source->moved = false;
    return batch->n_offsets - 1;
}

static void run_action(struct source *source)
{
    struct weir_err err;
    if (!source->conf->heartbeat_query.n) {
        return;
    }
    if (source_session(source, &err) != WEIR_OK ||
        my_session_run(source->session, source->conf->heartbeat_query.p, &err) != WEIR_OK) {
        weir_warn(source->log, "heartbeat.action.query failed: %s", err.text);
        source_session_close(source);
    }
}

enum weir_verdict source_heartbeat_now(struct source *source, struct weir_batch *batch,
                                       struct weir_err *err)
{
    source->heartbeat_ms = weir_clock_mono_ms();
    if (source->conf->heartbeat_interval_ms == 0) {
        return WEIR_OK;
    }
    run_action(source);
    return cdc_meta_heartbeat(source->maker, weir_clock_wall_ms(), source_offset(source, batch),
                              batch, err);
}

enum weir_verdict source_heartbeat(struct source *source, struct weir_batch *batch,
                                   struct weir_err *err)
{
    int64_t now = source->now_ms;
    int64_t every_ms = source->conf->heartbeat_interval_ms;
    known_tell(source, batch);
    if (every_ms > 0 && now - source->heartbeat_ms >= every_ms) {
        return source_heartbeat_now(source, batch, err);
    }
    if (batch->n || !source->moved) {
        source->told_offset_ms = batch->n ? now : source->told_offset_ms;
    } else if (!source->place.in_txn && now - source->told_offset_ms >= QUIET_MS) {
        source->told_offset_ms = now;
        source_offset(source, batch);
    }
    return WEIR_OK;
}
