/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_writers.c: a schema and a topic come in, the registry's id and the plan of writing go out,
 * from a hash table by the schema's serial. Only a schema that is new there asks the registry.
 */
#include "avro_converter.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "avro_plan.h"

#define BUCKETS    256 /* a power of two */
#define TEXT_SHOWN 600 /* bytes of a schema in an error */

struct avro_writer {
    struct avro_writer *next;
    struct weir_arena arena;       /* of all that it points to */
    const struct weir_schema *sch; /* NULL: schemaless */
    struct weir_str topic;
    int64_t until_ms; /* when to ask again which version is the latest; 0: never */
    char head[5];     /* magic byte and id */
    const struct avro_plan *plan;
    const struct weir_err *wrong; /* why nothing can be written with this schema; NULL: it can */
};

struct avro_writers {
    const struct avro_converter *converter;
    struct avro_writer *buckets[BUCKETS];
    size_t n;
};

struct avro_writers *avro_writers_new(const struct avro_converter *converter)
{
    struct avro_writers *writers = weir_xcalloc(1, sizeof(*writers));
    writers->converter = converter;
    return writers;
}

static void drop(struct avro_writer *writer)
{
    weir_arena_free(&writer->arena);
    free(writer);
}

static void clear(struct avro_writers *writers)
{
    for (size_t i = 0; i < BUCKETS; i++) {
        while (writers->buckets[i]) {
            struct avro_writer *writer = writers->buckets[i];
            writers->buckets[i] = writer->next;
            drop(writer);
        }
    }
    writers->n = 0;
}

void avro_writers_free(struct avro_writers *writers)
{
    if (writers) {
        clear(writers);
        free(writers);
    }
}

/* ---- a new one ---- */

/* What is being made, until it is known. */
struct making {
    const struct avro_converter *converter;
    struct weir_arena *arena;
    const struct weir_schema *sch;
    struct weir_str topic;
    struct weir_str subject;
    const struct avro_schema *own;
    struct weir_str text; /* of own */
    struct weir_err *err;
};

static enum weir_verdict of_topic(const struct making *to)
{
    return weir_err_wrap(to->err, "Failed to serialize Avro data from topic %.*s",
                         WEIR_STR_ARG(to->topic));
}

static enum weir_verdict failed(const struct making *to, const char *what)
{
    size_t n = to->text.n < TEXT_SHOWN ? to->text.n : TEXT_SHOWN;
    weir_err_wrap(to->err, "%s%.*s%s", what, (int)n, to->text.p, n < to->text.n ? "..." : "");
    return of_topic(to);
}

static enum weir_verdict own_schema(struct making *to)
{
    struct weir_buf text;
    if (avro_from_connect(to->arena, &to->converter->conf->options, to->sch, &to->own, to->err) !=
        WEIR_OK) {
        return to->err->class;
    }
    weir_buf_init(&text, AVRO_TEXT_MAX);
    avro_text(&text, to->own);
    enum weir_verdict verdict = weir_buf_check(&text, WEIR_BAD_DATA, "the schema's text", to->err);
    to->text = weir_arena_str(to->arena, weir_buf_view(&text));
    weir_buf_free(&text);
    return verdict == WEIR_OK
               ? avro_subject(to->converter, to->arena, to->topic, to->own, &to->subject, to->err)
               : verdict;
}

/* Asks the registry what to write under: found says id and, if it is another one, the schema. */
static enum weir_verdict ask(struct making *to, struct registry_schema *found, bool *strict)
{
    const struct avro_conf *conf = to->converter->conf;
    struct registry *registry = to->converter->registry;
    const char *what;
    enum weir_verdict verdict;
    *strict = false;
    if (conf->auto_register) {
        what = "Error registering Avro schema";
        verdict = registry_register(registry, to->arena, to->subject, to->text, conf->normalize,
                                    found, to->err);
    } else if (conf->use_schema_id >= 0) {
        what = "Error retrieving schema ID";
        *strict = conf->id_strict;
        verdict =
            registry_by_id(registry, to->arena, conf->use_schema_id, to->subject, found, to->err);
    } else if (conf->use_latest) {
        what = "Error retrieving latest version of Avro schema";
        *strict = conf->latest_strict;
        verdict = registry_latest(registry, to->arena, to->subject, found, to->err);
    } else {
        what = "Error retrieving Avro schema";
        const struct registry_schema own = {.text = to->text};
        verdict = registry_lookup(registry, to->arena, to->subject, &own, conf->normalize, false,
                                  found, to->err);
        found->text = WEIR_STR_NULL; /* a lookup finds what is the same */
    }
    if (verdict != WEIR_OK) {
        return failed(to, what);
    }
    return avro_check_rules(found, true, to->err) == WEIR_OK ? WEIR_OK : of_topic(to);
}

static enum weir_verdict incompatible(const struct making *to)
{
    weir_err_wrap(to->err, "Incompatible schema of type 'AVRO'. Set %s=false to disable this check",
                  to->converter->conf->use_schema_id >= 0 ? "id.compatibility.strict"
                                                          : "latest.compatibility.strict");
    weir_err_wrap(to->err, "Error serializing Avro message");
    return of_topic(to);
}

