/* SPDX-License-Identifier: Apache-2.0 */
/*
 * res_offsets.c: /connectors/{c}/offsets (KIP-875). Partitions and offsets pass through as JSON
 * texts; what they mean is the herder's and the connector's business.
 */
#include "rest/entities.h"
#include "rest/router.h"

#define DOCUMENT_MAX (1u << 20)

static void offsets_answer(struct request *req)
{
    const struct herder_request *herder = &req->herder;
    struct weir_buf *out = respond_json(req, 200);
    weir_buf_text(out, "{\"offsets\":[");
    for (size_t i = 0; i < herder->n; i++) {
        weir_buf_text(out, i ? ",{\"partition\":" : "{\"partition\":");
        weir_buf_str(out, herder->offsets[i].partition);
        weir_buf_text(out, ",\"offset\":");
        weir_buf_str(out, herder->offsets[i].offset);
        weir_buf_char(out, '}');
    }
    weir_buf_text(out, "]}");
}

void offsets_get(struct request *req)
{
    req->herder.name = req->segments[1];
    request_ask(req, HERDER_OFFSETS, offsets_answer);
}

static void message_answer(struct request *req)
{
    struct weir_buf *out = respond_json(req, 200);
    weir_buf_text(out, "{\"message\":");
    weir_json_string(out, req->herder.answer);
    weir_buf_char(out, '}');
}

/* The member's value as compact JSON; p NULL when it is absent or null. */
static struct weir_str member_text(struct weir_arena *arena, const struct weir_json *item,
                                   const char *name)
{
    const struct weir_json *val = weir_json_get(item, name);
    if (!val || val->type == WEIR_JT_NULL) {
        return WEIR_STR_NULL;
    }
    struct weir_buf text;
    weir_buf_init(&text, DOCUMENT_MAX);
    weir_json_write(&text, val);
    struct weir_str copy = weir_arena_str(arena, weir_buf_view(&text));
    weir_buf_free(&text);
    return copy;
}

static bool is_map_or_null(const struct weir_json *val)
{
    return !val || val->type == WEIR_JT_NULL || val->type == WEIR_JT_OBJECT;
}

static bool has_only(const struct weir_json *object, const char *name, const char *other)
{
    for (const struct weir_json *member = object->first; member; member = member->next) {
        if (!weir_str_is(member->name, name) && !weir_str_is(member->name, other)) {
            return false;
        }
    }
    return true;
}

static bool take_changes(struct request *req, const struct weir_json *doc)
{
    const struct weir_json *list = weir_json_get(doc, "offsets");
    if (list && !has_only(doc, "offsets", "offsets")) {
        respond_error(req, 400, "The body is {\"offsets\": [...]} and nothing else");
        return false;
    }
    if (!list || list->type != WEIR_JT_ARRAY || list->count == 0) {
        respond_error(req, 400,
                      "Partitions / offsets need to be provided for an alter offsets request");
        return false;
    }
    struct weir_arena *arena = &req->herder.arena;
    struct weir_offset_change *changes =
        WEIR_NEW_ARRAY(arena, struct weir_offset_change, list->count);
    size_t n = 0;
    for (const struct weir_json *item = list->first; item; item = item->next, n++) {
        if (item->type != WEIR_JT_OBJECT || !has_only(item, "partition", "offset") ||
            !is_map_or_null(weir_json_get(item, "partition")) ||
            !is_map_or_null(weir_json_get(item, "offset"))) {
            respond_error(req, 400,
                          "Each entry of \"offsets\" is {\"partition\": {...}, "
                          "\"offset\": {...} or null}");
            return false;
        }
        changes[n].partition = member_text(arena, item, "partition");
        changes[n].offset = member_text(arena, item, "offset");
    }
    req->herder.changes = changes;
    req->herder.n_changes = n;
    return true;
}

void offsets_patch(struct request *req)
{
    struct weir_json *doc = NULL;
    req->herder.name = req->segments[1];
    if (request_json(req, &doc) && take_changes(req, doc)) {
        request_ask(req, HERDER_ALTER_OFFSETS, message_answer);
    }
}

void offsets_delete(struct request *req)
{
    req->herder.name = req->segments[1];
    request_ask(req, HERDER_RESET_OFFSETS, message_answer);
}
