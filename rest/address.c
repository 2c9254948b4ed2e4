/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address.c: listener texts into sockets' addresses, and this worker's own name for the others.
 */
#include "rest/address.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <unistd.h>

#include <weir/mem.h>

static bool take_scheme(struct weir_str *text, bool *https)
{
    ptrdiff_t at = weir_str_find(*text, WEIR_STR("://"));
    if (at < 0) {
        return false;
    }
    struct weir_str scheme = weir_str_n(text->p, (size_t)at);
    *https = weir_str_eq_nocase(scheme, WEIR_STR("https"));
    bool http = weir_str_eq_nocase(scheme, WEIR_STR("http"));
    *text = weir_str_from(*text, (size_t)at + 3);
    return http || *https;
}

enum weir_verdict address_parse(struct weir_str text, struct listener *listener,
                                struct weir_err *err)
{
    struct weir_str rest = weir_str_trim(text);
    ptrdiff_t colon = -1;
    int64_t port = 0;
    bool good = take_scheme(&rest, &listener->https);
    for (size_t i = 0; good && i < rest.n; i++) {
        colon = rest.p[i] == ':' ? (ptrdiff_t)i : colon;
    }
    good = good && colon >= 0 && weir_str_to_i64(weir_str_from(rest, (size_t)colon + 1), &port) &&
           port >= 0 && port <= 65535;
    struct weir_str host = good ? weir_str_n(rest.p, (size_t)colon) : WEIR_STR("");
    if (host.n >= 2 && host.p[0] == '[' && host.p[host.n - 1] == ']') {
        host = weir_str_n(host.p + 1, host.n - 2);
    }
    if (!good || host.n >= sizeof(listener->host)) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "Invalid listener %.*s: it should look like http://127.0.0.1:8083 or "
                            "https://:8443",
                            WEIR_STR_ARG(text));
    }
    memcpy(listener->host, host.p, host.n);
    listener->host[host.n] = 0;
    listener->port = (int)port;
    return WEIR_OK;
}

bool address_is_everywhere(const struct listener *listener)
{
    return !listener->host[0] || strcmp(listener->host, "::") == 0;
}

static bool machine_has_ipv6(void)
{
    int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0) {
        close(fd);
    }
    return fd >= 0;
}

enum weir_verdict address_resolve(const struct listener *listener, struct sockaddr_storage *addr,
                                  struct weir_err *err)
{
    char port[8];
    snprintf(port, sizeof(port), "%d", listener->port);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    bool everywhere = address_is_everywhere(listener);
    hints.ai_family = !everywhere ? AF_UNSPEC : machine_has_ipv6() ? AF_INET6 : AF_INET;
    struct addrinfo *found = NULL;
    int rc = getaddrinfo(everywhere ? NULL : listener->host, port, &hints, &found);
    if (rc != 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "The listener's host %s cannot be resolved: %s",
                            listener->host, gai_strerror(rc));
    }
    memcpy(addr, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    return WEIR_OK;
}

bool address_is_loopback(const struct listener *listener)
{
    struct in_addr v4;
    bool v4_loopback =
        inet_pton(AF_INET, listener->host, &v4) == 1 && ntohl(v4.s_addr) >> 24 == 127;
    return v4_loopback || strcmp(listener->host, "::1") == 0 ||
           strcmp(listener->host, "localhost") == 0;
}

void address_advertise(struct rest_server *server)
{
    const struct worker_conf *worker = server->worker;
    const struct listener *chosen = NULL;
    bool want_https = weir_str_is(worker->advertised_listener, "https");
    for (size_t i = 0; i < server->n_listeners; i++) {
        const struct listener *listener = &server->listeners[i];
        if (!listener->admin &&
            (!chosen || (worker->advertised_listener.p && listener->https == want_https &&
                         chosen->https != want_https))) {
            chosen = listener;
        }
    }
    char name[256] = "localhost";
    gethostname(name, sizeof(name) - 1);
    const char *host = worker->advertised_host.n   ? worker->advertised_host.p
                       : chosen && chosen->host[0] ? chosen->host
                                                   : name;
    int port = worker->advertised_port > 0 ? worker->advertised_port : chosen ? chosen->port : 0;
    bool bare_v6 = strchr(host, ':') != NULL;
    server->worker_id = weir_xprintf("%s:%d", host, port);
    server->worker_url = weir_xprintf("%s://%s%s%s:%d", chosen && chosen->https ? "https" : "http",
                                      bare_v6 ? "[" : "", host, bare_v6 ? "]" : "", port);
}
