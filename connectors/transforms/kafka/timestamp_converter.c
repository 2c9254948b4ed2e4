/* SPDX-License-Identifier: Apache-2.0 */
/*
 * timestamp_converter.c: TimestampConverter: a field, or the whole key or value, that is a moment
 * in one form gets it in another: text, Unix time, Date, Time, Timestamp.
 */
#include "common/java_calendar.h"
#include "common/java_class.h"
#include "date_format.h"
#include "schema_build.h"
#include "smt.h"
#include "transforms.h"

#define PURPOSE  "converting timestamp formats"
#define TEXT_MAX ((size_t)64 << 10)

enum form { FORM_STRING, FORM_UNIX, FORM_DATE, FORM_TIME, FORM_TIMESTAMP }; /* as type_names */
enum precision { NANOSECONDS, MICROSECONDS, MILLISECONDS, SECONDS };        /* as unit_names */

struct timestamp_conf {
    struct weir_str field;
    int target; /* enum form */
    struct weir_str format;
    int precision;
    bool defaults;
};

struct timestamps {
    struct smt smt;
    bool has_format;
    struct date_format format;
    struct weir_buf text;
};

struct timestamp_plan {
    struct plan base;
    const struct weir_schema *to;
    int at; /* the field; -1: it is not there */
    enum form form;
};

/* ---- one moment ---- */

static int64_t saturated(int64_t x, int64_t factor)
{
    int64_t out;
    return __builtin_mul_overflow(x, factor, &out) ? (x < 0 ? INT64_MIN : INT64_MAX) : out;
}

static int64_t from_unix(int64_t x, int precision)
{
    return precision == SECONDS        ? saturated(x, 1000)
           : precision == MICROSECONDS ? x / 1000
           : precision == NANOSECONDS  ? x / 1000000
                                       : x;
}

static int64_t to_unix(int64_t ms, int precision)
{
    return precision == SECONDS        ? ms / 1000
           : precision == MICROSECONDS ? saturated(ms, 1000)
           : precision == NANOSECONDS  ? saturated(ms, 1000000)
                                       : ms;
}

static bool is_moment(struct weir_value val)
{
    return val.type == WEIR_DATE || val.type == WEIR_TIME || val.type == WEIR_TIMESTAMP;
}

static enum weir_verdict not_a(const char *what, const char *class_name, struct weir_value val,
                               struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_DATA, "Expected %s to be a %s, but found class %s", what,
                        class_name, java_class(val));
}

static enum weir_verdict read_text(const struct timestamps *self, struct weir_value val,
                                   int64_t *ms, struct weir_err *err)
{
    if (val.type != WEIR_STRING) {
        return not_a("string timestamp", "String", val, err);
    }
    if (!self->has_format) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "TimestampConverter needs the key format to read a text");
    }
    return date_format_read(&self->format, weir_value_str(val), ms)
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_DATA,
                              "Could not parse timestamp: value (%.*s) does not match pattern "
                              "(%.*s)",
                              WEIR_STR_ARG(weir_value_str(val)),
                              WEIR_STR_ARG(self->format.pattern));
}

static enum weir_verdict read_moment(const struct timestamps *self, struct weir_value val,
                                     enum form form, int64_t *ms, struct weir_err *err)
{
    static const char *const names[] = {
        [FORM_DATE] = "Date", [FORM_TIME] = "Time", [FORM_TIMESTAMP] = "Timestamp"};
    const struct timestamp_conf *conf = self->smt.conf;
    if (form == FORM_STRING) {
        return read_text(self, val, ms, err);
    }
    if (form == FORM_UNIX) {
        *ms = from_unix(val.i, conf->precision);
        return val.type == WEIR_INT64 ? WEIR_OK : not_a("Unix timestamp", "Long", val, err);
    }
    *ms = val.type == WEIR_DATE ? val.i * JAVA_DAY_MS : val.i;
    return is_moment(val) ? WEIR_OK : not_a(names[form], "java.util.Date", val, err);
}

static struct weir_value write_moment(struct timestamps *self, struct weir_batch *batch, int64_t ms)
{
    const struct timestamp_conf *conf = self->smt.conf;
    int64_t day = java_calendar_day_of(ms);
    switch ((enum form)conf->target) {
    case FORM_STRING:
        weir_buf_reset(&self->text);
        date_format_write(&self->format, ms, &self->text);
        return weir_string(weir_arena_str(&batch->arena, weir_buf_view(&self->text)));
    case FORM_UNIX:
        return weir_int(WEIR_INT64, to_unix(ms, conf->precision));
    case FORM_DATE:
        return weir_int(WEIR_DATE, day);
    case FORM_TIME:
        return weir_int(WEIR_TIME, (ms % JAVA_DAY_MS + JAVA_DAY_MS) % JAVA_DAY_MS);
    case FORM_TIMESTAMP:
        break;
    }
    return weir_int(WEIR_TIMESTAMP, ms);
}

