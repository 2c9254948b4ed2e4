/* SPDX-License-Identifier: Apache-2.0 */
/* binlog_inflate.h: the bodies of MariaDB's compressed events, for binlog_event.c. */
#ifndef WEIR_BINLOG_INFLATE_H
#define WEIR_BINLOG_INFLATE_H

#include "binlog_event.h"

/* *body = what packed was, good until the next call; BAD_DATA when it is damaged or too large. */
enum weir_verdict binlog_inflate_body(struct binlog_inflate *inf, struct weir_str packed,
                                      struct weir_str *body, struct weir_err *err);

#endif
