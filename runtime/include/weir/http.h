/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http.h: one HTTP request with limits (libcurl underneath, loaded at first use).
 */
#ifndef WEIR_HTTP_H
#define WEIR_HTTP_H

#include <weir/props.h>

struct weir_http_request {
    const char *method; /* NULL: GET */
    const char *url;
    const struct weir_prop *headers;
    size_t n_headers;
    struct weir_str body; /* p NULL: none */
    struct weir_str user, password; /* basic authentication when user.p is set */
    const char *ca_file, *cert_file, *key_file, *key_password; /* NULL: $CURL_CA_BUNDLE,
                             $SSL_CERT_FILE or the system's; none */
    bool insecure; /* certificate not checked: only when the user says so */
    const char *aws_sigv4; /* "aws:amz:eu-west-1:s3"; NULL: none */
    int64_t timeout_ms;
    size_t body_max; /* of the answer */
    const bool *cancel; /* polled; NULL: never */
    struct weir_str ca_pem; /* certificates to trust, as text; p NULL: ca_file */
    bool any_host; /* the certificate may be of another name: only when the user says so */
    bool follow; /* where the answer points, with method and body; who asks only to the same host */
    const char *proxy; /* "http://host:port"; NULL: the environment's */
    int64_t connect_timeout_ms; /* 0: ten seconds */
};

struct weir_http_response {
    int status;
    struct weir_str body;
    struct weir_str content_type;
    struct weir_props headers; /* names in lower case */
};

/* OK whatever the status; RETRY for network errors. The answer lives in arena. Any thread. */
WEIR_EXPORT enum weir_verdict weir_http(struct weir_arena *arena,
                                        const struct weir_http_request *request,
                                        struct weir_http_response *response, struct weir_err *err);
/* Of an error of weir_http: the host refuses connections, or cannot be reached; not that it is slow, or
 * that something there does not speak HTTP or is not trusted. */
WEIR_EXPORT bool weir_http_nobody_there(const struct weir_err *err);

/*
 * A token for a client's credentials (OAuth's client credentials grant). endpoint: url, user and
 * password, trust and limits. *life_ms: how long it is good. BAD_CONFIG with the endpoint's error
 * when it refuses, RETRY for what may pass.
 */
WEIR_EXPORT enum weir_verdict weir_http_token(struct weir_arena *arena,
                                              const struct weir_http_request *endpoint,
                                              struct weir_str scope, struct weir_str *token,
                                              int64_t *life_ms, struct weir_err *err);

#endif
