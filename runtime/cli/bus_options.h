/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bus_options.h: how `weir cat` and `weir topics` are told which bus: --config, --data-dir or
 * --brokers.
 */
#ifndef BUS_OPTIONS_H
#define BUS_OPTIONS_H

#include "bus/bus.h"

struct bus_options {
    const char *config, *data_dir, *brokers;
};

/* The rows of these options for a command's table. */
#define BUS_OPTION_ROWS(o)                                                                         \
    {'C', "config", "FILE", "the worker's configuration: its bus", &(o).config, NULL},             \
        {'D', "data-dir", "DIR", "the embedded log in this folder", &(o).data_dir, NULL},          \
        {'b', "brokers", "LIST", "Kafka at host:port,...", &(o).brokers, NULL}

/* Opens it, the embedded log read-only unless write. What it needs lives in arena. */
enum weir_verdict bus_options_open(const struct bus_options *options, bool write,
                                   struct weir_arena *arena, struct bus **bus,
                                   struct weir_err *err);

#endif
