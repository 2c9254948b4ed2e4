/* SPDX-License-Identifier: Apache-2.0 */
/*
 * topic_reader.h: one thread with one consumer follows all of the worker's own topics, from their
 * beginning, and tells when a place in them has been reached. Records go to each topic's feed on
 * the reader's thread.
 */
#ifndef TOPIC_READER_H
#define TOPIC_READER_H

#include "bus/bus.h"

struct topic_reader;
struct topic_feed; /* one topic that is followed; the reader's until it is closed */

enum weir_verdict topic_reader_open(struct bus *bus, const char *client_id,
                                    struct topic_reader **reader, struct weir_err *err)
    WEIR_MUST_CHECK;
/* Ends the thread; waits that are not over get WOKEN. */
void topic_reader_close(struct topic_reader *reader);

/* What is read, in order, on the reader's thread; good during the call. It may block for a while,
 * which holds up all topics. */
typedef void topic_records(void *self, const struct bus_message *messages, size_t n);

/* From the first record on, once one of the reader's topics is waited for by topic_reader_sync:
 * those that are followed by then begin together, which is quicker. Any thread. */
struct topic_feed *topic_reader_follow(struct topic_reader *reader, struct weir_str topic,
                                       int32_t partitions, topic_records *records, void *self);

/* A place to be reached: the caller's memory until done is called, on the reader's thread or from
 * within topic_reader_await when it is reached already. */
struct topic_wait {
    struct topic_feed *feed;
    int32_t partition;
    int64_t offset; /* reached when everything before it has been handed to records */
    void (*done)(struct topic_wait *wait, bool reached);
    struct topic_wait *next;
};
void topic_reader_await(struct topic_reader *reader, struct topic_wait *wait);

/* Returns when all that was in the topic at the call has been handed to its feed. Not from the
 * reader's thread. RETRY at the deadline, WOKEN when the reader closes. */
enum weir_verdict topic_reader_sync(struct topic_reader *reader, struct topic_feed *feed,
                                    int64_t timeout_ms, struct weir_err *err);

#endif
