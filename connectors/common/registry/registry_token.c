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
#define LIFE_MS   (300 * INT64_C(1000)) /* of a token that does not say */

static void add_encoded(struct weir_buf *buf, struct weir_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = (uint8_t)text.p[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     (c && strchr("-._~", c));
        if (plain) {
            weir_buf_char(buf, (char)c);
        } else {
            weir_buf_printf(buf, "%%%02X", c);
        }
    }
}

static struct weir_str grant(struct weir_arena *arena, struct weir_str scope)
{
    struct weir_buf buf;
    weir_buf_init(&buf, TOKEN_MAX);
    weir_buf_text(&buf, "grant_type=client_credentials");
    if (scope.n) {
        weir_buf_text(&buf, "&scope=");
        add_encoded(&buf, scope);
    }
    struct weir_str body = weir_arena_str(arena, weir_buf_view(&buf));
    weir_buf_free(&buf);
    return body;
}

/* The answer's error is shown, its other members may be secret. */
static enum weir_verdict read_answer(struct weir_arena *arena,
                                     const struct weir_http_response *response,
                                     struct weir_str *token, int64_t *life_ms, struct weir_err *err)
{
    struct weir_json *doc = NULL;
    struct weir_err unread;
    int64_t life_s = 0;
    if (weir_json_parse(arena, response->body, &doc, &unread) != WEIR_OK) {
        doc = weir_json_new_object(arena);
    }
    *token = weir_json_get_str(doc, "access_token");
    if (response->status != 200 || !token->n) {
        bool refused = response->status >= 400 && response->status < 500;
        return weir_err_set(err, refused ? WEIR_BAD_CONFIG : WEIR_RETRY,
                            "the token endpoint answered %d %.*s %.*s", response->status,
                            WEIR_STR_ARG(weir_json_get_str(doc, "error")),
                            WEIR_STR_ARG(weir_json_get_str(doc, "error_description")));
    }
    bool says = weir_json_get_i64(doc, "expires_in", &life_s) && life_s > 0;
    *life_ms = says && life_s < INT32_MAX ? life_s * 1000 : LIFE_MS;
    return WEIR_OK;
}

static enum weir_verdict fetch(struct registry *registry, struct weir_arena *arena,
                               struct weir_str *token, int64_t *life_ms, struct weir_err *err)
{
    const struct registry_conf *conf = registry->conf;
    const struct weir_prop headers[] = {
        {WEIR_STR("Content-Type"), WEIR_STR("application/x-www-form-urlencoded")},
        {WEIR_STR("Accept"), WEIR_STR("application/json")},
    };
    struct weir_http_response response;
    struct weir_http_request request = registry->tls;
    request.method = "POST";
    request.url = weir_arena_str(arena, registry->oauth.url).p;
    request.headers = headers;
    request.n_headers = 2;
    request.body = grant(arena, registry->oauth.scope);
    request.user = registry->oauth.client_id;
    request.password = registry->oauth.client_secret;
    request.connect_timeout_ms = conf->connect_timeout_ms;
    request.timeout_ms = (int64_t)conf->connect_timeout_ms + conf->read_timeout_ms;
    request.body_max = TOKEN_MAX;
    request.cancel = registry->cancelled;
    enum weir_verdict verdict = weir_http(arena, &request, &response, err);
    verdict = verdict == WEIR_OK ? read_answer(arena, &response, token, life_ms, err) : verdict;
    return verdict == WEIR_OK ? verdict : weir_err_wrap(err, "no token for the schema registry");
}

void registry_token_drop(struct registry *registry)
{
    free(registry->oauth.bearer);
    registry->oauth.bearer = NULL;
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
