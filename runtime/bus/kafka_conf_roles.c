/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_conf_roles.c: settings that depend on one another: order and idempotence of a producer,
 * its transactions, a consumer's assignors, reset and session. Called by kafka_conf.c.
 */
#include "bus/kafka_conf_roles.h"

#define FETCH_MAX    (INT64_C(4) << 20)
#define BUFFER_BYTES (INT64_C(32) << 20) /* Java's buffer.memory */

void kafka_set_number(struct weir_props *props, const char *name, int64_t number)
{
    weir_props_set_c(props, name, weir_arena_printf(props->arena, "%lld", (long long)number));
}

int64_t kafka_get_number(const struct weir_props *props, const char *name, int64_t absent)
{
    int64_t number;
    return weir_str_to_i64(weir_props_get(props, name), &number) ? number : absent;
}

/*
 * Only idempotence keeps order over retries: without it librdkafka has a second request made ready
 * while the first is under way, even if one at a time is sent, and sends it when the first fails.
 * So it is the default, as with Java's own producers; acks, retries or more in flight that do not
 * go with it turn it off.
 */
static void settle_idempotence(struct kafka_conf *conf)
{
    struct weir_str acks = weir_props_get(&conf->rd, "acks");
    bool all = weir_str_is(acks, "all") || weir_str_is(acks, "-1");
    bool possible = all && kafka_get_number(&conf->rd, "retries", 1) > 0 &&
                    kafka_get_number(&conf->rd, "max.in.flight.requests.per.connection", 1) <= 5;
    if (!weir_props_has(&conf->rd, "enable.idempotence")) {
        weir_props_set_c(&conf->rd, "enable.idempotence", possible ? "true" : "false");
    }
    conf->idempotent = weir_str_is(weir_props_get(&conf->rd, "enable.idempotence"), "true");
    if (!conf->idempotent && !weir_props_has(&conf->rd, "max.in.flight.requests.per.connection")) {
        kafka_set_number(&conf->rd, "max.in.flight.requests.per.connection", 1);
    }
}

static void settle_transactions(struct kafka_conf *conf, const struct kafka_ask *ask)
{
    weir_props_set_c(&conf->rd, "transactional.id", ask->transactional_id);
    weir_props_set_c(&conf->rd, "enable.idempotence", "true");
    int64_t timeout_ms = kafka_get_number(&conf->rd, "transaction.timeout.ms", 60000);
    kafka_set_number(&conf->rd, "transaction.timeout.ms", timeout_ms);
    kafka_set_number(&conf->rd, "delivery.timeout.ms", timeout_ms);
    if (kafka_get_number(&conf->rd, "socket.timeout.ms", 0) > timeout_ms) {
        kafka_set_number(&conf->rd, "socket.timeout.ms", timeout_ms);
    }
}

enum weir_verdict kafka_settle_producer(struct kafka_conf *conf, const struct kafka_ask *ask,
                                        const struct weir_props *own, struct weir_err *err)
{
    struct weir_str memory = weir_props_get(own, "buffer.memory");
    conf->buffer_bytes = BUFFER_BYTES;
    if (memory.p && (!weir_str_to_i64(memory, &conf->buffer_bytes) || conf->buffer_bytes < 1)) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "buffer.memory: '%.*s' is not a number of bytes",
                            WEIR_STR_ARG(memory));
    }
    if (ask->transactional_id) {
        settle_transactions(conf, ask);
    }
    settle_idempotence(conf);
    kafka_set_number(&conf->rd, "request.timeout.ms",
                     kafka_get_number(&conf->rd, "socket.timeout.ms", 30000));
    conf->prompt = !weir_props_has(own, "linger.ms");
    return WEIR_OK;
}

struct assignor {
    const char *java;
    const char *rd;
};

static const struct assignor assignors[] = {
    {"RangeAssignor", "range"},
    {"RoundRobinAssignor", "roundrobin"},
    {"CooperativeStickyAssignor", "cooperative-sticky"},
};

static const char *assignor_name(struct weir_str class)
{
    for (size_t i = 0; i < sizeof(assignors) / sizeof(assignors[0]); i++) {
        if (weir_str_ends(class, weir_str_of(assignors[i].java)) ||
            weir_str_is(class, assignors[i].rd)) {
            return assignors[i].rd;
        }
    }
    return NULL;
}

/*
 * A list that has eager and cooperative assignors means that the members move from one to the
 * other; Java's members stay eager meanwhile, so only the eager ones are offered.
 */
