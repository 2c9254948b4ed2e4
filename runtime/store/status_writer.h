/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status_writer.h: sends status records without waiting for them. What fails is sent again unless
 * something newer was said under the same key. One thread, the herder's.
 */
#ifndef STATUS_WRITER_H
#define STATUS_WRITER_H

#include "bus/bus.h"
#include "store/inbox.h"

struct status_writer;

struct status_write {
    struct inbox_item item; /* first: how its acknowledgement comes back */
    struct bus_ack ack;
    struct bus_record rec;
    struct weir_arena arena; /* of the record's bytes */
    struct status_writer *writer;
    uint64_t number;
    struct status_write *next;
};

struct status_write *status_write_new(void);

struct status_writer *status_writer_new(struct inbox *inbox, struct weir_str topic);
void status_writer_open(struct status_writer *writer, struct bus_producer *producer);
void status_writer_free(struct status_writer *writer);
/* Takes the write over; rec is filled but for its topic. */
void status_writer_send(struct status_writer *writer, struct status_write *write);
/* Sends what waits. */
void status_writer_retry(struct status_writer *writer);
bool status_writer_waiting(const struct status_writer *writer);

#endif
