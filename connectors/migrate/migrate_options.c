/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_options.c: the command line comes in, struct migrate_options goes out.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "migrate.h"

static const char help[] =
    "weir migrate --database NAME [options]\n"
    "\n"
    "Copies tables of MariaDB or MySQL into the PostgreSQL tables that the database's sink writes,\n"
    "by the configurations in configs/ and the variables of .env.\n"
    "\n"
    "Options:\n"
    "  --database NAME      as in configs/databases.json: trading\n"
    "  --tables LIST|all    tables, comma-separated; all: what the source captures (default)\n"
    "  --max-workers N      tables at a time (2)\n"
    "  --chunk-workers N    chunks of a table at a time (4)\n"
    "  --batch-size N       rows a chunk aims at (100000)\n"
    "  --threshold N        tables with more rows are cut into chunks (1000000)\n"
    "  --dry-run            say what would be done\n"
    "  --resume             go on with a run that was interrupted\n"
    "  --replace            empty target tables that have rows\n"
    "  --unlogged           tables that are created are UNLOGGED while they are loaded\n"
    "  --verify             compare checksums of both sides afterwards\n"
    "  --seed               create the source connector so that it streams from this copy on\n"
    "  --config DIR         where sources/mariadb and sinks/postgres are (configs)\n"
    "  --help               this text\n"
    "\n"
    "Without --seed the source connector has to be registered at DEBEZIUM_URL before: the copy waits\n"
    "until it has its place in the binlog, or what is written in between would be in no topic.\n"
    "ENV_FILE names another file than .env. An interrupted run (Ctrl-C, a crash) goes on with\n"
    "--resume. Exit codes: 0 done, 1 failed or the checksums differ, 2 the command line or a\n"
    "configuration is wrong, 130 interrupted.\n";

enum {
    OPT_DATABASE = 1,
    OPT_TABLES,
    OPT_MAX_WORKERS,
    OPT_CHUNK_WORKERS,
    OPT_BATCH_SIZE,
    OPT_THRESHOLD,
    OPT_CONFIG,
    OPT_DRY_RUN,
    OPT_RESUME,
    OPT_REPLACE,
    OPT_UNLOGGED,
    OPT_VERIFY,
    OPT_SEED,
    OPT_HELP,
};

static const struct option names[] = {
    {"database", required_argument, NULL, OPT_DATABASE},
    {"tables", required_argument, NULL, OPT_TABLES},
    {"max-workers", required_argument, NULL, OPT_MAX_WORKERS},
    {"chunk-workers", required_argument, NULL, OPT_CHUNK_WORKERS},
    {"batch-size", required_argument, NULL, OPT_BATCH_SIZE},
    {"threshold", required_argument, NULL, OPT_THRESHOLD},
    {"config", required_argument, NULL, OPT_CONFIG},
    {"dry-run", no_argument, NULL, OPT_DRY_RUN},
    {"resume", no_argument, NULL, OPT_RESUME},
    {"replace", no_argument, NULL, OPT_REPLACE},
    {"unlogged", no_argument, NULL, OPT_UNLOGGED},
    {"verify", no_argument, NULL, OPT_VERIFY},
    {"seed", no_argument, NULL, OPT_SEED},
    {"help", no_argument, NULL, OPT_HELP},
    {NULL, 0, NULL, 0},
};

static int wrong(const char *what)
{
    fprintf(stderr, "weir migrate: %s; weir migrate --help says more\n", what);
    return MIGRATE_USAGE;
}

static bool number(int64_t min, int64_t max, int64_t *out)
{
    return weir_str_to_i64(weir_str_of(optarg), out) && *out >= min && *out <= max;
}

static bool workers(int32_t *out)
{
    int64_t n;
    bool fine = number(1, 64, &n);
    *out = fine ? (int32_t)n : 0;
    return fine;
}

/* false: the value is wrong. */
static bool take(int opt, struct migrate_options *options)
{
    switch (opt) {
    case OPT_DATABASE:
        options->database = weir_str_of(optarg);
        return options->database.n > 0;
    case OPT_TABLES:
        options->tables = weir_str_of(optarg);
        return options->tables.n > 0;
    case OPT_CONFIG:
        options->config = weir_str_of(optarg);
        return options->config.n > 0;
    case OPT_MAX_WORKERS:
        return workers(&options->max_workers);
    case OPT_CHUNK_WORKERS:
        return workers(&options->chunk_workers);
    case OPT_BATCH_SIZE:
        return number(1, INT64_C(1000000000000), &options->batch_size);
    case OPT_THRESHOLD:
        return number(0, INT64_C(1000000000000), &options->threshold);
    case OPT_DRY_RUN:
        options->dry_run = true;
        return true;
    case OPT_RESUME:
        options->resume = true;
        return true;
    case OPT_REPLACE:
        options->replace = true;
        return true;
    case OPT_UNLOGGED:
        options->unlogged = true;
        return true;
    case OPT_VERIFY:
        options->verify = true;
        return true;
    case OPT_SEED:
        options->seed = true;
        return true;
    default:
        return false;
    }
}

static int check(const struct migrate_options *options, int left)
{
    if (left) {
        return wrong("options only, please: --database NAME --tables LIST");
    }
    if (!options->database.p) {
        return wrong("--database is missing");
    }
    if (options->resume && options->replace) {
        return wrong("--resume goes on with a copy and --replace begins a new one: one of them");
    }
    if (options->resume && options->dry_run) {
        return wrong("--dry-run is about a new copy: without --resume");
    }
    return -1;
}

int migrate_options_read(int argc, char **argv, struct migrate_options *options)
{
    const char *env_file = getenv("ENV_FILE");
    *options = (struct migrate_options){
        .tables = WEIR_STR("all"),
        .config = WEIR_STR("configs"),
        .env_file = weir_str_of(env_file && *env_file ? env_file : ".env"),
        .max_workers = 2,
        .chunk_workers = 4,
        .batch_size = 100000,
        .threshold = 1000000,
    };
    int opt, at = 0;
    optind = 1;
    while ((opt = getopt_long(argc, argv, "", names, &at)) != -1) {
        if (opt == OPT_HELP) {
            fputs(help, stdout);
            return MIGRATE_OK;
        }
        if (opt == '?') {
            return MIGRATE_USAGE; /* getopt has said what is wrong */
        }
        if (!take(opt, options)) {
            fprintf(stderr, "weir migrate: --%s cannot be %s\n", names[opt - 1].name,
                    optarg ? optarg : "that");
            return MIGRATE_USAGE;
        }
    }
    return check(options, argc - optind);
}
