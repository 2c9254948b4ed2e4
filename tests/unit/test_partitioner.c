/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "bus/bus.h"

/* What a Java worker's producers did with keys of the internal topics. */
static void test_as_java(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        int32_t partitions;
        int32_t partition;
    } cases[] = {
        {"[\"src\",{\"filename\":\"/data/in.txt\"}]", 25, 0},
        {"[\"a b/c \xc3\xa9\",{\"filename\":\"/data/in.txt\"}]", 25, 7},
        {"status-connector-src", 5, 2},
        {"status-task-src-0", 5, 1},
        {"status-connector-bad5", 5, 0},
        {"status-topic-tf:connector-src", 5, 4},
        {"status-task-a b/c \xc3\xa9-0", 5, 3},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        assert_int_equal(cases[i].partition,
                         bus_murmur2_partition(weir_str_of(cases[i].key), cases[i].partitions));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_as_java)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
