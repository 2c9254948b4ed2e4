/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_maker.h: what is made once a task from the configuration: the compiled column rules and
 * converters, topic naming, the context headers with this run's id, the source block's schema.
 * Tables are made with it.
 */
#ifndef WEIR_CDC_MAKER_H
#define WEIR_CDC_MAKER_H

#include <weir/batch.h>
#include <weir/log.h>

#include "mariadb_conf.h"

struct cdc_maker;

/* conf and log outlive it. BAD_CONFIG: a rule or a converter that is not right. */
enum weir_verdict cdc_maker_new(const struct mariadb_conf *conf, int task_id,
                                const struct weir_log *log, struct cdc_maker **maker,
                                struct weir_err *err);
/* Gives the caller's hold up; tables and batches keep what they need of it. NULL is fine. */
void cdc_maker_free(struct cdc_maker *maker);

#endif
