/* SPDX-License-Identifier: Apache-2.0 */
/* What a process may use: of the machine, and of the cgroups around it. */
#include "unit.h"

#include <stdlib.h>

#include <weir/arena.h>

#include "base/fs.h"
#include "base/machine.h"

#define MEMINFO "MemTotal:        1000 kB\nMemFree:          10 kB\n"

static char root[256];
static struct weir_arena arena;

static void put(const char *path, const char *text)
{
    struct weir_err err;
    const char *at = weir_arena_printf(&arena, "%s%s", root, path);
    char *folder = weir_arena_cstr(&arena, at);
    *strrchr(folder, '/') = 0;
    assert_int_equal(WEIR_OK, fs_make_folders(folder, &err));
    assert_int_equal(WEIR_OK, fs_replace(at, weir_str_of(text), &err));
}

static int set_up(void **state)
{
    (void)state;
    snprintf(root, sizeof(root), "/tmp/weir-machine-XXXXXX");
    assert_non_null(mkdtemp(root));
    weir_arena_init(&arena, 4096);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    weir_arena_free(&arena);
    char command[300];
    snprintf(command, sizeof(command), "rm -r %s", root);
    return system(command);
}

static void test_nothing_is_known(void **state)
{
    (void)state;
    assert_int_equal(machine_memory(root), 0);
}

static void test_no_group(void **state)
{
    (void)state;
    put("/proc/meminfo", MEMINFO);
    assert_int_equal(machine_memory(root), 1024000);
    put("/proc/self/cgroup", "0::/\n");
    assert_int_equal(machine_memory(root), 1024000);
    put("/sys/fs/cgroup/memory.max", "max\n");
    assert_int_equal(machine_memory(root), 1024000);
}

static void test_group(void **state)
{
    (void)state;
    put("/proc/meminfo", MEMINFO);
    put("/proc/self/cgroup", "0::/system.slice/weir.service\n");
    put("/sys/fs/cgroup/system.slice/weir.service/memory.max", "500000\n");
    assert_int_equal(machine_memory(root), 500000);
    put("/sys/fs/cgroup/system.slice/memory.max", "400000\n");
    assert_int_equal(machine_memory(root), 400000);
    put("/sys/fs/cgroup/system.slice/memory.max", "max\n");
    assert_int_equal(machine_memory(root), 500000);
    /* Of a container whose path is the host's, only the root is seen. */
    put("/proc/self/cgroup", "0::/docker/0123\n");
    put("/sys/fs/cgroup/memory.max", "300000\n");
    assert_int_equal(machine_memory(root), 300000);
}

static void test_group_of_version_1(void **state)
{
    (void)state;
    put("/proc/meminfo", MEMINFO);
    put("/proc/self/cgroup", "5:cpu,cpuacct:/a\n4:memory:/a/b\n");
    put("/sys/fs/cgroup/memory/a/b/memory.limit_in_bytes", "9223372036854771712\n");
    assert_int_equal(machine_memory(root), 1024000);
    put("/sys/fs/cgroup/memory/a/memory.limit_in_bytes", "200000\n");
    assert_int_equal(machine_memory(root), 200000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing_is_known, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_group, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_group, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_group_of_version_1, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
