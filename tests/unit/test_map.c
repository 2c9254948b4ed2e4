/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/backoff.h"
#include "base/java_hash.h"
#include "base/map.h"

static void test_keeps_what_was_set(void **state)
{
    (void)state;
    struct map map = {0};
    static int values[5000];
    char key[16];
    for (int i = 0; i < 5000; i++) {
        snprintf(key, sizeof(key), "key-%d", i);
        assert_null(map_set(&map, weir_str_of(key), &values[i]));
    }
    for (int i = 0; i < 5000; i += 2) {
        snprintf(key, sizeof(key), "key-%d", i);
        assert_ptr_equal(&values[i], map_remove(&map, weir_str_of(key)));
        assert_null(map_remove(&map, weir_str_of(key)));
    }
    assert_int_equal(2500, map.count);
    for (int i = 0; i < 5000; i++) {
        snprintf(key, sizeof(key), "key-%d", i);
        assert_ptr_equal(i % 2 ? &values[i] : NULL, map_get(&map, weir_str_of(key)));
    }
    map_free(&map);
    assert_null(map_get(&map, WEIR_STR("key-1")));
}

static void test_iterates_in_order(void **state)
{
    (void)state;
    struct map map = {0};
    static const char *const keys[] = {"z", "a", "m", "", "b"};
    for (size_t i = 0; i < UNIT_COUNT(keys); i++) {
        map_set(&map, weir_str_of(keys[i]), (void *)(uintptr_t)keys[i]);
    }
    map_remove(&map, WEIR_STR("a"));
    assert_string_equal("m", map_set(&map, WEIR_STR("m"), &map));
    static const char *const want[] = {"z", "m", "", "b"};
    size_t at = 0, n = 0;
    for (struct map_entry *entry; (entry = map_next(&map, &at)); n++) {
        assert_true(weir_str_is(entry->key, want[n]));
    }
    assert_int_equal(UNIT_COUNT(want), n);
    map_free(&map);
}

/* A map whose entries come and go must not fill up with removed ones. */
static void test_reuses_room(void **state)
{
    (void)state;
    struct map map = {0};
    char key[16];
    for (int i = 0; i < 100000; i++) {
        snprintf(key, sizeof(key), "%d", i);
        map_set(&map, weir_str_of(key), &map);
        map_remove(&map, weir_str_of(key));
    }
    assert_true(map.cap <= 16);
    map_free(&map);
}

static void test_java_hash(void **state)
{
    (void)state;
    assert_int_equal(0, java_string_hash(WEIR_STR("")));
    assert_int_equal(96354, java_string_hash(WEIR_STR("abc")));
    assert_int_equal(-969099747, java_string_hash(WEIR_STR("Hello World!")));
    assert_int_equal(1772899, java_string_hash(WEIR_STR("\xf0\x9f\x98\x80")));
    struct weir_str keys[] = {WEIR_STR("database"), WEIR_STR("server")};
    size_t order[2];
    java_map_order(keys, 2, order);
    assert_int_equal(1, order[0]); /* server, database */
    struct weir_str sink[] = {WEIR_STR("kafka_topic"), WEIR_STR("kafka_partition")};
    java_map_order(sink, 2, order);
    assert_int_equal(1, order[0]); /* kafka_partition, kafka_topic */
    struct weir_str mirror[] = {WEIR_STR("topic"), WEIR_STR("partition"), WEIR_STR("cluster")};
    size_t three[3];
    java_map_order(mirror, 3, three);
    assert_int_equal(2, three[0]);
    assert_int_equal(1, three[1]);
}

/* What Java 25 said of thirty keys (a table of 64), and of two with the same hash. */
static void test_java_order(void **state)
{
    (void)state;
    static const size_t want[] = {18, 17, 19, 14, 13, 16, 15, 1,  10, 0,  12, 11, 5,  4,  3,
                                  2,  9,  8,  7,  6,  29, 28, 25, 24, 27, 26, 21, 20, 23, 22};
    char texts[30][8];
    struct weir_str keys[30];
    size_t order[30];
    for (int i = 0; i < 30; i++) {
        snprintf(texts[i], sizeof(texts[i]), "key-%d", i);
        keys[i] = weir_str_of(texts[i]);
    }
    java_map_order(keys, 30, order);
    assert_memory_equal(want, order, sizeof(want));
    struct weir_str same[] = {WEIR_STR("Aa"), WEIR_STR("BB"), WEIR_STR("topic"), WEIR_STR("C#")};
    static const size_t want_same[] = {0, 1, 3, 2};
    java_map_order(same, 4, order);
    assert_memory_equal(want_same, order, sizeof(want_same));
}

static void test_backoff(void **state)
{
    (void)state;
    struct backoff backoff, twin;
    backoff_init(&backoff, 100, 3000, 7);
    backoff_init(&twin, 100, 3000, 7);
    int64_t whole_ms = 100;
    for (int i = 0; i < 60; i++) {
        int64_t delay_ms = backoff_next(&backoff);
        assert_in_range(delay_ms, whole_ms / 2, whole_ms);
        assert_int_equal(delay_ms, backoff_next(&twin));
        whole_ms = whole_ms * 2 < 3000 ? whole_ms * 2 : 3000;
    }
    backoff_reset(&backoff);
    assert_in_range(backoff_next(&backoff), 50, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keeps_what_was_set), cmocka_unit_test(test_iterates_in_order),
        cmocka_unit_test(test_reuses_room),        cmocka_unit_test(test_java_hash),
        cmocka_unit_test(test_java_order),         cmocka_unit_test(test_backoff),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
