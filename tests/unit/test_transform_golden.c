/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_transform_golden.c: replays what the real transforms did (tests/golden/transforms) with
 * ours: the same records, the same errors.
 */
#include "unit.h"

#include <stdlib.h>

#include "golden.h"
#include "tagged.h"
#include "transform_rig.h"

#define TABLE_MAX 16384

/* What differs on purpose, by file and a piece of the line. */
static const struct {
    const char *file, *piece, *why;
} differences[] = {
    {"insert_field", "InsertField$InsertionSpec@", "Java prints an address"},
    {"replace_field",
     "\"case\":\"map\",\"class\":\"org.apache.kafka.connect.transforms.ReplaceField$Value\""
     ",\"config\":{\"renames\":\"id:name\"}",
     "which of two clashing keys stays is up to HashMap"},
    {"replace_field",
     "\"case\":\"map\",\"class\":\"org.apache.kafka.connect.transforms.ReplaceField$Value\""
     ",\"config\":{\"renames\":\"id:x,name:x\"}",
     "which of two clashing keys stays is up to HashMap"},
    {"timestamp_router", "\"case\":\"u F w W of -12219292800000\"", "weeks of October 1582"},
    {"timestamp_router", "\"case\":\"no timestamp\"", "no row's data in a message"},
    {"crossed", "Timestamp missing on record", "no row's data in a message"},
    {"crossed", "InsertField$InsertionSpec@", "Java prints an address"},
    {"crossed", "\"renames\":\"id:x,name:x\"", "which of two clashing keys stays is up to HashMap"},
    {"crossed", "ConnectRecord.valueSchema()\\\" is null", "a value without a schema passes"},
    {"event_router", "Unexpected update message received Struct", "no row's data in a message"},
    {"event_router", "{\"case\":\"[]\"", "Debezium gives a text an array's schema"},
    {"event_router", "{\"case\":\"{\\\"a\\\":99999999999999999999}\"",
     "Debezium gives a text a struct's schema"},
    {"decode_message", "\"case\":\"b'{\\\"a\\\":1}x'\"", "nothing may follow the object"},
    {"timezone_converter", "\"case\":\"+25:00\"", "refused when it opens, not for each record"},
    {"odd_outbox", "extra:nowhere", "refused when it opens, not for each record"},
    {"odd_outbox", "Unexpected update message received Struct", "no row's data in a message"},
    {"odd_outbox", "type:envelope,id:partition", "of two errors the other is told"},
    {"odd_outbox", ":header,payload:envelope:p", "the same"},
    {"odd_scripts", "value.transaction?.id], key])", "a struct in a list has no names to show"},
    {"odd_scripts", "key ?: value.after?.dflt]], value.source.table])", "the same"},
    {"odd_scripts", "(valueSchema.name)[0]", "Groovy takes it for a cast"},
    {"odd_scripts", ".is(null)", "not supported, and named"},
    {"odd_scripts", "(1e0d)", "not supported, and named"},
    {"one_liners", "value.id.floatValue()", "Java 17 shows a digit more than there need be"},
    {"one_liners", "value.small.floatValue()", "the same"},
    {"arithmetic", "(value.id.toDouble() / 9223372036854775807)", "the same"},
    {"arithmetic", "1000000007 / value.id.toDouble())).toBigDecimal()", "the same"},
    {"arithmetic", "(7 % value.id.toDouble() - (value", "the same"},
    {"arithmetic", "1.50 % (value.big).floatValue()))", "the same"},
    {"matrix", "value.raw.contains(1)", "Debezium's own bytes are buffers, which have none of this"},
    {"matrix", "value.raw.join('-')", "the same"},
    {"matrix", "value.raw[0..0]", "the same"},
    {"matrix", "(-value.nums", "nothing is turned round in lists"},
    {"odd_rows", "InsertField$InsertionSpec@", "Java prints an address"},
    {"odd_rows", "\"case\":\"163\",\"class\":\"org.apache.kafka.connect.transforms.MaskField$Key\"",
     "which field is the first to be wrong is up to HashSet"},
    {"odd_events", "\"route.by.field\":\" \"", "blanks around a key's value are cut off"},
    {"odd_events", "Struct schemas do not match.", "a struct is added with its fields"},
    {"odd_events", "\"add.headers\":\"source.,op:a\"", "a struct is added with its fields"},
    {"texts",
     "\"case\":\"a\\ud83d\\ude00b\",\"class\":\"io.debezium.transforms.Filter\",\"config\":{"
     "\"language\":\"jsr223.groovy\",\"condition\":\"value.split('')",
     "no pattern matches between the halves of a pair"},
    {NULL, NULL, NULL},
};

