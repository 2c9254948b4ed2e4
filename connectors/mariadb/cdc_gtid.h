/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_gtid.h: sets of transactions as offsets and servers write them: MariaDB's "0-1-9182,1-2-7"
 * (one element a domain, all up to it) and MySQL's "uuid:1-7:9,uuid:1-3". One thread.
 */
#ifndef WEIR_CDC_GTID_H
#define WEIR_CDC_GTID_H

#include <weir/conf.h>

#include "binlog_event.h"

struct cdc_gtids;

struct cdc_gtids *cdc_gtids_new(void);
void cdc_gtids_free(struct cdc_gtids *set); /* NULL is fine */
/* Replaces what the set holds. BAD_DATA names the part that is no GTID. */
enum weir_verdict cdc_gtids_read(struct cdc_gtids *set, struct weir_str text, struct weir_err *err);
void cdc_gtids_add(struct cdc_gtids *set, const struct binlog_gtid *gtid);
/* Every transaction of part is in set. */
bool cdc_gtids_contains(const struct cdc_gtids *set, const struct cdc_gtids *part);
bool cdc_gtids_empty(const struct cdc_gtids *set);
/* Takes over the domains or source ids of other that set lacks altogether. */
void cdc_gtids_merge_new(struct cdc_gtids *set, const struct cdc_gtids *other);
/* Keeps only sources that match: a UUID, or "domain-server". */
void cdc_gtids_filter(struct cdc_gtids *set, const struct weir_conf_regexes *includes,
                      const struct weir_conf_regexes *excludes);
void cdc_gtids_write(const struct cdc_gtids *set, struct weir_buf *out);

void cdc_gtid_write(const struct binlog_gtid *gtid, struct weir_buf *out);
/* Whether the gtid's source passes the two lists. */
bool cdc_gtid_passes(const struct binlog_gtid *gtid, const struct weir_conf_regexes *includes,
                     const struct weir_conf_regexes *excludes);

#endif
