/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_converter.c: org.apache.kafka.connect.json.JsonConverter, for keys, values and headers. This
 * file knows the envelope {"schema":...,"payload":...}; json_write.c and json_read.c the payload.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "charset.h"
#include "converters.h"
#include "json_plan.h"
#include "json_read.h"
#include "json_schema.h"
#include "json_write.h"

struct json_converter {
    const struct json_conf *conf;
    struct json_plans *plans;
    struct json_schema_cache *schemas;
    struct json_stack stack;
    const struct weir_schema *fixed; /* schema.content; NULL: none */
};

static void json_close(void *self)
{
    struct json_converter *json = self;
    json_plans_free(json->plans);
    json_schema_cache_free(json->schemas);
    json_stack_free(&json->stack);
    weir_schema_unref(json->fixed);
    free(json);
}

static enum weir_verdict json_open(const struct weir_open *open, void **self, struct weir_err *err)
{
    const struct json_conf *conf = open->conf;
    struct json_converter *json = weir_xcalloc(1, sizeof(*json));
    size_t max = conf->schemas_cache_size > 0 ? (size_t)conf->schemas_cache_size : 1;
    json->conf = conf;
    json->plans = json_plans_new(conf);
    json->schemas = json_schema_cache_new(max);
    if (conf->schema_content.n) {
        json->fixed = json_schema_read(conf->schema_content, conf->replace_null_with_default, err);
        if (!json->fixed) {
            json_close(json);
            err->class = WEIR_BAD_CONFIG;
            return weir_err_wrap(err, "Failed to parse schema in converter config due to "
                                      "serialization error");
        }
    }
    *self = json;
    return WEIR_OK;
}

/* ---- writing ---- */

static enum weir_verdict json_to_bytes(void *self, const struct weir_convert *at,
                                       const struct weir_schema *sch, struct weir_value val,
                                       struct weir_buf *out, bool *is_null, struct weir_err *err)
{
    struct json_converter *json = self;
    struct json_write jw = {.out = out,
                            .numeric = json->conf->decimal_format == JSON_NUMERIC,
                            .null_default = json->conf->replace_null_with_default,
                            .err = err};
    (void)at;
    size_t begin = out->n;
    *is_null = !sch && val.type == WEIR_NULL;
    if (*is_null) {
        return WEIR_OK;
    }
    const struct json_plan *plan = sch ? json_plans_get(json->plans, sch, err) : NULL;
    if (sch && !plan) {
        return err->class;
    }
    if (json->conf->schemas_enable) {
        weir_buf_str(out, plan ? plan->envelope : WEIR_STR("{\"schema\":null,\"payload\":"));
    }
    if (!json_write_value(&jw, plan, val)) {
        out->n = begin;
        return err->class;
    }
    if (json->conf->schemas_enable) {
        weir_buf_char(out, '}');
    }
    return WEIR_OK;
}

/* ---- reading ---- */

static enum weir_verdict syntax_error(struct json_read *in)
{
    weir_json_error(&in->jr, WEIR_BAD_DATA, in->err);
    return weir_err_wrap(in->err, "Converting byte[] to Kafka Connect data failed due to "
                                  "serialization error");
}

/*
 * Java has parsed all of the text before it looks at the data: a syntax error anywhere comes first.
 */
static enum weir_verdict refuse(struct json_read *in)
{
    while (!in->jr.error && in->jr.depth > 0) {
        (void)weir_json_next(&in->jr);
    }
    return in->jr.error ? syntax_error(in) : in->err->class;
}

/* The whole text is one value of this schema. */
static enum weir_verdict read_bare(struct json_read *in, const struct weir_schema *sch,
                                   struct weir_value *val)
{
    return json_read_value(in, sch, weir_json_next(&in->jr), val) ? WEIR_OK : refuse(in);
}

static void no_envelope(struct json_read *in)
{
    weir_err_set(in->err, WEIR_BAD_DATA,
                 "JsonConverter with schemas.enable requires \"schema\" and \"payload\" fields and "
                 "may not contain additional fields. If you are trying to deserialize plain JSON "
                 "data, set schemas.enable=false in your converter configuration.");
}

/* What an envelope's members said. */
struct envelope {
    struct json_converter *json;
    struct weir_str topic;
    bool has_schema;
    bool has_payload;
    const struct weir_schema *sch;   /* NULL: schemaless */
    struct weir_json_reader payload; /* just before its first token */
    struct weir_value val;
};

