/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status_record.c: reads and writes the status topic's records. Nulls are written out, the order of
 * members is Connect's. Used by status_store.c.
 */
#include "store/status_record.h"

#include <weir/json.h>

#include "store/config_record.h"

#define PREFIX_CONNECTOR "status-connector-"
#define PREFIX_TASK "status-task-"
#define PREFIX_TOPIC "status-topic-"
#define TOPIC_SEPARATOR ":connector-"
#define RECORD_MAX ((size_t)1 << 20)

/* ---- writing ---- */

static void add_text(struct weir_buf *out, const char *member, struct weir_str text)
{
    weir_buf_text(out, member);
    if (text.p) {
        weir_json_string(out, text);
    } else {
        weir_buf_text(out, "null");
    }
}

static struct weir_str status_text(struct weir_arena *arena, const struct status *status)
{
    struct weir_buf out;
    weir_buf_init(&out, RECORD_MAX);
    add_text(&out, "{\"state\":", weir_str_of(run_state_name(status->state)));
    add_text(&out, ",\"trace\":", status->trace);
    add_text(&out, ",\"worker_id\":", status->worker_id);
    weir_buf_text(&out, ",\"generation\":");
    weir_buf_i64(&out, status->generation);
    add_text(&out, ",\"version\":", status->version);
    weir_buf_char(&out, '}');
    struct weir_str text = weir_arena_str(arena, weir_buf_view(&out));
    weir_buf_free(&out);
    return text;
}

static void fill(struct weir_arena *arena, char *key, const struct status *status,
                 struct bus_record *rec)
{
    *rec = (struct bus_record){.partition = WEIR_NO_PARTITION,
                               .timestamp = WEIR_NO_TIMESTAMP,
                               .key = weir_str_of(key)};
    if (status) {
        rec->value = status_text(arena, status);
    }
}

void status_record_connector(struct weir_arena *arena, struct weir_str name,
                             const struct status *status, struct bus_record *rec)
{
    fill(arena, weir_arena_printf(arena, PREFIX_CONNECTOR "%.*s", WEIR_STR_ARG(name)), status, rec);
}

void status_record_task(struct weir_arena *arena, struct weir_str name, int task,
                        const struct status *status, struct bus_record *rec)
{
    fill(arena, weir_arena_printf(arena, PREFIX_TASK "%.*s-%d", WEIR_STR_ARG(name), task), status,
         rec);
}

void status_record_topic(struct weir_arena *arena, const struct topic_status *topic, bool gone,
                         struct bus_record *rec)
{
    fill(arena,
         weir_arena_printf(arena, PREFIX_TOPIC "%.*s" TOPIC_SEPARATOR "%.*s",
                           WEIR_STR_ARG(topic->topic), WEIR_STR_ARG(topic->connector)),
         NULL, rec);
    if (gone) {
        return;
    }
    struct weir_buf out;
    weir_buf_init(&out, RECORD_MAX);
    add_text(&out, "{\"topic\":{\"name\":", topic->topic);
    add_text(&out, ",\"connector\":", topic->connector);
    weir_buf_printf(&out, ",\"task\":%d,\"discoverTimestamp\":%lld}}", topic->task,
                    (long long)topic->discovered_ms);
    rec->value = weir_arena_str(arena, weir_buf_view(&out));
    weir_buf_free(&out);
}

/* ---- reading ---- */

/* The topic goes up to the first colon; a connector's name may hold more of them. */
static bool parse_topic_key(struct weir_str rest, struct status_key *key)
{
    ptrdiff_t colon = weir_str_chr(rest, ':');
    if (colon <= 0) {
        return false;
    }
    struct weir_str tail = weir_str_from(rest, (size_t)colon);
    key->kind = STATUS_TOPIC;
    key->topic = weir_str_n(rest.p, (size_t)colon);
    if (tail.n <= sizeof(TOPIC_SEPARATOR) - 1) {
        return false;
    }
    key->connector = weir_str_from(tail, sizeof(TOPIC_SEPARATOR) - 1);
    return true;
}

bool status_key_parse(struct weir_str text, struct status_key *key)
{
    *key = (struct status_key){.kind = STATUS_UNKNOWN};
    if (!text.p) {
        return false;
    }
    if (weir_str_starts(text, WEIR_STR(PREFIX_CONNECTOR))) {
        key->kind = STATUS_CONNECTOR;
        key->connector = weir_str_from(text, sizeof(PREFIX_CONNECTOR) - 1);
        return key->connector.n > 0;
    }
    if (weir_str_starts(text, WEIR_STR(PREFIX_TASK))) {
        key->kind = STATUS_TASK;
        return task_key_split(weir_str_from(text, sizeof(PREFIX_TASK) - 1), &key->connector,
                              &key->task);
    }
    if (weir_str_starts(text, WEIR_STR(PREFIX_TOPIC))) {
        return parse_topic_key(weir_str_from(text, sizeof(PREFIX_TOPIC) - 1), key);
    }
    return false;
}

static enum weir_verdict parse_object(struct weir_str text, struct weir_arena *arena,
                                      struct weir_json **root, struct weir_err *err)
{
    enum weir_verdict verdict = weir_json_parse(arena, text, root, err);
    if (verdict != WEIR_OK) {
        err->class = WEIR_BAD_DATA;
        return WEIR_BAD_DATA;
    }
    return (*root)->type == WEIR_JT_OBJECT
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_DATA, "it is no JSON object");
}

enum weir_verdict status_parse(struct weir_str text, struct weir_arena *arena,
                               struct status *status, struct weir_err *err)
{
    struct weir_json *root = NULL;
    enum weir_verdict verdict = parse_object(text, arena, &root, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    *status = (struct status){.trace = weir_json_get_str(root, "trace"),
                              .worker_id = weir_json_get_str(root, "worker_id"),
                              .version = weir_json_get_str(root, "version")};
    if (!run_state_parse(weir_json_get_str(root, "state"), &status->state) ||
        !status->worker_id.p) {
        return weir_err_set(err, WEIR_BAD_DATA, "it names no state or no worker");
    }
    if (!weir_json_get_i64(root, "generation", &status->generation)) {
        return weir_err_set(err, WEIR_BAD_DATA, "it names no generation");
    }
    return WEIR_OK;
}

enum weir_verdict topic_status_parse(struct weir_str text, struct weir_arena *arena,
                                     struct topic_status *topic, struct weir_err *err)
{
    struct weir_json *root = NULL;
    enum weir_verdict verdict = parse_object(text, arena, &root, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    const struct weir_json *body = weir_json_get(root, "topic");
    int64_t task;
    if (!body || body->type != WEIR_JT_OBJECT || !weir_json_get_i64(body, "task", &task) ||
        !weir_json_get_i64(body, "discoverTimestamp", &topic->discovered_ms)) {
        return weir_err_set(err, WEIR_BAD_DATA, "it names no topic, task and time");
    }
    topic->topic = weir_json_get_str(body, "name");
    topic->connector = weir_json_get_str(body, "connector");
    topic->task = (int)task;
    return topic->topic.p && topic->connector.p
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_DATA, "it names no topic and connector");
}
