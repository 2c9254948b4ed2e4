/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_readers.c: a message comes in, its value and schema go out. The steps of a schema are found
 * by the registry's id and the topic; only an id that is new there asks the registry.
 */
#include "avro_converter.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/reader.h>

#include "avro_read.h"

#define BUCKETS       256   /* a power of two */
#define NOT_FOUND_MIN 40400 /* the registry's error codes of what it does not know */
#define NOT_FOUND_MAX 40499

struct reader {
    struct reader *next;
    struct weir_arena arena; /* of all that it points to */
    int32_t id;
    struct weir_str topic;
    const struct weir_schema *sch; /* NULL: schemaless */
    const struct avro_steps *steps;
    const struct weir_err *wrong; /* why nothing can be read with this schema; NULL: it can */
};

struct avro_readers {
    const struct avro_converter *converter;
    struct reader *buckets[BUCKETS];
    size_t n;
    unsigned unions; /* generalized unions that have a name */
};

struct avro_readers *avro_readers_new(const struct avro_converter *converter)
{
    struct avro_readers *readers = weir_xcalloc(1, sizeof(*readers));
    readers->converter = converter;
    return readers;
}

static void drop(struct reader *reader)
{
    weir_schema_unref(reader->sch);
    weir_arena_free(&reader->arena);
    free(reader);
}

static void clear(struct avro_readers *readers)
{
    for (size_t i = 0; i < BUCKETS; i++) {
        while (readers->buckets[i]) {
            struct reader *reader = readers->buckets[i];
            readers->buckets[i] = reader->next;
            drop(reader);
        }
    }
    readers->n = 0;
}

void avro_readers_free(struct avro_readers *readers)
{
    if (readers) {
        clear(readers);
        free(readers);
    }
}

/* ---- a new one ---- */

static enum weir_verdict failed(struct weir_str topic, struct weir_err *err)
{
    return weir_err_wrap(err, "Failed to deserialize data for topic %.*s to Avro",
                         WEIR_STR_ARG(topic));
}

static const char *what(const struct avro_readers *readers)
{
    return readers->converter->is_key ? "key" : "value";
}

/* Which version of its subject the schema is; 0 when the registry does not know it there. */
static enum weir_verdict ask_version(const struct avro_readers *readers, struct reader *reader,
                                     const struct avro_schema *avro,
                                     const struct registry_schema *schema, int32_t *version,
                                     struct weir_err *err)
{
    struct registry_schema found = {0};
    struct weir_str subject;
    const struct avro_converter *converter = readers->converter;
    enum weir_verdict verdict =
        avro_subject(converter, &reader->arena, reader->topic, avro, &subject, err);
    if (verdict == WEIR_OK) {
        verdict = registry_lookup(converter->registry, &reader->arena, subject, schema, false, true,
                                  &found, err);
    }
    *version = found.version;
    if (verdict == WEIR_BAD_DATA && err->code >= NOT_FOUND_MIN && err->code <= NOT_FOUND_MAX) {
        return WEIR_OK;
    }
    return verdict == WEIR_OK
               ? WEIR_OK
               : weir_err_wrap(err, "Error retrieving Avro %s schema version for id %d",
                               what(readers), reader->id);
}

static enum weir_verdict ask_schema(const struct avro_readers *readers, struct reader *reader,
                                    struct registry_schema *found, struct weir_err *err)
{
    const struct avro_converter *converter = readers->converter;
    const struct avro_schema none = {.type = AVRO_NULL};
    struct weir_str subject;
    if (avro_subject(converter, &reader->arena, reader->topic, &none, &subject, err) != WEIR_OK) {
        subject = WEIR_STR_NULL; /* goes by the schema's name, which is yet to come */
    }
    enum weir_verdict verdict =
        registry_by_id(converter->registry, &reader->arena, reader->id, subject, found, err);
    return verdict == WEIR_OK ? WEIR_OK
                              : weir_err_wrap(err, "Error retrieving Avro %s schema for id %d",
                                              what(readers), reader->id);
}

