/* SPDX-License-Identifier: Apache-2.0 */
/*
 * insert_field.c: InsertField: the record's topic, partition, offset, timestamp and a fixed text
 * become fields behind those that a struct or map has.
 */
#include "schema_build.h"
#include "smt.h"
#include "transforms.h"

#define PURPOSE "field insertion"

enum { TOPIC, PARTITION, OFFSET, TIMESTAMP, STATIC, PLACES };

struct insert_conf {
    struct weir_str names[PLACES];
    struct weir_str static_value;
    bool defaults;
};

struct insert {
    struct smt smt;
    struct weir_str names[PLACES]; /* p NULL: not wanted */
    bool optional[PLACES];
};

struct insert_plan {
    struct plan base;
    const struct weir_schema *to;
};

static const struct weir_schema *schema_of(int place, bool optional)
{
    static const enum weir_type types[PLACES] = {[TOPIC] = WEIR_STRING,
                                                 [PARTITION] = WEIR_INT32,
                                                 [OFFSET] = WEIR_INT64,
                                                 [STATIC] = WEIR_STRING};
    return place == TIMESTAMP ? weir_schema_timestamp(optional)
                              : weir_schema_plain(types[place], optional);
}

static enum weir_verdict make_plan(void *self, struct plan *plan, struct weir_err *err)
{
    const struct insert *insert = self;
    struct schema_build build;
    if (schema_build_need_struct(plan->from, err) != WEIR_OK) {
        return err->class;
    }
    schema_build_like(&build, &plan->arena, plan->from);
    schema_build_fields_of(&build, plan->from);
    for (int place = 0; place < PLACES; place++) {
        if (insert->names[place].p) {
            schema_build_field(&build, insert->names[place],
                               schema_of(place, insert->optional[place]));
        }
    }
    const struct weir_schema *to = plan_own(plan, schema_build_end(&build, err));
    ((struct insert_plan *)plan)->to = to;
    return to ? WEIR_OK : err->class;
}

/* What stands there; null when the record has none. */
static struct weir_value value_of(const struct insert *insert, const struct weir_record *rec,
                                  int place, bool with_schema)
{
    switch (place) {
    case TOPIC:
        return weir_string(rec->topic);
    case PARTITION:
        return rec->partition == WEIR_NO_PARTITION ? weir_null()
                                                   : weir_int(WEIR_INT32, rec->partition);
    case OFFSET:
        return weir_int(WEIR_INT64, rec->log_offset);
    case TIMESTAMP:
        return rec->timestamp == WEIR_NO_TIMESTAMP
                   ? weir_null()
                   : weir_int(with_schema ? WEIR_TIMESTAMP : WEIR_INT64, rec->timestamp);
    default:
        return weir_string(((const struct insert_conf *)insert->smt.conf)->static_value);
    }
}

static enum weir_verdict check_offset(const struct insert *insert, struct weir_err *err)
{
    return insert->smt.is_sink || !insert->names[OFFSET].p
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_DATA,
                              "Only SinkRecord supported for [" PURPOSE "], found: "
                              "org.apache.kafka.connect.source.SourceRecord");
}

static enum weir_verdict into_map(const struct insert *insert, struct weir_batch *batch,
                                  struct weir_record *rec, struct weir_err *err)
{
    struct weir_value map = smt_value(rec, insert->smt.is_key);
    if (smt_need_map(map, PURPOSE, err) != WEIR_OK || check_offset(insert, err) != WEIR_OK) {
        return err->class;
    }
    struct weir_value *items = smt_map_copy(batch, map, PLACES);
    uint32_t n = map.n;
    for (int place = 0; place < PLACES; place++) {
        struct weir_value val = value_of(insert, rec, place, false);
        if (insert->names[place].p && val.type != WEIR_NULL) {
            smt_map_put(items, &n, insert->names[place], val);
        }
    }
    smt_set(rec, insert->smt.is_key, NULL, weir_items(WEIR_MAP, items, n));
    return WEIR_OK;
}

