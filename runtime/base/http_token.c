/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_token.c: OAuth's client credentials grant: a client's id and secret go to a token endpoint, a
 * token and how long it is good come back.
 */
#include <weir/http.h>
#include <weir/json.h>

#define GRANT_MAX ((size_t)64 << 10)
#define LIFE_MS   (300 * INT64_C(1000)) /* of a token that does not say */

static void add_encoded(struct weir_buf *buf, struct weir_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = (uint8_t)text.p[i];
        bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
                     (c && strchr("-._~", c));
        weir_buf_printf(buf, plain ? "%c" : "%%%02X", c);
    }
}

static struct weir_str grant(struct weir_arena *arena, struct weir_str scope)
{
    struct weir_buf buf;
    weir_buf_init(&buf, GRANT_MAX);
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
    if (weir_json_parse(arena, response->body, &doc, &unread) != WEIR_OK ||
        doc->type != WEIR_JT_OBJECT) {
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

enum weir_verdict weir_http_token(struct weir_arena *arena,
                                  const struct weir_http_request *endpoint, struct weir_str scope,
                                  struct weir_str *token, int64_t *life_ms, struct weir_err *err)
{
    const struct weir_prop headers[] = {
        {WEIR_STR("Content-Type"), WEIR_STR("application/x-www-form-urlencoded")},
        {WEIR_STR("Accept"), WEIR_STR("application/json")},
    };
    struct weir_http_request request = *endpoint;
    struct weir_http_response response;
    request.method = "POST";
    request.headers = headers;
    request.n_headers = 2;
    request.body = grant(arena, scope);
    enum weir_verdict verdict = weir_http(arena, &request, &response, err);
    return verdict == WEIR_OK ? read_answer(arena, &response, token, life_ms, err) : verdict;
}
