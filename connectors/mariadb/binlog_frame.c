/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_frame.c: what is common to all events, before anything of their bodies is read. Since
 * MariaDB 11.4 the header's end position is 0 inside transactions; then sizes are added up.
 */
#include "binlog_frame.h"

#include "binlog_crc.h"
#include "binlog_event.h"
#include "binlog_wire.h"

struct header {
    uint32_t ts_sec;
    uint8_t type;
    uint32_t size;
    uint32_t end_pos;
    uint16_t flags;
};

/* Zeros when the packet is too short for one. */
static void read_header(struct weir_str packet, struct header *header)
{
    struct weir_reader rd = weir_reader_of(packet);
    const uint8_t *head = weir_reader_take(&rd, BINLOG_HEADER);
    *header = (struct header){0};
    if (head) {
        header->ts_sec = binlog_le32(head);
        header->type = head[4];
        header->size = binlog_le32(head + 9);
        header->end_pos = binlog_le32(head + 13);
        header->flags = binlog_le16(head + 17);
    }
}

/* Whether the event stands in the file; others are made up for us on the way. */
static bool is_real(const struct header *header)
{
    switch (header->type) {
    case EVENT_HEARTBEAT:
    case EVENT_HEARTBEAT_V2:
        return false;
    case EVENT_ROTATE:
        return header->ts_sec != 0 && !(header->flags & BINLOG_FLAG_ARTIFICIAL);
    case EVENT_FORMAT:
    case EVENT_START_ENCRYPTION:
        return header->end_pos != 0;
    default:
        return !(header->flags & BINLOG_FLAG_ARTIFICIAL);
    }
}

/* The header has 32 bits of the position; a file may be larger, and not all events are sent. */
static uint64_t end_position(uint64_t pos, const struct header *header)
{
    uint64_t counted = pos + header->size;
    if (header->end_pos == 0 || (uint32_t)counted == header->end_pos) {
        return counted;
    }
    uint64_t end = (pos & ~(uint64_t)UINT32_MAX) | header->end_pos;
    bool wraps = end < pos && (pos > UINT32_MAX || pos - end > INT32_MAX);
    return wraps ? end + ((uint64_t)1 << 32) : end;
}

static bool checksum_fits(struct weir_str packet)
{
    size_t n = packet.n - CHECKSUM_LENGTH;
    struct weir_reader rd = weir_reader_of(weir_str_from(packet, n));
    return binlog_crc(weir_str_n(packet.p, n)) == weir_reader_le(&rd, 4);
}

/* The last bytes of a format description: the kind of checksum (1: CRC32), and room for one. */
static bool format_says_checksums(struct weir_str packet)
{
    return packet.n > CHECKSUM_LENGTH && packet.p[packet.n - CHECKSUM_LENGTH - 1] == 1;
}

/* *length = how many bytes at the end are checksum; false when it is wrong. */
static bool check(struct binlog_place *place, const struct header *header, struct weir_str packet,
                  size_t *length)
{
    *length = place->checksums ? CHECKSUM_LENGTH : 0;
    if (packet.n < BINLOG_HEADER + CHECKSUM_LENGTH) {
        *length = 0;
        return !place->checksums;
    }
    if (header->type == EVENT_FORMAT) {
        *length = CHECKSUM_LENGTH;
        place->checksums = format_says_checksums(packet);
        return !place->checksums || checksum_fits(packet);
    }
    if (header->type == EVENT_ROTATE && !is_real(header)) {
        /* Comes before the format that says whether it has one. */
        *length = checksum_fits(packet) ? CHECKSUM_LENGTH : 0;
        return true;
    }
    return !place->checksums || checksum_fits(packet);
}

enum weir_verdict binlog_frame_read(struct binlog_place *place, struct weir_str packet,
                                    struct binlog_frame *frame, struct weir_err *err)
{
    struct header header;
    size_t checksum;
    read_header(packet, &header);
    if (packet.n < BINLOG_HEADER || header.size != packet.n) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "an event after %s:%llu has %zu bytes, its header says %u", place->file,
                            (unsigned long long)place->pos, packet.n, header.size);
    }
    frame->pos = frame->next_pos = place->pos;
    if (is_real(&header)) {
        frame->next_pos = end_position(place->pos, &header);
        frame->pos = frame->next_pos - header.size;
        place->pos = frame->next_pos;
        place->said_pos = header.end_pos ? frame->pos : place->said_pos;
    }
    frame->said_pos = place->said_pos;
    if (!check(place, &header, packet, &checksum)) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "the checksum of the %s event at %s:%llu is wrong",
                            binlog_type_name(header.type), place->file,
                            (unsigned long long)frame->pos);
    }
    frame->bytes = weir_str_n(packet.p, packet.n - checksum);
    return WEIR_OK;
}
