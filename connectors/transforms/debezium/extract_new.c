/* SPDX-License-Identifier: Apache-2.0 */
/*
 * extract_new.c: ExtractNewRecordState: a change event comes in, the row as it is now goes out,
 * with chosen fields of the event added; deletes become what delete.tombstone.handling.mode says.
 */
#include "envelope.h"
#include "plan_cache.h"
#include "replace_fields.h"
#include "schema_build.h"
#include "smt.h"
#include "transforms.h"

enum delete_mode { /* in the order of mode_names */
                   DELETE_DROP,
                   DELETE_TOMBSTONE,
                   DELETE_REWRITE,
                   DELETE_REWRITE_WITH_TOMBSTONE,
                   DELETE_TO_TOMBSTONE,
};

struct extract_new_conf {
    int delete_mode;                 /* enum delete_mode */
    struct weir_str mode_as_written; /* p NULL: not, the default counts */
    struct weir_str delete_handling; /* as written for Debezium 2; p NULL: not */
    struct weir_str drop_tombstones; /* likewise */
    struct weir_str route_by_field;
    struct weir_str add_fields_prefix;
    struct weir_conf_list add_fields;
    struct weir_str add_headers_prefix;
    struct weir_conf_list add_headers;
    struct weir_str drop_fields_header;
    bool drop_from_key;
    bool keep_compatible;
    bool defaults; /* replace.null.with.default */
};

struct extractor {
    struct smt smt;
    const struct extract_new_conf *conf;
    enum delete_mode mode;
    bool tombstones_pass;
    bool rewrites; /* rows get a field __deleted */
    struct field_refs fields;
    struct field_refs headers;
};

/* How one side of the envelope becomes a record's value. */
struct row_plan {
    int at; /* before or after; -1: the envelope has none */
    const struct weir_schema *from;
    const struct weir_schema *to; /* NULL: not a struct, or not worth one */
    int route;                    /* place of route.by.field; -1 */
};

struct extract_plan {
    struct plan base;
    struct row_plan before, after;
    struct field_places fields;
    struct field_places headers;
    const char *no_rows; /* why rows of this schema cannot be made; deletes may still pass */
    bool has_op;
};

/* ---- plans ---- */

static void find_row(const struct extractor *self, const struct weir_schema *envelope,
                     const char *side, struct row_plan *row)
{
    struct weir_str route = self->conf->route_by_field;
    row->at = weir_schema_field(envelope, weir_str_of(side));
    row->from = row->at < 0 ? NULL : envelope->fields[row->at].schema;
    bool routes = route.n && row->from && row->from->type == WEIR_STRUCT;
    row->route = routes ? weir_schema_field(row->from, route) : -1;
}

static enum weir_verdict plan_row(const struct extractor *self, struct extract_plan *plan,
                                  struct row_plan *row, struct weir_err *err)
{
    struct schema_build build;
    if (!row->from || row->from->type != WEIR_STRUCT) {
        return WEIR_OK;
    }
    schema_build_like(&build, &plan->base.arena, row->from);
    schema_build_fields_of(&build, row->from);
    if (self->rewrites) {
        schema_build_field(&build, WEIR_STR("__deleted"), weir_schema_plain(WEIR_STRING, true));
    }
    for (size_t i = 0; i < plan->fields.n; i++) {
        schema_build_field(&build, plan->fields.items[i].ref->name, plan->fields.items[i].schema);
    }
    row->to = plan_own(&plan->base, schema_build_end(&build, err));
    return row->to ? WEIR_OK : err->class;
}

static enum weir_verdict make_plan(void *arg, struct plan *base, struct weir_err *err)
{
    struct extractor *self = arg;
    struct extract_plan *plan = (struct extract_plan *)base;
    struct weir_err why;
    find_row(self, base->from, "after", &plan->after);
    find_row(self, base->from, "before", &plan->before);
    plan->has_op = weir_schema_field(base->from, WEIR_STR("op")) >= 0;
    if (field_refs_place(base, &self->headers, &plan->headers, err) != WEIR_OK) {
        return err->class;
    }
    if (field_refs_place(base, &self->fields, &plan->fields, &why) != WEIR_OK ||
        plan_row(self, plan, &plan->after, &why) != WEIR_OK ||
        plan_row(self, plan, &plan->before, &why) != WEIR_OK) {
        plan->no_rows = weir_arena_cstr(&base->arena, why.text);
    }
    return WEIR_OK;
}

