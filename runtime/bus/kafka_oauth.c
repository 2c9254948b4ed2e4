/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_oauth.c: OAUTHBEARER tokens. librdkafka asks for one on a thread of its own, at first and
 * when most of its life is over; it is fetched with the client's credentials (OAuth's client
 * credentials grant) or read from a file, and kept for the bus's other clients with the same
 * credentials.
 */
#include <stdlib.h>

#include <weir/http.h>
#include <weir/mem.h>
#include <weir/time.h>

#include "base/fs.h"
#include "bus/kafka_engine.h"

#define TOKEN_MAX       (64u << 10)
#define ANSWER_MAX      (256u << 10)
#define TIMEOUT_MS      15000
#define ARENA_CHUNK     4096
#define FILE_LIFE_MS    300000 /* a file is read again after this; orchestrators replace it */
#define MOST_EXTENSIONS 32

struct kafka_token {
    char *whose; /* url, client id and scope */
    char *text;
    int64_t from_ms; /* of the wall clock */
    int64_t to_ms;
    struct kafka_token *next;
};

static enum weir_verdict fetch(struct weir_arena *arena, const struct kafka_oauth *oauth,
                               struct weir_str *text, int64_t *life_ms, struct weir_err *err)
{
    if (oauth->token_file.p) {
        const char *path = weir_arena_str(arena, oauth->token_file).p;
        enum weir_verdict verdict = fs_read(path, TOKEN_MAX, arena, text, err);
        *text = verdict ? *text : weir_str_trim(*text);
        *life_ms = FILE_LIFE_MS;
        return verdict;
    }
    const struct weir_http_request endpoint = {
        .url = weir_arena_str(arena, oauth->token_url).p,
        .user = oauth->client_id,
        .password = oauth->client_secret,
        .ca_file = oauth->trust.file.p,
        .ca_pem = oauth->trust.pem,
        .timeout_ms = TIMEOUT_MS,
        .body_max = ANSWER_MAX,
    };
    return weir_http_token(arena, &endpoint, oauth->scope, text, life_ms, err);
}

/* ---- kept tokens, under bus->token_lock ---- */

static struct kafka_token *find(struct kafka_bus *bus, const char *whose)
{
    struct kafka_token *token = bus->tokens;
    while (token && strcmp(token->whose, whose) != 0) {
        token = token->next;
    }
    return token;
}

static struct kafka_token *keep(struct kafka_bus *bus, const char *whose, struct weir_str text,
                                int64_t life_ms)
{
    struct kafka_token *token = find(bus, whose);
    if (!token) {
        token = weir_xcalloc(1, sizeof(*token));
        token->whose = weir_xstrdup(whose);
        token->next = bus->tokens;
        bus->tokens = token;
    }
    free(token->text);
    token->text = weir_xstrndup(text.p, text.n);
    token->from_ms = weir_clock_wall_ms();
    token->to_ms = token->from_ms + life_ms;
    return token;
}

/* One that has more than a quarter of its life before it: librdkafka asks again with a fifth left. */
static bool fresh(const struct kafka_token *token)
{
    return token->to_ms - weir_clock_wall_ms() > (token->to_ms - token->from_ms) / 4;
}

static enum weir_verdict obtain(struct kafka_client *client, struct weir_arena *arena,
                                struct kafka_token **token, struct weir_err *err)
{
    const struct kafka_oauth *oauth = &client->conf.oauth;
    const char *whose =
        weir_arena_printf(arena, "%.*s\n%.*s\n%.*s", WEIR_STR_ARG(oauth->token_url),
                          WEIR_STR_ARG(oauth->client_id), WEIR_STR_ARG(oauth->scope));
    struct weir_str text;
    int64_t life_ms = 0;
    *token = find(client->bus, whose);
    if (*token && fresh(*token)) {
        return WEIR_OK;
    }
    enum weir_verdict verdict = fetch(arena, oauth, &text, &life_ms, err);
    if (!verdict) {
        *token = keep(client->bus, whose, text, life_ms);
    }
    return verdict;
}

void kafka_tokens_free(struct kafka_bus *bus)
{
    for (struct kafka_token *token = bus->tokens, *next; token; token = next) {
        next = token->next;
        free(token->whose);
        free(token->text);
        free(token);
    }
}

/* ---- handing it over ---- */

/* "a=b,c=d" as a b c d. */
static size_t split_extensions(struct weir_arena *arena, struct weir_str text, const char **words,
                               size_t most)
{
    size_t n = 0;
    for (struct weir_str part; n + 1 < most && weir_str_split(&text, ',', &part);) {
        struct weir_str name = WEIR_STR_NULL;
        weir_str_split(&part, '=', &name);
        words[n++] = weir_arena_str(arena, name).p;
        words[n++] = weir_arena_str(arena, weir_str_n(part.p ? part.p : "", part.n)).p;
    }
    return n;
}

static enum weir_verdict hand_over(struct kafka_client *client, struct weir_arena *arena,
                                   rd_kafka_t *rk, const struct kafka_token *token,
                                   struct weir_err *err)
{
    const struct kafka_oauth *oauth = &client->conf.oauth;
    const char *words[2 * MOST_EXTENSIONS];
    char why[512];
    size_t n = oauth->extensions.p
                   ? split_extensions(arena, oauth->extensions, words, 2 * MOST_EXTENSIONS)
                   : 0;
    const char *principal = oauth->client_id.p ? weir_arena_str(arena, oauth->client_id).p : "weir";
    if (rd_kafka_oauthbearer_set_token(rk, token->text, token->to_ms, principal, words, n, why,
                                       sizeof(why))) {
        return weir_err_set(err, WEIR_FATAL, "librdkafka refuses the token: %s", why);
    }
    return WEIR_OK;
}

void kafka_on_token_refresh(rd_kafka_t *rk, const char *config, void *opaque)
{
    struct kafka_client *client = opaque;
    struct kafka_token *token = NULL;
    struct weir_arena arena;
    struct weir_err err;
    (void)config;
    weir_arena_init(&arena, ARENA_CHUNK);
    pthread_mutex_lock(&client->bus->token_lock);
    enum weir_verdict verdict = obtain(client, &arena, &token, &err);
    if (!verdict) {
        verdict = hand_over(client, &arena, rk, token, &err);
    }
    pthread_mutex_unlock(&client->bus->token_lock);
    if (verdict) { /* librdkafka asks again after ten seconds */
        weir_err_wrap(&err, "cannot get a token for %s", client->servers);
        weir_error(kafka_log(), "%s", err.text);
        rd_kafka_oauthbearer_set_token_failure(rk, err.text);
    }
    weir_arena_free(&arena);
}
