/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bus_help.h: what tests of a bus do again and again. Every wait has a deadline and fails the test
 * when it passes.
 */
#ifndef BUS_HELP_H
#define BUS_HELP_H

#include "bus/bus.h"

#define HELP_WAIT_MS 30000

/* Calls that must succeed; the error's text is shown when they do not. */
#define HELP_OK(call)                                                                              \
    do {                                                                                           \
        struct weir_err help_err = {.class = WEIR_OK};                                             \
        struct weir_err *err = &help_err;                                                          \
        enum weir_verdict help_verdict = (call);                                                   \
        if (help_verdict != WEIR_OK) {                                                             \
            fail_msg("%s: %s: %s", #call, weir_verdict_name(help_verdict), help_err.text);         \
        }                                                                                          \
    } while (0)

/* props from "name", "value", ..., NULL. */
void help_props(struct weir_props *props, struct weir_arena *arena, ...);

/* An ack that can be waited for. Zero it, then bus_append(..., &help.ack, ...). */
struct help_ack {
    struct bus_ack ack;
    _Atomic int done;
};
void help_ack_init(struct help_ack *help);
bool help_ack_wait(struct help_ack *help, int64_t timeout_ms);

/* True as soon as test(arg) is, false after timeout_ms. */
bool help_until(bool (*test)(void *arg), void *arg, int64_t timeout_ms);

/* Record i of a series: key "k<i>", value "v<i>", in texts of the caller (32 bytes each). */
struct bus_record help_record(const char *topic, int i, char *key, char *value);

/* Reads n messages, hands each to fn, releases them; the number read before the deadline. */
size_t help_read(struct bus_consumer *consumer, size_t n, int64_t timeout_ms,
                 void (*fn)(void *self, const struct bus_message *msg), void *self);

/* Of this process. */
int help_threads(void);

#endif