struct replay {
    const char *file;
    struct weir_arena keep;  /* of the file */
    struct weir_arena arena; /* of a line */
    const struct weir_schema *schemas[TABLE_MAX];
    const struct weir_json *records[TABLE_MAX];
    size_t n_schemas, n_records;
    struct weir_batch *batch, *want;
    struct weir_verdicts verdicts;
    char key[4096];
    bool opened;
    struct transform_rig rig;
    int lines, wrong, different;
};

/* ---- showing ---- */

static void show(struct weir_buf *buf, struct weir_value val)
{
    weir_buf_printf(buf, "%s:", weir_type_name((enum weir_type)val.type));
    switch ((enum weir_type)val.type) {
    case WEIR_ARRAY:
    case WEIR_STRUCT:
    case WEIR_MAP:
        weir_buf_text(buf, "(");
        for (uint32_t i = 0; i < val.n * (val.type == WEIR_MAP ? 2u : 1u); i++) {
            weir_buf_text(buf, " ");
            show(buf, val.items[i]);
        }
        weir_buf_text(buf, ")");
        break;
    case WEIR_STRING:
    case WEIR_BYTES:
    case WEIR_DECIMAL:
        weir_json_string(buf, weir_value_str(val));
        break;
    case WEIR_FLOAT32:
        weir_java_float(buf, val.f32);
        break;
    case WEIR_FLOAT64:
        weir_java_double(buf, val.f64);
        break;
    default:
        weir_buf_i64(buf, val.type == WEIR_NULL ? 0 : val.type == WEIR_BOOLEAN ? val.b : val.i);
    }
}

static void show_side(struct weir_buf *buf, const char *name, const struct weir_schema *sch,
                      struct weir_value val)
{
    weir_buf_printf(buf, "\n      %s: ", name);
    weir_buf_str(buf, sch ? weir_schema_json(sch) : WEIR_STR("no schema"));
    weir_buf_text(buf, " ");
    show(buf, val);
}

static void show_record(struct weir_buf *buf, const struct weir_record *rec)
{
    weir_buf_printf(buf, "%.*s-%d @%lld", WEIR_STR_ARG(rec->topic), rec->partition,
                    (long long)rec->timestamp);
    show_side(buf, "key", rec->key_schema, rec->key);
    show_side(buf, "value", rec->value_schema, rec->value);
    for (uint32_t i = 0; i < rec->n_headers; i++) {
        char name[64];
        snprintf(name, sizeof(name), "%.*s", WEIR_STR_ARG(rec->headers[i].name));
        show_side(buf, name, rec->headers[i].schema, rec->headers[i].value);
    }
}

static void complain(struct replay *replay, const char *text, const char *what, const char *got)
{
    if (replay->wrong++ < 12) {
        print_error("%s line %d: %s: %.1500s\n    %.2500s\n", replay->file, replay->lines, what,
                    got, text);
    }
}

/* ---- comparing ---- */

/* A java.util.Date without a schema does not say which kind of moment it is. */
static bool same_value(struct weir_value a, struct weir_value b)
{
    bool loose = (a.type == WEIR_DATE || a.type == WEIR_TIME) && b.type == WEIR_TIMESTAMP;
    return loose ? (a.type == WEIR_DATE ? a.i * 86400000 : a.i) == b.i : weir_value_equal(a, b);
}

static bool same_record(const struct weir_record *got, const struct weir_record *want)
{
    bool same = weir_str_eq(got->topic, want->topic) && got->partition == want->partition &&
                got->timestamp == want->timestamp && got->key_schema == want->key_schema &&
                got->value_schema == want->value_schema && same_value(got->key, want->key) &&
                same_value(got->value, want->value) && got->n_headers == want->n_headers;
    for (uint32_t i = 0; same && i < got->n_headers; i++) {
        same = weir_str_eq(got->headers[i].name, want->headers[i].name) &&
               got->headers[i].schema == want->headers[i].schema &&
               same_value(got->headers[i].value, want->headers[i].value);
    }
    return same;
}

