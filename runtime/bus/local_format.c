/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_format.c: records in, one LMDB value out, and back. Producers encode, consumers decode, the
 * writer only looks at heads. Next: local_produce.c and local_consume.c.
 *
 * The file is LMDB's data.mdb. All integers of keys are big-endian, of values little-endian.
 *
 *   database  key                                   value
 *   meta      "format"                              u32, LOCAL_FORMAT; others are refused
 *             "cluster"                             text, this log's id
 *             "topic", "part"                       u32, the next free id
 *   topics    name                                  topic row (local_topics.c)
 *   dropped   u32 first partition id                u32 partitions of a deleted topic, while there
 *                                                   is something left to erase
 *   parts     u32 partition id                      i64 low, next, bytes, top_ms
 *   log       u32 partition id, u64 base offset     record batch
 *   keys      u32 partition id, u8 0, key           u64 offset of the key's record (compacted
 *             u32 partition id, u8 1, u64 hash,     topics; keys above 400 bytes by hash and the
 *               first 400 bytes                     first 400 bytes)
 *   tombs     u64 due ms, u32 partition id, u64     nothing: that tombstone may go then
 *               offset
 *   groups    u8 length, group, topic, 0,           i64 offset, i64 commit ms, u8 has metadata,
 *               u32 partition                       metadata
 *
 *   record batch
 *   0   u8    1, version of the batch
 *   1   u8    flags: 1 LogAppendTime
 *   2   u16   0
 *   4   u32   CRC32C of byte 16 to the end
 *   8   i64   greatest timestamp of the partition up to and with this batch
 *   16  u32   records
 *   20  u32   headers of all records
 *   24  i64   timestamp of the first record
 *   32  i64   greatest timestamp in the batch
 *   40        records: zigzag varint timestamp minus the first's, varint key length + 1 (0: null),
 *             varint value length + 1 (0: null), varint headers, key, value,
 *             then each header: varint name length, name, varint value length + 1 (0: null), value
 *
 * In compacted topics a batch holds one record.
 */
#include "bus/local_format.h"

#include <endian.h>

#include "bus/local_crc.h"

#define BATCH_VERSION        1
#define FLAG_LOG_APPEND_TIME 1
#define CHECKED_FROM         16

static uint64_t zigzag(int64_t x)
{
    return (uint64_t)x << 1 ^ (uint64_t)(x >> 63);
}

static int64_t unzigzag(uint64_t x)
{
    return (int64_t)(x >> 1 ^ (0 - (x & 1)));
}

static size_t varint_size(uint64_t x)
{
    return x < 0x80 ? 1 : (size_t)(70 - __builtin_clzll(x)) / 7;
}

static char *put_varint(char *to, uint64_t x)
{
    for (; x > 0x7f; x >>= 7) {
        *to++ = (char)(x | 0x80);
    }
    *to++ = (char)x;
    return to;
}

static uint64_t length_code(struct weir_str s)
{
    return s.p ? (uint64_t)s.n + 1 : 0;
}

static char *put_bytes(char *to, struct weir_str s)
{
    if (s.p && s.n) {
        memcpy(to, s.p, s.n);
        to += s.n;
    }
    return to;
}

static size_t headers_size(const struct bus_record *rec)
{
    size_t n = 0;
    for (uint32_t i = 0; i < rec->n_headers; i++) {
        const struct weir_raw_header *header = &rec->headers[i];
        n += varint_size(header->name.n) + header->name.n;
        n += varint_size(length_code(header->value)) + (header->value.p ? header->value.n : 0);
    }
    return n;
}

size_t local_record_size(const struct bus_record *rec, int64_t delta_ms)
{
    size_t n = varint_size(zigzag(delta_ms)) + varint_size(length_code(rec->key)) +
               varint_size(length_code(rec->value)) + varint_size(rec->n_headers);
    n += (rec->key.p ? rec->key.n : 0) + (rec->value.p ? rec->value.n : 0);
    return rec->n_headers ? n + headers_size(rec) : n;
}

size_t local_record_tail_size(const struct bus_record *rec)
{
    return (rec->value.p ? rec->value.n : 0) + headers_size(rec);
}

char *local_record_write(char *to, const struct bus_record *rec, int64_t delta_ms)
{
    to = put_varint(to, zigzag(delta_ms));
    to = put_varint(to, length_code(rec->key));
    to = put_varint(to, length_code(rec->value));
    to = put_varint(to, rec->n_headers);
    to = put_bytes(to, rec->key);
    to = put_bytes(to, rec->value);
    for (uint32_t i = 0; i < rec->n_headers; i++) {
        const struct weir_raw_header *header = &rec->headers[i];
        to = put_varint(to, header->name.n);
        to = put_bytes(to, header->name);
        to = put_varint(to, length_code(header->value));
        to = put_bytes(to, header->value);
    }
    return to;
}

static void put_le32(char *to, uint32_t x)
{
    x = htole32(x);
    memcpy(to, &x, sizeof(x));
}

static void put_le64(char *to, int64_t x)
{
    uint64_t le = htole64((uint64_t)x);
    memcpy(to, &le, sizeof(le));
}

