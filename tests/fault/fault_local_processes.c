/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two processes on one embedded log: one writes, the other reads along and may not write; a file of
 * another format, or of another program, is refused in one sentence, and a damaged batch is named.
 */
#include <endian.h>
#include <fcntl.h>
#include <lmdb.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <weir/mem.h>

#include "local_log.h"

#define RECORDS 3000

/* The other process: writes, makes a topic and deletes one, and waits to be told to end. */
static void writer(struct local_log *log, int ready, int end)
{
    char byte = 0;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    local_log_open(log);
    local_log_text(log, "t", "k", "0");
    local_log_text(log, "going", "k", "0");
    assert_int_equal(write(ready, "", 1), 1);
    for (int i = 1; i < RECORDS; i++) {
        char value[16];
        snprintf(value, sizeof(value), "%d", i);
        local_log_text(log, "t", "k", value);
    }
    must(bus_topic_delete(log->bus, WEIR_STR("going"), &log->err), &log->err);
    local_log_text(log, "late", "k", "0");
    assert_int_equal(write(ready, "", 1), 1);
    (void)!read(end, &byte, 1);
    local_log_close(log);
}

static void refused(const struct local_log *log, bool read_only, const char *says)
{
    struct bus_local_options options = log->options;
    struct bus *bus = NULL;
    struct weir_err err;
    options.read_only = read_only;
    assert_int_equal(bus_open_local(&options, &bus, &err), WEIR_BAD_CONFIG);
    assert_says(&err, says);
}

static void read_along(struct local_log *log)
{
    struct bus_consumer *consumer = local_log_reader(log, "t", 0, BUS_BEGINNING);
    for (int64_t i = 0; i < RECORDS;) {
        struct bus_messages got;
        must(bus_consumer_poll(consumer, 100, 1 << 20, 20000, &got, &log->err), &log->err);
        assert_true(got.n > 0);
        for (size_t j = 0; j < got.n; j++, i++) {
            assert_int_equal(got.items[j].offset, i);
        }
        bus_messages_release(consumer, &got);
    }
    bus_consumer_close(consumer);
}