static bool is_script(const struct weir_json *line)
{
    struct weir_str name = weir_json_get_str(line, "class");
    return weir_str_ends(name, WEIR_STR("transforms.Filter")) ||
           weir_str_ends(name, WEIR_STR("transforms.ContentBasedRouter"));
}

/* An expression that fails for every record may be refused when it is configured. */
static bool same_script_error(const char *ours, const struct weir_json *line)
{
    const struct weir_json *error = weir_json_get(line, "error")->first;
    struct weir_str message = weir_json_get_str(error, "message");
    if (weir_str_is(weir_json_get_str(error, "class"), "java.lang.NullPointerException")) {
        return strstr(ours, "its value is not a Boolean") != NULL;
    }
    return strncmp(ours, "Failed to parse expression '", 28) == 0 ||
           strncmp(ours, message.p ? message.p : "", message.n) == 0;
}

/* Ours is Java's, or begins with it, unless Java's says nothing: of a null, of a cast, or
 * shows the row. */
static bool same_error(const char *ours, const struct weir_json *line)
{
    const struct weir_json *error = weir_json_get(line, "error");
    bool debezium = weir_str_find(weir_json_get_str(line, "class"), WEIR_STR("debezium")) >= 0;
    if (debezium && weir_str_is(weir_json_get_str(line, "at"), "open")) {
        return true; /* its own words for what a key table says */
    }
    if (is_script(line) && debezium) {
        return same_script_error(ours, line);
    }
    struct weir_str class_name = weir_json_get_str(error->first, "class");
    struct weir_str message = weir_json_get_str(error->first, "message");
    if (weir_str_is(class_name, "java.lang.NullPointerException") ||
        weir_str_is(class_name, "java.lang.ClassCastException") ||
        weir_str_is(class_name, "java.time.format.DateTimeParseException") ||
        strncmp(ours, "Unable to parse logical decoding", 32) == 0 ||
        (weir_str_starts(message, WEIR_STR("Unprocessable message")) &&
         strncmp(ours, "Unprocessable message", 21) == 0)) {
        return true;
    }
    return strncmp(ours, message.p ? message.p : "", message.n) == 0;
}

/* The record whose number it is; NULL: it is no number. */
static const struct weir_json *record_of(const struct replay *replay,
                                         const struct weir_json *number)
{
    int64_t x = -1;
    bool is_number = number && number->type == WEIR_JT_NUMBER && weir_str_to_i64(number->text, &x);
    return is_number && x < (int64_t)replay->n_records ? replay->records[x] : NULL;
}

static void compare(struct replay *replay, const char *text, const struct weir_json *out)
{
    struct weir_buf buf;
    const struct weir_record *got = &replay->batch->recs[0];
    bool dropped = got->state == WEIR_REC_FILTERED;
    if (dropped != (out->type == WEIR_JT_NULL)) {
        complain(replay, text, dropped ? "dropped" : "not dropped", "");
    } else if (!dropped) {
        weir_batch_reset(replay->want);
        if (!transform_rig_record(&replay->arena, record_of(replay, out), replay->schemas,
                                  replay->want)) {
            replay->different++;
        } else if (!same_record(got, &replay->want->recs[0])) {
            weir_buf_init(&buf, 1 << 20);
            show_record(&buf, got);
            weir_buf_text(&buf, "\n  wanted ");
            show_record(&buf, &replay->want->recs[0]);
            complain(replay, text, "made", weir_buf_cstr(&buf));
            weir_buf_free(&buf);
        }
    }
}

/* ---- lines ---- */

static bool reopen(struct replay *replay, const struct weir_json *line, struct weir_err *err)
{
    struct weir_buf buf;
    char class_name[256];
    weir_buf_init(&buf, sizeof(replay->key) - 1);
    weir_buf_str(&buf, weir_json_get_str(line, "class"));
    weir_json_write(&buf, weir_json_get(line, "config"));
    const char *key = weir_buf_cstr(&buf);
    if (!replay->opened || strcmp(key, replay->key) != 0) {
        if (replay->opened) {
            transform_rig_close(&replay->rig);
        }
        strcpy(replay->key, key);
        snprintf(class_name, sizeof(class_name), "%.*s",
                 WEIR_STR_ARG(weir_json_get_str(line, "class")));
        bool is_sink =
            weir_json_get(record_of(replay, weir_json_get(line, "record")), "offset") != NULL;
        replay->opened = transform_rig_open(&replay->rig, class_name, weir_json_get(line, "config"),
                                            is_sink, err) == WEIR_OK;
    }
    weir_buf_free(&buf);
    return replay->opened;
}

