/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http.c: one request from its description to its answer, bounded in time and size. Redirects are
 * followed where the caller says so, no signals used; the caller decides what a status means.
 */
#include <weir/http.h>

#include <stdlib.h>

#include "base/http_curl.h"

#define HEADERS_MAX        65536
#define CONNECT_TIMEOUT_MS 10000L
#define TIMEOUT_MS         60000L /* when the caller names none */
#define REDIRECTS_MAX      10L
#define IDLE_SECONDS       60L /* a connection unused for longer is not used again */

struct transfer {
    const struct http_curl *curl;
    CURL *easy;
    struct curl_slist *lines;
    const struct weir_http_request *request;
    struct weir_arena *arena;
    struct weir_props *headers;
    struct weir_buf body;
    size_t header_bytes;
    char error[CURL_ERROR_SIZE];
};

static size_t take_body(char *data, size_t size, size_t n, void *arg)
{
    struct transfer *job = arg;
    weir_buf_add(&job->body, data, size * n);
    return job->body.full ? 0 : size * n;
}

static size_t take_header(char *data, size_t size, size_t n, void *arg)
{
    struct transfer *job = arg;
    struct weir_str line = weir_str_n(data, size * n);
    ptrdiff_t colon = weir_str_chr(line, ':');
    job->header_bytes += line.n;
    if (weir_str_starts(line, WEIR_STR("HTTP/"))) { /* an answer begins, perhaps behind another */
        weir_props_init(job->headers, job->arena);
        return line.n;
    }
    if (colon <= 0 || job->header_bytes > HEADERS_MAX) {
        return job->header_bytes > HEADERS_MAX ? 0 : line.n;
    }
    char *name = weir_arena_bytes(job->arena, (size_t)colon);
    for (ptrdiff_t i = 0; i < colon; i++) {
        char c = line.p[i];
        name[i] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    }
    weir_props_set(job->headers, weir_str_n(name, (size_t)colon),
                   weir_str_trim(weir_str_from(line, (size_t)colon + 1)));
    return line.n;
}

static int keep_going(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    const struct transfer *job = arg;
    return job->request->cancel && __atomic_load_n(job->request->cancel, __ATOMIC_RELAXED);
}

/* The URL as errors show it: without user, password and query, where secrets may stand. */
static const char *shown_url(const struct transfer *job)
{
    struct weir_str url = weir_str_of(job->request->url);
    ptrdiff_t query = weir_str_chr(url, '?');
    url.n = query < 0 ? url.n : (size_t)query;
    ptrdiff_t scheme = weir_str_find(url, WEIR_STR("://"));
    struct weir_str rest = weir_str_from(url, scheme < 0 ? 0 : (size_t)scheme + 3);
    ptrdiff_t slash = weir_str_chr(rest, '/');
    struct weir_str host = weir_str_n(rest.p, slash < 0 ? rest.n : (size_t)slash);
    ptrdiff_t at = weir_str_chr(host, '@');
    return weir_arena_printf(job->arena, "%.*s%.*s", (int)(rest.p - url.p), url.p,
                             WEIR_STR_ARG(weir_str_from(rest, at < 0 ? 0 : (size_t)at + 1)));
}

#define SET(option, value) job->curl->easy_setopt(job->easy, (option), (value))

static void set_text(struct transfer *job, CURLoption option, const char *value)
{
    if (value) {
        SET(option, value);
    }
}

/* As curl itself takes them: certificates to trust in place of the system's. */
static const char *trusted_file(void)
{
    const char *file = getenv("CURL_CA_BUNDLE");
    file = file && *file ? file : getenv("SSL_CERT_FILE");
    return file && *file ? file : NULL;
}

