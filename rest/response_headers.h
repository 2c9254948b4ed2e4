/* SPDX-License-Identifier: Apache-2.0 */
/*
 * response_headers.h: what every answer bears besides its own headers: CORS, and the rules of
 * response.http.headers.config.
 */
#ifndef RESPONSE_HEADERS_H
#define RESPONSE_HEADERS_H

#include "rest/request.h"

struct response_header_rule {
    bool add;  /* else set */
    bool date; /* value is milliseconds from now */
    struct weir_str name, value;
    int64_t offset_ms;
};

/* "set X-Frame-Options:DENY, \"add Cache-Control: no-cache, no-store\"" */
enum weir_verdict response_headers_parse(struct weir_str text, struct weir_arena *arena,
                                         const struct response_header_rule **rules, size_t *n,
                                         struct weir_err *err);
void response_headers_apply(const struct response_header_rule *rules, size_t n,
                            struct request *req);
void cors_apply(const struct worker_conf *worker, struct request *req);

#endif
