/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_conf.c: makes a librdkafka configuration of Java client properties: our defaults, then the
 * user's keys by the table in kafka_names.c, then what must hold whatever they say. Next:
 * kafka_security.c for the credentials, kafka_client.c which opens a client with the result.
 */
#include "bus/kafka_conf.h"

#include "bus/kafka_conf_roles.h"
#include "bus/kafka_names.h"

#define PREFETCH_LEAST_KIB 256
#define ESCAPE WEIR_STR("librdkafka.") /* librdkafka.debug=... goes through as it is */

struct setting {
    const char *name;
    const char *value;
    int roles;
};

#define P   KAFKA_PRODUCER
#define C   KAFKA_CONSUMER
#define ALL (KAFKA_PRODUCER | KAFKA_CONSUMER | KAFKA_ADMIN)

/* Java's defaults where librdkafka's differ, and what suits a worker of few megabytes. */
static const struct setting defaults[] = {
    {"client.id", "weir", ALL},
    {"reconnect.backoff.ms", "50", ALL},
    {"reconnect.backoff.max.ms", "1000", ALL},
    {"socket.connection.setup.timeout.ms", "10000", ALL},
    {"socket.keepalive.enable", "true", ALL},
    {"socket.nagle.disable", "true", ALL},
    {"connections.max.idle.ms", "540000", ALL},
    {"log.connection.close", "false", ALL},
    {"socket.timeout.ms", "30000", ALL},
    {"topic.metadata.refresh.interval.ms", "300000", ALL},
    {"acks", "all", P},
    {"delivery.timeout.ms", "2147483647", P},
    {"message.max.bytes", "1048576", P},
    {"linger.ms", "5", P}, /* kafka_send.c needs no more to hand over a portion */
    {"batch.num.messages", "1000000", P},
    {"queue.buffering.max.messages", "0", P},        /* kafka_produce.c counts itself: */
    {"queue.buffering.max.kbytes", "2147483647", P}, /* a whole append or nothing */
    {"isolation.level", "read_uncommitted", C},
    {"partition.assignment.strategy", "range", C},
    /* A broker's work is for the answer more than for its bytes: half as many, twice the size. */
    {"fetch.message.max.bytes", "2097152", C},
    {"queued.max.messages.kbytes", "3072", C},
    {"fetch.error.backoff.ms", "50", C},
};

/* What the engine relies on. */
static const struct setting forced[] = {
    {"partitioner", "murmur2_random", P},
    {"enable.auto.commit", "false", C},
    {"enable.auto.offset.store", "false", C},
    {"enable.partition.eof", "true", C}, /* kafka_position needs it */
    {"allow.auto.create.topics", "false", KAFKA_ADMIN},
};

static void apply(struct weir_props *rd, const struct setting *settings, size_t n, int role)
{
    for (size_t i = 0; i < n; i++) {
        if (settings[i].roles & role) {
            weir_props_set_c(rd, settings[i].name, settings[i].value);
        }
    }
}

/* Of what is read ahead the answer that is on its way is half. */
static void limit_prefetch(struct weir_props *rd, size_t bytes)
{
    size_t kib = bytes / 1024 < PREFETCH_LEAST_KIB ? PREFETCH_LEAST_KIB : bytes / 1024;
    if (bytes && kib < (size_t)kafka_get_number(rd, "queued.max.messages.kbytes", 0)) {
        kafka_set_number(rd, "queued.max.messages.kbytes", (int64_t)kib);
        kafka_set_number(rd, "fetch.message.max.bytes", (int64_t)kib * 1024 / 2);
    }
}

#define APPLY(rd, settings, role) apply(rd, settings, sizeof(settings) / sizeof(settings[0]), role)

static struct weir_str lower(struct weir_arena *arena, struct weir_str s)
{
    char *p = weir_arena_bytes(arena, s.n + 1);
    for (size_t i = 0; i < s.n; i++) {
        p[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] | 0x20 : s.p[i]);
    }
    return weir_str_n(p, s.n);
}

static enum weir_verdict set_in_range(struct kafka_conf *conf, const struct kafka_name *name,
                                      const char *target, struct weir_str value,
                                      struct weir_err *err)
{
    int64_t number;
    if (!weir_str_to_i64(value, &number)) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "%s: '%.*s' is not a whole number", name->java,
                            WEIR_STR_ARG(value));
    }
    kafka_set_number(&conf->rd, target,
                     number < name->min   ? name->min
                     : number > name->max ? name->max
                                          : number);
    return WEIR_OK;
}

