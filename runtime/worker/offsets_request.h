/* SPDX-License-Identifier: Apache-2.0 */
/*
 * offsets_request.h: what is done to a connector's offsets on its thread.
 */
#ifndef OFFSETS_REQUEST_H
#define OFFSETS_REQUEST_H

#include "conf/provider.h"
#include "plugin/registry.h"
#include "store/offset_store.h"
#include "worker/job.h"

enum offsets_action { OFFSETS_SHOW, OFFSETS_ALTER, OFFSETS_RESET };

struct offsets_job {
    struct job job; /* first */
    /* in */
    enum offsets_action action;
    const char *name;
    const struct registry_entry *entry;
    bool is_sink;
    const struct providers *providers;
    struct bus *bus;
    struct offset_store *offsets;
    struct weir_props raw;
    struct weir_offset_change *changes;
    size_t n_changes;
    /* out */
    int status; /* HTTP's, with job.verdict not OK */
    const struct weir_offset *found;
    size_t n;
    bool handled; /* the connector had a say */
};

/* The job's work. */
void offsets_work(struct job *job);
/* For sources and for sinks, whose texts differ. conf: the connector's typed configuration. */
enum weir_verdict offsets_of_source(struct offsets_job *ask, const struct weir_props *resolved,
                                    const void *conf, struct weir_err *err);
enum weir_verdict offsets_of_sink(struct offsets_job *ask, const struct weir_props *resolved,
                                  const void *conf, struct weir_err *err);
/* Sets the status, too. */
enum weir_verdict offsets_refuse(struct offsets_job *ask, int status, struct weir_err *err,
                                 const char *fmt, ...) WEIR_PRINTF(4, 5);
/* The connector's own say. */
enum weir_verdict offsets_call(struct offsets_job *ask, const struct weir_props *resolved,
                               const void *conf, const struct weir_offset_change *changes,
                               size_t n, struct weir_err *err);

#endif
