/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of a stored record batch: they are a file format, and every damage is noticed. */
#include "bus/local_crc.h"
#include "bus/local_format.h"

#include <stdlib.h>

#include <weir/mem.h>

#include "unit.h"

/* Two records, as format 1 had them; a program that cannot read these cannot read people's logs. */
static const unsigned char golden_1[] = {
    1,    0,    0, 0, 0xba, 0x5d, 0x65, 0xa3, /* version, flags, checksum */
    0xe8, 0x03, 0, 0, 0,    0,    0,    0,    /* greatest so far: 1000 */
    2,    0,    0, 0, 1,    0,    0,    0,    /* records, headers */
    0xd2, 0x02, 0, 0, 0,    0,    0,    0,    /* first: 722 */
    0xe8, 0x03, 0, 0, 0,    0,    0,    0,    /* last: 1000 */
    0,    4,    6, 1, 'k',  'e',  'y',  'v',  'a', 'l', 'u', 'e', 1, 'h', 0, 0xac, 0x04, 0, 1, 0,
};

/* The same two, as they are written now. */
static const unsigned char golden[] = {
    2,    0,    0, 0, 0x96, 0x75, 0x4c, 0xf0, /* version, flags, checksum */
    0xe8, 0x03, 0, 0, 0,    0,    0,    0,    /* greatest so far: 1000 */
    2,    0,    0, 0, 1,    0,    0,    0,    /* records, headers */
    0xd2, 0x02, 0, 0, 0,    0,    0,    0,    /* first: 722 */
    0xe8, 0x03, 0, 0, 0,    0,    0,    0,    /* last: 1000 */
    0,    0,    0, 0,                         /* no value shares anything */
    0,    4,    6, 0, 1,    'k',  'e',  'y',  'v', 'a', 'l', 'u', 'e', 1,
    'h',  0,    0xac, 0x04, 0, 1, 0, 0,
};

static const struct weir_raw_header header = {{"h", 1}, {NULL, 0}};
static const struct bus_record golden_recs[] = {
    {.timestamp = 722,
     .key = {"key", 3},
     .value = {"value", 5},
     .headers = &header,
     .n_headers = 1},
    {.timestamp = 1000, .key = {NULL, 0}, .value = {"", 0}},
};

static char *encode(const struct bus_record *recs, uint32_t n, size_t *bytes)
{
    struct local_batch batch = {
        .count = n, .first_ms = recs[0].timestamp, .max_ms = recs[0].timestamp};
    *bytes = LOCAL_BATCH_HEAD;
    uint32_t shared[8] = {0};
    struct weir_str last = WEIR_STR_NULL;
    for (uint32_t i = 0; i < n; i++) {
        shared[i] = local_value_shared(last, recs[i].value);
        last = recs[i].value.p ? recs[i].value : last;
        batch.n_joined += shared[i] ? (uint32_t)recs[i].value.n : 0;
        *bytes += local_record_size(&recs[i], shared[i], recs[i].timestamp - batch.first_ms);
        batch.n_headers += recs[i].n_headers;
        batch.max_ms = recs[i].timestamp > batch.max_ms ? recs[i].timestamp : batch.max_ms;
    }
    batch.top_ms = batch.max_ms;
    char *p = weir_xmalloc(*bytes);
    char *to = p + LOCAL_BATCH_HEAD;
    for (uint32_t i = 0; i < n; i++) {
        to = local_record_write(to, &recs[i], shared[i], recs[i].timestamp - batch.first_ms);
    }
    assert_ptr_equal(to, p + *bytes);
    local_batch_seal(p, *bytes, &batch);
    return p;
}

static void crc_is_castagnolis(void **state)
{
    (void)state;
    assert_int_equal(local_crc32c("123456789", 9), 0xe3069283u);
    assert_int_equal(local_crc32c("", 0), 0);
    static unsigned char bytes[1700]; /* three parts at once, twice, and a rest */
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (unsigned char)(i * 37 + i / 256);
    }
    for (size_t n = 0; n < 1690; n++) {
        assert_int_equal(local_crc32c(bytes + n % 9, n), local_crc32c_table(bytes + n % 9, n));
    }
}

