/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <time.h>

#include <weir/time.h>

#include "base/queue.h"
#include "base/thread.h"

static void test_civil_agrees_with_libc(void **state)
{
    (void)state;
    for (int64_t days = -800000; days < 3000000; days += 97) {
        struct weir_civil at;
        weir_civil_from_days(days, &at);
        assert_int_equal(days, weir_civil_to_days(at.year, at.month, at.day));
        time_t seconds = (time_t)days * 86400;
        struct tm tm;
        gmtime_r(&seconds, &tm);
        assert_int_equal(tm.tm_year + 1900, at.year);
        assert_int_equal(tm.tm_mon + 1, at.month);
        assert_int_equal(tm.tm_mday, at.day);
    }
}

static void test_texts(void **state)
{
    (void)state;
    struct weir_buf buf;
    weir_buf_init(&buf, 256);
    weir_time_date(&buf, 19782);
    assert_string_equal("2024-02-29", weir_buf_cstr(&buf));
    weir_buf_reset(&buf);
    weir_time_time(&buf, 50341250);
    assert_string_equal("13:59:01.250Z", weir_buf_cstr(&buf));
    weir_buf_reset(&buf);
    weir_time_timestamp(&buf, -1);
    assert_string_equal("1969-12-31T23:59:59.999Z", weir_buf_cstr(&buf));
    weir_buf_free(&buf);
}

/* The fake clock begins at 1,000 ms. */
static void *pop_one(void *arg)
{
    return queue_pop(arg, 60000);
}

static void test_fake_time_ends_a_wait(void **state)
{
    (void)state;
    weir_clock_fake(0);
    struct queue *queue = queue_new(2);
    pthread_t thread;
    struct weir_err err;
    assert_int_equal(WEIR_OK, thread_start(&thread, "pop", pop_one, queue, &err));
    weir_clock_fake_advance(120000);
    void *got = queue;
    pthread_join(thread, &got);
    assert_null(got);
    queue_free(queue);
    weir_clock_real();
}

#define ITEMS 20000

static void *push_many(void *arg)
{
    static int items[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
        items[i] = i;
        assert_true(queue_push(arg, &items[i], INT64_MAX));
    }
    queue_close(arg);
    return NULL;
}

static void test_queue_keeps_order(void **state)
{
    (void)state;
    struct queue *queue = queue_new(16);
    pthread_t thread;
    struct weir_err err;
    assert_int_equal(WEIR_OK, thread_start(&thread, "push", push_many, queue, &err));
    int n = 0;
    for (int *item; (item = queue_pop(queue, INT64_MAX)); n++) {
        assert_int_equal(n, *item);
    }
    assert_int_equal(ITEMS, n);
    pthread_join(thread, NULL);
    assert_false(queue_push(queue, &n, 0));
    queue_free(queue);
}

static void test_full_queue_gives_up(void **state)
{
    (void)state;
    struct queue *queue = queue_new(1);
    int item = 0;
    assert_true(queue_push(queue, &item, 0));
    assert_false(queue_push(queue, &item, weir_clock_mono_ms() + 5));
    assert_int_equal(1, queue_count(queue));
    assert_ptr_equal(&item, queue_pop(queue, 0));
    assert_null(queue_pop(queue, 0));
    queue_free(queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_civil_agrees_with_libc), cmocka_unit_test(test_texts),
        cmocka_unit_test(test_fake_time_ends_a_wait),  cmocka_unit_test(test_queue_keeps_order),
        cmocka_unit_test(test_full_queue_gives_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
