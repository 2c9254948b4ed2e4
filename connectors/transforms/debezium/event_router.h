/* SPDX-License-Identifier: Apache-2.0 */
/*
 * event_router.h: the outbox EventRouter's keys and what it knows of a table's schema:
 * event_router.c opens it, outbox_row.c makes messages of rows.
 */
#ifndef EVENT_ROUTER_H
#define EVENT_ROUTER_H

#include "outbox_json.h"
#include "smt.h"
#include "topic_cache.h"

enum { INVALID_WARN, INVALID_ERROR, INVALID_FATAL };
enum placement { IN_HEADER, IN_ENVELOPE, IN_PARTITION };

/* The keys, as event_router.c declares them. */
struct outbox_conf {
    int invalid;
    struct weir_str id, key, type, timestamp, payload, version;
    struct weir_conf_list additional; /* "column:placement" or "column:placement:alias" */
    bool missing_is_error;
    struct weir_str route_by;
    struct weir_regex *regex;
    struct weir_str replacement;
    bool tombstones;
    bool expand_json;
    int json_nulls; /* enum outbox_json_nulls */
};

/* A column that goes with the payload. */
struct additional {
    struct weir_str column, alias;
    enum placement placement;
};

struct outbox {
    struct smt smt;
    const struct weir_log *log;
    struct additional *additional;
    size_t n_additional;
    bool has_envelope;
    struct topic_cache topics;
    struct outbox_json json;
};

struct outbox_plan {
    struct plan base;
    int op, ts_ms, after;
    const struct weir_schema *row;
    int id, key, timestamp, payload, version, route_by;
    int *additional; /* by additional field; -1: not there */
    /* The last schema of struct values, and what it was made of. */
    const struct weir_schema *made, *made_of;
    int32_t made_version;
};

/* Where the columns are in an envelope's schema. */
enum weir_verdict outbox_make_plan(void *outbox, struct plan *plan, struct weir_err *err);
/* What becomes of one record. */
enum weir_verdict outbox_one(void *outbox, struct weir_batch *batch, struct weir_record *rec,
                             struct weir_err *err);

#endif
