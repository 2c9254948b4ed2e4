/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_gtid.h: sets of transactions in the binary forms of the replication protocol, from and to
 * their texts. What sets mean to each other is cdc_gtid.h's.
 */
#ifndef WEIR_BINLOG_GTID_H
#define WEIR_BINLOG_GTID_H

#include <weir/buf.h>

/* "uuid:1-7:9,uuid:1-3" as COM_BINLOG_DUMP_GTID wants it. BAD_CONFIG names what is no GTID. */
enum weir_verdict binlog_gtids_encode(struct weir_str text, struct weir_buf *out,
                                      struct weir_err *err);
/*
 * The body of a GTID list event (MariaDB: the last of each domain) or of MySQL's previous GTIDs.
 * BAD_DATA when it is cut short.
 */
enum weir_verdict binlog_gtids_of_list(struct weir_str body, bool is_mysql, struct weir_buf *text,
                                       struct weir_err *err);

#endif
