/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory does not grow with the log: resident after appending and scanning 1 GB of large batches,
 * and after the same with appends of single records, which live in LMDB's small pages.
 */
#include <weir/mem.h>

#include "local_log.h"

#define RSS_MAX_KB (24 << 10)

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#define SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define SANITIZED 0
#endif

static long rss_kb(void)
{
    char line[256];
    long kb = 0;
    FILE *f = fopen("/proc/self/status", "re");
    assert_non_null(f);
    while (fgets(line, sizeof(line), f) && sscanf(line, "VmRSS: %ld", &kb) != 1) {
    }
    fclose(f);
    return kb;
}

static void freed(struct bus_ack *ack)
{
    assert_int_equal(ack->n_failed, 0);
    free(ack);
}

static void write_log(struct local_log *log, const char *topic, int appends, size_t records,
                      size_t bytes)
{
    struct bus_record *recs = weir_xcalloc(records, sizeof(*recs));
    char *value = weir_xcalloc(1, bytes);
    for (size_t i = 0; i < records; i++) {
        recs[i] = (struct bus_record){
            .topic = weir_str_of(topic), .key = WEIR_STR("key"), .value = weir_str_n(value, bytes)};
    }
    for (int i = 0; i < appends; i++) {
        struct bus_ack *ack = weir_xcalloc(1, sizeof(*ack));
        ack->done = freed;
        must(bus_append(log->producer, recs, records, ack, &log->err), &log->err);
    }
    must(bus_producer_flush(log->producer, 600000, &log->err), &log->err);
    free(value);
    free(recs);
}

static void scan(struct local_log *log, const char *topic, int64_t n)
{
    long most_kb = 0;
    struct bus_consumer *consumer = local_log_reader(log, topic, 0, BUS_BEGINNING);
    for (int64_t i = 0; i < n;) {
        struct bus_messages got;
        must(bus_consumer_poll(consumer, 500, 1 << 20, 1000, &got, &log->err), &log->err);
        i += (int64_t)got.n;
        bus_messages_release(consumer, &got);
        if (i % 1000 < 500) {
            long kb = rss_kb();
            most_kb = kb > most_kb ? kb : most_kb;
        }
    }
    bus_consumer_close(consumer);
    printf("%s: VmRSS at most %ld kB while scanning\n", topic, most_kb);
    assert_in_range(most_kb, 1, RSS_MAX_KB);
}

static void a_scan_leaves_no_pages_behind(void **state)
{
    struct local_log *log = *state;
    if (SANITIZED) {
        printf("skipped: 1 (a sanitizer's own memory would be measured)\n");
        skip();
    }
    write_log(log, "large", 2000, 500, 1000);
    printf("VmRSS after appending 1 GB: %ld kB\n", rss_kb());
    assert_in_range(rss_kb(), 1, RSS_MAX_KB);
    scan(log, "large", 1000000);
    write_log(log, "single", 500000, 1, 500);
    assert_in_range(rss_kb(), 1, RSS_MAX_KB);
    scan(log, "single", 500000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {on_a_log(a_scan_leaves_no_pages_behind)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
