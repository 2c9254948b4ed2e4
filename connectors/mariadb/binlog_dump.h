/* SPDX-License-Identifier: Apache-2.0 */
/* binlog_dump.h: what a replica says before the first event comes, for binlog_stream.c. */
#ifndef WEIR_BINLOG_DUMP_H
#define WEIR_BINLOG_DUMP_H

#include "binlog_stream.h"

/*
 * Sets the session up as a replica that understands everything, registers and asks for the binlog.
 * Afterwards the session only gives packets.
 */
enum weir_verdict binlog_dump(struct my_session *session, const struct binlog_start *start,
                              struct weir_err *err);

#endif
