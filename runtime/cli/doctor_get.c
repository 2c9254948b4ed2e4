/* SPDX-License-Identifier: Apache-2.0 */
/*
 * doctor_get.c: a question to a running Connect's REST API.
 */
#include <weir/http.h>

#include "cli/doctor.h"

#define ANSWER_MAX (64u << 20)
#define WAIT_MS    30000

/* https://user:password@host as host */
static struct weir_str shown(struct weir_str url)
{
    ptrdiff_t scheme = weir_str_find(url, WEIR_STR("://"));
    struct weir_str rest = weir_str_from(url, scheme < 0 ? 0 : (size_t)scheme + 3);
    ptrdiff_t slash = weir_str_chr(rest, '/');
    struct weir_str host = {.p = rest.p, .n = slash < 0 ? rest.n : (size_t)slash};
    for (ptrdiff_t at = weir_str_chr(host, '@'); at >= 0; at = weir_str_chr(host, '@')) {
        host = weir_str_from(host, (size_t)at + 1);
    }
    return host;
}

enum weir_verdict doctor_get(struct weir_arena *arena, struct weir_str url, const char *path,
                             struct weir_json **doc, struct weir_err *err)
{
    while (url.n && url.p[url.n - 1] == '/') {
        url.n--;
    }
    struct weir_buf whole;
    weir_buf_init(&whole, 8192);
    weir_buf_str(&whole, url);
    weir_buf_text(&whole, path);
    struct weir_http_request request = {
        .url = weir_arena_str(arena, weir_buf_view(&whole)).p,
        .timeout_ms = WAIT_MS,
        .body_max = ANSWER_MAX,
    };
    weir_buf_free(&whole);
    struct weir_http_response response;
    struct weir_str where = shown(url);
    enum weir_verdict rc = weir_http(arena, &request, &response, err);
    if (rc != WEIR_OK) {
        return weir_err_wrap(err, "no answer from %.*s", WEIR_STR_ARG(where));
    }
    if (response.status != 200) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "%.*s%s answers %d%s", WEIR_STR_ARG(where), path,
                            response.status,
                            response.status == 401 ? ": put user and password into the URL" : "");
    }
    rc = weir_json_parse(arena, response.body, doc, err);
    return rc == WEIR_OK ? rc
                         : weir_err_wrap(err, "%.*s%s is no Kafka Connect", WEIR_STR_ARG(where),
                                         path);
}
