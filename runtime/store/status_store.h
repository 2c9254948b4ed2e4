/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status_store.h: the states of all connectors and tasks, and the topics they use, as the status
 * topic has them. What this worker says itself is seen at once and sent in the background; what
 * others say arrives by status_store_apply. One thread, the herder's.
 */
#ifndef STATUS_STORE_H
#define STATUS_STORE_H

#include "store/inbox.h"
#include "store/status_record.h"

struct status_store;

struct status_cell {
    struct status status; /* texts are the cell's */
    bool known;
    bool own; /* said by this worker: what is read is older */
};

struct task_cell {
    int id;
    struct status_cell cell;
};

struct status_entry {
    struct weir_str name;
    struct status_cell connector;
    struct task_cell *tasks; /* by id; unknown ones are not there */
    size_t n_tasks, cap_tasks;
    struct topic_status *topics;
    size_t n_topics, cap_topics;
};

struct status_store *status_store_new(struct inbox *inbox, struct weir_str topic);
/* From now on it can write; before, what is put is only kept. The producer stays the caller's. */
void status_store_writable(struct status_store *store, struct bus_producer *producer);
/* After the producer was closed, so that no write is under way. */
void status_store_free(struct status_store *store);

void status_store_apply(struct status_store *store, struct weir_str key, struct weir_str value);

void status_store_put(struct status_store *store, struct weir_str name,
                      const struct status *status);
void status_store_put_task(struct status_store *store, struct weir_str name, int task,
                           const struct status *status);
/* Tombstones; for a connector also those of all its tasks, first. */
void status_store_drop(struct status_store *store, struct weir_str name);
void status_store_drop_task(struct status_store *store, struct weir_str name, int task);
void status_store_put_topic(struct status_store *store, const struct topic_status *topic);
void status_store_drop_topics(struct status_store *store, struct weir_str name);

/* Whether what this worker says counts more than what it reads: while it leads. */
void status_store_own(struct status_store *store, bool own);
/* Sends again what could not be written. */
void status_store_retry(struct status_store *store);
bool status_store_waiting(const struct status_store *store); /* something is for the next retry */

struct status_entry *status_store_get(const struct status_store *store, struct weir_str name);
const struct status *status_entry_task(const struct status_entry *entry, int task); /* or NULL */
/* for (size_t at = 0; (entry = status_store_next(store, &at));) */
struct status_entry *status_store_next(const struct status_store *store, size_t *at);
int64_t status_store_generation(const struct status_store *store); /* the highest seen, 0: none */

#endif
