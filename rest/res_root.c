/* SPDX-License-Identifier: Apache-2.0 */
/*
 * res_root.c: GET / says which Connect this is, GET /health whether its main thread turns.
 */
#include "rest/entities.h"
#include "rest/router.h"
#include "rest/server_internal.h"

/* The Connect release whose API this is; clients compare it. */
#define CONNECT_VERSION "4.3.1"
#define CONNECT_COMMIT  "26b251a451ce941d"
#define HEALTH_LIMIT_MS 10000

static void root_answer(struct request *req)
{
    struct weir_buf *out = respond_json(req, 200);
    weir_buf_text(out, "{\"version\":\"" CONNECT_VERSION "\",\"commit\":\"" CONNECT_COMMIT "\"");
    entity_member(out, "kafka_cluster_id");
    entity_str(out, req->herder.answer);
    weir_buf_char(out, '}');
    respond_header(req, "X-Weir-Version", "%s", WEIR_VERSION);
}

void root_get(struct request *req)
{
    request_ask(req, HERDER_ROOT, root_answer);
}

static void health(struct request *req, int status, const char *word, const char *sentence,
                   struct weir_str stage)
{
    struct weir_buf *out = respond_json(req, status);
    weir_buf_printf(out, "{\"status\":\"%s\",\"message\":\"%s", word, sentence);
    if (stage.n) {
        struct weir_buf text;
        weir_buf_init(&text, 4096);
        weir_json_string(&text, stage);
        weir_buf_text(out, " The worker is currently ");
        if (text.n >= 2) {
            weir_buf_add(out, text.p + 1, text.n - 2);
        }
        weir_buf_char(out, '.');
        weir_buf_free(&text);
    }
    weir_buf_text(out, "\"}");
}

static void health_bad(struct request *req)
{
    struct herder *herder = atomic_load(&req->server->herder);
    struct weir_arena arena;
    weir_arena_init(&arena, 512);
    bool ready = false;
    struct weir_str stage = herder ? herder_stage(herder, &arena, &ready) : WEIR_STR("");
    if (ready) {
        health(req, 500, "unhealthy",
               "Worker was unable to handle this request and may be unable to handle other "
               "requests.",
               stage);
    } else {
        health(req, 503, "starting", "Worker is still starting up.", stage);
    }
    weir_arena_free(&arena);
}

static void health_good(struct request *req)
{
    health(req, 200, "healthy", "Worker has completed startup and is ready to handle requests.",
           WEIR_STR_NULL);
}

void health_get(struct request *req)
{
    if (!atomic_load(&req->server->herder)) {
        health_bad(req);
    } else {
        request_ask_within(req, HERDER_HEALTH, HEALTH_LIMIT_MS, health_good, health_bad);
    }
}
