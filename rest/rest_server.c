/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rest_server.c: listens, reads requests, has them checked (client certificate, user, route),
 * calls the handler and sends what it put together. libmicrohttpd's thread does all of this; a
 * request that must wait is suspended (waiting.c).
 */
#include "rest/rest_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "rest/address.h"
#include "rest/tls.h"
#include "rest/waiting.h"

#define CONNECTION_MEMORY (32u << 10)
#define SEND_SECONDS      30 /* without a byte taken of an answer */

/* ---- connections ---- */

static void notice(void *cls, struct MHD_Connection *connection, void **context,
                   enum MHD_ConnectionNotificationCode code)
{
    struct listener *listener = cls;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        client_free(*context);
        *context = NULL;
        return;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    *context = client_new(listener, info->connect_fd);
}

/* ---- one request ---- */

/* "http://host:port/path", as clients send it to a proxy. */
static struct weir_str without_origin(struct weir_str target)
{
    struct weir_str rest = weir_str_from(target, (size_t)weir_str_find(target, WEIR_STR("://")) + 3);
    ptrdiff_t slash = weir_str_chr(rest, '/');
    return slash < 0 ? WEIR_STR("/") : weir_str_from(rest, (size_t)slash);
}

static void *begin(void *cls, const char *uri, struct MHD_Connection *connection)
{
    struct listener *listener = cls;
    struct request *req = request_new(listener->server);
    struct weir_str target = weir_arena_str(&req->herder.arena, weir_str_of(uri));
    req->connection = connection;
    req->client =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    client_reads(req->client);
    req->admin_port = listener->admin;
    req->https = listener->https;
    if (weir_str_starts(target, WEIR_STR("http://")) ||
        weir_str_starts(target, WEIR_STR("https://"))) {
        target = without_origin(target);
    }
    ptrdiff_t mark = weir_str_chr(target, '?');
    req->path = mark < 0 ? target : weir_str_n(target.p, (size_t)mark);
    req->query = mark < 0 ? WEIR_STR("") : weir_str_from(target, (size_t)mark + 1);
    return req;
}

static void end(void *cls, struct MHD_Connection *connection, void **con_cls,
                enum MHD_RequestTerminationCode why)
{
    (void)cls;
    (void)connection;
    (void)why;
    struct request *req = *con_cls;
    if (req) {
        client_reads(req->client);
        request_unref(req);
        *con_cls = NULL;
    }
}

/* IPv4 as such also where it came to a socket of both. */
static const char *peer(struct MHD_Connection *connection, char text[INET6_ADDRSTRLEN])
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *addr = info ? info->client_addr : NULL;
    if (!addr) {
        return "-";
    }
    int family = addr->sa_family;
    const void *ip = &((const struct sockaddr_in *)addr)->sin_addr;
    if (family == AF_INET6) {
        const struct in6_addr *v6 = &((const struct sockaddr_in6 *)addr)->sin6_addr;
        bool v4 = IN6_IS_ADDR_V4MAPPED(v6);
        family = v4 ? AF_INET : AF_INET6;
        ip = v4 ? &v6->s6_addr[12] : v6->s6_addr;
    }
    return inet_ntop(family, ip, text, INET6_ADDRSTRLEN) ? text : "-";
}

static void log_access(struct request *req)
{
    struct weir_log *log = &req->server->access_log;
    if (!weir_log_on(log, WEIR_INFO)) {
        return;
    }
    char ip[INET6_ADDRSTRLEN];
    const char *agent = request_header(req, "User-Agent");
    weir_info(log, "%s \"%s %.*s\" %d %zu \"%s\" %lld ms", peer(req->connection, ip), req->method,
              WEIR_STR_ARG(req->path), req->status, req->out.n, agent ? agent : "-",
              (long long)(weir_clock_mono_ms() - req->began_ms));
}

/* A charset that the client asks for comes back with the type, as Jersey does it. */
static void add_content_type(struct request *req, struct MHD_Response *response)
{
    const char *accepted = request_header(req, "Accept");
    const char *charset = accepted && strcmp(req->content_type, "application/json") == 0
                              ? strcasestr(accepted, "charset=")
                              : NULL;
    char type[96];
    snprintf(type, sizeof(type), "%s%s%.*s", req->content_type, charset ? ";" : "",
             charset ? (int)strcspn(charset, ";, ") : 0, charset ? charset : "");
    MHD_add_response_header(response, "Content-Type", type);
}

static enum MHD_Result send_answer(struct request *req)
{
    struct rest_server *server = req->server;
    if (!req->expired) {
        response_headers_apply(server->header_rules, server->n_header_rules, req);
        cors_apply(server->worker, req);
    }
    /* The request, and with it the text, lives until the connection is done with it. */
    struct MHD_Response *response =
        MHD_create_response_from_buffer(req->out.n, req->out.p, MHD_RESPMEM_PERSISTENT);
    if (req->content_type) {
        add_content_type(req, response);
    }
    for (size_t i = 0; i < req->n_headers; i++) {
        MHD_add_response_header(response, req->headers[i].name.p, req->headers[i].value.p);
    }
    req->phase = REQUEST_SENT;
    log_access(req);
    enum MHD_Result rc = MHD_queue_response(req->connection, (unsigned)req->status, response);
    MHD_destroy_response(response);
    return rc;
}

