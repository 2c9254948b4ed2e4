/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/log_setup.h"
#include "plugin/load.h"
#include "plugin/registry.h"

static enum weir_verdict open_nothing(const struct weir_open *open, void **self,
                                      struct weir_err *err)
{
    (void)open;
    (void)err;
    *self = NULL;
    return WEIR_OK;
}

static const struct weir_source_ops source_ops = {.size = sizeof(source_ops)};
static const struct weir_sink_ops sink_ops = {.size = sizeof(sink_ops)};
static const struct weir_converter_ops converter_ops = {.size = sizeof(converter_ops),
                                                        .open = open_nothing};
static const struct weir_subcommand_ops subcommand_ops = {.size = sizeof(subcommand_ops)};

#define COMPONENT(kind_, class_, ops_)                                                             \
    {                                                                                              \
        .size = sizeof(struct weir_component), .kind = (kind_), .class_name = (class_),            \
        .ops = &(ops_)                                                                             \
    }

static const char *const mysql_aliases[] = {"io.debezium.connector.mysql.MySqlConnector", NULL};
static const struct weir_component maria = {
    .size = sizeof(struct weir_component),
    .kind = WEIR_SOURCE,
    .class_name = "io.debezium.connector.mariadb.MariaDbConnector",
    .aliases = mysql_aliases,
    .ops = &source_ops,
};
static const struct weir_component one_dup = COMPONENT(WEIR_SINK, "a.DupSink", sink_ops);
static const struct weir_component other_dup = COMPONENT(WEIR_SINK, "b.DupSink", sink_ops);
static const struct weir_component converter =
    COMPONENT(WEIR_CONVERTER, "org.x.JsonConverter", converter_ops);
static const struct weir_component header =
    COMPONENT(WEIR_HEADER_CONVERTER, "org.x.SimpleHeaderConverter", converter_ops);
static const struct weir_component command = COMPONENT(WEIR_SUBCOMMAND, "migrate", subcommand_ops);

static const struct weir_component *const components[] = {&maria,  &one_dup, &other_dup, &converter,
                                                          &header, &command, NULL};
static const struct weir_plugin plugin = {WEIR_ABI_NOW(struct weir_plugin), "fake", "1.9.0",
                                          components};
static const struct weir_component *const newer_components[] = {&maria, NULL};
static const struct weir_plugin newer = {WEIR_ABI_NOW(struct weir_plugin), "fake", "1.10.0",
                                         newer_components};

static struct registry *registry;
static struct weir_arena arena;

static int setup(void **state)
{
    (void)state;
    struct weir_err err;
    weir_arena_init(&arena, 4096);
    return registry_open(NULL, &registry, &err) == WEIR_OK &&
                   registry_add(registry, &plugin, "/x/fake.so", &err) == WEIR_OK &&
                   registry_add(registry, &newer, "/x/newer.so", &err) == WEIR_OK
               ? 0
               : -1;
}

static int teardown(void **state)
{
    (void)state;
    registry_close(registry);
    weir_arena_free(&arena);
    return 0;
}

static void test_names(void **state)
{
    (void)state;
    static const struct {
        enum weir_kind kind;
        const char *name, *class_name;
    } cases[] = {
        {WEIR_SOURCE, "io.debezium.connector.mariadb.MariaDbConnector",
         "io.debezium.connector.mariadb.MariaDbConnector"},
        {WEIR_SOURCE, "MariaDbConnector", "io.debezium.connector.mariadb.MariaDbConnector"},
        {WEIR_SOURCE, "MariaDb", "io.debezium.connector.mariadb.MariaDbConnector"},
        {WEIR_SOURCE, "MySqlConnector", "io.debezium.connector.mysql.MySqlConnector"},
        {WEIR_SOURCE, "mariadb", NULL},
        {WEIR_SOURCE, "", NULL},
        {WEIR_SINK, "MariaDb", NULL},
        {WEIR_SINK, "DupSink", NULL},
        {WEIR_SINK, "a.DupSink", "a.DupSink"},
        {WEIR_CONVERTER, "Json", "org.x.JsonConverter"},
        {WEIR_HEADER_CONVERTER, "Simple", "org.x.SimpleHeaderConverter"},
        {WEIR_SUBCOMMAND, "migrate", "migrate"},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        const struct registry_entry *entry =
            registry_find(registry, cases[i].kind, weir_str_of(cases[i].name));
        assert_int_equal(entry != NULL, cases[i].class_name != NULL);
        if (entry) {
            assert_string_equal(entry->class_name, cases[i].class_name);
        }
    }
    assert_null(registry_find(registry, WEIR_SOURCE, WEIR_STR_NULL));
    assert_non_null(registry_find_connector(registry, WEIR_STR("a.DupSink")));
}

static void test_the_newest_version_is_found(void **state)
{
    (void)state;
    const struct registry_entry *entry = registry_find(registry, WEIR_SOURCE, WEIR_STR("MariaDb"));
    assert_string_equal(entry->version, "1.10.0");
}

static void test_list(void **state)
{
    (void)state;
    const struct registry_entry *const *entries = NULL;
    size_t n = registry_list(registry, true, &arena, &entries);
    assert_int_equal(n, 6);
    assert_string_equal(entries[0]->class_name, "a.DupSink");
    assert_string_equal(entries[1]->class_name, "b.DupSink");
    assert_string_equal(entries[2]->version, "1.9.0");
    assert_string_equal(entries[3]->version, "1.10.0");
    assert_string_equal(entries[4]->class_name, "io.debezium.connector.mysql.MySqlConnector");
    n = registry_list(registry, false, &arena, &entries);
    assert_int_equal(n, 8);
    assert_string_equal(kind_name(entries[7]->component->kind), "header_converter");
    assert_int_equal(registry_list_kind(registry, WEIR_SUBCOMMAND, &arena, &entries), 1);
}