static void one_writes_and_the_other_reads(void **state)
{
    struct local_log *log = *state;
    int ready[2];
    int end[2];
    char byte = 0;
    assert_int_equal(pipe(ready) | pipe(end), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        close(end[1]);
        writer(log, ready[1], end[0]);
        _exit(0);
    }
    close(end[0]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    char says[64];
    snprintf(says, sizeof(says), "is written by process %d already", (int)pid);
    refused(log, false, says);

    struct bus_local_options options = log->options;
    options.read_only = true;
    must(bus_open_local(&options, &log->bus, &log->err), &log->err);
    read_along(log);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    struct bus_topic_info info;
    must(bus_topic_info(log->bus, WEIR_STR("late"), &info, &log->err), &log->err);
    assert_int_equal(info.partitions, 1);
    must(bus_topic_info(log->bus, WEIR_STR("going"), &info, &log->err), &log->err);
    assert_int_equal(info.partitions, 0);
    struct bus_producer_conf conf = {.client_id = "no"};
    must(bus_producer_open(log->bus, &conf, &log->producer, &log->err), &log->err);
    struct bus_record rec = {.topic = WEIR_STR("t"), .value = WEIR_STR("v")};
    assert_int_equal(bus_append_wait(log->producer, &rec, 1, 1000, &log->err), WEIR_FATAL);
    assert_says(&log->err, "is open for reading only");
    local_log_close(log);

    close(end[1]);
    int status = -1;
    waitpid(pid, &status, 0);
    assert_int_equal(status, 0);
    local_log_open(log); /* the lock has gone with the process */
    local_log_close(log);
}

/* A row of the log's file; the key and the database as local_format.c has them. */
static void put_row(const struct local_log *log, const char *database, MDB_val key, MDB_val val)
{
    MDB_env *env = NULL;
    MDB_txn *txn = NULL;
    MDB_dbi db = 0;
    assert_int_equal(mdb_env_create(&env), 0);
    mdb_env_set_maxdbs(env, 8);
    assert_int_equal(mdb_env_open(env, log->dir, 0, 0600), 0);
    assert_int_equal(mdb_txn_begin(env, NULL, 0, &txn), 0);
    assert_int_equal(mdb_dbi_open(txn, database, MDB_CREATE, &db), 0);
    assert_int_equal(mdb_put(txn, db, &key, &val, 0), 0);
    assert_int_equal(mdb_txn_commit(txn), 0);
    mdb_env_close(env);
}

static void put_format(const struct local_log *log, uint32_t format)
{
    uint32_t le = htole32(format);
    put_row(log, "meta", (MDB_val){6, (void *)(uintptr_t) "format"}, (MDB_val){sizeof(le), &le});
}

static void other_formats_are_refused(void **state)
{
    struct local_log *log = *state;
    local_log_open(log);
    local_log_text(log, "t", "k", "v");
    local_log_close(log);
    put_format(log, 3);
    refused(log, false, "has format 3, and this program reads format 2");
    refused(log, true, "has format 3, and this program reads format 2");
    put_format(log, 0);
    refused(log, false, "has format 0, and this program reads format 2");
    put_format(log, 2);
    local_log_open(log);
    local_log_close(log);

    char path[128];
    snprintf(path, sizeof(path), "%s/data.mdb", log->dir);
    int fd = open(path, O_WRONLY | O_TRUNC);
    char text[8192] = "this is no database";
    assert_int_equal(write(fd, text, sizeof(text)), sizeof(text));
    close(fd);
    refused(log, false, "data.mdb is not a log of this program");
}

static void expect_first(struct local_log *log, const char *value)
{
    struct bus_consumer *consumer = local_log_reader(log, "t", 0, BUS_BEGINNING);
    struct bus_messages got;
    must(bus_consumer_poll(consumer, 1, 1 << 20, 20000, &got, &log->err), &log->err);
    assert_int_equal(got.n, 1);
    assert_true(weir_str_is(got.items[0].value, value));
    bus_messages_release(consumer, &got);
    bus_consumer_close(consumer);
}

/* Who only reads such a log leaves it as it is; who writes it makes it one of this format. */
static void a_log_of_format_1_is_read_and_written(void **state)
{
    struct local_log *log = *state;
    static unsigned char batch[] = {
        1, 0,   0,   0,   0x31, 0x0d, 0xb2, 0x0b, 1, 0, 0, 0, 0, 0, 0, 0, /* version 1 */
        1, 0,   0,   0,   0,    0,    0,    0,    1, 0, 0, 0, 0, 0, 0, 0, /* one record */
        1, 0,   0,   0,   0,    0,    0,    0,                            /* its timestamp */
        0, 0,   4,   0,   'o',  'l',  'd',
    };
    static unsigned char at[12]; /* partition 0, offset 0 */
    local_log_open(log);
    local_log_text(log, "t", "k", "new");
    local_log_close(log);
    put_row(log, "log", (MDB_val){sizeof(at), at}, (MDB_val){sizeof(batch), batch});
    put_format(log, 1);
    struct bus_local_options options = log->options;
    options.read_only = true;
    must(bus_open_local(&options, &log->bus, &log->err), &log->err);
    expect_first(log, "old");
    bus_close(log->bus);
    local_log_open(log);
    expect_first(log, "old");
    local_log_close(log);
}

/* Flips a byte of the log's second batch, as a failing disk would. */
static void damage(const struct local_log *log)
{
    MDB_env *env = NULL;
    MDB_txn *txn = NULL;
    MDB_cursor *cursor = NULL;
    MDB_dbi db = 0;
    MDB_val key;
    MDB_val val;
    char bytes[256];
    assert_int_equal(mdb_env_create(&env), 0);
    mdb_env_set_maxdbs(env, 8);
    assert_int_equal(mdb_env_open(env, log->dir, 0, 0600), 0);
    assert_int_equal(mdb_txn_begin(env, NULL, 0, &txn), 0);
    assert_int_equal(mdb_dbi_open(txn, "log", 0, &db), 0);
    assert_int_equal(mdb_cursor_open(txn, db, &cursor), 0);
    assert_int_equal(mdb_cursor_get(cursor, &key, &val, MDB_FIRST), 0);
    assert_int_equal(mdb_cursor_get(cursor, &key, &val, MDB_NEXT), 0);
    assert_in_range(val.mv_size, 45, sizeof(bytes));
    memcpy(bytes, val.mv_data, val.mv_size);
    bytes[44] ^= 1;
    val.mv_data = bytes;
    assert_int_equal(mdb_cursor_put(cursor, &key, &val, MDB_CURRENT), 0);
    mdb_cursor_close(cursor);
    assert_int_equal(mdb_txn_commit(txn), 0);
    mdb_env_close(env);
}

static void a_damaged_batch_is_not_given_out(void **state)
{
    struct local_log *log = *state;
    local_log_open(log);
    for (int i = 0; i < 3; i++) {
        local_log_text(log, "t", "k", "value");
    }
    local_log_close(log);
    damage(log);
    local_log_open(log);
    struct bus_consumer *consumer = local_log_reader(log, "t", 0, BUS_BEGINNING);
    struct bus_messages got = local_log_poll(consumer, 1); /* what comes before it */
    assert_int_equal(got.items[0].offset, 0);
    bus_messages_release(consumer, &got);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(bus_consumer_poll(consumer, 10, 1 << 20, 0, &got, &log->err), WEIR_FATAL);
        assert_says(&log->err, "topic t partition 0 offset 1: checksum is ");
    }
    must(bus_consumer_seek(consumer, WEIR_STR("t"), 0, 2, &log->err), &log->err);
    got = local_log_poll(consumer, 1);
    assert_int_equal(got.items[0].offset, 2);
    bus_messages_release(consumer, &got);
    bus_consumer_close(consumer);
    local_log_close(log);
}

static int setup(void **state)
{
    *state = local_log_new();
    return 0;
}

static int teardown(void **state)
{
    local_log_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_writes_and_the_other_reads, setup, teardown),
        cmocka_unit_test_setup_teardown(a_damaged_batch_is_not_given_out, setup, teardown),
        cmocka_unit_test_setup_teardown(other_formats_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_log_of_format_1_is_read_and_written, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
