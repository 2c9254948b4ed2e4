/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_converter.c: io.confluent.connect.avro.AvroConverter. A message is a zero, the registry's id
 * of its schema in four bytes, and Avro's binary text.
 */
#include "avro_converter.h"

#include <stdlib.h>

#include <weir/mem.h>

#include "avro_schema.h"

static void avro_close(void *self)
{
    struct avro_converter *converter = self;
    avro_writers_free(converter->writers);
    avro_readers_free(converter->readers);
    registry_close(converter->registry);
    free(converter);
}

static enum weir_verdict avro_open(const struct weir_open *open, void **self, struct weir_err *err)
{
    struct avro_converter *converter = weir_xcalloc(1, sizeof(*converter));
    converter->conf = open->conf;
    converter->is_key = open->is_key;
    if (registry_open(&converter->conf->registry, open->cancelled, &converter->registry, err) !=
        WEIR_OK) {
        avro_close(converter);
        return err->class;
    }
    converter->writers = avro_writers_new(converter);
    converter->readers = avro_readers_new(converter);
    *self = converter;
    return WEIR_OK;
}

/* ---- subjects ---- */

static enum weir_verdict no_record(const struct avro_converter *converter, const char *strategy,
                                   struct weir_err *err)
{
    const char *what = converter->is_key ? "key" : "value";
    return weir_err_set(err, WEIR_BAD_DATA,
                        "In configuration %s.subject.name.strategy = "
                        "io.confluent.kafka.serializers.subject.%s, the message %s must only be a "
                        "record schema",
                        what, strategy, what);
}

enum weir_verdict avro_subject(const struct avro_converter *converter, struct weir_arena *arena,
                               struct weir_str topic, const struct avro_schema *avro,
                               struct weir_str *subject, struct weir_err *err)
{
    const struct avro_conf *conf = converter->conf;
    enum avro_strategy strategy =
        (enum avro_strategy)(converter->is_key ? conf->key_strategy : conf->value_strategy);
    struct weir_str name = avro_full_name(arena, avro);
    if (strategy == AVRO_BY_TOPIC) {
        *subject = weir_str_of(weir_arena_printf(arena, "%.*s-%s", WEIR_STR_ARG(topic),
                                                 converter->is_key ? "key" : "value"));
        return WEIR_OK;
    }
    bool both = strategy == AVRO_BY_TOPIC_AND_RECORD;
    if (avro->type != AVRO_RECORD) {
        return no_record(converter, both ? "TopicRecordNameStrategy" : "RecordNameStrategy", err);
    }
    *subject = both ? weir_str_of(weir_arena_printf(arena, "%.*s-%.*s", WEIR_STR_ARG(topic),
                                                    WEIR_STR_ARG(name)))
                    : name;
    return WEIR_OK;
}

/* ---- references ---- */

#define REFERENCES_MAX 256 /* schemas that one schema needs */

struct referring {
    const struct avro_converter *converter;
    struct avro_names names;
    struct weir_err *err;
    int asked;
};

static enum weir_verdict parse_found(struct referring *in, const struct registry_schema *found,
                                     const struct avro_schema **out, int depth);

/* The schema under that name, first of all, unless another one has brought it already. */
static enum weir_verdict refer(struct referring *in, const struct weir_json *reference, int depth)
{
    struct registry_schema found = {0};
    const struct avro_schema *avro;
    int64_t version = 0;
    struct weir_str subject = weir_json_get_str(reference, "subject");
    if (avro_names_have(&in->names, weir_json_get_str(reference, "name"))) {
        return WEIR_OK;
    }
    if (!subject.p || !weir_json_get_i64(reference, "version", &version) ||
        depth >= AVRO_DEPTH_MAX || ++in->asked > REFERENCES_MAX) {
        return weir_err_set(in->err, WEIR_BAD_DATA, "the schema's references have no end or sense");
    }
    enum weir_verdict verdict = registry_version(in->converter->registry, in->names.arena, subject,
                                                 (int32_t)version, &found, in->err);
    return verdict == WEIR_OK ? parse_found(in, &found, &avro, depth + 1) : verdict;
}

static enum weir_verdict parse_found(struct referring *in, const struct registry_schema *found,
                                     const struct avro_schema **out, int depth)
{
    const struct weir_json *at = found->references ? found->references->first : NULL;
    for (; at; at = at->next) {
        if (refer(in, at, depth) != WEIR_OK) {
            return in->err->class;
        }
    }
    return avro_parse_next(&in->names, found->text, out, in->err);
}

enum weir_verdict avro_parse_found(const struct avro_converter *converter, struct weir_arena *arena,
                                   const struct registry_schema *found,
                                   const struct avro_schema **out, struct weir_err *err)
{
    struct referring in = {.converter = converter, .names = {.arena = arena}, .err = err};
    return parse_found(&in, found, out, 0);
}

/* ---- data contracts ---- */

enum weir_verdict avro_check_rules(const struct registry_schema *found, bool writing,
                                   struct weir_err *err)
{
    struct weir_str rule = registry_rule(found, writing);
    return !rule.p ? WEIR_OK
                   : weir_err_set(err, WEIR_BAD_DATA,
                                  "Rule failed: %.*s: rules of data contracts are not run here",
                                  WEIR_STR_ARG(rule));
}

/* ---- what is remembered as wrong ---- */

bool avro_is_lasting(const struct weir_err *err)
{
    return err->class == WEIR_BAD_DATA && err->code == 0; /* else the registry's own words */
}

const struct weir_err *avro_err_copy(struct weir_arena *arena, const struct weir_err *err)
{
    struct weir_err *copy = WEIR_NEW(arena, struct weir_err);
    *copy = *err;
    return copy;
}

/* ---- the two ways ---- */

static enum weir_verdict avro_to_bytes(void *self, const struct weir_convert *at,
                                       const struct weir_schema *sch, struct weir_value val,
                                       struct weir_buf *out, bool *is_null, struct weir_err *err)
{
    struct avro_converter *converter = self;
    const struct avro_writer *writer;
    size_t begin = out->n;
    *is_null = val.type == WEIR_NULL;
    if (*is_null) {
        return !sch || sch->optional
                   ? WEIR_OK
                   : weir_err_set(err, WEIR_BAD_DATA, "Found null value for non-optional schema");
    }
    if (avro_writers_get(converter->writers, sch, at->topic, &writer, err) != WEIR_OK ||
        avro_writer_put(writer, val, out, err) != WEIR_OK) {
        out->n = begin;
        return err->class;
    }
    return WEIR_OK;
}

static enum weir_verdict avro_from_bytes(void *self, const struct weir_convert *at,
                                         struct weir_str bytes, struct weir_batch *batch,
                                         const struct weir_schema **sch, struct weir_value *val,
                                         struct weir_err *err)
{
    struct avro_converter *converter = self;
    *sch = NULL;
    *val = weir_null();
    return bytes.p ? avro_readers_read(converter->readers, at->topic, bytes, batch, sch, val, err)
                   : WEIR_OK;
}

const struct weir_converter_ops avro_converter_ops = {
    .size = sizeof(struct weir_converter_ops),
    .open = avro_open,
    .to_bytes = avro_to_bytes,
    .from_bytes = avro_from_bytes,
    .close = avro_close,
};
