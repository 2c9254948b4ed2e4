/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_frame.h: one event's packet on its way from the wire: its size and checksum are verified
 * and the place in the binlog is kept, also where the server does not write it.
 */
#ifndef WEIR_BINLOG_FRAME_H
#define WEIR_BINLOG_FRAME_H

#include <weir/err.h>
#include <weir/str.h>

#define BINLOG_FILE_MAX 512

struct binlog_place {
    char file[BINLOG_FILE_MAX + 1];
    uint64_t pos;   /* where the next real event begins */
    uint64_t said_pos;
    bool checksums; /* the events of this file have one */
};

struct binlog_frame {
    struct weir_str bytes; /* header and body, without checksum */
    uint64_t pos;
    uint64_t next_pos;
    uint64_t said_pos; /* of the last event, up to this one, whose end the server wrote */
};

/*
 * packet is an event as it came; place moves on. BAD_DATA when its size or its checksum is wrong;
 * place has moved on then too, where the header can be believed.
 */
enum weir_verdict binlog_frame_read(struct binlog_place *place, struct weir_str packet,
                                    struct binlog_frame *frame, struct weir_err *err);

#endif
