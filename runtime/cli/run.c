/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run.c: `weir run`: reads the worker's configuration, starts bus, REST and herder, waits for a
 * signal and stops them in reverse order.
 */
#include <malloc.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <weir/mem.h>

#include "base/fs.h"
#include "base/log_setup.h"
#include "bus/bus.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/run.h"
#include "conf/conf_file.h"
#include "conf/image_env.h"
#include "conf/java_env.h"
#include "conf/provider.h"
#include "pipeline/sink_sample.h"
#include "plugin/registry.h"
#include "rest/rest_server.h"
#include "worker/herder.h"

#define SAID_MAX             4096
#define LARGE_BYTES          (512 << 10)
#define LARGE_BYTES_ON_KAFKA (5 << 20) /* more than an answer to a fetch */

struct run {
    struct weir_arena arena; /* the worker's lifetime */
    struct weir_log log;
    struct worker_conf conf;
    struct registry *registry;
    struct bus *bus;
    struct rest_server *rest;
    struct herder *herder;
    _Atomic int failed; /* enum weir_verdict: why the herder gave up; WEIR_OK: it did not */
};

enum weir_verdict run_read_conf(const char *path, struct weir_arena *arena,
                                struct worker_conf *conf, struct weir_err *err)
{
    struct weir_props *raw = WEIR_NEW(arena, struct weir_props);
    struct weir_props *props = WEIR_NEW(arena, struct weir_props);
    struct providers *providers = NULL;
    weir_props_init(raw, arena);
    weir_props_init(props, arena);
    enum weir_verdict rc = path ? conf_file_read(path, raw, err) : WEIR_OK;
    bool image = !path && image_env_is_set((const char *const *)environ);
    if (image) {
        rc = image_env_read((const char *const *)environ, raw, err);
    }
    rc = rc == WEIR_OK ? providers_open(raw, &providers, err) : rc;
    rc = rc == WEIR_OK ? providers_resolve(providers, raw, props, err) : rc;
    providers_close(providers);
    rc = rc == WEIR_OK ? worker_conf_read(props, arena, conf, err) : rc;
    return rc != WEIR_OK && image
               ? weir_err_wrap(err, "the environment (BOOTSTRAP_SERVERS, GROUP_ID, CONNECT_...)")
               : rc;
}

static void set_up_logs(const struct worker_conf *conf)
{
    struct weir_arena arena;
    const struct weir_str *names = NULL;
    enum weir_level level = WEIR_INFO;
    weir_arena_init(&arena, 4096);
    log_setup(weir_str_is(conf->log_format, "json"), STDERR_FILENO);
    if (conf->log_level.p && log_level_parse(conf->log_level, &level)) {
        log_set(WEIR_STR(LOG_ROOT), level, -1, &arena, &names);
    }
    weir_arena_free(&arena);
}

enum weir_verdict run_open_bus(const struct worker_conf *conf, struct bus **bus,
                               struct weir_err *err)
{
    if (conf->bus == WORKER_BUS_KAFKA) {
        return bus_open_kafka(conf->props, bus, err);
    }
    struct bus_local_options options = {
        .data_dir = conf->data_dir.p,
        .map_bytes = conf->data_map_bytes,
        .partitions = conf->data_partitions,
        .retention_ms = conf->data_retention_ms,
        .retention_bytes = conf->data_retention_bytes,
    };
    enum weir_verdict rc = fs_make_folders(options.data_dir, err);
    return rc == WEIR_OK ? bus_open_local(&options, bus, err) : rc;
}

/* From the herder's thread, which has logged why: the main thread shall end the worker. */
static void herder_gave_up(void *self, const struct weir_err *err)
{
    struct run *run = self;
    atomic_store(&run->failed, (int)err->class);
    kill(getpid(), SIGTERM);
}

static enum weir_verdict start(struct run *run, struct weir_err *err)
{
    enum weir_verdict rc = registry_open(&run->conf.plugin_path, &run->registry, err);
    struct rest_options rest = {.worker = &run->conf, .registry = run->registry};
    rc = rc == WEIR_OK ? rest_start(&rest, &run->rest, err) : rc;
    rc = rc == WEIR_OK ? run_open_bus(&run->conf, &run->bus, err) : rc;
    if (rc != WEIR_OK) {
        return rc;
    }
    struct herder_options herder = {
        .worker = &run->conf,
        .registry = run->registry,
        .bus = run->bus,
        .worker_id = rest_worker_id(run->rest),
        .worker_url = rest_worker_url(run->rest),
        .sampler = sink_sampler,
        .failed = herder_gave_up,
        .self = run,
    };
    rc = herder_start(&herder, &run->herder, err);
    if (rc == WEIR_OK) {
        rest_attach(run->rest, run->herder);
        weir_info(&run->log, "Kafka Connect worker started on %s; REST at %s, page at %s/ui",
                  bus_describe(run->bus), rest_worker_url(run->rest), rest_worker_url(run->rest));
    }
    return rc;
}

