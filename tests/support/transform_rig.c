/* SPDX-License-Identifier: Apache-2.0 */
/* transform_rig.c: a class name and keys come in, a transform comes out; JSON becomes records. */
#include "transform_rig.h"

#include <stdlib.h>

#include "plugin_host.h"
#include "tagged.h"

static const struct weir_component *find(const char *class_name)
{
    bool predicate = strstr(class_name, ".predicates.") != NULL;
    return plugin_host_find("transforms", predicate ? WEIR_PREDICATE : WEIR_TRANSFORMATION,
                            class_name);
}

enum weir_verdict transform_rig_open(struct transform_rig *rig, const char *class_name,
                                     const struct weir_json *config, bool is_sink,
                                     struct weir_err *err)
{
    const char *pairs[64] = {NULL};
    size_t n = 0;
    *rig = (struct transform_rig){.component = find(class_name)};
    weir_arena_init(&rig->arena, 4096);
    for (const struct weir_json *at = config->first; at && n < 62; at = at->next) {
        pairs[n++] = weir_arena_str(&rig->arena, at->name).p;
        pairs[n++] = weir_arena_str(&rig->arena, at->text).p;
    }
    struct weir_log log;
    weir_log_init(&log, "test", "", -1, "");
    struct weir_open open = {
        .conf = plugin_host_conf(rig->component, &rig->arena, pairs, err),
        .log = weir_arena_alloc(&rig->arena, sizeof(log)),
        .arena = &rig->arena,
        .is_sink = is_sink,
    };
    memcpy((void *)(uintptr_t)open.log, &log, sizeof(log));
    enum weir_verdict verdict = open.conf ? WEIR_OK : WEIR_BAD_CONFIG;
    if (verdict == WEIR_OK && rig->component->kind == WEIR_PREDICATE) {
        verdict =
            ((const struct weir_predicate_ops *)rig->component->ops)->open(&open, &rig->self, err);
    } else if (verdict == WEIR_OK) {
        verdict =
            ((const struct weir_transform_ops *)rig->component->ops)->open(&open, &rig->self, err);
    }
    if (verdict != WEIR_OK) {
        weir_arena_free(&rig->arena);
        rig->component = NULL;
    }
    return verdict;
}

void transform_rig_close(struct transform_rig *rig)
{
    if (!rig->component) {
        return;
    }
    void (*close)(void *) = rig->component->kind == WEIR_PREDICATE
                                ? ((const struct weir_predicate_ops *)rig->component->ops)->close
                                : ((const struct weir_transform_ops *)rig->component->ops)->close;
    if (close) {
        close(rig->self);
    }
    weir_arena_free(&rig->arena);
    rig->component = NULL;
}

enum weir_verdict transform_rig_apply(struct transform_rig *rig, struct weir_batch *batch,
                                      struct weir_verdicts *verdicts, struct weir_err *err)
{
    const struct weir_transform_ops *ops = rig->component->ops;
    verdicts_reset(verdicts);
    enum weir_verdict verdict = ops->apply(rig->self, batch, NULL, verdicts, err);
    verdicts_sort(verdicts);
    return verdict;
}

bool transform_rig_test(struct transform_rig *rig, struct weir_batch *batch, uint32_t i)
{
    const struct weir_predicate_ops *ops = rig->component->ops;
    struct weir_err err;
    bool *run = weir_arena_alloc(&batch->arena, batch->n);
    return ops->test(rig->self, batch, run, &err) == WEIR_OK && run[i];
}

/* ---- records ---- */

static bool read_side(struct weir_arena *arena, const struct weir_json *doc,
                      const struct weir_schema *const *schemas, struct weir_batch *batch,
                      const struct weir_schema **sch, struct weir_value *val)
{
    int64_t number = -1;
    *sch =
        weir_json_get_i64(doc, "schema", &number) ? weir_batch_hold(batch, schemas[number]) : NULL;
    return tagged_value(arena, weir_json_get(doc, "value"), *sch, val);
}

static bool read_headers(struct weir_arena *arena, const struct weir_json *doc,
                         const struct weir_schema *const *schemas, struct weir_batch *batch,
                         struct weir_record *rec)
{
    const struct weir_json *list = weir_json_get(doc, "headers");
    rec->headers = WEIR_NEW_ARRAY(arena, struct weir_header, list ? list->count : 0);
    for (const struct weir_json *at = list ? list->first : NULL; at; at = at->next) {
        struct weir_header *header = &rec->headers[rec->n_headers++];
        header->name = weir_json_get_str(at, "name");
        if (!read_side(arena, at, schemas, batch, &header->schema, &header->value)) {
            return false;
        }
    }
    return true;
}

bool transform_rig_record(struct weir_arena *arena, const struct weir_json *doc,
                          const struct weir_schema *const *schemas, struct weir_batch *batch)
{
    int64_t x;
    struct weir_record *rec = weir_batch_add(batch);
    rec->topic = weir_json_get_str(doc, "topic");
    rec->partition = weir_json_get_i64(doc, "partition", &x) ? (int32_t)x : WEIR_NO_PARTITION;
    rec->timestamp = weir_json_get_i64(doc, "timestamp", &x) ? x : WEIR_NO_TIMESTAMP;
    rec->log_topic = rec->topic;
    rec->log_partition = rec->partition < 0 ? 0 : rec->partition;
    if (weir_json_get_i64(doc, "offset", &x)) {
        rec->log_offset = x;
        rec->partition = rec->log_partition;
    }
    return read_side(arena, weir_json_get(doc, "key"), schemas, batch, &rec->key_schema,
                     &rec->key) &&
           read_side(arena, weir_json_get(doc, "value"), schemas, batch, &rec->value_schema,
                     &rec->value) &&
           read_headers(arena, doc, schemas, batch, rec);
}
