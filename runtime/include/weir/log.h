/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log.h: a line for people or for machines from the same call. A struct weir_log is a context:
 * the logger's dotted name, whose level REST can change while we run, and the prefix every line
 * bears, such as "[inventory-source|task-0|poll] ". Row data and secrets never above TRACE.
 * Any thread may log.
 */
#ifndef WEIR_LOG_H
#define WEIR_LOG_H

#include <stdbool.h>

#include <weir/abi.h>

enum weir_level {
    WEIR_ALL = -1, /* only ever set, never said */
    WEIR_TRACE,
    WEIR_DEBUG,
    WEIR_INFO,
    WEIR_WARN,
    WEIR_ERROR,
    WEIR_LEVEL_FATAL,
    WEIR_OFF,
};

struct weir_logger; /* a node of the tree of dotted names, owned by base/log; lives for ever */

struct weir_log {
    struct weir_logger *logger;
    char connector[128]; /* empty: the worker itself */
    int task;            /* -1: the connector, not a task */
    char stage[16];
};

/* Finds or makes the logger; its level is the nearest ancestor's until it is set. */
WEIR_EXPORT struct weir_logger *weir_logger_get(const char *name);
WEIR_EXPORT void weir_log_init(struct weir_log *log, const char *logger, const char *connector,
                               int task, const char *stage);
WEIR_EXPORT bool weir_log_on(const struct weir_log *log, enum weir_level level);
WEIR_EXPORT void weir_log_line(const struct weir_log *log, enum weir_level level, const char *fmt,
                               ...) WEIR_PRINTF(3, 4);

#define WEIR_LOG_AT(log, level, ...)                                                               \
    (weir_log_on((log), (level)) ? weir_log_line((log), (level), __VA_ARGS__) : (void)0)
#define weir_trace(log, ...) WEIR_LOG_AT(log, WEIR_TRACE, __VA_ARGS__)
#define weir_debug(log, ...) WEIR_LOG_AT(log, WEIR_DEBUG, __VA_ARGS__)
#define weir_info(log, ...) WEIR_LOG_AT(log, WEIR_INFO, __VA_ARGS__)
#define weir_warn(log, ...) WEIR_LOG_AT(log, WEIR_WARN, __VA_ARGS__)
#define weir_error(log, ...) WEIR_LOG_AT(log, WEIR_ERROR, __VA_ARGS__)

#endif