/* Reads the schema's text, which begins at the object token just taken, and remembers it. */
static bool read_schema(struct json_read *in, struct envelope *envelope)
{
    const char *start = in->jr.p - 1;
    if (!weir_json_skip(&in->jr, WEIR_JSON_OBJECT)) {
        return false;
    }
    struct weir_str text = weir_str_n(start, (size_t)(in->jr.p - start));
    envelope->sch = json_schema_read(text, in->null_default, in->err);
    if (envelope->sch) {
        json_schema_cache_add(envelope->json->schemas, envelope->topic, text, envelope->sch);
    }
    return envelope->sch != NULL;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool take_schema(struct json_read *in, struct envelope *envelope)
{
    const char *start = in->jr.p;
    while (start < in->jr.end && is_blank(*start)) {
        start++;
    }
    struct weir_str rest = weir_str_n(start, (size_t)(in->jr.end - start));
    size_t n = 0;
    envelope->has_schema = true;
    envelope->sch = json_schema_cache_find(envelope->json->schemas, envelope->topic, rest, &n);
    if (envelope->sch) {
        return weir_json_pass(&in->jr, weir_str_n(rest.p, n));
    }
    enum weir_json_token at = weir_json_next(&in->jr);
    if (at == WEIR_JSON_OBJECT) {
        return read_schema(in, envelope);
    }
    if (at != WEIR_JSON_NULL && at != WEIR_JSON_ERROR) {
        weir_err_set(in->err, WEIR_BAD_DATA, "Schema must contain 'type' field");
    }
    return at == WEIR_JSON_NULL;
}

/* The payload can be read once the schema is known; else it is passed over and read at the end. */
static bool take_payload(struct json_read *in, struct envelope *envelope, bool *read)
{
    envelope->has_payload = true;
    envelope->payload = in->jr;
    enum weir_json_token at = weir_json_next(&in->jr);
    *read = envelope->has_schema;
    return *read ? json_read_value(in, envelope->sch, at, &envelope->val)
                 : weir_json_skip(&in->jr, at);
}

/* Reads all members; false: refuse. */
static bool take_members(struct json_read *in, struct envelope *envelope)
{
    enum weir_json_token at;
    bool read = false;
    while ((at = weir_json_next(&in->jr)) == WEIR_JSON_NAME) {
        struct weir_str name = weir_json_unescape(in->arena, &in->jr);
        if (weir_str_is(name, "schema")) {
            read = false;
            if (!take_schema(in, envelope)) {
                return false;
            }
        } else if (!weir_str_is(name, "payload")) {
            no_envelope(in);
            return false;
        } else if (!take_payload(in, envelope, &read)) {
            return false;
        }
    }
    if (at != WEIR_JSON_OBJECT_END) {
        return false;
    }
    if (!envelope->has_schema || !envelope->has_payload) {
        no_envelope(in);
        return false;
    }
    if (!read) {
        in->jr = envelope->payload;
        return json_read_value(in, envelope->sch, weir_json_next(&in->jr), &envelope->val);
    }
    return true;
}

/* Java looks at the members' names before it reads the schema. */
static enum weir_verdict refuse_envelope(struct json_read *in, struct envelope *envelope)
{
    bool other = false;
    while (!in->jr.error && in->jr.depth > 0) {
        if (weir_json_next(&in->jr) == WEIR_JSON_NAME && in->jr.depth == 1) {
            struct weir_str name = weir_json_unescape(in->arena, &in->jr);
            bool schema = weir_str_is(name, "schema");
            bool payload = weir_str_is(name, "payload");
            envelope->has_schema = envelope->has_schema || schema;
            envelope->has_payload = envelope->has_payload || payload;
            other = other || (!schema && !payload);
        }
    }
    if (other || !envelope->has_schema || !envelope->has_payload) {
        no_envelope(in);
    }
    return refuse(in);
}

static enum weir_verdict read_envelope(struct json_converter *json, struct json_read *in,
                                       struct weir_str topic, const struct weir_schema **sch,
                                       struct weir_value *val)
{
    struct envelope envelope = {.json = json, .topic = topic};
    enum weir_json_token at = weir_json_next(&in->jr);
    if (at != WEIR_JSON_OBJECT) {
        no_envelope(in);
        return refuse(in);
    }
    if (!take_members(in, &envelope)) {
        return refuse_envelope(in, &envelope);
    }
    *sch = envelope.sch;
    *val = envelope.val;
    return WEIR_OK;
}

static enum weir_verdict json_from_bytes(void *self, const struct weir_convert *at,
                                         struct weir_str bytes, struct weir_batch *batch,
                                         const struct weir_schema **sch, struct weir_value *val,
                                         struct weir_err *err)
{
    struct json_converter *json = self;
    enum weir_verdict got = WEIR_OK;
    *sch = NULL;
    *val = weir_null();
    if (!bytes.p) {
        return WEIR_OK;
    }
    struct weir_str text = charset_json_utf8(&batch->arena, bytes);
    struct json_read in = {.arena = &batch->arena,
                           .stack = &json->stack,
                           .null_default = json->conf->replace_null_with_default,
                           .err = err};
    bool enveloped = json->conf->schemas_enable && !json->fixed;
    weir_json_open(&in.jr, text);
    in.jr.lenient = true;
    if (enveloped) {
        got = read_envelope(json, &in, at->topic, sch, val);
    } else {
        *sch = json->conf->schemas_enable ? json->fixed : NULL;
        got = read_bare(&in, *sch, val);
    }
    weir_batch_hold(batch, *sch);
    json_stack_shrink(&json->stack);
    return got;
}

const struct weir_converter_ops json_converter_ops = {
    .size = sizeof(struct weir_converter_ops),
    .open = json_open,
    .to_bytes = json_to_bytes,
    .from_bytes = json_from_bytes,
    .close = json_close,
};
