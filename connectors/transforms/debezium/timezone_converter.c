/* SPDX-License-Identifier: Apache-2.0 */
/*
 * timezone_converter.c: TimezoneConverter: moments in a change event's rows, and the source's times
 * where they are listed, are told by another zone's clocks. What is to be done in a row is worked
 * out once for each schema and rule.
 */
#include <weir/time.h>

#include "common/arena_buf.h"
#include "common/zone.h"
#include "envelope.h"
#include "field_rules.h"
#include "iso_offset.h"
#include "smt.h"
#include "transforms.h"

struct zone_conf {
    struct weir_str timezone;
    struct weir_conf_list include;
    struct weir_conf_list exclude;
};

struct converter {
    struct smt smt;
    const struct weir_log *log;
    const struct zone *zone;
    struct field_rules rules;
    bool excludes; /* the rules say what is left alone */
};

/* ---- plans ---- */

enum kind {
    KIND_NONE,
    KIND_SKIPPED, /* a date or a time, which no zone moves */
    KIND_MILLIS,
    KIND_MICROS,
    KIND_NANOS,
    KIND_ZONED_TIMESTAMP,
    KIND_ZONED_TIME,
    KIND_EPOCH_MILLIS, /* of the source: forwards, not backwards, as Debezium has it */
    KIND_EPOCH_MICROS,
    KIND_EPOCH_NANOS,
};

enum { BEFORE, AFTER, SOURCE, SIDES };
static const char *const side_names[] = {"before", "after", "source"};

struct todo {
    uint32_t at;
    enum kind kind;
};

struct side {
    struct todo *todo;
    size_t n;
};

struct zone_plan {
    struct plan base;
    int places[SIDES]; /* -1: no such struct */
    int table;         /* in source */
    /* By rule, the last for events that no rule speaks of. */
    struct side (*sides)[SIDES];
};

static enum kind kind_of(const struct weir_field *field, int side)
{
    static const struct {
        const char *name;
        enum kind kind;
    } named[] = {
        {"io.debezium.time.Timestamp", KIND_MILLIS},
        {"io.debezium.time.MicroTimestamp", KIND_MICROS},
        {"io.debezium.time.NanoTimestamp", KIND_NANOS},
        {"io.debezium.time.ZonedTimestamp", KIND_ZONED_TIMESTAMP},
        {"io.debezium.time.ZonedTime", KIND_ZONED_TIME},
        {"org.apache.kafka.connect.data.Timestamp", KIND_MILLIS},
        {"io.debezium.time.Date", KIND_SKIPPED},
        {"io.debezium.time.Time", KIND_SKIPPED},
        {"io.debezium.time.MicroTime", KIND_SKIPPED},
        {"io.debezium.time.NanoTime", KIND_SKIPPED},
        {"org.apache.kafka.connect.data.Date", KIND_SKIPPED},
        {"org.apache.kafka.connect.data.Time", KIND_SKIPPED},
    };
    for (size_t i = 0; field->schema->name.p && i < sizeof(named) / sizeof(named[0]); i++) {
        if (weir_str_is(field->schema->name, named[i].name)) {
            return named[i].kind;
        }
    }
    if (side != SOURCE || field->schema->name.p) {
        return KIND_NONE;
    }
    return weir_str_is(field->name, "ts_ms")   ? KIND_EPOCH_MILLIS
           : weir_str_is(field->name, "ts_us") ? KIND_EPOCH_MICROS
           : weir_str_is(field->name, "ts_ns") ? KIND_EPOCH_NANOS
                                               : KIND_NONE;
}

/* rule NULL: no rule speaks of the event. */
static bool is_wanted(const struct converter *self, const struct field_rule *rule, int side,
                      struct weir_str field)
{
    struct weir_str name = weir_str_of(side_names[side]);
    if (side == SOURCE && (!rule || !field_rule_names(rule, name))) {
        return false;
    }
    if (!rule) {
        return self->excludes || self->rules.n == 0;
    }
    return rule->n_fields ? field_rule_has(rule, name, field) != self->excludes : !self->excludes;
}

