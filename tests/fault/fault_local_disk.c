/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A disk that fills up under the embedded log: a small tmpfs with some ballast on it. Where it may
 * not be mounted the test is skipped, and says so.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <weir/mem.h>

#include "local_log.h"

#define DISK          "size=16m"
#define BALLAST_BYTES (4 << 20)
#define VALUE_BYTES   40000

static bool mount_disk(const char *dir)
{
    if (mount("tmpfs", dir, "tmpfs", 0, DISK) == 0) {
        return true;
    }
    return unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && mount("tmpfs", dir, "tmpfs", 0, DISK) == 0;
}

static void set_ballast(struct local_log *log, bool there)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/ballast", log->dir);
    unlink(path);
    if (there) {
        int fd = open(path, O_WRONLY | O_CREAT, 0600);
        assert_true(fd >= 0);
        assert_int_equal(posix_fallocate(fd, 0, BALLAST_BYTES), 0);
        close(fd);
    }
}

static enum weir_verdict append_one(struct local_log *log, int64_t i)
{
    char value[VALUE_BYTES];
    memset(value, 'v', sizeof(value));
    snprintf(value, sizeof(value), "%lld", (long long)i);
    struct bus_record rec = {
        .topic = WEIR_STR("t"), .key = WEIR_STR("k"), .value = weir_str_n(value, sizeof(value))};
    return bus_append_wait(log->producer, &rec, 1, 20000, &log->err);
}

static int64_t fill(struct local_log *log, int64_t from)
{
    int64_t i = from;
    while (append_one(log, i) == WEIR_OK) {
        assert_in_range(++i, 1, 1000);
    }
    assert_int_equal(log->err.class, WEIR_RETRY);
    char says[128];
    snprintf(says, sizeof(says), "the disk of %s is full: ", log->dir);
    assert_says(&log->err, says);
    assert_says(&log->err, " bytes free");
    return i;
}

static void check_all(struct local_log *log, int64_t n)
{
    int64_t low = 0;
    int64_t high = 0;
    must(bus_watermarks(log->bus, WEIR_STR("t"), 0, &low, &high, &log->err), &log->err);
    assert_int_equal(low, 0);
    assert_int_equal(high, n);
    struct bus_consumer *consumer = local_log_reader(log, "t", 0, BUS_BEGINNING);
    for (int64_t i = 0; i < n;) {
        struct bus_messages got;
        must(bus_consumer_poll(consumer, 100, 1 << 20, 1000, &got, &log->err), &log->err);
        assert_true(got.n > 0);
        for (size_t j = 0; j < got.n; j++, i++) {
            assert_int_equal(got.items[j].offset, i);
            assert_int_equal(strtoll(got.items[j].value.p, NULL, 10), i);
        }
        bus_messages_release(consumer, &got);
    }
    bus_consumer_close(consumer);
}

static void a_full_disk_is_said_and_got_over(void **state)
{
    struct local_log *log = local_log_new();
    *state = log;
    if (!mount_disk(log->dir)) {
        printf("skipped: 1 (no tmpfs may be mounted: %s)\n", strerror(errno));
        skip();
    }
    set_ballast(log, true);
    local_log_open(log);
    int64_t n = fill(log, 0);
    n = fill(log, n); /* it says so again, and nothing is harmed by trying */
    check_all(log, n);

    set_ballast(log, false);
    int64_t before = n;
    n = fill(log, n);
    assert_true(n > before + 20);
    check_all(log, n);
    local_log_reopen(log); /* on a full disk too */
    check_all(log, n);

    /* Deleting makes room inside the file, so that writing goes on while the disk stays full. */
    struct weir_topic_spec spec = {.name = WEIR_STR("other"), .partitions = 1};
    must(bus_topic_delete(log->bus, WEIR_STR("t"), &log->err), &log->err);
    enum weir_verdict class = WEIR_RETRY;
    for (int i = 0; i < 1000 && class == WEIR_RETRY; i++) {
        class = append_one(log, 0);
    }
    must(class, &log->err);
    bool created = false;
    must(bus_topic_create(log->bus, &spec, &created, &log->err), &log->err);
    check_all(log, 1);
    local_log_close(log);
    assert_int_equal(umount(log->dir), 0);
}

static int teardown(void **state)
{
    local_log_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_full_disk_is_said_and_got_over, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
