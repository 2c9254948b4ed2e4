/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run.h: what `weir takeover` has in common with `weir run`.
 */
#ifndef RUN_H
#define RUN_H

#include "bus/bus.h"
#include "conf/worker_keys.h"

/* The worker's configuration: of this file, else of the environment, else the defaults. */
enum weir_verdict run_read_conf(const char *path, struct weir_arena *arena,
                                struct worker_conf *conf, struct weir_err *err);
enum weir_verdict run_open_bus(const struct worker_conf *conf, struct bus **bus,
                               struct weir_err *err);
/* Runs the worker until a signal; returns the exit code. command is who says what is wrong. */
int run_worker(const char *command, const char *path);

#endif