static struct side plan_side(const struct converter *self, struct zone_plan *plan,
                             const struct field_rule *rule, int side)
{
    struct side out = {0};
    if (plan->places[side] < 0) {
        return out;
    }
    const struct weir_schema *sch = plan->base.from->fields[plan->places[side]].schema;
    out.todo = WEIR_NEW_ARRAY(&plan->base.arena, struct todo, sch->n_fields);
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        enum kind kind = kind_of(&sch->fields[i], side);
        if (kind == KIND_NONE || !is_wanted(self, rule, side, sch->fields[i].name)) {
            continue;
        }
        if (kind == KIND_SKIPPED) {
            weir_warn(self->log, "%.*s is a %.*s, which has no time zone",
                      WEIR_STR_ARG(sch->fields[i].name), WEIR_STR_ARG(sch->fields[i].schema->name));
        } else {
            out.todo[out.n++] = (struct todo){.at = i, .kind = kind};
        }
    }
    return out;
}

static enum weir_verdict make_plan(void *arg, struct plan *base, struct weir_err *err)
{
    const struct converter *self = arg;
    struct zone_plan *plan = (struct zone_plan *)base;
    (void)err;
    for (int side = 0; side < SIDES; side++) {
        int at = weir_schema_field(base->from, weir_str_of(side_names[side]));
        bool usable = at >= 0 && base->from->fields[at].schema->type == WEIR_STRUCT;
        plan->places[side] = usable ? at : -1;
    }
    plan->table = -1;
    if (plan->places[SOURCE] >= 0) {
        const struct weir_schema *source = base->from->fields[plan->places[SOURCE]].schema;
        int at = weir_schema_field(source, WEIR_STR("table"));
        plan->table = at >= 0 && source->fields[at].schema->type == WEIR_STRING ? at : -1;
    }
    plan->sides = weir_arena_zalloc(&base->arena, (self->rules.n + 1) * sizeof(*plan->sides));
    for (size_t i = 0; i <= self->rules.n; i++) {
        const struct field_rule *rule = i < self->rules.n ? &self->rules.items[i] : NULL;
        for (int side = 0; side < SIDES; side++) {
            plan->sides[i][side] = plan_side(self, plan, rule, side);
        }
    }
    return WEIR_OK;
}

/* ---- values ---- */

static int64_t floor_div(int64_t x, int64_t by)
{
    return x / by - (x % by < 0);
}

/* What the clocks of UTC show is taken for what those of the zone show. */
static int64_t moved_back(const struct zone *zone, int64_t x, int64_t per_s)
{
    int64_t offset_s = zone_offset_of_local(zone, floor_div(x, per_s));
    return (int64_t)((uint64_t)x - (uint64_t)offset_s * (uint64_t)per_s);
}

static enum weir_verdict moved_on(const struct zone *zone, int64_t *x, int64_t per_s,
                                  struct weir_err *err)
{
    int64_t offset_s = zone_offset(zone, floor_div(*x, per_s));
    return __builtin_add_overflow(*x, offset_s * per_s, x)
               ? weir_err_set(err, WEIR_BAD_DATA, "long overflow")
               : WEIR_OK;
}

static enum weir_verdict zoned(const struct zone *zone, struct weir_batch *batch, bool has_date,
                               struct weir_value *val, struct weir_err *err)
{
    struct iso_offset at;
    if (!iso_offset_read(weir_value_str(*val), has_date, &at)) {
        return weir_err_set(err, WEIR_BAD_DATA, "a text is no ISO %s with an offset",
                            has_date ? "time and date" : "time");
    }
    int64_t utc_s = at.local_s - at.offset_s;
    at.offset_s = has_date ? zone_offset_of_local(zone, at.local_s)
                           : zone_offset(zone, floor_div(weir_clock_wall_ms(), 1000));
    at.local_s = utc_s + at.offset_s;
    if (!has_date) {
        at.local_s = (at.local_s % 86400 + 86400) % 86400;
    }
    struct weir_buf text = arena_buf(&batch->arena, ISO_OFFSET_MAX);
    iso_offset_write(&at, has_date, &text);
    *val = weir_string(weir_buf_view(&text));
    return WEIR_OK;
}

