/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_error.c: what librdkafka's codes mean to a caller, and texts that name the broker and what
 * to do. Errors that come from no call (a connection fails, credentials are refused) are kept in
 * the client, for the text of whichever call fails by it.
 */
#include <stdio.h>

#include <weir/time.h>

#include "bus/kafka_produce.h"

#define TROUBLE_MS 10000 /* refused credentials are believed this long, then tried again */
#define RECENT_MS  60000
#define REACH_MS   200

struct meaning {
    rd_kafka_resp_err_t code;
    enum weir_verdict class;
    const char *hint;
};

#define NO_ANSWER "is bootstrap.servers right, and security.protocol what that listener speaks?"
#define NO_RIGHT  "the principal lacks an ACL"
#define BAD_LOGIN "check sasl.mechanism and sasl.jaas.config"

/* clang-format off */
static const struct meaning meanings[] = {
    {RD_KAFKA_RESP_ERR__TRANSPORT,                WEIR_RETRY, NO_ANSWER},
    {RD_KAFKA_RESP_ERR__TIMED_OUT,                WEIR_RETRY, NO_ANSWER},
    {RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,         WEIR_RETRY, NO_ANSWER},
    {RD_KAFKA_RESP_ERR__RESOLVE,                  WEIR_RETRY, "is the host's name in bootstrap.servers right?"},
    {RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,     WEIR_RETRY, "it must be created, here the broker does not do it by itself"},
    {RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,            WEIR_RETRY, "it must be created, here the broker does not do it by itself"},
    {RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION,        WEIR_FATAL, "the topic has fewer partitions"},
    {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE,        WEIR_BAD_DATA, "raise the topic's max.message.bytes"},
    {RD_KAFKA_RESP_ERR_INVALID_MSG,               WEIR_BAD_DATA, NULL},
    {RD_KAFKA_RESP_ERR_INVALID_RECORD,            WEIR_BAD_DATA, "a compacted topic takes no record without a key"},
    {RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP,         WEIR_BAD_DATA, "see the topic's message.timestamp.*.max.ms"},
    {RD_KAFKA_RESP_ERR__AUTHENTICATION,           WEIR_FATAL, BAD_LOGIN},
    {RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED, WEIR_FATAL, BAD_LOGIN},
    {RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM, WEIR_FATAL, "the listener offers another sasl.mechanism"},
    {RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE,        WEIR_FATAL, "does this listener speak SASL?"},
    {RD_KAFKA_RESP_ERR__SSL,                      WEIR_FATAL, "check ssl.truststore.*, ssl.keystore.* and ssl.endpoint.identification.algorithm"},
    {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, WEIR_FATAL, NO_RIGHT " on the topic"},
    {RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, WEIR_FATAL, NO_RIGHT " on the consumer group (Read)"},
    {RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED, WEIR_FATAL, NO_RIGHT " on the cluster"},
    {RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, WEIR_FATAL, NO_RIGHT " on the transactional id (Write)"},
    {RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION,           WEIR_FATAL, "a topic's name has at most 249 letters, digits, '.', '_', '-'"},
    {RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR, WEIR_FATAL, "are there as many brokers as replicas?"},
    {RD_KAFKA_RESP_ERR_INVALID_PARTITIONS,        WEIR_FATAL, NULL},
    {RD_KAFKA_RESP_ERR_INVALID_CONFIG,            WEIR_FATAL, NULL},
    {RD_KAFKA_RESP_ERR_INVALID_REQUEST,           WEIR_FATAL, NULL},
    {RD_KAFKA_RESP_ERR_POLICY_VIOLATION,          WEIR_FATAL, NULL},
    {RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION,       WEIR_FATAL, "the broker is too old for this"},
    {RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE,      WEIR_FATAL, "the broker is too old for this"},
    {RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL, WEIR_FATAL, "members of another kind or with another partition.assignment.strategy are in the group"},
    {RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID,        WEIR_FATAL, "another member has the same group.instance.id"},
    {RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID,         WEIR_FATAL, "the group has gone on without this member"},
    {RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION,        WEIR_FATAL, "the group has gone on without this member"},
    {RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST,          WEIR_FATAL, "the group has gone on without this member"},
    {RD_KAFKA_RESP_ERR__FENCED,                   WEIR_FATAL, "another producer has taken over the transactional id"},
    {RD_KAFKA_RESP_ERR_PRODUCER_FENCED,           WEIR_FATAL, "another producer has taken over the transactional id"},
    {RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH,    WEIR_FATAL, "another producer has taken over the transactional id"},
    {RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET,        WEIR_FATAL, "there is no such offset and auto.offset.reset is none"},
    {RD_KAFKA_RESP_ERR__FATAL,                    WEIR_FATAL, NULL},
    {RD_KAFKA_RESP_ERR__STATE,                    WEIR_FATAL, NULL},
    {RD_KAFKA_RESP_ERR__INVALID_ARG,              WEIR_FATAL, NULL},
    {RD_KAFKA_RESP_ERR__UNKNOWN_GROUP,            WEIR_FATAL, NULL},
    {RD_KAFKA_RESP_ERR__DESTROY,                  WEIR_FATAL, NULL},
    {RD_KAFKA_RESP_ERR__PURGE_QUEUE,              WEIR_FATAL, NULL},
    {RD_KAFKA_RESP_ERR__PURGE_INFLIGHT,           WEIR_FATAL, NULL},
};
/* clang-format on */

/* What the table does not name may pass: leaders move, coordinators load. */
static const struct meaning *meaning_of(rd_kafka_resp_err_t code)
{
    static const struct meaning passing = {RD_KAFKA_RESP_ERR_NO_ERROR, WEIR_RETRY, NULL};
    for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
        if (meanings[i].code == code) {
            return &meanings[i];
        }
    }
    return &passing;
}

