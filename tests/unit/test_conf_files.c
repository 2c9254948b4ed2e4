/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdlib.h>

#include "base/fs.h"
#include "base/secrets.h"
#include "conf/conf_file.h"
#include "conf/provider.h"

static struct weir_arena arena;

static int begin(void **state)
{
    (void)state;
    weir_arena_init(&arena, 8192);
    return 0;
}

static int finish(void **state)
{
    (void)state;
    weir_arena_free(&arena);
    return 0;
}

static void expect(const struct weir_props *props, const char *name, const char *value)
{
    struct weir_str got = weir_props_get(props, name);
    if (!weir_str_is(got, value)) {
        fail_msg("%s is \"%.*s\", not \"%s\"", name, WEIR_STR_ARG(got), value);
    }
}

static void test_properties(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name, *value;
    } cases[] = {
        {"a=b", "a", "b"},
        {"  a   =   b  ", "a", "b  "},
        {"a b", "a", "b"},
        {"a:b:c", "a", "b:c"},
        {"a = = b", "a", "= b"},
        {"a", "a", ""},
        {"# c\n! d\n\n a=1", "a", "1"},
        {"a=1\\\n   2\\\r\n 3", "a", "123"},
        {"a=1\\\\\nb=2", "a", "1\\"},
        {"a\\ b\\=c=1", "a b=c", "1"},
        {"a=\\u00e9\\t\\x", "a", "\xc3\xa9\tx"},
        {"a=\\ud83d\\ude00", "a", "\xf0\x9f\x98\x80"},
        {"a=\\ud83d!", "a", "\xef\xbf\xbd!"},
        {"a=1\na=2", "a", "2"},
        {"a=x\\", "a", "x"},
        {"a=b # no comment", "a", "b # no comment"},
        {"a=\xc3\xa9", "a", "\xc3\xa9"},
        {"a=caf\xe9", "a", "caf\xc3\xa9"},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        struct weir_props props;
        struct weir_err err;
        weir_props_init(&props, &arena);
        assert_int_equal(WEIR_OK, properties_parse(weir_str_of(cases[i].text), &props, &err));
        expect(&props, cases[i].name, cases[i].value);
    }
    struct weir_props props;
    struct weir_err err;
    weir_props_init(&props, &arena);
    assert_int_equal(WEIR_OK, properties_parse(WEIR_STR("\\\n\n \\\n\na"), &props, &err));
    assert_int_equal(1, props.n); /* a backslash and nothing is nothing */
    assert_int_equal(WEIR_BAD_CONFIG, properties_parse(WEIR_STR("a=1\n\nb=\\u12g4"), &props, &err));
    assert_string_equal("line 3: \\u must be followed by four hex digits", err.text);
}

static void test_yaml(void **state)
{
    (void)state;
    struct weir_props props;
    struct weir_err err;
    weir_props_init(&props, &arena);
    assert_int_equal(WEIR_OK, yaml_parse(WEIR_STR("bootstrap.servers: a:9092\n"
                                                  "config:\n  storage:\n    topic: c\n"
                                                  "listeners: [http://a:1, 'http://b:2']\n"
                                                  "quoted: \"null\"\nempty: ~\nport: 0x10\n"),
                                         &props, &err));
    expect(&props, "bootstrap.servers", "a:9092");
    expect(&props, "config.storage.topic", "c");
    expect(&props, "listeners", "http://a:1,http://b:2");
    expect(&props, "quoted", "null");
    expect(&props, "port", "0x10");
    assert_false(weir_props_has(&props, "empty"));
    static const char *const bad[] = {"- a\n- b\n",      "a: [[1]]", "a: &x 1\nb: *x",
                                      "a: 1\n---\nb: 2", "a: {b",    "? [a]\n: b"};
    for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
        assert_int_equal(WEIR_BAD_CONFIG, yaml_parse(weir_str_of(bad[i]), &props, &err));
        assert_non_null(strstr(err.text, "line "));
    }
}

static const char *temp_file(const char *name, const char *text)
{
    struct weir_err err;
    char folder[] = "/tmp/weir-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *path = weir_arena_printf(&arena, "%s/%s", folder, name);
    assert_int_equal(WEIR_OK, fs_replace(path, weir_str_of(text), &err));
    return path;
}

static void test_json_file(void **state)
{
    (void)state;
    struct weir_props props;
    struct weir_err err;
    weir_props_init(&props, &arena);
    const char *path = temp_file("c.json", "{\"name\":\"n\",\"config\":{\"a\":1.50,\"b\":true}}");
    assert_int_equal(WEIR_OK, conf_file_read(path, &props, &err));
    expect(&props, "a", "1.50");
    expect(&props, "b", "true");
    expect(&props, "name", "n");
    weir_props_init(&props, &arena);
    path = temp_file("flat", " {\"a\":\"x\"}");
    assert_int_equal(WEIR_OK, conf_file_read(path, &props, &err));
    expect(&props, "a", "x");
    assert_int_equal(WEIR_BAD_CONFIG, conf_file_read(temp_file("l.json", "[1]"), &props, &err));
    assert_int_equal(WEIR_BAD_CONFIG, conf_file_read("/nonexistent/x", &props, &err));
}

