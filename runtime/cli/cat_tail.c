/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cat_tail.c: offsets are no count of messages: transactions leave markers and what they gave up,
 * compaction leaves gaps. So the end of the partition is read, from further back each time, until
 * there are as many messages as wanted.
 */
#include "cli/cat_tail.h"

#include <stdlib.h>

#include <weir/mem.h>

#define POLL_RECORDS 2000
#define POLL_BYTES   (1u << 20)
#define POLL_MS      250
#define SPAN_MIN     16

/* The offsets of the newest n messages seen. */
struct newest {
    int64_t *offsets;
    size_t n, seen;
};

/* From at->offset to end. */
static enum weir_verdict read_span(struct bus_consumer *consumer,
                                   const struct weir_topic_partition *at, int64_t end,
                                   struct newest *newest, struct weir_err *err)
{
    newest->seen = 0;
    enum weir_verdict verdict = bus_consumer_assign(consumer, at, 1, err);
    while (verdict == WEIR_OK &&
           bus_consumer_position(consumer, at->topic, at->partition) < end) {
        struct bus_messages messages;
        verdict = bus_consumer_poll(consumer, POLL_RECORDS, POLL_BYTES, POLL_MS, &messages, err);
        if (verdict != WEIR_OK) {
            break;
        }
        for (size_t i = 0; i < messages.n && messages.items[i].offset < end; i++) {
            newest->offsets[newest->seen++ % newest->n] = messages.items[i].offset;
        }
        bus_messages_release(consumer, &messages);
    }
    return verdict;
}

enum weir_verdict cat_tail(struct bus_consumer *consumer, struct weir_topic_partition *at,
                           int64_t low, int64_t end, int64_t n, struct weir_err *err)
{
    struct newest newest = {.n = (size_t)n};
    enum weir_verdict verdict = WEIR_OK;
    newest.offsets = weir_xcalloc(newest.n, sizeof(int64_t));
    at->offset = end;
    int64_t span = n + SPAN_MIN;
    while (verdict == WEIR_OK && newest.seen < newest.n && at->offset > low) {
        at->offset = end - low > span ? end - span : low;
        verdict = read_span(consumer, at, end, &newest, err);
        span *= 2;
    }
    if (newest.seen >= newest.n) {
        at->offset = newest.offsets[newest.seen % newest.n];
    }
    free(newest.offsets);
    return verdict;
}