static void the_bytes_are_these(void **state)
{
    (void)state;
    size_t n = 0;
    char *p = encode(golden_recs, 2, &n);
    assert_int_equal(n, sizeof(golden));
    assert_memory_equal(p, golden, n);
    free(p);
}

static void are_the_golden_records(const unsigned char *p, size_t n)
{
    struct local_batch batch;
    struct weir_err err;
    struct weir_str bytes = weir_str_n(p, n);
    assert_int_equal(local_batch_check(bytes, &batch, &err), WEIR_OK);
    assert_int_equal(batch.count, 2);
    assert_int_equal(batch.top_ms, 1000);
    struct local_records records = local_records_of(bytes, &batch, NULL);
    struct bus_message msg;
    struct weir_raw_header headers[1];
    struct local_records again = records;
    assert_true(weir_str_is(local_record_key(&again), "key"));
    assert_true(local_record_read(&records, &msg, headers));
    assert_true(weir_str_is(msg.key, "key") && weir_str_is(msg.value, "value"));
    assert_true(weir_str_is(msg.headers[0].name, "h") && !msg.headers[0].value.p);
    assert_int_equal(msg.timestamp, 722);
    assert_true(local_record_read(&records, &msg, headers));
    assert_true(!msg.key.p && weir_str_is(msg.value, "") && msg.n_headers == 0);
    assert_int_equal(msg.timestamp, 1000);
    assert_int_equal(weir_reader_left(&records.rd), 0);
    assert_false(local_record_read(&records, &msg, headers));
}

static void golden_bytes_are_read(void **state)
{
    (void)state;
    are_the_golden_records(golden, sizeof(golden));
    are_the_golden_records(golden_1, sizeof(golden_1));
}

#define SCHEMA "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"field\":\"id\"}]},\"payload\":"

static void values_share_their_beginnings(void **state)
{
    (void)state;
    static char longer[2000];
    memset(longer, 'x', sizeof(longer));
    memcpy(longer, SCHEMA, sizeof(SCHEMA) - 1);
    const struct bus_record recs[] = {
        {.value = WEIR_STR(SCHEMA "1}")},
        {.value = WEIR_STR(SCHEMA "22}")},
        {.key = WEIR_STR("gone")}, /* a tombstone: the next shares with the one before it */
        {.value = WEIR_STR(SCHEMA "2")},
        {.value = WEIR_STR("short")},
        {.value = {longer, sizeof(longer)}},
        {.value = {longer, sizeof(longer) - 3}},
        {.value = {longer, sizeof(longer) - 3}},
    };
    size_t n = 0;
    char *p = encode(recs, 8, &n);
    assert_true(n < LOCAL_BATCH_HEAD + sizeof(SCHEMA) + sizeof(longer) + 100);
    struct weir_str bytes = weir_str_n(p, n);
    struct local_batch batch;
    struct weir_err err;
    assert_int_equal(local_batch_check(bytes, &batch, &err), WEIR_OK);
    size_t joined = recs[1].value.n + recs[3].value.n + recs[6].value.n + recs[7].value.n;
    assert_int_equal(batch.n_joined, joined);
    char *room = weir_xmalloc(joined);
    struct local_records records = local_records_of(bytes, &batch, room);
    for (size_t i = 0; i < 8; i++) {
        struct bus_message msg;
        assert_true(local_record_read(&records, &msg, NULL));
        assert_true(weir_str_eq(msg.key, recs[i].key) && weir_str_eq(msg.value, recs[i].value));
    }
    assert_int_equal(weir_reader_left(&records.rd), 0);
    assert_int_equal(records.n_room, 0);
    free(room);
    free(p);
}

