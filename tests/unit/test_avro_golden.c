/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_avro_golden.c: replays what Confluent's AvroConverter did (tests/golden/avro) with ours: the
 * texts of schemas and the bytes of values, both ways.
 */
#include "unit.h"

#include <stdlib.h>

#include "avro_plan.h"
#include "avro_read.h"
#include "golden.h"
#include "tagged.h"

struct replay {
    const char *file;
    struct weir_arena arena; /* of a line */
    struct weir_err err;
    int lines;
    int wrong;
    int different;
};

static struct avro_options options_of(const struct weir_json *line)
{
    static const struct {
        const char *key;
        size_t at;
    } keys[] = {
        {"enhanced.avro.schema.support", offsetof(struct avro_options, enhanced_schema_support)},
        {"generalized.sum.type.support", offsetof(struct avro_options, generalized_sum_type)},
        {"scrub.invalid.names", offsetof(struct avro_options, scrub_invalid_names)},
        {"connect.meta.data", offsetof(struct avro_options, connect_meta_data)},
        {"discard.type.doc.default", offsetof(struct avro_options, discard_type_doc_default)},
        {"allow.optional.map.keys", offsetof(struct avro_options, allow_optional_map_keys)},
        {"flatten.singleton.unions", offsetof(struct avro_options, flatten_singleton_unions)},
        {"ignore.default.for.nullables",
         offsetof(struct avro_options, ignore_default_for_nullables)},
    };
    struct avro_options options = {.connect_meta_data = true, .flatten_singleton_unions = true};
    const struct weir_json *config = weir_json_get(line, "config");
    for (size_t i = 0; i < UNIT_COUNT(keys); i++) {
        struct weir_str text = weir_json_get_str(config, keys[i].key);
        if (text.p) {
            *(bool *)((char *)&options + keys[i].at) = weir_str_is(text, "true");
        }
    }
    return options;
}

static void complain(struct replay *replay, const char *text, const char *what, struct weir_str got)
{
    if (replay->wrong++ < 20) {
        fprintf(stderr, "%s line %d: %s: %.*s\n    %.1500s\n", replay->file, replay->lines, what,
                (int)(got.n < 1200 ? got.n : 1200), got.p ? got.p : "null", text);
    }
}

/* Ours begins with Java's, unless Java's is only that writing failed somehow. */
static bool same_message(const char *ours, struct weir_str java)
{
    static const char *const vague[] = {"Failed to serialize Avro data", "Cannot invoke ",
                                        "Cannot read field", "Failed to deserialize data",
                                        "Index "};
    for (size_t i = 0; i < UNIT_COUNT(vague); i++) {
        if (weir_str_starts(java, weir_str_of(vague[i]))) {
            return true;
        }
    }
    size_t n = java.n;
    ptrdiff_t at = weir_str_find(java, WEIR_STR("class java.util."));
    n = at >= 0 ? (size_t)at : n;
    at = weir_str_find(java, WEIR_STR("class java.nio.HeapByteBuffer"));
    n = at >= 0 ? (size_t)at : n;
    return n > 0 && strncmp(ours, java.p, n) == 0;
}

static bool check_error(struct replay *replay, const char *text, const struct weir_json *line,
                        bool good)
{
    const struct weir_json *error = weir_json_get(line, "error");
    if (!good && strstr(replay->err.text, "two different types of the schema are both named")) {
        replay->different++; /* Java writes what nobody can read */
        return true;
    }
    if (!error) {
        if (!good) {
            complain(replay, text, "error", weir_str_of(replay->err.text));
        }
        return !good;
    }
    struct weir_str message = weir_json_get_str(error->first, "message");
    if (good) {
        complain(replay, text, "no error", WEIR_STR(""));
    } else if (replay->err.class != WEIR_BAD_DATA ||
               (message.p && !same_message(replay->err.text, message))) {
        complain(replay, text, "other error", weir_str_of(replay->err.text));
    }
    return true;
}

