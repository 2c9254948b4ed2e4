/* SPDX-License-Identifier: Apache-2.0 */
/*
 * respond.c: the shapes of an answer: JSON, text, nothing, or the error object that all of
 * Connect's errors have. rest_server.c sends what is put together here.
 */
#include "rest/request.h"

#include <stdio.h>
#include <stdlib.h>

static void answer(struct request *req, int status, const char *content_type)
{
    req->status = status;
    req->content_type = content_type;
    weir_buf_reset(&req->out);
}

static void error_body(struct request *req, int status, struct weir_str message)
{
    weir_buf_printf(&req->out, "{\"error_code\":%d,\"message\":", status);
    weir_json_string(&req->out, message);
    weir_buf_char(&req->out, '}');
}

void respond_error(struct request *req, int status, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    char *text = NULL;
    int n = vasprintf(&text, fmt, args);
    va_end(args);
    answer(req, status, "application/json");
    error_body(req, status, n < 0 ? WEIR_STR("out of memory") : weir_str_n(text, (size_t)n));
    free(n < 0 ? NULL : text);
}

void respond_routing_error(struct request *req, int status, const char *phrase)
{
    answer(req, status, NULL);
    weir_buf_printf(&req->out, "{\"error_code\":%d,\"message\":\"HTTP %d %s\"}", status, status,
                    phrase);
}

void respond_empty(struct request *req, int status)
{
    answer(req, status, NULL);
}

struct weir_buf *respond_json(struct request *req, int status)
{
    answer(req, status, "application/json");
    return &req->out;
}

struct weir_buf *respond_text(struct request *req, int status, const char *content_type)
{
    answer(req, status, content_type);
    return &req->out;
}

void respond_header(struct request *req, const char *name, const char *fmt, ...)
{
    if (req->n_headers == REQUEST_HEADERS_MAX) {
        return;
    }
    char text[1024];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    struct weir_arena *arena = &req->herder.arena;
    req->headers[req->n_headers++] = (struct weir_prop){
        .name = weir_str_of(weir_arena_cstr(arena, name)),
        .value = weir_str_of(weir_arena_cstr(arena, text)),
    };
}
