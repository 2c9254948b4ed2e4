/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_seed.c: the source connector is created stopped at the worker's REST API, its offset is
 * set to the place at which the tables were read, and it is resumed: its stream then goes on where
 * the copy ends. Weir rebuilds the schema history there by itself; of a Debezium it is said what to
 * do. Without --seed the connector has to have its place before the tables are read.
 */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include <weir/http.h>
#include <weir/json.h>

#include "migrate.h"

#define ANSWER_MAX ((size_t)1 << 20)
#define WAIT_MS    60000
/* A Debezium stores its first offset within a minute. */
#define LOOK_MS    500
#define LOOKS_MAX  150

struct rest {
    struct weir_arena *arena;
    struct weir_str url; /* without a slash at the end */
    struct weir_http_response response;
};

static struct rest rest_of(struct migrate *migrate)
{
    struct rest rest = {.arena = &migrate->arena, .url = migrate->config.worker_url};
    while (rest.url.n && rest.url.p[rest.url.n - 1] == '/') {
        rest.url.n--;
    }
    return rest;
}

/* https://user:password@host as host */
static struct weir_str shown(struct weir_str url)
{
    ptrdiff_t at = weir_str_find(url, WEIR_STR("://"));
    struct weir_str host = weir_str_from(url, at < 0 ? 0 : (size_t)at + 3);
    while ((at = weir_str_chr(host, '@')) >= 0) {
        host = weir_str_from(host, (size_t)at + 1);
    }
    return host;
}

static enum weir_verdict ask(struct rest *rest, const char *method, const char *path,
                             struct weir_str body, struct weir_err *err)
{
    const struct weir_prop headers[] = {{WEIR_STR("Content-Type"), WEIR_STR("application/json")}};
    const struct weir_http_request request = {
        .method = method,
        .url = weir_arena_printf(rest->arena, "%.*s%s", WEIR_STR_ARG(rest->url), path),
        .headers = headers,
        .n_headers = body.p ? 1 : 0,
        .body = body,
        .timeout_ms = WAIT_MS,
        .body_max = ANSWER_MAX,
    };
    return weir_http(rest->arena, &request, &rest->response, err) == WEIR_OK
               ? WEIR_OK
               : weir_err_wrap(err, "no answer from %.*s", WEIR_STR_ARG(shown(rest->url)));
}

/* Anything but success, in Connect's words. */
static enum weir_verdict expect(struct rest *rest, const char *what, struct weir_err *err)
{
    struct weir_json *doc = NULL;
    struct weir_err why;
    if (rest->response.status / 100 == 2) {
        return WEIR_OK;
    }
    struct weir_str said = WEIR_STR_NULL;
    if (weir_json_parse(rest->arena, rest->response.body, &doc, &why) == WEIR_OK) {
        said = weir_json_get_str(doc, "message");
    }
    return weir_err_set(err, WEIR_BAD_CONFIG, "%s (%d): %.*s", what, rest->response.status,
                        WEIR_STR_ARG(said));
}

static struct weir_str connector_body(const struct migrate *migrate, struct weir_arena *arena)
{
    const struct weir_props *props = &migrate->config.source_props;
    struct weir_buf body;
    weir_buf_init(&body, ANSWER_MAX);
    weir_buf_text(&body, "{\"name\":");
    weir_json_string(&body, migrate->config.source_name);
    weir_buf_text(&body, ",\"initial_state\":\"STOPPED\",\"config\":{");
    for (size_t i = 0; i < props->n; i++) {
        weir_buf_text(&body, i ? "," : "");
        weir_json_string(&body, props->items[i].name);
        weir_buf_char(&body, ':');
        weir_json_string(&body, props->items[i].value);
    }
    weir_buf_text(&body, "}}");
    struct weir_str kept = weir_arena_str(arena, weir_buf_view(&body));
    weir_buf_free(&body);
    return kept;
}

static const struct migrate_place *place_of(const struct migrate *migrate)
{
    return migrate->first_place.file.p ? &migrate->first_place : &migrate->place;
}

