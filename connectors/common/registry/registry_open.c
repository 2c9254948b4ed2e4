/* SPDX-License-Identifier: Apache-2.0 */
/*
 * registry_open.c: the keys come in, a client that knows its addresses and who it is goes out.
 */
#include "registry_http.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#define MEDIA "application/vnd.schemaregistry.v1+json"

/* ---- addresses ---- */

static int nibble(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static struct weir_str decoded(struct weir_arena *arena, struct weir_str s)
{
    char *out = weir_arena_bytes(arena, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool hex =
            s.p[i] == '%' && s.n - i > 2 && nibble(s.p[i + 1]) >= 0 && nibble(s.p[i + 2]) >= 0;
        out[n++] = hex ? (char)(nibble(s.p[i + 1]) << 4 | nibble(s.p[i + 2])) : s.p[i];
        i += hex ? 2 : 0;
    }
    out[n] = '\0';
    return weir_str_n(out, n);
}

static void split_user(struct weir_str info, struct weir_str *user, struct weir_str *password)
{
    ptrdiff_t colon = weir_str_chr(info, ':');
    *user = weir_str_n(info.p, colon < 0 ? info.n : (size_t)colon);
    *password = colon < 0 ? WEIR_STR("") : weir_str_from(info, (size_t)colon + 1);
}

/* http://user:password@host/path/ becomes its parts. */
static enum weir_verdict read_url(struct registry *registry, struct weir_str text,
                                  struct registry_url *url, struct weir_err *err)
{
    bool http = weir_str_starts(text, WEIR_STR("http://"));
    if (!http && !weir_str_starts(text, WEIR_STR("https://"))) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "schema.registry.url has to begin with http:// or https://");
    }
    size_t head = http ? strlen("http://") : strlen("https://");
    struct weir_str rest = weir_str_from(text, head);
    ptrdiff_t slash = weir_str_chr(rest, '/');
    struct weir_str host = weir_str_n(rest.p, slash < 0 ? rest.n : (size_t)slash);
    size_t at = host.n;
    while (at && host.p[at - 1] != '@') {
        at--;
    }
    if (at) {
        struct weir_str user, password;
        split_user(weir_str_n(host.p, at - 1), &user, &password);
        url->user = decoded(&registry->arena, user);
        url->password = decoded(&registry->arena, password);
    }
    rest = weir_str_from(rest, at);
    while (rest.n && rest.p[rest.n - 1] == '/') {
        rest.n--;
    }
    url->base =
        weir_arena_printf(&registry->arena, "%.*s%.*s", (int)head, text.p, WEIR_STR_ARG(rest));
    return WEIR_OK;
}

static enum weir_verdict read_urls(struct registry *registry, struct weir_err *err)
{
    const struct weir_conf_list *list = &registry->conf->urls;
    registry->urls = WEIR_NEW_ARRAY(&registry->arena, struct registry_url, list->n);
    for (size_t i = 0; i < list->n; i++) {
        struct weir_str text = list->items[i];
        if (text.n &&
            read_url(registry, text, &registry->urls[registry->n_urls++], err) != WEIR_OK) {
            return err->class;
        }
    }
    if (!registry->n_urls) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "Missing required configuration \"schema.registry.url\" which has no "
                            "default value.");
    }
    if (registry->conf->url_randomize) {
        registry->at = registry->seed % registry->n_urls;
    }
    return WEIR_OK;
}

/* ---- who asks ---- */

/* name="text" or name=text of a JAAS line; p NULL: not there. */
struct weir_str registry_jaas_option(struct weir_arena *arena, struct weir_str jaas,
                                     const char *name)
{
    struct weir_str what = weir_str_of(weir_arena_printf(arena, " %s=", name));
    ptrdiff_t at = weir_str_find(jaas, what);
    if (at < 0) {
        return WEIR_STR_NULL;
    }
    struct weir_str rest = weir_str_from(jaas, (size_t)at + what.n);
    char quote = rest.n && (rest.p[0] == '"' || rest.p[0] == '\'') ? rest.p[0] : '\0';
    char *out = weir_arena_bytes(arena, rest.n + 1);
    size_t n = 0;
    for (size_t i = quote ? 1 : 0; i < rest.n; i++) {
        char c = rest.p[i];
        if (quote ? c == quote : c == ' ' || c == ';') {
            break;
        }
        i += quote && c == '\\' && i + 1 < rest.n ? 1 : 0;
        out[n++] = rest.p[i];
    }
    return weir_str_n(out, n);
}

