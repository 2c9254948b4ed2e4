/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log_setup.h: the logging of the whole process: form, place, levels. Called by the CLI at start,
 * by REST's /admin/loggers at any time.
 */
#ifndef LOG_SETUP_H
#define LOG_SETUP_H

#include <weir/arena.h>
#include <weir/log.h>
#include <weir/str.h>

/* json: one JSON object a line. fd: where to (2 = stderr). Colours only if fd is a terminal. */
WEIR_EXPORT void log_setup(bool json, int fd);
/* For tests: lines go to fn instead, without their end of line. NULL: back to the fd. */
WEIR_EXPORT void log_sink(void (*fn)(void *self, struct weir_str line), void *self);
/* Writes out the counts of lines that were held back as repeats. At exit. */
WEIR_EXPORT void log_flush(void);

#define LOG_ROOT "root"

struct logger_info {
    struct weir_str name;
    const char *level;
    int64_t last_modified_ms; /* -1: never changed */
};

/* "info" in any case, TRACE to OFF, ALL; false: unknown. */
WEIR_EXPORT bool log_level_parse(struct weir_str text, enum weir_level *level);
WEIR_EXPORT const char *log_level_name(enum weir_level level);
/* One logger; false: no such one ("root" always is). */
WEIR_EXPORT bool log_get(struct weir_str name, struct weir_arena *arena, struct logger_info *info);
/* All that exist, sorted by name, root last of equals. */
WEIR_EXPORT size_t log_list(struct weir_arena *arena, const struct logger_info **infos);
/* Sets it and its children; makes it when unknown. The names whose level changed, sorted. */
WEIR_EXPORT size_t log_set(struct weir_str name, enum weir_level level, int64_t now_ms,
                           struct weir_arena *arena, const struct weir_str **affected);

#endif
