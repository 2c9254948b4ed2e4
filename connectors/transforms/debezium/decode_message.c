/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_message.c: DecodeLogicalDecodingMessageContent: a message of PostgreSQL's
 * pg_logical_emit_message, whose content is a JSON object, becomes what an insert of that object
 * would be, so that the outbox router takes it.
 */
#include "common/java_text.h"
#include "outbox_json.h"
#include "schema_build.h"
#include "smt.h"
#include "transforms.h"

struct decode_conf {
    bool nulls;
};

struct decoder {
    struct smt smt;
    struct outbox_json json;
};

struct message_plan {
    struct plan base;
    int message, content, op;
};

static enum weir_verdict make_plan(void *self, struct plan *base, struct weir_err *err)
{
    struct message_plan *plan = (struct message_plan *)base;
    const struct weir_schema *from = base->from;
    (void)self;
    plan->message = weir_schema_field(from, WEIR_STR("message"));
    if (plan->message < 0) {
        return weir_err_set(err, WEIR_BAD_DATA, "message is not a valid field name");
    }
    const struct weir_schema *message = from->fields[plan->message].schema;
    plan->op = weir_schema_field(from, WEIR_STR("op"));
    if (message->type != WEIR_STRUCT) {
        return WEIR_OK; /* which its value is not either */
    }
    plan->content = weir_schema_field(message, WEIR_STR("content"));
    return plan->content >= 0 && message->fields[plan->content].schema->type == WEIR_BYTES
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_DATA,
                              "The content of a logical decoding message is non-binary");
}

/* The object that the message's bytes are. */
static enum weir_verdict read_content(const struct decoder *self, const struct message_plan *plan,
                                      struct weir_batch *batch, struct weir_value message,
                                      const struct weir_schema **sch, struct weir_value *val,
                                      struct weir_err *err)
{
    if (smt_need_struct(message, "Retrieve content of a logical decoding message", err) !=
        WEIR_OK) {
        return err->class;
    }
    struct weir_value bytes = message.items[plan->content];
    *val = bytes.type == WEIR_BYTES
               ? weir_string(java_text_utf8(&batch->arena, weir_value_str(bytes)))
               : weir_string(WEIR_STR(""));
    return outbox_json_expand(&self->json, batch, WEIR_STR_NULL, sch, val)
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_DATA,
                              "Unable to parse logical decoding message content JSON string: it "
                              "is no JSON object");
}

/* The event's schema without the message, and with after. */
static const struct weir_schema *event_schema(const struct message_plan *plan,
                                              struct weir_batch *batch,
                                              const struct weir_schema *after, struct weir_err *err)
{
    const struct weir_schema *from = plan->base.from;
    struct schema_build build;
    schema_build_init(&build, &batch->arena);
    build.spec.name =
        weir_str_of(weir_arena_printf(&batch->arena, "%.*s.Envelope", WEIR_STR_ARG(from->name)));
    for (uint32_t i = 0; i < from->n_fields; i++) {
        if ((int)i != plan->message) {
            schema_build_field(&build, from->fields[i].name, from->fields[i].schema);
        }
    }
    schema_build_field(&build, WEIR_STR("after"), after);
    const struct weir_schema *made = schema_build_end(&build, err);
    weir_batch_hold(batch, made);
    weir_schema_unref(made);
    return made;
}

static enum weir_verdict decode_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                    struct weir_err *err)
{
    struct decoder *self = arg;
    const struct weir_schema *from = rec->value_schema;
    const struct weir_schema *after;
    struct weir_value content;
    if (!from || !weir_str_is(from->name, "io.debezium.connector.postgresql.MessageValue")) {
        return WEIR_OK;
    }
    if (smt_need_struct(rec->value, "Retrieve a record value", err) != WEIR_OK) {
        return err->class;
    }
    const struct message_plan *plan =
        (const struct message_plan *)plan_cache_get(&self->smt.plans, batch, from, err);
    if (!plan || read_content(self, plan, batch, rec->value.items[plan->message], &after, &content,
                              err) != WEIR_OK) {
        return err->class;
    }
    const struct weir_schema *to = event_schema(plan, batch, after, err);
    if (!to) {
        return err->class;
    }
    struct weir_value *items = smt_new_items(batch, to->n_fields);
    uint32_t n = 0;
    for (uint32_t i = 0; i < rec->value.n; i++) {
        if ((int)i == plan->message) {
            continue;
        }
        struct weir_value val = smt_get(from->fields[i].schema, rec->value.items[i], true);
        val = (int)i == plan->op ? weir_string(WEIR_STR("c")) : val;
        if (smt_put(&to->fields[n], &items[n], val, err) != WEIR_OK) {
            return err->class;
        }
        n++;
    }
    items[n++] = content;
    smt_set(rec, true, NULL, weir_null()); /* the message's prefix */
    smt_set(rec, false, to, weir_items(WEIR_STRUCT, items, n));
    return WEIR_OK;
}

SMT_APPLY(decode_one)

static enum weir_verdict decode_open(const struct weir_open *open, void **out, struct weir_err *err)
{
    const struct decode_conf *conf = open->conf;
    (void)err;
    struct decoder *self =
        smt_new(sizeof(*self), open, false, sizeof(struct message_plan), make_plan);
    self->json.nulls = conf->nulls ? OUTBOX_NULLS_AS_BYTES : OUTBOX_NULLS_IGNORED;
    *out = self;
    return WEIR_OK;
}

static const struct weir_conf_key keys[] = {
    {.name = "fields.null.include",
     .type = WEIR_CONF_BOOLEAN,
     .at = WEIR_AT(struct decode_conf, nulls),
     .def = "false",
     .importance = WEIR_MEDIUM,
     .width = WEIR_WIDTH_MEDIUM,
     .display = "Defines whether to include fields with null values to the decoded structure",
     .doc = "Fields that are null get a place in the decoded struct, as optional bytes."},
    WEIR_CONF_END,
};

SMT_COMPONENT(decode_message,
              "io.debezium.connector.postgresql.transforms.DecodeLogicalDecodingMessageContent",
              struct decode_conf, "Makes inserts of PostgreSQL's logical decoding messages.",
              decode_open, smt_close);
