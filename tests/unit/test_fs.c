/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"

static char folder[256];
static struct weir_arena arena;

static const char *path_of(const char *name)
{
    return weir_arena_printf(&arena, "%s/%s", folder, name);
}

static void test_reads_what_was_replaced(void **state)
{
    (void)state;
    struct weir_err err;
    struct weir_str text;
    const char *path = path_of("a");
    assert_int_equal(WEIR_OK, fs_replace(path, WEIR_STR("first"), &err));
    assert_int_equal(WEIR_OK, fs_replace(path, WEIR_STR("second, longer"), &err));
    assert_int_equal(WEIR_OK, fs_read(path, 14, &arena, &text, &err));
    assert_true(weir_str_is(text, "second, longer"));
    assert_int_equal(0, text.p[text.n]);
    assert_int_equal(WEIR_OK, fs_replace(path, WEIR_STR(""), &err));
    assert_int_equal(WEIR_OK, fs_read(path, 0, &arena, &text, &err));
    assert_int_equal(0, text.n);
    assert_int_equal(-1, access(path_of("a.new"), F_OK));
}

static void test_limits(void **state)
{
    (void)state;
    struct weir_err err;
    struct weir_str text;
    assert_int_equal(WEIR_OK, fs_replace(path_of("b"), WEIR_STR("12345"), &err));
    assert_int_equal(WEIR_BAD_CONFIG, fs_read(path_of("b"), 4, &arena, &text, &err));
    assert_non_null(strstr(err.text, "/b is larger than 4 bytes"));
    assert_int_equal(WEIR_BAD_CONFIG, fs_read(path_of("none"), 4, &arena, &text, &err));
    assert_non_null(strstr(err.text, "/none: No such file or directory"));
    assert_int_equal(WEIR_BAD_CONFIG, fs_replace(path_of("no/b"), WEIR_STR("1"), &err));
}

static void test_folders(void **state)
{
    (void)state;
    struct weir_err err;
    struct stat at;
    assert_int_equal(WEIR_OK, fs_make_folders(path_of("x/y/z/"), &err));
    assert_int_equal(WEIR_OK, fs_make_folders(path_of("x/y/z"), &err));
    assert_int_equal(0, stat(path_of("x/y/z"), &at));
    assert_true(S_ISDIR(at.st_mode));
    assert_int_equal(WEIR_OK, fs_make_folders("", &err));
    assert_int_equal(WEIR_OK, fs_replace(path_of("file"), WEIR_STR("1"), &err));
    assert_int_equal(WEIR_BAD_CONFIG, fs_make_folders(path_of("file/x"), &err));
}

static int open_folder(void **state)
{
    (void)state;
    weir_arena_init(&arena, 4096);
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof(folder), "%s/weir-fs-XXXXXX", base ? base : "/tmp");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "b", "file"};
    for (size_t i = 0; i < UNIT_COUNT(names); i++) {
        unlink(path_of(names[i]));
    }
    static const char *const folders[] = {"x/y/z", "x/y", "x", ""};
    for (size_t i = 0; i < UNIT_COUNT(folders); i++) {
        rmdir(path_of(folders[i]));
    }
    weir_arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_what_was_replaced),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_folders),
    };
    return cmocka_run_group_tests(tests, open_folder, remove_folder);
}