static enum weir_verdict convert(struct timestamps *self, struct weir_batch *batch, enum form form,
                                 struct weir_value val, struct weir_value *out,
                                 struct weir_err *err)
{
    int64_t ms = 0;
    *out = val;
    if (val.type == WEIR_NULL) {
        return WEIR_OK;
    }
    enum weir_verdict verdict = read_moment(self, val, form, &ms, err);
    if (verdict == WEIR_OK) {
        *out = write_moment(self, batch, ms);
    }
    return verdict;
}

/* ---- forms ---- */

static const struct weir_schema *schema_of(enum form form, bool optional)
{
    switch (form) {
    case FORM_STRING:
        return weir_schema_plain(WEIR_STRING, optional);
    case FORM_UNIX:
        return weir_schema_plain(WEIR_INT64, optional);
    case FORM_DATE:
        return weir_schema_date(optional);
    case FORM_TIME:
        return weir_schema_time(optional);
    case FORM_TIMESTAMP:
        break;
    }
    return weir_schema_timestamp(optional);
}

static enum weir_verdict form_of_schema(const struct weir_schema *sch, enum form *form,
                                        struct weir_err *err)
{
    switch ((enum weir_logical)sch->logical) {
    case WEIR_LOGICAL_TIMESTAMP:
        *form = FORM_TIMESTAMP;
        return WEIR_OK;
    case WEIR_LOGICAL_DATE:
        *form = FORM_DATE;
        return WEIR_OK;
    case WEIR_LOGICAL_TIME:
        *form = FORM_TIME;
        return WEIR_OK;
    case WEIR_LOGICAL_DECIMAL:
    case WEIR_LOGICAL_NONE:
        break;
    }
    char text[512];
    *form = sch->type == WEIR_STRING ? FORM_STRING : FORM_UNIX;
    if (sch->type == WEIR_STRING || sch->type == WEIR_INT64) {
        return WEIR_OK;
    }
    smt_schema_text(sch, text, sizeof(text));
    return weir_err_set(err, WEIR_BAD_DATA,
                        "Schema %s does not correspond to a known timestamp type format", text);
}

static enum weir_verdict form_of_value(struct weir_value val, enum form *form, struct weir_err *err)
{
    *form = val.type == WEIR_STRING  ? FORM_STRING
            : val.type == WEIR_INT64 ? FORM_UNIX
                                     : FORM_TIMESTAMP;
    return val.type == WEIR_NULL || *form != FORM_TIMESTAMP || is_moment(val)
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_DATA,
                              "TimestampConverter does not support class %s objects as timestamps",
                              java_class(val));
}

/* ---- plans ---- */

static enum weir_verdict plan_field(const struct timestamps *self, struct timestamp_plan *plan,
                                    struct weir_err *err)
{
    const struct timestamp_conf *conf = self->smt.conf;
    const struct weir_schema *from = plan->base.from;
    struct schema_build build;
    if (schema_build_need_struct(from, err) != WEIR_OK) {
        return err->class;
    }
    plan->at = weir_schema_field(from, conf->field);
    schema_build_like(&build, &plan->base.arena, from);
    for (uint32_t i = 0; i < from->n_fields; i++) {
        const struct weir_schema *sch = from->fields[i].schema;
        schema_build_field(&build, from->fields[i].name,
                           (int)i == plan->at ? schema_of((enum form)conf->target, sch->optional)
                                              : sch);
    }
    build.spec.optional = from->optional;
    plan->to = plan_own(&plan->base, schema_build_end(&build, err));
    return plan->to ? WEIR_OK : err->class;
}

static enum weir_verdict make_plan(void *arg, struct plan *base, struct weir_err *err)
{
    const struct timestamps *self = arg;
    const struct timestamp_conf *conf = self->smt.conf;
    struct timestamp_plan *plan = (struct timestamp_plan *)base;
    if (conf->field.n) {
        return plan_field(self, plan, err);
    }
    plan->to = schema_of((enum form)conf->target, base->from->optional);
    return form_of_schema(base->from, &plan->form, err);
}

/* ---- records ---- */

static enum weir_verdict convert_map(struct timestamps *self, struct weir_batch *batch,
                                     struct weir_record *rec, struct weir_err *err)
{
    const struct timestamp_conf *conf = self->smt.conf;
    struct weir_value map = smt_value(rec, self->smt.is_key);
    bool whole = map.type == WEIR_NULL || !conf->field.n;
    struct weir_value val = map;
    enum form form;
    if (!whole) {
        if (smt_need_map(map, PURPOSE, err) != WEIR_OK) {
            return err->class;
        }
        int at = smt_map_find(map, conf->field);
        val = at < 0 ? weir_null() : map.items[2 * at + 1];
    }
    if (form_of_value(val, &form, err) != WEIR_OK ||
        convert(self, batch, form, val, &val, err) != WEIR_OK) {
        return err->class;
    }
    if (!whole) {
        struct weir_value *items = smt_map_copy(batch, map, 1);
        uint32_t n = map.n;
        smt_map_put(items, &n, conf->field, val);
        val = weir_items(WEIR_MAP, items, n);
    }
    smt_set(rec, self->smt.is_key, NULL, val);
    return WEIR_OK;
}

