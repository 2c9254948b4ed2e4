/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_converter_golden.c: replays what Java's converters did (tests/golden/converters) with ours.
 */
#include "unit.h"

#include <stdlib.h>

#include "golden.h"
#include "plugin_host.h"
#include "tagged.h"

/* What differs on purpose, by file and a piece of the line. */
static const struct {
    const char *file, *piece, *why;
} differences[] = {
    {"json_write", "\"message\":\"Mismatching schema.\"",
     "a value does not know its schema; one with as many fields is taken for right"},
    {"json_write", "\"case\":\"date with time of day\"",
     "a date counts days; it has no time of day"},
    {"json_read", "\"base64\":\"IsCAIg==\"",
     "Jackson lets the overlong C0 80 pass as U+0000; it is no UTF-8"},
};

struct opened {
    char key[2048]; /* class and config as the file has them */
    const struct weir_converter_ops *ops;
    void *self;
    struct weir_arena arena;
};

struct replay {
    const char *file;
    struct weir_arena arena; /* of a line */
    struct weir_batch *batch;
    struct opened converter;
    int lines;
    int wrong;
    int different;
};

static void close_converter(struct opened *converter)
{
    if (converter->ops && converter->ops->close) {
        converter->ops->close(converter->self);
    }
    weir_arena_free(&converter->arena);
    *converter = (struct opened){0};
}

static const struct weir_component *component_of(struct weir_str name)
{
    char full[256];
    bool simple = weir_str_is(name, "SimpleHeaderConverter");
    const char *package = weir_str_is(name, "JsonConverter")               ? "json"
                          : simple || weir_str_is(name, "StringConverter") ? "storage"
                                                                           : "converters";
    snprintf(full, sizeof(full), "org.apache.kafka.connect.%s.%.*s", package, WEIR_STR_ARG(name));
    return plugin_host_find("converters", simple ? WEIR_HEADER_CONVERTER : WEIR_CONVERTER, full);
}

/* The same converter as long as class and config stay the same. */
static struct opened *open_converter(struct replay *replay, const struct weir_json *line)
{
    struct weir_buf buf;
    struct weir_err err;
    struct opened *converter = &replay->converter;
    const char *pairs[32] = {"converter.type", "value"};
    size_t n = 2;
    struct weir_str name = weir_json_get_str(line, "converter");
    weir_buf_init(&buf, sizeof(converter->key) - 1);
    weir_buf_str(&buf, name);
    weir_json_write(&buf, weir_json_get(line, "config"));
    const char *key = weir_buf_cstr(&buf);
    if (strcmp(key, converter->key) != 0) {
        close_converter(converter);
        weir_arena_init(&converter->arena, 4096);
        strcpy(converter->key, key);
        const struct weir_component *component = component_of(name);
        const struct weir_json *config = weir_json_get(line, "config");
        for (const struct weir_json *at = config->first; at; at = at->next, n += 2) {
            pairs[n] = weir_arena_str(&converter->arena, at->name).p;
            pairs[n + 1] = weir_arena_str(&converter->arena, at->text).p;
        }
        struct weir_open open = {
            .conf = plugin_host_conf(component, &converter->arena, pairs, &err),
            .arena = &converter->arena,
        };
        assert_non_null(open.conf);
        converter->ops = component->ops;
        assert_int_equal(WEIR_OK, converter->ops->open(&open, &converter->self, &err));
    }
    weir_buf_free(&buf);
    return converter;
}

static void complain(struct replay *replay, const char *text, const char *what, struct weir_str got)
{
    if (replay->wrong++ < 20) {
        print_error("%s line %d: %s: %.*s\n    %.1500s\n", replay->file, replay->lines, what,
                    (int)(got.n < 1000 ? got.n : 1000), got.p ? got.p : "null", text);
    }
}

/* ---- errors ---- */

/* Ours begins with Java's; which of java.util's lists and maps it was does not matter. */
static bool same_message(const char *ours, struct weir_str java)
{
    ptrdiff_t at = weir_str_find(java, WEIR_STR("class java.util.ImmutableCollections"));
    size_t n = at >= 0 ? (size_t)at + strlen("class java.util.") : java.n;
    while (n && java.p[n - 1] == ' ') {
        n--;
    }
    if (at < 0 && n && java.p[n - 1] == ':') {
        n--;
    }
    if (weir_str_find(java, WEIR_STR("java.nio.HeapByteBuffer")) >= 0) {
        n = (size_t)weir_str_find(java, WEIR_STR("java.nio.HeapByteBuffer")); /* for us a [B */
    }
    return strncmp(ours, java.p, n) == 0;
}

/* true: the line is about an error, and this is checked. */
static bool check_error(struct replay *replay, const char *text, const struct weir_json *line,
                        enum weir_verdict got, const struct weir_err *err)
{
    const struct weir_json *error = weir_json_get(line, "error");
    if (!error) {
        if (got != WEIR_OK) {
            complain(replay, text, "error", weir_str_of(err->text));
        }
        return got != WEIR_OK;
    }
    struct weir_str message = weir_json_get_str(error->first, "message");
    if (weir_str_is(weir_json_get_str(error->first, "class"), "java.lang.NullPointerException")) {
        return false; /* the recorder's own, of the null that the text null becomes */
    }
    if (got == WEIR_OK) {
        complain(replay, text, "no error", WEIR_STR(""));
    } else if (got != WEIR_BAD_DATA || !same_message(err->text, message)) {
        complain(replay, text, "other error", weir_str_of(err->text));
    }
    return true;
}

/* ---- writing ---- */