/* ---- headers ---- */

static void add_headers(const struct extract_plan *plan, struct weir_batch *batch,
                        struct weir_record *rec)
{
    if (!plan->headers.n) {
        return;
    }
    struct weir_header *header = smt_headers_add(batch, rec, (uint32_t)plan->headers.n);
    for (size_t i = 0; i < plan->headers.n; i++) {
        const struct field_place *place = &plan->headers.items[i];
        header[i] = (struct weir_header){.name = place->ref->name,
                                         .schema = place->schema,
                                         .value = field_place_value(place, rec->value)};
    }
}

/* Of a tombstone there is only to say that it deletes. */
static void add_tombstone_headers(const struct extractor *self, struct weir_batch *batch,
                                  struct weir_record *rec)
{
    for (size_t i = 0; i < self->headers.n; i++) {
        if (weir_str_is(self->headers.items[i].field, "op")) {
            *smt_headers_add(batch, rec, 1) =
                (struct weir_header){.name = self->headers.items[i].name,
                                     .schema = weir_schema_plain(WEIR_STRING, false),
                                     .value = weir_string(WEIR_STR("d"))};
        }
    }
}

static const struct weir_header *find_header(const struct weir_record *rec, struct weir_str name)
{
    for (uint32_t i = 0; i < rec->n_headers; i++) {
        if (weir_str_eq(rec->headers[i].name, name)) {
            return &rec->headers[i];
        }
    }
    return NULL;
}

static enum weir_verdict drop_fields(const struct extractor *self, struct weir_batch *batch,
                                     struct weir_record *rec, struct weir_err *err)
{
    const struct extract_new_conf *conf = self->conf;
    const struct weir_header *header = weir_str_trim(conf->drop_fields_header).n
                                           ? find_header(rec, conf->drop_fields_header)
                                           : NULL;
    if (!header || header->value.type == WEIR_NULL || header->value.n == 0) {
        return WEIR_OK;
    }
    struct weir_value list = header->value;
    if (list.type != WEIR_ARRAY) {
        return weir_err_set(err, WEIR_BAD_DATA, "header %.*s is not a list of field names",
                            WEIR_STR_ARG(header->name));
    }
    if (conf->drop_from_key && rec->key.type != WEIR_NULL &&
        replace_fields_drop(batch, rec, true, list, conf->keep_compatible, err) != WEIR_OK) {
        return err->class;
    }
    return replace_fields_drop(batch, rec, false, list, conf->keep_compatible, err);
}

/* ---- rows ---- */

static enum weir_verdict route(const struct extractor *self, const struct row_plan *row,
                               struct weir_value val, struct weir_record *rec, struct weir_err *err)
{
    struct weir_str name = self->conf->route_by_field;
    if (!name.n) {
        return WEIR_OK;
    }
    if (row->route < 0) {
        return weir_err_set(err, WEIR_BAD_DATA, "%.*s is not a valid field name",
                            WEIR_STR_ARG(name));
    }
    if (row->from->fields[row->route].schema->type != WEIR_STRING) {
        return weir_err_set(err, WEIR_BAD_DATA, "Field '%.*s' is not of type STRING",
                            WEIR_STR_ARG(name));
    }
    struct weir_value topic = val.items[row->route];
    if (topic.type == WEIR_STRING && weir_str_trim(weir_value_str(topic)).n) {
        rec->topic = weir_value_str(topic);
    }
    return WEIR_OK;
}

/* The row with __deleted and the fields that were asked for, in a schema that is not optional. */
static enum weir_verdict put_row(const struct extractor *self, const struct extract_plan *plan,
                                 const struct row_plan *row, const char *deleted,
                                 struct weir_batch *batch, struct weir_record *rec,
                                 struct weir_err *err)
{
    struct weir_value envelope = rec->value;
    struct weir_value old = envelope.items[row->at];
    if (smt_need_struct(old, "source field insertion", err) != WEIR_OK) {
        return err->class;
    }
    if (plan->no_rows) {
        return weir_err_set(err, WEIR_BAD_DATA, "%s", plan->no_rows);
    }
    struct weir_value *items = smt_new_items(batch, row->to->n_fields);
    bool defaults = self->rewrites && self->conf->defaults;
    uint32_t n = old.n;
    if (smt_copy(row->from, row->to, old, defaults, items, err) != WEIR_OK) {
        return err->class;
    }
    if (self->rewrites) {
        items[n++] = weir_string(weir_str_of(deleted));
    }
    for (size_t i = 0; i < plan->fields.n; i++) {
        items[n++] = field_place_value(&plan->fields.items[i], envelope);
    }
    rec->value_schema = row->to;
    rec->value = weir_items(WEIR_STRUCT, items, n);
    return WEIR_OK;
}

