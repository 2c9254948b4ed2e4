/* SPDX-License-Identifier: Apache-2.0 */
/*
 * config_store.h: what the config topic says now: connectors, their committed tasks, target states,
 * fencing, the session key. Records go in by config_store_apply in the order of the topic; nothing
 * else changes it. One thread, the herder's.
 */
#ifndef CONFIG_STORE_H
#define CONFIG_STORE_H

#include <stdatomic.h>

#include "store/config_record.h"

struct config_store;

/* A configuration as it was read, never changed; shared by those who hold it, on any thread. */
struct config_doc {
    struct weir_props props;
    struct weir_arena arena;
    atomic_int refs;
};
struct config_doc *config_doc_ref(struct config_doc *doc);
void config_doc_unref(struct config_doc *doc);

struct deferred_task {
    int id;
    struct config_doc *doc;
};

struct config_connector {
    struct weir_str name;
    struct config_doc *config;  /* NULL: deleted, or never there */
    uint64_t config_rev;        /* grows with every record of its configuration */
    char *bad;                  /* its newest record cannot be read: why; NULL: fine */
    enum target_state target;   /* STARTED unless a record says else */
    struct config_doc **tasks;  /* committed, 0..n_tasks-1; NULL while inconsistent */
    int n_tasks;
    uint64_t tasks_rev;         /* grows with every commit */
    bool inconsistent;          /* a commit whose tasks are not all there: must be written again */
    struct config_doc *applied; /* its configuration at the last commit that was whole; NULL: none */
    struct deferred_task *deferred; /* read, waiting for their commit */
    size_t n_deferred, cap_deferred;
    int fenced_tasks;           /* of the newest tasks-fencing record; -1: none */
    bool pending_fencing;       /* commits since then */
};

enum config_change {
    CONFIG_NOTHING, /* unknown, unreadable or without effect */
    CONFIG_CONNECTOR,
    CONFIG_REMOVED,
    CONFIG_TARGET,
    CONFIG_TASKS,
    CONFIG_FENCED,
    CONFIG_BAD,     /* a connector's record that cannot be read */
    CONFIG_RESTART, /* an event: include_tasks, only_failed */
    CONFIG_SESSION_KEY,
    CONFIG_LOGGER,  /* an event: name is the logger, level */
};

struct config_event {
    enum config_change change;
    struct weir_str name; /* points into the key */
    bool include_tasks, only_failed;
    struct weir_str level; /* in the store until the next apply */
};

struct config_store *config_store_new(void);
void config_store_free(struct config_store *store);
/* value.p NULL: a tombstone. Never fails: a bad record is logged once and reported as such. */
void config_store_apply(struct config_store *store, struct weir_str key, struct weir_str value,
                        struct config_event *event);

/* NULL unless it has a configuration. */
struct config_connector *config_store_get(const struct config_store *store, struct weir_str name);
/* Also one that has only an unreadable record, or leftovers of a deleted one. */
struct config_connector *config_store_find(const struct config_store *store, struct weir_str name);
/* for (size_t at = 0; (cc = config_store_next(store, &at));): those that have a configuration, or
 * an unreadable one. */
struct config_connector *config_store_next(const struct config_store *store, size_t *at);
size_t config_store_count(const struct config_store *store);
/* Base64, p NULL: none that can be read. *created_ms is when it was made. */
struct weir_str config_store_session_key(const struct config_store *store, int64_t *created_ms);
/* Whether these are the committed tasks already, made from the configuration as it is now. */
bool config_store_tasks_equal(const struct config_connector *cc,
                              const struct weir_props *const *tasks, size_t n);

#endif
