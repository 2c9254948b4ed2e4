/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_place.c: a restart begins where the transaction under way began, or behind the last event
 * outside of one. How much of the transaction is done is told by two numbers: events handled, its
 * first included, and rows of the event after those. They are all that an offset needs; what comes
 * back after a restart is counted in the same way and skipped.
 */
#include "source_place.h"

#define NAME_MAX_BYTES  ((size_t)4096)
#define GTIDS_MAX_BYTES ((size_t)1 << 20)

static void put(struct weir_buf *buf, struct weir_str text)
{
    weir_buf_reset(buf);
    weir_buf_str(buf, text);
}

static void changed(struct source_place *place)
{
    place->head = 0;
}

static struct weir_str restart_gtids(const struct source_place *place)
{
    return weir_buf_view(place->is_restart ? &place->gtids_text : &place->restart_gtids);
}

void source_place_changed(struct source_place *place)
{
    changed(place);
}

enum weir_verdict source_place_init(struct source_place *place, const struct cdc_offset *from,
                                    struct weir_err *err)
{
    source_place_free(place);
    weir_buf_init(&place->file, NAME_MAX_BYTES);
    weir_buf_init(&place->restart_file, NAME_MAX_BYTES);
    weir_buf_init(&place->gtids_text, GTIDS_MAX_BYTES);
    weir_buf_init(&place->restart_gtids, GTIDS_MAX_BYTES);
    weir_buf_init(&place->text, 2 * GTIDS_MAX_BYTES);
    place->gtids = cdc_gtids_new();
    put(&place->file, from->file);
    put(&place->restart_file, from->file);
    place->restart_pos = place->pos = place->next_pos = (uint64_t)from->pos;
    place->ts_sec = from->ts_sec;
    place->server_id = (uint32_t)from->server_id;
    place->event = from->event;
    place->row = from->row;
    place->more = (struct cdc_offset){.snapshot = from->snapshot,
                                      .has_transaction = from->has_transaction,
                                      .transaction_id = from->transaction_id,
                                      .orders = from->orders,
                                      .n_orders = from->n_orders,
                                      .incremental = from->incremental};
    if (from->gtids.p && cdc_gtids_read(place->gtids, from->gtids, err) != WEIR_OK) {
        return weir_err_wrap(err, "the stored offset's gtids");
    }
    put(&place->restart_gtids, from->gtids);
    source_place_reopen(place);
    return WEIR_OK;
}

void source_place_free(struct source_place *place)
{
    weir_buf_free(&place->file);
    weir_buf_free(&place->restart_file);
    weir_buf_free(&place->gtids_text);
    weir_buf_free(&place->restart_gtids);
    weir_buf_free(&place->text);
    cdc_gtids_free(place->gtids);
    *place = (struct source_place){0};
}

/* A restart needs none of them again. */
static void gtids_done(struct source_place *place)
{
    place->is_restart = true;
    place->kept_gtids = WEIR_STR_NULL;
}

/* What is done of the transaction: what was seen of it, or what was sent before a restart. */
static void find_done(const struct source_place *place, int64_t *event, int64_t *row)
{
    bool seen = place->event > place->done_event ||
                (place->event == place->done_event && place->row > place->done_row);
    *event = seen ? place->event : place->done_event;
    *row = seen ? place->row : place->done_row;
}

void source_place_reopen(struct source_place *place)
{
    struct weir_err ignored; /* we wrote it */
    find_done(place, &place->done_event, &place->done_row);
    place->in_txn = place->has_gtid = false;
    if (!place->is_restart) {
        put(&place->gtids_text, weir_buf_view(&place->restart_gtids));
    }
    gtids_done(place);
    (void)cdc_gtids_read(place->gtids, weir_buf_view(&place->gtids_text), &ignored);
    changed(place);
}

/* ---- events ---- */

static void set_restart(struct source_place *place, uint64_t pos)
{
    place->restart_pos = pos;
    if (place->new_file) {
        place->new_file = false;
        put(&place->restart_file, weir_buf_view(&place->file));
        place->kept_file = WEIR_STR_NULL;
    }
}

/* Outside a transaction every event is done with its end; but after a restart in the middle of one
 * the place stays there until it begins again. */
static void pass(struct source_place *place)
{
    if (!place->in_txn && !place->done_event && !place->done_row) {
        place->event = place->row = 0;
        set_restart(place, place->next_pos);
    }
    changed(place);
}

