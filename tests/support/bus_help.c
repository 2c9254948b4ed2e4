/* SPDX-License-Identifier: Apache-2.0 */
#include "bus_help.h"

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

#include <weir/time.h>

void help_props(struct weir_props *props, struct weir_arena *arena, ...)
{
    va_list args;
    va_start(args, arena);
    weir_props_init(props, arena);
    for (const char *name; (name = va_arg(args, const char *));) {
        weir_props_set_c(props, name, va_arg(args, const char *));
    }
    va_end(args);
}

static void on_done(struct bus_ack *ack)
{
    atomic_fetch_add(&((struct help_ack *)ack)->done, 1);
}

void help_ack_init(struct help_ack *help)
{
    memset(help, 0, sizeof(*help));
    help->ack.done = on_done;
}

bool help_until(bool (*test)(void *arg), void *arg, int64_t timeout_ms)
{
    int64_t deadline_ms = weir_clock_mono_ms() + timeout_ms;
    while (!test(arg)) {
        if (weir_clock_mono_ms() > deadline_ms) {
            return false;
        }
        usleep(500);
    }
    return true;
}

static bool is_done(void *arg)
{
    return atomic_load(&((struct help_ack *)arg)->done) == 1;
}

bool help_ack_wait(struct help_ack *help, int64_t timeout_ms)
{
    return help_until(is_done, help, timeout_ms);
}

struct bus_record help_record(const char *topic, int i, char *key, char *value)
{
    snprintf(key, 32, "k%d", i);
    snprintf(value, 32, "v%d", i);
    return (struct bus_record){.topic = weir_str_of(topic),
                               .partition = WEIR_NO_PARTITION,
                               .timestamp = WEIR_NO_TIMESTAMP,
                               .key = weir_str_of(key),
                               .value = weir_str_of(value)};
}

size_t help_read(struct bus_consumer *consumer, size_t n, int64_t timeout_ms,
                 void (*fn)(void *self, const struct bus_message *msg), void *self)
{
    int64_t deadline_ms = weir_clock_mono_ms() + timeout_ms;
    size_t got = 0;
    while (got < n && weir_clock_mono_ms() < deadline_ms) {
        struct bus_messages messages;
        struct weir_err err;
        if (bus_consumer_poll(consumer, n - got, 1 << 20, deadline_ms - weir_clock_mono_ms(),
                              &messages, &err)) {
            fprintf(stderr, "poll: %s\n", err.text);
            break;
        }
        for (size_t i = 0; i < messages.n; i++) {
            fn(self, &messages.items[i]);
        }
        got += messages.n;
        bus_messages_release(consumer, &messages);
    }
    return got;
}

int help_threads(void)
{
    int n = -2; /* . and .. */
    DIR *tasks = opendir("/proc/self/task");
    while (readdir(tasks)) {
        n++;
    }
    closedir(tasks);
    return n;
}
