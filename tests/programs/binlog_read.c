/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a server's binlog as the source does and prints its events. Arguments are name=value:
 * port, host, user, password, server-id, file, pos, gtids, annotate, tls (0-4), ca, cert, key,
 * ca-password, key-password, until (ends after a query with this text), events (ends after so
 * many), idle-ms (ends when nothing came for so long), quiet, event-max, heartbeat-ms, wake-ms.
 * Exit status 1 with the verdict and the sentence when the stream ends in an error.
 */
#include <pthread.h>
#include <time.h>

#include <weir/time.h>

#include "binlog_stream.h"
#include "binlog_text.h"
#include "program_options.h"

static struct binlog_start start_of(char **argv)
{
    return (struct binlog_start){
        .server_id = (uint32_t)option_number(argv, "server-id", 4711),
        .file = weir_str_of(option_text(argv, "file", "")),
        .pos = (uint64_t)option_number(argv, "pos", 4),
        .gtids = weir_str_of(option_text(argv, "gtids", NULL)),
        .annotate = option_number(argv, "annotate", 0),
        .heartbeat_ms = option_number(argv, "heartbeat-ms", 0),
        .event_max = (size_t)option_number(argv, "event-max", 0),
    };
}

static int failed(const struct weir_err *err)
{
    printf("\n%s %d: %s\n", weir_verdict_name(err->class), err->code, err->text);
    return 1;
}

struct waker {
    struct binlog_stream *stream;
    int64_t after_ms;
};

static void *wake_later(void *self)
{
    struct waker *waker = self;
    nanosleep(&(struct timespec){.tv_nsec = waker->after_ms * 1000000}, NULL);
    binlog_stream_wake(waker->stream);
    return NULL;
}

static int follow(struct binlog_stream *stream, char **argv, struct binlog_text *text)
{
    const char *until = option_text(argv, "until", NULL);
    uint64_t most = (uint64_t)option_number(argv, "events", INT32_MAX);
    int64_t idle_ms = option_number(argv, "idle-ms", 20000);
    struct binlog_event event;
    struct weir_err err;
    bool got = true;
    while (text->n_events < most) {
        if (binlog_stream_next(stream, idle_ms, &event, &got, &err) != WEIR_OK) {
            return failed(&err);
        }
        if (!got) {
            printf("nothing more\n");
            break;
        }
        if (binlog_text_event(text, &event, &err) != WEIR_OK) {
            return failed(&err);
        }
        if (until && event.kind == BINLOG_QUERY &&
            weir_str_find(event.query.sql, weir_str_of(until)) >= 0) {
            break;
        }
        if (!text->quiet) {
            fflush(stdout);
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct my_conf conf = option_conf(argv);
    struct binlog_start start = start_of(argv);
    struct binlog_stream *stream;
    struct binlog_text text;
    struct weir_log log;
    struct weir_err err;
    struct waker waker = {.after_ms = option_number(argv, "wake-ms", 0)};
    pthread_t thread;
    (void)argc;
    weir_log_init(&log, "binlog", "", -1, "read");
    if (binlog_stream_open(&conf, &start, &log, &stream, &err) != WEIR_OK) {
        return failed(&err);
    }
    printf("open\n");
    fflush(stdout);
    binlog_text_init(&text, stdout);
    text.is_mysql = binlog_stream_flavour(stream) == MY_MYSQL;
    text.quiet = option_number(argv, "quiet", 0);
    waker.stream = stream;
    if (waker.after_ms) {
        pthread_create(&thread, NULL, wake_later, &waker);
    }
    int64_t began_ms = weir_clock_mono_ms();
    int status = follow(stream, argv, &text);
    if (waker.after_ms) {
        pthread_join(thread, NULL);
    }
    printf("%" PRIu64 " events, %" PRIu64 " rows in %.*s, %lld ms\n", text.n_events, text.n_rows,
           WEIR_STR_ARG(binlog_stream_file(stream)), (long long)(weir_clock_mono_ms() - began_ms));
    binlog_text_free(&text);
    binlog_stream_close(stream);
    return status;
}
