/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log_repeat.c: a small table of what was said lately. A line that finds no place in it is written.
 */
#include "base/log_repeat.h"

#define PLACES 64
#define PROBES 4

static struct log_repeat table[PLACES];
static int64_t next_end_ms = INT64_MAX; /* no window with lines held back ends before */

static bool same(const struct log_repeat *place, const struct weir_log *log, const char *fmt)
{
    return place->fmt == fmt && place->log.logger == log->logger && place->log.task == log->task &&
           strcmp(place->log.connector, log->connector) == 0;
}

static bool held_back(const struct log_repeat *place)
{
    return place->seen > LOG_REPEAT_FREE;
}

/* Whether a new line may take it: never used, or quiet for a whole window. */
static bool idle(const struct log_repeat *place, int64_t now_ms)
{
    return !place->fmt || (!held_back(place) && now_ms - place->since_ms >= LOG_REPEAT_MS);
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
        free_place = !free_place && idle(place, now_ms) ? place : free_place;
    }
    if (free_place) {
        *free_place = (struct log_repeat){.fmt = fmt, .log = *log, .since_ms = now_ms};
    }
    return free_place;
}

struct log_repeat *log_repeat_count(const struct weir_log *log, enum weir_level level,
                                    const char *fmt, int64_t now_ms)
{
    struct log_repeat *place = level >= WEIR_WARN ? find_place(log, fmt, now_ms) : NULL;
    if (!place) {
        return NULL;
    }
    if (!held_back(place) && now_ms - place->since_ms >= LOG_REPEAT_MS) {
        log_repeat_end(place, now_ms);
    }
    place->level = level;
    place->seen++;
    if (held_back(place) && place->since_ms + LOG_REPEAT_MS < next_end_ms) {
        next_end_ms = place->since_ms + LOG_REPEAT_MS;
    }
    return place;
}

struct log_repeat *log_repeat_passed(int64_t now_ms)
{
    if (now_ms < next_end_ms) {
        return NULL;
    }
    next_end_ms = INT64_MAX;
    struct log_repeat *passed = NULL;
    for (size_t i = 0; i < PLACES; i++) {
        if (held_back(&table[i])) {
            int64_t end_ms = table[i].since_ms + LOG_REPEAT_MS;
            passed = now_ms >= end_ms ? &table[i] : passed;
            next_end_ms = end_ms < next_end_ms ? end_ms : next_end_ms;
        }
    }
    return passed;
}

void log_repeat_end(struct log_repeat *place, int64_t now_ms)
{
    place->seen = 0;
    place->since_ms = now_ms;
}