static bool admitted(struct request *req, const struct tls *tls)
{
    if (tls && tls->client_required && !tls_client_trusted(req->connection)) {
        respond_error(req, 403, "A client certificate that this worker trusts is required");
        return false;
    }
    if (req->too_large) {
        respond_error(req, 413, "The body is larger than rest.request.body.max.bytes=%lld",
                      (long long)req->server->worker->rest_body_max);
        return false;
    }
    if (req->crowded_out) {
        respond_error(req, 503, "Too many large requests at once; try again");
        return false;
    }
    return request_check_framing(req) && request_parse_target(req) && route_find(req) &&
           auth_allows(req->server->auth, req);
}

/* The herder's errors are Connect's already. */
static void take_herder_answer(struct request *req)
{
    const struct herder_request *herder = &req->herder;
    if (herder->status >= 400 && req->otherwise) {
        req->otherwise(req);
    } else if (herder->status >= 400) {
        respond_error(req, herder->status, "%.*s", WEIR_STR_ARG(herder->message));
    } else {
        req->answered(req);
    }
    req->answered = NULL;
}

static void read_head(struct request *req, const char *method, const char *version)
{
    req->is_http_1_0 = strcmp(version, "HTTP/1.0") == 0;
    req->is_http_1_1 = strcmp(version, "HTTP/1.1") == 0;
    req->method = weir_arena_cstr(&req->herder.arena, method);
    const char *authorization = request_header(req, "Authorization");
    req->authorization = authorization ? weir_arena_cstr(&req->herder.arena, authorization) : NULL;
    const char *length = request_header(req, "Content-Length");
    req->has_body =
        (length && strcmp(length, "0") != 0) || request_header(req, "Transfer-Encoding");
}

static enum request_phase phase_of(struct request *req)
{
    pthread_mutex_lock(&req->server->lock);
    enum request_phase phase = req->phase;
    pthread_mutex_unlock(&req->server->lock);
    return phase;
}

static void take_body(struct request *req, const char *upload, size_t n)
{
    if (req->too_large || req->crowded_out) {
        return;
    }
    req->crowded_out = !client_sent_body(req->client, n);
    if (!req->crowded_out) {
        weir_buf_add(&req->body, upload, n);
        req->too_large = req->body.full;
    }
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **con_cls)
{
    (void)connection;
    (void)url;
    struct listener *listener = cls;
    struct request *req = *con_cls;
    if (!req->method) {
        read_head(req, method, version);
        return MHD_YES;
    }
    if (*upload_size > 0) {
        take_body(req, upload, *upload_size);
        *upload_size = 0;
        return MHD_YES;
    }
    client_asked(req->client);
    if (phase_of(req) == REQUEST_READING && admitted(req, listener->tls)) {
        req->route->handle(req);
    }
    if (req->suspended) {
        req->suspended = false; /* we are called again when it has been resumed */
        return MHD_YES;
    }
    if (req->answered) {
        take_herder_answer(req);
    }
    return send_answer(req);
}

/* Paths are split before they are decoded, so libmicrohttpd shall not decode anything. */
static size_t keep_escapes(void *cls, struct MHD_Connection *connection, char *s)
{
    (void)cls;
    (void)connection;
    return strlen(s);
}

/* ---- listeners ---- */