/* ---- the handshake ---- */

static void refuses(const struct weir_plugin *bad, const char *text)
{
    struct weir_plugin out;
    struct weir_err err;
    assert_int_equal(plugin_adopt("/x/bad.so", bad, &out, &err), WEIR_BAD_CONFIG);
    assert_string_equal(err.text, text);
}

static void test_refusals(void **state)
{
    (void)state;
    struct weir_plugin bad = plugin;
    bad.abi.magic = 1;
    refuses(&bad, "plugin /x/bad.so is refused: it is not a Weir plugin, its magic number is wrong "
                  "(this worker offers ABI 1.0)");
    bad = plugin;
    bad.abi.major = 2;
    refuses(&bad, "plugin /x/bad.so is refused: it was built for ABI 2.0, this worker offers 1.0");
    bad = plugin;
    bad.abi.minor = 7;
    refuses(&bad, "plugin /x/bad.so is refused: it was built for ABI 1.7, this worker offers 1.0");
    struct weir_component broken = maria;
    const struct weir_component *const list[] = {&broken, NULL};
    bad = plugin;
    bad.components = list;
    broken.ops = NULL;
    refuses(&bad, "plugin /x/bad.so is refused: io.debezium.connector.mariadb.MariaDbConnector: "
                  "its descriptor is incomplete (this worker offers ABI 1.0)");
    static const struct weir_conf_key keys[] = {{"port", WEIR_CONF_INT, 16, .doc = "x"},
                                                WEIR_CONF_END};
    broken = maria;
    broken.keys = keys;
    broken.conf_size = 16;
    refuses(&bad, "plugin /x/bad.so is refused: io.debezium.connector.mariadb.MariaDbConnector, "
                  "key port: lies outside of the component's struct (this worker offers ABI 1.0)");
}

static void test_an_older_plugin_lacks_nothing(void **state)
{
    (void)state;
    struct {
        struct weir_converter_ops ops;
        char garbage[64];
    } shorter = {.ops = {.size = offsetof(struct weir_converter_ops, from_bytes)}};
    memset(&shorter.ops.from_bytes, 0x55, sizeof(shorter) - shorter.ops.size);
    struct weir_component old = converter;
    old.ops = &shorter;
    const struct weir_component *const list[] = {&old, NULL};
    struct weir_plugin from = plugin, out;
    from.components = list;
    struct weir_err err;
    assert_int_equal(plugin_adopt("/x/old.so", &from, &out, &err), WEIR_OK);
    const struct weir_converter_ops *ops = out.components[0]->ops;
    assert_null(ops->from_bytes);
    assert_null(ops->close);
    plugin_release(&out);
}

/* ---- files ---- */

static char logged[8192];

static void keep_line(void *self, struct weir_str line)
{
    (void)self;
    size_t n = strlen(logged);
    snprintf(logged + n, sizeof(logged) - n, "%.*s\n", WEIR_STR_ARG(line));
}

static void test_files(void **state)
{
    (void)state;
    char folder[] = "/tmp/weir-test-XXXXXX";
    struct weir_err err;
    assert_non_null(mkdtemp(folder));
    char *sub = weir_arena_printf(&arena, "%s/plugin", folder);
    char *text = weir_arena_printf(&arena, "%s/text.so", sub);
    char *library = weir_arena_printf(&arena, "%s/library.so", sub);
    char *good = weir_arena_printf(&arena, "%s/file.so", sub);
    assert_int_equal(fs_make_folders(sub, &err), WEIR_OK);
    assert_int_equal(fs_replace(text, WEIR_STR("no ELF"), &err), WEIR_OK);
    assert_int_equal(symlink(TEST_BUILD_DIR "/libweir.so", library), 0);
    assert_int_equal(symlink(TEST_BUILD_DIR "/plugins/file.so", good), 0);
    const struct weir_str path[] = {weir_str_of(folder), WEIR_STR("/nonexistent")};
    const struct weir_conf_list list = {path, 2};
    struct registry *files = NULL;
    logged[0] = '\0';
    log_sink(keep_line, NULL);
    assert_int_equal(registry_open(&list, &files, &err), WEIR_OK);
    registry_rescan(files);
    log_sink(NULL, NULL);
    const struct registry_entry *entry =
        registry_find(files, WEIR_SOURCE, WEIR_STR("FileStreamSource"));
    assert_non_null(entry);
    assert_string_equal(entry->file, good);
    assert_non_null(strstr(logged, "text.so is refused: "));
    const char *refused = strstr(logged, "library.so is refused: it does not export "
                                         "weir_plugin_entry (this worker offers ABI 1.0)");
    assert_non_null(refused);
    assert_null(strstr(refused + 1, "library.so is refused"));
    registry_close(files);
    unlink(text);
    unlink(library);
    unlink(good);
    rmdir(sub);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_names, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_newest_version_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(test_list, setup, teardown),
        cmocka_unit_test_setup_teardown(test_refusals, setup, teardown),
        cmocka_unit_test_setup_teardown(test_an_older_plugin_lacks_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_files, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
