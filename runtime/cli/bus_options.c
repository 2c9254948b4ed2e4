/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bus_options.c: opens the bus a command line names. Beside a running worker the embedded log may
 * be read, not written.
 */
#include "cli/bus_options.h"

#include "conf/conf_file.h"
#include "conf/worker_keys.h"

#define PATIENCE_MS "10000" /* somebody sits and waits */

static enum weir_verdict read_config(const struct bus_options *options, struct weir_arena *arena,
                                     struct worker_conf *conf, struct weir_err *err)
{
    struct weir_props *props = WEIR_NEW(arena, struct weir_props);
    weir_props_init(props, arena);
    enum weir_verdict rc = options->config ? conf_file_read(options->config, props, err) : WEIR_OK;
    if (options->brokers && options->data_dir) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "--brokers or --data-dir?");
    }
    if (options->brokers) {
        weir_props_set_c(props, "bootstrap.servers", options->brokers);
        if (!options->config) {
            weir_props_set_c(props, "request.timeout.ms", PATIENCE_MS);
        }
        conf->bus = WORKER_BUS_KAFKA;
        conf->props = props;
        return rc; /* a broker's address is enough to read topics; the worker's keys are not asked */
    }
    if (options->data_dir) {
        weir_props_set_c(props, "data.dir", options->data_dir);
    }
    return rc == WEIR_OK ? worker_conf_read(props, arena, conf, err) : rc;
}

enum weir_verdict bus_options_open(const struct bus_options *options, bool write,
                                   struct weir_arena *arena, struct bus **bus, struct weir_err *err)
{
    struct worker_conf *conf = WEIR_NEW(arena, struct worker_conf);
    enum weir_verdict rc = read_config(options, arena, conf, err);
    if (rc != WEIR_OK) {
        return rc;
    }
    if (conf->bus == WORKER_BUS_KAFKA) {
        return bus_open_kafka(conf->props, bus, err);
    }
    struct bus_local_options local = {
        .data_dir = conf->data_dir.p,
        .map_bytes = conf->data_map_bytes,
        .partitions = conf->data_partitions,
        .retention_ms = conf->data_retention_ms,
        .retention_bytes = conf->data_retention_bytes,
        .read_only = !write,
    };
    return bus_open_local(&local, bus, err);
}