static enum weir_verdict listen_at(struct rest_server *server, struct weir_str text, bool admin,
                                   struct weir_err *err)
{
    if (server->n_listeners == LISTENERS_MAX) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "more than %d listeners", LISTENERS_MAX);
    }
    struct listener *listener = &server->listeners[server->n_listeners];
    *listener = (struct listener){.server = server, .admin = admin};
    struct sockaddr_storage addr;
    enum weir_verdict rc = address_parse(text, listener, err);
    rc = rc == WEIR_OK ? address_resolve(listener, &addr, err) : rc;
    struct tls *tls = NULL;
    if (rc == WEIR_OK && listener->https) {
        tls = weir_arena_zalloc(&server->arena, sizeof(*tls));
        rc = tls_read(server->worker->props, admin ? "admin.listeners.https." : "listeners.https.",
                      &server->arena, tls, err);
    }
    if (rc != WEIR_OK) {
        return weir_err_wrap(err, "listener %.*s", WEIR_STR_ARG(text));
    }
    listener->tls = tls;
    struct MHD_OptionItem options[6] = {{MHD_OPTION_END, 0, NULL}};
    int n = 0;
    if (tls) {
        options[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, tls->key_pem};
        options[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, tls->cert_pem};
    }
    if (tls && tls->trust_pem) {
        options[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_TRUST, 0, tls->trust_pem};
    }
    options[n] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                     (tls ? MHD_USE_TLS : 0) |
                     (addr.ss_family != AF_INET6        ? 0
                      : address_is_everywhere(listener) ? MHD_USE_DUAL_STACK
                                                        : MHD_USE_IPv6);
    listener->daemon = MHD_start_daemon(
        flags, (uint16_t)listener->port, NULL, NULL, handle, listener, MHD_OPTION_SOCK_ADDR, &addr,
        MHD_OPTION_URI_LOG_CALLBACK, begin, listener, MHD_OPTION_NOTIFY_COMPLETED, end, listener,
        MHD_OPTION_NOTIFY_CONNECTION, notice, listener, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes,
        NULL, MHD_OPTION_CONNECTION_LIMIT, CLIENTS_MAX, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SEND_SECONDS,
        MHD_OPTION_ARRAY, options, MHD_OPTION_END);
    if (!listener->daemon) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "cannot listen at %.*s: %s; is another worker running there?",
                            WEIR_STR_ARG(text), strerrordesc_np(errno));
    }
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(listener->daemon, MHD_DAEMON_INFO_BIND_PORT);
    listener->port = info ? info->port : listener->port;
    pthread_mutex_lock(&server->lock);
    server->n_listeners++;
    pthread_mutex_unlock(&server->lock);
    return WEIR_OK;
}

static enum weir_verdict listen_all(struct rest_server *server, struct weir_err *err)
{
    const struct worker_conf *worker = server->worker;
    enum weir_verdict rc = WEIR_OK;
    for (size_t i = 0; i < worker->listeners.n && rc == WEIR_OK; i++) {
        rc = listen_at(server, worker->listeners.items[i], false, err);
    }
    for (size_t i = 0; i < worker->admin_listeners.n && rc == WEIR_OK; i++) {
        rc = listen_at(server, worker->admin_listeners.items[i], true, err);
    }
    return rc;
}

/* Open beyond loopback without credentials: warned of, or refused where rest.anonymous says so. */
static enum weir_verdict check_openness(const struct rest_server *server, struct weir_err *err)
{
    int anonymous = server->worker->rest_anonymous;
    for (size_t i = 0; i < server->n_listeners && !server->auth; i++) {
        const struct listener *listener = &server->listeners[i];
        if (anonymous == ANONYMOUS_ALLOW || address_is_loopback(listener)) {
            continue;
        }
        weir_err_set(err, WEIR_BAD_CONFIG,
                     "REST at port %d is open to every machine that reaches this one, without "
                     "credentials: set rest.user and rest.password, or listen on 127.0.0.1%s",
                     listener->port,
                     anonymous == ANONYMOUS_REFUSE ? ", or set rest.anonymous=allow" : "");
        if (anonymous == ANONYMOUS_REFUSE) {
            return WEIR_BAD_CONFIG;
        }
        weir_warn(&server->log, "%s", err->text);
    }
    return WEIR_OK;
}

enum weir_verdict rest_start(const struct rest_options *options, struct rest_server **out,
                             struct weir_err *err)
{
    struct rest_server *server = weir_xcalloc(1, sizeof(*server));
    server->worker = options->worker;
    server->registry = options->registry;
    weir_arena_init(&server->arena, 4096);
    weir_log_init(&server->log, "org.apache.kafka.connect.runtime.rest", "", -1, "");
    weir_log_init(&server->access_log, "org.apache.kafka.connect.runtime.rest.RestServer", "", -1,
                  "");
    *out = NULL;
    enum weir_verdict rc = waiting_start(server, err);
    if (rc != WEIR_OK) {
        weir_arena_free(&server->arena);
        free(server);
        return rc;
    }
    rc = auth_open(server->worker, &server->auth, err);
    rc = rc == WEIR_OK ? response_headers_parse(server->worker->response_headers, &server->arena,
                                                &server->header_rules, &server->n_header_rules, err)
                       : rc;
    rc = rc == WEIR_OK ? listen_all(server, err) : rc;
    rc = rc == WEIR_OK ? check_openness(server, err) : rc;
    if (rc != WEIR_OK) {
        rest_stop(server);
        rest_free(server);
        return rc;
    }
    address_advertise(server);
    *out = server;
    return WEIR_OK;
}

const char *rest_worker_id(const struct rest_server *server)
{
    return server->worker_id;
}

const char *rest_worker_url(const struct rest_server *server)
{
    return server->worker_url;
}

void rest_stop(struct rest_server *server)
{
    waiting_stop(server);
    for (size_t i = 0; i < server->n_listeners; i++) {
        MHD_stop_daemon(server->listeners[i].daemon);
    }
    server->n_listeners = 0;
}

void rest_free(struct rest_server *server)
{
    auth_close(server->auth);
    free(server->worker_id);
    free(server->worker_url);
    weir_arena_free(&server->arena);
    free(server);
}
