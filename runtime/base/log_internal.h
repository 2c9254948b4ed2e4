/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log_internal.h: a node of the tree of loggers, shared by log.c (lines) and log_levels.c (tree).
 */
#ifndef LOG_INTERNAL_H
#define LOG_INTERNAL_H

#include <stdatomic.h>

#include "base/log_setup.h"

struct weir_logger {
    struct weir_logger *next; /* all of them, for ever */
    char *name;               /* "" is the root */
    _Atomic int level;        /* effective */
    int64_t last_modified_ms;
};

#endif