static bool run(struct replay *replay, struct weir_err *err)
{
    verdicts_reset(&replay->verdicts);
    if (transform_rig_apply(&replay->rig, replay->batch, &replay->verdicts, err) != WEIR_OK) {
        return false;
    }
    if (replay->verdicts.n) {
        weir_err_set(err, replay->verdicts.items[0].class, "%s", replay->verdicts.items[0].text);
    }
    return replay->verdicts.n == 0;
}

static void replay_case(struct replay *replay, const char *text, const struct weir_json *line)
{
    struct weir_err err = {0};
    const struct weir_json *error = weir_json_get(line, "error");
    const struct weir_json *out = weir_json_get(line, "out");
    bool good = reopen(replay, line, &err);
    weir_batch_reset(replay->batch);
    if (!transform_rig_record(&replay->arena, record_of(replay, weir_json_get(line, "record")),
                              replay->schemas, replay->batch)) {
        replay->different++;
        return;
    }
    if (good && replay->rig.component->kind == WEIR_PREDICATE) {
        bool yes = transform_rig_test(&replay->rig, replay->batch, 0);
        if (!out || yes != out->truth) {
            complain(replay, text, "the predicate says", yes ? "yes" : "no");
        }
        return;
    }
    const struct weir_json *refused = weir_json_get(line, "refused");
    if (refused && refused->truth) {
        if (good || !strstr(err.text, "Failed to parse expression '")) {
            complain(replay, text, "not refused", err.text);
        }
        return;
    }
    good = good && run(replay, &err);
    if (good != (error == NULL)) {
        complain(replay, text, good ? "no error" : "error", err.text);
    } else if (error && !same_error(err.text, line)) {
        complain(replay, text, "other error", err.text);
    } else if (good) {
        compare(replay, text, out);
    }
}

/* A line of one of the two tables; its texts stay. */
static bool read_table(struct replay *replay, const char *text, size_t n)
{
    struct weir_json *line;
    struct weir_err err;
    bool schema = strncmp(text, "{\"schema\":", 10) == 0;
    if (!schema && strncmp(text, "{\"record\":", 10) != 0) {
        return false;
    }
    struct weir_str kept = weir_arena_str(&replay->keep, weir_str_n(text, n));
    assert_int_equal(WEIR_OK, weir_json_parse(&replay->keep, kept, &line, &err));
    assert_true(replay->n_schemas < TABLE_MAX && replay->n_records < TABLE_MAX);
    if (schema) {
        assert_true(tagged_schema(&replay->keep, weir_json_get(line, "is"),
                                  &replay->schemas[replay->n_schemas++]));
    } else {
        replay->records[replay->n_records++] = weir_json_get(line, "is");
    }
    return true;
}

static bool differs_on_purpose(const struct replay *replay, const char *text)
{
    for (size_t i = 0; differences[i].file; i++) {
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
    if (read_table(replay, text, n)) {
        return;
    }
    assert_int_equal(WEIR_OK, weir_json_parse(&replay->arena, weir_str_n(text, n), &line, &err));
    if (!weir_json_get(line, "about")) {
        replay->lines++;
        if (differs_on_purpose(replay, text)) {
            replay->different++;
        } else {
            replay_case(replay, text, line);
        }
    }
}

static void replay_file(const char *file, int lines_min)
{
    struct replay replay = {.file = file};
    weir_arena_init(&replay.keep, 1 << 16);
    weir_arena_init(&replay.arena, 1 << 16);
    replay.batch = weir_batch_new(8, 1 << 20, 1 << 20);
    replay.want = weir_batch_new(8, 1 << 20, 1 << 20);
    verdicts_init(&replay.verdicts);
    golden_lines("transforms", file, replay_line, &replay);
    if (replay.opened) {
        transform_rig_close(&replay.rig);
    }
    weir_batch_free(replay.batch);
    weir_batch_free(replay.want);
    for (size_t i = 0; i < replay.n_schemas; i++) {
        weir_schema_unref(replay.schemas[i]);
    }
    verdicts_free(&replay.verdicts);
    weir_arena_free(&replay.arena);
    weir_arena_free(&replay.keep);
    golden_judge(file, replay.lines, lines_min, replay.different, replay.wrong);
}

#define FAMILY(name, lines_min)                                                                    \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        replay_file(#name, lines_min);                                                             \
    }