void local_batch_set_top(char *bytes, int64_t top_ms)
{
    put_le64(bytes + 8, top_ms);
}

void local_batch_seal(char *bytes, size_t n, const struct local_batch *batch)
{
    memset(bytes, 0, CHECKED_FROM);
    bytes[0] = BATCH_VERSION;
    bytes[1] = batch->log_append_time ? FLAG_LOG_APPEND_TIME : 0;
    put_le32(bytes + 16, batch->count);
    put_le32(bytes + 20, batch->n_headers);
    put_le64(bytes + 24, batch->first_ms);
    put_le64(bytes + 32, batch->max_ms);
    local_batch_set_top(bytes, batch->top_ms);
    put_le32(bytes + 4, local_crc32c(bytes + CHECKED_FROM, n - CHECKED_FROM));
}

/* Every record takes at least four bytes, every header two. */
static bool counts_fit(const struct local_batch *batch, size_t n)
{
    size_t body = n - LOCAL_BATCH_HEAD;
    return batch->count > 0 && batch->count <= body / 4 && batch->n_headers <= body / 2;
}

bool local_batch_peek(struct weir_str bytes, struct local_batch *batch)
{
    struct weir_reader rd = weir_reader_of(bytes);
    uint8_t version = weir_reader_u8(&rd);
    batch->log_append_time = weir_reader_u8(&rd) & FLAG_LOG_APPEND_TIME;
    weir_reader_skip(&rd, 6);
    batch->top_ms = (int64_t)weir_reader_le(&rd, 8);
    batch->count = (uint32_t)weir_reader_le(&rd, 4);
    batch->n_headers = (uint32_t)weir_reader_le(&rd, 4);
    batch->first_ms = (int64_t)weir_reader_le(&rd, 8);
    batch->max_ms = (int64_t)weir_reader_le(&rd, 8);
    return !rd.failed && version == BATCH_VERSION && counts_fit(batch, bytes.n);
}

enum weir_verdict local_batch_check(struct weir_str bytes, struct local_batch *batch,
                                    struct weir_err *err)
{
    if (!local_batch_peek(bytes, batch)) {
        return weir_err_set(err, WEIR_FATAL, "%zu bytes are not a record batch", bytes.n);
    }
    uint32_t stored = 0;
    memcpy(&stored, bytes.p + 4, sizeof(stored));
    uint32_t crc = local_crc32c(bytes.p + CHECKED_FROM, bytes.n - CHECKED_FROM);
    if (le32toh(stored) != crc) {
        return weir_err_set(err, WEIR_FATAL, "checksum is %08x and should be %08x", crc,
                            le32toh(stored));
    }
    return WEIR_OK;
}

static uint64_t read_varint(struct weir_reader *rd)
{
    if (rd->p < rd->end && *rd->p < 0x80) {
        return *rd->p++;
    }
    return weir_reader_varint(rd);
}

static struct weir_str read_coded(struct weir_reader *rd, uint64_t code)
{
    return code ? weir_reader_str(rd, code - 1) : WEIR_STR_NULL;
}

static void read_headers(struct weir_reader *rd, struct weir_raw_header *headers, uint32_t n)
{
    for (uint32_t i = 0; i < n && !rd->failed; i++) {
        headers[i].name = weir_reader_str(rd, read_varint(rd));
        headers[i].value = read_coded(rd, read_varint(rd));
    }
}

/* Unsigned: damaged bytes may hold any difference. */
static int64_t read_timestamp(struct weir_reader *rd, const struct local_batch *batch)
{
    return (int64_t)((uint64_t)batch->first_ms + (uint64_t)unzigzag(read_varint(rd)));
}

bool local_record_read(struct weir_reader *rd, const struct local_batch *batch,
                       struct bus_message *msg, struct weir_raw_header *headers, uint32_t *n_left)
{
    msg->timestamp = read_timestamp(rd, batch);
    msg->timestamp_type = batch->log_append_time;
    uint64_t key_code = read_varint(rd);
    uint64_t value_code = read_varint(rd);
    uint64_t n_headers = read_varint(rd);
    msg->key = read_coded(rd, key_code);
    msg->value = read_coded(rd, value_code);
    if (rd->failed || n_headers > *n_left) {
        return false;
    }
    msg->n_headers = (uint32_t)n_headers;
    msg->headers = n_headers ? headers : NULL;
    *n_left -= msg->n_headers;
    read_headers(rd, headers, msg->n_headers);
    return !rd->failed;
}

bool local_record_skip(struct weir_reader *rd, const struct local_batch *batch,
                       int64_t *timestamp_ms)
{
    *timestamp_ms = read_timestamp(rd, batch);
    uint64_t key_code = read_varint(rd);
    uint64_t value_code = read_varint(rd);
    uint64_t n_headers = read_varint(rd);
    (void)read_coded(rd, key_code);
    (void)read_coded(rd, value_code);
    for (uint64_t i = 0; i < n_headers && !rd->failed; i++) {
        weir_reader_skip(rd, read_varint(rd));
        (void)read_coded(rd, read_varint(rd));
    }
    return !rd->failed;
}