static enum weir_verdict need_op(const struct extract_plan *plan, struct weir_err *err)
{
    return plan->has_op ? WEIR_OK
                        : weir_err_set(err, WEIR_BAD_DATA, "op is not a valid field name");
}

static enum weir_verdict on_row(const struct extractor *self, const struct extract_plan *plan,
                                struct weir_batch *batch, struct weir_record *rec,
                                struct weir_err *err)
{
    struct weir_value after = rec->value.items[plan->after.at];
    if (smt_need_struct(after, "source field insertion", err) != WEIR_OK ||
        route(self, &plan->after, after, rec, err) != WEIR_OK || need_op(plan, err) != WEIR_OK ||
        put_row(self, plan, &plan->after, "false", batch, rec, err) != WEIR_OK) {
        return err->class;
    }
    return drop_fields(self, batch, rec, err);
}

static enum weir_verdict on_delete(const struct extractor *self, const struct extract_plan *plan,
                                   struct weir_batch *batch, struct weir_record *rec,
                                   struct weir_err *err)
{
    const struct row_plan *before = &plan->before;
    if (self->mode == DELETE_DROP) {
        rec->state = WEIR_REC_FILTERED;
        return WEIR_OK;
    }
    if (self->conf->route_by_field.n &&
        (smt_need_struct(rec->value.items[before->at], "source field insertion", err) != WEIR_OK ||
         route(self, before, rec->value.items[before->at], rec, err) != WEIR_OK)) {
        return err->class;
    }
    if (self->rewrites) {
        enum weir_verdict verdict = need_op(plan, err);
        verdict =
            verdict == WEIR_OK ? put_row(self, plan, before, "true", batch, rec, err) : verdict;
        return verdict == WEIR_OK ? drop_fields(self, batch, rec, err) : verdict;
    }
    /* A value that is null with its schema is what the JDBC sink takes for a flat delete. */
    rec->value_schema = self->mode == DELETE_TOMBSTONE ? plan->after.from : NULL;
    rec->value = weir_null();
    return drop_fields(self, batch, rec, err);
}

static enum weir_verdict unknown_side(const char *name, struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_DATA, "Unknown field: %s", name);
}

static enum weir_verdict on_event(struct extractor *self, struct weir_batch *batch,
                                  struct weir_record *rec, struct weir_err *err)
{
    const struct extract_plan *plan = (const struct extract_plan *)plan_cache_get(
        &self->smt.plans, batch, rec->value_schema, err);
    if (!plan || smt_need_struct(rec->value, "field extraction", err) != WEIR_OK) {
        return err->class;
    }
    add_headers(plan, batch, rec);
    if (plan->after.at < 0) {
        return unknown_side("after", err);
    }
    if (rec->value.items[plan->after.at].type != WEIR_NULL) {
        return on_row(self, plan, batch, rec, err);
    }
    if (plan->before.at < 0) {
        return unknown_side("before", err);
    }
    if (rec->value.items[plan->before.at].type == WEIR_NULL) {
        rec->state = WEIR_REC_FILTERED; /* a truncate */
        return WEIR_OK;
    }
    return on_delete(self, plan, batch, rec, err);
}

static enum weir_verdict extract_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                     struct weir_err *err)
{
    struct extractor *self = arg;
    if (rec->value.type == WEIR_NULL) {
        add_tombstone_headers(self, batch, rec);
        rec->state = self->tombstones_pass ? WEIR_REC_LIVE : WEIR_REC_FILTERED;
        return WEIR_OK;
    }
    return envelope_is(rec->value_schema) ? on_event(self, batch, rec, err) : WEIR_OK;
}

SMT_APPLY(extract_one)

/* ---- opening ---- */

/* delete.handling.mode (default drop) and drop.tombstones (default true) of configurations written
 * for Debezium 2 count where the newer key is not written. */