static struct weir_str offsets_body(const struct migrate *migrate, struct weir_arena *arena)
{
    const struct migrate_place *place = place_of(migrate);
    struct weir_buf body;
    weir_buf_init(&body, ANSWER_MAX);
    weir_buf_text(&body, "{\"offsets\":[{\"partition\":{\"server\":");
    weir_json_string(&body, migrate->config.source->prefix);
    weir_buf_printf(&body, "},\"offset\":{\"ts_sec\":%" PRId64 ",\"file\":", place->now_sec);
    weir_json_string(&body, place->file);
    weir_buf_printf(&body, ",\"pos\":%" PRId64, place->pos);
    if (place->gtids.n) {
        weir_buf_text(&body, ",\"gtids\":");
        weir_json_string(&body, place->gtids);
    }
    weir_buf_text(&body, ",\"weir_seeded\":true}}]}");
    struct weir_str kept = weir_arena_str(arena, weir_buf_view(&body));
    weir_buf_free(&body);
    return kept;
}

static const char *path_of(const struct migrate *migrate, struct weir_arena *arena,
                           const char *tail)
{
    return weir_arena_printf(arena, "/connectors/%.*s%s",
                             WEIR_STR_ARG(migrate->config.source_name), tail);
}

static enum weir_verdict registered_already(const struct migrate *migrate, struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_CONFIG,
                        "%.*s is registered already: unregister it, or copy without --seed",
                        WEIR_STR_ARG(migrate->config.source_name));
}

static enum weir_verdict create(const struct migrate *migrate, struct rest *rest,
                                struct weir_err *err)
{
    if (ask(rest, "POST", "/connectors", connector_body(migrate, rest->arena), err) != WEIR_OK) {
        return err->class;
    }
    if (rest->response.status == 409) {
        return registered_already(migrate, err);
    }
    return expect(rest, "the source connector cannot be created", err);
}

static enum weir_verdict seed(const struct migrate *migrate, struct rest *rest,
                              struct weir_err *err)
{
    if (create(migrate, rest, err) != WEIR_OK ||
        ask(rest, "PATCH", path_of(migrate, rest->arena, "/offsets"),
            offsets_body(migrate, rest->arena), err) != WEIR_OK ||
        expect(rest, "its offset cannot be set", err) != WEIR_OK) {
        return err->class;
    }
    return WEIR_OK;
}

/* Only Weir's worker has a page. */
static bool is_weir(struct rest *rest)
{
    struct weir_err err;
    return ask(rest, "GET", "/ui", WEIR_STR_NULL, &err) == WEIR_OK && rest->response.status == 200;
}

static void say_for_debezium(const struct migrate *migrate)
{
    printf("%.*s is created, stopped, at that place. Debezium has no schema history there yet:\n"
           "set snapshot.mode=recovery (schema_only_recovery before 2.6), resume it, and once it "
           "streams put\nsnapshot.mode back (make restart-%.*s-source).\n",
           WEIR_STR_ARG(migrate->config.source_name), WEIR_STR_ARG(migrate->options.database));
}

static enum weir_verdict check(struct migrate *migrate, struct weir_err *err)
{
    struct rest rest = rest_of(migrate);
    if (ask(&rest, "GET", path_of(migrate, rest.arena, ""), WEIR_STR_NULL, err) != WEIR_OK) {
        return err->class;
    }
    if (rest.response.status == 404) {
        return WEIR_OK;
    }
    return expect(&rest, "the worker cannot be asked for connectors", err) == WEIR_OK
               ? registered_already(migrate, err)
               : err->class;
}

/* ---- without --seed ---- */

/* A state in which nothing comes. The first line of a failure is enough. */
static const char *still(struct rest *rest, const char *who, const struct weir_json *entry)
{
    struct weir_str state = weir_json_get_str(entry, "state");
    struct weir_str line = weir_json_get_str(entry, "trace");
    ptrdiff_t end = weir_str_chr(line, '\n');
    line.n = end < 0 ? line.n : (size_t)end;
    if (weir_str_is(state, "FAILED")) {
        return weir_arena_printf(rest->arena, "%s is FAILED: %.*s", who, WEIR_STR_ARG(line));
    }
    bool halted = weir_str_is(state, "PAUSED") || weir_str_is(state, "STOPPED");
    return halted ? weir_arena_printf(rest->arena, "%s is %.*s", who, WEIR_STR_ARG(state)) : NULL;
}

