/* SPDX-License-Identifier: Apache-2.0 */
/*
 * event_router.c: the outbox EventRouter's keys, and what is read of them once, when it opens. What
 * it does with records is in outbox_row.c.
 */
#include "event_router.h"

#include "transforms.h"

/* ---- opening ---- */

static enum weir_verdict new_topic(void *arg, struct weir_str route, struct weir_buf *out,
                                   bool *keep, struct weir_err *err)
{
    const struct outbox_conf *conf = ((struct outbox *)arg)->smt.conf;
    *keep = !weir_regex_matches(conf->regex, route);
    return *keep ? WEIR_OK
                 : weir_regex_replace(conf->regex, route, conf->replacement, false, out, err);
}

static enum weir_verdict parse_additional(struct weir_str text, struct additional *field,
                                          struct weir_err *err)
{
    struct weir_str rest = text;
    struct weir_str place = WEIR_STR_NULL;
    struct weir_str more = WEIR_STR_NULL;
    bool good = weir_str_split(&rest, ':', &field->column) && weir_str_split(&rest, ':', &place);
    field->alias = field->column;
    weir_str_split(&rest, ':', &field->alias);
    if (!good || weir_str_split(&rest, ':', &more)) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "Invalid value %.*s for configuration "
                            "table.fields.additional.placement: A comma-separated list of valid "
                            "String pairs or trios is expected but got: %.*s",
                            WEIR_STR_ARG(text), WEIR_STR_ARG(text));
    }
    field->column = weir_str_trim(field->column);
    field->alias = weir_str_trim(field->alias);
    place = weir_str_trim(place);
    field->placement = weir_str_eq_nocase(place, WEIR_STR("envelope"))    ? IN_ENVELOPE
                       : weir_str_eq_nocase(place, WEIR_STR("partition")) ? IN_PARTITION
                                                                          : IN_HEADER;
    return field->placement != IN_HEADER || weir_str_eq_nocase(place, WEIR_STR("header"))
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_CONFIG,
                              "table.fields.additional.placement: %.*s is none of header, envelope "
                              "and partition",
                              WEIR_STR_ARG(place));
}

static enum weir_verdict outbox_open(const struct weir_open *open, void **out, struct weir_err *err)
{
    const struct outbox_conf *conf = open->conf;
    struct additional *additional =
        WEIR_NEW_ARRAY(open->arena, struct additional, conf->additional.n);
    bool has_envelope = false;
    for (size_t i = 0; i < conf->additional.n; i++) {
        if (parse_additional(conf->additional.items[i], &additional[i], err) != WEIR_OK) {
            return err->class;
        }
        has_envelope = has_envelope || additional[i].placement == IN_ENVELOPE;
    }
    struct outbox *self =
        smt_new(sizeof(*self), open, false, sizeof(struct outbox_plan), outbox_make_plan);
    self->log = open->log;
    self->additional = additional;
    self->n_additional = conf->additional.n;
    self->has_envelope = has_envelope;
    self->json.nulls = (enum outbox_json_nulls)conf->json_nulls;
    topic_cache_init(&self->topics, new_topic, self);
    *out = self;
    return WEIR_OK;
}

static void outbox_close(void *arg)
{
    topic_cache_free(&((struct outbox *)arg)->topics);
    smt_close(arg);
}

static enum weir_verdict apply(void *arg, struct weir_batch *batch, const bool *run,
                               struct weir_verdicts *verdicts, struct weir_err *err)
{
    struct outbox *self = arg;
    (void)err;
    plan_cache_begin(&self->smt.plans);
    topic_cache_begin(&self->topics);
    return smt_each(outbox_one, self, batch, run, verdicts);
}

/* ---- keys ---- */

static const char *const invalid_names[] = {"warn", "error", "fatal", NULL};

#define AT(member) WEIR_AT(struct outbox_conf, member)
#define COLUMN(key_, member_, def_, doc_)                                                          \
    {                                                                                              \
        .name = (key_), .type = WEIR_CONF_STRING, .at = AT(member_), .def = (def_),                \
        .importance = WEIR_LOW, .width = WEIR_WIDTH_MEDIUM, .doc = (doc_)                          \
    }

