/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_format.c: records in, one LMDB value out, and back. Producers encode, consumers decode, the
 * writer only looks at heads. Next: local_produce.c and local_consume.c.
 *
 * The file is LMDB's data.mdb. All integers of keys are big-endian, of values little-endian.
 *
 *   database  key                                   value
 *   meta      "format"                              u32, LOCAL_FORMAT_MIN to LOCAL_FORMAT;
 *                                                   others are refused
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
 *   0   u8    2, version of the batch
 *   1   u8    flags: 1 LogAppendTime
 *   2   u16   0
 *   4   u32   CRC32C of byte 16 to the end
 *   8   i64   greatest timestamp of the partition up to and with this batch
 *   16  u32   records
 *   20  u32   headers of all records
 *   24  i64   timestamp of the first record
 *   32  i64   greatest timestamp in the batch
 *   40  u32   lengths of all values that share something, added up: at most LOCAL_JOINED_MAX
 *   44        records: zigzag varint timestamp minus the first's, varint key length + 1 (0: null),
 *             varint value length + 1 (0: null), varint shared, varint headers, key, value but for
 *             its first shared bytes, which are those of the last value before it in the batch,
 *             then each header: varint name length, name, varint value length + 1 (0: null), value
 *
 * In compacted topics a batch holds one record. What values share is mostly a schema's text: with
 * schemas in the JSON it is five sixths of all. A batch of version 1, of format 1, is read too: it
 * lacks the u32 at 40 and "varint shared"; its records begin at 40.
 */
#include "bus/local_format.h"

#include <endian.h>

#include "bus/local_crc.h"

#define BATCH_VERSION        2
#define VERSION_UNSHARED     1
#define HEAD_UNSHARED        40
#define FLAG_LOG_APPEND_TIME 1
#define CHECKED_FROM         16
#define SHARED_MIN           64  /* below that a copy is worth more than the bytes */
#define SHARED_BLOCK         256

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

/* Whole blocks by memcmp, which is quick; the block that differs by words. */
static size_t common_bytes(const char *a, const char *b, size_t n)
{
    size_t i = 0;
    while (n - i >= SHARED_BLOCK && memcmp(a + i, b + i, SHARED_BLOCK) == 0) {
        i += SHARED_BLOCK;
    }
    for (uint64_t x = 0, y = 0; n - i >= sizeof(x); i += sizeof(x)) {
        memcpy(&x, a + i, sizeof(x));
        memcpy(&y, b + i, sizeof(y));
        if (x != y) {
            break;
        }
    }
    while (i < n && a[i] == b[i]) {
        i++;
    }
    return i;
}

uint32_t local_value_shared(struct weir_str last, struct weir_str value)
{
    size_t n = last.n < value.n ? last.n : value.n;
    if (!last.p || !value.p || n < SHARED_MIN || value.n > LOCAL_JOINED_MAX ||
        memcmp(last.p, value.p, SHARED_MIN) != 0) {
        return 0;
    }
    return (uint32_t)common_bytes(last.p, value.p, n);
}

size_t local_record_size(const struct bus_record *rec, uint32_t shared, int64_t delta_ms)
{
    size_t n = varint_size(zigzag(delta_ms)) + varint_size(length_code(rec->key)) +
               varint_size(length_code(rec->value)) + varint_size(shared) +
               varint_size(rec->n_headers);
    n += (rec->key.p ? rec->key.n : 0) + (rec->value.p ? rec->value.n - shared : 0);
    return rec->n_headers ? n + headers_size(rec) : n;
}

size_t local_record_tail_size(const struct bus_record *rec)
{
    return (rec->value.p ? rec->value.n : 0) + headers_size(rec);
}

char *local_record_write(char *to, const struct bus_record *rec, uint32_t shared,
                         int64_t delta_ms)
{
    to = put_varint(to, zigzag(delta_ms));
    to = put_varint(to, length_code(rec->key));
    to = put_varint(to, length_code(rec->value));
    to = put_varint(to, shared);
    to = put_varint(to, rec->n_headers);
    to = put_bytes(to, rec->key);
    to = put_bytes(to, weir_str_from(rec->value, shared));
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
    put_le32(bytes + 40, batch->n_joined);
    local_batch_set_top(bytes, batch->top_ms);
    put_le32(bytes + 4, local_crc32c(bytes + CHECKED_FROM, n - CHECKED_FROM));
}