static struct providers *open_providers(const char *text)
{
    struct weir_props worker;
    struct weir_err err;
    struct providers *providers = NULL;
    weir_props_init(&worker, &arena);
    assert_int_equal(WEIR_OK, properties_parse(weir_str_of(text), &worker, &err));
    assert_int_equal(WEIR_OK, providers_open(&worker, &providers, &err));
    return providers;
}

static void test_providers(void **state)
{
    (void)state;
    setenv("WEIR_TEST_SECRET", "topsecret", 1);
    const char *file = temp_file("x.properties", "password=p=w\nport=5\n");
    struct providers *providers = open_providers(
        "config.providers=env, file,dir\n"
        "config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider\n"
        "config.providers.env.param.allowlist.pattern=WEIR_TEST_.*\n"
        "config.providers.file.class=FileConfigProvider\n"
        "config.providers.dir.class=DirectoryConfigProvider\n");
    struct weir_props raw, resolved;
    struct weir_err err;
    weir_props_init(&raw, &arena);
    weir_props_init(&resolved, &arena);
    weir_props_set_c(&raw, "a", "ts${env:WEIR_TEST_SECRET}-x");
    weir_props_set_c(&raw, "b", "${env:PATH} ${nobody:x} ${topic} ${");
    weir_props_set_c(&raw, "c", weir_arena_printf(&arena, "${file:%s:password}", file));
    weir_props_set_c(&raw, "d", weir_arena_printf(&arena, "${file:%s:absent}", file));
    char *folder = weir_arena_cstr(&arena, file);
    *strrchr(folder, '/') = 0;
    weir_props_set_c(&raw, "e", weir_arena_printf(&arena, "${dir:%s:x.properties}", folder));
    weir_props_set_c(&raw, "f", "${dir:/etc:../etc/passwd}");
    assert_int_equal(WEIR_OK, providers_resolve(providers, &raw, &resolved, &err));
    expect(&resolved, "a", "tstopsecret-x");
    expect(&resolved, "b", "${env:PATH} ${nobody:x} ${topic} ${");
    expect(&resolved, "c", "p=w");
    expect(&resolved, "d", weir_props_get(&raw, "d").p);
    expect(&resolved, "e", "password=p=w\nport=5\n");
    expect(&resolved, "f", "${dir:/etc:../etc/passwd}");

    struct weir_props task;
    weir_props_init(&task, &arena);
    weir_props_set_c(&task, "a", "tstopsecret-x");
    weir_props_set_c(&task, "c", "changed");
    providers_restore(&raw, &resolved, &task);
    expect(&task, "a", "ts${env:WEIR_TEST_SECRET}-x");
    expect(&task, "c", "changed");

    struct weir_buf shown;
    weir_buf_init(&shown, 4096);
    secrets_redact(WEIR_STR("no topsecret in tstopsecret-x"), &raw, &shown);
    assert_string_equal("no ${env:WEIR_TEST_SECRET} in ts${env:WEIR_TEST_SECRET}-x",
                        weir_buf_cstr(&shown));
    weir_buf_free(&shown);

    weir_props_set_c(&raw, "g", "${file:/nonexistent/x:k}");
    assert_int_equal(WEIR_BAD_CONFIG, providers_resolve(providers, &raw, &resolved, &err));
    assert_string_equal("Could not read properties from file /nonexistent/x", err.text);
    providers_close(providers);
}

static void test_paths_are_kept_to(void **state)
{
    (void)state;
    const char *file = temp_file("in.properties", "k=v\n");
    char *folder = weir_arena_cstr(&arena, file);
    *strrchr(folder, '/') = 0;
    const char *outside = temp_file("out.properties", "k=v\n");
    struct providers *providers =
        open_providers(weir_arena_printf(&arena,
                                         "config.providers=file\n"
                                         "config.providers.file.class=FileConfigProvider\n"
                                         "config.providers.file.param.allowed.paths=%s\n",
                                         folder));
    struct weir_props raw, resolved;
    struct weir_err err;
    weir_props_init(&raw, &arena);
    weir_props_init(&resolved, &arena);
    weir_props_set_c(&raw, "in", weir_arena_printf(&arena, "${file:%s:k}", file));
    weir_props_set_c(&raw, "out", weir_arena_printf(&arena, "${file:%s:k}", outside));
    assert_int_equal(WEIR_OK, providers_resolve(providers, &raw, &resolved, &err));
    expect(&resolved, "in", "v");
    expect(&resolved, "out", weir_props_get(&raw, "out").p);
    providers_close(providers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_properties),        cmocka_unit_test(test_yaml),
        cmocka_unit_test(test_json_file),         cmocka_unit_test(test_providers),
        cmocka_unit_test(test_paths_are_kept_to),
    };
    return cmocka_run_group_tests(tests, begin, finish);
}
