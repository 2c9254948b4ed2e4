/* SPDX-License-Identifier: Apache-2.0 */
/* binlog_crc.h: the CRC-32 that ends each event (zlib's), for binlog_frame.c. Any thread. */
#ifndef WEIR_BINLOG_CRC_H
#define WEIR_BINLOG_CRC_H

#include <weir/str.h>

uint32_t binlog_crc(struct weir_str bytes);

#endif