static enum weir_verdict convert_field(struct timestamps *self, const struct timestamp_plan *plan,
                                       struct weir_batch *batch, struct weir_value *struct_val,
                                       struct weir_err *err)
{
    const struct timestamp_conf *conf = self->smt.conf;
    const struct weir_schema *from = plan->base.from;
    struct weir_value *items = smt_new_items(batch, struct_val->n);
    if (smt_copy(from, plan->to, *struct_val, conf->defaults, items, err) != WEIR_OK) {
        return err->class;
    }
    struct_val->items = items;
    if (plan->at < 0) {
        return WEIR_OK;
    }
    struct weir_value *val = &items[plan->at];
    enum form form;
    return form_of_schema(from->fields[plan->at].schema, &form, err) == WEIR_OK
               ? convert(self, batch, form, *val, val, err)
               : err->class;
}

static enum weir_verdict convert_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                     struct weir_err *err)
{
    struct timestamps *self = arg;
    const struct timestamp_conf *conf = self->smt.conf;
    const struct weir_schema *sch = smt_schema(rec, self->smt.is_key);
    struct weir_value val = smt_value(rec, self->smt.is_key);
    if (!sch) {
        return convert_map(self, batch, rec, err);
    }
    bool in_struct = conf->field.n && val.type != WEIR_NULL;
    if (in_struct && smt_need_struct(val, PURPOSE, err) != WEIR_OK) {
        return err->class;
    }
    const struct timestamp_plan *plan =
        (const struct timestamp_plan *)plan_cache_get(&self->smt.plans, batch, sch, err);
    if (!plan) {
        return err->class;
    }
    enum weir_verdict verdict = in_struct ? convert_field(self, plan, batch, &val, err)
                                          : convert(self, batch, plan->form, val, &val, err);
    if (verdict == WEIR_OK) {
        smt_set(rec, self->smt.is_key, plan->to, val);
    }
    return verdict;
}

SMT_APPLY(convert_one)

/* ---- opening ---- */

static enum weir_verdict open_side(const struct weir_open *open, bool is_key, void **out,
                                   struct weir_err *err)
{
    const struct timestamp_conf *conf = open->conf;
    struct date_format format = {0};
    bool has_format = weir_str_trim(conf->format).n > 0;
    weir_open_blame(open, "format");
    if (conf->target == FORM_STRING && !has_format) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "TimestampConverter requires format option to be specified when using "
                            "string timestamps");
    }
    if (has_format && date_format_new(open->arena, conf->format, &format, err) != WEIR_OK) {
        struct weir_err why = *err;
        return weir_err_set(
            err, WEIR_BAD_CONFIG,
            "Invalid value java.lang.IllegalArgumentException: %s for configuration "
            "TimestampConverter requires a SimpleDateFormat-compatible pattern for "
            "string timestamps: %.*s",
            why.text, WEIR_STR_ARG(conf->format));
    }
    struct timestamps *self =
        smt_new(sizeof(*self), open, is_key, sizeof(struct timestamp_plan), make_plan);
    self->has_format = has_format;
    self->format = format;
    weir_buf_init(&self->text, TEXT_MAX);
    *out = self;
    return WEIR_OK;
}

static void timestamps_close(void *arg)
{
    weir_buf_free(&((struct timestamps *)arg)->text);
    smt_close(arg);
}

#define AT(member) WEIR_AT(struct timestamp_conf, member)

static const char *const type_names[] = {"string", "unix", "Date", "Time", "Timestamp", NULL};
static const char *const unit_names[] = {"nanoseconds", "microseconds", "milliseconds", "seconds",
                                         NULL};

static const struct weir_conf_key keys[] = {
    {.name = "field",
     .type = WEIR_CONF_STRING,
     .at = AT(field),
     .def = "",
     .importance = WEIR_HIGH,
     .doc = "The field containing the timestamp, or empty if the entire value is a timestamp"},
    {.name = "target.type",
     .type = WEIR_CONF_ENUM,
     .at = AT(target),
     .values = type_names,
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_EXACT,
     .importance = WEIR_HIGH,
     .doc = "The desired timestamp representation: string, unix, Date, Time, or Timestamp"},
    {.name = "format",
     .type = WEIR_CONF_STRING,
     .at = AT(format),
     .def = "",
     .importance = WEIR_MEDIUM,
     .doc = "A SimpleDateFormat-compatible format for the timestamp. Used to generate the output "
            "when type=string or used to parse the input if the input is a string."},
    {.name = "unix.precision",
     .type = WEIR_CONF_ENUM,
     .at = AT(precision),
     .def = "milliseconds",
     .values = unit_names,
     .flags = WEIR_KEY_EXACT,
     .importance = WEIR_LOW,
     .doc = "The desired Unix precision for the timestamp. Used to generate the output when "
            "type=unix or used to parse the input if the input is a Long. What is finer than a "
            "millisecond is lost."},
    SMT_DEFAULTS(AT(defaults)),
    WEIR_CONF_END,
};

SMT_COMPONENTS(timestamp_converter, SMT_KAFKA "TimestampConverter", struct timestamp_conf,
               "Converts moments between texts, Unix time and Connect's Date, Time and Timestamp.",
               timestamps_close);
