/* SPDX-License-Identifier: Apache-2.0 */
/*
 * registry.h: a client of Confluent's schema registry, for converters of any format. Every call is
 * a request, tried again with growing pauses and at each of the registry's addresses in turn; what
 * can be remembered the caller remembers. Not thread-safe: one client a converter.
 */
#ifndef REGISTRY_H
#define REGISTRY_H

#include <weir/conf.h>
#include <weir/err.h>
#include <weir/json.h>

enum registry_basic { REGISTRY_BASIC_URL, REGISTRY_BASIC_USER_INFO, REGISTRY_BASIC_SASL_INHERIT };

enum registry_bearer {
    REGISTRY_BEARER_STATIC,
    REGISTRY_BEARER_OAUTH,
    REGISTRY_BEARER_SASL_INHERIT,
};

/* What the keys of registry_keys.h fill. */
struct registry_conf {
    struct weir_conf_list urls;
    bool url_randomize;
    int basic_source; /* enum registry_basic */
    struct weir_str user_info;
    struct weir_str user_info_old; /* schema.registry.basic.auth.user.info */
    struct weir_str sasl_jaas;
    int bearer_source; /* enum registry_bearer */
    struct weir_str bearer_token;
    struct weir_str token_url, client_id, client_secret, scope;
    struct weir_str sasl_token_url;
    int32_t token_buffer_s;
    struct weir_str logical_cluster;
    struct weir_str identity_pool;
    struct weir_conf_matches headers; /* request.header.* */
    struct weir_str truststore, truststore_password;
    struct weir_str trusted_pem; /* ssl.truststore.certificates */
    struct weir_str keystore, keystore_password, key_password;
    struct weir_str host_check; /* ssl.endpoint.identification.algorithm; "": none */
    struct weir_str proxy_host;
    int32_t proxy_port;
    int32_t connect_timeout_ms;
    int32_t read_timeout_ms;
    int32_t max_retries;
    int32_t retries_wait_ms;
    int32_t retries_max_wait_ms;
};

struct registry;

/* conf and *cancelled, at which requests and pauses end early, outlive it; cancelled NULL: never.
 * BAD_CONFIG says what in conf is wrong. */
enum weir_verdict registry_open(const struct registry_conf *conf, const bool *cancelled,
                                struct registry **out, struct weir_err *err);
void registry_close(struct registry *registry); /* NULL is fine */

/* How a schema is known to the registry. */
struct registry_schema {
    int32_t id;
    int32_t version;                    /* 0: the answer does not say */
    struct weir_str text;               /* p NULL: the answer does not say */
    const struct weir_json *references; /* [{"name","subject","version"}]; NULL: none */
    const struct weir_json *rules;      /* the data contract's ruleSet; NULL: none */
};

/* The name of a rule of a data contract that has to be run where values are written (else: read),
 * which nobody here does; p NULL: there is none. */
struct weir_str registry_rule(const struct registry_schema *schema, bool writing);

/*
 * RETRY when the registry cannot be reached or is not well, BAD_CONFIG when it does not let us in,
 * BAD_DATA with its words, and err->code its error code (40401: no such subject), for anything
 * else. Texts live in arena.
 */
enum weir_verdict registry_register(struct registry *registry, struct weir_arena *arena,
                                    struct weir_str subject, struct weir_str text, bool normalize,
                                    struct registry_schema *out, struct weir_err *err);
/* The version and id under which the subject has what schema says by text and references; with
 * deleted also when that version was deleted since. */
enum weir_verdict registry_lookup(struct registry *registry, struct weir_arena *arena,
                                  struct weir_str subject, const struct registry_schema *schema,
                                  bool normalize, bool deleted, struct registry_schema *out,
                                  struct weir_err *err);
/* subject p NULL: not known yet. */
enum weir_verdict registry_by_id(struct registry *registry, struct weir_arena *arena, int32_t id,
                                 struct weir_str subject, struct registry_schema *out,
                                 struct weir_err *err);
/* Also of a deleted version. */
enum weir_verdict registry_version(struct registry *registry, struct weir_arena *arena,
                                   struct weir_str subject, int32_t version,
                                   struct registry_schema *out, struct weir_err *err);
enum weir_verdict registry_latest(struct registry *registry, struct weir_arena *arena,
                                  struct weir_str subject, struct registry_schema *out,
                                  struct weir_err *err);

#endif
