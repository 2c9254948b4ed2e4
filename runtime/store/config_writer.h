/* SPDX-License-Identifier: Apache-2.0 */
/*
 * config_writer.h: the one who writes to the config topic. A write is settled when it is durable and
 * has been read back, so that whoever is answered then sees it; the answer comes through the inbox,
 * behind the records it is about. Its thread waits for the bus; the herder's never does.
 */
#ifndef CONFIG_WRITER_H
#define CONFIG_WRITER_H

#include "store/inbox.h"
#include "store/topic_reader.h"

struct config_writer;

/* One write: all of its records or none, where the bus has transactions. */
struct config_write {
    struct inbox_item item;  /* first; run is the caller's: when it is settled */
    void *self;              /* the caller's */
    struct weir_arena arena; /* of the records' bytes */
    struct bus_record *recs; /* but for their topic */
    size_t n;
    int64_t deadline_ms;     /* monotonic: not begun after this */
    /* the outcome */
    enum weir_verdict verdict; /* RETRY: not written in time; FATAL: another leader writes now */
    struct weir_err err;
    /* the writer's */
    struct inbox *inbox;
    struct topic_wait wait;
    struct config_write *next;
};

/* NULL transactional_id: without transactions. Texts are copied. */
struct config_writer *config_writer_new(struct bus *bus, struct inbox *inbox,
                                        struct topic_reader *reader, struct topic_feed *feed,
                                        struct weir_str topic, const char *client_id,
                                        const char *transactional_id);
/* Ends the thread; what is queued is settled with WOKEN. */
void config_writer_close(struct config_writer *writer);

struct config_write *config_write_new(size_t n);
void config_write_free(struct config_write *write);
void config_writer_submit(struct config_writer *writer, struct config_write *write);
/*
 * A write without records: from now on this worker is the writer, older ones are fenced off, and
 * all they had written has been read when it is settled.
 */
void config_writer_claim(struct config_writer *writer, struct config_write *write);
/* No longer leader: what is written from now on (a pause) goes out plainly. */
void config_writer_release(struct config_writer *writer);

#endif
