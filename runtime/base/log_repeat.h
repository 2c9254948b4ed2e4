/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log_repeat.h: lines that say the same again and again are counted, not written. The same = same
 * logger, same context, same format string, at WARN or above. All of it under log.c's lock.
 */
#ifndef LOG_REPEAT_H
#define LOG_REPEAT_H

#include "base/log_internal.h"

#define LOG_REPEAT_FREE 5    /* so many are written before we begin to count */
#define LOG_REPEAT_MS 60000  /* a count is written after this, and the counting begins anew */
#define LOG_REPEAT_TEXT 512  /* so much of the line is kept to be told with the count */

struct log_repeat {
    const char *fmt;
    struct weir_log log;
    enum weir_level level;
    int64_t since_ms;
    uint64_t seen;
    char text[LOG_REPEAT_TEXT]; /* of the last line that was written */
};

/*
 * Counts this line and returns its place; NULL when there is none for it. It shall be written when
 * there is no place or seen is at most LOG_REPEAT_FREE.
 */
struct log_repeat *log_repeat_count(const struct weir_log *log, enum weir_level level,
                                    const char *fmt, int64_t now_ms);
/*
 * The next window that has passed with lines held back, NULL when there is none: to be told, and
 * then ended. now_ms INT64_MAX: every window has passed.
 */
struct log_repeat *log_repeat_passed(int64_t now_ms);
void log_repeat_end(struct log_repeat *place, int64_t now_ms);

#endif
