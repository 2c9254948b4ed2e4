/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log_repeat.c: a small table of what was said lately. A line that finds no place in it is written.
 */
#include "base/log_repeat.h"

#define PLACES 64
#define PROBES 4

static struct log_repeat table[PLACES];

static bool same(const struct log_repeat *place, const struct weir_log *log, const char *fmt)
{
    return place->fmt == fmt && place->log.logger == log->logger && place->log.task == log->task &&
           strcmp(place->log.connector, log->connector) == 0;
}

static struct log_repeat *find_place(const struct weir_log *log, const char *fmt, int64_t now_ms)
{
    uint64_t hash = weir_str_hash(weir_str_of(log->connector)) ^ (uintptr_t)fmt >> 3 ^
                    (uintptr_t)log->logger >> 4 ^ (uint64_t)(log->task + 1);
    struct log_repeat *free_place = NULL;
    for (size_t i = 0; i < PROBES; i++) {
        struct log_repeat *place = &table[(hash + i) % PLACES];
        if (same(place, log, fmt)) {
            return place;
        }
        bool idle = !place->fmt ||
                    (place->seen <= LOG_REPEAT_FREE && now_ms - place->since_ms >= LOG_REPEAT_MS);
        free_place = idle && !free_place ? place : free_place;
    }
    if (free_place) {
        *free_place = (struct log_repeat){.fmt = fmt, .log = *log, .since_ms = now_ms};
    }
    return free_place;
}

/* Ends the window; what was held back is left in *ended. */
static void close_window(struct log_repeat *place, int64_t now_ms, struct log_repeat *ended)
{
    *ended = *place;
    ended->seen = place->seen > LOG_REPEAT_FREE ? place->seen - LOG_REPEAT_FREE : 0;
    place->seen = 0;
    place->since_ms = now_ms;
}

bool log_repeat_pass(const struct weir_log *log, enum weir_level level, const char *fmt,
                     int64_t now_ms, struct log_repeat *ended)
{
    ended->seen = 0;
    struct log_repeat *place = level >= WEIR_WARN ? find_place(log, fmt, now_ms) : NULL;
    if (!place) {
        return true;
    }
    if (now_ms - place->since_ms >= LOG_REPEAT_MS) {
        close_window(place, now_ms, ended);
    }
    place->level = level;
    return ++place->seen <= LOG_REPEAT_FREE;
}

bool log_repeat_drain(struct log_repeat *ended)
{
    for (size_t i = 0; i < PLACES; i++) {
        if (table[i].seen > LOG_REPEAT_FREE) {
            close_window(&table[i], table[i].since_ms, ended);
            return true;
        }
    }
    return false;
}