FAMILY(cast, 1600)
FAMILY(regex_router, 220)
FAMILY(insert_field, 280)
FAMILY(replace_field, 250)
FAMILY(mask_field, 420)
FAMILY(value_to_key, 100)
FAMILY(hoist_field, 70)
FAMILY(extract_field, 390)
FAMILY(set_schema_metadata, 120)
FAMILY(timestamp_router, 480)
FAMILY(timestamp_converter, 860)
FAMILY(odd_dates, 3400)
FAMILY(flatten, 120)
FAMILY(headers, 220)
FAMILY(predicates, 50)
FAMILY(extract_new, 380)
FAMILY(extract_new_2, 400)
FAMILY(logical_router, 480)
FAMILY(header_to_value, 150)
FAMILY(extract_changed, 80)
FAMILY(schema_change_filter, 130)
FAMILY(partition_routing, 370)
FAMILY(event_router, 360)
FAMILY(naming, 250)
FAMILY(timezone_converter, 1200)
FAMILY(read_to_insert, 20)
FAMILY(extract_schema, 35)
FAMILY(vector_json, 29)
FAMILY(swap_geometry, 80)
FAMILY(geometry_format, 240)
FAMILY(decode_message, 60)
FAMILY(record_size, 300)
FAMILY(scripting, 2880)
FAMILY(javascript, 700)
FAMILY(texts, 2600)
FAMILY(odd_scripts, 1300)
FAMILY(one_liners, 2000)
FAMILY(arithmetic, 400)
FAMILY(matrix, 1000)
FAMILY(odd_numbers, 2300)
FAMILY(odd_rows, 2200)
FAMILY(odd_events, 700)
FAMILY(odd_headers, 650)
FAMILY(odd_routes, 600)
FAMILY(odd_outbox, 300)
FAMILY(crossed, 2000)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cast),
        cmocka_unit_test(test_regex_router),
        cmocka_unit_test(test_insert_field),
        cmocka_unit_test(test_replace_field),
        cmocka_unit_test(test_mask_field),
        cmocka_unit_test(test_value_to_key),
        cmocka_unit_test(test_hoist_field),
        cmocka_unit_test(test_extract_field),
        cmocka_unit_test(test_set_schema_metadata),
        cmocka_unit_test(test_timestamp_router),
        cmocka_unit_test(test_timestamp_converter),
        cmocka_unit_test(test_odd_dates),
        cmocka_unit_test(test_flatten),
        cmocka_unit_test(test_headers),
        cmocka_unit_test(test_predicates),
        cmocka_unit_test(test_extract_new), cmocka_unit_test(test_extract_new_2),
        cmocka_unit_test(test_logical_router),
        cmocka_unit_test(test_header_to_value),
        cmocka_unit_test(test_extract_changed),
        cmocka_unit_test(test_schema_change_filter),
        cmocka_unit_test(test_partition_routing),
        cmocka_unit_test(test_event_router),
        cmocka_unit_test(test_naming),
        cmocka_unit_test(test_timezone_converter),
        cmocka_unit_test(test_read_to_insert),
        cmocka_unit_test(test_extract_schema),
        cmocka_unit_test(test_vector_json),
        cmocka_unit_test(test_swap_geometry),
        cmocka_unit_test(test_geometry_format),
        cmocka_unit_test(test_decode_message),
        cmocka_unit_test(test_record_size),
        cmocka_unit_test(test_scripting),
        cmocka_unit_test(test_javascript),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_odd_scripts),
        cmocka_unit_test(test_one_liners),
        cmocka_unit_test(test_arithmetic),
        cmocka_unit_test(test_matrix),
        cmocka_unit_test(test_odd_numbers),
        cmocka_unit_test(test_odd_rows),
        cmocka_unit_test(test_odd_events),
        cmocka_unit_test(test_odd_headers),
        cmocka_unit_test(test_odd_routes),
        cmocka_unit_test(test_odd_outbox),
        cmocka_unit_test(test_crossed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