static enum weir_verdict make_plan(struct making *to, const struct registry_schema *found,
                                   bool strict, const struct avro_plan **plan)
{
    const struct avro_schema *target = to->own;
    if (found->text.p && !weir_str_eq(found->text, to->text) &&
        avro_parse_found(to->converter, to->arena, found, &target, to->err) != WEIR_OK) {
        weir_err_wrap(to->err, "the registry's schema %d cannot be read", found->id);
        return of_topic(to);
    }
    const struct avro_planning in = {.arena = to->arena,
                                     .options = &to->converter->conf->options,
                                     .strict = strict,
                                     .err = to->err};
    *plan = avro_plan(&in, to->sch, to->own, target);
    if (*plan) {
        return WEIR_OK;
    }
    return strict ? incompatible(to) : failed(to, "Error serializing Avro message of schema ");
}

static void drop_schema(void *sch)
{
    weir_schema_unref(sch);
}

/* What the writer has to know for as long as it is in the table. */
static void settle(struct avro_writer *writer, const struct making *made, int32_t id)
{
    const struct avro_conf *conf = made->converter->conf;
    writer->sch = made->sch;
    writer->topic = weir_arena_str(&writer->arena, made->topic);
    for (int i = 0; i < 4; i++) {
        writer->head[1 + i] = (char)((uint32_t)id >> (24 - 8 * i));
    }
    if (!conf->auto_register && conf->use_latest && conf->latest_cache_ttl_s > 0) {
        writer->until_ms = weir_clock_mono_ms() + INT64_C(1000) * conf->latest_cache_ttl_s;
    }
    if (made->sch) {
        weir_schema_ref(made->sch);
        weir_arena_hook(&writer->arena, drop_schema, (void *)(uintptr_t)made->sch);
    }
}

static enum weir_verdict make(const struct avro_converter *converter, struct avro_writer *writer,
                              const struct weir_schema *sch, struct weir_str topic,
                              struct weir_err *err)
{
    struct registry_schema found = {0};
    bool strict;
    struct making to = {
        .converter = converter, .arena = &writer->arena, .sch = sch, .topic = topic, .err = err};
    bool good = own_schema(&to) == WEIR_OK && ask(&to, &found, &strict) == WEIR_OK &&
                make_plan(&to, &found, strict, &writer->plan) == WEIR_OK;
    if (!good && !avro_is_lasting(err)) {
        return err->class;
    }
    writer->wrong = good ? NULL : avro_err_copy(&writer->arena, err);
    settle(writer, &to, found.id);
    return WEIR_OK;
}

/* ---- the table ---- */

static struct avro_writer **place(struct avro_writers *writers, const struct weir_schema *sch)
{
    return &writers->buckets[(sch ? sch->serial : 0) % BUCKETS];
}

static enum weir_verdict add(struct avro_writers *writers, const struct weir_schema *sch,
                             struct weir_str topic, const struct avro_writer **out,
                             struct weir_err *err)
{
    struct avro_writer *writer = weir_xcalloc(1, sizeof(*writer));
    weir_arena_init(&writer->arena, 4096);
    if (make(writers->converter, writer, sch, topic, err) != WEIR_OK) {
        drop(writer);
        return err->class;
    }
    if ((int64_t)writers->n >= writers->converter->conf->cache_size) {
        clear(writers);
    }
    writer->next = *place(writers, sch);
    *place(writers, sch) = writer;
    writers->n++;
    *out = writer;
    return WEIR_OK;
}

enum weir_verdict avro_writers_get(struct avro_writers *writers, const struct weir_schema *sch,
                                   struct weir_str topic, const struct avro_writer **out,
                                   struct weir_err *err)
{
    struct avro_writer **at = place(writers, sch);
    while (*at && ((*at)->sch != sch || !weir_str_eq((*at)->topic, topic))) {
        at = &(*at)->next;
    }
    struct avro_writer *writer = *at;
    if (writer && writer->until_ms && writer->until_ms <= weir_clock_mono_ms()) {
        *at = writer->next;
        writers->n--;
        drop(writer);
        writer = NULL;
    }
    *out = writer;
    enum weir_verdict verdict = writer ? WEIR_OK : add(writers, sch, topic, out, err);
    if (verdict == WEIR_OK && (*out)->wrong) {
        *err = *(*out)->wrong;
        return err->class;
    }
    return verdict;
}

enum weir_verdict avro_writer_put(const struct avro_writer *writer, struct weir_value val,
                                  struct weir_buf *out, struct weir_err *err)
{
    weir_buf_add(out, writer->head, sizeof(writer->head));
    enum weir_verdict verdict = avro_write(writer->plan, val, out, err);
    struct weir_str text = weir_str_of(err->text);
    if (verdict != WEIR_OK && weir_str_starts(text, WEIR_STR("Error serializing"))) {
        weir_err_wrap(err, "Failed to serialize Avro data from topic %.*s",
                      WEIR_STR_ARG(writer->topic));
    }
    return verdict;
}
