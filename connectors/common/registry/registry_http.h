/* SPDX-License-Identifier: Apache-2.0 */
/*
 * registry_http.h: one question to the registry: which address, who asks, how often.
 */
#ifndef REGISTRY_HTTP_H
#define REGISTRY_HTTP_H

#include <weir/http.h>
#include <weir/json.h>

#include "registry.h"

struct registry_url {
    const char *base;               /* without user, password and the slash at the end */
    struct weir_str user, password; /* of the address; p NULL: none */
};

/* Who asks, by OAuth. */
struct registry_oauth {
    struct weir_str url; /* of the token endpoint; p NULL: no OAuth */
    struct weir_str client_id, client_secret, scope;
    char *bearer; /* the header's text; NULL: to be fetched */
    int64_t until_ms;
    size_t header; /* which of registry->headers */
};

struct registry {
    const struct registry_conf *conf;
    struct weir_arena arena;
    struct registry_url *urls;
    size_t n_urls;
    size_t at;                      /* the address that answered last */
    struct weir_str user, password; /* for every address; p NULL: the address's own */
    const bool *cancelled;
    struct weir_http_request tls; /* what every request has of it, and the proxy */
    int fds[4];                   /* of stores in memory: two files each */
    int n_fds;
    struct weir_prop *headers; /* that every request bears */
    size_t n_headers;
    bool bearer; /* a token says who asks, not a user */
    struct registry_oauth oauth;
    uint64_t seed; /* of the pauses */
};

/* path begins with a slash; body p NULL: a GET. doc and its texts live in arena. */
enum weir_verdict registry_ask(struct registry *registry, struct weir_arena *arena,
                               const char *path, struct weir_str body, struct weir_json **doc,
                               struct weir_err *err);

/* Adds the headers of bearer authentication; BAD_CONFIG says which key is missing. */
enum weir_verdict registry_token_open(struct registry *registry, struct weir_err *err);
/* Sees to it that the header bears a token that is good for a while. */
enum weir_verdict registry_token_renew(struct registry *registry, struct weir_arena *arena,
                                       struct weir_err *err);
void registry_token_drop(struct registry *registry); /* the next request asks for another one */
void registry_add_header(struct registry *registry, const char *name, struct weir_str value);
/* What follows name= in a JAAS line; p NULL: it is not there. */
struct weir_str registry_jaas_option(struct weir_arena *arena, struct weir_str jaas,
                                     const char *name);

/* Fills registry->tls from the keys; BAD_CONFIG says which file is wrong. */
enum weir_verdict registry_tls_open(struct registry *registry, struct weir_err *err);
void registry_tls_close(struct registry *registry);

#endif