static enum weir_verdict convert(const struct converter *self, struct weir_batch *batch,
                                 enum kind kind, struct weir_str name, struct weir_value *val,
                                 struct weir_err *err)
{
    bool is_text = kind == KIND_ZONED_TIMESTAMP || kind == KIND_ZONED_TIME;
    bool fits = is_text               ? val->type == WEIR_STRING
                : kind == KIND_MILLIS ? val->type == WEIR_INT64 || val->type == WEIR_TIMESTAMP
                                      : val->type == WEIR_INT64;
    if (!fits) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "Epoch field value should be a java.lang.Long, which %.*s is not",
                            WEIR_STR_ARG(name));
    }
    switch (kind) {
    case KIND_MILLIS:
        val->i = moved_back(self->zone, val->i, 1000);
        return WEIR_OK;
    case KIND_MICROS:
        val->i = moved_back(self->zone, val->i, 1000000);
        return WEIR_OK;
    case KIND_NANOS:
        val->i = moved_back(self->zone, val->i, 1000000000);
        return WEIR_OK;
    case KIND_ZONED_TIMESTAMP:
        return zoned(self->zone, batch, true, val, err);
    case KIND_ZONED_TIME:
        return zoned(self->zone, batch, false, val, err);
    case KIND_EPOCH_MILLIS:
        return moved_on(self->zone, &val->i, 1000, err);
    case KIND_EPOCH_MICROS:
        return moved_on(self->zone, &val->i, 1000000, err);
    case KIND_EPOCH_NANOS:
        return moved_on(self->zone, &val->i, 1000000000, err);
    case KIND_NONE:
    case KIND_SKIPPED:
        break;
    }
    return WEIR_OK;
}

/* ---- records ---- */

/* A row with its moments converted, in the place of the old one. */
static enum weir_verdict convert_side(const struct converter *self, struct weir_batch *batch,
                                      const struct side *side, const struct weir_schema *sch,
                                      struct weir_value *row, struct weir_err *err)
{
    if (side->n == 0 || row->type != WEIR_STRUCT) {
        return WEIR_OK;
    }
    struct weir_value *items = smt_new_items(batch, row->n);
    memcpy(items, row->items, row->n * sizeof(*items));
    for (size_t i = 0; i < side->n; i++) {
        uint32_t at = side->todo[i].at;
        items[at] = smt_get(sch->fields[at].schema, items[at], true);
        if (items[at].type != WEIR_NULL &&
            convert(self, batch, side->todo[i].kind, sch->fields[at].name, &items[at], err) !=
                WEIR_OK) {
            return err->class;
        }
    }
    row->items = items;
    return WEIR_OK;
}

static struct weir_str table_of(const struct zone_plan *plan, struct weir_value source)
{
    struct weir_value table = plan->table >= 0 ? source.items[plan->table] : weir_null();
    return table.type == WEIR_STRING ? weir_value_str(table) : WEIR_STR_NULL;
}

static enum weir_verdict convert_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                     struct weir_err *err)
{
    struct converter *self = arg;
    if (rec->value.type == WEIR_NULL || !envelope_is(rec->value_schema)) {
        return WEIR_OK;
    }
    if (smt_need_struct(rec->value, "time zone conversion", err) != WEIR_OK) {
        return err->class;
    }
    const struct weir_schema *sch = rec->value_schema;
    const struct zone_plan *plan =
        (const struct zone_plan *)plan_cache_get(&self->smt.plans, batch, sch, err);
    if (!plan) {
        return err->class;
    }
    bool has_source = plan->places[SOURCE] >= 0;
    struct weir_value source = has_source ? rec->value.items[plan->places[SOURCE]] : weir_null();
    if (has_source && source.type != WEIR_STRUCT) {
        return weir_err_set(err, WEIR_BAD_DATA, "the event's source is null");
    }
    const struct field_rule *rule =
        field_rules_find(&self->rules, rec->topic, table_of(plan, source));
    const struct side *sides =
        plan->sides[rule ? (size_t)(rule - self->rules.items) : self->rules.n];
    struct weir_value *items = smt_new_items(batch, rec->value.n);
    memcpy(items, rec->value.items, rec->value.n * sizeof(*items));
    for (int side = 0; side < SIDES; side++) {
        int at = plan->places[side];
        if (at >= 0 && convert_side(self, batch, &sides[side], sch->fields[at].schema, &items[at],
                                    err) != WEIR_OK) {
            return err->class;
        }
    }
    rec->value.items = items;
    return WEIR_OK;
}