static enum weir_verdict learn(struct avro_readers *readers, struct reader *reader,
                               struct weir_err *err)
{
    struct registry_schema found = {0};
    const struct avro_schema *avro = NULL;
    struct avro_connecting in = {
        .options = &readers->converter->conf->options, .unions = &readers->unions, .err = err};
    enum weir_verdict verdict = ask_schema(readers, reader, &found, err);
    verdict = verdict == WEIR_OK
                  ? avro_parse_found(readers->converter, &reader->arena, &found, &avro, err)
                  : verdict;
    verdict = verdict == WEIR_OK ? avro_check_rules(&found, false, err) : verdict;
    verdict =
        verdict == WEIR_OK ? ask_version(readers, reader, avro, &found, &in.version, err) : verdict;
    if (verdict != WEIR_OK) {
        return failed(reader->topic, err);
    }
    if (!avro_is_anything(avro)) {
        reader->sch = avro_to_connect(&in, avro);
        if (!reader->sch) {
            return err->class;
        }
    }
    reader->steps = avro_steps(&reader->arena, in.options, reader->sch, avro);
    return WEIR_OK;
}

static enum weir_verdict add(struct avro_readers *readers, int32_t id, struct weir_str topic,
                             const struct reader **out, struct weir_err *err)
{
    struct reader *reader = weir_xcalloc(1, sizeof(*reader));
    weir_arena_init(&reader->arena, 4096);
    reader->id = id;
    reader->topic = weir_arena_str(&reader->arena, topic);
    if (learn(readers, reader, err) != WEIR_OK && !avro_is_lasting(err)) {
        drop(reader);
        return err->class;
    }
    reader->wrong = reader->steps ? NULL : avro_err_copy(&reader->arena, err);
    if ((int64_t)readers->n >= readers->converter->conf->cache_size) {
        clear(readers);
    }
    struct reader **bucket = &readers->buckets[(uint32_t)id % BUCKETS];
    reader->next = *bucket;
    *bucket = reader;
    readers->n++;
    *out = reader;
    return WEIR_OK;
}

/* ---- messages ---- */

static enum weir_verdict find(struct avro_readers *readers, int32_t id, struct weir_str topic,
                              const struct reader **out, struct weir_err *err)
{
    for (const struct reader *reader = readers->buckets[(uint32_t)id % BUCKETS]; reader;
         reader = reader->next) {
        if (reader->id == id && weir_str_eq(reader->topic, topic)) {
            *out = reader;
            return WEIR_OK;
        }
    }
    return add(readers, id, topic, out, err);
}

enum weir_verdict avro_readers_read(struct avro_readers *readers, struct weir_str topic,
                                    struct weir_str bytes, struct weir_batch *batch,
                                    const struct weir_schema **sch, struct weir_value *val,
                                    struct weir_err *err)
{
    struct weir_reader rd = weir_reader_of(bytes);
    const struct reader *reader = NULL;
    uint8_t magic = weir_reader_u8(&rd);
    int32_t id = (int32_t)weir_reader_be(&rd, 4);
    if (rd.failed || magic != 0) {
        weir_err_set(err, WEIR_BAD_DATA, "Error deserializing schema ID: Unknown magic byte!");
        return failed(topic, err);
    }
    if (find(readers, id, topic, &reader, err) != WEIR_OK) {
        return err->class;
    }
    if (reader->wrong) {
        *err = *reader->wrong;
        return err->class;
    }
    if (avro_read(reader->steps, weir_str_from(bytes, 5), &batch->arena, val, err) != WEIR_OK) {
        weir_err_wrap(err, "Error deserializing Avro message for id %d", id);
        return failed(topic, err);
    }
    *sch = reader->sch;
    weir_batch_hold(batch, *sch);
    return WEIR_OK;
}
