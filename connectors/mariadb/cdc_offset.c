/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_offset.c: the offset's JSON comes in and becomes a struct, and back. Old versions wrote
 * "snapshot" as true and an explicit null for transaction_id; numbers may be any JSON number.
 */
#include "cdc_offset.h"

#include <weir/digits.h>

#define ORDER "transaction_data_collection_order_"

/* ---- reading ---- */

static enum weir_verdict wrong_type(const struct weir_json *member, struct weir_err *err)
{
    return weir_err_set(err, WEIR_FATAL, "Source offset '%.*s' parameter has the wrong type",
                        WEIR_STR_ARG(member->name));
}

static enum weir_verdict read_int(const struct weir_json *doc, const char *name, int64_t *out,
                                  struct weir_err *err)
{
    const struct weir_json *member = weir_json_get(doc, name);
    *out = 0;
    if (!member || member->type == WEIR_JT_NULL) {
        return WEIR_OK;
    }
    bool is_text = member->type == WEIR_JT_STRING && weir_str_to_i64(member->text, out);
    if (is_text || (member->type == WEIR_JT_NUMBER && weir_json_get_i64(doc, name, out))) {
        return WEIR_OK;
    }
    return wrong_type(member, err);
}

static enum weir_verdict read_text(const struct weir_json *doc, const char *name,
                                   struct weir_str *out, struct weir_err *err)
{
    const struct weir_json *member = weir_json_get(doc, name);
    *out = WEIR_STR_NULL;
    if (!member || member->type == WEIR_JT_NULL) {
        return WEIR_OK;
    }
    if (member->type != WEIR_JT_STRING) {
        return wrong_type(member, err);
    }
    *out = member->text;
    return WEIR_OK;
}

/* "INITIAL", "BLOCKING", true, "true"; INCREMENTAL and anything else is streaming. */
static enum cdc_offset_snapshot read_snapshot(const struct weir_json *doc)
{
    const struct weir_json *member = weir_json_get(doc, "snapshot");
    if (!member) {
        return CDC_OFFSET_STREAMING;
    }
    if (member->type == WEIR_JT_BOOL) {
        return member->truth ? CDC_OFFSET_INITIAL : CDC_OFFSET_STREAMING;
    }
    struct weir_str word = member->type == WEIR_JT_STRING ? member->text : WEIR_STR_NULL;
    return weir_str_eq_nocase(word, WEIR_STR("INITIAL")) || weir_str_is(word, "true")
               ? CDC_OFFSET_INITIAL
           : weir_str_eq_nocase(word, WEIR_STR("BLOCKING")) ? CDC_OFFSET_BLOCKING
                                                            : CDC_OFFSET_STREAMING;
}

static void read_orders(struct weir_arena *arena, const struct weir_json *doc,
                        struct cdc_offset *offset)
{
    struct cdc_offset_order *orders = WEIR_NEW_ARRAY(arena, struct cdc_offset_order, doc->count);
    for (const struct weir_json *at = doc->first; at; at = at->next) {
        int64_t count;
        if (weir_str_starts(at->name, WEIR_STR(ORDER)) && at->type == WEIR_JT_NUMBER &&
            weir_str_to_i64(at->text, &count)) {
            orders[offset->n_orders++] = (struct cdc_offset_order){
                .table = weir_str_from(at->name, sizeof(ORDER) - 1), .count = count};
        }
    }
    offset->orders = orders;
}

static enum weir_verdict read_incremental(const struct weir_json *doc,
                                          struct cdc_offset_incremental *to, struct weir_err *err)
{
    if (read_text(doc, "incremental_snapshot_collections", &to->collections, err) != WEIR_OK ||
        read_text(doc, "incremental_snapshot_correlation_id", &to->correlation_id, err) !=
            WEIR_OK ||
        read_text(doc, "incremental_snapshot_primary_key", &to->primary_key, err) != WEIR_OK ||
        read_text(doc, "incremental_snapshot_maximum_key", &to->maximum_key, err) != WEIR_OK) {
        return err->class;
    }
    return read_text(doc, "weir_incremental", &to->state, err);
}