/* A time-out's cause is often known from a connection that failed. */
static void add_last_error(struct kafka_client *client, struct weir_err *err)
{
    pthread_mutex_lock(&client->lock);
    if (client->last_error[0] && weir_clock_mono_ms() - client->last_error_ms < RECENT_MS) {
        size_t n = strlen(err->text);
        snprintf(err->text + n, sizeof(err->text) - n, "; last seen: %s", client->last_error);
    }
    pthread_mutex_unlock(&client->lock);
}

enum weir_verdict kafka_error(struct kafka_client *client, struct weir_err *err,
                              rd_kafka_resp_err_t code, const char *words, const char *fmt, ...)
{
    const struct meaning *meaning = meaning_of(code);
    char what[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof(what), fmt, args);
    va_end(args);
    weir_err_set(err, meaning->class, "%s: %s%s%s (Kafka at %s)", what,
                 words && *words ? words : rd_kafka_err2str(code), meaning->hint ? "; " : "",
                 meaning->hint ? meaning->hint : "", client->servers);
    err->code = code;
    if (meaning->hint && strcmp(meaning->hint, NO_ANSWER) == 0) {
        add_last_error(client, err);
    }
    return meaning->class;
}

/*
 * Before 2.6.1 librdkafka repeats its nonce in SCRAM's last message; brokers of Kafka 4 refuse
 * that, and say that the password is wrong.
 */
static const char *scram_hint(const struct kafka_client *client, rd_kafka_resp_err_t code)
{
    struct weir_str mechanism = weir_props_get(&client->conf.rd, "sasl.mechanism");
    bool hit = code == RD_KAFKA_RESP_ERR__AUTHENTICATION && rd_kafka_version() < 0x020601ff &&
               mechanism.p && weir_str_starts(mechanism, WEIR_STR("SCRAM"));
    return hit ? "; brokers since Kafka 3.7.2 refuse the SCRAM of librdkafka before 2.6.1: if "
                 "this is one, install a newer librdkafka or use PLAIN over TLS"
               : "";
}

static bool certificate_refused(int code, const char *reason)
{
    return code == RD_KAFKA_RESP_ERR__SSL && strstr(reason, "certificate");
}

static void set_trouble(struct kafka_client *client, rd_kafka_resp_err_t code, const char *words)
{
    struct weir_err err;
    kafka_error(client, &err, code, words, "Kafka refused this client");
    size_t n = strlen(err.text);
    snprintf(err.text + n, sizeof(err.text) - n, "%s", scram_hint(client, code));
    pthread_mutex_lock(&client->lock);
    client->trouble = err;
    client->trouble_ms = weir_clock_mono_ms();
    pthread_cond_broadcast(&client->room);
    pthread_mutex_unlock(&client->lock);
    if (rd_kafka_type(client->rk) == RD_KAFKA_PRODUCER) {
        kafka_send_cancel(client, NULL);
        rd_kafka_purge(client->rk, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_NON_BLOCKING);
    }
}

static void on_fatal(struct kafka_client *client)
{
    char words[512];
    rd_kafka_resp_err_t code = rd_kafka_fatal_error(client->rk, words, sizeof(words));
    set_trouble(client, code, words);
}

void kafka_on_error(rd_kafka_t *rk, int code, const char *reason, void *opaque)
{
    struct kafka_client *client = opaque;
    if (!client->rk) { /* still being opened */
        client->rk = rk;
    }
    if (code == RD_KAFKA_RESP_ERR__FATAL) {
        on_fatal(client);
    } else if (code == RD_KAFKA_RESP_ERR__AUTHENTICATION || certificate_refused(code, reason)) {
        set_trouble(client, code, reason);
    } else if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
        kafka_on_log(rk, 4, "BROKERS", "no broker can be reached");
    } else {
        pthread_mutex_lock(&client->lock);
        snprintf(client->last_error, sizeof(client->last_error), "%s", reason);
        client->last_error_ms = weir_clock_mono_ms();
        pthread_mutex_unlock(&client->lock);
    }
}

enum weir_verdict kafka_trouble(struct kafka_client *client, struct weir_err *err)
{
    char words[512];
    rd_kafka_resp_err_t code = rd_kafka_fatal_error(client->rk, words, sizeof(words));
    if (code) {
        kafka_error(client, err, code, words, "Kafka client %s has ended",
                    rd_kafka_name(client->rk));
        err->class = WEIR_FATAL;
        return WEIR_FATAL;
    }
    pthread_mutex_lock(&client->lock);
    bool believed = weir_clock_mono_ms() - client->trouble_ms < TROUBLE_MS;
    enum weir_verdict verdict = believed ? client->trouble.class : WEIR_OK;
    if (verdict) {
        *err = client->trouble;
    }
    pthread_mutex_unlock(&client->lock);
    return verdict;
}

/* Short questions, so that a refusal ends the waiting. */
enum weir_verdict kafka_reach(struct kafka_client *client, struct weir_err *err)
{
    int64_t deadline_ms = weir_clock_mono_ms() + client->conf.request_ms;
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
    for (;;) {
        const struct rd_kafka_metadata *md;
        enum weir_verdict verdict = kafka_trouble(client, err);
        if (verdict || atomic_load(&client->reached)) {
            return verdict;
        }
        if (code && weir_clock_mono_ms() >= deadline_ms) {
            return kafka_error(client, err, code, NULL, "no answer in %d ms",
                               client->conf.request_ms);
        }
        code = rd_kafka_metadata(client->rk, 0, NULL, &md, REACH_MS);
        if (!code) {
            rd_kafka_metadata_destroy(md);
            atomic_store(&client->reached, true);
        }
    }
}