SMT_APPLY(convert_one)

/* ---- opening ---- */

/* Zone files that java.time has not: three of them are names of its own for others, which it takes
 * nowhere by themselves. */
static bool is_unknown_to_java(struct weir_str name)
{
    static const char *const names[] = {"EST",     "MST",       "HST",       "ROC",
                                        "Factory", "localtime", "posixrules"};
    bool found =
        weir_str_starts(name, WEIR_STR("posix/")) || weir_str_starts(name, WEIR_STR("right/"));
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        found = found || weir_str_is(name, names[i]);
    }
    return found;
}

static enum weir_verdict converter_open(const struct weir_open *open, void **out,
                                        struct weir_err *err)
{
    const struct zone_conf *conf = open->conf;
    bool excludes = conf->include.n == 0 && conf->exclude.n > 0;
    struct field_rules rules;
    if (field_rules_parse(open->arena, excludes ? &conf->exclude : &conf->include,
                          excludes ? "exclude" : "include", &rules, err) != WEIR_OK) {
        return err->class;
    }
    if (is_unknown_to_java(conf->timezone)) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "Unknown time-zone ID: %.*s",
                            WEIR_STR_ARG(conf->timezone));
    }
    const struct zone *zone = zone_open(open->arena, conf->timezone, err);
    if (!zone) {
        return weir_err_wrap(err, "Invalid timezone format. Please specify either a geographic "
                                  "timezone (e.g. America/Los_Angeles) or a UTC offset in the "
                                  "format of +/-hh:mm, (e.g. +08:00)");
    }
    if (conf->include.n && conf->exclude.n) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "Both include and exclude lists are specified. Please specify only "
                            "one.");
    }
    struct converter *self =
        smt_new(sizeof(*self), open, false, sizeof(struct zone_plan), make_plan);
    self->log = open->log;
    self->zone = zone;
    self->rules = rules;
    self->excludes = excludes;
    *out = self;
    return WEIR_OK;
}

#define AT(member) WEIR_AT(struct zone_conf, member)

static const struct weir_conf_key keys[] = {
    {.name = "converted.timezone",
     .type = WEIR_CONF_STRING,
     .at = AT(timezone),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY,
     .importance = WEIR_HIGH,
     .width = WEIR_WIDTH_MEDIUM,
     .display = "Converted Timezone",
     .doc = "The zone whose clocks tell the time: America/Los_Angeles, or +08:00."},
    {.name = "include.list",
     .type = WEIR_CONF_LIST,
     .at = AT(include),
     .importance = WEIR_HIGH,
     .width = WEIR_WIDTH_MEDIUM,
     .display = "Include List",
     .doc = "Only these are converted: source:table, source:table:field, topic:name, "
            "topic:name:field, name:field; a field may say before., after. or source. first."},
    {.name = "exclude.list",
     .type = WEIR_CONF_LIST,
     .at = AT(exclude),
     .importance = WEIR_HIGH,
     .width = WEIR_WIDTH_MEDIUM,
     .display = "Exclude List",
     .doc = "These are not converted; written as include.list."},
    WEIR_CONF_END,
};

SMT_COMPONENT(timezone_converter, SMT_DEBEZIUM "TimezoneConverter", struct zone_conf,
              "Tells the times of change events by another zone's clocks.", converter_open,
              smt_close);
