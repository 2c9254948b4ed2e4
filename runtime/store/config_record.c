/* SPDX-License-Identifier: Apache-2.0 */
/*
 * config_record.c: writes the config topic's records: plain JSON without blanks, members in
 * Connect's order. Next: config_writer.c sends them.
 */
#include "store/config_record.h"

#include <weir/json.h>

#define RECORD_MAX ((size_t)16 << 20)

static const char *const target_names[] = {"STARTED", "PAUSED", "STOPPED"};

const char *target_state_name(enum target_state state)
{
    return target_names[state];
}

bool target_state_parse(struct weir_str text, enum target_state *state)
{
    for (int i = TARGET_STARTED; i <= TARGET_STOPPED; i++) {
        if (weir_str_is(text, target_names[i])) {
            *state = (enum target_state)i;
            return true;
        }
    }
    return false;
}

static struct weir_str key_of(struct weir_arena *arena, const char *prefix, struct weir_str name)
{
    return weir_str_of(weir_arena_printf(arena, "%s%.*s", prefix, WEIR_STR_ARG(name)));
}

static void fill(struct bus_record *rec, struct weir_str key, struct weir_str value)
{
    *rec = (struct bus_record){.partition = WEIR_NO_PARTITION,
                               .timestamp = WEIR_NO_TIMESTAMP,
                               .key = key,
                               .value = value};
}

static struct weir_str properties_of(struct weir_arena *arena, const struct weir_props *config)
{
    struct weir_buf text;
    weir_buf_init(&text, RECORD_MAX);
    weir_buf_text(&text, "{\"properties\":{");
    for (size_t i = 0; i < config->n; i++) {
        weir_buf_text(&text, i ? "," : "");
        weir_json_string(&text, config->items[i].name);
        weir_buf_char(&text, ':');
        if (config->items[i].value.p) {
            weir_json_string(&text, config->items[i].value);
        } else {
            weir_buf_text(&text, "null");
        }
    }
    weir_buf_text(&text, "}}");
    struct weir_str value = weir_arena_str(arena, weir_buf_view(&text));
    weir_buf_free(&text);
    return value;
}

void config_record_connector(struct weir_arena *arena, struct weir_str name,
                             const struct weir_props *config, struct bus_record *rec)
{
    fill(rec, key_of(arena, KEY_CONNECTOR, name),
         config ? properties_of(arena, config) : WEIR_STR_NULL);
}

void config_record_task(struct weir_arena *arena, struct weir_str name, int task,
                        const struct weir_props *config, struct bus_record *rec)
{
    char *key = weir_arena_printf(arena, KEY_TASK "%.*s-%d", WEIR_STR_ARG(name), task);
    fill(rec, weir_str_of(key), properties_of(arena, config));
}

void config_record_commit(struct weir_arena *arena, struct weir_str name, int tasks,
                          struct bus_record *rec)
{
    fill(rec, key_of(arena, KEY_COMMIT, name),
         weir_str_of(weir_arena_printf(arena, "{\"tasks\":%d}", tasks)));
}

/* Workers before 3.5 know no STOPPED: to them it is a pause. */
void config_record_target(struct weir_arena *arena, struct weir_str name, enum target_state state,
                          struct bus_record *rec)
{
    const char *old = target_names[state == TARGET_STOPPED ? TARGET_PAUSED : state];
    fill(rec, key_of(arena, KEY_TARGET_STATE, name),
         weir_str_of(weir_arena_printf(arena, "{\"state\":\"%s\",\"state.v2\":\"%s\"}", old,
                                       target_names[state])));
}

void config_record_target_gone(struct weir_arena *arena, struct weir_str name,
                               struct bus_record *rec)
{
    fill(rec, key_of(arena, KEY_TARGET_STATE, name), WEIR_STR_NULL);
}

static const char *truth(bool x)
{
    return x ? "true" : "false";
}

void config_record_restart(struct weir_arena *arena, struct weir_str name, bool include_tasks,
                           bool only_failed, struct bus_record *rec)
{
    char *value = weir_arena_printf(arena, "{\"include-tasks\":%s,\"only-failed\":%s}",
                                    truth(include_tasks), truth(only_failed));
    fill(rec, key_of(arena, KEY_RESTART, name), weir_str_of(value));
}

void config_record_fencing(struct weir_arena *arena, struct weir_str name, int tasks,
                           struct bus_record *rec)
{
    fill(rec, key_of(arena, KEY_FENCING, name),
         weir_str_of(weir_arena_printf(arena, "{\"task-count\":%d}", tasks)));
}

void config_record_session_key(struct weir_arena *arena, const uint8_t key[32],
                               int64_t created_ms, struct bus_record *rec)
{
    struct weir_buf text;
    weir_buf_init(&text, 256);
    weir_buf_text(&text, "{\"key\":\"");
    weir_buf_base64(&text, key, 32);
    weir_buf_text(&text, "\",\"algorithm\":\"HmacSHA256\",\"creation-timestamp\":");
    weir_buf_i64(&text, created_ms);
    weir_buf_char(&text, '}');
    fill(rec, WEIR_STR(KEY_SESSION), weir_arena_str(arena, weir_buf_view(&text)));
    weir_buf_free(&text);
}

void config_record_logger(struct weir_arena *arena, struct weir_str logger, struct weir_str level,
                          struct bus_record *rec)
{
    struct weir_buf text;
    weir_buf_init(&text, 256);
    weir_buf_text(&text, "{\"level\":");
    weir_json_string(&text, level);
    weir_buf_char(&text, '}');
    fill(rec, key_of(arena, KEY_LOGGER, logger), weir_arena_str(arena, weir_buf_view(&text)));
    weir_buf_free(&text);
}

bool task_key_split(struct weir_str text, struct weir_str *name, int *task)
{
    size_t dash = text.n;
    while (dash > 0 && text.p[dash - 1] != '-') {
        dash--;
    }
    int64_t number;
    if (dash < 2 || !weir_str_to_i64(weir_str_from(text, dash), &number) || number < 0 ||
        number > INT32_MAX) {
        return false;
    }
    *name = weir_str_n(text.p, dash - 1);
    *task = (int)number;
    return true;
}