static void set_security(struct transfer *job)
{
    const struct weir_http_request *request = job->request;
    set_text(job, CURLOPT_CAINFO, request->ca_file ? request->ca_file : trusted_file());
    if (request->ca_pem.p) {
        struct curl_blob pem = {(void *)request->ca_pem.p, request->ca_pem.n, CURL_BLOB_NOCOPY};
        SET(CURLOPT_CAINFO_BLOB, &pem);
    }
    set_text(job, CURLOPT_SSLCERT, request->cert_file);
    set_text(job, CURLOPT_SSLKEY, request->key_file);
    set_text(job, CURLOPT_KEYPASSWD, request->key_password);
    set_text(job, CURLOPT_AWS_SIGV4, request->aws_sigv4);
    if (request->any_host) {
        SET(CURLOPT_SSL_VERIFYHOST, 0L);
    }
    if (request->insecure) {
        SET(CURLOPT_SSL_VERIFYPEER, 0L);
        SET(CURLOPT_SSL_VERIFYHOST, 0L);
    }
    if (request->user.p) {
        SET(CURLOPT_USERNAME, weir_arena_str(job->arena, request->user).p);
        SET(CURLOPT_PASSWORD,
            weir_arena_str(job->arena, request->password.p ? request->password : WEIR_STR("")).p);
        if (!request->aws_sigv4) {
            SET(CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        }
    }
}

static void add_line(struct transfer *job, const char *line)
{
    job->lines = job->curl->slist_append(job->lines, line);
}

static void set_headers(struct transfer *job)
{
    bool typed = false;
    for (size_t i = 0; i < job->request->n_headers; i++) {
        const struct weir_prop *header = &job->request->headers[i];
        typed = typed || weir_str_eq_nocase(header->name, WEIR_STR("content-type"));
        /* "name;" is libcurl's way to say a header without a value. */
        add_line(job, weir_arena_printf(job->arena, header->value.n ? "%.*s: %.*s" : "%.*s;%.*s",
                                        WEIR_STR_ARG(header->name), WEIR_STR_ARG(header->value)));
    }
    add_line(job, "Expect:");
    if (!typed) {
        add_line(job, "Content-Type:"); /* libcurl would call a body a form */
    }
    SET(CURLOPT_HTTPHEADER, job->lines);
}

static void set_all(struct transfer *job)
{
    const struct weir_http_request *request = job->request;
    SET(CURLOPT_URL, request->url);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_ERRORBUFFER, job->error);
    SET(CURLOPT_TIMEOUT_MS, request->timeout_ms > 0 ? (long)request->timeout_ms : TIMEOUT_MS);
    SET(CURLOPT_MAXAGE_CONN, IDLE_SECONDS);
    SET(CURLOPT_CONNECTTIMEOUT_MS,
        request->connect_timeout_ms > 0 ? (long)request->connect_timeout_ms : CONNECT_TIMEOUT_MS);
    SET(CURLOPT_NOPROGRESS, 0L);
    SET(CURLOPT_XFERINFOFUNCTION, keep_going);
    SET(CURLOPT_XFERINFODATA, job);
    SET(CURLOPT_WRITEFUNCTION, take_body);
    SET(CURLOPT_WRITEDATA, job);
    SET(CURLOPT_HEADERFUNCTION, take_header);
    SET(CURLOPT_HEADERDATA, job);
    if (request->body.p) {
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.n);
        SET(CURLOPT_POSTFIELDS, request->body.p);
    }
    if (request->follow) {
        SET(CURLOPT_FOLLOWLOCATION, 1L);
        SET(CURLOPT_POSTREDIR, (long)CURL_REDIR_POST_ALL);
        SET(CURLOPT_MAXREDIRS, REDIRECTS_MAX);
        SET(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    }
    set_text(job, CURLOPT_PROXY, request->proxy);
    set_text(job, CURLOPT_CUSTOMREQUEST, request->method);
    if (request->method && strcmp(request->method, "HEAD") == 0) {
        SET(CURLOPT_NOBODY, 1L);
    }
    set_security(job);
    set_headers(job);
}

static enum weir_verdict failed(const struct transfer *job, CURLcode code, struct weir_err *err)
{
    enum weir_verdict class = WEIR_RETRY;
    if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL ||
        code == CURLE_SSL_CERTPROBLEM || code == CURLE_SSL_CACERT_BADFILE ||
        code == CURLE_TOO_MANY_REDIRECTS) {
        class = WEIR_BAD_CONFIG;
    }
    weir_err_set(err, class, "%s: %s", shown_url(job),
                 job->error[0] ? job->error : job->curl->easy_strerror(code));
    err->code = (int)code;
    return class;
}

bool weir_http_nobody_there(const struct weir_err *err)
{
    return err->code == CURLE_COULDNT_CONNECT;
}

static enum weir_verdict perform(struct transfer *job, struct weir_http_response *response,
                                 struct weir_err *err)
{
    CURLcode code = job->curl->easy_perform(job->easy);
    if (job->body.full) {
        return weir_err_set(err, WEIR_FATAL, "the answer of %s is larger than %zu bytes",
                            shown_url(job), job->body.max);
    }
    if (code == CURLE_ABORTED_BY_CALLBACK) {
        return weir_err_set(err, WEIR_WOKEN, "the request to %s was given up", shown_url(job));
    }
    if (code != CURLE_OK) {
        return failed(job, code, err);
    }
    long status = 0;
    char *type = NULL;
    job->curl->easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &status);
    job->curl->easy_getinfo(job->easy, CURLINFO_CONTENT_TYPE, &type);
    response->status = (int)status;
    response->content_type = weir_arena_str(job->arena, weir_str_of(type));
    response->body = weir_arena_str(job->arena, weir_buf_view(&job->body));
    return WEIR_OK;
}

/* A line break in a header would begin another one. */
static enum weir_verdict check_headers(const struct weir_http_request *request,
                                       struct weir_err *err)
{
    for (size_t i = 0; i < request->n_headers; i++) {
        const struct weir_prop *header = &request->headers[i];
        const struct weir_str parts[] = {header->name, header->value};
        for (size_t k = 0; k < 2; k++) {
            if (weir_str_chr(parts[k], '\n') >= 0 || weir_str_chr(parts[k], '\r') >= 0) {
                return weir_err_set(err, WEIR_BAD_CONFIG, "the HTTP header %.*s has a line break",
                                    WEIR_STR_ARG(header->name));
            }
        }
    }
    return WEIR_OK;
}

enum weir_verdict weir_http(struct weir_arena *arena, const struct weir_http_request *request,
                            struct weir_http_response *response, struct weir_err *err)
{
    *response = (struct weir_http_response){0};
    weir_props_init(&response->headers, arena);
    struct transfer job = {.request = request, .arena = arena, .headers = &response->headers};
    if (check_headers(request, err) != WEIR_OK) {
        return err->class;
    }
    job.curl = http_curl_load(err);
    job.easy = job.curl ? http_curl_take(job.curl) : NULL;
    if (!job.easy) {
        return job.curl ? weir_err_set(err, WEIR_RETRY, "libcurl cannot begin a request")
                        : err->class;
    }
    weir_buf_init(&job.body, request->body_max);
    set_all(&job);
    enum weir_verdict rc = perform(&job, response, err);
    http_curl_give(job.curl, job.easy);
    job.curl->slist_free_all(job.lines);
    weir_buf_free(&job.body);
    return rc;
}