void source_place_event(struct source_place *place, const struct binlog_event *event)
{
    place->pos = event->pos;
    place->next_pos = event->next_pos;
    place->ts_sec = event->ts_sec ? event->ts_sec : place->ts_sec;
    place->server_id = event->server_id ? event->server_id : place->server_id;
    pass(place);
}

void source_place_rotate(struct source_place *place, struct weir_str file, uint64_t pos)
{
    source_place_file(place, file);
    place->pos = place->next_pos = pos;
    pass(place);
}

void source_place_file(struct source_place *place, struct weir_str file)
{
    put(&place->file, file);
    place->new_file = true;
}

void source_place_begin(struct source_place *place)
{
    place->in_txn = true;
    place->event = place->row = 0;
    set_restart(place, place->pos);
    changed(place);
}

void source_place_gtid(struct source_place *place, const struct binlog_gtid *gtid)
{
    struct weir_buf before = place->gtids_text;
    place->gtids_text = place->restart_gtids;
    place->restart_gtids = before;
    place->kept_gtids = place->is_restart ? place->kept_gtids : WEIR_STR_NULL;
    place->is_restart = false;
    place->gtid = *gtid;
    place->has_gtid = true;
    cdc_gtids_add(place->gtids, gtid);
    weir_buf_reset(&place->gtids_text);
    cdc_gtids_write(place->gtids, &place->gtids_text);
    changed(place);
}

void source_place_commit(struct source_place *place)
{
    place->in_txn = false;
    place->done_event = place->done_row = place->event = place->row = 0;
    gtids_done(place);
    set_restart(place, place->next_pos);
    changed(place);
}

void source_place_done(struct source_place *place)
{
    place->event += place->in_txn;
    place->row = 0;
}

/* ---- rows ---- */

void source_place_row(struct source_place *place, int64_t k)
{
    place->row = k + 1;
}

int64_t source_place_event_us(const struct source_place *place, const struct binlog_event *event)
{
    return place->has_gtid && place->gtid.commit_us ? place->gtid.commit_us
                                                    : event->ts_sec * 1000000;
}

bool source_place_skips(const struct source_place *place)
{
    return place->event < place->done_event;
}

int64_t source_place_skipped_rows(const struct source_place *place)
{
    return place->event == place->done_event ? place->done_row : 0;
}

/* ---- the offset ---- */

void source_place_offset(const struct source_place *place, struct cdc_offset *offset)
{
    *offset = place->more;
    offset->file = weir_buf_view(&place->restart_file);
    offset->pos = (int64_t)place->restart_pos;
    struct weir_str gtids = restart_gtids(place);
    offset->gtids = gtids.n ? gtids : WEIR_STR_NULL;
    offset->ts_sec = place->ts_sec;
    offset->server_id = place->server_id;
    find_done(place, &offset->event, &offset->row);
}

struct weir_str source_place_text(struct source_place *place)
{
    int64_t event;
    int64_t row;
    if (!place->head) {
        struct cdc_offset offset;
        source_place_offset(place, &offset);
        weir_buf_reset(&place->text);
        cdc_offset_write_head(&offset, &place->text);
        place->head = place->text.n;
    }
    find_done(place, &event, &row);
    place->text.n = place->head;
    cdc_offset_write_tail(event, row, &place->text);
    return weir_buf_view(&place->text);
}

/* ---- the same for later ---- */

void source_place_new_batch(struct source_place *place)
{
    place->kept_file = place->kept_gtids = WEIR_STR_NULL;
}

/* What it says beside the place would have to be copied with it. */
static bool says_more(const struct cdc_offset *more)
{
    return more->transaction_id.p || more->n_orders || more->incremental.collections.p ||
           more->incremental.state.p;
}

static struct weir_str keep(struct weir_str *kept, struct weir_str text, struct weir_arena *arena)
{
    if (!kept->p) {
        *kept = weir_arena_str(arena, text);
    }
    return *kept;
}

const struct cdc_offset *source_place_keep(struct source_place *place, struct weir_arena *arena)
{
    if (says_more(&place->more)) {
        return NULL;
    }
    struct cdc_offset *offset = weir_arena_alloc(arena, sizeof(*offset));
    source_place_offset(place, offset);
    offset->file = keep(&place->kept_file, offset->file, arena);
    if (offset->gtids.p) {
        offset->gtids = keep(&place->kept_gtids, offset->gtids, arena);
    }
    return offset;
}