static void stop(struct run *run)
{
    if (run->rest) {
        rest_stop(run->rest);
    }
    if (run->herder && !herder_stop(run->herder)) {
        log_flush();
        _exit(EXIT_OK); /* nothing may be freed under a connector that hangs */
    }
    if (run->rest) {
        rest_free(run->rest);
    }
    if (run->bus) {
        bus_close(run->bus);
    }
    registry_close(run->registry);
    log_flush();
    weir_arena_free(&run->arena);
}

/* All threads inherit the blocked set; the main thread waits for a signal. */
static void block_signals(sigset_t *wanted)
{
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(wanted);
    sigaddset(wanted, SIGTERM);
    sigaddset(wanted, SIGINT);
    sigaddset(wanted, SIGHUP);
    pthread_sigmask(SIG_BLOCK, wanted, NULL);
}

static void wait_for_end(const struct run *run, const sigset_t *wanted)
{
    int number = 0;
    do {
        sigwait(wanted, &number);
    } while (number == SIGHUP); /* a terminal that closes does not end the worker */
    weir_info(&run->log, "stopping at %s", strsignal(number));
}

/*
 * The large buffers of batches, appends and reads shall leave with their free, whichever thread's
 * heap they are from; left alone, malloc raises both limits to the largest piece it has seen freed.
 * On Kafka librdkafka takes one for each answer to a fetch, and new pages for all that is read were
 * a third of a sink's CPU, so they stay; but what is free at the top of a heap is given back to
 * nobody, not even by malloc_trim, and each connector's threads come to a heap at random: with
 * eight heaps a processor, as malloc has them, a worker grew by 3 MiB with each sink.
 */
static void set_up_memory(const struct worker_conf *conf)
{
    int bytes = conf->bus == WORKER_BUS_KAFKA ? LARGE_BYTES_ON_KAFKA : LARGE_BYTES;
    mallopt(M_MMAP_THRESHOLD, bytes);
    mallopt(M_TRIM_THRESHOLD, bytes);
    if (conf->bus == WORKER_BUS_KAFKA) {
        long processors = sysconf(_SC_NPROCESSORS_ONLN);
        mallopt(M_ARENA_MAX, processors < 2 ? 2 : (int)processors);
    }
}

static void say_javas(const struct run *run)
{
    struct weir_buf said;
    weir_buf_init(&said, SAID_MAX);
    if (java_env_say((const char *const *)environ, &said)) {
        weir_warn(&run->log, "%s", weir_buf_cstr(&said));
    }
    weir_buf_free(&said);
}

int run_worker(const char *command, const char *path)
{
    sigset_t wanted;
    block_signals(&wanted);
    struct run *run = weir_xcalloc(1, sizeof(*run));
    weir_arena_init(&run->arena, 16384);
    struct weir_err err;
    if (run_read_conf(path, &run->arena, &run->conf, &err) != WEIR_OK) {
        return command_fails(command, EXIT_USAGE, "%s", err.text);
    }
    set_up_memory(&run->conf);
    set_up_logs(&run->conf);
    weir_log_init(&run->log, "org.apache.kafka.connect.runtime.Connect", "", -1, "");
    say_javas(run);
    enum weir_verdict rc = start(run, &err);
    if (rc == WEIR_OK) {
        wait_for_end(run, &wanted);
        rc = (enum weir_verdict)atomic_load(&run->failed);
    } else {
        weir_error(&run->log, "the worker cannot start: %s", err.text);
    }
    stop(run);
    free(run);
    return rc == WEIR_OK ? EXIT_OK : rc == WEIR_BAD_CONFIG ? EXIT_USAGE : EXIT_FAILED;
}

int command_run(int argc, char **argv)
{
    const char *config = NULL;
    const struct option_spec options[] = {
        {'c', "config", "FILE", "worker configuration: Connect's .properties, or YAML", &config,
         NULL},
        {0},
    };
    const struct command_spec spec = {
        .name = "run",
        .summary =
            "Runs the worker. With bootstrap.servers it works on Kafka as a Kafka Connect worker\n"
            "would; without, on the embedded log in data.dir, with nothing else to install.",
        .arguments = "[FILE]",
        .details =
            "SIGTERM and SIGINT stop it: tasks commit and close within\n"
            "task.shutdown.graceful.timeout.ms. Without FILE everything has its default:\n"
            "the embedded log in ./weir-data and REST at 127.0.0.1:8083; unless the environment\n"
            "has BOOTSTRAP_SERVERS, GROUP_ID, CONFIG_STORAGE_TOPIC (OFFSET_, STATUS_) or any\n"
            "CONNECT_<PROPERTY>: then it is read as Debezium's Connect image reads it, and\n"
            "CONNECT_BUS=embedded is what chooses the embedded log.",
        .options = options,
        .arguments_max = 1,
    };
    int n = 0;
    int code = options_parse(&spec, argc, argv, &n);
    if (code >= 0) {
        return code;
    }
    if (n == 1 && config) {
        return command_fails("run", EXIT_USAGE, "which configuration, %s or %s?", argv[0], config);
    }
    return run_worker("run", n == 1 ? argv[0] : config);
}