static struct weir_str unbase64(struct weir_arena *arena, struct weir_str text)
{
    struct weir_buf bytes;
    weir_buf_init(&bytes, 1 << 24);
    assert_true(weir_buf_unbase64(&bytes, text));
    struct weir_str copy = weir_arena_str(arena, weir_buf_view(&bytes));
    weir_buf_free(&bytes);
    return copy;
}

/* ---- writing ---- */

struct written {
    struct weir_buf text;
    struct weir_buf bytes;
    bool is_null;
};

static bool write_all(struct replay *replay, const struct avro_options *options,
                      const struct weir_schema *sch, struct weir_value val, struct written *to)
{
    const struct avro_schema *avro;
    if (avro_from_connect(&replay->arena, options, sch, &avro, &replay->err) != WEIR_OK) {
        return false;
    }
    avro_text(&to->text, avro);
    if (val.type == WEIR_NULL && (!sch || sch->optional)) {
        to->is_null = true;
        return true;
    }
    const struct avro_planning in = {
        .arena = &replay->arena, .options = options, .strict = true, .err = &replay->err};
    const struct avro_plan *plan = avro_plan(&in, sch, avro, avro);
    return plan && avro_write(plan, val, &to->bytes, &replay->err) == WEIR_OK;
}

/* The same but for the order of maps, which is that of Java's hash tables there. */
static bool same_but_order(struct replay *replay, const struct avro_options *options,
                           const char *line, struct weir_str text, struct weir_str a,
                           struct weir_str b)
{
    const struct avro_schema *avro;
    struct weir_value vals[2];
    unsigned unions = 0;
    const struct avro_connecting in = {.options = options, .unions = &unions, .err = &replay->err};
    if (!strstr(line, "\"map\":[[") || a.n != b.n ||
        avro_parse(&replay->arena, text, &avro, &replay->err) != WEIR_OK) {
        return false;
    }
    const struct weir_schema *sch = avro_is_anything(avro) ? NULL : avro_to_connect(&in, avro);
    const struct avro_steps *steps = avro_steps(&replay->arena, options, sch, avro);
    bool same = avro_read(steps, a, &replay->arena, &vals[0], &replay->err) == WEIR_OK &&
                avro_read(steps, b, &replay->arena, &vals[1], &replay->err) == WEIR_OK &&
                weir_value_equal(vals[0], vals[1]);
    weir_schema_unref(sch);
    return same;
}

static void compare(struct replay *replay, const char *text, const struct weir_json *line,
                    const struct avro_options *options, const struct written *got)
{
    struct weir_str avro = weir_json_get_str(line, "avro");
    struct weir_str out = weir_json_get_str(line, "out");
    if (!weir_str_eq(avro, weir_buf_view(&got->text))) {
        complain(replay, text, "schema", weir_buf_view(&got->text));
    } else if (got->is_null != !out.p) {
        complain(replay, text, "null", WEIR_STR(""));
    } else if (out.p) {
        struct weir_str want = unbase64(&replay->arena, out);
        struct weir_str bytes = weir_buf_view(&got->bytes);
        if (!weir_str_eq(want, bytes) &&
            !same_but_order(replay, options, text, avro, want, bytes)) {
            struct weir_buf shown;
            weir_buf_init(&shown, 1 << 20);
            weir_buf_base64(&shown, bytes.p, bytes.n);
            complain(replay, text, "wrote", weir_buf_view(&shown));
            weir_buf_free(&shown);
        }
    }
}

static void replay_write(struct replay *replay, const char *text, const struct weir_json *line)
{
    struct avro_options options = options_of(line);
    const struct weir_schema *sch;
    struct weir_value val;
    struct written got = {.is_null = false};
    weir_buf_init(&got.text, 1 << 24);
    weir_buf_init(&got.bytes, 1 << 24);
    assert_true(tagged_schema(&replay->arena, weir_json_get(line, "schema"), &sch));
    if (!tagged_value(&replay->arena, weir_json_get(line, "value"), sch, &val)) {
        replay->different++; /* a lone surrogate */
    } else if (!check_error(replay, text, line, write_all(replay, &options, sch, val, &got))) {
        compare(replay, text, line, &options, &got);
    }
    weir_buf_free(&got.text);
    weir_buf_free(&got.bytes);
    weir_schema_unref(sch);
}

