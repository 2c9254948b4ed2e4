/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_log.h: an embedded log in a folder of its own, for tests; calls that fail end the test.
 */
#ifndef LOCAL_LOG_H
#define LOCAL_LOG_H

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "bus/bus.h"
#include "unit.h"

struct local_log {
    char dir[64];
    struct bus_local_options options;
    struct bus *bus;
    struct bus_producer *producer; /* opened with the log */
    struct weir_err err;
};

/* cmocka's setup and teardown: *state becomes the log. */
int local_log_setup(void **state);
int local_log_teardown(void **state);
#define on_a_log(test) cmocka_unit_test_setup_teardown(test, local_log_setup, local_log_teardown)

struct local_log *local_log_new(void); /* not opened yet */
void local_log_open(struct local_log *log);
void local_log_close(struct local_log *log);
void local_log_free(struct local_log *log);
void local_log_reopen(struct local_log *log);

void must(enum weir_verdict class, const struct weir_err *err);
void assert_text(struct weir_str got, const char *wanted);
void assert_says(const struct weir_err *err, const char *words);

void local_log_topic(struct local_log *log, const char *name, int32_t partitions,
                     const char *config, const char *value);
void local_log_append(struct local_log *log, const struct bus_record *recs, size_t n);
void local_log_text(struct local_log *log, const char *topic, const char *key, const char *value);
/* Keys "key 0" ..., values "value 0" ..., in one append. */
void local_log_many(struct local_log *log, const char *topic, int n);

struct bus_consumer *local_log_reader(struct local_log *log, const char *topic, int32_t partition,
                                      int64_t offset);
/* Polls until one poll gives n records; earlier ones must be empty. */
struct bus_messages local_log_poll(struct bus_consumer *consumer, size_t n);
/* Records from the consumer's position to the end, as "key=value" and blanks ("-" is null). */
char *local_log_rest(struct bus_consumer *consumer, struct local_log *log);

#endif
