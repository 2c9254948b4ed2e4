/* SPDX-License-Identifier: Apache-2.0 */
/* fake_parts.c: the converter, transformation and predicate of fake_plugin.h. */
#include "fake_parts.h"

#include <stdlib.h>

#include <weir/mem.h>

#include "fake_plugin.h"

atomic_int fake_converter_retries;
atomic_int fake_converter_headers;
atomic_int fake_transform_retries;

/* ---- converter ---- */

static enum weir_verdict open_none(const struct weir_open *open, void **self, struct weir_err *err)
{
    (void)open;
    (void)err;
    *self = NULL;
    return WEIR_OK;
}

static void close_none(void *self)
{
    (void)self;
}

static enum weir_verdict mood(struct weir_str text, struct weir_err *err)
{
    if (text.n && text.p[0] == '!') {
        return weir_err_set(err, WEIR_BAD_DATA, "cannot convert %.*s", WEIR_STR_ARG(text));
    }
    if (text.n && text.p[0] == '?' && atomic_load(&fake_converter_retries) > 0) {
        atomic_fetch_sub(&fake_converter_retries, 1);
        return weir_err_set(err, WEIR_RETRY, "cannot convert %.*s yet", WEIR_STR_ARG(text));
    }
    return WEIR_OK;
}

static enum weir_verdict to_bytes(void *self, const struct weir_convert *at,
                                  const struct weir_schema *sch, struct weir_value val,
                                  struct weir_buf *out, bool *is_null, struct weir_err *err)
{
    (void)self;
    (void)sch;
    atomic_fetch_add(&fake_converter_headers, at->header.p != NULL);
    *is_null = val.type == WEIR_NULL;
    if (*is_null) {
        return WEIR_OK;
    }
    weir_buf_str(out, weir_value_str(val));
    return mood(weir_value_str(val), err);
}

static enum weir_verdict from_bytes(void *self, const struct weir_convert *at,
                                    struct weir_str bytes, struct weir_batch *batch,
                                    const struct weir_schema **sch, struct weir_value *val,
                                    struct weir_err *err)
{
    (void)self;
    (void)at;
    (void)batch;
    *sch = weir_schema_plain(WEIR_STRING, true);
    *val = bytes.p ? weir_string(bytes) : weir_null();
    return mood(bytes, err);
}

static const struct weir_converter_ops converter_ops = {
    .size = sizeof(struct weir_converter_ops),
    .open = open_none,
    .to_bytes = to_bytes,
    .from_bytes = from_bytes,
    .close = close_none,
};

const struct weir_component fake_converter_component = {
    .size = sizeof(struct weir_component),
    .kind = WEIR_CONVERTER,
    .class_name = "test.FakeConverter",
    .doc = "Texts as they are",
    .ops = &converter_ops,
};

const struct weir_component fake_header_component = {
    .size = sizeof(struct weir_component),
    .kind = WEIR_HEADER_CONVERTER,
    .class_name = "test.FakeConverter",
    .doc = "Texts as they are",
    .ops = &converter_ops,
};

/* ---- transformation ---- */

struct transform_conf {
    struct weir_str what;
};

static const struct weir_conf_key transform_keys[] = {
    {.name = "do",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct transform_conf, what),
     .doc = "What to do"},
    WEIR_CONF_END,
};

static enum weir_verdict transform_open(const struct weir_open *open, void **self,
                                        struct weir_err *err)
{
    (void)err;
    *self = (void *)(uintptr_t)open->conf;
    return WEIR_OK;
}

static bool ends(const struct weir_record *rec, const char *tail)
{
    return rec->value.type == WEIR_STRING &&
           weir_str_ends(weir_value_str(rec->value), weir_str_of(tail));
}

static void split(struct weir_batch *batch, uint32_t i)
{
    struct weir_record *part = weir_batch_add(batch);
    *part = batch->recs[i];
    part->origin = i;
    const char *text =
        weir_arena_printf(&batch->arena, "%.*s+", WEIR_STR_ARG(weir_value_str(part->value)));
    part->value = weir_string(weir_str_of(text));
}

static void apply_one(struct weir_str what, struct weir_batch *batch, uint32_t i,
                      struct weir_verdicts *verdicts)
{
    struct weir_record *rec = &batch->recs[i];
    if (weir_str_is(what, "drop") && ends(rec, "1")) {
        rec->state = WEIR_REC_FILTERED;
    } else if (weir_str_is(what, "fail") && ends(rec, "3")) {
        weir_verdict_set(verdicts, i, WEIR_BAD_DATA, "a value that ends with 3");
    } else if (weir_str_is(what, "split")) {
        split(batch, i);
    } else if (weir_str_is(what, "upper")) {
        rec->topic = WEIR_STR("T");
    } else if (weir_str_is(what, "retry") && ends(rec, "3") &&
               atomic_load(&fake_transform_retries) > 0) {
        atomic_fetch_sub(&fake_transform_retries, 1);
        weir_verdict_set(verdicts, i, WEIR_RETRY, "not yet");
    }
}

static enum weir_verdict apply(void *self, struct weir_batch *batch, const bool *run,
                               struct weir_verdicts *verdicts, struct weir_err *err)
{
    const struct transform_conf *conf = self;
    (void)err;
    uint32_t n = batch->n;
    for (uint32_t i = 0; i < n; i++) {
        if (batch->recs[i].state == WEIR_REC_LIVE && (!run || run[i])) {
            apply_one(conf->what, batch, i, verdicts);
        }
    }
    return WEIR_OK;
}

static const struct weir_transform_ops transform_ops = {
    .size = sizeof(struct weir_transform_ops),
    .open = transform_open,
    .apply = apply,
    .close = close_none,
};

const struct weir_component fake_transform_component = {
    .size = sizeof(struct weir_component),
    .kind = WEIR_TRANSFORMATION,
    .class_name = "test.FakeTransform",
    .doc = "Drops, fails, splits",
    .keys = transform_keys,
    .conf_size = sizeof(struct transform_conf),
    .ops = &transform_ops,
};

/* ---- predicate ---- */

static enum weir_verdict test(void *self, const struct weir_batch *batch, bool *run,
                              struct weir_err *err)
{
    (void)self;
    (void)err;
    for (uint32_t i = 0; i < batch->n; i++) {
        run[i] = batch->recs[i].value.n > 1;
    }
    return WEIR_OK;
}

static const struct weir_predicate_ops predicate_ops = {
    .size = sizeof(struct weir_predicate_ops),
    .open = open_none,
    .test = test,
    .close = close_none,
};

const struct weir_component fake_predicate_component = {
    .size = sizeof(struct weir_component),
    .kind = WEIR_PREDICATE,
    .class_name = "test.FakePredicate",
    .doc = "Values of more than one letter",
    .ops = &predicate_ops,
};