static enum weir_verdict set_known(struct kafka_conf *conf, const struct kafka_name *name,
                                   struct weir_str value, struct weir_err *err)
{
    struct weir_str target = weir_str_of(name->target ? name->target : name->java);
    switch ((enum kafka_rule)name->rule) {
    case KAFKA_SAME:
        weir_props_set(&conf->rd, target, value);
        return WEIR_OK;
    case KAFKA_LOWER:
        weir_props_set(&conf->rd, target, lower(conf->rd.arena, value));
        return WEIR_OK;
    case KAFKA_NUMBER:
        return set_in_range(conf, name, target.p, value, err);
    case KAFKA_OURS:
        return WEIR_OK;
    case KAFKA_IGNORE:
        weir_props_set_c(&conf->ignored, name->java, name->target);
        return WEIR_OK;
    case KAFKA_REFUSE:
        return weir_err_set(err, WEIR_BAD_CONFIG, "%s: %s", name->java, name->target);
    }
    return WEIR_OK;
}

static enum weir_verdict set_user(struct kafka_conf *conf, const struct kafka_ask *ask,
                                  const struct weir_props *java, struct weir_err *err)
{
    for (size_t i = 0; i < java->n; i++) {
        const struct weir_prop *prop = &java->items[i];
        if (!prop->value.p) {
            continue;
        }
        if (weir_str_starts(prop->name, ESCAPE)) {
            weir_props_set(&conf->rd, weir_str_from(prop->name, ESCAPE.n), prop->value);
            continue;
        }
        const struct kafka_name *name = kafka_name_find(prop->name);
        if (name && name->roles & ask->role) {
            enum weir_verdict verdict = set_known(conf, name, prop->value, err);
            if (verdict) {
                return verdict;
            }
        } else if (!name && ask->own && weir_props_get_s(ask->own, prop->name).p) {
            weir_props_set(&conf->ignored, prop->name,
                           WEIR_STR("Kafka's clients know no property of this name"));
        }
    }
    return WEIR_OK;
}

/* The worker's file is full of other things; what all clients share is taken from it. */
static bool shared(struct weir_str name)
{
    const struct kafka_name *found = kafka_name_find(name);
    return (found && found->roles == ALL && !weir_str_is(name, "client.id")) ||
           weir_str_starts(name, ESCAPE);
}

static bool other_cluster(const struct kafka_ask *ask)
{
    return ask->own && weir_props_has(ask->own, "bootstrap.servers") &&
           !weir_str_eq(weir_props_get(ask->own, "bootstrap.servers"),
                        weir_props_get(ask->worker, "bootstrap.servers"));
}

/* Values are trimmed as Java's ConfigDef does. */
static void set_trimmed(struct weir_props *to, const struct weir_prop *prop)
{
    weir_props_set(to, prop->name, prop->value.p ? weir_str_trim(prop->value) : prop->value);
}

static void merge(struct weir_props *java, const struct kafka_ask *ask)
{
    for (size_t i = 0; i < ask->worker->n && !other_cluster(ask); i++) {
        if (shared(ask->worker->items[i].name)) {
            set_trimmed(java, &ask->worker->items[i]);
        }
    }
    for (size_t i = 0; ask->own && i < ask->own->n; i++) {
        set_trimmed(java, &ask->own->items[i]);
    }
}

static void settle_backoff(struct weir_props *rd)
{
    int64_t least = kafka_get_number(rd, "reconnect.backoff.ms", 0);
    if (kafka_get_number(rd, "reconnect.backoff.max.ms", 0) < least) {
        kafka_set_number(rd, "reconnect.backoff.max.ms", least);
    }
}

enum weir_verdict kafka_conf_translate(struct weir_arena *arena, const struct kafka_ask *ask,
                                       struct kafka_conf *conf, struct weir_err *err)
{
    *conf = (struct kafka_conf){0};
    weir_props_init(&conf->rd, arena);
    weir_props_init(&conf->ignored, arena);
    struct weir_props java;
    weir_props_init(&java, arena);
    merge(&java, ask);
    if (!weir_props_get(&java, "bootstrap.servers").n) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "bootstrap.servers is not set");
    }
    APPLY(&conf->rd, defaults, ask->role);
    limit_prefetch(&conf->rd, ask->prefetch_bytes);
    if (ask->client_id) {
        weir_props_set_c(&conf->rd, "client.id", ask->client_id);
    }
    enum weir_verdict verdict = set_user(conf, ask, &java, err);
    settle_backoff(&conf->rd);
    if (!verdict && ask->role == KAFKA_PRODUCER) {
        verdict = kafka_settle_producer(conf, ask, &java, err);
    } else if (!verdict && ask->role == KAFKA_CONSUMER) {
        verdict = kafka_settle_consumer(conf, ask, &java, err);
    }
    conf->request_ms = (int)kafka_get_number(&conf->rd, "socket.timeout.ms", 30000);
    APPLY(&conf->rd, forced, ask->role);
    return verdict ? verdict : kafka_security_translate(arena, &java, conf, err);
}
