/* SPDX-License-Identifier: Apache-2.0 */
/*
 * offsets_sink.c: a sink's offsets are the commits of its consumer group. The sentences are
 * Connect's.
 */
#include <weir/json.h>

#include "conf/connector_keys.h"
#include "worker/offsets_request.h"

static struct weir_str partition_text(struct weir_arena *arena, struct weir_str topic,
                                      int32_t partition)
{
    struct weir_buf text;
    weir_buf_init(&text, 4096);
    weir_buf_printf(&text, "{\"kafka_partition\":%d,\"kafka_topic\":", partition);
    weir_json_string(&text, topic);
    weir_buf_char(&text, '}');
    struct weir_str copy = weir_arena_str(arena, weir_buf_view(&text));
    weir_buf_free(&text);
    return copy;
}

static struct weir_str offset_text(struct weir_arena *arena, int64_t offset)
{
    return weir_str_of(weir_arena_printf(arena, "{\"kafka_offset\":%lld}", (long long)offset));
}

/* ---- showing ---- */

static enum weir_verdict list(struct offsets_job *ask, struct weir_str group, struct weir_err *err)
{
    struct weir_arena *arena = &ask->job.arena;
    struct weir_topic_partition *commits = NULL;
    size_t n = 0;
    enum weir_verdict verdict = bus_group_offsets(ask->bus, group, arena, &commits, &n, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    struct weir_offset *found = WEIR_NEW_ARRAY(arena, struct weir_offset, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (commits[i].offset >= 0) {
            found[ask->n].partition =
                partition_text(arena, commits[i].topic, commits[i].partition);
            found[ask->n++].offset = offset_text(arena, commits[i].offset);
        }
    }
    ask->found = found;
    return WEIR_OK;
}

/* ---- what is asked for ---- */

/* A number, or its digits as a text. */
static bool whole_number(const struct weir_json *val, int64_t *out)
{
    return val && (val->type == WEIR_JT_NUMBER || val->type == WEIR_JT_STRING) &&
           weir_str_to_i64(val->text, out);
}

static struct weir_str shown(struct weir_arena *arena, const struct weir_json *val)
{
    if (val->type == WEIR_JT_STRING || val->type == WEIR_JT_NUMBER) {
        return val->text;
    }
    struct weir_buf text;
    weir_buf_init(&text, 4096);
    weir_json_write(&text, val);
    struct weir_str copy = weir_arena_str(arena, weir_buf_view(&text));
    weir_buf_free(&text);
    return copy;
}

static bool is_null(const struct weir_json *val)
{
    return val->type == WEIR_JT_NULL;
}

static enum weir_verdict parse_partition(struct offsets_job *ask, struct weir_str text,
                                         struct weir_topic_partition *out, struct weir_err *err)
{
    struct weir_json *root = NULL;
    if (!text.p || weir_json_parse(&ask->job.arena, text, &root, err) != WEIR_OK ||
        root->type != WEIR_JT_OBJECT) {
        return offsets_refuse(ask, 400, err, "The partition for a sink connector offset cannot be "
                                             "null or missing");
    }
    const struct weir_json *topic = weir_json_get(root, "kafka_topic");
    const struct weir_json *partition = weir_json_get(root, "kafka_partition");
    int64_t number;
    if (!topic || !partition) {
        return offsets_refuse(ask, 400, err, "The partition for a sink connector offset must "
                                             "contain the keys 'kafka_topic' and "
                                             "'kafka_partition'");
    }
    if (is_null(topic)) {
        return offsets_refuse(ask, 400, err,
                              "Kafka topic names must be valid strings and may not be null");
    }
    if (is_null(partition)) {
        return offsets_refuse(ask, 400, err,
                              "Kafka partitions must be valid numbers and may not be null");
    }
    if (!whole_number(partition, &number) || number < INT32_MIN || number > INT32_MAX) {
        return offsets_refuse(ask, 400, err,
                              "Failed to parse the following Kafka partition value in the "
                              "provided offsets: '%.*s'. Partition values for sink connectors "
                              "need to be integers.",
                              WEIR_STR_ARG(shown(&ask->job.arena, partition)));
    }
    out->topic = shown(&ask->job.arena, topic);
    out->partition = (int32_t)number;
    return WEIR_OK;
}

static enum weir_verdict parse_offset(struct offsets_job *ask, struct weir_str text,
                                      struct weir_topic_partition *out, struct weir_err *err)
{
    struct weir_json *root = NULL;
    out->offset = -1;
    if (!text.p) {
        return WEIR_OK;
    }
    const struct weir_json *offset =
        weir_json_parse(&ask->job.arena, text, &root, err) == WEIR_OK &&
                root->type == WEIR_JT_OBJECT
            ? weir_json_get(root, "kafka_offset")
            : NULL;
    if (!offset) {
        return offsets_refuse(ask, 400, err, "The offset for a sink connector should either be "
                                             "null or contain the key 'kafka_offset'");
    }
    if (!whole_number(offset, &out->offset)) {
        return offsets_refuse(ask, 400, err,
                              "Failed to parse the following Kafka offset value in the provided "
                              "offsets: '%.*s'. Offset values for sink connectors need to be "
                              "integers.", WEIR_STR_ARG(shown(&ask->job.arena, offset)));
    }
    return out->offset < 0 ? offsets_refuse(ask, 500, err,
                                            "Failed to modify offsets for sink connector %s",
                                            ask->name)
                           : WEIR_OK;
}

/* Of several changes of a partition the last one counts, as in a map. */
static void keep_last(struct offsets_job *ask, struct weir_topic_partition *out)
{
    size_t n = 0;
    for (size_t i = 0; i < ask->n_changes; i++) {
        size_t at = 0;
        while (at < n && (out[at].partition != out[i].partition ||
                          !weir_str_eq(out[at].topic, out[i].topic))) {
            at++;
        }
        out[at] = out[i];
        ask->changes[at] = ask->changes[i];
        n += at == n;
    }
    ask->n_changes = n;
}

/* The changes in the one form that the connector and the bus see. */
static enum weir_verdict parse_changes(struct offsets_job *ask, struct weir_topic_partition *out,
                                       struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    for (size_t i = 0; i < ask->n_changes && verdict == WEIR_OK; i++) {
        struct weir_offset_change *change = &ask->changes[i];
        verdict = parse_partition(ask, change->partition, &out[i], err);
        if (verdict == WEIR_OK) {
            verdict = parse_offset(ask, change->offset, &out[i], err);
        }
        if (verdict == WEIR_OK) {
            change->partition = partition_text(&ask->job.arena, out[i].topic, out[i].partition);
            change->offset = change->offset.p ? offset_text(&ask->job.arena, out[i].offset)
                                              : WEIR_STR_NULL;
        }
    }
    if (verdict == WEIR_OK) {
        keep_last(ask, out);
    }
    return verdict;
}

/* ---- changing ---- */

static enum weir_verdict explain(struct offsets_job *ask, const char *verb, const char *whose,
                                 struct weir_err *err)
{
    weir_err_wrap(err, "%s", ask->name);
    if (weir_str_find(weir_str_of(err->text), WEIR_STR("still active")) >= 0) {
        return offsets_refuse(
            ask, 500, err,
            "Failed to %s consumer group offsets for connector %s either because its tasks "
            "haven't stopped completely yet or the connector was resumed before the request to "
            "%s its offsets could be successfully completed. If the connector is in a stopped "
            "state, this operation can be safely retried. If it doesn't eventually succeed, the "
            "Connect cluster may need to be restarted to get rid of the zombie sink tasks.",
            verb, ask->name, verb);
    }
    struct weir_log log;
    weir_log_init(&log, "org.apache.kafka.connect.runtime.Worker", ask->name, -1, "");
    weir_warn(&log, "changing the consumer group's offsets failed: %s", err->text);
    return offsets_refuse(ask, 500, err, "Failed to %s consumer group offsets for %s %s", verb,
                          whose, ask->name);
}

/* Kafka refuses commits for what is not there, the embedded log takes them. */
static enum weir_verdict check_there(struct offsets_job *ask,
                                     const struct weir_topic_partition *commit,
                                     struct weir_err *err)
{
    struct bus_topic_info info = {.partitions = 0};
    enum weir_verdict verdict = bus_topic_info(ask->bus, commit->topic, &info, err);
    if (verdict == WEIR_OK && (commit->partition < 0 || commit->partition >= info.partitions)) {
        return weir_err_set(err, WEIR_FATAL, "there is no partition %d of topic %.*s",
                            commit->partition, WEIR_STR_ARG(commit->topic));
    }
    return verdict;
}

static enum weir_verdict alter(struct offsets_job *ask, const struct weir_props *resolved,
                               const void *conf, struct weir_str group, struct weir_err *err)
{
    struct weir_topic_partition *commits =
        WEIR_NEW_ARRAY(&ask->job.arena, struct weir_topic_partition, ask->n_changes + 1);
    enum weir_verdict verdict = parse_changes(ask, commits, err);
    if (verdict == WEIR_OK) {
        verdict = offsets_call(ask, resolved, conf, ask->changes, ask->n_changes, err);
    }
    if (verdict != WEIR_OK) {
        return verdict;
    }
    for (size_t i = 0; i < ask->n_changes && verdict == WEIR_OK; i++) {
        verdict = check_there(ask, &commits[i], err);
    }
    if (verdict == WEIR_OK) {
        verdict = bus_group_alter(ask->bus, group, commits, ask->n_changes, err);
    }
    return verdict == WEIR_OK ? verdict : explain(ask, "alter", "connector", err);
}

static enum weir_verdict reset(struct offsets_job *ask, const struct weir_props *resolved,
                               const void *conf, struct weir_str group, struct weir_err *err)
{
    enum weir_verdict verdict = list(ask, group, err);
    if (verdict != WEIR_OK) {
        return offsets_refuse(ask, 500, err, "Failed to list offsets prior to resetting offsets "
                                             "for sink connector %s", ask->name);
    }
    struct weir_offset_change *changes =
        WEIR_NEW_ARRAY(&ask->job.arena, struct weir_offset_change, ask->n + 1);
    for (size_t i = 0; i < ask->n; i++) {
        changes[i].partition = ask->found[i].partition;
    }
    verdict = offsets_call(ask, resolved, conf, changes, ask->n, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    verdict = bus_group_delete(ask->bus, group, err);
    return verdict == WEIR_OK ? verdict : explain(ask, "reset", "sink connector", err);
}

enum weir_verdict offsets_of_sink(struct offsets_job *ask, const struct weir_props *resolved,
                                  const void *conf, struct weir_err *err)
{
    struct weir_str group =
        sink_group_id(&ask->job.arena, weir_props_get(resolved, "consumer.override.group.id"),
                      weir_str_of(ask->name));
    switch (ask->action) {
    case OFFSETS_SHOW:
        return list(ask, group, err);
    case OFFSETS_ALTER:
        return alter(ask, resolved, conf, group, err);
    case OFFSETS_RESET:
        return reset(ask, resolved, conf, group, err);
    }
    return WEIR_OK;
}
