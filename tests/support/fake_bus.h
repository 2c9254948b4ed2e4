/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fake_bus.h: a bus in memory for unit tests, with the moods of a real one: acknowledgements that
 * come late or out of order, calls that fail (before or after they took effect), rebalances,
 * fenced producers. It aborts the process when it is misused: bytes changed before they were
 * acknowledged, messages released out of order, calls by an abandoned handle's thread.
 */
#ifndef FAKE_BUS_H
#define FAKE_BUS_H

#include "bus/bus.h"

/* features as bus_features() gives them. Free with bus_close. */
struct bus *fake_bus_new(int features);
/* Partitions of topics that a first record makes; 1 at first. */
void fake_bus_partitions(struct bus *bus, int32_t partitions);

/* ---- acknowledgements ---- */
enum fake_acks {
    FAKE_ACKS_AT_ONCE, /* within bus_append */
    FAKE_ACKS_THREAD,  /* from a thread, in order */
    FAKE_ACKS_HELD,    /* when fake_bus_ack says so */
};
void fake_bus_acks(struct bus *bus, enum fake_acks acks);
size_t fake_bus_held(struct bus *bus);        /* appends that wait for theirs */
void fake_bus_ack(struct bus *bus, size_t i); /* the i-th oldest of them */
/* Waits until so many are held; false after 10 s. */
bool fake_bus_await_held(struct bus *bus, size_t n);

/* ---- failures ---- */
/* The nth step from now on (1: the next) fails with class. A call counts as one step before it
 * takes effect and one after; 0: none does. An atomic append cannot fail with RETRY after it took
 * effect: that is FATAL. */
#define FAKE_EVERY_STEP (-1)
void fake_bus_fail(struct bus *bus, int nth, enum weir_verdict class);
bool fake_bus_failed(struct bus *bus); /* whether that step was reached */
const char *fake_bus_failed_call(struct bus *bus);
/* Only calls of this name count ("append", "commit"); NULL: all. */
void fake_bus_fail_only(struct bus *bus, const char *call);
/* No step of the calling thread counts or fails: a test's own look through the store. */
void fake_bus_quiet(bool quiet);
/* A record with this key is refused by its acknowledgement, as too large. */
void fake_bus_refuse_key(struct bus *bus, const char *key);
/* Every handle that is open now fails with FATAL from now on. */
void fake_bus_fence(struct bus *bus);

/* ---- what is in it ---- */
struct fake_record {
    struct weir_str key, value;
    int64_t timestamp;
    const struct weir_raw_header *headers;
    uint32_t n_headers;
    bool visible; /* not of an open or aborted transaction */
};
size_t fake_bus_count(struct bus *bus, const char *topic, int32_t partition); /* visible or not */
/* Good until the bus closes. */
struct fake_record fake_bus_get(struct bus *bus, const char *topic, int32_t partition, size_t i);
void fake_bus_put(struct bus *bus, const char *topic, int32_t partition, const char *key,
                  const char *value);
/* Waits until so many visible records are there; false after 10 s. */
bool fake_bus_await(struct bus *bus, const char *topic, int32_t partition, size_t n);

/* ---- groups ---- */
int64_t fake_bus_committed(struct bus *bus, const char *group, const char *topic,
                           int32_t partition);
const char *fake_bus_metadata(struct bus *bus, const char *group, const char *topic,
                              int32_t partition);
bool fake_bus_await_committed(struct bus *bus, const char *group, const char *topic,
                              int32_t partition, int64_t offset);
/* The members' partitions are taken at their next poll and given again; lost: without asking. */
void fake_bus_rebalance(struct bus *bus, const char *group, bool lost);
/* A partition that the fake keeps for a member of its own: taken from those who have it. */
void fake_bus_take(struct bus *bus, const char *group, const char *topic, int32_t partition,
                   bool taken);
size_t fake_bus_polls(struct bus *bus); /* of group consumers, so far */

#endif
