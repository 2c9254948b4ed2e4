/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signal.c: one signal comes in, what it asks for is begun. Nobody waits for an answer, so a signal
 * that is not understood is a warning.
 */
#include "signal.h"

/* {"message": "text {}"}: {} is the offset. */
static void on_log(struct signal *signal)
{
    struct weir_str message =
        signal->data ? weir_json_get_str(signal->data, "message") : WEIR_STR_NULL;
    ptrdiff_t hole = weir_str_find(message, WEIR_STR("{}"));
    if (hole < 0) {
        weir_info(signal->source->log, "%.*s", WEIR_STR_ARG(message));
        return;
    }
    struct weir_str offset = source_place_text(&signal->source->place);
    struct weir_str tail = weir_str_from(message, (size_t)hole + 2);
    weir_info(signal->source->log, "%.*s%.*s%.*s", (int)hole, message.p, WEIR_STR_ARG(offset),
              WEIR_STR_ARG(tail));
}

static void on_window(struct signal *signal)
{
    weir_debug(signal->source->log, "window signal %.*s is not one of ours",
               WEIR_STR_ARG(signal->id));
}

static void dispatch(struct signal *signal)
{
    static const struct {
        const char *type;
        void (*fn)(struct signal *signal);
    } actions[] = {
        {"log", on_log},
        {"execute-snapshot", signal_execute_snapshot},
        {"stop-snapshot", signal_stop_snapshot},
        {"pause-snapshot", signal_pause_snapshot},
        {"resume-snapshot", signal_resume_snapshot},
        {"schema-changes", signal_schema_changes},
        {"set-binlog-position", signal_set_place},
        {"snapshot-window-open", on_window},
        {"snapshot-window-close", on_window},
    };
    for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
        if (weir_str_is(signal->type, actions[i].type)) {
            actions[i].fn(signal);
            return;
        }
    }
    weir_warn(signal->source->log, "signal %.*s has the unknown type '%.*s'",
              WEIR_STR_ARG(signal->id), WEIR_STR_ARG(signal->type));
}

void signal_take(struct source *source, struct weir_str id, struct weir_str type,
                 struct weir_str data)
{
    struct signal signal = {.source = source, .id = id, .type = weir_str_trim(type)};
    struct weir_err err;
    weir_arena_init(&signal.arena, 4096);
    if (data.n && weir_json_parse(&signal.arena, data, &signal.data, &err) != WEIR_OK) {
        weir_warn(source->log, "signal %.*s has data that is not JSON: %s", WEIR_STR_ARG(id),
                  err.text);
    } else {
        dispatch(&signal);
    }
    weir_arena_free(&signal.arena);
}

void signal_take_json(struct source *source, struct weir_str text)
{
    struct weir_arena arena;
    struct weir_json *doc = NULL;
    struct weir_err err;
    weir_arena_init(&arena, 4096);
    if (weir_json_parse(&arena, text, &doc, &err) != WEIR_OK || doc->type != WEIR_JT_OBJECT) {
        weir_warn(source->log, "a signal is not a JSON object: %.*s",
                  (int)(text.n < 200 ? text.n : 200), text.p);
    } else {
        struct weir_json *data = weir_json_get(doc, "data");
        struct weir_buf out;
        weir_buf_init(&out, text.n + 1024);
        if (data && data->type == WEIR_JT_OBJECT) {
            weir_json_write(&out, data);
        } else if (data && data->type == WEIR_JT_STRING) {
            weir_buf_str(&out, data->text);
        }
        signal_take(source, weir_json_get_str(doc, "id"), weir_json_get_str(doc, "type"),
                    weir_buf_view(&out));
        weir_buf_free(&out);
    }
    weir_arena_free(&arena);
}
