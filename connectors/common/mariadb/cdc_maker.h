/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_maker.h: what is made once a task from the configuration: the compiled column rules and
 * converters, topic naming, the context headers with this run's id, the source block's schema.
 * Tables are made with it.
 */
#ifndef WEIR_CDC_MAKER_H
#define WEIR_CDC_MAKER_H

#include <stdatomic.h>

#include <weir/batch.h>
#include <weir/log.h>

#include "mariadb_conf.h"

#define CDC_CONTEXT_HEADERS 4

struct cdc_rules;      /* cdc_rules.h: masks, truncation, propagation */
struct cdc_converters; /* cdc_converter.h: the shipped custom converters */

/* Of the records beside the data. */
struct cdc_meta_schemas {
    const struct weir_schema *server_key, *heartbeat;
    const struct weir_schema *txn_key, *txn_value;
    const struct weir_schema *notification_key, *notification;
    const struct weir_schema *change_key, *change_value;
};

struct cdc_maker {
    const struct mariadb_conf *conf;
    const struct weir_log *log;
    struct weir_str connector; /* mariadb or mysql: the class that was named */
    struct weir_str prefix;
    const struct weir_schema *source_schema;
    const struct weir_schema *txn_schema; /* event.block */
    struct cdc_meta_schemas meta;
    struct weir_header headers[CDC_CONTEXT_HEADERS]; /* __debezium.context.*, of every record */
    uint32_t n_headers; /* 0: switched off */
    const struct cdc_rules *rules;
    const struct cdc_converters *converters;
    bool skips[5]; /* by enum cdc_op */
    struct weir_arena arena;
    atomic_uint holds;
};

/* conf and log outlive it. BAD_CONFIG: a rule or a converter that is not right. */
enum weir_verdict cdc_maker_new(const struct mariadb_conf *conf, int task_id,
                                const struct weir_log *log, struct cdc_maker **maker,
                                struct weir_err *err);
/* Gives the caller's hold up; tables and batches keep what they need of it. NULL is fine. */
void cdc_maker_free(struct cdc_maker *maker);
struct cdc_maker *cdc_maker_hold(struct cdc_maker *maker);
/* batch holds maker's headers and texts until it is reset. */
void cdc_maker_keep(struct cdc_maker *maker, struct weir_batch *batch);

#endif