static enum weir_verdict settle_assignors(struct kafka_conf *conf, struct weir_str classes,
                                          struct weir_err *err)
{
    struct weir_buf eager;
    bool cooperative = false;
    weir_buf_init(&eager, 256);
    for (struct weir_str rest = classes, class; weir_str_split(&rest, ',', &class);) {
        const char *name = assignor_name(weir_str_trim(class));
        if (!name) {
            weir_buf_free(&eager);
            return weir_err_set(err, WEIR_BAD_CONFIG,
                                "partition.assignment.strategy: '%.*s' is not available; take "
                                "RangeAssignor, RoundRobinAssignor or CooperativeStickyAssignor",
                                WEIR_STR_ARG(class));
        }
        if (strcmp(name, "cooperative-sticky") == 0) {
            cooperative = true;
        } else {
            weir_buf_printf(&eager, "%s%s", eager.n ? "," : "", name);
        }
    }
    if (eager.n) {
        weir_props_set(&conf->rd, WEIR_STR("partition.assignment.strategy"), weir_buf_view(&eager));
    } else if (cooperative) {
        weir_props_set_c(&conf->rd, "partition.assignment.strategy", "cooperative-sticky");
    }
    weir_buf_free(&eager);
    return WEIR_OK;
}

static enum weir_verdict settle_reset(struct kafka_conf *conf, const struct kafka_ask *ask,
                                      const struct weir_props *own, struct weir_err *err)
{
    static const char *const resets[] = {"earliest", "latest", "error"};
    const char *reset = resets[ask->reset];
    struct weir_str asked = weir_props_get(own, "auto.offset.reset");
    if (weir_str_is(asked, "none")) {
        reset = "error";
    } else if (weir_str_is(asked, "earliest") || weir_str_is(asked, "latest")) {
        reset = asked.p[0] == 'e' ? "earliest" : "latest";
    } else if (asked.p) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "auto.offset.reset: '%.*s' is not one of earliest, latest, none",
                            WEIR_STR_ARG(asked));
    }
    weir_props_set_c(&conf->rd, "auto.offset.reset", reset);
    return WEIR_OK;
}

/* An answer to a fetch has room for two partitions that have much: its memory is not to grow with
 * their number. */
static void settle_fetch(struct weir_props *rd)
{
    if (!weir_props_has(rd, "fetch.max.bytes")) {
        int64_t of_one = kafka_get_number(rd, "fetch.message.max.bytes", 0);
        kafka_set_number(rd, "fetch.max.bytes", of_one < FETCH_MAX / 2 ? FETCH_MAX : 2 * of_one);
    }
    int64_t fetch_max = kafka_get_number(rd, "fetch.max.bytes", FETCH_MAX);
    if (fetch_max < 1000000) { /* librdkafka wants this below it, though it means nothing here */
        kafka_set_number(rd, "message.max.bytes", fetch_max);
    }
}

enum weir_verdict kafka_settle_consumer(struct kafka_conf *conf, const struct kafka_ask *ask,
                                        const struct weir_props *own, struct weir_err *err)
{
    enum weir_verdict verdict = settle_reset(conf, ask, own, err);
    struct weir_str classes = weir_props_get(own, "partition.assignment.strategy");
    if (!verdict && classes.p) {
        verdict = settle_assignors(conf, classes, err);
    }
    if (verdict) {
        return verdict;
    }
    if (ask->group) {
        struct weir_str group = weir_props_get(own, "group.id");
        weir_props_set(&conf->rd, WEIR_STR("group.id"), group.p ? group : weir_str_of(ask->group));
        if (ask->instance && !weir_props_get(own, "group.instance.id").p) {
            weir_props_set_c(&conf->rd, "group.instance.id", ask->instance);
        }
    }
    if (ask->read_committed && !weir_props_get(own, "isolation.level").p) {
        weir_props_set_c(&conf->rd, "isolation.level", "read_committed");
    }
    if (ask->session_timeout_ms && !weir_props_get(own, "session.timeout.ms").p) {
        kafka_set_number(&conf->rd, "session.timeout.ms", ask->session_timeout_ms);
    }
    int64_t session_ms = kafka_get_number(&conf->rd, "session.timeout.ms", 45000);
    if (!weir_props_has(&conf->rd, "heartbeat.interval.ms") && session_ms < 9000) {
        kafka_set_number(&conf->rd, "heartbeat.interval.ms", session_ms / 3 ? session_ms / 3 : 1);
    }
    conf->prefetch_bytes = kafka_get_number(&conf->rd, "queued.max.messages.kbytes", 4096) * 1024;
    settle_fetch(&conf->rd);
    return WEIR_OK;
}
