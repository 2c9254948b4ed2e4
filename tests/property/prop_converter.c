/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prop_converter.c: what JsonConverter wrote it reads as the same value of the same schema, for
 * random schemas and values, in both decimal formats, and without schemas.
 */
#include "unit.h"

#include <math.h>
#include <stdlib.h>

#include "plugin_host.h"

#define CASES     4000
#define DEPTH_MAX 4

struct random {
    uint64_t state;
    struct weir_arena *arena;
    bool null_default; /* a null would come back as its default */
};

static uint64_t next(struct random *rnd)
{
    uint64_t x = rnd->state += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static uint32_t below(struct random *rnd, uint32_t n)
{
    return (uint32_t)(next(rnd) % n);
}

static bool chance(struct random *rnd, uint32_t of_100)
{
    return below(rnd, 100) < of_100;
}

/* ---- pieces ---- */

static struct weir_str any_text(struct random *rnd)
{
    static const uint32_t points[] = {'a',   'Z',    '0',    ' ',     '"',     '\\',
                                      '/',   '\n',   1,      0x7f,    0xe9,    0x7ff,
                                      0x800, 0x2028, 0xffff, 0x10000, 0x1f600, 0x10ffff};
    uint32_t count = chance(rnd, 10) ? below(rnd, 300) : below(rnd, 12);
    char *to = weir_arena_bytes(rnd->arena, 4 * (size_t)count + 1);
    size_t n = 0;
    while (count--) {
        n += weir_utf8_put(to + n, points[below(rnd, UNIT_COUNT(points))]);
    }
    return weir_str_n(to, n);
}

static struct weir_str any_bytes(struct random *rnd, uint32_t min, uint32_t max)
{
    uint32_t n = min + below(rnd, max - min + 1);
    char *to = weir_arena_bytes(rnd->arena, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        to[i] = (char)next(rnd);
    }
    return weir_str_n(to, n);
}

/* Finite, and not -0.0: JSON has no place for the rest. */
static double any_double(struct random *rnd)
{
    uint64_t bits = next(rnd);
    double x;
    memcpy(&x, &bits, sizeof(x));
    if (chance(rnd, 30)) {
        x = (double)(int64_t)next(rnd) / 1000;
    }
    return isfinite(x) && x != 0 ? x : 0.5;
}

static float any_float(struct random *rnd)
{
    uint32_t bits = (uint32_t)next(rnd);
    float x;
    memcpy(&x, &bits, sizeof(x));
    return isfinite(x) && x != 0 ? x : 0.5f;
}

/* The shortest two's complement form, as Java's BigInteger has it. */
static struct weir_value any_decimal(struct random *rnd, int32_t scale)
{
    struct weir_str bytes = any_bytes(rnd, 1, 16);
    while (bytes.n > 1 && ((bytes.p[0] == 0 && !(bytes.p[1] & 0x80)) ||
                           ((uint8_t)bytes.p[0] == 0xff && (bytes.p[1] & 0x80)))) {
        bytes = weir_str_from(bytes, 1);
    }
    return weir_decimal(bytes, scale);
}

static int64_t any_int(struct random *rnd, enum weir_type type)
{
    uint64_t x = next(rnd) >> below(rnd, 64);
    return type == WEIR_INT8    ? (int8_t)x
           : type == WEIR_INT16 ? (int16_t)x
           : type == WEIR_INT32 ? (int32_t)x
                                : (int64_t)(chance(rnd, 50) ? 0 - x : x);
}

/* ---- values of a schema ---- */

static struct weir_value any_value(struct random *rnd, const struct weir_schema *sch);

static struct weir_value any_map(struct random *rnd, const struct weir_schema *sch)
{
    uint32_t want = below(rnd, chance(rnd, 5) ? 60 : 5);
    struct weir_value *items = WEIR_NEW_ARRAY(rnd->arena, struct weir_value, 2 * want);
    uint32_t n = 0;
    for (uint32_t i = 0; i < want; i++) {
        struct weir_value key = any_value(rnd, sch->key_schema);
        uint32_t same = 0;
        while (same < n && !weir_value_equal(items[2 * same], key)) {
            same++;
        }
        if (same == n) {
            items[2 * n] = key;
            items[2 * n++ + 1] = any_value(rnd, sch->value_schema);
        }
    }
    return weir_items(WEIR_MAP, items, n);
}

static struct weir_value any_items(struct random *rnd, const struct weir_schema *sch)
{
    bool fields = sch->type == WEIR_STRUCT;
    uint32_t n = fields ? sch->n_fields : below(rnd, 6);
    struct weir_value *items = WEIR_NEW_ARRAY(rnd->arena, struct weir_value, n);
    for (uint32_t i = 0; i < n; i++) {
        items[i] = any_value(rnd, fields ? sch->fields[i].schema : sch->value_schema);
    }
    return weir_items((enum weir_type)sch->type, items, n);
}

static struct weir_value any_value(struct random *rnd, const struct weir_schema *sch)
{
    if (sch->optional && chance(rnd, 20) && !(sch->has_default && rnd->null_default)) {
        return weir_null();
    }
    switch ((enum weir_logical)sch->logical) {
    case WEIR_LOGICAL_DECIMAL:
        return any_decimal(rnd, sch->scale);
    case WEIR_LOGICAL_DATE:
        return weir_int(WEIR_DATE, any_int(rnd, WEIR_INT32));
    case WEIR_LOGICAL_TIME:
        return weir_int(WEIR_TIME, below(rnd, 86400001));
    case WEIR_LOGICAL_TIMESTAMP:
        return weir_int(WEIR_TIMESTAMP, any_int(rnd, WEIR_INT64));
    case WEIR_LOGICAL_NONE:
        break;
    }
    switch ((enum weir_type)sch->type) {
    case WEIR_BOOLEAN:
        return weir_bool(chance(rnd, 50));
    case WEIR_FLOAT32:
        return weir_f32(any_float(rnd));
    case WEIR_FLOAT64:
        return weir_f64(any_double(rnd));
    case WEIR_STRING:
        return weir_string(any_text(rnd));
    case WEIR_BYTES:
        return weir_bytes(any_bytes(rnd, 0, 20));
    case WEIR_ARRAY:
    case WEIR_STRUCT:
        return any_items(rnd, sch);
    case WEIR_MAP:
        return any_map(rnd, sch);
    default:
        return weir_int((enum weir_type)sch->type, any_int(rnd, (enum weir_type)sch->type));
    }
}

/* ---- schemas ---- */

static const struct weir_schema *any_schema(struct random *rnd, int depth, bool key);

static void add_logical(struct random *rnd, struct weir_schema_spec *spec)
{
    static const int32_t one = 1;
    static const char *const names[] = {
        "org.apache.kafka.connect.data.Decimal", "org.apache.kafka.connect.data.Date",
        "org.apache.kafka.connect.data.Time", "org.apache.kafka.connect.data.Timestamp"};
    static const enum weir_type types[] = {WEIR_BYTES, WEIR_INT32, WEIR_INT32, WEIR_INT64};
    uint32_t which = below(rnd, 4);
    spec->type = types[which];
    spec->name = weir_str_of(names[which]);
    spec->version = &one;
    if (which == 0) {
        struct weir_param *param = WEIR_NEW(rnd->arena, struct weir_param);
        param->key = WEIR_STR("scale");
        param->value = weir_str_of(
            weir_arena_printf(rnd->arena, "%d", (int)below(rnd, 40) - (chance(rnd, 20) ? 40 : 0)));
        spec->params = param;
        spec->n_params = 1;
    }
}

static void add_names(struct random *rnd, struct weir_schema_spec *spec)
{
    int32_t *version = WEIR_NEW(rnd->arena, int32_t);
    *version = (int32_t)next(rnd);
    spec->name = chance(rnd, 30) ? any_text(rnd) : WEIR_STR_NULL;
    spec->version = chance(rnd, 30) ? version : NULL;
    spec->doc = chance(rnd, 30) ? any_text(rnd) : WEIR_STR_NULL;
    if (chance(rnd, 20)) {
        struct weir_param *params = WEIR_NEW_ARRAY(rnd->arena, struct weir_param, 2);
        params[0] = (struct weir_param){.key = WEIR_STR("p"), .value = any_text(rnd)};
        params[1] = (struct weir_param){.key = WEIR_STR("q"), .value = any_text(rnd)};
        spec->params = params;
        spec->n_params = 2;
    }
}

static void add_fields(struct random *rnd, struct weir_schema_spec *spec, int depth)
{
    uint32_t n = below(rnd, 9);
    struct weir_field *fields = WEIR_NEW_ARRAY(rnd->arena, struct weir_field, n);
    for (uint32_t i = 0; i < n; i++) {
        struct weir_str text = any_text(rnd);
        fields[i].name =
            weir_str_of(weir_arena_printf(rnd->arena, "%.*s%u", WEIR_STR_ARG(text), i));
        fields[i].schema = any_schema(rnd, depth + 1, false);
    }
    spec->fields = fields;
    spec->n_fields = n;
}

static void release(const struct weir_schema_spec *spec)
{
    for (size_t i = 0; i < spec->n_fields; i++) {
        weir_schema_unref(spec->fields[i].schema);
    }
    weir_schema_unref(spec->key_schema);
    weir_schema_unref(spec->value_schema);
}

static const struct weir_schema *any_schema(struct random *rnd, int depth, bool key)
{
    struct weir_schema_spec spec = {
        .type = (enum weir_type)(WEIR_BOOLEAN + below(rnd, depth < DEPTH_MAX ? 12 : 9)),
        .optional = !key && chance(rnd, 40),
    };
    if (depth == 0 && chance(rnd, 70)) {
        spec.type = WEIR_STRUCT;
    }
    add_names(rnd, &spec);
    if (chance(rnd, 20)) {
        add_logical(rnd, &spec);
    }
    if (spec.type == WEIR_MAP) {
        spec.key_schema = any_schema(rnd, depth + 1, true);
    }
    if (spec.type == WEIR_MAP || spec.type == WEIR_ARRAY) {
        spec.value_schema = any_schema(rnd, depth + 1, false);
    }
    if (spec.type == WEIR_STRUCT) {
        add_fields(rnd, &spec, depth);
    }
    const struct weir_schema *sch = weir_schema_make(&spec);
    /* Java cannot read a struct's default; a key's or one within would hide a null. */
    if (spec.type <= WEIR_BYTES && !key && chance(rnd, 20)) {
        struct weir_value def = any_value(rnd, sch);
        const struct weir_schema *without = sch;
        spec.def = &def;
        if (def.type != WEIR_NULL) {
            sch = weir_schema_make(&spec);
            weir_schema_unref(without);
        }
    }
    release(&spec);
    return sch;
}

/* ---- without schemas ---- */

static struct weir_value any_json(struct random *rnd, int depth)
{
    switch (below(rnd, depth < DEPTH_MAX ? 7 : 5)) {
    case 0:
        return weir_null();
    case 1:
        return weir_bool(chance(rnd, 50));
    case 2:
        return weir_int(WEIR_INT64, any_int(rnd, WEIR_INT64));
    case 3:
        return weir_f64(any_double(rnd));
    case 4:
        return weir_string(any_text(rnd));
    default:
        break;
    }
    bool map = chance(rnd, 50);
    uint32_t n = below(rnd, map && chance(rnd, 10) ? 50 : 5);
    struct weir_value *items = WEIR_NEW_ARRAY(rnd->arena, struct weir_value, 2 * n);
    for (uint32_t i = 0; i < n; i++) {
        struct weir_str text = any_text(rnd);
        if (map) {
            items[2 * i] = weir_string(
                weir_str_of(weir_arena_printf(rnd->arena, "%.*s%u", WEIR_STR_ARG(text), i)));
        }
        items[map ? 2 * i + 1 : i] = any_json(rnd, depth + 1);
    }
    return weir_items(map ? WEIR_MAP : WEIR_ARRAY, items, n);
}

/* ---- the property ---- */

struct subject {
    const struct weir_converter_ops *ops;
    void *self;
    struct weir_arena arena;
    bool schemas;
    bool null_default;
};

static void open_subject(struct subject *subject, bool schemas, bool numeric, bool null_default)
{
    struct weir_err err;
    const char *pairs[] = {"converter.type",
                           "value",
                           "schemas.enable",
                           schemas ? "true" : "false",
                           "decimal.format",
                           numeric ? "numeric" : "BASE64",
                           "replace.null.with.default",
                           null_default ? "true" : "false",
                           "schemas.cache.size",
                           "7",
                           NULL};
    const struct weir_component *component = plugin_host_find(
        "converters", WEIR_CONVERTER, "org.apache.kafka.connect.json.JsonConverter");
    weir_arena_init(&subject->arena, 4096);
    struct weir_open open = {.conf = plugin_host_conf(component, &subject->arena, pairs, &err)};
    assert_non_null(open.conf);
    subject->ops = component->ops;
    subject->schemas = schemas;
    subject->null_default = null_default;
    assert_int_equal(WEIR_OK, subject->ops->open(&open, &subject->self, &err));
}

static void check(struct subject *subject, struct random *rnd, struct weir_batch *batch, int round)
{
    struct weir_convert at = {.topic = WEIR_STR("t")};
    struct weir_err err = {0};
    struct weir_buf out;
    bool is_null;
    const struct weir_schema *got_sch = NULL;
    struct weir_value got = weir_null();
    rnd->null_default = subject->null_default;
    const struct weir_schema *sch = subject->schemas ? any_schema(rnd, 0, false) : NULL;
    struct weir_value val = sch ? any_value(rnd, sch) : any_json(rnd, 0);
    weir_buf_init(&out, 1 << 26);
    assert_int_equal(WEIR_OK,
                     subject->ops->to_bytes(subject->self, &at, sch, val, &out, &is_null, &err));
    /* Twice: parsed, then from the texts seen before. */
    for (int i = 0; i < 2 && !is_null; i++) {
        weir_batch_reset(batch);
        enum weir_verdict verdict = subject->ops->from_bytes(
            subject->self, &at, weir_buf_view(&out), batch, &got_sch, &got, &err);
        if (verdict != WEIR_OK || got_sch != sch || !weir_value_equal(val, got)) {
            fail_msg("round %d, time %d: %s: %.*s\n", round, i,
                     verdict != WEIR_OK ? err.text : "another value or schema",
                     (int)(out.n < 3000 ? out.n : 3000), out.p);
        }
    }
    weir_buf_free(&out);
    weir_schema_unref(sch);
}

static void test_what_was_written_is_read(void **state)
{
    (void)state;
    for (unsigned kind = 0; kind < 5; kind++) {
        struct subject subject = {0};
        struct weir_arena arena;
        struct weir_batch *batch = weir_batch_new(1, 1 << 20, 1 << 20);
        weir_arena_init(&arena, 1 << 16);
        struct random rnd = {.state = 0x57656972 + kind, .arena = &arena};
        open_subject(&subject, kind < 4, kind & 1, kind & 2);
        for (int round = 0; round < CASES; round++) {
            weir_arena_reset(&arena);
            check(&subject, &rnd, batch, round);
        }
        subject.ops->close(subject.self);
        weir_arena_free(&subject.arena);
        weir_batch_free(batch);
        weir_arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_was_written_is_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