static void replay_write(struct replay *replay, const char *text, const struct weir_json *line)
{
    struct opened *converter = open_converter(replay, line);
    struct weir_convert at = {.topic = WEIR_STR("topic")};
    struct weir_err err = {0};
    const struct weir_schema *sch;
    struct weir_value val;
    struct weir_buf out;
    bool is_null = false;
    weir_buf_init(&out, 1 << 24);
    assert_true(tagged_schema(&replay->arena, weir_json_get(line, "schema"), &sch));
    if (!tagged_value(&replay->arena, weir_json_get(line, "value"), sch, &val)) {
        replay->different++; /* a lone surrogate */
    } else {
        enum weir_verdict got =
            converter->ops->to_bytes(converter->self, &at, sch, val, &out, &is_null, &err);
        struct weir_str want = tagged_bytes(&replay->arena, weir_json_get(line, "out"));
        struct weir_str bytes = is_null ? WEIR_STR_NULL : weir_buf_view(&out);
        if (!check_error(replay, text, line, got, &err) && !weir_str_eq(want, bytes)) {
            complain(replay, text, "wrote", bytes);
        }
    }
    weir_buf_free(&out);
    weir_schema_unref(sch);
}

/* ---- reading ---- */

static void show(struct weir_buf *buf, struct weir_value val)
{
    weir_buf_printf(buf, "%s:", weir_type_name((enum weir_type)val.type));
    if (val.type == WEIR_ARRAY || val.type == WEIR_STRUCT || val.type == WEIR_MAP) {
        for (uint32_t i = 0; i < val.n * (val.type == WEIR_MAP ? 2u : 1u); i++) {
            weir_buf_text(buf, " ");
            show(buf, val.items[i]);
        }
    } else if (val.type == WEIR_STRING || val.type == WEIR_BYTES || val.type == WEIR_DECIMAL) {
        weir_json_string(buf, weir_value_str(val));
    } else {
        weir_buf_i64(buf, val.i);
    }
}

static bool same_value(struct replay *replay, const struct weir_json *line,
                       const struct weir_schema *want_sch, const struct weir_schema *sch,
                       struct weir_value val)
{
    struct weir_value want;
    if (weir_json_get(line, "read")) {
        return true;
    }
    return tagged_value(&replay->arena, weir_json_get(line, "value"), want_sch, &want) &&
           want_sch == sch && weir_value_equal(want, val);
}

static void replay_read(struct replay *replay, const char *text, const struct weir_json *line)
{
    struct opened *converter = open_converter(replay, line);
    struct weir_convert at = {.topic = WEIR_STR("topic"), .header = WEIR_STR("h")};
    struct weir_err err = {0};
    const struct weir_schema *sch = NULL;
    const struct weir_schema *want_sch = NULL;
    struct weir_value val;
    struct weir_str bytes = tagged_bytes(&replay->arena, weir_json_get(line, "in"));
    weir_batch_reset(replay->batch);
    enum weir_verdict got =
        converter->ops->from_bytes(converter->self, &at, bytes, replay->batch, &sch, &val, &err);
    assert_true(tagged_schema(&replay->arena, weir_json_get(line, "schema"), &want_sch));
    if (!check_error(replay, text, line, got, &err) &&
        !same_value(replay, line, want_sch, sch, val)) {
        struct weir_buf buf;
        weir_buf_init(&buf, 1 << 20);
        weir_buf_str(&buf, sch ? weir_schema_json(sch) : WEIR_STR("no schema"));
        weir_buf_text(&buf, " ");
        show(&buf, val);
        complain(replay, text, "read", weir_buf_view(&buf));
        weir_buf_free(&buf);
    }
    weir_schema_unref(want_sch);
}

/* ---- files ---- */

static bool differs_on_purpose(const struct replay *replay, const char *text)
{
    for (size_t i = 0; i < UNIT_COUNT(differences); i++) {
        if (strcmp(differences[i].file, replay->file) == 0 && strstr(text, differences[i].piece)) {
            return true;
        }
    }
    return false;
}

static void replay_line(void *self, const char *text, size_t n)
{
    struct replay *replay = self;
    struct weir_json *line;
    struct weir_err err;
    weir_arena_reset(&replay->arena);
    assert_int_equal(WEIR_OK, weir_json_parse(&replay->arena, weir_str_n(text, n), &line, &err));
    if (weir_json_get(line, "about")) {
        return;
    }
    replay->lines++;
    if (differs_on_purpose(replay, text)) {
        replay->different++;
    } else if (weir_json_get(line, "in")) {
        replay_read(replay, text, line);
    } else {
        replay_write(replay, text, line);
    }
}

static void replay_file(const char *file, int lines_min)
{
    struct replay replay = {.file = file};
    weir_arena_init(&replay.arena, 1 << 16);
    replay.batch = weir_batch_new(1, 1 << 20, 1 << 20);
    golden_lines("converters", file, replay_line, &replay);
    close_converter(&replay.converter);
    weir_batch_free(replay.batch);
    weir_arena_free(&replay.arena);
    golden_judge(file, replay.lines, lines_min, replay.different, replay.wrong);
}

static void test_json_write(void **state)
{
    (void)state;
    replay_file("json_write", 2900);
}

static void test_json_read(void **state)
{
    (void)state;
    replay_file("json_read", 3600);
}

static void test_string(void **state)
{
    (void)state;
    replay_file("string", 170);
}

static void test_numbers(void **state)
{
    (void)state;
    replay_file("numbers", 500);
}

static void test_header_write(void **state)
{
    (void)state;
    replay_file("header_write", 110);
}

static void test_header_read(void **state)
{
    (void)state;
    replay_file("header_read", 170);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_write),   cmocka_unit_test(test_json_read),
        cmocka_unit_test(test_string),       cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_header_write), cmocka_unit_test(test_header_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