enum weir_verdict cdc_offset_of_json(struct weir_arena *arena, const struct weir_json *doc,
                                     struct cdc_offset *offset, struct weir_err *err)
{
    *offset = (struct cdc_offset){0};
    if (doc->type != WEIR_JT_OBJECT) {
        return weir_err_set(err, WEIR_FATAL, "the source offset is not a JSON object");
    }
    if (read_text(doc, "file", &offset->file, err) != WEIR_OK ||
        read_int(doc, "pos", &offset->pos, err) != WEIR_OK ||
        read_text(doc, "gtids", &offset->gtids, err) != WEIR_OK ||
        read_int(doc, "server_id", &offset->server_id, err) != WEIR_OK ||
        read_int(doc, "ts_sec", &offset->ts_sec, err) != WEIR_OK ||
        read_int(doc, "event", &offset->event, err) != WEIR_OK ||
        read_int(doc, "row", &offset->row, err) != WEIR_OK ||
        read_text(doc, "transaction_id", &offset->transaction_id, err) != WEIR_OK ||
        read_incremental(doc, &offset->incremental, err) != WEIR_OK) {
        return err->class;
    }
    if (!offset->file.p) {
        return weir_err_set(err, WEIR_FATAL, "Source offset 'file' parameter is missing");
    }
    if (offset->gtids.p && offset->gtids.n == 0) {
        offset->gtids = WEIR_STR_NULL;
    }
    const struct weir_json *seeded = weir_json_get(doc, "weir_seeded");
    offset->seeded = seeded && seeded->type == WEIR_JT_BOOL && seeded->truth;
    offset->snapshot = read_snapshot(doc);
    offset->has_transaction = offset->transaction_id.p != NULL;
    read_orders(arena, doc, offset);
    return WEIR_OK;
}

enum weir_verdict cdc_offset_read(struct weir_arena *arena, struct weir_str text,
                                  struct cdc_offset *offset, struct weir_err *err)
{
    struct weir_json *doc = NULL;
    if (weir_json_parse(arena, text, &doc, err) != WEIR_OK) {
        weir_err_wrap(err, "the source offset");
        return err->class = WEIR_FATAL;
    }
    return cdc_offset_of_json(arena, doc, offset, err);
}

/* ---- writing ---- */

/* One is written for nearly every row: names are literals whose copying takes a store or two. */
#define MEMBER(name) WEIR_STR(",\"" name "\":")
#define QUICK        static inline __attribute__((always_inline))

QUICK void write_int(struct weir_buf *out, struct weir_str member, int64_t x)
{
    char *to = x ? weir_buf_reserve(out, member.n + WEIR_I64_TEXT_MAX) : NULL;
    if (to) {
        memcpy(to, member.p, member.n);
        out->n += member.n + weir_digits_i64(to + member.n, x);
    }
}

QUICK void write_text(struct weir_buf *out, struct weir_str member, struct weir_str text)
{
    if (text.p) {
        weir_buf_str(out, member);
        weir_json_string(out, text);
    }
}

static void write_orders(struct weir_buf *out, const struct cdc_offset *offset)
{
    for (size_t i = 0; i < offset->n_orders; i++) {
        struct weir_buf name;
        weir_buf_init(&name, 1024);
        weir_buf_text(&name, ORDER);
        weir_buf_str(&name, offset->orders[i].table);
        weir_buf_char(out, ',');
        weir_json_string(out, weir_buf_view(&name));
        weir_buf_char(out, ':');
        weir_buf_i64(out, offset->orders[i].count);
        weir_buf_free(&name);
    }
}

static void write_transaction(struct weir_buf *out, const struct cdc_offset *offset)
{
    weir_buf_str(out, MEMBER("transaction_id"));
    weir_json_string(out, offset->transaction_id);
    write_orders(out, offset);
}

static void write_incremental(struct weir_buf *out, const struct cdc_offset_incremental *from)
{
    write_text(out, MEMBER("incremental_snapshot_collections"), from->collections);
    write_text(out, MEMBER("incremental_snapshot_correlation_id"), from->correlation_id);
    write_text(out, MEMBER("incremental_snapshot_primary_key"), from->primary_key);
    write_text(out, MEMBER("incremental_snapshot_maximum_key"), from->maximum_key);
    write_text(out, MEMBER("weir_incremental"), from->state);
}

void cdc_offset_write_head(const struct cdc_offset *offset, struct weir_buf *out)
{
    size_t begin = out->n;
    if (offset->has_transaction && offset->transaction_id.p) {
        write_transaction(out, offset);
    }
    write_int(out, MEMBER("ts_sec"), offset->ts_sec);
    write_text(out, MEMBER("file"), offset->file);
    weir_buf_str(out, MEMBER("pos"));
    weir_buf_i64(out, offset->pos);
    write_text(out, MEMBER("gtids"), offset->gtids);
    if (offset->snapshot != CDC_OFFSET_STREAMING) {
        write_text(out, MEMBER("snapshot"),
                   offset->snapshot == CDC_OFFSET_INITIAL ? WEIR_STR("INITIAL")
                                                          : WEIR_STR("BLOCKING"));
    }
    write_int(out, MEMBER("server_id"), offset->server_id);
    write_incremental(out, &offset->incremental);
    if (out->n > begin) {
        out->p[begin] = '{'; /* in place of the first comma */
    }
}

void cdc_offset_write_tail(int64_t event, int64_t row, struct weir_buf *out)
{
    write_int(out, MEMBER("event"), event);
    write_int(out, MEMBER("row"), row);
    weir_buf_char(out, '}');
}

void cdc_offset_write(const struct cdc_offset *offset, struct weir_buf *out)
{
    cdc_offset_write_head(offset, out);
    cdc_offset_write_tail(offset->event, offset->row, out);
}