static void set_mode(struct extractor *self)
{
    const struct extract_new_conf *conf = self->conf;
    self->mode = (enum delete_mode)conf->delete_mode;
    self->tombstones_pass = self->mode == DELETE_REWRITE_WITH_TOMBSTONE;
    bool old = conf->delete_handling.n || conf->drop_tombstones.n;
    if (!conf->mode_as_written.p && old) {
        struct weir_str handling = conf->delete_handling;
        self->tombstones_pass = weir_str_eq_nocase(conf->drop_tombstones, WEIR_STR("false"));
        self->mode = weir_str_eq_nocase(handling, WEIR_STR("rewrite")) ? DELETE_REWRITE
                     : weir_str_eq_nocase(handling, WEIR_STR("none"))  ? DELETE_TOMBSTONE
                                                                       : DELETE_DROP;
    }
    self->rewrites = self->mode == DELETE_REWRITE || self->mode == DELETE_REWRITE_WITH_TOMBSTONE;
}

static enum weir_verdict check_handling(struct weir_str value, struct weir_err *err)
{
    bool known = weir_str_eq_nocase(value, WEIR_STR("drop")) ||
                 weir_str_eq_nocase(value, WEIR_STR("none")) ||
                 weir_str_eq_nocase(value, WEIR_STR("rewrite"));
    return known ? WEIR_OK
                 : weir_err_set(err, WEIR_BAD_CONFIG, "Value must be one of drop, none, rewrite");
}

static enum weir_verdict check_truth(struct weir_str value, struct weir_err *err)
{
    bool known = weir_str_eq_nocase(value, WEIR_STR("true")) ||
                 weir_str_eq_nocase(value, WEIR_STR("false"));
    return known ? WEIR_OK
                 : weir_err_set(err, WEIR_BAD_CONFIG, "Value must be one of true, false");
}

static enum weir_verdict extractor_open(const struct weir_open *open, void **out,
                                        struct weir_err *err)
{
    const struct extract_new_conf *conf = open->conf;
    struct field_refs fields;
    struct field_refs headers;
    if (field_refs_parse(open->arena, &conf->add_fields, conf->add_fields_prefix, &fields, err) !=
            WEIR_OK ||
        field_refs_parse(open->arena, &conf->add_headers, conf->add_headers_prefix, &headers,
                         err) != WEIR_OK) {
        return err->class;
    }
    struct extractor *self =
        smt_new(sizeof(*self), open, false, sizeof(struct extract_plan), make_plan);
    self->conf = conf;
    self->fields = fields;
    self->headers = headers;
    set_mode(self);
    *out = self;
    return WEIR_OK;
}

#define AT(member) WEIR_AT(struct extract_new_conf, member)

static const char *const mode_names[] = {
    "drop", "tombstone", "rewrite", "rewrite-with-tombstone", "delete-to-tombstone", NULL,
};

