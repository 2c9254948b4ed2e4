/* SPDX-License-Identifier: Apache-2.0 */
/*
 * registry_token.c: the token that says who asks the registry: the one of the configuration, or one
 * that the token endpoint gives for the client's credentials (OAuth), kept until shortly before it
 * ends.
 */
#include "registry_http.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#define TOKEN_MAX ((size_t)64 << 10)

static enum weir_verdict fetch(struct registry *registry, struct weir_arena *arena,
                               struct weir_str *token, int64_t *life_ms, struct weir_err *err)
{
    const struct registry_conf *conf = registry->conf;
    struct weir_http_request endpoint = registry->tls;
    endpoint.url = weir_arena_str(arena, registry->oauth.url).p;
    endpoint.user = registry->oauth.client_id;
    endpoint.password = registry->oauth.client_secret;
    endpoint.connect_timeout_ms = conf->connect_timeout_ms;
    endpoint.timeout_ms = (int64_t)conf->connect_timeout_ms + conf->read_timeout_ms;
    endpoint.body_max = TOKEN_MAX;
    endpoint.cancel = registry->cancelled;
    return weir_http_token(arena, &endpoint, registry->oauth.scope, token, life_ms, err) == WEIR_OK
               ? WEIR_OK
               : weir_err_wrap(err, "no token for the schema registry");
}

void registry_token_drop(struct registry *registry)
{
    if (registry->oauth.bearer) {
        registry->headers[registry->oauth.header].value = WEIR_STR("");
        free(registry->oauth.bearer);
        registry->oauth.bearer = NULL;
    }
}

enum weir_verdict registry_token_renew(struct registry *registry, struct weir_arena *arena,
                                       struct weir_err *err)
{
    struct registry_oauth *oauth = &registry->oauth;
    struct weir_str token = WEIR_STR_NULL;
    int64_t life_ms = 0;
    if (!oauth->url.p || (oauth->bearer && weir_clock_mono_ms() < oauth->until_ms)) {
        return WEIR_OK;
    }
    if (fetch(registry, arena, &token, &life_ms, err) != WEIR_OK) {
        return err->class;
    }
    struct weir_buf bearer;
    weir_buf_init(&bearer, TOKEN_MAX + 16);
    weir_buf_text(&bearer, "Bearer ");
    weir_buf_str(&bearer, token);
    registry_token_drop(registry);
    oauth->bearer = weir_xstrndup(bearer.p, bearer.n);
    weir_buf_free(&bearer);
    int64_t buffer_ms = (int64_t)registry->conf->token_buffer_s * 1000;
    int64_t half_ms = life_ms / 2; /* a short life is used for half of it at least */
    oauth->until_ms =
        weir_clock_mono_ms() + (life_ms - buffer_ms > half_ms ? life_ms - buffer_ms : half_ms);
    registry->headers[oauth->header].value = weir_str_of(oauth->bearer);
    return WEIR_OK;
}

static enum weir_verdict missing(const char *key, struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_CONFIG, "bearer.auth.credentials.source OAUTHBEARER needs %s",
                        key);
}

/* Where the credentials are. */
static enum weir_verdict read_oauth(struct registry *registry, struct weir_err *err)
{
    const struct registry_conf *conf = registry->conf;
    struct registry_oauth *oauth = &registry->oauth;
    bool inherits = conf->bearer_source == REGISTRY_BEARER_SASL_INHERIT;
    struct weir_arena *arena = &registry->arena;
    oauth->url = inherits ? conf->sasl_token_url : conf->token_url;
    oauth->client_id =
        inherits ? registry_jaas_option(arena, conf->sasl_jaas, "clientId") : conf->client_id;
    oauth->client_secret = inherits ? registry_jaas_option(arena, conf->sasl_jaas, "clientSecret")
                                    : conf->client_secret;
    oauth->scope = inherits ? registry_jaas_option(arena, conf->sasl_jaas, "scope") : conf->scope;
    if (inherits && (!oauth->url.n || !oauth->client_id.n || !oauth->client_secret.n)) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "bearer.auth.credentials.source SASL_OAUTHBEARER_INHERIT needs "
                            "sasl.oauthbearer.token.endpoint.url and sasl.jaas.config with "
                            "clientId and clientSecret among the converter's keys");
    }
    return !oauth->url.n             ? missing("bearer.auth.issuer.endpoint.url", err)
           : !oauth->client_id.n     ? missing("bearer.auth.client.id", err)
           : !oauth->client_secret.n ? missing("bearer.auth.client.secret", err)
                                     : WEIR_OK;
}

enum weir_verdict registry_token_open(struct registry *registry, struct weir_err *err)
{
    const struct registry_conf *conf = registry->conf;
    struct weir_str text = WEIR_STR("");
    if (conf->bearer_source == REGISTRY_BEARER_STATIC) {
        if (!conf->bearer_token.n) {
            return WEIR_OK;
        }
        text = weir_str_of(
            weir_arena_printf(&registry->arena, "Bearer %.*s", WEIR_STR_ARG(conf->bearer_token)));
    } else if (read_oauth(registry, err) != WEIR_OK) {
        return err->class;
    }
    registry->bearer = true;
    registry->oauth.header = registry->n_headers;
    registry_add_header(registry, "Authorization", text);
    registry_add_header(registry, "target-sr-cluster", conf->logical_cluster);
    registry_add_header(registry, "Confluent-Identity-Pool-Id", conf->identity_pool);
    return WEIR_OK;
}
