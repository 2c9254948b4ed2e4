/* SPDX-License-Identifier: Apache-2.0 */
/* binlog_wire.h: the numbers of the replication protocol that more than one file needs. */
#ifndef WEIR_BINLOG_WIRE_H
#define WEIR_BINLOG_WIRE_H

#include <weir/reader.h>

enum binlog_event_type {
    EVENT_QUERY = 2,
    EVENT_STOP = 3,
    EVENT_ROTATE = 4,
    EVENT_FORMAT = 15,
    EVENT_XID = 16,
    EVENT_TABLE_MAP = 19,
    EVENT_WRITE_ROWS_V1 = 23,
    EVENT_UPDATE_ROWS_V1 = 24,
    EVENT_DELETE_ROWS_V1 = 25,
    EVENT_INCIDENT = 26,
    EVENT_HEARTBEAT = 27,
    EVENT_ROWS_QUERY = 29,
    EVENT_WRITE_ROWS = 30,
    EVENT_UPDATE_ROWS = 31,
    EVENT_DELETE_ROWS = 32,
    EVENT_GTID = 33,
    EVENT_ANONYMOUS_GTID = 34,
    EVENT_PREVIOUS_GTIDS = 35,
    EVENT_XA_PREPARE = 38,
    EVENT_PARTIAL_UPDATE_ROWS = 39,
    EVENT_TRANSACTION_PAYLOAD = 40,
    EVENT_HEARTBEAT_V2 = 41,
    EVENT_GTID_TAGGED = 42,
    /* MariaDB only */
    EVENT_ANNOTATE_ROWS = 160,
    EVENT_BINLOG_CHECKPOINT = 161,
    EVENT_MARIADB_GTID = 162,
    EVENT_MARIADB_GTID_LIST = 163,
    EVENT_START_ENCRYPTION = 164,
    EVENT_QUERY_COMPRESSED = 165,
    EVENT_WRITE_ROWS_COMPRESSED_V1 = 166,
    EVENT_UPDATE_ROWS_COMPRESSED_V1 = 167,
    EVENT_DELETE_ROWS_COMPRESSED_V1 = 168,
    EVENT_WRITE_ROWS_COMPRESSED = 169,
    EVENT_UPDATE_ROWS_COMPRESSED = 170,
    EVENT_DELETE_ROWS_COMPRESSED = 171,
};

#define CHECKSUM_LENGTH 4

/* Of bytes that are known to be there. */
static inline uint16_t binlog_le16(const uint8_t *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t binlog_le32(const uint8_t *p)
{
    return binlog_le16(p) | (uint32_t)binlog_le16(p + 2) << 16;
}

/* A number of 1, 3, 4 or 9 bytes, as the protocol packs lengths. NULL (0xfb) is a failure. */
static inline uint64_t binlog_packed(struct weir_reader *rd)
{
    uint8_t first = weir_reader_u8(rd);
    if (first < 0xfb) {
        return first;
    }
    if (first == 0xfb || first == 0xff) {
        rd->failed = true;
        return 0;
    }
    return weir_reader_le(rd, first == 0xfc ? 2 : first == 0xfd ? 3 : 8);
}

#endif