static enum weir_verdict into_struct(struct insert *insert, struct weir_batch *batch,
                                     struct weir_record *rec, struct weir_err *err)
{
    const struct insert_conf *conf = insert->smt.conf;
    const struct weir_schema *sch = smt_schema(rec, insert->smt.is_key);
    struct weir_value old = smt_value(rec, insert->smt.is_key);
    if (smt_need_struct(old, PURPOSE, err) != WEIR_OK) {
        return err->class;
    }
    const struct insert_plan *plan =
        (const struct insert_plan *)plan_cache_get(&insert->smt.plans, batch, sch, err);
    if (!plan) {
        return err->class;
    }
    struct weir_value *items = smt_new_items(batch, plan->to->n_fields);
    if (smt_copy(sch, plan->to, old, conf->defaults, items, err) != WEIR_OK ||
        check_offset(insert, err) != WEIR_OK) {
        return err->class;
    }
    uint32_t n = old.n;
    for (int place = 0; place < PLACES; place++) {
        if (insert->names[place].p) {
            items[n++] = value_of(insert, rec, place, true);
        }
    }
    smt_set(rec, insert->smt.is_key, plan->to, weir_items(WEIR_STRUCT, items, n));
    return WEIR_OK;
}

static enum weir_verdict insert_one(void *self, struct weir_batch *batch, struct weir_record *rec,
                                    struct weir_err *err)
{
    struct insert *insert = self;
    if (smt_value(rec, insert->smt.is_key).type == WEIR_NULL) {
        return WEIR_OK;
    }
    return smt_schema(rec, insert->smt.is_key) ? into_struct(insert, batch, rec, err)
                                               : into_map(insert, batch, rec, err);
}

SMT_APPLY(insert_one)

/* "name!" is required, "name?" and "name" are optional. */
static void parse_place(struct insert *insert, int place, struct weir_str text)
{
    bool required = weir_str_ends(text, WEIR_STR("!"));
    insert->names[place] = text;
    insert->optional[place] = !required;
    if (required || weir_str_ends(text, WEIR_STR("?"))) {
        insert->names[place].n--;
    }
}

static enum weir_verdict open_side(const struct weir_open *open, bool is_key, void **self,
                                   struct weir_err *err)
{
    const struct insert_conf *conf = open->conf;
    bool any = false;
    for (int place = 0; place < PLACES; place++) {
        any = any || conf->names[place].p;
    }
    if (!any) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "No field insertion configured");
    }
    if (conf->names[STATIC].p && !conf->static_value.p) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "Invalid value null for configuration static.value: No value specified "
                            "for static field: %.*s",
                            WEIR_STR_ARG(conf->names[STATIC]));
    }
    struct insert *insert =
        smt_new(sizeof(*insert), open, is_key, sizeof(struct insert_plan), make_plan);
    for (int place = 0; place < PLACES; place++) {
        if (conf->names[place].p) {
            parse_place(insert, place, conf->names[place]);
        }
    }
    *self = insert;
    return WEIR_OK;
}

#define NAME(key, place, what)                                                                     \
    {                                                                                              \
        .name = (key), .type = WEIR_CONF_STRING, .at = WEIR_AT(struct insert_conf, names[place]),  \
        .importance = WEIR_MEDIUM,                                                                 \
        .doc = "Field name for " what ". Suffix with ! to make this a required field, or ? to "    \
               "keep it optional (the default)."                                                   \
    }

static const struct weir_conf_key keys[] = {
    NAME("topic.field", TOPIC, "the record's topic"),
    NAME("partition.field", PARTITION, "the record's partition"),
    NAME("offset.field", OFFSET, "the record's offset, in sinks only"),
    NAME("timestamp.field", TIMESTAMP, "the record's timestamp"),
    NAME("static.field", STATIC, "the fixed text"),
    {.name = "static.value",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct insert_conf, static_value),
     .importance = WEIR_MEDIUM,
     .doc = "Static field value, if field name configured."},
    SMT_DEFAULTS(WEIR_AT(struct insert_conf, defaults)),
    WEIR_CONF_END,
};

SMT_COMPONENTS(insert_field, SMT_KAFKA "InsertField", struct insert_conf,
               "Inserts fields made of the record's topic, partition, offset and timestamp, or of "
               "a fixed text.",
               smt_close);
