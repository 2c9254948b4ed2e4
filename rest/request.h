/* SPDX-License-Identifier: Apache-2.0 */
/*
 * request.h: one request on its way through REST, from its first header to its answer. It is made
 * and ended by rest_server.c; router.c finds its handler; a handler answers at once or asks the
 * herder and answers when that has spoken. Everything lives in the request's arena, which is the
 * herder request's.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include <stdatomic.h>

#include <weir/json.h>

#include "worker/herder.h"

struct MHD_Connection;
struct client;
struct rest_server;
struct route;

#define REQUEST_SEGMENTS_MAX 8
#define REQUEST_PARAMS_MAX   32
#define REQUEST_HEADERS_MAX  16

enum request_phase {
    REQUEST_READING, /* headers are in, the body is coming */
    REQUEST_WAITING, /* asked the herder (or another worker); the connection is suspended */
    REQUEST_READY,   /* an answer is there to be sent */
    REQUEST_SENT,
};

struct request {
    struct herder_request herder; /* its arena is the request's; done is called by the herder */
    struct rest_server *server;
    struct MHD_Connection *connection;
    struct client *client;
    const struct route *route;
    bool admin_port, https;                         /* of the listener it came by */
    bool is_http_1_0, is_http_1_1;
    const char *method;
    struct weir_str path;                           /* as sent, undecoded, without the query */
    struct weir_str query;                          /* as sent */
    struct weir_str segments[REQUEST_SEGMENTS_MAX]; /* decoded; a trailing slash adds none */
    struct weir_str raw_segments[REQUEST_SEGMENTS_MAX]; /* the same, as sent */
    size_t n_segments;
    struct weir_prop params[REQUEST_PARAMS_MAX]; /* query, decoded, in order, repeated ones too */
    size_t n_params;
    struct weir_buf body;
    bool has_body;
    bool too_large;
    bool crowded_out; /* with others' bodies there is no room for this one's */
    int64_t began_ms;
    const char *authorization; /* NULL: none */
    /* what to do when the herder has answered with a 2xx; NULL: the answer is there already */
    void (*answered)(struct request *req);
    /* what to do when its time is over or the herder refused; NULL: that is said as it is */
    void (*otherwise)(struct request *req);
    /* the answer */
    int status;
    struct weir_buf out;
    const char *content_type; /* NULL: none */
    struct weir_prop headers[REQUEST_HEADERS_MAX];
    size_t n_headers;
    /* shared between the connection's thread, the herder's and the clock's, under server's lock */
    enum request_phase phase;
    bool suspended;              /* the connection's thread alone: it has just asked */
    int refs;                    /* the connection's, and the herder's while it is asked */
    bool submitted; /* the herder has it; before there is one, requests wait for it */
    bool expired;                /* timed out: what the herder says now is not heard */
    struct request *prev, *next; /* of those waiting */
};

/* ---- asking (request.c) ---- */

/* The first parameter of that name; p NULL: none. */
struct weir_str request_param(const struct request *req, const char *name);
bool request_flag(const struct request *req, const char *name);          /* "true" in any case */
const char *request_header(const struct request *req, const char *name); /* NULL: none */
/* Where the request ends must be beyond doubt, or a proxy may take the next for this one's. False:
 * answered with 400, 505 for a version that is none, and the connection ends. */
bool request_check_framing(struct request *req);
/* Splits and decodes path and query. False: answered with 400 already. */
bool request_parse_target(struct request *req);
/* The configuration as this worker shows it: secrets hidden if rest.mask.secrets says so. */
const struct weir_props *request_shown(struct request *req, const struct weir_props *config);
/* The body as a map of texts; numbers and booleans keep their source text. False: answered. */
bool request_config(struct request *req, const struct weir_json *doc, struct weir_props *config);
bool request_json(struct request *req, struct weir_json **doc); /* false: answered */
/* A scalar as text, null as p NULL. False: it is none, answered. */
bool request_text(struct request *req, const struct weir_json *val, struct weir_str *text);
/* "true" in any case, as Boolean.parseBoolean. */
bool request_is_true(struct weir_str text);

/* ---- answering (respond.c) ---- */

void respond_error(struct request *req, int status, const char *fmt, ...) WEIR_PRINTF(3, 4);
/* An error of the router: the same body without a Content-Type. */
void respond_routing_error(struct request *req, int status, const char *phrase);
void respond_empty(struct request *req, int status);
/* A 2xx with JSON: write it to the result, then return. */
struct weir_buf *respond_json(struct request *req, int status);
struct weir_buf *respond_text(struct request *req, int status, const char *content_type);
void respond_header(struct request *req, const char *name, const char *fmt, ...) WEIR_PRINTF(3, 4);

/* ---- the herder (rest_server.c) ---- */

/* Submits req->herder; answered is called on the connection's thread when it has spoken well; an
 * error, a time-out or a leader elsewhere is dealt with before that. */
void request_ask(struct request *req, enum herder_op op, void (*answered)(struct request *req));
/* The same with another time limit, and what to say when it passes or the herder refuses. */
void request_ask_within(struct request *req, enum herder_op op, int64_t limit_ms,
                        void (*answered)(struct request *req),
                        void (*otherwise)(struct request *req));

#endif
