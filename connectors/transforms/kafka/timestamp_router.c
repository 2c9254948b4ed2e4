/* SPDX-License-Identifier: Apache-2.0 */
/*
 * timestamp_router.c: TimestampRouter: a record's topic is made of its old topic and its timestamp.
 */
#include "date_format.h"
#include "smt.h"
#include "transforms.h"

#define TOPIC_MAX ((size_t)64 << 10)

struct timestamp_router_conf {
    struct weir_str topic_format;
    struct weir_str timestamp_format;
};

struct timestamp_router {
    struct smt smt;
    struct date_format format;
    struct weir_buf moment, buf;
    /* The last answer, as long as the batch and what it was made of are the same. */
    uint64_t apply;
    struct weir_str topic, routed;
    int64_t unit; /* day or millisecond */
};

static void put_all(struct weir_buf *out, struct weir_str in, const char *name, struct weir_str val)
{
    struct weir_str what = weir_str_of(name);
    for (ptrdiff_t at; (at = weir_str_find(in, what)) >= 0;) {
        weir_buf_add(out, in.p, (size_t)at);
        weir_buf_str(out, val);
        in = weir_str_from(in, (size_t)at + what.n);
    }
    weir_buf_str(out, in);
}

static enum weir_verdict make_topic(struct timestamp_router *self, struct weir_batch *batch,
                                    const struct weir_record *rec, struct weir_err *err)
{
    const struct timestamp_router_conf *conf = self->smt.conf;
    weir_buf_reset(&self->buf);
    weir_buf_reset(&self->moment);
    put_all(&self->buf, conf->topic_format, "${topic}", rec->topic);
    struct weir_str with_topic = weir_arena_str(&batch->arena, weir_buf_view(&self->buf));
    date_format_write(&self->format, rec->timestamp, &self->moment);
    weir_buf_reset(&self->buf);
    put_all(&self->buf, with_topic, "${timestamp}", weir_buf_view(&self->moment));
    self->routed = weir_arena_str(&batch->arena, weir_buf_view(&self->buf));
    return weir_buf_check(&self->buf, WEIR_BAD_DATA, "the new topic", err);
}

static enum weir_verdict route_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                   struct weir_err *err)
{
    struct timestamp_router *self = arg;
    if (rec->timestamp == WEIR_NO_TIMESTAMP) {
        return weir_err_set(err, WEIR_BAD_DATA, "Timestamp missing on record: %.*s",
                            WEIR_STR_ARG(rec->topic));
    }
    int64_t unit =
        self->format.daily ? rec->timestamp / 86400000 - (rec->timestamp < 0) : rec->timestamp;
    bool same = self->apply == self->smt.plans.apply && self->unit == unit &&
                self->topic.p == rec->topic.p && self->topic.n == rec->topic.n;
    if (!same) {
        self->apply = 0;
        if (make_topic(self, batch, rec, err) != WEIR_OK) {
            return err->class;
        }
        self->apply = self->smt.plans.apply;
        self->topic = rec->topic;
        self->unit = unit;
    }
    rec->topic = self->routed;
    return WEIR_OK;
}

SMT_APPLY(route_one)

static enum weir_verdict router_open(const struct weir_open *open, void **out, struct weir_err *err)
{
    const struct timestamp_router_conf *conf = open->conf;
    struct date_format format;
    if (date_format_new(open->arena, conf->timestamp_format, &format, err) != WEIR_OK) {
        return err->class;
    }
    struct timestamp_router *self = smt_new(sizeof(*self), open, false, 0, NULL);
    self->format = format;
    weir_buf_init(&self->buf, TOPIC_MAX);
    weir_buf_init(&self->moment, TOPIC_MAX);
    *out = self;
    return WEIR_OK;
}

static void router_close(void *arg)
{
    struct timestamp_router *self = arg;
    weir_buf_free(&self->buf);
    weir_buf_free(&self->moment);
    smt_close(self);
}

static const struct weir_conf_key keys[] = {
    {.name = "topic.format",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct timestamp_router_conf, topic_format),
     .def = "${topic}-${timestamp}",
     .importance = WEIR_HIGH,
     .doc = "Format string which can contain ${topic} and ${timestamp} as placeholders for the "
            "topic and timestamp, respectively."},
    {.name = "timestamp.format",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct timestamp_router_conf, timestamp_format),
     .def = "yyyyMMdd",
     .importance = WEIR_HIGH,
     .doc = "Format string for the timestamp that is compatible with java.text.SimpleDateFormat, "
            "in UTC."},
    WEIR_CONF_END,
};

SMT_COMPONENT(timestamp_router, SMT_KAFKA "TimestampRouter", struct timestamp_router_conf,
              "Makes the topic of the old topic and the record's timestamp.", router_open,
              router_close);
