/* SPDX-License-Identifier: Apache-2.0 */
/*
 * takeover.c: `weir takeover`: goes on where a Java worker has stopped. Looks first, at what it has
 * left on Kafka and at whether it is really gone; then it is `weir run`.
 */
#include "cli/takeover.h"

#include <stdio.h>
#include <unistd.h>

#include <weir/http.h>
#include <weir/time.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/paint.h"
#include "cli/run.h"

#define PROBE_MS    3000
#define WAIT_MAX    3600
#define BETWEEN_MS  500
#define PLACE_SHOWN 100

struct wanted {
    const char *old; /* REST URL of the worker that shall be gone */
    int64_t wait_ms;
};

/* Any answer at all means that it is still there; and so does whatever takes a connection: it may be
 * slow, or its certificate not trusted here. */
static enum weir_verdict old_is_gone(const char *url, struct weir_err *err)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 4096);
    struct weir_http_request request = {.url = url, .timeout_ms = PROBE_MS, .body_max = 1 << 20};
    struct weir_http_response response;
    enum weir_verdict rc = weir_http(&arena, &request, &response, err);
    if (rc == WEIR_OK) {
        rc = weir_err_set(err, WEIR_RETRY,
                          "the old worker's REST API still answers (%d): stop it first, two "
                          "workers would copy everything twice", response.status);
    } else if (rc != WEIR_BAD_CONFIG && weir_http_nobody_there(err)) {
        rc = WEIR_OK;
    } else {
        rc = rc == WEIR_BAD_CONFIG ? rc : WEIR_RETRY;
        weir_err_wrap(err, "whether the old worker is gone is not known (leave --old out if you "
                           "are sure)");
        err->class = rc;
    }
    weir_arena_free(&arena);
    return rc;
}

static enum weir_verdict gone(struct takeover *takeover, const struct wanted *wanted,
                              struct weir_err *err)
{
    enum weir_verdict rc = wanted->old ? old_is_gone(wanted->old, err) : WEIR_OK;
    return rc == WEIR_OK ? takeover_alone(takeover, err) : rc;
}

static enum weir_verdict wait_until_gone(struct takeover *takeover, const struct wanted *wanted,
                                         struct weir_err *err)
{
    int64_t until_ms = weir_clock_mono_ms() + wanted->wait_ms;
    enum weir_verdict rc = gone(takeover, wanted, err);
    while (rc == WEIR_RETRY && weir_clock_mono_ms() < until_ms) {
        usleep(BETWEEN_MS * 1000);
        rc = gone(takeover, wanted, err);
    }
    return rc;
}

/* ---- what is shown ---- */

/* Returns how many would not run. */
static size_t print_found(const struct takeover *takeover)
{
    size_t stuck = 0;
    printf("%zu connector%s in %.*s on %s\n", takeover->n, takeover->n == 1 ? "" : "s",
           WEIR_STR_ARG(takeover->worker.config_topic), bus_describe(takeover->bus));
    for (size_t i = 0; i < takeover->n; i++) {
        const struct takeover_connector *connector = &takeover->connectors[i];
        const struct doctor_connector *doctor = &connector->doctor;
        bool cut = connector->place.n > PLACE_SHOWN;
        printf("%.*s (%s, %s): goes on at %.*s%s\n", WEIR_STR_ARG(doctor->name),
               connector->sink ? "sink" : "source", target_state_name(connector->target),
               (int)(cut ? PLACE_SHOWN : connector->place.n), connector->place.p,
               cut ? "..." : "");
        doctor_print(doctor);
        stuck += !doctor_runs(doctor);
    }
    fflush(stdout);
    return stuck;
}

/* ---- the command ---- */

static enum weir_verdict open_all(struct takeover *takeover, const char *config,
                                  struct weir_err *err)
{
    enum weir_verdict rc =
        run_read_conf(config, &takeover->arena, &takeover->worker, err);
    if (rc == WEIR_OK && takeover->worker.bus != WORKER_BUS_KAFKA) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "a Java worker leaves its state on Kafka: set bootstrap.servers, "
                            "group.id and the three *.storage.topic as it has them");
    }
    rc = rc == WEIR_OK ? doctor_checks_open(&takeover->worker, &takeover->checks, err) : rc;
    return rc == WEIR_OK ? run_open_bus(&takeover->worker, &takeover->bus, err) : rc;
}

