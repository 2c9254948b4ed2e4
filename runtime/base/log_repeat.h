/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log_repeat.h: lines that say the same again and again are counted, not written. The same = same
 * logger, same context, same format string, at WARN or above.
 */
#ifndef LOG_REPEAT_H
#define LOG_REPEAT_H

#include "base/log_internal.h"

#define LOG_REPEAT_FREE 5       /* so many are written before we begin to count */
#define LOG_REPEAT_MS 60000     /* a count is written after this, and the counting begins anew */

struct log_repeat {
    const char *fmt;
    struct weir_log log;
    enum weir_level level;
    int64_t since_ms;
    uint64_t seen;
};

/* Whether this line shall be written. A window that has passed with lines held back comes back in
 * *ended, with ended->seen the number of them, to be reported first (0: none). Under log.c's lock. */
bool log_repeat_pass(const struct weir_log *log, enum weir_level level, const char *fmt,
                     int64_t now_ms, struct log_repeat *ended);
/* Takes the next window with lines held back out; false: no more. */
bool log_repeat_drain(struct log_repeat *ended);

#endif