/* Spans are not reported. */
#define UNUSED(name_, default_)                                                                    \
    {                                                                                              \
        .name = (name_), .type = WEIR_CONF_STRING, .at = WEIR_CONF_NOWHERE, .def = (default_),     \
        .importance = WEIR_LOW, .width = WEIR_WIDTH_MEDIUM, .doc = "Has no effect."                \
    }

static const struct weir_conf_key keys[] = {
    {.name = "table.op.invalid.behavior",
     .type = WEIR_CONF_ENUM,
     .at = AT(invalid),
     .def = "warn",
     .values = invalid_names,
     .importance = WEIR_MEDIUM,
     .width = WEIR_WIDTH_MEDIUM,
     .doc = "What an update of the outbox table does: it is dropped with a warning or an error in "
            "the log, or fails the record."},
    COLUMN("table.field.event.id", id, "id", "The column with the event's id."),
    COLUMN("table.field.event.key", key, "aggregateid", "The column that becomes the key."),
    COLUMN("table.field.event.type", type, "type", "The column with the event's type."),
    COLUMN("table.field.event.timestamp", timestamp, NULL,
           "The column that becomes the timestamp; unset: when the event was captured."),
    COLUMN("table.field.event.payload", payload, "payload", "The column that becomes the value."),
    COLUMN("table.field.event.schema.version", version, NULL,
           "The column with the version of the value's schema."),
    {.name = "table.fields.additional.placement",
     .type = WEIR_CONF_LIST,
     .at = AT(additional),
     .importance = WEIR_HIGH,
     .width = WEIR_WIDTH_MEDIUM,
     .doc = "Further columns and where they go: column:header, column:envelope, column:partition, "
            "each with :alias behind it for another name."},
    {.name = "table.fields.additional.error.on.missing",
     .type = WEIR_CONF_BOOLEAN,
     .at = AT(missing_is_error),
     .def = "true",
     .importance = WEIR_MEDIUM,
     .width = WEIR_WIDTH_MEDIUM,
     .doc = "Whether a further column that is not there fails the record."},
    {.name = "route.by.field",
     .type = WEIR_CONF_STRING,
     .at = AT(route_by),
     .def = "aggregatetype",
     .importance = WEIR_HIGH,
     .width = WEIR_WIDTH_MEDIUM,
     .doc = "The column that chooses the topic."},
    {.name = "route.topic.regex",
     .type = WEIR_CONF_REGEX,
     .at = AT(regex),
     .def = "(?<routedByValue>.*)",
     .flags = WEIR_KEY_NONEMPTY,
     .importance = WEIR_LOW,
     .width = WEIR_WIDTH_MEDIUM,
     .doc = "Matched against that column's value."},
    {.name = "route.topic.replacement",
     .type = WEIR_CONF_STRING,
     .at = AT(replacement),
     .def = "outbox.event.${routedByValue}",
     .importance = WEIR_HIGH,
     .width = WEIR_WIDTH_MEDIUM,
     .doc = "The topic, made of the groups of route.topic.regex."},
    {.name = "route.tombstone.on.empty.payload",
     .type = WEIR_CONF_BOOLEAN,
     .at = AT(tombstones),
     .def = "false",
     .importance = WEIR_HIGH,
     .width = WEIR_WIDTH_MEDIUM,
     .doc = "Whether an empty payload makes a tombstone."},
    {.name = "table.expand.json.payload",
     .type = WEIR_CONF_BOOLEAN,
     .at = AT(expand_json),
     .def = "false",
     .importance = WEIR_MEDIUM,
     .width = WEIR_WIDTH_MEDIUM,
     .doc = "Whether a payload that is the text of JSON becomes a struct or an array."},
    {.name = "table.json.payload.null.behavior",
     .type = WEIR_CONF_ENUM,
     .at = AT(json_nulls),
     .def = "ignore",
     .values = outbox_json_null_names,
     .importance = WEIR_MEDIUM,
     .width = WEIR_WIDTH_MEDIUM,
     .doc = "What a null in that JSON becomes: nothing, or an optional field of bytes."},
    UNUSED("tracing.span.context.field", "tracingspancontext"),
    UNUSED("tracing.operation.name", "debezium-read"),
    UNUSED("tracing.with.context.field.only", "false"),
    WEIR_CONF_END,
};

SMT_COMPONENT(event_router, SMT_DEBEZIUM "outbox.EventRouter", struct outbox_conf,
              "Makes messages of the rows of an outbox table.", outbox_open, outbox_close);