static const struct weir_conf_key keys[] = {
    {.name = "delete.tombstone.handling.mode",
     .type = WEIR_CONF_ENUM,
     .at = AT(delete_mode),
     .def = "tombstone",
     .values = mode_names,
     .importance = WEIR_MEDIUM,
     .width = WEIR_WIDTH_MEDIUM,
     .display = "Handle delete and tombstone records",
     .doc = "How to handle delete records. Options are: drop - Remove the delete event and "
            "tombstone from the stream.tombstone (default) - For each delete event, leave only a "
            "tombstone in the stream.rewrite - Remove tombstone from the record, and add a "
            "`__deleted` field with the value `true`.rewrite-with-tombstone - Retain tombstone in "
            "record and add a `__deleted` field with the value `true`.delete-to-tombstone - "
            "Convert delete events to tombstone events and drop tombstone events."},
    {.name = "delete.tombstone.handling.mode",
     .type = WEIR_CONF_STRING,
     .at = AT(mode_as_written),
     .flags = WEIR_KEY_INTERNAL},
    {.name = "delete.handling.mode",
     .type = WEIR_CONF_STRING,
     .at = AT(delete_handling),
     .check = check_handling,
     .flags = WEIR_KEY_INTERNAL,
     .doc = "Debezium 2's name: drop, rewrite or none. Use delete.tombstone.handling.mode."},
    {.name = "drop.tombstones",
     .type = WEIR_CONF_STRING,
     .at = AT(drop_tombstones),
     .check = check_truth,
     .flags = WEIR_KEY_INTERNAL,
     .doc = "Debezium 2's name: true or false. Use delete.tombstone.handling.mode."},
    {.name = "route.by.field",
     .type = WEIR_CONF_STRING,
     .at = AT(route_by_field),
     .def = "",
     .importance = WEIR_LOW,
     .width = WEIR_WIDTH_LONG,
     .display = "Route by field name",
     .doc = "The column which determines how the events will be routed, the value will replace "
            "the topic name."},
    {.name = "add.fields.prefix",
     .type = WEIR_CONF_STRING,
     .at = AT(add_fields_prefix),
     .def = "__",
     .importance = WEIR_LOW,
     .width = WEIR_WIDTH_SHORT,
     .display = "Field prefix to be added to each field.",
     .doc = "Adds this prefix to each field listed."},
    {.name = "add.fields",
     .type = WEIR_CONF_LIST,
     .at = AT(add_fields),
     .def = "",
     .importance = WEIR_LOW,
     .width = WEIR_WIDTH_LONG,
     .display = "Adds the specified field(s) to the message if they exist.",
     .doc = "Adds each field listed, prefixed with __ (or __<struct>_ if the struct is specified). "
            "Example: 'version,connector,source.ts_ms' would add __version, __connector and "
            "__source_ts_ms fields. Optionally one can also map new field name like "
            "version:VERSION,connector:CONNECTOR,source.ts_ms:EVENT_TIMESTAMP.Please note that the "
            "new field name is case-sensitive."},
    {.name = "add.headers.prefix",
     .type = WEIR_CONF_STRING,
     .at = AT(add_headers_prefix),
     .def = "__",
     .importance = WEIR_LOW,
     .width = WEIR_WIDTH_SHORT,
     .display = "Header prefix to be added to each header.",
     .doc = "Adds this prefix listed to each header."},
    {.name = "add.headers",
     .type = WEIR_CONF_LIST,
     .at = AT(add_headers),
     .def = "",
     .importance = WEIR_LOW,
     .width = WEIR_WIDTH_LONG,
     .display = "Adds the specified fields to the header if they exist.",
     .doc = "Adds each field listed to the header,  __ (or __<struct>_ if the struct is "
            "specified). Example: 'version,connector,source.ts_ms' would add __version, "
            "__connector and __source_ts_ms fields. Optionally one can also map new field name "
            "like version:VERSION,connector:CONNECTOR,source.ts_ms:EVENT_TIMESTAMP.Please note "
            "that the new field name is case-sensitive."},
    {.name = "drop.fields.header.name",
     .type = WEIR_CONF_STRING,
     .at = AT(drop_fields_header),
     .importance = WEIR_LOW,
     .width = WEIR_WIDTH_SHORT,
     .display = "Specifies a header that contains a list of field names to be removed",
     .doc = "Specifies the name of a header that contains a list of fields to be removed from the "
            "event value."},
    {.name = "drop.fields.from.key",
     .type = WEIR_CONF_BOOLEAN,
     .at = AT(drop_from_key),
     .def = "false",
     .importance = WEIR_LOW,
     .width = WEIR_WIDTH_SHORT,
     .display = "Specifies whether the fields to be dropped should also be omitted from the key",
     .doc = "Specifies whether to apply the drop fields behavior to the event key as well as the "
            "value. Default behavior is to only remove fields from the event value, not the key."},
    {.name = "drop.fields.keep.schema.compatible",
     .type = WEIR_CONF_BOOLEAN,
     .at = AT(keep_compatible),
     .def = "true",
     .importance = WEIR_LOW,
     .width = WEIR_WIDTH_SHORT,
     .display = "Specifies if fields are dropped, will the event's schemas be compatible",
     .doc = "Controls the output event's schema compatibility when using the drop fields feature. "
            "`true`: dropped fields are removed if the schema indicates its optional leaving the "
            "schemas unchanged, `false`: dropped fields are removed from the key/value schemas, "
            "regardless of optionality."},
    {.name = "replace.null.with.default",
     .type = WEIR_CONF_BOOLEAN,
     .at = AT(defaults),
     .def = "true",
     .flags = WEIR_KEY_INTERNAL,
     .doc = "When this option is enabled, null field values are replaced by source-defined "
            "defaults when rewriting the record."},
    WEIR_CONF_END,
};

SMT_COMPONENT(extract_new, "io.debezium.transforms.ExtractNewRecordState", struct extract_new_conf,
              "Makes of a change event the row as it is now.", extractor_open, smt_close);