static enum weir_verdict read_user(struct registry *registry, struct weir_err *err)
{
    const struct registry_conf *conf = registry->conf;
    struct weir_str info = conf->user_info.n ? conf->user_info : conf->user_info_old;
    switch ((enum registry_basic)conf->basic_source) {
    case REGISTRY_BASIC_URL:
        return WEIR_OK;
    case REGISTRY_BASIC_USER_INFO:
        if (!info.n) {
            return weir_err_set(err, WEIR_BAD_CONFIG,
                                "basic.auth.user.info must be provided when "
                                "basic.auth.credentials.source is set to USER_INFO");
        }
        split_user(info, &registry->user, &registry->password);
        return WEIR_OK;
    case REGISTRY_BASIC_SASL_INHERIT:
        registry->user = registry_jaas_option(&registry->arena, conf->sasl_jaas, "username");
        registry->password = registry_jaas_option(&registry->arena, conf->sasl_jaas, "password");
        if (!registry->user.p || !registry->password.p) {
            return weir_err_set(err, WEIR_BAD_CONFIG,
                                "basic.auth.credentials.source SASL_INHERIT needs sasl.jaas.config "
                                "with username and password among the converter's keys");
        }
        return WEIR_OK;
    }
    return WEIR_OK;
}

void registry_add_header(struct registry *registry, const char *name, struct weir_str value)
{
    if (value.p) {
        registry->headers[registry->n_headers++] =
            (struct weir_prop){.name = weir_str_of(name), .value = value};
    }
}

static enum weir_verdict read_headers(struct registry *registry, struct weir_err *err)
{
    const struct registry_conf *conf = registry->conf;
    struct weir_arena *arena = &registry->arena;
    registry->headers = WEIR_NEW_ARRAY(arena, struct weir_prop, conf->headers.n + 6);
    registry_add_header(registry, "Content-Type", WEIR_STR(MEDIA));
    registry_add_header(registry, "Accept", WEIR_STR(MEDIA ", application/json"));
    if (registry_token_open(registry, err) != WEIR_OK) {
        return err->class;
    }
    for (size_t i = 0; i < conf->headers.n; i++) {
        const struct weir_conf_match *match = &conf->headers.items[i];
        registry_add_header(registry, weir_arena_str(arena, match->captures[0]).p, match->value);
    }
    return WEIR_OK;
}

static enum weir_verdict read_conf(struct registry *registry, struct weir_err *err)
{
    if (read_urls(registry, err) != WEIR_OK || read_user(registry, err) != WEIR_OK) {
        return err->class;
    }
    if (read_headers(registry, err) != WEIR_OK) {
        return err->class;
    }
    if (registry->user.p && registry->bearer) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "Only one of basic.auth.credentials.source and "
                            "bearer.auth.credentials.source may be set");
    }
    return registry_tls_open(registry, err);
}

enum weir_verdict registry_open(const struct registry_conf *conf, const bool *cancelled,
                                struct registry **out, struct weir_err *err)
{
    struct registry *registry = weir_xcalloc(1, sizeof(*registry));
    registry->conf = conf;
    registry->cancelled = cancelled;
    registry->seed = (uint64_t)weir_clock_mono_ns() ^ (uint64_t)(uintptr_t)registry ^ 1;
    registry->seed = registry->seed ? registry->seed : 1;
    weir_arena_init(&registry->arena, 4096);
    if (read_conf(registry, err) != WEIR_OK) {
        registry_close(registry);
        return err->class;
    }
    *out = registry;
    return WEIR_OK;
}

void registry_close(struct registry *registry)
{
    if (registry) {
        registry_tls_close(registry);
        registry_token_drop(registry);
        weir_arena_free(&registry->arena);
        free(registry);
    }
}
