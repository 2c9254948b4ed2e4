/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log_levels.c: the tree of loggers and their levels. A logger keeps its effective level, so that
 * asking whether it is on is one load; setting one sets all below it, as Connect's REST does.
 */
#include "base/log_internal.h"

#include <pthread.h>
#include <stdlib.h>

#include <weir/mem.h>

static pthread_mutex_t tree_lock = PTHREAD_MUTEX_INITIALIZER;
static struct weir_logger root = {.name = (char[]){""}, .level = WEIR_INFO, .last_modified_ms = -1};
static struct weir_logger *loggers = &root;

static const char *const level_names[] = {"TRACE", "DEBUG", "INFO", "WARN",
                                          "ERROR", "FATAL", "OFF"};

const char *log_level_name(enum weir_level level)
{
    return level == WEIR_ALL ? "ALL" : level_names[level];
}

bool log_level_parse(struct weir_str text, enum weir_level *level)
{
    if (weir_str_eq_nocase(text, WEIR_STR("ALL"))) {
        *level = WEIR_ALL;
        return true;
    }
    for (int i = 0; i <= WEIR_OFF; i++) {
        if (weir_str_eq_nocase(text, weir_str_of(level_names[i]))) {
            *level = (enum weir_level)i;
            return true;
        }
    }
    return false;
}

static struct weir_str real_name(struct weir_str name)
{
    return weir_str_eq_nocase(name, WEIR_STR(LOG_ROOT)) ? WEIR_STR("") : name;
}

/* Whether name is child itself or one of the folders its dots make. */
static bool is_above(struct weir_str name, struct weir_str child)
{
    return name.n == 0 ||
           (weir_str_starts(child, name) && (child.n == name.n || child.p[name.n] == '.'));
}

static struct weir_logger *find(struct weir_str name)
{
    for (struct weir_logger *logger = loggers; logger; logger = logger->next) {
        if (weir_str_is(name, logger->name)) {
            return logger;
        }
    }
    return NULL;
}

static struct weir_logger *make(struct weir_str name)
{
    struct weir_logger *above = &root;
    for (struct weir_logger *logger = loggers; logger; logger = logger->next) {
        struct weir_str other = weir_str_of(logger->name);
        if (is_above(other, name) && other.n > strlen(above->name)) {
            above = logger;
        }
    }
    struct weir_logger *logger = weir_xcalloc(1, sizeof(*logger));
    logger->name = weir_xstrndup(name.p, name.n);
    logger->level = atomic_load(&above->level);
    logger->last_modified_ms = above->last_modified_ms;
    logger->next = loggers;
    loggers = logger;
    return logger;
}

struct weir_logger *weir_logger_get(const char *text)
{
    struct weir_str name = real_name(weir_str_of(text));
    pthread_mutex_lock(&tree_lock);
    struct weir_logger *logger = find(name);
    logger = logger ? logger : make(name);
    pthread_mutex_unlock(&tree_lock);
    return logger;
}

static struct logger_info info_of(const struct weir_logger *logger, struct weir_arena *arena)
{
    return (struct logger_info){
        .name =
            logger == &root ? WEIR_STR(LOG_ROOT) : weir_arena_str(arena, weir_str_of(logger->name)),
        .level = log_level_name((enum weir_level)atomic_load(&logger->level)),
        .last_modified_ms = logger->last_modified_ms,
    };
}

bool log_get(struct weir_str name, struct weir_arena *arena, struct logger_info *info)
{
    pthread_mutex_lock(&tree_lock);
    const struct weir_logger *logger = find(real_name(name));
    if (logger) {
        *info = info_of(logger, arena);
    }
    pthread_mutex_unlock(&tree_lock);
    return logger != NULL;
}

static int by_name(const void *a, const void *b)
{
    return weir_str_cmp(((const struct logger_info *)a)->name,
                        ((const struct logger_info *)b)->name);
}

/* Under the lock. */
static size_t count_loggers(void)
{
    size_t n = 0;
    for (struct weir_logger *logger = loggers; logger; logger = logger->next) {
        n++;
    }
    return n;
}

size_t log_list(struct weir_arena *arena, const struct logger_info **infos)
{
    pthread_mutex_lock(&tree_lock);
    struct logger_info *list = WEIR_NEW_ARRAY(arena, struct logger_info, count_loggers());
    size_t n = 0;
    for (struct weir_logger *logger = loggers; logger; logger = logger->next) {
        list[n++] = info_of(logger, arena);
    }
    pthread_mutex_unlock(&tree_lock);
    qsort(list, n, sizeof(*list), by_name);
    *infos = list;
    return n;
}

/* Under the lock: sets what differs below name; how many those are. */
static size_t set_below(struct weir_str name, enum weir_level level, int64_t now_ms,
                        struct weir_str *names, struct weir_arena *arena)
{
    size_t n = 0;
    for (struct weir_logger *logger = loggers; logger; logger = logger->next) {
        if (is_above(name, weir_str_of(logger->name)) &&
            atomic_exchange(&logger->level, (int)level) != (int)level) {
            logger->last_modified_ms = now_ms;
            names[n++] = info_of(logger, arena).name;
        }
    }
    return n;
}

static int by_text(const void *a, const void *b)
{
    return weir_str_cmp(*(const struct weir_str *)a, *(const struct weir_str *)b);
}

size_t log_set(struct weir_str text, enum weir_level level, int64_t now_ms,
               struct weir_arena *arena, const struct weir_str **affected)
{
    struct weir_str name = real_name(text);
    pthread_mutex_lock(&tree_lock);
    if (!find(name)) {
        make(name)->last_modified_ms = -1;
    }
    struct weir_str *names = WEIR_NEW_ARRAY(arena, struct weir_str, count_loggers());
    size_t n = set_below(name, level, now_ms, names, arena);
    pthread_mutex_unlock(&tree_lock);
    qsort(names, n, sizeof(*names), by_text);
    *affected = names;
    return n;
}
