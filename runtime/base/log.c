/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log.c: writes lines, as text for people or as JSON for machines, whole ones whichever thread they
 * come from. Levels are in log_levels.c, the counting of repeats in log_repeat.c.
 */
#include "base/log_internal.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <weir/json.h>
#include <weir/time.h>

#include "base/secrets.h"
#include "base/log_repeat.h"

#define LINE_MAX_BYTES (64u << 10)
#define MESSAGE_MAX    8192

static pthread_mutex_t out_lock = PTHREAD_MUTEX_INITIALIZER;
static bool as_json, colours;
static int out_fd = 2;
static void (*sink)(void *self, struct weir_str line);
static void *sink_self;

void log_setup(bool json, int fd)
{
    pthread_mutex_lock(&out_lock);
    as_json = json;
    out_fd = fd;
    colours = !json && isatty(fd);
    pthread_mutex_unlock(&out_lock);
}

void log_sink(void (*fn)(void *self, struct weir_str line), void *self)
{
    pthread_mutex_lock(&out_lock);
    sink = fn;
    sink_self = self;
    pthread_mutex_unlock(&out_lock);
}

void weir_log_init(struct weir_log *log, const char *logger, const char *connector, int task,
                   const char *stage)
{
    *log = (struct weir_log){.logger = weir_logger_get(logger), .task = task};
    snprintf(log->connector, sizeof(log->connector), "%s", connector ? connector : "");
    snprintf(log->stage, sizeof(log->stage), "%s", stage ? stage : "");
}

bool weir_log_on(const struct weir_log *log, enum weir_level level)
{
    return (int)level >= atomic_load_explicit(&log->logger->level, memory_order_relaxed);
}

/* Connect's: "[name|worker] ", "[name|task-0] ", "[name|task-0|offsets] ". */
static void add_context(struct weir_buf *line, const struct weir_log *log)
{
    if (!log->connector[0]) {
        return;
    }
    weir_buf_printf(line, "[%s|", log->connector);
    if (log->task < 0) {
        weir_buf_text(line, "worker");
    } else {
        weir_buf_printf(line, "task-%d", log->task);
    }
    weir_buf_printf(line, "%s%s] ", log->stage[0] ? "|" : "", log->stage);
}

static const char *name_of(const struct weir_log *log)
{
    return log->logger->name[0] ? log->logger->name : LOG_ROOT;
}

static void text_line(struct weir_buf *line, const struct weir_log *log, enum weir_level level,
                      struct weir_str message)
{
    static const char *const paint[] = {"\33[2m",  "\33[2m",  "", "\33[33m",
                                        "\33[31m", "\33[31m", ""};
    weir_buf_char(line, '[');
    weir_time_timestamp(line, weir_clock_wall_ms());
    weir_buf_printf(line, "] %s%s%s ", colours ? paint[level] : "", log_level_name(level),
                    colours && paint[level][0] ? "\33[0m" : "");
    add_context(line, log);
    weir_buf_str(line, message);
    weir_buf_printf(line, " (%s)", name_of(log));
}

static void json_line(struct weir_buf *line, const struct weir_log *log, enum weir_level level,
                      struct weir_str message)
{
    weir_buf_text(line, "{\"time\":\"");
    weir_time_timestamp(line, weir_clock_wall_ms());
    weir_buf_printf(line, "\",\"level\":\"%s\",\"logger\":", log_level_name(level));
    weir_json_string(line, weir_str_of(name_of(log)));
    if (log->connector[0]) {
        weir_buf_text(line, ",\"connector\":");
        weir_json_string(line, weir_str_of(log->connector));
        if (log->task >= 0) {
            weir_buf_printf(line, ",\"task\":%d", log->task);
        }
    }
    if (log->stage[0]) {
        weir_buf_text(line, ",\"stage\":");
        weir_json_string(line, weir_str_of(log->stage));
    }
    weir_buf_text(line, ",\"message\":");
    weir_json_string(line, message);
    weir_buf_char(line, '}');
}

/* Under the lock. A line that cannot be written is lost: there is nobody to tell. */
static void emit(const struct weir_log *log, enum weir_level level, struct weir_str message)
{
    struct weir_buf line, shown;
    weir_buf_init(&line, LINE_MAX_BYTES);
    weir_buf_init(&shown, LINE_MAX_BYTES);
    secrets_redact(message, NULL, &shown);
    (as_json ? json_line : text_line)(&line, log, level, weir_buf_view(&shown));
    if (sink) {
        sink(sink_self, weir_buf_view(&line));
    } else {
        weir_buf_char(&line, '\n');
        for (size_t at = 0; at < line.n;) {
            ssize_t n = write(out_fd, line.p + at, line.n - at);
            at = n > 0 ? at + (size_t)n : line.n;
        }
    }
    weir_buf_free(&line);
    weir_buf_free(&shown);
}

/* "<the line> (repeated 417 times in 60 s)" for each line that was held back until now. */
static void emit_counts(int64_t now_ms)
{
    int64_t ended_ms = weir_clock_mono_ms();
    for (struct log_repeat *place; (place = log_repeat_passed(now_ms));) {
        char text[LOG_REPEAT_TEXT + 64];
        int n = snprintf(text, sizeof(text), "%s (repeated %llu times in %lld s)", place->text,
                         (unsigned long long)(place->seen - LOG_REPEAT_FREE),
                         (long long)(ended_ms - place->since_ms) / 1000);
        emit(&place->log, place->level, weir_str_n(text, (size_t)n));
        log_repeat_end(place, ended_ms);
    }
}

WEIR_PRINTF(4, 0)
static void write_line(const struct weir_log *log, enum weir_level level, struct log_repeat *place,
                       const char *fmt, va_list args)
{
    char text[MESSAGE_MAX];
    int n = vsnprintf(text, sizeof(text), fmt, args);
    size_t kept = n < 0 ? 0 : (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1;
    if (place) {
        snprintf(place->text, sizeof(place->text), "%.*s", (int)sizeof(place->text) - 1, text);
    }
    emit(log, level, weir_utf8_whole(weir_str_n(text, kept)));
}

void weir_log_line(const struct weir_log *log, enum weir_level level, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    pthread_mutex_lock(&out_lock);
    int64_t now_ms = weir_clock_mono_ms();
    emit_counts(now_ms);
    struct log_repeat *place = log_repeat_count(log, level, fmt, now_ms);
    if (!place || place->seen <= LOG_REPEAT_FREE) {
        write_line(log, level, place, fmt, args);
    }
    pthread_mutex_unlock(&out_lock);
    va_end(args);
}

void log_flush(void)
{
    pthread_mutex_lock(&out_lock);
    emit_counts(INT64_MAX);
    pthread_mutex_unlock(&out_lock);
}