/* Every record takes at least four bytes, every header two. */
static bool counts_fit(const struct local_batch *batch, size_t body)
{
    return batch->count > 0 && batch->count <= body / 4 && batch->n_headers <= body / 2 &&
           batch->n_joined <= LOCAL_JOINED_MAX;
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
    batch->n_joined = version == BATCH_VERSION ? (uint32_t)weir_reader_le(&rd, 4) : 0;
    return !rd.failed && (version == BATCH_VERSION || version == VERSION_UNSHARED) &&
           counts_fit(batch, weir_reader_left(&rd));
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

/* ---- the records ---- */

struct local_records local_records_of(struct weir_str bytes, const struct local_batch *batch,
                                      char *room)
{
    bool shares = bytes.n && bytes.p[0] != VERSION_UNSHARED;
    return (struct local_records){
        .rd = weir_reader_of(weir_str_from(bytes, shares ? LOCAL_BATCH_HEAD : HEAD_UNSHARED)),
        .batch = *batch,
        .shares = shares,
        .room = room,
        .n_room = room ? batch->n_joined : 0,
        .n_headers = batch->n_headers,
    };
}

/* Unsigned: damaged bytes may hold any difference. */
static int64_t read_timestamp(struct local_records *records)
{
    return (int64_t)((uint64_t)records->batch.first_ms +
                     (uint64_t)unzigzag(read_varint(&records->rd)));
}

/* What comes before the texts. */
struct record_head {
    int64_t timestamp_ms;
    uint64_t key_code;
    uint64_t value_code;
    uint64_t shared;
    uint64_t n_headers;
};

/* A value shares less than its length, or nothing. */
static bool read_head(struct local_records *records, struct record_head *head)
{
    struct weir_reader *rd = &records->rd;
    head->timestamp_ms = read_timestamp(records);
    head->key_code = read_varint(rd);
    head->value_code = read_varint(rd);
    head->shared = records->shares ? read_varint(rd) : 0;
    head->n_headers = read_varint(rd);
    return !rd->failed && (head->shared == 0 || head->shared < head->value_code);
}

/* The first bytes of the last value, and the others behind them, in the room. */
static bool join(struct local_records *records, const struct record_head *head,
                 struct weir_str *value)
{
    uint64_t n = head->value_code - 1;
    struct weir_str own = weir_reader_str(&records->rd, n - head->shared);
    if (head->shared > records->last.n || n > records->n_room || records->rd.failed) {
        return false;
    }
    char *to = records->room;
    memcpy(to, records->last.p, head->shared);
    put_bytes(to + head->shared, own);
    records->room += n;
    records->n_room -= (uint32_t)n;
    *value = weir_str_n(to, n);
    return true;
}

static bool read_value(struct local_records *records, const struct record_head *head,
                       struct weir_str *value)
{
    if (head->shared) {
        return join(records, head, value);
    }
    *value = read_coded(&records->rd, head->value_code);
    return !records->rd.failed;
}

bool local_record_read(struct local_records *records, struct bus_message *msg,
                       struct weir_raw_header *headers)
{
    struct weir_reader *rd = &records->rd;
    struct record_head head;
    if (!read_head(records, &head) || head.n_headers > records->n_headers) {
        return false;
    }
    msg->timestamp = head.timestamp_ms;
    msg->timestamp_type = records->batch.log_append_time;
    msg->key = read_coded(rd, head.key_code);
    if (!read_value(records, &head, &msg->value)) {
        return false;
    }
    records->last = msg->value.p ? msg->value : records->last;
    msg->n_headers = (uint32_t)head.n_headers;
    msg->headers = head.n_headers ? headers : NULL;
    records->n_headers -= msg->n_headers;
    read_headers(rd, headers, msg->n_headers);
    return !rd->failed;
}

struct weir_str local_record_key(struct local_records *records)
{
    struct record_head head;
    return read_head(records, &head) ? read_coded(&records->rd, head.key_code) : WEIR_STR_NULL;
}

bool local_record_skip(struct local_records *records, int64_t *timestamp_ms)
{
    struct weir_reader *rd = &records->rd;
    struct record_head head;
    if (!read_head(records, &head)) {
        return false;
    }
    *timestamp_ms = head.timestamp_ms;
    (void)read_coded(rd, head.key_code);
    (void)read_coded(rd, head.value_code - head.shared);
    for (uint64_t i = 0; i < head.n_headers && !rd->failed; i++) {
        weir_reader_skip(rd, read_varint(rd));
        (void)read_coded(rd, read_varint(rd));
    }
    return !rd->failed;
}
