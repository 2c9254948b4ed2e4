/* SPDX-License-Identifier: Apache-2.0 */
/* Who a process is in its groups: nobody else's while it lives, its successor's when it is gone. */
#include "unit.h"

#include <sys/wait.h>
#include <unistd.h>

#include "bus/kafka_engine.h"

#define NAME 64

static struct bus *open_bus(const char *group)
{
    struct weir_arena arena;
    struct weir_props props;
    struct weir_err err;
    struct bus *bus = NULL;
    weir_arena_init(&arena, 512);
    weir_props_init(&props, &arena);
    weir_props_set_c(&props, "bootstrap.servers", "127.0.0.1:1");
    weir_props_set_c(&props, "group.id", group);
    assert_int_equal(WEIR_OK, bus_open_kafka(&props, &bus, &err));
    weir_arena_free(&arena);
    return bus;
}

static void name_of(struct bus *bus, const char *member, char *name)
{
    assert_true(kafka_member_name((struct kafka_bus *)bus, member, name, NAME));
    for (const char *at = name; *at; at++) { /* what a broker takes */
        assert_non_null(strchr("abcdefghijklmnopqrstuvwxyz0123456789-", *at));
    }
}

static void test_one_name_at_a_time(void **state)
{
    (void)state;
    char group[NAME], first[NAME], second[NAME], again[NAME], other[NAME];
    snprintf(group, sizeof(group), "names-%d", (int)getpid());
    struct bus *one = open_bus(group), *two = open_bus(group);
    name_of(one, "worker", first);
    name_of(two, "worker", second);
    assert_string_not_equal(first, second);
    name_of(one, "sink-a-0", other);
    assert_string_not_equal(first, other);
    name_of(one, "worker", again);
    assert_string_equal(first, again);
    bus_close(one);
    struct bus *three = open_bus(group);
    name_of(three, "worker", again);
    assert_string_equal(first, again);
    struct bus *elsewhere = open_bus("another group");
    name_of(elsewhere, "worker", other);
    assert_string_not_equal(first, other);
    bus_close(elsewhere);
    bus_close(three);
    bus_close(two);
}

/* The name that another process has, which then ends without a word. */
static void in_a_process(const char *group, char *name)
{
    int pipes[2];
    assert_int_equal(0, pipe(pipes));
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        char mine[NAME];
        struct bus *bus = open_bus(group);
        bool known = kafka_member_name((struct kafka_bus *)bus, "worker", mine, sizeof(mine));
        _exit(known && write(pipes[1], mine, sizeof(mine)) == sizeof(mine) ? 0 : 1); /* as killed */
    }
    int status = 0;
    assert_int_equal(NAME, read(pipes[0], name, NAME));
    assert_int_equal(pid, waitpid(pid, &status, 0));
    assert_int_equal(0, status);
    close(pipes[0]);
    close(pipes[1]);
}

static void test_a_dead_process_leaves_its_name(void **state)
{
    (void)state;
    char group[NAME], first[NAME], next[NAME];
    snprintf(group, sizeof(group), "dead-%d", (int)getpid());
    in_a_process(group, first);
    in_a_process(group, next);
    assert_string_equal(first, next);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_dead_process_leaves_its_name),
        cmocka_unit_test(test_one_name_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