/* ---- reading ---- */

static bool read_all(struct replay *replay, const struct weir_json *line,
                     const struct weir_schema **sch, struct weir_value *val)
{
    struct avro_options options = options_of(line);
    const struct avro_schema *avro;
    unsigned unions = 0;
    const struct avro_connecting in = {
        .options = &options, .unions = &unions, .version = 1, .err = &replay->err};
    struct weir_str bytes = unbase64(&replay->arena, weir_json_get_str(line, "in"));
    if (avro_parse(&replay->arena, weir_json_get_str(line, "avro"), &avro, &replay->err) !=
        WEIR_OK) {
        return false;
    }
    *sch = avro_is_anything(avro) ? NULL : avro_to_connect(&in, avro);
    if (!*sch && !avro_is_anything(avro)) {
        return false;
    }
    const struct avro_steps *steps = avro_steps(&replay->arena, &options, *sch, avro);
    return avro_read(steps, bytes, &replay->arena, val, &replay->err) == WEIR_OK;
}

static void replay_read(struct replay *replay, const char *text, const struct weir_json *line)
{
    const struct weir_schema *sch = NULL;
    const struct weir_schema *want_sch = NULL;
    struct weir_value val = weir_null();
    struct weir_value want;
    bool good = read_all(replay, line, &sch, &val);
    if (!check_error(replay, text, line, good)) {
        assert_true(tagged_schema(&replay->arena, weir_json_get(line, "schema"), &want_sch));
        if (want_sch != sch) {
            complain(replay, text, "schema", sch ? weir_schema_json(sch) : WEIR_STR("none"));
        } else if (!tagged_value(&replay->arena, weir_json_get(line, "value"), sch, &want)) {
            replay->different++;
        } else if (!weir_value_equal(want, val)) {
            complain(replay, text, "value", WEIR_STR(""));
        }
        weir_schema_unref(want_sch);
    }
    weir_schema_unref(sch);
}

/* ---- files ---- */

/* What differs on purpose, by file and a piece of the line. */
static const struct {
    const char *file, *piece, *why;
} differences[] = {
    {"read", "\\\"name\\\":\\\"Node\\\"", "a recursive schema is refused"},
    {"read", "\"class\":\"java.lang.NullPointerException\"",
     "Avro's null of a whole message is a null, where Java's worker stumbles"},
    {"read", "\"message\":\"connect_union_field_",
     "a generalized union is read also where null is first"},
    {"read", "for field: \\\"connect_union_field_", "the same"},
    {"read", "\\\"type\\\":\\\"double\\\",\\\"default\\\":\\\"NaN\\\"",
     "the registry's text has no NaN; Java was asked without that text between"},
    {"read", "\"in\":\"AgL2vPTTCgAA\"", "two maps' entries have one name, and then one text"},
    {"read", "\"in\":\"HgHEjT9Bpg+HtXEkzJgAOQTB/bTPCQDZkALi4M5H", "the same"},
    {"read", "GenericData$Array", "named entries with text keys are read, where Java stumbles"},
    {"write", "\"case\":\"date with time of day\"", "a date counts days; it has no time of day"},
};

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
    weir_arena_reset(&replay->arena);
    assert_int_equal(WEIR_OK,
                     weir_json_parse(&replay->arena, weir_str_n(text, n), &line, &replay->err));
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
    golden_lines("avro", file, replay_line, &replay);
    weir_arena_free(&replay.arena);
    golden_judge(file, replay.lines, lines_min, replay.different, replay.wrong);
}

static void test_write(void **state)
{
    (void)state;
    replay_file("write", 1500);
}

static void test_read(void **state)
{
    (void)state;
    replay_file("read", 1500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_write), cmocka_unit_test(test_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