static void close_all(struct takeover *takeover)
{
    if (takeover->bus) {
        bus_close(takeover->bus);
    }
    doctor_checks_close(&takeover->checks);
    weir_arena_free(&takeover->arena);
}

/* What an old worker still did while it was waited for counts. */
static enum weir_verdict read_when_gone(struct takeover *takeover, const struct wanted *wanted,
                                        size_t *stuck, struct weir_err *err)
{
    struct wanted at_once = {.old = wanted->old};
    enum weir_verdict rc = takeover_read(takeover, err);
    if (rc != WEIR_OK) {
        return rc;
    }
    rc = wait_until_gone(takeover, &at_once, err);
    if (rc == WEIR_RETRY && wanted->wait_ms > 0) {
        rc = wait_until_gone(takeover, wanted, err);
        rc = rc == WEIR_OK ? takeover_read(takeover, err) : rc;
    }
    *stuck = print_found(takeover);
    return rc;
}

/* EXIT_OK: everything can go on. */
static int look(const char *config, const struct wanted *wanted)
{
    struct takeover takeover = {0};
    struct weir_err err;
    size_t stuck = 0;
    weir_arena_init(&takeover.arena, 65536);
    enum weir_verdict rc = open_all(&takeover, config, &err);
    rc = rc == WEIR_OK ? read_when_gone(&takeover, wanted, &stuck, &err) : rc;
    int code = EXIT_OK;
    if (rc != WEIR_OK) {
        code = command_fails("takeover", rc == WEIR_BAD_CONFIG ? EXIT_USAGE : EXIT_FAILED, "%s",
                             err.text);
    } else if (stuck > 0) {
        code = command_fails("takeover", EXIT_FAILED,
                             "%zu of %zu connectors would not run: change or delete them on the "
                             "old worker first, or let them fail with `weir run`",
                             stuck, takeover.n);
    }
    close_all(&takeover);
    return code;
}

int command_takeover(int argc, char **argv)
{
    struct wanted wanted = {0};
    const char *wait = NULL;
    const char *config = NULL;
    bool check = false;
    const struct option_spec options[] = {
        {'c', "config", "FILE", "the same as FILE", &config, NULL},
        {'o', "old", "URL", "the old worker's REST API, which must not answer any more",
         &wanted.old, NULL},
        {'w', "wait", "SECONDS", "wait so long for the old worker to be gone", &wait, NULL},
        {'n', "check", NULL, "look and say what would go on, but start nothing", NULL, &check},
        {0},
    };
    const struct command_spec spec = {
        .name = "takeover",
        .summary = "Goes on where a Java worker of the same group has stopped.",
        .arguments = "[FILE]",
        .details =
            "FILE is the worker's configuration, or the environment as `weir run` takes it, with\n"
            "the group.id and the three *.storage.topic of the old worker. Says for each connector\n"
            "where it goes on, refuses while the old worker's group, or a sink's, has members, and\n"
            "when a connector would not run; then it is `weir run`. To go back, stop this worker\n"
            "and start the old one: it goes on in the same way.",
        .options = options,
        .arguments_max = 1,
    };
    int n = 0;
    int code = options_parse(&spec, argc, argv, &n);
    if (code >= 0) {
        return code;
    }
    int64_t seconds = 0;
    if (wait && (!weir_str_to_i64(weir_str_of(wait), &seconds) || seconds < 0 ||
                 seconds > WAIT_MAX)) {
        return command_fails("takeover", EXIT_USAGE,
                             "--wait %s: a number of seconds from 0 to %d is expected", wait,
                             WAIT_MAX);
    }
    wanted.wait_ms = seconds * 1000;
    config = n == 1 ? argv[0] : config;
    code = look(config, &wanted);
    return code != EXIT_OK || check ? code : run_worker("takeover", config);
}