/* More than the room has, or than the value before: only damage with a right checksum says that. */
static void what_is_shared_is_there(void **state)
{
    (void)state;
    const struct bus_record recs[] = {{.value = WEIR_STR(SCHEMA "1}")},
                                      {.value = WEIR_STR(SCHEMA "2}")}};
    size_t n = 0;
    char *p = encode(recs, 2, &n);
    struct local_batch batch;
    struct bus_message msg;
    char room[sizeof(SCHEMA) + 8];
    assert_true(local_batch_peek(weir_str_n(p, n), &batch));
    batch.n_joined--;
    struct local_records records = local_records_of(weir_str_n(p, n), &batch, room);
    assert_true(local_record_read(&records, &msg, NULL));
    assert_false(local_record_read(&records, &msg, NULL));
    batch.n_joined++;
    records = local_records_of(weir_str_n(p, n), &batch, room);
    assert_true(local_record_read(&records, &msg, NULL));
    records.last.n = sizeof(SCHEMA) - 2;
    assert_false(local_record_read(&records, &msg, NULL));
    free(p);
}

static void every_flipped_bit_is_noticed(void **state)
{
    (void)state;
    for (size_t bit = 0; bit < sizeof(golden) * 8; bit++) {
        unsigned char bytes[sizeof(golden)];
        struct local_batch batch;
        struct weir_err err;
        memcpy(bytes, golden, sizeof(bytes));
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        /* The flags, two spare bytes and the greatest timestamp so far are not under the sum. */
        bool spared = (bit / 8 >= 1 && bit / 8 <= 3) || (bit / 8 >= 8 && bit / 8 < 16);
        enum weir_verdict class = local_batch_check(weir_str_n(bytes, sizeof(bytes)), &batch, &err);
        assert_int_equal(class, spared ? WEIR_OK : WEIR_FATAL);
    }
    for (size_t n = 0; n < sizeof(golden); n++) {
        struct local_batch batch;
        struct weir_err err;
        assert_int_equal(local_batch_check(weir_str_n(golden, n), &batch, &err), WEIR_FATAL);
    }
}

static void extreme_timestamps_come_back(void **state)
{
    (void)state;
    struct bus_record recs[] = {{.timestamp = INT64_MIN + 1},
                                {.timestamp = INT64_MAX},
                                {.timestamp = 0},
                                {.timestamp = -1}};
    struct local_batch batch = {.count = 4, .first_ms = recs[0].timestamp};
    char bytes[LOCAL_BATCH_HEAD + 100];
    char *to = bytes + LOCAL_BATCH_HEAD;
    for (size_t i = 0; i < 4; i++) {
        int64_t delta = (int64_t)((uint64_t)recs[i].timestamp - (uint64_t)batch.first_ms);
        char *end = local_record_write(to, &recs[i], 0, delta);
        assert_int_equal(end - to, local_record_size(&recs[i], 0, delta));
        to = end;
    }
    local_batch_seal(bytes, (size_t)(to - bytes), &batch);
    struct local_records records =
        local_records_of(weir_str_n(bytes, (size_t)(to - bytes)), &batch, NULL);
    struct local_records again = records;
    for (size_t i = 0; i < 4; i++) {
        struct bus_message msg;
        int64_t timestamp = 0;
        assert_true(local_record_read(&records, &msg, NULL));
        assert_int_equal(msg.timestamp, recs[i].timestamp);
        assert_true(local_record_skip(&again, &timestamp));
        assert_int_equal(timestamp, recs[i].timestamp);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crc_is_castagnolis),
        cmocka_unit_test(the_bytes_are_these),
        cmocka_unit_test(golden_bytes_are_read),
        cmocka_unit_test(values_share_their_beginnings),
        cmocka_unit_test(what_is_shared_is_there),
        cmocka_unit_test(every_flipped_bit_is_noticed),
        cmocka_unit_test(extreme_timestamps_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
