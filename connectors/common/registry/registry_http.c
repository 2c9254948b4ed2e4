/* SPDX-License-Identifier: Apache-2.0 */
/*
 * registry_http.c: a path and a body come in, the answer's JSON goes out. A registry that cannot be
 * reached or is not well is asked again at its next address, and after a pause at all of them.
 */
#include "registry_http.h"

#include <pthread.h>

#include <weir/time.h>

#define ANSWER_MAX ((size_t)64 * 1024 * 1024)
#define LOOK_MS    200 /* how often a pause looks whether it is still wanted */

/* ---- errors ---- */

/* What Java's client asks again for. */
static bool is_passing(int status)
{
    return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 ||
           status == 504;
}

/* Not let in, or sent elsewhere without being told where: no record is to blame. */
static bool is_ours(int status)
{
    return status == 401 || status == 403 || (status >= 300 && status < 400);
}

/* The registry's own words, "<message>; error code: <code>", and what they mean for the caller. */
static enum weir_verdict refused(struct weir_arena *arena,
                                 const struct weir_http_response *response, struct weir_err *err)
{
    struct weir_json *doc = NULL;
    struct weir_err ignored;
    int64_t code = response->status;
    struct weir_str message = WEIR_STR_NULL;
    if (weir_json_parse(arena, response->body, &doc, &ignored) == WEIR_OK) {
        message = weir_json_get_str(doc, "message");
        (void)weir_json_get_i64(doc, "error_code", &code);
    }
    enum weir_verdict class = is_passing(response->status) ? WEIR_RETRY
                              : is_ours(response->status)  ? WEIR_BAD_CONFIG
                                                           : WEIR_BAD_DATA;
    if (message.p) {
        weir_err_set(err, class, "%.*s; error code: %lld", WEIR_STR_ARG(message), (long long)code);
    } else {
        weir_err_set(err, class, "the schema registry answered with HTTP status %d",
                     response->status);
    }
    err->code = (int)code;
    return class;
}

/* ---- one try ---- */

static enum weir_verdict ask_one(struct registry *registry, struct weir_arena *arena,
                                 const struct registry_url *url, const char *path,
                                 struct weir_str body, bool again, struct weir_json **doc,
                                 struct weir_err *err)
{
    const struct registry_conf *conf = registry->conf;
    struct weir_http_response response;
    struct weir_http_request request = registry->tls;
    request.method = body.p ? "POST" : "GET";
    request.url = weir_arena_printf(arena, "%s%s", url->base, path);
    request.headers = registry->headers;
    request.n_headers = registry->n_headers;
    request.body = body;
    request.connect_timeout_ms = conf->connect_timeout_ms;
    request.timeout_ms = (int64_t)conf->connect_timeout_ms + conf->read_timeout_ms;
    request.body_max = ANSWER_MAX;
    request.cancel = registry->cancelled;
    request.follow = true;
    if (!registry->bearer) {
        request.user = registry->user.p ? registry->user : url->user;
        request.password = registry->user.p ? registry->password : url->password;
    }
    if (registry_token_renew(registry, arena, err) != WEIR_OK ||
        weir_http(arena, &request, &response, err) != WEIR_OK) {
        return err->class;
    }
    if (response.status == 401 && registry->oauth.bearer && !again) { /* it was called back */
        registry_token_drop(registry);
        return ask_one(registry, arena, url, path, body, true, doc, err);
    }
    if (response.status != 200 && response.status != 207) {
        return refused(arena, &response, err);
    }
    if (weir_json_parse(arena, response.body, doc, err) != WEIR_OK ||
        (*doc)->type != WEIR_JT_OBJECT) {
        return weir_err_set(err, WEIR_RETRY,
                            "the schema registry's answer is not what one is; does "
                            "schema.registry.url lead to it?");
    }
    return WEIR_OK;
}

/* At each address once, from the one that answered last. */
static enum weir_verdict ask_all(struct registry *registry, struct weir_arena *arena,
                                 const char *path, struct weir_str body, struct weir_json **doc,
                                 struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_RETRY;
    for (size_t i = 0; i < registry->n_urls && verdict == WEIR_RETRY; i++) {
        verdict =
            ask_one(registry, arena, &registry->urls[registry->at], path, body, false, doc, err);
        if (verdict == WEIR_RETRY) {
            registry->at = (registry->at + 1) % registry->n_urls;
        }
    }
    return verdict;
}

/* ---- tries ---- */

static uint64_t chance(struct registry *registry)
{
    registry->seed ^= registry->seed << 13;
    registry->seed ^= registry->seed >> 7;
    registry->seed ^= registry->seed << 17;
    return registry->seed;
}

static bool cancelled(const struct registry *registry)
{
    return registry->cancelled && __atomic_load_n(registry->cancelled, __ATOMIC_RELAXED);
}

/* Up to twice as long each time, and never all clients at once. */
static void pause_before(struct registry *registry, int32_t retry)
{
    const struct registry_conf *conf = registry->conf;
    int64_t most = conf->retries_wait_ms;
    for (int32_t i = 0; i < retry && most < conf->retries_max_wait_ms; i++) {
        most *= 2;
    }
    most = most < conf->retries_max_wait_ms ? most : conf->retries_max_wait_ms;
    if (most <= 0) {
        return;
    }
    int64_t deadline_ms = weir_clock_mono_ms() + 1 + (int64_t)(chance(registry) % (uint64_t)most);
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t never;
    weir_clock_cond_init(&never);
    pthread_mutex_lock(&lock);
    for (int64_t now_ms; !cancelled(registry) && (now_ms = weir_clock_mono_ms()) < deadline_ms;) {
        int64_t step_ms = deadline_ms - now_ms < LOOK_MS ? deadline_ms - now_ms : LOOK_MS;
        (void)weir_clock_wait(&never, &lock, now_ms + step_ms);
    }
    pthread_mutex_unlock(&lock);
    pthread_cond_destroy(&never);
}

enum weir_verdict registry_ask(struct registry *registry, struct weir_arena *arena,
                               const char *path, struct weir_str body, struct weir_json **doc,
                               struct weir_err *err)
{
    for (int32_t retry = 0;; retry++) {
        enum weir_verdict verdict = ask_all(registry, arena, path, body, doc, err);
        if (verdict != WEIR_RETRY || retry >= registry->conf->max_retries) {
            return verdict;
        }
        pause_before(registry, retry);
        if (cancelled(registry)) {
            return weir_err_set(err, WEIR_WOKEN, "the schema registry was not waited for");
        }
    }
}