/* NULL: it works, or is about to. */
static const char *stands_still(const struct migrate *migrate, struct rest *rest)
{
    struct weir_err err;
    struct weir_json *doc = NULL;
    if (ask(rest, "GET", path_of(migrate, rest->arena, "/status"), WEIR_STR_NULL, &err) != WEIR_OK ||
        rest->response.status != 200 ||
        weir_json_parse(rest->arena, rest->response.body, &doc, &err) != WEIR_OK) {
        return NULL;
    }
    const char *why = still(rest, "it", weir_json_get(doc, "connector"));
    const struct weir_json *tasks = weir_json_get(doc, "tasks");
    for (const struct weir_json *task = tasks ? tasks->first : NULL; task && !why;
         task = task->next) {
        why = still(rest, "its task", task);
    }
    return why;
}

/* NULL: it has one; otherwise what is in the way. *waits: it may get one yet. */
static const char *place_missing(const struct migrate *migrate, struct rest *rest, bool *waits)
{
    struct weir_err err;
    struct weir_json *doc = NULL;
    *waits = false;
    if (ask(rest, "GET", path_of(migrate, rest->arena, "/offsets"), WEIR_STR_NULL, &err) != WEIR_OK) {
        return weir_arena_printf(rest->arena, "%s", err.text);
    }
    if (rest->response.status == 404) {
        return "it is not registered";
    }
    if (rest->response.status != 200 ||
        weir_json_parse(rest->arena, rest->response.body, &doc, &err) != WEIR_OK) {
        return "the worker does not tell its offsets";
    }
    const struct weir_json *offsets = weir_json_get(doc, "offsets");
    if (offsets && offsets->first) {
        return NULL;
    }
    const char *why = stands_still(migrate, rest);
    *waits = !why;
    return why ? why : "it has no offset";
}

void migrate_seed_await(struct migrate *migrate)
{
    struct rest rest = rest_of(migrate);
    bool waits = false;
    const char *missing = place_missing(migrate, &rest, &waits);
    for (int i = 0; waits && i < LOOKS_MAX; i++) {
        const struct timespec pause = {.tv_nsec = LOOK_MS * 1000000L};
        if (i == 0) {
            printf("waiting until %.*s has its place in the binlog\n",
                   WEIR_STR_ARG(migrate->config.source_name));
            fflush(stdout);
        }
        nanosleep(&pause, NULL);
        missing = place_missing(migrate, &rest, &waits);
    }
    if (missing) {
        fprintf(stderr, "weir migrate: whether %.*s streams already is not known: %s. What is written "
                        "to the tables between this copy and its start would be in no topic: register "
                        "it first, or copy with --seed\n",
                WEIR_STR_ARG(migrate->config.source_name), missing);
    }
}

/* ---- with it ---- */

enum weir_verdict migrate_seed_check(struct migrate *migrate, struct weir_err *err)
{
    return check(migrate, err) == WEIR_OK ? WEIR_OK
                                          : weir_err_wrap(err, "--seed: nothing was copied");
}

enum weir_verdict migrate_seed(struct migrate *migrate, struct weir_err *err)
{
    struct rest rest = rest_of(migrate);
    if (seed(migrate, &rest, err) != WEIR_OK) {
        return weir_err_wrap(err, "--seed");
    }
    if (!is_weir(&rest)) {
        say_for_debezium(migrate);
        return WEIR_OK;
    }
    if (ask(&rest, "PUT", path_of(migrate, rest.arena, "/resume"), WEIR_STR_NULL, err) != WEIR_OK ||
        expect(&rest, "it cannot be resumed", err) != WEIR_OK) {
        return weir_err_wrap(err, "--seed");
    }
    printf("%.*s is created and streams from that place.\n",
           WEIR_STR_ARG(migrate->config.source_name));
    return WEIR_OK;
}
