/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_conf.h: Java client properties in, librdkafka properties out. Pure functions of their
 * arguments (but for key and certificate files, which are read), any thread.
 */
#ifndef KAFKA_CONF_H
#define KAFKA_CONF_H

#include "bus/bus.h"

enum kafka_role {
    KAFKA_PRODUCER = 1,
    KAFKA_CONSUMER = 2,
    KAFKA_ADMIN = 4,
};

/* Whose certificates are believed: a PEM file or its text; neither: the system's. */
struct kafka_trust {
    struct weir_str file;
    struct weir_str pem;
};

/* How to get a token (OAuth client credentials); token_url.p NULL: no such thing. */
struct kafka_oauth {
    struct weir_str token_url;
    struct weir_str client_id;
    struct weir_str client_secret;
    struct weir_str scope;
    struct weir_str extensions; /* "name=value,name=value" for the broker */
    struct kafka_trust trust;   /* of the endpoint */
    struct weir_str token_file; /* a file that holds a token, instead of all that */
};

struct kafka_conf {
    struct weir_props rd;      /* librdkafka's names, in order */
    struct weir_props ignored; /* Java name -> why it has no effect, worth one warning */
    struct kafka_oauth oauth;
    int64_t buffer_bytes;   /* producer: what may be in flight */
    bool idempotent;        /* producer */
    bool prompt;            /* producer: the linger is ours, and may be cut short */
    int64_t prefetch_bytes; /* consumer: what is fetched ahead */
    int request_ms;         /* request.timeout.ms: how long calls wait for an answer */
};

/* What is asked of a client to be. */
struct kafka_ask {
    enum kafka_role role;
    const struct weir_props *worker; /* what the worker's properties file says */
    const struct weir_props *own;    /* what this client overrides; NULL: nothing */
    const char *client_id;           /* unless own has one; NULL: the default */
    const char *transactional_id;    /* producer; NULL: no transactions */
    const char *group;               /* consumer, unless own has one; NULL: no group */
    const char *instance;            /* consumer, unless own has one; NULL: no static member */
    enum bus_reset reset;            /* consumer, unless own says otherwise */
    bool read_committed;             /* consumer, unless own says otherwise */
    int64_t session_timeout_ms;      /* consumer, unless own says otherwise; 0: the default */
    size_t prefetch_bytes;           /* consumer: at most, unless the user says so; 0: the default */
};

/*
 * All results live in arena. BAD_CONFIG with a text for the user, which never holds a secret. Own
 * bootstrap.servers other than the worker's mean another cluster: then nothing of the worker's is
 * used.
 */
enum weir_verdict kafka_conf_translate(struct weir_arena *arena, const struct kafka_ask *ask,
                                       struct kafka_conf *conf,
                                       struct weir_err *err) WEIR_MUST_CHECK;

/* The parts of it: security.protocol and sasl.*; ssl.*. java is own over worker. */
enum weir_verdict kafka_security_translate(struct weir_arena *arena, const struct weir_props *java,
                                           struct kafka_conf *conf,
                                           struct weir_err *err) WEIR_MUST_CHECK;
enum weir_verdict kafka_ssl_translate(struct weir_arena *arena, const struct weir_props *java,
                                      struct kafka_conf *conf,
                                      struct weir_err *err) WEIR_MUST_CHECK;

/* What ssl.truststore.* of these properties says. */
enum weir_verdict kafka_ssl_trust(struct weir_arena *arena, const struct weir_props *java,
                                  struct kafka_trust *trust, struct weir_err *err) WEIR_MUST_CHECK;

/*
 * One login module of sasl.jaas.config: its class (without the package) and its options. Both live
 * in arena. The error says what is wrong and where, without quoting.
 */
struct kafka_jaas {
    struct weir_str module;
    struct weir_props options;
};
enum weir_verdict kafka_jaas_parse(struct weir_arena *arena, struct weir_str text,
                                   struct kafka_jaas *jaas, struct weir_err *err) WEIR_MUST_CHECK;

#endif
